//! [`Document`] of what was pasted → the figures of the form that stand in it, found by the same
//! labels as in a file. **Deliberately absent**: headings, chapters, prose.

use super::column_heads::FormHeads;
use super::columns::put_in_order;
use super::labels;
use super::lines::{Shape, lines};
use super::tables::TableReader;
use super::vocabulary::Vocabulary;
use crate::{Doubt, Unreadable};
use gongkai_model::document::Document;
use gongkai_model::form::{CellId, Edition, Forms};
use gongkai_model::report::Cell;
use std::collections::BTreeMap;

/// What was found in a pasted table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PastedTable {
    /// Only cells the table gives, blank ones too; never 未读到 without a doubt.
    pub cells: BTreeMap<CellId, Cell>,
    /// What had better be looked at.
    pub doubts: Vec<Doubt>,
    /// Rows no label of the form leads to.
    pub unmatched: Vec<String>,
}

/// Finds the figures of a pasted table.
///
/// # Errors
/// Where it is longer than any report.
pub(crate) fn pasted_table(
    document: &Document,
    forms: &Forms,
    edition: &Edition,
) -> Result<PastedTable, Unreadable> {
    let rows = labels::rows_with_strays(forms, edition);
    let vocabulary = Vocabulary::of(forms);
    let mut tables = TableReader::new(&rows, &vocabulary);
    let mut all = lines(document)?;
    let in_order = put_in_order(&mut all, &FormHeads::of(forms));
    for mut line in all {
        // Here every line with tabs is a row of a table, even where its label is strange.
        if line.shape == Shape::Cells {
            line.shape = Shape::Row;
        }
        tables.take(&line);
    }
    tables.finish();
    let mut cells = std::mem::take(&mut tables.cells);
    let own = edition.figures();
    cells.retain(|id, _| own.iter().any(|figure| figure.id == *id));
    let mut found = PastedTable { cells, doubts: tables.doubts, unmatched: tables.unmatched };
    found.doubts.extend(in_order.doubts);
    found.unmatched.extend(in_order.passed_over);
    Ok(found)
}
