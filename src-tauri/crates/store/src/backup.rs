//! Backups: whole copies of the database, made by SQLite itself, checked after they are written, and
//! thinned out as they grow old. A backup is one file, opens in any later version of the program, and
//! is never opened where it lies, so that it stays as it was written.
//!
//! **Deliberately absent**: when a backup is made and where else it is kept; that is `app`'s.

use crate::database::{Store, sound};
use crate::error::{Result, StoreError};
use crate::{FILE, backup_name};
use chrono::{Datelike, NaiveDateTime};
use rusqlite::backup::{Backup as Copying, StepResult};
use rusqlite::{Connection, OpenFlags};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::ops::Deref;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

pub use crate::backup_name::BackupReason;

/// Name of the folder of backups in the data folder.
pub const FOLDER: &str = "备份";

/// A backup that lies in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// The file.
    pub path: PathBuf,
    /// Local time.
    pub made_at: NaiveDateTime,
    /// Why it was made.
    pub reason: BackupReason,
}

/// How many of the newest backups made before something are kept beside the rotation.
const KEPT_OF_REASON: [(BackupReason, usize); 3] =
    [(BackupReason::Asked, 5), (BackupReason::Upgrade, 3), (BackupReason::Restore, 12)];

/// Days, weeks and months of which the newest backup is kept. Days without a backup do not count, so
/// that a program used in January alone keeps its backups for the whole year.
const KEPT: (usize, usize, usize) = (7, 4, 12);

/// The backups in a folder, the newest first; other files are passed over.
pub fn list(folder: &Path) -> Vec<Backup> {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut backups: Vec<Backup> = files
        .filter_map(|file| {
            let (made_at, reason) = backup_name::read(file.file_name().to_str()?)?;
            Some(Backup { path: file.path(), made_at, reason })
        })
        .collect();
    backups.sort_by(|one, other| (other.made_at, &other.path).cmp(&(one.made_at, &one.path)));
    backups
}

/// The newest backup in a folder that opens and is whole.
pub fn newest_good(folder: &Path) -> Option<Backup> {
    list(folder).into_iter().find(|backup| check(&backup.path).is_ok())
}

/// Which of these backups the rotation gives up, the newest first; the newest never.
pub fn given_up(newest_first: &[(NaiveDateTime, BackupReason)]) -> Vec<usize> {
    let (days, weeks, months) = KEPT;
    let mut kept = BTreeSet::from([0]);
    let mut newest_of = |most: usize, period: fn(&NaiveDateTime) -> (i32, u32)| {
        let mut seen = BTreeSet::new();
        for (at, (made_at, _)) in newest_first.iter().enumerate() {
            if seen.len() < most && seen.insert(period(made_at)) {
                kept.insert(at);
            }
        }
    };
    newest_of(days, |at| (at.year(), at.ordinal()));
    newest_of(weeks, |at| (at.iso_week().year(), at.iso_week().week()));
    newest_of(months, |at| (at.year(), at.month()));
    for (reason, most) in KEPT_OF_REASON {
        let of_reason = newest_first.iter().enumerate().filter(|(_, (_, own))| *own == reason);
        kept.extend(of_reason.map(|(at, _)| at).take(most));
    }
    (0..newest_first.len()).filter(|at| !kept.contains(at)).collect()
}

/// Removes the backups the rotation gives up from a folder; one that can't be removed stays.
pub fn rotate(folder: &Path) {
    let backups = list(folder);
    let ages: Vec<_> = backups.iter().map(|backup| (backup.made_at, backup.reason)).collect();
    for at in given_up(&ages) {
        if let Some(backup) = backups.get(at) {
            let _ = fs::remove_file(&backup.path);
        }
    }
}

/// How many reports a backup has, deleted ones too, after a look through the whole file.
///
/// # Errors
/// [`StoreError::Damaged`] or [`StoreError::Foreign`] where it is no whole database of ours; those of
/// the disk.
pub fn check(path: &Path) -> Result<i64> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    sound(&connection)?;
    crate::migrations::version(&connection, &crate::migrations::all())?;
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

/// A name outlives a power cut once its folder is on the disk; only Unix can be told so.
fn sync_folder_of(path: &Path) {
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
    #[cfg(not(unix))]
    let _ = path;
}

impl Store {
    /// Copies the whole database; [`Unchecked::finish`] makes a backup of it.
    ///
    /// # Errors
    /// The folder cannot be written, or the disk is full; a file that was there stays as it was.
    pub fn copy_for_backup(&self, to: &Path) -> Result<Unchecked> {
        let mut part = to.as_os_str().to_owned();
        part.push(".part");
        let unchecked =
            Unchecked { part: part.into(), to: to.to_owned(), reports: count(&self.connection)? };
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
        copy_all(&self.connection, &mut copy)?;
        // One whole file, without a log beside it.
        copy.pragma_update(None, "journal_mode", "DELETE")?;
        copy.close().map_err(|(_, error)| error)?;
        Ok(unchecked)
    }

    /// Writes a checked copy of the whole database to this file, replacing one that is there. The
    /// copy appears whole or not at all, and opens as a database of its own.
    ///
    /// # Errors
    /// The folder cannot be written, or the disk is full; a file that was there stays as it was.
    pub fn backup(&self, to: &Path) -> Result<()> {
        self.copy_for_backup(to)?.finish()
    }

    /// Makes a backup in this folder, which is made where it is not there.
    ///
    /// # Errors
    /// As for [`Store::backup`].
    pub fn backup_into(&self, folder: &Path, reason: BackupReason) -> Result<PathBuf> {
        let to = new_file(folder, reason)?;
        self.backup(&to)?;
        Ok(to)
    }

    /// Puts everything the backup holds in the place of everything in this database, as one
    /// transaction: all of it, or after an error nothing of it.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn restore_all(&mut self, backup: &OpenedBackup) -> Result<()> {
        copy_all(&backup.store.connection, &mut self.connection)
    }
}

/// Where the next backup in this folder goes; the folder is made where it is not there.
///
/// # Errors
/// The folder cannot be made.
pub fn new_file(folder: &Path, reason: BackupReason) -> Result<PathBuf> {
    fs::create_dir_all(folder).map_err(|source| StoreError::of_file(folder, source))?;
    Ok(folder.join(backup_name::written(chrono::Local::now().naive_local(), reason)))
}

/// Copies a backup into another folder, which is made where it is not there; the copy is checked.
///
/// # Errors
/// The folder cannot be written, or the copy is not whole; then there is none.
pub fn copy_into(backup: &Path, folder: &Path) -> Result<PathBuf> {
    let unusable = |source: std::io::Error| StoreError::of_file(folder, source);
    fs::create_dir_all(folder).map_err(unusable)?;
    let name = backup.file_name().unwrap_or_default();
    let to = folder.join(name);
    let part = folder.join(format!("{}.part", name.to_string_lossy()));
    let unchecked = Unchecked { reports: check(backup)?, part, to: to.clone() };
    make_private(&unchecked.part).map_err(unusable)?;
    fs::copy(backup, &unchecked.part).map_err(unusable)?;
    unchecked.finish()?;
    Ok(to)
}

/// An empty file only its owner may read, where the system knows owners.
fn make_private(path: &Path) -> std::io::Result<()> {
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?;
    Ok(())
}

fn copy_all(from: &Connection, to: &mut Connection) -> Result<()> {
    match Copying::new(from, to)?.step(-1)? {
        StepResult::Done => Ok(()),
        _ => Err(StoreError::Locked { source: "the copy could not be finished".into() }),
    }
}

/// A backup opened as a database of its own, in a folder that goes with it; the file itself is left
/// alone.
pub struct OpenedBackup {
    store: Store,
    _folder: TempDir,
}

impl OpenedBackup {
    /// Opens a copy of this file, brought up to date where an older version wrote it. It may be the
    /// database of another computer, with its log beside it.
    ///
    /// # Errors
    /// The file can't be read, is damaged, is not ours, or was written by a later version.
    pub fn open(path: &Path) -> Result<Self> {
        let unusable = |source: std::io::Error| StoreError::of_file(path, source);
        let folder = tempfile::tempdir().map_err(unusable)?;
        fs::copy(path, folder.path().join(FILE)).map_err(unusable)?;
        let mut log = path.as_os_str().to_owned();
        log.push("-wal");
        if Path::new(&log).is_file() {
            fs::copy(&log, folder.path().join(format!("{FILE}-wal"))).map_err(unusable)?;
        }
        let store = Store::open(folder.path())?;
        store.examine()?;
        Ok(OpenedBackup { store, _folder: folder })
    }
}

impl Deref for OpenedBackup {
    type Target = Store;

    fn deref(&self) -> &Store {
        &self.store
    }
}
