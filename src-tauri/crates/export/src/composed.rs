//! Tests: check lists and comparisons as files, printed and written as a workbook.

use crate::{print_document, xlsx};
use gongkai_check::{Case, FolderLine, NoReport, Settings, Verdict, check, verdict};
use gongkai_compare::{charts, over_years};
use gongkai_compose::comparison::Reasons;
use gongkai_compose::{CheckListInput, Compared, check_list, comparison, folder_list};
use gongkai_layout::samples::shipped;
use gongkai_layout::{PageOptions, Source, lay_out};
use gongkai_model::document::{Block, Table};
use gongkai_model::form::Forms;
use gongkai_model::report::{Cell, Figure, Report};
use std::collections::BTreeMap;

#[test]
fn a_check_list_is_printed_and_written_as_a_workbook() {
    let forms = Forms::official();
    let mut report = Report::blank(forms.edition("2021").unwrap(), "青铜镇人民政府", 2026);
    report.cells.values_mut().for_each(|cell| *cell = Cell::typed(0));
    report.cells.insert("requests/new/natural_person".into(), Cell::typed(7));
    let settings = Settings::default();
    let findings = check(&Case {
        forms: &forms,
        report: &report,
        last: None,
        last_unconfirmed: false,
        published: false,
        settings: &settings,
        today: None,
    });
    let document = check_list(&CheckListInput {
        finalised: None,
        report: &report,
        forms: &forms,
        last: None,
        on: None,
        verdict: verdict(&findings, &|_| false),
        findings: &findings,
        reasons: &BTreeMap::new(),
    });
    let printed =
        print_document(&document, "青铜镇人民政府", &PageOptions::default(), &shipped()).unwrap();
    assert!(printed.pages.pages.len() >= 2);
    assert!(xlsx(&document).unwrap().starts_with(b"PK"));
}

#[test]
fn the_list_of_a_folder_is_printed_and_written_as_a_workbook() {
    let line = FolderLine {
        file: "青铜镇.docx".to_owned(),
        organ: Some("青铜镇人民政府".to_owned()),
        year: Some(2026),
        verdict: Verdict::Fail,
        errors: 1,
        explains: 0,
        hints: 2,
        last: None,
        findings: Vec::new(),
    };
    let without = [NoReport { file: "通知.txt".into(), why: "没有年报。".into() }];
    let document = folder_list("二〇二六年", &[line], &without);
    print_document(&document, "", &PageOptions::default(), &shipped()).unwrap();
    xlsx(&document).unwrap();
}

/// Years of one office, from the oldest form to today's.
pub fn years(count: i32) -> Vec<Report> {
    let forms = Forms::official();
    let report = |at: i32| {
        let year = 2027 - count + at;
        let edition = forms.for_year(year).unwrap();
        let mut report = Report::blank(edition, "青铜镇人民政府", year);
        for (n, cell) in report.cells.values_mut().enumerate() {
            *cell = match n % 4 {
                0 => Cell::typed(n as i64 * 7 + i64::from(at) * (n as i64 % 9)),
                1 => Cell::typed(0),
                2 => Cell::default(),
                _ => Cell { figure: Figure::Unread, ..Cell::default() },
            };
        }
        report.cells.insert("requests/new/total".into(), Cell::typed(i64::from(at) * 5));
        report.chapters[0].paragraphs = vec![
            format!("{year}年，本机关收到申请{}件。均已按时办结。", at * 5),
            "新设专栏一个；".repeat(if at == count - 1 { 80 } else { 0 }),
        ];
        report
    };
    (0..count).map(report).collect()
}

pub fn with_comparison(count: i32, work: impl FnOnce(&Compared<'_>)) {
    let forms = Forms::official();
    let reports = years(count);
    let reports: Vec<&Report> = reports.iter().collect();
    let years = over_years(&forms, &reports);
    let charts = charts(&forms, &reports);
    let reasons = BTreeMap::from([("requests/new/total".into(), "受理窗口增加。".to_owned())]);
    let rows = years.rows.iter().filter(|row| row.changed || row.cell.table() == "cases");
    work(&Compared {
        organ: "青铜镇人民政府",
        forms: &forms,
        years: &years,
        rows: rows.collect(),
        charts: &charts,
        reasons: &reasons,
    });
}

#[test]
fn two_years_and_eight_years_print_and_read_back() {
    for count in [2, 3, 8] {
        with_comparison(count, |compared| {
            let document = comparison(compared);
            let printed =
                print_document(&document, compared.organ, &PageOptions::default(), &shipped());
            let printed = printed.unwrap();
            assert!(printed.pages.pages.len() > 1);
            assert_eq!(printed.pages.title, compared.title());
        });
    }
}

#[test]
fn the_table_says_what_is_known_of_each_figure() {
    with_comparison(2, |compared| {
        let table = compared.figures(Reasons::Below);
        let text = |row: u16| -> Vec<&str> {
            table.cells.iter().filter(|c| c.row == row).map(|c| c.text.as_str()).collect()
        };
        assert_eq!(text(0), ["表", "项目", "2025年", "2026年", "增减", "％", "备注"]);
        let at = compared.rows.iter().position(|row| row.cell.as_str() == "requests/new/total");
        let row = at.unwrap() as u16 + 1;
        assert_eq!(text(row)[2..5], ["0", "5", "+5"]);
        assert_eq!(text(row + 1), ["说明：受理窗口增加。"]);
        let all: Vec<&str> = table.cells.iter().map(|cell| cell.text.as_str()).collect();
        assert!(all.contains(&"空") && all.contains(&"未读到"));
    });
}

#[test]
fn charts_are_drawn_and_stand_on_one_page_with_their_names() {
    for count in [2, 3, 8] {
        with_comparison(count, |compared| {
            let document = comparison(compared);
            let pages = lay_out(&document, &PageOptions::default(), &shipped());
            let charts = document.blocks.iter().enumerate().filter_map(|(at, block)| {
                let Block::Table(table) = block else { return None };
                table.cells.iter().any(|cell| cell.bar.is_some()).then_some((at, table))
            });
            let charts: Vec<(usize, &Table)> = charts.collect();
            assert_eq!(charts.len(), compared.charts.len());
            let mut bars = 0;
            for (at, table) in charts {
                let stands = |of: &dyn Fn(&Source) -> bool| -> Vec<usize> {
                    let pages =
                        pages.pages.iter().filter(|page| page.runs.iter().any(|r| of(&r.of)));
                    pages.map(|page| page.number).collect()
                };
                let chart = stands(&|of| matches!(of, Source::Cell(block, ..) if *block == at));
                let name = stands(&|of| matches!(of, Source::Block(block, _) if *block == at - 1));
                assert_eq!((chart.len(), &chart), (1, &name));
                bars += table.cells.iter().filter(|cell| cell.bar > Some(0)).count();
            }
            let rules = pages.pages.iter().flat_map(|page| &page.strokes);
            assert_eq!(rules.filter(|rule| rule.thickness > 2.0).count(), bars);
            assert!(bars > 0);
            let texts = pages.pages.iter().flat_map(|page| &page.runs).map(|run| &run.text);
            assert!(!texts.collect::<Vec<_>>().iter().any(|text| text.contains('█')));
        });
    }
}
