//! Laid-out pages as plain data: what stands where. The preview draws them, the PDF is written from
//! them, tests measure them.

use crate::FontRole;
use gongkai_model::document::Role;
use gongkai_model::form::CellId;
use serde::{Deserialize, Serialize};

/// All pages of a document. Lengths in mm from the paper's upper left corner, sizes in points.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Pages {
    /// Of the paper.
    pub width: f64,
    /// Of the paper.
    pub height: f64,
    /// The document's title, its lines joined.
    pub title: String,
    /// In their order; never empty for a document with text.
    pub pages: Vec<Page>,
    /// Headings for the PDF's outline, in their order.
    pub outline: Vec<OutlineEntry>,
    /// Characters no font has. They are drawn as 〓, and nothing is printed.
    pub missing: Vec<char>,
    /// A cell of a table says more than fits on a page; nothing is printed.
    pub overfull: bool,
}

/// A heading and where it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutlineEntry {
    /// Without the text that runs on behind it.
    pub text: String,
    /// 1 for 一、
    pub level: u8,
    /// From 0.
    pub page: usize,
    /// Top of its line.
    pub y: f64,
}

/// What stands on one page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// From 1.
    pub number: usize,
    /// What stands in the type area is turned; the page number keeps its place.
    #[serde(skip_serializing_if = "is_false", default)]
    pub sideways: bool,
    /// In reading order.
    pub runs: Vec<Run>,
    /// Ruled lines of tables, bars of charts, the line to sign on.
    pub strokes: Vec<Stroke>,
    /// The places of the tables' figures, blank ones too.
    pub figures: Vec<FigureBox>,
}

/// Characters of one font and size, evenly spaced on one baseline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// Origin of the first glyph.
    pub x: f64,
    /// The baseline.
    pub y: f64,
    /// The role its characters are set in.
    pub font: FontRole,
    /// Index of the face in the font set: the role's own, or what stands in for a character.
    pub face: u16,
    /// In points.
    pub size: f64,
    /// Added after each character, in mm.
    #[serde(skip_serializing_if = "is_zero", default)]
    pub spacing: f64,
    /// From the first glyph's origin to the end of the last one's place.
    pub width: f64,
    /// A glyph each character.
    pub text: String,
    /// Written up the paper from its origin.
    #[serde(skip_serializing_if = "is_false", default)]
    pub turned: bool,
    /// What of the document it shows.
    pub of: Source,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

fn is_zero(number: &f64) -> bool {
    *number == 0.0
}

/// What of the document a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The paragraph or table at this index of the document's blocks.
    Block(usize, Role),
    /// A cell: index of the table's block, row and column of the cell.
    Cell(usize, u16, u16),
    /// The line to sign on, which is not of the document: 单位负责人（签字）：
    Signatory,
    /// Not of the document: page numbers and the like.
    Page,
}

/// A straight line.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stroke {
    /// Where it begins.
    pub x1: f64,
    /// Where it begins.
    pub y1: f64,
    /// Where it ends.
    pub x2: f64,
    /// Where it ends.
    pub y2: f64,
    /// In points.
    pub thickness: f64,
}

/// The place of a figure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FigureBox {
    /// Index of the table's block, row and column.
    pub at: (usize, u16, u16),
    /// The figure of the report, as the document's cell knows it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cell: Option<CellId>,
    /// Its left edge.
    pub x: f64,
    /// Its upper edge.
    pub y: f64,
    /// In mm.
    pub width: f64,
    /// In mm.
    pub height: f64,
}

/// To the ten-thousandth of a millimetre: finer than any device, and stable in print.
pub fn rounded(length: f64) -> f64 {
    (length * 10_000.0).round() / 10_000.0
}
