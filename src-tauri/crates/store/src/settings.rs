//! Table `settings`: what the user has set, one JSON value for each key.

use crate::column::Json;
use crate::database::Store;
use crate::error::Result;
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;

/// Key of the name written beside reasons and versions.
pub const WHO: &str = "who";

impl Store {
    /// What is set under this key; none where nothing is.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn setting(&self, key: &str) -> Result<Option<Value>> {
        let mut query =
            self.connection.prepare_cached("SELECT value FROM settings WHERE key = ?1")?;
        let value = query.query_row([key], |row| row.get::<_, Json<Value>>(0)).optional()?;
        Ok(value.map(|Json(value)| value))
    }

    /// Sets the value of this key.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn set_setting(&mut self, key: &str, value: &Value) -> Result<()> {
        self.edit(|edit| {
            edit.execute(
                "INSERT OR REPLACE INTO settings (key, value) VALUES (?1, ?2)",
                params![key, Json(value)],
            )?;
            Ok(())
        })
    }
}

/// Who works here: the name of the settings, else the computer's user.
pub(crate) fn who(connection: &Connection) -> Result<String> {
    let set = connection
        .prepare_cached("SELECT value FROM settings WHERE key = ?1")?
        .query_row([WHO], |row| row.get::<_, Json<Value>>(0))
        .optional()?;
    let set = set.and_then(|Json(name)| name.as_str().map(str::to_owned));
    let user = || ["USERNAME", "USER"].iter().find_map(|name| std::env::var(name).ok());
    Ok(set.filter(|name| !name.is_empty()).or_else(user).unwrap_or_default())
}
