//! Ruled lines → the places of tables and of their cells.

use super::content_stream::{Mark, Rule, Sheet};
use crate::Unreadable;
use crate::formats::grid::{Content, Grid, paragraph};
use gongkai_model::document::Role;

/// Lines closer than this are one, in points: double rules and cells with a border of their own.
const SAME: f64 = 4.0;
/// Most lines of a page in one direction; a page with more has a drawing on it, not a table.
const MOST_LINES: usize = 500;
/// Most places of a table on one page; the fullest of a report has 400.
const MOST_PLACES: usize = 10_000;

/// Most of a table's width that is ruled at an edge a page break has left open.
const MOST_OPEN: f64 = 0.25;
/// Widest margin within a cell that is counted on, in points.
const WIDEST_MARGIN: f64 = 3.0;

/// A table as ruled on one page.
pub(super) struct Area {
    /// Places of the lines, ascending.
    pub rows: Vec<f64>,
    pub columns: Vec<f64>,
    /// For each place, row by row, the number of the cell it belongs to.
    cells: Vec<usize>,
    pub marks: Vec<Mark>,
    /// No line is drawn at its top, at its bottom: a page break parts a row there.
    open_above: bool,
    open_below: bool,
}

/// Lines in one direction: pieces on the same place joined. Pieces that do not meet are of two tables,
/// and each keeps its own place.
fn joined(mut rules: Vec<Rule>) -> Vec<Rule> {
    rules.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut out: Vec<Rule> = Vec::new();
    let mut group: Vec<Rule> = Vec::new();
    let flush = |group: &mut Vec<Rule>, out: &mut Vec<Rule>| {
        group.sort_by(|a, b| a.from.total_cmp(&b.from));
        // A line, and the places of its first and last piece across.
        let mut open: Option<(Rule, f64, f64)> = None;
        let whole =
            |(rule, first, last): (Rule, f64, f64)| Rule { at: (first + last) / 2.0, ..rule };
        for rule in group.drain(..) {
            match &mut open {
                Some((line, first, last)) if rule.from <= line.to + SAME => {
                    line.to = line.to.max(rule.to);
                    (*first, *last) = (first.min(rule.at), last.max(rule.at));
                }
                _ => out.extend(open.replace((rule, rule.at, rule.at)).map(whole)),
            }
        }
        out.extend(open.map(whole));
    };
    for rule in rules {
        if group.first().is_some_and(|first| rule.at - first.at > SAME) {
            flush(&mut group, &mut out);
        }
        group.push(rule);
    }
    flush(&mut group, &mut out);
    out.retain(|rule| rule.to - rule.from > SAME);
    out
}

/// The first of the group a thing belongs to, each thing naming another of its group or itself.
fn root(group: &mut [usize], mut at: usize) -> usize {
    while let Some(&above) = group.get(at).filter(|above| **above != at) {
        let next = group.get(above).copied().unwrap_or(above);
        if let Some(place) = group.get_mut(at) {
            *place = next;
        }
        at = above;
    }
    at
}

/// The tables of a page, each with the marks inside; the other marks stay on the sheet.
pub(super) fn areas(sheet: &mut Sheet) -> Vec<Area> {
    let across = joined(std::mem::take(&mut sheet.across));
    let down = joined(std::mem::take(&mut sheet.down));
    if across.len() > MOST_LINES || down.len() > MOST_LINES {
        return Vec::new();
    }
    // Lines that touch are of one table.
    let mut group: Vec<usize> = (0..across.len() + down.len()).collect();
    for (i, a) in across.iter().enumerate() {
        for (j, d) in down.iter().enumerate() {
            let touch = d.at >= a.from - SAME
                && d.at <= a.to + SAME
                && a.at >= d.from - SAME
                && a.at <= d.to + SAME;
            if touch {
                let (x, y) = (root(&mut group, i), root(&mut group, across.len() + j));
                if let Some(place) = group.get_mut(x) {
                    *place = y;
                }
            }
        }
    }
    let roots: Vec<usize> = (0..group.len()).map(|at| root(&mut group, at)).collect();
    let mut tables: Vec<usize> = roots.clone();
    tables.sort_unstable();
    tables.dedup();
    let mut out: Vec<Area> = tables
        .into_iter()
        .filter_map(|table| {
            let of = |rules: &[Rule], offset: usize| -> Vec<Rule> {
                let mine = rules.iter().zip(roots.iter().skip(offset));
                mine.filter(|(_, root)| **root == table).map(|(rule, _)| *rule).collect()
            };
            Area::of(&of(&across, 0), &of(&down, across.len()))
        })
        .collect();
    // The smallest first: a frame around the page takes only what no table has taken.
    let size = |area: &Area| area.width() * area.height();
    out.sort_by(|a, b| size(a).total_cmp(&size(b)));
    for mark in std::mem::take(&mut sheet.marks) {
        match out.iter_mut().find(|area| area.holds(&mark)) {
            Some(area) => area.marks.push(mark),
            None => sheet.marks.push(mark),
        }
    }
    out
}

impl Area {
    fn of(across: &[Rule], down: &[Rule]) -> Option<Area> {
        if across.len() < 2 || down.is_empty() {
            return None;
        }
        let edges = |rules: &[Rule], ends: &[Rule]| {
            let own = rules.iter().map(|rule| rule.at);
            let first = ends.iter().map(|rule| rule.from).min_by(f64::total_cmp);
            let last = ends.iter().map(|rule| rule.to).max_by(f64::total_cmp);
            let mut edges: Vec<f64> = own.chain(first).chain(last).collect();
            edges.sort_by(f64::total_cmp);
            edges.dedup_by(|b, a| *b - *a <= SAME);
            edges
        };
        let (rows, columns) = (edges(across, down), edges(down, across));
        let (height, width) = (rows.len().checked_sub(1)?, columns.len().checked_sub(1)?);
        if height * width < 2 || height * width > MOST_PLACES {
            return None;
        }
        let middle = |edges: &[f64], at: usize| Some((edges.get(at)? + edges.get(at + 1)?) / 2.0);
        let ruled = |rules: &[Rule], edge: f64, along: f64| {
            rules.iter().any(|r| (r.at - edge).abs() <= SAME && r.from <= along && along <= r.to)
        };
        // Places no line parts are one cell.
        let mut cells: Vec<usize> = (0..height * width).collect();
        for row in 0..height {
            for column in 0..width {
                let mut join = |with: usize| {
                    let (a, b) = (root(&mut cells, row * width + column), root(&mut cells, with));
                    if let Some(place) = cells.get_mut(a.max(b)) {
                        *place = a.min(b);
                    }
                };
                if column > 0 && !ruled(down, *columns.get(column)?, middle(&rows, row)?) {
                    join(row * width + column - 1);
                }
                if row > 0 && !ruled(across, *rows.get(row)?, middle(&columns, column)?) {
                    join((row - 1) * width + column);
                }
            }
        }
        let cells: Vec<usize> = (0..cells.len()).map(|at| root(&mut cells, at)).collect();
        let single = cells.iter().all(|cell| cells.first() == Some(cell));
        let across_at = |edge: Option<&f64>| -> f64 {
            let at = across.iter().filter(|r| edge.is_some_and(|edge| (r.at - edge).abs() <= SAME));
            at.map(|rule| rule.to - rule.from).sum()
        };
        let length = columns.last()? - columns.first()?;
        let open = |edge: Option<&f64>| across_at(edge) < MOST_OPEN * length;
        let (open_above, open_below) = (open(rows.first()), open(rows.last()));
        let marks = Vec::new();
        (!single).then_some(Area { rows, columns, cells, marks, open_above, open_below })
    }

    pub fn top(&self) -> f64 {
        self.rows.first().copied().unwrap_or(0.0)
    }

    pub fn bottom(&self) -> f64 {
        self.rows.last().copied().unwrap_or(0.0)
    }

    fn height(&self) -> f64 {
        self.bottom() - self.top()
    }

    fn width(&self) -> f64 {
        let ends = self.columns.first().zip(self.columns.last());
        ends.map_or(0.0, |(first, last)| last - first)
    }

    fn holds(&self, mark: &Mark) -> bool {
        let (x, y) = mark.middle();
        let within = |edges: &[f64], at: f64| {
            edges.first().is_some_and(|first| at >= first - 1.0)
                && edges.last().is_some_and(|last| at <= last + 1.0)
        };
        within(&self.columns, x) && within(&self.rows, y)
    }

    /// Whether a table below on the next page is this one going on: the same columns.
    pub fn goes_on_in(&self, next: &Area) -> bool {
        let ends = |area: &Area| area.columns.first().copied().zip(area.columns.last().copied());
        let Some(((a, b), (c, d))) = ends(self).zip(ends(next)) else { return false };
        (a - c).abs() <= SAME && (b - d).abs() <= SAME
    }

    /// A row parted by the page break between two parts of a table: what stands of it in the part
    /// below goes into its beginning in this one.
    pub fn join_parted_row(&mut self, below: &mut Area) {
        let (Some(&top), Some(&cut)) = (below.rows.first(), below.rows.get(1)) else { return };
        if !(self.open_below && below.open_above) {
            return;
        }
        let shift = self.bottom() - top;
        let (parted, rest): (Vec<Mark>, Vec<Mark>) =
            std::mem::take(&mut below.marks).into_iter().partition(|mark| mark.middle().1 < cut);
        below.marks = rest;
        let moved = |mark: Mark| Mark { baseline: mark.baseline + shift, ..mark };
        self.marks.extend(parted.into_iter().map(moved));
        if let Some(last) = self.rows.last_mut() {
            *last += cut - top;
        }
        below.rows.remove(0);
        below.cells.drain(..below.columns.len().saturating_sub(1).min(below.cells.len()));
    }

    /// Writes the cells into a grid, from row `first` on, the columns numbered by `columns`.
    pub fn place(&self, grid: &mut Grid, first: usize, columns: &[f64]) -> Result<(), Unreadable> {
        let width = self.columns.len().saturating_sub(1);
        let mut marks: std::collections::BTreeMap<usize, Vec<&Mark>> = Default::default();
        for mark in &self.marks {
            let (x, y) = mark.middle();
            let last = |edges: &[f64]| edges.len().saturating_sub(2);
            let row = self.rows.partition_point(|edge| *edge <= y).saturating_sub(1);
            let column = self.columns.partition_point(|edge| *edge <= x).saturating_sub(1);
            let at = row.min(last(&self.rows)) * width + column.min(last(&self.columns));
            if let Some(cell) = self.cells.get(at) {
                marks.entry(*cell).or_default().push(mark);
            }
        }
        let mut boxes: std::collections::BTreeMap<usize, [usize; 4]> = Default::default();
        for (at, cell) in self.cells.iter().enumerate() {
            let (row, column) = (at / width.max(1), at % width.max(1));
            let place = boxes.entry(*cell).or_insert([row, column, row, column]);
            *place =
                [place[0].min(row), place[1].min(column), place[2].max(row), place[3].max(column)];
        }
        let number = |edge: usize| {
            let place = self.columns.get(edge).copied().unwrap_or(0.0);
            let near = |a: &&f64, b: &&f64| (**a - place).abs().total_cmp(&(**b - place).abs());
            let nearest = columns.iter().min_by(near).copied().unwrap_or(place);
            columns.partition_point(|edge| *edge < nearest)
        };
        let sides = |left: usize, right: usize| {
            Some((*self.columns.get(left)?, *self.columns.get(right + 1)?))
        };
        // What the fullest cell of figures leaves free at its sides, every one may have free.
        let mut free = WIDEST_MARGIN;
        let digits = |marks: &&Vec<&Mark>| {
            marks.iter().all(|mark| mark.text.bytes().all(|byte| byte.is_ascii_digit()))
        };
        for (cell, [_, left, _, right]) in &boxes {
            let figure = marks.get(cell).filter(digits);
            if let (Some((from, to)), Some(marks)) = (sides(*left, *right), figure) {
                let gaps = marks.iter().flat_map(|mark| [mark.left - from, to - mark.right]);
                free = gaps.fold(free, f64::min).max(0.0);
            }
        }
        for (cell, [top, left, bottom, right]) in boxes {
            let room = sides(left, right).map_or(f64::MAX, |(from, to)| to - from - 2.0 * free);
            let text = text_of(marks.remove(&cell).unwrap_or_default(), room);
            let blocks = text.split('\n').map(|line| paragraph(line, Role::Body)).collect();
            let (from, to) = (number(left), number(right + 1));
            grid.place(
                (first + top, from),
                (bottom - top + 1, to.saturating_sub(from)),
                Content { blocks, ..Content::default() },
            )?;
        }
        Ok(())
    }
}

/// A cell's lines, each on a line of its own; but a figure that goes on in the next line because its
/// next digit had no room is one figure.
fn text_of(marks: Vec<&Mark>, room: f64) -> String {
    let lines = super::lines::gathered(marks.into_iter().cloned().collect());
    let mut out = String::new();
    let mut before: Option<super::lines::Line> = None;
    for line in lines {
        let goes_on = before.as_ref().is_some_and(|before| {
            let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
            digits(&before.text)
                && digits(&line.text)
                && line.text.len() <= before.text.len()
                && before.right - before.left + before.last > room
        });
        if before.is_some() && !goes_on {
            out.push('\n');
        }
        out.push_str(&line.text);
        before = Some(line);
    }
    out
}
