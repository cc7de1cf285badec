//! A finding as a rule puts it together: its place, its spans, and the key by which a reason is
//! stored for it.

use crate::context::CheckContext;
use crate::finding::{Finding, Fix, Level, Span};
use crate::passage::Passage;
use crate::rule::Rule;
use fnv::FnvHasher;
use gongkai_model::form::CellId;
use gongkai_model::place::{Characters, Place, TextRange};
use gongkai_model::report::{Figure, Report};
use rust_decimal::Decimal;
use std::collections::HashMap;
use std::hash::Hasher;
use std::ops::Range;

/// A finding on its way; [`FindingBuilder::of`] gives it its place and its key.
pub(super) struct FindingBuilder {
    finding: Finding,
    anchors: Vec<Anchor>,
}

/// What a finding's key is made of besides figures: words of the report, and where they stand in a
/// way that other edits do not change.
struct Anchor {
    place: Option<Place>,
    /// The sentence, or what the finding is about where no text stands for it.
    sentence: String,
    /// Characters of the sentence before the piece the finding is about.
    at: usize,
}

impl FindingBuilder {
    pub(super) fn new(rule: &Rule, level: Level, message: impl Into<String>) -> Self {
        let finding = Finding {
            rule: rule.name.to_owned(),
            level,
            unfilled: false,
            message: message.into(),
            cells: Vec::new(),
            last_cells: Vec::new(),
            spans: Vec::new(),
            place: None,
            left: None,
            right: None,
            fix: None,
            key: String::new(),
            former_key: None,
        };
        FindingBuilder { finding, anchors: Vec::new() }
    }

    pub(super) fn unfilled(mut self, unfilled: bool) -> Self {
        self.finding.unfilled = unfilled;
        self
    }

    pub(super) fn cells(mut self, cells: impl IntoIterator<Item = CellId>) -> Self {
        self.finding.cells.extend(cells);
        self
    }

    pub(super) fn last_cells(mut self, cells: impl IntoIterator<Item = CellId>) -> Self {
        self.finding.last_cells.extend(cells);
        self
    }

    pub(super) fn sides(mut self, left: Decimal, right: Decimal) -> Self {
        self.finding.left = Some(left.normalize().to_string());
        self.finding.right = Some(right.normalize().to_string());
        self
    }

    /// Points at a piece of a passage; the finding is about the whole sentence it stands in.
    pub(super) fn span(self, passage: &Passage, range: Range<usize>) -> Self {
        let sentence = passage.sentence_range(range.start);
        let before = passage.text.get(sentence.start..range.start).unwrap_or_default();
        let (at, place) = (before.chars().count(), Some(passage.place.clone()));
        let sentence = passage.text.get(sentence).unwrap_or_default().to_owned();
        self.at(passage, range, Anchor { place, sentence, at })
    }

    /// Points at a whole passage.
    pub(super) fn whole(self, passage: &Passage) -> Self {
        let (place, sentence) = (Some(passage.place.clone()), passage.text.clone());
        self.at(passage, 0..passage.text.len(), Anchor { place, sentence, at: 0 })
    }

    fn at(mut self, passage: &Passage, range: Range<usize>, anchor: Anchor) -> Self {
        self.anchors.push(anchor);
        let text = passage.original(range.clone()).to_owned();
        self.pointing(passage.place.clone(), passage.label, text, Some(passage.place_of(range)))
    }

    /// Points at words outside the paragraphs, or at what is to be said of such a text: title, date,
    /// the heading of a chapter.
    pub(super) fn line(self, context: &CheckContext, place: Place, words: &str) -> Self {
        let held = context.case.report.text(&place, None);
        let characters = held.map(Characters::all);
        self.piece_of_line(context, place, words, characters)
    }

    /// Points at a piece of such a line; the finding is about the whole line.
    pub(super) fn piece_of_line(
        mut self,
        context: &CheckContext,
        place: Place,
        line: &str,
        piece: Option<Characters>,
    ) -> Self {
        let at = piece.map_or(0, |piece| piece.at);
        self.anchors.push(Anchor { place: Some(place.clone()), sentence: line.to_owned(), at });
        let range =
            piece.map(|characters| TextRange { place: place.clone(), paragraph: None, characters });
        let label = context.label(&place).to_owned();
        self.pointing(place, &label, line.to_owned(), range)
    }

    /// Points at the label of the row a cell stands in.
    pub(super) fn row_label(mut self, context: &CheckContext, cell: &CellId, label: &str) -> Self {
        let place = context.cells.place_of(cell);
        self.anchors.push(Anchor { place: place.clone(), sentence: label.to_owned(), at: 0 });
        let Some(place) = place else { return self };
        let number = context.label(&place).to_owned();
        self.pointing(place, &number, label.to_owned(), None)
    }

    /// Names what it is about where no figure and no text stands for it, for its key.
    pub(super) fn about(mut self, what: &str) -> Self {
        self.anchors.push(Anchor { place: None, sentence: what.to_owned(), at: 0 });
        self
    }

    fn pointing(mut self, place: Place, label: &str, text: String, at: Option<TextRange>) -> Self {
        self.finding.place.get_or_insert(place);
        self.finding.spans.push(Span { chapter: label.to_owned(), text, at });
        self
    }

    /// The part of the report the finding belongs to; by default that of its first span or cell.
    pub(super) fn place(mut self, place: Place) -> Self {
        self.finding.place = Some(place);
        self
    }

    pub(super) fn fix(mut self, fix: Fix) -> Self {
        self.finding.fix = Some(fix);
        self
    }

    pub(super) fn of(self, context: &CheckContext) -> Finding {
        let FindingBuilder { mut finding, anchors } = self;
        if finding.place.is_none()
            && let Some(cell) = finding.cells.first()
        {
            finding.place = context.cells.place_of(cell);
        }
        let mut key = Fingerprint::default();
        key.add(&finding.rule);
        let mut figures = |cells: &[CellId], report: Option<&Report>| {
            for cell in cells {
                key.add(cell.as_str());
                match report.map(|report| report.figure(cell)) {
                    Some(Figure::Number(number)) => key.add(&number.normalize().to_string()),
                    Some(Figure::Blank) => key.add(""),
                    Some(Figure::Unread) | None => key.add("?"),
                }
            }
        };
        figures(&finding.cells, Some(context.case.report));
        figures(&finding.last_cells, context.case.last);
        let mut former = key.fork();
        for anchor in &anchors {
            former.add(&anchor.sentence);
            if let Some(place) = &anchor.place {
                key.add(&place.to_string());
                key.add(&anchor.at.to_string());
            }
            key.add(&anchor.sentence);
        }
        finding.key = key.hex();
        finding.former_key = Some(former.hex());
        finding
    }
}

/// Gives findings of the same rule about the same figures and the same words of equal sentences of a
/// place keys of their own: the first in the text keeps the key, the others take their number into
/// it. So it was with the former keys, too, wherever the sentences stood.
pub(super) fn tell_apart(findings: &mut [Finding]) {
    let (mut keys, mut former_keys) = (HashMap::new(), HashMap::new());
    for finding in findings {
        number(&mut finding.key, &mut keys);
        if let Some(former) = &mut finding.former_key {
            number(former, &mut former_keys);
        }
        finding.former_key.take_if(|former| *former == finding.key);
    }
}

fn number(key: &mut String, seen: &mut HashMap<String, u32>) {
    let before = seen.entry(key.clone()).or_default();
    *before += 1;
    if *before > 1 {
        let mut numbered = Fingerprint::default();
        numbered.add(key);
        numbered.add(&before.to_string());
        *key = numbered.hex();
    }
}

/// FNV-1a over 64 bits, with an end mark after each part: short, the same on every machine and in
/// every version.
#[derive(Default)]
struct Fingerprint(FnvHasher);

impl Fingerprint {
    /// What was added so far, to go on with otherwise.
    fn fork(&self) -> Self {
        Fingerprint(FnvHasher::with_key(self.0.finish()))
    }

    fn add(&mut self, part: &str) {
        self.0.write(part.as_bytes());
        self.0.write(&[0xff]);
    }

    fn hex(&self) -> String {
        format!("{:016x}", self.0.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_the_same_in_every_version() {
        let mut key = Fingerprint::default();
        key.0.write(b"foobar");
        assert_eq!(key.hex(), "85944171f73967e8", "FNV-1a as published");
        key.add("促消费");
        assert_eq!(key.hex(), "29a80c7816cefcda");
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        let hex = |parts: &[&str]| {
            let mut key = Fingerprint::default();
            parts.iter().for_each(|part| key.add(part));
            key.hex()
        };
        assert_ne!(hex(&["12", "3"]), hex(&["1", "23"]));
    }
}
