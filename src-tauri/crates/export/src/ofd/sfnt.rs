//! Tables of an OpenType font put together as a file of its own, with a map from characters to
//! glyphs: readers of OFD look characters up in it.

use crate::error::NotPrinted;
use crate::subset::Program;
use gongkai_layout::Font;
use std::collections::BTreeMap;
use ttf_parser::{Face, GlyphId, RawFace, Tag};

/// What all bytes of a font file add up to (OpenType, head).
const WHOLE: u32 = 0xB1B0_AFBA;
/// English of the United States, which every reader looks for.
const ENGLISH: u16 = 0x0409;

/// A font of these glyphs of a face under their places, and of the characters they are for.
pub(super) fn font(
    of: &Font,
    face: &Face<'_>,
    name: &str,
    program: Program,
    glyphs: &[u16],
    characters: &BTreeMap<char, u16>,
) -> Result<Vec<u8>, NotPrinted> {
    let own = |tag: &[u8; 4]| face.raw_face().table(Tag::from_bytes(tag)).map(<[u8]>::to_vec);
    let mut tables: BTreeMap<[u8; 4], Vec<u8>> = BTreeMap::new();
    let version = match program {
        Program::Cff(table) => {
            tables.insert(*b"CFF ", table);
            tables.insert(*b"head", own(b"head").ok_or(NotPrinted::Font)?);
            tables.insert(*b"hhea", hhea(own(b"hhea").ok_or(NotPrinted::Font)?, glyphs.len()));
            tables.insert(*b"hmtx", hmtx(face, glyphs));
            tables.insert(*b"maxp", Bytes::default().u32(0x5000).u16(glyphs.len() as u16).0);
            0x4F54_544F
        }
        Program::TrueType(file) => {
            let cut = RawFace::parse(&file, 0).map_err(|_| NotPrinted::Font)?;
            for record in cut.table_records {
                let table = cut.table(record.tag).ok_or(NotPrinted::Font)?;
                tables.insert(record.tag.to_bytes(), table.to_vec());
            }
            0x0001_0000
        }
    };
    tables.insert(*b"cmap", cmap(characters));
    tables.insert(*b"OS/2", own(b"OS/2").unwrap_or_else(|| os2(face)));
    tables.insert(*b"name", names(of.name(), name));
    // Version 3: glyphs have no names.
    tables.insert(*b"post", Bytes::default().u32(0x0003_0000).zeros(28).0);
    file(version, tables)
}

/// Numbers one after the other, the high byte first.
#[derive(Default)]
struct Bytes(Vec<u8>);

impl Bytes {
    fn u16(mut self, number: u16) -> Self {
        self.0.extend(number.to_be_bytes());
        self
    }

    fn u32(mut self, number: u32) -> Self {
        self.0.extend(number.to_be_bytes());
        self
    }

    fn zeros(mut self, count: usize) -> Self {
        self.0.resize(self.0.len() + count, 0);
        self
    }

    fn all(mut self, numbers: impl Iterator<Item = u16>) -> Self {
        numbers.for_each(|number| self.0.extend(number.to_be_bytes()));
        self
    }
}

/// The last field says how many widths there are.
fn hhea(mut table: Vec<u8>, glyphs: usize) -> Vec<u8> {
    table.truncate(34);
    table.extend((glyphs as u16).to_be_bytes());
    table
}

fn hmtx(face: &Face<'_>, glyphs: &[u16]) -> Vec<u8> {
    let measures = glyphs.iter().map(|glyph| GlyphId(*glyph)).flat_map(|glyph| {
        let bearing = face.glyph_hor_side_bearing(glyph).unwrap_or_default();
        [face.glyph_hor_advance(glyph).unwrap_or_default(), bearing as u16]
    });
    Bytes::default().all(measures).0
}

/// Version 0: a face of usual weight and width, as high as the face says.
fn os2(face: &Face<'_>) -> Vec<u8> {
    let (up, down) = (face.ascender().max(0) as u16, face.descender());
    let table = Bytes::default().u16(0).u16(1000).u16(400).u16(5).zeros(60);
    table.u16(up).u16(down as u16).u16(0).u16(up).u16(down.unsigned_abs()).0
}

/// Family, style, whole name and PostScript name for Windows in Unicode.
fn names(family: &str, postscript: &str) -> Vec<u8> {
    let names = [(1, family), (2, "Regular"), (4, postscript), (6, postscript)];
    let mut records = Bytes::default().u16(0).u16(names.len() as u16).u16(6 + 12 * 4);
    let mut text = Bytes::default();
    for (number, name) in names {
        let start = text.0.len() as u16;
        text = text.all(name.encode_utf16());
        let length = text.0.len() as u16 - start;
        records = records.all([3, 1, ENGLISH, number, length, start].into_iter());
    }
    records.0.extend(text.0);
    records.0
}

/// Characters that follow each other and whose glyphs do: first, last, glyph of the first.
fn runs(characters: &BTreeMap<char, u16>) -> Vec<(u32, u32, u16)> {
    let mut runs: Vec<(u32, u32, u16)> = Vec::new();
    for (character, glyph) in characters {
        let code = u32::from(*character);
        match runs.last_mut() {
            Some((first, last, start))
                if *last + 1 == code && u32::from(*start) + code - *first == u32::from(*glyph) =>
            {
                *last = code;
            }
            _ => runs.push((code, code, *glyph)),
        }
    }
    runs
}

/// Format 4 for the characters of the basic plane, format 12 for all.
fn cmap(characters: &BTreeMap<char, u16>) -> Vec<u8> {
    let runs = runs(characters);
    let four = format4(&runs);
    let head = Bytes::default().u16(0).u16(2).u16(3).u16(1).u32(20);
    let mut table = head.u16(3).u16(10).u32(20 + four.len() as u32).0;
    table.extend(four);
    let length = 16 + 12 * runs.len() as u32;
    let mut twelve = Bytes::default().u16(12).u16(0).u32(length).u32(0).u32(runs.len() as u32);
    for (first, last, glyph) in runs {
        twelve = twelve.u32(first).u32(last).u32(u32::from(glyph));
    }
    table.extend(twelve.0);
    table
}

fn format4(runs: &[(u32, u32, u16)]) -> Vec<u8> {
    let basic = |&(first, last, glyph): &(u32, u32, u16)| {
        let (first, last) = (u16::try_from(first).ok()?, u16::try_from(last).ok()?);
        (last < u16::MAX).then(|| (first, last, glyph.wrapping_sub(first)))
    };
    let mut segments: Vec<(u16, u16, u16)> = runs.iter().filter_map(basic).collect();
    // The last segment ends the table: U+FFFF has the glyph for what is missing.
    segments.push((u16::MAX, u16::MAX, 1));
    let count = segments.len() as u16;
    let power = count.ilog2() as u16;
    let search = 2 << power;
    let table = Bytes::default().u16(4).u16(16 + 8 * count).u16(0).u16(2 * count);
    let table = table.u16(search).u16(power).u16(2 * count - search);
    let table = table.all(segments.iter().map(|segment| segment.1)).u16(0);
    let table = table.all(segments.iter().map(|segment| segment.0));
    table.all(segments.iter().map(|segment| segment.2)).zeros(2 * segments.len()).0
}

/// The file: its directory and its tables, each from a multiple of four bytes on.
fn file(version: u32, mut tables: BTreeMap<[u8; 4], Vec<u8>>) -> Result<Vec<u8>, NotPrinted> {
    // The sum over the whole file is written into it afterwards.
    let adjustment = tables.get_mut(b"head").and_then(|head| head.get_mut(8..12));
    adjustment.ok_or(NotPrinted::Font)?.fill(0);
    let count = tables.len() as u16;
    let power = count.ilog2() as u16;
    let search = 16 << power;
    let head = Bytes::default().u32(version).u16(count).u16(search).u16(power);
    let mut directory = head.u16(16 * count - search);
    let mut body: Vec<u8> = Vec::new();
    let start = 12 + 16 * tables.len();
    let mut place = 0;
    for (tag, table) in &tables {
        let offset = start + body.len();
        if tag == b"head" {
            place = offset + 8;
        }
        directory.0.extend(tag);
        directory = directory.u32(sum(table)).u32(offset as u32).u32(table.len() as u32);
        body.extend(table);
        body.resize(body.len().next_multiple_of(4), 0);
    }
    let mut file = directory.0;
    file.extend(body);
    let rest = WHOLE.wrapping_sub(sum(&file)).to_be_bytes();
    file.get_mut(place..place + 4).ok_or(NotPrinted::Font)?.copy_from_slice(&rest);
    Ok(file)
}

fn sum(bytes: &[u8]) -> u32 {
    let words = bytes.chunks(4).map(|chunk| {
        let mut word = [0; 4];
        chunk.iter().zip(&mut word).for_each(|(byte, slot)| *slot = *byte);
        u32::from_be_bytes(word)
    });
    words.fold(0, u32::wrapping_add)
}
