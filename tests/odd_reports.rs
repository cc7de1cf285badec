//! Reports nobody should write, checked: no panic, and nothing said that makes no sense.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails where it cannot go on")]

use gongkai_check::{Case, Finding, Level, Settings, check, published};
use gongkai_model::form::Forms;

use gongkai_model::report::{Cell, Figure, Report};
use rust_decimal::Decimal;

fn blank(edition: &str, year: i32) -> Report {
    let forms = Forms::official();
    Report::blank(forms.edition(edition).unwrap(), "青铜镇人民政府", year)
}

fn zeros(edition: &str, year: i32) -> Report {
    let mut report = blank(edition, year);
    report.cells.values_mut().for_each(|cell| *cell = Cell::typed(0));
    report
}

fn text(report: &mut Report, id: &str, paragraphs: Vec<String>) {
    let of = |chapter: &&mut gongkai_model::report::Chapter| chapter.id.as_deref() == Some(id);
    report.chapters.iter_mut().find(of).unwrap().paragraphs = paragraphs;
}

fn findings(report: &Report, last: Option<&Report>) -> Vec<Finding> {
    check(&Case {
        forms: &Forms::official(),
        report,
        last,
        last_unconfirmed: false,
        published: false,
        settings: &Settings::default(),
        today: None,
    })
}

fn rules(findings: &[Finding], level: Level) -> Vec<&str> {
    findings.iter().filter(|f| f.level == level).map(|f| f.rule.as_str()).collect()
}

#[test]
fn only_blanks() {
    for edition in ["2019", "2021"] {
        let found = findings(&blank(edition, 2026), None);
        let errors = rules(&found, Level::Error);
        assert_eq!(errors, ["empty", "blank", "blank", "blank", "empty"], "{edition}");
        // A report of the wrong edition says so; nothing else wants a reason.
        let explained = if edition == "2019" { &["editions_mixed"][..] } else { &[] };
        assert_eq!(rules(&found, Level::Explain), explained);
    }
    let mut report = zeros("2021", 2026);
    text(&mut report, "overview", vec![" \u{3000}\t".into(); 40]);
    text(&mut report, "improvement", vec!["\u{3000}".into()]);
    let found = findings(&report, None);
    assert_eq!(rules(&found, Level::Error), ["empty", "empty"]);
}

#[test]
fn a_hundred_thousand_characters() {
    let sentence = "全年公开信息三十二条，群众在服务大厅当面查询，办事指南逐项更新。";
    let long = sentence.repeat(100_000 / sentence.chars().count() + 1);
    assert!(long.chars().count() >= 100_000);
    let mut report = zeros("2021", 2026);
    text(&mut report, "overview", vec![long.clone()]);
    let mut last = zeros("2021", 2025);
    text(&mut last, "overview", vec![long]);
    let found = findings(&report, Some(&last));
    let of = |rule: &str| found.iter().filter(|finding| finding.rule == rule).count();
    assert_eq!((of("length"), of("repeated_text")), (1, 1));
    assert_eq!(rules(&found, Level::Error), ["empty"], "chapter 五 alone");

    // The same without a single stop, and of nothing but figures and brackets.
    for odd in [
        "政".repeat(100_000),
        "（1）".repeat(33_334),
        "9".repeat(100_000),
        "“《（".repeat(33_334),
        "政,".repeat(50_000),
        "的的，".repeat(33_334),
        "收到申请1件，".repeat(14_286),
        "公开申请均已答复，".repeat(11_112),
        "公开行政复议".repeat(16_667),
        "（公开申请1件".repeat(14_286),
    ] {
        let mut report = zeros("2021", 2026);
        text(&mut report, "overview", vec![odd]);
        let found = findings(&report, None);
        let errors = rules(&found, Level::Error);
        assert!(errors.iter().all(|rule| ["empty", "says_none"].contains(rule)), "{errors:?}");
    }
}

#[test]
fn one_chapter_ten_times() {
    let mut report = zeros("2021", 2026);
    text(&mut report, "improvement", vec![
        "存在的问题：目录更新不及时，栏目设置不合理，答复文书格式不统一。改进措施：按月核对目录，统一答复文书模板，下一步合并重复栏目。".into(),
    ]);
    text(&mut report, "overview", vec!["主动公开信息三十二条。".into()]);
    let again = report.chapters[4].clone();
    for _ in 0..9 {
        report.chapters.insert(4, again.clone());
    }
    let found = findings(&report, None);
    let errors: Vec<_> = found.iter().filter(|f| f.level == Level::Error).collect();
    let [only] = errors.as_slice() else { panic!("{errors:#?}") };
    assert_eq!(only.message, "第五章“存在的主要问题及改进情况”出现了10次");
}

#[test]
fn figures_of_forty_digits() {
    // A file's figure of forty digits is no figure: it stays 未读到, with what was written beside it.
    let figure = "9".repeat(40);
    let file = format!(
        "青铜镇人民政府2026年政府信息公开工作年度报告\n\n二、主动公开政府信息情况\n\n| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |\n|---|---|---|---|\n| 规章 | 0 | 0 | 0 |\n| 行政规范性文件 | {figure} | 0 | 1 |\n"
    );
    let forms = Forms::official();
    let document = gongkai_read::document(file.as_bytes(), "年报.md").unwrap();
    let draft = gongkai_read::recognise(&document, &forms).unwrap();
    let id = "disclosure/normative_documents/issued".into();
    assert_eq!(draft.report.figure(&id), Figure::Unread);
    let (_, found) = published(&forms, &Settings::default(), &draft.report, None);
    assert!(found.iter().all(|finding| !finding.cells.contains(&id) || finding.rule == "unread"));

    // The largest the program keeps: sums that can't be added up are not judged.
    let mut report = zeros("2021", 2026);
    for cell in report.cells.values_mut() {
        *cell = Cell::typed(Figure::Number(Decimal::MAX));
    }
    let found = findings(&report, Some(&zeros("2021", 2025)));
    let sums = ["row_sum", "results_sum", "case_sum", "balance"];
    assert!(!found.iter().any(|finding| sums.contains(&finding.rule.as_str())));

    // In the text such a number is no count of requests.
    let mut report = zeros("2021", 2026);
    text(&mut report, "overview", vec![format!("全年收到政府信息公开申请{figure}件。")]);
    assert_eq!(rules(&findings(&report, None), Level::Error), ["empty"]);
}

#[test]
fn a_year_in_the_future_and_years_that_are_none() {
    for year in [2099, i32::MAX, i32::MIN, 0] {
        let mut report = zeros("2021", year);
        report.date = Some("2027年1月20日".into());
        let found = findings(&report, None);
        let errors = rules(&found, Level::Error);
        // Written before the year it reports on has ended.
        assert_eq!(errors.contains(&"date"), year >= 2027, "{year}: {errors:?}");
        assert!(errors.iter().all(|rule| ["date", "empty"].contains(rule)), "{year}: {errors:?}");
    }
}

#[test]
fn without_last_year_s_nothing_is_compared() {
    let mut report = zeros("2021", 2026);
    report.cells.insert("requests/carried_in/natural_person".into(), Cell::typed(5));
    report.cells.insert("disclosure/penalty/decisions".into(), Cell::typed(5_000));
    let found = findings(&report, None);
    assert!(found.iter().all(|finding| finding.last_cells.is_empty()));
    let comparing = gongkai_check::rules().iter().filter(|rule| rule.against_last_year);
    let comparing: Vec<&str> = comparing.map(|rule| rule.name).collect();
    let compared = |found: &[Finding]| {
        found.iter().filter(|finding| comparing.contains(&finding.rule.as_str())).count()
    };
    assert_eq!(compared(&found), 0, "{found:#?}");
    // With last year's there is something to say.
    assert!(compared(&findings(&report, Some(&zeros("2021", 2025)))) > 0);
}
