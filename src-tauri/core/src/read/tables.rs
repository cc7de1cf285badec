//! The figures of the report's tables, cell by cell, by the labels beside them.
//!
//! A row's label is followed by its figures; how many there must be, the form says. Where a file
//! gives more or fewer, nothing is shifted or guessed: the row stays 未读到, and that is said.

use super::Doubt;
use super::figures::figure;
use super::labels::{RowLabel, Vocabulary, find_row};
use super::lines::{Line, Shape, Token};
use crate::form::CellId;
use crate::report::{Cell, Figure, Origin};
use std::collections::BTreeMap;

/// Reads rows line by line.
pub(super) struct TableReader<'a> {
    rows: &'a [RowLabel],
    vocabulary: &'a Vocabulary,
    /// Labels read since the last row.
    pending: Vec<String>,
    row: Option<OpenRow>,
    /// A table has begun and not been left for prose.
    inside: bool,
    pub cells: BTreeMap<CellId, Cell>,
    pub sources: BTreeMap<CellId, usize>,
    pub unmatched: Vec<String>,
    pub doubts: Vec<Doubt>,
}

/// A row whose label is known and whose figures are being collected.
struct OpenRow {
    row: usize,
    /// The labels that led up to it.
    labels: Vec<String>,
    /// Cell contents in order, `None` for an empty one, with the block they come from.
    contents: Vec<(Option<String>, usize)>,
}

impl<'a> TableReader<'a> {
    pub fn new(rows: &'a [RowLabel], vocabulary: &'a Vocabulary) -> Self {
        TableReader {
            rows,
            vocabulary,
            pending: Vec::new(),
            row: None,
            inside: false,
            cells: BTreeMap::new(),
            sources: BTreeMap::new(),
            unmatched: Vec::new(),
            doubts: Vec::new(),
        }
    }

    /// Takes a line if it belongs to a table; otherwise it is prose.
    pub fn take(&mut self, line: &Line) -> bool {
        if line.is_blank() {
            self.close_if_complete();
            return self.inside;
        }
        if !self.is_table(line) {
            self.leave();
            return false;
        }
        self.inside = true;
        let mut orphans = 0;
        for token in &line.tokens {
            match token {
                Token::Label(label) => {
                    self.close();
                    self.pending.push(label.clone());
                }
                Token::Figure(content) => {
                    orphans += usize::from(!self.collect(Some(content.clone()), line.block));
                }
                Token::Empty => {
                    self.collect(None, line.block);
                }
            }
        }
        // A single figure beside no label is a page number; several are a row nobody knows.
        if orphans > 1 {
            self.unmatched.push(line.text.clone());
            self.pending.clear();
        }
        if line.tokens.len() > 1 {
            self.close_if_complete();
        }
        if line.shape == Shape::Row {
            self.close();
        }
        true
    }

    /// Ends the table: a heading or prose follows.
    pub fn leave(&mut self) {
        self.close();
        self.pending.clear();
        self.inside = false;
    }

    fn is_table(&self, line: &Line) -> bool {
        let covered = line.labels().all(|label| self.vocabulary.covers(label));
        let whole = covered && self.vocabulary.begins_table(&line.text);
        match line.shape {
            Shape::Row => self.inside || whole || line.figures() > 1,
            Shape::Cells => (covered && (self.inside || whole)) || (line.figures() > 1),
            Shape::Text if line.labels().next().is_none() => self.inside,
            Shape::Text => {
                (covered && (self.inside || whole)) || (self.inside && line.figures() > 2)
            }
        }
    }

    /// Adds a cell's content to the row its labels lead up to; false when there is none.
    fn collect(&mut self, content: Option<String>, block: usize) -> bool {
        if self.row.is_none() {
            let Some(row) = find_row(self.rows, &self.pending) else { return false };
            let labels = std::mem::take(&mut self.pending);
            self.row = Some(OpenRow { row, labels, contents: Vec::new() });
        }
        if let Some(open) = &mut self.row {
            open.contents.push((content, block));
        }
        true
    }

    fn close_if_complete(&mut self) {
        let complete = self.row.as_ref().is_some_and(|open| {
            let figures = open.contents.iter().filter(|(content, _)| content.is_some()).count();
            let wanted = self.rows.get(open.row).map_or(0, |row| row.cells.len());
            figures >= wanted || open.contents.len() >= wanted && figures > 0
        });
        if complete {
            self.close();
        }
    }

    fn close(&mut self) {
        let Some(OpenRow { row, labels, contents }) = self.row.take() else { return };
        let Some(row) = self.rows.get(row) else { return };
        let shown = || {
            let pieces = contents.iter().map(|(content, _)| content.as_deref().unwrap_or("（空）"));
            pieces.collect::<Vec<_>>().join(" ")
        };
        if row.cells.iter().any(|(id, _)| self.cells.contains_key(id)) {
            self.unmatched.push(format!("重复出现的一行：{}", shown()));
            return;
        }
        let Some(fitting) = fit(&contents, row.cells.len()) else {
            let given = contents.iter().filter(|(content, _)| content.is_some()).count();
            if given > 0 {
                let why = format!(
                    "这一行应有{}个数，文件中是“{}”，无法确定各数的位置，未读入。",
                    row.cells.len(),
                    shown()
                );
                let cells = row.cells.iter();
                self.doubts
                    .extend(cells.map(|(cell, _)| Doubt { cell: cell.clone(), why: why.clone() }));
            } else {
                // Empty cells of a merged head: the row is still to come.
                self.pending = labels;
            }
            return;
        };
        for ((id, kind), (content, block)) in row.cells.iter().zip(fitting) {
            let (figure, note) = figure(content.as_deref().unwrap_or_default(), *kind);
            if figure == Figure::Unread {
                let why = format!(
                    "文件中写的是“{}”，不是一个数，未读入。",
                    note.as_deref().unwrap_or_default()
                );
                self.doubts.push(Doubt { cell: id.clone(), why });
            }
            self.cells.insert(id.clone(), Cell { figure, note, origin: Origin::Imported });
            self.sources.insert(id.clone(), *block);
        }
    }
}

/// The part of a row's contents that are its cells, when there is exactly one: empty cells before
/// and behind may belong to merged labels.
fn fit<T>(contents: &[(Option<String>, T)], wanted: usize) -> Option<&[(Option<String>, T)]> {
    let spare = contents.len().checked_sub(wanted)?;
    let empty = |(content, _): &(Option<String>, T)| content.is_none();
    let before = contents.iter().take_while(|c| empty(c)).count();
    let behind = contents.iter().rev().take_while(|c| empty(c)).count();
    let mut ways = (0..=spare.min(before))
        .filter(|skip| spare - skip <= behind)
        .filter_map(|skip| contents.get(skip..skip + wanted));
    let first = ways.next()?;
    let same = |other: &[(Option<String>, T)]| {
        other.iter().map(|(c, _)| c).eq(first.iter().map(|(c, _)| c))
    };
    ways.all(same).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::fit;

    #[test]
    fn a_row_fits_in_one_way_or_not_at_all() {
        let contents = |text: &str| -> Vec<(Option<String>, ())> {
            text.chars().map(|c| ((c != '_').then(|| c.to_string()), ())).collect()
        };
        let fitted = |text: &str, wanted| {
            let contents = contents(text);
            fit(&contents, wanted).map(|cells| {
                cells.iter().map(|(c, ())| c.clone().unwrap_or("_".into())).collect::<String>()
            })
        };
        assert_eq!(fitted("1234567", 7).as_deref(), Some("1234567"));
        assert_eq!(fitted("_1234567", 7).as_deref(), Some("1234567"));
        assert_eq!(fitted("1234567__", 7).as_deref(), Some("1234567"));
        assert_eq!(fitted("1__4567", 7).as_deref(), Some("1__4567"));
        assert_eq!(fitted("________", 7).as_deref(), Some("_______"));
        assert_eq!(fitted("_234567_", 7), None);
        assert_eq!(fitted("12345678", 7), None);
        assert_eq!(fitted("123", 7), None);
    }
}
