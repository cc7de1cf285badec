//! Figures of reconsideration and suits: table 4.

use super::{Counted, Family, Reading, Sayings};
use crate::text::lexicon::Word;
use gongkai_model::form::CellId;

const TOTAL: &str = "total";
const RECONSIDERATION: &str = "reconsideration";

impl Sayings<'_> {
    pub(super) fn cases_told(&self) -> Option<Counted> {
        let some = |w: Word| {
            matches!(
                w,
                Word::OtherCases
                    | Word::Some
                    | Word::Carried
                    | Word::LastYear
                    | Word::Other
                    | Word::Season
            )
        };
        let new = self.words.iter().any(|(at, _)| self.text(*at).starts_with("新"));
        if !self.in_cases()
            || !self.said.state.disclosure
            || self.has(some)
            || new
            || self.said.state.season
            || self.none()
        {
            return None;
        }
        let mut groups: Vec<&'static str> = Vec::new();
        let mut told = 0;
        for (_, word) in &self.words {
            if let Word::Group(named) = word {
                let before = groups.len();
                groups.extend(
                    named
                        .iter()
                        .filter(|group| !groups.contains(group))
                        .copied()
                        .collect::<Vec<_>>(),
                );
                told += usize::from(groups.len() > before);
            }
        }
        let outcome = self.last(|w| matches!(w, Word::Outcome(_)));
        let both = groups.contains(&RECONSIDERATION) && groups.len() > 1;
        let direct = told > 1 && !both;
        let named = !groups.is_empty();
        if !named {
            groups = self.said.state.groups?.to_vec();
        }
        let cell = |group: &str, column: &str| CellId::new("cases", group, column);
        let name = match groups.as_slice() {
            [RECONSIDERATION] => "行政复议",
            ["direct_suit"] => "未经复议直接起诉",
            ["suit_after_reconsideration"] => "复议后起诉",
            _ if both => "行政复议、行政诉讼",
            _ => "行政诉讼",
        };
        if let Some((at, Word::Outcome(columns))) = outcome {
            if both && named {
                return None;
            }
            let sum = |groups: &[&'static str], columns: &str| {
                Reading::of(
                    columns
                        .split('+')
                        .flat_map(|column| groups.iter().map(move |group| cell(group, column))),
                )
            };
            let readings = columns.iter().map(|columns| sum(&groups, columns)).collect();
            let said = format!("{name}{}", self.text(at));
            return Counted::new(Family::Cases, said, self.known(readings));
        }
        if !named || direct || self.said.value.is_zero() {
            return None;
        }
        // 行政复议、行政诉讼2件 may be 2 of each.
        if both && !self.has(|w| w == Word::Whole) {
            return None;
        }
        let (at, _) = self.last(|w| matches!(w, Word::Group(_)))?;
        let fits = |w: Word| {
            matches!(
                w,
                Word::Case
                    | Word::Asked
                    | Word::Group(_)
                    | Word::Received
                    | Word::Handled
                    | Word::Result("other")
            )
        };
        if !self.close(at, fits) {
            return None;
        }
        let mut readings = vec![Reading::of(groups.iter().map(|group| cell(group, TOTAL)))];
        if groups.len() > 1 && !both {
            readings.extend(groups.iter().map(|group| Reading::of([cell(group, TOTAL)])));
        }
        Counted::new(Family::Cases, name, self.known(readings))
    }
}
