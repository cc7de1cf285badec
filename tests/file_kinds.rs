//! Our own reports of both editions, with figures of every sort, through every kind of file the
//! program writes: every cell comes back right. And damaged files give a sentence, never a crash.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails where it cannot go on")]

mod shipped;

use gongkai_export::{FORMATS, FileFormat, NotWritten};
use gongkai_layout::PageOptions;
use gongkai_model::form::{CellId, Forms, Kind};

use gongkai_model::report::{Cell, Figure, Report};

use proptest::prelude::*;
use rust_decimal::Decimal;
use shipped::shipped;

fn reports(forms: &Forms) -> Vec<Report> {
    let reports = forms.editions().iter().map(|edition| {
        let mut report = Report::blank(edition, "青铜镇人民政府", edition.first_year);
        report.chapters[0].paragraphs =
            vec!["（一）主动公开。全年公布信息312条，<更新>办事指南18份。".into()];
        for (at, figure) in edition.figures().into_iter().enumerate() {
            let number = at as i64;
            let cell = match (at % 7, figure.kind) {
                (0, _) => Cell::typed(0),
                (1, _) => Cell::default(),
                (2, Kind::Amount) => Cell::typed(Figure::Number(Decimal::new(961_716, 1))),
                (3, Kind::Change) => Cell::typed(-18),
                (4, Kind::Count) => Cell {
                    note: Some(format!("{number}（其中修订1件）")),
                    ..Cell::typed(number)
                },
                (5, _) if at % 2 == 1 => unread(None),
                (5, _) => unread(Some(if at % 4 == 0 { "约3" } else { "19/4" })),
                _ => Cell::typed(number * 137 + 100_001),
            };
            report.cells.insert(figure.id, cell);
        }
        report
    });
    reports.chain([mixed(forms)]).collect()
}

/// A cell that was not read, and what was found there.
fn unread(found: Option<&str>) -> Cell {
    Cell { note: found.map(str::to_owned), ..Cell::typed(Figure::Unread) }
}

/// A report of 2021 with the single row （六）其他处理 of 2019, as offices write it.
fn mixed(forms: &Forms) -> Report {
    let edition = forms.edition("2021").unwrap();
    let mut report = Report::blank(edition, "白石乡人民政府", 2024);
    for (at, figure) in edition.figures().into_iter().enumerate() {
        let cell = Cell::typed(at as i64);
        report.cells.insert(figure.id, cell);
    }
    report.cells.retain(|id, _| !id.as_str().contains("other_handling"));
    for (at, column) in
        edition.table("requests").unwrap().blocks[0].column_leaves().iter().enumerate()
    {
        let id = CellId::new("requests", "other_handling", &column.id);
        report.cells.insert(id, if at == 3 { unread(None) } else { Cell::typed(900 + at as i64) });
    }
    report
}

/// The report as every kind of file the program writes.
fn files(report: &Report, forms: &Forms) -> Vec<(String, Vec<u8>)> {
    let formats = FORMATS.iter();
    let file = |format: &FileFormat| {
        let bytes = format.file(report, forms, &PageOptions::default(), &shipped());
        (format!("年报.{}", format.ending()), bytes.unwrap())
    };
    formats.map(file).collect()
}

#[test]
fn every_cell_comes_back_from_every_kind_of_file() {
    let forms = Forms::official();
    for report in reports(&forms) {
        for (name, bytes) in files(&report, &forms) {
            let document = gongkai_read::document(&bytes, &name).unwrap();
            let draft = gongkai_read::recognise(&document, &forms).unwrap();
            let mut right = 0;
            for (id, cell) in &report.cells {
                let read = draft.report.cells.get(id).unwrap();
                let same = (read.figure, &read.note) == (cell.figure, &cell.note);
                assert!(same || read.figure == Figure::Unread, "{name} {id}: {cell:?} {read:?}");
                let told = draft.doubts.iter().any(|doubt| doubt.cell == *id);
                assert!(told || cell.figure != Figure::Unread, "{name} {id}");
                right += usize::from(same);
            }
            println!("{name} {:?}: {right} of {}", report.edition, report.cells.len());
            assert_eq!(right, report.cells.len(), "{name}");
            assert_eq!(draft.report.organ, report.organ, "{name}");
            assert_eq!(draft.report.year, report.year, "{name}");
        }
    }
}

#[test]
fn a_figure_no_table_has_a_place_for_is_not_dropped_by_any_file() {
    let forms = Forms::official();
    let mut report = mixed(&forms);
    report.cells.insert("requests/unheard_of/total".into(), Cell::typed(7));
    for format in FORMATS {
        let refused = format.file(&report, &forms, &PageOptions::default(), &shipped());
        let refused = refused.expect_err(format.name);
        assert!(refused.to_string().contains("requests/unheard_of/total"), "{refused}");
        assert!(!matches!(refused, NotWritten::File));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_files_never_bring_the_program_down(
        kind in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        static FILES: std::sync::LazyLock<Vec<(String, Vec<u8>)>> = std::sync::LazyLock::new(|| {
            let forms = Forms::official();
            let report = reports(&forms).remove(1);
            files(&report, &forms)
        });
        let (name, bytes) = kind.get(&FILES);
        let mut bytes = bytes.clone();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        if let Err(cause) = gongkai_read::document(&bytes, name) {
            prop_assert!(cause.to_string().ends_with('。'));
        }
        for format in gongkai_read::FORMATS {
            let _ = format.read(&bytes);
        }
    }
}
