//! A new database made of what can be read of a damaged one and of its newest good backup.

use super::outcome::{KEY, Salvaged};
use super::pages::{Pages, SIZE};
use super::rows;
use super::settle::Rescue;
use super::wal;
use crate::backup::{self, Backup, OpenedBackup};
use crate::column::{Json, now};
use crate::error::{Result, StoreError};
use crate::file_marks::{self, FileMarks};
use crate::files::{beside, make_private, sync_folder_of, with_suffix};
use crate::{FILE, copying, log, migrations, versions};
use chrono::{Local, SecondsFormat, TimeZone};
use gongkai_model::form::Forms;
use rusqlite::{Connection, OptionalExtension, params};
use std::fs::{self, File};
use std::path::Path;
use tempfile::TempDir;

/// Whether SQLite would pass over whole edits that stand in the log of this database.
pub(crate) fn log_is_broken(database: &Path) -> bool {
    fs::read(beside(database)).is_ok_and(|log| wal::read(&log, SIZE).broken)
}

/// What the last salvage gave, until it is forgotten.
pub(crate) fn last(connection: &Connection) -> Result<Option<Salvaged>> {
    let sql = "SELECT value FROM settings WHERE key = ?1";
    let held = connection.query_row(sql, [KEY], |row| row.get::<_, Json<Salvaged>>(0)).optional();
    Ok(held?.map(|Json(salvaged)| salvaged))
}

/// Keeps what a salvage gave.
pub(crate) fn keep(edit: &Connection, salvaged: &Salvaged) -> Result<()> {
    let sql = "INSERT OR REPLACE INTO main.settings (key, value) VALUES (?1, ?2)";
    edit.execute(sql, params![KEY, Json(salvaged)])?;
    Ok(())
}

/// Forgets what the last salvage gave.
pub(crate) fn forget(edit: &Connection) -> Result<()> {
    edit.execute("DELETE FROM settings WHERE key = ?1", [KEY])?;
    Ok(())
}

/// Makes a new database at `to` of what can be read of the one in this folder; `aside` is where that
/// will lie. None where nothing of ours can be read of it and no backup is good, or one `must_be_ours`.
/// Nothing but `to` is written.
///
/// # Errors
/// The new database can't be written.
pub(crate) fn rescue(
    folder: &Path,
    to: &Path,
    aside: &Path,
    must_be_ours: bool,
) -> Result<Option<Salvaged>> {
    let damaged = folder.join(FILE);
    let pages = pages_of(&damaged).map_err(|source| StoreError::of_file(&damaged, source))?;
    let part = with_suffix(to, ".part");
    let unusable = |source: std::io::Error| StoreError::of_file(to, source);
    make_private(&part).map_err(unusable)?;
    let backup = newest_backup(&folder.join(copying::FOLDER));
    let filled = fill(&pages, &part, backup.as_ref(), aside, must_be_ours);
    if let Ok(Some(_)) = filled {
        let written = File::options().write(true).open(&part).and_then(|file| file.sync_all());
        written.and_then(|()| fs::rename(&part, to)).map_err(unusable)?;
        sync_folder_of(to);
    } else {
        // What is half done is thrown away.
        let _ = fs::remove_file(&part);
    }
    filled
}

fn fill(
    pages: &Pages,
    to: &Path,
    backup: Option<&(Backup, TempDir)>,
    aside: &Path,
    must_be_ours: bool,
) -> Result<Option<Salvaged>> {
    let mut db = Connection::open(to)?;
    // The file has no name yet: what is half written is thrown away whole.
    db.pragma_update(None, "synchronous", "OFF")?;
    migrations::apply(&mut db, &migrations::all())?;
    db.pragma_update(None, "foreign_keys", "OFF")?;
    let empty = tempfile::tempdir().map_err(|source| StoreError::of_file(to, source))?;
    let attached = match backup {
        Some((_, folder)) => folder.path().join(FILE),
        None => empty_database(&empty.path().join(FILE))?,
    };
    db.execute("ATTACH ?1 AS backup", [attached.to_string_lossy()])?;
    let edit = db.transaction()?;
    let mut missing = rows::put(pages, &edit)?;
    missing.versions += versions::drop_unsound(&edit)?;
    if !has_rows(&edit)? {
        if must_be_ours || backup.is_none() {
            return Ok(None);
        }
        missing.any = true;
    }
    missing.any |= has_strays(&edit)?;
    let opened = backup.map(|(_, folder)| log::alone(&folder.path().join(FILE))).transpose()?;
    let made_at = backup.and_then(|(backup, _)| {
        let at = Local.from_local_datetime(&backup.made_at).earliest()?;
        Some(at.to_rfc3339_opts(SecondsFormat::Secs, false))
    });
    let state = |marks: Option<FileMarks>| marks.map(|marks| marks.state);
    let then = opened.as_ref().map(file_marks::read).transpose()?.flatten();
    let rescue = Rescue {
        db: &edit,
        backup_is_last: then.is_some() && state(then) == state(rows::marks(pages)),
        backup: opened.as_ref().zip(made_at.clone()),
        missing: &missing,
        forms: Forms::official(),
    };
    let reports = rescue.settle()?;
    versions::drop_unsound(&edit)?;
    let aside = aside.display().to_string();
    let lost_versions = missing.versions;
    let salvaged = Salvaged { at: now(), aside, backup: made_at, reports, lost_versions };
    keep(&edit, &salvaged)?;
    edit.commit()?;
    drop(opened);
    db.execute_batch("DETACH backup")?;
    db.close().map_err(|(_, error)| error)?;
    Ok(Some(salvaged))
}

/// The pages of a database with its log, unless that is the log of another.
fn pages_of(database: &Path) -> std::io::Result<Pages> {
    let together = Pages::read(database, true)?;
    if beside(database).is_file() {
        let alone = Pages::read(database, false)?;
        if let (Some(of_both), Some(of_one)) = (rows::marks(&together), rows::marks(&alone))
            && !of_both.follow(&of_one)
        {
            return Ok(alone);
        }
    }
    Ok(together)
}

/// The newest backup that is good, opened as this version has it in a folder of its own.
fn newest_backup(folder: &Path) -> Option<(Backup, TempDir)> {
    backup::list(folder).into_iter().find_map(|backup| {
        let opened = OpenedBackup::open(&backup.path).ok()?;
        Some((backup, opened.closed()))
    })
}

fn empty_database(path: &Path) -> Result<std::path::PathBuf> {
    let mut connection = Connection::open(path)?;
    migrations::apply(&mut connection, &migrations::all())?;
    Ok(path.to_owned())
}

fn has_rows(db: &Connection) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM main.reports) OR EXISTS (SELECT 1 FROM main.organs)
                   OR EXISTS (SELECT 1 FROM main.cells) OR EXISTS (SELECT 1 FROM main.texts)
                   OR EXISTS (SELECT 1 FROM main.versions)";
    Ok(db.query_row(sql, [], |row| row.get(0))?)
}

/// Whether rows stand under reports that are not there: one of two numbers is wrong.
fn has_strays(db: &Connection) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM main.cells WHERE report_id NOT IN (SELECT id FROM main.reports))
                   OR EXISTS (SELECT 1 FROM main.texts WHERE report_id NOT IN (SELECT id FROM main.reports))";
    Ok(db.query_row(sql, [], |row| row.get(0))?)
}
