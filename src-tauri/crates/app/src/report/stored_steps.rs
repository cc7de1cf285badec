//! Steps of undo as they outlive the program: JSON, the latest first, of texts only what differs.
//!
//! Steps are read back onto a report that is just what the last of them left; onto any other one they
//! are forgotten, since taking them back would undo what nobody did.

use super::history::{History, Step, StepPlace};
use gongkai_model::form::CellId;
use gongkai_model::report::{Cell, Chapter, Report};
use gongkai_store::Texts;
use serde::{Deserialize, Serialize};

/// Bytes of the steps kept of a report: a day's work.
const MOST_BYTES: usize = 256 * 1024;

/// What differs between the texts before a step and after it, each before and after.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct TextsDiffer {
    /// All but the chapters.
    head: Option<(Texts, Texts)>,
    /// By number, where there are as many before as after.
    some: Vec<(usize, Chapter, Chapter)>,
    /// Where there are not.
    all: Option<(Vec<Chapter>, Vec<Chapter>)>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct StoredStep {
    label: String,
    place: Option<StepPlace>,
    cells: Vec<(CellId, Cell, Cell)>,
    texts: Option<TextsDiffer>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct StoredSteps {
    done: Vec<StoredStep>,
    undone: Vec<StoredStep>,
}

fn head(texts: &Texts) -> Texts {
    Texts { chapters: Vec::new(), ..texts.clone() }
}

impl TextsDiffer {
    fn of((before, after): &(Texts, Texts)) -> Self {
        let heads = (head(before), head(after));
        let pairs = || before.chapters.iter().zip(&after.chapters).enumerate();
        let same_count = before.chapters.len() == after.chapters.len();
        let some = pairs().filter(|(_, (before, after))| same_count && before != after);
        TextsDiffer {
            head: (heads.0 != heads.1).then_some(heads),
            some: some.map(|(at, (before, after))| (at, before.clone(), after.clone())).collect(),
            all: (!same_count).then(|| (before.chapters.clone(), after.chapters.clone())),
        }
    }

    /// The texts on the other side of the step; none where these are not what it left.
    fn other_side(&self, these: &Texts, back: bool) -> Option<Texts> {
        fn sides<'a, T>((before, after): (&'a T, &'a T), back: bool) -> (&'a T, &'a T) {
            if back { (after, before) } else { (before, after) }
        }
        let mut other = these.clone();
        if let Some((before, after)) = &self.head {
            let (here, there) = sides((before, after), back);
            if *here != head(these) {
                return None;
            }
            other = Texts { chapters: these.chapters.clone(), ..there.clone() };
        }
        for (at, before, after) in &self.some {
            let (here, there) = sides((before, after), back);
            let chapter = other.chapters.get_mut(*at).filter(|chapter| *chapter == here)?;
            *chapter = there.clone();
        }
        if let Some((before, after)) = &self.all {
            let (here, there) = sides((before, after), back);
            if *here != these.chapters {
                return None;
            }
            other.chapters = there.clone();
        }
        Some(other)
    }
}

/// The steps as they are kept, as many as the bound allows.
pub(crate) fn written_steps(history: &History) -> String {
    let (done, undone) = history.both();
    let mut bytes = 0;
    let mut kept = |step: &Step| {
        let step = StoredStep {
            label: step.label.to_string(),
            place: step.place.clone(),
            cells: step.cells.clone(),
            texts: step.texts.as_ref().map(TextsDiffer::of),
        };
        bytes += serde_json::to_string(&step).map_or(MOST_BYTES, |text| text.len());
        (bytes <= MOST_BYTES).then_some(step)
    };
    let steps = StoredSteps {
        done: done.map_while(&mut kept).collect(),
        undone: undone.map_while(&mut kept).collect(),
    };
    serde_json::to_string(&steps).unwrap_or_default()
}

/// The steps kept with a report, as far as they lead to what it is now.
pub(crate) fn read_steps(kept: &str, report: &Report) -> History {
    let steps: StoredSteps = serde_json::from_str(kept).unwrap_or_default();
    History::of_steps(read(steps.done, report, true), read(steps.undone, report, false))
}

fn read(steps: Vec<StoredStep>, report: &Report, back: bool) -> Vec<Step> {
    let (mut cells, mut texts) = (report.cells.clone(), Texts::of(report));
    let mut read = Vec::new();
    for StoredStep { label, place, cells: changed, texts: differ } in steps {
        for (cell, before, after) in &changed {
            let (here, there) = if back { (after, before) } else { (before, after) };
            if cells.get(cell).cloned().unwrap_or_default() != *here {
                return read;
            }
            cells.insert(cell.clone(), there.clone());
        }
        let both = match differ {
            None => None,
            Some(differ) => {
                let Some(other) = differ.other_side(&texts, back) else { return read };
                let these = std::mem::replace(&mut texts, other.clone());
                Some(if back { (other, these) } else { (these, other) })
            }
        };
        read.push(Step { label: label.into(), place, cells: changed, texts: both });
    }
    read
}
