//! Table `steps`: the steps of undo of a report, as `app` writes them.
//!
//! **Deliberately absent**: what a step is.

use crate::compressed::{compressed, expanded};
use crate::database::Store;
use crate::error::Result;
use rusqlite::{Connection, OptionalExtension, params};

impl Store {
    /// The steps kept with a report; none where none are, or nobody can read them any more.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn steps(&self, report: i64) -> Result<Option<String>> {
        let mut query =
            self.connection.prepare_cached("SELECT bytes FROM steps WHERE report_id = ?1")?;
        let bytes = query.query_row([report], |row| row.get::<_, Vec<u8>>(0)).optional()?;
        Ok(bytes.and_then(|bytes| expanded(&bytes).ok()))
    }
}

pub(crate) fn save(edit: &Connection, report: i64, steps: &str) -> Result<()> {
    edit.prepare_cached("INSERT OR REPLACE INTO steps (report_id, bytes) VALUES (?1, ?2)")?
        .execute(params![report, compressed(steps)?])?;
    Ok(())
}

pub(crate) fn forget(edit: &Connection, report: i64) -> Result<()> {
    edit.execute("DELETE FROM steps WHERE report_id = ?1", [report])?;
    Ok(())
}
