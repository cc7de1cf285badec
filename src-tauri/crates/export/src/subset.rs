//! A font cut to the glyphs a page uses. The only file that knows how fonts are cut.
//!
//! subsetter cuts any font, but takes each outline apart and puts it together again. The shipped
//! fonts are CFF keyed by character identifiers whose outlines share no pieces: these are copied as
//! they are, with far less work.

use crate::error::NotPrinted;
use allsorts::binary::read::{ReadArrayCow, ReadScope};
use allsorts::binary::write::{WriteBinary, WriteBuffer};
use allsorts::cff::{
    CFF, CFFVariant, Charset, CustomCharset, FDSelect, IndexU16, MaybeOwnedIndex, Operand,
    Operator, Range,
};
use subsetter::GlyphRemapper;
use ttf_parser::{Face, RawFace, Tag};

const CFF_TABLE: Tag = Tag::from_bytes(b"CFF ");
/// How many strings every CFF font knows without holding them (Adobe Technical Note 5176, A).
const STANDARD_STRINGS: usize = 391;

/// A font as it is embedded (ISO 32000-1, 9.9).
pub(crate) enum Program {
    /// A bare CFF table, its glyphs keyed by their places (`CIDFontType0C`).
    Cff(Vec<u8>),
    TrueType(Vec<u8>),
}

/// A font that holds these glyphs of a face only, each under its place in the list; the first is
/// the one for what is missing (.notdef).
///
/// # Errors
/// When the font is damaged.
pub(crate) fn cut(
    data: &[u8],
    index: u32,
    face: &Face<'_>,
    glyphs: &GlyphRemapper,
) -> Result<Program, NotPrinted> {
    if let Some(table) = face.raw_face().table(CFF_TABLE)
        && let Some(cut) = copied(table, glyphs)
    {
        return Ok(Program::Cff(cut));
    }
    rebuilt(data, index, glyphs)
}

fn rebuilt(data: &[u8], index: u32, glyphs: &GlyphRemapper) -> Result<Program, NotPrinted> {
    let file = subsetter::subset(data, index, glyphs).map_err(|_| NotPrinted::Font)?;
    // subsetter gives every CFF font identifiers, whatever it had.
    match RawFace::parse(&file, 0).ok().and_then(|file| file.table(CFF_TABLE)) {
        Some(table) => Ok(Program::Cff(table.to_vec())),
        None => Ok(Program::TrueType(file)),
    }
}

/// The table cut, with the place of each glyph for its identifier; none where glyphs have names or
/// outlines share pieces (subroutines).
fn copied(table: &[u8], glyphs: &GlyphRemapper) -> Option<Vec<u8>> {
    let glyphs: Vec<u16> = glyphs.remapped_gids().collect();
    let mut whole = ReadScope::new(table).read::<CFF<'_>>().ok()?;
    no_collection(&mut whole)?;
    let shares = whole.global_subr_index.len() > 0;
    let font = whole.fonts.first_mut()?;
    let CFFVariant::CID(keyed) = &mut font.data else { return None };
    if shares || keyed.local_subr_indices.iter().any(Option::is_some) {
        return None;
    }
    let dictionaries = glyphs.iter().map(|glyph| keyed.fd_select.font_dict_index(*glyph));
    let glyph_font_dict_indices = ReadArrayCow::Owned(dictionaries.collect::<Option<_>>()?);
    keyed.fd_select = FDSelect::Format0 { glyph_font_dict_indices };
    let outlines = index(&font.char_strings_index, &glyphs)?;
    let outlines = ReadScope::new(&outlines).read::<IndexU16>().ok()?;
    font.char_strings_index = MaybeOwnedIndex::Borrowed(outlines);
    font.charset = places(glyphs.len())?;
    let mut out = WriteBuffer::new();
    CFF::write(&mut out, &whole).ok()?;
    Some(out.into_inner())
}

/// Glyphs under their places are of no character collection (Adobe-Identity), as the PDF says too,
/// whatever collection the whole font is of.
fn no_collection(whole: &mut CFF<'_>) -> Option<()> {
    let [_, Operand::Integer(ordering), _] = whole.fonts.first()?.top_dict.get(Operator::ROS)?
    else {
        return None;
    };
    let at = usize::try_from(*ordering).ok()?.checked_sub(STANDARD_STRINGS)?;
    whole.string_index.read_object(at)?;
    whole.string_index.replace(at, b"Identity".to_vec());
    Some(())
}

/// An INDEX of some objects of another (Adobe Technical Note 5176, 5): their count, the size of an
/// offset, the offsets, the objects.
fn index(all: &MaybeOwnedIndex<'_>, wanted: &[u16]) -> Option<Vec<u8>> {
    let objects = wanted.iter().map(|at| all.read_object(usize::from(*at)));
    let objects: Vec<&[u8]> = objects.collect::<Option<_>>()?;
    let mut out = Vec::from(u16::try_from(objects.len()).ok()?.to_be_bytes());
    out.push(4);
    let mut offset = 1_u32;
    out.extend(offset.to_be_bytes());
    for object in &objects {
        offset = offset.checked_add(u32::try_from(object.len()).ok()?)?;
        out.extend(offset.to_be_bytes());
    }
    objects.iter().for_each(|object| out.extend_from_slice(object));
    Some(out)
}

/// As many identifiers as there are glyphs, each its glyph's place; the first is not written down.
fn places<'a>(glyphs: usize) -> Option<Charset<'a>> {
    let n_left = u16::try_from(glyphs).ok()?.checked_sub(2)?;
    let ranges = ReadArrayCow::Owned(vec![Range { first: 1, n_left }]);
    Some(Charset::Custom(CustomCharset::Format2 { ranges }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_layout::samples::shipped;
    use proptest::prelude::*;
    use ttf_parser::{GlyphId, OutlineBuilder, cff};

    /// The strokes of an outline, written down.
    #[derive(Debug, Default, PartialEq)]
    struct Strokes(Vec<(char, [f32; 6])>);

    impl OutlineBuilder for Strokes {
        fn move_to(&mut self, x: f32, y: f32) {
            self.0.push(('m', [x, y, 0.0, 0.0, 0.0, 0.0]));
        }
        fn line_to(&mut self, x: f32, y: f32) {
            self.0.push(('l', [x, y, 0.0, 0.0, 0.0, 0.0]));
        }
        fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
            self.0.push(('q', [x1, y1, x, y, 0.0, 0.0]));
        }
        fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
            self.0.push(('c', [x1, y1, x2, y2, x, y]));
        }
        fn close(&mut self) {
            self.0.push(('z', [0.0; 6]));
        }
    }

    /// The name of the character collection a font is of.
    fn collection(table: &[u8]) -> String {
        let whole = ReadScope::new(table).read::<CFF<'_>>().unwrap();
        match whole.fonts[0].top_dict.get(Operator::ROS) {
            Some([_, Operand::Integer(name), _]) => {
                whole.read_string(u16::try_from(*name).unwrap()).unwrap().to_owned()
            }
            other => panic!("{other:?}"),
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20))]
        #[test]
        fn every_glyph_kept_has_its_outline_at_its_place(
            font in 0_usize..5,
            wanted in proptest::collection::vec(1_u16..10_000, 1..60),
        ) {
            let fonts = shipped();
            let font = &fonts.all()[font];
            let face = Face::parse(font.data(), font.index()).unwrap();
            let mut glyphs = GlyphRemapper::new();
            wanted.iter().for_each(|glyph| _ = glyphs.remap(*glyph));
            let copy = copied(face.raw_face().table(CFF_TABLE).unwrap(), &glyphs);
            let other = rebuilt(font.data(), font.index(), &glyphs).unwrap();
            let Program::Cff(other) = other else { panic!("not CFF") };
            for table in [copy.unwrap(), other] {
                let cut = cff::Table::parse(&table).unwrap();
                prop_assert_eq!(collection(&table), "Identity");
                let count = glyphs.remapped_gids().count();
                prop_assert_eq!(usize::from(cut.number_of_glyphs()), count);
                for (place, glyph) in glyphs.remapped_gids().enumerate() {
                    let (mut as_cut, mut as_it_was) = (Strokes::default(), Strokes::default());
                    let place = GlyphId(place as u16);
                    let _ = cut.outline(place, &mut as_cut);
                    let _ = face.outline_glyph(GlyphId(glyph), &mut as_it_was);
                    prop_assert_eq!(as_cut, as_it_was);
                    prop_assert_eq!(cut.glyph_cid(place), Some(place.0));
                }
            }
        }
    }

    #[test]
    fn a_font_of_named_glyphs_is_cut_too_and_a_damaged_one_is_refused() {
        let fonts = shipped();
        let font = &fonts.all()[1];
        let face = Face::parse(font.data(), font.index()).unwrap();
        let mut glyphs = GlyphRemapper::new();
        (1..40).for_each(|glyph| _ = glyphs.remap(glyph));
        let table = face.raw_face().table(CFF_TABLE).unwrap();
        // Without its ROS (12 30) the table is one of named glyphs.
        let mut named = table.to_vec();
        let ros = named.windows(2).position(|two| two == [12, 30]).unwrap();
        named[ros..ros + 2].copy_from_slice(&[12, 3]);
        assert_eq!(copied(&named, &glyphs), None);
        for length in [0, 4, 40, 400, 4_000, table.len() / 2] {
            assert_eq!(copied(&table[..length], &glyphs), None, "{length}");
        }
    }
}
