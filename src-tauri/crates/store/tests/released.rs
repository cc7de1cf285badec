//! A database of every released version is read by this one.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails where it cannot go on")]

use gongkai_model::organ::{DueDate, OrganKind};
use gongkai_model::progress::ReportState;
use gongkai_model::report::{Cell, Figure, Origin};
use gongkai_store::{FILE, Publication, Store, VersionReason};

fn opened(dump: &str) -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(FILE);
    rusqlite::Connection::open(&file).unwrap().execute_batch(dump).unwrap();
    let store = Store::open(folder.path()).unwrap();
    (folder, store)
}

/// What each of the databases holds, told by the program of today.
fn holds_the_example(dump: &str) {
    let (_folder, mut store) = opened(dump);
    store.examine().unwrap();

    let organs = store.organs().unwrap();
    assert_eq!(organs.len(), 1);
    assert_eq!((organs[0].name.as_str(), organs[0].kind), ("青铜镇人民政府", OrganKind::Township));
    assert_eq!(organs[0].due, Some(DueDate { month: 1, day: 26 }));

    let list = store.list().unwrap();
    assert_eq!(list.len(), 1);
    assert_eq!((list[0].year, list[0].state), (2025, ReportState::Imported));
    assert_eq!((list[0].open_errors, list[0].open_explains), (Some(0), Some(1)));
    let id = list[0].id;

    let stored = store.report(id).unwrap();
    assert_eq!(stored.publication, Publication::default());
    let report = &stored.report;
    let fee = Cell {
        figure: Figure::Number("3.20".parse().unwrap()),
        note: Some("3.20（万元）".to_owned()),
        origin: Origin::Imported,
    };
    assert_eq!(report.cells[&"disclosure/fees/amount".into()], fee);
    assert_eq!(report.figure(&"disclosure/penalty/decisions".into()), Figure::Unread);
    assert_eq!(report.figure(&"disclosure/licensing/decisions".into()), 0.into());
    assert_eq!(report.figure(&"requests/new/total".into()), Figure::Blank);
    assert_eq!(report.cells.len(), 11);
    assert_eq!(report.preface, ["根据条例编制本报告。"]);
    assert_eq!(report.chapters.len(), 6);
    assert_eq!(report.chapters[0].paragraphs, ["（一）主动公开。", "（二）依申请公开。"]);
    assert_eq!(report.date.as_deref(), Some("2026年1月20日"));
    let source = ("去年 年报.txt".to_owned(), "原文件".as_bytes().to_vec());
    assert_eq!(store.source(id).unwrap(), Some(source));
    assert_eq!(store.reasons(id).unwrap()[0].text, "收费标准调整");
    assert_eq!(store.setting("page").unwrap(), Some(serde_json::json!({ "seal": "space" })));

    let deleted = store.deleted().unwrap();
    assert_eq!((deleted.len(), deleted[0].year), (1, 2024));
    store.restore(deleted[0].id).unwrap();
    assert_eq!(store.list().unwrap().len(), 2);
}

#[test]
fn the_first_step_before_any_release() {
    holds_the_example(include_str!("databases/0001.sql"));
}

#[test]
fn the_fourth_step_before_versions_of_a_report() {
    let dump = include_str!("databases/0004.sql");
    holds_the_example(dump);
    let (_folder, mut store) = opened(dump);
    assert!(store.versions(1).unwrap().is_empty() && store.trail(1).unwrap().is_empty());
    store.add_version(1, VersionReason::BeforeHandOver).unwrap();
    let version = store.versions(1).unwrap()[0].id;
    assert_eq!(store.version_report(version).unwrap(), store.report(1).unwrap().report);
}

#[test]
fn version_0_1_0() {
    let dump = include_str!("databases/0.1.0.sql");
    holds_the_example(dump);
    let (_folder, store) = opened(dump);
    let labels = store.report(1).unwrap().report.labels;
    assert_eq!(labels[&"disclosure/fees/amount".into()], "行政事业性收费（旧称）");
}

#[test]
fn every_version_has_left_a_database() {
    let here = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let changes = std::fs::read_to_string(here.join("../../../CHANGELOG.md")).unwrap();
    let versions: Vec<&str> = changes
        .lines()
        .filter_map(|line| line.strip_prefix("## ")?.split(['（', ' ']).next())
        .collect();
    assert!(versions.contains(&env!("CARGO_PKG_VERSION")), "{versions:?}");
    for version in versions {
        let dump = here.join(format!("tests/databases/{version}.sql"));
        assert!(dump.is_file(), "keep a database of version {version} as {}", dump.display());
    }
}
