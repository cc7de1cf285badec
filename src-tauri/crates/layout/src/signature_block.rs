//! Signature, date and the room for a seal: the three arrangements of GB/T 9704-2012, 7.3.5.

use super::glyphs::{Glyph, Style, glyphs};
use super::line::{Line, width};
use super::measures::*;
use super::options::{PageOptions, Seal};
use super::page::Source;
use super::paginate::TextLine;
use super::runs::set;
use super::title::title_lines;
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
pub(crate) fn signature_block(
    signature: Closing<'_>,
    date: Closing<'_>,
    options: &PageOptions,
    area: &Area,
    faces: &mut Faces<'_>,
    missing: &mut Vec<char>,
) -> Vec<TextLine> {
    let mut lines = Vec::new();
    if options.signature_line {
        lines.push(TextLine::blank());
        lines.push(signatory(area, faces, missing));
    }
    if signature.is_none() && date.is_none() {
        return lines;
    }
    let mut read = |text: &str| glyphs(text, body(area), faces, missing);
    let date_letters = date.map(|(_, text)| read(text));
    let block = SignatureBlock {
        area,
        signed_at: signature.map_or(0, |(block, _)| block),
        date_width: width(&date_letters.clone().unwrap_or_else(|| read(USUAL_DATE))),
        signed: signature.map(|(_, text)| read(text)).unwrap_or_default(),
        date: date.map(|(block, _)| block).zip(date_letters),
    };
    match options.seal {
        Seal::Space => lines.extend(block.with_room_for_a_seal()),
        Seal::None => lines.extend(block.without_seal()),
        Seal::Stamp => lines.extend(block.with_room_for_a_stamp()),
    }
    while options.seal != Seal::Space && lines.last().is_some_and(TextLine::is_blank) {
        lines.pop();
    }
    lines
}

/// Signature and date, set in glyphs.
struct SignatureBlock<'a> {
    area: &'a Area,
    signed: Vec<Glyph>,
    /// The index of the signature's block.
    signed_at: usize,
    /// The date and the index of its block.
    date: Option<(usize, Vec<Glyph>)>,
    /// In mm; of a usual date where there is none.
    date_width: f64,
}

impl SignatureBlock<'_> {
    /// 加盖印章: the date four characters from the edge, the signature centred over it, and the room of
    /// the seal around both.
    fn with_room_for_a_seal(&self) -> Vec<TextLine> {
        let centre = self.area.width - SEALED_DATE * self.area.advance() - self.date_width / 2.0;
        let signature = self.centred(centre, 2.0 * (self.area.width - centre));
        let half = (signature.len() + 1) as f64 / 2.0;
        // The seal stands over both, its top within one line of the text.
        let beyond = (SEAL / 2.0 / self.area.pitch() - half).max(0.0);
        let above = (beyond.ceil() as usize).max(1);
        let mut lines = vec![TextLine::blank(); above];
        lines.extend(signature);
        lines.push(self.date_line(centre - self.date_width / 2.0));
        lines.extend(vec![TextLine::blank(); beyond.round() as usize]);
        lines
    }

    /// 不加盖印章: the longer of the two ends two characters from the edge.
    fn without_seal(&self) -> Vec<TextLine> {
        let (area, advance) = (self.area, self.area.advance());
        let room = area.width - (UNSEALED + INDENT) * advance;
        let wide = self.signature_width(room);
        let right = area.width - UNSEALED * advance;
        let date_left = if self.date_width > wide {
            right - self.date_width
        } else {
            right - wide + UNSEALED * advance
        };
        let left = if self.date_width > wide && !self.signed.is_empty() {
            date_left - UNSEALED * advance
        } else {
            right - wide
        };
        let mut lines = vec![TextLine::blank()];
        lines.extend(self.centred(left + wide / 2.0, room));
        lines.push(self.date_line(date_left));
        lines
    }

    /// 加盖签发人签名章: its room stands right of the signature.
    fn with_room_for_a_stamp(&self) -> Vec<TextLine> {
        let (area, advance) = (self.area, self.area.advance());
        let right = area.width - (SEALED_DATE + STAMP + UNSEALED) * advance;
        let wide = self.signature_width(right);
        let mut lines = vec![TextLine::blank(), TextLine::blank()];
        lines.extend(self.centred(right - wide / 2.0, right));
        lines.push(TextLine::blank());
        lines.push(self.date_line(area.width - SEALED_DATE * advance - self.date_width));
        lines
    }

    /// The widest line of the signature where it has so much room, in mm.
    fn signature_width(&self, room: f64) -> f64 {
        let lines = title_lines(&self.signed, room, self.area.advance());
        lines.iter().map(|line| line_width(&self.signed, line)).fold(0.0, f64::max)
    }

    /// The signature on as few lines as fit into `room`, all centred on `centre`.
    fn centred(&self, centre: f64, room: f64) -> Vec<TextLine> {
        title_lines(&self.signed, room, self.area.advance())
            .iter()
            .map(|line| {
                let x = centre - line_width(&self.signed, line) / 2.0;
                let of = Source::Block(self.signed_at, Role::Signature);
                text_line(&self.signed, line, x, of)
            })
            .collect()
    }

    fn date_line(&self, x: f64) -> TextLine {
        let Some((block, glyphs)) = &self.date else { return TextLine::blank() };
        let x = x.clamp(0.0, (self.area.width - self.date_width).max(0.0));
        let line = Line::natural(0..glyphs.len());
        text_line(glyphs, &line, x, Source::Block(*block, Role::Date))
    }
}

fn body(area: &Area) -> Style {
    Style { role: FontRole::FangSong, size: BODY_SIZE, place: area.advance() }
}

fn line_width(glyphs: &[Glyph], line: &Line) -> f64 {
    set(glyphs, line, BODY_SIZE, (0.0, 0.0), Source::Page).1
}

fn text_line(glyphs: &[Glyph], line: &Line, x: f64, of: Source) -> TextLine {
    let (runs, _) = set(glyphs, line, BODY_SIZE, (x, 0.0), of);
    TextLine { runs, ..TextLine::blank() }
}

/// 单位负责人（签字）：________
fn signatory(area: &Area, faces: &mut Faces<'_>, missing: &mut Vec<char>) -> TextLine {
    let glyphs = glyphs(SIGNATORY, body(area), faces, missing);
    let left = INDENT * area.advance();
    let line = text_line(&glyphs, &Line::natural(0..glyphs.len()), left, Source::Signatory);
    let from = left + width(&glyphs);
    TextLine { rule: Some((from, from + SIGNATORY_ROOM * area.advance())), ..line }
}
