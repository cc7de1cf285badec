//! What a rule says: where, how grave, with which figures, and what would put it right.

use super::Rule;
use super::context::CheckContext;
use super::passage::Passage;
use gongkai_model::form::CellId;
use gongkai_model::report::{Cell, Figure, Report};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
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
}

/// Other words for a piece of text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TextFix {
    /// Where: `title`, `signature`, `date`, `preface`, or the id of a chapter.
    pub place: String,
    /// Which chapter of the report, from 0; none outside the chapters.
    pub chapter: Option<usize>,
    /// Which paragraph of the preface or the chapter, from 0; none for title and date, and for the
    /// heading of a chapter.
    pub paragraph: Option<usize>,
    /// How many characters (Unicode scalar values) of that text stand before `find`.
    pub at: usize,
    /// What stands there now.
    pub find: String,
    pub replace: String,
}

impl TextFix {
    /// Other words for a whole text outside the paragraphs: title, date, the heading of a chapter.
    pub(super) fn whole(place: &str, chapter: Option<usize>, find: &str, replace: String) -> Self {
        let (place, find) = (place.to_owned(), find.to_owned());
        TextFix { place, chapter, paragraph: None, at: 0, find, replace }
    }

    /// The text with the piece replaced; none when `find` does not stand at its place.
    pub fn applied(&self, text: &str) -> Option<String> {
        let ends = [text.len()];
        let at = text.char_indices().map(|(at, _)| at).chain(ends).nth(self.at)?;
        let (before, behind) = text.split_at_checked(at)?;
        Some(format!("{before}{}{}", self.replace, behind.strip_prefix(&self.find)?))
    }
}

/// An edit that would settle a finding, offered on a button.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Fix {
    /// What the button says: `填 0`.
    pub label: String,
    pub cells: Vec<(CellId, Cell)>,
    pub texts: Vec<TextFix>,
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
    /// Id of the chapter it belongs to, or `title`, `preface`, `signature`.
    pub chapter: String,
    /// The two sides of the arithmetic, where there is any.
    pub left: Option<String>,
    pub right: Option<String>,
    pub fix: Option<Fix>,
    /// Stays the same until one of the figures or sentences it is about changes, however the
    /// message is worded; no two findings of a report have the same. A reason stored under this key
    /// settles the finding.
    pub key: String,
}

impl Finding {
    /// What the user is told it is: its level, or 未填.
    pub fn label(&self) -> &'static str {
        if self.unfilled { "未填" } else { self.level.label() }
    }
}

/// A finding on its way; [`Found::of`] gives it its place and its key.
pub(super) struct Found {
    finding: Finding,
    sentences: Vec<String>,
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
            chapter: String::new(),
            left: None,
            right: None,
            fix: None,
            key: String::new(),
        };
        Found { finding, sentences: Vec::new() }
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
    pub(super) fn span(mut self, passage: &Passage, range: Range<usize>) -> Self {
        self.sentences.push(passage.sentence_around(range.start).to_owned());
        self.place(passage.place, passage.label, passage.original(range))
    }

    /// Points at a whole passage.
    pub(super) fn whole(mut self, passage: &Passage) -> Self {
        self.sentences.push(passage.text.clone());
        self.place(passage.place, passage.label, passage.original(0..passage.text.len()))
    }

    /// Points at text outside the passages: title, heading, date.
    pub(super) fn text(mut self, place: &str, label: &str, text: &str) -> Self {
        self.sentences.push(text.to_owned());
        self.place(place, label, text)
    }

    /// Names what it is about where no figure and no text stands for it, for its key.
    pub(super) fn about(mut self, what: &str) -> Self {
        self.sentences.push(what.to_owned());
        self
    }

    fn place(mut self, place: &str, label: &str, text: &str) -> Self {
        if self.finding.chapter.is_empty() {
            self.finding.chapter = place.to_owned();
        }
        self.finding.spans.push(Span { chapter: label.to_owned(), text: text.to_owned() });
        self
    }

    /// The chapter the finding belongs to; by default that of its first span or cell.
    pub(super) fn chapter(mut self, id: &str) -> Self {
        self.finding.chapter = id.to_owned();
        self
    }

    pub(super) fn fix(mut self, fix: Fix) -> Self {
        self.finding.fix = Some(fix);
        self
    }

    pub(super) fn of(self, context: &CheckContext) -> Finding {
        let Found { mut finding, sentences } = self;
        if finding.chapter.is_empty()
            && let Some(cell) = finding.cells.first()
        {
            finding.chapter = context.chapter_of(cell).to_owned();
        }
        let mut key = Fingerprint::new();
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
        sentences.iter().for_each(|sentence| key.add(sentence));
        finding.key = key.hex();
        finding
    }
}

/// Gives findings of the same rule about the same figures and sentences keys of their own: the first
/// in the text keeps the key, the others take their number into it.
pub(super) fn tell_apart(findings: &mut [Finding]) {
    let mut seen: HashMap<String, u32> = HashMap::new();
    for finding in findings {
        let before = seen.entry(finding.key.clone()).or_default();
        *before += 1;
        if *before > 1 {
            let mut key = Fingerprint::new();
            key.add(&finding.key);
            key.add(&before.to_string());
            finding.key = key.hex();
        }
    }
}

/// FNV-1a over 64 bits, with an end mark after each part: short, the same on every machine and in
/// every version.
struct Fingerprint(u64);

impl Fingerprint {
    fn new() -> Self {
        Fingerprint(0xcbf2_9ce4_8422_2325)
    }

    fn add(&mut self, part: &str) {
        for byte in part.bytes().chain([0xff]) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    fn hex(&self) -> String {
        format!("{:016x}", self.0)
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
    fn the_fingerprint_is_that_of_the_published_algorithm() {
        let mut key = Fingerprint::new();
        for byte in "foobar".bytes() {
            key.0 = (key.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        assert_eq!(key.hex(), "85944171f73967e8");
    }

    #[test]
    fn a_fix_replaces_its_own_place_only() {
        let text = "促销费用由企业承担，举办促销费活动";
        let fix = TextFix {
            place: "overview".to_owned(),
            chapter: Some(0),
            paragraph: Some(0),
            at: 12,
            find: "促销费".to_owned(),
            replace: "促消费".to_owned(),
        };
        assert_eq!(fix.applied(text).as_deref(), Some("促销费用由企业承担，举办促消费活动"));
        assert_eq!(fix.applied("举办促销费活动"), None);
        assert_eq!(TextFix { at: 99, ..fix.clone() }.applied(text), None);
        let end = TextFix { at: text.chars().count(), find: String::new(), ..fix };
        assert_eq!(end.applied(text), Some(format!("{text}促消费")));
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        let hex = |parts: &[&str]| {
            let mut key = Fingerprint::new();
            parts.iter().for_each(|part| key.add(part));
            key.hex()
        };
        assert_ne!(hex(&["12", "3"]), hex(&["1", "23"]));
    }
}
