//! Excel sheets (.xlsx) → [`Document`]: figures as they are stored, never rounded for show.
//!
//! **Deliberately absent**: computing formulas; their stored results are read.

use super::contents::Contents;
use super::format::{Container, Format};
use super::grid::trimmed;
use super::package::Package;
use super::sheet::{Cells, MOST_SHEETS, Merged, Sheets};
use super::sheet_properties::{KIND, Properties};
use crate::Unreadable;
use calamine::{Data, DataRef, Dimensions, Reader, Xlsx};
use gongkai_model::document::Document;
use std::io::Cursor;

/// Excel's files since 2007.
pub(super) const FORMAT: Format = Format {
    name: "xlsx",
    called: KIND,
    endings: &["xlsx", "et"],
    container: Container::Zip,
    is,
    read,
};
/// Most bytes of sheets read: each may be as long as the longest part.
const LARGEST_SHEETS: usize = 320 * 1024 * 1024;

fn is(file: &Contents<'_>) -> bool {
    file.has("xl/")
}

/// Reads .xlsx.
///
/// # Errors
/// Where it is damaged, locked, empty, or more than any report.
pub fn read(bytes: &[u8]) -> Result<Document, Unreadable> {
    let damaged = || Unreadable::Damaged(FORMAT.called);
    let mut properties = Properties::of(&mut Package::open(bytes, FORMAT.called)?)?;
    let repacked = properties.repacked.take();
    let bytes = repacked.as_deref().unwrap_or(bytes);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    let hidden = hidden_sheets(book.sheets_metadata());
    let names: Vec<String> = book.sheet_names().into_iter().take(MOST_SHEETS).collect();
    if names.len().saturating_mul(properties.longest) > LARGEST_SHEETS {
        return Err(Unreadable::Excessive);
    }
    let mut sheets = Sheets::default();
    'sheets: for name in names {
        if hidden.contains(&name) {
            sheets.pass_over(&name);
            continue;
        }
        let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        let Ok(mut stored) = book.worksheet_cells_reader(&name) else { continue };
        let own = properties.sheet(&name)?;
        let mut cells = Cells::new();
        loop {
            match stored.next_cell() {
                Ok(Some(cell)) => {
                    let text = match cell.get_value() {
                        DataRef::SharedString(text) => trimmed(text).to_owned(),
                        value => shown(&Data::from(value.clone())),
                    };
                    sheets.cell(&mut cells, cell.get_position(), text)?;
                }
                Ok(None) => break,
                Err(_) => continue 'sheets,
            }
        }
        for (at, text) in own.texts {
            sheets.cell(&mut cells, at, text)?;
        }
        sheets.end(&name, cells, regions(merged), &own.hidden)?;
    }
    sheets.finish()
}

/// The names of the sheets that are not shown.
pub(super) fn hidden_sheets(sheets: &[calamine::Sheet]) -> Vec<String> {
    let hidden = sheets.iter().filter(|sheet| sheet.visible != calamine::SheetVisible::Visible);
    hidden.map(|sheet| sheet.name.clone()).collect()
}

/// Merged cells as the library gives them.
pub(super) fn regions(merged: Vec<Dimensions>) -> Vec<Merged> {
    merged.into_iter().map(|region| Merged { first: region.start, last: region.end }).collect()
}

/// A cell's content as text; a number with all its digits and no more.
pub(super) fn shown(value: &Data) -> String {
    match value {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
            trimmed(text).to_owned()
        }
        Data::Int(number) => number.to_string(),
        // The shortest text that is this very number: 0.1 + 0.2 is seen for what is stored, with
        // the fifteen digits a sheet keeps.
        Data::Float(number) => digits(*number),
        Data::Bool(is) => (if *is { "TRUE" } else { "FALSE" }).to_owned(),
        Data::DateTime(date) => date_shown(date.as_f64()),
        Data::Error(error) => error.to_string(),
    }
}

fn digits(number: f64) -> String {
    let shortest = number.to_string();
    let significant = shortest.bytes().filter(u8::is_ascii_digit).count();
    if significant <= 15 || !number.is_finite() {
        return shortest;
    }
    // What a sheet computed (0.30000000000000004) is shown with fifteen digits, as by the program
    // it comes from.
    format!("{number:.14e}").parse::<f64>().map_or(shortest, |rounded| rounded.to_string())
}

/// Days since 1899-12-30 as a date.
fn date_shown(days: f64) -> String {
    let day = chrono::NaiveDate::from_ymd_opt(1899, 12, 30);
    let whole = days.floor();
    let date = (0.0..=2_958_465.0)
        .contains(&whole)
        .then(|| day?.checked_add_days(chrono::Days::new(whole as u64)))
        .flatten();
    date.map_or_else(|| digits(days), gongkai_model::report::written_date)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::grid::tests::drawn;
    use gongkai_model::document::Block;
    use rust_xlsxwriter::Workbook;

    fn texts(blocks: &[Block]) -> Vec<&str> {
        let texts = blocks.iter().filter_map(|block| match block {
            Block::Paragraph(paragraph) => Some(paragraph.text.as_str()),
            Block::Table(_) => None,
        });
        texts.collect()
    }

    #[test]
    fn sheets_are_tables_with_their_merged_cells() {
        let mut book = Workbook::new();
        let plain = rust_xlsxwriter::Format::new();
        let sheet = book.add_worksheet();
        sheet.write(0, 0, "年度报告").unwrap();
        sheet.merge_range(2, 0, 2, 2, "第（一）项", &plain).unwrap();
        sheet.write(3, 0, "信息\n内容").unwrap();
        sheet.write(3, 1, "本年").unwrap();
        sheet.write(3, 2, "有效").unwrap();
        sheet.merge_range(4, 0, 5, 0, "规章", &plain).unwrap();
        sheet.write(4, 1, 96171.6).unwrap();
        sheet.write(4, 2, 12).unwrap();
        sheet.write(5, 2, "/").unwrap();
        sheet.merge_range(6, 0, 6, 2, "第（五）项", &plain).unwrap();
        sheet.write(7, 0, "行政许可").unwrap();
        sheet.write(9, 0, "落款").unwrap();
        let document = read(&book.save_to_buffer().unwrap()).unwrap();
        assert_eq!(texts(&document.blocks), ["年度报告", "落款"]);
        assert_eq!(
            drawn(&document.blocks),
            [
                "第（一）项@0×1×3",
                "信息\n内容@0 本年@1 有效@2",
                "规章@0×2×1 96171.6@1 12@2",
                "@1 /@2",
                "第（五）项@0×1×3",
                "行政许可@0 @1 @2"
            ]
        );
    }

    #[test]
    fn what_a_sheet_hides_is_passed_over_and_told() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (row, texts) in
            [["规章", "1", "9", "2"], ["旧年", "7", "9", "8"], ["文件", "3", "9", "4"]]
                .iter()
                .enumerate()
        {
            for (column, text) in texts.iter().enumerate() {
                sheet.write(row as u32, column as u16, *text).unwrap();
            }
        }
        sheet.set_column_hidden(2).unwrap();
        sheet.set_row_hidden(1).unwrap();
        let old = book.add_worksheet();
        old.write(0, 0, "去年").unwrap();
        old.set_hidden(true);
        let document = read(&book.save_to_buffer().unwrap()).unwrap();
        assert_eq!(drawn(&document.blocks), ["规章@0 1@1 2@2", "文件@0 3@1 4@2"]);
        assert_eq!(document.passed_over.len(), 2);
    }

    #[test]
    fn a_raised_mark_is_no_digit() {
        let mut book = Workbook::new();
        let plain = rust_xlsxwriter::Format::new();
        let raised = plain.clone().set_font_script(rust_xlsxwriter::FormatScript::Superscript);
        let sheet = book.add_worksheet();
        sheet.write(0, 0, "规章").unwrap();
        sheet.write_rich_string(0, 1, &[(&plain, "26"), (&raised, "1")]).unwrap();
        let document = read(&book.save_to_buffer().unwrap()).unwrap();
        assert_eq!(drawn(&document.blocks), ["规章@0 26¹@1"]);
    }

    #[test]
    fn numbers_have_all_their_digits_and_no_more() {
        for (number, text) in
            [(0.0, "0"), (-18.0, "-18"), (316441.0, "316441"), (3.2, "3.2"), (0.1 + 0.2, "0.3")]
        {
            assert_eq!(digits(number), text);
        }
        assert_eq!(date_shown(46407.0), "2027年1月20日");
        assert_eq!(date_shown(f64::NAN), "NaN");
    }

    #[test]
    fn a_sheet_with_cells_far_apart_is_refused() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write(0, 0, "甲").unwrap();
        sheet.write(1_000_000, 16_000, "乙").unwrap();
        assert_eq!(read(&book.save_to_buffer().unwrap()).unwrap_err(), Unreadable::Excessive);
        assert_eq!(read(b"PK\x03\x04").unwrap_err(), Unreadable::Damaged(FORMAT.called));
    }
}
