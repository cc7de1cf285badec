//! The file of the database: opened, brought up to date, examined, and found again after it
//! was gone.

use crate::backup_name::BackupReason;
use crate::copying::{self, sound};
use crate::error::{Result, StoreError};
use crate::{FILE, migrations};
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long another program may hold the file before it counts as in use.
const PATIENCE: Duration = Duration::from_millis(1500);

/// The open database.
#[derive(Debug)]
pub struct Store {
    pub(crate) connection: Connection,
    folder: PathBuf,
    /// Which file was opened, as far as the system tells files of the same name apart.
    identity: Option<(u64, u64)>,
}

impl Store {
    /// Opens the database in this folder; makes both when they are not there, and brings an older
    /// database up to date, keeping a copy of it beside.
    ///
    /// # Errors
    /// The folder cannot be written, the disk is full, or the database is newer than this program,
    /// damaged, not ours, or in use. In each case the file stays as it was.
    pub fn open(folder: &Path) -> Result<Store> {
        Store::open_with(folder, &migrations::all())
    }

    /// Opens with these steps in place of the released ones.
    pub(crate) fn open_with(
        folder: &Path,
        migrations: &[rusqlite_migration::M<'_>],
    ) -> Result<Store> {
        let unusable = |source: std::io::Error| StoreError::of_file(folder, source);
        fs::create_dir_all(folder).map_err(unusable)?;
        let file = folder.join(FILE);
        let left_over = fs::metadata(folder.join(format!("{FILE}-wal"))).is_ok_and(|f| f.len() > 0);

        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(&file, flags)?;
        if connection.is_readonly("main")? {
            return Err(unusable(std::io::ErrorKind::PermissionDenied.into()));
        }
        connection.busy_timeout(PATIENCE)?;
        connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
        let version = migrations::version(&connection, migrations)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        // Takes the file for this program, which a mere reader would not do.
        connection.transaction_with_behavior(TransactionBehavior::Immediate)?.commit()?;
        if left_over {
            // The last run did not end as it should: look before building on it.
            sound(&connection)?;
        }
        // A step may rebuild a table others refer to.
        connection.pragma_update(None, "foreign_keys", "OFF")?;
        let identity = identity(&file).map_err(unusable)?;
        let mut store = Store { connection, folder: folder.to_owned(), identity };
        if version < migrations.len() {
            if version > 0 {
                let to = copying::new_file(&folder.join(copying::FOLDER), BackupReason::Upgrade)?;
                copying::copy(&store.connection, &to)?.finish()?;
            }
            migrations::apply(&mut store.connection, migrations)?;
        }
        store.connection.pragma_update(None, "foreign_keys", "ON")?;
        store.connection.set_prepared_statement_cache_capacity(64);
        Ok(store)
    }

    /// The folder the database lies in.
    pub fn folder(&self) -> &Path {
        &self.folder
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

    /// Opens the file anew when it has come back after it was gone.
    ///
    /// # Errors
    /// [`StoreError::Gone`] while it is not there; else as for [`Store::open`].
    pub fn find_again(&mut self) -> Result<()> {
        if self.present().is_err() {
            if !self.folder.join(FILE).is_file() {
                return Err(StoreError::Gone { path: self.folder.clone() });
            }
            *self = Store::open(&self.folder)?;
        }
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

    /// Runs one edit as one transaction: all of it, or after an error nothing of it.
    pub(crate) fn edit<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T>,
    ) -> Result<T> {
        let transaction =
            self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let result = work(&transaction)?;
        transaction.commit()?;
        Ok(result)
    }
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
