//! Steps of undo for one report, kept while the program runs.

use gongkai_model::form::CellId;
use gongkai_model::report::Cell;
use gongkai_store::Texts;
use serde::Serialize;
use ts_rs::TS;

/// One step: what an edit changed, before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What the button says: `填数`, `粘贴`.
    pub label: &'static str,
    /// An edit of the same place that goes on belongs to the same step.
    pub place: Option<String>,
    pub cells: Vec<(CellId, Cell, Cell)>,
    pub texts: Option<(Texts, Texts)>,
}

/// What undo and redo would do now; none when there is nothing to do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct Steps {
    pub undo: Option<String>,
    pub redo: Option<String>,
}

/// More steps than a working day has.
const MOST: usize = 2000;

#[derive(Clone, Debug, Default)]
pub struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
}

impl History {
    /// Notes a step; with `going_on` an edit of the same place is added to the last one.
    pub fn push(&mut self, step: Step, going_on: bool) {
        self.undone.clear();
        if let Some(last) = self.done.last_mut()
            && going_on
            && step.place.is_some()
            && last.place == step.place
        {
            return last.absorb(step);
        }
        // What was begun and changed nothing is nothing to take back once there is more.
        if self.done.last().is_some_and(Step::changes_nothing) {
            self.done.pop();
        }
        if self.done.len() == MOST {
            self.done.remove(0);
        }
        self.done.push(step);
    }

    /// The last step, if it is the one of this place.
    pub fn of(&self, place: &str) -> Option<&Step> {
        self.done.last().filter(|last| last.place.as_deref() == Some(place))
    }

    /// Takes the last step back: it is given out and waits for redo.
    pub fn undo(&mut self) -> Option<Step> {
        let step = self.done.pop()?;
        self.undone.push(step.clone());
        Some(step)
    }

    /// Does the step last taken back once more.
    pub fn redo(&mut self) -> Option<Step> {
        let step = self.undone.pop()?;
        self.done.push(step.clone());
        Some(step)
    }

    pub fn steps(&self) -> Steps {
        let label = |step: &Step| step.label.to_owned();
        Steps { undo: self.done.last().map(label), redo: self.undone.last().map(label) }
    }
}

impl Step {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn step(place: &str, before: i64, after: i64) -> Step {
        let cell = "requests/new/natural_person".into();
        Step {
            label: "填数",
            place: Some(place.to_owned()),
            cells: vec![(cell, Cell::typed(before), Cell::typed(after))],
            texts: None,
        }
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
