//! Five reports with the faults of published ones, read and recognised: exactly the figures that are
//! in the files. Ours first, then the published ones where they are at hand.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails where it cannot go on")]

mod reports;

use gongkai_model::form::Forms;
use gongkai_model::report::Figure;
use gongkai_read::{Draft, document, recognise};
use std::collections::BTreeMap;

fn drafts(name: &str) -> impl Iterator<Item = Draft> {
    reports::alike(name).into_iter().map(|path| {
        let bytes = std::fs::read(&path).unwrap();
        recognise(&document(&bytes, "年报.txt").unwrap(), &Forms::official()).unwrap()
    })
}

/// Every figure of the report: those named have their value, the others are 0.
fn assert_figures(draft: &Draft, named: &[(&str, i64)]) {
    let named: BTreeMap<&str, i64> = named.iter().copied().collect();
    assert_eq!(draft.report.cells.len(), 198);
    for (id, cell) in &draft.report.cells {
        let expected = named.get(id.as_str()).copied().unwrap_or(0);
        assert_eq!(cell.figure, Figure::from(expected), "{id}");
    }
    assert_eq!(draft.doubts, []);
    assert_eq!(draft.unmatched, [""; 0]);
    let tables = draft.report.chapters.iter().filter(|c| {
        ["disclosure", "requests", "cases"].contains(&c.id.as_deref().unwrap_or_default())
    });
    for chapter in tables {
        assert_eq!(chapter.paragraphs, [""; 0], "{}", chapter.heading);
    }
}

fn headings(draft: &Draft) -> Vec<(&str, &str)> {
    let chapters = draft.report.chapters.iter();
    chapters.map(|c| (c.number.as_str(), c.id.as_deref().unwrap_or_default())).collect()
}

const SIX: [(&str, &str); 6] = [
    ("一", "overview"),
    ("二", "disclosure"),
    ("三", "requests"),
    ("四", "cases"),
    ("五", "improvement"),
    ("六", "other"),
];

#[test]
fn lines_broken() {
    let organs = ["青铜峡谷市商务和投资促进局", "青铜峡市商务和投资促进局"];
    for (draft, organ) in drafts("lines_broken").zip(organs) {
        assert_figures(
            &draft,
            &[
                ("disclosure/other_services/prior_items", 4),
                ("disclosure/other_services/decisions", 4),
                ("disclosure/penalty/prior_items", 14),
            ],
        );
        let report = &draft.report;
        assert_eq!(report.organ.as_deref(), Some(organ));
        assert_eq!((report.year, report.edition.as_deref()), (Some(2020), Some("2019")));
        assert!(report.full_title().ends_with("2020年政府信息公开年度工作报告"));
        assert_eq!(headings(&draft), SIX);
        assert_eq!(report.chapters[5].paragraphs, ["无"]);
        assert_eq!((&report.signature, &report.date), (&None, &None));
        // The broken lines of the first chapter are one paragraph; six points with their texts follow.
        assert_eq!(report.chapters[0].paragraphs.len(), 13);
    }
}

#[test]
fn headings_run_in() {
    for draft in drafts("headings_run_in") {
        assert_figures(
            &draft,
            &[
                ("disclosure/licensing/prior_items", 5),
                ("disclosure/licensing/decisions", 2),
                ("disclosure/other_services/prior_items", 10),
                ("disclosure/other_services/decisions", 3),
                ("disclosure/penalty/prior_items", 16),
                ("disclosure/procurement/projects", 3),
                ("disclosure/procurement/amount", 495),
            ],
        );
        let amount = &draft.report.cells[&"disclosure/procurement/amount".into()];
        assert_eq!(amount.note.as_deref(), Some("495（万元）"));
        assert_eq!(headings(&draft), SIX);
        assert_eq!(draft.report.preface.len(), 1);
        assert_eq!((&draft.report.signature, &draft.report.date), (&None, &None));
        assert_eq!(draft.report.chapters[0].paragraphs.len(), 6);
    }
}

#[test]
fn tables_cut_off_are_kept_as_unread() {
    let lost = |id: &str| {
        ["disclosure/fees/", "disclosure/procurement/"].iter().any(|p| id.starts_with(p))
            || ["new", "carried_in", "disclosed", "partly"]
                .iter()
                .any(|row| id.starts_with(&format!("requests/{row}/")))
    };
    let numbers = [
        ("一", "overview"),
        ("", "disclosure"),
        ("二", "cases"),
        ("三", "improvement"),
        ("四", "other"),
    ];
    let organs = ["青铜区商务和经济技术合作局", "兴庆区商务和经济技术合作局"];
    for (draft, organ) in drafts("tables_cut_off").zip(organs) {
        assert_eq!(draft.report.cells.len(), 198);
        for (id, cell) in &draft.report.cells {
            let expected = if lost(id.as_str()) { Figure::Unread } else { 0.into() };
            assert_eq!(cell.figure, expected, "{id}");
        }
        assert_eq!(headings(&draft), numbers);
        assert_eq!(draft.report.date.as_deref(), Some("2021年1月21日"));
        assert_eq!(draft.report.signature.as_deref(), Some(organ));
    }
}

#[test]
fn numbered_in_brackets() {
    let organs = ["青铜市对外经济合作中心", "铜川市对外经济合作中心"];
    for (draft, organ) in drafts("numbered_in_brackets").zip(organs) {
        assert_figures(&draft, &[]);
        assert_eq!(headings(&draft), SIX[..5]);
        assert_eq!(draft.report.preface.len(), 1);
        assert_eq!(draft.report.date.as_deref(), Some("2020年1月13日"));
        assert_eq!(draft.report.signature.as_deref(), Some(organ));
        assert_eq!(draft.report.organ.as_deref(), Some(organ));
    }
}

#[test]
fn title_of_two_lines() {
    for draft in drafts("title_of_two_lines") {
        assert_figures(
            &draft,
            &[
                ("disclosure/normative_documents/newly_made", 5),
                ("disclosure/normative_documents/newly_disclosed", 136),
                ("disclosure/normative_documents/total_disclosed", 141),
            ],
        );
        let mut numbers = SIX;
        numbers[1].0 = "";
        assert_eq!(headings(&draft), numbers);
        assert_eq!(draft.report.chapters[5].paragraphs, ["无"]);
        assert_eq!(draft.report.date.as_deref(), Some("2021年1月25日"));
    }
}
