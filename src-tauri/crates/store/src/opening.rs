//! Opening a database that may be damaged: it is looked through before anything is written into it, and
//! salvaged where it is not whole.

use crate::copying::sound;
use crate::database::{Store, create, is_empty};
use crate::error::{Result, StoreError};
use crate::files::{beside, left_over, length, sync_folder_of, with_suffix};
use crate::salvage::{self, Salvaged};
use crate::{FILE, log, migrations, set_aside};
use rusqlite::Connection;
use std::fs;
use std::path::{Path, PathBuf};

/// A new database that is whole and waits for its name, under which the damaged one lies still.
const SALVAGED: &str = ".salvaged";

impl Store {
    /// Opens the database in this folder, in which one may be `known` to be. Where it is damaged, it is
    /// set aside as it is, and a new one takes its place with all that can be read of it;
    /// [`Store::salvaged`] says what that is.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] where nothing could be read; else as for [`Store::open`] and
    /// [`Store::open_known`].
    pub fn open_or_salvage(folder: &Path, known: bool) -> Result<Store> {
        finish(folder)?;
        let opened = as_it_lies(&folder.join(FILE)).and_then(|()| match known {
            true => Store::open_known(folder),
            false => Store::open(folder),
        });
        match opened {
            Err(error) if may_be_damage(&error, &folder.join(FILE)) => salvage(folder, error),
            opened => opened,
        }
    }

    /// Begins with an empty database in this folder, in which there is none any more, or one nothing can
    /// be read of; what was left of the one before is moved aside.
    ///
    /// # Errors
    /// [`StoreError::Exists`] where there is a database; else as for [`Store::open`].
    pub fn begin_anew(folder: &Path) -> Result<Store> {
        let file = folder.join(FILE);
        let damaged = || matches!(as_it_lies(&file), Err(StoreError::Damaged { .. }));
        if !is_empty(&file) && !damaged() {
            return Err(StoreError::Exists);
        }
        if left(&file).next().is_some() {
            move_damaged(folder, &set_aside::new_folder(folder)?)?;
        }
        create(&file, &migrations::all())?;
        Store::open(folder)
    }

    /// Salvages the database in this folder, which nobody has open and which was found to be damaged.
    ///
    /// # Errors
    /// As for [`Store::open_or_salvage`].
    pub fn salvage_now(folder: &Path) -> Result<Store> {
        salvage(folder, StoreError::Damaged { source: "a value is none of ours".into() })
    }

    /// What the last salvage gave, until [`Store::forget_salvaged`].
    ///
    /// # Errors
    /// Those of the disk.
    pub fn salvaged(&self) -> Result<Option<Salvaged>> {
        salvage::last(&self.connection)
    }

    /// Keeps what the last salvage gave, as it is known now.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn set_salvaged(&mut self, salvaged: &Salvaged) -> Result<()> {
        self.edit(|edit| salvage::keep(edit, salvaged))
    }

    /// Forgets what the last salvage gave: the user has seen it.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn forget_salvaged(&mut self) -> Result<()> {
        self.edit(|edit| salvage::forget(edit))
    }

    /// Looks through all of it, as SQLite sees it and as the program reads it.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] with the first thing found; those of the disk.
    pub fn examine_all(&self) -> Result<()> {
        self.examine()?;
        self.organs()?;
        self.removed_organs()?;
        for one in self.list()?.into_iter().chain(self.deleted()?) {
            self.versions(one.id)?;
            self.trail(one.id)?;
            self.reasons(one.id)?;
            match self.report(one.id) {
                Ok(_) | Err(StoreError::NotThere) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

/// Looks through a database that nobody has open, without a byte written.
fn as_it_lies(database: &Path) -> Result<()> {
    if length(database) == 0 {
        return Ok(());
    }
    if left_over(database) {
        // What can be read of it with its log is looked through on opening.
        return match salvage::log_is_broken(database) {
            true => Err(StoreError::Damaged { source: "the log is broken".into() }),
            false => Ok(()),
        };
    }
    let alone = log::alone(database)?;
    migrations::version(&alone, &migrations::all())?;
    sound(&alone)
}

/// Whether it may be that the database is damaged, and not that it is another's, or in use.
fn may_be_damage(error: &StoreError, database: &Path) -> bool {
    match error {
        StoreError::Damaged { .. } | StoreError::Other { .. } | StoreError::Foreign => true,
        StoreError::NotThere | StoreError::Exists => true,
        // The number of a version alone makes no new version.
        StoreError::Newer { .. } => has_schema_of_today(database).unwrap_or(true),
        _ => false,
    }
}

fn has_schema_of_today(database: &Path) -> Result<bool> {
    let mut today = Connection::open_in_memory()?;
    migrations::apply(&mut today, &migrations::all())?;
    let schema = |connection: &Connection| -> Result<Vec<String>> {
        let mut query =
            connection.prepare("SELECT coalesce(sql, name) FROM sqlite_schema ORDER BY 1")?;
        Ok(query.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    };
    Ok(schema(&log::alone(database)?)? == schema(&today)?)
}

/// Makes a new database of what can be read, and puts it in the place of the damaged one.
fn salvage(folder: &Path, cause: StoreError) -> Result<Store> {
    let must_be_ours = matches!(cause, StoreError::Foreign);
    let ready = with_suffix(&folder.join(FILE), SALVAGED);
    let aside = match set_aside::new_folder(folder) {
        Ok(aside) => aside,
        Err(StoreError::NotWritable { .. }) => return salvage_copy(folder, cause),
        Err(error) => return Err(error),
    };
    let rescued = salvage::rescue(folder, &ready, &aside, must_be_ours);
    let Some(_) = rescued.inspect_err(|_| remove_empty(&aside))? else {
        remove_empty(&aside);
        return Err(unreadable(folder, cause));
    };
    move_damaged(folder, &aside)?;
    finish(folder)?;
    Store::open_known(folder)
}

/// The same where nothing can be written: what is salvaged can be read.
fn salvage_copy(folder: &Path, cause: StoreError) -> Result<Store> {
    let must_be_ours = matches!(cause, StoreError::Foreign);
    let copy = tempfile::tempdir().map_err(|source| StoreError::of_file(folder, source))?;
    let to = copy.path().join(FILE);
    match salvage::rescue(folder, &to, folder, must_be_ours)? {
        Some(_) => Store::open_copied(folder, copy),
        None => Err(unreadable(folder, cause)),
    }
}

fn unreadable(folder: &Path, cause: StoreError) -> StoreError {
    match cause {
        StoreError::Foreign => cause,
        cause => StoreError::Unreadable { path: folder.to_owned(), source: cause.into() },
    }
}

fn remove_empty(aside: &Path) {
    let _ = fs::remove_dir(aside);
    // Stays where it holds something.
    let _ = aside.parent().map(fs::remove_dir);
}

fn move_damaged(folder: &Path, aside: &Path) -> Result<()> {
    left(&folder.join(FILE)).try_for_each(|one| set_aside::move_into(aside, &one).map(drop))
}

/// The files of a database that are there.
fn left(file: &Path) -> impl Iterator<Item = PathBuf> {
    let files = [file.to_owned(), beside(file), with_suffix(file, "-journal")];
    files.into_iter().filter(|one| one.exists())
}

/// Finishes a salvage that was cut short: gives the new database its name where the damaged one is moved
/// away already, else throws it away.
fn finish(folder: &Path) -> Result<()> {
    let file = folder.join(FILE);
    let ready = with_suffix(&file, SALVAGED);
    if !ready.is_file() {
        return Ok(());
    }
    let unusable = |source: std::io::Error| StoreError::of_file(&ready, source);
    if file.exists() {
        return fs::remove_file(&ready).map_err(unusable);
    }
    if left(&file).next().is_some() {
        move_damaged(folder, &set_aside::new_folder(folder)?)?;
    }
    fs::rename(&ready, &file).map_err(unusable)?;
    sync_folder_of(&file);
    Ok(())
}
