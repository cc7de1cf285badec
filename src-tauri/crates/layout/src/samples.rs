//! The shipped fonts, and what is set with them in tests.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "for tests alone, which fail there")]

use crate::{Font, FontSet};
use gongkai_model::document::{Table, TableCell};
use gongkai_model::form::Forms;
use gongkai_model::report::{Cell, Report};
use std::path::Path;
use std::sync::Arc;

/// The shipped fonts of the repository, read once.
pub fn shipped() -> FontSet {
    static SHIPPED: std::sync::OnceLock<FontSet> = std::sync::OnceLock::new();
    SHIPPED.get_or_init(read_shipped).clone()
}

fn read_shipped() -> FontSet {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../fonts");
    let load = |name: &str| {
        let path = folder.join(format!("{name}.otf"));
        let bytes = std::fs::read(&path)
            .unwrap_or_else(|e| panic!("{}: {e}; run `cargo xtask fonts`", path.display()));
        Font::new(Arc::new(bytes), 0, true).unwrap()
    };
    let roles = ["xiaobiaosong", "fangsong", "kaiti", "heiti", "songti"].map(load);
    FontSet::new(roles, Vec::new())
}

/// A report with something of everything, all of it made up.
pub fn sample() -> Report {
    let forms = Forms::official();
    let edition = forms.edition("2021").unwrap();
    let mut report = Report::blank(edition, "青铜县市场监督管理局", 2026);
    for (number, figure) in edition.figures().into_iter().enumerate() {
        let value = [0, 3, 12, 345, 6789, 123_456, 987_654_321][number % 7];
        report.cells.insert(figure.id, Cell::typed(value));
    }
    report.cells.insert("requests/new/research".into(), Cell::default());
    report.preface = vec!["本报告的统计期限为2026年1月1日至12月31日。".into()];
    let sentence = "本机关坚持“以公开为常态、不公开为例外”，全年主动公开政府信息1234条；";
    report.chapters[0].paragraphs = vec![
        format!("{}群众满意度达98.5%。", sentence.repeat(6)),
        format!("（一）主动公开情况。{}做到应公开尽公开——不留死角。", sentence.repeat(3)),
        "（二）依申请公开情况".into(),
        format!("经办人䶮某、㙓某、𠅤某负责登记，{}", sentence.repeat(4)),
    ];
    report.chapters[4].paragraphs = vec![sentence.repeat(9)];
    report.chapters[5].paragraphs = vec!["本年度未收取信息处理费。".into()];
    report.date = Some("2027年1月20日".into());
    report
}

/// A table of seven columns, one of them of sentences, and many rows.
pub fn wide_table(rows: u16) -> Table {
    let heads = ["序号", "单位", "程度", "事项", "本年", "上年", "增减"];
    let mut cells: Vec<TableCell> = Vec::new();
    let cell = |row: u16, column: usize, text: String| TableCell {
        row,
        column: column as u16,
        row_span: 1,
        column_span: 1,
        text,
        label: row == 0,
        ..TableCell::default()
    };
    for row in 0..rows {
        let long =
            "本列数据之和与总计不等，请核对后再填，或者写明原因。".repeat(usize::from(row % 3));
        let texts = [
            row.to_string(),
            "青铜县市场监督管理局".into(),
            "必须改".into(),
            format!("第{row}项：{long}"),
            (u64::from(row) * 37_137_137).to_string(),
            "0".into(),
            "＋12.5%".into(),
        ];
        cells.extend(heads.iter().zip(texts).enumerate().map(|(column, (head, text))| {
            cell(row, column, if row == 0 { (*head).to_owned() } else { text })
        }));
    }
    Table { rows, columns: 7, head_rows: 1, cells, ..Table::default() }
}
