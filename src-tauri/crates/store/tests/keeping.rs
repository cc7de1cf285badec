//! What is kept comes back as it was.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails where it cannot go on")]

use gongkai_model::form::{CellId, Forms};
use gongkai_model::organ::{DueDate, OrganKind};
use gongkai_model::progress::ReportState;
use gongkai_model::report::{Cell, Chapter, Figure, Origin, Report, Scope};
use gongkai_store::{Change, Counts, Organ, Publication, Store, StoreError, Texts, VersionReason};
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::json;
use tempfile::TempDir;

fn store() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    (folder, store)
}

fn report(year: i32) -> Report {
    let forms = Forms::official();
    Report::blank(forms.edition("2021").unwrap(), "青铜镇人民政府", year)
}

/// An edit of one figure.
fn one_cell(number: i64) -> Change {
    let cells = [("requests/new/total".into(), Cell::typed(number))].into();
    Change { cells, ..Change::default() }
}

fn figure() -> impl Strategy<Value = Figure> {
    prop_oneof![
        Just(Figure::Unread),
        Just(Figure::Blank),
        (any::<i64>(), 0..=18u32).prop_map(|(n, scale)| Figure::Number(Decimal::new(n, scale))),
    ]
}

fn origin() -> impl Strategy<Value = Origin> {
    prop::sample::select(vec![
        Origin::Typed,
        Origin::Computed,
        Origin::Overridden,
        Origin::TakenOver,
        Origin::Imported,
    ])
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(any::<String>(), 0..4)
}

prop_compose! {
    fn cell()(figure in figure(), note in any::<Option<String>>(), origin in origin()) -> Cell {
        Cell { figure, note, origin }
    }
}

prop_compose! {
    fn chapter()(
        id in any::<Option<String>>(), number in any::<String>(),
        mark in any::<Option<String>>(), heading in any::<String>(), paragraphs in texts(), table_at in 0..5usize,
    ) -> Chapter {
        Chapter { id, number, mark, heading, paragraphs, table_at, ..Chapter::default() }
    }
}

prop_compose! {
    fn any_report()(
        heads in any::<(Option<String>, Option<String>, i32, Option<String>)>(),
        scope in prop::sample::select(vec![Scope::Own, Scope::Consolidated]),
        cells in prop::collection::btree_map(
            "[a-z._]{1,12}/[a-z._]{1,12}/[a-z._]{0,12}".prop_map(|id| CellId::from(id.as_str())),
            cell(), 0..30),
        labels in prop::collection::btree_map(
            "[a-z]{1,9}/[a-z]{1,9}".prop_map(|id| CellId::from(id.as_str())), any::<String>(), 0..3),
        preface in texts(),
        chapters in prop::collection::vec(chapter(), 0..7),
        ends in any::<(Option<String>, Option<String>)>(),
    ) -> Report {
        let (title, organ, year, edition) = heads;
        let (signature, date) = ends;
        Report { title, organ, year: Some(year), edition, scope, cells, labels, preface, chapters,
                 signature, date }
    }
}

/// Figures as written: `1.50` is not `1.5` on paper.
fn written(report: &Report) -> Vec<String> {
    report.cells.values().map(Cell::printed).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_report_comes_back_the_same(
        first in any_report(), second in any_report(), bytes in any::<Vec<u8>>(),
    ) {
        let (folder, mut store) = store();
        let organ = store.add_organ("青铜镇人民政府", OrganKind::Township).unwrap();
        let id = store
            .create(organ, &first, ReportState::Imported, Some(("年 报.txt", &bytes)))
            .unwrap();
        let kept = store.report(id).unwrap();
        prop_assert_eq!(written(&kept.report), written(&first));
        prop_assert_eq!(kept.report, first);
        prop_assert_eq!(store.source(id).unwrap(), Some(("年 报.txt".to_owned(), bytes)));

        store.replace(id, &second, None, VersionReason::BeforeReplacement).unwrap();
        drop(store);
        let store = Store::open(folder.path()).unwrap();
        let kept = store.report(id).unwrap();
        prop_assert_eq!(kept.report, second);
        prop_assert_eq!(kept.source_name.as_deref(), Some("年 报.txt"));
    }
}

#[test]
fn cells_are_saved_one_by_one_and_the_others_stay() {
    let (_folder, mut store) = store();
    let organ = store.add_organ("青铜镇人民政府", OrganKind::Township).unwrap();
    let id = store.create(organ, &report(2026), ReportState::Draft, None).unwrap();
    let unread = Cell { figure: Figure::Unread, note: None, origin: Origin::Imported };
    let noted = Cell {
        figure: Figure::Number("495.50".parse().unwrap()),
        note: Some("495.50（万元）".to_owned()),
        origin: Origin::Overridden,
    };
    let edits: Vec<(CellId, Cell)> = vec![
        ("requests/new/total".into(), Cell::typed(0)),
        ("requests/new/other".into(), unread),
        ("disclosure/fees/amount".into(), noted),
    ];
    let mut expected = store.report(id).unwrap().report;
    expected.cells.extend(edits.clone());

    let change = Change { cells: edits.into_iter().collect(), ..Change::default() };
    let saved_at = store.keep(id, &change).unwrap().unwrap();
    let kept = store.report(id).unwrap();
    assert_eq!(kept.report, expected);
    assert_eq!(kept.saved_at, saved_at);
    assert!(chrono::DateTime::parse_from_rfc3339(&saved_at).is_ok());
    assert_eq!(kept.report.figure(&"requests/new/business".into()), Figure::Blank);
}

#[test]
fn texts_are_saved_without_touching_figures_or_the_office() {
    let (_folder, mut store) = store();
    let organ = store.add_organ("青铜镇人民政府", OrganKind::Township).unwrap();
    let id = store.create(organ, &report(2026), ReportState::Draft, None).unwrap();
    let mut expected = store.report(id).unwrap().report;
    expected.title = Some("标题".to_owned());
    expected.preface = vec!["引言。".to_owned()];
    expected.chapters[1].paragraphs = vec!["前".to_owned(), "后".to_owned()];
    expected.chapters[1].table_at = 1;
    expected.date = Some("2027年1月20日".to_owned());
    let change = Change { texts: Some(Texts::of(&expected)), ..Change::default() };
    store.keep(id, &change).unwrap();
    assert_eq!(store.report(id).unwrap().report, expected);
}

#[test]
fn an_organ_has_one_report_of_a_year_and_scope() {
    let (_folder, mut store) = store();
    let organ = store.add_organ("某县人民政府", OrganKind::County).unwrap();
    let own = store.create(organ, &report(2026), ReportState::Draft, None).unwrap();
    let summary = Report { scope: Scope::Consolidated, ..report(2026) };
    let both = store.create(organ, &summary, ReportState::Draft, None).unwrap();
    let again = store.create(organ, &report(2026), ReportState::Draft, None);
    assert!(matches!(again, Err(StoreError::Exists)));
    assert_eq!(store.find(organ, 2026, Scope::Own).unwrap(), Some(own));
    assert_eq!(store.find(organ, 2026, Scope::Consolidated).unwrap(), Some(both));
    assert_eq!(store.find(organ, 2025, Scope::Own).unwrap(), None);
    assert!(matches!(
        store.replace(own, &summary, None, VersionReason::BeforeReplacement),
        Err(StoreError::Exists)
    ));
    assert_eq!(store.report(own).unwrap().report, report(2026));

    let yearless = Report { year: None, ..report(2026) };
    let refused = store.create(organ, &yearless, ReportState::Draft, None);
    assert!(matches!(refused, Err(StoreError::WithoutYear)));
    let stray = store.create(organ + 1, &report(2026), ReportState::Draft, None);
    assert!(matches!(stray, Err(StoreError::NotThere)));
}

#[test]
fn what_is_deleted_can_be_taken_back() {
    let (_folder, mut store) = store();
    let organ = store.add_organ("青铜镇人民政府", OrganKind::Township).unwrap();
    let id = store.create(organ, &report(2026), ReportState::Final, None).unwrap();
    let before = store.report(id).unwrap();

    store.delete(id).unwrap();
    assert!(store.list().unwrap().is_empty());
    assert_eq!(store.deleted().unwrap()[0].id, id);
    assert!(matches!(store.report(id), Err(StoreError::NotThere)));
    assert!(matches!(store.keep(id, &one_cell(1)), Err(StoreError::NotThere)));
    assert!(matches!(store.delete(id), Err(StoreError::NotThere)));

    let newer = store.create(organ, &report(2026), ReportState::Draft, None).unwrap();
    assert!(matches!(store.restore(id), Err(StoreError::Exists)));
    store.delete(newer).unwrap();
    store.restore(id).unwrap();
    assert_eq!(store.report(id).unwrap(), before);

    store.remove_organ(organ).unwrap();
    assert!(store.organs().unwrap().is_empty() && store.list().unwrap().is_empty());
    store.restore_organ(organ).unwrap();
    assert_eq!(store.list().unwrap()[0].id, id);
}

#[test]
fn organs_keep_name_kind_and_due_date() {
    let (_folder, mut store) = store();
    let id = store.add_organ("县发展和改革局", OrganKind::Department).unwrap();
    let other = store.add_organ("青铜镇人民政府", OrganKind::Township).unwrap();
    let organ = Organ {
        id,
        name: "县发展和改革委员会".to_owned(),
        kind: OrganKind::Vertical,
        due: Some(DueDate { month: 1, day: 26 }),
    };
    store.update_organ(&organ).unwrap();
    let organs = store.organs().unwrap();
    assert_eq!(organs[0], organ);
    assert_eq!((organs[1].id, organs[1].due), (other, None));

    let same = store.add_organ("青铜镇人民政府", OrganKind::Township);
    assert!(matches!(same, Err(StoreError::SameOrgan)));
    let renamed = store.update_organ(&Organ { name: "青铜镇人民政府".to_owned(), ..organ });
    assert!(matches!(renamed, Err(StoreError::SameOrgan)));
}

#[test]
fn the_list_shows_state_counts_and_trend() {
    let (_folder, mut store) = store();
    let organ = store.add_organ("青铜镇人民政府", OrganKind::Township).unwrap();
    let mut old = report(2025);
    for (cell, number) in [
        ("requests/new/total", 12),
        ("cases/reconsideration/total", 2),
        ("cases/suit_after_reconsideration/total", 1),
    ] {
        old.cells.insert(cell.into(), Cell::typed(number));
    }
    let unread = Cell { figure: Figure::Unread, ..Cell::default() };
    old.cells.insert("requests/total/total".into(), unread);
    let old = store.create(organ, &old, ReportState::Imported, Some(("旧.txt", b"x"))).unwrap();
    let new = store.create(organ, &report(2026), ReportState::Draft, None).unwrap();
    store.set_counts(new, Counts { errors: 3, explains: 2, unfilled: 1 }).unwrap();

    let list = store.list().unwrap();
    assert_eq!(list.iter().map(|listed| listed.id).collect::<Vec<_>>(), [new, old]);
    assert_eq!((list[0].open_errors, list[0].open_explains), (Some(3), Some(2)));
    assert_eq!(list[0].open_unfilled, Some(1));
    assert!(!list[0].imported && list[1].imported);
    assert_eq!(list[0].trend.received, None);
    assert_eq!(list[1].trend.received, Some(12.into()));
    assert_eq!(list[1].trend.handled, None);
    assert_eq!(list[1].trend.disputes, Some(3.into()));
    let wire = serde_json::to_value(list[1].trend).unwrap();
    assert_eq!(wire, json!({ "received": "12", "handled": null, "disputes": "3" }));

    store.keep(new, &one_cell(1)).unwrap();
    let list = store.list().unwrap();
    assert_eq!((list[0].open_errors, list[0].open_explains), (None, None));
    assert_eq!(list[0].open_unfilled, None);
}

#[test]
fn reasons_stay_with_their_key() {
    let (_folder, mut store) = store();
    let organ = store.add_organ("青铜镇人民政府", OrganKind::Township).unwrap();
    let id = store.create(organ, &report(2026), ReportState::Draft, None).unwrap();
    store.set_reason(id, "items:5+136=141", "items", "原因一", "张").unwrap();
    store.set_reason(id, "items:5+136=141", "items", "原因二", "李").unwrap();
    store.replace(id, &report(2026), None, VersionReason::BeforeReplacement).unwrap();
    let reasons = store.reasons(id).unwrap();
    assert_eq!(reasons.len(), 1);
    assert_eq!((reasons[0].text.as_str(), reasons[0].who.as_str()), ("原因二", "李"));
    assert!(chrono::DateTime::parse_from_rfc3339(&reasons[0].at).is_ok());
    store.remove_reason(id, "items:5+136=141").unwrap();
    assert!(store.reasons(id).unwrap().is_empty());
}

#[test]
fn settings_are_any_json() {
    let (folder, mut store) = store();
    assert_eq!(store.setting("字体").unwrap(), None);
    let value = json!({ "seal": "space", "sizes": [1, 2.5, null] });
    store.set_setting("字体", &value).unwrap();
    drop(store);
    let mut store = Store::open(folder.path()).unwrap();
    assert_eq!(store.setting("字体").unwrap(), Some(value));
    store.set_setting("字体", &json!(null)).unwrap();
    assert_eq!(store.setting("字体").unwrap(), Some(json!(null)));
}

#[test]
fn when_and_where_a_report_was_published_is_kept() {
    let (_folder, mut store) = store();
    let organ = store.add_organ("青铜镇人民政府", OrganKind::Township).unwrap();
    let id = store.create(organ, &report(2026), ReportState::Final, None).unwrap();
    assert_eq!(store.report(id).unwrap().publication, Publication::default());
    let publication = Publication {
        date: "2027年1月24日".to_owned(),
        address: "https://www.example.gov.cn/2026.html".to_owned(),
    };
    store.publish(id, &publication).unwrap();
    let stored = store.report(id).unwrap();
    assert_eq!((stored.state, stored.publication), (ReportState::Published, publication.clone()));
    // It stays known while the report is put right once more.
    store.set_state(id, ReportState::Draft, "").unwrap();
    assert_eq!(store.list().unwrap()[0].publication, publication);
}
