//! Odd words in the place of figures.

use super::{assert_figures, assert_read, document, files, filled, read_draft, tables};
use gongkai_model::document::{Document, TableCell};
use gongkai_model::form::CellId;
use gongkai_model::report::Cell;

const WORDS: [&str; 12] = [
    "'3",
    "约3",
    "见附件",
    "暂无",
    "#REF!",
    "1900年8月21日",
    "3、5",
    "……",
    "待定",
    "三",
    "不详",
    "若干件",
];

/// Another text in the place of a figure.
pub(super) fn said(document: &mut Document, id: &str, text: &str) {
    let id = CellId::from(id);
    let cell = tables(document)
        .flat_map(|table| &mut table.cells)
        .find(|cell| cell.figure.as_ref() == Some(&id));
    cell.unwrap().text = text.to_owned();
}

#[test]
fn odd_words_in_the_place_of_figures_cost_their_own_cells_only() {
    let report = filled("2021");
    let row = |row: &str, columns: &[&str]| -> Vec<String> {
        columns.iter().map(|column| format!("requests/{row}/{column}")).collect()
    };
    let mut cells = vec![
        vec!["disclosure/rules/issued".to_owned()],
        vec!["disclosure/normative_documents/issued".to_owned()],
        vec!["disclosure/normative_documents/in_force".to_owned()],
        vec!["disclosure/penalty/decisions".to_owned()],
        vec!["disclosure/fees/amount".to_owned()],
        vec!["cases/reconsideration/upheld".to_owned()],
        vec!["cases/suit_after_reconsideration/total".to_owned()],
        vec!["cases/direct_suit/upheld".to_owned(), "cases/reconsideration/total".to_owned()],
    ];
    for label in ["new", "carried_in", "refused.state_secret", "other_handling.other", "total"] {
        for columns in [
            &["natural_person"][..],
            &["total"],
            &["research"],
            &["natural_person", "business"],
            &["natural_person", "total"],
            &[
                "natural_person",
                "business",
                "research",
                "public_welfare",
                "legal_service",
                "other",
                "total",
            ],
        ] {
            cells.push(row(label, columns));
        }
    }
    for (at, cells) in cells.iter().enumerate() {
        let word = WORDS[at % WORDS.len()];
        let spare = if at % 2 == 0 { 0 } else { 2 };
        let mut document = document(&report);
        cells.iter().for_each(|cell| said(&mut document, cell, word));
        for table in tables(&mut document).filter(|_| spare > 0) {
            for _ in 0..spare {
                let column = table.columns;
                let blank = |row| TableCell {
                    row,
                    column,
                    row_span: 1,
                    column_span: 1,
                    ..TableCell::default()
                };
                table.cells.extend((0..table.rows).map(blank));
                table.columns += 1;
            }
            table.cells.sort_by_key(|cell| (cell.row, cell.column));
            table.widths = Vec::new();
        }
        let odd: Vec<&str> = cells.iter().map(String::as_str).collect();
        let name = format!("{word} at {odd:?} with {spare} more");
        for draft in assert_read(&name, &document, &report, &odd) {
            for cell in &odd {
                let doubt = draft.doubts.iter().find(|doubt| doubt.cell.as_str() == *cell);
                assert!(doubt.is_some_and(|doubt| doubt.why.contains(word)), "{name}: {doubt:?}");
            }
        }
    }
}

/// What stands within a figure and means nothing, and what stands beside it.
#[test]
fn marks_that_mean_nothing_within_figures() {
    let mut report = filled("2021");
    let ids: Vec<CellId> = report.cells.keys().cloned().collect();
    for (at, id) in ids.iter().enumerate() {
        report.cells.insert(id.clone(), Cell::typed(1000 + at as i64));
    }
    let full_width = |c: char| char::from_u32(c as u32 - '0' as u32 + '０' as u32).unwrap();
    let ways: [&dyn Fn(&str) -> String; 12] = [
        &|n| format!("{}\u{200b}{}", &n[..1], &n[1..]),
        &|n| format!("{}\u{ad}{}", &n[..2], &n[2..]),
        &|n| format!("{}\u{feff}{}", &n[..1], &n[1..]),
        &|n| format!("{}\u{200d}{}", &n[..3], &n[3..]),
        &|n| format!("\u{200e}{n}\u{200e}"),
        &|n| format!("\u{a0}{n}\u{a0}"),
        &|n| format!("\u{2009}{n}"),
        &|n| format!("\u{3000}{n}\u{3000}"),
        &|n| n.chars().map(full_width).collect(),
        &|n| format!("{},{}", &n[..1], &n[1..]),
        &|n| format!("{}，{}", &n[..1], &n[1..]),
        &|n| format!("{n}件"),
    ];
    for (number, way) in ways.iter().enumerate() {
        let mut document = document(&report);
        for cell in tables(&mut document).flat_map(|table| &mut table.cells) {
            if cell.figure.is_some() {
                cell.text = way(&cell.text);
            }
        }
        for (file, bytes) in files("nothing", &document) {
            assert_figures(&format!("{number}, {file}"), &read_draft(&bytes, file), &report, &[]);
        }
    }
}
