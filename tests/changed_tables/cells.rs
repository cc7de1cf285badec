//! Odd words in the place of figures.

use super::{assert_read, document, filled, tables};
use gongkai_model::document::{Document, TableCell};
use gongkai_model::form::CellId;

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
fn said(document: &mut Document, id: &str, text: &str) {
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
