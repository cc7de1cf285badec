//! A table measured: heights of rows, edges of columns, and where it may be parted.

use super::columns::{edges, has_widths, room_in};
use super::measures::{ABOVE, COMMON_SIZE, LEADING};
use super::text::{Text, fitting_size, is_figure, is_flush, without_stray, wrapped};
use crate::fonts::Faces;
use crate::measures::*;
use gongkai_model::document::{Table, TableCell};
use std::ops::Range;

/// Lines that a chart's headings take at most.
const LARGEST_HEADING: f64 = 4.0;

pub(super) struct LaidCell<'a> {
    pub(super) cell: &'a TableCell,
    pub(super) text: Text,
    /// The least height (mm) a part of a merged label may have to keep it legible.
    pub(super) least: f64,
}

/// A table measured: heights of rows, edges of columns.
pub(crate) struct LaidTable<'a> {
    pub(super) block: usize,
    pub(super) table: &'a Table,
    pub(super) cells: Vec<LaidCell<'a>>,
    /// Left edges of the columns and the right edge of the last, in mm.
    pub(super) edges: Vec<f64>,
    /// In mm.
    pub(super) heights: Vec<f64>,
    /// Rows without a figure.
    pub(super) only_labels: Vec<bool>,
    /// Columns whose words are set flush left: those of tables that are no form, where a text does
    /// not go on one line.
    pub(super) flush: Vec<bool>,
    /// A chart: never parted while a page has room for all of it.
    pub(super) whole: bool,
    pub(super) area: Area,
}

/// A part of a table: its head where it is not the first part, and rows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TablePart {
    pub head: bool,
    pub rows: Range<usize>,
}

/// Measures a table of the area's width.
pub(crate) fn lay_table<'a>(
    block: usize,
    table: &'a Table,
    area: Area,
    faces: &mut Faces<'_>,
    missing: &mut Vec<char>,
) -> LaidTable<'a> {
    let edges = edges(table, area.width, faces);
    let span_width = |cell: &TableCell| room_in(cell, &edges);
    let common = table
        .cells
        .iter()
        .filter(|cell| is_figure(cell))
        .map(|cell| fitting_size(&cell.text, span_width(cell), COMMON_SIZE, faces))
        .fold(TABLE_SIZE, f64::min);
    let mut cells: Vec<LaidCell<'_>> = table
        .cells
        .iter()
        .map(|cell| {
            let room = span_width(cell);
            let size = match is_figure(cell) {
                true => fitting_size(&cell.text, room, SMALLEST_SIZE, faces).min(common),
                false => TABLE_SIZE,
            };
            let full = is_flush(cell, room);
            let text = wrapped(&cell.text, size, room, full, faces, missing);
            let merged = cell.label && cell.row_span > 1;
            let small = merged.then(|| {
                wrapped(&cell.text, COMMON_SIZE, room, full, faces, &mut Vec::new()).height()
            });
            LaidCell { cell, text, least: small.unwrap_or(0.0) }
        })
        .collect();
    let flush = match has_widths(table) {
        true => Vec::new(),
        false => flush_columns(table, &mut cells, &edges),
    };
    let heights = heights(table, &cells, area.height);
    let mut only_labels = vec![true; usize::from(table.rows)];
    for cell in table.cells.iter().filter(|cell| !cell.label) {
        if let Some(row) = only_labels.get_mut(usize::from(cell.row)) {
            *row = false;
        }
    }
    let bars = table.cells.iter().any(|cell| cell.bar.is_some());
    let whole = bars && heights.iter().sum::<f64>() < area.height - LARGEST_HEADING * area.pitch();
    LaidTable { block, table, cells, edges, heights, only_labels, flush, whole, area }
}

/// The columns with a text of several lines; these texts then fill their lines.
fn flush_columns(table: &Table, cells: &mut [LaidCell<'_>], edges: &[f64]) -> Vec<bool> {
    let mut flush = vec![false; usize::from(table.columns)];
    for cell in cells.iter_mut() {
        if cell.cell.label || cell.text.lines.len() < 2 || cell.cell.text.contains('\n') {
            continue;
        }
        if let Some(flush) = flush.get_mut(usize::from(cell.cell.column)) {
            *flush = true;
            cell.text.lines = without_stray(&cell.text, room_in(cell.cell, edges));
        }
    }
    flush
}

fn heights(table: &Table, cells: &[LaidCell<'_>], page: f64) -> Vec<f64> {
    let one_line = TABLE_SIZE * POINT * LEADING + 2.0 * ABOVE;
    let mut heights = vec![one_line; usize::from(table.rows)];
    let highest = page / 2.0;
    let mut merged: Vec<&LaidCell<'_>> = Vec::new();
    for cell in cells {
        match heights.get_mut(usize::from(cell.cell.row)) {
            Some(height) if cell.cell.row_span <= 1 => {
                *height = height.max(cell.text.height().min(highest))
            }
            Some(_) if !cell.cell.vertical => merged.push(cell),
            _ => {}
        }
    }
    merged.sort_by_key(|cell| cell.cell.row_span);
    for cell in merged {
        let rows = usize::from(cell.cell.row)
            ..usize::from(cell.cell.row.saturating_add(cell.cell.row_span)).min(heights.len());
        let Some(spanned) = heights.get_mut(rows) else { continue };
        let lacking = cell.text.height().min(highest) - spanned.iter().sum::<f64>();
        if lacking > 0.0 {
            let share = lacking / spanned.len() as f64;
            spanned.iter_mut().for_each(|height| *height += share);
        }
    }
    heights
}

impl LaidTable<'_> {
    pub fn rows(&self) -> usize {
        self.heights.len()
    }

    /// Rows that are repeated; a head that takes most of a page is not.
    pub fn head_rows(&self) -> usize {
        let head = usize::from(self.table.head_rows).min(self.rows().saturating_sub(1));
        let height: f64 = self.heights.iter().take(head).sum();
        if height < self.area.height / 3.0 { head } else { 0 }
    }

    /// Height of a part, in mm.
    pub fn height(&self, part: &TablePart) -> f64 {
        self.shown_rows(part).iter().map(|(_, height)| height).sum()
    }

    /// Whether the table may be parted above this row when the part above begins with `start`: not
    /// below a head of its own (a label across the whole table, and the heads that follow it), and
    /// not where a merged label would be left with too little of its height.
    pub fn may_part_above(&self, row: usize, start: usize) -> bool {
        let heads = |row: usize| self.only_labels.get(row).copied().unwrap_or(false);
        if row == 0 || self.whole || heads(row - 1) {
            return false;
        }
        // Where every part of a table has a head of its own, rows are not parted from it.
        let own_heads = self.head_rows() == 0 && self.only_labels.contains(&true);
        if own_heads && !heads(row) {
            return false;
        }
        let height =
            |rows: Range<usize>| -> f64 { self.heights.get(rows).unwrap_or_default().iter().sum() };
        self.cells.iter().all(|cell| {
            let first = usize::from(cell.cell.row);
            let end = first + usize::from(cell.cell.row_span.max(1));
            let crossed = first < row && row < end;
            !crossed || height(first.max(start)..row).min(height(row..end)) >= cell.least
        })
    }

    pub(super) fn shown_rows(&self, part: &TablePart) -> Vec<(usize, f64)> {
        let head = if part.head { 0..self.head_rows() } else { 0..0 };
        head.chain(part.rows.clone())
            .filter_map(|row| Some((row, *self.heights.get(row)?)))
            .collect()
    }
}
