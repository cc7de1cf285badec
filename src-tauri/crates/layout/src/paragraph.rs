//! The lines of a paragraph, by its role.

use crate::fonts::{Faces, FontRole};
use crate::glyphs::{Glyph, Style, glyphs};
use crate::heading::{heading_font, run_in, without_stray};
use crate::line::{Line, break_lines};
use crate::measures::{Area, BODY_SIZE, INDENT, TITLE_SIZE};
use crate::page::Source;
use crate::paginate::TextLine;
use crate::runs::set;
use crate::title::title_lines;
use gongkai_model::document::{Paragraph, Role};

pub(crate) fn body(role: FontRole, area: &Area) -> Style {
    Style { role, size: BODY_SIZE, place: area.advance() }
}

/// A paragraph's lines.
pub(crate) fn set_paragraph(
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
            let glyphs = glyphs(text, style, faces, missing);
            let lines = title_lines(&glyphs, area.width, style.place);
            let set_line = |line: &Line| {
                let wide = set(&glyphs, line, TITLE_SIZE, (0.0, 0.0), of).1;
                let x = (area.width - wide) / 2.0;
                let runs = set(&glyphs, line, TITLE_SIZE, (x, 0.0), of).0;
                TextLine { runs, keep: true, ..TextLine::blank() }
            };
            lines.iter().map(set_line).collect()
        }
        Role::Heading(level) => {
            let role = heading_font(level);
            let glyphs = glyphs(text, body(role, area), faces, missing);
            let broken = without_stray(flush(&glyphs, area), &glyphs, area.advance());
            let mut lines = set_lines(&glyphs, &broken, area, of);
            lines.iter_mut().for_each(|line| line.keep = true);
            if let Some(first) = lines.first_mut() {
                first.entry = Some((text.to_owned(), level));
            }
            lines
        }
        Role::Body | Role::Signature | Role::Date => {
            let Some((head, rest)) = run_in(text) else {
                let glyphs = glyphs(text, body(FontRole::FangSong, area), faces, missing);
                return set_lines(&glyphs, &flush(&glyphs, area), area, of);
            };
            let mut all = glyphs(head, body(heading_font(2), area), faces, missing);
            all.extend(glyphs(rest, body(FontRole::FangSong, area), faces, missing));
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
fn flush(glyphs: &[Glyph], area: &Area) -> Vec<Line> {
    break_lines(glyphs, area.width, INDENT * area.advance(), area.advance(), true)
}

fn set_lines(glyphs: &[Glyph], lines: &[Line], area: &Area, of: Source) -> Vec<TextLine> {
    let set_line = |(at, line): (usize, &Line)| {
        let x = if at == 0 { INDENT * area.advance() } else { 0.0 };
        TextLine { runs: set(glyphs, line, BODY_SIZE, (x, 0.0), of).0, ..TextLine::blank() }
    };
    lines.iter().enumerate().map(set_line).collect()
}
