//! What whoever hears a document is told of it: the levels of its headings, and what the head of a
//! table is the head of. The web page and the PDF say the same.

use super::{Block, Document, Role, Table, TableCell};

/// What a head of a table is the head of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The cells beside it.
    Row,
    /// The cells below it.
    Column,
}

impl Document {
    /// The level of each block that is a heading: 1 for the title, then one level further down at
    /// most, since whoever hears the document counts them. At most 5.
    pub fn spoken_levels(&self) -> Vec<Option<u8>> {
        let mut last = 1;
        let level = |block: &Block| match block {
            Block::Paragraph(paragraph) => match paragraph.role {
                Role::Title => Some(1),
                Role::Heading(level) => {
                    last = (level.clamp(1, 4) + 1).min(last + 1);
                    Some(last)
                }
                Role::Body | Role::Signature | Role::Date => None,
            },
            Block::Table(_) => None,
        };
        self.blocks.iter().map(level).collect()
    }
}

impl Table {
    /// A label is the head of its row where a figure stands right of it in the same row, else of
    /// its column.
    pub fn scope(&self, head: &TableCell) -> Scope {
        let rows = head.row..head.row.saturating_add(head.row_span);
        let figure =
            |cell: &TableCell| !cell.label && rows.contains(&cell.row) && cell.column > head.column;
        if self.cells.iter().any(figure) { Scope::Row } else { Scope::Column }
    }
}
