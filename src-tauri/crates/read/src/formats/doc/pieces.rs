//! The characters of a document by its piece table, and numbers and lists of its streams.
//!
//! **Deliberately absent**: what the characters are for.

use crate::limits::MOST_CHARACTERS;

/// A character.
#[derive(Clone, Copy)]
pub(super) struct Character {
    pub c: char,
    /// How many units of UTF-16 stand before it.
    pub number: usize,
    /// Its place in the file.
    pub at: usize,
}

/// Two bytes, the lower first.
pub(super) fn word(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

pub(super) fn long(bytes: &[u8], at: usize) -> Option<usize> {
    let four = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    Some(u32::from_le_bytes(four) as usize)
}

/// A part of the table stream named at this place of the head.
pub(super) fn named<'a>(main: &[u8], table: &'a [u8], at: usize) -> Option<&'a [u8]> {
    let (from, length) = (long(main, at)?, long(main, at + 4)?);
    table.get(from..from.checked_add(length)?)
}

/// The entries of a list of this length named at this place of the head: from where to where in the
/// text each holds, and what it says.
pub(super) fn entries<'a>(
    main: &[u8],
    table: &'a [u8],
    at: usize,
    length: usize,
) -> impl Iterator<Item = (usize, usize, &'a [u8])> {
    let list = named(main, table, at).unwrap_or_default();
    let count = list.len().saturating_sub(4) / (length + 4);
    (0..count).map_while(move |number| {
        let says = list.get((count + 1) * 4 + number * length..)?.get(..length)?;
        Some((long(list, number * 4)?, long(list, number * 4 + 4)?, says))
    })
}

/// The first `count` characters, of which the first `needed` must be there.
pub(super) fn characters(
    main: &[u8],
    table: &[u8],
    count: usize,
    needed: usize,
) -> Option<Vec<Character>> {
    let mut rest = named(main, table, 0x01a2)?;
    while rest.first() == Some(&1) {
        rest = rest.get(3 + usize::from(word(rest, 1)?)..)?;
    }
    if rest.first() != Some(&2) {
        return None;
    }
    let plan = rest.get(5..)?;
    let pieces = long(rest, 1)?.min(plan.len()).checked_sub(4)? / 12;
    let mut out = Vec::with_capacity(count.min(MOST_CHARACTERS));
    for number in 0..pieces {
        if piece(main, plan, (number, pieces), count, &mut out).is_none() {
            let read = out.last().map_or(0, |last| last.number + last.c.len_utf16());
            return (read >= needed).then_some(out);
        }
        if out.len() > MOST_CHARACTERS {
            return None;
        }
    }
    Some(out)
}

/// Adds the characters of one piece.
fn piece(
    main: &[u8],
    plan: &[u8],
    (number, pieces): (usize, usize),
    count: usize,
    out: &mut Vec<Character>,
) -> Option<()> {
    let (from, to) = (long(plan, number * 4)?, long(plan, number * 4 + 4)?);
    let length = to.min(count).saturating_sub(from);
    let place = long(plan, (pieces + 1) * 4 + number * 8 + 2)?;
    let start = place & 0x3fff_ffff;
    if place & 0x4000_0000 != 0 {
        let start = start / 2;
        let bytes = main.get(start..start.checked_add(length)?)?;
        for (at, byte) in bytes.iter().enumerate() {
            let (text, _, _) = encoding_rs::WINDOWS_1252.decode(std::slice::from_ref(byte));
            let c = text.chars().next().unwrap_or(' ');
            out.push(Character { c, number: from + at, at: start + at });
        }
    } else {
        let bytes = main.get(start..start.checked_add(length.checked_mul(2)?)?)?;
        let units = bytes
            .chunks_exact(2)
            .map(|pair| pair.iter().rev().fold(0, |sum, b| sum << 8 | u16::from(*b)));
        let mut units_before = 0;
        for c in char::decode_utf16(units) {
            let c = c.unwrap_or('\u{fffd}');
            let (number, at) = (from + units_before, start + units_before * 2);
            out.push(Character { c, number, at });
            units_before += c.len_utf16();
        }
    }
    Some(())
}
