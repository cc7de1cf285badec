//! Amounts given in another unit than the form's 万元.

use super::cells::said;
use super::{assert_figures, document, files, filled, read_draft, tables};
use gongkai_model::document::{Block, Document, Paragraph, Role};
use gongkai_model::form::CellId;
use gongkai_model::report::{Figure, Report};

const AMOUNT: &str = "disclosure/fees/amount";
const HEAD: &str = "本年收费金额（单位：万元）";

/// Another head over the amount.
fn headed(document: &mut Document, head: &str) {
    let cells = tables(document).flat_map(|table| &mut table.cells);
    let cell = cells.into_iter().find(|cell| cell.text == HEAD);
    cell.unwrap().text = head.to_owned();
}

/// The amount is not read, and stands in its note with its unit; everything else is read.
fn assert_told(name: &str, document: &Document, report: &Report, note: &str) {
    for (file, bytes) in files(name, document) {
        let name = format!("{name}, {file}");
        let draft = read_draft(&bytes, file);
        assert_figures(&name, &draft, report, &[AMOUNT]);
        let cell = &draft.report.cells[&CellId::from(AMOUNT)];
        assert_eq!(cell.note.as_deref(), Some(note), "{name}");
        let told = draft.doubts.iter().any(|d| d.cell.as_str() == AMOUNT && d.why.contains(note));
        assert!(told, "{name}: {:?}", draft.doubts);
    }
}

#[test]
fn a_head_in_another_unit() {
    let report = filled("2021");
    for (head, unit) in [
        ("本年收费金额（单位：元）", "元"),
        ("本年收费金额（元）", "元"),
        ("本年收费金额(单位:元)", "元"),
        ("本年收费金额（单位: 元）", "元"),
        ("收费金额（单位：元）", "元"),
        ("本年收费金额（单位：千元）", "千元"),
        ("本年收费金额（千元）", "千元"),
        ("本年收费金额（单位：亿元）", "亿元"),
        ("本年收费总金额（单位：元）", "元"),
        ("本年收费金额（人民币元）", "元"),
    ] {
        let mut document = document(&report);
        headed(&mut document, head);
        said(&mut document, AMOUNT, "32000");
        assert_told(head, &document, &report, &format!("32000{unit}"));
        // Nothing is nothing in any unit, and a cell knows its own unit best.
        for (text, figure) in [("0", Figure::from(0)), ("", Figure::Blank), ("20万元", 20.into())]
        {
            said(&mut document, AMOUNT, text);
            for (file, bytes) in files(head, &document) {
                let found = read_draft(&bytes, file).report.figure(&AMOUNT.into());
                assert_eq!(found, figure, "{head} over {text}, {file}");
            }
        }
    }
}

#[test]
fn a_cell_in_another_unit() {
    let report = filled("2021");
    for text in [
        "32000元",
        "32,000元",
        "32000.00元",
        "32000（元）",
        "320千元",
        "0.5亿元",
        "２０元",
        "3 元",
        "5百元",
        "12元（已上缴）",
    ] {
        let mut document = document(&report);
        said(&mut document, AMOUNT, text);
        let note: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        assert_told(text, &document, &report, &note);
    }
}

#[test]
fn a_label_or_a_line_in_another_unit() {
    let report = filled("2021");
    let mut labelled = document(&report);
    headed(&mut labelled, "本年收费金额");
    let cells = tables(&mut labelled).flat_map(|table| &mut table.cells);
    cells.into_iter().find(|cell| cell.text == "行政事业性收费").unwrap().text =
        "行政事业性收费（元）".to_owned();
    assert_told("行政事业性收费（元）", &labelled, &report, "20元");

    for line in ["单位：元", "（单位：元）", "单位:元", "计量单位：元"] {
        let mut document = document(&report);
        headed(&mut document, "本年收费金额");
        let at = document.blocks.iter().position(|b| matches!(b, Block::Table(_))).unwrap();
        let over = Block::Paragraph(Paragraph::new(Role::Body, line));
        document.blocks.insert(at, over);
        for (file, bytes) in super::words(&document) {
            let draft = read_draft(&bytes, file);
            assert_figures(&format!("{line}, {file}"), &draft, &report, &[AMOUNT]);
        }
    }
}
