//! Excel and WPS sheets (.xlsx, .xls) → [`Document`]: each sheet as a table, or as paragraphs and
//! tables where rows with a single cell stand between. Figures as they are stored, never rounded
//! for show.
//!
//! **Deliberately absent**: computing formulas; their stored results are read.

use super::Unreadable;
use super::biff;
use super::grid::{self, Content, Grid, trimmed};
use super::limits::Extent;
use super::package::Package;
use calamine::{Data, DataRef, Dimensions, Reader, Xls, Xlsx};
use gongkai_model::document::{Block, Document, Role};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::Cursor;

const KIND: &str = " Excel 文件";
/// Most sheets looked at.
const MOST_SHEETS: usize = 60;
/// Most cells the sheets of an old workbook may span; the library lays out an empty plain of them.
pub(super) const MOST_CELLS: usize = 2_000_000;
/// Most places of a sheet, rows × columns from its first cell to its last.
const MOST_PLACES: usize = 200_000;
/// Most bytes of sheets read: each may be as long as the longest part.
const LARGEST_SHEETS: usize = 320 * 1024 * 1024;

/// What the cells of a sheet say, by row and column; empty ones are not there.
type Said = BTreeMap<(u32, u32), String>;

/// Reads .xlsx.
pub fn read(bytes: &[u8]) -> Result<Document, Unreadable> {
    let longest = longest_part(&mut Package::open(bytes, KIND)?)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| Unreadable::Damaged(KIND))?;
    let names: Vec<String> = book.sheet_names().into_iter().take(MOST_SHEETS).collect();
    if names.len().saturating_mul(longest) > LARGEST_SHEETS {
        return Err(Unreadable::Excessive);
    }
    let mut extent = Extent::default();
    let mut blocks = Vec::new();
    'sheets: for name in names {
        let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        let Ok(mut cells) = book.worksheet_cells_reader(&name) else { continue };
        let mut said = Said::new();
        loop {
            match cells.next_cell() {
                Ok(Some(cell)) => {
                    let text = match cell.get_value() {
                        DataRef::SharedString(text) => trimmed(text).to_owned(),
                        value => shown(&Data::from(value.clone())),
                    };
                    take(&mut said, &mut extent, cell.get_position(), text)?;
                }
                Ok(None) => break,
                Err(_) => continue 'sheets,
            }
        }
        sheet(&name, said, &merged, &mut blocks)?;
    }
    finished(blocks)
}

/// Reads .xls (Excel 97–2003).
pub fn read_old(bytes: &[u8]) -> Result<Document, Unreadable> {
    biff::within_bounds(bytes)?;
    let book: Result<Xls<_>, _> = Xls::new(Cursor::new(bytes));
    let mut book = match book {
        Ok(book) => book,
        Err(calamine::XlsError::Password) => return Err(Unreadable::Password(KIND)),
        Err(_) => return Err(Unreadable::Damaged(KIND)),
    };
    let mut extent = Extent::default();
    let mut blocks = Vec::new();
    for name in book.sheet_names().into_iter().take(MOST_SHEETS) {
        let Ok(range) = book.worksheet_range(&name) else { continue };
        let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        let (top, left) = range.start().unwrap_or_default();
        let mut said = Said::new();
        for (row, column, value) in range.used_cells() {
            let place = (top + row as u32, left + column as u32);
            take(&mut said, &mut extent, place, shown(value))?;
        }
        sheet(&name, said, &merged, &mut blocks)?;
    }
    finished(blocks)
}

/// Unpacks every part once within bounds, since the library sets none; the bytes of the longest.
fn longest_part(package: &mut Package<'_>) -> Result<usize, Unreadable> {
    let mut longest = 0;
    for name in package.names() {
        longest = longest.max(package.part(&name)?.map_or(0, |part| part.len()));
    }
    Ok(longest)
}

fn take(
    said: &mut Said,
    extent: &mut Extent,
    place: (u32, u32),
    text: String,
) -> Result<(), Unreadable> {
    if !text.is_empty() {
        extent.add(text.chars().count(), 1)?;
        said.insert(place, text);
    }
    Ok(())
}

fn finished(blocks: Vec<Block>) -> Result<Document, Unreadable> {
    if blocks.is_empty() {
        Err(Unreadable::Empty)
    } else {
        Ok(Document { blocks, ..Document::default() })
    }
}

/// Puts a sheet's own name, where someone gave it one, before a table that has no other.
fn named(name: &str, first: usize, out: &mut Vec<Block>) {
    let without_number = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let usual = ["Sheet", "sheet", "工作表", "Table"].contains(&without_number);
    if !usual && matches!(out.get(first), Some(Block::Table(_))) {
        out.insert(first, grid::paragraph(name, Role::Body));
    }
}

/// A cell of a sheet, merged ones once.
struct Filled {
    row: usize,
    column: usize,
    row_span: usize,
    column_span: usize,
    text: String,
}

fn sheet(
    name: &str,
    mut said: Said,
    merged: &[Dimensions],
    out: &mut Vec<Block>,
) -> Result<(), Unreadable> {
    let columns = || said.keys().map(|(_, column)| *column);
    let (Some((top, _)), Some((bottom, _))) = (said.keys().next(), said.keys().next_back()) else {
        return Ok(());
    };
    let (top, bottom) = (*top, *bottom);
    let (left, right) = (columns().min().unwrap_or(0), columns().max().unwrap_or(0));
    let rows = (bottom - top) as usize + 1;
    let columns = (right - left) as usize + 1;
    if rows > grid::MOST_ROWS || columns > grid::MOST_COLUMNS || rows * columns > MOST_PLACES {
        return Err(Unreadable::Excessive);
    }
    let mut spans = HashMap::new();
    let mut covered = HashSet::new();
    let mut places = 0;
    for region in merged {
        let (first_row, first_column) = region.start;
        let last_row = region.end.0.min(bottom);
        let last_column = region.end.1.min(right);
        if first_row < top
            || first_column < left
            || last_row < first_row
            || last_column < first_column
        {
            continue;
        }
        let span = ((last_row - first_row) as usize + 1, (last_column - first_column) as usize + 1);
        places += span.0 * span.1;
        if places > MOST_PLACES {
            return Err(Unreadable::Excessive);
        }
        for row in first_row..=last_row {
            covered.extend((first_column..=last_column).map(|column| (row, column)));
        }
        covered.remove(&(first_row, first_column));
        spans.insert((first_row, first_column), span);
    }
    let mut cells: Vec<Vec<Filled>> = (0..rows).map(|_| Vec::new()).collect();
    for (row, line) in cells.iter_mut().enumerate() {
        for column in 0..columns {
            let at = (top + row as u32, left + column as u32);
            if covered.contains(&at) {
                continue;
            }
            let (row_span, column_span) = spans.get(&at).copied().unwrap_or((1, 1));
            let text = said.remove(&at).unwrap_or_default();
            line.push(Filled { row, column, row_span, column_span, text });
        }
    }
    let first = out.len();
    parts(cells, out)?;
    named(name, first, out);
    Ok(())
}

/// Cuts a sheet into paragraphs and tables. A table ends at an empty row. A row in which one cell
/// alone says something is a paragraph where no table has begun; one cell across the whole sheet
/// is part of the table right below it.
fn parts(rows: Vec<Vec<Filled>>, out: &mut Vec<Block>) -> Result<(), Unreadable> {
    let mut grid: Option<(usize, Grid)> = None;
    let mut reached = 0;
    let mut pending: Option<Filled> = None;
    for (number, mut row) in rows.into_iter().enumerate() {
        let says = row.iter().filter(|cell| !cell.text.is_empty()).count();
        let reaches = row.iter().map(|cell| cell.row + cell.row_span).max().unwrap_or(0);
        let inside = number < reached || reaches > number + 1;
        reached = reached.max(reaches);
        if !inside && says == 0 {
            leave(&mut grid, &mut pending, out);
            continue;
        }
        let across = row.len() == 1;
        if !inside && says == 1 && (across || grid.is_none()) {
            if pending.is_some() || grid.is_none() {
                leave(&mut grid, &mut pending, out);
            }
            let said = row.iter().position(|cell| !cell.text.is_empty());
            pending = said.map(|at| row.swap_remove(at));
            continue;
        }
        // Across the sheet and right above a table: its first row.
        let heads = pending.as_ref().is_some_and(|cell| cell.column_span > 1);
        if grid.is_none() && !heads {
            leave(&mut grid, &mut pending, out);
        }
        let number = number - usize::from(grid.is_none() && heads);
        let (first, grid) = grid.get_or_insert_with(|| (number, Grid::default()));
        if let Some(cell) = pending.take() {
            place(vec![cell], *first, grid)?;
        }
        place(row, *first, grid)?;
    }
    leave(&mut grid, &mut pending, out);
    Ok(())
}

/// Ends the table, then the paragraph behind it.
fn leave(grid: &mut Option<(usize, Grid)>, pending: &mut Option<Filled>, out: &mut Vec<Block>) {
    out.extend(grid.take().into_iter().flat_map(|(_, grid)| grid.finish()));
    if let Some(cell) = pending.take() {
        out.extend(cell.text.lines().map(|line| grid::paragraph(line, Role::Body)));
    }
}

fn place(row: Vec<Filled>, first: usize, grid: &mut Grid) -> Result<(), Unreadable> {
    for cell in row {
        let blocks = cell.text.lines().map(|line| grid::paragraph(line, Role::Body)).collect();
        let content = Content { blocks, ..Content::default() };
        let row = cell.row.saturating_sub(first);
        grid.place((row, cell.column), (cell.row_span, cell.column_span), content)?;
    }
    Ok(())
}

/// A cell's content as text; a number with all its digits and no more.
fn shown(value: &Data) -> String {
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
    use crate::grid::tests::drawn;
    use rust_xlsxwriter::{Format, Workbook};

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
        let plain = Format::new();
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
        assert_eq!(read(b"PK\x03\x04").unwrap_err(), Unreadable::Damaged(KIND));
        assert_eq!(read_old(b"\xd0\xcf\x11\xe0").unwrap_err(), Unreadable::Damaged(KIND));
    }
}
