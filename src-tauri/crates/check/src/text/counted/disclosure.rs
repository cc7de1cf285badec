//! Figures of documents, decisions, fees and procurement: table 2.

use super::{Counted, Family, Reading, Sayings};
use crate::text::lexicon::Word;
use crate::text::said::Topic;
use gongkai_model::form::CellId;

/// What a text without the name of the fees says.
pub(in crate::text) const NO_FEES: &str = "收费";

impl Sayings<'_> {
    fn disclosure(&self, row: &str, columns: &[&str]) -> Vec<Reading> {
        let cells = columns.iter().map(|column| CellId::new("disclosure", row, column));
        self.known(cells.map(|cell| Reading::of([cell])).collect())
    }

    pub(super) fn documents(&self) -> Option<Counted> {
        let unit = ["件", "份", "部", "个", "项"].contains(&self.said.unit) || self.none();
        if !unit
            || self.said.state.season
            || self.has(|w| matches!(w, Word::Other | Word::Season | Word::Published | Word::Some))
        {
            return None;
        }
        let (at, columns) = match self.last(|w| matches!(w, Word::Made(_))) {
            Some((at, Word::Made(columns))) => (at, columns),
            // 印发文件32件，其中规范性文件4件.
            _ if self.said.state.part.is_some()
                && self.said.state.made.is_some()
                && self.has(|w| matches!(w, Word::Document(_))) =>
            {
                let (at, _) = self.last(|w| matches!(w, Word::Document(_)))?;
                (at, self.said.state.made?)
            }
            // The older form asks how many were disclosed, the newer one does not.
            _ => {
                let (at, _) = self.last(|w| w == Word::Open)?;
                (at, &["newly_disclosed", "total_disclosed"][..])
            }
        };
        let mut rows: Vec<&'static str> = Vec::new();
        for (_, word) in &self.words {
            if let Word::Document(row) = word {
                rows.push(row);
            }
        }
        rows.dedup();
        if rows.is_empty() {
            // 制定规范性文件5件，其中报县政府印发2件 is a part of the 5.
            if self.none() || self.said.state.part.is_some() {
                return None;
            }
            rows.push(self.said.state.document?);
        }
        let last =
            self.last(|w| matches!(w, Word::Document(_) | Word::Made(_))).map_or(at, |(at, _)| at);
        if !self.close(last.max(at), |w| matches!(w, Word::Made(_) | Word::Case))
            || !self.close(at, |w| {
                matches!(w, Word::Document(_) | Word::Made(_) | Word::Open | Word::Case)
            })
        {
            return None;
        }
        let readings: Vec<Reading> = match rows.as_slice() {
            [row] => self.disclosure(row, columns),
            rows => {
                let column = columns.iter().find(|column| {
                    rows.iter().all(|row| self.cells.has(&CellId::new("disclosure", row, column)))
                })?;
                vec![Reading::of(rows.iter().map(|row| CellId::new("disclosure", row, column)))]
            }
        };
        let noun = match rows.as_slice() {
            ["rules"] => "规章",
            ["normative_documents"] => "规范性文件",
            _ => "规章、规范性文件",
        };
        Counted::new(Family::Documents, format!("{}{noun}", self.text(at)), readings)
    }

    pub(super) fn decisions(&self) -> Option<Counted> {
        let (at, Word::Decision(row)) = self.last(|w| matches!(w, Word::Decision(_)))? else {
            return None;
        };
        let some = |w: Word| {
            matches!(
                w,
                Word::Other
                    | Word::Some
                    | Word::Received
                    | Word::Asked
                    | Word::Season
                    | Word::Amount
                    | Word::Way
            )
        };
        if self.said.state.season || self.has(some) {
            return None;
        }
        let items = self.has(|w| w == Word::Item)
            || self.text(at).ends_with("事项") && ["项", "个"].contains(&self.said.unit);
        if items && ["项", "个"].contains(&self.said.unit) {
            return self.items(at, row);
        }
        let unit = ["件", "宗", "起", "例", "份", "次"].contains(&self.said.unit) || self.none();
        if !unit || self.changes() || self.has(|w| matches!(w, Word::More | Word::Less)) {
            return None;
        }
        if !self.close(at, |w| {
            matches!(w, Word::Case | Word::Item | Word::Decision(_) | Word::Handled | Word::Dealt)
        }) {
            return None;
        }
        let rows: Vec<&str> = self
            .words
            .iter()
            .filter_map(|(_, word)| if let Word::Decision(row) = word { Some(*row) } else { None })
            .collect();
        let readings = self.known(vec![Reading::of(
            rows.iter().map(|row| CellId::new("disclosure", row, "decisions")),
        )]);
        let mut counted = Counted::new(Family::Decisions, self.text(at), readings)?;
        // What was made public need not be all that was decided.
        counted.doubtful =
            self.has(|w| matches!(w, Word::Published | Word::Open | Word::Disclosure));
        Some(counted)
    }

    /// The older form's 上一年项目数量 and 本年增/减.
    fn items(&self, at: usize, row: &str) -> Option<Counted> {
        let cell = |column: &str| CellId::new("disclosure", row, column);
        let (prior, change) = (cell("prior_items"), cell("net_change"));
        if self.has(|w| matches!(w, Word::Published | Word::Open | Word::Disclosure)) {
            return None;
        }
        let (said, readings) = match self.last(|w| matches!(w, Word::More | Word::Less)) {
            Some((at, Word::More)) => (at, vec![Reading::of([change])]),
            Some((at, _)) => (at, vec![Reading { plus: Vec::new(), minus: vec![change] }]),
            None if self.has(|w| w == Word::LastYear) => (at, vec![Reading::of([prior])]),
            None => (at, vec![Reading::of([prior.clone(), change]), Reading::of([prior])]),
        };
        let readings: Vec<Reading> = readings
            .into_iter()
            .filter(|reading| {
                reading.plus.iter().chain(&reading.minus).all(|cell| self.cells.has(cell))
            })
            .collect();
        let said = if said == at {
            format!("{}项目", self.text(at))
        } else {
            format!("{}项目{}", self.text(at), self.text(said))
        };
        Counted::new(Family::Decisions, said, readings)
    }

    /// 没有收费, and not of answers to requests.
    pub(super) fn charges_nothing(&self) -> bool {
        let fees = |text: &str| ["收费", "费用"].contains(&text);
        let last = self.said.words.last().is_some_and(|one| fees(one.text));
        let others = |(at, word): &(usize, Word)| {
            !matches!(word, Word::Filler | Word::Handled) && !fees(self.text(*at))
        };
        let topics = [Topic::None, Topic::Decisions, Topic::Documents, Topic::Fees];
        let alone = self.said.words.len() == self.words.len() && !self.words.iter().any(others);
        self.none() && last && alone && topics.contains(&self.topic)
    }

    pub(super) fn no_fees(&self) -> Option<Counted> {
        Counted::new(Family::Decisions, NO_FEES, self.disclosure("fees", &["amount"]))
    }

    pub(super) fn fees(&self) -> Option<Counted> {
        let (at, _) = self.last(|w| w == Word::Fees)?;
        let close = self.close(at, |w| matches!(w, Word::Amount | Word::Case | Word::Item));
        if self.said.unit != "元" && !self.none() || !close {
            return None;
        }
        if self.none() && self.has(|w| w == Word::Other)
            || self.has(|w| matches!(w, Word::More | Word::Less))
        {
            return None;
        }
        Counted::new(Family::Decisions, "行政事业性收费", self.disclosure("fees", &["amount"]))
    }

    pub(super) fn procurement(&self) -> Option<Counted> {
        if self.has(|w| matches!(w, Word::Other | Word::More | Word::Less | Word::Some)) {
            return None;
        }
        if self.said.unit == "元" {
            return Counted::new(
                Family::Decisions,
                "政府集中采购金额",
                self.disclosure("procurement", &["amount"]),
            );
        }
        let (at, _) = self.last(|w| w == Word::Procurement)?;
        let counts = ["个", "项", "次", "宗", "件", "批"].contains(&self.said.unit);
        if !counts || !self.close(at, |w| matches!(w, Word::Item | Word::Case)) {
            return None;
        }
        Counted::new(
            Family::Decisions,
            "政府集中采购项目",
            self.disclosure("procurement", &["projects"]),
        )
    }
}
