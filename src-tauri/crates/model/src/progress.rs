//! How far a report has come, and the few figures it is shown by in a list.
//!
//! **Deliberately absent**: which step may follow which; who asks decides that.

use crate::form::CellId;
use crate::report::Figure;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How far a report has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReportState {
    /// 草稿
    #[default]
    Draft,
    /// 已定稿
    Final,
    /// 已公布
    Published,
    /// 导入: an earlier report taken from a file.
    Imported,
}

impl ReportState {
    /// As the user reads it: `草稿`.
    pub fn label(self) -> &'static str {
        match self {
            ReportState::Draft => "草稿",
            ReportState::Final => "已定稿",
            ReportState::Published => "已公布",
            ReportState::Imported => "导入",
        }
    }
}

/// The figures of a report's small chart; none where the report has no such figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Trend {
    /// 本年新收, 总计
    #[ts(type = "string | null")]
    pub received: Option<Decimal>,
    /// 三（七）总计, 总计
    #[ts(type = "string | null")]
    pub handled: Option<Decimal>,
    /// 行政复议 and 行政诉讼 of both kinds, added up
    #[ts(type = "string | null")]
    pub disputes: Option<Decimal>,
}

impl Trend {
    const RECEIVED: &str = "requests/new/total";
    const HANDLED: &str = "requests/total/total";
    const DISPUTES: [&str; 3] = [
        "cases/reconsideration/total",
        "cases/direct_suit/total",
        "cases/suit_after_reconsideration/total",
    ];

    /// The trend of a report whose figures these are.
    ///
    /// # Errors
    /// That of `figure`.
    pub fn of<E>(mut figure: impl FnMut(&CellId) -> Result<Figure, E>) -> Result<Trend, E> {
        let mut number = |id: &str| figure(&id.into()).map(Figure::number);
        let disputes = Trend::DISPUTES.map(&mut number);
        let mut sum = None;
        for part in disputes {
            if let Some(part) = part? {
                sum = Decimal::checked_add(sum.unwrap_or_default(), part);
            }
        }
        Ok(Trend {
            received: number(Trend::RECEIVED)?,
            handled: number(Trend::HANDLED)?,
            disputes: sum,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Forms;

    #[test]
    fn its_figures_are_in_every_edition() {
        for edition in Forms::official().editions() {
            let figures = edition.figures();
            let there = |id: &CellId| figures.iter().any(|figure| figure.id == *id);
            let asked = Trend::of(|id| if there(id) { Ok(1.into()) } else { Err(id.clone()) });
            let one = Some(1.into());
            let all = Trend { received: one, handled: one, disputes: Some(3.into()) };
            assert_eq!(asked, Ok(all), "{}", edition.id);
        }
    }

    #[test]
    fn disputes_are_those_that_are_figures() {
        let trend = Trend::of(|id| -> Result<Figure, ()> {
            Ok(match id.as_str() {
                "cases/direct_suit/total" => 4.into(),
                "cases/reconsideration/total" => Figure::Unread,
                _ => Figure::Blank,
            })
        });
        let none = Trend { received: None, handled: None, disputes: Some(4.into()) };
        assert_eq!(trend, Ok(none));
    }
}
