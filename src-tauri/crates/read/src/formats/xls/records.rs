//! What an old workbook (.xls) unpacks to, counted in its records (BIFF) before the library reads
//! it, since the library sets no bounds: it lays out every sheet as a plain from its first cell to
//! its last, and copies a shared text for every cell that shows it.
//!
//! **Deliberately absent**: what the records mean beyond that.

use crate::Unreadable;
use crate::formats::sheet::Unseen;
use std::io::{Cursor, Read};

/// Most bytes of the workbook's stream.
const LARGEST_STREAM: u64 = 24 * 1024 * 1024;
/// Most cells the sheets may span; the library lays out an empty plain of them.
const MOST_CELLS: usize = 2_000_000;
/// Most sheets, hidden ones too.
const MOST_SHEETS: usize = 250;
/// Most records of all sheets.
const MOST_RECORDS: usize = 2_000_000;
/// Most bytes of formulas, which become longer text.
const LARGEST_FORMULAS: usize = 1_000_000;
/// Most bytes that shared texts may come to in all cells that show them, were each the longest.
const LARGEST_TEXTS: usize = 96 * 1024 * 1024;
/// Longest text of a cell, in bytes.
const LONGEST_TEXT: usize = 3 * 65_535;

const END: u16 = 0x000a;
const BEGIN: u16 = 0x0809;
pub(super) const CONTINUE: u16 = 0x003c;

/// # Errors
/// [`Unreadable::Excessive`] where it is more than any report has. A stream that makes no sense is
/// the library's to refuse.
pub(super) fn within_bounds(bytes: &[u8]) -> Result<(), Unreadable> {
    let Some(stream) = stream(bytes) else { return Ok(()) };
    if stream.len() as u64 > LARGEST_STREAM {
        return Err(Unreadable::Excessive);
    }
    workbook(&stream)
}

/// The workbook's stream, of which one byte more than the bound is read.
pub(super) fn stream(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).ok()?;
    let name = if file.exists("/Workbook") { "/Workbook" } else { "/Book" };
    let mut stream = Vec::new();
    file.open_stream(name).ok()?.take(LARGEST_STREAM + 1).read_to_end(&mut stream).ok()?;
    Some(stream)
}

/// The records of each sheet, sheets in their order.
pub(super) fn sheets(stream: &[u8]) -> impl Iterator<Item = impl Iterator<Item = (u16, &[u8])>> {
    let globals = Records { rest: stream }.take_while(|(kind, _)| *kind != END);
    let sheets = globals.filter(|(kind, _)| *kind == 0x0085);
    let starts = sheets.filter_map(|(_, data)| Some(number(data, 0)? | number(data, 2)? << 16));
    starts.map(|start| {
        let records = Records { rest: stream.get(start..).unwrap_or_default() };
        records.scan(0, |depth, (kind, data)| {
            match kind {
                BEGIN => *depth += 1,
                END if *depth <= 1 => return None,
                END => *depth -= 1,
                _ => {}
            }
            Some((kind, data))
        })
    })
}

/// The rows and columns each sheet hides, of a workbook within bounds; sheets in their order.
pub(super) fn hidden(stream: &[u8]) -> Vec<Unseen> {
    sheets(stream).map(hidden_of).collect()
}

fn hidden_of<'a>(records: impl Iterator<Item = (u16, &'a [u8])>) -> Unseen {
    let mut out = Unseen::default();
    for (kind, data) in records {
        match kind {
            // A row: height of nothing.
            0x0208 if number(data, 12).is_some_and(|flags| flags & 0x20 != 0) => {
                let row = number(data, 0).unwrap_or(0) as u32;
                out.rows.add(row, row);
            }
            0x007d if number(data, 8).is_some_and(|flags| flags & 1 != 0) => {
                if let Some((first, last)) = number(data, 0).zip(number(data, 2)) {
                    out.columns.add(first as u32, last as u32);
                }
            }
            _ => {}
        }
    }
    out
}

fn workbook(stream: &[u8]) -> Result<(), Unreadable> {
    let mut starts = Vec::new();
    let (mut texts, mut in_texts) = (0, false);
    for (kind, data) in (Records { rest: stream }) {
        in_texts = kind == 0x00fc || (in_texts && kind == CONTINUE);
        match kind {
            // Locked: the library says so.
            0x002f => return Ok(()),
            0x0085 => starts.extend(number(data, 0).zip(number(data, 2)).map(|(a, b)| a | b << 16)),
            _ if in_texts => texts += data.len(),
            END => break,
            _ => {}
        }
    }
    if starts.len() > MOST_SHEETS {
        return Err(Unreadable::Excessive);
    }
    let mut all = Cost::default();
    for start in starts {
        all.sheet(stream.get(start..).unwrap_or_default());
    }
    let texts = all.shared.saturating_mul(texts.min(LONGEST_TEXT));
    let within = all.places <= MOST_CELLS
        && all.records <= MOST_RECORDS
        && all.formulas <= LARGEST_FORMULAS
        && texts <= LARGEST_TEXTS;
    if within { Ok(()) } else { Err(Unreadable::Excessive) }
}

/// What all sheets cost.
#[derive(Default)]
struct Cost {
    places: usize,
    records: usize,
    formulas: usize,
    /// Cells that show a shared text.
    shared: usize,
}

impl Cost {
    fn sheet(&mut self, stream: &[u8]) {
        let mut depth = 0;
        let mut used: Option<[usize; 4]> = None;
        for (kind, data) in (Records { rest: stream }) {
            self.records += 1;
            if self.records > MOST_RECORDS {
                return;
            }
            match kind {
                BEGIN => depth += 1,
                END if depth <= 1 => break,
                END => depth -= 1,
                0x0200 => self.places = self.places.saturating_add(declared(data)),
                0x0006 | 0x00bd | 0x00d6 | 0x00fd | 0x0203 | 0x0204 | 0x0205 | 0x027e => {
                    let Some((row, column)) = number(data, 0).zip(number(data, 2)) else {
                        continue;
                    };
                    let last = if kind == 0x00bd { data.len().saturating_sub(2) } else { 2 };
                    let last = number(data, last).unwrap_or(column).max(column);
                    let [top, left, bottom, right] = used.unwrap_or([row, column, row, column]);
                    used = Some([top.min(row), left.min(column), bottom.max(row), right.max(last)]);
                    self.shared += usize::from(kind == 0x00fd);
                    self.formulas += if kind == 0x0006 { data.len() } else { 0 };
                }
                _ => {}
            }
        }
        if let Some([top, left, bottom, right]) = used {
            let places = (bottom - top + 1).saturating_mul(right - left + 1);
            self.places = self.places.saturating_add(places);
        }
    }
}

/// The places a sheet says it has; it may say anything.
fn declared(data: &[u8]) -> usize {
    let rows = |at: usize| Some(number(data, at)? | number(data, at + 2)? << 16);
    let sides = match data.len() {
        10 => (number(data, 0), number(data, 2), number(data, 4), number(data, 6)),
        _ => (rows(0), rows(4), number(data, 8), number(data, 10)),
    };
    let (Some(top), Some(bottom), Some(left), Some(right)) = sides else { return 0 };
    match (bottom, right) {
        (0, _) | (_, 0) => 1,
        // Backwards: the library would take it for endless.
        _ if top >= bottom && top > 0 => usize::MAX,
        _ => (bottom - top)
            .saturating_mul(right.saturating_sub(if left > 0xff { 0 } else { left }).max(1)),
    }
}

pub(super) struct Records<'a> {
    pub rest: &'a [u8],
}

impl<'a> Iterator for Records<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (kind, length) = (number(self.rest, 0)?, number(self.rest, 2)?);
        let data = self.rest.get(4..4 + length)?;
        self.rest = self.rest.get(4 + length..)?;
        Some((kind as u16, data))
    }
}

pub(super) fn number(data: &[u8], at: usize) -> Option<usize> {
    let bytes = data.get(at..)?.first_chunk()?;
    Some(usize::from(u16::from_le_bytes(*bytes)))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let head = [kind.to_le_bytes(), (data.len() as u16).to_le_bytes()].concat();
        [&head, data].concat()
    }

    /// A workbook whose sheets are all this one.
    fn book(sheets: usize, texts: usize, sheet: &[Vec<u8>]) -> Vec<u8> {
        let shared = record(0x00fc, &vec![0; texts]);
        let length = (sheets * 12 + shared.len() + 4) as u32;
        let bound: Vec<u8> = (0..sheets)
            .flat_map(|_| record(0x0085, &[&length.to_le_bytes()[..], &[0; 4]].concat()))
            .collect();
        let end = record(END, &[]);
        [bound, shared, end.clone(), record(BEGIN, &[0; 4]), sheet.concat(), end].concat()
    }

    fn cell(kind: u16, row: u16, column: u16) -> Vec<u8> {
        record(kind, &[&row.to_le_bytes()[..], &column.to_le_bytes(), &[0; 10]].concat())
    }

    #[test]
    fn a_plain_a_text_or_formulas_without_end_are_refused() {
        let usual = [cell(0x0203, 0, 0), cell(0x00fd, 30, 9)];
        assert_eq!(workbook(&book(3, 5000, &usual)), Ok(()));
        let dimensions = |rows: u32, from: u32| {
            let sides = [&from.to_le_bytes()[..], &rows.to_le_bytes(), &[0, 0, 9, 0, 0, 0]];
            vec![record(0x0200, &sides.concat())]
        };
        assert_eq!(workbook(&book(1, 0, &dimensions(200, 0))), Ok(()));
        let texts: Vec<Vec<u8>> = (0..4000).map(|row| cell(0x00fd, row, 0)).collect();
        for (sheets, texts, sheet) in [
            (1, 0, vec![cell(0x0203, 0, 0), cell(0x0203, 65_535, 255)]),
            (1, 0, dimensions(u32::MAX, 0)),
            (1, 0, dimensions(1, 2)),
            (251, 0, usual.to_vec()),
            (1, 60_000, texts),
            (20, 0, vec![record(0x0006, &[0; 60_000])]),
        ] {
            assert_eq!(workbook(&book(sheets, texts, &sheet)), Err(Unreadable::Excessive));
        }
    }
}
