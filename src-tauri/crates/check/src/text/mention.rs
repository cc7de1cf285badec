//! A figure of the text that the tables do not bear out.

use super::counted::{Family, Reading};
use crate::finding::Level;
use rust_decimal::Decimal;
use std::ops::Range;

/// A figure of the text that none of its readings in the tables bears out.
pub(crate) struct Mention {
    pub passage: usize,
    pub family: Family,
    pub level: Level,
    pub range: Range<usize>,
    pub numeral: Option<Range<usize>>,
    pub from: usize,
    pub value: Decimal,
    pub unit: &'static str,
    pub said: String,
    pub readings: Vec<(Reading, Decimal)>,
    /// The text's own whole that its parts do not add up to, instead of readings.
    pub parts: Vec<Decimal>,
}
