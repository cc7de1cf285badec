//! What the codes of a font mean and how wide they are.

use lopdf::{Dictionary, Document as File, Object, ObjectId};
use std::collections::HashMap;
use std::rc::Rc;

/// Largest table of meanings, in bytes.
const LARGEST_TABLE: usize = 4 * 1024 * 1024;
/// Most times the codes of a font are given a meaning or a width.
const MOST_CODES: usize = 200_000;
/// Longest meaning of a code, in units of UTF-16: a ligature's, and more than that.
const LONGEST_MEANING: usize = 32;

/// What a code says of which nobody knows what it is: it is seen, and no text.
pub(super) const UNKNOWN: &str = "\u{fffd}";

/// How a string is cut into codes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Cut {
    #[default]
    Bytes,
    Pairs,
    /// One byte up to 0x7f, else two: the code is a character of GBK.
    Gbk,
    /// Two bytes: the code is UTF-16.
    Utf16,
}

#[derive(Debug, Default)]
pub(super) struct Font {
    cut: Cut,
    pub vertical: bool,
    meanings: HashMap<u32, String>,
    /// In thousandths of the type size.
    widths: HashMap<u32, f64>,
    /// How often a code was given a meaning or a width, the same code again and again too.
    given: usize,
    usual_width: f64,
    /// Codes without a meaning of their own are Latin letters.
    latin: bool,
}

/// Most codes of all fonts, and most fonts read; what is beyond says nothing.
const MOST_CODES_OF_ALL: usize = 1_000_000;
const MOST_FONTS: usize = 500;
/// Most bytes of all tables of meanings.
const LARGEST_TABLES: usize = 32 * 1024 * 1024;

/// The fonts met so far.
#[derive(Default)]
pub(super) struct Fonts {
    known: HashMap<ObjectId, Rc<Font>>,
    read: usize,
    codes: usize,
    tables: usize,
}

/// A code of a string: what it says, its width in thousandths, whether it is a blank by its code.
pub(super) struct Code {
    pub text: String,
    pub width: f64,
    pub is_space: bool,
}

impl Fonts {
    pub fn get(&mut self, file: &File, object: &Object) -> Rc<Font> {
        let id = object.as_reference().ok();
        if let Some(font) = id.and_then(|id| self.known.get(&id)) {
            return font.clone();
        }
        let within = self.read < MOST_FONTS
            && self.codes < MOST_CODES_OF_ALL
            && self.tables < LARGEST_TABLES;
        let found = file.dereference(object).ok().filter(|_| within);
        let dictionary = found.and_then(|(_, object)| object.as_dict().ok());
        let font = dictionary.map(|d| Font::of(file, d, &mut self.tables)).unwrap_or_default();
        self.read += 1;
        self.codes += font.given;
        let font = Rc::new(font);
        if let Some(id) = id {
            self.known.insert(id, font.clone());
        }
        font
    }
}

impl Font {
    fn of(file: &File, font: &Dictionary, tables: &mut usize) -> Self {
        let name = |dictionary: &Dictionary, key: &[u8]| {
            let name = dictionary.get_deref(key, file).and_then(Object::as_name).ok()?;
            Some(String::from_utf8_lossy(name).into_owned())
        };
        let mut out = Font { usual_width: 500.0, ..Font::default() };
        let descendant = font
            .get_deref(b"DescendantFonts", file)
            .and_then(Object::as_array)
            .ok()
            .and_then(|all| file.dereference(all.first()?).ok())
            .and_then(|(_, object)| object.as_dict().ok());
        if let Some(descendant) = descendant {
            let encoding = name(font, b"Encoding").unwrap_or_default();
            out.vertical = encoding.ends_with("-V");
            out.cut = if encoding.starts_with("UniGB") || encoding.starts_with("UniCNS") {
                Cut::Utf16
            } else if encoding.starts_with("GB") {
                Cut::Gbk
            } else {
                Cut::Pairs
            };
            out.usual_width = 1000.0;
            if let Some(width) = descendant.get_deref(b"DW", file).ok().and_then(number) {
                out.usual_width = width;
            }
            // Widths go by glyph; codes are glyphs only under Identity.
            if out.cut == Cut::Pairs
                && let Ok(widths) = descendant.get_deref(b"W", file).and_then(Object::as_array)
            {
                out.wide(file, widths);
            }
        } else {
            out.simple(file, font);
        }
        if let Ok(table) = font.get_deref(b"ToUnicode", file).and_then(Object::as_stream) {
            let table = table.get_plain_content_with_limit(LARGEST_TABLE);
            *tables += table.as_ref().map_or(LARGEST_TABLE, Vec::len);
            out.mean(&table.unwrap_or_default());
        }
        out
    }

    fn simple(&mut self, file: &File, font: &Dictionary) {
        self.latin = true;
        let first = font.get_deref(b"FirstChar", file).ok().and_then(number).unwrap_or(0.0) as u32;
        if let Ok(widths) = font.get_deref(b"Widths", file).and_then(Object::as_array) {
            for (at, width) in widths.iter().take(256).enumerate() {
                let width = file.dereference(width).ok().and_then(|(_, width)| number(width));
                if let Some(width) = width {
                    self.widths.insert(first.saturating_add(at as u32), width);
                }
            }
        }
        let Ok(encoding) = font.get_deref(b"Encoding", file).and_then(Object::as_dict) else {
            return;
        };
        let Ok(differences) = encoding.get_deref(b"Differences", file).and_then(Object::as_array)
        else {
            return;
        };
        let mut code = 0u32;
        for item in differences.iter().take(1024) {
            if let Ok(next) = item.as_i64() {
                code = u32::try_from(next).unwrap_or(0);
            } else if let Ok(name) = item.as_name() {
                let c = by_name(&String::from_utf8_lossy(name));
                self.meanings.insert(code, c.map(String::from).unwrap_or_default());
                code = code.saturating_add(1);
            }
        }
    }

    /// `[ 1 [500 600] 10 20 1000 ]`
    fn wide(&mut self, file: &File, widths: &[Object]) {
        let mut rest = widths.iter();
        while let Some(first) = rest.next().and_then(number) {
            let first = first.clamp(0.0, 65_535.0) as u32;
            let Some(next) = rest.next() else { break };
            let next = file.dereference(next).map_or(next, |(_, object)| object);
            if let Ok(each) = next.as_array() {
                for (at, width) in each.iter().take(65_536).enumerate() {
                    if let Some(width) = number(width) {
                        self.widths.insert(first.saturating_add(at as u32), width);
                    }
                }
                self.given += each.len();
            } else if let (Some(last), Some(width)) = (number(next), rest.next().and_then(number)) {
                let last = last.clamp(0.0, 65_535.0) as u32;
                for code in first..=last {
                    self.widths.insert(code, width);
                }
                self.given += last.saturating_sub(first) as usize;
            }
            if self.given > MOST_CODES {
                break;
            }
        }
    }

    /// Takes a ToUnicode table in.
    fn mean(&mut self, table: &[u8]) {
        let words = Words { rest: table };
        let mut operands: Vec<Word> = Vec::new();
        let mut section = None;
        for word in words {
            if self.given > MOST_CODES {
                return;
            }
            match word {
                Word::Name(name) => {
                    section = match name {
                        b"beginbfchar" => Some(2),
                        b"beginbfrange" => Some(3),
                        _ => None,
                    };
                    operands.clear();
                }
                word => {
                    operands.push(word);
                    match (section, operands.as_slice()) {
                        (Some(2), [Word::Hex(code), Word::Hex(text)]) => {
                            self.given += 1;
                            self.meanings.insert(value(code), utf16(text));
                            operands.clear();
                        }
                        (Some(3), [Word::Hex(first), Word::Hex(last), Word::Hex(text)]) => {
                            self.mean_range(value(first), value(last), text);
                            operands.clear();
                        }
                        (Some(3), [Word::Hex(first), Word::Hex(_), Word::List(texts)]) => {
                            self.given += texts.len();
                            for (code, text) in (value(first)..u32::MAX).zip(texts) {
                                self.meanings.insert(code, utf16(text));
                            }
                            operands.clear();
                        }
                        _ if operands.len() > 3 => operands.clear(),
                        _ => {}
                    }
                }
            }
        }
    }

    fn mean_range(&mut self, first: u32, last: u32, text: &[u8]) {
        let mut units: Vec<u16> = units(text);
        let last = last.min(first.saturating_add(65_535));
        self.given += last.saturating_sub(first) as usize;
        for code in first..=last {
            self.meanings.insert(code, String::from_utf16_lossy(&units));
            if let Some(end) = units.last_mut() {
                *end = end.wrapping_add(1);
            }
        }
    }

    /// Whether a code without a meaning is a blank: by its code, or, beside others that have one, by
    /// the place a space has in the fonts of Windows and in the collections of Adobe.
    fn is_blank(&self, code: u32, pair: bool) -> bool {
        match pair {
            true => matches!(code, 1 | 3) && !self.meanings.is_empty(),
            false => matches!(code, 9 | 10 | 13 | 32 | 0xa0),
        }
    }

    /// Cuts a string into codes.
    pub fn codes(&self, string: &[u8]) -> Vec<Code> {
        let mut out = Vec::new();
        let mut rest = string;
        while let Some((&first, after)) = rest.split_first() {
            let pair = match self.cut {
                Cut::Bytes => false,
                Cut::Gbk => first > 0x80,
                Cut::Pairs | Cut::Utf16 => true,
            };
            let (code, behind) = match after.split_first() {
                Some((&second, behind)) if pair => {
                    (u32::from(first) << 8 | u32::from(second), behind)
                }
                _ => (u32::from(first), after),
            };
            rest = behind;
            let own = self.meanings.get(&code).cloned();
            let mut text = own.unwrap_or_else(|| match self.cut {
                Cut::Utf16 => utf16(&(code as u16).to_be_bytes()),
                Cut::Gbk => {
                    let bytes = (code as u16).to_be_bytes();
                    let bytes = if pair { &bytes[..] } else { &bytes[1..] };
                    encoding_rs::GB18030.decode_without_bom_handling(bytes).0.into_owned()
                }
                Cut::Bytes if self.latin => {
                    let byte = [code as u8];
                    encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte).0.into_owned()
                }
                Cut::Bytes | Cut::Pairs => String::new(),
            });
            // A glyph that says nothing of itself: no text, and no guess.
            if !self.is_blank(code, pair) && text.chars().all(char::is_control) {
                UNKNOWN.clone_into(&mut text);
            }
            let half = matches!(self.cut, Cut::Gbk | Cut::Utf16) && code < 0x80;
            let usual = if half { 500.0 } else { self.usual_width };
            let width = self.widths.get(&code).copied().unwrap_or(usual);
            out.push(Code { text, width, is_space: code == 32 && !pair });
        }
        out
    }
}

pub(super) fn number(object: &Object) -> Option<f64> {
    match object {
        Object::Integer(number) => Some(*number as f64),
        Object::Real(number) => Some(f64::from(*number)),
        _ => None,
    }
    .filter(|number| number.is_finite() && number.abs() < 1e7)
}

/// The characters figures and labels are written with, by the names of their glyphs.
fn by_name(name: &str) -> Option<char> {
    const NAMED: &[(&str, char)] = &[
        ("space", ' '),
        ("nbspace", ' '),
        ("zero", '0'),
        ("one", '1'),
        ("two", '2'),
        ("three", '3'),
        ("four", '4'),
        ("five", '5'),
        ("six", '6'),
        ("seven", '7'),
        ("eight", '8'),
        ("nine", '9'),
        ("period", '.'),
        ("comma", ','),
        ("hyphen", '-'),
        ("minus", '−'),
        ("plus", '+'),
        ("slash", '/'),
        ("parenleft", '('),
        ("parenright", ')'),
        ("colon", ':'),
        ("semicolon", ';'),
        ("percent", '%'),
        ("endash", '–'),
        ("emdash", '—'),
        ("quotedblleft", '“'),
        ("quotedblright", '”'),
    ];
    // `one.oldstyle`: another drawing of the same character.
    let name = name.split_once('.').map_or(name, |(base, _)| base);
    let mut chars = name.chars();
    if let (Some(only), None) = (chars.next(), chars.next()) {
        return Some(only);
    }
    let hex = name.strip_prefix("uni").or_else(|| name.strip_prefix('u'));
    let unicode = hex.and_then(|hex| char::from_u32(u32::from_str_radix(hex, 16).ok()?));
    unicode.or_else(|| NAMED.iter().find(|(known, _)| *known == name).map(|(_, c)| *c))
}

/// A word of a ToUnicode table.
enum Word<'a> {
    Hex(Vec<u8>),
    List(Vec<Vec<u8>>),
    Name(&'a [u8]),
}

struct Words<'a> {
    rest: &'a [u8],
}

impl<'a> Words<'a> {
    fn hex(&mut self) -> Vec<u8> {
        let end = self.rest.iter().position(|b| *b == b'>').unwrap_or(self.rest.len());
        let (inside, rest) = self.rest.split_at(end);
        self.rest = rest.get(1..).unwrap_or_default();
        let digits: Vec<u8> =
            inside.iter().filter_map(|b| char::from(*b).to_digit(16)).map(|d| d as u8).collect();
        digits.chunks(2).map(|pair| pair.iter().fold(0, |sum, d| sum << 4 | d)).collect()
    }
}

impl<'a> Iterator for Words<'a> {
    type Item = Word<'a>;

    fn next(&mut self) -> Option<Word<'a>> {
        loop {
            let (&first, after) = self.rest.split_first()?;
            match first {
                b'<' if after.first() != Some(&b'<') => {
                    self.rest = after;
                    return Some(Word::Hex(self.hex()));
                }
                b'[' => {
                    self.rest = after;
                    let mut list = Vec::new();
                    while let Some((&byte, after)) = self.rest.split_first() {
                        self.rest = after;
                        match byte {
                            b']' => break,
                            b'<' => list.push(self.hex()),
                            _ => {}
                        }
                    }
                    return Some(Word::List(list));
                }
                b'%' => {
                    let end = after.iter().position(|b| matches!(b, b'\n' | b'\r'));
                    self.rest = after.get(end.unwrap_or(after.len())..).unwrap_or_default();
                }
                byte if byte.is_ascii_alphanumeric() => {
                    let end = self.rest.iter().position(|b| !b.is_ascii_alphanumeric());
                    let (word, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
                    self.rest = rest;
                    return Some(Word::Name(word));
                }
                _ => self.rest = after,
            }
        }
    }
}

fn value(code: &[u8]) -> u32 {
    code.iter().take(4).fold(0, |sum, byte| sum << 8 | u32::from(*byte))
}

fn units(text: &[u8]) -> Vec<u16> {
    text.chunks(2)
        .take(LONGEST_MEANING)
        .map(|pair| pair.iter().fold(0, |sum, b| sum << 8 | u16::from(*b)))
        .collect()
}

fn utf16(text: &[u8]) -> String {
    let text = String::from_utf16_lossy(&units(text));
    text.chars().filter(|c| *c != '\0' && *c != '\u{fffd}').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_of_meanings_is_read() {
        let mut font = Font { cut: Cut::Pairs, usual_width: 1000.0, ..Font::default() };
        font.mean(
            b"1 begincodespacerange <0000> <ffff> endcodespacerange\n\
              2 beginbfchar <0001> <4e00> <0002> <d862df46> endbfchar % note\n\
              2 beginbfrange <0010> <0012> <0030> <0020> <0021> [<4e8c> <00410042>] endbfrange",
        );
        let text =
            |bytes: &[u8]| font.codes(bytes).into_iter().map(|code| code.text).collect::<Vec<_>>();
        assert_eq!(
            text(b"\0\x01\0\x02\0\x12\0\x20\0\x21\x09"),
            ["一", "𨭆", "2", "二", "AB", UNKNOWN]
        );
    }

    #[test]
    fn chinese_encodings_without_a_table_are_read() {
        let gbk = Font { cut: Cut::Gbk, usual_width: 1000.0, ..Font::default() };
        let codes = gbk.codes(b"\xd6\xd0a\xb9");
        assert_eq!(codes[0].text, "中");
        assert_eq!((codes[1].text.as_str(), codes[1].width), ("a", 500.0));
        let utf16 = Font { cut: Cut::Utf16, ..Font::default() };
        assert_eq!(utf16.codes(&[0x4e, 0x2d])[0].text, "中");
    }
}
