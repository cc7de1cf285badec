//! Backups: whole, checked, thinned out, opened by any later version, restored all or nothing.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails where it cannot go on")]

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use gongkai_model::form::Forms;
use gongkai_model::organ::OrganKind;
use gongkai_model::progress::ReportState;
use gongkai_model::report::{Cell, Report};
use gongkai_store::backup::{self, BackupReason, OpenedBackup};
use gongkai_store::{Change, FILE, Store, StoreError};
use std::fs;
use std::path::Path;

fn filled(folder: &Path, reports: i32) -> (Store, i64) {
    let forms = Forms::official();
    let mut store = Store::open(folder).unwrap();
    let organ = store.add_organ("青铜镇人民政府", OrganKind::Township).unwrap();
    let mut id = 0;
    for year in 0..reports {
        let mut report =
            Report::blank(forms.edition("2021").unwrap(), "青铜镇人民政府", 2026 - year);
        for (at, cell) in report.cells.values_mut().enumerate() {
            *cell = Cell::typed(at as i64 % 97);
        }
        for chapter in &mut report.chapters {
            chapter.paragraphs = vec!["本年度主动公开政府信息。".repeat(20); 3];
        }
        id = store.create(organ, &report, ReportState::Draft, None).unwrap();
    }
    (store, id)
}

fn typed(store: &mut Store, id: i64, number: i64) {
    let cells = [("requests/new/total".into(), Cell::typed(number))].into();
    store.keep(id, &Change { cells, ..Change::default() }).unwrap();
}

fn names(folder: &Path) -> Vec<String> {
    let files = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> =
        files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_backup_is_one_whole_file_and_opens_as_a_database_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let (store, id) = filled(folder.path(), 2);
    let elsewhere = folder.path().join("备 份");
    fs::create_dir(&elsewhere).unwrap();
    for _ in 0..2 {
        store.backup(&elsewhere.join(FILE)).unwrap();
    }
    assert_eq!(names(&elsewhere), [FILE]);
    assert_eq!(backup::check(&elsewhere.join(FILE)).unwrap(), 2);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(elsewhere.join(FILE)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let copy = Store::open(&elsewhere).unwrap();
    assert_eq!(copy.report(id).unwrap(), store.report(id).unwrap());

    let nowhere = store.backup(&folder.path().join("没有").join(FILE)).unwrap_err();
    assert!(!nowhere.to_string().is_empty());
}

#[test]
fn backups_of_one_second_keep_their_order() {
    let folder = tempfile::tempdir().unwrap();
    let (store, _) = filled(folder.path(), 1);
    let backups = folder.path().join(backup::FOLDER);
    for reason in [BackupReason::Daily, BackupReason::Asked, BackupReason::Closing] {
        let made = store.backup_into(&backups, reason).unwrap();
        assert_eq!(backup::list(&backups)[0].path, made);
    }
    backup::rotate(&backups, &backup::list(&backups)[0].path);
    let kept: Vec<_> = backup::list(&backups).into_iter().map(|one| one.reason).collect();
    assert_eq!(kept, [BackupReason::Closing, BackupReason::Asked]);
}

/// A clock set back makes of the newest an old one, which the rotation would give up.
#[test]
fn the_backup_just_made_is_kept_whatever_the_clock_says() {
    let folder = tempfile::tempdir().unwrap();
    let (store, _) = filled(folder.path(), 1);
    let backups = folder.path().join(backup::FOLDER);
    let made = store.backup_into(&backups, BackupReason::Asked).unwrap();
    let today = chrono::Local::now();
    for nth in 1..=14 {
        let later = (today + chrono::TimeDelta::hours(nth)).format("%Y%m%d-%H%M%S");
        fs::copy(&made, backups.join(format!("gongkai-{later}-asked.db"))).unwrap();
    }
    backup::rotate(&backups, &made);
    assert!(made.is_file());
    assert!(backup::list(&backups).len() < 15);
}

#[test]
fn a_copy_that_is_not_whole_gets_no_name() {
    let folder = tempfile::tempdir().unwrap();
    let (store, _) = filled(folder.path(), 3);
    let to = folder.path().join("备份.db");
    store.backup(&to).unwrap();
    let good = fs::read(&to).unwrap();
    let copied = store.copy_for_backup(&to).unwrap();
    let part = folder.path().join("备份.db.part");
    let mut bytes = fs::read(&part).unwrap();
    for byte in bytes.iter_mut().skip(4096 * 3) {
        *byte = 0xA5;
    }
    fs::write(&part, bytes).unwrap();
    assert!(copied.finish().is_err());
    assert!(!part.exists());
    assert_eq!(fs::read(&to).unwrap(), good, "the one before stays");
}

#[test]
fn the_newest_good_one_is_found_behind_a_damaged_one() {
    let folder = tempfile::tempdir().unwrap();
    let (store, id) = filled(folder.path(), 1);
    let backups = folder.path().join(backup::FOLDER);
    fs::create_dir(&backups).unwrap();
    assert_eq!(backup::newest_good(&backups), None);
    let named = |time: &str| backups.join(format!("gongkai-{time}-daily.db"));
    store.backup(&named("20270118-080000")).unwrap();
    store.backup(&named("20270119-080000")).unwrap();
    fs::write(named("20270120-080000"), "这不是数据库。".repeat(500)).unwrap();
    fs::write(backups.join("别的.txt"), "").unwrap();
    assert_eq!(backup::list(&backups).len(), 3);
    let good = backup::newest_good(&backups).unwrap();
    assert_eq!(good.path, named("20270119-080000"));
    assert_eq!(
        OpenedBackup::open(&good.path).unwrap().report(id).unwrap(),
        store.report(id).unwrap()
    );
    let other = folder.path().join("U 盘");
    let copy = backup::copy_into(&good.path, &other).unwrap();
    assert_eq!(fs::read(copy).unwrap(), fs::read(good.path).unwrap());
    assert!(backup::copy_into(&named("20270120-080000"), &other).is_err());
    assert_eq!(names(&other).len(), 1);
}

#[test]
fn restoring_brings_back_everything_and_the_state_before_can_be_had_again() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, id) = filled(folder.path(), 2);
    let backups = folder.path().join(backup::FOLDER);
    let yesterday = store.backup_into(&backups, BackupReason::Daily).unwrap();
    let before = store.report(id).unwrap();
    typed(&mut store, id, 4711);
    store.add_organ("县发展和改革局", OrganKind::Department).unwrap();
    let spoilt = store.report(id).unwrap();

    let today = store.backup_into(&backups, BackupReason::Restore).unwrap();
    store.restore_all(&OpenedBackup::open(&yesterday).unwrap()).unwrap();
    assert_eq!((store.report(id).unwrap(), store.organs().unwrap().len()), (before.clone(), 1));
    typed(&mut store, id, 7);
    drop(store);
    let mut store = Store::open(folder.path()).unwrap();
    assert_eq!(store.report(id).unwrap().report.figure(&"requests/new/total".into()), 7.into());
    store.restore_all(&OpenedBackup::open(&today).unwrap()).unwrap();
    assert_eq!(store.report(id).unwrap(), spoilt);
}

#[test]
fn the_database_of_another_computer_is_read_with_its_log() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, id) = filled(folder.path(), 1);
    typed(&mut store, id, 4711);
    assert!(fs::metadata(folder.path().join(format!("{FILE}-wal"))).unwrap().len() > 0);
    let copied = tempfile::tempdir().unwrap();
    for name in [FILE.to_owned(), format!("{FILE}-wal")] {
        fs::copy(folder.path().join(&name), copied.path().join(&name)).unwrap();
    }
    let opened = OpenedBackup::open(&copied.path().join(FILE)).unwrap();
    assert_eq!(opened.report(id).unwrap(), store.report(id).unwrap());
}

#[test]
fn backups_of_every_version_open() {
    let databases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/databases");
    let mut opened = 0;
    for dump in fs::read_dir(databases).unwrap() {
        let dump = fs::read_to_string(dump.unwrap().path()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("gongkai-20270120-103205-daily.db");
        rusqlite::Connection::open(&file).unwrap().execute_batch(&dump).unwrap();
        let mut store = Store::open(&folder.path().join("今天")).unwrap();
        store.restore_all(&OpenedBackup::open(&file).unwrap()).unwrap();
        assert!(!store.list().unwrap().is_empty());
        store.examine().unwrap();
        opened += 1;
    }
    assert!(opened >= 3);
    let foreign = tempfile::NamedTempFile::new().unwrap();
    let songs = rusqlite::Connection::open(foreign.path()).unwrap();
    songs.execute_batch("CREATE TABLE songs (title TEXT);").unwrap();
    drop(songs);
    assert!(matches!(OpenedBackup::open(foreign.path()), Err(StoreError::Foreign)));
}

fn at(day: &str, hour: u32) -> NaiveDateTime {
    NaiveDate::parse_from_str(day, "%Y-%m-%d").unwrap().and_hms_opt(hour, 0, 0).unwrap()
}

/// What is left of these, the newest first.
fn left(backups: &[(NaiveDateTime, BackupReason)]) -> Vec<(NaiveDateTime, BackupReason)> {
    let gone = backup::given_up(backups);
    let left = backups.iter().enumerate().filter(|(at, _)| !gone.contains(at));
    left.map(|(_, one)| *one).collect()
}

#[test]
fn seven_days_four_weeks_and_twelve_months_are_kept() {
    // Two a day for two years, thinned out day by day as they come.
    let mut kept: Vec<(NaiveDateTime, BackupReason)> = Vec::new();
    let mut day = at("2025-01-01", 8);
    while day < at("2027-01-20", 23) {
        kept.insert(0, (day, BackupReason::Daily));
        kept.insert(0, (day + TimeDelta::hours(9), BackupReason::Closing));
        kept = left(&kept);
        day += TimeDelta::days(1);
    }
    let days: Vec<String> = kept.iter().map(|(at, _)| at.format("%m-%d %H").to_string()).collect();
    let weeks =
        ["01-20 17", "01-19 17", "01-18 17", "01-17 17", "01-16 17", "01-15 17", "01-14 17"];
    assert_eq!(days[..7], weeks);
    assert_eq!(days[7..9], ["01-10 17", "01-03 17"]);
    assert_eq!(days[9], "12-31 17");
    let months = kept.iter().filter(|(at, _)| *at < kept[0].0 - TimeDelta::days(31)).count();
    assert_eq!((months, kept.len()), (10, 20), "{days:?}");
    assert_eq!(left(&kept), kept, "nothing more goes without a new one");
}

#[test]
fn a_program_used_in_january_alone_keeps_its_backups_over_the_year() {
    let days = (1..=9).rev().map(|day| (at(&format!("2026-01-{day:02}"), 9), BackupReason::Daily));
    let mut all: Vec<_> = days.collect();
    all.insert(0, (at("2027-01-04", 9), BackupReason::Daily));
    assert_eq!(left(&all).len(), 7, "days without a backup do not count");
}

#[test]
fn what_was_before_a_restore_an_upgrade_or_asked_for_stays_longer() {
    let hour = |hour| (at("2027-01-20", hour), BackupReason::Closing);
    let mut all: Vec<_> = (10..20).rev().map(hour).collect();
    all.push((at("2027-01-20", 9), BackupReason::Restore));
    all.push((at("2027-01-20", 8), BackupReason::Upgrade));
    all.push((at("2027-01-20", 7), BackupReason::Asked));
    all.push((at("2027-01-20", 6), BackupReason::Daily));
    let kept: Vec<_> = left(&all).into_iter().map(|(_, reason)| reason).collect();
    let reasons =
        [BackupReason::Closing, BackupReason::Restore, BackupReason::Upgrade, BackupReason::Asked];
    assert_eq!(kept, reasons);
    assert!(left(&[]).is_empty());
}

#[test]
fn a_backup_of_1600_reports_holds_them_all_and_the_store_is_free_before_it_is_checked() {
    let folder = tempfile::tempdir().unwrap();
    let (store, _) = filled(folder.path(), 1600);
    let to = folder.path().join("备份.db");
    let copied = store.copy_for_backup(&to).unwrap();
    drop(store);
    assert!(!to.exists(), "it has its name only once it has been checked");
    copied.finish().unwrap();
    assert_eq!(backup::check(&to).unwrap(), 1600);
}
