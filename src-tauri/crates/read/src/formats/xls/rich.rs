//! Shared texts of an old workbook with raised, lowered or struck words, which the library gives as
//! if they were all alike: a mark behind a figure would be one more digit of it.
//!
//! **Deliberately absent**: what else a font says; texts that a cell holds itself.

use super::records::{CONTINUE, Records, number, sheets};
use crate::formats::raised::Shift;
use crate::formats::sheet::Place;
use std::collections::HashMap;

const FONT: u16 = 0x0031;
const SHARED_TEXTS: u16 = 0x00fc;
const SHARED_TEXT_OF_CELL: u16 = 0x00fd;

/// How words are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Words {
    struck: bool,
    shift: Option<Shift>,
}

/// The texts of each sheet's cells whose words are not all alike, struck ones left out; sheets in
/// their order.
pub(super) fn texts(stream: &[u8]) -> Vec<HashMap<Place, String>> {
    let shared = shared(stream);
    let text = |data: &[u8]| {
        let at = number(data, 6)? | number(data, 8)? << 16;
        let place = (number(data, 0)? as u32, number(data, 2)? as u32);
        Some((place, shared.get(&at)?.clone()))
    };
    let cell =
        |(kind, data): (u16, &[u8])| if kind == SHARED_TEXT_OF_CELL { text(data) } else { None };
    match shared.is_empty() {
        true => Vec::new(),
        false => sheets(stream).map(|records| records.filter_map(cell).collect()).collect(),
    }
}

/// The shared texts whose words are not all alike, by their numbers.
fn shared(stream: &[u8]) -> HashMap<usize, String> {
    let mut fonts = Vec::new();
    let mut parts = Vec::new();
    let mut in_texts = false;
    for (kind, data) in (Records { rest: stream }) {
        in_texts = kind == SHARED_TEXTS || (in_texts && kind == CONTINUE);
        if in_texts {
            parts.push(data);
        } else if kind == FONT {
            fonts.push(words(data));
        } else if !parts.is_empty() {
            break;
        }
    }
    if fonts.iter().all(|words| *words == Words::default()) {
        return HashMap::new();
    }
    let mut texts = Texts { rest: &[], parts: parts.into_iter() };
    let mut out = HashMap::new();
    let count = texts.number(4).and_then(|_| texts.number(4)).unwrap_or(0);
    for at in 0..count {
        let Some((units, runs)) = texts.next() else { break };
        // No font has the number 4.
        let of = |font: usize| fonts.get(font - usize::from(font > 4)).copied().unwrap_or_default();
        if runs.iter().any(|(_, font)| of(*font) != Words::default()) {
            out.insert(at, written(&units, runs.iter().map(|(from, font)| (*from, of(*font)))));
        }
    }
    out
}

fn words(font: &[u8]) -> Words {
    let shift = match number(font, 8) {
        Some(1) => Some(Shift::Raised),
        Some(2) => Some(Shift::Lowered),
        _ => None,
    };
    Words { struck: number(font, 2).is_some_and(|flags| flags & 0x0008 != 0), shift }
}

/// The text as plain text; each run says from where on its words are shown so.
fn written(units: &[u16], runs: impl Iterator<Item = (usize, Words)>) -> String {
    let mut starts = vec![(0, Words::default())];
    starts.extend(runs);
    let ends: Vec<usize> =
        starts.iter().skip(1).map(|(from, _)| *from).chain([units.len()]).collect();
    let mut out = String::new();
    for ((from, words), to) in starts.into_iter().zip(ends) {
        let text = String::from_utf16_lossy(units.get(from..to).unwrap_or_default());
        match words {
            Words { struck: true, .. } => {}
            Words { shift: Some(shift), .. } => out.push_str(&shift.written(&text)),
            Words { shift: None, .. } => out.push_str(&text),
        }
    }
    out
}

/// From where on in a text which font holds, by its number.
type Run = (usize, usize);

/// The shared texts, which go on from record to record.
struct Texts<'a> {
    rest: &'a [u8],
    parts: std::vec::IntoIter<&'a [u8]>,
}

impl Texts<'_> {
    /// The next text, in units of UTF-16, and its runs.
    fn next(&mut self) -> Option<(Vec<u16>, Vec<Run>)> {
        let count = self.number(2)?;
        let flags = self.byte()?;
        let runs = if flags & 8 != 0 { self.number(2)? } else { 0 };
        let beside = if flags & 4 != 0 { self.number(4)? } else { 0 };
        let mut wide = flags & 1 != 0;
        let mut units = Vec::new();
        for _ in 0..count {
            if self.rest.is_empty() {
                // A record that goes on with letters says again how wide they are.
                wide = self.byte()? & 1 != 0;
            }
            units.push(self.number(if wide { 2 } else { 1 })? as u16);
        }
        let runs =
            (0..runs).map(|_| Some((self.number(2)?, self.number(2)?))).collect::<Option<_>>()?;
        for _ in 0..beside {
            self.byte()?;
        }
        Some((units, runs))
    }

    fn byte(&mut self) -> Option<u8> {
        while self.rest.is_empty() {
            self.rest = self.parts.next()?;
        }
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn number(&mut self, bytes: usize) -> Option<usize> {
        (0..bytes).try_fold(0, |sum, at| Some(sum | usize::from(self.byte()?) << (8 * at)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::xls::records::tests::record;

    /// A workbook of one sheet with two cells that show these shared texts.
    fn book(texts: &[&[u8]]) -> Vec<u8> {
        let font = |flags: u8, shift: u8| record(FONT, &[0, 1, flags, 0, 0, 0, 0, 0, shift, 0]);
        let fonts =
            [(0, 0), (0, 1), (8, 0), (0, 0), (0, 2)].map(|(flags, shift)| font(flags, shift));
        let mut shared = Vec::new();
        for (at, part) in texts.iter().enumerate() {
            let counts: &[u8] = if at == 0 { &[2, 0, 0, 0, 2, 0, 0, 0] } else { &[] };
            let kind = if at == 0 { SHARED_TEXTS } else { CONTINUE };
            shared.extend(record(kind, &[counts, part].concat()));
        }
        let before = [fonts.concat(), shared].concat();
        let start = (before.len() + 12 + 4) as u32;
        let sheet = record(0x0085, &[&start.to_le_bytes()[..], &[0; 4]].concat());
        let cell = |column: u8, text: u8| {
            record(SHARED_TEXT_OF_CELL, &[3, 0, column, 0, 0, 0, text, 0, 0, 0])
        };
        let end = record(0x000a, &[]);
        let begin = record(0x0809, &[0; 4]);
        [before, sheet, end.clone(), begin, cell(1, 0), cell(2, 1), end].concat()
    }

    #[test]
    fn raised_and_struck_words_of_shared_texts_are_told_apart() {
        // 26 and a raised 1; 45 struck, then 46 and a lowered 2, broken within its letters and with
        // something of phonetics behind it.
        let first = [3, 0, 8, 1, 0, b'2', b'6', b'1', 2, 0, 1, 0];
        let second = [5, 0, 12, 3, 0, 2, 0, 0, 0, b'4', b'5'];
        let beyond = [1, b'4', 0, b'6', 0, b'2', 0, 0, 0, 2, 0, 2, 0, 0, 0, 4, 0, 5, 0, 9, 9];
        let stream = book(&[&[&first[..], &second].concat(), &beyond]);
        let texts = texts(&stream);
        assert_eq!(texts.len(), 1);
        assert_eq!(texts[0][&(3, 1)], "26¹");
        assert_eq!(texts[0][&(3, 2)], "46₂");
        let plain = [1, 0, 0, b'7'];
        assert!(super::texts(&book(&[&[plain, plain].concat()])).iter().all(HashMap::is_empty));
        assert!(super::texts(&stream[..stream.len() / 2]).iter().all(HashMap::is_empty));
    }
}
