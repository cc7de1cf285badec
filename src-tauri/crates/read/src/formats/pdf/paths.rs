//! Paths of a page → ruled lines, areas that cover what is under them, and the clip.
//!
//! **Deliberately absent**: curves; no table and no box over a figure has any.

use super::content_stream::{Fill, Rule, Sheet, Walk};
use super::fonts::number;
use super::paint::{self, Piece};
use lopdf::Object;

/// Most ruled pieces of a page.
const MOST_RULES: usize = 60_000;
/// A filled area at most this thick is a line.
const THICKEST: f64 = 3.0;

impl Walk<'_> {
    /// Notes a filled rectangle that hides what is under it.
    fn paint_over(&mut self) {
        if !self.state.paint.is_opaque() || self.is_unseen() {
            return;
        }
        for sides in paint::rectangles(&self.path) {
            self.cover(sides, self.state.paint.light());
        }
    }

    fn cover(&mut self, sides: [f64; 4], light: Option<f64>) {
        let sides = self.state.clip.map_or(sides, |clip| paint::within(clip, sides));
        self.sheet.cover(sides, light);
    }

    pub(super) fn path(&mut self, operator: &str, operands: &[Object]) {
        let at = |index: usize| operands.get(index).and_then(number).unwrap_or(0.0);
        let matrix = self.state.matrix;
        let place = |index: usize| matrix.place(at(index), at(index + 1));
        match operator {
            "m" => {
                self.point = Some(place(0));
                self.begin = self.point;
            }
            "l" => self.to(Some(place(0))),
            "c" => self.point = Some(place(4)),
            "v" | "y" => self.point = Some(place(2)),
            "h" => self.to(self.begin),
            "re" => {
                let (x, y, width, height) = (at(0), at(1), at(2), at(3));
                let corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)];
                let corners = corners.map(|(x, y)| matrix.place(x, y));
                self.point = corners.first().copied();
                self.begin = self.point;
                for corner in corners.into_iter().skip(1) {
                    self.to(Some(corner));
                }
                self.to(self.begin);
            }
            "S" | "s" | "B" | "B*" | "b" | "b*" => {
                if operator.starts_with(['s', 'b']) {
                    self.to(self.begin);
                }
                if operator.starts_with(['B', 'b']) {
                    self.paint_over();
                }
                self.sheet.stroke(std::mem::take(&mut self.path));
                self.end_path();
            }
            "W" | "W*" => self.clips = true,
            "f" | "F" | "f*" => {
                self.paint_over();
                self.sheet.fill(std::mem::take(&mut self.path));
                self.end_path();
            }
            "n" => self.end_path(),
            _ => {}
        }
    }

    fn to(&mut self, next: Option<(f64, f64)>) {
        if let (Some(from), Some(to)) = (self.point, next)
            && self.path.len() < MOST_RULES
        {
            self.path.push((from, to));
        }
        self.point = next;
    }

    fn end_path(&mut self) {
        if std::mem::take(&mut self.clips)
            && let Some(sides) = paint::rectangle(&self.path)
        {
            let outer = self.state.clip.unwrap_or(sides);
            self.state.clip = Some(paint::within(outer, sides));
        }
        self.path.clear();
        (self.point, self.begin) = (None, None);
    }
}

impl Sheet {
    /// Takes in an area that hides what is under it.
    pub(in crate::formats) fn cover(&mut self, sides: [f64; 4], light: Option<f64>) {
        let thick = sides[2] - sides[0] > THICKEST && sides[3] - sides[1] > THICKEST;
        if thick && self.fills.len() < MOST_RULES {
            self.fills.push(Fill { sides, light, behind: self.marks.len() });
        }
    }

    /// The straight pieces of a drawn path are lines.
    pub(in crate::formats) fn stroke(&mut self, path: Vec<Piece>) {
        for ((x1, y1), (x2, y2)) in path {
            let (width, height) = ((x2 - x1).abs(), (y2 - y1).abs());
            if height <= 1.0 && width > height {
                self.rule(true, (y1 + y2) / 2.0, x1, x2);
            } else if width <= 1.0 && height > width {
                self.rule(false, (x1 + x2) / 2.0, y1, y2);
            }
        }
    }

    /// Filled areas that are thin are lines; each area of a path by itself.
    pub(in crate::formats) fn fill(&mut self, path: Vec<Piece>) {
        let mut area: Option<[f64; 4]> = None;
        let mut last = None;
        for (from, to) in path {
            if last.is_some_and(|last| last != from)
                && let Some(done) = area.take()
            {
                self.thin(done);
            }
            let [left, top, right, bottom] = area.unwrap_or([from.0, from.1, from.0, from.1]);
            area = Some([left.min(to.0), top.min(to.1), right.max(to.0), bottom.max(to.1)]);
            last = Some(to);
        }
        if let Some(done) = area {
            self.thin(done);
        }
    }

    fn thin(&mut self, [left, top, right, bottom]: [f64; 4]) {
        let (width, height) = (right - left, bottom - top);
        if height <= THICKEST && width > height {
            self.rule(true, (top + bottom) / 2.0, left, right);
        } else if width <= THICKEST && height > width {
            self.rule(false, (left + right) / 2.0, top, bottom);
        }
    }

    fn rule(&mut self, across: bool, at: f64, from: f64, to: f64) {
        let rules = if across { &mut self.across } else { &mut self.down };
        if rules.len() < MOST_RULES && at.is_finite() && (from - to).is_finite() {
            rules.push(Rule { at, from: from.min(to), to: from.max(to) });
        }
    }
}
