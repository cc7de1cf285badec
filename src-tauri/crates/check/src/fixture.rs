//! Reports of our own making for the rules' tests, changed one thing at a time.

use super::{Case, Finding, Settings, check, rules};
use chrono::NaiveDate;
use gongkai_model::form::{CellId, Forms};
use gongkai_model::report::{Cell, Chapter, Figure, Origin, Report};
use std::str::FromStr;

#[derive(Clone)]
pub(super) struct Fixture {
    forms: Forms,
    pub(super) report: Report,
    last: Option<Report>,
    unconfirmed: bool,
    published: bool,
    pub(super) settings: Settings,
    today: Option<NaiveDate>,
}

impl Fixture {
    /// An empty report of this edition, of the first year the edition is for.
    pub(super) fn new(edition: &str) -> Self {
        let forms = Forms::official();
        let form = forms.edition(edition).unwrap();
        let report = Report::blank(form, "青铜镇人民政府", form.first_year);
        Fixture {
            report,
            forms,
            last: None,
            unconfirmed: false,
            published: false,
            settings: Settings::default(),
            today: None,
        }
    }

    /// 3259 requests and 77 of the year before; 3278 handled, 58 carried over.
    pub(super) fn busy_year() -> Self {
        Fixture::new("2021")
            .set("requests/new/total", 3259)
            .set("requests/carried_in/total", 77)
            .set("requests/total/total", 3278)
            .set("requests/carried_out/total", 58)
    }

    pub(super) fn set(self, cell: &str, number: i64) -> Self {
        self.cell(cell, Cell::typed(number))
    }

    pub(super) fn set_decimal(self, cell: &str, number: &str) -> Self {
        let number = rust_decimal::Decimal::from_str(number).unwrap();
        self.cell(cell, Cell::typed(Figure::Number(number)))
    }

    pub(super) fn blank(self, cell: &str) -> Self {
        self.cell(cell, Cell::default())
    }

    pub(super) fn unread(self, cell: &str) -> Self {
        let cell_of_file = Cell { figure: Figure::Unread, note: None, origin: Origin::Imported };
        self.cell(cell, cell_of_file)
    }

    fn cell(mut self, id: &str, cell: Cell) -> Self {
        let id = CellId::from(id);
        assert!(self.report.cells.contains_key(&id), "{id}");
        self.report.cells.insert(id, cell);
        self
    }

    /// Every cell 0.
    pub(super) fn zeros(mut self) -> Self {
        self.report.cells.values_mut().for_each(|cell| *cell = Cell::typed(0));
        self
    }

    pub(super) fn totals(mut self) -> Self {
        let edition = self.report.edition.clone().unwrap();
        for equation in self.forms.edition(&edition).unwrap().equations() {
            if equation.computes {
                let total = &equation.right[0].cell;
                self.report.cells.get_mut(total).unwrap().origin = Origin::Computed;
            }
        }
        self.report = self.report.with_totals(self.forms.edition(&edition).unwrap());
        self
    }

    /// The paragraphs of a chapter.
    pub(super) fn text(mut self, chapter: &str, paragraphs: &[&str]) -> Self {
        let chapter = self.chapter(chapter);
        chapter.paragraphs = paragraphs.iter().map(|paragraph| (*paragraph).to_owned()).collect();
        self
    }

    pub(super) fn chapter(&mut self, id: &str) -> &mut Chapter {
        let of = |chapter: &&mut Chapter| chapter.id.as_deref() == Some(id);
        self.report.chapters.iter_mut().find(of).unwrap()
    }

    /// An empty report of the year before.
    pub(super) fn last(mut self, edition: &str) -> Self {
        let year = self.report.year.unwrap();
        let form = self.forms.edition(edition).unwrap();
        self.last = Some(Report::blank(form, "青铜镇人民政府", year - 1));
        self
    }

    /// A report of the year before with every cell 0.
    pub(super) fn last_zeros(self, edition: &str) -> Self {
        let mut fixture = self.last(edition);
        let last = fixture.last.as_mut().unwrap();
        last.cells.values_mut().for_each(|cell| *cell = Cell::typed(0));
        fixture
    }

    /// The paragraphs of a chapter of last year's.
    pub(super) fn text_last(mut self, id: &str, paragraphs: &[&str]) -> Self {
        let of = |chapter: &&mut Chapter| chapter.id.as_deref() == Some(id);
        let chapter = self.last.as_mut().unwrap().chapters.iter_mut().find(of).unwrap();
        chapter.paragraphs = paragraphs.iter().map(|paragraph| (*paragraph).to_owned()).collect();
        self
    }

    pub(super) fn set_last(mut self, cell: &str, number: i64) -> Self {
        self.last.as_mut().unwrap().cells.insert(cell.into(), Cell::typed(number));
        self
    }

    pub(super) fn unconfirmed(mut self) -> Self {
        self.unconfirmed = true;
        self
    }

    pub(super) fn published(mut self) -> Self {
        self.published = true;
        self
    }

    pub(super) fn today(mut self, day: NaiveDate) -> Self {
        self.today = Some(day);
        self
    }

    /// Takes every fix of these findings.
    pub(super) fn fix(mut self, findings: &[Finding]) -> Self {
        for fix in findings.iter().filter_map(|finding| finding.fix.as_ref()) {
            fix.apply(&mut self.report).unwrap();
        }
        self
    }

    pub(super) fn all(&self) -> Vec<Finding> {
        check(&Case {
            forms: &self.forms,
            report: &self.report,
            last: self.last.as_ref(),
            last_unconfirmed: self.unconfirmed,
            published: self.published,
            settings: &self.settings,
            today: self.today,
        })
    }

    /// What one rule finds.
    pub(super) fn of(&self, rule: &str) -> Vec<Finding> {
        assert!(rules().iter().any(|known| known.name == rule), "{rule}");
        let mut found = self.all();
        found.retain(|finding| finding.rule == rule);
        found
    }
}
