//! What a figure in prose counts: a clause, and what its words and those before it say of its scope.

use super::marks::{Mark, mark_at};
use super::quantity::{Quantity, quantities};
use super::words::{self, RECEIVING, Words, shortly_before};
use crate::context::CheckContext;
use crate::finding::Found;
use crate::passage::Passage;
use gongkai_model::place::Place;
use gongkai_model::report::Scope;
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
pub(super) struct Clause<'b> {
    pub passage: &'b Passage<'b>,
    pub text: &'b str,
    cut: &'b ClauseSpan,
    consolidated: bool,
}

/// A figure of a clause between the words before it, from the figure before on, and those behind.
pub(super) struct Mention<'b> {
    pub quantity: &'b Quantity,
    pub lead: &'b str,
    pub behind: &'b str,
}

/// The chapters that tell of requests, cases and documents, and the preface.
const TOLD: [&str; 4] = ["overview", "disclosure", "requests", "cases"];

/// Cuts the passages into clauses.
pub(crate) fn cuts(passages: &[Passage], year: Option<i32>) -> Vec<ClauseSpan> {
    let mut out = Vec::new();
    for (number, passage) in passages.iter().enumerate() {
        if passage.place != Place::Preface && !TOLD.contains(&passage.chapter) {
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
        if let Some(cuts) = out.get_mut(first..) {
            mark(cuts, &passage.text, year);
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

fn cuts_clauses(mark: Option<Mark>) -> bool {
    mark.is_some_and(|mark| !matches!(mark, Mark::List | Mark::Soft))
}

/// Finds the words of a passage's clauses.
fn mark(cuts: &mut [ClauseSpan], text: &str, year: Option<i32>) {
    let mut of_passage = Words::NONE;
    for (place, word) in words::found(text) {
        of_passage |= word;
        let at = cuts.partition_point(|cut| cut.range.end < place.end);
        let Some(cut) = cuts.get_mut(at).filter(|cut| cut.range.start <= place.start) else {
            continue;
        };
        cut.words |= word;
        if word.any(Words::YEAR) {
            let named = place.start.checked_sub(4).and_then(|from| text.get(from..place.start));
            let named = named.filter(|named| named.starts_with("20"));
            let named = named.and_then(|named| named.parse::<i32>().ok());
            cut.of_another_year |= named.is_some_and(|named| Some(named) != year);
        }
    }
    for sentence in cuts.chunk_by_mut(|a, b| a.sentence == b.sentence) {
        let (mut before, mut another) = (Words::NONE, false);
        for cut in sentence.iter_mut() {
            cut.before = before;
            before |= cut.words;
            another |= cut.of_another_year || cut.words.any(Words::COMPARED);
            cut.of_another_year = another;
        }
        for cut in sentence {
            (cut.of_sentence, cut.of_passage) = (before, of_passage);
        }
    }
}

/// The words of a passage; none where it was not cut.
pub(super) fn of_passage(cuts: &[ClauseSpan], passage: usize) -> Option<Words> {
    let at = cuts.partition_point(|cut| cut.passage < passage);
    cuts.get(at).filter(|cut| cut.passage == passage).map(|cut| cut.of_passage)
}

/// Every clause with one of these words.
pub(super) fn clauses<'b>(
    context: &'b CheckContext<'_>,
    with: Words,
) -> impl Iterator<Item = Clause<'b>> + use<'b> {
    let consolidated = context.case.report.scope == Scope::Consolidated;
    let cuts = context.cuts.iter().filter(move |cut| cut.words.any(with));
    cuts.filter_map(move |cut| {
        let passage = context.passages.get(cut.passage)?;
        let text = passage.text.get(cut.range.clone())?;
        Some(Clause { passage, text, cut, consolidated })
    })
}

impl<'b> Clause<'b> {
    pub(super) fn has(&self, words: Words) -> bool {
        self.cut.words.any(words)
    }

    /// Whether the sentence has one of these words before the clause.
    pub(super) fn follows(&self, words: Words) -> bool {
        self.cut.before.any(words)
    }

    pub(super) fn sentence_has(&self, words: Words) -> bool {
        self.cut.of_sentence.any(words)
    }

    /// The paragraph says that some requests are left.
    pub(super) fn rest_told(&self) -> bool {
        self.cut.of_passage.any(Words::CARRIED)
    }

    /// The last of these quantities of the passage that stands in the sentence before the clause.
    pub(super) fn last_told<'q>(&self, told: &'q [Quantity]) -> Option<&'q Quantity> {
        let before = told.partition_point(|q| q.range.end <= self.cut.range.start);
        let last = told.get(before.checked_sub(1)?)?;
        (last.range.start >= self.cut.sentence.start).then_some(last)
    }

    /// The sentence up to the clause.
    pub(super) fn before(&self) -> &'b str {
        self.passage.text.get(self.cut.sentence.start..self.cut.range.start).unwrap_or_default()
    }

    /// The sentence is about requests for disclosure.
    pub(super) fn about_requests(&self) -> bool {
        let ClauseSpan { of_sentence, of_passage, .. } = self.cut;
        of_sentence.all(Words::OPEN | Words::ASKED) || of_passage.any(Words::ON_REQUEST)
    }

    pub(super) fn about_disclosure(&self) -> bool {
        self.passage.chapter == "cases"
            || self.sentence_has(Words::OPEN)
            || self.cut.of_passage.any(Words::OPEN_INFORMATION)
    }

    /// The clause counts all requests of the office: not a part, not other work.
    pub(super) fn counts_requests(&self) -> bool {
        self.about_requests()
            && !self.follows(Words::AMONG | Words::WITH)
            && !self.before().ends_with(['（', '('])
            && !self.sentence_has(Words::OTHER_WORK)
            && !self.has(Words::OTHER_WORK_HERE)
    }

    /// The clause speaks of some kinds of requests or ways to make them only.
    pub(super) fn limited(&self) -> bool {
        let some = self.text.contains("法人") && !self.text.contains("公民");
        some || self.follows(Words::AMONG) || self.has(Words::LIMITED)
    }

    /// The number of requests received, when the clause says so.
    pub(super) fn received(&self) -> Option<&'b Quantity> {
        let Mention { quantity, lead, behind } = self.told().next()?;
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
    pub(super) fn told(&self) -> impl Iterator<Item = Mention<'b>> + use<'b> {
        let (told, text) = (self.cut.told.as_slice(), self.text);
        told.iter().enumerate().map(move |(at, quantity)| {
            let from = at.checked_sub(1).and_then(|at| told.get(at)).map_or(0, |q| q.range.end);
            let to = told.get(at + 1).map_or(text.len(), |next| next.range.start);
            Mention {
                quantity,
                lead: text.get(from..quantity.range.start).unwrap_or_default(),
                behind: text.get(quantity.range.end..to).unwrap_or_default(),
            }
        })
    }

    /// Whole region in an office's own report; the office alone in a consolidated one.
    pub(super) fn of_region(&self) -> bool {
        match self.consolidated {
            true => self.sentence_has(Words::OFFICE),
            false => self.sentence_has(Words::REGION),
        }
    }

    /// The sentence names another year than the report's, or compares with one.
    pub(super) fn of_another_year(&self) -> bool {
        self.cut.of_another_year
    }

    /// Points a finding at a piece of the clause.
    pub(super) fn point(&self, found: Found, range: Range<usize>) -> Found {
        let from = self.cut.range.start;
        found.span(self.passage, from + range.start..from + range.end)
    }
}
