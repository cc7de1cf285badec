//! What the window shows of a text besides its words: headings in the fonts of the page, and the
//! passages that are last year's.
//!
//! **Deliberately absent**: findings and quoted figures, which carry their places themselves.

use gongkai_compare::{Segment, SegmentKind};
use gongkai_layout::run_in;
use gongkai_model::document::heading_level;
use gongkai_model::place::Characters;
use serde::Serialize;
use ts_rs::TS;

/// A passage that is last year's has at least this many characters: shorter ones are in any text.
const LEAST: usize = 8;

/// A heading in a chapter, as the page sets it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct TextHeading {
    /// 1 for `一、`, 2 for `（一）`, 3 for `1.`, 4 for `（1）`.
    pub level: u8,
    /// Which paragraph it is, or begins.
    pub paragraph: usize,
    /// Which characters of that paragraph.
    #[serde(flatten)]
    pub characters: Characters,
}

/// Words of a chapter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Passage {
    /// Which paragraph they stand in.
    pub paragraph: usize,
    /// Which characters of that paragraph.
    #[serde(flatten)]
    pub characters: Characters,
}

/// The headings among paragraphs: one that stands alone, and one its paragraph goes on behind.
pub(crate) fn headings(paragraphs: &[String]) -> Vec<TextHeading> {
    let heading = |(paragraph, text): (usize, &String)| {
        let (level, head) = match heading_level(text) {
            Some(level) => (level, text.as_str()),
            None => (2, run_in(text)?.0),
        };
        Some(TextHeading { level, paragraph, characters: Characters::all(head) })
    };
    paragraphs.iter().enumerate().filter_map(heading).collect()
}

/// The passages of this year's paragraphs that stand in last year's text, too. `pieces`: last year's
/// text becoming this year's, whose paragraphs end with a line feed.
pub(crate) fn last_years(pieces: &[Segment]) -> Vec<Passage> {
    let mut passages = Vec::new();
    let (mut paragraph, mut at) = (0, 0);
    for piece in pieces.iter().filter(|piece| piece.kind != SegmentKind::Removed) {
        for (number, line) in piece.text.split('\n').enumerate() {
            if number > 0 {
                (paragraph, at) = (paragraph + 1, 0);
            }
            let characters = Characters { at, length: line.chars().count() };
            if piece.kind == SegmentKind::Same && characters.length >= LEAST {
                passages.push(Passage { paragraph, characters });
            }
            at = characters.end();
        }
    }
    passages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_those_of_the_page() {
        let text = ["（一）主动公开", "全年公开30条。", "（二）平台建设。改版网站，新设专栏。"];
        let headings = headings(&text.map(str::to_owned));
        let found: Vec<(u8, usize, usize)> =
            headings.iter().map(|one| (one.level, one.paragraph, one.characters.length)).collect();
        assert_eq!(found, [(2, 0, 7), (2, 2, 8)]);
    }

    #[test]
    fn passages_of_last_year_stand_where_they_are_in_this_year_s_text() {
        let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
        let last = lines("甲。\n一是加强组织领导，压实工作责任。\n公开信息25条，都在网站上。");
        let this = lines(
            "新写的第一段。\n一是加强组织领导，压实工作责任。\n今年公开信息30条，都在网站上。",
        );
        let pieces = gongkai_compare::pieces(&last, &this);
        let passages = last_years(&pieces);
        assert!(!passages.is_empty());
        let words: Vec<&str> =
            passages.iter().map(|one| one.characters.of(&this[one.paragraph]).unwrap()).collect();
        assert!(words.contains(&"一是加强组织领导，压实工作责任。"), "{words:?}");
        for word in words {
            assert!(last.iter().any(|line| line.contains(word)), "{word}");
        }
    }
}
