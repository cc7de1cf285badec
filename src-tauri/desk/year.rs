//! A new year's report out of last year's.

use super::Inner;
use super::edit::Named;
use crate::failure::Failure;
use chrono::{Datelike, NaiveDate};
use gongkai_model::form::{Edition, Forms};
use gongkai_model::report::{Cell, Figure, Origin, Report, Scope};
use gongkai_store::{State, StoreError};
use std::collections::BTreeSet;

/// The year that is being reported on: until the end of June last year, then this one.
pub fn in_hand(today: NaiveDate) -> i32 {
    if today.month() <= 6 { today.year() - 1 } else { today.year() }
}

/// The first year that was reported on: the regulation came into force on 1 May 2008.
const FIRST: i32 = 2008;

/// Asks whether a year is meant under which a report is to be stored: it is not the one its file
/// says, or none that can be reported on.
pub(super) fn meant(year: i32, said: Option<i32>, sure: bool) -> Result<(), Failure> {
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
        _ if year > in_hand(today) + 1 => Some(format!("{year} 年还没有到。确定是 {year} 年？")),
        _ => None,
    }
}

impl Inner {
    /// Brings a deleted report back. Where another has taken its place since, it is asked whether
    /// that one is to be deleted in its turn.
    pub fn restore(&mut self, id: i64, sure: bool) -> Result<(), Failure> {
        match self.store.restore(id) {
            Err(StoreError::Exists) if sure => self.store.restore_instead(id)?,
            Err(StoreError::Exists) => {
                let deleted = self.store.deleted()?;
                let year = deleted.iter().find(|one| one.id == id).map_or(0, |one| one.year);
                return Err(Failure::asks(format!(
                    "{year} 年已经另有一份年报。用删除的这份换下它吗？换下的那份列在“已删除”后面，也能恢复。"
                )));
            }
            restored => restored?,
        }
        self.clear();
        Ok(())
    }

    /// Makes the report of a year; what last year left over is brought over. `sure`: an odd year is
    /// meant.
    pub fn new_report(
        &mut self,
        organ: i64,
        year: i32,
        scope: Scope,
        sure: bool,
    ) -> Result<i64, Failure> {
        meant(year, None, sure)?;
        let name = self.organ(organ)?.name;
        let last = self.before(organ, year, scope)?.map(|last| last.report);
        let report = begun(&self.forms, &name, year, scope, last.as_ref()).ok_or_else(|| {
            Failure::refused("2019 年以前没有统一格式，不能新建；可以导入当年的年报。")
        })?;
        Ok(self.store.create(organ, &report, State::Draft, None)?)
    }

    /// Last year's report has come after this year's was begun: what it left over is brought over now.
    pub(super) fn bring_over(
        &mut self,
        organ: i64,
        last: i32,
        scope: Scope,
    ) -> Result<(), Failure> {
        let Some(year) = last.checked_add(1) else { return Ok(()) };
        let Some(id) = self.store.find(organ, year, scope)? else { return Ok(()) };
        let open = self.report(id)?;
        let (mut report, state) = (open.stored.report.clone(), open.stored.state);
        let before = open.last.as_ref().map(|last| last.report.clone());
        let edition = report.edition.as_deref().and_then(|edition| self.forms.edition(edition));
        let (State::Draft, Some(before), Some(edition)) = (state, before, edition) else {
            return Ok(());
        };
        take_over(&mut report, edition, &before);
        self.commit(id, report, Named::once("带入结转数"))?;
        self.keep()
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
    fn the_year_in_hand_changes_in_july() {
        let on = |month, day| in_hand(NaiveDate::from_ymd_opt(2027, month, day).unwrap());
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
        assert!(meant(1999, None, false).is_err() && meant(1999, None, true).is_ok());
    }

    #[test]
    fn a_deleted_year_comes_back_in_place_of_a_new_one_when_that_is_meant() {
        let folder = tempfile::tempdir().unwrap();
        let mut desk = Inner::open(folder.path()).unwrap();
        let organ = desk.organ_named("青铜镇人民政府", OrganKind::Township).unwrap();
        let old = desk.new_report(organ, 2025, Scope::Own, false).unwrap();
        desk.store.delete(old).unwrap();
        desk.restore(old, false).unwrap();
        desk.store.delete(old).unwrap();
        let new = desk.new_report(organ, 2025, Scope::Own, false).unwrap();
        let asked = desk.restore(old, false).unwrap_err();
        assert_eq!(asked.code, Code::Asks);
        assert!(asked.sentence.contains("2025 年已经另有一份"), "{}", asked.sentence);
        let there =
            |desk: &Inner| desk.store.list().unwrap().iter().map(|r| r.id).collect::<Vec<_>>();
        assert_eq!(there(&desk), [new]);
        desk.restore(old, true).unwrap();
        assert_eq!(there(&desk), [old]);
        desk.restore(new, true).unwrap();
        assert_eq!(there(&desk), [new]);
        assert_eq!(desk.store.deleted().unwrap()[0].id, old);
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
