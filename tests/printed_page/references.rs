//! Page data kept as references: every line with its place, its type and its text, and the rules of
//! the tables, one file a report in `snapshots/`. A change of the page is a change of a line there;
//! who makes it looks at the PDF, which the test leaves in `target/tmp/pages/`, before accepting it.

use super::reports::references;
use super::{OPTIONS, fonts};
use gongkai_export::{Printed, print};
use gongkai_layout::{Page, Run, Source};
use gongkai_model::form::Forms;
use gongkai_model::report::Report;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

fn printed(report: &Report) -> Printed {
    print(report, &Forms::official(), &OPTIONS, &fonts()).unwrap()
}

/// A line of text, or what stands on one height in a table: `height left–right type text`, in mm
/// and points.
fn lines(page: &Page) -> Vec<String> {
    let mut lines: Vec<Vec<&Run>> = Vec::new();
    for run in &page.runs {
        let same = |line: &&mut Vec<&Run>| line[0].y == run.y && kind(line[0]) == kind(run);
        match lines.iter_mut().find(same) {
            Some(line) => line.push(run),
            None => lines.push(vec![run]),
        }
    }
    lines.into_iter().map(line).collect()
}

/// What may stand together on a line of the reference: a table by itself, the text, the page number.
fn kind(run: &Run) -> Option<usize> {
    match run.of {
        Source::Cell(table, _, _) => Some(table),
        Source::Block(..) => None,
        Source::Signatory | Source::Page => Some(usize::MAX),
    }
}

fn line(mut runs: Vec<&Run>) -> String {
    runs.sort_by(|a, b| a.x.total_cmp(&b.x));
    let in_table = matches!(runs[0].of, Source::Cell(..));
    let mut out = format!("{:.2} ", runs[0].y);
    let mut before: Option<&Run> = None;
    for run in &runs {
        let apart = match before {
            None => true,
            Some(before) if in_table => before.of != run.of,
            Some(_) => false,
        };
        if apart {
            let together = runs.iter().filter(|other| !in_table || other.of == run.of);
            let right = together.map(|run| run.x + run.width).fold(0.0, f64::max);
            let bar = if before.is_some() { " | " } else { "" };
            write!(out, "{bar}{:.2}–{right:.2} ", run.x).unwrap();
        }
        let of_type = |run: &Run| (run.font, run.size);
        if before.is_none_or(|before| of_type(before) != of_type(run)) {
            write!(out, "{}{} ", run.font.label(), run.size).unwrap();
        }
        out.push_str(&run.text);
        before = Some(run);
    }
    out
}

/// Rules by their position across: `横 y: from–to`, `竖 x: from–to`.
fn rules(page: &Page) -> Vec<String> {
    let hundredths = |length: f64| (length * 100.0).round() as i64;
    let mut level: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    let mut upright = level.clone();
    for rule in &page.strokes {
        let (lines, at, from, to) = match rule.y1 == rule.y2 {
            true => (&mut level, rule.y1, rule.x1, rule.x2),
            false => (&mut upright, rule.x1, rule.y1, rule.y2),
        };
        lines.entry(hundredths(at)).or_default().push(format!("{from:.2}–{to:.2}"));
    }
    let shown = |name: &str, lines: BTreeMap<i64, Vec<String>>| -> Vec<String> {
        let shown = |(at, parts): (&i64, &Vec<String>)| {
            format!("{name} {:.2}: {}", *at as f64 / 100.0, parts.join(" "))
        };
        lines.iter().map(shown).collect()
    };
    [shown("横", level), shown("竖", upright)].concat()
}

#[test]
fn every_page_stands_as_it_was_looked_at() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages");
    std::fs::create_dir_all(&folder).unwrap();
    for (name, report) in references() {
        let printed = printed(&report);
        std::fs::write(folder.join(format!("{name}.pdf")), &printed.pdf).unwrap();
        let mut shown = String::new();
        for page in &printed.pages.pages {
            let turned = if page.sideways { "（横排）" } else { "" };
            writeln!(shown, "第{}页{turned}", page.number).unwrap();
            for line in [lines(page), rules(page)].concat() {
                writeln!(shown, "  {line}").unwrap();
            }
        }
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, shown);
        });
    }
}

/// What makes the awkward report awkward is there: else it would prove nothing.
#[test]
fn the_awkward_report_is_awkward() {
    let (_, report) = references().into_iter().find(|(name, _)| *name == "awkward").unwrap();
    let pages = printed(&report).pages.pages;
    let last = pages.last().unwrap();
    let lowest = last.runs.iter().filter(|run| run.of != Source::Page).map(|run| run.y);
    let heads = pages.iter().filter(|p| p.runs.iter().any(|run| run.text.contains("申请人情况")));
    let text: String = pages.iter().flat_map(|p| &p.runs).map(|run| run.text.as_str()).collect();
    assert!(heads.count() > 1, "table 3 crosses pages");
    assert!(["䶮", "㙓", "𠅤", "987654321"].iter().all(|rare| text.contains(rare)));
    assert!(report.organ.unwrap().chars().count() > 30);
    assert!(lowest.fold(0.0, f64::max) > 250.0, "the signature stands at the page's end");
}
