//! Figures of seasons and ways told in a sentence: 一季度3件，二季度5件…… add up to what is told of the
//! whole, or to what the tables say.

use super::counted::{Counted, Family, Reading};
use super::lexicon::Word;
use super::mention::Mention;
use super::said::{Said, Topic};
use super::tokens::Kind;
use crate::cells::ReportCells;
use crate::finding::Level;
use gongkai_model::form::CellId;
use rust_decimal::Decimal;
use std::ops::Range;

/// Figures of seasons and ways in a sentence, which add up to the whole.
#[derive(Default)]
pub(super) struct Lists {
    sentences: Vec<List>,
}

#[derive(Default)]
struct List {
    sentence: usize,
    /// The sentence is about requests.
    requests: bool,
    /// 一季度, 网络 with its number.
    parts: Vec<(String, bool, Decimal)>,
    range: Range<usize>,
    /// The whole told in the sentence.
    whole: Option<Decimal>,
}

impl Lists {
    pub(super) fn take(&mut self, said: &Said, counted: Option<&Counted>) {
        let sentence = said.state.sentence;
        let requests = said.state.topic == Topic::Requests;
        if !requests && said.state.topic != Topic::None || said.numeral.is_none() {
            return;
        }
        if self.sentences.last().is_none_or(|list| list.sentence != sentence) {
            self.sentences.push(List { sentence, ..List::default() });
        }
        let Some(list) = self.sentences.last_mut() else { return };
        list.requests |= requests;
        if let Some(counted) = counted {
            if counted.family == Family::Received {
                list.whole = Some(said.value);
            }
            return;
        }
        let words = || {
            said.words.iter().filter_map(|one| match one.kind {
                Kind::Word(word) => Some((word, one.text)),
                _ => None,
            })
        };
        let other = |w: Word| {
            matches!(
                w,
                Word::Handled
                    | Word::Result(_)
                    | Word::Carried
                    | Word::Left
                    | Word::Some
                    | Word::About
                    | Word::Applicant(_)
                    | Word::Other
            )
        };
        let named = words().rfind(|(word, _)| matches!(word, Word::Season | Word::Way));
        if let Some((word, text)) = named
            && !words().any(|(word, text)| other(word) && !text.starts_with("其他"))
            && said.unit != "元"
        {
            if list.parts.is_empty() {
                list.range = said.from..said.range.end;
            }
            list.range.end = said.range.end;
            list.parts.push((text.to_owned(), word == Word::Season, said.value));
        }
    }

    pub(super) fn judge(&self, cells: &ReportCells, passage: usize) -> Vec<Mention> {
        let mut out = Vec::new();
        for list in &self.sentences {
            for seasons in [true, false] {
                out.extend(list.judge(cells, passage, seasons));
            }
        }
        out
    }
}

impl List {
    /// All quarters, both halves, or three ways at least.
    fn complete(parts: &[&(String, bool, Decimal)], seasons: bool) -> bool {
        let has = |word: &str| parts.iter().filter(|(text, ..)| text.contains(word)).count() == 1;
        match seasons {
            true => {
                let quarters =
                    ["一季度", "二季度", "三季度", "四季度"].iter().all(|quarter| has(quarter));
                quarters && parts.len() == 4 || has("上半年") && has("下半年") && parts.len() == 2
            }
            false => parts.len() >= 3,
        }
    }

    fn judge(&self, cells: &ReportCells, passage: usize, seasons: bool) -> Option<Mention> {
        let parts: Vec<_> = self.parts.iter().filter(|(_, season, _)| *season == seasons).collect();
        if parts.len() < 2 || !self.requests {
            return None;
        }
        let figures: Vec<Decimal> = parts.iter().map(|(.., value)| *value).collect();
        let sum = figures.iter().try_fold(Decimal::ZERO, |sum, part| sum.checked_add(*part))?;
        let complete = Self::complete(&parts, seasons);
        let told = |value, readings, parts| Mention {
            passage,
            family: Family::Received,
            level: Level::Explain,
            range: self.range.clone(),
            numeral: None,
            from: self.range.start,
            value,
            unit: "",
            said: String::new(),
            readings,
            parts,
        };
        if let Some(whole) = self.whole {
            let uneven = sum > whole || complete && sum != whole;
            return uneven.then(|| told(whole, Vec::new(), figures));
        }
        let cell = |row: &str| CellId::new("requests", row, "total");
        let new = Reading { plus: vec![cell("new")], minus: Vec::new() };
        let both = Reading { plus: vec![cell("new"), cell("carried_in")], minus: Vec::new() };
        let readings =
            [new, both].map(|reading| reading.number(cells).map(|number| (reading, number)));
        let readings: Vec<(Reading, Decimal)> = readings.into_iter().collect::<Option<_>>()?;
        let borne_out =
            readings.iter().any(|(_, number)| *number == sum || !complete && *number > sum);
        (!borne_out).then(|| told(sum, readings, Vec::new()))
    }
}
