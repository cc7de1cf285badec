//! Text → glyphs: each character with its glyph, the width of its place on the line, and how it
//! may be squeezed.

use super::measures::POINT;
use crate::FontRole;
use crate::fonts::Faces;
use gongkai_model::document::normalize::is_chinese;

/// Stands for a character that no font has.
pub(crate) const GETA: char = '〓';

/// What a character is to the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum GlyphKind {
    Chinese,
    /// （《“
    Opening,
    /// ）》” and stops
    Closing,
    /// ——, ……: never parted.
    Joining,
    /// Letters, figures and what belongs to them.
    Latin,
    Space,
}

/// A character on the line. Lengths in millimetres.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glyph {
    pub character: char,
    pub kind: GlyphKind,
    pub role: FontRole,
    pub face: u16,
    /// The glyph's own advance.
    pub advance: f64,
    /// Width of its place.
    pub place: f64,
    /// The glyph's origin from the left of its place.
    pub shift: f64,
    /// How much of its place may be taken off on the left and on the right.
    pub left_slack: f64,
    pub right_slack: f64,
}

impl Glyph {
    pub fn slack(&self) -> f64 {
        self.left_slack + self.right_slack
    }
}

/// How a text is set: its font, type size in points, and the width in millimetres of a Chinese
/// character's place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    pub role: FontRole,
    pub size: f64,
    pub place: f64,
}

impl Style {
    /// Characters stand side by side.
    pub fn plain(role: FontRole, size: f64) -> Self {
        Style { role, size, place: size * POINT }
    }
}

/// Not to begin a line with.
fn no_start(c: char) -> bool {
    !is_chinese(c) && "、。，．；：？！）》〉】〕］｝”’…—％‰℃·々〞」』.,;:?!)]}%".contains(c)
}

/// Not to end a line with.
fn no_end(c: char) -> bool {
    !is_chinese(c) && "（《〈【〔［｛“‘￥№〝「『([{".contains(c)
}

/// Set in a place as wide as a Chinese character's, whatever the font says.
fn is_wide_mark(c: char) -> bool {
    !is_chinese(c) && "“”‘’—…·".contains(c)
}

fn kind(c: char) -> GlyphKind {
    match c {
        ' ' | '\u{3000}' | '\u{a0}' => GlyphKind::Space,
        '—' | '…' => GlyphKind::Joining,
        _ if c.is_ascii_graphic() || ('０'..='９').contains(&c) => GlyphKind::Latin,
        '\u{c0}'..='\u{24f}' | '\u{300}'..='\u{36f}' | '\u{370}'..='\u{52f}' => GlyphKind::Latin,
        _ if no_end(c) => GlyphKind::Opening,
        _ if no_start(c) => GlyphKind::Closing,
        _ => GlyphKind::Chinese,
    }
}

/// Whether a line may be broken between two neighbours.
pub(super) fn may_part(left: &Glyph, right: &Glyph) -> bool {
    let (l, r) = (left.character, right.character);
    if right.kind == GlyphKind::Space || no_start(r) || no_end(l) {
        return false;
    }
    // ３．５ in full-width figures is one number, too.
    !((left.kind == GlyphKind::Latin || l == '．') && right.kind == GlyphKind::Latin)
}

/// Characters that have no place on paper: controls, marks of writing direction, joiners, variation
/// selectors, byte order marks.
pub fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// The text's glyphs; characters without a place are left out, and those no font has are replaced
/// and noted in `missing`.
pub(super) fn glyphs(
    text: &str,
    style: Style,
    faces: &mut Faces<'_>,
    missing: &mut Vec<char>,
) -> Vec<Glyph> {
    let mut out = Vec::with_capacity(text.len() / 3 + 1);
    // A tab or line break inside a paragraph parts words; at its ends it is nothing.
    for character in text.trim().chars() {
        let character = if matches!(character, '\t' | '\n' | '\r') { ' ' } else { character };
        if !is_invisible(character) {
            out.push(glyph(character, style, faces, missing));
        }
    }
    out
}

fn glyph(character: char, style: Style, faces: &mut Faces<'_>, missing: &mut Vec<char>) -> Glyph {
    let kind = kind(character);
    let em = style.size * POINT;
    let mut shown = character;
    let glyph = faces.glyph(style.role, character).or_else(|| {
        if kind != GlyphKind::Space && !missing.contains(&character) {
            missing.push(character);
        }
        shown = if kind == GlyphKind::Space { ' ' } else { GETA };
        faces.glyph(style.role, shown)
    });
    let advance = glyph.map_or(em, |glyph| glyph.advance / 1000.0 * em);
    let face = glyph.map_or(0, |glyph| glyph.face);
    let wide = advance > 0.9 * em && kind != GlyphKind::Latin || is_wide_mark(shown);
    let place = if wide { style.place.max(advance) } else { advance };
    let air = place - advance;
    let shift = match kind {
        // The gap left by the grid stands behind a character; what a narrow glyph leaves of a wide
        // place stands where the mark has its air.
        _ if !is_wide_mark(shown) || air < 0.05 * em => 0.0,
        GlyphKind::Opening => air,
        GlyphKind::Closing if shown != '·' => 0.0,
        _ => air / 2.0,
    };
    let half = if wide { 0.5 * place } else { 0.0 };
    let (left_slack, right_slack) = match kind {
        GlyphKind::Opening => (half, 0.0),
        GlyphKind::Closing if shown == '·' => (half / 2.0, half / 2.0),
        GlyphKind::Closing if "？！％‰℃々".contains(shown) => (0.0, 0.0),
        GlyphKind::Closing => (0.0, half),
        _ => (0.0, 0.0),
    };
    Glyph {
        character: shown,
        kind,
        role: style.role,
        face,
        advance,
        place,
        shift,
        left_slack,
        right_slack,
    }
}
