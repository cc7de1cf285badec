//! Table `labels`: row labels of an imported file that read otherwise than the form's.

use crate::error::Result;
use gongkai_model::form::CellId;
use rusqlite::{Connection, params};
use std::collections::BTreeMap;

pub(crate) fn load(connection: &Connection, report: i64) -> Result<BTreeMap<CellId, String>> {
    let mut query =
        connection.prepare_cached("SELECT cell, label FROM labels WHERE report_id = ?1")?;
    let labels = query
        .query_map([report], |row| Ok((CellId::from(row.get_ref(0)?.as_str()?), row.get(1)?)))?;
    Ok(labels.collect::<rusqlite::Result<_>>()?)
}

/// Keeps these labels in the place of those there are.
pub(crate) fn save(
    edit: &Connection,
    report: i64,
    labels: &BTreeMap<CellId, String>,
) -> Result<()> {
    edit.execute("DELETE FROM labels WHERE report_id = ?1", [report])?;
    let mut write =
        edit.prepare_cached("INSERT INTO labels (report_id, cell, label) VALUES (?1, ?2, ?3)")?;
    for (cell, label) in labels {
        write.execute(params![report, cell.as_str(), label])?;
    }
    Ok(())
}
