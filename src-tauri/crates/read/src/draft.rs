//! A report as it was found in a file.

use gongkai_model::form::CellId;
use gongkai_model::report::Report;
use serde::Serialize;
use std::collections::BTreeMap;
use ts_rs::TS;

/// A figure or place the user had better look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Doubt {
    /// The figure, or the first of the table in doubt.
    pub cell: CellId,
    /// One sentence.
    pub why: String,
}

/// A report as recognised in a file; the user looks at it before it becomes one of the office's.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// Cells the file does not give stand in it as [`gongkai_model::report::Figure::Unread`].
    pub report: Report,
    /// Pieces of tables that belong to no label of the form.
    pub unmatched: Vec<String>,
    /// What had better be looked at.
    pub doubts: Vec<Doubt>,
    /// Where each figure was found: the number of the block in the document, from 0.
    pub sources: BTreeMap<CellId, usize>,
}
