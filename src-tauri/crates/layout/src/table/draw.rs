//! A part of a table drawn: its frames as few long strokes, its texts in their cells.

use super::laid::{LaidCell, LaidTable, TablePart};
use super::measures::SIDE;
use super::text::{from_top_to_bottom, is_flush, smaller};
use crate::fonts::Faces;
use crate::measures::*;
use crate::page::{FigureBox, Run, Source, Stroke, rounded};
use crate::runs::set;
use gongkai_model::document::TableCell;

/// What a part of a table draws, from its upper left corner.
#[derive(Default)]
pub(crate) struct Drawn {
    pub runs: Vec<Run>,
    pub strokes: Vec<Stroke>,
    pub figures: Vec<FigureBox>,
    /// A cell says more than fits even at the smallest size.
    pub overfull: bool,
}

impl LaidTable<'_> {
    /// Draws a part of the table from (0, 0) on.
    pub fn draw(&self, part: &TablePart, faces: &mut Faces<'_>) -> Drawn {
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
                    cell: cell.cell.figure.clone(),
                    x: rounded(left),
                    y: rounded(top),
                    width: rounded(right - left),
                    height: rounded(bottom - top),
                });
            }
            self.draw_text(cell, &place, faces, &mut drawn);
            drawn.strokes.extend(cell.cell.bar.and_then(|share| place.bar(share)));
        }
        drawn.strokes.extend(lines.rules());
        drawn
    }

    fn sides(&self, cell: &TableCell) -> (f64, f64) {
        let end = self.area.width;
        let edge = |column: u16| self.edges.get(usize::from(column)).copied().unwrap_or(end);
        (edge(cell.column), edge(cell.column.saturating_add(cell.column_span.max(1))))
    }

    fn draw_text(
        &self,
        cell: &LaidCell<'_>,
        place: &Place,
        faces: &mut Faces<'_>,
        out: &mut Drawn,
    ) {
        let of = Source::Cell(self.block, cell.cell.row, cell.cell.column);
        let room = place.right - place.left - 2.0 * SIDE;
        let high = place.bottom - place.top;
        // A merged label keeps its text on each page it reaches, however little of it is shown.
        let refitted;
        let text = if cell.cell.vertical {
            refitted = from_top_to_bottom(&cell.cell.text, room, high, faces);
            &refitted
        } else if cell.text.height() > high + 0.01 {
            refitted = smaller(&cell.cell.text, room, high, is_flush(cell.cell, room), faces);
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
            let (_, wide) = set(&text.glyphs, line, text.size, (0.0, 0.0), of);
            // A stop at the end of a line is not counted when the line is centred.
            let hanging = if text.stacked { wide - em } else { 0.0 };
            let left = if flush {
                place.left + SIDE
            } else {
                (place.left + place.right - (wide - hanging.max(0.0))) / 2.0
            };
            out.runs.extend(set(&text.glyphs, line, text.size, (left, baseline), of).0);
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

impl Place {
    /// A bar in the middle of the place, this many thousandths of its width long.
    fn bar(&self, share: u16) -> Option<Stroke> {
        let (from, y) = (self.left + SIDE, (self.top + self.bottom) / 2.0);
        let room = self.right - SIDE - from;
        let to = from + room * f64::from(share.min(1000)) / 1000.0;
        let [x1, x2, y] = [from, to, y].map(rounded);
        (share > 0).then_some(Stroke { x1, y1: y, x2, y2: y, thickness: BAR })
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

    fn rules(self) -> Vec<Stroke> {
        let horizontal = joined(self.horizontal).into_iter().map(|(y, from, to)| Stroke {
            x1: rounded(from),
            y1: rounded(y),
            x2: rounded(to),
            y2: rounded(y),
            thickness: RULE,
        });
        let vertical = joined(self.vertical).into_iter().map(|(x, from, to)| Stroke {
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
