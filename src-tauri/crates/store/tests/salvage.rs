//! A damaged database is set aside as it is, and what can be read of it is in a new one.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails where it cannot go on")]

use gongkai_model::form::{CellId, Forms};
use gongkai_model::organ::OrganKind;
use gongkai_model::progress::ReportState;
use gongkai_model::report::{Cell, Figure, Report};
use gongkai_store::backup::BackupReason;
use gongkai_store::{Change, FILE, Outcome, SET_ASIDE, Salvaged, Store, StoreError, Words};
use std::fs;
use std::path::Path;

const PAGE: usize = 4096;
const REPORTS: i64 = 6;

/// Every figure of the report tells whose it is.
fn report(number: i64) -> Report {
    let forms = Forms::official();
    let edition = forms.edition("2021").unwrap();
    let mut report = Report::blank(edition, &format!("第{number}号机关"), 2026);
    for (at, cell) in report.cells.values_mut().enumerate() {
        *cell = Cell::typed(number * 100_000 + at as i64);
    }
    for chapter in &mut report.chapters {
        chapter.paragraphs =
            vec![format!("第{number}号机关本年度主动公开政府信息。").repeat(30); 3];
    }
    report.chapters.push(Default::default());
    report
}

fn filled(folder: &Path) {
    let mut store = Store::open(folder).unwrap();
    for number in 1..=REPORTS {
        let organ = store.add_organ(&format!("第{number}号机关"), OrganKind::Township).unwrap();
        let file = vec![number as u8; 20_000];
        let source = Some(("去年.doc", file.as_slice()));
        let id = store.create(organ, &report(number), ReportState::Draft, source).unwrap();
        assert_eq!((organ, id), (number, number));
        store.set_reason(id, "键", "规则", "就是这样。", "张三").unwrap();
    }
    store.set_setting("who", &"张三".into()).unwrap();
}

fn damage(folder: &Path, work: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut bytes = fs::read(folder.join(FILE)).unwrap();
    work(&mut bytes);
    fs::write(folder.join(FILE), &bytes).unwrap();
    bytes
}

/// The pages in which these bytes stand, counted from 0.
fn pages_with(bytes: &[u8], text: &str) -> Vec<usize> {
    let holds = |page: &[u8]| page.windows(text.len()).any(|window| window == text.as_bytes());
    bytes.chunks(PAGE).enumerate().filter(|(_, page)| holds(page)).map(|(at, _)| at).collect()
}

fn zero(bytes: &mut [u8], page: usize) {
    bytes[page * PAGE..(page + 1) * PAGE].fill(0);
}

fn opened(folder: &Path) -> (Store, Salvaged) {
    let store = Store::open_or_salvage(folder, true).unwrap();
    let salvaged = store.salvaged().unwrap().expect("it was salvaged");
    store.examine_all().unwrap();
    (store, salvaged)
}

fn set_aside(salvaged: &Salvaged) -> Vec<u8> {
    fs::read(Path::new(&salvaged.aside).join(FILE)).unwrap()
}

/// Figures are as they were, or 未读到 and listed.
fn is_true(store: &Store, salvaged: &Salvaged, number: i64) -> usize {
    let whole = report(number);
    let held = store.report(number).unwrap().report;
    let outcome = &salvaged.reports.iter().find(|one| one.id == number).unwrap().outcome;
    let lost: &[CellId] = match outcome {
        Outcome::Partly { cells, .. } => cells,
        _ => &[],
    };
    for (id, cell) in &whole.cells {
        match lost.contains(id) {
            true => assert_eq!(held.figure(id), Figure::Unread, "{id}"),
            false => assert_eq!(held.figure(id), cell.figure, "{id} of {number}: {outcome:?}"),
        }
    }
    lost.len()
}

#[test]
fn rows_are_read_without_the_trees_they_stand_in() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let before = fs::read(folder.path().join(FILE)).unwrap();
    // The head of the file, the tables' definitions and every inner page of a tree.
    let damaged = damage(folder.path(), |bytes| {
        zero(bytes, 0);
        for page in bytes.chunks_mut(PAGE).filter(|page| page[0] == 5) {
            page.fill(0xaa);
        }
    });
    let (store, salvaged) = opened(folder.path());
    assert_eq!(set_aside(&salvaged), damaged);
    assert_ne!(damaged, before);
    assert_eq!(salvaged.reports.len() as i64, REPORTS);
    for number in 1..=REPORTS {
        let held = store.report(number).unwrap();
        assert_eq!(store.source(number).unwrap().unwrap().1, vec![number as u8; 20_000]);
        assert_eq!(store.reasons(number).unwrap().len(), 1);
        assert_eq!(held.report.chapters, report(number).chapters);
        is_true(&store, &salvaged, number);
    }
    assert_eq!(store.setting("who").unwrap(), Some("张三".into()));
}

#[test]
fn a_page_of_figures_costs_its_cells_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    damage(folder.path(), |bytes| {
        let page = pages_with(bytes, "300007")[0];
        zero(bytes, page);
    });
    let (mut store, salvaged) = opened(folder.path());
    let lost: usize = (1..=REPORTS).map(|number| is_true(&store, &salvaged, number)).sum();
    assert!((1..200).contains(&lost), "{lost}");
    let whole = salvaged.reports.iter().filter(|one| one.outcome == Outcome::Whole).count();
    assert!(whole >= 4, "{salvaged:?}");
    // It goes on as any other, and the list is there until it is forgotten.
    let cells = [("requests/new/total".into(), Cell::typed(7))].into();
    store.keep(1, &Change { cells, ..Change::default() }).unwrap();
    store.forget_salvaged().unwrap();
    drop(store);
    let store = Store::open_or_salvage(folder.path(), true).unwrap();
    assert_eq!(store.salvaged().unwrap(), None);
    assert_eq!(store.report(1).unwrap().report.figure(&"requests/new/total".into()), 7.into());
}

#[test]
fn a_bad_value_costs_its_cell() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    damage(folder.path(), |bytes| {
        let at = bytes.windows(6).position(|text| text == b"200011").unwrap();
        bytes[at] = b'x';
    });
    let store = Store::open_or_salvage(folder.path(), true).unwrap();
    // SQLite finds nothing: the first who reads it does.
    let error = store.report(2).unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
    assert!(store.examine_all().is_err());
    store.abandon().unwrap();
    let store = Store::salvage_now(folder.path()).unwrap();
    let salvaged = store.salvaged().unwrap().unwrap();
    for number in 1..=REPORTS {
        assert_eq!(is_true(&store, &salvaged, number), usize::from(number == 2));
    }
}

#[test]
fn the_newest_backup_fills_what_it_is_known_to_have_and_lends_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let mut store = Store::open(folder.path()).unwrap();
    // Times stand in seconds: within one nobody knows which was first.
    std::thread::sleep(std::time::Duration::from_millis(1100));
    store.backup_into(&folder.path().join("备份"), BackupReason::Daily).unwrap();
    // Edited after it: what the backup has of this one is not its last state.
    let cells = [("requests/new/total".into(), Cell::typed(7))].into();
    store.keep(5, &Change { cells, ..Change::default() }).unwrap();
    drop(store);
    damage(folder.path(), |bytes| {
        for text in ["100007", "500007", "第4号机关本年度", "400007", "400090", "400150"] {
            pages_with(bytes, text).into_iter().for_each(|page| zero(bytes, page));
        }
    });
    let (store, salvaged) = opened(folder.path());
    assert!(salvaged.backup.is_some());
    let outcome =
        |number: i64| &salvaged.reports.iter().find(|one| one.id == number).unwrap().outcome;
    let typed = store.report(5).unwrap().report.figure(&"requests/new/total".into());
    assert!([Figure::from(7), Figure::Unread].contains(&typed), "{typed:?}");
    let Outcome::Partly { cells, words: Words::Whole } = outcome(5) else {
        panic!("{:?}", outcome(5));
    };
    for cell in cells {
        assert_eq!(store.report(5).unwrap().report.figure(cell), Figure::Unread);
    }
    // Not edited after it: all of it is known.
    assert_eq!((outcome(1), outcome(4)), (&Outcome::Whole, &Outcome::Whole));
    assert_eq!(store.report(1).unwrap().report.cells, report(1).cells);
    let held = store.report(4).unwrap().report;
    assert_eq!((held.chapters, held.cells), (report(4).chapters, report(4).cells));
    assert!(store.list().unwrap().len() as i64 == REPORTS);
}

#[test]
fn a_file_of_which_nothing_can_be_read_is_the_backup_s_or_stays_where_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let text = "这不是数据库。".repeat(3000);
    fs::write(folder.path().join(FILE), &text).unwrap();
    let error = Store::open_or_salvage(folder.path(), true).unwrap_err();
    assert!(matches!(error, StoreError::Unreadable { .. }), "{error}");
    assert_eq!(fs::read(folder.path().join(FILE)).unwrap(), text.as_bytes());
    assert!(!folder.path().join(SET_ASIDE).exists());

    filled(&folder.path().join("other"));
    let store = Store::open(&folder.path().join("other")).unwrap();
    store.backup_into(&folder.path().join("备份"), BackupReason::Daily).unwrap();
    let (store, salvaged) = opened(folder.path());
    assert_eq!(store.list().unwrap().len() as i64, REPORTS);
    assert_eq!(store.report(3).unwrap().report.cells, report(3).cells);
    assert!(salvaged.reports.iter().all(|one| matches!(one.outcome, Outcome::Earlier { .. })));
    assert_eq!(set_aside(&salvaged), text.as_bytes());
}

#[test]
fn another_program_s_database_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let other = rusqlite::Connection::open(folder.path().join(FILE)).unwrap();
    other.execute_batch("CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 'x');").unwrap();
    drop(other);
    let before = fs::read(folder.path().join(FILE)).unwrap();
    let error = Store::open_or_salvage(folder.path(), true).unwrap_err();
    assert!(matches!(error, StoreError::Foreign), "{error}");
    assert_eq!(fs::read(folder.path().join(FILE)).unwrap(), before);
}

#[test]
fn a_bit_in_the_log_costs_no_later_edit() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let mut store = Store::open(folder.path()).unwrap();
    for number in 0..6 {
        let cells = [("requests/new/total".into(), Cell::typed(number))].into();
        store.keep(1 + number % 2, &Change { cells, ..Change::default() }).unwrap();
    }
    let log = folder.path().join("gongkai.db-wal");
    let (kept, kept_log) = (fs::read(folder.path().join(FILE)).unwrap(), fs::read(&log).unwrap());
    drop(store);
    fs::write(folder.path().join(FILE), &kept).unwrap();
    let mut broken = kept_log.clone();
    broken[32 + 24 + 2000] ^= 4;
    fs::write(&log, &broken).unwrap();
    let (store, salvaged) = opened(folder.path());
    let figure = |id| store.report(id).unwrap().report.figure(&"requests/new/total".into());
    assert!([Figure::from(4), Figure::Unread].contains(&figure(1)), "{:?}", figure(1));
    assert!([Figure::from(5), Figure::Unread].contains(&figure(2)), "{:?}", figure(2));
    assert_eq!(fs::read(Path::new(&salvaged.aside).join("gongkai.db-wal")).unwrap(), broken);
}

#[test]
fn a_salvage_cut_short_is_finished_or_begun_again() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let whole = fs::read(folder.path().join(FILE)).unwrap();
    // The damaged file is moved away, the new one has not got its name yet.
    fs::rename(folder.path().join(FILE), folder.path().join("gongkai.db.salvaged")).unwrap();
    let store = Store::open_or_salvage(folder.path(), true).unwrap();
    assert_eq!(store.list().unwrap().len() as i64, REPORTS);
    drop(store);
    // The new one is there, and the damaged one not moved away yet.
    fs::write(folder.path().join("gongkai.db.salvaged"), "x").unwrap();
    fs::write(folder.path().join(FILE), &whole).unwrap();
    let store = Store::open_or_salvage(folder.path(), true).unwrap();
    assert_eq!(store.list().unwrap().len() as i64, REPORTS);
    assert!(!folder.path().join("gongkai.db.salvaged").exists());
}
