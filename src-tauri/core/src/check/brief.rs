//! The case as the rules read it: what several of them would otherwise work out again and again is
//! worked out once.

use super::passage::{Passage, passages};
use super::{Case, Finding};
use crate::compare::Between;
use crate::form::{CellId, Comparable, Edition, Equation, FigureForm};
use crate::report::Figure;
use rust_decimal::Decimal;
use std::collections::HashMap;

pub(super) struct Brief<'a> {
    pub case: &'a Case<'a>,
    /// The edition the report's tables follow; none for a report without tables.
    pub edition: Option<&'a Edition>,
    /// Every figure of the form, in its order.
    pub figures: Vec<FigureForm>,
    pub equations: Vec<Equation>,
    /// Preface and chapters, paragraph by paragraph.
    pub passages: Vec<Passage<'a>>,
    order: HashMap<CellId, usize>,
    between: Option<Between>,
}

/// A figure of last year's report, found through the links of the editions.
pub(super) struct LastFigure {
    pub figure: Figure,
    pub cells: Vec<CellId>,
    pub how: Comparable,
}

impl<'a> Brief<'a> {
    pub(super) fn new(case: &'a Case<'a>) -> Self {
        let edition = case.report.edition.as_deref().and_then(|id| case.forms.edition(id));
        let figures = edition.map(Edition::figures).unwrap_or_default();
        let order = figures.iter().enumerate().map(|(at, f)| (f.id.clone(), at)).collect();
        let between = edition.zip(case.last).and_then(|(edition, last)| {
            Between::editions(case.forms, edition.id, last.edition.as_deref()?)
        });
        Brief {
            case,
            edition,
            figures,
            equations: edition.map(Edition::equations).unwrap_or_default(),
            passages: passages(case),
            order,
            between,
        }
    }

    /// Whether the form of this report has this figure.
    pub(super) fn has(&self, cell: &CellId) -> bool {
        self.order.contains_key(cell)
    }

    /// The figure's form; none when this edition does not have it.
    pub(super) fn form(&self, cell: &CellId) -> Option<&FigureForm> {
        self.figures.get(*self.order.get(cell)?)
    }

    /// `行政许可 · 处理决定数量`
    pub(super) fn name<'b>(&'b self, cell: &'b CellId) -> &'b str {
        self.form(cell).map_or(cell.as_str(), |form| &form.name)
    }

    pub(super) fn figure(&self, cell: &CellId) -> Figure {
        self.case.report.figure(cell)
    }

    /// A number of this report; none where the form has no such figure, or it is blank or unread.
    pub(super) fn number(&self, cell: &str) -> Option<Decimal> {
        let cell = CellId::from(cell);
        self.has(&cell).then(|| self.figure(&cell).number())?
    }

    /// What last year's report says for a cell of this year's form; none where it has nothing that
    /// stands for it.
    pub(super) fn last_figure(&self, cell: &CellId) -> Option<LastFigure> {
        let last = self.case.last?;
        let (cells, how) = self.between.as_ref()?.last_of(cell)?;
        Some(LastFigure { figure: crate::compare::sum(last, &cells), cells, how })
    }

    /// A number of last year's report that is the very same figure.
    pub(super) fn last_number(&self, cell: &CellId) -> Option<Decimal> {
        let last = self.last_figure(cell)?;
        (last.how == Comparable::Yes).then(|| last.figure.number())?
    }

    /// The figures whose id ends so: `/prior_items`.
    pub(super) fn ending(&self, end: &'static str) -> impl Iterator<Item = &FigureForm> {
        self.figures.iter().filter(move |form| form.id.as_str().ends_with(end))
    }

    /// The row a figure stands in, as messages name it: `行政处罚`.
    pub(super) fn row_of<'b>(&'b self, cell: &'b CellId) -> &'b str {
        self.name(cell).split(" · ").next().unwrap_or_default()
    }

    /// Id of the chapter the cell's table stands in.
    pub(super) fn chapter_of(&self, cell: &CellId) -> &str {
        self.edition
            .and_then(|e| e.chapters.iter().find(|c| c.table == Some(cell.table())))
            .map_or("", |chapter| chapter.id)
    }

    /// Printed number of a chapter by its id: `三`.
    pub(super) fn number_of(&self, chapter: &str) -> &str {
        self.edition.and_then(|e| e.chapter(chapter)).map_or("", |chapter| chapter.number)
    }

    /// Where a finding stands in the report, for sorting.
    pub(super) fn position(&self, finding: &Finding) -> (usize, usize) {
        let chapter = match finding.chapter.as_str() {
            "title" => 0,
            "preface" => 1,
            "signature" => usize::MAX,
            id => self
                .edition
                .and_then(|e| e.chapters.iter().position(|c| c.id == id))
                .map_or(usize::MAX - 1, |at| at + 2),
        };
        let cell = finding.cells.iter().filter_map(|cell| self.order.get(cell)).min();
        (chapter, cell.copied().unwrap_or(usize::MAX))
    }
}
