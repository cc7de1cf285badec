//! A report can always be written, whatever stands in its text and in its cells, in every kind of
//! file: what its author wrote may be odd, and what a mark means to one kind of file it means to no
//! other. What can't be seen is no part of it.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails where it cannot go on")]

#[path = "shipped/mod.rs"]
mod shipped;

use gongkai_export::{FORMATS, NotPrinted, NotWritten};
use gongkai_layout::PageOptions;
use gongkai_model::form::Forms;
use gongkai_model::report::{Cell, Figure, Origin, Report};
use proptest::prelude::*;

/// The kinds of files that have pages.
const PAGES: [&str; 2] = ["pdf", "ofd"];
/// What means something to one kind of file or another, and what is hard to write.
const ODD: &[&str] = &[
    "# 甲",
    "## 乙",
    "**重**",
    "__下__",
    "*",
    "_",
    "~~删~~",
    "`码`",
    "> 引",
    "- 项",
    "+ 项",
    "1. 项",
    "| |",
    "| 甲 | 1 |",
    "||",
    "|",
    "---",
    "=====",
    "|---|---|",
    "\\",
    "\\*",
    "a\\b",
    "\\|",
    "[bookmark: x]",
    "[甲](乙)",
    "<table><tr><td>1</td></tr></table>",
    "<b>粗</b>",
    "<",
    "&amp;",
    "&",
    "]]>",
    "-->",
    "\"",
    "'",
    "{{x}}",
    "%20",
    "=1+1",
    "@甲",
    "二、主动公开政府信息情况",
    "（一）",
    "第二十条第（一）项",
    "规章",
    "2027年1月20日",
    "目录",
    "附件",
    "\t1\t2",
    "甲\n乙",
    "\r",
    "\u{b}",
    "\u{c}",
    "\u{85}",
    "\u{2028}",
    "　　",
    " ",
    "\u{a0}",
    "\u{200b}",
    "\u{feff}",
    "\u{ad}",
    "\u{200f}",
    "\u{1}",
    "\u{7f}",
    "😀",
    "𩱍",
    "é",
    "e\u{301}",
    "\u{e000}",
    "\u{fdd0}",
    "\u{ffff}",
    "\u{fffd}",
    "①",
    "¹",
    "３",
    "⽉",
    "ﬁ",
    "…",
    "——",
    "١٢",
    "עברית",
    "กำ",
    "“引”",
    "12",
    "3.14",
    "未读到",
    "0",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(ODD).prop_map(str::to_owned),
        2 => Just("本机关按时公布。".to_owned()),
        1 => any::<char>().prop_map(String::from),
        1 => (2usize..200).prop_map(|count| "长".repeat(count)),
        1 => (2usize..200).prop_map(|count| "x".repeat(count)),
    ];
    prop::collection::vec(piece, 1..5).prop_map(|pieces| pieces.concat())
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(text(), 0..4)
}

fn report(edition: &str) -> impl Strategy<Value = Report> {
    let forms = Forms::official();
    let form = forms.edition(edition).unwrap();
    let blank = Report::blank(form, "青铜镇人民政府", if edition == "2019" { 2020 } else { 2026 });
    let ids: Vec<_> = form.figures().into_iter().map(|figure| figure.id).collect();
    let figure = prop_oneof![
        Just(Figure::Blank),
        Just(Figure::Unread),
        (0i64..100_000).prop_map(Figure::from),
    ];
    let note = prop::option::weighted(0.2, text());
    let cell =
        (figure, note).prop_map(|(figure, note)| Cell { figure, note, origin: Origin::Imported });
    let cells = prop::collection::btree_map(prop::sample::select(ids), cell, 0..60);
    let chapters = prop::collection::vec(texts(), blank.chapters.len());
    (cells, chapters, texts(), prop::option::of(text()), prop::option::of(text())).prop_map(
        move |(cells, chapters, preface, title, signature)| {
            let mut report = Report { preface, title, signature, ..blank.clone() };
            report.cells.extend(cells);
            for (chapter, paragraphs) in report.chapters.iter_mut().zip(chapters) {
                chapter.paragraphs = paragraphs;
            }
            report
        },
    )
}

fn assert_written(report: &Report, of: impl Fn(&str) -> bool) {
    let forms = Forms::official();
    for format in FORMATS.iter().filter(|format| of(format.name)) {
        let written = format.file(report, &forms, &PageOptions::default(), &shipped::shipped());
        // What no font of the computer has, and a cell longer than a page, are told before they are
        // printed.
        let told = |why: &NotWritten| {
            matches!(why, NotWritten::Page(NotPrinted::Missing { .. } | NotPrinted::Overfull))
        };
        if let Err(why) = written
            && !told(&why)
        {
            panic!("{} is not written: {why}\n{why:?}\n{report:#?}", format.name);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, max_shrink_iters: 300, ..ProptestConfig::default() })]

    #[test]
    fn odd_texts_are_written_in_every_kind_of_file(
        report in prop_oneof![report("2019"), report("2021")],
    ) {
        assert_written(&report, |name| !PAGES.contains(&name));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, max_shrink_iters: 40, ..ProptestConfig::default() })]

    #[test]
    fn odd_texts_are_printed(report in prop_oneof![report("2019"), report("2021")]) {
        assert_written(&report, |name| PAGES.contains(&name));
    }
}

#[test]
fn a_report_with_nothing_filled_in_is_written_in_every_kind_of_file() {
    let forms = Forms::official();
    for edition in forms.editions() {
        let report = Report::blank(edition, "青铜镇人民政府", edition.first_year);
        assert_written(&report, |_| true);
    }
}
