//! Backups: whole copies of the database, made by SQLite itself, checked after they are written, and
//! thinned out as they grow old. A backup is one file, opens in any later version of the program, and
//! is never opened where it lies, so that it stays as it was written.
//!
//! **Deliberately absent**: when a backup is made and where else it is kept; that is `app`'s.

use crate::copying::{self, copy_all};
use crate::database::Store;
use crate::error::{Result, StoreError};
use crate::files::{copy_file, make_private};
use crate::{FILE, backup_name, file_marks};
use chrono::{Datelike, NaiveDateTime};
use std::collections::BTreeSet;
use std::fs;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

pub use crate::backup_name::BackupReason;
pub use crate::copying::{FOLDER, Unchecked, check, new_file};

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
    let mut backups: Vec<Backup> = files.filter_map(|file| of(&file.path())).collect();
    backups.sort_by(|one, other| (other.made_at, &other.path).cmp(&(one.made_at, &one.path)));
    backups
}

/// The backup this file is by its name; none for another file.
pub fn of(path: &Path) -> Option<Backup> {
    let (made_at, reason) = backup_name::read(path.file_name()?.to_str()?)?;
    Some(Backup { path: path.to_owned(), made_at, reason })
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

/// Removes the backups the rotation gives up from a folder, but not the one `made` just now, of which a
/// clock that was set back makes an old one; one that can't be removed stays.
pub fn rotate(folder: &Path, made: &Path) {
    let backups = list(folder);
    let ages: Vec<_> = backups.iter().map(|backup| (backup.made_at, backup.reason)).collect();
    for at in given_up(&ages) {
        if let Some(backup) = backups.get(at).filter(|one| one.path.file_name() != made.file_name())
        {
            let _ = fs::remove_file(&backup.path);
        }
    }
}

impl Store {
    /// Copies the whole database; [`Unchecked::finish`] makes a backup of it.
    ///
    /// # Errors
    /// The folder cannot be written, or the disk is full; a file that was there stays as it was.
    pub fn copy_for_backup(&self, to: &Path) -> Result<Unchecked> {
        copying::copy(&self.connection, to)
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
        self.writable()?;
        self.write_back()?;
        if let Some(here) = file_marks::read(&self.connection)? {
            file_marks::succeed(&backup.store.connection, &here)?;
        }
        copy_all(&backup.store.connection, &mut self.connection)?;
        self.log_begun();
        self.write_back()
    }
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
    let unchecked = Unchecked::of(part.clone(), to.clone(), check(backup)?);
    make_private(&part).map_err(unusable)?;
    fs::copy(backup, &part).map_err(unusable)?;
    unchecked.finish()?;
    Ok(to)
}

/// A backup opened as a database of its own, in a folder that goes with it; the file itself is left
/// alone.
pub struct OpenedBackup {
    store: Store,
    folder: TempDir,
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
        copy_file(path, &folder.path().join(FILE))?;
        let store = Store::open(folder.path())?;
        store.examine()?;
        Ok(OpenedBackup { store, folder })
    }

    /// The folder of the copy, which nobody has open any more.
    pub(crate) fn closed(self) -> TempDir {
        self.folder
    }
}

impl Deref for OpenedBackup {
    type Target = Store;

    fn deref(&self) -> &Store {
        &self.store
    }
}
