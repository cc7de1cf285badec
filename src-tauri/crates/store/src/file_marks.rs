//! Table `file_marks`: what tells a file, its copies, and the logs beside them apart.
//!
//! A log (`-wal`) says nothing of the file it is of, and SQLite replays any. So every file has a mark
//! of its own, every edit leaves another mark of the state, and the first edit of a log notes the
//! state it begins at: a log is of this file where the file, read without it, is at that state.

use crate::error::Result;
use rusqlite::{Connection, OptionalExtension};

/// What the one row holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FileMarks {
    pub file: String,
    pub state: String,
    pub log_from: String,
}

impl FileMarks {
    /// Whether a log under which the file is read so can be of the file that without it reads
    /// `alone`. Its own last state stands there where writing it back was cut short.
    pub fn follow(&self, alone: &FileMarks) -> bool {
        self.file == alone.file && (self.log_from == alone.state || self.state == alone.state)
    }
}

/// The marks; none where a database has not come so far yet.
pub(crate) fn read(connection: &Connection) -> Result<Option<FileMarks>> {
    let known: bool = connection.query_row(
        "SELECT count(*) FROM sqlite_schema WHERE name = 'file_marks'",
        [],
        |row| row.get(0),
    )?;
    if !known {
        return Ok(None);
    }
    let marks = connection
        .query_row("SELECT file, state, log_from FROM file_marks", [], |row| {
            Ok(FileMarks { file: row.get(0)?, state: row.get(1)?, log_from: row.get(2)? })
        })
        .optional()?;
    Ok(marks)
}

/// Marks an edit; `first` of its log.
pub(crate) fn advance(edit: &Connection, first: bool) -> Result<()> {
    edit.prepare_cached(
        "UPDATE file_marks SET log_from = CASE WHEN ?1 THEN state ELSE log_from END,
                               state = lower(hex(randomblob(16)))",
    )?
    .execute([first])?;
    Ok(())
}

/// Makes a copy a file of its own.
pub(crate) fn renew(copy: &Connection) -> Result<()> {
    if read(copy)?.is_some() {
        copy.execute("UPDATE file_marks SET file = lower(hex(randomblob(16)))", [])?;
    }
    Ok(())
}

/// Marks what is about to be put in the place of all the file at `here` holds, whose log is empty,
/// as the first edit of its log.
pub(crate) fn succeed(there: &Connection, here: &FileMarks) -> Result<()> {
    there.execute(
        "UPDATE file_marks SET file = ?1, log_from = ?2, state = lower(hex(randomblob(16)))",
        [&here.file, &here.state],
    )?;
    Ok(())
}
