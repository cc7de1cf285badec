//! How far a report has come: draft, final, published, and what must hold before each step.

use super::Session;
use crate::failure::Failure;
use crate::report::{Checked, Edited, OpenReport, open_counts, whole};
use chrono::Datelike;
use gongkai_check::Settings;
use gongkai_model::form::Forms;
use gongkai_model::progress::ReportState;
use gongkai_model::report::{parse_date, written_date};
use gongkai_store::Publication;
use std::collections::BTreeMap;
use std::sync::Arc;

impl Session {
    /// Draft, final …: what may be done with the report changes with it. `sure`: the user has said
    /// that it is meant, where that is asked; `why`: what takes it back to a draft, asked of whoever
    /// does so.
    ///
    /// # Errors
    /// When findings stand against it, it is asked whether it is meant, or the store can't be used.
    pub fn set_state(
        &self,
        id: i64,
        state: ReportState,
        sure: bool,
        why: &str,
    ) -> Result<Edited, Failure> {
        let why = why.trim().to_owned();
        // What is written to a report of the old state is refused from here on, before the store has
        // the new one.
        let before = self.edit(id, |editing| {
            let report = &**editing.report;
            match state {
                ReportState::Final => may_be_final(report, editing.forms, editing.settings, sure)?,
                ReportState::Published if report.stored.state != ReportState::Imported => {
                    return Err(Failure::refused("先定稿，再标为已公布。"));
                }
                ReportState::Published => {
                    whole(&report.stored.report, editing.forms, "不能标为已公布")?;
                }
                ReportState::Draft if why.is_empty() && report.writable().is_err() => {
                    return Err(Failure::refused("退回草稿要写明原因，原因会留在状态记录里。"));
                }
                _ => {}
            }
            let stored = &mut Arc::make_mut(editing.report).stored;
            Ok(std::mem::replace(&mut stored.state, state))
        })?;
        if let Err(failure) = self.change(move |store| Ok(store.set_state(id, state, &why)?)) {
            let _ = self.edit(id, |editing| {
                Arc::make_mut(editing.report).stored.state = before;
                Ok(())
            });
            return Err(failure);
        }
        self.edited_state(id)
    }

    /// Marks a final report as published on a day, at an address that may be empty.
    ///
    /// # Errors
    /// When it is not final, the day or the address can't be, or the store can't be used.
    pub fn publish(&self, id: i64, date: &str, address: &str) -> Result<Edited, Failure> {
        let open = self.snapshot(id)?;
        let publication = publication(&open, date, address)?;
        whole(&open.stored.report, self.forms(), "不能标为已公布")?;
        self.change(move |store| Ok(store.publish(id, &publication)?))?;
        self.edited_state(id)
    }

    fn edited_state(&self, id: i64) -> Result<Edited, Failure> {
        self.edit(id, |editing| Ok(editing.answer(BTreeMap::new(), false)))
    }
}

fn may_be_final(
    report: &OpenReport,
    forms: &Forms,
    settings: &Settings,
    sure: bool,
) -> Result<(), Failure> {
    whole(&report.stored.report, forms, "不能定稿")?;
    let Checked { errors, explains, unfilled, .. } = report.check(forms, settings);
    if let Some(what) = open_counts(errors, explains, unfilled) {
        return Err(Failure::refused(format!("还有{what}，不能定稿；第一项已经选中。")));
    }
    let today = chrono::Local::now().date_naive();
    match report.stored.report.year {
        Some(year) if !sure && year >= today.year() => {
            Err(Failure::asks(format!("{year} 年度还没有结束，确定现在定稿？")))
        }
        _ => Ok(()),
    }
}

/// When and where a report was published, as the user says it.
fn publication(report: &OpenReport, date: &str, address: &str) -> Result<Publication, Failure> {
    if !matches!(report.stored.state, ReportState::Final | ReportState::Published) {
        return Err(Failure::refused("先定稿，再标为已公布。"));
    }
    let day = parse_date(date)
        .ok_or_else(|| Failure::refused("公布日期不是一天的日期，请写成 2027年1月20日 这样。"))?;
    if day > chrono::Local::now().date_naive() {
        return Err(Failure::refused("公布日期还没有到，请写实际公布的日期。"));
    }
    if report.stored.report.year.is_some_and(|year| day.year() < year) {
        return Err(Failure::refused("公布日期在报告年度之前，请写实际公布的日期。"));
    }
    let address = address.trim().to_owned();
    if !address.is_empty() && !address.starts_with("http://") && !address.starts_with("https://") {
        return Err(Failure::refused("网址要以 http:// 或 https:// 开头；没有网址就空着。"));
    }
    Ok(Publication { date: written_date(day), address })
}

#[cfg(test)]
mod tests {
    use crate::failure::Code;
    use crate::report::{CellEdit, How};
    use crate::session::Session;
    use gongkai_check::Level;
    use gongkai_model::progress::ReportState;
    use gongkai_model::report::{Figure, Report, Scope};

    const CELL: &str = "requests/new/natural_person";

    /// A session with the example in it, and the id of its later year.
    fn example() -> (tempfile::TempDir, Session, i64) {
        let folder = tempfile::tempdir().unwrap();
        let session = Session::open(folder.path());
        let id = session.sound_example().unwrap();
        (folder, session, id)
    }

    fn year(session: &Session, id: i64) -> i32 {
        session.snapshot(id).unwrap().stored.report.year.unwrap()
    }

    fn state(session: &Session, id: i64) -> ReportState {
        session.snapshot(id).unwrap().stored.state
    }

    /// A report of a year that is over, whole but for what the tests do to it.
    fn of_a_year_that_is_over(session: &Session, id: i64) -> i64 {
        let year = year(session, id);
        let mut stored = session.snapshot(id).unwrap().stored.clone();
        stored.report.year = Some(year - 4);
        let text = serde_json::to_string(&stored.report).unwrap();
        let text = text.replace(&year.to_string(), &(year - 4).to_string());
        let text = text.replace(&(year + 1).to_string(), &(year - 3).to_string());
        let report = serde_json::from_str(&text).unwrap();
        let organ = stored.organ_id;
        session
            .change(move |store| Ok(store.create(organ, &report, ReportState::Draft, None)?))
            .unwrap()
    }

    #[test]
    fn a_report_with_open_findings_is_refused_and_nothing_changes() {
        let (_folder, session, id) = example();
        let edit = CellEdit { cell: CELL.into(), text: "99".to_owned(), how: How::Typed };
        session.edit_cells(id, vec![edit], false).unwrap();
        let failure = session.set_state(id, ReportState::Final, true, "").unwrap_err();
        assert_eq!(failure.code, Code::Refused);
        assert!(failure.sentence.contains("项需说明，不能定稿"), "{}", failure.sentence);
        assert_eq!(state(&session, id), ReportState::Draft);
    }

    #[test]
    fn with_an_unread_cell_it_is_neither_final_nor_published_and_the_cell_is_named() {
        let (_folder, session, id) = example();
        let stored = session.snapshot(id).unwrap().stored.clone();
        let mut report = stored.report.clone();
        report.year = report.year.map(|year| year - 9);
        let cell = report.cells.get_mut(&CELL.into()).unwrap();
        cell.figure = Figure::Unread;
        for (state, to, what) in [
            (ReportState::Draft, ReportState::Final, "不能定稿"),
            (ReportState::Imported, ReportState::Published, "不能标为已公布"),
        ] {
            let (organ, report) = (stored.organ_id, report.clone());
            let scope = if state == ReportState::Draft { Scope::Own } else { Scope::Consolidated };
            let report = Report { scope, ..report };
            let new = session
                .change(move |store| Ok(store.create(organ, &report, state, None)?))
                .unwrap();
            let refused = session.set_state(new, to, true, "").unwrap_err();
            assert_eq!(refused.code, Code::Refused);
            assert!(refused.sentence.contains("有 1 格未读到（一、"), "{}", refused.sentence);
            assert!(refused.sentence.contains(what), "{}", refused.sentence);
            assert_eq!(self::state(&session, new), state);
            let edit = CellEdit { cell: CELL.into(), text: "1".to_owned(), how: How::Typed };
            session.edit_cells(new, vec![edit], false).unwrap();
            let again = session.set_state(new, to, true, "");
            assert!(again.is_ok() || !again.unwrap_err().sentence.contains("未读到"));
        }
    }

    #[test]
    fn what_the_store_does_not_take_is_not_so() {
        let home = tempfile::tempdir().unwrap();
        let (folder, away) = (home.path().join("data"), home.path().join("away"));
        let session = Session::open(&folder);
        let id = session.sound_example().unwrap();
        session.report_view(id).unwrap();
        std::fs::rename(&folder, &away).unwrap();
        assert!(session.set_state(id, ReportState::Final, true, "").is_err());
        assert_eq!(state(&session, id), ReportState::Draft);
        let edit = CellEdit { cell: CELL.into(), text: "9".to_owned(), how: How::Typed };
        session.edit_cells(id, vec![edit], false).unwrap();
    }

    #[test]
    fn before_the_year_is_over_it_is_asked_and_afterwards_not() {
        let (_folder, session, id) = example();
        let earlier = of_a_year_that_is_over(&session, id);
        let asked = session.set_state(id, ReportState::Final, false, "");
        if chrono::Datelike::year(&chrono::Local::now()) <= year(&session, id) {
            assert_eq!(asked.unwrap_err().code, Code::Asks);
            session.set_state(id, ReportState::Final, true, "").unwrap();
        } else {
            asked.unwrap();
        }
        assert_eq!(state(&session, id), ReportState::Final);
        for finding in session.findings(earlier).unwrap() {
            assert!(finding.level == Level::Hint, "{finding:?}");
        }
        session.set_state(earlier, ReportState::Final, false, "").unwrap();
    }

    #[test]
    fn a_final_report_keeps_its_reasons() {
        let (_folder, session, id) = example();
        let last = session.snapshot(id).unwrap().last.as_ref().unwrap().id;
        session.explain_change(&[id, last], &CELL.into(), "群众更关心征地补偿").unwrap();
        session.set_state(id, ReportState::Final, true, "").unwrap();
        let refused = session.explain_change(&[id, last], &CELL.into(), "").unwrap_err();
        assert_eq!(refused.code, Code::Refused, "{}", refused.sentence);
        assert!(refused.sentence.contains("退回草稿"));
    }

    #[test]
    fn a_publication_has_a_day_and_perhaps_an_address() {
        let (_folder, session, id) = example();
        let year = year(&session, id);
        let day = format!("{year}-1-5");
        let refused = |date: &str, address: &str| {
            let failure = session.publish(id, date, address).unwrap_err();
            assert_eq!(failure.code, Code::Refused);
            failure.sentence
        };
        assert!(refused("2026年1月5日", "").contains("先定稿"));
        assert!(session.set_state(id, ReportState::Published, true, "").is_err());
        session.set_state(id, ReportState::Final, true, "").unwrap();
        assert!(refused("一月", "").contains("公布日期"));
        assert!(refused("2099年1月5日", "").contains("还没有到"));
        assert!(refused("2020年1月5日", "").contains("报告年度之前"));
        assert!(refused(&day, "www.example.gov.cn").contains("http"));
        session.publish(id, &day, " https://www.example.gov.cn/1.html ").unwrap();
        let stored = &session.snapshot(id).unwrap().stored;
        assert_eq!(stored.state, ReportState::Published);
        assert_eq!(stored.publication.date, format!("{year}年1月5日"));
        assert_eq!(stored.publication.address, "https://www.example.gov.cn/1.html");
    }

    #[test]
    fn last_year_s_report_brings_its_figures_though_it_comes_later() {
        let (_folder, session, id) = example();
        let last = session.snapshot(id).unwrap().last.clone().unwrap();
        let organ = last.organ_id;
        let year = last.report.year.unwrap();
        session.delete_report(last.id).unwrap();
        session.delete_report(id).unwrap();
        let this = session.new_report(organ, year + 1, Scope::Own, true).unwrap();
        let carried_in = || {
            let cell = "requests/carried_in/natural_person".into();
            session.snapshot(this).unwrap().stored.report.figure(&cell)
        };
        assert_eq!(carried_in(), Figure::Blank);
        session
            .change(move |store| {
                Ok(store.create(organ, &last.report, ReportState::Imported, None)?)
            })
            .unwrap();
        session.bring_over(organ, year, Scope::Own).unwrap();
        assert_eq!(carried_in(), 1.into());
        // What stands there already stays.
        session.bring_over(organ, year, Scope::Own).unwrap();
        assert_eq!(carried_in(), 1.into());
    }
}
