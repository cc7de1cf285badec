//! Rows of cells → blocks, for every format that is a sheet: a table, or paragraphs and tables where
//! rows with a single cell stand between.
//!
//! **Deliberately absent**: where the cells come from.

use super::grid::{self, Content, Grid};
use crate::Unreadable;
use crate::limits::Limits;
use gongkai_model::document::{Block, Document, Role};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Most sheets of a file looked at.
pub(super) const MOST_SHEETS: usize = 60;
/// Most places of a sheet, rows × columns from its first cell to its last.
const MOST_PLACES: usize = 200_000;

/// Row and column, from 0.
pub(super) type Place = (u32, u32);

/// What the cells of a sheet say; empty ones are not there.
pub(super) type Cells = BTreeMap<Place, String>;

/// Cells that are one, from the first place to the last.
pub(super) struct Merged {
    pub first: Place,
    pub last: Place,
}

/// Rows or columns that are not shown, as stretches.
#[derive(Default)]
pub(super) struct Stretches(Vec<(u32, u32)>);

impl Stretches {
    /// Adds the ones from `first` to `last`; they come in ascending order.
    pub fn add(&mut self, first: u32, last: u32) {
        match self.0.last_mut() {
            Some((_, end)) if first <= end.saturating_add(1) => *end = last.max(*end),
            _ => self.0.push((first, last.max(first))),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn holds(&self, at: u32) -> bool {
        self.before(at.saturating_add(1)) > self.before(at)
    }

    /// How many stand before this one.
    fn before(&self, at: u32) -> u32 {
        let stretches = self.0.iter().take_while(|(first, _)| *first < at);
        stretches.map(|(first, last)| (*last).min(at - 1) - first + 1).sum()
    }

    /// The number among those that are shown.
    fn shown(&self, at: u32) -> u32 {
        at - self.before(at)
    }
}

/// What a sheet does not show.
#[derive(Default)]
pub(super) struct Unseen {
    pub rows: Stretches,
    pub columns: Stretches,
}

impl Unseen {
    fn holds(&self, (row, column): Place) -> bool {
        self.rows.holds(row) || self.columns.holds(column)
    }

    /// Takes what is not shown out of a sheet, and closes the gaps; whether it said anything.
    fn leave_out(&self, cells: &mut Cells, merged: &mut Vec<Merged>) -> bool {
        if self.rows.is_empty() && self.columns.is_empty() {
            return false;
        }
        merged.retain_mut(|region| {
            let ((top, left), (bottom, right)) = (region.first, region.last);
            let row = (top..=bottom).find(|row| !self.rows.holds(*row));
            let column = (left..=right).find(|column| !self.columns.holds(*column));
            let Some(first) = row.zip(column) else { return false };
            // What a merged cell says is shown in the part of it that is.
            if let Some(text) = cells.remove(&region.first) {
                cells.insert(first, text);
            }
            let end = |stretches: &Stretches, at: u32| stretches.shown(at.saturating_add(1)) - 1;
            region.first = (self.rows.shown(first.0), self.columns.shown(first.1));
            region.last = (end(&self.rows, bottom), end(&self.columns, right));
            true
        });
        let said = cells.len();
        cells.retain(|at, _| !self.holds(*at));
        let left_out = cells.len() < said;
        let shown = |(row, column): Place| (self.rows.shown(row), self.columns.shown(column));
        *cells = std::mem::take(cells).into_iter().map(|(at, text)| (shown(at), text)).collect();
        left_out
    }
}

/// The sheets of a file as they are read, one after the other.
#[derive(Default)]
pub(super) struct Sheets {
    limits: Limits,
    blocks: Vec<Block>,
    passed_over: Vec<String>,
}

impl Sheets {
    /// Takes what a cell says into the sheet being read.
    ///
    /// # Errors
    /// [`Unreadable::TooLong`] as soon as all sheets say more than any report does.
    pub fn cell(&mut self, cells: &mut Cells, at: Place, text: String) -> Result<(), Unreadable> {
        if !text.is_empty() {
            self.limits.add(text.chars().count(), 1)?;
            cells.insert(at, text);
        }
        Ok(())
    }

    /// A sheet that is not shown.
    pub fn pass_over(&mut self, name: &str) {
        self.passed_over.push(format!("隐藏的工作表“{name}”没有读"));
    }

    /// Ends a sheet; `name` is its own, or empty.
    ///
    /// # Errors
    /// [`Unreadable::Excessive`] where its cells stand farther apart than in any report.
    pub fn end(
        &mut self,
        name: &str,
        mut cells: Cells,
        mut merged: Vec<Merged>,
        unseen: &Unseen,
    ) -> Result<(), Unreadable> {
        if unseen.leave_out(&mut cells, &mut merged) {
            self.passed_over.push(format!("工作表“{name}”中隐藏的行或者列没有读"));
        }
        let Some(extent) = Extent::of(&cells)? else { return Ok(()) };
        let spans = Spans::of(&merged, &extent)?;
        let rows = extent.rows(&spans, &mut cells);
        let first = self.blocks.len();
        parts(rows, &mut self.blocks)?;
        named(name, first, &mut self.blocks);
        Ok(())
    }

    /// # Errors
    /// [`Unreadable::Empty`] where no sheet says anything.
    pub fn finish(self) -> Result<Document, Unreadable> {
        match self.blocks.is_empty() {
            true => Err(Unreadable::Empty),
            false => Ok(Document {
                blocks: self.blocks,
                passed_over: self.passed_over,
                ..Document::default()
            }),
        }
    }
}

/// The places from the first cell that says something to the last.
struct Extent {
    top: u32,
    left: u32,
    bottom: u32,
    right: u32,
}

impl Extent {
    /// None for a sheet without a word.
    fn of(cells: &Cells) -> Result<Option<Self>, Unreadable> {
        let columns = || cells.keys().map(|(_, column)| *column);
        let (Some((top, _)), Some((bottom, _))) = (cells.keys().next(), cells.keys().next_back())
        else {
            return Ok(None);
        };
        let (left, right) = (columns().min().unwrap_or(0), columns().max().unwrap_or(0));
        let extent = Extent { top: *top, left, bottom: *bottom, right };
        let (rows, columns) = extent.size();
        if rows > grid::MOST_ROWS || columns > grid::MOST_COLUMNS || rows * columns > MOST_PLACES {
            return Err(Unreadable::Excessive);
        }
        Ok(Some(extent))
    }

    fn size(&self) -> (usize, usize) {
        ((self.bottom - self.top) as usize + 1, (self.right - self.left) as usize + 1)
    }

    /// Every row with all its cells, merged ones once.
    fn rows(&self, spans: &Spans, cells: &mut Cells) -> Vec<Vec<Filled>> {
        let (rows, columns) = self.size();
        let filled = |row: usize, column: usize, cells: &mut Cells| {
            let at = (self.top + row as u32, self.left + column as u32);
            let (row_span, column_span) = spans.first.get(&at).copied().unwrap_or((1, 1));
            let text = cells.remove(&at).unwrap_or_default();
            let shown = !spans.covered.contains(&at);
            shown.then_some(Filled { row, column, row_span, column_span, text })
        };
        let row = |row| (0..columns).filter_map(|column| filled(row, column, cells)).collect();
        (0..rows).map(row).collect()
    }
}

/// Merged cells of a sheet.
#[derive(Default)]
struct Spans {
    /// Rows and columns by the first place.
    first: HashMap<Place, (usize, usize)>,
    /// Every other place of them.
    covered: HashSet<Place>,
}

impl Spans {
    fn of(merged: &[Merged], extent: &Extent) -> Result<Self, Unreadable> {
        let mut spans = Spans::default();
        let mut places = 0;
        for region in merged {
            let (top, left) = region.first;
            let bottom = region.last.0.min(extent.bottom);
            let right = region.last.1.min(extent.right);
            if top < extent.top || left < extent.left || bottom < top || right < left {
                continue;
            }
            let span = ((bottom - top) as usize + 1, (right - left) as usize + 1);
            places += span.0 * span.1;
            if places > MOST_PLACES {
                return Err(Unreadable::Excessive);
            }
            for row in top..=bottom {
                spans.covered.extend((left..=right).map(|column| (row, column)));
            }
            spans.covered.remove(&region.first);
            spans.first.insert(region.first, span);
        }
        Ok(spans)
    }
}

/// Puts a sheet's own name, where someone gave it one, before a table that has no other.
fn named(name: &str, first: usize, out: &mut Vec<Block>) {
    let without_number = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let usual = ["Sheet", "sheet", "工作表", "Table"].contains(&without_number);
    if !usual && matches!(out.get(first), Some(Block::Table(_))) {
        out.insert(first, grid::paragraph(name, Role::Body));
    }
}

/// A cell of a sheet, merged ones once.
struct Filled {
    row: usize,
    column: usize,
    row_span: usize,
    column_span: usize,
    text: String,
}

/// Cuts a sheet into paragraphs and tables. A table ends at an empty row. A row in which one cell
/// alone says something is a paragraph where no table has begun; one cell across the whole sheet
/// is part of the table right below it.
fn parts(rows: Vec<Vec<Filled>>, out: &mut Vec<Block>) -> Result<(), Unreadable> {
    let mut grid: Option<(usize, Grid)> = None;
    let mut reached = 0;
    let mut pending: Option<Filled> = None;
    for (number, mut row) in rows.into_iter().enumerate() {
        let says = row.iter().filter(|cell| !cell.text.is_empty()).count();
        let reaches = row.iter().map(|cell| cell.row + cell.row_span).max().unwrap_or(0);
        let inside = number < reached || reaches > number + 1;
        reached = reached.max(reaches);
        if !inside && says == 0 {
            leave(&mut grid, &mut pending, out);
            continue;
        }
        let across = row.len() == 1;
        if !inside && says == 1 && (across || grid.is_none()) {
            if pending.is_some() || grid.is_none() {
                leave(&mut grid, &mut pending, out);
            }
            let said = row.iter().position(|cell| !cell.text.is_empty());
            pending = said.map(|at| row.swap_remove(at));
            continue;
        }
        // Across the sheet and right above a table: its first row.
        let heads = pending.as_ref().is_some_and(|cell| cell.column_span > 1);
        if grid.is_none() && !heads {
            leave(&mut grid, &mut pending, out);
        }
        let number = number - usize::from(grid.is_none() && heads);
        let (first, grid) = grid.get_or_insert_with(|| (number, Grid::default()));
        if let Some(cell) = pending.take() {
            place(vec![cell], *first, grid)?;
        }
        place(row, *first, grid)?;
    }
    leave(&mut grid, &mut pending, out);
    Ok(())
}

/// Ends the table, then the paragraph behind it.
fn leave(grid: &mut Option<(usize, Grid)>, pending: &mut Option<Filled>, out: &mut Vec<Block>) {
    out.extend(grid.take().into_iter().flat_map(|(_, grid)| grid.finish()));
    if let Some(cell) = pending.take() {
        out.extend(cell.text.lines().map(|line| grid::paragraph(line, Role::Body)));
    }
}

fn place(row: Vec<Filled>, first: usize, grid: &mut Grid) -> Result<(), Unreadable> {
    for cell in row {
        let blocks = cell.text.lines().map(|line| grid::paragraph(line, Role::Body)).collect();
        let content = Content { blocks, ..Content::default() };
        let row = cell.row.saturating_sub(first);
        grid.place((row, cell.column), (cell.row_span, cell.column_span), content)?;
    }
    Ok(())
}
