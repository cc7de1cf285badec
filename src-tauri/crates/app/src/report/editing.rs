//! Edits of a report: put into it in memory, answered with the totals and findings that follow, and
//! left to be saved.
//!
//! **Deliberately absent**: the disk. What is edited waits in the store's queue; see `store_thread`.

use super::cell_entry::Refused;
use super::checked::{Checked, LastSent};
use super::history::{History, Step, StepPlace, Steps};
use super::open_report::OpenReport;
use super::report_view::{FormView, TextFacts, proposed_publication};
use super::review_status::ReviewStatus;
use super::stored_steps::written_steps;
use crate::failure::Failure;
use crate::store_thread::StoreThread;
use gongkai_check::Settings;
use gongkai_model::form::{CellId, Edition, Forms};
use gongkai_model::progress::ReportState;
use gongkai_model::report::{Cell, Report};
use gongkai_store::{Change, Counts, Publication, Texts};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use ts_rs::TS;

/// The answer to an edit.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Edited {
    /// Every cell that is different now, totals too.
    pub cells: BTreeMap<CellId, Cell>,
    /// Of these cells, by how much each differs from last year's, `+3` or `−3`; empty where it does not.
    pub differences: BTreeMap<CellId, String>,
    /// What was typed and not taken.
    pub refused: Vec<Refused>,
    /// One sentence about a paste that did not go in as it was.
    pub said: Option<String>,
    /// The findings, those the window knows by their keys only.
    pub checked: Checked,
    /// What is known of the texts, when they changed.
    pub texts: Option<Vec<TextFacts>>,
    /// What undo and redo would do now.
    pub steps: Steps,
    /// The whole report, when more than cells changed.
    pub report: Option<Report>,
    /// The form, when a row it does not have came into the report or left it.
    pub form: Option<FormView>,
    /// The title as printed.
    pub full_title: String,
    /// How far the report has come.
    pub state: ReportState,
    /// When and where it was published; before that, what is proposed.
    pub publication: Publication,
    /// Whether it is out for review, and how it differs from what was sent.
    pub review: Option<ReviewStatus>,
}

/// What an edit is called, and which place it belongs to.
pub(crate) struct StepName {
    label: &'static str,
    place: Option<StepPlace>,
    /// More of what was begun at the same place.
    going_on: bool,
}

impl StepName {
    pub fn once(label: &'static str) -> Self {
        StepName { label, place: None, going_on: false }
    }

    pub fn at(label: &'static str, place: StepPlace, going_on: bool) -> Self {
        StepName { label, place: Some(place), going_on }
    }
}

/// Cells and texts that differ, each before and after.
struct Difference {
    cells: Vec<(CellId, Cell, Cell)>,
    texts: Option<(Texts, Texts)>,
    /// The report has other rows than before.
    rows: bool,
}

/// An open report while it is edited.
pub(crate) struct Editing<'a> {
    pub id: i64,
    pub forms: &'a Forms,
    pub settings: &'a Settings,
    pub store: &'a StoreThread,
    pub report: &'a mut Arc<OpenReport>,
    pub last_sent: &'a mut LastSent,
    pub history: &'a mut History,
}

impl Editing<'_> {
    /// The report as it stands, to be changed.
    pub fn copy(&self) -> Report {
        self.report.stored.report.clone()
    }

    pub fn edition(&self) -> Option<&Edition> {
        self.report.edition(self.forms)
    }

    /// Computes the totals, notes what differs for the store and for undo.
    pub fn commit(&mut self, report: Report, name: StepName) -> Result<Edited, Failure> {
        self.report.writable()?;
        let mut report = match report.edition_in(self.forms) {
            Some(edition) => report.with_totals(edition),
            None => report,
        };
        for (chapter, held) in report.chapters.iter_mut().zip(&self.report.stored.report.chapters) {
            if chapter.quoted == held.quoted && chapter.paragraphs != held.paragraphs {
                chapter.follow(held);
            }
        }
        self.commit_as_it_is(report.with_quoted(), name)
    }

    /// Notes what differs for the store and for undo; nothing is computed anew.
    pub fn commit_as_it_is(&mut self, report: Report, name: StepName) -> Result<Edited, Failure> {
        self.report.writable()?;
        let Difference { cells, texts, rows } = self.replace(report);
        let changed = cells.iter().map(|(cell, _, after)| (cell.clone(), after.clone())).collect();
        let worded = texts.is_some();
        if !cells.is_empty() || worded {
            let step = Step { label: name.label.into(), place: name.place, cells, texts };
            self.history.push(step, name.going_on);
        }
        Ok(Edited { form: self.form_view(rows), ..self.answer(changed, worded) })
    }

    pub fn apply_step(
        &mut self,
        step: Option<Step>,
        cell: impl Fn(&(CellId, Cell, Cell)) -> (&CellId, &Cell),
        texts: impl Fn(&(Texts, Texts)) -> &Texts,
    ) -> Result<Edited, Failure> {
        let Some(step) = step else { return Ok(self.answer(BTreeMap::new(), false)) };
        let mut report = self.copy();
        for (cell, held) in step.cells.iter().map(cell) {
            report.cells.insert(cell.clone(), held.clone());
        }
        if let Some(both) = &step.texts {
            texts(both).clone().write_into(&mut report);
        }
        let Difference { cells, texts, rows } = self.replace(report);
        let cells = cells.into_iter().map(|(cell, _, after)| (cell, after)).collect();
        Ok(Edited { form: self.form_view(rows), ..self.answer(cells, texts.is_some()) })
    }

    /// Puts a report in the place of the open one and leaves the differences to be saved.
    fn replace(&mut self, report: Report) -> Difference {
        let held = &self.report.stored.report;
        let before = |cell: &CellId| held.cells.get(cell).cloned().unwrap_or_default();
        let cells: Vec<(CellId, Cell, Cell)> = report
            .cells
            .iter()
            .filter(|(cell, after)| before(cell) != **after)
            .map(|(cell, after)| (cell.clone(), before(cell), after.clone()))
            .collect();
        let (was, is) = (Texts::of(held), Texts::of(&report));
        let texts = (was != is).then_some((was, is));
        let change = Change {
            cells: cells.iter().map(|(id, _, after)| (id.clone(), after.clone())).collect(),
            texts: texts.as_ref().map(|(_, is)| is.clone()),
            ..Change::default()
        };
        self.store.enqueue(self.id, change);
        let extra = |report: &Report| report.edition_in(self.forms).map(|edition| &edition.extra);
        let rows = extra(held) != extra(&report);
        Arc::make_mut(self.report).stored.report = report;
        Difference { cells, texts, rows }
    }

    fn form_view(&self, changed: bool) -> Option<FormView> {
        self.edition().filter(|_| changed).map(FormView::of)
    }

    /// Checks the report anew; the start page's counts follow.
    pub fn check(&mut self) -> Checked {
        let checked = self.report.check(self.forms, self.settings);
        let Checked { errors, explains, unfilled, .. } = checked;
        let counts = Some(Counts { errors, explains, unfilled });
        self.store.enqueue(self.id, Change { counts, ..Change::default() });
        checked
    }

    /// The same, without the findings the window has been sent already.
    pub fn check_delta(&mut self) -> Checked {
        let checked = self.check();
        self.last_sent.delta(checked)
    }

    /// What the window is sent after an edit; `worded`: texts changed.
    pub fn answer(&mut self, cells: BTreeMap<CellId, Cell>, worded: bool) -> Edited {
        if !cells.is_empty() || worded {
            let history = self.history.clone();
            self.store.enqueue_steps(self.id, move || written_steps(&history));
        }
        let checked = self.check_delta();
        let stored = &self.report.stored;
        let mut all = match cells.is_empty() {
            true => BTreeMap::new(),
            false => self.report.differences(self.forms),
        };
        let differences =
            cells.keys().map(|cell| (cell.clone(), all.remove(cell).unwrap_or_default())).collect();
        Edited {
            cells,
            differences,
            refused: Vec::new(),
            said: None,
            checked,
            texts: worded.then(|| self.report.text_facts(self.forms)),
            steps: self.history.steps(),
            report: worded.then(|| stored.report.clone()),
            form: None,
            full_title: stored.report.full_title(),
            state: stored.state,
            publication: proposed_publication(stored),
            review: self.report.review_status(),
        }
    }
}
