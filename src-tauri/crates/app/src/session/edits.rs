//! Edits of the whole report: what was taken over, what a finding offers, undo and redo.

use super::Session;
use crate::failure::Failure;
use crate::report::{Edited, StepName};
use gongkai_check::Stale;
use gongkai_model::report::Origin;

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

#[cfg(test)]
mod tests {
    use crate::report::{CellEdit, How};
    use crate::session::{Session, TextEdit};
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

    #[test]
    fn steps_of_undo_survive_the_end_of_the_program() {
        let folder = tempfile::tempdir().unwrap();
        let session = Session::open(folder.path());
        let id = session.sound_example().unwrap();
        let report = |session: &Session| session.snapshot(id).unwrap().stored.report.clone();
        let before = report(&session);
        typed(&session, id, &["8"]);
        let edit = |text: &str| TextEdit::After { chapter: 5, text: text.to_owned() };
        session.edit_text(id, edit("第一句。"), false).unwrap();
        let halfway = report(&session);
        session.edit_text(id, edit("第二句。"), false).unwrap();
        typed(&session, id, &["9"]);
        session.undo(id).unwrap();
        let after = report(&session);
        session.flush().unwrap();
        drop(session);

        let session = Session::open(folder.path());
        assert_eq!(report(&session), after);
        let steps = session.report_view(id).unwrap().steps;
        assert!(steps.undo.is_some() && steps.redo.is_some());
        session.redo(id).unwrap();
        let cell = "requests/new/natural_person".into();
        assert_eq!(report(&session).figure(&cell), 9.into());
        session.undo(id).unwrap();
        assert_eq!(report(&session), after);
        session.undo(id).unwrap();
        assert_eq!(report(&session), halfway);
        session.undo(id).unwrap();
        session.undo(id).unwrap();
        assert_eq!(report(&session), before);
        session.redo(id).unwrap();
        session.flush().unwrap();
        drop(session);

        // What was changed by another way is not undone by steps that know nothing of it.
        let mut store = gongkai_store::Store::open(folder.path()).unwrap();
        let cells = [(cell.clone(), gongkai_model::report::Cell::typed(4711))].into();
        store.keep(id, &gongkai_store::Change { cells, ..Default::default() }).unwrap();
        drop(store);
        let session = Session::open(folder.path());
        assert_eq!(session.report_view(id).unwrap().steps.undo, None);
    }
}
