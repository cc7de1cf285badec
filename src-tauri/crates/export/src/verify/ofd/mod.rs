//! A written OFD against the pages and the document it was made from: every glyph in its place and
//! in its font, every line, the outline; then every paragraph and every cell, as of a PDF.

mod file;

use self::file::{OfdFile, Text, WrittenLine, WrittenPage};
use super::page::{Character, PageContent};
use super::pages;
use super::text::different;
use crate::error::NotPrinted;
use gongkai_layout::measures::{BAR, PAPER_HEIGHT, POINT};
use gongkai_layout::{OutlineEntry, Page, Pages, Run};
use gongkai_model::document::Document;
use std::collections::HashMap;
use ttf_parser::Face;

/// How far a place may be off: what is rounded off, a few times (mm).
const EXACT: f64 = 0.002;

type Faces<'a> = HashMap<u32, Face<'a>>;

/// Compares a written OFD with its pages and its document. `extra` stands between the text and the
/// signature without being part of the document.
pub(crate) fn compare(
    ofd: &[u8],
    laid_out: &Pages,
    document: &Document,
    extra: &str,
) -> Result<(), NotPrinted> {
    let file = OfdFile::read(ofd).ok_or(NotPrinted::File)?;
    let parsed = file.fonts.iter().map(|(id, font)| Some((*id, Face::parse(font, 0).ok()?)));
    let faces: Faces<'_> = parsed.collect::<Option<_>>().ok_or(NotPrinted::Font)?;
    described(&file, laid_out)?;
    let mut sheets = Vec::new();
    for (page, written) in laid_out.pages.iter().zip(&file.pages) {
        same_page(page, written, &faces)?;
        sheets.push(sheet(written, &faces).ok_or(NotPrinted::File)?);
    }
    pages::compare(&sheets, document, extra)
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < EXACT
}

fn described(file: &OfdFile, pages: &Pages) -> Result<(), NotPrinted> {
    if file.title != pages.title {
        return Err(different("文件的标题"));
    }
    let paper = near(file.paper[0], pages.width) && near(file.paper[1], pages.height);
    if !paper || file.pages.len() != pages.pages.len() {
        return Err(different("页数或纸张"));
    }
    let mut open: Vec<u8> = Vec::new();
    let depths = pages.outline.iter().map(|entry| {
        open.retain(|level| *level < entry.level);
        open.push(entry.level);
        open.len() - 1
    });
    let depths: Vec<usize> = depths.collect();
    let same = |(entry, depth): (&OutlineEntry, &usize), heading: &file::Heading| {
        heading.title == entry.text
            && heading.depth == *depth
            && heading.page == entry.page
            && near(heading.top, entry.y)
    };
    let entries = pages.outline.iter().zip(&depths);
    if file.outline.len() != depths.len() || !entries.zip(&file.outline).all(|(e, h)| same(e, h)) {
        return Err(different("目录"));
    }
    Ok(())
}

/// The page as laid out is the page as written, glyph by glyph and line by line.
fn same_page(page: &Page, written: &WrittenPage, faces: &Faces<'_>) -> Result<(), NotPrinted> {
    let runs: Vec<&Run> =
        page.runs.iter().filter(|run| !run.text.trim_matches(' ').is_empty()).collect();
    let other = runs.iter().zip(&written.texts).find(|(run, text)| !same_run(run, text, faces));
    if let Some((run, _)) = other {
        return Err(different(format!("第{}页“{}”的位置", page.number, run.text)));
    }
    let mut rules: Vec<[f64; 5]> = page
        .strokes
        .iter()
        .map(|rule| [rule.thickness * POINT, rule.x1, rule.y1, rule.x2, rule.y2])
        .collect();
    rules.sort_by(|a, b| a[0].total_cmp(&b[0]));
    let line = |WrittenLine { thickness, ends: [x1, y1, x2, y2] }: &WrittenLine| {
        [*thickness, *x1, *y1, *x2, *y2]
    };
    let mut lines: Vec<[f64; 5]> = written.lines.iter().map(line).collect();
    lines.sort_by(|a, b| a[0].total_cmp(&b[0]));
    let same = |(a, b): (&[f64; 5], &[f64; 5])| a.iter().zip(b).all(|(a, b)| near(*a, *b));
    let all = rules.len() == lines.len() && rules.iter().zip(&lines).all(same);
    if !all || runs.len() != written.texts.len() {
        return Err(different(format!("第{}页的线条或文字", page.number)));
    }
    Ok(())
}

/// Every glyph is there, and where its font's widths and the run's spacing put it.
fn same_run(run: &Run, text: &Text, faces: &Faces<'_>) -> bool {
    let size = run.size * POINT;
    let same = text.text == run.text.trim_matches(' ') && text.turned == run.turned;
    let Some(face) = faces.get(&text.font).filter(|_| same && near(text.size, size)) else {
        return false;
    };
    let advance = |character| width(face, character, size).map(|width| width + run.spacing);
    let blanks = run.text.chars().take_while(|c| *c == ' ').map(advance);
    let Some(mut pen) = blanks.sum::<Option<f64>>() else { return false };
    for (character, (x, y)) in text.text.chars().zip(&text.places) {
        let place = if run.turned { (run.x, run.y - pen) } else { (run.x + pen, run.y) };
        let Some(advance) = advance(character) else { return false };
        if !near(*x, place.0) || !near(*y, place.1) {
            return false;
        }
        pen += advance;
    }
    true
}

/// The width of a character in mm; none where the font has no glyph for it.
fn width(face: &Face<'_>, character: char, size: f64) -> Option<f64> {
    let glyph = face.glyph_index(character).filter(|glyph| glyph.0 != 0)?;
    let units = f64::from(face.units_per_em().max(1));
    Some(f64::from(face.glyph_hor_advance(glyph)?) / units * size)
}

/// The page as any page is compared with its document.
fn sheet<'a>(written: &'a WrittenPage, faces: &Faces<'_>) -> Option<PageContent<'a>> {
    let turned = written.texts.iter().any(|text| text.turned);
    let mut sheet = PageContent { turned, ..PageContent::default() };
    for text in &written.texts {
        let face = faces.get(&text.font)?;
        for ((at, character), (x, y)) in text.text.char_indices().zip(&text.places) {
            let (x, baseline) = if text.turned { (PAPER_HEIGHT - y, *x) } else { (*x, *y) };
            sheet.characters.push(Character {
                text: text.text.get(at..at + character.len_utf8())?,
                x,
                width: width(face, character, text.size)?,
                baseline,
                size: text.size,
                turned: text.turned,
                piece: None,
            });
        }
    }
    // A bar of a chart parts no cells.
    let rules = written.lines.iter().filter(|line| line.thickness < BAR * POINT - EXACT);
    sheet.rule(rules.map(|line| {
        let [x1, y1, x2, y2] = line.ends;
        ((x1, PAPER_HEIGHT - y1), (x2, PAPER_HEIGHT - y2))
    }));
    Some(sheet)
}
