//! Document → pages: what [`arrange`] brought together, every character in its place on the paper.

use crate::PageOptions;
use crate::arrange::{Arranged, arrange};
use crate::fonts::{Faces, FontRole, FontSet};
use crate::glyphs::{Style, glyphs};
use crate::line::{Line, width};
use crate::measures::*;
use crate::page::{FigureBox, OutlineEntry, Page, Pages, Run, Source, Stroke, rounded};
use crate::paginate::{TextLine, Unit};
use crate::runs::set;
use crate::table::Drawn;
use gongkai_model::document::Document;

/// Sets a document on pages. Never fails: what no font has is drawn as 〓 and told in
/// [`Pages::missing`], a cell that says more than a page holds in [`Pages::overfull`].
pub fn lay_out(document: &Document, options: &PageOptions, fonts: &FontSet) -> Pages {
    let mut faces = Faces::new(fonts);
    let Arranged { sheets, tables, title, missing } = arrange(document, options, &mut faces);
    let mut pages =
        Pages { width: PAPER_WIDTH, height: PAPER_HEIGHT, title, missing, ..Pages::default() };
    for (at, sheet) in sheets.into_iter().enumerate() {
        let area = sheet.area;
        let mut page = Page { number: at + 1, sideways: area.turned, ..Page::default() };
        page.runs.extend(options.mark().into_iter().flat_map(|says| mark(says, &mut faces)));
        let tops = sheet.tops(&tables).0;
        for (unit, top) in sheet.units.into_iter().zip(tops) {
            match unit {
                Unit::Line(line) => {
                    let entry = place_line(line, top, sheet.pitch, &area, &mut page);
                    pages.outline.extend(entry.map(|(text, level, y)| OutlineEntry {
                        text,
                        level,
                        page: at,
                        y,
                    }));
                }
                Unit::Table(index, part) => {
                    let Some(table) = tables.get(index) else { continue };
                    let drawn = table.draw(&part, &mut faces);
                    pages.overfull |= drawn.overfull;
                    place_table(drawn, top, &area, &mut page);
                }
            }
        }
        page.runs.extend(page_number(at + 1, &mut faces));
        pages.pages.push(page);
    }
    pages
}

/// Places a line whose upper edge is `top`; the heading that begins with it, and where on the
/// paper.
fn place_line(
    line: TextLine,
    top: f64,
    pitch: f64,
    area: &Area,
    page: &mut Page,
) -> Option<(String, u8, f64)> {
    let size = line.runs.first().map_or(BODY_SIZE, |run| run.size);
    let em = size * POINT;
    let baseline = top + (pitch - em) / 2.0 + ABOVE_BASELINE * em;
    page.runs.extend(line.runs.into_iter().map(|run| place_run(run, (0.0, baseline), area)));
    page.strokes.extend(line.rule.map(|(from, to)| {
        let y = baseline + 0.1 * em;
        place_stroke(Stroke { x1: from, y1: y, x2: to, y2: y, thickness: RULE }, 0.0, area)
    }));
    let (text, level) = line.entry?;
    // A reader is taken to the head of a turned page, which is at its side.
    let y = if area.turned { TOP } else { TOP + top };
    Some((text, level, rounded(y)))
}

fn place_run(run: Run, (right, down): (f64, f64), area: &Area) -> Run {
    let (x, y) = area.on_paper(run.x + right, run.y + down);
    Run { x: rounded(x), y: rounded(y), turned: area.turned, ..run }
}

fn place_stroke(rule: Stroke, down: f64, area: &Area) -> Stroke {
    let (x1, y1) = area.on_paper(rule.x1, rule.y1 + down);
    let (x2, y2) = area.on_paper(rule.x2, rule.y2 + down);
    let [x1, y1, x2, y2] = [x1, y1, x2, y2].map(rounded);
    Stroke { x1, y1, x2, y2, ..rule }
}

fn place_table(drawn: Drawn, top: f64, area: &Area, page: &mut Page) {
    page.runs.extend(drawn.runs.into_iter().map(|run| place_run(run, (0.0, top), area)));
    page.strokes.extend(drawn.strokes.into_iter().map(|rule| place_stroke(rule, top, area)));
    page.figures.extend(drawn.figures.into_iter().map(|figure| {
        let (x1, y1) = area.on_paper(figure.x, figure.y + top);
        let (x2, y2) = area.on_paper(figure.x + figure.width, figure.y + top + figure.height);
        FigureBox {
            x: rounded(x1.min(x2)),
            y: rounded(y1.min(y2)),
            width: rounded((x2 - x1).abs()),
            height: rounded((y2 - y1).abs()),
            ..figure
        }
    }));
}

/// — 1 — below the type area: odd pages right with one character's space, even ones left (7.5).
fn page_number(number: usize, faces: &mut Faces<'_>) -> Vec<Run> {
    let style = Style::plain(FontRole::SongTi, PAGE_NUMBER_SIZE);
    let glyphs = glyphs(&format!("— {number} —"), style, faces, &mut Vec::new());
    let em = PAGE_NUMBER_SIZE * POINT;
    let wide = width(&glyphs);
    let x = if number % 2 == 1 { AREA_WIDTH - em - wide } else { em };
    let dash_top = faces
        .glyph(FontRole::SongTi, '—')
        .and_then(|glyph| {
            let face = faces.face(glyph.face)?;
            let bounds = face.glyph_bounding_box(ttf_parser::GlyphId(glyph.id))?;
            Some(f64::from(bounds.y_max) / f64::from(face.units_per_em()))
        })
        .unwrap_or(0.38);
    let baseline = TOP + AREA_HEIGHT + PAGE_NUMBER_GAP + dash_top * em;
    let line = Line::natural(0..glyphs.len());
    set(&glyphs, &line, PAGE_NUMBER_SIZE, (LEFT + x, baseline), Source::Page).0
}

fn mark(says: &str, faces: &mut Faces<'_>) -> Vec<Run> {
    let style = Style::plain(FontRole::HeiTi, BODY_SIZE);
    let glyphs = glyphs(says, style, faces, &mut Vec::new());
    let line = Line::natural(0..glyphs.len());
    let x = LEFT + AREA_WIDTH - width(&glyphs);
    set(&glyphs, &line, BODY_SIZE, (x, TOP - PITCH), Source::Page).0
}
