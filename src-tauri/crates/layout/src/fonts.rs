//! The fonts of the official page: one for each role, and what stands in for a character a font
//! does not have.
//!
//! Here are bytes and faces only. **Deliberately absent**: looking for fonts on a computer, which is
//! `machine::fonts`' work.

use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

/// What a font is for (GB/T 9704-2012, 7.3 and the notices on it).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FontRole {
    /// 小标宋: the title.
    XiaoBiaoSong,
    /// 仿宋: the text.
    FangSong,
    /// 楷体: headings of the second level.
    KaiTi,
    /// 黑体: headings of the first level.
    HeiTi,
    /// 宋体: page numbers and tables.
    SongTi,
}

impl FontRole {
    /// All roles, in the order of a font set.
    pub const ALL: [FontRole; 5] = [
        FontRole::XiaoBiaoSong,
        FontRole::FangSong,
        FontRole::KaiTi,
        FontRole::HeiTi,
        FontRole::SongTi,
    ];

    /// As users know it: 小标宋.
    pub fn label(self) -> &'static str {
        match self {
            FontRole::XiaoBiaoSong => "小标宋",
            FontRole::FangSong => "仿宋",
            FontRole::KaiTi => "楷体",
            FontRole::HeiTi => "黑体",
            FontRole::SongTi => "宋体",
        }
    }
}

/// The bytes of a font file, in memory or mapped from the disk.
pub type FontBytes = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// A font that may be embedded.
#[derive(Clone)]
pub struct Font {
    bytes: FontBytes,
    index: u32,
    name: String,
    postscript: String,
    substitute: bool,
}

impl fmt::Debug for Font {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Font({}, face {})", self.name, self.index)
    }
}

/// Why a font can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadFont {
    /// No font, or without outlines or characters.
    #[error("字体文件已损坏，请重新安装这一字体。")]
    Damaged,
    /// Its licence forbids embedding or subsetting.
    #[error("这一字体的许可不允许嵌入文件，请换用其他字体。")]
    EmbeddingForbidden,
}

impl Font {
    /// A face of a font file; `index` is 0 but in collections (.ttc). `substitute` says that it
    /// stands in for the official font of its role.
    ///
    /// # Errors
    /// When the file is no font, has no outlines or characters, or forbids embedding or cutting.
    pub fn new(bytes: FontBytes, index: u32, substitute: bool) -> Result<Self, BadFont> {
        let data = (*bytes).as_ref();
        let face = ttf_parser::Face::parse(data, index).map_err(|_| BadFont::Damaged)?;
        let outlines = face.tables().glyf.is_some() || face.tables().cff.is_some();
        let usable = outlines
            && face.number_of_glyphs() > 1
            && face.units_per_em() > 0
            && face.glyph_index('一').is_some();
        if !usable {
            return Err(BadFont::Damaged);
        }
        let allowed = !matches!(face.permissions(), Some(ttf_parser::Permissions::Restricted))
            && face.is_subsetting_allowed()
            && face.is_outline_embedding_allowed();
        if !allowed {
            return Err(BadFont::EmbeddingForbidden);
        }
        let name = family(&face).unwrap_or_else(|| "无名字体".to_owned());
        let postscript = postscript(&face);
        Ok(Font { bytes, index, name, postscript, substitute })
    }

    /// The family as users know it, in Chinese where the font says it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Letters, digits and hyphens only.
    pub fn postscript(&self) -> &str {
        &self.postscript
    }

    /// It stands in for the official font of its role.
    pub fn is_substitute(&self) -> bool {
        self.substitute
    }

    /// The font file's bytes.
    pub fn data(&self) -> &[u8] {
        (*self.bytes).as_ref()
    }

    /// Of the face in its file; 0 but in collections.
    pub fn index(&self) -> u32 {
        self.index
    }
}

const SIMPLIFIED_CHINESE: u16 = 0x0804;

fn family(face: &ttf_parser::Face<'_>) -> Option<String> {
    let families = || {
        face.names()
            .into_iter()
            .filter(|name| name.name_id == ttf_parser::name_id::FAMILY && name.is_unicode())
    };
    families()
        .find(|name| name.language_id == SIMPLIFIED_CHINESE)
        .or_else(|| families().next())
        .and_then(|name| name.to_string())
        .filter(|name| !name.trim().is_empty())
}

fn postscript(face: &ttf_parser::Face<'_>) -> String {
    let name = face
        .names()
        .into_iter()
        .filter(|name| name.name_id == ttf_parser::name_id::POST_SCRIPT_NAME)
        .find_map(|name| name.to_string())
        .unwrap_or_default();
    let plain: String =
        name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(60).collect();
    if plain.is_empty() { "Font".to_owned() } else { plain }
}

/// The fonts a page is set with.
#[derive(Clone, Debug)]
pub struct FontSet {
    /// The roles in the order of [`FontRole::ALL`], then what rare characters fall back on.
    fonts: Vec<Font>,
}

/// A role whose official font is not installed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Substitution {
    /// The role it stands for.
    pub role: FontRole,
    /// `仿宋`
    pub label: String,
    /// The font that stands in.
    pub used: String,
}

impl FontSet {
    /// `roles` in the order of [`FontRole::ALL`]; `fallbacks` best first.
    pub fn new(roles: [Font; 5], fallbacks: Vec<Font>) -> Self {
        FontSet { fonts: roles.into_iter().chain(fallbacks).collect() }
    }

    /// The font of a role.
    pub fn font(&self, role: FontRole) -> Option<&Font> {
        self.fonts.get(role as usize)
    }

    /// The roles that are set in another font than the official one.
    pub fn substitutions(&self) -> Vec<Substitution> {
        FontRole::ALL
            .into_iter()
            .zip(&self.fonts)
            .filter(|(_, font)| font.substitute)
            .map(|(role, font)| Substitution {
                role,
                label: role.label().to_owned(),
                used: font.name.clone(),
            })
            .collect()
    }

    /// The five roles' fonts, then those that stand in for single characters.
    pub fn all(&self) -> &[Font] {
        &self.fonts
    }
}

/// A character in a face.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FaceGlyph {
    /// Index in [`FontSet::all`].
    pub face: u16,
    /// Of the glyph in its face.
    pub id: u16,
    /// In thousandths of the type size.
    pub advance: f64,
}

/// The faces of a set, read once for a piece of work, with what was looked up so far.
pub struct Faces<'a> {
    faces: Vec<Option<ttf_parser::Face<'a>>>,
    /// Figures and quotation marks of these faces are too heavy for their characters.
    heavy: Vec<bool>,
    found: HashMap<(FontRole, char), Option<FaceGlyph>>,
}

impl<'a> Faces<'a> {
    /// Parses the fonts of a set as they are needed.
    pub fn new(fonts: &'a FontSet) -> Self {
        let faces: Vec<_> = fonts
            .all()
            .iter()
            .map(|font| ttf_parser::Face::parse(font.data(), font.index()).ok())
            .collect();
        let heavy = fonts.all().iter().map(|f| f.postscript.starts_with("Fandol")).collect();
        Faces { faces, heavy, found: HashMap::new() }
    }

    /// The parsed face at this index of the set; none beyond its end.
    pub fn face(&self, index: u16) -> Option<&ttf_parser::Face<'a>> {
        self.faces.get(usize::from(index))?.as_ref()
    }

    /// The glyph of a character in the font of this role, or in the best other font that has it;
    /// none where no font has.
    pub fn glyph(&mut self, role: FontRole, character: char) -> Option<FaceGlyph> {
        if let Some(found) = self.found.get(&(role, character)) {
            return *found;
        }
        let own = role as u16;
        let others = [FontRole::SongTi, FontRole::FangSong, FontRole::KaiTi, FontRole::HeiTi];
        let mut order: Vec<u16> = vec![own];
        order.extend(others.into_iter().map(|role| role as u16).filter(|index| *index != own));
        order.extend(FontRole::ALL.len() as u16..self.faces.len() as u16);
        if self.heavy.get(usize::from(own)) == Some(&true) && lends(character) {
            order.insert(0, FontRole::SongTi as u16);
        }
        let found = order.iter().filter_map(|&face| self.in_face(face, character));
        let glyph = match character {
            // Two of them make one line: only a dash as wide as its place joins the next.
            '—' => {
                let all: Vec<FaceGlyph> = found.collect();
                all.iter().find(|glyph| glyph.advance >= 990.0).or(all.first()).copied()
            }
            _ => { found }.next(),
        };
        self.found.insert((role, character), glyph);
        glyph
    }

    fn in_face(&self, index: u16, character: char) -> Option<FaceGlyph> {
        let face = self.face(index)?;
        let id = face.glyph_index(character).filter(|id| id.0 != 0)?;
        let advance =
            f64::from(face.glyph_hor_advance(id)?) * 1000.0 / f64::from(face.units_per_em());
        Some(FaceGlyph { face: index, id: id.0, advance })
    }
}

/// What a font with heavy figures takes from 宋体.
fn lends(character: char) -> bool {
    character.is_ascii_alphanumeric() || "“”‘’.,%+-/:()".contains(character)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::shipped;

    #[test]
    fn a_rare_character_falls_back_to_a_regular_weight() {
        let fonts = shipped();
        let mut faces = Faces::new(&fonts);
        for rare in ['䶮', '㙓', '𠅤'] {
            let glyph = faces.glyph(FontRole::FangSong, rare).unwrap();
            assert_eq!(glyph.face, FontRole::SongTi as u16, "{rare}");
        }
        assert_eq!(faces.glyph(FontRole::FangSong, '\u{10FFFD}'), None);
    }

    #[test]
    fn a_dash_is_as_wide_as_its_place() {
        let fonts = shipped();
        let mut faces = Faces::new(&fonts);
        for role in FontRole::ALL {
            assert_eq!(faces.glyph(role, '—').unwrap().advance, 1000.0, "{role:?}");
        }
    }

    #[test]
    fn a_font_that_forbids_embedding_or_cutting_is_refused() {
        let bytes = shipped().all()[FontRole::KaiTi as usize].data().to_vec();
        // The table directory has sixteen bytes a table; fsType is the fifth field of OS/2.
        let entry = bytes.windows(4).position(|tag| tag == b"OS/2").unwrap();
        let offset: [u8; 4] = bytes[entry + 8..entry + 12].try_into().unwrap();
        let kind = u32::from_be_bytes(offset) as usize + 8;
        let marked = |permission: u16| {
            let mut bytes = bytes.clone();
            bytes[kind..kind + 2].copy_from_slice(&permission.to_be_bytes());
            Font::new(Arc::new(bytes), 0, false).map(|_| ())
        };
        // Restricted, not to be cut, bitmaps only.
        for forbidden in [2, 0x100, 0x200] {
            assert_eq!(marked(forbidden), Err(BadFont::EmbeddingForbidden), "{forbidden}");
        }
        // Installable, for preview and print, editable.
        for allowed in [0, 4, 8] {
            assert_eq!(marked(allowed), Ok(()), "{allowed}");
        }
    }

    #[test]
    fn what_is_no_font_is_refused() {
        for bytes in [Vec::new(), vec![0; 4096], b"OTTO".to_vec()] {
            let refused = Font::new(Arc::new(bytes), 0, false);
            assert_eq!(refused.unwrap_err(), BadFont::Damaged);
        }
    }
}
