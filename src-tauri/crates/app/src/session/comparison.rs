//! Years of one office side by side, why figures changed, and the files of a comparison.

use super::Session;
use super::export::ListFormat;
use crate::failure::Failure;
use crate::paths::path_with_ending;
use crate::report::organ_of_id;
use gongkai_check::Settings;
use gongkai_compare::{Chart, YearFigure, Years, YearsRow};
use gongkai_compose::Compared;
use gongkai_layout::PageOptions;
use gongkai_model::document::Document;
use gongkai_model::form::{CellId, Forms, TableForm};
use gongkai_model::progress::ReportState;
use gongkai_model::report::Report;
use gongkai_platform::fonts::{self, Choice};
use gongkai_store::{Reason, ReportSummary, Store, StoreError};
use serde::Serialize;
use std::collections::BTreeMap;
use ts_rs::TS;

/// What a reason for a change is kept under, instead of a rule's name.
const CHANGE: &str = "change";

/// A year that is stored.
#[derive(Clone, Debug, Serialize, TS)]
pub struct StoredYear {
    /// Its report.
    #[ts(type = "number")]
    pub id: i64,
    /// The report year.
    pub year: i32,
    /// It has a column.
    pub chosen: bool,
}

/// What a table is called.
#[derive(Clone, Debug, Serialize, TS)]
pub struct TableName {
    /// Its id.
    pub id: String,
    /// 表三
    pub name: String,
}

/// What the page of a comparison shows.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ComparisonView {
    /// Name of the office.
    pub organ: String,
    /// The latest of the chosen years: its report has the reasons.
    #[ts(type = "number")]
    pub this: i64,
    /// Its text can be changed.
    pub writable: bool,
    /// All stored years of the office, the earliest first.
    pub stored: Vec<StoredYear>,
    /// The chosen years side by side.
    pub compared: Years,
    /// How the figures of the form went over the years.
    pub charts: Vec<Chart>,
    /// Why figures changed, by the rows' cells.
    pub reasons: BTreeMap<CellId, String>,
    /// Rows whose change is large by the settings of the rule `jump`.
    pub large: Vec<CellId>,
    /// The rows' cells, the largest change first.
    pub by_amount: Vec<CellId>,
    /// The rows' cells, the largest change in per cent first.
    pub by_percent: Vec<CellId>,
    /// Short names of the tables.
    pub tables: Vec<TableName>,
    /// Name of a file of the comparison, without ending.
    pub file: String,
}

/// The reports compared, the earliest first.
struct Chosen {
    organ: String,
    /// The id of the latest.
    this: i64,
    state: ReportState,
    reports: Vec<Report>,
    stored: Vec<StoredYear>,
    /// Reasons written for findings and changes of the latest.
    reasons: Vec<Reason>,
}

impl Chosen {
    /// Without ids: the report and the nearest year before.
    fn load(store: &mut Store, id: i64, ids: &[i64]) -> Result<Self, Failure> {
        let open = store.report(id)?;
        let (organ, scope) = (organ_of_id(store, open.organ_id)?, open.report.scope);
        let year = open.report.year.unwrap_or_default();
        let mut listed: Vec<ReportSummary> = store.list()?;
        listed.retain(|one| one.organ_id == organ.id && one.scope == scope);
        listed.sort_by_key(|one| one.year);
        let before = listed.iter().rev().find(|one| one.year < year);
        let other = before.or_else(|| listed.iter().find(|one| one.year > year));
        let usual: Vec<i64> = other.map(|one| one.id).into_iter().chain([id]).collect();
        let wanted = if ids.is_empty() { &usual } else { ids };
        let chosen: Vec<&ReportSummary> =
            listed.iter().filter(|one| wanted.contains(&one.id)).collect();
        let latest = chosen.last().ok_or(StoreError::NotThere)?;
        let reports: Result<Vec<Report>, StoreError> =
            chosen.iter().map(|one| Ok(store.report(one.id)?.report)).collect();
        let stored = listed.iter().map(|one| StoredYear {
            id: one.id,
            year: one.year,
            chosen: chosen.iter().any(|chosen| chosen.id == one.id),
        });
        Ok(Chosen {
            organ: organ.name,
            this: latest.id,
            state: latest.state,
            reports: reports?,
            stored: stored.collect(),
            reasons: store.reasons(latest.id)?,
        })
    }
}

/// Reports compared, as a window or a file shows them.
pub struct YearsCompared {
    /// The years side by side.
    pub years: Years,
    /// How the figures of the form went over the years.
    pub charts: Vec<Chart>,
    organ: String,
}

impl YearsCompared {
    /// Compares reports of one office, the earliest first.
    pub fn of(forms: &Forms, organ: &str, reports: &[&Report]) -> Self {
        YearsCompared {
            years: gongkai_compare::over_years(forms, reports),
            charts: gongkai_compare::charts(forms, reports),
            organ: organ.to_owned(),
        }
    }

    /// These rows with the reasons of their changes as a file.
    ///
    /// # Errors
    /// When there are no fonts, or what is read back differs.
    pub fn file(
        &self,
        forms: &Forms,
        rows: Vec<&YearsRow>,
        reasons: &BTreeMap<CellId, String>,
        format: ListFormat,
    ) -> Result<Vec<u8>, Failure> {
        let compared = self.compared(forms, rows, reasons);
        match format {
            ListFormat::Xlsx => Ok(gongkai_export::comparison_book(&compared)?),
            ListFormat::Pdf => {
                let document = gongkai_compose::comparison(&compared);
                let fonts = fonts::find(Choice::System)?;
                let options = PageOptions::default();
                Ok(gongkai_export::print_document(&document, &self.organ, &options, &fonts)?.pdf)
            }
        }
    }

    fn compared<'a>(
        &'a self,
        forms: &'a Forms,
        rows: Vec<&'a YearsRow>,
        reasons: &'a BTreeMap<CellId, String>,
    ) -> Compared<'a> {
        let YearsCompared { years, charts, organ } = self;
        Compared { organ, forms, years, rows, charts, reasons }
    }
}

impl Session {
    /// The reports with these ids beside each other; without any, this one and the nearest before.
    ///
    /// # Errors
    /// When one is gone, or the store can't be used.
    pub fn compare(&self, id: i64, ids: &[i64]) -> Result<ComparisonView, Failure> {
        let ids = ids.to_owned();
        let chosen = self.store().run(move |store| Chosen::load(store, id, &ids))?;
        Ok(self.comparison_view(chosen))
    }

    fn comparison_view(&self, chosen: Chosen) -> ComparisonView {
        let settings = self.rules();
        let reports: Vec<&Report> = chosen.reports.iter().collect();
        let compared = YearsCompared::of(self.forms(), &chosen.organ, &reports);
        let reasons = reasons_of(&chosen.reasons, &compared.years);
        let large = compared.years.rows.iter().filter(|row| is_large(row, &settings));
        let editions = self.forms().editions().iter().rev().flat_map(|edition| &edition.tables);
        let table =
            |table: &TableForm| TableName { id: table.id.to_owned(), name: table.name.to_owned() };
        ComparisonView {
            this: chosen.this,
            writable: matches!(chosen.state, ReportState::Draft | ReportState::Imported),
            stored: chosen.stored,
            large: large.map(|row| row.cell.clone()).collect(),
            tables: editions.map(table).collect(),
            file: compared.compared(self.forms(), Vec::new(), &reasons).title(),
            organ: chosen.organ,
            by_amount: compared.years.by_amount(),
            by_percent: compared.years.by_percent(),
            compared: compared.years,
            charts: compared.charts,
            reasons,
        }
    }

    /// Writes why a figure changed; without text the reason is taken away. A finding on the same
    /// change has its reason with it.
    ///
    /// # Errors
    /// When nothing changed there, the report is final, or the store can't be used.
    pub fn explain_change(
        &self,
        ids: &[i64],
        cell: &CellId,
        text: &str,
    ) -> Result<ComparisonView, Failure> {
        let id = *ids.first().ok_or(StoreError::NotThere)?;
        let view = self.compare(id, ids)?;
        let this = view.this;
        self.snapshot(this)?.writable()?;
        let row = view.compared.rows.iter().find(|row| row.cell == *cell && row.change.is_some());
        let row = row.ok_or_else(|| Failure::refused("这一项没有增减，不用说明。"))?;
        let mut keys = vec![(key(&view.compared, row), CHANGE.to_owned())];
        let findings = self.findings(this)?;
        let jump = findings.into_iter().find(|f| f.rule == "jump" && f.cells == [cell.clone()]);
        let last_year = match view.compared.years.as_slice() {
            [.., last, this] => this - last == 1,
            _ => false,
        };
        keys.extend(jump.filter(|_| last_year).map(|finding| (finding.key, finding.rule)));
        let (text, (_, who)) = (text.trim().to_owned(), self.rules_and_name());
        let reasons = self.store().run(move |store| {
            for (key, rule) in keys {
                match text.is_empty() {
                    true => store.remove_reason(this, &key)?,
                    false => store.set_reason(this, &key, &rule, &text, &who)?,
                }
            }
            Ok(store.reasons(this)?)
        })?;
        self.take_reasons(this, reasons)?;
        self.compare(id, ids)
    }

    /// Writes the change and its reason into 总体情况 of the latest year; gives its report's id.
    ///
    /// # Errors
    /// When there is no reason, the report is final, or the store can't be used.
    pub fn take_over_reason(&self, ids: &[i64], cell: &CellId) -> Result<i64, Failure> {
        let id = *ids.first().ok_or(StoreError::NotThere)?;
        let view = self.compare(id, ids)?;
        let row = view.compared.rows.iter().find(|row| row.cell == *cell);
        let explained = row.zip(view.reasons.get(cell));
        let (row, reason) = explained.ok_or_else(|| Failure::refused("请先写明变化的原因。"))?;
        let sentence = sentence(&view.compared, row, reason)
            .ok_or_else(|| Failure::refused("这一项没有增减，不用说明。"))?;
        self.add_to_overview(view.this, vec![sentence])?;
        Ok(view.this)
    }

    /// Writes the comparison with these rows: a PDF or, by the ending, a workbook. Gives its path.
    ///
    /// # Errors
    /// When the ending is another, a report is gone, or the file can't be written.
    pub fn export_comparison(
        &self,
        ids: &[i64],
        cells: &[CellId],
        path: &str,
        ending: &str,
        overwrite: bool,
    ) -> Result<String, Failure> {
        let format = ListFormat::of_ending(ending)
            .ok_or_else(|| Failure::refused("对比只能导出为 PDF 或 Excel。"))?;
        let path = path_with_ending(path, ending)?;
        let token = self.tasks().exports.token();
        let bytes = self.comparison_file(ids, cells, format)?;
        self.write_export(&path, &bytes, overwrite, &token)
    }

    fn comparison_file(
        &self,
        ids: &[i64],
        cells: &[CellId],
        format: ListFormat,
    ) -> Result<Vec<u8>, Failure> {
        self.with_compared(ids, cells, |compared, rows, reasons| {
            compared.file(self.forms(), rows, reasons, format)
        })
    }

    /// The comparison with these rows as a document.
    pub(super) fn comparison_document(
        &self,
        ids: &[i64],
        cells: &[CellId],
    ) -> Result<Document, Failure> {
        self.with_compared(ids, cells, |compared, rows, reasons| {
            Ok(gongkai_compose::comparison(&compared.compared(self.forms(), rows, reasons)))
        })
    }

    /// Does this with the reports compared, the rows of these cells, and the reasons of their changes.
    fn with_compared<T>(
        &self,
        ids: &[i64],
        cells: &[CellId],
        work: impl FnOnce(
            &YearsCompared,
            Vec<&YearsRow>,
            &BTreeMap<CellId, String>,
        ) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let (id, chosen) = (*ids.first().ok_or(StoreError::NotThere)?, ids.to_owned());
        let chosen = self.store().run(move |store| Chosen::load(store, id, &chosen))?;
        let reports: Vec<&Report> = chosen.reports.iter().collect();
        let compared = YearsCompared::of(self.forms(), &chosen.organ, &reports);
        let reasons = reasons_of(&chosen.reasons, &compared.years);
        let row = |cell: &CellId| compared.years.rows.iter().find(|row| row.cell == *cell);
        let rows = cells.iter().filter_map(row).collect();
        work(&compared, rows, &reasons)
    }
}

/// Whether a change is large by the settings of the rule `jump`.
fn is_large(row: &YearsRow, settings: &Settings) -> bool {
    let Some(change) = row.change.as_deref().and_then(|change| change.parse::<f64>().ok()) else {
        return false;
    };
    let percent = row.percent.is_none_or(|p| p.abs() > f64::from(settings.jump_percent));
    percent && change.abs() >= f64::from(settings.jump_at_least.max(1))
}

fn reasons_of(held: &[Reason], years: &Years) -> BTreeMap<CellId, String> {
    let of = |row: &YearsRow| {
        let key = key(years, row);
        let reason = held.iter().find(|reason| reason.key == key)?;
        Some((row.cell.clone(), reason.text.clone()))
    };
    years.rows.iter().filter_map(of).collect()
}

/// A reason holds as long as both figures stay what they are.
fn key(years: &Years, row: &YearsRow) -> String {
    let text = |figure: &YearFigure| figure.text.clone().unwrap_or_else(|| "-".to_owned());
    let (last, this) = match row.figures.as_slice() {
        [.., last, this] => (text(last), text(this)),
        _ => return String::new(),
    };
    let other = years.years.iter().rev().nth(1).copied().unwrap_or_default();
    format!("{CHANGE} {} {other} {last} {this}", row.cell)
}

/// `与2025年相比，行政许可 · 本年处理决定数量由12变为15，增加3（25%），主要原因是：…。`
fn sentence(years: &Years, row: &YearsRow, reason: &str) -> Option<String> {
    let [.., other, _] = years.years.as_slice() else { return None };
    let [.., last, this] = row.figures.as_slice() else { return None };
    let change = row.change.as_deref().filter(|change| *change != "0")?;
    let (word, amount) = match change.strip_prefix('-') {
        Some(amount) => ("减少", amount),
        None => ("增加", change),
    };
    let percent = row.percent.map(|percent| format!("（{}%）", percent.abs())).unwrap_or_default();
    Some(format!(
        "与{other}年相比，“{}”由{}变为{}，{word}{amount}{percent}，主要原因是：{}。",
        row.name,
        last.text.as_deref()?,
        this.text.as_deref()?,
        reason.trim_end_matches('。'),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{CellEdit, How};
    use gongkai_model::organ::OrganKind;
    use gongkai_model::report::Scope;

    const CELL: &str = "disclosure/licensing/decisions";

    /// A session with the years 2019 to 2026 of one office, the decisions growing by twenty a year.
    fn eight_years() -> (tempfile::TempDir, Session, Vec<i64>) {
        let folder = tempfile::tempdir().unwrap();
        let session = Session::open(folder.path());
        let organ = session.add_organ("青铜镇人民政府", OrganKind::Township, false).unwrap();
        let mut ids = Vec::new();
        for year in 2019..=2026 {
            let id = session.new_report(organ, year, Scope::Own, true).unwrap();
            type_figure(&session, id, &((year - 2018) * 20).to_string());
            ids.push(id);
        }
        (folder, session, ids)
    }

    fn type_figure(session: &Session, id: i64, text: &str) {
        let edit = CellEdit { cell: CELL.into(), text: text.to_owned(), how: How::Typed };
        session.edit_cells(id, vec![edit], false).unwrap();
    }

    fn row(view: &ComparisonView) -> &YearsRow {
        view.compared.rows.iter().find(|row| row.cell.as_str() == CELL).unwrap()
    }

    #[test]
    fn the_year_before_is_the_usual_one_and_any_years_can_be_chosen() {
        let (_folder, session, ids) = eight_years();
        let view = session.compare(ids[7], &[]).unwrap();
        assert_eq!(view.compared.years, [2025, 2026]);
        assert_eq!(row(&view).change.as_deref(), Some("20"));
        let view = session.compare(ids[0], &[]).unwrap();
        assert_eq!((view.compared.years.as_slice(), view.this), (&[2019, 2020][..], ids[1]));
        let all = session.compare(ids[7], &ids).unwrap();
        assert_eq!(all.compared.years, (2019..=2026).collect::<Vec<_>>());
        assert_eq!(row(&all).figures[0].text.as_deref(), Some("20"));
        let two = session.compare(ids[7], &[ids[1], ids[6]]).unwrap();
        assert_eq!((two.compared.years.as_slice(), two.this), (&[2020, 2025][..], ids[6]));
        assert_eq!(two.stored.iter().filter(|year| year.chosen).count(), 2);
    }

    #[test]
    fn a_reason_is_kept_until_the_figures_change_and_goes_into_the_text() {
        let (_folder, session, ids) = eight_years();
        let pair = [ids[6], ids[7]];
        assert!(session.take_over_reason(&pair, &CELL.into()).is_err());
        let view = session.explain_change(&pair, &CELL.into(), " 承接市级事项 ").unwrap();
        assert_eq!(view.reasons[&CELL.into()], "承接市级事项");
        assert_eq!(session.take_over_reason(&pair, &CELL.into()).unwrap(), ids[7]);
        let overview =
            || session.snapshot(ids[7]).unwrap().stored.report.chapters[0].paragraphs.clone();
        assert_eq!(
            overview(),
            [
                "与2025年相比，“行政许可 · 本年处理决定数量”由140变为160，增加20（14.3%），主要原因是：承接市级事项。"
            ]
        );
        session.undo(ids[7]).unwrap();
        assert!(overview().is_empty());
        type_figure(&session, ids[7], "150");
        assert!(session.compare(ids[7], &pair).unwrap().reasons.is_empty());
        assert!(session.explain_change(&pair, &"requests/new/total".into(), "无").is_err());
    }

    #[test]
    fn the_reason_of_a_large_change_settles_its_finding() {
        let (_folder, session, ids) = eight_years();
        type_figure(&session, ids[7], "900");
        let pair = [ids[6], ids[7]];
        let settled = || {
            let findings = session.check(ids[7]).unwrap().findings;
            findings.iter().find(|line| line.finding.rule == "jump").unwrap().settled
        };
        assert!(session.compare(ids[7], &[]).unwrap().large.contains(&CELL.into()));
        assert!(!settled());
        session.explain_change(&pair, &CELL.into(), "系统上线后全部计入").unwrap();
        assert!(settled());
        session.explain_change(&pair, &CELL.into(), "").unwrap();
        assert!(!settled());
    }

    #[test]
    fn the_workbook_has_the_rows_that_are_shown() {
        let (_folder, session, ids) = eight_years();
        let book = session.comparison_file(&ids, &[CELL.into()], ListFormat::Xlsx).unwrap();
        assert!(book.starts_with(b"PK"));
        assert!(session.comparison_file(&[], &[CELL.into()], ListFormat::Xlsx).is_err());
    }
}
