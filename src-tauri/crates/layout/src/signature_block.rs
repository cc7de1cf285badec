//! Signature, date and the room for a seal: the three arrangements of GB/T 9704-2012, 7.3.5.

use super::glyphs::{Letter, Style, letters};
use super::line::{Line, set, width};
use super::measures::*;
use super::page::Source;
use super::paginate::TextLine;
use super::title::title_lines;
use super::{PageOptions, Seal};
use crate::FontRole;
use crate::fonts::Faces;
use gongkai_model::document::{Role, SIGNATORY};

/// What stands for a date when there is none, so that the signature keeps its place.
const USUAL_DATE: &str = "2027年1月20日";
/// Room for the signatory's name, in characters.
const SIGNATORY_ROOM: f64 = 9.0;

/// A paragraph of the document that belongs here, with the index of its block.
pub(super) type Closing<'a> = Option<(usize, &'a str)>;

/// The lines after the text: blank ones, signature, date. Empty when there is neither.
pub(super) fn closing(
    signature: Closing<'_>,
    date: Closing<'_>,
    options: &PageOptions,
    area: &Area,
    faces: &mut Faces<'_>,
    missing: &mut Vec<char>,
) -> Vec<TextLine> {
    let (style, advance) = (body(area), area.advance());
    let mut lines = Vec::new();
    if options.signature_line {
        lines.push(TextLine::blank());
        lines.push(signatory(area, faces, missing));
    }
    if signature.is_none() && date.is_none() {
        return lines;
    }
    let mut read = |text: &str| letters(text, style, faces, missing);
    let date_letters = date.map(|(_, text)| read(text));
    let date_width = width(&date_letters.clone().unwrap_or_else(|| read(USUAL_DATE)));
    let signed = signature.map(|(_, text)| read(text)).unwrap_or_default();
    let date_line = |x: f64| match (&date_letters, date) {
        (Some(letters), Some((block, _))) => {
            let x = x.clamp(0.0, (area.width - date_width).max(0.0));
            let line = Line::natural(0..letters.len());
            text_line(letters, &line, x, Source::Block(block, Role::Date))
        }
        _ => TextLine::blank(),
    };
    let at = signature.map_or(0, |(block, _)| block);
    match options.seal {
        Seal::Space => {
            let centre = area.width - SEALED_DATE * advance - date_width / 2.0;
            let block = centred(&signed, at, centre, 2.0 * (area.width - centre), advance);
            let half = (block.len() + 1) as f64 / 2.0;
            // The seal stands over both, its top within one line of the text.
            let beyond = (SEAL / 2.0 / area.pitch() - half).max(0.0);
            let above = (beyond.ceil() as usize).max(1);
            lines.extend(std::iter::repeat_with(TextLine::blank).take(above));
            lines.extend(block);
            lines.push(date_line(centre - date_width / 2.0));
            lines.extend(std::iter::repeat_with(TextLine::blank).take(beyond.round() as usize));
        }
        Seal::None => {
            lines.push(TextLine::blank());
            let room = area.width - (UNSEALED + INDENT) * advance;
            let parts = title_lines(&signed, room, advance);
            let wide = parts.iter().map(|line| line_width(&signed, line)).fold(0.0, f64::max);
            let right = area.width - UNSEALED * advance;
            let date_left = if date_width > wide {
                right - date_width
            } else {
                right - wide + UNSEALED * advance
            };
            let left = if date_width > wide && !signed.is_empty() {
                date_left - UNSEALED * advance
            } else {
                right - wide
            };
            lines.extend(centred(&signed, at, left + wide / 2.0, room, advance));
            lines.push(date_line(date_left));
        }
        Seal::Stamp => {
            lines.extend([TextLine::blank(), TextLine::blank()]);
            let right = area.width - (SEALED_DATE + STAMP + UNSEALED) * advance;
            let parts = title_lines(&signed, right, advance);
            let wide = parts.iter().map(|line| line_width(&signed, line)).fold(0.0, f64::max);
            lines.extend(centred(&signed, at, right - wide / 2.0, right, advance));
            lines.push(TextLine::blank());
            lines.push(date_line(area.width - SEALED_DATE * advance - date_width));
        }
    }
    while lines.last().is_some_and(|_| options.seal != Seal::Space)
        && lines.last().is_some_and(TextLine::is_blank)
    {
        lines.pop();
    }
    lines
}

fn body(area: &Area) -> Style {
    Style { role: FontRole::FangSong, size: BODY_SIZE, place: area.advance() }
}

fn line_width(letters: &[Letter], line: &Line) -> f64 {
    set(letters, line, BODY_SIZE, (0.0, 0.0), Source::Page).1
}

fn text_line(letters: &[Letter], line: &Line, x: f64, of: Source) -> TextLine {
    let (runs, _) = set(letters, line, BODY_SIZE, (x, 0.0), of);
    TextLine { runs, ..TextLine::blank() }
}

/// A signature on as few lines as fit into `room`, all centred on `centre`.
fn centred(
    letters: &[Letter],
    block: usize,
    centre: f64,
    room: f64,
    advance: f64,
) -> Vec<TextLine> {
    title_lines(letters, room, advance)
        .iter()
        .map(|line| {
            let x = centre - line_width(letters, line) / 2.0;
            text_line(letters, line, x, Source::Block(block, Role::Signature))
        })
        .collect()
}

/// 单位负责人（签字）：________
fn signatory(area: &Area, faces: &mut Faces<'_>, missing: &mut Vec<char>) -> TextLine {
    let letters = letters(SIGNATORY, body(area), faces, missing);
    let left = INDENT * area.advance();
    let line = text_line(&letters, &Line::natural(0..letters.len()), left, Source::Signatory);
    let from = left + width(&letters);
    TextLine { rule: Some((from, from + SIGNATORY_ROOM * area.advance())), ..line }
}
