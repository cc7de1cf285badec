//! Word 97–2003 documents (.doc), and WPS documents in the same container → [`Document`]: text by
//! the piece table, table rows by their definitions, text boxes where they are fixed. Hidden and
//! struck text and text deleted under tracked changes are left out.
//!
//! **Deliberately absent**: numbers of lists (the file keeps no text of them), macros, Word 95 and
//! before.

mod boxes;
mod pieces;
mod properties;

use self::boxes::{TextBoxes, length_with_boxes};
use self::pieces::{Character, characters, long, word};
use self::properties::{Definition, Letters, Runs, place, shown};
use super::contents::Contents;
use super::format::{Container, Format};
use super::grid::{self, Content, Grid, trimmed};
use crate::Unreadable;
use crate::limits::MOST_CHARACTERS;
use gongkai_model::document::{Block, Document, Role};
use std::cell::Cell;
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
/// Most bytes of the properties looked through.
const MOST_PROPERTIES: usize = 64 * 1024 * 1024;
/// Edges of columns closer than this are one, in twentieths of a point.
const SAME_EDGE: i32 = 60;
/// Most text boxes told of that are fixed nowhere.
const MOST_TOLD: usize = 20;

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
    let length = long(&main, 0x4c).ok_or_else(damaged)?;
    if length > MOST_CHARACTERS {
        return Err(Unreadable::TooLong);
    }
    let table = stream(if flags & 0x0200 != 0 { "/1Table" } else { "/0Table" })?;
    let text = characters(&main, &table, length_with_boxes(&main), length).ok_or_else(damaged)?;
    let mut boxes = TextBoxes::of(&main, &table, &text);
    // Property lists too long for their page, as those of wide rows.
    let long_lists = stream("/Data").unwrap_or_default();
    let mut paragraphs = Runs::of(&main, &table, 0x0102, 13);
    paragraphs.look_up(&long_lists);
    let letters = Runs::of(&main, &table, 0x00fa, 1);
    let styles = Styles { paragraphs, letters, looked_through: Cell::new(0) };
    let own = text.partition_point(|character| character.number < length);
    let own = text.get(..own).unwrap_or_default();
    let blocks = Reading::new(&styles, Some(&mut boxes)).whole(own)?;
    let mut passed_over = Vec::new();
    for text in boxes.take_rest() {
        let blocks = Reading::new(&styles, None).whole(text)?;
        let said = words(&blocks);
        if !said.is_empty() && passed_over.len() < MOST_TOLD {
            passed_over.push(format!("不知放在哪里的文本框没有读：{said}"));
        }
    }
    if blocks.is_empty() {
        Err(Unreadable::Empty)
    } else {
        Ok(Document { blocks, passed_over, ..Document::default() })
    }
}

/// All words of a text box, one after the other.
fn words(blocks: &[Block]) -> String {
    let texts = blocks.iter().flat_map(|block| match block {
        Block::Paragraph(paragraph) => vec![paragraph.text.as_str()],
        Block::Table(table) => table.cells.iter().map(|cell| cell.text.as_str()).collect(),
    });
    texts.collect::<Vec<_>>().join(" ")
}

/// How paragraphs and characters look, by their places in the file.
struct Styles<'a> {
    paragraphs: Runs<'a>,
    letters: Runs<'a>,
    /// Bytes of properties so far.
    looked_through: Cell<usize>,
}

type Row = (Vec<Vec<Block>>, Option<Definition>);

/// A text as it is being read.
struct Reading<'r, 'a> {
    styles: &'r Styles<'a>,
    /// None within a text box, which holds no other.
    boxes: Option<&'r mut TextBoxes<'a>>,
    out: Vec<Block>,
    rows: Vec<Row>,
    cells: Vec<Vec<Block>>,
    cell: Vec<Block>,
    said: String,
    /// What stands in text boxes of the open paragraph.
    boxed: Vec<Block>,
    /// Something without text stands in the cell being read.
    odd: bool,
    /// For each open field whether its result has begun.
    fields: Vec<bool>,
}

impl<'r, 'a> Reading<'r, 'a> {
    fn new(styles: &'r Styles<'a>, boxes: Option<&'r mut TextBoxes<'a>>) -> Self {
        Reading {
            styles,
            boxes,
            out: Vec::new(),
            rows: Vec::new(),
            cells: Vec::new(),
            cell: Vec::new(),
            said: String::new(),
            boxed: Vec::new(),
            odd: false,
            fields: Vec::new(),
        }
    }

    /// The blocks of a text.
    fn whole(mut self, text: &[Character]) -> Result<Vec<Block>, Unreadable> {
        for character in text {
            self.character(character)?;
        }
        finish(&mut self.rows, &mut self.out)?;
        self.out.extend(self.cells.into_iter().flatten().chain(self.cell));
        let last = trimmed(&self.said);
        if !last.is_empty() {
            self.out.push(grid::paragraph(last, Role::Body));
        }
        self.out.append(&mut self.boxed);
        Ok(self.out)
    }

    fn character(&mut self, &Character { c, number, at }: &Character) -> Result<(), Unreadable> {
        match c {
            '\u{13}' if self.fields.len() < 1000 => self.fields.push(false),
            '\u{14}' => {
                if let Some(last) = self.fields.last_mut() {
                    *last = true;
                }
            }
            '\u{15}' => {
                self.fields.pop();
            }
            '\r' | '\u{7}' | '\u{c}' => return self.end_of_paragraph(c, at),
            _ if self.fields.contains(&false) => {}
            '\u{b}' => self.said.push('\n'),
            '\u{1e}' => self.said.push('-'),
            '\u{a0}' => self.said.push(' '),
            c if c.is_control() && !matches!(c, '\t' | '\u{1}' | '\u{8}') => {}
            c => match (c, shown(self.styles.letters.at(at))) {
                (_, Letters { unseen: true, .. }) => {}
                // What a picture shows is not read.
                ('\u{1}', _) => self.odd = true,
                ('\u{8}', _) => self.text_box(number)?,
                (c, Letters { shift: None, .. }) => self.said.push(c),
                (c, Letters { shift: Some(shift), .. }) => {
                    self.said.push_str(&shift.written(c.encode_utf8(&mut [0; 4])));
                }
            },
        }
        Ok(())
    }

    /// What is fixed here: a text box, or something drawn.
    fn text_box(&mut self, mark: usize) -> Result<(), Unreadable> {
        match self.boxes.as_deref_mut().and_then(|boxes| boxes.take(mark)) {
            Some(text) => self.boxed.extend(Reading::new(self.styles, None).whole(text)?),
            None => self.odd = true,
        }
        Ok(())
    }

    fn end_of_paragraph(&mut self, c: char, at: usize) -> Result<(), Unreadable> {
        let properties = self.styles.paragraphs.at(at);
        let looked_through = self.styles.looked_through.get() + properties.len();
        self.styles.looked_through.set(looked_through);
        if self.rows.len() >= grid::MOST_ROWS || looked_through > MOST_PROPERTIES {
            return Err(Unreadable::Excessive);
        }
        let place = place(properties);
        let lines = std::mem::take(&mut self.said);
        let lines = lines.split('\n').map(trimmed).filter(|line| !line.is_empty());
        let said = lines.map(|line| grid::paragraph(line, Role::Body));
        let said = said.chain(std::mem::take(&mut self.boxed));
        if place.ends_row && c == '\u{7}' {
            self.rows.push((std::mem::take(&mut self.cells), place.row));
            self.cell.clear();
        } else if place.in_table || c == '\u{7}' {
            self.cell.extend(said);
            if c == '\u{7}' {
                if std::mem::take(&mut self.odd) && self.cell.is_empty() {
                    self.cell.push(grid::paragraph(grid::UNREADABLE, Role::Body));
                }
                self.cells.push(std::mem::take(&mut self.cell));
            }
        } else {
            self.odd = false;
            finish(&mut self.rows, &mut self.out)?;
            self.out.append(&mut self.cell);
            self.out.extend(said);
        }
        Ok(())
    }
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
mod tests;
