//! The past of a report: when a version is kept, what it says, how long, and how large all of it is.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails where it cannot go on")]

use chrono::{DateTime, FixedOffset, TimeDelta};
use gongkai_model::form::Forms;
use gongkai_model::organ::OrganKind;
use gongkai_model::progress::ReportState;
use gongkai_model::report::{Cell, Figure, Report};
use gongkai_store::{
    Change, FILE, Store, StoreError, Texts, TrailStep, VersionReason, versions_given_up,
};
use rusqlite::Connection;
use std::path::Path;

fn report(seed: i64) -> Report {
    let forms = Forms::official();
    let edition = forms.edition("2021").unwrap();
    let mut report = Report::blank(edition, "青铜镇人民政府", 2026);
    for (at, cell) in report.cells.values_mut().enumerate() {
        *cell = Cell::typed((seed * 31 + at as i64 * 7) % 97);
    }
    for (at, chapter) in report.chapters.iter_mut().enumerate() {
        let words =
            ["公开", "申请", "办理", "平台", "监督", "目录", "解读", "培训", "答复", "更新"];
        let sentence = |number: i64| {
            let word = |by: i64| words[((number * by + at as i64 + seed) % 10) as usize];
            format!(
                "第{number}项{}{}工作按要求{}，{}情况良好。",
                word(3),
                word(7),
                word(1),
                word(9)
            )
        };
        chapter.paragraphs =
            (0..3).map(|p| (0..8).map(|s| sentence(p * 8 + s)).collect()).collect();
    }
    report
}

fn filled(folder: &Path) -> (Store, i64) {
    let mut store = Store::open(folder).unwrap();
    let organ = store.add_organ("青铜镇人民政府", OrganKind::Township).unwrap();
    let id = store.create(organ, &report(0), ReportState::Draft, None).unwrap();
    (store, id)
}

fn typed(store: &mut Store, id: i64, number: i64) {
    let cells = [("requests/new/total".into(), Cell::typed(number))].into();
    store.keep(id, &Change { cells, ..Change::default() }).unwrap();
}

fn reasons(store: &Store, id: i64) -> Vec<VersionReason> {
    store.versions(id).unwrap().into_iter().map(|version| version.reason).collect()
}

/// Moves all versions back in time, as if they had been kept so long ago.
fn age(folder: &Path, by: TimeDelta) {
    let connection = Connection::open(folder.join(FILE)).unwrap();
    let mut query = connection.prepare("SELECT id, made_at FROM versions").unwrap();
    let all: Vec<(i64, String)> = query
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(|row| row.unwrap())
        .collect();
    for (id, made_at) in all {
        let older = DateTime::parse_from_rfc3339(&made_at).unwrap() - by;
        connection
            .execute("UPDATE versions SET made_at = ?2 WHERE id = ?1", (id, older.to_rfc3339()))
            .unwrap();
    }
}

#[test]
fn a_version_is_kept_before_a_day_s_work_and_after_ten_minutes_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, id) = filled(folder.path());
    let untouched = store.report(id).unwrap().report;
    for number in 0..5 {
        typed(&mut store, id, number);
    }
    assert_eq!(reasons(&store, id), [VersionReason::DayBegun]);
    let first = store.versions(id).unwrap()[0].id;
    assert_eq!(store.version_report(first).unwrap(), untouched);
    drop(store);

    age(folder.path(), TimeDelta::minutes(11));
    let mut store = Store::open(folder.path()).unwrap();
    typed(&mut store, id, 11);
    typed(&mut store, id, 12);
    let kept = reasons(&store, id);
    // At midnight eleven minutes ago are yesterday.
    let of_today = [VersionReason::WhileEditing, VersionReason::DayBegun];
    assert!(kept == of_today || kept[0] == VersionReason::DayBegun, "{kept:?}");
    drop(store);

    age(folder.path(), TimeDelta::days(1));
    let mut store = Store::open(folder.path()).unwrap();
    let yesterday = store.report(id).unwrap().report;
    typed(&mut store, id, 4711);
    let newest = &store.versions(id).unwrap()[0];
    assert_eq!(newest.reason, VersionReason::DayBegun);
    assert_eq!(store.version_report(newest.id).unwrap(), yesterday);
    // Counts are no work.
    let before = store.versions(id).unwrap().len();
    let counts = Some(gongkai_store::Counts::default());
    store.keep(id, &Change { counts, ..Change::default() }).unwrap();
    assert_eq!(store.versions(id).unwrap().len(), before);
}

#[test]
fn what_goes_is_kept_first_and_blank_nought_and_unread_stay_apart() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, id) = filled(folder.path());
    let mut mixed = report(1);
    for (at, cell) in mixed.cells.values_mut().enumerate() {
        cell.figure = [Figure::Unread, Figure::Blank, 0.into()][at % 3];
        cell.note = (at % 7 == 0).then(|| "495.50（万元）".to_owned());
    }
    mixed.labels.insert("disclosure/fees/amount".into(), "收费（旧称）".to_owned());
    mixed.chapters.clear();
    store.replace(id, &mixed, None, VersionReason::BeforeReplacement).unwrap();
    store.replace(id, &report(2), None, VersionReason::BeforeImport).unwrap();
    store.delete(id).unwrap();
    let kept = store.versions(id).unwrap();
    let said: Vec<Report> =
        kept.iter().map(|version| store.version_report(version.id).unwrap()).collect();
    assert_eq!(said, [report(2), mixed, report(0)]);
    assert_eq!(kept.iter().map(|version| version.number).collect::<Vec<_>>(), [3, 2, 1]);
    let wanted = [
        VersionReason::BeforeDeletion,
        VersionReason::BeforeImport,
        VersionReason::BeforeReplacement,
    ];
    assert_eq!(reasons(&store, id), wanted);
    let gone = store.version_report(4711);
    assert!(matches!(gone, Err(StoreError::NotThere)));
}

#[test]
fn a_finalised_version_has_a_hash_and_what_was_changed_from_outside_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, id) = filled(folder.path());
    store.set_setting(gongkai_store::WHO, &"张某".into()).unwrap();
    let sent = store.add_version(id, VersionReason::BeforeHandOver).unwrap();
    store.send_for_review(id, sent, "").unwrap();
    store.set_state(id, ReportState::Final, "").unwrap();
    let first = store.finalised(id).unwrap().unwrap();
    assert_eq!(first.seal.as_deref().map(str::len), Some(64));
    assert_eq!((first.number, first.who.as_str()), (2, "张某"));
    store.set_state(id, ReportState::Draft, "金额写错").unwrap();
    typed(&mut store, id, 7);
    store.set_state(id, ReportState::Final, "").unwrap();
    let second = store.finalised(id).unwrap().unwrap();
    assert_ne!(first.seal, second.seal);
    let trail = store.trail(id).unwrap();
    let steps: Vec<_> = trail.iter().map(|entry| (entry.step, entry.version)).collect();
    let wanted = [
        (TrailStep::Begun, None),
        (TrailStep::SentForReview, Some(1)),
        (TrailStep::Finalised, Some(2)),
        (TrailStep::Returned, None),
        (TrailStep::Finalised, Some(second.number)),
    ];
    assert_eq!(steps, wanted);
    assert_eq!((trail[3].why.as_str(), trail[3].who.as_str()), ("金额写错", "张某"));
    assert_eq!(store.all_finalised().unwrap(), [(first.id, id), (second.id, id)]);
    assert!(store.is_intact(first.id).unwrap() && store.is_intact(second.id).unwrap());
    drop(store);

    let connection = Connection::open(folder.path().join(FILE)).unwrap();
    connection
        .execute(
            "UPDATE versions SET made_at = '2027-01-20T10:32:05+08:00' WHERE id = ?1",
            [first.id],
        )
        .unwrap();
    drop(connection);
    let store = Store::open(folder.path()).unwrap();
    assert!(!store.is_intact(first.id).unwrap());
    assert!(store.is_intact(second.id).unwrap());
    drop(store);
    let connection = Connection::open(folder.path().join(FILE)).unwrap();
    connection.execute("UPDATE version_parts SET bytes = X'00'", []).unwrap();
    drop(connection);
    assert!(!Store::open(folder.path()).unwrap().is_intact(second.id).unwrap());
}

#[test]
fn a_report_with_a_value_nobody_can_read_is_edited_without_a_version() {
    let folder = tempfile::tempdir().unwrap();
    let (store, id) = filled(folder.path());
    drop(store);
    let connection = Connection::open(folder.path().join(FILE)).unwrap();
    connection
        .execute("UPDATE cells SET figure = '十二' WHERE cell = 'requests/new/business'", [])
        .unwrap();
    drop(connection);
    let mut store = Store::open(folder.path()).unwrap();
    typed(&mut store, id, 7);
    assert!(store.versions(id).unwrap().is_empty());
}

fn at(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).unwrap()
}

#[test]
fn old_versions_thin_out_by_hours_then_by_days_and_finalised_ones_never() {
    use VersionReason::{BeforeImport, DayBegun, Finalised, WhileEditing};
    let now = at("2027-06-20T12:00:00+08:00");
    let left = |versions: &[(&str, VersionReason)]| -> Vec<usize> {
        let ages: Vec<_> = versions.iter().map(|(time, reason)| (at(time), *reason)).collect();
        let gone = versions_given_up(&ages, now);
        (0..ages.len()).filter(|at| !gone.contains(at)).collect()
    };
    let kept = left(&[
        ("2027-06-20T11:50:00+08:00", WhileEditing),
        ("2027-06-20T11:40:00+08:00", WhileEditing),
        ("2027-06-20T11:30:00+08:00", BeforeImport),
        ("2027-06-20T11:20:00+08:00", BeforeImport),
        ("2027-06-19T10:50:00+08:00", WhileEditing),
        ("2027-06-19T10:10:00+08:00", DayBegun),
        ("2027-06-10T15:00:00+08:00", WhileEditing),
        ("2027-06-10T14:00:00+08:00", BeforeImport),
        ("2027-06-10T13:00:00+08:00", BeforeImport),
        ("2027-06-10T09:00:00+08:00", Finalised),
        ("2027-06-10T08:00:00+08:00", DayBegun),
        ("2026-06-01T08:00:00+08:00", DayBegun),
        ("2020-01-20T08:00:00+08:00", Finalised),
    ]);
    assert_eq!(kept, [0, 1, 2, 3, 4, 6, 7, 9, 12]);
    assert_eq!(left(&[("2020-01-20T08:00:00+08:00", DayBegun)]), [0]);
    assert!(left(&[]).is_empty());
}

/// The worst a year can bring: every working day of it an hour's work on one figure and one
/// paragraph, and the last week every hour.
#[test]
fn a_year_of_versions_of_200_offices_stays_under_200_megabytes() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, id) = filled(folder.path());
    let size = || -> i64 {
        let connection = Connection::open(folder.path().join(FILE)).unwrap();
        connection
            .query_row(
                "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
                [],
                |row| row.get(0),
            )
            .unwrap()
    };
    drop(store);
    let before = size();
    store = Store::open(folder.path()).unwrap();
    let versions = 250 + 5 * 8;
    for day in 0..versions {
        let mut changed = store.report(id).unwrap().report;
        let chapter = day as usize % changed.chapters.len();
        changed.chapters[chapter].paragraphs[0] = format!(
            "第{day}天改写：{}",
            "本机关按时公开了各项信息，答复了申请。".repeat(1 + day as usize % 5)
        );
        let texts = Some(Texts::of(&changed));
        let cells = [("requests/new/total".into(), Cell::typed(day))].into();
        store.keep(id, &Change { cells, texts, ..Change::default() }).unwrap();
        store.add_version(id, VersionReason::BeforeHandOver).unwrap();
    }
    assert!(store.versions(id).unwrap().len() as i64 >= versions);
    drop(store);
    let of_200 = (size() - before) * 200;
    println!("{versions} versions of 200 offices: {of_200} bytes");
    assert!(of_200 < 200_000_000, "{of_200}");
}
