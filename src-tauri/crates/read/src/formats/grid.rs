//! Cells as a file gives them → a [`Table`] that is a true grid: every span inside it, every place
//! covered at most once, rows and columns in which nothing begins taken out. A table that only lays
//! out a page is dissolved into what it holds.
//!
//! **Deliberately absent**: what the cells mean.

use crate::Unreadable;
use gongkai_model::document::{Block, Paragraph, Role, Table, TableCell};
use std::collections::HashSet;

/// Most rows of a table; the longest of a report has under 30.
pub(super) const MOST_ROWS: usize = 4000;
/// Most columns of a table; the widest of a report has 15.
pub(super) const MOST_COLUMNS: usize = 256;
/// Most places of a table, rows × columns.
const MOST_PLACES: usize = 200_000;
/// Deepest nesting of tables in tables.
pub(super) const DEEPEST: usize = 24;
/// A cell of this many paragraphs and characters lays out a page.
const PAGE_PARAGRAPHS: usize = 8;
const PAGE_CHARACTERS: usize = 300;

/// A table as it is being read, row by row.
#[derive(Debug, Default)]
pub(super) struct Grid {
    cells: Vec<Placed>,
    /// Rows begun.
    rows: usize,
    /// Column the next cell of the open row may begin at.
    next: usize,
    /// For each column how many rows from the open one on are covered from above.
    covered: Vec<usize>,
}

#[derive(Debug)]
struct Placed {
    row: usize,
    column: usize,
    row_span: usize,
    column_span: usize,
    content: Content,
}

/// What a cell holds.
#[derive(Debug, Default)]
pub(super) struct Content {
    pub blocks: Vec<Block>,
    /// A head by its mark-up.
    pub label: bool,
    /// Written from top to bottom.
    pub vertical: bool,
    /// It shows something that has no text: a picture, an object, a form's field.
    pub unreadable: bool,
}

/// What a cell says that shows something no reader can read: never blank, and no figure.
pub(super) const UNREADABLE: &str = "（无法读取的内容）";

impl Grid {
    /// Begins a row.
    pub fn row(&mut self) -> Result<(), Unreadable> {
        if self.rows > 0 {
            for left in &mut self.covered {
                *left = left.saturating_sub(1);
            }
        }
        self.rows += 1;
        self.next = 0;
        if self.rows > MOST_ROWS { Err(Unreadable::Excessive) } else { Ok(()) }
    }

    /// Adds a cell to the open row, at the next column no cell from above reaches into. A
    /// `row_span` of 0 reaches down to the last row.
    pub fn cell(
        &mut self,
        row_span: usize,
        column_span: usize,
        content: Content,
    ) -> Result<(), Unreadable> {
        if self.rows == 0 {
            self.row()?;
        }
        let column_span = column_span.clamp(1, MOST_COLUMNS);
        let row_span = if row_span == 0 { MOST_ROWS } else { row_span.min(MOST_ROWS) };
        while self.covered.get(self.next).is_some_and(|left| *left > 0) {
            self.next += 1;
        }
        let column = self.next;
        let end = column + column_span;
        if end > MOST_COLUMNS || self.cells.len() >= MOST_PLACES {
            return Err(Unreadable::Excessive);
        }
        if self.covered.len() < end {
            self.covered.resize(end, 0);
        }
        // A wide cell over one reaching down from above: it ends where the other begins.
        let free = self.covered.get(column..end).unwrap_or_default();
        let column_span = free.iter().take_while(|left| **left == 0).count().max(1);
        for left in self.covered.iter_mut().skip(column).take(column_span) {
            *left = row_span;
        }
        self.next = column + column_span;
        self.cells.push(Placed { row: self.rows - 1, column, row_span, column_span, content });
        Ok(())
    }

    /// Puts a cell where it stands; the caller sees to it that cells do not lie on each other.
    pub fn place(
        &mut self,
        (row, column): (usize, usize),
        (row_span, column_span): (usize, usize),
        content: Content,
    ) -> Result<(), Unreadable> {
        let (row_span, column_span) = (row_span.max(1), column_span.max(1));
        let within = row.saturating_add(row_span) <= MOST_ROWS
            && column.saturating_add(column_span) <= MOST_COLUMNS;
        if !within || self.cells.len() >= MOST_PLACES {
            return Err(Unreadable::Excessive);
        }
        self.rows = self.rows.max(row + row_span);
        self.cells.push(Placed { row, column, row_span, column_span, content });
        Ok(())
    }

    /// The table, or what it held when it was there for the layout only.
    pub fn finish(mut self) -> Vec<Block> {
        self.cells.sort_by_key(|cell| (cell.row, cell.column));
        if self.lays_out() {
            let blocks = self.cells.into_iter().flat_map(|cell| cell.content.blocks);
            return blocks.filter(|block| !is_blank(block)).collect();
        }
        let rows = begun(self.cells.iter().map(|cell| cell.row));
        let columns = begun(self.cells.iter().map(|cell| cell.column));
        let span = |edges: &[usize], from: usize, length: usize| {
            let first = edges.partition_point(|edge| *edge < from);
            let behind = edges.partition_point(|edge| *edge < from.saturating_add(length));
            (first, behind.saturating_sub(first).max(1))
        };
        let mut cells: Vec<TableCell> = Vec::with_capacity(self.cells.len());
        let mut taken = HashSet::new();
        for cell in self.cells {
            let (row, row_span) = span(&rows, cell.row, cell.row_span);
            let (column, column_span) = span(&columns, cell.column, cell.column_span);
            let free = |taken: &HashSet<(usize, usize)>, at: (usize, usize)| !taken.contains(&at);
            if !free(&taken, (row, column)) {
                continue;
            }
            let column_span =
                (column..column + column_span).take_while(|c| free(&taken, (row, *c))).count();
            let row_span = (row..row + row_span)
                .take_while(|r| (column..column + column_span).all(|c| free(&taken, (*r, c))))
                .count();
            if taken.len() + row_span * column_span <= MOST_PLACES {
                for r in row..row + row_span {
                    taken.extend((column..column + column_span).map(|c| (r, c)));
                }
            }
            let mut text = joined(&cell.content.blocks);
            if text.is_empty() && cell.content.unreadable {
                text.push_str(UNREADABLE);
            }
            cells.push(TableCell {
                row: row as u16,
                column: column as u16,
                row_span: row_span as u16,
                column_span: column_span as u16,
                text,
                label: cell.content.label,
                vertical: cell.content.vertical,
                ..TableCell::default()
            });
        }
        if cells.is_empty() {
            return Vec::new();
        }
        let head_rows =
            cells.iter().find(|cell| !cell.label).map_or(rows.len(), |cell| usize::from(cell.row));
        vec![Block::Table(Table {
            rows: rows.len() as u16,
            columns: columns.len() as u16,
            widths: Vec::new(),
            head_rows: head_rows as u16,
            cells,
            sideways: false,
        })]
    }

    /// Whether the table is there for the layout: one single cell, a table inside a cell, or a cell
    /// as long as a page.
    fn lays_out(&self) -> bool {
        let page = |cell: &Placed| {
            let texts = cell.content.blocks.iter().filter(|block| !is_blank(block)).count();
            texts >= PAGE_PARAGRAPHS
                && joined(&cell.content.blocks).chars().count() >= PAGE_CHARACTERS
        };
        let holds_table = |cell: &Placed| {
            cell.content.blocks.iter().any(|block| matches!(block, Block::Table(_)))
        };
        self.cells.len() == 1 || self.cells.iter().any(|cell| holds_table(cell) || page(cell))
    }
}

fn begun(edges: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut edges: Vec<usize> = edges.collect();
    edges.sort_unstable();
    edges.dedup();
    edges
}

fn is_blank(block: &Block) -> bool {
    matches!(block, Block::Paragraph(paragraph) if trimmed(&paragraph.text).is_empty())
}

/// The paragraphs of a cell, each on a line of its own, without fillers around them.
fn joined(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        let Block::Paragraph(paragraph) = block else { continue };
        let text = trimmed(&paragraph.text);
        if !text.is_empty() {
            if !out.is_empty() {
                out.push('\n');
            }
            out.push_str(text);
        }
    }
    out
}

/// Without white space and invisible characters around it.
pub(super) fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}')
    })
}

/// A paragraph as a file holds it: its role from `role` where the file says that it is a heading,
/// its level from its own numbering first.
pub(super) fn paragraph(text: &str, role: Role) -> Block {
    let role = match (role, gongkai_model::document::heading_level(text)) {
        (Role::Title | Role::Heading(_), Some(level)) => Role::Heading(level),
        (role, _) => role,
    };
    Block::Paragraph(Paragraph::new(role, text))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub fn content(text: &str) -> Content {
        Content { blocks: vec![paragraph(text, Role::Body)], ..Content::default() }
    }

    /// A table as rows of `text@column×rows×columns`, spans of one left out.
    pub fn drawn(blocks: &[Block]) -> Vec<String> {
        let Some(Block::Table(table)) = blocks.iter().find(|b| matches!(b, Block::Table(_))) else {
            return Vec::new();
        };
        let row = |row: u16| {
            let cells = table.cells.iter().filter(|cell| cell.row == row).map(|cell| {
                let span = match (cell.row_span, cell.column_span) {
                    (1, 1) => String::new(),
                    (rows, columns) => format!("×{rows}×{columns}"),
                };
                format!("{}@{}{span}", cell.text, cell.column)
            });
            cells.collect::<Vec<_>>().join(" ")
        };
        (0..table.rows).map(row).collect()
    }

    #[test]
    fn spans_push_later_cells_aside_and_stay_inside() {
        let mut grid = Grid::default();
        grid.row().unwrap();
        grid.cell(2, 1, content("甲")).unwrap();
        grid.cell(1, 2, content("乙")).unwrap();
        grid.row().unwrap();
        grid.cell(1, 1, content("丙")).unwrap();
        grid.cell(60_000, 1, content("丁")).unwrap();
        assert_eq!(drawn(&grid.finish()), ["甲@0×2×1 乙@1×1×2", "丙@1 丁@2"]);
    }

    #[test]
    fn rows_and_columns_in_which_nothing_begins_go() {
        let mut grid = Grid::default();
        grid.place((0, 0), (3, 3), content("甲")).unwrap();
        grid.place((0, 3), (3, 4), content("乙")).unwrap();
        assert_eq!(drawn(&grid.finish()), ["甲@0 乙@1"]);
    }

    #[test]
    fn a_table_of_one_cell_or_around_a_table_is_dissolved() {
        let mut inner = Grid::default();
        inner.cell(1, 1, content("甲")).unwrap();
        inner.cell(1, 1, content("乙")).unwrap();
        let mut outer = Grid::default();
        outer.cell(1, 1, content("导航")).unwrap();
        outer.cell(1, 1, Content { blocks: inner.finish(), ..Content::default() }).unwrap();
        let blocks = outer.finish();
        assert_eq!(blocks.len(), 2);
        assert_eq!(drawn(&blocks), ["甲@0 乙@1"]);
        let mut single = Grid::default();
        single.cell(1, 1, content("一段文字")).unwrap();
        assert_eq!(single.finish(), [paragraph("一段文字", Role::Body)]);
    }

    #[test]
    fn more_rows_or_columns_than_any_report_has_are_refused() {
        let mut grid = Grid::default();
        let refused = (0..=MOST_ROWS).find_map(|_| grid.row().err());
        assert_eq!(refused, Some(Unreadable::Excessive));
        let mut grid = Grid::default();
        let refused = (0..=MOST_COLUMNS).find_map(|_| grid.cell(1, 1, content("1")).err());
        assert_eq!(refused, Some(Unreadable::Excessive));
    }
}
