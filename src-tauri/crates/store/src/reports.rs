//! Table `reports`: which reports there are, of which organ and year, and how far they have come.
//!
//! **Deliberately absent**: what a report says. Its figures and words stand in tables of their own;
//! `stored` puts the whole together.

use crate::cells;
use crate::column::{EnumText, now};
use crate::database::Store;
use crate::error::{Result, ensure_found};
use gongkai_model::progress::{ReportState, Trend};
use gongkai_model::report::Scope;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How many findings of a report are open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// 必须改
    pub errors: u32,
    /// 需说明, not yet settled
    pub explains: u32,
    /// 未填
    pub unfilled: u32,
}

/// When and where a report was published, as the user has noted it; empty where it was not told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Publication {
    /// `2027年1月24日`
    pub date: String,
    /// Address of the web page.
    pub address: String,
}

/// A report as the start page lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReportSummary {
    /// Of the report.
    #[ts(type = "number")]
    pub id: i64,
    /// Of the organ it is the report of.
    #[ts(type = "number")]
    pub organ_id: i64,
    /// Report year.
    pub year: i32,
    /// Of the organ itself, or of all below it as well.
    pub scope: Scope,
    /// Id of its edition; none where a file was of none.
    pub edition: Option<String>,
    /// How far it has come.
    pub state: ReportState,
    /// It came from a file.
    pub imported: bool,
    /// Local time with offset: `2027-01-20T10:32:05+08:00`.
    pub saved_at: String,
    /// Findings 必须改; none when not checked since the last edit.
    pub open_errors: Option<u32>,
    /// Findings 需说明 not yet settled; none as above.
    pub open_explains: Option<u32>,
    /// Findings 未填; none as above.
    pub open_unfilled: Option<u32>,
    /// What its small chart shows.
    pub trend: Trend,
    /// When and where it was published.
    pub publication: Publication,
}

const LIST: &str = "
    SELECT r.id, r.organ_id, r.year, r.scope, r.edition, r.state,
           r.state = ?2 OR EXISTS (SELECT 1 FROM sources WHERE report_id = r.id),
           r.saved_at, r.open_errors, r.open_explains, r.open_unfilled,
           r.published_on, r.published_at
    FROM reports r JOIN organs o ON o.id = r.organ_id
    WHERE (r.deleted_at IS NOT NULL) = ?1 AND o.removed_at IS NULL
    ORDER BY r.organ_id, r.year DESC, r.scope DESC";

impl Store {
    /// All reports but deleted ones: by organ, the latest year first.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn list(&self) -> Result<Vec<ReportSummary>> {
        self.summaries(false)
    }

    /// The deleted reports, which [`Store::restore`] brings back.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn deleted(&self) -> Result<Vec<ReportSummary>> {
        self.summaries(true)
    }

    /// How many reports an organ has, be it removed or not; deleted ones are not counted.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn reports_of(&self, organ_id: i64) -> Result<i64> {
        let mut query = self.connection.prepare_cached(
            "SELECT count(*) FROM reports WHERE organ_id = ?1 AND deleted_at IS NULL",
        )?;
        Ok(query.query_row([organ_id], |row| row.get(0))?)
    }

    fn summaries(&self, deleted: bool) -> Result<Vec<ReportSummary>> {
        let mut query = self.connection.prepare_cached(LIST)?;
        let mut rows = query.query(params![deleted, EnumText(ReportState::Imported)])?;
        let mut list = Vec::new();
        while let Some(row) = rows.next()? {
            let mut summary = summary(row)?;
            let (connection, id) = (&self.connection, summary.id);
            summary.trend = Trend::of(|cell| cells::figure(connection, id, cell))?;
            list.push(summary);
        }
        Ok(list)
    }

    /// When this report was last saved: local time with offset, `2027-01-20T10:32:05+08:00`.
    ///
    /// # Errors
    /// [`crate::StoreError::NotThere`] when there is no such report, or it is deleted; those of the disk.
    pub fn saved_at(&self, id: i64) -> Result<String> {
        let mut query = self
            .connection
            .prepare_cached("SELECT saved_at FROM reports WHERE id = ?1 AND deleted_at IS NULL")?;
        Ok(query.query_row([id], |row| row.get(0))?)
    }

    /// Notes how many findings are open, for the start page. Every edit forgets the counts.
    ///
    /// # Errors
    /// [`crate::StoreError::NotThere`] when there is no such report, or it is deleted; those of the disk.
    pub fn set_counts(&mut self, id: i64, counts: Counts) -> Result<()> {
        self.edit(|edit| count(edit, id, counts))
    }

    /// Takes back [`Store::delete`].
    ///
    /// # Errors
    /// [`crate::StoreError::Exists`] when another report has taken its place since.
    pub fn restore(&mut self, id: i64) -> Result<()> {
        self.edit(|edit| {
            ensure_found(edit.execute("UPDATE reports SET deleted_at = NULL WHERE id = ?1", [id])?)
        })
    }

    /// The report of this organ, year and scope.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn find(&self, organ_id: i64, year: i32, scope: Scope) -> Result<Option<i64>> {
        let mut query = self.connection.prepare_cached(
            "SELECT id FROM reports
             WHERE organ_id = ?1 AND year = ?2 AND scope = ?3 AND deleted_at IS NULL",
        )?;
        Ok(query
            .query_row(params![organ_id, year, EnumText(scope)], |row| row.get(0))
            .optional()?)
    }
}

/// Sets the time of saving, which it gives, and forgets the counts, which are no longer true.
pub(crate) fn touch(edit: &Connection, id: i64) -> Result<String> {
    let saved_at = now();
    let changed = edit
        .prepare_cached(
            "UPDATE reports SET saved_at = ?2,
                    open_errors = NULL, open_explains = NULL, open_unfilled = NULL
             WHERE id = ?1 AND deleted_at IS NULL",
        )?
        .execute(params![id, saved_at])?;
    ensure_found(changed)?;
    Ok(saved_at)
}

pub(crate) fn count(edit: &Connection, id: i64, counts: Counts) -> Result<()> {
    let Counts { errors, explains, unfilled } = counts;
    let counted = edit
        .prepare_cached(
            "UPDATE reports SET open_errors = ?2, open_explains = ?3, open_unfilled = ?4
             WHERE id = ?1 AND deleted_at IS NULL",
        )?
        .execute(params![id, errors, explains, unfilled])?;
    ensure_found(counted)
}

/// The publication in these two columns.
pub(crate) fn publication(row: &Row<'_>, at: usize) -> rusqlite::Result<Publication> {
    Ok(Publication { date: row.get(at)?, address: row.get(at + 1)? })
}

fn summary(row: &Row<'_>) -> rusqlite::Result<ReportSummary> {
    Ok(ReportSummary {
        id: row.get(0)?,
        organ_id: row.get(1)?,
        year: row.get(2)?,
        scope: row.get::<_, EnumText<_>>(3)?.0,
        edition: row.get(4)?,
        state: row.get::<_, EnumText<_>>(5)?.0,
        imported: row.get(6)?,
        saved_at: row.get(7)?,
        open_errors: row.get(8)?,
        open_explains: row.get(9)?,
        open_unfilled: row.get(10)?,
        trend: Trend::default(),
        publication: publication(row, 11)?,
    })
}
