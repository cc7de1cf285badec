//! What the start page shows: organs, their years, what is due.

use super::Session;
use super::new_report::current_report_year;
use super::salvage;
use crate::failure::{Code, Failure};
use crate::report::{clock_time, example_organ};
use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta};
use gongkai_check::Settings;
use gongkai_model::organ::{DueDate, OrganKind};
use gongkai_model::progress::ReportState;
use gongkai_store::{Organ, ReportSummary, Store};
use serde::Serialize;
use ts_rs::TS;

/// Days before the due date from which it is spoken of.
const SOON: i64 = 30;
/// Days before the due date from which it is urgent.
const URGENT: i64 = 15;

/// A kind of organ with its label and usual date.
#[derive(Clone, Debug, Serialize, TS)]
pub struct KindLine {
    /// The kind.
    pub kind: OrganKind,
    /// What the user calls it.
    pub label: String,
    /// The usual date of its reports.
    pub due: DueDate,
}

/// A report with the day it is due.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ReportLine {
    /// What is known of the report without opening it.
    #[serde(flatten)]
    pub listed: ReportSummary,
    /// `2027年1月31日`
    pub due: Option<String>,
    /// Days from today; negative when it is past.
    #[ts(type = "number | null")]
    pub days_left: Option<i64>,
    /// The day is within two weeks, or past.
    pub urgent: bool,
    /// Last saved, local time.
    pub saved: String,
}

/// When an organ's report of the current year has to be published, and whether it is.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Deadline {
    /// The office.
    #[ts(type = "number")]
    pub organ_id: i64,
    /// `2027年1月31日`
    pub due: String,
    /// Days from today; negative when it is past.
    #[ts(type = "number")]
    pub days_left: i64,
    /// A report of the year is final or published.
    pub done: bool,
    /// It is not done and due within 30 days, or past.
    pub soon: bool,
    /// The day is within two weeks, or past.
    pub urgent: bool,
}

/// What the start page shows.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Start {
    /// The offices.
    pub organs: Vec<Organ>,
    /// Offices that were removed and can be brought back with their reports.
    pub removed: Vec<Organ>,
    /// The office of the bundled example among them.
    #[ts(type = "number | null")]
    pub example: Option<i64>,
    /// Their reports, the latest year of each first.
    pub reports: Vec<ReportLine>,
    /// Deleted reports, which can be brought back.
    pub deleted: Vec<ReportSummary>,
    /// What is due of each office.
    pub deadlines: Vec<Deadline>,
    /// The kinds of office there are.
    pub kinds: Vec<KindLine>,
    /// What is wrong with the computer's clock, if it seems to be.
    pub clock: Option<String>,
    /// What else is to be known of the data: that they can't be written, that something was set aside.
    pub notices: Vec<String>,
    /// The database was damaged, and what was salvaged of it waits to be seen: in a sentence.
    pub salvaged: Option<String>,
    /// `2026年11月21日`
    pub today: String,
    /// The year that is being reported on.
    pub year: i32,
    /// The report year before it.
    pub year_before: i32,
}

/// Every kind of organ, for choosing.
pub(crate) fn kinds() -> Vec<KindLine> {
    OrganKind::ALL
        .into_iter()
        .map(|kind| KindLine { kind, label: kind.label().to_owned(), due: DueDate::usual(kind) })
        .collect()
}

/// The organ's own date, else the one set for its kind, else the usual one.
fn due(organ: &Organ, year: i32, settings: &Settings) -> Option<NaiveDate> {
    organ.due.unwrap_or_else(|| settings.due_of(organ.kind)).of(year)
}

fn line(
    listed: ReportSummary,
    organs: &[Organ],
    today: NaiveDate,
    settings: &Settings,
) -> ReportLine {
    let organ = organs.iter().find(|organ| organ.id == listed.organ_id);
    let due = organ.and_then(|organ| due(organ, listed.year, settings));
    ReportLine {
        due: due.map(gongkai_model::report::written_date),
        days_left: due.map(|due| (due - today).num_days()),
        urgent: due.is_some_and(|due| (due - today).num_days() < URGENT),
        saved: clock_time(&listed.saved_at),
        listed,
    }
}

fn deadline(
    organ: &Organ,
    listed: &[ReportSummary],
    year: i32,
    today: NaiveDate,
    settings: &Settings,
) -> Option<Deadline> {
    let due = due(organ, year, settings)?;
    let of_year = |one: &&ReportSummary| one.organ_id == organ.id && one.year == year;
    let done = |one: &ReportSummary| one.state != ReportState::Draft;
    let done = listed.iter().filter(of_year).any(done);
    let days_left = (due - today).num_days();
    Some(Deadline {
        organ_id: organ.id,
        due: gongkai_model::report::written_date(due),
        days_left,
        done,
        soon: !done && days_left <= SOON,
        urgent: days_left < URGENT,
    })
}

/// The earliest first; of the same day, in the order of the offices.
fn by_day(mut deadlines: Vec<Deadline>) -> Vec<Deadline> {
    deadlines.sort_by_key(|one| one.days_left);
    deadlines
}

/// A report saved later than now: the clock has been set back, and due dates can't be trusted.
fn set_back<'a>(
    saved: impl Iterator<Item = &'a str>,
    now: DateTime<FixedOffset>,
) -> Option<String> {
    let latest = saved.filter_map(|at| DateTime::parse_from_rfc3339(at).ok()).max()?;
    (latest - now > TimeDelta::hours(1)).then(|| {
        format!(
            "电脑的时钟可能不对：现在显示 {}，而数据上次保存是 {}。请先把时钟调准，期限和成文日期都按它计算；数据没有受影响。",
            now.format("%Y-%m-%d %H:%M"),
            latest.format("%Y-%m-%d %H:%M"),
        )
    })
}

/// What is to be said of the store itself.
fn notices(store: &Store) -> Vec<String> {
    let read_only = store.writable().err().map(|error| error.to_string());
    let log = store.log_set_aside().map(|log| {
        format!(
            "数据文件旁边有一份不属于它的日志（数据文件可能被换过），没有用它，原样移到了“{}”；数据以现在看到的为准。",
            log.display()
        )
    });
    read_only.into_iter().chain(log).collect()
}

/// What the store has for the start page.
struct Kept {
    organs: Vec<Organ>,
    removed: Vec<Organ>,
    listed: Vec<ReportSummary>,
    deleted: Vec<ReportSummary>,
    example: Option<i64>,
    notices: Vec<String>,
    salvaged: Option<String>,
}

fn kept(store: &mut Store) -> Result<Kept, Failure> {
    Ok(Kept {
        organs: store.organs()?,
        removed: store.removed_organs()?,
        listed: store.list()?,
        deleted: store.deleted()?,
        example: example_organ(store)?,
        notices: notices(store),
        salvaged: store.salvaged()?.as_ref().map(salvage::told),
    })
}

impl Session {
    /// What the start page shows. Reports edited elsewhere are read afresh.
    ///
    /// # Errors
    /// Why the store can't be used.
    pub fn start(&self) -> Result<Start, Failure> {
        // What can't be written now stays open, and is seen as it was left.
        let unsaved = match self.flush() {
            Ok(()) => {
                self.close_all();
                None
            }
            Err(failure) => Some(failure.sentence).filter(|_| self.has_unsaved()),
        };
        let Kept { organs, removed, listed, deleted, example, notices, salvaged } =
            match self.store().read(None, kept) {
                // Salvaged by now.
                Err(failure) if failure.code == Code::Damaged => self.store().read(None, kept)?,
                kept => kept?,
            };
        let settings = self.rules();
        let today = chrono::Local::now().date_naive();
        let year = current_report_year(today);
        let now = chrono::Local::now().fixed_offset();
        let deadline = |organ| deadline(organ, &listed, year, today, &settings);
        Ok(Start {
            removed,
            example,
            deadlines: by_day(organs.iter().filter_map(deadline).collect()),
            deleted,
            kinds: kinds(),
            salvaged,
            notices: unsaved.into_iter().chain(notices).collect(),
            clock: set_back(listed.iter().map(|one| one.saved_at.as_str()), now),
            today: gongkai_model::report::written_date(today),
            year,
            year_before: year - 1,
            reports: listed
                .into_iter()
                .map(|listed| line(listed, &organs, today, &settings))
                .collect(),
            organs,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_model::report::Scope;

    fn at(text: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(text).unwrap()
    }

    #[test]
    fn a_clock_set_back_is_said_and_nothing_else_happens() {
        let saved = ["2027-01-20T10:32:05+08:00", "2026-12-01T08:00:00+08:00", "不是时间"];
        let word = |now: &str| set_back(saved.into_iter(), at(now));
        assert_eq!(word("2027-01-20T10:00:00+08:00"), None);
        assert_eq!(word("2027-02-01T09:00:00+08:00"), None);
        let word = word("2020-01-01T00:00:00+08:00").unwrap();
        assert!(word.contains("2020-01-01") && word.contains("2027-01-20 10:32"), "{word}");
        assert_eq!(set_back(std::iter::empty(), at("2020-01-01T00:00:00+08:00")), None);
    }

    #[test]
    fn a_report_not_yet_begun_is_due_too() {
        let organ = Organ {
            id: 1,
            name: "青铜镇人民政府".to_owned(),
            kind: OrganKind::Township,
            due: None,
        };
        let mut settings = Settings::default();
        let today = NaiveDate::from_ymd_opt(2027, 1, 21).unwrap();
        let of = |listed: &[ReportSummary], settings: &Settings| {
            deadline(&organ, listed, 2026, today, settings).unwrap()
        };
        let first = of(&[], &settings);
        assert_eq!((first.due.as_str(), first.days_left), ("2027年1月31日", 10));
        assert!(!first.done && first.soon && first.urgent);

        let folder = tempfile::tempdir().unwrap();
        let session = Session::open(folder.path());
        let id = session.add_organ(&organ.name, organ.kind, false).unwrap();
        assert_eq!(id, organ.id);
        let report = session.new_report(id, 2026, Scope::Own, true).unwrap();
        let listed = || session.start().unwrap().reports.into_iter().map(|line| line.listed);
        assert!(!of(&listed().collect::<Vec<_>>(), &settings).done);
        session
            .change(move |store| Ok(store.set_state(report, ReportState::Published, "")?))
            .unwrap();
        let published = of(&listed().collect::<Vec<_>>(), &settings);
        assert!(published.done && !published.soon);
        settings.dues.insert(OrganKind::Township, DueDate { month: 1, day: 20 });
        let earlier = of(&[], &settings);
        assert_eq!((earlier.due.as_str(), earlier.days_left), ("2027年1月20日", -1));
    }
}
