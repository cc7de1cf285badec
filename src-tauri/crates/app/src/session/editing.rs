//! Edits of a report: put into it in memory, answered with the totals and findings that follow, and
//! left to be saved.
//!
//! **Deliberately absent**: the disk. What is edited waits in the store's queue; see `store_thread`.

use super::history::{History, Step, StepPlace};
use super::report_view::{Checked, LastSent, TextFacts, proposed_publication};
use super::{OpenReport, Refused, Session, Steps};
use crate::failure::Failure;
use crate::store_thread::StoreThread;
use gongkai_check::{Settings, Stale};
use gongkai_model::form::{CellId, Edition, Forms};
use gongkai_model::progress::ReportState;
use gongkai_model::report::{Cell, Origin, Report};
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
    /// The title as printed.
    pub full_title: String,
    /// How far the report has come.
    pub state: ReportState,
    /// When and where it was published; before that, what is proposed.
    pub publication: Publication,
}

/// What an edit is called, and which place it belongs to.
pub(super) struct StepName {
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
}

/// An open report while it is edited.
pub(super) struct Editing<'a> {
    pub id: i64,
    pub forms: &'a Forms,
    pub settings: &'a Settings,
    pub store: &'a StoreThread,
    pub report: &'a mut Arc<OpenReport>,
    pub last_sent: &'a mut LastSent,
    pub history: &'a mut History,
}

impl Session {
    /// Takes the figures brought over from last year as this year's.
    ///
    /// # Errors
    /// When the report can't be opened or is final.
    pub fn confirm_taken_over(&self, id: i64) -> Result<Edited, Failure> {
        self.edit(id, |editing| {
            let mut report = editing.copy();
            for cell in report.cells.values_mut().filter(|cell| cell.origin == Origin::TakenOver) {
                cell.origin = Origin::Typed;
            }
            editing.commit(report, StepName::once("确认结转数"))
        })
    }

    /// Does what the finding with this key offers.
    ///
    /// # Errors
    /// When the report can't be opened or is final, or the finding or its text is gone.
    pub fn apply_fix(&self, id: i64, key: &str) -> Result<Edited, Failure> {
        self.edit(id, |editing| {
            let findings = editing.report.findings(editing.forms, editing.settings);
            let fix = findings
                .into_iter()
                .find(|finding| finding.key == key)
                .and_then(|finding| finding.fix)
                .ok_or_else(|| Failure::refused("这个问题已经不在了，请看现在的问题列表。"))?;
            let mut report = editing.copy();
            fix.apply(&mut report).map_err(|Stale| {
                Failure::refused("这处文字已经改过，没有再改；请看现在的问题列表。")
            })?;
            editing.commit(report, StepName::once("一键改正"))
        })
    }

    /// Takes the last step back; nothing happens without one.
    ///
    /// # Errors
    /// When the report can't be opened or is final.
    pub fn undo(&self, id: i64) -> Result<Edited, Failure> {
        self.edit(id, |editing| {
            editing.report.writable()?;
            let step = editing.history.undo();
            editing.apply_step(step, |(cell, before, _)| (cell, before), |texts| &texts.0)
        })
    }

    /// Does the step last taken back once more; nothing happens without one.
    ///
    /// # Errors
    /// When the report can't be opened or is final.
    pub fn redo(&self, id: i64) -> Result<Edited, Failure> {
        self.edit(id, |editing| {
            editing.report.writable()?;
            let step = editing.history.redo();
            editing.apply_step(step, |(cell, _, after)| (cell, after), |texts| &texts.1)
        })
    }
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
        let Difference { cells, texts } = self.replace(report.with_quoted());
        let changed = cells.iter().map(|(cell, _, after)| (cell.clone(), after.clone())).collect();
        let worded = texts.is_some();
        if !cells.is_empty() || worded {
            let step = Step { label: name.label, place: name.place, cells, texts };
            self.history.push(step, name.going_on);
        }
        Ok(self.answer(changed, worded))
    }

    fn apply_step(
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
        let Difference { cells, texts } = self.replace(report);
        let cells = cells.into_iter().map(|(cell, _, after)| (cell, after)).collect();
        Ok(self.answer(cells, texts.is_some()))
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
            counts: None,
        };
        self.store.enqueue(self.id, change);
        Arc::make_mut(self.report).stored.report = report;
        Difference { cells, texts }
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
            full_title: stored.report.full_title(),
            state: stored.state,
            publication: proposed_publication(stored),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::session::{CellEdit, How, Session, TextEdit};
    use gongkai_check::Stale;
    use gongkai_model::form::CellId;
    use gongkai_model::place::Place;
    use gongkai_model::report::Figure;

    /// Typed key by key: what the program holds afterwards.
    fn typed(session: &Session, id: i64, texts: &[&str]) -> (Figure, usize) {
        let cell: CellId = "requests/new/natural_person".into();
        let mut refused = 0;
        for (at, text) in texts.iter().enumerate() {
            let text = (*text).to_owned();
            let edit = CellEdit { cell: cell.clone(), text, how: How::Typed };
            let edited = session.edit_cells(id, vec![edit], at > 0).unwrap();
            refused = edited.refused.len();
        }
        (session.snapshot(id).unwrap().stored.report.figure(&cell), refused)
    }

    #[test]
    fn an_edit_says_by_how_much_its_cells_differ_from_last_year_s() {
        let folder = tempfile::tempdir().unwrap();
        let session = Session::open(folder.path());
        let last = session.sound_example().unwrap();
        typed(&session, last, &["8"]);
        session.flush().unwrap();
        let open = session.snapshot(last).unwrap();
        let (organ, year) = (open.organ.id, open.stored.report.year.unwrap());
        let scope = gongkai_model::report::Scope::Own;
        let id = session.new_report(organ, year + 1, scope, true).unwrap();
        let cell: CellId = "requests/new/natural_person".into();
        let put = |text: &str| {
            let edit = CellEdit { cell: cell.clone(), text: text.to_owned(), how: How::Typed };
            session.edit_cells(id, vec![edit], false).unwrap().differences.get(&cell).cloned()
        };
        assert_eq!(put("11").as_deref(), Some("+3"));
        let opened = session.report_view(id).unwrap();
        assert_eq!(opened.differences[&cell], "+3");
        assert_eq!(opened.year_before, Some(year));
        assert_eq!(put("6").as_deref(), Some("−2"));
        assert_eq!(put("8").as_deref(), Some(""));
        assert_eq!(put("").as_deref(), Some(""));
    }

    #[test]
    fn an_entry_that_is_no_figure_leaves_the_old_one_and_its_totals() {
        let folder = tempfile::tempdir().unwrap();
        let session = Session::open(folder.path());
        let id = session.sound_example().unwrap();
        let total = || {
            let total = "requests/new/total".into();
            session.snapshot(id).unwrap().stored.report.figure(&total)
        };
        assert_eq!(typed(&session, id, &["8"]), (8.into(), 0));
        let before = total();
        assert_eq!(typed(&session, id, &["4", "45", "45.", "45.5"]), (8.into(), 1));
        assert_eq!(total(), before);
        assert_eq!(typed(&session, id, &["-", "-3"]), (8.into(), 1));
        // Mended, it is taken; Esc takes back this entry and nothing before it.
        assert_eq!(typed(&session, id, &["4", "4x", "4", "47"]), (47.into(), 0));
        session.undo(id).unwrap();
        assert_eq!(total(), before);
        typed(&session, id, &["-", "-3"]);
        session.undo(id).unwrap();
        assert_eq!(total(), before);
        // The very figure that stands there is an entry, too.
        typed(&session, id, &["8"]);
        session.undo(id).unwrap();
        assert_eq!(total(), before);
    }

    #[test]
    fn a_fix_goes_to_its_own_place_and_not_into_changed_text() {
        let folder = tempfile::tempdir().unwrap();
        let session = Session::open(folder.path());
        let id = session.sound_example().unwrap();
        let text = "促销费用由企业承担，举办促销费活动,又办促销费活动,共两次。";
        let edit = |text: &str| TextEdit::After { chapter: 5, text: text.to_owned() };
        session.edit_text(id, edit(text), false).unwrap();
        let paragraph = |session: &Session| {
            let report = session.snapshot(id).unwrap().stored.report.clone();
            report.chapters[5].paragraphs[0].clone()
        };
        let found = |rule: &str| {
            let mut found = session.findings(id).unwrap();
            found.retain(|finding| {
                finding.rule == rule && finding.place == Some(Place::chapter("other"))
            });
            found
        };
        let both = found("wrong_characters");
        assert_eq!(both.len(), 2);
        session.apply_fix(id, &both[1].key).unwrap();
        assert_eq!(paragraph(&session), text.replace("又办促销费", "又办促消费"));
        // Two places of one fix, each moved by none of the others.
        let marks = found("punctuation").remove(0);
        session.apply_fix(id, &marks.key).unwrap();
        assert_eq!(paragraph(&session).matches('，').count(), 3);
        assert!(!paragraph(&session).contains(','));

        let fix = found("wrong_characters").remove(0).fix.unwrap();
        session.edit_text(id, edit("新的文字。"), false).unwrap();
        let mut report = session.snapshot(id).unwrap().stored.report.clone();
        assert_eq!(fix.apply(&mut report), Err(Stale));
        assert_eq!(report.chapters[5].paragraphs, ["新的文字。"]);
    }
}
