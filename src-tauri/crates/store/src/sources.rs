//! Table `sources`: the very files reports were imported from.

use crate::column::now;
use crate::database::Store;
use crate::error::Result;
use rusqlite::{Connection, OptionalExtension, params};

impl Store {
    /// Name and bytes of the file this report was imported from.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn source(&self, id: i64) -> Result<Option<(String, Vec<u8>)>> {
        let mut query = self
            .connection
            .prepare_cached("SELECT name, bytes FROM sources WHERE report_id = ?1")?;
        Ok(query.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
    }
}

pub(crate) fn save(edit: &Connection, report: i64, name: &str, bytes: &[u8]) -> Result<()> {
    edit.execute(
        "INSERT OR REPLACE INTO sources (report_id, name, bytes, added_at)
         VALUES (?1, ?2, ?3, ?4)",
        params![report, name, bytes, now()],
    )?;
    Ok(())
}
