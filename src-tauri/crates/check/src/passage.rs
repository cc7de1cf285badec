//! The report's text as the rules read it: a paragraph without blanks and with half-width digits,
//! from which every piece leads back to the words as they stand in the report.

use super::marks::{CuttingMark, mark};
use crate::case::Case;
use crate::finding::TextFix;
use gongkai_model::place::{Characters, Place, TextRange};
use std::ops::Range;

/// A paragraph of preface or chapter, or a line around them: title, signature, date.
pub(super) struct Passage<'a> {
    pub place: Place,
    /// The form's id of the chapter; empty outside the chapters and for one the form does not have.
    pub chapter: &'a str,
    /// What a span calls the place: `引言`, `一`.
    pub label: &'a str,
    /// From 0 within its place; none for a line around the text.
    pub paragraph: Option<usize>,
    original: &'a str,
    /// The paragraph without any blanks, full-width digits and letters made half-width.
    pub text: String,
    /// For each byte of `text`, where its character begins in `original`.
    origin: Vec<usize>,
    /// Where the sentences of `text` end.
    ends: Vec<usize>,
    /// Where blanks were left out of `text`.
    blanks: Vec<usize>,
}

/// A sentence is told by so many bytes on both sides of a place; none that was written as one is
/// longer.
const FARTHEST: usize = 3_000;

impl<'a> Passage<'a> {
    pub(super) fn new(
        place: Place,
        (chapter, label): (&'a str, &'a str),
        paragraph: Option<usize>,
        original: &'a str,
    ) -> Self {
        let mut text = String::with_capacity(original.len());
        let mut origin = Vec::with_capacity(original.len());
        let mut blanks = Vec::new();
        for (at, character) in original.char_indices() {
            if character.is_whitespace() {
                if blanks.last() != Some(&text.len()) {
                    blanks.push(text.len());
                }
                continue;
            }
            let character = match character {
                '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '％' => {
                    char::from_u32(character as u32 - 0xfee0).unwrap_or(character)
                }
                other => other,
            };
            text.push(character);
            origin.resize(text.len(), at);
        }
        let mut ends: Vec<usize> = text
            .char_indices()
            .filter(|(_, c)| matches!(mark(*c), Some(CuttingMark::Sentence | CuttingMark::Part)))
            .map(|(at, c)| at + c.len_utf8())
            .collect();
        if ends.last() != Some(&text.len()) {
            ends.push(text.len());
        }
        Passage { place, chapter, label, paragraph, original, text, origin, ends, blanks }
    }

    /// The words of the report for a piece of `text`.
    pub(super) fn original(&self, range: Range<usize>) -> &'a str {
        self.original.get(self.bytes(range)).unwrap_or_default()
    }

    /// The bytes of the report's words for a piece of `text`.
    fn bytes(&self, range: Range<usize>) -> Range<usize> {
        let begin = self.origin.get(range.start).copied().unwrap_or(self.original.len());
        let end = match self.origin.get(range.end.wrapping_sub(1)) {
            Some(&last) if range.end > range.start => {
                last + self.original[last..].chars().next().map_or(0, char::len_utf8)
            }
            _ => begin,
        };
        begin..end
    }

    /// Where a piece of `text` stands in the report.
    pub(super) fn place_of(&self, range: Range<usize>) -> TextRange {
        TextRange {
            place: self.place.clone(),
            paragraph: self.paragraph,
            characters: Characters::of_bytes(self.original, self.bytes(range)),
        }
    }

    /// It is a line around the report's text: its title, signature or date.
    pub(super) fn outside_text(&self) -> bool {
        matches!(self.place, Place::Title | Place::Signature | Place::Date)
    }

    /// Other words for a piece of `text`.
    pub(super) fn fix(&self, range: Range<usize>, replace: impl Into<String>) -> TextFix {
        let find = self.original(range.clone()).to_owned();
        TextFix { at: self.place_of(range), find, replace: replace.into() }
    }

    /// Whether a blank or a line break stood before this byte of `text`.
    pub(super) fn blank_before(&self, at: usize) -> bool {
        self.blanks.binary_search(&at).is_ok()
    }

    /// The sentences of `text`, each with its closing mark.
    pub(super) fn sentences(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let begins = std::iter::once(0).chain(self.ends.iter().copied());
        begins.zip(&self.ends).map(|(from, to)| from..*to).filter(|range| !range.is_empty())
    }

    /// The sentence of `text` this byte stands in.
    pub(super) fn sentence_around(&self, at: usize) -> &str {
        self.text.get(self.sentence_range(at)).unwrap_or_default()
    }

    /// Where that sentence lies in `text`.
    pub(super) fn sentence_range(&self, at: usize) -> Range<usize> {
        let next = self.ends.partition_point(|end| *end <= at);
        let end = self.ends.get(next).copied().unwrap_or_default();
        let begin = next.checked_sub(1).and_then(|before| self.ends.get(before)).copied();
        let begin = begin.unwrap_or_default().max(at.saturating_sub(FARTHEST));
        let begin = self.text.ceil_char_boundary(begin);
        begin..self.text.floor_char_boundary(end.min(at.saturating_add(FARTHEST)))
    }
}

/// Every paragraph of preface and chapters.
pub(super) fn passages<'a>(case: &Case<'a>) -> Vec<Passage<'a>> {
    let report = case.report;
    let edition = report.edition_in(case.forms);
    let mut out = Vec::new();
    for (at, paragraph) in report.preface.iter().enumerate() {
        out.push(Passage::new(Place::Preface, ("", "引言"), Some(at), paragraph));
    }
    for (nth, chapter) in report.chapters.iter().enumerate() {
        let id = chapter.id.as_deref().unwrap_or_default();
        let number =
            edition.and_then(|e| e.chapter(id)).map_or(chapter.number.as_str(), |c| c.number);
        let place = report.place_of_chapter(nth);
        for (at, paragraph) in chapter.paragraphs.iter().enumerate() {
            out.push(Passage::new(place.clone(), (id, number), Some(at), paragraph));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_lead_back_to_the_words_of_the_report() {
        let place = Place::chapter("overview");
        let written = " 2020 年，收到申请 １２ 件。下年继续。";
        let passage = Passage::new(place, ("overview", "一"), Some(0), written);
        assert_eq!(passage.text, "2020年，收到申请12件。下年继续。");
        let at = passage.text.find("12件").unwrap();
        assert_eq!(passage.original(at..at + "12件".len()), "１２ 件");
        assert_eq!(passage.sentence_around(at), "2020年，收到申请12件。");
        let sentences: Vec<_> = passage.sentences().map(|s| passage.original(s)).collect();
        assert_eq!(sentences, ["2020 年，收到申请 １２ 件。", "下年继续。"]);
        assert_eq!(passage.original(0..0), "");
        let fix = passage.fix(at..at + "12件".len(), "13件");
        assert_eq!((fix.at.characters.at, fix.find.as_str()), (13, "１２ 件"));
    }
}
