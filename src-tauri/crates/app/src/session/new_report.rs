//! A new year's report out of last year's.

use super::Session;
use crate::failure::Failure;
use crate::report::{StepName, organ_of_id, year_before};
use chrono::{Datelike, NaiveDate};
use gongkai_model::form::{Edition, Forms};
use gongkai_model::progress::ReportState;
use gongkai_model::report::{Cell, Figure, Origin, Report, Scope};
use gongkai_store::StoreError;
use std::collections::BTreeSet;

/// The year that is being reported on: until the end of June last year, then this one.
pub fn current_report_year(today: NaiveDate) -> i32 {
    if today.month() <= 6 { today.year() - 1 } else { today.year() }
}

/// The first year that was reported on: the regulation came into force on 1 May 2008.
const FIRST: i32 = 2008;

/// Asks whether a year is meant under which a report is to be stored: it is not the one its file
/// says, or none that can be reported on.
pub(crate) fn confirm_year(year: i32, said: Option<i32>, sure: bool) -> Result<(), Failure> {
    match doubt(year, said, chrono::Local::now().date_naive()) {
        Some(doubt) if !sure => Err(Failure::asks(doubt)),
        _ => Ok(()),
    }
}

fn doubt(year: i32, said: Option<i32>, today: NaiveDate) -> Option<String> {
    match said {
        Some(said) if said != year => {
            Some(format!("文件里写的是 {said} 年，填的是 {year} 年。确定存为 {year} 年的年报？"))
        }
        _ if year < FIRST => Some(format!(
            "《政府信息公开条例》2008 年才施行，没有 {year} 年的年报。确定是 {year} 年？"
        )),
        _ if year > current_report_year(today) + 1 => {
            Some(format!("{year} 年还没有到。确定是 {year} 年？"))
        }
        _ => None,
    }
}

impl Session {
    /// Takes a report out of sight; [`Session::restore_report`] brings it back.
    ///
    /// # Errors
    /// When it is not there, or the store can't be used.
    pub fn delete_report(&self, id: i64) -> Result<(), Failure> {
        self.change(move |store| Ok(store.delete(id)?))
    }

    /// Brings a deleted report back. Where another has taken its place since, it is asked whether
    /// that one is to be deleted in its turn.
    ///
    /// # Errors
    /// The question, or why the store can't be used.
    pub fn restore_report(&self, id: i64, sure: bool) -> Result<(), Failure> {
        self.change(move |store| match store.restore(id) {
            Err(StoreError::Exists) if sure => Ok(store.restore_instead(id)?),
            Err(StoreError::Exists) => {
                let deleted = store.deleted()?;
                let year = deleted.iter().find(|one| one.id == id).map_or(0, |one| one.year);
                Err(Failure::asks(format!(
                    "{year} 年已经另有一份年报。用删除的这份换下它吗？换下的那份列在“已删除”后面，也能恢复。"
                )))
            }
            restored => Ok(restored?),
        })
    }

    /// Makes the report of a year; what last year left over is brought over. `sure`: an odd year is
    /// meant.
    ///
    /// # Errors
    /// The question whether the year is meant; when there is no form for it or a report already; why
    /// the store can't be used.
    pub fn new_report(
        &self,
        organ: i64,
        year: i32,
        scope: Scope,
        sure: bool,
    ) -> Result<i64, Failure> {
        confirm_year(year, None, sure)?;
        let forms = self.shared_forms();
        self.store().run(move |store| {
            let name = organ_of_id(store, organ)?.name;
            let last = year_before(store, organ, year, scope)?.map(|last| last.report);
            let report = begun(&forms, &name, year, scope, last.as_ref()).ok_or_else(|| {
                Failure::refused("2019 年以前没有统一格式，不能新建；可以导入当年的年报。")
            })?;
            Ok(store.create(organ, &report, ReportState::Draft, None)?)
        })
    }

    /// Last year's report has come after this year's was begun: what it left over is brought over now.
    pub(crate) fn bring_over(&self, organ: i64, last: i32, scope: Scope) -> Result<(), Failure> {
        let Some(year) = last.checked_add(1) else { return Ok(()) };
        let this = self.store().run(move |store| Ok(store.find(organ, year, scope)?))?;
        let Some(id) = this else { return Ok(()) };
        self.edit(id, |editing| {
            let open = editing.report.clone();
            let (Some(last), Some(edition)) = (&open.last, open.edition(editing.forms)) else {
                return Ok(());
            };
            if open.stored.state == ReportState::Draft {
                let mut report = editing.copy();
                take_over(&mut report, edition, &last.report);
                editing.commit(report, StepName::once("带入结转数"))?;
            }
            Ok(())
        })?;
        self.flush()
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
    use crate::failure::Code;
    use gongkai_model::organ::OrganKind;

    #[test]
    fn the_current_report_year_changes_in_july() {
        let on =
            |month, day| current_report_year(NaiveDate::from_ymd_opt(2027, month, day).unwrap());
        assert_eq!([on(1, 15), on(6, 30), on(7, 1), on(12, 31)], [2026, 2026, 2027, 2027]);
    }

    #[test]
    fn an_odd_year_is_asked_about() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 30).unwrap();
        let doubt = |year, said| doubt(year, said, today);
        for (year, said) in [(2020, Some(2020)), (2008, None), (2027, None), (2026, Some(2026))] {
            assert_eq!(doubt(year, said), None, "{year}");
        }
        assert!(doubt(2050, Some(2020)).unwrap().contains("2020 年，填的是 2050 年"));
        assert!(doubt(1999, None).unwrap().contains("1999"));
        assert!(doubt(1999, Some(1999)).is_some());
        assert!(doubt(2028, None).unwrap().contains("还没有到"));
        assert!(confirm_year(1999, None, false).is_err() && confirm_year(1999, None, true).is_ok());
    }

    #[test]
    fn a_deleted_year_comes_back_in_place_of_a_new_one_when_that_is_meant() {
        let folder = tempfile::tempdir().unwrap();
        let session = Session::open(folder.path());
        let organ = session.add_organ("青铜镇人民政府", OrganKind::Township, false).unwrap();
        let old = session.new_report(organ, 2025, Scope::Own, false).unwrap();
        session.delete_report(old).unwrap();
        session.restore_report(old, false).unwrap();
        session.delete_report(old).unwrap();
        let new = session.new_report(organ, 2025, Scope::Own, false).unwrap();
        let asked = session.restore_report(old, false).unwrap_err();
        assert_eq!(asked.code, Code::Asks);
        assert!(asked.sentence.contains("2025 年已经另有一份"), "{}", asked.sentence);
        let there = || {
            let reports = session.start().unwrap().reports;
            reports.iter().map(|line| line.listed.id).collect::<Vec<_>>()
        };
        assert_eq!(there(), [new]);
        session.restore_report(old, true).unwrap();
        assert_eq!(there(), [old]);
        session.restore_report(new, true).unwrap();
        assert_eq!(there(), [new]);
        assert_eq!(session.start().unwrap().deleted[0].id, old);
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
