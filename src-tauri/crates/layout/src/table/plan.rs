//! A table as a word processor is told of it.

use super::columns::room_in;
use super::laid::{LaidCell, LaidTable};
use super::text::is_flush;
use crate::line::{Line, width};

/// What a line that fits is given to spare, in mm.
pub const SPARE: f64 = 0.1;

/// A table as the layout has it.
#[derive(Debug)]
pub struct TablePlan {
    /// Of the columns, in mm.
    pub widths: Vec<f64>,
    /// Of the rows, in mm.
    pub heights: Vec<f64>,
    /// Rows to repeat; none where they would fill much of a page.
    pub head_rows: usize,
    /// Rows with which a page begins, but for the first.
    pub starts: Vec<usize>,
    /// In the order of the table's cells.
    pub cells: Vec<CellPlan>,
}

/// A cell as the layout has it.
#[derive(Debug)]
pub struct CellPlan {
    /// Set flush left, not centred.
    pub flush: bool,
    /// In points.
    pub size: f64,
    /// A label's lines, where it has more than one.
    pub lines: Option<Vec<String>>,
    /// What each character is set closer by so that the lines fit whose stops are squeezed.
    pub closer: f64,
}

impl LaidTable<'_> {
    /// Index of the table's block.
    pub fn block(&self) -> usize {
        self.block
    }

    /// The whole table; pages begin with the rows `starts`.
    pub fn plan(&self, starts: Vec<usize>) -> TablePlan {
        let pairs = self.edges.iter().zip(self.edges.iter().skip(1));
        TablePlan {
            widths: pairs.map(|(left, right)| right - left).collect(),
            heights: self.heights.clone(),
            head_rows: self.head_rows(),
            starts,
            cells: self.cells.iter().map(|cell| self.plan_of(cell)).collect(),
        }
    }

    fn plan_of(&self, cell: &LaidCell<'_>) -> CellPlan {
        let column = usize::from(cell.cell.column);
        let flush = match cell.cell.label {
            true => is_flush(cell.cell, room_in(cell.cell, &self.edges)),
            false => self.flush.get(column).copied().unwrap_or_default(),
        };
        let room = room_in(cell.cell, &self.edges);
        let glyphs = |line: &Line| cell.text.glyphs.get(line.glyphs.clone()).unwrap_or_default();
        let label = cell.cell.label && !cell.cell.vertical;
        let closer = cell.text.lines.iter().filter(|_| label).map(|line| {
            let over = width(glyphs(line)) + SPARE - room;
            over.max(0.0) / line.glyphs.len().saturating_sub(1).max(1) as f64
        });
        let lines = (label && cell.text.lines.len() > 1).then(|| {
            let text = |line| glyphs(line).iter().map(|glyph| glyph.character).collect();
            cell.text.lines.iter().map(text).collect::<Vec<String>>()
        });
        // A character that no font has is not drawn as itself.
        let lines = lines.filter(|lines| lines.concat() == cell.cell.text);
        let closer = closer.fold(0.0, f64::max);
        CellPlan { flush, size: cell.text.size, lines, closer }
    }
}
