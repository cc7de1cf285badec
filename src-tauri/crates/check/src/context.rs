//! The case as the rules read it: what several of them would otherwise work out again and again is
//! worked out once.

use crate::case::Case;
use crate::cells::ReportCells;
use crate::finding::Finding;
use crate::passage::{Passage, passages};
use crate::text::clauses::{Clause, ClauseSpan, clause_spans, clauses};
use crate::text::mention::Mention;
use crate::text::mentions::mentions;
use crate::text::words::Words;
use gongkai_model::form::{Edition, FigureForm};
use gongkai_model::place::Place;
use gongkai_model::report::{Figure, Report, Scope};
use std::cell::OnceCell;

/// Chapters in which something always has to be told.
pub(crate) const NEVER_EMPTY: [&str; 2] = ["overview", "improvement"];

pub(crate) struct CheckContext<'a> {
    pub case: &'a Case<'a>,
    /// The edition the report's tables follow; none for a report without tables.
    pub edition: Option<&'a Edition>,
    /// The figures of both years.
    pub cells: ReportCells<'a>,
    /// Preface and chapters, paragraph by paragraph.
    pub passages: Vec<Passage<'a>>,
    /// Every cell has a figure, and the chapters that may not be empty have text.
    pub filled: bool,
    /// The clauses of the passages that tell of requests, cases and documents.
    clause_spans: Vec<ClauseSpan>,
    mentions: OnceCell<Vec<Mention>>,
}

impl<'a> CheckContext<'a> {
    pub(crate) fn new(case: &'a Case<'a>) -> Self {
        let (cells, passages) = (ReportCells::new(case), passages(case));
        CheckContext {
            case,
            edition: case.edition(),
            filled: is_filled(case.report, cells.forms),
            cells,
            clause_spans: clause_spans(&passages, case.report.year),
            passages,
            mentions: OnceCell::new(),
        }
    }

    /// Every clause with one of these words.
    pub(crate) fn clauses(&self, with: Words) -> impl Iterator<Item = Clause<'_>> {
        let consolidated = self.case.report.scope == Scope::Consolidated;
        clauses(&self.clause_spans, &self.passages, consolidated, with)
    }

    /// The figures of the text that the tables do not bear out.
    pub(crate) fn mentions(&self) -> &[Mention] {
        self.mentions.get_or_init(|| {
            mentions(self.case.report, &self.passages, &self.clause_spans, &self.cells)
        })
    }

    /// What a span calls a place: `题头`, `引言`, `落款`, or the printed number of the chapter.
    pub(crate) fn label(&self, place: &Place) -> &str {
        match place {
            Place::Title => "题头",
            Place::Preface => "引言",
            Place::Signature | Place::Date => "落款",
            Place::Chapter { id, .. } => {
                let held = self.case.report.chapter_at(place);
                let held = held.and_then(|index| self.case.report.chapters.get(index));
                match self.edition.and_then(|edition| edition.chapter(id)) {
                    Some(form) => form.number,
                    None => held.map_or("", |chapter| chapter.number.as_str()),
                }
            }
        }
    }

    /// Where a finding stands in the report, for sorting.
    pub(crate) fn position(&self, finding: &Finding) -> (usize, usize) {
        let place = match &finding.place {
            Some(Place::Title) => 0,
            Some(Place::Preface) => 1,
            Some(Place::Signature) => usize::MAX - 1,
            Some(Place::Date) => usize::MAX,
            Some(Place::Chapter { id, .. }) => self
                .edition
                .and_then(|e| e.chapters.iter().position(|c| c.id == id))
                .map_or(usize::MAX - 2, |at| at + 2),
            None => usize::MAX - 2,
        };
        let cell = finding.cells.iter().filter_map(|cell| self.cells.index_of(cell)).min();
        (place, cell.unwrap_or(usize::MAX))
    }
}

fn is_filled(report: &Report, figures: &[FigureForm]) -> bool {
    let text = |id: &str| {
        let chapter = report.chapter(id);
        chapter.is_none_or(|one| one.paragraphs.iter().any(|text| !text.trim().is_empty()))
    };
    NEVER_EMPTY.into_iter().all(text)
        && figures.iter().all(|form| report.figure(&form.id) != Figure::Blank)
}
