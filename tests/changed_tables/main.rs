//! Tables as offices change them, in every format that has tables: columns in another order, columns
//! of their own, odd words in the place of figures, marks of notes. No figure stands where it was not
//! written, none is lost but the odd one, and what was passed over is told.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails where it cannot go on")]

mod amounts;
mod cells;
mod columns;
mod elsewhere;
mod labels;
#[path = "../shipped/mod.rs"]
mod shipped;

use gongkai_layout::FontSet;
use gongkai_model::document::{Block, Document, Table};
use gongkai_model::form::Forms;
use gongkai_model::report::{Cell, Figure, Report};
use gongkai_read::Draft;
use shipped::shipped;
use std::sync::LazyLock;

/// A report with a figure of its own in every cell.
fn filled(edition: &str) -> Report {
    let forms = Forms::official();
    let year = if edition == "2019" { 2020 } else { 2024 };
    let mut report = Report::blank(forms.edition(edition).unwrap(), "青铜镇人民政府", year);
    for (at, figure) in forms.edition(edition).unwrap().figures().into_iter().enumerate() {
        report.cells.insert(figure.id, Cell::typed(at as i64 + 11));
    }
    report
}

fn document(report: &Report) -> Document {
    gongkai_compose::document(report, &Forms::official())
}

fn tables(document: &mut Document) -> impl Iterator<Item = &mut Table> {
    document.blocks.iter_mut().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        Block::Paragraph(_) => None,
    })
}

/// The file in each format that holds words and tables, with its name.
fn words(document: &Document) -> Vec<(&'static str, Vec<u8>)> {
    static FONTS: LazyLock<FontSet> = LazyLock::new(shipped);
    let options = gongkai_layout::PageOptions::default();
    vec![
        ("年报.html", gongkai_export::html(document).unwrap()),
        ("年报.docx", gongkai_export::docx(document, &options, &FONTS).unwrap()),
        ("年报.md", gongkai_export::markdown(document).into_bytes()),
    ]
}

/// The file in each format, with its name.
fn files(name: &str, document: &Document) -> Vec<(&'static str, Vec<u8>)> {
    let mut files = words(document);
    // A workbook has no blank columns behind the last that says something.
    let last = |table: &Table| {
        table.cells.iter().any(|cell| cell.column + 1 == table.columns && !cell.text.is_empty())
    };
    let mut tables = document.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        Block::Paragraph(_) => None,
    });
    if tables.all(last) {
        let workbook = gongkai_export::xlsx(document).unwrap_or_else(|e| panic!("{name}: {e}"));
        files.push(("年报.xlsx", workbook));
    }
    files
}

/// What is read of a file.
fn read_draft(bytes: &[u8], file: &str) -> Draft {
    let document = gongkai_read::document(bytes, file).unwrap_or_else(|e| panic!("{file}: {e}"));
    let forms = Forms::official();
    gongkai_read::recognise(&document, &forms).unwrap_or_else(|e| panic!("{file}: {e}"))
}

/// Every figure is the report's but those that are `odd`, which are 未读到.
fn assert_figures(name: &str, draft: &Draft, report: &Report, odd: &[&str]) {
    let mut wrong = Vec::new();
    for (id, cell) in &report.cells {
        let found = draft.report.figure(id);
        let expected = if odd.contains(&id.as_str()) { Figure::Unread } else { cell.figure };
        if found != expected {
            wrong.push(format!("{id} {expected:?} read as {found:?}"));
        }
    }
    let seen = wrong.iter().take(4).collect::<Vec<_>>();
    assert!(wrong.is_empty(), "{name}: {} wrong: {seen:?} {:?}", wrong.len(), draft.unmatched);
}

/// Reads the document in every format; every figure is the report's but those that are `odd`, which
/// are 未读到.
fn assert_read(name: &str, document: &Document, report: &Report, odd: &[&str]) -> Vec<Draft> {
    let read = |(file, bytes): (&str, Vec<u8>)| {
        let draft = read_draft(&bytes, file);
        assert_figures(&format!("{name}, {file}"), &draft, report, odd);
        draft
    };
    files(name, document).into_iter().map(read).collect()
}
