//! Tables: merged cells, labels from top to bottom, figures that stay legible, and the part of a
//! table that stands on one page.
//!
//! **Deliberately absent**: which rows come on which page; `flow` decides that.

use super::letters::{Kind, Letter, Style, letters};
use super::line::{Line, break_lines, set, width};
use super::measures::*;
use super::page::{FigureBox, Rule, Run, Source, rounded};
use crate::document::{Table, TableCell, numbering};
use crate::write::FontRole;
use crate::write::fonts::Faces;
use std::ops::Range;

/// Between text and rules, in mm: at the sides, above and below.
const SIDE: f64 = 0.8;
const ABOVE: f64 = 0.9;
/// Between a figure and the rules beside it, in mm: figures need every bit of a narrow column.
const BESIDE_FIGURE: f64 = 0.4;
/// The narrowest a column of figures is made for the sake of its neighbours: its head's words are
/// two characters a line (mm).
const NARROWEST: f64 = 2.0 * TABLE_SIZE * POINT + 2.0 * SIDE + 0.01;
/// From line to line in a cell, in parts of the type size.
const LEADING: f64 = 1.22;
/// A label beside its column's figures is set flush left when it is numbered and this wide (mm).
const FLUSH_FROM: f64 = 25.0;
/// Figures of a table are of one size down to this (points); only longer ones are smaller still.
const COMMON_SIZE: f64 = 9.0;
/// Where upright columns leave figures smaller than this (points), the table is turned.
const LEGIBLE: f64 = 8.0;
/// Figures of fewer characters are legible in any table of the form.
const SHORT_FIGURE: usize = 7;
/// The least room words are given in a column, in characters.
const LEAST_WORDS: f64 = 4.0;
const SIZE_STEP: f64 = 0.5;

/// A cell's text, broken into lines.
struct Text {
    letters: Vec<Letter>,
    lines: Vec<Line>,
    size: f64,
    /// Written from top to bottom.
    stacked: bool,
}

impl Text {
    fn leading(&self) -> f64 {
        self.size * POINT * LEADING
    }

    fn height(&self) -> f64 {
        self.lines.len() as f64 * self.leading() + 2.0 * ABOVE
    }
}

struct Cell<'a> {
    cell: &'a TableCell,
    text: Text,
    /// The least height (mm) a part of a merged label may have to keep it legible.
    least: f64,
}

/// A table measured: heights of rows, edges of columns.
pub(super) struct LaidTable<'a> {
    block: usize,
    table: &'a Table,
    cells: Vec<Cell<'a>>,
    /// Left edges of the columns and the right edge of the last, in mm.
    edges: Vec<f64>,
    /// In mm.
    heights: Vec<f64>,
    /// Rows without a figure.
    only_labels: Vec<bool>,
    /// Columns whose words are set flush left: those of tables that are no form, where a text does
    /// not go on one line.
    flush: Vec<bool>,
    area: Area,
}

/// A part of a table: its head where it is not the first part, and rows.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Part {
    pub head: bool,
    pub rows: Range<usize>,
}

/// What a part of a table draws, from its upper left corner.
#[derive(Default)]
pub(super) struct Drawn {
    pub runs: Vec<Run>,
    pub rules: Vec<Rule>,
    pub figures: Vec<FigureBox>,
    /// A cell says more than fits even at the smallest size.
    pub overfull: bool,
}

/// Whether an upright table would not be legible: its figures or words need wider columns than the
/// page has.
pub(super) fn is_too_wide(table: &Table, faces: &mut Faces<'_>) -> bool {
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
fn room_in(cell: &TableCell, edges: &[f64]) -> f64 {
    let end = edges.last().copied().unwrap_or_default();
    let edge = |column: u16| edges.get(usize::from(column)).copied().unwrap_or(end);
    let side = if is_figure(cell) { BESIDE_FIGURE } else { SIDE };
    (edge(cell.column.saturating_add(cell.column_span)) - edge(cell.column) - 2.0 * side).max(1.0)
}

/// Measures a table of the area's width.
pub(super) fn lay_table<'a>(
    block: usize,
    table: &'a Table,
    area: Area,
    faces: &mut Faces<'_>,
    missing: &mut Vec<char>,
) -> LaidTable<'a> {
    let edges = edges(table, area.width, faces);
    let span_width = |cell: &TableCell| room_in(cell, &edges);
    let common = table
        .cells
        .iter()
        .filter(|cell| is_figure(cell))
        .map(|cell| fitting_size(&cell.text, span_width(cell), COMMON_SIZE, faces))
        .fold(TABLE_SIZE, f64::min);
    let mut cells: Vec<Cell<'_>> = table
        .cells
        .iter()
        .map(|cell| {
            let room = span_width(cell);
            let size = match is_figure(cell) {
                true => fitting_size(&cell.text, room, SMALLEST_SIZE, faces).min(common),
                false => TABLE_SIZE,
            };
            let mut text = wrapped(&cell.text, size, room, faces, missing);
            if is_flush(cell, room) {
                text.lines = without_stray(&text, room);
            }
            let merged = cell.label && cell.row_span > 1;
            let small = merged
                .then(|| wrapped(&cell.text, COMMON_SIZE, room, faces, &mut Vec::new()).height());
            Cell { cell, text, least: small.unwrap_or(0.0) }
        })
        .collect();
    let flush = match has_widths(table) {
        true => Vec::new(),
        false => flush_columns(table, &mut cells, &edges),
    };
    let heights = heights(table, &cells, area.height);
    let mut only_labels = vec![true; usize::from(table.rows)];
    for cell in table.cells.iter().filter(|cell| !cell.label) {
        if let Some(row) = only_labels.get_mut(usize::from(cell.row)) {
            *row = false;
        }
    }
    LaidTable { block, table, cells, edges, heights, only_labels, flush, area }
}

fn has_widths(table: &Table) -> bool {
    table.widths.len() == usize::from(table.columns) && table.widths.iter().any(|width| *width > 0)
}

fn edges(table: &Table, room: f64, faces: &mut Faces<'_>) -> Vec<f64> {
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
        let wide = width(&letters(&cell.text, style(TABLE_SIZE), faces, &mut Vec::new()));
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

/// The columns with a text of several lines; these texts then fill their lines.
fn flush_columns(table: &Table, cells: &mut [Cell<'_>], edges: &[f64]) -> Vec<bool> {
    let mut flush = vec![false; usize::from(table.columns)];
    for cell in cells.iter_mut() {
        if cell.cell.label || cell.text.lines.len() < 2 {
            continue;
        }
        if let Some(flush) = flush.get_mut(usize::from(cell.cell.column)) {
            *flush = true;
            cell.text.lines = without_stray(&cell.text, room_in(cell.cell, edges));
        }
    }
    flush
}

/// Columns with short figures give room to those with long ones, as far as that lets the long ones
/// be larger. Columns of labels keep their widths while figures are of [`COMMON_SIZE`] at least;
/// then wide ones give what their labels can do without.
fn make_room(table: &Table, widths: &mut [f64], faces: &mut Faces<'_>) {
    let mut longest: Vec<Option<f64>> = vec![None; widths.len()];
    for cell in table.cells.iter().filter(|cell| !cell.label && cell.column_span == 1) {
        if let Some(slot) = longest.get_mut(usize::from(cell.column)) {
            let wide = match is_figure(cell) {
                true => width(&letters(&cell.text, style(TABLE_SIZE), faces, &mut Vec::new())),
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

/// A figure alone, without words: it is never broken while it can be set smaller.
fn is_figure(cell: &TableCell) -> bool {
    !cell.label && !cell.text.is_empty() && cell.text.chars().all(|c| c.is_ascii_graphic())
}

/// A numbered label beside figures is set flush left.
fn is_flush(cell: &TableCell, room: f64) -> bool {
    let numbered = numbering(cell.text.trim_start()).is_some();
    cell.label && !cell.vertical && numbered && room >= FLUSH_FROM
}

/// Full lines, but for a last one of less than two characters.
fn without_stray(text: &Text, room: f64) -> Vec<Line> {
    let em = text.size * POINT;
    let full = break_lines(&text.letters, room, 0.0, em, false);
    let last = full.last().and_then(|line| text.letters.get(line.letters.clone()));
    if last.is_some_and(|letters| width(letters) < 2.5 * em) { text.lines.clone() } else { full }
}

fn style(size: f64) -> Style {
    Style::plain(FontRole::SongTi, size)
}

/// The largest size not below `smallest` at which the text is one line.
fn fitting_size(text: &str, room: f64, smallest: f64, faces: &mut Faces<'_>) -> f64 {
    let wide = width(&letters(text, style(TABLE_SIZE), faces, &mut Vec::new()));
    let steps = (TABLE_SIZE * (1.0 - room / wide.max(room)) / SIZE_STEP).ceil();
    (TABLE_SIZE - steps * SIZE_STEP).max(smallest)
}

fn wrapped(
    text: &str,
    size: f64,
    room: f64,
    faces: &mut Faces<'_>,
    missing: &mut Vec<char>,
) -> Text {
    let letters = letters(text, style(size), faces, missing);
    let lines = balanced(&letters, room, size * POINT);
    Text { letters, lines, size, stacked: false }
}

/// As few lines as fit, and these about equally long: no stray character on the last one.
fn balanced(letters: &[Letter], room: f64, place: f64) -> Vec<Line> {
    let lines = break_lines(letters, room, 0.0, place, false);
    if lines.len() < 2 || lines.len() > 4 {
        return lines;
    }
    let steps =
        (0..).map(|step| width(letters) / lines.len() as f64 + f64::from(step) * place / 2.0);
    steps
        .take_while(|narrower| *narrower < room)
        .map(|narrower| break_lines(letters, narrower, 0.0, place, false))
        .find(|narrower| narrower.len() == lines.len())
        .unwrap_or(lines)
}

fn heights(table: &Table, cells: &[Cell<'_>], page: f64) -> Vec<f64> {
    let one_line = TABLE_SIZE * POINT * LEADING + 2.0 * ABOVE;
    let mut heights = vec![one_line; usize::from(table.rows)];
    let highest = page / 2.0;
    let mut merged: Vec<&Cell<'_>> = Vec::new();
    for cell in cells {
        match heights.get_mut(usize::from(cell.cell.row)) {
            Some(height) if cell.cell.row_span <= 1 => {
                *height = height.max(cell.text.height().min(highest))
            }
            Some(_) if !cell.cell.vertical => merged.push(cell),
            _ => {}
        }
    }
    merged.sort_by_key(|cell| cell.cell.row_span);
    for cell in merged {
        let rows = usize::from(cell.cell.row)
            ..usize::from(cell.cell.row.saturating_add(cell.cell.row_span)).min(heights.len());
        let Some(spanned) = heights.get_mut(rows) else { continue };
        let lacking = cell.text.height().min(highest) - spanned.iter().sum::<f64>();
        if lacking > 0.0 {
            let share = lacking / spanned.len() as f64;
            spanned.iter_mut().for_each(|height| *height += share);
        }
    }
    heights
}

impl LaidTable<'_> {
    pub fn rows(&self) -> usize {
        self.heights.len()
    }

    /// Rows that are repeated; a head that takes most of a page is not.
    pub fn head_rows(&self) -> usize {
        let head = usize::from(self.table.head_rows).min(self.rows().saturating_sub(1));
        let height: f64 = self.heights.iter().take(head).sum();
        if height < self.area.height / 3.0 { head } else { 0 }
    }

    /// Height of a part, in mm.
    pub fn height(&self, part: &Part) -> f64 {
        self.shown_rows(part).iter().map(|(_, height)| height).sum()
    }

    /// Whether the table may be parted above this row when the part above begins with `start`: not
    /// below a head of its own (a label across the whole table, and the heads that follow it), and
    /// not where a merged label would be left with too little of its height.
    pub fn may_part_above(&self, row: usize, start: usize) -> bool {
        let heads = |row: usize| self.only_labels.get(row).copied().unwrap_or(false);
        if row == 0 || heads(row - 1) {
            return false;
        }
        // Where every part of a table has a head of its own, rows are not parted from it.
        let own_heads = self.head_rows() == 0 && self.only_labels.contains(&true);
        if own_heads && !heads(row) {
            return false;
        }
        let height =
            |rows: Range<usize>| -> f64 { self.heights.get(rows).unwrap_or_default().iter().sum() };
        self.cells.iter().all(|cell| {
            let first = usize::from(cell.cell.row);
            let end = first + usize::from(cell.cell.row_span.max(1));
            let crossed = first < row && row < end;
            !crossed || height(first.max(start)..row).min(height(row..end)) >= cell.least
        })
    }

    fn shown_rows(&self, part: &Part) -> Vec<(usize, f64)> {
        let head = if part.head { 0..self.head_rows() } else { 0..0 };
        head.chain(part.rows.clone())
            .filter_map(|row| Some((row, *self.heights.get(row)?)))
            .collect()
    }

    /// Draws a part of the table from (0, 0) on.
    pub fn draw(&self, part: &Part, faces: &mut Faces<'_>) -> Drawn {
        let rows = self.shown_rows(part);
        let mut tops = vec![0.0];
        for (_, height) in &rows {
            tops.push(tops.last().copied().unwrap_or(0.0) + height);
        }
        let mut drawn = Drawn::default();
        let mut lines = Grid::default();
        for cell in &self.cells {
            let first = usize::from(cell.cell.row);
            let last = first + usize::from(cell.cell.row_span.max(1));
            // Head and rows are shown side by side, so what is shown of a cell is in one piece.
            let shown: Vec<usize> = (0..rows.len())
                .filter(|&at| rows.get(at).is_some_and(|(row, _)| (first..last).contains(row)))
                .collect();
            let (Some(&from), Some(&to)) = (shown.first(), shown.last()) else { continue };
            let (Some(&top), Some(&bottom)) = (tops.get(from), tops.get(to + 1)) else { continue };
            let (left, right) = self.sides(cell.cell);
            lines.frame(left, top, right, bottom);
            let place = Place { left, top, right, bottom };
            if !cell.cell.label {
                drawn.figures.push(FigureBox {
                    at: (self.block, cell.cell.row, cell.cell.column),
                    cell: None,
                    x: rounded(left),
                    y: rounded(top),
                    width: rounded(right - left),
                    height: rounded(bottom - top),
                });
            }
            self.draw_text(cell, &place, faces, &mut drawn);
        }
        drawn.rules = lines.rules();
        drawn
    }

    fn sides(&self, cell: &TableCell) -> (f64, f64) {
        let end = self.area.width;
        let edge = |column: u16| self.edges.get(usize::from(column)).copied().unwrap_or(end);
        (edge(cell.column), edge(cell.column.saturating_add(cell.column_span.max(1))))
    }

    fn draw_text(&self, cell: &Cell<'_>, place: &Place, faces: &mut Faces<'_>, out: &mut Drawn) {
        let of = Source::Cell(self.block, cell.cell.row, cell.cell.column);
        let room = place.right - place.left - 2.0 * SIDE;
        let high = place.bottom - place.top;
        // A merged label keeps its text on each page it reaches, however little of it is shown.
        let refitted;
        let text = if cell.cell.vertical {
            refitted = from_top_to_bottom(&cell.cell.text, room, high, faces);
            &refitted
        } else if cell.text.height() > high + 0.01 {
            refitted = smaller(&cell.cell.text, room, high, faces);
            &refitted
        } else {
            &cell.text
        };
        out.overfull |= text.height() > high + 0.01;
        let column = usize::from(cell.cell.column);
        let flush = is_flush(cell.cell, room)
            || !cell.cell.label && self.flush.get(column).copied().unwrap_or_default();
        let em = text.size * POINT;
        let leading = text.leading();
        let mut baseline = place.top
            + (high - leading * text.lines.len() as f64) / 2.0
            + (leading - em) / 2.0
            + ABOVE_BASELINE * em;
        for line in &text.lines {
            let (_, wide) = set(&text.letters, line, text.size, (0.0, 0.0), of);
            // A stop at the end of a line is not counted when the line is centred.
            let hanging = if text.stacked { wide - em } else { 0.0 };
            let left = if flush {
                place.left + SIDE
            } else {
                (place.left + place.right - (wide - hanging.max(0.0))) / 2.0
            };
            out.runs.extend(set(&text.letters, line, text.size, (left, baseline), of).0);
            baseline += leading;
        }
    }
}

struct Place {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

/// One character a line, stops beside the character before them; in two or more columns of words
/// when that is too high.
fn from_top_to_bottom(text: &str, room: f64, high: f64, faces: &mut Faces<'_>) -> Text {
    let mut size = TABLE_SIZE;
    while size >= COMMON_SIZE {
        let letters = letters(text, style(size), faces, &mut Vec::new());
        let mut lines: Vec<Line> = Vec::new();
        for (at, letter) in letters.iter().enumerate() {
            match lines.last_mut() {
                Some(line) if letter.kind == Kind::Closing => line.letters.end = at + 1,
                _ => lines.push(Line::natural(at..at + 1)),
            }
        }
        let text = Text { letters, lines, size, stacked: true };
        if text.height() <= high + 0.01 {
            return text;
        }
        size -= SIZE_STEP;
    }
    smaller(text, room, high, faces)
}

/// The largest size at which the text fits, or the smallest there is.
fn smaller(text: &str, room: f64, high: f64, faces: &mut Faces<'_>) -> Text {
    let mut size = TABLE_SIZE;
    loop {
        let text = wrapped(text, size, room, faces, &mut Vec::new());
        if text.height() <= high + 0.01 || size <= SMALLEST_SIZE {
            return text;
        }
        size -= SIZE_STEP;
    }
}

/// The frames of cells as few long lines.
#[derive(Default)]
struct Grid {
    /// (position across, from, to)
    horizontal: Vec<(f64, f64, f64)>,
    vertical: Vec<(f64, f64, f64)>,
}

impl Grid {
    fn frame(&mut self, left: f64, top: f64, right: f64, bottom: f64) {
        self.horizontal.extend([(top, left, right), (bottom, left, right)]);
        self.vertical.extend([(left, top, bottom), (right, top, bottom)]);
    }

    fn rules(self) -> Vec<Rule> {
        let horizontal = joined(self.horizontal).into_iter().map(|(y, from, to)| Rule {
            x1: rounded(from),
            y1: rounded(y),
            x2: rounded(to),
            y2: rounded(y),
            thickness: RULE,
        });
        let vertical = joined(self.vertical).into_iter().map(|(x, from, to)| Rule {
            x1: rounded(x),
            y1: rounded(from),
            x2: rounded(x),
            y2: rounded(to),
            thickness: RULE,
        });
        horizontal.chain(vertical).collect()
    }
}

/// Pieces of one line that touch or overlap, as one piece.
fn joined(mut pieces: Vec<(f64, f64, f64)>) -> Vec<(f64, f64, f64)> {
    const NEAR: f64 = 1e-6;
    pieces.sort_by(|a, b| rounded(a.0).total_cmp(&rounded(b.0)).then(a.1.total_cmp(&b.1)));
    let mut out: Vec<(f64, f64, f64)> = Vec::new();
    for (across, from, to) in pieces {
        match out.last_mut() {
            Some(last) if (last.0 - across).abs() < NEAR && from <= last.2 + NEAR => {
                last.2 = last.2.max(to);
            }
            _ => out.push((across, from, to)),
        }
    }
    out
}
