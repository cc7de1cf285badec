//! Which cells a figure in prose counts, and how it may be read.

mod cases;
pub(super) mod disclosure;
mod requests;

use super::lexicon::Word;
use super::said::{Said, Topic, Whole};
use super::tokens::Kind;
use gongkai_model::form::CellId;
use rust_decimal::Decimal;

/// One way to read a figure: a sum of cells, some of them taken off.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reading {
    pub plus: Vec<CellId>,
    pub minus: Vec<CellId>,
}

impl Reading {
    fn of(cells: impl IntoIterator<Item = CellId>) -> Self {
        Reading { plus: cells.into_iter().collect(), minus: Vec::new() }
    }

    /// The number of the reading; none while a cell of it is blank or unread.
    pub(in crate::text) fn number(&self, cells: &dyn Cells) -> Option<Decimal> {
        let sum = |of: &[CellId]| {
            of.iter().try_fold(Decimal::ZERO, |sum, cell| sum.checked_add(cells.number(cell)?))
        };
        sum(&self.plus)?.checked_sub(sum(&self.minus)?)
    }
}

/// The rules that compare figures of the text with cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    Received,
    Handled,
    Carried,
    Results,
    Applicants,
    Cases,
    Documents,
    Decisions,
}

/// What a figure counts.
#[derive(Clone, Debug)]
pub(crate) struct Counted {
    pub family: Family,
    /// What the text says is counted: `收到`, `不予公开`.
    pub said: String,
    /// The likeliest first; any of them may be meant.
    pub readings: Vec<Reading>,
    /// Not sure enough to want a reason.
    pub doubtful: bool,
}

impl Counted {
    fn new(family: Family, said: impl Into<String>, readings: Vec<Reading>) -> Option<Self> {
        let said = said.into();
        (!readings.is_empty()).then_some(Counted { family, said, readings, doubtful: false })
    }

    /// What a later 其中 of this figure is a part of.
    pub(in crate::text) fn whole(&self) -> Option<Whole> {
        match self.family {
            Family::Received => Some(Whole::Received),
            Family::Handled => Some(Whole::Handled),
            _ => None,
        }
    }
}

/// The figures of a report, as the readings want them.
pub(crate) trait Cells {
    fn has(&self, cell: &CellId) -> bool;
    fn number(&self, cell: &CellId) -> Option<Decimal>;
    /// The rows of table 3 whose id is this or begins with it and a stop.
    fn rows(&self, row: &str) -> Vec<String>;
}

/// What the figure counts; none where that is not sure.
pub(in crate::text) fn counted(said: &Said, cells: &dyn Cells) -> Option<Counted> {
    let said = Sayings::new(said, cells);
    if said.has(|w| w == Word::NoCount) || said.changes() && said.topic != Topic::Decisions {
        return None;
    }
    if said.charges_nothing() {
        return said.no_fees();
    }
    match said.topic {
        Topic::Requests => said.requests(),
        Topic::Cases => said.cases_told(),
        Topic::Documents => said.documents(),
        Topic::Decisions => said.decisions(),
        Topic::Fees => said.fees(),
        Topic::Procurement => said.procurement(),
        Topic::None | Topic::OtherCases | Topic::Other => None,
    }
}

/// The words of a figure.
struct Sayings<'s> {
    said: &'s Said<'s>,
    cells: &'s dyn Cells,
    topic: Topic,
    words: Vec<(usize, Word)>,
}

impl<'s> Sayings<'s> {
    fn new(said: &'s Said<'s>, cells: &'s dyn Cells) -> Self {
        let words = said.words.iter().enumerate();
        let words = words.filter_map(|(at, one)| match one.kind {
            // 其他 is one of what was listed before.
            Kind::Word(Word::Result("other")) => match said.state.listed {
                Some(Word::Applicant(_)) => Some((at, Word::Applicant(&["other"]))),
                Some(Word::Outcome(_)) => Some((at, Word::Outcome(&["other_outcome"]))),
                _ => Some((at, Word::Result("other"))),
            },
            Kind::Word(word) => Some((at, word)),
            _ => None,
        });
        Sayings { said, cells, topic: said.state.topic, words: words.collect() }
    }

    fn has(&self, wanted: impl Fn(Word) -> bool) -> bool {
        self.words.iter().any(|(_, word)| wanted(*word))
    }

    fn last(&self, wanted: impl Fn(Word) -> bool) -> Option<(usize, Word)> {
        self.words.iter().rev().find(|(_, word)| wanted(*word)).copied()
    }

    fn text(&self, at: usize) -> &'s str {
        self.said.words.get(at).map_or("", |one| one.text)
    }

    fn none(&self) -> bool {
        self.said.numeral.is_none()
    }

    /// 增加5件.
    fn changes(&self) -> bool {
        let last = self.last(|w| !matches!(w, Word::Filler | Word::Whole));
        matches!(last, Some((_, Word::More | Word::Less))) && !self.said.behind
    }

    fn in_cases(&self) -> bool {
        ["件", "宗", "起", "份", "个", "次", "例", "条"].contains(&self.said.unit) || self.none()
    }

    /// Between a word and the figure stands nothing but fillers and words of this kind.
    fn close(&self, at: usize, wanted: impl Fn(Word) -> bool) -> bool {
        if self.said.behind {
            return true;
        }
        let rest = self.said.words.get(at + 1..).unwrap_or_default();
        rest.iter().all(|one| match one.kind {
            Kind::Word(word) => {
                matches!(
                    word,
                    Word::Filler | Word::Whole | Word::Cumulative | Word::ThisYear | Word::And
                ) || wanted(word)
            }
            Kind::CuttingMark(_) => true,
            _ => one.text.chars().count() <= 1,
        })
    }

    /// Readings the form has cells for.
    fn known(&self, readings: Vec<Reading>) -> Vec<Reading> {
        let known = |reading: &Reading| {
            !reading.plus.is_empty()
                && reading.plus.iter().chain(&reading.minus).all(|cell| self.cells.has(cell))
        };
        readings.into_iter().filter(known).collect()
    }
}
