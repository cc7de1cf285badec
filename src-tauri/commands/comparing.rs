//! Two years of one office side by side.

use super::{Answer, TheDesk};
use gongkai_core::compare::{Comparison, compare};
use gongkai_store::{Listed, Trend};
use serde::Serialize;
use ts_rs::TS;

/// A year that can be compared with.
#[derive(Clone, Debug, Serialize, TS)]
pub struct OtherYear {
    #[ts(type = "number")]
    pub id: i64,
    pub year: i32,
}

/// A year's figures for the small charts.
#[derive(Clone, Debug, Serialize, TS)]
pub struct YearTrend {
    pub year: i32,
    pub trend: Trend,
}

/// What the comparing page shows.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ComparingView {
    pub organ: String,
    pub year: i32,
    /// The other report's id and year; none when there is none.
    pub with: Option<OtherYear>,
    pub others: Vec<OtherYear>,
    pub comparison: Option<Comparison>,
    /// All stored years of the office, the earliest first.
    pub years: Vec<YearTrend>,
    /// Short names of the tables by their ids: 表三.
    pub tables: Vec<(String, String)>,
}

/// Compares with another year, or with the nearest one before.
#[tauri::command(async)]
pub fn compare_reports(desk: TheDesk, id: i64, with: Option<i64>) -> Answer<ComparingView> {
    desk.with(|desk| {
        let open = desk.report(id)?;
        let (organ, this) = (open.organ.clone(), open.stored.report.clone());
        let year = this.year.unwrap_or_default();
        let mut listed: Vec<Listed> = desk.store.list()?;
        listed.retain(|one| one.organ_id == organ.id && one.scope == this.scope);
        listed.sort_by_key(|one| one.year);
        let years =
            listed.iter().map(|one| YearTrend { year: one.year, trend: one.trend }).collect();
        let mut others: Vec<OtherYear> = listed
            .iter()
            .filter(|one| one.id != id)
            .map(|one| OtherYear { id: one.id, year: one.year })
            .collect();
        others.sort_by_key(|other| std::cmp::Reverse(other.year));
        let chosen = match with {
            Some(id) => others.iter().find(|other| other.id == id),
            None => others.iter().find(|other| other.year < year).or_else(|| others.first()),
        };
        let comparison = match chosen {
            Some(other) => {
                let last = desk.store.report(other.id)?.report;
                Some(compare(&desk.forms, &this, &last))
            }
            None => None,
        };
        let editions = desk.forms.editions().iter().rev();
        let tables = editions
            .flat_map(|edition| &edition.tables)
            .map(|table| (table.id.to_owned(), table.name.to_owned()))
            .collect();
        Ok(ComparingView {
            organ: organ.name,
            year,
            with: chosen.cloned(),
            others,
            comparison,
            years,
            tables,
        })
    })
}
