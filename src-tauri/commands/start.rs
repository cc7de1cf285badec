//! The start page: organs, their years, and the ways to begin.

use super::{Answer, Folders, TheDesk};
use crate::desk;
use chrono::NaiveDate;
use gongkai_core::check::Settings;
use gongkai_core::organ::{DueDate, OrganKind};
use gongkai_core::report::Scope;
use gongkai_store::{Listed, Organ};
use serde::Serialize;
use ts_rs::TS;

/// A kind of organ with its label and usual date.
#[derive(Clone, Debug, Serialize, TS)]
pub struct KindLine {
    pub kind: OrganKind,
    pub label: String,
    pub due: DueDate,
}

/// A report with the day it is due.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ReportLine {
    #[serde(flatten)]
    pub listed: Listed,
    /// `2027年1月31日`
    pub due: Option<String>,
    /// Days from today; negative when it is past.
    #[ts(type = "number | null")]
    pub days_left: Option<i64>,
    /// Last saved, local time.
    pub saved: String,
}

/// What the start page shows.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Start {
    pub organs: Vec<Organ>,
    pub reports: Vec<ReportLine>,
    pub kinds: Vec<KindLine>,
    /// `2026年11月21日`
    pub today: String,
    /// The report year in hand.
    pub year: i32,
}

/// Every kind of organ, for choosing.
pub fn kinds() -> Vec<KindLine> {
    OrganKind::ALL
        .into_iter()
        .map(|kind| KindLine { kind, label: kind.label().to_owned(), due: DueDate::usual(kind) })
        .collect()
}

fn line(listed: Listed, organs: &[Organ], today: NaiveDate) -> ReportLine {
    let due = organs.iter().find(|organ| organ.id == listed.organ_id).and_then(|organ| {
        let settings = Settings { kind: organ.kind, due: organ.due, ..Settings::default() };
        settings.due_date().of(listed.year)
    });
    ReportLine {
        due: due.map(gongkai_core::report::written_date),
        days_left: due.map(|due| (due - today).num_days()),
        saved: desk::clock(&listed.saved_at),
        listed,
    }
}

#[tauri::command(async)]
pub fn start(desk: TheDesk, folders: tauri::State<Folders>) -> Answer<Start> {
    desk.reopen(&folders.used);
    desk.with(|desk| {
        // What is edited elsewhere in the window is read afresh.
        desk.clear();
        let today = chrono::Local::now().date_naive();
        let organs = desk.store.organs()?;
        let reports = desk.store.list()?;
        let reports = reports.into_iter().map(|listed| line(listed, &organs, today)).collect();
        Ok(Start {
            organs,
            reports,
            kinds: kinds(),
            today: gongkai_core::report::written_date(today),
            year: desk::in_hand(today),
        })
    })
}

#[tauri::command(async)]
pub fn add_organ(desk: TheDesk, name: String, kind: OrganKind) -> Answer<i64> {
    desk.with(|desk| desk.organ_named(&name, kind))
}

#[tauri::command(async)]
pub fn new_report(desk: TheDesk, organ: i64, year: i32, scope: Scope) -> Answer<i64> {
    desk.with(|desk| desk.new_report(organ, year, scope))
}

#[tauri::command(async)]
pub fn open_example(desk: TheDesk) -> Answer<i64> {
    desk.with(|desk| desk.example())
}

#[tauri::command(async)]
pub fn delete_report(desk: TheDesk, id: i64) -> Answer<()> {
    desk.with(|desk| Ok(desk.store.delete(id)?))
}

#[tauri::command(async)]
pub fn restore_report(desk: TheDesk, id: i64) -> Answer<()> {
    desk.with(|desk| Ok(desk.store.restore(id)?))
}
