//! A whole report: its row in `reports`, its figures, words, labels and file, read and written
//! together.

use crate::column::{EnumText, now};
use crate::database::Store;
use crate::error::{Result, StoreError};
use crate::reports::{Publication, publication};
use crate::texts::Texts;
use crate::trail::{self, TrailStep};
use crate::{cells, labels, sources, texts};
use gongkai_model::form::{CellId, Edition, Forms};
use gongkai_model::progress::ReportState;
use gongkai_model::report::Report;
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// A report with what is kept about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    /// Of the report.
    pub id: i64,
    /// Of the organ it is the report of.
    pub organ_id: i64,
    /// How far it has come.
    pub state: ReportState,
    /// What it says.
    pub report: Report,
    /// Local time with offset: `2027-01-20T10:32:05+08:00`.
    pub saved_at: String,
    /// Name of the file it was imported from.
    pub source_name: Option<String>,
    /// When and where it was published.
    pub publication: Publication,
}

impl Store {
    /// The whole report with this id, with its three states of a figure.
    ///
    /// # Errors
    /// [`StoreError::NotThere`] when there is no such report, or it is deleted; those of the disk.
    pub fn report(&self, id: i64) -> Result<Stored> {
        load(&self.connection, id)
    }

    /// Keeps a new report, and the name and bytes of the file it came from.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when the organ has a report of this year and scope,
    /// [`StoreError::WithoutYear`] when the report names no year.
    pub fn create(
        &mut self,
        organ_id: i64,
        report: &Report,
        state: ReportState,
        source: Option<(&str, &[u8])>,
    ) -> Result<i64> {
        let year = report.year.ok_or(StoreError::WithoutYear)?;
        self.edit(|edit| {
            edit.execute(
                "INSERT INTO reports (organ_id, year, scope, edition, state, saved_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![
                    organ_id,
                    year,
                    EnumText(report.scope),
                    report.edition,
                    EnumText(state),
                    now()
                ],
            )?;
            let id = edit.last_insert_rowid();
            write_parts(edit, id, report, source)?;
            trail::note(edit, id, TrailStep::Begun, "", None)?;
            Ok(id)
        })
    }
}

pub(crate) fn write_parts(
    edit: &Connection,
    id: i64,
    report: &Report,
    source: Option<(&str, &[u8])>,
) -> Result<()> {
    cells::save(edit, id, report.cells.iter())?;
    labels::save(edit, id, &report.labels)?;
    texts::save(edit, id, report.organ.as_deref(), &Texts::of(report))?;
    if let Some((name, bytes)) = source {
        sources::save(edit, id, name, bytes)?;
    }
    Ok(())
}

pub(crate) fn load(connection: &Connection, id: i64) -> Result<Stored> {
    let mut query = connection.prepare_cached(
        "SELECT organ_id, year, scope, edition, state, saved_at,
                    (SELECT name FROM sources WHERE report_id = id), published_on, published_at
             FROM reports WHERE id = ?1 AND deleted_at IS NULL",
    )?;
    let mut stored = query.query_row([id], |row| {
        let report = Report {
            year: Some(row.get(1)?),
            scope: row.get::<_, EnumText<_>>(2)?.0,
            edition: row.get(3)?,
            ..Report::default()
        };
        Ok(Stored {
            id,
            organ_id: row.get(0)?,
            state: row.get::<_, EnumText<_>>(4)?.0,
            report,
            saved_at: row.get(5)?,
            source_name: row.get(6)?,
            publication: publication(row, 7)?,
        })
    })?;
    let (organ, texts) = texts::load(connection, id)?;
    texts.write_into(&mut stored.report);
    stored.report.organ = organ;
    stored.report.cells = cells::load(connection, id)?;
    if let Some(stray) = stray(&stored.report) {
        // The name of another was spoilt, which is missing now and would be taken for blank.
        return Err(StoreError::Damaged { source: format!("cell {stray}").into() });
    }
    stored.report.labels = labels::load(connection, id)?;
    Ok(stored)
}

/// A figure under a name no form has, in a report whose form is known.
fn stray(report: &Report) -> Option<&CellId> {
    static KNOWN: LazyLock<(Forms, BTreeSet<CellId>)> = LazyLock::new(|| {
        let forms = Forms::official();
        let figures = forms.editions().iter().flat_map(Edition::figures);
        let known = figures.map(|figure| figure.id).collect();
        (forms, known)
    });
    let (forms, known) = &*KNOWN;
    report.edition_in(forms)?;
    report.cells.keys().find(|cell| !known.contains(cell))
}
