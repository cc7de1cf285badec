//! A new year's report out of last year's.

use super::Inner;
use crate::failure::Failure;
use chrono::{Datelike, NaiveDate};
use gongkai_core::form::{Edition, Forms};
use gongkai_core::report::{Cell, Figure, Origin, Report, Scope};
use gongkai_store::State;
use std::collections::BTreeSet;

/// The year that is being reported on: until the end of June last year, then this one.
pub fn in_hand(today: NaiveDate) -> i32 {
    if today.month() <= 6 { today.year() - 1 } else { today.year() }
}

impl Inner {
    /// Makes the report of a year; what last year left over is brought over.
    pub fn new_report(&mut self, organ: i64, year: i32, scope: Scope) -> Result<i64, Failure> {
        let name = self.organ(organ)?.name;
        let last = self.before(organ, year, scope)?.map(|last| last.report);
        let report = begun(&self.forms, &name, year, scope, last.as_ref()).ok_or_else(|| {
            Failure::refused("2019 年以前没有统一格式，不能新建；可以导入当年的年报。")
        })?;
        Ok(self.store.create(organ, &report, State::Draft, None)?)
    }
}

/// The blank report of the year's edition with what last year left over.
fn begun(
    forms: &Forms,
    organ: &str,
    year: i32,
    scope: Scope,
    last: Option<&Report>,
) -> Option<Report> {
    let edition = forms.for_year(year)?;
    let mut report = Report { scope, ..Report::blank(edition, organ, year) };
    if let Some(last) = last {
        take_over(&mut report, edition, last);
        if let Some(signature) = &last.signature {
            report.signature = Some(signature.clone());
        }
    }
    Some(report.with_totals(edition))
}

/// 结转下年度继续办理 of last year becomes 上年结转 of this one: only into blank cells, not into
/// totals, and marked until confirmed.
fn take_over(report: &mut Report, edition: &Edition, last: &Report) {
    let equations = edition.equations();
    let totals: BTreeSet<_> = equations
        .iter()
        .filter(|equation| equation.computes)
        .flat_map(|equation| equation.right.iter().map(|term| &term.cell))
        .collect();
    for equation in equations.iter().filter(|equation| equation.rule == "carry_over") {
        let ([from], [to]) = (equation.left.as_slice(), equation.right.as_slice()) else {
            continue;
        };
        let figure = last.figure(&from.cell);
        if totals.contains(&to.cell)
            || report.figure(&to.cell) != Figure::Blank
            || figure.number().is_none()
        {
            continue;
        }
        let cell = Cell { figure, note: None, origin: Origin::TakenOver };
        report.cells.insert(to.cell.clone(), cell);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_in_hand_changes_in_july() {
        let on = |month, day| in_hand(NaiveDate::from_ymd_opt(2027, month, day).unwrap());
        assert_eq!([on(1, 15), on(6, 30), on(7, 1), on(12, 31)], [2026, 2026, 2027, 2027]);
    }

    #[test]
    fn what_last_year_left_over_is_brought_over_and_marked() {
        let forms = Forms::official();
        let mut last = Report::blank(forms.edition("2019").unwrap(), "青铜镇人民政府", 2020);
        last.cells.insert("requests/carried_out/natural_person".into(), Cell::typed(2));
        last.cells.insert("requests/carried_out/business".into(), Cell::typed(0));
        let unread = Cell { figure: Figure::Unread, ..Cell::default() };
        last.cells.insert("requests/carried_out/other".into(), unread);
        let report = begun(&forms, "青铜镇人民政府", 2021, Scope::Own, Some(&last)).unwrap();
        let cell = |id: &str| report.cells[&id.into()].clone();
        assert_eq!(report.edition.as_deref(), Some("2021"));
        assert_eq!(cell("requests/carried_in/natural_person").figure, 2.into());
        assert_eq!(cell("requests/carried_in/natural_person").origin, Origin::TakenOver);
        assert_eq!(cell("requests/carried_in/business").figure, 0.into());
        assert_eq!(cell("requests/carried_in/other").figure, Figure::Blank);
        assert_eq!(cell("requests/carried_in/total").figure, 2.into());
        assert_eq!(cell("requests/carried_in/total").origin, Origin::Computed);
        assert_eq!(cell("requests/new/natural_person").figure, Figure::Blank);
        assert!(begun(&forms, "青铜镇人民政府", 2018, Scope::Own, None).is_none());
    }
}
