//! The five published reports, checked: exactly the findings of the last table of the domain's
//! checks, and silence about everything that is right.

use gongkai_check::{Case, Finding, Level, Settings, check};
use gongkai_model::form::Forms;
use gongkai_model::report::Report;
use gongkai_read::{document, recognise};
use std::path::Path;

/// The published reports stand beside the repository. Without them nothing is proved, so their
/// absence fails.
fn report(name: &str) -> Report {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/reports");
    let path = folder.join(format!("{name}.txt"));
    let bytes = std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    recognise(&document(&bytes, "年报.txt").unwrap(), &Forms::official()).unwrap().report
}

fn findings(name: &str) -> Vec<Finding> {
    let (forms, settings, report) = (Forms::official(), Settings::default(), report(name));
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
    let found = findings(name);
    let told: Vec<_> =
        found.iter().map(|f| (f.level, f.rule.as_str(), f.chapter.as_str())).collect();
    let wanted: Vec<_> = expected.iter().map(|(level, rule, at, _)| (*level, *rule, *at)).collect();
    assert_eq!(told, wanted, "{name}: {found:#?}");
    for (finding, (.., piece)) in found.iter().zip(expected) {
        let said = finding.message.contains(piece)
            || finding.spans.iter().any(|span| span.text.contains(piece));
        assert!(said, "{name}: {piece}: {finding:#?}");
    }
}

use Level::{Error, Explain, Hint};

#[test]
fn qingtongxia() {
    assert_found(
        "qingtongxia-2020",
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
fn wuzhong() {
    assert_found(
        "wuzhong-2020",
        &[
            (Explain, "wrong_characters", "overview", "促销费"),
            (Hint, "quotations", "overview", "公开是原则"),
        ],
    );
}

#[test]
fn xingqing() {
    assert_found(
        "xingqing-2020",
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
fn tongchuan() {
    assert_found(
        "tongchuan-2020",
        &[
            (Error, "chapters", "other", "缺第六章"),
            (Error, "date", "signature", "2020年1月13日"),
            (Explain, "wrong_characters", "disclosure", "釆"),
            (Explain, "heading_cut_off", "improvement", "少了字"),
            (Hint, "title", "title", "年度"),
            (Hint, "heading_levels", "overview", "（1）"),
            (Hint, "punctuation", "overview", "”"),
        ],
    );
}

#[test]
fn chengjiang() {
    assert_found(
        "chengjiang-2020",
        &[
            (Error, "chapters", "disclosure", "“二、”"),
            (Explain, "total_is_a_sum", "disclosure", "141"),
        ],
    );
}
