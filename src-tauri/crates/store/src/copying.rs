//! A database copied whole by SQLite itself, and looked through for damage.

use crate::backup_name::{self, BackupReason};
use crate::error::{Result, StoreError};
use crate::files::{make_private, sync_folder_of};
use crate::{file_marks, migrations};
use chrono::{NaiveDateTime, TimeDelta, Timelike};
use rusqlite::backup::{Backup as Copying, StepResult};
use rusqlite::{Connection, OpenFlags};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// Name of the folder of backups in the data folder.
pub const FOLDER: &str = "备份";

/// How many reports a backup has, deleted ones too, after a look through the whole file.
///
/// # Errors
/// [`StoreError::Damaged`] or [`StoreError::Foreign`] where it is no whole database of ours; those of
/// the disk.
pub fn check(path: &Path) -> Result<i64> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    sound(&connection)?;
    migrations::version(&connection, &migrations::all())?;
    count(&connection)
}

fn count(connection: &Connection) -> Result<i64> {
    Ok(connection.query_row("SELECT count(*) FROM reports", [], |row| row.get(0))?)
}

/// A copy of the database that has not been checked yet, nor has it its name.
#[must_use = "a copy is a backup only after it has been checked"]
pub struct Unchecked {
    part: PathBuf,
    to: PathBuf,
    reports: i64,
}

impl Unchecked {
    pub(crate) fn of(part: PathBuf, to: PathBuf, reports: i64) -> Self {
        Unchecked { part, to, reports }
    }

    /// Checks the copy and gives it its name, replacing a file that is there. It takes longer than
    /// the copying, and needs no store.
    ///
    /// # Errors
    /// When the copy is not whole, or can't be written to the disk; then it is gone.
    pub fn finish(self) -> Result<()> {
        let unusable = |source: std::io::Error| StoreError::of_file(&self.to, source);
        if check(&self.part)? != self.reports {
            return Err(StoreError::Damaged { source: "reports are missing".into() });
        }
        File::options()
            .write(true)
            .open(&self.part)
            .and_then(|f| f.sync_all())
            .map_err(unusable)?;
        fs::rename(&self.part, &self.to).map_err(unusable)?;
        sync_folder_of(&self.to);
        Ok(())
    }
}

impl Drop for Unchecked {
    fn drop(&mut self) {
        // Nothing is there any more once it has its name.
        let _ = fs::remove_file(&self.part);
    }
}

/// Copies the whole database; [`Unchecked::finish`] makes a backup of it.
///
/// # Errors
/// The folder cannot be written, or the disk is full; a file that was there stays as it was.
pub(crate) fn copy(connection: &Connection, to: &Path) -> Result<Unchecked> {
    let mut part = to.as_os_str().to_owned();
    part.push(".part");
    let unchecked = Unchecked { part: part.into(), to: to.to_owned(), reports: count(connection)? };
    let unusable = |source: std::io::Error| StoreError::of_file(to, source);
    match fs::remove_file(&unchecked.part) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(unusable(error));
        }
        _ => {}
    }
    make_private(&unchecked.part).map_err(unusable)?;
    let mut copy = Connection::open(&unchecked.part)?;
    // The file has no name yet: what is half written is thrown away whole.
    copy.pragma_update(None, "synchronous", "OFF")?;
    copy_all(connection, &mut copy)?;
    file_marks::renew(&copy)?;
    // One whole file, without a log beside it.
    copy.pragma_update(None, "journal_mode", "DELETE")?;
    copy.close().map_err(|(_, error)| error)?;
    Ok(unchecked)
}

/// Where the next backup in this folder goes; the folder is made where it is not there.
///
/// # Errors
/// The folder cannot be made.
pub fn new_file(folder: &Path, reason: BackupReason) -> Result<PathBuf> {
    fs::create_dir_all(folder).map_err(|source| StoreError::of_file(folder, source))?;
    let taken: Vec<_> = times_of_backups(folder).collect();
    // Two of one second would leave open which is the newer.
    let mut made_at = chrono::Local::now().naive_local().with_nanosecond(0).unwrap_or_default();
    while taken.contains(&made_at) {
        made_at += TimeDelta::seconds(1);
    }
    Ok(folder.join(backup_name::written(made_at, reason)))
}

/// When the backups in a folder were made, in no order.
pub(crate) fn times_of_backups(folder: &Path) -> impl Iterator<Item = NaiveDateTime> {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    let names = files.filter_map(|file| file.file_name().into_string().ok());
    names.filter_map(|name| Some(backup_name::read(&name)?.0))
}

pub(crate) fn copy_all(from: &Connection, to: &mut Connection) -> Result<()> {
    match Copying::new(from, to)?.step(-1)? {
        StepResult::Done => Ok(()),
        _ => Err(StoreError::Locked { source: "the copy could not be finished".into() }),
    }
}

pub(crate) fn sound(connection: &Connection) -> Result<()> {
    let said: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if said == "ok" { Ok(()) } else { Err(StoreError::Damaged { source: said.into() }) }
}
