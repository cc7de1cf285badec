//! Words as the outlines of their characters: what a signature shows needs no font in the file.
//!
//! **Deliberately absent**: kerning, shaping; lines are broken anywhere.

use gongkai_layout::fonts::Faces;
use gongkai_layout::measures::POINT;
use gongkai_layout::{FontRole, FontSet};
use std::fmt::Write;
use ttf_parser::{GlyphId, OutlineBuilder};

/// Type size in points, and from line to line.
const SIZE: f64 = 7.0;
const PITCH: f64 = 9.5;
/// Less than a dot of any printer, in thousandths of a point.
const DECIMALS: usize = 3;

/// Words in lines of this width, in the middle of this height (both in mm), as operators; the first
/// line stands at `x` points. What has no room is left out.
pub(super) fn lines(
    words: &[String],
    fonts: &FontSet,
    (x, width): (f64, f64),
    height: f64,
) -> String {
    let mut faces = Faces::new(fonts);
    let mut lines: Vec<Vec<(u16, u16, f64)>> = Vec::new();
    for paragraph in words {
        let mut line = Vec::new();
        let mut end = 0.0;
        for character in paragraph.chars() {
            let Some(glyph) = faces.glyph(FontRole::SongTi, character) else { continue };
            let advance = glyph.advance / 1000.0 * SIZE;
            if end + advance > width / POINT && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
                end = 0.0;
            }
            line.push((glyph.face, glyph.id, end));
            end += advance;
        }
        lines.push(line);
    }
    lines.truncate(((height / POINT) / PITCH).floor().max(1.0) as usize);
    let top = (height / POINT + lines.len() as f64 * PITCH) / 2.0;
    let mut pen = Pen { out: String::new(), scale: 1.0, at: (0.0, 0.0), last: (0.0, 0.0) };
    for (number, line) in lines.iter().enumerate() {
        let baseline = top - (number as f64 + 1.0) * PITCH + (PITCH - SIZE);
        for (face, glyph, right) in line {
            let Some(face) = faces.face(*face) else { continue };
            pen.scale = SIZE / f64::from(face.units_per_em().max(1));
            pen.at = (x + right, baseline);
            face.outline_glyph(GlyphId(*glyph), &mut pen);
        }
    }
    match pen.out.is_empty() {
        true => pen.out,
        false => format!("0 g\n{}f\n", pen.out),
    }
}

/// Draws outlines as operators of a page.
struct Pen {
    out: String,
    scale: f64,
    at: (f64, f64),
    last: (f64, f64),
}

impl Pen {
    fn place(&self, x: f32, y: f32) -> (f64, f64) {
        (self.at.0 + f64::from(x) * self.scale, self.at.1 + f64::from(y) * self.scale)
    }

    fn draw(&mut self, points: &[(f64, f64)], operator: &str) {
        for (x, y) in points {
            // Writing into a string can't fail.
            let _ = write!(self.out, "{x:.DECIMALS$} {y:.DECIMALS$} ");
        }
        self.out.push_str(operator);
        self.out.push('\n');
        self.last = points.last().copied().unwrap_or(self.last);
    }
}

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.draw(&[self.place(x, y)], "m");
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.draw(&[self.place(x, y)], "l");
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let (from, middle, to) = (self.last, self.place(x1, y1), self.place(x, y));
        let near = |end: (f64, f64)| {
            (end.0 + (middle.0 - end.0) * 2.0 / 3.0, end.1 + (middle.1 - end.1) * 2.0 / 3.0)
        };
        self.draw(&[near(from), near(to), to], "c");
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.draw(&[self.place(x1, y1), self.place(x2, y2), self.place(x, y)], "c");
    }

    fn close(&mut self) {
        self.draw(&[], "h");
    }
}
