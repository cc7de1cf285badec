//! What a rule says: where, how grave, with which figures, and what would put it right.

use gongkai_model::form::CellId;
use gongkai_model::place::{Characters, Place, TextRange};
use gongkai_model::report::{Cell, Report};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
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
    /// What the user is told it is.
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
    /// The words, or the whole line they stand in.
    pub text: String,
    /// Where it stands; none for the label of a table's row and for what is not there.
    pub at: Option<TextRange>,
}

/// Other words for a piece of text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TextFix {
    /// What is replaced.
    pub at: TextRange,
    /// What stands there now.
    pub find: String,
    /// What is to stand there; not the same as `find`.
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
    /// Whether its place is to be looked at before.
    pub applicability: Applicability,
    /// Cells and what they are to hold.
    pub cells: Vec<(CellId, Cell)>,
    /// Pieces of text and what is to stand there; no two of them overlap.
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
    /// How grave it is.
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
    /// Every piece of text it is about.
    pub spans: Vec<Span>,
    /// What part of the report it belongs to; none for what is about the whole.
    pub place: Option<Place>,
    /// The two sides of the arithmetic, where there is any.
    pub left: Option<String>,
    /// See `left`.
    pub right: Option<String>,
    /// What would settle it, where the program can say.
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
}
