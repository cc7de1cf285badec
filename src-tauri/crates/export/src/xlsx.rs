//! The tables of a document → an Excel workbook: a sheet each, with the official heads, merged as on
//! paper, figures as numbers.
//!
//! **Deliberately absent**: the text chapters; formulas. A figure is what the user entered.

use crate::error::NotWritten;
use crate::format::{FileFormat, Source};
use crate::verify::document::{checked, same_tables};
use gongkai_model::document::{Block, Document, Role, Table, TableCell, normalize};
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

/// Longest name of a sheet, in characters.
const LONGEST_NAME: usize = 31;
/// Width of a table in characters.
const WIDTH: f64 = 100.0;
/// Width of a column whose table says nothing of it.
const USUAL_WIDTH: f64 = 8.43;
/// Height of a line of a cell, and what stands free above and below its lines, in points.
const LINE: f64 = 14.5;
const FREE: f64 = 4.0;
/// Most digits a sheet keeps of a number; what has more is written as text.
const MOST_DIGITS: usize = 15;

/// The tables as a workbook.
pub(crate) const FORMAT: FileFormat =
    FileFormat { name: "xlsx", called: "Excel", endings: &["xlsx"], write };

fn write(source: &Source<'_>) -> Result<Vec<u8>, NotWritten> {
    xlsx(&source.document)
}

/// Writes the workbook. What was written has been read back and compared.
///
/// # Errors
/// When what is read back differs from the document's tables, or there is none.
pub fn xlsx(document: &Document) -> Result<Vec<u8>, NotWritten> {
    let mut book = Workbook::new();
    let mut title = "";
    let mut heading = "";
    for block in &document.blocks {
        match block {
            Block::Paragraph(paragraph) => match paragraph.role {
                Role::Title => title = &paragraph.text,
                Role::Heading(1) => heading = &paragraph.text,
                _ => {}
            },
            Block::Table(table) => {
                let sheet = book.add_worksheet();
                fill(sheet, title, heading, table).map_err(|_| NotWritten::File)?;
                heading = "";
            }
        }
    }
    let bytes = book.save_to_buffer().map_err(|_| NotWritten::File)?;
    let written = without_blank_ends(document);
    checked(bytes, gongkai_read::xlsx::read, |read| {
        same_tables(&written, &without_blank_ends(read))
    })
}

/// The tables without rows at their end that say nothing: a sheet ends with its last word.
fn without_blank_ends(document: &Document) -> Document {
    let mut document = document.clone();
    for block in &mut document.blocks {
        let Block::Table(table) = block else { continue };
        let rows = table.cells.iter().filter(|cell| !normalize::text(&cell.text).is_empty());
        let end = rows.map(|cell| cell.row + 1).max().unwrap_or(0);
        table.cells.retain(|cell| cell.row < end);
        for cell in &mut table.cells {
            cell.row_span = cell.row_span.min(end - cell.row);
        }
    }
    document
}

pub(super) fn fill(
    sheet: &mut Worksheet,
    title: &str,
    heading: &str,
    table: &Table,
) -> Result<(), XlsxError> {
    let name: String = heading.chars().filter(|c| !"[]:*?/\\'".contains(*c)).collect();
    let name: String = name.chars().take(LONGEST_NAME).collect();
    if !name.is_empty() {
        sheet.set_name(name)?;
    }
    let last = table.columns.saturating_sub(1);
    let mut row = 0;
    for text in [title, heading] {
        let format = Format::new().set_bold().set_align(FormatAlign::Center).set_text_wrap();
        if !text.is_empty() && last > 0 {
            sheet.merge_range(row, 0, row, last, text, &format)?;
            row += 1;
        } else if !text.is_empty() {
            sheet.write_with_format(row, 0, text, &format)?;
            row += 1;
        }
    }
    let first = row + u32::from(row > 0);
    for cell in &table.cells {
        write_cell(sheet, first, cell)?;
    }
    for (column, width) in table.widths.iter().enumerate() {
        sheet.set_column_width(column as u16, f64::from(*width) / 1000.0 * WIDTH)?;
    }
    for (row, lines) in (first..).zip(lines(table)) {
        sheet.set_row_height(row, FREE + LINE * lines as f64)?;
    }
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    if table.head_rows > 0 {
        let head = first + u32::from(table.head_rows);
        sheet.set_repeat_rows(first, head - 1)?;
        sheet.set_freeze_panes(head, 0)?;
    }
    Ok(())
}

/// How many lines each row of a table needs: a sheet does not make room for merged cells by itself.
fn lines(table: &Table) -> Vec<usize> {
    let width = |column: u16| {
        let width = table.widths.get(usize::from(column));
        width.map_or(USUAL_WIDTH, |width| f64::from(*width) / 1000.0 * WIDTH)
    };
    let needed = |cell: &TableCell| -> usize {
        if cell.vertical {
            return cell.text.chars().count();
        }
        // A character is as wide as two digits; half of one is lost at each end of a line.
        let room: f64 = (cell.column..cell.column + cell.column_span.max(1)).map(width).sum();
        let fits = (room - 1.0).max(2.0);
        let broken = cell.text.lines().map(|line| {
            let units: f64 = line.chars().map(|c| if c.is_ascii() { 1.1 } else { 2.2 }).sum();
            (units / fits).ceil().max(1.0) as usize
        });
        broken.sum::<usize>().max(1)
    };
    let mut lines = vec![1; usize::from(table.rows)];
    let mut cells: Vec<&TableCell> = table.cells.iter().collect();
    cells.sort_by_key(|cell| cell.row_span);
    for cell in cells {
        let rows = usize::from(cell.row)..usize::from(cell.row + cell.row_span.max(1));
        let Some(rows) = lines.get_mut(rows) else { continue };
        let missing = needed(cell).saturating_sub(rows.iter().sum());
        if let Some(last) = rows.last_mut() {
            *last += missing;
        }
    }
    lines
}

fn write_cell(sheet: &mut Worksheet, first: u32, cell: &TableCell) -> Result<(), XlsxError> {
    let format = Format::new()
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap();
    let format = if cell.vertical { format.set_rotation(270) } else { format };
    let (row, column) = (first + u32::from(cell.row), cell.column);
    if cell.row_span > 1 || cell.column_span > 1 {
        let bottom = row + u32::from(cell.row_span.max(1)) - 1;
        let right = column + cell.column_span.max(1) - 1;
        sheet.merge_range(row, column, bottom, right, "", &format)?;
    }
    match number(cell) {
        Some(number) => sheet.write_number_with_format(row, column, number, &format)?,
        None if cell.text.is_empty() => sheet.write_blank(row, column, &format)?,
        None => sheet.write_string_with_format(row, column, &cell.text, &format)?,
    };
    Ok(())
}

/// A figure a sheet keeps exactly.
fn number(cell: &TableCell) -> Option<f64> {
    let digits = cell.text.bytes().filter(u8::is_ascii_digit).count();
    let plain = cell.text.bytes().all(|byte| byte.is_ascii_digit() || b"-.".contains(&byte));
    if cell.label || !plain || digits > MOST_DIGITS {
        return None;
    }
    let number: f64 = cell.text.parse().ok()?;
    (number.to_string() == cell.text).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::reports;
    use calamine::{Data, Reader, Xlsx};
    use std::io::Cursor;

    #[test]
    fn three_sheets_with_their_heads_and_figures_as_numbers() {
        for document in reports() {
            let bytes = xlsx(&document).unwrap();
            let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
            let names = book.sheet_names();
            assert_eq!(names.len(), 3);
            assert_eq!(names[1], "三、收到和处理政府信息公开申请情况");
            let sheet = book.worksheet_range(&names[1]).unwrap();
            let numbers = sheet.used_cells().filter(|(_, _, v)| matches!(v, Data::Float(_)));
            assert!(numbers.count() > 60);
        }
    }

    #[test]
    fn a_row_is_as_high_as_its_fullest_cell() {
        let cell = |row, column, row_span, column_span, text: &str| TableCell {
            row,
            column,
            row_span,
            column_span,
            text: text.into(),
            ..TableCell::default()
        };
        let table = Table {
            rows: 3,
            columns: 2,
            widths: vec![100, 200],
            cells: vec![
                cell(0, 0, 1, 2, "一、本年新收"),
                cell(1, 0, 2, 1, "第一行\n第二行\n第三行\n第四行\n第五行"),
                cell(1, 1, 1, 1, "申请人无正当理由逾期不补正"),
                cell(2, 1, 1, 1, "12"),
            ],
            ..Table::default()
        };
        assert_eq!(lines(&table), [1, 2, 3]);
    }

    #[test]
    fn what_a_number_of_a_sheet_cannot_keep_is_text() {
        let figure = |text: &str| number(&TableCell { text: text.into(), ..TableCell::default() });
        assert_eq!(figure("96171.6"), Some(96171.6));
        assert_eq!(figure("-18"), Some(-18.0));
        for text in ["", "1.50", "007", "/", "1234567890123456789", "495（万元）"] {
            assert_eq!(figure(text), None, "{text}");
        }
    }
}
