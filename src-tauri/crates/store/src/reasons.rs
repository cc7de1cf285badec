//! Table `reasons`: why a finding is as it should be, who said so and when.
//!
//! A reason belongs to a finding's key, which changes with the figures and sentences the finding is
//! about; a reason whose key no finding has any more is kept and settles nothing.

use crate::column::now;
use crate::database::Store;
use crate::error::Result;
use crate::reports::touch;
use rusqlite::params;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A reason written for a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Reason {
    /// Key of the finding.
    pub key: String,
    /// Name of the rule that made it.
    pub rule: String,
    /// The reason, as the user wrote it.
    pub text: String,
    /// Who wrote it; empty where no name was given.
    pub who: String,
    /// Local time with offset: `2027-01-20T10:32:05+08:00`.
    pub at: String,
}

impl Store {
    /// The reasons of a report, the earliest first.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn reasons(&self, id: i64) -> Result<Vec<Reason>> {
        let mut query = self.connection.prepare_cached(
            "SELECT key, rule, text, who, at FROM reasons WHERE report_id = ?1 ORDER BY at, key",
        )?;
        let reasons = query.query_map([id], |row| {
            Ok(Reason {
                key: row.get(0)?,
                rule: row.get(1)?,
                text: row.get(2)?,
                who: row.get(3)?,
                at: row.get(4)?,
            })
        })?;
        Ok(reasons.collect::<rusqlite::Result<_>>()?)
    }

    /// Writes the reason for the finding with this key, in place of one it has.
    ///
    /// # Errors
    /// [`StoreError::NotThere`] when there is no such report, or it is deleted; those of the disk.
    pub fn set_reason(
        &mut self,
        id: i64,
        key: &str,
        rule: &str,
        text: &str,
        who: &str,
    ) -> Result<()> {
        self.edit(|edit| {
            touch(edit, id)?;
            edit.execute(
                "INSERT OR REPLACE INTO reasons (report_id, key, rule, text, who, at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![id, key, rule, text, who, now()],
            )?;
            Ok(())
        })
    }

    /// Takes the reason away; nothing happens when there is none.
    ///
    /// # Errors
    /// [`StoreError::NotThere`] when there is no such report, or it is deleted; those of the disk.
    pub fn remove_reason(&mut self, id: i64, key: &str) -> Result<()> {
        self.edit(|edit| {
            touch(edit, id)?;
            edit.execute(
                "DELETE FROM reasons WHERE report_id = ?1 AND key = ?2",
                params![id, key],
            )?;
            Ok(())
        })
    }
}
