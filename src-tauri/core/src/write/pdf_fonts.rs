//! Fonts into a PDF: cut to the characters used, with what each code means.
//!
//! Composite fonts with two-byte codes (ISO 32000-1, 9.7): the code is the glyph's number in the cut
//! font.

use super::NotPrinted;
use super::fonts::{Font, FontSet};
use super::layout::page::Pages;
use lopdf::{Document as File, Object, ObjectId, Stream, dictionary};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write;
use ttf_parser::{Face, GlyphId, RawFace, Tag};

/// The fonts of a file and the code of each character in them.
///
/// Characters that share a glyph can't share a code, or they would be one character to whoever
/// searches or copies: each further one goes into another layer, a font of its own.
pub(super) struct Embedded {
    /// By face and layer.
    fonts: BTreeMap<(u16, u16), ObjectId>,
    codes: HashMap<(u16, char), (u16, u16)>,
}

impl Embedded {
    /// Face, layer and font object.
    pub fn fonts(&self) -> impl Iterator<Item = (u16, u16, ObjectId)> + '_ {
        self.fonts.iter().map(|((face, layer), id)| (*face, *layer, *id))
    }

    /// Layer and code of a character in a face.
    pub fn code(&self, face: u16, character: char) -> Option<(u16, u16)> {
        self.codes.get(&(face, character)).copied()
    }
}

/// Embeds what the pages use of the fonts.
pub(super) fn embed(
    file: &mut File,
    pages: &Pages,
    fonts: &FontSet,
) -> Result<Embedded, NotPrinted> {
    let mut used: BTreeSet<(u16, char)> = BTreeSet::new();
    for run in pages.pages.iter().flat_map(|page| &page.runs) {
        used.extend(run.text.chars().map(|character| (run.face, character)));
    }
    let mut embedded = Embedded { fonts: BTreeMap::new(), codes: HashMap::new() };
    let used: Vec<(u16, char)> = used.into_iter().collect();
    for characters in used.chunk_by(|a, b| a.0 == b.0) {
        let Some(&(index, _)) = characters.first() else { continue };
        let font = fonts.all().get(usize::from(index)).ok_or(NotPrinted::Font)?;
        let face = Face::parse(font.data(), font.index()).map_err(|_| NotPrinted::Font)?;
        let mut layers: Vec<BTreeMap<char, u16>> = Vec::new();
        let mut taken: HashMap<u16, usize> = HashMap::new();
        for &(_, character) in characters {
            let glyph = face.glyph_index(character).map_or(0, |id| id.0);
            let layer = taken.entry(glyph).or_default();
            if layers.len() <= *layer {
                layers.push(BTreeMap::new());
            }
            if let Some(layer) = layers.get_mut(*layer) {
                layer.insert(character, glyph);
            }
            *layer += 1;
        }
        for (layer, glyphs) in layers.iter().enumerate() {
            let layer = layer as u16;
            let name = format!("{}+{}", tag(index, layer), font.postscript());
            let (id, codes) = embed_font(file, font, &face, glyphs, &name)?;
            embedded.fonts.insert((index, layer), id);
            let codes = codes.into_iter().map(|(c, code)| ((index, c), (layer, code)));
            embedded.codes.extend(codes);
        }
    }
    Ok(embedded)
}

/// The six capitals that mark a font as cut (ISO 32000-1, 9.6.4).
fn tag(face: u16, layer: u16) -> String {
    let letter = |number: u16| char::from(b'A' + (number % 26) as u8);
    ['G', 'K', letter(face / 26), letter(face), letter(layer / 26), letter(layer)].iter().collect()
}

fn embed_font(
    file: &mut File,
    font: &Font,
    face: &Face<'_>,
    glyphs: &BTreeMap<char, u16>,
    name: &str,
) -> Result<(ObjectId, BTreeMap<char, u16>), NotPrinted> {
    let mut remapper = subsetter::GlyphRemapper::new();
    let codes: BTreeMap<char, u16> =
        glyphs.iter().map(|(character, glyph)| (*character, remapper.remap(*glyph))).collect();
    let cut =
        subsetter::subset(font.data(), font.index(), &remapper).map_err(|_| NotPrinted::Font)?;
    let scale = |number: i16| i64::from(number) * 1000 / i64::from(face.units_per_em().max(1));
    let bounds = face.global_bounding_box();
    let bounds = [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(scale);
    // Thickness of stems as estimated from the weight.
    let weight = f64::from(face.weight().to_number()) / 65.0;
    let mut descriptor = dictionary! {
        "Type" => "FontDescriptor",
        "FontName" => name,
        // Symbolic: the characters are not those of the Latin standard set.
        "Flags" => 4,
        "FontBBox" => bounds.iter().map(|bound| Object::Integer(*bound)).collect::<Vec<_>>(),
        "ItalicAngle" => 0,
        "Ascent" => scale(face.ascender()),
        "Descent" => scale(face.descender()),
        "CapHeight" => scale(face.capital_height().unwrap_or(face.ascender())),
        "StemV" => (50.0 + weight * weight).round() as i64,
    };
    let outlines = RawFace::parse(&cut, 0).ok().and_then(|raw| raw.table(Tag::from_bytes(b"CFF ")));
    let subtype = match outlines {
        Some(outlines) => {
            let program = dictionary! { "Subtype" => "CIDFontType0C" };
            descriptor.set("FontFile3", file.add_object(Stream::new(program, outlines.to_vec())));
            "CIDFontType0"
        }
        None => {
            let program = dictionary! { "Length1" => cut.len() as i64 };
            descriptor.set("FontFile2", file.add_object(Stream::new(program, cut)));
            "CIDFontType2"
        }
    };
    // The cut font holds its glyphs in the order they were named, after the missing one.
    let mut in_order: Vec<(u16, u16)> =
        codes.iter().filter_map(|(c, code)| Some((*code, *glyphs.get(c)?))).collect();
    in_order.sort_unstable();
    let widths: Vec<Object> = in_order
        .iter()
        .map(|(_, glyph)| {
            let advance = face.glyph_hor_advance(GlyphId(*glyph)).unwrap_or_default();
            (f32::from(advance) * 1000.0 / f32::from(face.units_per_em().max(1))).into()
        })
        .collect();
    let mut descendant = dictionary! {
        "Type" => "Font",
        "Subtype" => subtype,
        "BaseFont" => name,
        "CIDSystemInfo" => dictionary! {
            "Registry" => Object::string_literal("Adobe"),
            "Ordering" => Object::string_literal("Identity"),
            "Supplement" => 0,
        },
        "FontDescriptor" => file.add_object(descriptor),
        "W" => vec![1.into(), Object::Array(widths)],
    };
    if subtype == "CIDFontType2" {
        descendant.set("CIDToGIDMap", "Identity");
    }
    let descendant = file.add_object(descendant);
    let meaning = file.add_object(Stream::new(dictionary! {}, to_unicode(&codes).into_bytes()));
    let id = file.add_object(dictionary! {
        "Type" => "Font",
        "Subtype" => "Type0",
        "BaseFont" => name,
        "Encoding" => "Identity-H",
        "DescendantFonts" => vec![descendant.into()],
        "ToUnicode" => meaning,
    });
    Ok((id, codes))
}

/// What each code means (ISO 32000-1, 9.10.3).
fn to_unicode(codes: &BTreeMap<char, u16>) -> String {
    /// A section holds at most this many.
    const MOST: usize = 100;
    let mut out = String::from(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
         /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n\
         /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
         1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
    );
    let mut in_order: Vec<(u16, char)> = codes.iter().map(|(c, code)| (*code, *c)).collect();
    in_order.sort_unstable();
    for section in in_order.chunks(MOST) {
        // Writing into a string can't fail.
        let _ = writeln!(out, "{} beginbfchar", section.len());
        for (code, character) in section {
            let _ = write!(out, "<{code:04X}> <");
            for unit in character.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "{unit:04X}");
            }
            out.push_str(">\n");
        }
        out.push_str("endbfchar\n");
    }
    out.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    out
}
