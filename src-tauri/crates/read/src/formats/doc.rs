//! Word 97–2003 documents (.doc), and WPS documents in the same container → [`Document`]: text by
//! the piece table, table rows by their definitions. Hidden and struck text and text deleted under
//! tracked changes are left out.
//!
//! **Deliberately absent**: numbers of lists (the file keeps no text of them), text boxes, macros,
//! Word 95 and before.

use super::contents::Contents;
use super::format::{Container, Format};
use super::grid::{self, Content, Grid, trimmed};
use super::raised::Shift;
use crate::Unreadable;
use crate::limits::MOST_CHARACTERS;
use gongkai_model::document::{Block, Document, Role};
use std::collections::HashMap;
use std::io::{Cursor, Read};

/// Word's files of 1997 to 2003.
pub(super) const FORMAT: Format = Format {
    name: "doc",
    called: " Word 文件",
    endings: &["doc", "wps"],
    container: Container::Compound,
    is,
    read,
};
/// Largest stream read, in bytes.
const LARGEST_STREAM: u64 = 24 * 1024 * 1024;
/// Most stretches with properties of their own, and bytes of the properties looked through.
const MOST_RUNS: usize = 500_000;
const MOST_PROPERTIES: usize = 64 * 1024 * 1024;
/// Edges of columns closer than this are one, in twentieths of a point.
const SAME_EDGE: i32 = 60;

fn is(file: &Contents<'_>) -> bool {
    file.has("/WordDocument")
}

/// Reads a document.
///
/// # Errors
/// Where it is damaged, locked, empty, or more than any report.
pub fn read(bytes: &[u8]) -> Result<Document, Unreadable> {
    let damaged = || Unreadable::Damaged(FORMAT.called);
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| damaged())?;
    let mut stream = |name: &str| -> Result<Vec<u8>, Unreadable> {
        let stream = file.open_stream(name).map_err(|_| damaged())?;
        let mut out = Vec::new();
        stream.take(LARGEST_STREAM).read_to_end(&mut out).map_err(|_| damaged())?;
        Ok(out)
    };
    let main = stream("/WordDocument")?;
    if word(&main, 0) != Some(0xa5ec) {
        return Err(Unreadable::NotSupported("很旧的 Word 文件"));
    }
    let flags = word(&main, 0x0a).ok_or_else(damaged)?;
    if flags & 0x0100 != 0 {
        return Err(Unreadable::Password(FORMAT.called));
    }
    if long(&main, 0x4c).is_some_and(|count| count > MOST_CHARACTERS) {
        return Err(Unreadable::TooLong);
    }
    let table = stream(if flags & 0x0200 != 0 { "/1Table" } else { "/0Table" })?;
    let text = characters(&main, &table).ok_or_else(damaged)?;
    // Property lists too long for their page, as those of wide rows.
    let long_lists = stream("/Data").unwrap_or_default();
    let mut paragraphs = Runs::of(&main, &table, 0x0102, 13);
    paragraphs.look_up(&long_lists);
    let letters = Runs::of(&main, &table, 0x00fa, 1);
    let blocks = blocks(&text, &paragraphs, &letters)?;
    if blocks.is_empty() {
        Err(Unreadable::Empty)
    } else {
        Ok(Document { blocks, ..Document::default() })
    }
}

/// Two bytes, the lower first.
pub(super) fn word(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

fn long(bytes: &[u8], at: usize) -> Option<usize> {
    let four = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    Some(u32::from_le_bytes(four) as usize)
}

/// A part of the table stream named at this place of the head.
fn named<'a>(main: &[u8], table: &'a [u8], at: usize) -> Option<&'a [u8]> {
    let (from, length) = (long(main, at)?, long(main, at + 4)?);
    table.get(from..from.checked_add(length)?)
}

/// The main text: each character with its place in the file.
fn characters(main: &[u8], table: &[u8]) -> Option<Vec<(char, usize)>> {
    let count = long(main, 0x4c)?;
    let mut rest = named(main, table, 0x01a2)?;
    while rest.first() == Some(&1) {
        rest = rest.get(3 + usize::from(word(rest, 1)?)..)?;
    }
    if rest.first() != Some(&2) {
        return None;
    }
    let plan = rest.get(5..)?;
    let pieces = long(rest, 1)?.min(plan.len()).checked_sub(4)? / 12;
    let mut out = Vec::with_capacity(count);
    for piece in 0..pieces {
        let (from, to) = (long(plan, piece * 4)?, long(plan, piece * 4 + 4)?);
        let length = to.min(count).saturating_sub(from);
        let place = long(plan, (pieces + 1) * 4 + piece * 8 + 2)?;
        let start = place & 0x3fff_ffff;
        if place & 0x4000_0000 != 0 {
            let start = start / 2;
            let bytes = main.get(start..start.checked_add(length)?)?;
            for (at, byte) in bytes.iter().enumerate() {
                let (text, _, _) = encoding_rs::WINDOWS_1252.decode(std::slice::from_ref(byte));
                out.push((text.chars().next().unwrap_or(' '), start + at));
            }
        } else {
            let bytes = main.get(start..start.checked_add(length.checked_mul(2)?)?)?;
            let units = bytes
                .chunks_exact(2)
                .map(|pair| pair.iter().rev().fold(0, |sum, b| sum << 8 | u16::from(*b)));
            let mut at = start;
            for c in char::decode_utf16(units) {
                let c = c.unwrap_or('\u{fffd}');
                out.push((c, at));
                at += c.len_utf16() * 2;
            }
        }
        if out.len() > MOST_CHARACTERS {
            return None;
        }
    }
    Some(out)
}

/// Properties of stretches of the file, by their places.
struct Runs<'a> {
    /// Ascending: begin, end, property list.
    runs: Vec<(usize, usize, &'a [u8])>,
}

impl<'a> Runs<'a> {
    /// `entry` is the length of an entry: 13 for paragraphs, 1 for characters.
    fn of(main: &'a [u8], table: &[u8], at: usize, entry: usize) -> Self {
        let plan = named(main, table, at).unwrap_or_default();
        let pages = plan.len().saturating_sub(4) / 8;
        let mut runs = Vec::new();
        for page in 0..pages {
            let Some(number) = long(plan, (pages + 1) * 4 + page * 4) else { break };
            let from = (number & 0x003f_ffff) * 512;
            let Some(page) = main.get(from..from + 512) else { continue };
            let count = page.last().map_or(0, |count| usize::from(*count));
            if runs.len() > MOST_RUNS {
                break;
            }
            for run in 0..count {
                let (Some(begin), Some(end)) = (long(page, run * 4), long(page, run * 4 + 4))
                else {
                    break;
                };
                let offset =
                    page.get((count + 1) * 4 + run * entry).map_or(0, |b| usize::from(*b) * 2);
                let list = if offset == 0 { None } else { properties(page, offset, entry > 1) };
                runs.push((begin, end, list.unwrap_or_default()));
            }
        }
        runs.sort_by_key(|run| run.0);
        Runs { runs }
    }

    /// Replaces lists that only say where the whole list stands.
    fn look_up(&mut self, long_lists: &'a [u8]) {
        for (_, _, list) in &mut self.runs {
            let mut whole = None;
            each(list, |code, value| {
                if matches!(code, 0x6645 | 0x6646) {
                    whole = long(value, 0).and_then(|at| {
                        let length = usize::from(word(long_lists, at)?);
                        long_lists.get(at.checked_add(2)?..)?.get(..length)
                    });
                }
            });
            *list = whole.unwrap_or(list);
        }
    }

    fn at(&self, place: usize) -> &'a [u8] {
        let before = self.runs.partition_point(|(begin, _, _)| *begin <= place);
        let run = before.checked_sub(1).and_then(|at| self.runs.get(at));
        run.filter(|(_, end, _)| place < *end).map_or(&[], |(_, _, list)| list)
    }
}

fn properties(page: &[u8], offset: usize, of_paragraph: bool) -> Option<&[u8]> {
    let length = usize::from(*page.get(offset)?);
    if !of_paragraph {
        return page.get(offset + 1..offset + 1 + length);
    }
    let (from, length) = match length {
        0 => (offset + 2, 2 * usize::from(*page.get(offset + 1)?)),
        length => (offset + 1, 2 * length - 1),
    };
    // The first two bytes name the style.
    page.get(from + 2..from + length)
}

/// Each property of a list: its number and its value.
fn each(list: &[u8], mut take: impl FnMut(u16, &[u8])) {
    let mut rest = list;
    while let Some(code) = word(rest, 0) {
        let after = rest.get(2..).unwrap_or_default();
        let (skip, length) = match code >> 13 {
            0 | 1 => (0, 1),
            2 | 4 | 5 => (0, 2),
            3 => (0, 4),
            7 => (0, 3),
            _ if code == 0xd608 || code == 0xd606 => {
                (2, word(after, 0).map_or(0, |length| usize::from(length).saturating_sub(1)))
            }
            _ => (1, after.first().map_or(0, |length| usize::from(*length))),
        };
        let Some(value) = after.get(skip..skip + length) else { return };
        take(code, value);
        rest = after.get(skip + length..).unwrap_or_default();
    }
}

/// Where a paragraph stands.
#[derive(Default)]
struct Place {
    in_table: bool,
    ends_row: bool,
    row: Option<Definition>,
}

/// A row's cells: edges, and how each is merged.
struct Definition {
    edges: Vec<i32>,
    merges: Vec<u16>,
}

fn place(list: &[u8]) -> Place {
    let mut out = Place::default();
    each(list, |code, value| match code {
        0x2416 => out.in_table = value.first() == Some(&1),
        0x2417 => out.ends_row = value.first() == Some(&1),
        0xd608 => out.row = definition(value),
        _ => {}
    });
    out
}

fn definition(value: &[u8]) -> Option<Definition> {
    let count = usize::from(*value.first()?);
    let edge = |at: usize| word(value, 1 + at * 2).map(|edge| i32::from(edge as i16));
    let edges: Vec<i32> = (0..=count).map(edge).collect::<Option<_>>()?;
    let merge = |at: usize| word(value, 1 + (count + 1) * 2 + at * 20).unwrap_or(0);
    Some(Definition { edges, merges: (0..count).map(merge).collect() })
}

/// How characters are shown.
#[derive(Default)]
struct Letters {
    unseen: bool,
    shift: Option<Shift>,
}

fn shown(list: &[u8]) -> Letters {
    let mut out = Letters::default();
    each(list, |code, value| match code {
        // Deleted under tracked changes; struck out, once or twice; hidden.
        0x0800 | 0x0837 | 0x083c | 0x2a53 => out.unseen |= value.first() == Some(&1),
        0x2a48 => {
            out.shift = match value.first() {
                Some(1) => Some(Shift::Raised),
                Some(2) => Some(Shift::Lowered),
                _ => None,
            };
        }
        _ => {}
    });
    out
}

type Row = (Vec<Vec<Block>>, Option<Definition>);

fn blocks(
    text: &[(char, usize)],
    paragraphs: &Runs<'_>,
    letters: &Runs<'_>,
) -> Result<Vec<Block>, Unreadable> {
    let mut out = Vec::new();
    let mut rows: Vec<Row> = Vec::new();
    let mut cells: Vec<Vec<Block>> = Vec::new();
    let mut cell: Vec<Block> = Vec::new();
    let mut said = String::new();
    // Something without text stands in the cell being read.
    let mut odd = false;
    let mut looked_through = 0;
    // For each open field whether its result has begun.
    let mut fields: Vec<bool> = Vec::new();
    for &(c, at) in text {
        match c {
            '\u{13}' if fields.len() < 1000 => fields.push(false),
            '\u{14}' => {
                if let Some(last) = fields.last_mut() {
                    *last = true;
                }
            }
            '\u{15}' => {
                fields.pop();
            }
            '\r' | '\u{7}' | '\u{c}' => {
                let properties = paragraphs.at(at);
                looked_through += properties.len();
                if rows.len() >= grid::MOST_ROWS || looked_through > MOST_PROPERTIES {
                    return Err(Unreadable::Excessive);
                }
                let place = place(properties);
                let lines = std::mem::take(&mut said);
                let lines = lines.split('\n').map(trimmed).filter(|line| !line.is_empty());
                let said = lines.map(|line| grid::paragraph(line, Role::Body));
                if place.ends_row && c == '\u{7}' {
                    rows.push((std::mem::take(&mut cells), place.row));
                    cell.clear();
                } else if place.in_table || c == '\u{7}' {
                    cell.extend(said);
                    if c == '\u{7}' {
                        if std::mem::take(&mut odd) && cell.is_empty() {
                            cell.push(grid::paragraph(grid::UNREADABLE, Role::Body));
                        }
                        cells.push(std::mem::take(&mut cell));
                    }
                } else {
                    odd = false;
                    finish(&mut rows, &mut out)?;
                    out.append(&mut cell);
                    out.extend(said);
                }
            }
            _ if fields.contains(&false) => {}
            // What a picture or a box shows is not read.
            '\u{1}' | '\u{8}' => odd = true,
            '\u{b}' => said.push('\n'),
            '\u{1e}' => said.push('-'),
            '\u{a0}' => said.push(' '),
            c if c.is_control() && c != '\t' => {}
            c => match shown(letters.at(at)) {
                Letters { unseen: true, .. } => {}
                Letters { shift: None, .. } => said.push(c),
                Letters { shift: Some(shift), .. } => {
                    said.push_str(&shift.written(c.encode_utf8(&mut [0; 4])));
                }
            },
        }
    }
    finish(&mut rows, &mut out)?;
    out.extend(cells.into_iter().flatten().chain(cell));
    let last = trimmed(&said);
    if !last.is_empty() {
        out.push(grid::paragraph(last, Role::Body));
    }
    Ok(out)
}

/// Ends a table: its rows' cells by the edges of all its rows.
fn finish(rows: &mut Vec<Row>, out: &mut Vec<Block>) -> Result<(), Unreadable> {
    let rows = std::mem::take(rows);
    let mut edges: Vec<i32> =
        rows.iter().filter_map(|(_, row)| row.as_ref()).flat_map(|row| row.edges.clone()).collect();
    edges.sort_unstable();
    edges.dedup_by(|b, a| *b - *a <= SAME_EDGE);
    let column = |edge: i32| edges.partition_point(|known| *known + SAME_EDGE < edge);
    let mut placed: Vec<(usize, usize, usize, usize, Content)> = Vec::new();
    // The cell placed last in each column: what a merge from above goes on with.
    let mut latest: HashMap<usize, usize> = HashMap::new();
    for (number, (cells, definition)) in rows.into_iter().enumerate() {
        for (at, blocks) in cells.into_iter().enumerate() {
            let merge = definition.as_ref().and_then(|d| d.merges.get(at)).copied().unwrap_or(0);
            let ends = definition.as_ref().and_then(|d| d.edges.get(at).zip(d.edges.get(at + 1)));
            let (from, to) = ends.map_or((at, at + 1), |(from, to)| (column(*from), column(*to)));
            let to = to.max(from + 1);
            if merge & 0x2 != 0
                && let Some(before) = placed.last_mut().filter(|cell| cell.0 == number)
            {
                before.3 = to.saturating_sub(before.1).max(1);
            } else if merge & 0x60 == 0x20
                && let Some(upper) = latest.get(&from).and_then(|at| placed.get_mut(*at))
                && upper.0 + upper.2 == number
            {
                upper.2 += 1;
            } else {
                let vertical = merge & 0x1c != 0;
                let content = Content { blocks, vertical, ..Content::default() };
                latest.insert(from, placed.len());
                placed.push((number, from, 1, to - from, content));
            }
        }
    }
    let mut grid = Grid::default();
    for (row, column, row_span, column_span, content) in placed {
        grid.place((row, column), (row_span, column_span), content)?;
    }
    out.extend(grid.finish());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn container(streams: &[(&str, Vec<u8>)]) -> Vec<u8> {
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        for (name, bytes) in streams {
            file.create_stream(name).unwrap().write_all(bytes).unwrap();
        }
        file.flush().unwrap();
        file.into_inner().into_inner()
    }

    /// A document of this text, from offset 0x600 on; the third paragraph mark ends a row of two
    /// cells, the second of which takes two columns of the next row.
    fn document(text: &str, flags: u16, paragraphs: &[(usize, Vec<u8>)]) -> Vec<u8> {
        let units: Vec<u16> = text.encode_utf16().collect();
        let mut main = vec![0; 0x600];
        let mut put = |at: usize, bytes: &[u8]| main[at..at + bytes.len()].copy_from_slice(bytes);
        put(0, &0xa5ecu16.to_le_bytes());
        put(0x0a, &flags.to_le_bytes());
        put(0x4c, &(units.len() as u32).to_le_bytes());
        let mut plan = vec![2];
        plan.extend(16u32.to_le_bytes());
        plan.extend(0u32.to_le_bytes());
        plan.extend((units.len() as u32).to_le_bytes());
        plan.extend(0u16.to_le_bytes());
        plan.extend(0x600u32.to_le_bytes());
        plan.extend(0u16.to_le_bytes());
        put(0x01a2, &0u32.to_le_bytes());
        put(0x01a6, &(plan.len() as u32).to_le_bytes());
        // One page of paragraph properties, the third of the file.
        let from = plan.len() as u32;
        plan.extend(0u32.to_le_bytes());
        plan.extend(u32::MAX.to_le_bytes());
        plan.extend(2u32.to_le_bytes());
        put(0x0102, &from.to_le_bytes());
        put(0x0106, &12u32.to_le_bytes());
        let mut page = vec![0; 512];
        let count = paragraphs.len();
        let mut free = 510;
        let mut begin = 0x600;
        for (run, (end, list)) in paragraphs.iter().enumerate() {
            page[run * 4..run * 4 + 4].copy_from_slice(&(begin as u32).to_le_bytes());
            let end = 0x600 + end * 2;
            page[run * 4 + 4..run * 4 + 8].copy_from_slice(&(end as u32).to_le_bytes());
            begin = end;
            let length = (list.len() + 2).next_multiple_of(2);
            free = (free - length - 2) & !1;
            page[free] = 0;
            page[free + 1] = (length / 2) as u8;
            page[free + 4..free + 4 + list.len()].copy_from_slice(list);
            page[(count + 1) * 4 + run * 13] = (free / 2) as u8;
        }
        page[511] = count as u8;
        put(0x400, &page);
        main.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
        container(&[("/WordDocument", main), ("/0Table", plan)])
    }

    #[test]
    fn text_and_table_cells_are_read() {
        let row = |edges: &[i16], merges: &[u16]| {
            let mut value = vec![merges.len() as u8];
            value.extend(edges.iter().flat_map(|edge| edge.to_le_bytes()));
            for merge in merges {
                value.extend(merge.to_le_bytes());
                value.extend([0; 18]);
            }
            let mut list = vec![0x16, 0x24, 1, 0x17, 0x24, 1, 0x08, 0xd6];
            list.extend((value.len() as u16 + 1).to_le_bytes());
            list.extend(value);
            list
        };
        let inside = vec![0x16, 0x24, 1];
        let text =
            "标题\u{b}次行\r\u{13}甲\u{14}乙\u{15}\u{7}头\u{7}\u{7}\u{7}1\r2\u{7}\u{7}\u{7}尾\r";
        let bytes = document(
            text,
            0,
            &[
                (6, vec![]),
                (14, inside.clone()),
                (15, row(&[0, 1000, 3000], &[0x60, 0])),
                (21, inside.clone()),
                (22, row(&[0, 1000, 2000, 3000], &[0x20, 0, 0])),
                (24, vec![]),
            ],
        );
        let document = read(&bytes).unwrap();
        let drawn = crate::formats::grid::tests::drawn(&document.blocks);
        assert_eq!(drawn, ["乙@0×2×1 头@1×1×2", "1\n2@1 @2"]);
        let texts: Vec<&Block> =
            document.blocks.iter().filter(|b| matches!(b, Block::Paragraph(_))).collect();
        assert_eq!(texts.len(), 3);
        assert_eq!(texts[2], &grid::paragraph("尾", Role::Body));
    }

    #[test]
    fn bad_files_get_their_sentence() {
        assert_eq!(read(b"\xd0\xcf\x11\xe0").unwrap_err(), Unreadable::Damaged(FORMAT.called));
        assert_eq!(
            read(&document("甲\r", 0x0100, &[])).unwrap_err(),
            Unreadable::Password(FORMAT.called)
        );
        let other = container(&[("/WordDocument", vec![0; 64])]);
        assert_eq!(read(&other).unwrap_err(), Unreadable::NotSupported("很旧的 Word 文件"));
        let short = container(&[("/WordDocument", vec![0xec, 0xa5, 0, 0]), ("/0Table", vec![])]);
        assert_eq!(read(&short).unwrap_err(), Unreadable::Damaged(FORMAT.called));
    }
}
