//! Five reports with the faults of published ones, checked: exactly their findings, and silence about
//! everything that is right. Ours first, then the published ones where they are at hand.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails where it cannot go on")]

mod reports;

use gongkai_check::{Case, Finding, Level, Settings, check};
use gongkai_model::form::Forms;
use gongkai_read::{document, recognise};
use std::path::Path;

fn findings(path: &Path) -> Vec<Finding> {
    let (forms, settings) = (Forms::official(), Settings::default());
    let bytes = std::fs::read(path).unwrap();
    let report = recognise(&document(&bytes, "年报.txt").unwrap(), &forms).unwrap().report;
    check(&Case {
        forms: &forms,
        report: &report,
        last: None,
        last_unconfirmed: false,
        published: true,
        settings: &settings,
        today: None,
    })
}

/// Level, rule and chapter of each finding, and a piece of its message or of its text.
fn assert_found(name: &str, expected: &[(Level, &str, &str, &str)]) {
    let place = |finding: &Finding| finding.place.as_ref().map(ToString::to_string);
    for path in reports::alike(name) {
        let (found, name) = (findings(&path), path.display());
        let told: Vec<_> = found.iter().map(|f| (f.level, f.rule.as_str(), place(f))).collect();
        let wanted: Vec<_> = expected
            .iter()
            .map(|(level, rule, at, _)| (*level, *rule, Some((*at).to_owned())))
            .collect();
        assert_eq!(told, wanted, "{name}: {found:#?}");
        for (finding, (.., piece)) in found.iter().zip(expected) {
            let said = finding.message.contains(piece)
                || finding.spans.iter().any(|span| span.text.contains(piece));
            assert!(said, "{name}: {piece}: {finding:#?}");
        }
    }
}

use Level::{Error, Explain, Hint};

#[test]
fn lines_broken() {
    assert_found(
        "lines_broken",
        &[
            (Explain, "title", "title", "年度工作报告"),
            (Explain, "heading_cut_off", "overview", "机构建"),
            (Explain, "heading_cut_off", "overview", "公开制"),
            (Hint, "quotations", "improvement", "公开为"),
            (Hint, "punctuation", "improvement", ","),
        ],
    );
}

#[test]
fn headings_run_in() {
    assert_found(
        "headings_run_in",
        &[
            (Explain, "wrong_characters", "overview", "促销费"),
            (Hint, "quotations", "overview", "公开是原则"),
        ],
    );
}

#[test]
fn tables_cut_off() {
    assert_found(
        "tables_cut_off",
        &[
            (Error, "chapters", "disclosure", "“二、”"),
            (Error, "chapters", "cases", "“四、”"),
            (Error, "chapters", "improvement", "“五、”"),
            (Error, "chapters", "other", "“六、”"),
            (Hint, "heading_levels", "overview", "一."),
            (Hint, "heading_levels", "overview", "1."),
            (Hint, "unread", "disclosure", "未读到"),
            (Hint, "unread", "requests", "未读到"),
            (Hint, "quotations", "improvement", "公开为原则"),
            (Hint, "punctuation", "improvement", ","),
        ],
    );
}

#[test]
fn numbered_in_brackets() {
    assert_found(
        "numbered_in_brackets",
        &[
            (Error, "chapters", "other", "缺第六章"),
            (Error, "date", "date", "2020年1月13日"),
            (Explain, "wrong_characters", "disclosure", "釆"),
            (Explain, "heading_cut_off", "improvement", "少了字"),
            (Hint, "title", "title", "年度"),
            (Hint, "heading_levels", "overview", "（1）"),
            (Hint, "punctuation", "overview", "”"),
        ],
    );
}

#[test]
fn title_of_two_lines() {
    assert_found(
        "title_of_two_lines",
        &[
            (Error, "chapters", "disclosure", "“二、”"),
            (Explain, "total_is_a_sum", "disclosure", "141"),
        ],
    );
}
