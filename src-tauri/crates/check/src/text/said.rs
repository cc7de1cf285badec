//! What is known of a figure when it is read: its words, and what was said before it.

use super::lexicon::Word;
use super::tokens::Kind;
use rust_decimal::Decimal;
use std::ops::Range;

/// What is told of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Topic {
    #[default]
    None,
    Requests,
    Cases,
    OtherCases,
    Documents,
    Decisions,
    Fees,
    Procurement,
    Other,
}

/// Some of a whole: 其中 …, or what stands in brackets behind a figure.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub whole: Option<Decimal>,
    pub sum: Decimal,
}

/// Which figure of requests was told last as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whole {
    Received,
    Handled,
}

/// What has been said so far that holds for the figures to come.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct SaidBefore {
    pub topic: Topic,
    pub groups: Option<&'static [&'static str]>,
    pub document: Option<&'static str>,
    /// How documents were told of last: 制发.
    pub made: Option<&'static [&'static str]>,
    /// The sentence tells results of requests.
    pub results: bool,
    pub region: bool,
    /// A government's whole region, which its report may count or not.
    pub perhaps: bool,
    /// Another organ's.
    pub elsewhere: bool,
    pub part: Option<Part>,
    pub whole: Option<(Whole, Decimal)>,
    /// The kind of word the last figure was said with, for 其他.
    pub listed: Option<Word>,
    /// The last figure was of a part of the year or a way of asking.
    pub listing: bool,
    /// A part of the year.
    pub season: bool,
    pub another_year: bool,
    pub this_year: bool,
    /// 以来, 历年.
    pub years: bool,
    /// The report's.
    pub year: Option<i32>,
    /// Number of the sentence in its paragraph.
    pub sentence: usize,
    pub until: bool,
    pub cumulative: bool,
    pub compared: bool,
    /// 公开 is said in the sentence, or the paragraph is about requests.
    pub disclosure: bool,
    /// Of the sentence: a figure of the whole region was told; nothing but other work was told.
    pub region_told: bool,
    pub other_work: bool,
    pub figures: bool,
}

impl SaidBefore {
    /// How many years a year lies behind the report's.
    pub(super) fn year_from(&self, year: i32) -> Option<i32> {
        Some(year - self.year?)
    }
}

/// A figure with the words it is said by.
pub(super) struct Said<'t> {
    /// Figure and unit; for 无结转 the words.
    pub range: Range<usize>,
    pub numeral: Option<Range<usize>>,
    /// Where the words begin that say it.
    pub from: usize,
    pub value: Decimal,
    pub unit: &'static str,
    pub words: Vec<SaidWord<'t>>,
    pub state: SaidBefore,
    /// The words stand behind the figure.
    pub behind: bool,
}

/// A word of those a figure is said by.
#[derive(Clone, Debug)]
pub(super) struct SaidWord<'t> {
    pub kind: Kind,
    pub text: &'t str,
}
