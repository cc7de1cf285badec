//! Years side by side → an Excel workbook: figures as numbers, the sentences that differ, and each
//! chart with its figures.

use super::xlsx::fill;
use crate::error::NotWritten;
use crate::verify::document::{checked, same_tables};
use gongkai_compare::Chart;
use gongkai_compose::comparison::{
    Compared, Reasons, chart_table, heading, sentences, side_by_side,
};
use gongkai_model::document::{Block, Document, Table};
use rust_xlsxwriter::{Chart as Drawing, ChartType, Workbook, Worksheet, XlsxError};

/// Height of a line of words, in points.
const LINE: f64 = 15.0;

/// The comparison as a workbook. What was written has been read back and compared.
///
/// # Errors
/// When the file could not be made, or what is read back differs from the tables.
pub fn comparison_book(compared: &Compared<'_>) -> Result<Vec<u8>, NotWritten> {
    let mut book = Workbook::new();
    let mut tables = Vec::new();
    book_of(compared, &mut book, &mut tables).map_err(|_| NotWritten::File)?;
    let bytes = book.save_to_buffer().map_err(|_| NotWritten::File)?;
    let written =
        Document { blocks: tables.into_iter().map(Block::Table).collect(), ..Document::default() };
    checked(bytes, gongkai_read::xlsx::read, |read| same_tables(&written, read))
}

fn book_of(
    compared: &Compared<'_>,
    book: &mut Workbook,
    tables: &mut Vec<Table>,
) -> Result<(), XlsxError> {
    let figures = compared.figures(Reasons::Beside);
    let sheet = book.add_worksheet();
    fill(sheet, &compared.title(), "数字", &figures)?;
    let below = u32::from(figures.rows.saturating_sub(1));
    // Title, name and an empty row stand above the table.
    heighten(sheet, &figures, 3)?;
    sheet.autofilter(3, 0, 3 + below, figures.columns.saturating_sub(1))?;
    tables.push(figures);
    for chart in compared.charts {
        let table = chart_table(chart);
        let sheet = book.add_worksheet();
        fill(sheet, "", &chart.name, &table)?;
        draw(sheet, chart, &table)?;
        tables.push(table);
    }
    let [last, this] = compared.last_two();
    for text in compared.texts() {
        let sides = side_by_side(&text.pieces);
        if sides.is_empty() {
            continue;
        }
        let table = sentences(&sides, last, this);
        let sheet = book.add_worksheet();
        fill(sheet, "", &heading(text), &table)?;
        heighten(sheet, &table, 2)?;
        tables.push(table);
    }
    Ok(())
}

/// Rows as high as their words need; not every program finds that out by itself. `first` is the row
/// of the table's heads.
fn heighten(sheet: &mut Worksheet, table: &Table, first: u32) -> Result<(), XlsxError> {
    let mut lines = vec![1; usize::from(table.rows)];
    for cell in &table.cells {
        let width = table.widths.get(usize::from(cell.column)).copied().unwrap_or(1000);
        // A hundred Latin letters to the whole width, a Chinese one takes two; one for the margin.
        let room = (usize::from(width) / 10).saturating_sub(1).max(2);
        let letters: usize = cell.text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
        if let Some(held) = lines.get_mut(usize::from(cell.row)) {
            *held = (*held).max(letters.div_ceil(room));
        }
    }
    for (row, lines) in (first..).zip(lines) {
        sheet.set_row_height(row, LINE * lines as f64)?;
    }
    Ok(())
}

/// A chart beside its figures, which begin in the row under the sheet's name and an empty one.
fn draw(sheet: &mut Worksheet, chart: &Chart, table: &Table) -> Result<(), XlsxError> {
    let (first, last) = (3, 1 + u32::from(table.rows));
    let name = sheet.name();
    let mut drawing = Drawing::new(ChartType::Column);
    drawing.title().set_name(&chart.name);
    for column in 1..table.columns {
        drawing
            .add_series()
            .set_name((name.as_str(), 2, column))
            .set_categories((name.as_str(), first, 0, last, 0))
            .set_values((name.as_str(), first, column, last, column));
    }
    sheet.insert_chart(u32::from(table.rows) + 4, 0, &drawing)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::composed::with_comparison;
    use calamine::{Data, Reader, Xlsx};
    use std::io::{Cursor, Read};

    #[test]
    fn figures_are_numbers_and_charts_are_charts() {
        for count in [2, 8] {
            with_comparison(count, |compared| {
                let bytes = comparison_book(compared).unwrap();
                let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.clone())).unwrap();
                assert_eq!(book.sheet_names()[0], "数字");
                let sheet = book.worksheet_range("数字").unwrap();
                let numbers = sheet.used_cells().filter(|(.., v)| matches!(v, Data::Float(_)));
                assert!(numbers.count() > compared.rows.len());
                let mut file = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
                let mut drawn = String::new();
                file.by_name("xl/charts/chart1.xml").unwrap().read_to_string(&mut drawn).unwrap();
                assert!(drawn.contains("收到和办结的申请") && drawn.contains("$B$4"));
                assert!(file.by_name("xl/charts/chart3.xml").is_ok());
            });
        }
    }
}
