//! The text of a cell: broken into lines, set smaller where it has to be, or written from top to
//! bottom.

use super::measures::{ABOVE, COMMON_SIZE, FLUSH_FROM, LEADING, SIDE, SIZE_STEP};
use crate::FontRole;
use crate::balance::{Measure, balanced, parting_costs};
use crate::fonts::Faces;
use crate::glyphs::{Glyph, GlyphKind, Style, glyphs};
use crate::line::{Line, break_lines, width};
use crate::measures::*;
use gongkai_model::document::{Table, TableCell, numbering};

/// Longer texts are broken like a paragraph: lines and characters.
const MOST_BALANCED: usize = 5;
const LONGEST_BALANCED: usize = 60;
/// A line of fewer characters is a stray one, and so is the last of full lines.
const STRAY: f64 = 1.5;
const STRAY_LAST: f64 = 2.5;

/// A cell's text, broken into lines.
pub(super) struct Text {
    pub glyphs: Vec<Glyph>,
    pub lines: Vec<Line>,
    pub size: f64,
    /// Written from top to bottom.
    pub stacked: bool,
}

impl Text {
    pub fn leading(&self) -> f64 {
        self.size * POINT * LEADING
    }

    pub fn height(&self) -> f64 {
        self.lines.len() as f64 * self.leading() + 2.0 * ABOVE
    }
}

/// A figure alone, without words: it is never broken while it can be set smaller.
pub(super) fn is_figure(cell: &TableCell) -> bool {
    !cell.label && !cell.text.is_empty() && cell.text.chars().all(|c| c.is_ascii_graphic())
}

/// A numbered label beside figures is set flush left.
pub(super) fn is_flush(cell: &TableCell, room: f64) -> bool {
    let numbered = numbering(cell.text.trim_start()).is_some();
    cell.label && !cell.vertical && numbered && room >= FLUSH_FROM
}

/// The same of a table whose widths alone are known, not where its columns stand on a page.
pub fn is_flush_label(table: &Table, cell: &TableCell) -> bool {
    let columns = usize::from(cell.column)..usize::from(cell.column + cell.column_span.max(1));
    let widths = table.widths.get(columns).unwrap_or_default();
    let wide: f64 = widths.iter().map(|width| f64::from(*width)).sum();
    is_flush(cell, wide / 1000.0 * AREA_WIDTH - 2.0 * SIDE)
}

/// Full lines, but for a last one of less than two characters.
pub(super) fn without_stray(text: &Text, room: f64) -> Vec<Line> {
    let em = text.size * POINT;
    let full = break_lines(&text.glyphs, room, 0.0, em, false);
    let last = full.last().and_then(|line| text.glyphs.get(line.glyphs.clone()));
    if last.is_some_and(|glyphs| width(glyphs) < 2.5 * em) { text.lines.clone() } else { full }
}

pub(super) fn style(size: f64) -> Style {
    Style::plain(FontRole::SongTi, size)
}

/// The largest size not below `smallest` at which the text is one line.
pub(super) fn fitting_size(text: &str, room: f64, smallest: f64, faces: &mut Faces<'_>) -> f64 {
    let wide = width(&glyphs(text, style(TABLE_SIZE), faces, &mut Vec::new()));
    let steps = (TABLE_SIZE * (1.0 - room / wide.max(room)) / SIZE_STEP).ceil();
    (TABLE_SIZE - steps * SIZE_STEP).max(smallest)
}

/// A text in lines of at most `room` mm, its own line breaks kept; `full` as of a text set flush
/// left.
pub(super) fn wrapped(
    text: &str,
    size: f64,
    room: f64,
    full: bool,
    faces: &mut Faces<'_>,
    missing: &mut Vec<char>,
) -> Text {
    let mut whole = Text { glyphs: Vec::new(), lines: Vec::new(), size, stacked: false };
    for part in text.split('\n') {
        let glyphs = glyphs(part, style(size), faces, missing);
        let before = whole.glyphs.len();
        whole.lines.extend(lines_of_words(&glyphs, room, size * POINT, full).into_iter().map(
            |line| Line { glyphs: before + line.glyphs.start..before + line.glyphs.end, ..line },
        ));
        whole.glyphs.extend(glyphs);
    }
    whole
}

/// As few lines as the words allow, all but the last full or all about equally long: no stray
/// character on the last.
fn lines_of_words(glyphs: &[Glyph], room: f64, place: f64, full: bool) -> Vec<Line> {
    let lines = break_lines(glyphs, room, 0.0, place, false);
    if !(2..=MOST_BALANCED).contains(&lines.len()) || glyphs.len() > LONGEST_BALANCED {
        return lines;
    }
    let stray = if full { STRAY_LAST } else { STRAY };
    let measure = Measure { room, place, stray, full };
    let ways = lines.len()..=lines.len() + 1;
    balanced(glyphs, &parting_costs(glyphs), ways, measure).unwrap_or(lines)
}

/// One character a line, stops beside the character before them; in two or more columns of words
/// when that is too high.
pub(super) fn from_top_to_bottom(text: &str, room: f64, high: f64, faces: &mut Faces<'_>) -> Text {
    let mut size = TABLE_SIZE;
    while size >= COMMON_SIZE {
        let glyphs = glyphs(text, style(size), faces, &mut Vec::new());
        let mut lines: Vec<Line> = Vec::new();
        for (at, glyph) in glyphs.iter().enumerate() {
            match lines.last_mut() {
                Some(line) if glyph.kind == GlyphKind::Closing => line.glyphs.end = at + 1,
                _ => lines.push(Line::natural(at..at + 1)),
            }
        }
        let text = Text { glyphs, lines, size, stacked: true };
        if text.height() <= high + 0.01 {
            return text;
        }
        size -= SIZE_STEP;
    }
    smaller(text, room, high, false, faces)
}

/// The largest size at which the text fits, or the smallest there is.
pub(super) fn smaller(text: &str, room: f64, high: f64, full: bool, faces: &mut Faces<'_>) -> Text {
    let mut size = TABLE_SIZE;
    loop {
        let text = wrapped(text, size, room, full, faces, &mut Vec::new());
        if text.height() <= high + 0.01 || size <= SMALLEST_SIZE {
            return text;
        }
        size -= SIZE_STEP;
    }
}
