//! A table: a table of its own for each page it reaches, with the heads and the labels anew, since a
//! merged cell of a word processor shows its text but once; columns as wide and rows as high as on
//! the page.

use super::xml::{closer, runs, twips};
use gongkai_layout::measures::POINT;
use gongkai_layout::plan::{CellPlan, TablePlan};
use gongkai_model::document::{Table, TableCell};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::Range;

/// Rows are at least and at most this much lower than on the page (mm): what a word processor adds for
/// rules, or a line of text more than on the page, does not take the last row to the next page.
const LOWER: (f64, f64) = (0.18, 0.35);
/// Between the rules and what stands between them: of figures (twentieths of a point).
const BESIDE_FIGURE: u32 = 22;
/// What a label from top to bottom needs besides its characters, in mm.
const AROUND_VERTICAL: f64 = 3.0;

/// What of a table stands on one page.
struct Part<'a> {
    head: usize,
    cells: Vec<(TableCell, Option<&'a CellPlan>)>,
    /// In mm; empty where the layout knows nothing of the table.
    heights: Vec<f64>,
    rows: u16,
}

/// The tables that are written for this one, as they are read: a border between columns that no cell
/// of a part ends at is none.
pub(super) fn parted(table: &Table, plan: Option<&TablePlan>) -> Vec<Table> {
    let whole = |part: Part<'_>| {
        let end = |cell: &TableCell| cell.column + cell.column_span.max(1);
        let borders = part.cells.iter().flat_map(|(cell, _)| [cell.column, end(cell)]);
        let borders: BTreeSet<u16> = borders.collect();
        let seen = |column: u16| borders.range(..column).count() as u16;
        let cells = part.cells.into_iter().map(|(cell, plan)| {
            let column = seen(cell.column);
            let cell = TableCell { column, column_span: seen(end(&cell)) - column, ..cell };
            let lines = plan.and_then(|plan| plan.lines.as_ref()).map(|lines| lines.join("\n"));
            TableCell { text: lines.unwrap_or_else(|| cell.text.clone()), ..cell }
        });
        Table { cells: cells.collect(), rows: part.rows, ..table.clone() }
    };
    parts(table, plan).into_iter().map(whole).collect()
}

fn parts<'a>(table: &Table, plan: Option<&'a TablePlan>) -> Vec<Part<'a>> {
    let starts = plan.map(|plan| plan.starts.as_slice()).unwrap_or_default();
    let rows = usize::from(table.rows);
    let head = plan.map_or(usize::from(table.head_rows), |plan| plan.head_rows);
    let edges: Vec<usize> =
        std::iter::once(0).chain(starts.iter().copied()).chain([rows]).collect();
    let of = |edges: &[usize]| {
        let [from, to] = edges else { return None };
        let repeated = if *from > 0 { 0..head } else { 0..0 };
        Some(part(table, plan, [repeated, *from..*to], head, *to < rows))
    };
    edges.windows(2).filter_map(of).collect()
}

/// The heads that are repeated, and the rows of the page.
fn part<'a>(
    table: &Table,
    plan: Option<&'a TablePlan>,
    shown: [Range<usize>; 2],
    head: usize,
    goes_on: bool,
) -> Part<'a> {
    let rows: Vec<usize> = shown.iter().flat_map(Clone::clone).collect();
    let heights: Vec<f64> = rows
        .iter()
        .filter_map(|row| plan?.heights.get(*row).copied())
        .map(|height| (height - if goes_on { LOWER.1 } else { LOWER.0 }).max(0.0))
        .collect();
    let mut cells = Vec::new();
    for (at, cell) in table.cells.iter().enumerate() {
        let own = plan.and_then(|plan| plan.cells.get(at));
        let spanned = usize::from(cell.row)..usize::from(cell.row + cell.row_span.max(1));
        let mut places =
            (0..rows.len()).filter(|at| rows.get(*at).is_some_and(|row| spanned.contains(row)));
        let Some(first) = places.next() else { continue };
        let count = 1 + places.count();
        let high: f64 =
            heights.get(first..first + count).map_or(f64::MAX, |rows| rows.iter().sum());
        let size = own.map_or(0.0, |own| own.size * POINT);
        let needed = cell.text.chars().count() as f64 * size + AROUND_VERTICAL;
        cells.push((
            TableCell {
                row: first as u16,
                row_span: count as u16,
                // Too low for a label from top to bottom: its words stand side by side.
                vertical: cell.vertical && needed < high,
                ..cell.clone()
            },
            own,
        ));
    }
    cells.sort_by_key(|(cell, _)| (cell.row, cell.column));
    Part { head, cells, heights, rows: rows.len() as u16 }
}

/// How much lower than on the page the rows of the table's last page are, in mm.
pub(super) fn lowered(plan: &TablePlan) -> f64 {
    let last = plan.starts.last().copied().unwrap_or(0);
    let repeated = if last > 0 { plan.head_rows } else { 0 };
    (plan.heights.len() - last.min(plan.heights.len()) + repeated) as f64 * LOWER.0
}

/// Writes the table, each part but the first on a new page, the first when it `turns`.
pub(super) fn write(
    table: &Table,
    plan: Option<&TablePlan>,
    width: f64,
    turns: bool,
    out: &mut String,
) {
    let columns = usize::from(table.columns.max(1));
    let widths: Vec<i64> = match plan.filter(|plan| plan.widths.len() == columns) {
        Some(plan) => plan.widths.iter().map(|width| twips(*width)).collect(),
        None => vec![twips(width / columns as f64); columns],
    };
    for (at, part) in parts(table, plan).iter().enumerate() {
        // Between the parts stands a paragraph: without it they would be one table.
        if at > 0 || turns {
            out.push_str(TURN);
        }
        write_part(part, &widths, out);
    }
}

/// An empty paragraph that begins a page and takes no room.
const TURN: &str = "<w:p><w:pPr><w:pageBreakBefore/><w:snapToGrid w:val=\"0\"/>\
    <w:spacing w:line=\"20\" w:lineRule=\"exact\"/></w:pPr></w:p>";

fn write_part(part: &Part<'_>, widths: &[i64], out: &mut String) {
    let _ = write!(
        out,
        "<w:tbl><w:tblPr><w:tblW w:w=\"{}\" w:type=\"dxa\"/><w:jc w:val=\"center\"/><w:tblBorders>",
        widths.iter().sum::<i64>()
    );
    for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
        let _ =
            write!(out, "<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>");
    }
    let _ = write!(
        out,
        "</w:tblBorders><w:tblLayout w:type=\"fixed\"/><w:tblCellMar>\
         <w:left w:w=\"{BESIDE_FIGURE}\" w:type=\"dxa\"/>\
         <w:right w:w=\"{BESIDE_FIGURE}\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>"
    );
    for width in widths {
        let _ = write!(out, "<w:gridCol w:w=\"{width}\"/>");
    }
    out.push_str("</w:tblGrid>");
    for row in 0..part.rows {
        let at = usize::from(row);
        out.push_str("<w:tr><w:trPr><w:cantSplit/>");
        if let Some(height) = part.heights.get(at) {
            let _ = write!(out, "<w:trHeight w:val=\"{}\" w:hRule=\"atLeast\"/>", twips(*height));
        }
        out.push_str(if at < part.head { "<w:tblHeader/>" } else { "" });
        out.push_str("</w:trPr>");
        let mut reaching: Vec<&(TableCell, Option<&CellPlan>)> = part
            .cells
            .iter()
            .filter(|(cell, _)| cell.row <= row && row < cell.row + cell.row_span.max(1))
            .collect();
        reaching.sort_by_key(|(cell, _)| cell.column);
        for (cell, plan) in reaching {
            write_cell(cell, *plan, row, widths, out);
        }
        out.push_str("</w:tr>");
    }
    out.push_str("</w:tbl>");
}

fn write_cell(
    cell: &TableCell,
    plan: Option<&CellPlan>,
    row: u16,
    widths: &[i64],
    out: &mut String,
) {
    let span = usize::from(cell.column_span.max(1));
    let width: i64 = widths.iter().skip(usize::from(cell.column)).take(span).sum();
    let _ = write!(out, "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>");
    if span > 1 {
        let _ = write!(out, "<w:gridSpan w:val=\"{span}\"/>");
    }
    let begins = cell.row == row;
    if cell.row_span > 1 {
        out.push_str(if begins { "<w:vMerge w:val=\"restart\"/>" } else { "<w:vMerge/>" });
    }
    if cell.vertical {
        out.push_str("<w:textDirection w:val=\"tbRlV\"/>");
    }
    out.push_str("<w:vAlign w:val=\"center\"/></w:tcPr><w:p><w:pPr>");
    let style = match (cell.label, plan.is_some_and(|plan| plan.flush)) {
        (_, true) => "TableText",
        (true, false) => "TableLabel",
        (false, false) => "TableFigure",
    };
    let _ = write!(out, "<w:pStyle w:val=\"{style}\"/>");
    out.push_str("</w:pPr>");
    if begins {
        let lines = plan.and_then(|plan| plan.lines.as_ref()).map(|lines| lines.join("\n"));
        let text = lines.as_deref().unwrap_or(&cell.text);
        let size = plan.map_or(super::styles::TABLE_SIZE, |plan| (2.0 * plan.size).round());
        let mut look = String::new();
        if let Some(plan) = plan.filter(|plan| plan.closer > 0.0) {
            look += &closer(plan.closer);
        }
        if size != super::styles::TABLE_SIZE {
            let _ = write!(look, "<w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/>");
        }
        out.push_str(&runs(text, &look));
    }
    out.push_str("</w:p></w:tc>");
}
