//! The figures of the report's tables, cell by cell, by the labels beside them.
//!
//! A row's label is followed by its figures; how many there must be, the form says. Where a file
//! gives more or fewer, nothing is shifted or guessed: the row stays 未读到, and that is said.

use super::labels::{Pending, Piece, RowLabel};
use super::lines::{Line, Shape, Token};
use super::money;
use super::split_digits::{MOST_WAYS, only_way};
use super::vocabulary::Vocabulary;
use crate::Doubt;
use crate::figures::figure;
use gongkai_model::form::{CellId, Kind};
use gongkai_model::report::{Cell, Figure, Origin};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::UnicodeNormalization;

/// From this likeness on, a label between two rows that are right is the row's between them.
const BETWEEN: f64 = 0.5;

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
    /// The unit of money named over the table.
    unit: Option<String>,
    /// A table has begun and not been left for prose.
    inside: bool,
    /// For parts of tables whose heads told it: the columns of the form by the order their figures
    /// stand in.
    orders: BTreeMap<usize, Vec<usize>>,
    /// Parts of tables whose heads were found.
    headed: BTreeSet<usize>,
    /// Parts of tables of which rows were read.
    read: BTreeSet<usize>,
    /// The row read last, and figures behind it beside a label nobody knows.
    last: Option<usize>,
    nameless: Option<Nameless>,
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
    /// The unit its amounts are given in, where the form wants 万元 and another is named.
    unit: Option<String>,
    /// Its contents stand in the form's order, whatever the heads say.
    in_order: bool,
    contents: Vec<Content>,
}

/// Figures beside a label that names no row.
struct Nameless {
    label: Piece,
    contents: Vec<Content>,
    /// The row read right before them.
    after: Option<usize>,
    line: String,
}

/// What stands in a cell beside a label.
#[derive(Clone)]
struct Content {
    /// None for an empty cell.
    text: Option<String>,
    certainty: Certainty,
    /// The document's block it comes from.
    block: usize,
    /// Its place among the cells of its line, and how many cells the line has.
    place: (usize, usize),
}

#[derive(Clone, Copy, PartialEq)]
enum Certainty {
    Certain,
    /// It may be another figure's, or several figures'.
    Unclear,
    /// The table has no such column.
    Absent,
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
            orders: BTreeMap::new(),
            headed: BTreeSet::new(),
            read: BTreeSet::new(),
            last: None,
            nameless: None,
            unit: None,
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
            let unit = self.unit.take();
            self.leave();
            self.unit = unit;
            self.take_name(line);
            return false;
        }
        self.inside = true;
        self.beside = 0;
        if let Some(cells) = &line.cells {
            self.take_known(line, cells);
            return true;
        }
        let mut orphans = 0;
        if self.begins_another_row(line) {
            self.close();
        }
        for (at, token) in line.tokens.iter().enumerate() {
            let place = (at, line.tokens.len());
            match token {
                Token::Label(label) if self.stands_for_a_figure(line, label) => {
                    self.collect(content(token, line, place), line);
                }
                Token::Label(label) => {
                    self.close();
                    self.loose = None;
                    self.hopeless = false;
                    self.beside += 1;
                    self.pending.push(Piece::new(label));
                }
                Token::Figure(_) | Token::Unclear(_) => {
                    if !self.collect(content(token, line, place), line) {
                        orphans += 1;
                        self.revoke();
                    }
                }
                Token::Empty | Token::Absent => {
                    self.collect(content(token, line, place), line);
                }
            }
        }
        // A single figure beside no label is a page number; several are a row nobody knows.
        if orphans > 1 || orphans == 1 && line.shape != Shape::Text && self.beside > 0 {
            self.keep_nameless(line);
        }
        if line.tokens.len() > 1 {
            self.close_if_complete();
        }
        if line.shape == Shape::Row {
            self.close();
        }
        true
    }

    /// What stands over a table may name its unit.
    pub fn take_name(&mut self, line: &Line) {
        self.unit = money::in_line(&line.text).or(self.unit.take());
    }

    /// Ends the table: a heading or prose follows.
    pub fn leave(&mut self) {
        self.unit = None;
        self.close();
        self.pending = Pending::default();
        self.inside = false;
    }

    /// Takes a row whose figures are known by the heads over them.
    fn take_known(&mut self, line: &Line, cells: &[(CellId, Kind)]) {
        self.close();
        self.pending = Pending::default();
        let own = |id: &CellId| self.rows.iter().position(|r| r.cells.iter().any(|c| c.0 == *id));
        let Some(row) = cells.first().and_then(|(id, _)| own(id)) else { return };
        if let Some(row) = self.rows.get(row) {
            self.headed.insert(row.block);
        }
        let contents = line.tokens.iter().enumerate();
        let contents: Vec<Content> =
            contents.map(|(at, token)| content(token, line, (at, line.tokens.len()))).collect();
        self.fill(cells, &contents);
        self.last = Some(row);
    }

    /// Keeps figures beside a label that names no row, until the next row tells whose they are.
    fn keep_nameless(&mut self, line: &Line) {
        self.give_up_nameless();
        let label = self.pending.last().cloned();
        self.pending = Pending::default();
        let behind = line.tokens.iter().rposition(|token| matches!(token, Token::Label(_)));
        match (label, behind) {
            (Some(label), Some(behind)) if self.beside > 0 => {
                let contents = line.tokens.iter().enumerate().skip(behind + 1);
                let contents = contents.map(|(at, t)| content(t, line, (at, line.tokens.len())));
                self.nameless = Some(Nameless {
                    label,
                    contents: contents.collect(),
                    after: self.last,
                    line: line.text.clone(),
                });
            }
            _ => self.unmatched.push(line.text.clone()),
        }
    }

    fn give_up_nameless(&mut self) {
        self.unmatched.extend(self.nameless.take().map(|nameless| nameless.line));
    }

    /// Figures beside a label with a character wrong, between two rows that are right, are the row's
    /// between them.
    fn settle_nameless(&mut self, next: usize) {
        let Some(nameless) = self.nameless.take() else { return };
        let between = next.checked_sub(1).and_then(|between| {
            let row = self.rows.get(between)?;
            let fits = nameless.after.is_some_and(|after| after + 2 == next)
                && row.cells.len() == nameless.contents.len()
                && row.likeness(&nameless.label.bare) >= BETWEEN;
            fits.then_some((between, row))
        });
        let Some((between, row)) = between else {
            self.unmatched.push(nameless.line);
            return;
        };
        let why = format!(
            "这一行的项目写作“{}”，按前后两行认作格式中的这一项，请核对。",
            nameless.label.text
        );
        self.doubts.extend(row.cells.first().map(|(id, _)| Doubt { cell: id.clone(), why }));
        let mut labels = Pending::default();
        labels.push(nameless.label);
        let contents = nameless.contents;
        self.accept(
            &OpenRow { row: between, labels, strange: None, unit: None, in_order: true, contents },
            0,
        );
    }

    fn is_table(&self, line: &Line) -> bool {
        if line.in_order {
            return true;
        }
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
    fn collect(&mut self, content: Content, line: &Line) -> bool {
        if self.row.is_none() {
            let found = if self.hopeless { None } else { self.pending.row(self.rows, self.beside) };
            self.hopeless = found.is_none();
            let Some(row) = found else { return false };
            let labels = std::mem::take(&mut self.pending);
            let strange = self.strange_head(row, &labels);
            self.learn_order(row, &labels);
            let in_order = line.in_order;
            let unit = money::in_labels(&labels.joined()).or_else(|| self.unit.clone());
            let contents = Vec::new();
            self.row = Some(OpenRow { row, labels, strange, unit, in_order, contents });
            if let Some(row) = self.rows.get(row).filter(|_| in_order) {
                self.headed.insert(row.block);
            }
        }
        if let Some(open) = &mut self.row {
            open.contents.push(content);
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

    /// How the heads among the labels before a row say its columns follow each other.
    fn learn_order(&mut self, row: usize, labels: &Pending) {
        let Some(row) = self.rows.get(row) else { return };
        if !row.over.stand_in(&labels.joined()) {
            return;
        }
        self.headed.insert(row.block);
        match labels.order(&row.order) {
            Some(order) => self.orders.insert(row.block, order),
            None => self.orders.remove(&row.block),
        };
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
        let (Some(Content { text: Some(text), block, place, .. }), None) =
            (given.next(), given.next())
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
        let certainty = Certainty::Certain;
        let part = |text| Content { text: Some(text), certainty, block, place };
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
        self.give_up_nameless();
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

    /// Says once that figures stand in the form's order because no heads told theirs.
    pub fn tell_missing_heads(&mut self) {
        let headless = |row: &&RowLabel| {
            row.cells.len() > 1
                && self.read.contains(&row.block)
                && !self.headed.contains(&row.block)
        };
        let first = self.rows.iter().find(headless).and_then(|row| row.cells.first());
        let why = "文件的表格没有表头，各列按格式的次序读入，请核对。";
        self.doubts.extend(first.map(|(id, _)| Doubt { cell: id.clone(), why: why.to_owned() }));
    }

    fn accept(&mut self, open: &OpenRow, skip: usize) {
        let Some(row) = self.rows.get(open.row) else { return };
        if let Some(head) = open.strange {
            let why =
                format!("文件中这一行在另一版格式的表头（“{head}”）之下，数的含义不同，未读入。");
            self.doubt_all(row, &why);
            return;
        }
        self.settle_nameless(open.row);
        if row.cells.iter().any(|(id, _)| self.cells.contains_key(id)) {
            self.unmatched.push(format!("重复出现的一行：{}", shown(&open.contents)));
            return;
        }
        if let (Some((cell, _)), Some(label)) = (row.cells.first(), open.labels.last()) {
            // A label broken over lines ends as the form's does.
            let said = row.is_official(&label.bare);
            if !label.bare.is_empty() && !said {
                self.labels.insert(cell.clone(), label.text.clone());
            }
        }
        let mut blocks: Vec<usize> = open.contents.iter().map(|content| content.block).collect();
        blocks.dedup();
        self.loose = (blocks.len() > 1).then_some(open.row);
        self.read.insert(row.block);
        self.last = Some(open.row);
        let contents = open.contents.get(skip..).unwrap_or_default();
        if row.in_wan {
            self.fill_amounts(row, open.unit.as_deref(), contents);
        }
        let order = self.orders.get(&row.block).filter(|_| !open.in_order);
        match order.filter(|order| order.len() == row.cells.len()) {
            Some(order) => {
                let cells = order.iter().filter_map(|leaf| row.cells.get(*leaf)).cloned();
                self.fill(&cells.collect::<Vec<_>>(), contents);
            }
            None => self.fill(&row.cells, contents),
        }
    }

    /// Amounts given in another unit than the form's are no figures of it: what the file says is
    /// kept with its unit.
    fn fill_amounts(&mut self, row: &RowLabel, unit: Option<&str>, contents: &[Content]) {
        for ((id, kind), content) in row.cells.iter().zip(contents) {
            let text = content.text.as_deref().unwrap_or_default();
            let (read, note) = figure(text, *kind);
            let own = money::in_cell(text);
            let given = own.as_deref().or(unit).unwrap_or(money::OF_FORM);
            let something = read.number().is_some_and(|number| !number.is_zero());
            if given == money::OF_FORM || !something || content.certainty != Certainty::Certain {
                continue;
            }
            let said = note.unwrap_or_else(|| text.trim().to_owned());
            let said = if own.is_some() { said } else { format!("{said}{given}") };
            let why =
                format!("文件中写的是“{said}”，格式的单位是万元，未读入；请核对后按万元填写。");
            self.doubts.push(Doubt { cell: id.clone(), why });
            let origin = Origin::Imported;
            let cell = Cell { figure: Figure::Unread, note: Some(said), origin };
            self.cells.insert(id.clone(), cell);
            self.sources.insert(id.clone(), content.block);
        }
    }

    /// What the cells of a row say.
    fn fill(&mut self, cells: &[(CellId, Kind)], contents: &[Content]) {
        for ((id, kind), content) in cells.iter().zip(contents) {
            if self.cells.contains_key(id) {
                continue;
            }
            let text = content.text.as_deref().unwrap_or_default();
            let (figure, note) = match content.certainty {
                Certainty::Certain => figure(text, *kind),
                Certainty::Unclear => (Figure::Unread, None),
                Certainty::Absent => {
                    let why = "文件的这张表没有这一列，未读入。";
                    self.doubts.push(Doubt { cell: id.clone(), why: why.to_owned() });
                    continue;
                }
            };
            if figure == Figure::Unread {
                let why = match (&content.certainty, note.as_deref()) {
                    (Certainty::Unclear, _) => {
                        format!(
                            "文件中这一格与别的格合在一起（“{text}”），不知是哪一格的数，未读入。"
                        )
                    }
                    (_, Some(said)) => format!("文件中写的是“{said}”，不是一个数，未读入。"),
                    (_, None) => "文件中写明这一格未读到，请对照原件补上。".to_owned(),
                };
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

/// What a piece of a line says of a figure.
fn content(token: &Token, line: &Line, place: (usize, usize)) -> Content {
    let (text, certainty) = match token {
        Token::Label(text) | Token::Figure(text) => (Some(text.clone()), Certainty::Certain),
        Token::Unclear(text) => (Some(text.clone()), Certainty::Unclear),
        Token::Empty => (None, Certainty::Certain),
        Token::Absent => (None, Certainty::Absent),
    };
    Content { text, certainty, block: line.block, place }
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
    use super::{Certainty, Content, ways};

    #[test]
    fn a_row_fits_in_one_way_or_in_several_or_not_at_all() {
        let ways = |text: &str, wanted: usize| {
            let contents: Vec<Content> = text
                .chars()
                .map(|c| Content {
                    text: (c != '_').then(|| c.to_string()),
                    certainty: Certainty::Certain,
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
