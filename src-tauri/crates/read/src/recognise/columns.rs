//! Rows of a table with a grid → the same rows with their figures in the form's order, so that what
//! reads them by their labels needs no grid: a cell belongs to the column it stands in, whatever it
//! says. Columns the form has not are passed over, and told with what stands in them.
//!
//! **Deliberately absent**: which row a label names ([`super::tables`]); figures without a grid.

use super::column_heads::{ColumnsFound, FormHeads};
use super::lines::{Line, Place, Shape, Token};
use crate::Doubt;
use gongkai_model::document::{heading_level, normalize};
use gongkai_model::form::{CellId, Kind};
use std::collections::BTreeMap;
use std::ops::Range;

/// Lines before a table that may be its name.
const MOST_BEFORE: usize = 4;
/// Longest of them, in characters.
const LONGEST_BEFORE: usize = 40;

/// What was told by putting tables in order.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// What stands in columns the form has not, a sentence each.
    pub passed_over: Vec<String>,
    pub doubts: Vec<Doubt>,
}

/// Puts the figures of every table with a grid in the form's order.
pub(super) fn put_in_order(lines: &mut [Line], heads: &FormHeads) -> Told {
    let mut told = Told::default();
    let mut over: Option<ColumnsFound<'_>> = None;
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let end = end_of_table(lines, at);
        if end == at {
            // A table goes on on the next page, not in the next chapter.
            if heading_level(&line.text) == Some(1) {
                over = None;
            }
            at += 1;
            continue;
        }
        let before = before(lines, at);
        if let Some(rows) = lines.get_mut(at..end) {
            let width = rows.iter().flat_map(|l| &l.places).map(Place::end).max().unwrap_or(0);
            over = over.filter(|over| over.width == width);
            let mut table = Table { heads, over, width, told: &mut told };
            table.put_in_order(rows, &before);
            over = table.over;
        }
        at = end;
    }
    told
}

/// Where the table that begins at a line ends; there where none does.
fn end_of_table(lines: &[Line], from: usize) -> usize {
    let Some(first) = lines.get(from) else { return from };
    let same = |line: &&Line| match first.shape {
        Shape::Row => line.shape == Shape::Row && line.block == first.block,
        Shape::Cells => {
            let cells = first.tokens.len();
            cells > 1 && line.shape == Shape::Cells && line.tokens.len() == cells
        }
        Shape::Text => false,
    };
    let count = lines.iter().skip(from).take_while(same).count();
    // Lines of cells without another beside them are no grid.
    let least = if first.shape == Shape::Cells { 2 } else { 1 };
    from + if count < least { 0 } else { count }
}

/// The lines right before a table, the nearest first, as keys.
fn before(lines: &[Line], table: usize) -> Vec<String> {
    let above = lines.get(..table).unwrap_or_default().iter().rev();
    let name =
        |line: &&Line| line.shape == Shape::Text && line.text.chars().count() <= LONGEST_BEFORE;
    above.take_while(name).take(MOST_BEFORE).map(|line| normalize::key(&line.text)).collect()
}

struct Table<'h, 't> {
    heads: &'h FormHeads,
    /// The heads in force.
    over: Option<ColumnsFound<'h>>,
    width: usize,
    told: &'t mut Told,
}

impl Table<'_, '_> {
    fn put_in_order(&mut self, lines: &mut [Line], before: &[String]) {
        let mut at = 0;
        while at < lines.len() {
            let is_head = |line: &Line| self.heads.are_in(line);
            let heads = lines.iter().skip(at).take_while(|line| is_head(line)).count();
            let below = at + heads;
            let rows = lines.iter().skip(below).take_while(|line| !is_head(line)).count();
            let end = below + rows;
            if let Some(run) = lines.get(at..below)
                && heads > 0
            {
                self.over = self.heads.columns(run, self.width, before);
            }
            if let Some((run, rows)) =
                lines.get_mut(at..end).and_then(|part| part.split_at_mut_checked(heads))
            {
                let known = self.rows(rows);
                if let Some(over) = self.over.as_ref().filter(|_| known) {
                    let guess = |(cell, why)| Doubt { cell, why };
                    self.told.doubts.extend(over.guesses().into_iter().map(guess));
                    for line in run {
                        line.in_order = true;
                        line.cells = (!over.block.labelled).then(Vec::new);
                    }
                }
            }
            at = end;
        }
    }

    /// Puts the figures of the rows under the heads in force in order; whether there are any.
    fn rows(&mut self, lines: &mut [Line]) -> bool {
        let Some(over) = self.over.take() else {
            self.without_heads(lines);
            return false;
        };
        let mut strange: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        match over.block.labelled {
            true => self.labelled(&over, lines, &mut strange),
            false => one_row(&over, lines, &mut strange),
        }
        for (column, texts) in strange {
            let column = match over.head(column).map_or("", |(_, head)| head) {
                "" => "表格中有一列没有表头".to_owned(),
                head => format!("格式中没有“{head}”这一列"),
            };
            self.told.passed_over.push(format!("{column}，没有读：{}", texts.join("、")));
        }
        self.over = Some(over);
        lines.iter().any(|line| line.in_order || line.cells.is_some())
    }

    fn labelled(
        &self,
        over: &ColumnsFound<'_>,
        lines: &mut [Line],
        strange: &mut BTreeMap<usize, Vec<String>>,
    ) {
        let first = over.first_column();
        let is_label = |token: &Token| match token {
            Token::Label(label) => self.heads.is_row_label(label),
            _ => false,
        };
        // Columns left of the figures that hold labels stand under heads that rows' labels do.
        let mut stub: Vec<usize> = Vec::new();
        for (token, place) in lines.iter().flat_map(|line| line.tokens.iter().zip(&line.places)) {
            if place.end() <= first
                && is_label(token)
                && let Some((unit, _)) = over.head(place.column)
            {
                stub.push(unit);
            }
        }
        let passed_over = |column: usize| {
            column < first
                && over.head(column).is_some_and(|(unit, head)| {
                    !head.is_empty() && !stub.is_empty() && !stub.contains(&unit)
                })
        };
        let rows = rows_of(lines, first);
        for (number, line) in lines.iter_mut().enumerate() {
            let cells: Vec<(&Token, &Place)> = line.tokens.iter().zip(&line.places).collect();
            let says = |token: &Token| !matches!(token, Token::Empty);
            let across = |place: &Place| place.column < first && place.end() > first;
            if cells.iter().any(|(token, place)| says(token) && across(place))
                && line.figures() == 0
            {
                continue;
            }
            let left = || cells.iter().filter(|(_, place)| place.column < first);
            let labels: Vec<Token> = left()
                .filter(|(token, place)| {
                    matches!(token, Token::Label(_)) && !passed_over(place.column)
                })
                .map(|(token, _)| (*token).clone())
                .collect();
            let aside = left().any(|(token, place)| {
                matches!(token, Token::Figure(_)) && !passed_over(place.column) || across(place)
            });
            let last = cells.iter().map(|(_, place)| place.end()).max().unwrap_or(0);
            let short = rows.reach(number).max(last) < over.end();
            if aside || short {
                if let Some(tokens) = by_count(self.heads, over, line) {
                    line.tokens = tokens;
                    line.in_order = true;
                }
                continue;
            }
            for (token, place) in &cells {
                let beside = place.column >= first && over.strange(place.column).is_some();
                if (beside || passed_over(place.column))
                    && let Some(text) = text(token)
                {
                    let unit = over.head(place.column).map_or(place.column, |(unit, _)| unit);
                    strange.entry(unit).or_default().push(text.to_owned());
                }
            }
            let mut contents: Vec<Token> = Vec::with_capacity(over.leaves());
            for leaf in 0..over.leaves() {
                contents.push(match over.of(leaf) {
                    Some(columns) => rows.figure(over, number, &cells, &columns),
                    None => Token::Absent,
                });
            }
            if labels.is_empty() && !contents.iter().any(|token| text(token).is_some()) {
                continue;
            }
            line.tokens = labels.into_iter().chain(contents).collect();
            line.in_order = true;
        }
    }

    /// Without heads the order of the form holds; what stands right of the labels is a figure's place.
    fn without_heads(&self, lines: &mut [Line]) {
        let is_label = |token: &Token| match token {
            Token::Label(label) => self.heads.is_row_label(label),
            _ => false,
        };
        let cells = lines.iter().flat_map(|line| line.tokens.iter().zip(&line.places));
        let ends = cells.filter(|(token, _)| is_label(token)).map(|(_, place)| place.end());
        let Some(stub) = ends.max() else { return };
        for line in lines {
            let right = |place: &Place| place.column >= stub;
            let tokens = line.tokens.iter().zip(&line.places);
            let labelled = tokens.clone().any(|(token, _)| is_label(token));
            let known = labelled || line.figures() > 1;
            let label = tokens
                .clone()
                .any(|(token, place)| matches!(token, Token::Label(_)) && !right(place));
            if !known || !label {
                continue;
            }
            let kept = tokens.filter(|(token, place)| **token != Token::Empty || right(place));
            let kept = kept.map(|(token, place)| match token {
                Token::Label(text) if right(place) => Token::Figure(text.clone()),
                token => token.clone(),
            });
            line.tokens = kept.collect();
        }
    }
}

/// The only row under heads over rows without labels. Of several nobody knows which it is.
fn one_row(
    over: &ColumnsFound<'_>,
    lines: &mut [Line],
    strange: &mut BTreeMap<usize, Vec<String>>,
) {
    let first = over.first_column();
    let rows = rows_of(lines, first);
    let mut found: Vec<(usize, Vec<Token>)> = Vec::new();
    for (number, line) in lines.iter_mut().enumerate() {
        let cells: Vec<(&Token, &Place)> = line.tokens.iter().zip(&line.places).collect();
        let across = |place: &Place| {
            over.of_leaf.iter().flatten().count() > 1
                && place.columns > 1
                && place.column <= first
                && place.end() > first
        };
        if line.figures() == 0
            && cells.iter().any(|(token, place)| text(token).is_some() && across(place))
        {
            continue;
        }
        let figure =
            |leaf: usize| over.of(leaf).map(|columns| rows.figure(over, number, &cells, &columns));
        let mut contents: Vec<Token> = (0..over.leaves()).filter_map(figure).collect();
        // Figures beside those the heads stand over: nobody knows which belong to them.
        let headless = |(token, place): &(&Token, &Place)| {
            matches!(token, Token::Figure(_)) && over.strange(place.column) == Some("")
        };
        if cells.iter().any(headless) {
            contents.fill(Token::Unclear(line.text.clone()));
        }
        if contents.iter().all(|token| text(token).is_none()) && line.figures() == 0 {
            continue;
        }
        for (token, place) in &cells {
            if over.strange(place.column).is_some()
                && let Token::Figure(text) = token
            {
                let unit = over.head(place.column).map_or(place.column, |(unit, _)| unit);
                strange.entry(unit).or_default().push(text.clone());
            }
        }
        found.push((number, contents));
    }
    let cells: Vec<(CellId, Kind)> = (0..over.leaves())
        .filter(|leaf| over.of(*leaf).is_some())
        .filter_map(|leaf| over.cell(leaf).cloned())
        .collect();
    let several = found.iter().skip(1).any(|(_, next)| found.first().is_some_and(|f| f.1 != *next));
    let all: Vec<Vec<Token>> = found.iter().map(|(_, contents)| contents.clone()).collect();
    for (at, (number, contents)) in found.into_iter().enumerate() {
        let Some(line) = lines.get_mut(number) else { continue };
        if at > 0 {
            line.cells = Some(Vec::new());
            continue;
        }
        line.cells = Some(cells.clone());
        line.tokens = match several {
            false => contents,
            true => (0..cells.len()).map(|leaf| together(&all, leaf)).collect(),
        };
    }
}

/// What several rows say of one figure.
fn together(rows: &[Vec<Token>], leaf: usize) -> Token {
    let texts = rows.iter().filter_map(|row| row.get(leaf)).filter_map(text);
    Token::Unclear(texts.collect::<Vec<_>>().join("、"))
}

/// The figures of a row whose cells do not stand under the heads: as many as there are columns, they
/// are taken in the columns' order.
fn by_count(heads: &FormHeads, over: &ColumnsFound<'_>, line: &Line) -> Option<Vec<Token>> {
    let is_label = |token: &Token| matches!(token, Token::Label(_));
    let is_row_label = |token: &Token| matches!(token, Token::Label(l) if heads.is_row_label(l));
    let label = line.tokens.iter().rposition(is_row_label);
    let label = label.or_else(|| line.tokens.iter().rposition(is_label));
    let (labels, contents) = line.tokens.split_at_checked(label.map_or(0, |at| at + 1))?;
    let order = over.in_order();
    let fits = order.len() == contents.len();
    if line.figures() == 0 || !fits && over.is_plain() {
        return None;
    }
    let labels = labels.iter().filter(|token| is_label(token)).cloned();
    let figures = (0..over.leaves()).map(|leaf| {
        let place = order.iter().position(|column| *column == Some(leaf));
        let content = place.filter(|_| fits).and_then(|at| contents.get(at));
        match content.map(text) {
            Some(Some(text)) => Token::Figure(text.to_owned()),
            Some(None) => Token::Empty,
            None => Token::Unclear(line.text.clone()),
        }
    });
    Some(labels.chain(figures).collect())
}

/// What a token says; none for a blank cell.
fn text(token: &Token) -> Option<&str> {
    match token {
        Token::Label(text) | Token::Figure(text) | Token::Unclear(text) => Some(text),
        Token::Empty | Token::Absent => None,
    }
}

/// Cells that reach down over several rows, and which rows have labels.
struct Rows {
    /// Each with what it says.
    tall: Vec<(Range<usize>, Place, Option<String>)>,
    labelled: Vec<bool>,
}

fn rows_of(lines: &[Line], first: usize) -> Rows {
    let mut rows = Rows { tall: Vec::new(), labelled: Vec::new() };
    for (number, line) in lines.iter().enumerate() {
        let mut labelled = false;
        for (token, place) in line.tokens.iter().zip(&line.places) {
            labelled |= place.column < first && matches!(token, Token::Label(_));
            // Rows are counted by their lines; one without a cell of its own has none.
            let below = lines.iter().skip(number + 1);
            let reached = below
                .take_while(|next| {
                    next.places.first().is_some_and(|p| p.row < place.row + place.rows)
                })
                .count();
            if place.rows > 1 && reached > 0 {
                let text = text(token).map(str::to_owned);
                rows.tall.push((number..number + 1 + reached, *place, text));
            }
        }
        rows.labelled.push(labelled);
    }
    rows
}

impl Rows {
    /// The last column a row's cells from above reach to.
    fn reach(&self, row: usize) -> usize {
        let over = self.tall.iter().filter(|(rows, ..)| rows.contains(&row));
        over.map(|(_, place, _)| place.end()).max().unwrap_or(0)
    }

    /// What a row says in some columns: a figure of its own, or one nobody can tell from others'.
    fn figure(
        &self,
        over: &ColumnsFound<'_>,
        row: usize,
        cells: &[(&Token, &Place)],
        columns: &Range<usize>,
    ) -> Token {
        let from_above = self.tall.iter().find(|(rows, place, _)| {
            rows.contains(&row)
                && place.column < columns.end
                && columns.start < place.end()
                && rows.clone().filter(|row| self.labelled.get(*row) == Some(&true)).count() > 1
        });
        if let Some((_, _, text)) = from_above {
            return text.clone().map_or(Token::Empty, Token::Unclear);
        }
        let within = |place: &Place| place.column < columns.end && columns.start < place.end();
        let own: Vec<&(&Token, &Place)> = cells.iter().filter(|(_, p)| within(p)).collect();
        let mut saying = own.iter().filter(|(token, _)| text(token).is_some());
        match (saying.next(), saying.next()) {
            (None, _) if own.is_empty() => Token::Absent,
            (None, _) => Token::Empty,
            (Some((token, place)), None) => {
                let said = text(token).unwrap_or_default().to_owned();
                if over.reaches_out(columns, place) {
                    Token::Unclear(said)
                } else {
                    Token::Figure(said)
                }
            }
            _ => {
                let texts = own.iter().filter_map(|(token, _)| text(token));
                Token::Unclear(texts.collect::<Vec<_>>().join("、"))
            }
        }
    }
}
