//! The example to try the whole way with: two years of an office that does not exist.

use super::Session;
use super::new_report::current_report_year;
use crate::failure::Failure;
use crate::report::{EXAMPLE, organ_or_new};
use gongkai_model::form::{CellId, Comparable, FigureForm, Forms};
use gongkai_model::organ::OrganKind;
use gongkai_model::progress::ReportState;
use gongkai_model::report::{Cell, Chapter, Origin, Report, Scope};
use gongkai_store::{Store, StoreError};

const ORGAN: &str = "青铜镇人民政府";
/// The year before and the year in hand; `{year}` and `{next}` stand for the years themselves.
const TEXTS: [&str; 2] =
    [include_str!("../../../../example/last.md"), include_str!("../../../../example/this.md")];

impl Session {
    /// Stores the example's two years, as far as they are not there, and gives the later one.
    ///
    /// # Errors
    /// Why the store can't be used.
    pub fn open_example(&self) -> Result<i64, Failure> {
        let [last, this] = both_years(self.forms(), TEXTS)?;
        self.store().run(move |store| {
            let organ = organ_or_new(store, ORGAN, OrganKind::Township)?;
            store.set_setting(EXAMPLE, &organ.into())?;
            find_or_create(store, organ, &last, ReportState::Published)?;
            find_or_create(store, organ, &this, ReportState::Draft)
        })
    }
}

/// Last year's report and the current one.
fn both_years(forms: &Forms, [last, this]: [&str; 2]) -> Result<[Report; 2], Failure> {
    let year = current_report_year(chrono::Local::now().date_naive());
    Ok([written(forms, last, year - 1)?, written(forms, this, year)?])
}

fn find_or_create(
    store: &mut Store,
    organ: i64,
    report: &Report,
    state: ReportState,
) -> Result<i64, Failure> {
    let year = report.year.ok_or(StoreError::WithoutYear)?;
    match store.find(organ, year, Scope::Own)? {
        Some(id) => Ok(id),
        None => Ok(store.create(organ, report, state, None)?),
    }
}

/// The example's text as a report its office wrote with this program.
fn written(forms: &Forms, text: &str, year: i32) -> Result<Report, Failure> {
    let text = text.replace("{year}", &year.to_string()).replace("{next}", &(year + 1).to_string());
    let document = gongkai_read::document(text.as_bytes(), "示例.md")?;
    let mut report = gongkai_read::recognise(&document, forms)?.report;
    report.cells.values_mut().for_each(|cell| cell.origin = Origin::Typed);
    let mut report = in_edition_of(year, report, forms);
    let Some(edition) = report.edition_in(forms) else {
        return Ok(report);
    };
    for equation in edition.equations().iter().filter(|equation| equation.computes) {
        for term in &equation.right {
            if let Some(cell) = report.cells.get_mut(&term.cell) {
                cell.origin = Origin::Computed;
            }
        }
    }
    Ok(report.with_totals(edition))
}

/// The report in the form its year prescribes, so that the example is never an old one: what the
/// text says of the figures that are the same, and 0 for those its own form has not.
fn in_edition_of(year: i32, report: Report, forms: &Forms) -> Report {
    let (Some(own), Some(form)) = (report.edition_in(forms), forms.for_year(year)) else {
        return report;
    };
    if own.id == form.id {
        return report;
    }
    let mapping = forms.mapping(form, own);
    let same = |id: &CellId| match mapping.and_then(|mapping| mapping.last_of(id)) {
        Some(([cell], Comparable::Yes)) => report.cells.get(cell).cloned(),
        _ => None,
    };
    let cell = |figure: FigureForm| {
        let cell = same(&figure.id).unwrap_or_else(|| Cell::typed(0));
        (figure.id, cell)
    };
    let cells = form.figures().into_iter().map(cell).collect();
    let mut new = Report::blank(form, ORGAN, year);
    for chapter in &mut new.chapters {
        let known = chapter.id.as_deref().and_then(|id| report.chapter(id));
        if let Some(known) = known.cloned() {
            *chapter = Chapter { number: chapter.number.clone(), ..known };
        }
    }
    Report { edition: new.edition, chapters: new.chapters, cells, ..report }
}

/// The later year without its faults, for tests.
#[cfg(test)]
const SOUND: &str = include_str!("../../../../../tests/fixtures/this.md");

#[cfg(test)]
impl Session {
    /// Stores the example's two years without the planted faults and gives the later one.
    pub(crate) fn sound_example(&self) -> Result<i64, Failure> {
        let [last, this] = both_years(self.forms(), [TEXTS[0], SOUND])?;
        self.store().run(move |store| {
            let organ = organ_or_new(store, ORGAN, OrganKind::Township)?;
            find_or_create(store, organ, &last, ReportState::Published)?;
            find_or_create(store, organ, &this, ReportState::Draft)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_check::{Case, Level, Settings, check};
    use gongkai_model::form::Row;
    use gongkai_model::report::Figure;

    fn both() -> [Report; 2] {
        let forms = Forms::official();
        let [last, this] = TEXTS;
        [(last, 2024), (this, 2025)].map(|(text, year)| written(&forms, text, year).unwrap())
    }

    #[test]
    fn both_years_are_read_whole() {
        for (report, year) in both().iter().zip([2024, 2025]) {
            assert_eq!(report.organ.as_deref(), Some(ORGAN));
            assert_eq!((report.year, report.edition.as_deref()), (Some(year), Some("2021")));
            assert_eq!(report.cells.len(), 200);
            let without = report.cells.iter().filter(|(_, cell)| cell.figure.number().is_none());
            assert_eq!(without.map(|(id, _)| id.as_str()).collect::<Vec<_>>(), [""; 0]);
            assert!(report.cells.values().all(|cell| cell.figure != Figure::Unread));
            assert_eq!(report.chapters.len(), 6);
            assert!(report.document_date().is_some());
        }
    }

    #[test]
    fn it_opens_in_the_edition_of_its_year() {
        let mut editions = Forms::official().editions().to_vec();
        let mut newer = editions.last().unwrap().clone();
        (newer.id, newer.first_year, newer.links) = ("2027", 2027, Vec::new());
        let results = &mut newer.tables[1].blocks[0].rows[2].children;
        let other = results.iter_mut().find(|row| row.id == "other_handling").unwrap();
        other.children.push(Row::new("forwarded", "三（六）4", "4.转交其他机关并告知申请人"));
        editions.push(newer);
        let forms = Forms::of(editions).unwrap();
        let [_, before] = both();
        for (year, edition) in [(2026, "2021"), (2027, "2027"), (2040, "2027")] {
            let report = written(&forms, TEXTS[1], year).unwrap();
            assert_eq!((report.year, report.edition.as_deref()), (Some(year), Some(edition)));
            let form = forms.edition(edition).unwrap();
            assert_eq!(report.cells.len(), form.figures().len());
            assert_eq!(report.chapters.len(), before.chapters.len());
            for (id, cell) in &before.cells {
                assert_eq!(report.figure(id), cell.figure, "{id}");
            }
            let new = CellId::from("requests/other_handling.forwarded/total");
            assert_eq!(report.number(&new).is_some(), edition == "2027");
        }
    }

    /// What is found in the example's later year, or without the earlier one in that.
    fn found(report: &Report, last: Option<&Report>) -> Vec<(String, Level)> {
        let settings = Settings { kind: OrganKind::Township, ..Settings::default() };
        let findings = check(&Case {
            forms: &Forms::official(),
            report,
            last,
            last_unconfirmed: false,
            published: false,
            settings: &settings,
            today: None,
        });
        findings.into_iter().map(|finding| (finding.rule, finding.level)).collect()
    }

    #[test]
    fn the_example_has_a_planted_fault_of_each_level_and_no_other() {
        let [last, this] = both();
        assert!(found(&last, None).iter().all(|(_, level)| *level == Level::Hint));
        let mut grave = found(&this, Some(&last));
        let hints = grave.split_off(grave.iter().position(|one| one.1 == Level::Hint).unwrap());
        let planted = [
            ("balance", Level::Error),
            ("balance", Level::Error),
            ("requests_told", Level::Explain),
            ("in_force", Level::Explain),
        ];
        assert_eq!(grave, planted.map(|(rule, level)| (rule.to_owned(), level)));
        assert!(hints.iter().any(|(rule, _)| rule == "punctuation"), "{hints:?}");
    }

    #[test]
    fn the_report_the_other_tests_work_on_is_sound() {
        let [last, _] = both();
        let sound = written(&Forms::official(), SOUND, 2025).unwrap();
        let found = found(&sound, Some(&last));
        assert!(found.iter().all(|(_, level)| *level == Level::Hint), "{found:?}");
    }
}
