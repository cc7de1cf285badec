//! The steps from an empty file to the database of today. A released step never changes; a change
//! of the tables is a new file in `migrations/` and one more line here, with a database of the
//! version before in `tests/databases/`.

use crate::error::{Result, StoreError};
use rusqlite::Connection;
use rusqlite_migration::{Error, M, Migrations};

/// Marks a database as ours; set by the first migration.
const APPLICATION_ID: i32 = 1_735_093_858;

pub(crate) fn all() -> [M<'static>; 8] {
    [
        M::up(include_str!("../migrations/0001.sql")),
        M::up(include_str!("../migrations/0002.sql")),
        M::up(include_str!("../migrations/0003.sql")),
        M::up(include_str!("../migrations/0004.sql")),
        M::up(include_str!("../migrations/0005.sql")),
        M::up(include_str!("../migrations/0006.sql")),
        M::up(include_str!("../migrations/0007.sql")),
        M::up(include_str!("../migrations/0008.sql")),
    ]
}

/// How many steps the database has gone; refuses one that has gone further than we know and one
/// that is not ours.
pub(crate) fn version(connection: &Connection, migrations: &[M<'_>]) -> Result<usize> {
    let (version, application, tables): (i64, i32, i64) = connection.query_row(
        "SELECT (SELECT user_version FROM pragma_user_version),
                (SELECT application_id FROM pragma_application_id),
                (SELECT count(*) FROM sqlite_schema)",
        [],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    match usize::try_from(version) {
        Ok(0) if tables == 0 => Ok(0),
        _ if application != APPLICATION_ID => Err(StoreError::Foreign),
        Ok(found) if found > migrations.len() => {
            Err(StoreError::Newer { found, known: migrations.len() })
        }
        Ok(found) if found > 0 => Ok(found),
        _ => Err(StoreError::Damaged { source: format!("user_version {version}").into() }),
    }
}

/// Takes all steps still to go, in one transaction.
pub(crate) fn apply(connection: &mut Connection, migrations: &[M<'_>]) -> Result<()> {
    Migrations::from_slice(migrations).to_latest(connection).map_err(|error| match error {
        Error::RusqliteError { err, .. } => err.into(),
        other => StoreError::Other { source: other.into() },
    })
}
