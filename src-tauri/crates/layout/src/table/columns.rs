//! How wide the columns of a table are: as the form says, as long figures ask, or by what they hold.

use super::measures::{COMMON_SIZE, FLUSH_FROM, SIDE, SIZE_STEP};
use super::text::{fitting_size, is_figure, style};
use crate::fonts::Faces;
use crate::glyphs::glyphs;
use crate::line::width;
use crate::measures::*;
use gongkai_model::document::{Table, TableCell};

/// Between a figure and the rules beside it, in mm: figures need every bit of a narrow column.
const BESIDE_FIGURE: f64 = 0.4;
/// The narrowest a column of figures is made for the sake of its neighbours: its head's words are
/// two characters a line (mm).
const NARROWEST: f64 = 2.0 * TABLE_SIZE * POINT + 2.0 * SIDE + 0.01;
/// Where upright columns leave figures smaller than this (points), the table is turned.
const LEGIBLE: f64 = 8.0;
/// Figures of fewer characters are legible in any table of the form.
const SHORT_FIGURE: usize = 7;
/// The least room words are given in a column, in characters.
const LEAST_WORDS: f64 = 4.0;

/// Whether an upright table would not be legible: its figures or words need wider columns than the
/// page has.
pub(crate) fn is_too_wide(table: &Table, faces: &mut Faces<'_>) -> bool {
    if !has_widths(table) {
        return columns(table, faces).iter().map(|column| column.least).sum::<f64>() > AREA_WIDTH;
    }
    let long = |cell: &&TableCell| is_figure(cell) && cell.text.len() >= SHORT_FIGURE;
    if !table.cells.iter().any(|cell| long(&cell)) {
        return false;
    }
    let edges = edges(table, AREA_WIDTH, faces);
    let mut figures = table.cells.iter().filter(long);
    figures.any(|cell| {
        let room = room_in(cell, &edges);
        fitting_size(&cell.text, room, SMALLEST_SIZE, faces) < LEGIBLE
    })
}

/// Width between the sides of a cell, in mm.
pub(super) fn room_in(cell: &TableCell, edges: &[f64]) -> f64 {
    let end = edges.last().copied().unwrap_or_default();
    let edge = |column: u16| edges.get(usize::from(column)).copied().unwrap_or(end);
    let side = if is_figure(cell) { BESIDE_FIGURE } else { SIDE };
    (edge(cell.column.saturating_add(cell.column_span)) - edge(cell.column) - 2.0 * side).max(1.0)
}

pub(super) fn has_widths(table: &Table) -> bool {
    table.widths.len() == usize::from(table.columns) && table.widths.iter().any(|width| *width > 0)
}

pub(super) fn edges(table: &Table, room: f64, faces: &mut Faces<'_>) -> Vec<f64> {
    let widths = match has_widths(table) {
        true => {
            let given: f64 = table.widths.iter().map(|width| f64::from(*width)).sum();
            let mut widths: Vec<f64> =
                table.widths.iter().map(|width| f64::from(*width) / given * room).collect();
            make_room(table, &mut widths, faces);
            widths
        }
        false => shared_out(&columns(table, faces), room),
    };
    let mut edges = vec![0.0];
    let mut sum = 0.0;
    for width in widths {
        sum += width;
        edges.push(sum);
    }
    edges
}

/// What a column holds: the width its longest text would take on one line, and the least it can do
/// with, in mm.
#[derive(Clone, Copy)]
struct Column {
    natural: f64,
    least: f64,
}

fn columns(table: &Table, faces: &mut Faces<'_>) -> Vec<Column> {
    let narrowest = Column { natural: NARROWEST, least: NARROWEST };
    let mut columns = vec![narrowest; usize::from(table.columns.max(1))];
    for cell in table.cells.iter().filter(|cell| cell.column_span <= 1) {
        let Some(column) = columns.get_mut(usize::from(cell.column)) else { continue };
        let words = LEAST_WORDS * TABLE_SIZE * POINT;
        let wide = width(&glyphs(&cell.text, style(TABLE_SIZE), faces, &mut Vec::new()));
        let least = if is_figure(cell) { wide } else { wide.min(words) };
        column.natural = column.natural.max(wide + 2.0 * SIDE + 0.01);
        column.least = column.least.max(least + 2.0 * SIDE + 0.01);
    }
    columns
}

/// Columns that need no more than their share get what they need; the others share the rest, the
/// longer texts more of it.
fn shared_out(columns: &[Column], room: f64) -> Vec<f64> {
    let mut widths: Vec<Option<f64>> = vec![None; columns.len()];
    loop {
        let fixed: f64 = widths.iter().flatten().sum();
        let open = widths.iter().filter(|width| width.is_none()).count();
        let share = (room - fixed) / open.max(1) as f64;
        let mut settled = false;
        for (width, column) in widths.iter_mut().zip(columns) {
            if width.is_none() && column.natural <= share {
                *width = Some(column.natural);
                settled = true;
            }
        }
        if !settled {
            break;
        }
    }
    let rest = room - widths.iter().flatten().sum::<f64>();
    let open = |width: &Option<f64>| width.is_none();
    let weights: f64 = match widths.iter().any(open) {
        true => {
            let long = widths.iter().zip(columns).filter(|(width, _)| open(width));
            long.map(|(_, column)| column.natural.sqrt()).sum()
        }
        false => columns.iter().map(|column| column.natural).sum(),
    };
    let all_settled = !widths.iter().any(open);
    let mut widths: Vec<f64> = widths
        .iter()
        .zip(columns)
        .map(|(width, column)| match width {
            Some(width) if all_settled => width + rest * column.natural / weights,
            Some(width) => *width,
            None => (rest * column.natural.sqrt() / weights).max(column.least),
        })
        .collect();
    let too_much = widths.iter().sum::<f64>() - room;
    let spare = |widths: &[f64]| -> f64 {
        widths.iter().zip(columns).map(|(width, column)| (width - column.least).max(0.0)).sum()
    };
    if too_much > 0.0 {
        let share = (too_much / spare(&widths).max(f64::MIN_POSITIVE)).min(1.0);
        for (width, column) in widths.iter_mut().zip(columns) {
            *width -= (*width - column.least).max(0.0) * share;
        }
        let sum: f64 = widths.iter().sum();
        widths.iter_mut().for_each(|width| *width *= room / sum);
    }
    widths
}

/// Columns with short figures give room to those with long ones, as far as that lets the long ones
/// be larger. Columns of labels keep their widths while figures are of [`COMMON_SIZE`] at least;
/// then wide ones give what their labels can do without.
fn make_room(table: &Table, widths: &mut [f64], faces: &mut Faces<'_>) {
    let mut longest: Vec<Option<f64>> = vec![None; widths.len()];
    for cell in table.cells.iter().filter(|cell| !cell.label && cell.column_span == 1) {
        if let Some(slot) = longest.get_mut(usize::from(cell.column)) {
            let wide = match is_figure(cell) {
                true => width(&glyphs(&cell.text, style(TABLE_SIZE), faces, &mut Vec::new())),
                false => 0.0,
            };
            *slot = Some(slot.unwrap_or(0.0).max(wide));
        }
    }
    let mut size = TABLE_SIZE;
    while size >= SMALLEST_SIZE {
        let need = |width: f64, longest: Option<f64>| match longest {
            Some(longest) => {
                (longest * size / TABLE_SIZE + 2.0 * BESIDE_FIGURE + 0.01).max(NARROWEST)
            }
            None if size < COMMON_SIZE => width.min(FLUSH_FROM + 2.0 * SIDE + 0.01),
            None => width,
        };
        let columns = || widths.iter().zip(&longest).map(|(w, l)| (*w, need(*w, *l)));
        let lacking: f64 = columns().map(|(width, need)| (need - width).max(0.0)).sum();
        let spare: f64 = columns().map(|(width, need)| (width - need).max(0.0)).sum();
        if lacking <= spare {
            let share = if spare > 0.0 { lacking / spare } else { 0.0 };
            for (width, longest) in widths.iter_mut().zip(&longest) {
                let need = need(*width, *longest);
                *width = if *width < need { need } else { *width - (*width - need) * share };
            }
            return;
        }
        size -= SIZE_STEP;
    }
}
