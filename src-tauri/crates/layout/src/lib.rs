//! [`Document`] → pages: the official page of GB/T 9704-2012, every character in its place.
//!
//! Pages are plain data; the preview and the PDF are drawn from them. **Deliberately absent**:
//! shaping (Chinese needs none) and anything that knows a PDF.

mod balance;
pub mod fonts;
pub mod glyphs;
mod heading;
mod line;
pub mod measures;
mod page;
mod paginate;
pub mod plan;
mod signature_block;
mod table;
mod title;

#[cfg(any(test, feature = "samples"))]
pub mod samples;
#[cfg(test)]
mod tests;

use self::fonts::Faces;
pub use self::fonts::{BadFont, Font, FontBytes, FontRole, FontSet, Substitution};
use self::glyphs::{Letter, Style, letters};
use self::heading::without_stray;
pub use self::heading::{heading_font, run_in};
use self::line::{break_lines, set, width};
use self::measures::*;
use self::page::rounded;
pub use self::page::{Entry, FigureBox, Page, Pages, Rule, Run, Source};
use self::paginate::{Flowing, Sheet, TextLine, Unit, paginate};
use self::signature_block::closing;
pub use self::table::is_flush_label;
use self::table::{LaidTable, is_too_wide, lay_table};
use self::title::title_lines;
use gongkai_model::document::{Block, Document, Paragraph, Role};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How signature and date stand (GB/T 9704-2012, 7.3.5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Seal {
    /// 不加盖印章
    #[default]
    None,
    /// 加盖印章: room is kept for it.
    Space,
    /// 加盖签发人签名章
    Stamp,
}

/// What the user chooses for the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PageOptions {
    pub seal: Seal,
    /// A line 单位负责人（签字）：________ after the text.
    #[serde(default)]
    pub signature_line: bool,
    /// 草稿 above the type area of each page.
    #[serde(default)]
    pub draft: bool,
    /// 示例 there: no report of an office. The program says so, not the user.
    #[serde(skip)]
    #[ts(skip)]
    pub example: bool,
}

/// What comes on which page, nothing drawn yet.
struct Arranged<'a> {
    sheets: Vec<Sheet>,
    tables: Vec<LaidTable<'a>>,
    title: String,
    missing: Vec<char>,
}

fn arrange<'a>(
    document: &'a Document,
    options: &PageOptions,
    faces: &mut Faces<'_>,
) -> Arranged<'a> {
    let mut missing = Vec::new();
    let mut flowing = Vec::new();
    let (mut signature, mut date) = (None, None);
    let mut titles: Vec<&str> = Vec::new();
    let mut area = UPRIGHT;
    for (index, block) in document.blocks.iter().enumerate() {
        let turned = document.sideways || is_sideways(document, index, faces);
        if turned != area.turned && !closes(block) {
            area = if turned { SIDEWAYS } else { UPRIGHT };
            flowing.push(Flowing::Turn(area));
        }
        match block {
            Block::Table(table) => {
                let laid = lay_table(index, table, area, faces, &mut missing);
                flowing.push(Flowing::Table(laid));
            }
            Block::Paragraph(paragraph) => {
                let text = paragraph.text.as_str();
                match paragraph.role {
                    Role::Signature if signature.is_none() => signature = Some((index, text)),
                    Role::Date if date.is_none() => date = Some((index, text)),
                    _ => {
                        if paragraph.role == Role::Title {
                            titles.push(text.trim());
                        }
                        let lines = set_paragraph(index, paragraph, &area, faces, &mut missing);
                        flowing.extend(lines.into_iter().map(Flowing::Line));
                    }
                }
            }
        }
        let title_ends = is_title(block) && !document.blocks.get(index + 1).is_some_and(is_title);
        if title_ends {
            flowing.push(Flowing::Line(TextLine { keep: true, ..TextLine::blank() }));
        }
    }
    let closing = closing(signature, date, options, &area, faces, &mut missing);
    let (sheets, tables) = paginate(flowing, closing);
    Arranged { sheets, tables, title: titles.concat(), missing }
}

impl PageOptions {
    /// What stands above the type area of each page.
    pub fn mark(&self) -> Option<&'static str> {
        match (self.example, self.draft) {
            (true, _) => Some("示例"),
            (false, true) => Some("草稿"),
            (false, false) => None,
        }
    }
}

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
                    pages.outline.extend(entry.map(|(text, level, y)| Entry {
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

fn is_title(block: &Block) -> bool {
    matches!(block, Block::Paragraph(paragraph) if paragraph.role == Role::Title)
}

fn closes(block: &Block) -> bool {
    matches!(block, Block::Paragraph(Paragraph { role: Role::Signature | Role::Date, .. }))
}

/// Whether a block stands on a turned page: a table that is wider than the page, and the title and
/// headings right above it.
fn is_sideways(document: &Document, index: usize, faces: &mut Faces<'_>) -> bool {
    let heads = |block: &&Block| {
        matches!(block, Block::Paragraph(Paragraph { role: Role::Title | Role::Heading(_), .. }))
    };
    let mut rest = document.blocks.get(index..).unwrap_or_default().iter();
    match rest.find(|block| !heads(block)) {
        Some(Block::Table(table)) => table.sideways || is_too_wide(table, faces),
        _ => false,
    }
}

fn body(role: FontRole, area: &Area) -> Style {
    Style { role, size: BODY_SIZE, place: area.advance() }
}

/// A paragraph's lines.
fn set_paragraph(
    index: usize,
    paragraph: &Paragraph,
    area: &Area,
    faces: &mut Faces<'_>,
    missing: &mut Vec<char>,
) -> Vec<TextLine> {
    let of = Source::Block(index, paragraph.role);
    let text = paragraph.text.trim();
    match paragraph.role {
        Role::Title => {
            let style = Style::plain(FontRole::XiaoBiaoSong, TITLE_SIZE);
            let letters = letters(text, style, faces, missing);
            let lines = title_lines(&letters, area.width, style.place);
            let set_line = |line: &line::Line| {
                let wide = set(&letters, line, TITLE_SIZE, (0.0, 0.0), of).1;
                let x = (area.width - wide) / 2.0;
                let runs = set(&letters, line, TITLE_SIZE, (x, 0.0), of).0;
                TextLine { runs, keep: true, ..TextLine::blank() }
            };
            lines.iter().map(set_line).collect()
        }
        Role::Heading(level) => {
            let role = heading_font(level);
            let letters = letters(text, body(role, area), faces, missing);
            let broken = without_stray(flush(&letters, area), &letters, area.advance());
            let mut lines = set_lines(&letters, &broken, area, of);
            lines.iter_mut().for_each(|line| line.keep = true);
            if let Some(first) = lines.first_mut() {
                first.entry = Some((text.to_owned(), level));
            }
            lines
        }
        Role::Body | Role::Signature | Role::Date => {
            let Some((head, rest)) = run_in(text) else {
                let letters = letters(text, body(FontRole::FangSong, area), faces, missing);
                return set_lines(&letters, &flush(&letters, area), area, of);
            };
            let mut all = letters(head, body(heading_font(2), area), faces, missing);
            all.extend(letters(rest, body(FontRole::FangSong, area), faces, missing));
            let mut lines = set_lines(&all, &flush(&all, area), area, of);
            if let Some(first) = lines.first_mut() {
                let entry = head.trim_end_matches(['。', '：']).to_owned();
                first.entry = Some((entry, 2));
            }
            lines
        }
    }
}

/// Lines indented at the first, flush at both edges.
fn flush(letters: &[Letter], area: &Area) -> Vec<line::Line> {
    break_lines(letters, area.width, INDENT * area.advance(), area.advance(), true)
}

fn set_lines(letters: &[Letter], lines: &[line::Line], area: &Area, of: Source) -> Vec<TextLine> {
    let set_line = |(at, line): (usize, &line::Line)| {
        let x = if at == 0 { INDENT * area.advance() } else { 0.0 };
        TextLine { runs: set(letters, line, BODY_SIZE, (x, 0.0), of).0, ..TextLine::blank() }
    };
    lines.iter().enumerate().map(set_line).collect()
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
    page.rules.extend(line.rule.map(|(from, to)| {
        let y = baseline + 0.1 * em;
        place_rule(Rule { x1: from, y1: y, x2: to, y2: y, thickness: RULE }, 0.0, area)
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

fn place_rule(rule: Rule, down: f64, area: &Area) -> Rule {
    let (x1, y1) = area.on_paper(rule.x1, rule.y1 + down);
    let (x2, y2) = area.on_paper(rule.x2, rule.y2 + down);
    let [x1, y1, x2, y2] = [x1, y1, x2, y2].map(rounded);
    Rule { x1, y1, x2, y2, ..rule }
}

fn place_table(drawn: table::Drawn, top: f64, area: &Area, page: &mut Page) {
    page.runs.extend(drawn.runs.into_iter().map(|run| place_run(run, (0.0, top), area)));
    page.rules.extend(drawn.rules.into_iter().map(|rule| place_rule(rule, top, area)));
    page.figures.extend(drawn.figures.into_iter().map(|figure| {
        let (x1, y1) = area.on_paper(figure.x, figure.y + top);
        let (x2, y2) = area.on_paper(figure.x + figure.width, figure.y + top + figure.height);
        page::FigureBox {
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
    let letters = letters(&format!("— {number} —"), style, faces, &mut Vec::new());
    let em = PAGE_NUMBER_SIZE * POINT;
    let wide = width(&letters);
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
    let line = line::Line::natural(0..letters.len());
    set(&letters, &line, PAGE_NUMBER_SIZE, (LEFT + x, baseline), Source::Page).0
}

fn mark(says: &str, faces: &mut Faces<'_>) -> Vec<Run> {
    let style = Style::plain(FontRole::HeiTi, BODY_SIZE);
    let letters = letters(says, style, faces, &mut Vec::new());
    let line = line::Line::natural(0..letters.len());
    let x = LEFT + AREA_WIDTH - width(&letters);
    set(&letters, &line, BODY_SIZE, (x, TOP - PITCH), Source::Page).0
}
