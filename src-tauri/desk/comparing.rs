//! Years of one office side by side, why figures changed, and the files of a comparison.

use super::Inner;
use crate::failure::Failure;
use gongkai_compare::{Chart, YearFigure, Years, YearsRow};
use gongkai_compose::Compared;
use gongkai_layout::{FontSet, PageOptions};
use gongkai_model::form::CellId;
use gongkai_model::report::Report;
use gongkai_store::{Listed, State, StoreError};
use serde::Serialize;
use std::collections::BTreeMap;
use ts_rs::TS;

/// What a reason for a change is kept under, instead of a rule's name.
const CHANGE: &str = "change";

/// A year that is stored.
#[derive(Clone, Debug, Serialize, TS)]
pub struct StoredYear {
    #[ts(type = "number")]
    pub id: i64,
    pub year: i32,
    /// It has a column.
    pub chosen: bool,
}

/// What the comparing page shows.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ComparingView {
    pub organ: String,
    /// The latest of the chosen years: its report has the reasons.
    #[ts(type = "number")]
    pub this: i64,
    /// Its text can be changed.
    pub writable: bool,
    /// All stored years of the office, the earliest first.
    pub stored: Vec<StoredYear>,
    pub compared: Years,
    pub charts: Vec<Chart>,
    /// Why figures changed, by the rows' cells.
    pub reasons: BTreeMap<CellId, String>,
    /// Rows whose change is large by the settings of the rule `jump`.
    pub large: Vec<CellId>,
    /// Short names of the tables by their ids: 表三.
    pub tables: Vec<(String, String)>,
    /// Name of a file of the comparison, without ending.
    pub file: String,
}

/// The reports compared, the earliest first.
struct Chosen {
    organ: String,
    ids: Vec<i64>,
    reports: Vec<Report>,
    state: State,
    stored: Vec<StoredYear>,
}

impl Inner {
    /// The reports with these ids beside each other; without any, this one and the nearest before.
    pub fn comparing(&mut self, id: i64, ids: Option<&[i64]>) -> Result<ComparingView, Failure> {
        let chosen = self.chosen(id, ids)?;
        let reports: Vec<&Report> = chosen.reports.iter().collect();
        let compared = gongkai_compare::over_years(&self.forms, &reports);
        let charts = gongkai_compare::charts(&self.forms, &reports);
        let this = chosen.this()?;
        let reasons = self.reasons_of(this, &compared)?;
        let large = compared.rows.iter().filter(|row| self.is_large(row));
        let editions = self.forms.editions().iter().rev().flat_map(|edition| &edition.tables);
        let file = Compared {
            organ: &chosen.organ,
            forms: &self.forms,
            years: &compared,
            rows: Vec::new(),
            charts: &charts,
            reasons: &reasons,
        }
        .title();
        Ok(ComparingView {
            this,
            writable: matches!(chosen.state, State::Draft | State::Imported),
            stored: chosen.stored,
            large: large.map(|row| row.cell.clone()).collect(),
            tables: editions.map(|table| (table.id.to_owned(), table.name.to_owned())).collect(),
            organ: chosen.organ,
            compared,
            charts,
            reasons,
            file,
        })
    }

    fn chosen(&mut self, id: i64, ids: Option<&[i64]>) -> Result<Chosen, Failure> {
        let open = self.report(id)?;
        let (organ, scope) = (open.organ.clone(), open.stored.report.scope);
        let year = open.stored.report.year.unwrap_or_default();
        let mut listed: Vec<Listed> = self.store.list()?;
        listed.retain(|one| one.organ_id == organ.id && one.scope == scope);
        listed.sort_by_key(|one| one.year);
        let before = listed.iter().rev().find(|one| one.year < year);
        let other = before.or_else(|| listed.iter().find(|one| one.year > year));
        let usual: Vec<i64> = other.map(|one| one.id).into_iter().chain([id]).collect();
        let wanted = ids.filter(|ids| !ids.is_empty()).unwrap_or(&usual);
        let chosen: Vec<&Listed> = listed.iter().filter(|one| wanted.contains(&one.id)).collect();
        let state = chosen.last().ok_or(StoreError::NotThere)?.state;
        let mut reports = Vec::new();
        for one in &chosen {
            reports.push(self.report(one.id)?.stored.report.clone());
        }
        Ok(Chosen {
            organ: organ.name,
            ids: chosen.iter().map(|one| one.id).collect(),
            reports,
            state,
            stored: listed
                .iter()
                .map(|one| StoredYear {
                    id: one.id,
                    year: one.year,
                    chosen: chosen.iter().any(|chosen| chosen.id == one.id),
                })
                .collect(),
        })
    }

    fn is_large(&self, row: &YearsRow) -> bool {
        let Some(change) = row.change.as_deref().and_then(|change| change.parse::<f64>().ok())
        else {
            return false;
        };
        let percent = row.percent.is_none_or(|p| p.abs() > f64::from(self.settings.jump_percent));
        percent && change.abs() >= f64::from(self.settings.jump_at_least.max(1))
    }

    fn reasons_of(
        &mut self,
        this: i64,
        years: &Years,
    ) -> Result<BTreeMap<CellId, String>, Failure> {
        let held = self.store.reasons(this)?;
        let of = |row: &YearsRow| {
            let key = key(years, row);
            let reason = held.iter().find(|reason| reason.key == key)?;
            Some((row.cell.clone(), reason.text.clone()))
        };
        Ok(years.rows.iter().filter_map(of).collect())
    }

    /// Writes why a figure changed; without text the reason is taken away. A finding on the same
    /// change has its reason with it.
    pub fn explain_change(
        &mut self,
        ids: &[i64],
        cell: &CellId,
        text: &str,
    ) -> Result<ComparingView, Failure> {
        let id = *ids.first().ok_or(StoreError::NotThere)?;
        let view = self.comparing(id, Some(ids))?;
        self.writable(view.this)?;
        let row = view.compared.rows.iter().find(|row| row.cell == *cell && row.change.is_some());
        let row = row.ok_or_else(|| Failure::refused("这一项没有增减，不用说明。"))?;
        let mut keys = vec![(key(&view.compared, row), CHANGE.to_owned())];
        let findings = self.findings(view.this)?;
        let jump = findings.into_iter().find(|f| f.rule == "jump" && f.cells == [cell.clone()]);
        let last_year = match view.compared.years.as_slice() {
            [.., last, this] => this - last == 1,
            _ => false,
        };
        keys.extend(jump.filter(|_| last_year).map(|finding| (finding.key, finding.rule)));
        let (text, who) = (text.trim(), self.who.clone());
        for (key, rule) in keys {
            match text.is_empty() {
                true => self.store.remove_reason(view.this, &key)?,
                false => self.store.set_reason(view.this, &key, &rule, text, &who)?,
            }
        }
        self.reasons_anew(view.this)?;
        self.comparing(id, Some(ids))
    }

    /// Writes the change and its reason into 总体情况 of the latest year.
    pub fn take_over_reason(&mut self, ids: &[i64], cell: &CellId) -> Result<i64, Failure> {
        let id = *ids.first().ok_or(StoreError::NotThere)?;
        let view = self.comparing(id, Some(ids))?;
        let row = view.compared.rows.iter().find(|row| row.cell == *cell);
        let told = row.zip(view.reasons.get(cell));
        let (row, reason) = told.ok_or_else(|| Failure::refused("请先写明变化的原因。"))?;
        let sentence = sentence(&view.compared, row, reason)
            .ok_or_else(|| Failure::refused("这一项没有增减，不用说明。"))?;
        self.add_to_overview(view.this, vec![sentence])?;
        Ok(view.this)
    }

    /// The comparison with these rows as a file; its ending says of which kind.
    pub fn comparison_file(
        &mut self,
        ids: &[i64],
        cells: &[CellId],
        ending: &str,
        fonts: impl FnOnce() -> Result<FontSet, Failure>,
    ) -> Result<Vec<u8>, Failure> {
        let id = *ids.first().ok_or(StoreError::NotThere)?;
        let view = self.comparing(id, Some(ids))?;
        let row = |cell: &CellId| view.compared.rows.iter().find(|row| row.cell == *cell);
        let compared = Compared {
            organ: &view.organ,
            forms: &self.forms,
            years: &view.compared,
            rows: cells.iter().filter_map(row).collect(),
            charts: &view.charts,
            reasons: &view.reasons,
        };
        if ending == "xlsx" {
            return Ok(gongkai_export::comparison_book(&compared)?);
        }
        let document = gongkai_compose::comparison(&compared);
        let printed = gongkai_export::print_document(
            &document,
            &view.organ,
            &PageOptions::default(),
            &fonts()?,
        )?;
        Ok(printed.pdf)
    }
}

impl Chosen {
    fn this(&self) -> Result<i64, Failure> {
        Ok(*self.ids.last().ok_or(StoreError::NotThere)?)
    }
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
    use crate::desk::{CellEdit, How};
    use gongkai_model::organ::OrganKind;
    use gongkai_model::report::Scope;

    const CELL: &str = "disclosure/licensing/decisions";

    /// A desk with the years 2019 to 2026 of one office, the decisions growing by twenty a year.
    fn desk() -> (tempfile::TempDir, Inner, Vec<i64>) {
        let folder = tempfile::tempdir().unwrap();
        let mut desk = Inner::open(folder.path()).unwrap();
        let organ = desk.organ_named("青铜镇人民政府", OrganKind::Township).unwrap();
        let mut ids = Vec::new();
        for year in 2019..=2026 {
            let id = desk.new_report(organ, year, Scope::Own, true).unwrap();
            let edit = CellEdit {
                cell: if year < 2021 { "disclosure/licensing/decisions" } else { CELL }.into(),
                text: ((year - 2018) * 20).to_string(),
                how: How::Typed,
            };
            desk.edit_cells(id, vec![edit], false).unwrap();
            ids.push(id);
        }
        (folder, desk, ids)
    }

    fn row(view: &ComparingView) -> &YearsRow {
        view.compared.rows.iter().find(|row| row.cell.as_str() == CELL).unwrap()
    }

    #[test]
    fn the_year_before_is_the_usual_one_and_any_years_can_be_chosen() {
        let (_folder, mut desk, ids) = desk();
        let view = desk.comparing(ids[7], None).unwrap();
        assert_eq!(view.compared.years, [2025, 2026]);
        assert_eq!(row(&view).change.as_deref(), Some("20"));
        let view = desk.comparing(ids[0], None).unwrap();
        assert_eq!((view.compared.years.as_slice(), view.this), (&[2019, 2020][..], ids[1]));
        let all = desk.comparing(ids[7], Some(&ids)).unwrap();
        assert_eq!(all.compared.years, (2019..=2026).collect::<Vec<_>>());
        assert_eq!(row(&all).figures[0].text.as_deref(), Some("20"));
        let two = desk.comparing(ids[7], Some(&[ids[1], ids[6]])).unwrap();
        assert_eq!((two.compared.years.as_slice(), two.this), (&[2020, 2025][..], ids[6]));
        assert_eq!(two.stored.iter().filter(|year| year.chosen).count(), 2);
    }

    #[test]
    fn a_reason_is_kept_until_the_figures_change_and_goes_into_the_text() {
        let (_folder, mut desk, ids) = desk();
        let pair = [ids[6], ids[7]];
        assert!(desk.take_over_reason(&pair, &CELL.into()).is_err());
        let view = desk.explain_change(&pair, &CELL.into(), " 承接市级事项 ").unwrap();
        assert_eq!(view.reasons[&CELL.into()], "承接市级事项");
        assert_eq!(desk.take_over_reason(&pair, &CELL.into()).unwrap(), ids[7]);
        let overview = |desk: &mut Inner| {
            desk.report(ids[7]).unwrap().stored.report.chapters[0].paragraphs.clone()
        };
        assert_eq!(
            overview(&mut desk),
            [
                "与2025年相比，“行政许可 · 本年处理决定数量”由140变为160，增加20（14.3%），主要原因是：承接市级事项。"
            ]
        );
        desk.undo(ids[7]).unwrap();
        assert!(overview(&mut desk).is_empty());
        let edit = CellEdit { cell: CELL.into(), text: "150".to_owned(), how: How::Typed };
        desk.edit_cells(ids[7], vec![edit], false).unwrap();
        assert!(desk.comparing(ids[7], Some(&pair)).unwrap().reasons.is_empty());
        assert!(desk.explain_change(&pair, &"requests/new/total".into(), "无").is_err());
    }

    #[test]
    fn the_reason_of_a_large_change_settles_its_finding() {
        let (_folder, mut desk, ids) = desk();
        let edit = CellEdit { cell: CELL.into(), text: "900".to_owned(), how: How::Typed };
        desk.edit_cells(ids[7], vec![edit], false).unwrap();
        let pair = [ids[6], ids[7]];
        let settled = |desk: &mut Inner| {
            let findings = desk.checked(ids[7]).unwrap().findings;
            findings.iter().find(|line| line.finding.rule == "jump").unwrap().settled
        };
        assert!(desk.comparing(ids[7], None).unwrap().large.contains(&CELL.into()));
        assert!(!settled(&mut desk));
        desk.explain_change(&pair, &CELL.into(), "系统上线后全部计入").unwrap();
        assert!(settled(&mut desk));
        desk.explain_change(&pair, &CELL.into(), "").unwrap();
        assert!(!settled(&mut desk));
    }

    #[test]
    fn the_workbook_has_the_rows_that_are_shown() {
        let (_folder, mut desk, ids) = desk();
        let none = || Err(Failure::refused("no fonts for a workbook"));
        let book = desk.comparison_file(&ids, &[CELL.into()], "xlsx", none).unwrap();
        assert!(book.starts_with(b"PK"));
        assert!(desk.comparison_file(&[], &[CELL.into()], "xlsx", none).is_err());
    }
}
