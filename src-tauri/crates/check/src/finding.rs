//! What a rule says: where, how grave, with which figures, and what would put it right.

use super::Rule;
use super::context::CheckContext;
use super::passage::Passage;
use fnv::FnvHasher;
use gongkai_model::form::CellId;
use gongkai_model::place::{Characters, Place, TextRange};
use gongkai_model::report::{Cell, Figure, Report};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::HashMap;
use std::hash::Hasher;
use std::ops::Range;
use ts_rs::TS;

/// How grave a finding is; the levels of 国家统计联网直报.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 必须改: the report can't be finalised.
    Error,
    /// 需说明: passes once a reason is written.
    Explain,
    /// 提示: never in the way.
    Hint,
}

impl Level {
    pub fn label(self) -> &'static str {
        match self {
            Level::Error => "必须改",
            Level::Explain => "需说明",
            Level::Hint => "提示",
        }
    }
}

/// A piece of text a finding is about, word for word as it stands in the report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Span {
    /// Number of the chapter (`一`), or `题头`, `引言`, `落款`.
    pub chapter: String,
    pub text: String,
    /// Where it stands; none for the label of a table's row and for what is not there.
    pub at: Option<TextRange>,
}

/// Other words for a piece of text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TextFix {
    pub at: TextRange,
    /// What stands there now.
    pub find: String,
    pub replace: String,
}

impl TextFix {
    /// Other words for a whole text outside the paragraphs: title, date, the heading of a chapter.
    pub(super) fn whole(place: Place, find: &str, replace: String) -> Self {
        let at = TextRange { place, paragraph: None, characters: Characters::all(find) };
        TextFix { at, find: find.to_owned(), replace }
    }

    /// The text with the piece replaced; none when `find` does not stand at its place.
    pub fn applied(&self, text: &str) -> Option<String> {
        let bytes = self.at.characters.bytes(text)?;
        if text.get(bytes.clone())? != self.find {
            return None;
        }
        let mut text = text.to_owned();
        text.replace_range(bytes, &self.replace);
        Some(text)
    }
}

/// How a fix may be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Applicability {
    /// 可直接改: form or standard leave nothing else to put there, or its label says all there is to
    /// it (`填 0`); it is taken with one click.
    Safe,
    /// 改前先核对: it changes what the report says, or what it replaces may be right where it stands;
    /// it is taken once the user has seen the place and what would stand there.
    Review,
}

/// An edit that would settle a finding, offered on a button.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Fix {
    /// What the button says: `填 0`.
    pub label: String,
    pub applicability: Applicability,
    pub cells: Vec<(CellId, Cell)>,
    pub texts: Vec<TextFix>,
}

/// A text has changed since: what a fix would replace does not stand at its place any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("what the fix replaces does not stand at its place any more")]
pub struct Stale;

impl Fix {
    /// Puts the fix into the report it was found in.
    ///
    /// # Errors
    /// [`Stale`] when a text has changed, so that what the fix replaces does not stand at its place
    /// any more; the report is then as it was.
    pub fn apply(&self, report: &mut Report) -> Result<(), Stale> {
        let mut fixed = report.clone();
        fixed.cells.extend(self.cells.iter().cloned());
        let mut texts: Vec<&TextFix> = self.texts.iter().collect();
        // From the back, so that the places before stay where they are.
        texts.sort_by_key(|text| Reverse(text.at.characters));
        for text in texts {
            let held = fixed.text_mut(&text.at.place, text.at.paragraph).ok_or(Stale)?;
            *held = text.applied(held).ok_or(Stale)?;
        }
        *report = fixed;
        Ok(())
    }
}

/// Something a rule has found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Finding {
    /// Name of the rule.
    pub rule: String,
    pub level: Level,
    /// Nothing is wrong: something is merely not filled in yet. Such a finding keeps its level, so
    /// that the report is not final before it is whole, and is shown as 未填.
    pub unfilled: bool,
    /// One Chinese sentence with the arithmetic.
    pub message: String,
    /// Every cell of this report it is about.
    pub cells: Vec<CellId>,
    /// Every cell of last year's report it is about.
    pub last_cells: Vec<CellId>,
    pub spans: Vec<Span>,
    /// What part of the report it belongs to; none for what is about the whole.
    pub place: Option<Place>,
    /// The two sides of the arithmetic, where there is any.
    pub left: Option<String>,
    pub right: Option<String>,
    pub fix: Option<Fix>,
    /// Stays the same until one of the figures or sentences it is about changes, however the
    /// message is worded; no two findings of a report have the same. A reason stored under this key
    /// settles the finding.
    pub key: String,
    /// The key the finding had before keys said where in the report a sentence stands, where that
    /// was another one. Reasons of older databases are stored under it.
    #[serde(skip)]
    #[ts(skip)]
    pub former_key: Option<String>,
}

impl Finding {
    /// What the user is told it is: its level, or 未填.
    pub fn label(&self) -> &'static str {
        if self.unfilled { "未填" } else { self.level.label() }
    }

    /// The keys a reason for it may be stored under: its own, behind it the one it had before.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        [Some(self.key.as_str()), self.former_key.as_deref()].into_iter().flatten()
    }
}

/// A finding on its way; [`Found::of`] gives it its place and its key.
pub(super) struct Found {
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

impl Found {
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
        Found { finding, anchors: Vec::new() }
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
        let place = context.place_of(cell);
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
        let Found { mut finding, anchors } = self;
        if finding.place.is_none()
            && let Some(cell) = finding.cells.first()
        {
            finding.place = context.place_of(cell);
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

/// What all findings together mean for the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// 可以定稿
    Pass,
    /// Some findings still want a reason.
    Explain,
    /// Something must be changed.
    Fail,
}

/// The verdict; `settled` says whether a reason is stored for a finding. A reason never settles a
/// 必须改.
pub fn verdict(findings: &[Finding], settled: &dyn Fn(&Finding) -> bool) -> Verdict {
    findings
        .iter()
        .map(|finding| match finding.level {
            Level::Error => Verdict::Fail,
            Level::Explain if !settled(finding) => Verdict::Explain,
            Level::Explain | Level::Hint => Verdict::Pass,
        })
        .max()
        .unwrap_or(Verdict::Pass)
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
    fn a_fix_replaces_its_own_place_only() {
        let text = "促销费用由企业承担，举办促销费活动";
        let at = |at: usize, length: usize| TextRange {
            place: Place::chapter("overview"),
            paragraph: Some(0),
            characters: Characters { at, length },
        };
        let (find, replace) = ("促销费".to_owned(), "促消费".to_owned());
        let fix = TextFix { at: at(12, 3), find, replace };
        assert_eq!(fix.applied(text).as_deref(), Some("促销费用由企业承担，举办促消费活动"));
        assert_eq!(fix.applied("举办促销费活动"), None);
        assert_eq!(TextFix { at: at(11, 3), ..fix.clone() }.applied(text), None);
        assert_eq!(TextFix { at: at(99, 3), ..fix.clone() }.applied(text), None);
        let end = TextFix { at: at(text.chars().count(), 0), find: String::new(), ..fix };
        assert_eq!(end.applied(text), Some(format!("{text}促消费")));
    }

    #[test]
    fn a_fix_of_several_places_is_put_in_whole_or_not_at_all() {
        let text = "甲,乙,丙".to_owned();
        let mut report = Report { preface: vec![text.clone()], ..Report::default() };
        let comma = |at| TextFix {
            at: TextRange {
                place: Place::Preface,
                paragraph: Some(0),
                characters: Characters { at, length: 1 },
            },
            find: ",".to_owned(),
            replace: "，再".to_owned(),
        };
        let fix = |texts| Fix {
            label: "改".to_owned(),
            applicability: Applicability::Safe,
            cells: Vec::new(),
            texts,
        };
        assert_eq!(fix(vec![comma(1), comma(2)]).apply(&mut report), Err(Stale));
        assert_eq!(report.preface, [text]);
        fix(vec![comma(1), comma(3)]).apply(&mut report).unwrap();
        assert_eq!(report.preface, ["甲，再乙，再丙"]);
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
