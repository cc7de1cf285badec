//! A font cut to the glyphs a page uses. The only file that knows how fonts are cut.
//!
//! Two libraries, each where it is the better: the shipped fonts and other collections of their kind
//! are CFF keyed by character identifiers, whose glyphs allsorts copies as they are; subsetter, which
//! does all other kinds, would take each outline apart and put it together again, which for the font
//! of the text takes five times as long.

use super::NotPrinted;
use allsorts::binary::read::{ReadArrayCow, ReadScope};
use allsorts::binary::write::{WriteBinary, WriteBuffer};
use allsorts::cff::{CFF, Charset, CustomCharset, Range};
use subsetter::GlyphRemapper;
use ttf_parser::{Face, Tag};

const CFF_TABLE: Tag = Tag::from_bytes(b"CFF ");

/// A font file that holds these glyphs of a face only, each under its place in the list; the first
/// is the one for what is missing (.notdef).
///
/// # Errors
/// When the font is damaged.
pub(super) fn cut(
    data: &[u8],
    index: u32,
    face: &Face<'_>,
    glyphs: &GlyphRemapper,
) -> Result<Vec<u8>, NotPrinted> {
    if let Some(table) = face.raw_face().table(CFF_TABLE)
        && let Some(cut) = keyed_by_identifiers(table, glyphs)
    {
        return Ok(in_a_file(&cut));
    }
    subsetter::subset(data, index, glyphs).map_err(|_| NotPrinted::Font)
}

/// The table cut, with the place of each glyph for its identifier; none where glyphs have names.
fn keyed_by_identifiers(table: &[u8], glyphs: &GlyphRemapper) -> Option<Vec<u8>> {
    let mut whole = ReadScope::new(table).read::<CFF<'_>>().ok()?;
    let font = whole.fonts.first_mut()?;
    if !font.is_cid_keyed() {
        return None;
    }
    // The identifiers the font had are of no use, and looking them up takes as long as the rest.
    font.charset = places(font.char_strings_index.len())?;
    let glyphs: Vec<u16> = glyphs.remapped_gids().collect();
    let mut cut = CFF::from(whole.subset(&glyphs, false).ok()?);
    cut.fonts.first_mut()?.charset = places(glyphs.len())?;
    let mut out = WriteBuffer::new();
    CFF::write(&mut out, &cut).ok()?;
    Some(out.into_inner())
}

/// As many identifiers as there are glyphs, each its glyph's place; the first is not written down.
fn places<'a>(glyphs: usize) -> Option<Charset<'a>> {
    let n_left = u16::try_from(glyphs).ok()?.checked_sub(2)?;
    let ranges = ReadArrayCow::Owned(vec![Range { first: 1, n_left }]);
    Some(Charset::Custom(CustomCharset::Format2 { ranges }))
}

/// The table as the only one of an OpenType file: its directory (16 bytes a table) and itself.
fn in_a_file(table: &[u8]) -> Vec<u8> {
    const DIRECTORY: u32 = 12 + 16;
    let mut out = Vec::with_capacity(DIRECTORY as usize + table.len());
    out.extend(*b"OTTO");
    out.extend([1_u16, 16, 0, 0].iter().flat_map(|number| number.to_be_bytes()));
    out.extend(*b"CFF ");
    // No reader of a font in a PDF looks at the sum.
    out.extend([0, DIRECTORY, table.len() as u32].iter().flat_map(|number| number.to_be_bytes()));
    out.extend(table);
    out
}

#[cfg(test)]
mod tests {
    use super::super::fonts::tests::shipped;
    use super::*;
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

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20))]
        #[test]
        fn every_glyph_kept_has_its_outline_at_its_place(
            font in 0_usize..5,
            wanted in proptest::collection::vec(1_u16..10_000, 0..60),
        ) {
            let fonts = shipped();
            let font = &fonts.all()[font];
            let face = Face::parse(font.data(), font.index()).unwrap();
            let mut glyphs = GlyphRemapper::new();
            wanted.iter().for_each(|glyph| _ = glyphs.remap(*glyph));
            let cut = cut(font.data(), font.index(), &face, &glyphs).unwrap();
            prop_assert!(cut.starts_with(b"OTTO"));
            let whole = ReadScope::new(&cut).read::<allsorts::font_data::FontData<'_>>().unwrap();
            let tables = whole.table_provider(0).unwrap();
            let table = allsorts::tables::FontTableProvider::read_table_data(
                &tables,
                u32::from_be_bytes(*b"CFF "),
            )
            .unwrap();
            let cut = cff::Table::parse(&table).unwrap();
            prop_assert_eq!(usize::from(cut.number_of_glyphs()), glyphs.remapped_gids().count());
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
        assert_eq!(keyed_by_identifiers(&named, &glyphs), None);
        for length in [0, 4, 40, 400, 4_000, table.len() / 2] {
            assert_eq!(keyed_by_identifiers(&table[..length], &glyphs), None, "{length}");
        }
    }
}
