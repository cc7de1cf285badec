//! The file of the database: opened, brought up to date, examined, and found again after it
//! was gone.

use crate::backup_name::BackupReason;
use crate::copying::{self, sound};
use crate::error::{Result, StoreError};
use crate::files::{
    beside, copy_file, left_over, length, make_private, sync_folder_of, with_suffix,
};
use crate::log::PATIENCE;
use crate::{FILE, file_marks, log, migrations, set_aside};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use rusqlite_migration::M;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The open database.
#[derive(Debug)]
pub struct Store {
    pub(crate) connection: Connection,
    folder: PathBuf,
    /// Which file was opened, as far as the system tells files of the same name apart.
    identity: Option<(u64, u64)>,
    /// The next edit is the first of its log.
    log_empty: bool,
    /// A log that was not of this file, and lies there now.
    log_set_aside: Option<PathBuf>,
    /// The folder can't be written: what is open is a copy, which goes with this folder.
    copy: Option<TempDir>,
}

impl Store {
    /// Opens the database in this folder; makes both when they are not there and never were, and
    /// brings an older database up to date, keeping a copy of it beside. Where the folder can only be
    /// read, the store can only be read.
    ///
    /// # Errors
    /// The folder cannot be written, the disk is full, data were here and are gone, or the database is
    /// newer than this program, damaged, not ours, or in use. In each case the file stays as it was.
    pub fn open(folder: &Path) -> Result<Store> {
        Store::open_with(folder, &migrations::all())
    }

    /// Opens the database in this folder, in which one is known to be.
    ///
    /// # Errors
    /// [`StoreError::Missing`] where there is none; else as for [`Store::open`].
    pub fn open_known(folder: &Path) -> Result<Store> {
        match is_empty(&folder.join(FILE)) {
            true => Err(StoreError::Missing { path: folder.to_owned() }),
            false => Store::open(folder),
        }
    }

    /// Whether there is a database in this folder.
    pub fn is_in(folder: &Path) -> bool {
        !is_empty(&folder.join(FILE))
    }

    /// Opens with these steps in place of the released ones.
    pub(crate) fn open_with(folder: &Path, migrations: &[M<'_>]) -> Result<Store> {
        let file = folder.join(FILE);
        if is_empty(&file) {
            if was_used(folder) {
                return Err(StoreError::Missing { path: folder.to_owned() });
            }
            create(&file, migrations)?;
        }
        match Store::open_file(folder, migrations) {
            Err(StoreError::NotWritable { .. }) => Store::open_copy(folder, migrations),
            opened => opened,
        }
    }

    fn open_file(folder: &Path, migrations: &[M<'_>]) -> Result<Store> {
        let file = folder.join(FILE);
        let unusable = |source: std::io::Error| StoreError::of_file(folder, source);
        let log_set_aside = log::set_aside_foreign(&file, migrations)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(&file, flags)?;
        if connection.is_readonly("main")? {
            return Err(unusable(std::io::ErrorKind::PermissionDenied.into()));
        }
        connection.busy_timeout(PATIENCE)?;
        connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
        let version = migrations::version(&connection, migrations)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        // A log SQLite begins anew by itself would not note where it begins.
        connection.pragma_update(None, "wal_autocheckpoint", 0)?;
        // What is deleted can't be taken for what is lost when a damaged file is salvaged.
        connection.pragma_update(None, "secure_delete", "ON")?;
        // Takes the file for this program, which a mere reader would not do.
        connection.transaction_with_behavior(TransactionBehavior::Immediate)?.commit()?;
        keep_private(&file);
        // A step may rebuild a table others refer to.
        connection.pragma_update(None, "foreign_keys", "OFF")?;
        let identity = identity(&file).map_err(unusable)?;
        let mut store = Store {
            connection,
            folder: folder.to_owned(),
            identity,
            log_empty: false,
            log_set_aside,
            copy: None,
        };
        store.write_back()?;
        if version < migrations.len() {
            let to = copying::new_file(&folder.join(copying::FOLDER), BackupReason::Upgrade)?;
            copying::copy(&store.connection, &to)?.finish()?;
            migrations::apply(&mut store.connection, migrations)?;
            store.write_back()?;
        }
        store.connection.pragma_update(None, "foreign_keys", "ON")?;
        store.connection.set_prepared_statement_cache_capacity(64);
        Ok(store)
    }

    /// Opens a copy of a database that lies where nothing can be written.
    fn open_copy(folder: &Path, migrations: &[M<'_>]) -> Result<Store> {
        let unusable = |source: std::io::Error| StoreError::of_file(folder, source);
        let copy = tempfile::tempdir().map_err(unusable)?;
        copy_file(&folder.join(FILE), &copy.path().join(FILE))?;
        Store::open_copied_with(folder, copy, migrations)
    }

    /// Opens what stands for the database of a folder that can't be written.
    pub(crate) fn open_copied(folder: &Path, copy: TempDir) -> Result<Store> {
        Store::open_copied_with(folder, copy, &migrations::all())
    }

    fn open_copied_with(folder: &Path, copy: TempDir, migrations: &[M<'_>]) -> Result<Store> {
        let unusable = |source: std::io::Error| StoreError::of_file(folder, source);
        let store = Store::open_file(copy.path(), migrations)?;
        let identity = identity(&folder.join(FILE)).map_err(unusable)?;
        Ok(Store { folder: folder.to_owned(), identity, copy: Some(copy), ..store })
    }

    /// The folder the database lies in.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where a log lies now that lay beside the database and was not of it.
    pub fn log_set_aside(&self) -> Option<&Path> {
        self.log_set_aside.as_deref()
    }

    /// Fails where nothing can be kept.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`].
    pub fn writable(&self) -> Result<()> {
        match self.copy {
            None => Ok(()),
            Some(_) => Err(StoreError::ReadOnly { path: self.folder.clone() }),
        }
    }

    /// Whether the file still lies where it was opened: a folder can be deleted, a stick pulled out.
    ///
    /// # Errors
    /// [`StoreError::Gone`]; what is written then would be lost.
    pub fn present(&self) -> Result<()> {
        match identity(&self.folder.join(FILE)) {
            Ok(now) if now == self.identity => Ok(()),
            Ok(_) | Err(_) => Err(StoreError::Gone { path: self.folder.clone() }),
        }
    }

    /// Opens the file anew when it has come back after it was gone, be it as a copy.
    ///
    /// # Errors
    /// [`StoreError::Gone`] while it is not there; [`StoreError::Replaced`] where what is there now is
    /// not as it was left, into which nothing is written; else as for [`Store::open`].
    pub fn find_again(&mut self) -> Result<()> {
        if self.present().is_ok() {
            return Ok(());
        }
        if length(&self.folder.join(FILE)) == 0 {
            return Err(StoreError::Gone { path: self.folder.clone() });
        }
        let replaced = || StoreError::Replaced { path: self.folder.clone() };
        let state = |connection| file_marks::read(connection).map(|marks| marks.map(|it| it.state));
        let there = tempfile::tempdir().map_err(|_| replaced())?;
        let copied = there.path().join(FILE);
        copy_file(&self.folder.join(FILE), &copied).map_err(|_| replaced())?;
        log::set_aside_foreign(&copied, &migrations::all()).map_err(|_| replaced())?;
        let copied = Connection::open(&copied)?;
        if state(&copied).ok() != state(&self.connection).ok() {
            return Err(replaced());
        }
        *self = Store::open_known(&self.folder)?;
        Ok(())
    }

    /// How many rows were written since the database was opened.
    pub fn changes(&self) -> u64 {
        self.connection.total_changes()
    }

    /// Looks through the whole file for damage; takes time in proportion to its size.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] with the first thing found; those of the disk.
    pub fn examine(&self) -> Result<()> {
        sound(&self.connection)
    }

    /// Closes a database found to be damaged: nothing more is written into it.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn abandon(self) -> Result<()> {
        self.connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        Ok(())
    }

    /// Whether something was written since [`Store::write_back`].
    pub fn has_log(&self) -> bool {
        !self.log_empty
    }

    /// Makes the database one whole file: what was written last stands in a log beside it until then.
    ///
    /// # Errors
    /// Those of the disk; what is in the log stays there.
    pub fn write_back(&mut self) -> Result<()> {
        let written = log::write_back(&self.connection);
        self.log_empty = written.is_ok() || self.is_whole_without_log();
        written
    }

    /// Whether the last state stands in the file already: then SQLite may begin the log anew by itself.
    fn is_whole_without_log(&self) -> bool {
        let Some(file) = self.connection.path() else { return false };
        let alone = log::alone(Path::new(file)).and_then(|alone| file_marks::read(&alone));
        match (alone, file_marks::read(&self.connection)) {
            (Ok(Some(alone)), Ok(Some(now))) => alone.state == now.state,
            _ => false,
        }
    }

    /// Notes that something was written that has said itself where its log begins.
    pub(crate) fn log_begun(&mut self) {
        self.log_empty = false;
    }

    /// Runs one edit as one transaction: all of it, or after an error nothing of it.
    pub(crate) fn edit<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T>,
    ) -> Result<T> {
        self.writable()?;
        let transaction =
            self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let result = work(&transaction)?;
        file_marks::advance(&transaction, self.log_empty)?;
        transaction.commit()?;
        self.log_empty = false;
        if length(&beside(&self.folder.join(FILE))) > log::LONGEST {
            // The edit is kept; where there is no room, the log grows until there is.
            let _ = self.write_back();
        }
        Ok(result)
    }
}

/// Whether there are signs of a database that was here.
fn was_used(folder: &Path) -> bool {
    left_over(&folder.join(FILE))
        || folder.join(set_aside::FOLDER).is_dir()
        || copying::times_of_backups(&folder.join(copying::FOLDER)).next().is_some()
}

/// Whether there is no database, or one in which nobody has ever kept anything.
pub(crate) fn is_empty(file: &Path) -> bool {
    let tables = |connection: Connection| -> Result<i64> {
        Ok(connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?)
    };
    length(file) == 0
        || (!left_over(file) && log::alone(file).and_then(tables).is_ok_and(|held| held == 0))
}

/// Makes an empty database, which appears whole or not at all.
pub(crate) fn create(file: &Path, migrations: &[M<'_>]) -> Result<()> {
    let folder = file.parent().unwrap_or(file);
    let unusable = |source: std::io::Error| StoreError::of_file(folder, source);
    fs::create_dir_all(folder).map_err(unusable)?;
    let part = with_suffix(file, ".part");
    make_private(&part).map_err(unusable)?;
    let mut connection = Connection::open(&part)?;
    migrations::apply(&mut connection, migrations)?;
    connection.close().map_err(|(_, error)| error)?;
    fs::rename(&part, file).map_err(unusable)?;
    sync_folder_of(file);
    Ok(())
}

/// Others on this computer need not read it; where that can't be said, it stays as it is.
fn keep_private(file: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let _ = fs::set_permissions(file, fs::Permissions::from_mode(0o600));
    }
    #[cfg(not(unix))]
    let _ = file;
}

/// Device and number of a file, where the system has them.
fn identity(file: &Path) -> std::io::Result<Option<(u64, u64)>> {
    let held = fs::metadata(file)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        Ok(Some((held.dev(), held.ino())))
    }
    #[cfg(not(unix))]
    {
        let _ = held;
        Ok(None)
    }
}
