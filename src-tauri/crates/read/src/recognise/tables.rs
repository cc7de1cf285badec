//! The figures of the report's tables, cell by cell, by the labels beside them.
//!
//! A row's label is followed by its figures; how many there must be, the form says. Where a file
//! gives more or fewer, nothing is shifted or guessed: the row stays 未读到, and that is said.

use super::labels::{Pending, Piece, RowLabel};
use super::lines::{Line, Shape, Token};
use super::split_digits::{MOST_WAYS, only_way};
use super::vocabulary::Vocabulary;
use crate::Doubt;
use crate::figures::figure;
use gongkai_model::form::CellId;
use gongkai_model::report::{Cell, Figure, Origin};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// Reads rows line by line.
pub(super) struct TableReader<'a> {
    rows: &'a [RowLabel],
    vocabulary: &'a Vocabulary,
    /// Labels read since the last row.
    pending: Pending,
    /// How many of them stand on the line being read.
    beside: usize,
    /// These labels have been looked up and lead to no row.
    hopeless: bool,
    row: Option<OpenRow>,
    /// The part of the table read last, and which head of another edition stands over it.
    strange: Option<(usize, &'static str)>,
    /// A table has begun and not been left for prose.
    inside: bool,
    /// The row closed last and with no label since, if its figures stood on lines of their own.
    loose: Option<usize>,
    /// Rows whose empty cells could belong to labels on either side.
    uncertain: Vec<OpenRow>,
    /// Where the first figure stands in lines of so many cells, by the rows that fit in one way.
    starts: BTreeMap<usize, usize>,
    /// Ways to part figures that ran together that may still be looked at.
    ways_left: usize,
    pub cells: BTreeMap<CellId, Cell>,
    /// Labels that read otherwise than the form's, under the first cell of their row.
    pub labels: BTreeMap<CellId, String>,
    pub sources: BTreeMap<CellId, usize>,
    pub unmatched: Vec<String>,
    pub doubts: Vec<Doubt>,
}

/// A row whose label is known and whose figures are being collected.
struct OpenRow {
    row: usize,
    /// The labels that led up to it.
    labels: Pending,
    /// The head of another edition it stands under.
    strange: Option<&'static str>,
    contents: Vec<Content>,
}

/// What stands in a cell beside a label.
struct Content {
    /// None for an empty cell.
    text: Option<String>,
    /// The document's block it comes from.
    block: usize,
    /// Its place among the cells of its line, and how many cells the line has.
    place: (usize, usize),
}

impl<'a> TableReader<'a> {
    pub fn new(rows: &'a [RowLabel], vocabulary: &'a Vocabulary) -> Self {
        TableReader {
            rows,
            vocabulary,
            pending: Pending::default(),
            beside: 0,
            hopeless: false,
            row: None,
            strange: None,
            inside: false,
            loose: None,
            uncertain: Vec::new(),
            starts: BTreeMap::new(),
            ways_left: MOST_WAYS,
            cells: BTreeMap::new(),
            labels: BTreeMap::new(),
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
        self.beside = 0;
        let mut orphans = 0;
        if self.begins_another_row(line) {
            self.close();
        }
        for (at, token) in line.tokens.iter().enumerate() {
            let place = (at, line.tokens.len());
            match token {
                Token::Label(label) if self.stands_for_a_figure(line, label) => {
                    self.collect(Some(label), line.block, place);
                }
                Token::Label(label) => {
                    self.close();
                    self.loose = None;
                    self.hopeless = false;
                    self.beside += 1;
                    self.pending.push(Piece::new(label));
                }
                Token::Figure(content) => {
                    if !self.collect(Some(content), line.block, place) {
                        orphans += 1;
                        self.revoke();
                    }
                }
                Token::Empty => {
                    self.collect(None, line.block, place);
                }
            }
        }
        // A single figure beside no label is a page number; several are a row nobody knows.
        if orphans > 1 {
            self.unmatched.push(line.text.clone());
            self.pending = Pending::default();
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
        self.pending = Pending::default();
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

    /// Blank cells before a label are its row's: they fill up no row before that has figures.
    fn begins_another_row(&self, line: &Line) -> bool {
        let begun = self
            .row
            .as_ref()
            .is_some_and(|open| open.contents.iter().any(|content| content.text.is_some()));
        let first = line.tokens.iter().find(|token| !matches!(token, Token::Empty));
        begun
            && matches!(line.tokens.first(), Some(Token::Empty))
            && matches!(first, Some(Token::Label(label)) if self.vocabulary.covers(label))
    }

    /// A word no label has, in a cell of a row whose figures have begun and are not complete, holds
    /// the place of a figure: without it the others would move.
    fn stands_for_a_figure(&self, line: &Line, label: &str) -> bool {
        line.shape != Shape::Text
            && !self.vocabulary.covers(label)
            && self.row.as_ref().is_some_and(|open| {
                let wanted = self.rows.get(open.row).map_or(0, |row| row.cells.len());
                let begun = open.contents.iter().skip_while(|content| content.text.is_none());
                (1..wanted).contains(&begun.count())
            })
    }

    /// Adds a cell's content to the row its labels lead up to; false when there is none.
    fn collect(&mut self, text: Option<&String>, block: usize, place: (usize, usize)) -> bool {
        if self.row.is_none() {
            let found = if self.hopeless { None } else { self.pending.row(self.rows, self.beside) };
            self.hopeless = found.is_none();
            let Some(row) = found else { return false };
            let labels = std::mem::take(&mut self.pending);
            let strange = self.strange_head(row, &labels);
            self.row = Some(OpenRow { row, labels, strange, contents: Vec::new() });
        }
        if let Some(open) = &mut self.row {
            open.contents.push(Content { text: text.cloned(), block, place });
        }
        true
    }

    /// The head of another edition a row stands under: heads hold for all rows of their part of the
    /// table.
    fn strange_head(&mut self, row: usize, labels: &Pending) -> Option<&'static str> {
        let row = self.rows.get(row)?;
        match row.over.among(&labels.joined()) {
            Some(Err(head)) => self.strange = Some((row.block, head)),
            Some(Ok(())) => self.strange = None,
            None => {}
        }
        self.strange.filter(|(block, _)| *block == row.block).map(|(_, head)| head)
    }

    /// One figure more than a row has, where each stood on a line of its own: any of them may be a
    /// page number, so none is certain.
    fn revoke(&mut self) {
        let Some(row) = self.loose.take().and_then(|row| self.rows.get(row)) else { return };
        for (id, _) in &row.cells {
            self.cells.remove(id);
            self.sources.remove(id);
            let why = "这一行的数比表格的列多一个（可能混入了页码），无法确定各数的位置，未读入。";
            self.doubts.push(Doubt { cell: id.clone(), why: why.to_owned() });
        }
    }

    fn close_if_complete(&mut self) {
        let complete = self.row.as_ref().is_some_and(|open| {
            let figures = open.contents.iter().filter(|content| content.text.is_some()).count();
            let wanted = self.rows.get(open.row).map_or(0, |row| row.cells.len());
            figures > 0 && open.contents.len() >= wanted
        });
        if complete {
            self.close();
        }
    }

    fn close(&mut self) {
        let Some(mut open) = self.row.take() else { return };
        let Some(row) = self.rows.get(open.row) else { return };
        self.part_run_together(&mut open, row);
        let given = open.contents.iter().filter(|content| content.text.is_some()).count();
        let Some(spare) = open.contents.len().checked_sub(row.cells.len()) else {
            if given > 0 {
                self.unfitting(&open);
            } else {
                // Empty cells of a merged head: the row is still to come.
                self.pending = open.labels;
            }
            return;
        };
        if row.is_part() && spare > 0 {
            self.unfitting(&open);
            return;
        }
        let ways = ways(&open.contents, spare);
        match ways.as_slice() {
            [] => self.unfitting(&open),
            [skip] => {
                if given > 0 {
                    self.remember_start(&open, *skip);
                }
                self.accept(&open, *skip);
            }
            [first, ..] if given == 0 => self.accept(&open, *first),
            _ => self.uncertain.push(open),
        }
    }

    /// Parts figures that ran together, where the row's sums leave one way, and says so.
    fn part_run_together(&mut self, open: &mut OpenRow, row: &RowLabel) {
        let mut given = open.contents.iter().filter(|content| content.text.is_some());
        let (Some(Content { text: Some(text), block, place }), None) = (given.next(), given.next())
        else {
            return;
        };
        // A single figure beside blank cells is a figure, whatever its digits would add up to.
        let digits = text.nfkc().all(|c| c.is_ascii_digit());
        let certain = !row.sums.is_empty() || text.nfkc().all(|c| c == '0');
        if open.contents.len() >= row.cells.len() || !digits || !certain {
            return;
        }
        let holds = |numbers: &[Decimal]| {
            row.sums.iter().all(|(parts, total)| {
                let sum: Option<Decimal> = parts.iter().map(|at| numbers.get(*at)).sum();
                sum.as_ref() == numbers.get(*total)
            })
        };
        let text: String = text.nfkc().collect();
        let Some(parts) = only_way(&text, row.cells.len(), &holds, &mut self.ways_left) else {
            return;
        };
        let why = format!(
            "文件中这一行的数连在一起（{text}），只有一种拆法合得上，已拆为{}，请核对。",
            parts.join("、")
        );
        self.doubt_all(row, &why);
        let (block, place) = (*block, *place);
        let part = |text| Content { text: Some(text), block, place };
        open.contents = parts.into_iter().map(part).collect();
    }

    fn remember_start(&mut self, open: &OpenRow, skip: usize) {
        let mut widths = open.contents.iter().map(|content| content.place.1);
        let one_line = widths.next().filter(|width| widths.all(|other| other == *width));
        let first = open.contents.get(skip).map(|content| content.place.0);
        if let (Some(width), Some(start)) = (one_line, first) {
            self.starts.entry(width).or_insert(start);
        }
    }

    /// Settles the rows that other rows of the same width make certain; call it at the end.
    pub fn finish(&mut self) {
        self.leave();
        for open in std::mem::take(&mut self.uncertain) {
            let wanted = self.rows.get(open.row).map_or(0, |row| row.cells.len());
            let spare = open.contents.len().saturating_sub(wanted);
            let known = ways(&open.contents, spare).into_iter().find(|skip| {
                open.contents.get(*skip).is_some_and(|content| {
                    self.starts.get(&content.place.1) == Some(&content.place.0)
                })
            });
            match known {
                Some(skip) => self.accept(&open, skip),
                None => self.unfitting(&open),
            }
        }
    }

    fn accept(&mut self, open: &OpenRow, skip: usize) {
        let Some(row) = self.rows.get(open.row) else { return };
        if let Some(head) = open.strange {
            let why =
                format!("文件中这一行在另一版格式的表头（“{head}”）之下，数的含义不同，未读入。");
            self.doubt_all(row, &why);
            return;
        }
        if row.cells.iter().any(|(id, _)| self.cells.contains_key(id)) {
            self.unmatched.push(format!("重复出现的一行：{}", shown(&open.contents)));
            return;
        }
        if let (Some((cell, _)), Some(label)) = (row.cells.first(), open.labels.last()) {
            // A label broken over lines ends as the form's does.
            if !label.bare.is_empty() && !row.official.contains(&label.bare) {
                self.labels.insert(cell.clone(), label.text.clone());
            }
        }
        let mut blocks: Vec<usize> = open.contents.iter().map(|content| content.block).collect();
        blocks.dedup();
        self.loose = (blocks.len() > 1).then_some(open.row);
        for ((id, kind), content) in row.cells.iter().zip(open.contents.iter().skip(skip)) {
            let (figure, note) = figure(content.text.as_deref().unwrap_or_default(), *kind);
            if figure == Figure::Unread {
                let said = note.as_deref().unwrap_or_default();
                let why = format!("文件中写的是“{said}”，不是一个数，未读入。");
                self.doubts.push(Doubt { cell: id.clone(), why });
            }
            self.cells.insert(id.clone(), Cell { figure, note, origin: Origin::Imported });
            self.sources.insert(id.clone(), content.block);
        }
    }

    fn unfitting(&mut self, open: &OpenRow) {
        let Some(row) = self.rows.get(open.row) else { return };
        let why = format!(
            "这一行应有{}个数，文件中是“{}”，无法确定各数的位置，未读入。",
            row.cells.len(),
            shown(&open.contents)
        );
        self.doubt_all(row, &why);
    }

    fn doubt_all(&mut self, row: &RowLabel, why: &str) {
        let doubt = |(id, _): &(CellId, _)| Doubt { cell: id.clone(), why: why.to_owned() };
        self.doubts.extend(row.cells.iter().map(doubt));
    }
}

fn shown(contents: &[Content]) -> String {
    let texts = contents.iter().map(|content| content.text.as_deref().unwrap_or("（空）"));
    texts.collect::<Vec<_>>().join(" ")
}

/// How many contents can be skipped at the beginning so that, with the others skipped at the end,
/// `spare` fewer are left: empty cells before and behind a row may belong to merged labels.
fn ways(contents: &[Content], spare: usize) -> Vec<usize> {
    let before = contents.iter().take_while(|content| content.text.is_none()).count();
    let behind = contents.iter().rev().take_while(|content| content.text.is_none()).count();
    (0..=spare.min(before)).filter(|skip| spare - skip <= behind).collect()
}

#[cfg(test)]
mod tests {
    use super::{Content, ways};

    #[test]
    fn a_row_fits_in_one_way_or_in_several_or_not_at_all() {
        let ways = |text: &str, wanted: usize| {
            let contents: Vec<Content> = text
                .chars()
                .map(|c| Content {
                    text: (c != '_').then(|| c.to_string()),
                    block: 0,
                    place: (0, 0),
                })
                .collect();
            ways(&contents, contents.len() - wanted)
        };
        assert_eq!(ways("1234567", 7), [0]);
        assert_eq!(ways("_1234567", 7), [1]);
        assert_eq!(ways("1234567__", 7), [0]);
        assert_eq!(ways("1__4567", 7), [0]);
        assert_eq!(ways("_234567_", 7), [0, 1]);
        assert_eq!(ways("12345678", 7), [0; 0]);
    }
}
