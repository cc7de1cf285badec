//! What a figure in prose counts: a clause, and what its words and those before it say of its scope.

use super::quantity::{Quantity, quantities};
use super::words::{self, RECEIVING, Words, shortly_before};
use crate::marks::{CuttingMark, mark_at};
use crate::passage::Passage;
use gongkai_model::place::Place;
use std::ops::Range;

/// Where a clause lies, and the words in and around it; worked out once for all rules.
pub(crate) struct ClauseSpan {
    passage: usize,
    sentence: Range<usize>,
    range: Range<usize>,
    words: Words,
    /// Words of the sentence before the clause.
    before: Words,
    of_sentence: Words,
    of_passage: Words,
    /// The sentence has named another year than the report's by the end of the clause.
    of_another_year: bool,
    told: Vec<Quantity>,
}

/// A piece of a sentence up to a comma, semicolon, colon or bracket.
#[derive(Clone, Copy)]
pub(crate) struct Clause<'b> {
    pub passage: &'b Passage<'b>,
    pub text: &'b str,
    span: &'b ClauseSpan,
    consolidated: bool,
}

/// A figure of a clause between the words before it, from the figure before on, and those behind.
pub(crate) struct ClauseFigure<'b> {
    pub quantity: &'b Quantity,
    pub lead: &'b str,
    pub behind: &'b str,
}

/// The chapters that tell of requests, cases and documents, and the preface.
const CHAPTERS: [&str; 4] = ["overview", "disclosure", "requests", "cases"];

/// Cuts the passages into clauses.
pub(crate) fn clause_spans(passages: &[Passage], year: Option<i32>) -> Vec<ClauseSpan> {
    let mut out = Vec::new();
    for (number, passage) in passages.iter().enumerate() {
        if passage.place != Place::Preface && !CHAPTERS.contains(&passage.chapter) {
            continue;
        }
        let first = out.len();
        for sentence in passage.sentences() {
            let text = passage.text.get(sentence.clone()).unwrap_or_default();
            let mut from = 0;
            for to in ends(text) {
                let piece = text.get(from..to).unwrap_or_default();
                if !piece.is_empty() {
                    out.push(ClauseSpan {
                        passage: number,
                        sentence: sentence.clone(),
                        range: sentence.start + from..sentence.start + to,
                        words: Words::NONE,
                        before: Words::NONE,
                        of_sentence: Words::NONE,
                        of_passage: Words::NONE,
                        of_another_year: false,
                        told: quantities(piece),
                    });
                }
                from = to;
            }
        }
        if let Some(spans) = out.get_mut(first..) {
            mark(spans, &passage.text, year);
        }
    }
    out
}

/// Where the clauses of a sentence end.
fn ends(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.char_indices()
        .filter(|(at, c)| cuts_clauses(mark_at(text, *at, *c)))
        .map(|(at, c)| at + c.len_utf8())
        .chain([text.len()])
}

fn cuts_clauses(mark: Option<CuttingMark>) -> bool {
    mark.is_some_and(|mark| !matches!(mark, CuttingMark::List | CuttingMark::Soft))
}

/// Finds the words of a passage's clauses.
fn mark(spans: &mut [ClauseSpan], text: &str, year: Option<i32>) {
    let mut of_passage = Words::NONE;
    for (place, word) in words::found(text) {
        of_passage |= word;
        let at = spans.partition_point(|span| span.range.end < place.end);
        let Some(span) = spans.get_mut(at).filter(|span| span.range.start <= place.start) else {
            continue;
        };
        span.words |= word;
        if word.any(Words::YEAR) {
            let named = place.start.checked_sub(4).and_then(|from| text.get(from..place.start));
            let named = named.filter(|named| named.starts_with("20"));
            let named = named.and_then(|named| named.parse::<i32>().ok());
            span.of_another_year |= named.is_some_and(|named| Some(named) != year);
        }
    }
    for sentence in spans.chunk_by_mut(|a, b| a.sentence == b.sentence) {
        let (mut before, mut another) = (Words::NONE, false);
        for span in sentence.iter_mut() {
            span.before = before;
            before |= span.words;
            another |= span.of_another_year || span.words.any(Words::COMPARED);
            span.of_another_year = another;
        }
        for span in sentence {
            (span.of_sentence, span.of_passage) = (before, of_passage);
        }
    }
}

/// The words of a passage; none where it was not span.
pub(crate) fn of_passage(spans: &[ClauseSpan], passage: usize) -> Option<Words> {
    let at = spans.partition_point(|span| span.passage < passage);
    spans.get(at).filter(|span| span.passage == passage).map(|span| span.of_passage)
}

/// Every clause with one of these words. `consolidated`: the report counts a government with its
/// departments and townships.
pub(crate) fn clauses<'b>(
    spans: &'b [ClauseSpan],
    passages: &'b [Passage<'b>],
    consolidated: bool,
    with: Words,
) -> impl Iterator<Item = Clause<'b>> + use<'b> {
    let spans = spans.iter().filter(move |span| span.words.any(with));
    spans.filter_map(move |span| {
        let passage = passages.get(span.passage)?;
        let text = passage.text.get(span.range.clone())?;
        Some(Clause { passage, text, span, consolidated })
    })
}

impl<'b> Clause<'b> {
    pub(crate) fn has(&self, words: Words) -> bool {
        self.span.words.any(words)
    }

    /// Whether the sentence has one of these words before the clause.
    pub(crate) fn follows(&self, words: Words) -> bool {
        self.span.before.any(words)
    }

    pub(crate) fn sentence_has(&self, words: Words) -> bool {
        self.span.of_sentence.any(words)
    }

    /// The paragraph says that some requests are left.
    pub(crate) fn rest_told(&self) -> bool {
        self.span.of_passage.any(Words::CARRIED)
    }

    /// The last of these quantities of the passage that stands in the sentence before the clause.
    pub(crate) fn last_told<'q>(&self, told: &'q [Quantity]) -> Option<&'q Quantity> {
        let before = told.partition_point(|q| q.range.end <= self.span.range.start);
        let last = told.get(before.checked_sub(1)?)?;
        (last.range.start >= self.span.sentence.start).then_some(last)
    }

    /// The sentence up to the clause.
    pub(crate) fn before(&self) -> &'b str {
        self.passage.text.get(self.span.sentence.start..self.span.range.start).unwrap_or_default()
    }

    /// The sentence is about requests for disclosure.
    pub(crate) fn about_requests(&self) -> bool {
        let ClauseSpan { of_sentence, of_passage, .. } = self.span;
        of_sentence.all(Words::OPEN | Words::ASKED) || of_passage.any(Words::ON_REQUEST)
    }

    pub(crate) fn about_disclosure(&self) -> bool {
        self.passage.chapter == "cases"
            || self.sentence_has(Words::OPEN)
            || self.span.of_passage.any(Words::OPEN_INFORMATION)
    }

    /// The clause counts all requests of the office: not a part, not other work.
    pub(crate) fn counts_requests(&self) -> bool {
        self.about_requests()
            && !self.follows(Words::AMONG | Words::WITH)
            && !self.before().ends_with(['（', '('])
            && !self.sentence_has(Words::OTHER_WORK)
            && !self.has(Words::OTHER_WORK_HERE)
    }

    /// The clause speaks of some kinds of requests or ways to make them only.
    pub(crate) fn limited(&self) -> bool {
        let some = self.text.contains("法人") && !self.text.contains("公民");
        some || self.follows(Words::AMONG) || self.has(Words::LIMITED)
    }

    /// The number of requests received, when the clause says so.
    pub(crate) fn received(&self) -> Option<&'b Quantity> {
        let ClauseFigure { quantity, lead, behind } = self.told().next()?;
        let received = shortly_before(lead, &RECEIVING, 30).is_some();
        let named = lead.contains("申请")
            || behind.contains("申请")
            || received && self.sentence_has(Words::ASKED);
        let right = received
            && named
            && quantity.counts_requests()
            && self.counts_requests()
            && !self.limited()
            && !self.has(Words::HANDLED | Words::RATE);
        right.then_some(quantity)
    }

    /// The figures of the clause.
    pub(crate) fn told(&self) -> impl Iterator<Item = ClauseFigure<'b>> + use<'b> {
        let (told, text) = (self.span.told.as_slice(), self.text);
        told.iter().enumerate().map(move |(at, quantity)| {
            let from = at.checked_sub(1).and_then(|at| told.get(at)).map_or(0, |q| q.range.end);
            let to = told.get(at + 1).map_or(text.len(), |next| next.range.start);
            ClauseFigure {
                quantity,
                lead: text.get(from..quantity.range.start).unwrap_or_default(),
                behind: text.get(quantity.range.end..to).unwrap_or_default(),
            }
        })
    }

    /// Whole region in an office's own report; the office alone in a consolidated one.
    pub(crate) fn of_region(&self) -> bool {
        match self.consolidated {
            true => self.sentence_has(Words::OFFICE),
            false => self.sentence_has(Words::REGION),
        }
    }

    /// The sentence names another year than the report's, or compares with one.
    pub(crate) fn of_another_year(&self) -> bool {
        self.span.of_another_year
    }

    /// Where a piece of the clause lies in the passage.
    pub(crate) fn in_passage(&self, piece: &Range<usize>) -> Range<usize> {
        let from = self.span.range.start;
        from + piece.start..from + piece.end
    }
}
