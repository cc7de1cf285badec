//! The database is one whole file: after closing, after a pause, beside a log that is not of it, and
//! where it was lost, replaced, or lies where nothing can be written.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails where it cannot go on")]

use gongkai_model::form::Forms;
use gongkai_model::organ::OrganKind;
use gongkai_model::progress::ReportState;
use gongkai_model::report::{Cell, Report};
use gongkai_store::backup::{self, BackupReason, OpenedBackup};
use gongkai_store::{Change, FILE, SET_ASIDE, Store, StoreError};
use std::fs;
use std::path::{Path, PathBuf};

const LOG: &str = "gongkai.db-wal";

fn filled(folder: &Path) -> (Store, i64) {
    let forms = Forms::official();
    let mut store = Store::open(folder).unwrap();
    let organ = store.add_organ("青铜镇人民政府", OrganKind::Township).unwrap();
    let report = Report::blank(forms.edition("2021").unwrap(), "青铜镇人民政府", 2026);
    let id = store.create(organ, &report, ReportState::Draft, None).unwrap();
    (store, id)
}

fn typed(store: &mut Store, id: i64, number: i64) {
    let cells = [("requests/new/total".into(), Cell::typed(number))].into();
    store.keep(id, &Change { cells, ..Change::default() }).unwrap();
}

fn number(store: &Store, id: i64) -> String {
    store.report(id).unwrap().report.cells[&"requests/new/total".into()].printed()
}

/// The database alone, as it is taken to a stick.
fn taken_alone(folder: &Path) -> (tempfile::TempDir, Store) {
    let stick = tempfile::tempdir().unwrap();
    fs::copy(folder.join(FILE), stick.path().join(FILE)).unwrap();
    let store = Store::open(stick.path()).unwrap();
    (stick, store)
}

/// As a program that is killed leaves it.
fn killed(store: Store, folder: &Path) {
    let left = tempfile::tempdir_in(folder).unwrap();
    for name in [FILE, LOG] {
        fs::copy(folder.join(name), left.path().join(name)).unwrap();
    }
    drop(store);
    for name in [FILE, LOG] {
        fs::rename(left.path().join(name), folder.join(name)).unwrap();
    }
}

fn set_aside(folder: &Path) -> Vec<PathBuf> {
    let folders = fs::read_dir(folder.join(SET_ASIDE)).into_iter().flatten().flatten();
    folders
        .flat_map(|one| fs::read_dir(one.path()).unwrap())
        .map(|file| file.unwrap().path())
        .collect()
}

#[test]
fn a_new_a_written_back_and_a_closed_database_are_one_whole_file() {
    let folder = tempfile::tempdir().unwrap();
    drop(Store::open(folder.path()).unwrap());
    assert_eq!(fs::metadata(folder.path().join(FILE)).unwrap().len() % 4096, 0);
    assert!(fs::metadata(folder.path().join(FILE)).unwrap().len() > 4096);

    let (mut store, id) = filled(folder.path());
    typed(&mut store, id, 7);
    assert!(store.has_log());
    store.write_back().unwrap();
    assert!(!store.has_log());
    assert_eq!(number(&taken_alone(folder.path()).1, id), "7");
    assert_eq!(fs::metadata(folder.path().join(LOG)).unwrap().len(), 0);

    typed(&mut store, id, 8);
    drop(store);
    assert!(!folder.path().join(LOG).exists());
    assert_eq!(number(&taken_alone(folder.path()).1, id), "8");
}

#[test]
fn a_long_day_writes_the_log_back_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, id) = filled(folder.path());
    let mut longest = 0;
    for number in 0..400 {
        typed(&mut store, id, number);
        longest = longest.max(fs::metadata(folder.path().join(LOG)).unwrap().len());
    }
    assert!(longest < 5 << 20, "{longest}");
    killed(store, folder.path());
    let store = Store::open(folder.path()).unwrap();
    assert_eq!((number(&store, id).as_str(), store.log_set_aside()), ("399", None));
}

#[test]
fn a_killed_program_s_log_is_taken_up() {
    let folder = tempfile::tempdir().unwrap();
    for round in 0..6 {
        let (mut store, id) = match round {
            0 => filled(folder.path()),
            _ => (Store::open(folder.path()).unwrap(), 1),
        };
        typed(&mut store, id, round);
        if round % 2 == 1 {
            store.write_back().unwrap();
        }
        typed(&mut store, id, round + 10);
        killed(store, folder.path());
        let store = Store::open(folder.path()).unwrap();
        assert_eq!(number(&store, id), (round + 10).to_string());
        assert_eq!(store.log_set_aside(), None);
    }
}

/// The upgrade that brings marks is in the log, and the file has none yet.
#[test]
fn an_upgrade_cut_short_before_it_is_written_back_is_taken_up() {
    let folder = tempfile::tempdir().unwrap();
    drop(filled(folder.path()));
    let file = folder.path().join(FILE);
    let old = rusqlite::Connection::open(&file).unwrap();
    old.execute_batch("DROP TABLE file_marks").unwrap();
    old.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    old.execute_batch(include_str!("../migrations/0007.sql")).unwrap();
    let left = tempfile::tempdir().unwrap();
    for name in [FILE, LOG] {
        fs::copy(folder.path().join(name), left.path().join(name)).unwrap();
    }
    let store = Store::open(left.path()).unwrap();
    assert_eq!((store.log_set_aside(), store.list().unwrap().len()), (None, 1));
}

#[test]
fn a_log_beside_a_file_put_back_by_hand_is_set_aside_and_not_replayed() {
    for copied_when in ["as a backup", "closed", "written back"] {
        let folder = tempfile::tempdir().unwrap();
        let (mut store, id) = filled(folder.path());
        typed(&mut store, id, 1);
        let kept = folder.path().join("kept.db");
        match copied_when {
            "as a backup" => store.backup(&kept).unwrap(),
            _ => {
                if copied_when == "closed" {
                    drop(store);
                    store = Store::open(folder.path()).unwrap();
                } else {
                    store.write_back().unwrap();
                }
                fs::copy(folder.path().join(FILE), &kept).unwrap();
                typed(&mut store, id, 5);
                store.write_back().unwrap();
            }
        }
        typed(&mut store, id, 2);
        killed(store, folder.path());
        let log = fs::read(folder.path().join(LOG)).unwrap();
        fs::copy(&kept, folder.path().join(FILE)).unwrap();

        let store = Store::open(folder.path()).unwrap();
        assert_eq!(number(&store, id), "1", "{copied_when}");
        store.examine().unwrap();
        let aside = set_aside(folder.path());
        assert_eq!(aside.len(), 1, "{copied_when}");
        assert_eq!(store.log_set_aside(), Some(aside[0].as_path()));
        assert_eq!(fs::read(&aside[0]).unwrap(), log);
    }
}

#[test]
fn a_log_beside_another_office_s_database_is_set_aside() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (mut store, id) = filled(one.path());
    typed(&mut store, id, 1);
    killed(store, one.path());
    let (mut store, id) = filled(other.path());
    typed(&mut store, id, 9);
    drop(store);
    fs::copy(other.path().join(FILE), one.path().join(FILE)).unwrap();
    let store = Store::open(one.path()).unwrap();
    assert_eq!(number(&store, id), "9");
    assert!(store.log_set_aside().is_some());
}

/// What the program of a version before marks leaves when it is closed: 4 KB, and all in the log.
#[test]
fn the_log_of_an_older_version_is_taken_up() {
    let folder = tempfile::tempdir().unwrap();
    let dump = include_str!("databases/0004.sql");
    let file = folder.path().join(FILE);
    let old = rusqlite::Connection::open(&file).unwrap();
    old.pragma_update(None, "journal_mode", "WAL").unwrap();
    old.pragma_update(None, "wal_autocheckpoint", 0).unwrap();
    old.execute_batch(dump).unwrap();
    let left = folder.path().join("left");
    fs::create_dir(&left).unwrap();
    for name in [FILE, LOG] {
        fs::copy(folder.path().join(name), left.join(name)).unwrap();
    }
    assert!(fs::metadata(left.join(FILE)).unwrap().len() <= 4096);
    let store = Store::open(&left).unwrap();
    assert_eq!(store.list().unwrap().len(), 1);
    assert_eq!(store.log_set_aside(), None);
}

#[test]
fn a_lost_or_empty_database_is_no_first_start() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, id) = filled(folder.path());
    typed(&mut store, id, 1);
    let backups = folder.path().join(backup::FOLDER);
    store.backup_into(&backups, BackupReason::Daily).unwrap();
    drop(store);
    let file = folder.path().join(FILE);
    let missing = |opened: Result<Store, StoreError>| {
        let error = opened.expect_err("it is not there");
        assert!(matches!(error, StoreError::Missing { .. }), "{error:?}");
        assert!(error.to_string().contains("没有另建新的"));
    };
    let whole = fs::read(&file).unwrap();
    for emptied in ["deleted", "zero bytes", "no tables"] {
        let _ = fs::remove_file(&file);
        match emptied {
            "deleted" => {}
            "zero bytes" => fs::write(&file, "").unwrap(),
            _ => {
                let empty = rusqlite::Connection::open(&file).unwrap();
                empty.pragma_update(None, "journal_mode", "WAL").unwrap();
            }
        }
        let before = fs::read(&file).ok();
        missing(Store::open(folder.path()));
        missing(Store::open_known(folder.path()));
        assert_eq!(fs::read(&file).ok(), before, "{emptied}");
    }
    // Put back, it is there again.
    fs::write(&file, &whole).unwrap();
    assert_eq!(number(&Store::open(folder.path()).unwrap(), id), "1");
    // Or one begins anew, when that is said; the backups stay.
    fs::remove_file(&file).unwrap();
    let anew = Store::begin_anew(folder.path()).unwrap();
    assert!(anew.organs().unwrap().is_empty());
    drop(anew);
    assert!(matches!(Store::begin_anew(folder.path()), Err(StoreError::Exists)));
    assert_eq!(backup::list(&backups).len(), 1);
    // A folder that is known and not there any more is not made.
    let gone = folder.path().join("renamed");
    missing(Store::open_known(&gone));
    assert!(!gone.exists());
}

#[test]
fn a_log_whose_database_was_deleted_is_no_first_start() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, id) = filled(folder.path());
    typed(&mut store, id, 1);
    killed(store, folder.path());
    fs::remove_file(folder.path().join(FILE)).unwrap();
    assert!(matches!(Store::open(folder.path()), Err(StoreError::Missing { .. })));
    let log = fs::read(folder.path().join(LOG)).unwrap();
    drop(Store::begin_anew(folder.path()).unwrap());
    assert_eq!(fs::read(&set_aside(folder.path())[0]).unwrap(), log);
}

#[cfg(unix)]
#[test]
fn another_database_put_in_its_place_receives_nothing() {
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (mut store, id) = filled(folder.path());
    typed(&mut store, id, 1);
    let (mut another, same_id) = filled(other.path());
    assert_eq!(id, same_id);
    typed(&mut another, id, 9);
    drop(another);
    let file = folder.path().join(FILE);
    fs::rename(&file, folder.path().join("away.db")).unwrap();
    fs::copy(other.path().join(FILE), &file).unwrap();
    let before = fs::read(&file).unwrap();
    let refused = store.find_again().unwrap_err();
    assert!(matches!(refused, StoreError::Replaced { .. }), "{refused:?}");
    assert_eq!(fs::read(&file).unwrap(), before);
    // The right one comes back.
    fs::rename(folder.path().join("away.db"), &file).unwrap();
    store.find_again().unwrap();
    typed(&mut store, id, 2);
    assert_eq!(number(&store, id), "2");
}

#[test]
fn a_restored_backup_survives_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, id) = filled(folder.path());
    typed(&mut store, id, 1);
    let kept = folder.path().join("kept.db");
    store.backup(&kept).unwrap();
    typed(&mut store, id, 2);
    let backup = OpenedBackup::open(&kept).unwrap();
    store.restore_all(&backup).unwrap();
    assert_eq!(number(&store, id), "1");
    typed(&mut store, id, 3);
    killed(store, folder.path());
    let store = Store::open(folder.path()).unwrap();
    assert_eq!((number(&store, id).as_str(), store.log_set_aside()), ("3", None));
}

#[cfg(unix)]
#[test]
fn nobody_else_may_read_the_database() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let (mut store, id) = filled(folder.path());
    typed(&mut store, id, 1);
    for name in [FILE, LOG] {
        let mode = fs::metadata(folder.path().join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    drop(store);
    let file = folder.path().join(FILE);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    drop(Store::open(folder.path()).unwrap());
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
}
