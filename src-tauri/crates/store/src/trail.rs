//! Table `trail`: how far a report came, step by step; who took the step, when, and why.

use crate::column::{EnumText, now};
use crate::database::Store;
use crate::error::Result;
use crate::settings;
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

/// A step on the way of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrailStep {
    /// 草稿: it was begun, or a file imported.
    Begun,
    /// 送审
    SentForReview,
    /// 审毕
    ReviewEnded,
    /// 定稿
    Finalised,
    /// 公布
    Published,
    /// 退回
    Returned,
}

/// A step that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrailEntry {
    /// Which step.
    pub step: TrailStep,
    /// The name of the settings, else the computer's user.
    pub who: String,
    /// Local time with offset: `2027-01-20T10:32:05+08:00`.
    pub at: String,
    /// In the user's words; empty where none were asked for.
    pub why: String,
    /// Number of the version that belongs to it.
    pub version: Option<i64>,
}

impl Store {
    /// The steps a report has taken, the first first.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn trail(&self, report: i64) -> Result<Vec<TrailEntry>> {
        let mut query = self.connection.prepare_cached(
            "SELECT step, who, at, why, version FROM trail WHERE report_id = ?1 ORDER BY id",
        )?;
        let entries = query.query_map([report], |row| {
            Ok(TrailEntry {
                step: row.get::<_, EnumText<_>>(0)?.0,
                who: row.get(1)?,
                at: row.get(2)?,
                why: row.get(3)?,
                version: row.get(4)?,
            })
        })?;
        Ok(entries.collect::<rusqlite::Result<_>>()?)
    }
}

/// Notes a step; `version` is the id of the version that belongs to it.
pub(crate) fn note(
    edit: &Connection,
    report: i64,
    step: TrailStep,
    why: &str,
    version: Option<i64>,
) -> Result<()> {
    edit.execute(
        "INSERT INTO trail (report_id, step, who, at, why, version)
         VALUES (?1, ?2, ?3, ?4, ?5, (SELECT number FROM versions WHERE id = ?6))",
        params![report, EnumText(step), settings::who(edit)?, now(), why, version],
    )?;
    Ok(())
}
