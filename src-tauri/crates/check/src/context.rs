//! The case as the rules read it: what several of them would otherwise work out again and again is
//! worked out once.

use super::passage::{Passage, passages};
use super::prose::clauses::{ClauseSpan, cuts};
use super::prose::mentions::{Mention, told};
use super::{Case, Finding};
use gongkai_model::form::{CellId, Comparable, Edition, Equation, Expanded, FigureForm};
use gongkai_model::place::Place;
use gongkai_model::report::{Figure, Origin, Report};
use rust_decimal::Decimal;
use std::cell::OnceCell;
use std::collections::HashSet;

/// Chapters in which something always has to be told.
pub(super) const NEVER_EMPTY: [&str; 2] = ["overview", "improvement"];

pub(super) struct CheckContext<'a> {
    pub case: &'a Case<'a>,
    /// The edition the report's tables follow; none for a report without tables.
    pub edition: Option<&'a Edition>,
    /// Every figure of the form, in its order.
    pub figures: &'a [FigureForm],
    pub equations: &'a [Equation],
    /// Preface and chapters, paragraph by paragraph.
    pub passages: Vec<Passage<'a>>,
    /// The clauses of the passages that tell of requests, cases and documents.
    pub cuts: Vec<ClauseSpan>,
    /// Every cell has a figure, and the chapters that may not be empty have text.
    pub filled: bool,
    told: OnceCell<Vec<Mention>>,
    expanded: Option<&'a Expanded>,
    /// The figures of both years, by their places in the form. A total the program computes is blank
    /// here while one of its parts is: no rule judges it before it is whole.
    now: Vec<Figure>,
    before: Vec<Option<LastFigure<'a>>>,
}

/// A figure of last year's report, found through the links of the editions.
#[derive(Clone, Copy)]
pub(super) struct LastFigure<'a> {
    pub figure: Figure,
    pub cells: &'a [CellId],
    pub how: Comparable,
}

impl<'a> CheckContext<'a> {
    pub(super) fn new(case: &'a Case<'a>) -> Self {
        let edition = case.report.edition.as_deref().and_then(|id| case.forms.edition(id));
        let expanded = edition.and_then(|edition| case.forms.expanded(edition.id));
        let figures = expanded.map(|form| form.figures.as_slice()).unwrap_or_default();
        let equations = expanded.map(|form| form.equations.as_slice()).unwrap_or_default();
        let growing = growing(case.report, equations);
        let now = |form: &FigureForm| match growing.contains(&form.id) {
            true => Figure::Blank,
            false => case.report.figure(&form.id),
        };
        let of_last = |last: &'a Report| {
            let form = case.forms.expanded(last.edition.as_deref()?)?;
            Some(self::growing(last, &form.equations))
        };
        let growing_last = case.last.and_then(of_last).unwrap_or_default();
        let between = edition
            .zip(case.last)
            .and_then(|(edition, last)| case.forms.mapping(edition.id, last.edition.as_deref()?));
        let last_of = |form: &FigureForm| -> Option<LastFigure<'a>> {
            let (cells, how) = between.and_then(|between| between.last_of(&form.id))?;
            let figure = match cells.iter().any(|cell| growing_last.contains(cell)) {
                true => Figure::Blank,
                false => gongkai_compare::sum(case.last?, cells),
            };
            Some(LastFigure { figure, cells, how })
        };
        let passages = passages(case);
        CheckContext {
            case,
            edition,
            figures,
            equations,
            filled: is_filled(case.report, figures),
            cuts: cuts(&passages, case.report.year),
            passages,
            told: OnceCell::new(),
            expanded,
            now: figures.iter().map(now).collect(),
            before: figures.iter().map(last_of).collect(),
        }
    }

    /// The figures of the text that the tables do not bear out.
    pub(super) fn told(&self) -> &[Mention] {
        self.told.get_or_init(|| told(self))
    }

    /// A figure's place in the form.
    fn index_of(&self, cell: &CellId) -> Option<usize> {
        self.expanded?.places.get(cell).copied()
    }

    /// Whether the form of this report has this figure.
    pub(super) fn has(&self, cell: &CellId) -> bool {
        self.index_of(cell).is_some()
    }

    /// The figure's form; none when this edition does not have it.
    pub(super) fn form(&self, cell: &CellId) -> Option<&FigureForm> {
        self.figures.get(self.index_of(cell)?)
    }

    /// `行政许可 · 处理决定数量`
    pub(super) fn name<'b>(&'b self, cell: &'b CellId) -> &'b str {
        self.form(cell).map_or(cell.as_str(), |form| &form.name)
    }

    /// The figure of a cell; one the form does not have, and a total not yet whole, is blank.
    pub(super) fn figure(&self, cell: &CellId) -> Figure {
        self.index_of(cell).and_then(|place| self.now.get(place)).copied().unwrap_or_default()
    }

    /// Every figure of the form with what the report says for it and what last year's does.
    pub(super) fn both_years(
        &self,
    ) -> impl Iterator<Item = (&'a FigureForm, Figure, Option<LastFigure<'a>>)> + '_ {
        self.figures
            .iter()
            .zip(&self.now)
            .zip(&self.before)
            .map(|((form, now), before)| (form, *now, *before))
    }

    /// A number of this report; none where the form has no such figure, or it is blank, unread or a
    /// total not yet whole.
    pub(super) fn number(&self, cell: &str) -> Option<Decimal> {
        let place = self.index_of(&CellId::from(cell))?;
        self.now.get(place)?.number()
    }

    /// What last year's report says for a cell of this year's form; none where it has nothing that
    /// stands for it.
    pub(super) fn last_figure(&self, cell: &CellId) -> Option<LastFigure<'a>> {
        self.before.get(self.index_of(cell)?).copied()?
    }

    /// A number of last year's report that is the very same figure.
    pub(super) fn last_number(&self, cell: &CellId) -> Option<Decimal> {
        let last = self.last_figure(cell)?;
        (last.how == Comparable::Yes).then(|| last.figure.number())?
    }

    /// A figure of last year's report that this year's form does not have.
    pub(super) fn dropped_figure(&self, cell: &CellId) -> Option<LastFigure<'a>> {
        let last = self.case.last.filter(|_| !self.has(cell))?;
        let form = self.case.forms.expanded(last.edition.as_deref()?)?;
        let id = &form.figures.get(*form.places.get(cell)?)?.id;
        let cells = std::slice::from_ref(id);
        Some(LastFigure { figure: last.figure(id), cells, how: Comparable::Yes })
    }

    /// The figures whose id ends so: `/prior_items`.
    pub(super) fn ending(&self, end: &'static str) -> impl Iterator<Item = &FigureForm> {
        self.figures.iter().filter(move |form| form.id.as_str().ends_with(end))
    }

    /// The row a figure stands in, as messages name it: `行政处罚`.
    pub(super) fn row_of<'b>(&'b self, cell: &'b CellId) -> &'b str {
        self.name(cell).split(" · ").next().unwrap_or_default()
    }

    /// The chapter the cell's table stands in; none where the form has no such table.
    pub(super) fn place_of(&self, cell: &CellId) -> Option<Place> {
        let mut chapters = self.edition?.chapters.iter();
        let chapter = chapters.find(|chapter| chapter.table == Some(cell.table()))?;
        Some(Place::chapter(chapter.id))
    }

    /// What a span calls a place: `题头`, `引言`, `落款`, or the printed number of the chapter.
    pub(super) fn label(&self, place: &Place) -> &str {
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

    /// Printed number of a chapter by its id: `三`.
    pub(super) fn number_of(&self, chapter: &str) -> &str {
        self.edition.and_then(|e| e.chapter(chapter)).map_or("", |chapter| chapter.number)
    }

    /// Where a finding stands in the report, for sorting.
    pub(super) fn position(&self, finding: &Finding) -> (usize, usize) {
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
        let cell = finding.cells.iter().filter_map(|cell| self.index_of(cell)).min();
        (place, cell.unwrap_or(usize::MAX))
    }
}

/// The totals the program computes of which a part is still blank.
fn growing<'r>(report: &Report, equations: &'r [Equation]) -> HashSet<&'r CellId> {
    let mut growing = HashSet::new();
    for equation in equations.iter().filter(|equation| equation.computes) {
        let [total] = equation.right.as_slice() else { continue };
        let computed = |cell| report.cells.get(cell).is_some_and(|c| c.origin == Origin::Computed);
        let blank = |cell: &CellId| report.figure(cell) == Figure::Blank || growing.contains(cell);
        if computed(&total.cell) && equation.left.iter().any(|term| blank(&term.cell)) {
            growing.insert(&total.cell);
        }
    }
    growing
}

fn is_filled(report: &Report, figures: &[FigureForm]) -> bool {
    let text = |id: &str| {
        let chapter = report.chapter(id);
        chapter.is_none_or(|one| one.paragraphs.iter().any(|text| !text.trim().is_empty()))
    };
    NEVER_EMPTY.into_iter().all(text)
        && figures.iter().all(|form| report.figure(&form.id) != Figure::Blank)
}
