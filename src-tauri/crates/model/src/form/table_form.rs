//! The tables of the form as they are declared: columns and rows with their labels, and the figures
//! that stand where they meet.

use super::{CellId, Constraint};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What kind of figure a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A whole number of 件, 0 or more.
    Count,
    /// A whole number that may be negative (本年增/减).
    Change,
    /// A decimal amount, 0 or more; its unit is what the form says (万元), or none.
    Amount,
}

/// A printed label, and other wordings that mean the same in real files.
#[derive(Clone, Debug, Default)]
pub struct Label {
    /// The official wording.
    pub text: &'static str,
    /// Other wordings that mean the same.
    pub aliases: &'static [&'static str],
}

impl From<&'static str> for Label {
    fn from(text: &'static str) -> Self {
        Label { text, aliases: &[] }
    }
}

impl Label {
    /// The official wording first, then the aliases.
    pub fn wordings(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.text).chain(self.aliases.iter().copied())
    }
}

/// A column of a table, or a head over several columns.
#[derive(Clone, Debug)]
pub struct Column {
    /// Part of the cell's id; empty for a head that is not part of it (申请人情况).
    pub id: &'static str,
    /// As printed.
    pub label: Label,
    /// What its figures are.
    pub kind: Kind,
    /// Grid columns a leaf takes up, 1 or more.
    pub span: u16,
    /// The columns it is a head over; none for a column of figures.
    pub children: Vec<Column>,
}

impl Column {
    /// A column of counts.
    pub fn new(id: &'static str, label: impl Into<Label>) -> Self {
        Column { id, label: label.into(), kind: Kind::Count, span: 1, children: Vec::new() }
    }

    /// A head over several columns.
    pub fn head(id: &'static str, label: impl Into<Label>, children: Vec<Column>) -> Self {
        Column { children, ..Column::new(id, label) }
    }

    /// The same column with figures of another kind.
    pub fn of(mut self, kind: Kind) -> Self {
        self.kind = kind;
        self
    }

    /// The same column over so many columns of the grid.
    pub fn spanning(mut self, span: u16) -> Self {
        self.span = span;
        self
    }
}

/// A row of a table, or a label beside several rows.
#[derive(Clone, Debug)]
pub struct Row {
    /// Part of the cell's id; empty for a label that is not part of it (三、本年度办理结果).
    pub id: &'static str,
    /// As printed.
    pub label: Label,
    /// How messages name the row: `一`, `三（七）`.
    pub short: &'static str,
    /// The label is written from top to bottom.
    pub vertical: bool,
    /// The form does not have it; a report does.
    pub extra: bool,
    /// The rows it is a label beside; none for a row of figures.
    pub children: Vec<Row>,
}

impl Row {
    /// A row of figures.
    pub fn new(id: &'static str, short: &'static str, label: impl Into<Label>) -> Self {
        Row { id, label: label.into(), short, vertical: false, extra: false, children: Vec::new() }
    }

    /// A label beside several rows.
    pub fn group(
        id: &'static str,
        short: &'static str,
        label: impl Into<Label>,
        children: Vec<Row>,
    ) -> Self {
        Row { children, ..Row::new(id, short, label) }
    }

    /// The same row, its label written from top to bottom.
    pub fn vertical(mut self) -> Self {
        self.vertical = true;
        self
    }

    /// The same row with other wordings of its label.
    pub fn aliases(mut self, aliases: &'static [&'static str]) -> Self {
        self.label.aliases = aliases;
        self
    }
}

/// A part of a table with a head of its own. Table 2 has one for each item of article 20.
#[derive(Clone, Debug)]
pub struct Block {
    /// A row across the whole table (第二十条第（一）项).
    pub title: Option<Label>,
    /// The cell over the row labels and left of the column heads; none where rows have no label.
    pub corner: Option<Label>,
    /// Grid columns the row labels take up; 0 for a single row without a label.
    pub stub: u16,
    /// Its columns and heads, from left to right.
    pub columns: Vec<Column>,
    /// Its rows, from top to bottom.
    pub rows: Vec<Row>,
}

/// One of the report's tables.
#[derive(Clone, Debug)]
pub struct TableForm {
    /// First part of the ids of its cells.
    pub id: &'static str,
    /// Short name for messages: 表三.
    pub name: &'static str,
    /// Widths of the grid columns, in thousandths of the table's width.
    pub widths: Vec<u16>,
    /// Its parts, from top to bottom.
    pub blocks: Vec<Block>,
    /// What must hold between its figures, of one year or of two.
    pub constraints: Vec<Constraint>,
}

/// A row of figures with its full path.
#[derive(Clone, Debug)]
pub struct RowLeaf<'a> {
    /// Ids of the row and its groups, joined by `.`.
    pub id: String,
    /// The row itself.
    pub row: &'a Row,
    /// From the outermost group down to the row itself.
    pub path: Vec<&'a Row>,
}

/// A column of figures with its full path.
#[derive(Clone, Debug)]
pub struct ColumnLeaf<'a> {
    /// Ids of the column and its heads, joined by `/`.
    pub id: String,
    /// The column itself.
    pub column: &'a Column,
    /// From the outermost head down to the column itself.
    pub path: Vec<&'a Column>,
}

impl Block {
    /// The rows that hold figures, from top to bottom.
    pub fn row_leaves(&self) -> Vec<RowLeaf<'_>> {
        fn walk<'a>(rows: &'a [Row], path: &[&'a Row], out: &mut Vec<RowLeaf<'a>>) {
            for row in rows {
                let mut path = path.to_vec();
                path.push(row);
                if row.children.is_empty() {
                    let ids: Vec<_> =
                        path.iter().map(|r| r.id).filter(|id| !id.is_empty()).collect();
                    out.push(RowLeaf { id: ids.join("."), row, path });
                } else {
                    walk(&row.children, &path, out);
                }
            }
        }
        let mut out = Vec::new();
        walk(&self.rows, &[], &mut out);
        out
    }

    /// The columns that hold figures, from left to right.
    pub fn column_leaves(&self) -> Vec<ColumnLeaf<'_>> {
        fn walk<'a>(columns: &'a [Column], path: &[&'a Column], out: &mut Vec<ColumnLeaf<'a>>) {
            for column in columns {
                let mut path = path.to_vec();
                path.push(column);
                if column.children.is_empty() {
                    let ids: Vec<_> =
                        path.iter().map(|c| c.id).filter(|id| !id.is_empty()).collect();
                    out.push(ColumnLeaf { id: ids.join("/"), column, path });
                } else {
                    walk(&column.children, &path, out);
                }
            }
        }
        let mut out = Vec::new();
        walk(&self.columns, &[], &mut out);
        out
    }
}

/// One figure of the form, with what is known of it before it is filled in.
#[derive(Clone, Debug)]
pub struct FigureForm {
    /// Which figure.
    pub id: CellId,
    /// What kind of figure.
    pub kind: Kind,
    /// `行政许可 · 本年处理决定数量`, for messages.
    pub name: String,
}

impl TableForm {
    /// Every figure of the table, row by row.
    pub fn figures(&self) -> Vec<FigureForm> {
        let mut out = Vec::new();
        for block in &self.blocks {
            let columns = block.column_leaves();
            for row in block.row_leaves() {
                for column in &columns {
                    out.push(FigureForm {
                        id: CellId::new(self.id, &row.id, &column.id),
                        kind: column.column.kind,
                        name: figure_name(&row, column),
                    });
                }
            }
        }
        out
    }
}

/// Names a figure by row and column, without the explanations in brackets of the official labels.
fn figure_name(row: &RowLeaf<'_>, column: &ColumnLeaf<'_>) -> String {
    let rows = row.path.iter().filter(|r| !r.id.is_empty()).map(|r| plain(r.label.text));
    let columns = column.path.iter().filter(|c| !c.id.is_empty()).map(|c| plain(c.label.text));
    rows.chain(columns).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// A label without an explanation of six characters or more in brackets.
pub fn plain(label: &str) -> String {
    let explained =
        label.split_once('（').filter(|(name, why)| !name.is_empty() && why.chars().count() > 5);
    explained.map_or(label, |(name, _)| name).to_owned()
}
