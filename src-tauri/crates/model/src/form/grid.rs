//! A table of the form laid out cell by cell: what stands where, and how far it spans. The entry
//! screen, the printed page and every exported table are drawn from this one grid.

use super::{Block, CellId, Column, Kind, Row, TableForm};
use serde::Serialize;
use ts_rs::TS;

/// What a label is in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LabelKind {
    /// A row across the whole table.
    Title,
    /// Over the row labels, beside the column heads.
    Corner,
    /// Over one or several columns.
    Head,
    /// Beside one or several rows.
    Stub,
}

/// A label of the form or the place of a figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum GridContent {
    /// A label.
    Label {
        /// As printed.
        text: String,
        /// What it is in the table.
        kind: LabelKind,
        /// It is written from top to bottom.
        vertical: bool,
        /// Of a row the form does not have.
        extra: bool,
    },
    /// The place of a figure.
    Figure {
        /// Which figure.
        cell: CellId,
        /// What kind of figure.
        kind: Kind,
    },
}

/// One cell, merged ones once; rows and columns count from 0.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct GridCell {
    /// Its first row.
    pub row: u16,
    /// Its first column.
    pub column: u16,
    /// Rows it reaches over, 1 or more.
    pub row_span: u16,
    /// Columns it reaches over, 1 or more.
    pub column_span: u16,
    /// What stands in it.
    pub content: GridContent,
}

/// A whole table; every place of `rows` × `widths.len()` is covered exactly once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Grid {
    /// Id of the table.
    pub table: String,
    /// Widths of the columns, in thousandths of the table's width.
    pub widths: Vec<u16>,
    /// How many rows it has.
    pub rows: u16,
    /// Rows at the top that are repeated when the table goes on on another page; 0 where every
    /// part of the table has a head of its own.
    pub head_rows: u16,
    /// Row by row, each row from left to right.
    pub cells: Vec<GridCell>,
}

impl TableForm {
    /// Lays the table out.
    pub fn grid(&self) -> Grid {
        let width = self.widths.len() as u16;
        let mut cells = Vec::new();
        let mut top = 0;
        for block in &self.blocks {
            top = self.place_block(block, width, top, &mut cells);
        }
        cells.sort_by_key(|cell: &GridCell| (cell.row, cell.column));
        let head_rows = match self.blocks.as_slice() {
            [only] => u16::from(only.title.is_some()) + depth_of_columns(&only.columns),
            _ => 0,
        };
        Grid { table: self.id.to_owned(), widths: self.widths.clone(), rows: top, head_rows, cells }
    }

    fn place_block(&self, block: &Block, width: u16, mut top: u16, out: &mut Vec<GridCell>) -> u16 {
        if let Some(title) = &block.title {
            out.push(label(top, 0, 1, width, title.text, LabelKind::Title));
            top += 1;
        }
        let depth = depth_of_columns(&block.columns);
        if let Some(corner) = &block.corner {
            out.push(label(top, 0, depth, block.stub, corner.text, LabelKind::Corner));
        }
        let mut left = block.stub;
        for column in &block.columns {
            place_head(column, top, left, depth, out);
            left += columns_under(column);
        }
        top += depth;

        let first = top;
        for row in &block.rows {
            place_stub(row, top, 0, block.stub, out);
            top += rows_under(row);
        }
        for (number, row) in block.row_leaves().iter().enumerate() {
            let mut left = block.stub;
            for column in block.column_leaves() {
                out.push(GridCell {
                    row: first + number as u16,
                    column: left,
                    row_span: 1,
                    column_span: column.column.span,
                    content: GridContent::Figure {
                        cell: CellId::new(self.id, &row.id, &column.id),
                        kind: column.column.kind,
                    },
                });
                left += column.column.span;
            }
        }
        top
    }
}

fn label(
    row: u16,
    column: u16,
    row_span: u16,
    column_span: u16,
    text: &str,
    kind: LabelKind,
) -> GridCell {
    let content = GridContent::Label { text: text.to_owned(), kind, vertical: false, extra: false };
    GridCell { row, column, row_span, column_span, content }
}

/// A leaf reaches down to the figures, however few heads stand over it.
fn place_head(column: &Column, top: u16, left: u16, depth: u16, out: &mut Vec<GridCell>) {
    let leaf = column.children.is_empty();
    let height = if leaf { depth } else { 1 };
    let width = columns_under(column);
    out.push(label(top, left, height, width, column.label.text, LabelKind::Head));
    let mut left = left;
    for child in &column.children {
        place_head(child, top + 1, left, depth - 1, out);
        left += columns_under(child);
    }
}

/// A leaf reaches right up to the figures, however few labels stand before it.
fn place_stub(row: &Row, top: u16, left: u16, width: u16, out: &mut Vec<GridCell>) {
    if width == 0 {
        return;
    }
    let leaf = row.children.is_empty();
    let span = if leaf { width } else { 1 };
    let content = GridContent::Label {
        text: row.label.text.to_owned(),
        kind: LabelKind::Stub,
        vertical: row.vertical,
        extra: row.extra,
    };
    out.push(GridCell {
        row: top,
        column: left,
        row_span: rows_under(row),
        column_span: span,
        content,
    });
    let mut top = top;
    for child in &row.children {
        place_stub(child, top, left + 1, width - 1, out);
        top += rows_under(child);
    }
}

fn columns_under(column: &Column) -> u16 {
    if column.children.is_empty() {
        column.span
    } else {
        column.children.iter().map(columns_under).sum()
    }
}

fn rows_under(row: &Row) -> u16 {
    if row.children.is_empty() { 1 } else { row.children.iter().map(rows_under).sum() }
}

fn depth_of_columns(columns: &[Column]) -> u16 {
    columns.iter().map(|c| 1 + depth_of_columns(&c.children)).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use crate::form::Forms;

    #[test]
    fn every_place_of_every_table_is_covered_exactly_once() {
        for edition in Forms::official().editions() {
            for table in &edition.tables {
                let grid = table.grid();
                let mut seen = vec![vec![0; grid.widths.len()]; grid.rows as usize];
                for cell in &grid.cells {
                    for row in cell.row..cell.row + cell.row_span {
                        for column in cell.column..cell.column + cell.column_span {
                            seen[row as usize][column as usize] += 1;
                        }
                    }
                }
                let covered = seen.iter().flatten().all(|&times| times == 1);
                assert!(covered, "{} {}: {seen:?}", edition.id, table.id);
                assert_eq!(grid.widths.iter().sum::<u16>(), 1000);
            }
        }
    }

    #[test]
    fn the_corner_of_table_three_spans_three_by_three() {
        let forms = Forms::official();
        let grid = forms.edition("2021").unwrap().table("requests").unwrap().grid();
        assert_eq!((grid.rows, grid.widths.len(), grid.head_rows), (28, 10, 3));
        assert_eq!((grid.cells[0].row_span, grid.cells[0].column_span), (3, 3));
    }
}
