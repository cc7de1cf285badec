//! Labels of rows as offices write them: shortened, put otherwise, with a character wrong or missing.

use super::{assert_figures, document, files, filled, read_draft, tables};
use gongkai_model::document::{Document, TableCell};
use gongkai_model::report::Report;

/// Another label in the place of one; whether there is one.
fn relabelled(document: &mut Document, label: &str, text: &str) -> bool {
    let cells = tables(document).flat_map(|table| &mut table.cells);
    let cell: Option<&mut TableCell> =
        cells.into_iter().find(|cell| cell.label && cell.text == label);
    cell.map(|cell| cell.text = text.to_owned()).is_some()
}

fn assert_all(name: &str, document: &Document, report: &Report) {
    for (file, bytes) in files(name, document) {
        assert_figures(&format!("{name}, {file}"), &read_draft(&bytes, file), report, &[]);
    }
}

#[test]
fn labels_put_otherwise() {
    let report = filled("2021");
    for (label, texts) in [
        ("（七）总计", &["（七）合计", "（七）共计", "（七） 总 计", "七、总计"][..]),
        (
            "二、上年结转政府信息公开申请数量",
            &[
                "二、上年度结转申请数量",
                "二、上年结转申请数量",
                "二、上年度结转政府信息公开申请数量",
                "二、上年结转的政府信息公开申请数量",
            ],
        ),
        (
            "四、结转下年度继续办理",
            &[
                "四、结转下年继续办理的数量",
                "四、结转下年度继续办理的数量",
                "四、结转下一年度继续办理",
                "四、结转下年度继续办理数量",
            ],
        ),
        (
            "一、本年新收政府信息公开申请数量",
            &[
                "一、本年度新收政府信息公开申请数量",
                "一、本年新收申请数量",
                "一、本年新收政府信息公开申请总数",
            ],
        ),
    ] {
        for text in texts {
            let mut document = document(&report);
            assert!(relabelled(&mut document, label, text), "{label}");
            assert_all(text, &document, &report);
        }
    }
}

/// One of two neighbours has a character wrong or missing; the figures of both are read, or are
/// 未读到, but never another row's.
#[test]
fn labels_with_a_character_wrong_or_missing() {
    for edition in ["2019", "2021"] {
        let report = filled(edition);
        let whole = document(&report);
        let labels: Vec<String> = {
            let mut whole = whole.clone();
            let table = tables(&mut whole).nth(1).unwrap();
            let figures =
                |label: &TableCell| {
                    table.cells.iter().any(|c| {
                        c.row == label.row && c.figure.is_some() && c.column > label.column
                    }) && label.row_span == 1
                };
            let own = table
                .cells
                .iter()
                .filter(|cell| cell.label && cell.row >= table.head_rows && figures(cell));
            own.map(|cell| cell.text.clone()).collect()
        };
        assert!(labels.len() > 20);
        for (parity, place, wrong) in
            [(0, 2, true), (1, 2, false), (0, 4, false), (1, 4, true), (0, 5, true), (1, 6, false)]
        {
            let mut document = whole.clone();
            let mut changed = Vec::new();
            for label in labels.iter().skip(parity).step_by(2) {
                let mut letters: Vec<char> = label.chars().collect();
                // Behind the number, in labels that are more than a word or two.
                let at = letters.iter().position(|c| "、.）".contains(*c)).map_or(0, |at| at + 1)
                    + place;
                if letters.len() < at + 5 {
                    continue;
                }
                match wrong {
                    true => letters[at] = '某',
                    false => drop(letters.remove(at)),
                }
                let text: String = letters.into_iter().collect();
                assert!(relabelled(&mut document, label, &text));
                changed.push(text);
            }
            assert!(changed.len() > 3, "{changed:?}");
            assert_all(&format!("{edition}: {changed:?}"), &document, &report);
        }
    }
}
