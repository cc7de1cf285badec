//! Excel and WPS sheets of the older kind (.xls, .et) → [`Document`], as [`xlsx`](super::xlsx) does.

mod records;
mod rich;

use super::contents::Contents;
use super::format::{Container, Format};
use super::grid::trimmed;
use super::sheet::{Cells, MOST_SHEETS, Sheets};
use super::xlsx::{hidden_sheets, regions, shown};
use crate::Unreadable;
use calamine::{Reader, Xls};
use gongkai_model::document::Document;
use std::io::Cursor;

/// Excel's files of 1997 to 2003.
pub(super) const FORMAT: Format = Format {
    name: "xls",
    called: " Excel 文件",
    endings: &["xls", "et"],
    container: Container::Compound,
    is,
    read,
};

fn is(file: &Contents<'_>) -> bool {
    file.has("/Workbook") || file.has("/Book")
}

/// Reads .xls.
///
/// # Errors
/// Where it is damaged, locked, empty, or more than any report.
pub fn read(bytes: &[u8]) -> Result<Document, Unreadable> {
    records::within_bounds(bytes)?;
    let book: Result<Xls<_>, _> = Xls::new(Cursor::new(bytes));
    let mut book = match book {
        Ok(book) => book,
        Err(calamine::XlsError::Password) => return Err(Unreadable::Password(FORMAT.called)),
        Err(_) => return Err(Unreadable::Damaged(FORMAT.called)),
    };
    let mut sheets = Sheets::default();
    let hidden = hidden_sheets(book.sheets_metadata());
    let none = super::sheet::Unseen::default();
    let stream = records::stream(bytes).unwrap_or_default();
    let of_sheets = records::hidden(&stream);
    let texts = rich::texts(&stream);
    for (number, name) in book.sheet_names().into_iter().take(MOST_SHEETS).enumerate() {
        if hidden.contains(&name) {
            sheets.pass_over(&name);
            continue;
        }
        let Ok(range) = book.worksheet_range(&name) else { continue };
        let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        let (top, left) = range.start().unwrap_or_default();
        let mut cells = Cells::new();
        for (row, column, value) in range.used_cells() {
            let at = (top + row as u32, left + column as u32);
            let rich = texts.get(number).and_then(|texts| texts.get(&at));
            let text = rich.map_or_else(|| shown(value), |text| trimmed(text).to_owned());
            sheets.cell(&mut cells, at, text)?;
        }
        let unseen = of_sheets.get(number).unwrap_or(&none);
        sheets.end(&name, cells, regions(merged), unseen)?;
    }
    sheets.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_workbook_is_damaged() {
        let refused = read(b"\xd0\xcf\x11\xe0").unwrap_err();
        assert_eq!(refused, Unreadable::Damaged(FORMAT.called));
    }
}
