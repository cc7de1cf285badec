//! Letters → lines: where a line ends, and how it is brought to its measure.
//!
//! Prohibitions at line start and end (避头尾), punctuation squeezed (推入), else the word pushed to
//! the next line (推出) and the gaps of the line stretched by at most [`MOST_STRETCH`]: a quarter of a
//! character's place, 1.4 mm of the text. Sentences hardly ever ask for that much; a line before a
//! long run that may not be parted, or of Latin words alone, ends short instead.
//! **Deliberately absent**: hyphenation, and punctuation hanging out of the type area.

use super::glyphs::{Glyph, GlyphKind, may_part};
use std::ops::Range;

/// The widest a gap between two characters is stretched, in parts of a Chinese character's place.
/// A line that would need more ends short.
pub(super) const MOST_STRETCH: f64 = 0.25;
/// A run that may not be parted is, when it is wider than this many characters: an address of a
/// web page, a figure of forty digits.
const LONGEST_RUN: f64 = 10.0;
/// Stretching by less is not seen; nothing is squeezed to avoid it.
const UNSEEN: f64 = 0.02;
/// The stretch of every gap, in parts of a place, that looks as bad as stops without any air.
const SQUEEZE_COST: f64 = 0.06;
/// Millimetres that don't count.
const TOLERANCE: f64 = 1e-6;

/// A line: which glyphs, and how its places are changed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    pub glyphs: Range<usize>,
    /// Added to every gap that may be stretched, in mm.
    pub stretch: f64,
    /// Part of the slack taken off all punctuation but the last, 0 to 1.
    pub squeeze: f64,
    /// Part of the slack taken off the punctuation the line ends with, 0 to 1.
    pub end_squeeze: f64,
}

impl Line {
    /// Letters as wide as they are.
    pub fn natural(glyphs: Range<usize>) -> Self {
        Line { glyphs, stretch: 0.0, squeeze: 0.0, end_squeeze: 0.0 }
    }

    /// Letters whose stops give way as far as the room (mm) asks: the last one first.
    pub fn squeezed(glyphs: &[Glyph], range: Range<usize>, room: f64) -> Self {
        let shown = glyphs.get(range.clone()).unwrap_or_default();
        let end_slack = shown.last().map_or(0.0, |glyph| glyph.right_slack);
        let slack = shown.iter().map(Glyph::slack).sum::<f64>() - end_slack;
        let (squeeze, end_squeeze) = shares(width(shown) - room, slack, end_slack);
        Line { squeeze, end_squeeze, ..Line::natural(range) }
    }
}

/// Breaks glyphs into lines of this width in mm; the first one is `indent` shorter. `place` is the
/// width of a Chinese character's place. Every line but the last is brought to the full width when
/// `justified`.
pub(super) fn break_lines(
    glyphs: &[Glyph],
    width: f64,
    indent: f64,
    place: f64,
    justified: bool,
) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = 0;
    while start < glyphs.len() {
        let room = if start == 0 { width - indent } else { width };
        let line = next_line(glyphs, start, room.max(place), place, justified);
        start = line.glyphs.end;
        // A line does not begin with the blank at which the one before it ends.
        while glyphs.get(start).is_some_and(|glyph| glyph.kind == GlyphKind::Space) {
            start += 1;
        }
        lines.push(line);
    }
    lines
}

/// A place where the line could end.
#[derive(Clone, Copy, Default)]
struct End {
    at: usize,
    natural: f64,
    /// Slack of the last glyph, and of all others.
    end_slack: f64,
    slack: f64,
    gaps: usize,
}

/// Where a line may end: as wide as it is, squeezed, or in the middle of a word.
#[derive(Default)]
struct Ends {
    fits: End,
    squeezed: Option<End>,
    anywhere: End,
}

fn ends(glyphs: &[Glyph], start: usize, room: f64) -> Ends {
    let mut fits = End::default();
    let mut squeezed: Option<End> = None;
    let mut anywhere = End::default();
    let mut end = End { at: start, ..End::default() };
    let mut slack = 0.0;
    // Blanks at the end of a line take no room.
    let mut blanks = 0.0;
    for (at, glyph) in glyphs.iter().enumerate().skip(start) {
        let blank = glyph.kind == GlyphKind::Space;
        end = End {
            at: at + 1,
            natural: end.natural + glyph.place,
            end_slack: if blank { end.end_slack } else { glyph.right_slack },
            slack: if blank { end.slack } else { slack + glyph.left_slack },
            gaps: end.gaps + usize::from(at > start && is_gap(glyphs, at - 1)),
        };
        slack += glyph.slack();
        blanks = if blank { blanks + glyph.place } else { 0.0 };
        let natural = end.natural - blanks;
        let end = End { natural, ..end };
        if natural - end.slack - end.end_slack > room + TOLERANCE {
            break;
        }
        let fitting = natural <= room + TOLERANCE;
        if fitting {
            anywhere = end;
        }
        let parts = glyphs.get(at + 1).is_none_or(|next| may_part(glyph, next));
        match (parts, fitting) {
            (true, true) => fits = end,
            (true, false) if squeezed.is_none() => squeezed = Some(end),
            _ => {}
        }
    }
    Ends { fits, squeezed, anywhere }
}

fn next_line(glyphs: &[Glyph], start: usize, room: f64, place: f64, justified: bool) -> Line {
    let Ends { fits, squeezed, anywhere } = ends(glyphs, start, room);
    let last = |end: &End| end.at == glyphs.len();
    if fits.at > start && last(&fits) {
        return Line::natural(start..fits.at);
    }
    let needed = |end: &End| (room - end.natural).max(0.0) / end.gaps.max(1) as f64;
    let squeezes = |end: &End| shares(end.natural - room, end.slack, end.end_slack);
    // One character left over on a paragraph's last line is worth a squeeze in any case.
    let wanted = |end: &End| {
        let bearable = UNSEEN.max(SQUEEZE_COST * squeezes(end).0) * place;
        fits.at == 0 || last(end) || needed(&fits) > bearable
    };
    if let Some(end) = squeezed.filter(wanted) {
        let (squeeze, end_squeeze) = squeezes(&end);
        return Line { glyphs: start..end.at, stretch: 0.0, squeeze, end_squeeze };
    }
    let too_loose = fits.at == 0 || needed(&fits) > MOST_STRETCH * place;
    let chosen = match too_loose && is_long_run(glyphs, fits.at.max(start), place) {
        true if anywhere.at > start => at_a_mark(glyphs, start, anywhere),
        _ if fits.at > start => fits,
        _ if anywhere.at > start => anywhere,
        _ => End { at: start + 1, natural: room, ..End::default() },
    };
    let stretch = if justified { needed(&chosen).min(MOST_STRETCH * place) } else { 0.0 };
    let stretch = if chosen.gaps == 0 { 0.0 } else { stretch };
    Line { glyphs: start..chosen.at, stretch, squeeze: 0.0, end_squeeze: 0.0 }
}

/// The parts of their slack that the stops of a line and its last one give for so many mm.
fn shares(over: f64, slack: f64, end_slack: f64) -> (f64, f64) {
    let part = |amount: f64, of: f64| if of > TOLERANCE { amount / of } else { 0.0 };
    let at_end = over.clamp(0.0, end_slack);
    (part((over - at_end).max(0.0), slack), part(at_end, end_slack))
}

/// An address is parted behind one of its marks when one is near.
fn at_a_mark(glyphs: &[Glyph], start: usize, end: End) -> End {
    const NEAR: usize = 12;
    let mut at = end.at;
    let mut natural = end.natural;
    while at > start + 1 && at + NEAR > end.at {
        let Some(glyph) = glyphs.get(at - 1) else { break };
        let beyond = glyphs.get(at).is_some_and(|next| next.character != glyph.character);
        if "/.-_?&=".contains(glyph.character) && beyond {
            return End { at, natural, ..end };
        }
        if glyph.kind != GlyphKind::Latin {
            break;
        }
        natural -= glyph.place;
        at -= 1;
    }
    end
}

/// Whether the glyphs from here on stay together for longer than a line can bear.
fn is_long_run(glyphs: &[Glyph], from: usize, place: f64) -> bool {
    let mut width = 0.0;
    for pair in glyphs.get(from..).unwrap_or_default().windows(2) {
        width += pair.first().map_or(0.0, |glyph| glyph.place);
        if width > LONGEST_RUN * place {
            return true;
        }
        if let [left, right] = pair
            && may_part(left, right)
        {
            return false;
        }
    }
    false
}

/// Whether the gap behind this glyph may be stretched.
pub(super) fn is_gap(glyphs: &[Glyph], at: usize) -> bool {
    match (glyphs.get(at), glyphs.get(at + 1)) {
        (Some(left), Some(right)) => {
            let same = |kind| left.kind == kind && right.kind == kind;
            !same(GlyphKind::Latin) && !same(GlyphKind::Joining) && right.kind != GlyphKind::Space
        }
        _ => false,
    }
}

/// Natural width of glyphs in mm.
pub(super) fn width(glyphs: &[Glyph]) -> f64 {
    glyphs.iter().map(|glyph| glyph.place).sum()
}

#[cfg(test)]
mod tests {
    use super::super::glyphs::{Style, glyphs};
    use super::super::measures::{ADVANCE, AREA_WIDTH, BODY_SIZE};
    use super::super::page::Source;
    use super::super::runs::set;
    use super::*;
    use crate::FontRole;
    use crate::fonts::Faces;
    use crate::samples::shipped;
    use gongkai_model::document::Role;
    use proptest::prelude::*;
    use proptest::test_runner::TestCaseError;

    const NO_START: &str = "、，。．；：？！）》〉】〕”’…—％";
    const NO_END: &str = "（《〈【〔“‘￥№";

    fn read(text: &str) -> Vec<Glyph> {
        let fonts = shipped();
        let style = Style { role: FontRole::FangSong, size: BODY_SIZE, place: ADVANCE };
        glyphs(text, style, &mut Faces::new(&fonts), &mut Vec::new())
    }

    fn broken(glyphs: &[Glyph]) -> Vec<(Line, String)> {
        break_lines(glyphs, AREA_WIDTH, 2.0 * ADVANCE, ADVANCE, true)
            .into_iter()
            .map(|line| {
                let text = glyphs[line.glyphs.clone()].iter().map(|l| l.character).collect();
                (line, text)
            })
            .collect()
    }

    fn lines(text: &str) -> Vec<String> {
        broken(&read(text)).into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn a_full_line_holds_twenty_eight_characters() {
        let text = "政".repeat(26 + 28 + 5);
        let lengths: Vec<usize> = lines(&text).iter().map(|line| line.chars().count()).collect();
        assert_eq!(lengths, [26, 28, 5]);
    }

    #[test]
    fn a_stop_is_squeezed_in_before_a_word_is_pushed_out() {
        let text = format!("{}，政，{}。{}", "政".repeat(10), "府".repeat(13), "信".repeat(9));
        assert_eq!(lines(&text)[0], format!("{}，政，{}。", "政".repeat(10), "府".repeat(13)));
        let text = format!("{}。{}", "政".repeat(26), "信".repeat(9));
        assert_eq!(lines(&text)[0], "政".repeat(25));
    }

    #[test]
    fn one_character_is_not_left_over_when_stops_can_give_way() {
        let text = format!("四、{}、{}", "因".repeat(12), "情".repeat(12));
        assert_eq!(lines(&text).len(), 1);
    }

    #[test]
    fn figures_words_and_dashes_stay_whole() {
        let text = format!("{}2026年收到12345件，占98.5%，在OA办公系统——登记……", "政".repeat(24));
        let lines = lines(&text);
        for whole in ["2026", "12345", "98.5%", "OA", "——", "……"] {
            assert!(lines.iter().any(|line| line.contains(whole)), "{whole}: {lines:?}");
        }
    }

    #[test]
    fn an_address_wider_than_the_line_is_parted_at_a_mark() {
        let text = format!("网址https://www.example.gov.cn/{}/index.html", "zwgk/".repeat(20));
        let lines = lines(&text);
        assert!(lines.len() > 1 && lines[0].ends_with('/'), "{lines:?}");
    }

    #[test]
    fn fifty_thousand_characters_without_a_stop_are_broken() {
        for text in ["政", "9", "）", "（", "—", "a "] {
            let glyphs = read(&text.repeat(50_000 / text.len()));
            let broken = broken(&glyphs);
            let count: usize = broken.iter().map(|(line, _)| line.glyphs.len()).sum();
            let blanks = glyphs.iter().filter(|glyph| glyph.kind == GlyphKind::Space).count();
            assert!(count <= glyphs.len() && count + blanks >= glyphs.len());
            assert!(broken.len() > 100, "{text}");
        }
        let gap = read(&format!("政{}府", " ".repeat(50_000)));
        assert_eq!(broken(&gap).len(), 2);
    }

    /// Texts in pieces; whether a piece must stay on one line.
    type Pieces = Vec<(String, bool)>;

    /// Anything, in any order.
    fn random() -> impl Strategy<Value = Pieces> {
        let piece = prop_oneof![
            8 => "[政府信息公开工作年度报告机关条例群众]{1,6}".prop_map(|text| (text, false)),
            4 => "[，。、；：？！]".prop_map(|text| (text, false)),
            2 => Just(("“公开”".to_owned(), false)),
            2 => Just(("《条例》".to_owned(), false)),
            2 => Just(("（一）".to_owned(), false)),
            1 => Just(("——".to_owned(), true)),
            1 => Just(("……".to_owned(), true)),
            3 => "[0-9]{1,7}".prop_map(|text| (text, true)),
            1 => "[0-9]{1,3}\\.[0-9]{1,2}[%％]".prop_map(|text| (text, true)),
            1 => "[０-９]{1,3}．[０-９]{1,2}％".prop_map(|text| (text, true)),
            1 => "[A-Za-z]{1,8}".prop_map(|text| (text, true)),
            1 => Just((" ".to_owned(), false)),
            1 => "[（《“]{1,3}[）》”]{1,4}".prop_map(|text| (text, false)),
        ];
        proptest::collection::vec(piece, 1..60)
    }

    /// Sentences as reports have them.
    fn sentences() -> impl Strategy<Value = Pieces> {
        let words = "(全年|本机关|公开|政府信息|群众|办理|按照|要求|及时|答复){1,9}";
        let told = prop_oneof![
            "[1-9][0-9]{0,4}",
            "[1-9][0-9]?,[0-9]{3}",
            "20[12][0-9]",
            "[0-9]{1,2}\\.[0-9]{1,2}%",
            "(OA|APP|GB/T|WTO|12345|98\\.5％|-3\\.2%|10:30)",
        ];
        let unit = "(件|条|次|年|月|日|项|万元|个百分点|，|、|热线|系统|。)";
        let joint = prop_oneof![
            6 => Just(String::new()),
            1 => Just("——".to_owned()),
            1 => Just("……".to_owned()),
        ];
        let mark = "(，|。|；|：|、|（其中|）|“|”|《|》|”，|》、|）。)";
        let sentence = (words, told, unit, joint, words, mark).prop_map(
            |(words, told, unit, joint, more, mark)| {
                [
                    (words, false),
                    (told, true),
                    (unit, false),
                    (joint, true),
                    (more, false),
                    (mark, false),
                ]
            },
        );
        proptest::collection::vec(sentence, 1..30).prop_map(|sentences| sentences.concat())
    }

    /// Sets a text and looks at every line; none where the text has runs so long that they have to
    /// be parted somewhere (these have a test of their own).
    fn look(pieces: &Pieces) -> Result<(), TestCaseError> {
        let text: String = pieces.iter().map(|(text, _)| text.as_str()).collect();
        let glyphs = read(&text);
        let runs = glyphs.chunk_by(|left, right| !may_part(left, right));
        prop_assume!(runs.map(width).all(|run| run <= LONGEST_RUN * ADVANCE));
        let broken = broken(&glyphs);
        let joined: String = broken.iter().map(|(_, line)| line.as_str()).collect();
        let solid = |text: &str| text.split_whitespace().collect::<String>();
        prop_assert_eq!(solid(&joined), solid(&text), "no character is lost");
        // Where the lines end, in characters that are no blanks; and where pieces may not be parted.
        let mut ends = Vec::new();
        for (_, shown) in &broken {
            ends.push(ends.last().copied().unwrap_or(0) + solid(shown).chars().count());
        }
        let mut at = 0;
        for (piece, whole) in pieces {
            let end = at + solid(piece).chars().count();
            let parted = ends.iter().any(|line| *whole && at < *line && *line < end);
            prop_assert!(!parted, "{piece} is parted: {broken:?}");
            at = end;
        }
        for (at, (line, shown)) in broken.iter().enumerate() {
            let last = at + 1 == broken.len();
            let first = shown.chars().next().unwrap();
            prop_assert!(at == 0 || !NO_START.contains(first), "{shown}");
            let end = shown.trim_end().chars().last().unwrap();
            prop_assert!(last || !NO_END.contains(end), "{shown}");
            prop_assert!(line.stretch <= MOST_STRETCH * ADVANCE + 1e-9, "{shown}");
            prop_assert!((0.0..=1.000_001).contains(&line.squeeze), "{shown}");
            prop_assert!((0.0..=1.000_001).contains(&line.end_squeeze), "{shown}");
            let (runs, wide) =
                set(&glyphs, line, BODY_SIZE, (0.0, 0.0), Source::Block(0, Role::Body));
            let room = if at == 0 { AREA_WIDTH - 2.0 * ADVANCE } else { AREA_WIDTH };
            prop_assert!(wide <= room + 0.001, "outside: {wide} {shown}");
            // Flush at both edges; a line ends short only before a run that did not fit, and only
            // when all its gaps are as wide as they may be.
            let Range { start, end } = line.glyphs;
            let gap = (start..end - 1).any(|at| is_gap(&glyphs, at));
            let widest = !gap || line.stretch >= MOST_STRETCH * ADVANCE - 1e-9;
            let rest = glyphs[end..].iter().skip_while(|glyph| glyph.kind == GlyphKind::Space);
            let rest: Vec<Glyph> = rest.cloned().collect();
            let next = rest.chunk_by(|left, right| !may_part(left, right)).next();
            let more = width(&glyphs[start..end]) + next.map_or(0.0, width);
            let short = widest && more > room - TOLERANCE;
            prop_assert!(last || short || wide > room - 0.001, "{wide} of {room}: {shown}");
            let set_text: String = runs.iter().map(|run| run.text.as_str()).collect();
            prop_assert_eq!(set_text.as_str(), shown.trim_end());
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        /// No prohibition is violated, no character lost, no line outside the type area, no number,
        /// percentage, word, dash or ellipsis parted; no gap stretched by more than a quarter of a
        /// character's place.
        #[test]
        fn any_text_is_set_by_the_rules(pieces in random()) {
            look(&pieces)?;
        }

        /// The same of sentences.
        #[test]
        fn a_text_as_reports_have_it_is_set_by_the_rules(pieces in sentences()) {
            look(&pieces)?;
        }
    }
}
