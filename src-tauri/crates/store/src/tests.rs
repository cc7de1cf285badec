//! Opening, upgrading, refusing; and what an edit that fails leaves behind.

use crate::backup::{self, BackupReason, OpenedBackup};
use crate::error::Result;
use crate::{FILE, Store, StoreError, VersionReason, migrations};
use gongkai_model::form::{CellId, Forms};
use gongkai_model::organ::OrganKind;
use gongkai_model::progress::ReportState;
use gongkai_model::report::{Cell, Report};
use rusqlite::Connection;
use rusqlite_migration::M;
use std::error::Error;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn report(year: i32) -> Report {
    let forms = Forms::official();
    Report::blank(forms.edition("2021").unwrap(), "青铜镇人民政府", year)
}

/// A database with one report in it.
fn filled(folder: &Path) -> i64 {
    let mut store = Store::open(folder).unwrap();
    let organ = store.add_organ("青铜镇人民政府", OrganKind::Township).unwrap();
    store.create(organ, &report(2026), ReportState::Draft, None).unwrap()
}

fn refusal(result: Result<Store>) -> StoreError {
    let error = result.expect_err("must be refused");
    let sentence = error.to_string();
    assert!(sentence.ends_with('。') && sentence.matches('。').count() == 1, "{sentence}");
    error
}

#[test]
fn the_migrations_are_sound() {
    rusqlite_migration::Migrations::new(migrations::all().to_vec()).validate().unwrap();
}

#[test]
fn a_new_database_is_durable_and_checks_its_references() {
    let folder = folder();
    let store = Store::open(&folder.path().join("数据 文件夹")).unwrap();
    let pragma = |name: &str| -> String {
        let sql = format!("SELECT CAST({name} AS TEXT) FROM pragma_{name}");
        store.connection.query_row(&sql, [], |row| row.get(0)).unwrap()
    };
    assert_eq!(pragma("journal_mode"), "wal");
    assert_eq!(pragma("synchronous"), "2");
    assert_eq!(pragma("foreign_keys"), "1");
    assert_eq!(pragma("user_version"), migrations::all().len().to_string());
    let loose: i64 = store
        .connection
        .query_row(
            "SELECT count(*) FROM pragma_table_list
             WHERE schema = 'main' AND name NOT LIKE 'sqlite_%' AND NOT strict",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(loose, 0, "every table is STRICT");
}

/// What a later version might do: one step more.
fn with_step(sql: &'static str) -> Vec<M<'static>> {
    migrations::all().into_iter().chain([M::up(sql)]).collect()
}

#[test]
fn an_upgrade_keeps_the_data_and_a_copy_of_what_was() {
    let folder = folder();
    let id = filled(folder.path());
    let before = Store::open(folder.path()).unwrap().report(id).unwrap();

    let steps = with_step("ALTER TABLE reports ADD COLUMN remark TEXT;");
    let upgraded = Store::open_with(folder.path(), &steps).unwrap();
    assert_eq!(upgraded.report(id).unwrap(), before);
    drop(upgraded);
    let known = migrations::all().len();
    let backups = backup::list(&folder.path().join(backup::FOLDER));
    assert_eq!(backups.len(), 1);
    assert_eq!(backups[0].reason, BackupReason::Upgrade);
    let as_it_was = fs::read(&backups[0].path).unwrap();
    assert_eq!(OpenedBackup::open(&backups[0].path).unwrap().report(id).unwrap(), before);
    assert_eq!(fs::read(&backups[0].path).unwrap(), as_it_was);

    let refused = Store::open(folder.path()).err();
    let newer = |error: &StoreError| matches!(error, StoreError::Newer { found, known: last } if *found == known + 1 && *last == known);
    assert!(refused.as_ref().is_some_and(newer), "the older program must refuse it: {refused:?}");
}

#[test]
fn an_upgrade_that_fails_halfway_changes_nothing() {
    let folder = folder();
    let id = filled(folder.path());
    let before = Store::open(folder.path()).unwrap().report(id).unwrap();

    let steps = with_step("ALTER TABLE reports ADD COLUMN remark TEXT; INSERT INTO nowhere;");
    refusal(Store::open_with(folder.path(), &steps));

    let store = Store::open(folder.path()).unwrap();
    assert_eq!(store.report(id).unwrap(), before);
    let columns: i64 = store
        .connection
        .query_row(
            "SELECT count(*) FROM pragma_table_info('reports') WHERE name = 'remark'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(columns, 0);
}

#[test]
fn a_newer_database_is_refused_and_left_alone() {
    let folder = folder();
    filled(folder.path());
    let file = folder.path().join(FILE);
    Connection::open(&file).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let before = fs::read(&file).unwrap();

    let error = refusal(Store::open(folder.path()));
    assert!(matches!(error, StoreError::Newer { found: 99, .. }), "{error:?}");
    assert_eq!(fs::read(&file).unwrap(), before);
}

#[test]
fn somebody_elses_database_is_refused_and_left_alone() {
    let folder = folder();
    let file = folder.path().join(FILE);
    Connection::open(&file).unwrap().execute_batch("CREATE TABLE songs (title TEXT);").unwrap();
    let before = fs::read(&file).unwrap();

    assert!(matches!(refusal(Store::open(folder.path())), StoreError::Foreign));
    assert_eq!(fs::read(&file).unwrap(), before);
}

#[test]
fn a_file_that_is_no_database_is_refused_and_left_alone() {
    let folder = folder();
    let file = folder.path().join(FILE);
    let text = "这不是数据库。".repeat(500);
    fs::write(&file, &text).unwrap();

    let error = refusal(Store::open(folder.path()));
    assert!(matches!(error, StoreError::Damaged { .. }), "{error:?}");
    assert!(error.source().is_some());
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
}

#[test]
fn damage_is_told_not_guessed_over() {
    let folder = folder();
    let id = filled(folder.path());
    let file = folder.path().join(FILE);
    let mut bytes = fs::read(&file).unwrap();
    // Everything behind the page that holds the list of tables.
    for byte in bytes.iter_mut().skip(4096) {
        *byte = 0xA5;
    }
    fs::write(&file, bytes).unwrap();

    let told = Store::open(folder.path()).and_then(|store| store.report(id));
    assert!(matches!(told, Err(StoreError::Damaged { .. })), "{told:?}");
    let found = Store::open(folder.path()).and_then(|store| store.examine());
    assert!(matches!(found, Err(StoreError::Damaged { .. })), "{found:?}");
}

#[test]
fn a_figure_spoilt_from_outside_is_told_not_guessed() {
    let folder = folder();
    let id = filled(folder.path());
    let store = Store::open(folder.path()).unwrap();
    store
        .connection
        .execute("UPDATE cells SET figure = '十二' WHERE report_id = ?1", [id])
        .unwrap();
    assert!(matches!(store.report(id), Err(StoreError::Damaged { .. })));
}

#[test]
fn a_second_program_is_refused_until_the_first_ends() {
    let folder = folder();
    let id = filled(folder.path());
    let first = Store::open(folder.path()).unwrap();
    let error = refusal(Store::open(folder.path()));
    assert!(matches!(error, StoreError::Locked { .. }), "{error:?}");
    drop(first);
    assert!(Store::open(folder.path()).unwrap().report(id).is_ok());
}

#[test]
fn a_folder_that_cannot_be_one_is_refused() {
    let folder = folder();
    let file = folder.path().join("年报.txt");
    fs::write(&file, "").unwrap();
    for place in [file.clone(), file.join("数据")] {
        let error = refusal(Store::open(&place));
        assert!(matches!(error, StoreError::NotWritable { .. }), "{error:?}");
        assert!(error.to_string().contains("年报.txt"));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_without_the_right_to_write_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    // Nobody may write here, not even the superuser.
    let error = refusal(Store::open(Path::new("/proc/gongkai")));
    assert!(matches!(error, StoreError::NotWritable { .. }), "{error:?}");

    let folder = folder();
    filled(folder.path());
    let file = folder.path().join(FILE);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o444)).unwrap();
    match fs::OpenOptions::new().append(true).open(&file) {
        // The superuser may write it all the same.
        Ok(_) => assert!(Store::open(folder.path()).is_ok()),
        Err(_) => {
            let error = refusal(Store::open(folder.path()));
            assert!(matches!(error, StoreError::NotWritable { .. }), "{error:?}");
        }
    }
}

#[test]
fn a_full_disk_loses_nothing_that_was_saved() {
    let folder = folder();
    let id = filled(folder.path());
    let mut store = Store::open(folder.path()).unwrap();
    let before = store.report(id).unwrap();
    let pages: i64 = store.connection.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    store
        .connection
        .query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))
        .unwrap();

    let mut large = before.report.clone();
    large.preface = vec!["很长的引言。".repeat(100_000)];
    large.cells.insert("requests/new/total".into(), Cell::typed(7));
    let error = store.replace(id, &large, None, VersionReason::BeforeReplacement).unwrap_err();
    assert!(matches!(error, StoreError::Full { .. }), "{error:?}");
    assert_eq!(store.report(id).unwrap(), before);
    drop(store);
    assert_eq!(Store::open(folder.path()).unwrap().report(id).unwrap(), before);
}

#[test]
fn an_edit_that_fails_leaves_the_old_state() {
    let folder = folder();
    let id = filled(folder.path());
    let mut store = Store::open(folder.path()).unwrap();
    let before = store.report(id).unwrap();
    let cell: CellId = "requests/new/total".into();
    let failed: Result<()> = store.edit(|edit| {
        crate::cells::save(edit, id, [(&cell, &Cell::typed(7))].into_iter())?;
        Err(StoreError::NotThere)
    });
    assert!(failed.is_err());
    assert_eq!(store.report(id).unwrap(), before);
}
