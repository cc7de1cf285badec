//! How far a report has come: draft, final, published, and what must hold before each step.

use super::Inner;
use super::look::{self, Checked};
use crate::failure::Failure;
use chrono::Datelike;
use gongkai_model::report::{parse_date, written_date};
use gongkai_store::{Publication, State};

impl Inner {
    /// Draft, final …: what may be done with the report changes with it. `sure`: the user has said
    /// that it is meant, where that is asked.
    pub fn set_state(&mut self, id: i64, state: State, sure: bool) -> Result<(), Failure> {
        let now = self.report(id)?.stored.state;
        match state {
            State::Final => self.may_be_final(id, sure)?,
            State::Published if now != State::Imported => {
                return Err(Failure::refused("先定稿，再标为已公布。"));
            }
            _ => {}
        }
        self.store.set_state(id, state)?;
        self.clear();
        Ok(())
    }

    fn may_be_final(&mut self, id: i64, sure: bool) -> Result<(), Failure> {
        let Checked { errors, explains, unfilled, .. } = self.checked(id)?;
        if let Some(what) = look::still_open(errors, explains, unfilled) {
            return Err(Failure::refused(format!("还有{what}，不能定稿；第一项已经选中。")));
        }
        let year = self.report(id)?.stored.report.year;
        let today = chrono::Local::now().date_naive();
        match year {
            Some(year) if !sure && year >= today.year() => {
                Err(Failure::asks(format!("{year} 年度还没有结束，确定现在定稿？")))
            }
            _ => Ok(()),
        }
    }

    /// Marks a final report as published on a day, at an address that may be empty.
    pub fn publish(&mut self, id: i64, date: &str, address: &str) -> Result<(), Failure> {
        if !matches!(self.report(id)?.stored.state, State::Final | State::Published) {
            return Err(Failure::refused("先定稿，再标为已公布。"));
        }
        let day = parse_date(date).ok_or_else(|| {
            Failure::refused("公布日期不是一天的日期，请写成 2027年1月20日 这样。")
        })?;
        let today = chrono::Local::now().date_naive();
        if day > today {
            return Err(Failure::refused("公布日期还没有到，请写实际公布的日期。"));
        }
        let year = self.report(id)?.stored.report.year;
        if year.is_some_and(|year| day.year() < year) {
            return Err(Failure::refused("公布日期在报告年度之前，请写实际公布的日期。"));
        }
        let address = address.trim().to_owned();
        if !address.is_empty()
            && !address.starts_with("http://")
            && !address.starts_with("https://")
        {
            return Err(Failure::refused("网址要以 http:// 或 https:// 开头；没有网址就空着。"));
        }
        let publication = Publication { date: written_date(day), address };
        self.store.publish(id, &publication)?;
        self.clear();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::desk::{CellEdit, Desk, How};
    use crate::failure::Code;
    use gongkai_model::report::{Figure, Scope};
    use gongkai_store::State;

    /// A desk with the example on it, and the id of its later year.
    fn example() -> (tempfile::TempDir, Desk, i64) {
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::open(folder.path());
        let id = desk.with(|desk| desk.sound()).unwrap();
        (folder, desk, id)
    }

    /// A report of a year that is over, whole but for what the tests do to it.
    fn of_a_year_that_is_over(desk: &Desk, id: i64) -> i64 {
        desk.with(|desk| {
            let mut stored = desk.store.report(id)?;
            let year = stored.report.year.unwrap();
            stored.report.year = Some(year - 4);
            let text = serde_json::to_string(&stored.report)?
                .replace(&year.to_string(), &(year - 4).to_string());
            let text = text.replace(&(year + 1).to_string(), &(year - 3).to_string());
            let report = serde_json::from_str(&text)?;
            Ok(desk.store.create(stored.organ_id, &report, State::Draft, None)?)
        })
        .unwrap()
    }

    #[test]
    fn a_report_with_open_findings_is_refused_and_nothing_changes() {
        let (_folder, desk, id) = example();
        let edit = CellEdit {
            cell: "requests/new/natural_person".into(),
            text: "99".to_owned(),
            how: How::Typed,
        };
        desk.at_once(|desk| desk.edit_cells(id, vec![edit], false)).unwrap();
        let failure = desk.with(|desk| desk.set_state(id, State::Final, true)).unwrap_err();
        assert_eq!(failure.code, Code::Refused);
        assert!(failure.sentence.contains("项需说明，不能定稿"), "{}", failure.sentence);
        desk.with(|desk| {
            assert_eq!(desk.report(id)?.stored.state, State::Draft);
            Ok(())
        })
        .unwrap();
    }

    #[test]
    fn before_the_year_is_over_it_is_asked_and_afterwards_not() {
        let (_folder, desk, id) = example();
        let year = desk.with(|desk| Ok(desk.report(id)?.stored.report.year.unwrap())).unwrap();
        let earlier = of_a_year_that_is_over(&desk, id);
        desk.with(|desk| {
            let asked = desk.set_state(id, State::Final, false);
            if chrono::Datelike::year(&chrono::Local::now()) <= year {
                assert_eq!(asked.unwrap_err().code, Code::Asks);
                desk.set_state(id, State::Final, true)?;
            } else {
                asked?;
            }
            assert_eq!(desk.report(id)?.stored.state, State::Final);
            for finding in desk.checked(earlier)?.findings {
                assert!(finding.finding.level == gongkai_check::Level::Hint, "{finding:?}");
            }
            desk.set_state(earlier, State::Final, false)
        })
        .unwrap();
    }

    #[test]
    fn a_final_report_keeps_its_reasons() {
        let (_folder, desk, id) = example();
        desk.with(|desk| {
            let last = desk.report(id)?.last.as_ref().unwrap().id;
            let cell = "requests/new/natural_person".into();
            desk.explain_change(&[id, last], &cell, "群众更关心征地补偿")?;
            desk.set_state(id, State::Final, true)?;
            let refused = desk.explain_change(&[id, last], &cell, "").unwrap_err();
            assert_eq!(refused.code, Code::Refused, "{}", refused.sentence);
            assert!(refused.sentence.contains("退回草稿"));
            Ok(())
        })
        .unwrap();
    }

    #[test]
    fn a_publication_has_a_day_and_perhaps_an_address() {
        let (_folder, desk, id) = example();
        desk.with(|desk| {
            let year = desk.report(id)?.stored.report.year.unwrap();
            let day = format!("{year}-1-5");
            let refused = |desk: &mut crate::desk::Inner, date: &str, address: &str| {
                let failure = desk.publish(id, date, address).unwrap_err();
                assert_eq!(failure.code, Code::Refused);
                failure.sentence
            };
            assert!(refused(desk, "2026年1月5日", "").contains("先定稿"));
            assert!(desk.set_state(id, State::Published, true).is_err());
            desk.set_state(id, State::Final, true)?;
            assert!(refused(desk, "一月", "").contains("公布日期"));
            assert!(refused(desk, "2099年1月5日", "").contains("还没有到"));
            assert!(refused(desk, "2020年1月5日", "").contains("报告年度之前"));
            assert!(refused(desk, &day, "www.example.gov.cn").contains("http"));
            desk.publish(id, &day, " https://www.example.gov.cn/1.html ")?;
            let stored = &desk.report(id)?.stored;
            assert_eq!(stored.state, State::Published);
            assert_eq!(stored.publication.date, format!("{year}年1月5日"));
            assert_eq!(stored.publication.address, "https://www.example.gov.cn/1.html");
            Ok(())
        })
        .unwrap();
    }

    #[test]
    fn last_year_s_report_brings_its_figures_though_it_comes_later() {
        let (_folder, desk, id) = example();
        desk.with(|desk| {
            let last = desk.report(id)?.last.clone().unwrap();
            let organ = last.organ_id;
            let year = last.report.year.unwrap();
            desk.store.delete(last.id)?;
            desk.store.delete(id)?;
            desk.clear();
            let this = desk.new_report(organ, year + 1, Scope::Own, true)?;
            let cell = "requests/carried_in/natural_person".into();
            assert_eq!(desk.report(this)?.stored.report.figure(&cell), Figure::Blank);
            desk.store.create(organ, &last.report, State::Imported, None)?;
            desk.clear();
            desk.bring_over(organ, year, Scope::Own)?;
            assert_eq!(desk.report(this)?.stored.report.figure(&cell), 1.into());
            // What stands there already stays.
            desk.bring_over(organ, year, Scope::Own)?;
            assert_eq!(desk.report(this)?.stored.report.figure(&cell), 1.into());
            Ok(())
        })
        .unwrap();
    }
}
