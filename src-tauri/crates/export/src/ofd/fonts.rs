//! The fonts of an OFD: each face cut to the characters of the pages, as a font file of its own.

use super::sfnt;
use crate::error::NotPrinted;
use crate::subset::cut;
use gongkai_layout::{FontSet, Pages};
use std::collections::{BTreeMap, BTreeSet};
use subsetter::GlyphRemapper;
use ttf_parser::{Face, GlyphId};

/// A font as the file holds it.
pub(super) struct Embedded {
    /// Letters, digits and hyphens only.
    pub name: String,
    pub family: String,
    pub ending: &'static str,
    pub file: Vec<u8>,
    /// In parts of the type size.
    advances: BTreeMap<char, f64>,
}

impl Embedded {
    pub fn advance(&self, character: char) -> f64 {
        self.advances.get(&character).copied().unwrap_or_default()
    }
}

/// The fonts of the pages by the indices of their faces.
pub(super) fn embedded(
    pages: &Pages,
    fonts: &FontSet,
) -> Result<BTreeMap<u16, Embedded>, NotPrinted> {
    let mut used: BTreeMap<u16, BTreeSet<char>> = BTreeMap::new();
    for run in pages.pages.iter().flat_map(|page| &page.runs) {
        used.entry(run.face).or_default().extend(run.text.chars());
    }
    used.into_iter().map(|(face, characters)| Ok((face, font(fonts, face, &characters)?))).collect()
}

fn font(fonts: &FontSet, at: u16, characters: &BTreeSet<char>) -> Result<Embedded, NotPrinted> {
    let font = fonts.all().get(usize::from(at)).ok_or(NotPrinted::Font)?;
    let face = Face::parse(font.data(), font.index()).map_err(|_| NotPrinted::Font)?;
    let units = f64::from(face.units_per_em().max(1));
    let mut glyphs = GlyphRemapper::new();
    let mut places = BTreeMap::new();
    let mut advances = BTreeMap::new();
    for character in characters {
        let glyph = face.glyph_index(*character).unwrap_or(GlyphId(0));
        places.insert(*character, glyphs.remap(glyph.0));
        let advance = f64::from(face.glyph_hor_advance(glyph).unwrap_or_default());
        advances.insert(*character, advance / units);
    }
    let program = cut(font.data(), font.index(), &face, &glyphs)?;
    let ending = if matches!(program, crate::subset::Program::Cff(_)) { "otf" } else { "ttf" };
    // Marked as cut, so that no reader takes it for the whole font of this name.
    let marked = format!("GKOFD{}+{}", char::from(b'A' + (at % 26) as u8), font.postscript());
    let kept: Vec<u16> = glyphs.remapped_gids().collect();
    let file = sfnt::font(font, &face, &marked, program, &kept, &places)?;
    let (name, family) = (font.postscript().to_owned(), font.name().to_owned());
    Ok(Embedded { name, family, ending, file, advances })
}
