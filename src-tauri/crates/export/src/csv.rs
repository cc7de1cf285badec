//! The figures as CSV, for data platforms and spreadsheets: a figure a line with the form's labels, in
//! UTF-8 with its mark, which Excel asks for.
//!
//! **Deliberately absent**: the text chapters; formulas, which a spreadsheet would run.

use crate::error::NotWritten;
use crate::figures::{LabelledFigure, figures};
use crate::format::{FileFormat, Source};
use gongkai_model::report::Figure;

const HEAD: [&str; 7] = ["表", "项目", "栏目", "数值", "状态", "原文", "编号"];
const MARK: &str = "\u{feff}";

/// The figures as CSV.
pub(crate) const FORMAT: FileFormat =
    FileFormat { name: "csv", called: "CSV（数据）", endings: &["csv"], write };

fn write(source: &Source<'_>) -> Result<Vec<u8>, NotWritten> {
    let figures = figures(source.report, source.forms);
    let mut text = MARK.to_owned();
    add(&mut text, &HEAD.map(str::to_owned));
    for figure in &figures {
        add(&mut text, &line(figure));
    }
    let back = lines(text.strip_prefix(MARK).unwrap_or_default());
    let expected = std::iter::once(HEAD.map(str::to_owned)).chain(figures.iter().map(line));
    let expected: Vec<Vec<String>> = expected.map(Vec::from).collect();
    match expected.iter().zip(&back).find(|(written, read)| written != read) {
        Some((written, _)) => {
            Err(NotWritten::Different { place: written.last().cloned().unwrap_or_default() })
        }
        None if expected.len() != back.len() => Err(NotWritten::File),
        None => Ok(text.into_bytes()),
    }
}

fn line(figure: &LabelledFigure<'_>) -> [String; 7] {
    let (value, state) = match figure.figure {
        Figure::Number(number) => (number.to_string(), "有数"),
        Figure::Blank => (String::new(), "空"),
        Figure::Unread => (String::new(), "未读到"),
    };
    [
        figure.table.to_owned(),
        figure.row.join(" / "),
        figure.column.join(" / "),
        value,
        state.to_owned(),
        figure.note.map(harmless).unwrap_or_default(),
        figure.cell.as_str().to_owned(),
    ]
}

/// A text no spreadsheet takes for a formula.
fn harmless(text: &str) -> String {
    match text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{text}"),
        false => text.to_owned(),
    }
}

/// RFC 4180: what holds a comma, a quotation mark or a line break is quoted.
fn add(out: &mut String, fields: &[String]) {
    for (at, field) in fields.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        match field.contains([',', '"', '\n', '\r']) {
            true => {
                out.push('"');
                out.push_str(&field.replace('"', "\"\""));
                out.push('"');
            }
            false => out.push_str(field),
        }
    }
    out.push_str("\r\n");
}

fn lines(text: &str) -> Vec<Vec<String>> {
    let mut lines = Vec::new();
    let mut line = Vec::new();
    let mut field = String::new();
    let mut quoted = false;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if quoted && characters.next_if_eq(&'"').is_some() => field.push('"'),
            '"' => quoted = !quoted,
            ',' if !quoted => line.push(std::mem::take(&mut field)),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                line.push(std::mem::take(&mut field));
                lines.push(std::mem::take(&mut line));
            }
            other => field.push(other),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_layout::PageOptions;
    use gongkai_layout::samples::{sample, shipped};
    use gongkai_model::form::Forms;
    use gongkai_model::report::Cell;

    #[test]
    fn a_line_a_figure_with_its_labels_and_nothing_a_spreadsheet_would_run() {
        let mut report = sample();
        let noted = |figure: Figure, note: &str| Cell {
            figure,
            note: Some(note.to_owned()),
            ..Cell::default()
        };
        report.cells.insert("requests/new/total".into(), noted(7.into(), "7,其中\"新\"\n3"));
        report.cells.insert("requests/new/other".into(), noted(Figure::Unread, "=1+1"));
        report.cells.insert("requests/new/business".into(), Cell::default());
        let bytes =
            FORMAT.file(&report, &Forms::official(), &PageOptions::default(), &shipped()).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let lines = lines(text.strip_prefix(MARK).unwrap());
        assert_eq!(lines.len(), 1 + figures(&report, &Forms::official()).len());
        let find = |id: &str| lines.iter().find(|line| line[6] == id).unwrap()[..6].join("|");
        let row = "表三|一、本年新收政府信息公开申请数量|申请人情况 / ";
        assert_eq!(find("requests/new/total"), format!("{row}总计|7|有数|7,其中\"新\"\n3"));
        assert!(find("requests/new/other").ends_with("||未读到|'=1+1"));
        assert!(find("requests/new/business").ends_with("||空|"));
    }
}
