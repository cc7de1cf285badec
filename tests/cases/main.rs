//! Files as offices and their programs really write them, rebuilt after faults that readers of such
//! files had: each with its right values beside it. Whatever is not right today stands in
//! `NOT_YET_RIGHT`; a file that has become right must be taken from there.
//!
//! `figures/` holds the figures, by the name a file's values give; `situation` says what is odd.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails where it cannot go on")]

#[path = "../shipped/mod.rs"]
mod shipped;

use gongkai_check::{Level, Settings, Verdict};
use gongkai_export::format_named;
use gongkai_layout::PageOptions;
use gongkai_model::form::{CellId, Forms};
use gongkai_model::report::{Figure, Report};
use gongkai_read::Draft;
use rust_decimal::Decimal;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Files not read right, each with what is wrong. It only ever gets shorter.
const NOT_YET_RIGHT: &[(&str, &str)] = &[];

/// What is right for a file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Right {
    /// What is odd about the file.
    #[serde(rename = "situation")]
    _situation: String,
    title: Option<String>,
    organ: Option<String>,
    year: Option<i32>,
    edition: Option<String>,
    signature: Option<String>,
    date: Option<String>,
    /// The numbers of its chapters, one after the other.
    chapters: String,
    /// How many paragraphs chapters have, by their numbers.
    #[serde(default)]
    paragraphs: BTreeMap<String, usize>,
    /// The figures it holds, as they stand there.
    cells: String,
    /// It has text before its first chapter.
    #[serde(default)]
    preface: bool,
    /// Rules that must find something.
    #[serde(default)]
    findings: Vec<String>,
    /// What the whole must not be taken for.
    verdict_not: Option<String>,
    /// A figure that can't be known may be unread.
    #[serde(default)]
    may_be_unread: bool,
    /// Files written of it must hold every figure.
    #[serde(default)]
    outputs: bool,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/cases")
}

/// The files of the folder with their right values, by name.
fn cases() -> Vec<(String, Vec<u8>, Right)> {
    let mut names: Vec<String> = fs::read_dir(folder().join("files"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.ends_with(".json"))
        .collect();
    names.sort();
    let case = |name: String| {
        let path = folder().join("files").join(&name);
        let right = fs::read_to_string(format!("{}.json", path.display()))
            .unwrap_or_else(|_| panic!("{name} has no right values"));
        let right = serde_json::from_str(&right).unwrap_or_else(|e| panic!("{name}: {e}"));
        (name, fs::read(path).unwrap(), right)
    };
    names.into_iter().map(case).collect()
}

/// The figures of this name: numbers as they are printed, with units and marks left off.
fn figures(name: &str) -> BTreeMap<CellId, Figure> {
    let path = folder().join("figures").join(format!("{name}.json"));
    let text = fs::read_to_string(path).unwrap_or_else(|e| panic!("{name}: {e}"));
    let printed: BTreeMap<CellId, String> = serde_json::from_str(&text).unwrap();
    printed.into_iter().map(|(id, text)| (id, figure(&text))).collect()
}

fn figure(printed: &str) -> Figure {
    let plain = printed.replace([',', '，'], "");
    let plain = plain.trim();
    let minus = plain.starts_with('-');
    let digits: String = plain
        .trim_start_matches(['-', '+'])
        .chars()
        .take_while(|c| c.is_ascii_digit() || *c == '.')
        .collect();
    let Ok(number) = digits.parse::<Decimal>() else { return Figure::Blank };
    Figure::Number(if minus { -number } else { number }.normalize())
}

/// A figure without the zeros behind its point; the same number is the same figure.
fn plain(figure: Figure) -> Figure {
    figure.number().map_or(figure, |number| Figure::Number(number.normalize()))
}

/// What is wrong with what was read; nothing where all is right.
fn faults(name: &str, bytes: &[u8], right: &Right, forms: &Forms) -> Vec<String> {
    let draft = match gongkai_read::report(bytes, name, forms) {
        Ok(draft) => draft,
        Err(why) => return vec![format!("refused: {why}")],
    };
    let mut out = wrong_figures(&draft.report, right);
    out.extend(wrong_texts(&draft.report, right));
    out.extend(wrong_findings(&draft.report, right, forms));
    if right.outputs {
        out.extend(lost_in_files(&draft, forms));
    }
    out
}

fn wrong_figures(report: &Report, right: &Right) -> Vec<String> {
    let right_cells = figures(&right.cells);
    let mut out = Vec::new();
    let mut unread = Vec::new();
    for (id, right) in &right_cells {
        match report.cells.get(id).map(|cell| cell.figure) {
            None | Some(Figure::Unread) => unread.push(id),
            Some(read) if plain(read) != *right => {
                out.push(format!("wrong: {id} {right:?} read as {read:?}"));
            }
            Some(_) => {}
        }
    }
    for (id, cell) in &report.cells {
        if !right_cells.contains_key(id) && cell.figure.number().is_some() {
            out.push(format!("invented: {id}"));
        }
    }
    if !right.may_be_unread && !unread.is_empty() {
        out.push(format!("unread: {} of {}, {}", unread.len(), right_cells.len(), unread[0]));
    }
    out
}

fn wrong_texts(report: &Report, right: &Right) -> Vec<String> {
    let mut out = Vec::new();
    let date = report.document_date().map(|date| date.to_string());
    let year = |year: Option<i32>| year.map(|year| year.to_string());
    for (what, read, right) in [
        ("title", report.title.clone(), right.title.clone()),
        ("organ", report.organ.clone(), right.organ.clone()),
        ("year", year(report.year), year(right.year)),
        ("edition", report.edition.clone(), right.edition.clone()),
        ("signature", report.signature.clone(), right.signature.clone()),
        ("date", date, right.date.clone()),
    ] {
        if read != right {
            out.push(format!("{what}: {read:?}, right is {right:?}"));
        }
    }
    let chapters: String = report.chapters.iter().map(|chapter| chapter.number.as_str()).collect();
    if chapters != right.chapters {
        out.push(format!("chapters: {chapters}"));
    }
    for (number, right) in &right.paragraphs {
        let mut chapters = report.chapters.iter();
        let read = chapters.find(|c| c.number == *number).map(|chapter| chapter.paragraphs.len());
        if read != Some(*right) {
            out.push(format!("chapter {number}: {read:?} paragraphs, right are {right}"));
        }
    }
    if !report.preface.is_empty() && !right.preface {
        out.push(format!("preface: {}", report.preface[0]));
    }
    out
}

fn wrong_findings(report: &Report, right: &Right, forms: &Forms) -> Vec<String> {
    let mut out = Vec::new();
    let (verdict, found) = gongkai_check::published(forms, &Settings::default(), report, None);
    let grave: Vec<_> = found.iter().filter(|finding| finding.level != Level::Hint).collect();
    for wanted in &right.findings {
        if !grave.iter().any(|finding| finding.rule.contains(wanted.as_str())) {
            out.push(format!("not found: {wanted}"));
        }
    }
    // A fee in 元 is the files' own.
    let wanted = |rule: &str| {
        rule == "fee_in_yuan" || right.findings.iter().any(|wanted| rule.contains(wanted.as_str()))
    };
    let other = grave.iter().find(|finding| !wanted(&finding.rule));
    if let (Some(other), None) = (other, &right.verdict_not) {
        out.push(format!("found without cause: {}", other.message));
    }
    let said = match verdict {
        Verdict::Pass => "pass",
        Verdict::Explain => "explain",
        Verdict::Fail => "fail",
    };
    if right.verdict_not.as_deref() == Some(said) {
        out.push(format!("verdict: {said}"));
    }
    out
}

fn lost_in_files(draft: &Draft, forms: &Forms) -> Vec<String> {
    let mut out = Vec::new();
    for ending in ["docx", "html", "xlsx", "markdown", "pdf"] {
        let format = format_named(ending).unwrap();
        let written =
            format.file(&draft.report, forms, &PageOptions::default(), &shipped::shipped());
        let bytes = match written {
            Ok(bytes) => bytes,
            Err(why) => {
                out.push(format!("{ending} is not written: {why}"));
                continue;
            }
        };
        let back = gongkai_read::report(&bytes, &format!("年报.{}", format.ending()), forms);
        let back = match back {
            Ok(back) => back,
            Err(why) => {
                out.push(format!("{ending} is refused: {why}"));
                continue;
            }
        };
        for (id, cell) in &draft.report.cells {
            if back.report.figure(id) != cell.figure {
                out.push(format!("{ending} lost {id}: {:?}", cell.figure));
            }
        }
    }
    out
}

#[test]
fn every_file_is_read_right() {
    let forms = Forms::official();
    let cases = cases();
    assert!(cases.len() >= 102, "{} files", cases.len());
    let mut wrong = Vec::new();
    let mut right_after_all = Vec::new();
    for (name, bytes, right) in &cases {
        let listed = NOT_YET_RIGHT.iter().any(|(listed, _)| listed == name);
        let faults = faults(name, bytes, right, &forms);
        match (faults.as_slice(), listed) {
            ([], true) => right_after_all.push(name),
            ([first, ..], false) => {
                wrong.push(format!("{name}: {first} ({} faults)", faults.len()))
            }
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{} files:\n{}", wrong.len(), wrong.join("\n"));
    assert!(right_after_all.is_empty(), "take from the list: {right_after_all:?}");
}

#[test]
fn every_file_that_is_listed_is_there() {
    for (name, why) in NOT_YET_RIGHT {
        assert!(folder().join("files").join(name).exists() && !why.is_empty(), "{name}");
    }
}
