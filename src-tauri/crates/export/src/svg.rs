//! A page as SVG: the very page that is printed, drawn from the outlines of its fonts, sharp at any
//! size and independent of the fonts of whoever looks.
//!
//! Marks for the window: `data-cell` on the place of a figure, `data-block` (index of the document's
//! block) and `data-text` on the words. Colours come from outside: everything is `currentColor`.

use crate::escape::escaped;
use gongkai_layout::fonts::FontSet;
use gongkai_layout::measures::POINT;
use gongkai_layout::{Page, Run, Source};
use std::collections::BTreeMap;
use std::fmt::Write;
use ttf_parser::{Face, GlyphId, OutlineBuilder};

/// A4 in mm, as all pages.
const WIDTH: f64 = gongkai_layout::measures::PAPER_WIDTH;
const HEIGHT: f64 = gongkai_layout::measures::PAPER_HEIGHT;

/// Draws a page; lengths in mm.
pub fn svg(page: &Page, fonts: &FontSet) -> String {
    let faces: Vec<Option<Face<'_>>> =
        fonts.all().iter().map(|font| Face::parse(font.data(), font.index()).ok()).collect();
    let mut outlines: BTreeMap<(u16, u16), String> = BTreeMap::new();
    let mut body = String::new();
    for figure in &page.figures {
        let cell = figure.cell.as_ref().map(|cell| escaped(cell.as_str(), &[])).unwrap_or_default();
        line(
            &mut body,
            format_args!(
                r#"<rect class="figure" data-cell="{cell}" x="{}" y="{}" width="{}" height="{}" fill="none" pointer-events="all"/>"#,
                figure.x, figure.y, figure.width, figure.height
            ),
        );
    }
    for rule in &page.strokes {
        line(
            &mut body,
            format_args!(
                r#"<path d="M{} {}L{} {}" stroke="currentColor" stroke-width="{:.4}"/>"#,
                rule.x1,
                rule.y1,
                rule.x2,
                rule.y2,
                rule.thickness * POINT
            ),
        );
    }
    for run in &page.runs {
        draw(run, &faces, &mut outlines, &mut body);
    }
    let mut defs = String::new();
    for ((face, glyph), path) in &outlines {
        line(&mut defs, format_args!(r#"<path id="g{face}-{glyph}" d="{path}"/>"#));
    }
    let number = page.number;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" \
         role=\"img\" aria-label=\"第{number}页\">\n<defs>\n{defs}</defs>\n{body}</svg>\n"
    )
}

fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing into a string can't fail.
    let _ = out.write_fmt(text);
    out.push('\n');
}

fn draw(
    run: &Run,
    faces: &[Option<Face<'_>>],
    outlines: &mut BTreeMap<(u16, u16), String>,
    out: &mut String,
) {
    let Some(face) = faces.get(usize::from(run.face)).and_then(Option::as_ref) else { return };
    let block = match run.of {
        Source::Block(block, _) | Source::Cell(block, ..) => format!(" data-block=\"{block}\""),
        Source::Signatory | Source::Page => String::new(),
    };
    let scale = run.size * POINT / f64::from(face.units_per_em().max(1));
    line(
        out,
        format_args!(
            r#"<g{block} data-text="{}" fill="currentColor" transform="translate({} {}){} scale({scale:.7})">"#,
            escaped(&run.text, &[]),
            run.x,
            run.y,
            if run.turned { " rotate(-90)" } else { "" }
        ),
    );
    let mut pen = 0.0;
    for character in run.text.chars() {
        let Some(glyph) = face.glyph_index(character) else { continue };
        let path = outlines.entry((run.face, glyph.0)).or_insert_with(|| outline(face, glyph));
        if !path.is_empty() {
            line(
                out,
                format_args!(
                    r##"<use href="#g{}-{}" x="{:.1}"/>"##,
                    run.face,
                    glyph.0,
                    pen / scale
                ),
            );
        }
        let advance = f64::from(face.glyph_hor_advance(glyph).unwrap_or_default()) * scale;
        pen += advance + run.spacing;
    }
    out.push_str("</g>\n");
}

fn outline(face: &Face<'_>, glyph: GlyphId) -> String {
    let mut path = Path(String::new());
    face.outline_glyph(glyph, &mut path);
    path.0
}

/// SVG path data in units of the font, upright.
struct Path(String);

impl Path {
    fn add(&mut self, command: char, points: &[(f32, f32)]) {
        self.0.push(command);
        for (at, (x, y)) in points.iter().enumerate() {
            let blank = if at == 0 { "" } else { " " };
            let _ = write!(self.0, "{blank}{} {}", x.round(), -y.round());
        }
    }
}

impl OutlineBuilder for Path {
    fn move_to(&mut self, x: f32, y: f32) {
        self.add('M', &[(x, y)]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.add('L', &[(x, y)]);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.add('Q', &[(x1, y1), (x, y)]);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.add('C', &[(x1, y1), (x2, y2), (x, y)]);
    }

    fn close(&mut self) {
        self.0.push('Z');
    }
}
