//! A broken line → its runs: glyphs of one font that stand evenly, at their places on the page.

use super::glyphs::{Glyph, GlyphKind};
use super::line::{Line, is_gap};
use super::page::{Run, Source, rounded};

/// The line's runs with its first place at `x` and its baseline at `y`, and its width in mm. Glyphs
/// of one font that stand evenly are one run.
pub(super) fn set(
    glyphs: &[Glyph],
    line: &Line,
    size: f64,
    (x, y): (f64, f64),
    of: Source,
) -> (Vec<Run>, f64) {
    let mut pen = x;
    let mut setting = Setting { runs: Vec::new(), size, y, of, natural: 0.0, count: 0 };
    let mut end = line.glyphs.end.min(glyphs.len());
    while end > line.glyphs.start
        && glyphs.get(end - 1).is_some_and(|glyph| glyph.kind == GlyphKind::Space)
    {
        end -= 1;
    }
    for at in line.glyphs.start..end {
        let Some(glyph) = glyphs.get(at) else { break };
        let last = at + 1 == end;
        let squeeze_right = if last { line.end_squeeze } else { line.squeeze };
        let left = glyph.left_slack * line.squeeze;
        let right = glyph.right_slack * squeeze_right;
        let gap = if !last && is_gap(glyphs, at) { line.stretch } else { 0.0 };
        setting.add(glyph, pen - left + glyph.shift);
        pen += glyph.place - left - right + gap;
    }
    (setting.runs, pen - x)
}

/// The runs of a line that is being set.
struct Setting {
    runs: Vec<Run>,
    size: f64,
    y: f64,
    of: Source,
    /// Where the next glyph of the last run has to stand, were it not spaced (mm).
    natural: f64,
    /// Glyphs of the last run.
    count: usize,
}

impl Setting {
    /// Adds a glyph with its origin at `origin`, to the last run where it goes on evenly.
    fn add(&mut self, glyph: &Glyph, origin: f64) {
        match self.runs.last_mut() {
            Some(run) if run.face == glyph.face && run.font == glyph.role => {
                if self.count == 1 {
                    run.spacing = rounded(origin - self.natural);
                }
                // Glyphs may overlap only where the line squeezes.
                if (self.natural + run.spacing - origin).abs() < 0.002 {
                    run.text.push(glyph.character);
                    self.natural += run.spacing + glyph.advance;
                    self.count += 1;
                } else {
                    self.begin(glyph, origin);
                }
            }
            _ => self.begin(glyph, origin),
        }
        if let Some(run) = self.runs.last_mut() {
            run.width = rounded(self.natural - run.x);
        }
    }

    fn begin(&mut self, glyph: &Glyph, origin: f64) {
        self.runs.push(Run {
            x: rounded(origin),
            y: rounded(self.y),
            font: glyph.role,
            face: glyph.face,
            size: self.size,
            spacing: 0.0,
            width: 0.0,
            text: glyph.character.to_string(),
            turned: false,
            of: self.of,
        });
        self.natural = origin + glyph.advance;
        self.count = 1;
    }
}
