//! The log beside the database (`gongkai.db-wal`), into which SQLite writes before it writes into the
//! file: kept short, written back, and looked at before it is believed. A log that is not of its file
//! (the file was replaced by hand) is moved aside and never replayed.

use crate::copying::sound;
use crate::error::{Result, StoreError};
use crate::files::{beside, left_over, length, with_suffix};
use crate::{file_marks, migrations, set_aside};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use rusqlite_migration::M;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long another program may hold the file before it counts as in use.
pub(crate) const PATIENCE: Duration = Duration::from_millis(1500);
/// Beyond this many bytes the log is written back even while edits go on.
pub(crate) const LONGEST: u64 = 4 << 20;

/// Moves aside what lies beside a database and is not of it; gives where it lies now.
///
/// # Errors
/// [`StoreError::Damaged`] where the database can be read neither with its log nor without; the
/// database is not ours, or newer; those of the disk. Nothing is written into the database.
pub(crate) fn set_aside_foreign(database: &Path, known: &[M<'_>]) -> Result<Option<PathBuf>> {
    let version = alone(database).and_then(|alone| migrations::version(&alone, known));
    if let Err(error @ (StoreError::Foreign | StoreError::Newer { .. })) = version {
        return Err(error);
    }
    let journal = with_suffix(database, "-journal");
    let foreign = match left_over(database) {
        true => is_foreign(database)?.then(|| beside(database)),
        // A database with a log has no journal; SQLite would roll it back into any.
        false => (length(&journal) > 0 && keeps_log(database)).then_some(journal),
    };
    let Some(foreign) = foreign else { return Ok(None) };
    let folder = database.parent().unwrap_or(database);
    set_aside::move_into(&set_aside::new_folder(folder)?, &foreign).map(Some)
}

fn is_foreign(database: &Path) -> Result<bool> {
    let alone = alone(database).and_then(|connection| {
        let marks = file_marks::read(&connection)?;
        Ok((connection, marks))
    });
    let together = with_log(database).and_then(|connection| {
        let marks = file_marks::read(&connection)?;
        Ok((connection, marks))
    });
    match (alone, together) {
        (Ok((_, Some(alone))), Ok((connection, Some(together)))) if together.follow(&alone) => {
            // Of this file, and damaged all the same: nothing to be gained without it.
            sound(&connection)?;
            Ok(false)
        }
        // The upgrade that gives a file its marks was cut short before it was written back.
        (Ok((_, None)), Ok((connection, Some(together))))
            if together.log_from.is_empty() && sound(&connection).is_ok() =>
        {
            Ok(false)
        }
        // Else a file without marks has none in its log either: an upgrade is written back at once.
        (Ok(_), Ok((_, Some(_)))) => Ok(true),
        // Of a version without marks, or unreadable without its log: believed where it fits.
        (alone, Ok((connection, _))) => match (sound(&connection), alone) {
            (Ok(()), _) => Ok(false),
            (Err(_), Ok((alone, _))) => sound(&alone).map(|()| true),
            (Err(damage), Err(_)) => Err(damage),
        },
        (Ok((alone, _)), Err(error @ StoreError::Damaged { .. })) => {
            sound(&alone).map(|()| true).map_err(|_| error)
        }
        (_, Err(error)) => Err(error),
    }
}

/// The database read without what lies beside it.
///
/// # Errors
/// It can't be read.
pub(crate) fn alone(database: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Ok(Connection::open_with_flags(address(database), flags)?)
}

/// `file:` address of a database nobody changes meanwhile.
fn address(database: &Path) -> String {
    let path = database.to_string_lossy().replace('\\', "/");
    let mut address = String::from(if path.starts_with('/') { "file://" } else { "file:///" });
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b':' | b'.' | b'-' | b'_' => {
                address.push(char::from(byte));
            }
            other => address.push_str(&format!("%{other:02X}")),
        }
    }
    address + "?immutable=1"
}

/// The database read with its log, none of which is written back.
fn with_log(database: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(database, flags)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    connection.pragma_update(None, "wal_autocheckpoint", 0)?;
    Ok(connection)
}

/// Whether the head of the file says that it is written with a log.
fn keeps_log(database: &Path) -> bool {
    let mut head = [0; 20];
    let read = File::open(database).and_then(|mut file| file.read_exact(&mut head));
    read.is_ok() && head.get(18..20) == Some(&[2, 2])
}

/// Writes the log back into the file and empties it.
///
/// # Errors
/// Those of the disk; what is in the log stays there.
pub(crate) fn write_back(connection: &Connection) -> Result<()> {
    let busy: bool =
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    match busy {
        false => Ok(()),
        true => Err(StoreError::Locked { source: "the log could not be written back".into() }),
    }
}
