//! The figures as JSON, for data platforms: what the report is, and each figure with the form's labels.
//! Figures are exact decimals in quotes; `""` is blank, null was not read.
//!
//! **Deliberately absent**: the text chapters.

use crate::error::NotWritten;
use crate::figures::figures;
use crate::format::{FileFormat, Source};
use gongkai_model::report::Figure;
use serde_json::{Value, json};

/// The figures as JSON.
pub(crate) const FORMAT: FileFormat =
    FileFormat { name: "json", called: "JSON（数据）", endings: &["json"], write };

fn write(source: &Source<'_>) -> Result<Vec<u8>, NotWritten> {
    let report = source.report;
    let wire = |figure: Figure| serde_json::to_value(figure).map_err(|_| NotWritten::File);
    let mut list = Vec::new();
    for figure in figures(report, source.forms) {
        let mut entry = json!({
            "cell": figure.cell.as_str(),
            "table": figure.table,
            "row": figure.row,
            "column": figure.column,
            "value": wire(figure.figure)?,
        });
        if let (Some(note), Some(entry)) = (figure.note, entry.as_object_mut()) {
            entry.insert("note".to_owned(), note.into());
        }
        list.push(entry);
    }
    let whole = json!({
        "title": report.full_title(),
        "organ": report.organ,
        "year": report.year,
        "edition": report.edition,
        "date": report.document_date().map(|date| date.to_string()),
        "figures": list,
    });
    let text = serde_json::to_string_pretty(&whole).map_err(|_| NotWritten::File)? + "\n";
    same(&text, source)?;
    Ok(text.into_bytes())
}

fn same(text: &str, source: &Source<'_>) -> Result<(), NotWritten> {
    let back: Value = serde_json::from_str(text).map_err(|_| NotWritten::File)?;
    let all = back.get("figures").and_then(Value::as_array).ok_or(NotWritten::File)?;
    let expected = figures(source.report, source.forms);
    let differs = expected.iter().zip(all).find(|(figure, entry)| {
        let value = entry.get("value").cloned().unwrap_or_default();
        let cell = entry.get("cell").and_then(Value::as_str);
        cell != Some(figure.cell.as_str())
            || serde_json::from_value::<Figure>(value).ok() != Some(figure.figure)
    });
    match differs {
        Some((figure, _)) => Err(NotWritten::Different { place: figure.cell.as_str().to_owned() }),
        None if expected.len() != all.len() => Err(NotWritten::File),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_layout::PageOptions;
    use gongkai_layout::samples::{sample, shipped};
    use gongkai_model::form::Forms;
    use gongkai_model::report::Cell;

    #[test]
    fn blank_unread_and_nought_stay_three_and_labels_are_the_forms() {
        let mut report = sample();
        report.cells.insert("requests/new/total".into(), Cell::typed(0));
        report.cells.insert("requests/new/other".into(), Cell::default());
        let unread =
            Cell {
                figure: Figure::Unread, note: Some("（“不详”）".into()), ..Cell::default()
            };
        report.cells.insert("requests/new/business".into(), unread);
        let bytes =
            FORMAT.file(&report, &Forms::official(), &PageOptions::default(), &shipped()).unwrap();
        let back: Value = serde_json::from_slice(&bytes).unwrap();
        let find = |id: &str| {
            let all = back["figures"].as_array().unwrap();
            all.iter().find(|entry| entry["cell"] == id).unwrap().clone()
        };
        assert_eq!(find("requests/new/total")["value"], "0");
        assert_eq!(find("requests/new/other")["value"], "");
        assert_eq!(find("requests/new/business")["value"], Value::Null);
        assert_eq!(find("requests/new/business")["note"], "（“不详”）");
        assert_eq!(find("requests/new/total")["row"], json!(["一、本年新收政府信息公开申请数量"]));
        assert_eq!(find("requests/new/total")["column"], json!(["申请人情况", "总计"]));
        assert_eq!(back["year"], 2026);
        assert_eq!(back["date"], "2027-01-20");
    }
}
