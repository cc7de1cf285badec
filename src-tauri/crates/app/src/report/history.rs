//! Steps of undo for one report: no more than [`MOST_STEPS`] of them, and no more than [`MOST_BYTES`]
//! of what they hold. Those that outlive the program are written by `stored_steps`.

use gongkai_model::form::CellId;
use gongkai_model::report::Cell;
use gongkai_store::Texts;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::VecDeque;
use std::sync::Arc;
use ts_rs::TS;

/// The place an edit is typed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StepPlace {
    Cell(CellId),
    Title,
    Preface,
    Signature,
    Date,
    /// Before the table of the chapter with this number in the report, from 0.
    BeforeTable(usize),
    AfterTable(usize),
}

/// One step: what an edit changed, before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What the button says: `填数`, `粘贴`.
    pub label: Cow<'static, str>,
    /// An edit of the same place that goes on belongs to the same step.
    pub place: Option<StepPlace>,
    pub cells: Vec<(CellId, Cell, Cell)>,
    pub texts: Option<(Texts, Texts)>,
}

/// What undo and redo would do now; none when there is nothing to do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct Steps {
    /// What the button to undo says.
    pub undo: Option<String>,
    /// What the button to redo says.
    pub redo: Option<String>,
}

/// More steps than a working day has.
const MOST_STEPS: usize = 2000;
/// Bytes of cells and texts in the steps of one report. A report's texts are some ten thousand; each
/// step on a text has them twice.
const MOST_BYTES: usize = 32 * 1024 * 1024;

#[derive(Clone, Debug, Default)]
pub struct History {
    done: VecDeque<Arc<Step>>,
    undone: Vec<Arc<Step>>,
    /// Of both.
    bytes: usize,
}

impl History {
    /// Notes a step; with `going_on` an edit of the same place is added to the last one.
    pub fn push(&mut self, step: Step, going_on: bool) {
        self.bytes -= self.undone.drain(..).map(|step| step.bytes()).sum::<usize>();
        let same_place = |last: &Step| going_on && step.place.is_some() && last.place == step.place;
        if let Some(mut last) = self.done.pop_back() {
            self.bytes -= last.bytes();
            if same_place(&last) {
                Arc::make_mut(&mut last).absorb(step);
                return self.keep(last);
            }
            // What was begun and changed nothing is nothing to take back once there is more.
            if !last.changes_nothing() {
                self.keep(last);
            }
        }
        self.keep(Arc::new(step));
    }

    /// Adds a step; the earliest are forgotten beyond the bounds, the last one never.
    fn keep(&mut self, step: Arc<Step>) {
        self.bytes += step.bytes();
        self.done.push_back(step);
        while self.done.len() > MOST_STEPS || (self.bytes > MOST_BYTES && self.done.len() > 1) {
            let Some(first) = self.done.pop_front() else { break };
            self.bytes -= first.bytes();
        }
    }

    /// The last step, if it is the one of this place.
    pub fn of(&self, place: &StepPlace) -> Option<&Step> {
        self.done.back().map(|last| &**last).filter(|last| last.place.as_ref() == Some(place))
    }

    /// Takes the last step back: it is given out and waits for redo.
    pub fn undo(&mut self) -> Option<Step> {
        let step = self.done.pop_back()?;
        self.undone.push(step.clone());
        Some(Arc::unwrap_or_clone(step))
    }

    /// Does the step last taken back once more.
    pub fn redo(&mut self) -> Option<Step> {
        let step = self.undone.pop()?;
        self.done.push_back(step.clone());
        Some(Arc::unwrap_or_clone(step))
    }

    pub fn steps(&self) -> Steps {
        let label = |step: &Arc<Step>| step.label.to_string();
        Steps { undo: self.done.back().map(label), redo: self.undone.last().map(label) }
    }

    /// The steps done, the last first, and those taken back, the one that comes next first.
    pub fn both(&self) -> (impl Iterator<Item = &Step>, impl Iterator<Item = &Step>) {
        (self.done.iter().rev().map(|step| &**step), self.undone.iter().rev().map(|step| &**step))
    }

    /// A history of these steps, each list as [`History::both`] gives it.
    pub fn of_steps(done: Vec<Step>, undone: Vec<Step>) -> Self {
        let bytes = done.iter().chain(&undone).map(Step::bytes).sum();
        let rev = |steps: Vec<Step>| steps.into_iter().rev().map(Arc::new);
        History { done: rev(done).collect(), undone: rev(undone).collect(), bytes }
    }
}

impl Step {
    /// What it takes in memory, but for a few words a cell.
    fn bytes(&self) -> usize {
        let cell = |(id, before, after): &(CellId, Cell, Cell)| {
            let note = |cell: &Cell| cell.note.as_ref().map_or(0, String::len);
            size_of::<(CellId, Cell, Cell)>() + id.as_str().len() + note(before) + note(after)
        };
        let texts = |(before, after): &(Texts, Texts)| text_bytes(before) + text_bytes(after);
        let cells: usize = self.cells.iter().map(cell).sum();
        size_of::<Step>() + cells + self.texts.as_ref().map_or(0, texts)
    }

    fn changes_nothing(&self) -> bool {
        self.texts.is_none() && self.cells.iter().all(|(_, before, after)| before == after)
    }

    fn absorb(&mut self, later: Step) {
        for (cell, before, after) in later.cells {
            match self.cells.iter_mut().find(|(held, ..)| *held == cell) {
                Some(held) => held.2 = after,
                None => self.cells.push((cell, before, after)),
            }
        }
        self.texts = match (self.texts.take(), later.texts) {
            (Some((before, _)), Some((_, after))) => Some((before, after)),
            (held, later) => held.or(later),
        };
    }
}

fn text_bytes(texts: &Texts) -> usize {
    let Texts { title, preface, chapters, signature, date } = texts;
    let lines = chapters.iter().flat_map(|chapter| {
        [&chapter.number, &chapter.heading].into_iter().chain(&chapter.paragraphs)
    });
    let single = [title, signature, date].into_iter().flatten();
    size_of::<Texts>() + lines.chain(preface).chain(single).map(String::len).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(place: &str, before: i64, after: i64) -> Step {
        let cell = "requests/new/natural_person".into();
        Step {
            label: "填数".into(),
            place: Some(StepPlace::Cell(place.into())),
            cells: vec![(cell, Cell::typed(before), Cell::typed(after))],
            texts: None,
        }
    }

    /// A step on a text of a million bytes.
    fn long_step(chapter: usize) -> Step {
        let text =
            |letter: &str| Texts { preface: vec![letter.repeat(500_000)], ..Texts::default() };
        Step {
            label: "改文字".into(),
            place: Some(StepPlace::AfterTable(chapter)),
            cells: Vec::new(),
            texts: Some((text("a"), text("b"))),
        }
    }

    #[test]
    fn the_earliest_steps_are_forgotten_beyond_the_bounds() {
        let mut history = History::default();
        for number in 0..MOST_STEPS + 5 {
            history.push(step(&format!("requests/{number}"), 0, 1), false);
        }
        assert_eq!(history.done.len(), MOST_STEPS);

        let mut history = History::default();
        for chapter in 0..100 {
            history.push(long_step(chapter), false);
            assert!(history.bytes <= MOST_BYTES);
        }
        let kept = history.done.len();
        assert!((20..40).contains(&kept), "{kept}");
        assert_eq!(history.undo().unwrap(), long_step(99));
        history.redo();
        // Taken back and overtaken, they are not counted any more.
        for _ in 0..kept {
            history.undo();
        }
        history.push(step("a", 0, 1), false);
        assert_eq!(history.bytes, history.done[0].bytes());
    }

    #[test]
    fn a_step_larger_than_the_bound_can_be_taken_back() {
        let mut history = History::default();
        let texts =
            |letter: &str| Texts { preface: vec![letter.repeat(MOST_BYTES)], ..Texts::default() };
        let step = Step { texts: Some((texts("a"), texts("b"))), ..long_step(0) };
        history.push(step.clone(), false);
        assert!(history.undo() == Some(step));
    }

    #[test]
    fn typing_on_in_one_place_is_one_step() {
        let mut history = History::default();
        history.push(step("a", 0, 1), false);
        history.push(step("a", 1, 12), true);
        let undone = history.undo().unwrap();
        assert_eq!(undone.cells[0].1, Cell::typed(0));
        assert_eq!(undone.cells[0].2, Cell::typed(12));
        assert_eq!(history.undo(), None);
        assert_eq!(history.redo(), Some(undone));
    }

    #[test]
    fn another_place_or_a_new_beginning_is_another_step() {
        let mut history = History::default();
        history.push(step("a", 0, 1), false);
        history.push(step("b", 0, 1), true);
        history.push(step("b", 1, 2), false);
        for _ in 0..3 {
            assert!(history.undo().is_some());
        }
        assert_eq!(history.steps().undo, None);
    }

    #[test]
    fn a_new_step_forgets_what_was_taken_back() {
        let mut history = History::default();
        history.push(step("a", 0, 1), false);
        history.undo();
        assert!(history.steps().redo.is_some());
        history.push(step("a", 0, 2), true);
        assert_eq!(history.steps().redo, None);
        assert!(history.redo().is_none());
    }
}
