//! The tables of a written page, cell by cell between the ruled lines.

use super::page::{Character, PageContent};
use super::text::{different, visible};
use crate::error::NotPrinted;
use gongkai_model::document::Table;
use std::collections::BTreeMap;

/// A part of a page ruled as a table.
pub(super) struct RuledArea {
    top: f64,
    bottom: f64,
    left: f64,
    right: f64,
}

impl RuledArea {
    pub(super) fn holds(&self, y: f64) -> bool {
        self.top - 0.1 < y && y < self.bottom + 0.1
    }
}

/// Where upright rules stand side by side, from top to bottom.
pub(super) fn ruled_areas(sheet: &PageContent<'_>) -> Vec<RuledArea> {
    let mut upright = sheet.vertical.clone();
    upright.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut areas: Vec<RuledArea> = Vec::new();
    for (x, top, bottom) in upright {
        match areas.last_mut() {
            Some(area) if top <= area.bottom + 0.1 => {
                area.bottom = area.bottom.max(bottom);
                area.left = area.left.min(x);
                area.right = area.right.max(x);
            }
            _ => areas.push(RuledArea { top, bottom, left: x, right: x }),
        }
    }
    areas
}

/// Where upright rules cross this height, from left to right.
fn rules_across(sheet: &PageContent<'_>, y: f64) -> Vec<f64> {
    let across = sheet.vertical.iter().filter(|(_, top, bottom)| *top < y && y < *bottom);
    let mut across: Vec<f64> = across.map(|rule| rule.0).collect();
    across.dedup_by(|a, b| (*a - *b).abs() < 0.05);
    across
}

/// A table being read, part by part.
pub(super) struct TableReading<'a> {
    table: &'a Table,
    next_row: usize,
    /// The cells of each row, from left to right.
    rows: Vec<Vec<usize>>,
    found: Vec<Option<String>>,
}

impl<'a> TableReading<'a> {
    pub(super) fn new(table: &'a Table) -> Self {
        let mut rows = vec![Vec::new(); usize::from(table.rows)];
        for (index, cell) in table.cells.iter().enumerate() {
            let covered = cell.row..cell.row.saturating_add(cell.row_span.max(1));
            for row in covered {
                if let Some(row) = rows.get_mut(usize::from(row)) {
                    row.push((cell.column, index));
                }
            }
        }
        let in_order = |mut row: Vec<(u16, usize)>| -> Vec<usize> {
            row.sort_unstable();
            row.into_iter().map(|(_, index)| index).collect()
        };
        let rows = rows.into_iter().map(in_order).collect();
        TableReading { table, next_row: 0, rows, found: vec![None; table.cells.len()] }
    }

    pub(super) fn is_done(&self) -> bool {
        self.next_row >= usize::from(self.table.rows)
    }

    /// Reads the part of the table in this area: its rows follow those of the part before, with
    /// the head above them.
    pub(super) fn part(
        &mut self,
        sheet: &PageContent<'_>,
        area: &RuledArea,
    ) -> Result<(), NotPrinted> {
        let mut edges: Vec<f64> =
            sheet.horizontal.iter().map(|rule| rule.0).filter(|y| area.holds(*y)).collect();
        edges.sort_by(f64::total_cmp);
        edges.dedup_by(|a, b| (*a - *b).abs() < 0.05);
        let shown = edges.len().saturating_sub(1);
        let head = if self.next_row == 0 { 0 } else { self.repeated(shown) };
        let next = self.next_row;
        let row_at = |y: f64| {
            let at = edges.windows(2).position(|pair| match pair {
                [top, bottom] => *top <= y && y < *bottom,
                _ => false,
            })?;
            Some(if at < head { at } else { next + at - head })
        };
        let mut texts: BTreeMap<usize, String> = BTreeMap::new();
        let inside = |character: &&Character| {
            character.turned == sheet.turned && area.holds(character.middle().1)
        };
        for character in sheet.characters.iter().filter(inside) {
            let (x, y) = character.middle();
            let cell = row_at(y).and_then(|row| self.cell_at(row, rules_across(sheet, y), x));
            let cell = cell.ok_or_else(|| different("表格以外有文字"))?;
            texts.entry(cell).or_default().push_str(character.text);
        }
        let last = next + shown - head.min(shown);
        for (index, cell) in self.table.cells.iter().enumerate() {
            let rows =
                usize::from(cell.row)..usize::from(cell.row.saturating_add(cell.row_span.max(1)));
            let visible_here = rows.start < last && rows.end > next || rows.start < head;
            if !visible_here {
                continue;
            }
            let found = visible(texts.get(&index).map_or("", String::as_str));
            if found != visible(&cell.text) {
                let (row, column) = (cell.row + 1, cell.column + 1);
                return Err(different(format!("表格第{row}行第{column}列")));
            }
            if let Some(slot) = self.found.get_mut(index) {
                *slot = Some(found);
            }
        }
        if last <= next {
            return Err(different("表格不完整"));
        }
        self.next_row = last;
        if self.is_done() && (last > usize::from(self.table.rows) || self.found.contains(&None)) {
            return Err(different("表格不完整"));
        }
        Ok(())
    }

    /// The cell of a row that lies between the rules around `x`: the row has as many as there are
    /// gaps between rules.
    fn cell_at(&self, row: usize, rules: Vec<f64>, x: f64) -> Option<usize> {
        let cells = self.rows.get(row)?;
        if cells.len() + 1 != rules.len() {
            return None;
        }
        let gap = rules.windows(2).position(|pair| match pair {
            [left, right] => *left <= x && x < *right,
            _ => false,
        })?;
        cells.get(gap).copied()
    }

    /// Rows of the head a further part begins with: all of them, or none where there is not even
    /// room for them.
    fn repeated(&self, shown: usize) -> usize {
        let head = usize::from(self.table.head_rows);
        if shown > head { head } else { 0 }
    }
}
