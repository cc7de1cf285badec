//! How far a report has come, and what comes next.

use super::finding_line::FindingLine;
use gongkai_check::Level;
use gongkai_model::form::{CellId, Edition};
use gongkai_model::place::Place;
use gongkai_model::progress::ReportState;
use gongkai_model::report::{Cell, Chapter, Origin, Report};
use serde::Serialize;
use std::collections::BTreeSet;
use ts_rs::TS;

/// Where a link of the progress leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Goal {
    Cell {
        /// The chapter its table stands in.
        place: Place,
        cell: CellId,
    },
    /// What is to be written there.
    Text {
        place: Place,
    },
    Finding {
        key: String,
    },
    Finalise,
    Print,
}

/// What comes next, as a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct NextStep {
    /// `填第三章的表`
    pub what: String,
    /// Where the link leads.
    pub goal: Goal,
}

/// How far a report has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Progress {
    /// Cells with a figure, of those the user fills in; totals the program computes are not counted.
    pub filled: u32,
    /// Cells the user fills in.
    pub cells: u32,
    /// Chapters that are written, of all; one with a table is when its cells are filled.
    pub written: u32,
    /// Chapters of the report.
    pub chapters: u32,
    /// The first cell without a figure.
    pub blank: Option<Goal>,
    /// The first chapter that is not written.
    pub unwritten: Option<Goal>,
    /// The finding to be looked at first: what is wrong, then what is missing, then what wants a
    /// reason.
    pub first: Option<Goal>,
    /// None when nothing is left to do here.
    pub next: Option<NextStep>,
}

impl Progress {
    /// How far a report has come, given what the rules found in it.
    pub fn of(
        report: &Report,
        edition: Option<&Edition>,
        state: ReportState,
        lines: &[FindingLine],
    ) -> Self {
        let cells = edition.map(to_be_filled).unwrap_or_default();
        let is_filled = |cell: &CellId| report.figure(cell).number().is_some();
        let blank = |table: Option<&str>| {
            let mut cells = cells.iter();
            cells.find(|cell| table.is_none_or(|t| cell.table() == t) && !is_filled(cell))
        };
        let table_of = |chapter: &Chapter| {
            let form = edition?.chapter(chapter.id.as_deref()?)?;
            form.table
        };
        let is_written = |chapter: &Chapter| match table_of(chapter) {
            Some(table) => blank(Some(table)).is_none(),
            None => chapter.paragraphs.iter().any(|line| !line.trim().is_empty()),
        };
        let chapters = report.chapters.iter().enumerate();
        let unwritten = chapters.clone().find(|(_, chapter)| !is_written(chapter));
        let blank = blank(None).map(|cell| Goal::Cell {
            place: chapters
                .clone()
                .find(|(_, chapter)| table_of(chapter) == Some(cell.table()))
                .map_or_else(
                    || Place::chapter(cell.table()),
                    |(at, _)| report.place_of_chapter(at),
                ),
            cell: cell.clone(),
        });
        let mut progress = Progress {
            filled: cells.iter().filter(|cell| is_filled(cell)).count() as u32,
            cells: cells.len() as u32,
            written: chapters.filter(|(_, chapter)| is_written(chapter)).count() as u32,
            chapters: report.chapters.len() as u32,
            blank,
            unwritten: unwritten.map(|(at, _)| Goal::Text { place: report.place_of_chapter(at) }),
            first: first(lines),
            next: None,
        };
        progress.next = progress.next_step(report, state);
        progress
    }

    fn next_step(&self, report: &Report, state: ReportState) -> Option<NextStep> {
        let step = |what: &str, goal: Goal| Some(NextStep { what: what.to_owned(), goal });
        let number = |goal: &Goal| {
            let (Goal::Cell { place, .. } | Goal::Text { place }) = goal else { return "" };
            let chapter = report.chapter_at(place).and_then(|at| report.chapters.get(at));
            chapter.map_or("", |chapter| chapter.number.as_str())
        };
        match state {
            ReportState::Imported | ReportState::Published => return None,
            ReportState::Final => return step("印制", Goal::Print),
            ReportState::Draft => {}
        }
        if let Some(goal) = &self.blank {
            return step(&format!("填第{}章的表", number(goal)), goal.clone());
        }
        if let Some(goal) = &self.unwritten {
            return step(&format!("写第{}章", number(goal)), goal.clone());
        }
        let taken = |(_, cell): &(&CellId, &Cell)| {
            cell.origin == Origin::TakenOver && cell.figure.number().is_some()
        };
        if let Some(goal) = &self.first {
            return step("处理列出的问题", goal.clone());
        }
        if let Some((cell, _)) = report.cells.iter().find(taken) {
            let place = Place::chapter("requests");
            return step("确认结转数", Goal::Cell { place, cell: cell.clone() });
        }
        if report.signature.is_none() || report.date.is_none() {
            return step("写落款", Goal::Text { place: Place::Signature });
        }
        step("定稿", Goal::Finalise)
    }
}

/// The cells of an edition the user fills in.
fn to_be_filled(edition: &Edition) -> Vec<CellId> {
    let equations = edition.equations();
    let totals: BTreeSet<&CellId> = equations
        .iter()
        .filter(|equation| equation.computes)
        .flat_map(|equation| equation.right.iter().map(|term| &term.cell))
        .collect();
    let figures = edition.figures().into_iter().map(|figure| figure.id);
    figures.filter(|cell| !totals.contains(cell)).collect()
}

/// What is wrong, then what is not filled in, then what wants a reason.
fn first(lines: &[FindingLine]) -> Option<Goal> {
    let of = |level: Level, unfilled: bool| {
        let open = |line: &&FindingLine| {
            let finding = &line.finding;
            !line.settled && finding.level == level && finding.unfilled == unfilled
        };
        lines.iter().find(open)
    };
    let line = of(Level::Error, false)
        .or_else(|| of(Level::Error, true))
        .or_else(|| of(Level::Explain, false));
    line.map(|line| Goal::Finding { key: line.finding.key.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::{Session, TextEdit};
    use gongkai_model::organ::OrganKind;
    use gongkai_model::report::Scope;

    #[test]
    fn a_new_report_begins_with_its_first_table() {
        let folder = tempfile::tempdir().unwrap();
        let session = Session::open(folder.path());
        let organ = session.add_organ("白石乡人民政府", OrganKind::Township, false).unwrap();
        let id = session.new_report(organ, 2025, Scope::Own, true).unwrap();
        let progress = session.check(id).unwrap().progress;
        assert_eq!((progress.filled, progress.written, progress.chapters), (0, 0, 6));
        assert!(progress.cells > 150, "{progress:?}");
        let next = progress.next.unwrap();
        assert_eq!(next.what, "填第二章的表");
        assert_eq!(Some(next.goal), progress.blank);
        let unwritten = Goal::Text { place: Place::chapter("overview") };
        assert_eq!(progress.unwritten, Some(unwritten));
    }

    #[test]
    fn a_whole_report_is_led_to_its_end() {
        let folder = tempfile::tempdir().unwrap();
        let session = Session::open(folder.path());
        let id = session.sound_example().unwrap();
        let next = || session.check(id).unwrap().progress.next.unwrap();
        let progress = session.check(id).unwrap().progress;
        assert_eq!((progress.filled, progress.written), (progress.cells, 6));
        assert_eq!((progress.blank, progress.unwritten, progress.first), (None, None, None));
        assert_eq!(next().goal, Goal::Finalise);
        let empty = TextEdit::After { chapter: 5, text: String::new() };
        session.edit_text(id, empty, false).unwrap();
        assert_eq!(next().what, "写第六章");
        assert_eq!(session.check(id).unwrap().progress.written, 5);
        session.undo(id).unwrap();
        session.set_state(id, ReportState::Final, true, "").unwrap();
        assert_eq!(next().goal, Goal::Print);
    }
}
