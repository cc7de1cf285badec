//! The figures clerks tell in prose, sentence by sentence: what contradicts the tables is found, what
//! is right is left alone, whatever words and marks it is told with.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails where it cannot go on")]

mod table;

use gongkai_check::{Case, Finding, Level, Settings, check};
use gongkai_model::{form, report};
use std::collections::BTreeSet;

const SENTENCES: &str = include_str!("sentences.txt");
/// The rules on figures in prose.
const RULES: [&str; 10] = [
    "says_none",
    "requests_told",
    "handled_told",
    "results_told",
    "applicants_told",
    "carried_told",
    "cases_told",
    "documents_told",
    "decisions_told",
    "parts_told",
];

fn findings(report: &report::Report) -> Vec<Finding> {
    let (forms, settings) = (form::Forms::official(), Settings::default());
    let mut found = check(&Case {
        forms: &forms,
        report,
        last: None,
        last_unconfirmed: false,
        published: false,
        settings: &settings,
        today: None,
    });
    found.retain(|finding| RULES.contains(&finding.rule.as_str()));
    found
}

#[test]
fn what_is_wrong_is_found_and_what_is_right_is_left_alone() {
    let forms = form::Forms::official();
    let lines = table::lines(SENTENCES);
    let mut faults = Vec::new();
    for line in &lines {
        let found: Vec<_> = findings(&line.report(&forms))
            .into_iter()
            .map(|f| {
                let hint = if f.level == Level::Hint { "hint:" } else { "" };
                let cells = f.cells.iter().map(ToString::to_string).collect();
                (format!("{hint}{}", f.rule), cells)
            })
            .collect();
        faults
            .extend(line.faults(&found).into_iter().map(|fault| (line.number, &line.text, fault)));
    }
    assert!(faults.is_empty(), "{faults:#?}");
    let wrong = lines.iter().filter(|line| !line.wanted.is_empty()).count();
    assert!(wrong >= 100 && lines.len() - wrong >= 100, "{wrong} of {}", lines.len());
}

/// What stands before a mark and behind it is told apart, whatever the mark, for every rule.
#[test]
fn every_mark_cuts_for_every_rule() {
    const MARKS: [&str; 26] = [
        "，",
        "；",
        "。",
        "！",
        "？",
        ",",
        ";",
        "!",
        "?",
        "——",
        "…",
        "……",
        "\n",
        "\u{3000}",
        " ",
        "\t",
        "（",
        "(",
        "；二是",
        "。二是",
        "；2.",
        "②",
        "；（二）",
        "，其次，",
        "；此外，",
        "。“",
    ];
    let requests = "收到政府信息公开申请15件";
    let other = "主动公开信息312条";
    let clauses = [
        ("requests_told", other, "收到政府信息公开申请15件", "收到政府信息公开申请18件"),
        ("handled_told", requests, "答复13件", "答复11件"),
        ("results_told", requests, "不予公开2件", "不予公开4件"),
        ("applicants_told", requests, "自然人申请12件", "自然人申请11件"),
        ("carried_told", requests, "结转下年度3件", "结转下年度5件"),
        ("cases_told", other, "因信息公开被申请行政复议6件", "因信息公开被申请行政复议7件"),
        ("documents_told", other, "制发行政规范性文件3件", "制发行政规范性文件5件"),
        ("decisions_told", other, "作出行政处罚决定23件", "作出行政处罚决定25件"),
        ("parts_told", other, "代表建议3件（主办2件、协办1件）", "代表建议3件（主办2件、协办2件）"),
        ("says_none", other, "信息公开渠道畅通", "未收到政府信息公开申请"),
    ];
    let forms = form::Forms::official();
    for (rule, before, right, wrong) in clauses {
        for mark in MARKS {
            let close =
                if ["（", "("].contains(&mark) && rule != "parts_told" { "）" } else { "" };
            for (clause, expected) in [(right, None), (wrong, Some(rule))] {
                let mark = mark.replace('\n', "⏎");
                let text = format!("# 2021\n{before}{mark}{clause}{close}");
                let [line] = table::lines(&text).try_into().unwrap_or_else(|_| panic!("{text}"));
                let found = findings(&line.report(&forms));
                let rules: Vec<&str> = found.iter().map(|finding| finding.rule.as_str()).collect();
                assert_eq!(rules, expected.as_slice(), "{}: {found:#?}", line.text);
            }
        }
    }
}

/// Each rule is proved on sentences cut by every kind of mark.
#[test]
fn every_rule_finds_something_and_only_says_none_forbids() {
    let forms = form::Forms::official();
    let mut rules = BTreeSet::new();
    for line in table::lines(SENTENCES) {
        for finding in findings(&line.report(&forms)) {
            assert_eq!(finding.level == Level::Error, finding.rule == "says_none", "{}", line.text);
            rules.insert(finding.rule);
        }
    }
    assert_eq!(rules, RULES.map(str::to_owned).into());
}

/// A fix puts the table's figure in the place of the wrong one and of nothing else.
#[test]
fn a_fix_settles_its_finding() {
    let forms = form::Forms::official();
    let mut taken = 0;
    for line in table::lines(SENTENCES) {
        let report = line.report(&forms);
        for finding in findings(&report) {
            let Some(fix) = &finding.fix else { continue };
            let mut fixed = report.clone();
            fix.apply(&mut fixed).expect("its words stand at its place");
            let left = findings(&fixed);
            let same =
                |other: &Finding| other.cells == finding.cells && other.spans == finding.spans;
            assert!(!left.iter().any(same), "{}: {}: {left:#?}", line.text, fix.label);
            taken += 1;
        }
    }
    assert!(taken > 100, "{taken}");
}

/// Figures quoted from the tables stay quotations beside a figure that was put right.
#[test]
fn quoted_figures_stay_right_beside_a_fix() {
    let forms = form::Forms::official();
    let text = "# 2021\n收到政府信息公开申请\u{fffc}件，答复11件，结转下年度\u{fffc}件。";
    let [line] = table::lines(text).try_into().unwrap_or_else(|_| panic!("{text}"));
    let mut report = line.report(&forms);
    for cell in ["requests/new/total", "requests/carried_out/total"] {
        let figure = report.figure(&cell.into());
        assert!(report.chapters[0].quote('\u{fffc}', cell.into(), figure));
    }
    let [finding] = findings(&report).try_into().unwrap();
    let fix = finding.fix.unwrap();
    assert_eq!(fix.label, "正文改为 13");
    let before = report.chapters[0].clone();
    fix.apply(&mut report).unwrap();
    report.chapters[0].follow(&before);
    report.cells.insert("requests/carried_out/total".into(), report::Cell::typed(104));
    let report = report.with_quoted();
    let right = "收到政府信息公开申请15件，答复13件，结转下年度104件。";
    assert_eq!(report.chapters[0].paragraphs, [right]);
}

/// The finding says in which chapter and with which words the figure stands.
#[test]
fn a_finding_names_its_place_and_both_sides() {
    let forms = form::Forms::official();
    for (line, message, fixed) in [
        (
            "第一段。¶收到政府信息公开申请15件；答复１１件，结转3件，另有答复留言１１条。",
            "第一章“答复１１件”：文中答复11件，表三（七）总计是13件；请核对文字和表格",
            "收到政府信息公开申请15件；答复１３件，结转3件，另有答复留言１１条。",
        ),
        (
            "第一段。¶公开申请上年结转两件，答复13件。",
            "第一章“公开申请上年结转两件”：文中上年结转2件，表三二、上年结转是1件；请核对文字和表格",
            "公开申请上年结转一件，答复13件。",
        ),
        (
            "第一段。¶行政事业性收费 125 元。",
            "第一章“行政事业性收费 125 元”：文中行政事业性收费0.0125万元，表二是12.5万元；请核对文字和表格",
            "行政事业性收费 125000 元。",
        ),
    ] {
        let text = format!("# 2021\n{line}");
        let [line] = table::lines(&text).try_into().unwrap_or_else(|_| panic!("{text}"));
        let report = line.report(&forms);
        let [finding] = findings(&report).try_into().unwrap();
        assert_eq!(finding.message, message);
        let [text] = finding.fix.unwrap().texts.try_into().unwrap();
        assert_eq!(text.at.of(&report), Some(text.find.as_str()));
        let paragraph = report.text(&text.at.place, text.at.paragraph).unwrap();
        assert_eq!(text.applied(paragraph).as_deref(), Some(fixed));
    }
}

/// While a cell is blank no figure of the text is compared with it.
#[test]
fn nothing_is_compared_with_a_blank() {
    let forms = form::Forms::official();
    for line in table::lines(SENTENCES) {
        let mut report = line.report(&forms);
        report.cells.values_mut().for_each(|cell| cell.figure = report::Figure::Blank);
        let found = findings(&report);
        assert!(found.iter().all(|f| f.rule == "parts_told"), "{}: {found:#?}", line.text);
    }
}
