//! The figures of a report and of last year's, by the form.

use crate::case::Case;
use gongkai_model::form::{CellId, Comparable, Edition, Equation, Expanded, FigureForm};
use gongkai_model::place::Place;
use gongkai_model::report::{Figure, Origin, Report};
use rust_decimal::Decimal;
use std::collections::HashSet;

/// The figures of a report and of last year's. A total the program computes is blank here while one of
/// its parts is: no rule judges it before it is whole.
pub(crate) struct ReportCells<'a> {
    case: &'a Case<'a>,
    edition: Option<&'a Edition>,
    expanded: Option<&'a Expanded>,
    /// Every figure of the form, in its order.
    pub forms: &'a [FigureForm],
    pub equations: &'a [Equation],
    /// The figures of both years, in the order of the form.
    now: Vec<Figure>,
    before: Vec<Option<LastFigure<'a>>>,
}

/// A figure of last year's report, found through the links of the editions.
#[derive(Clone, Copy)]
pub(crate) struct LastFigure<'a> {
    pub figure: Figure,
    pub cells: &'a [CellId],
    pub how: Comparable,
}

impl<'a> ReportCells<'a> {
    pub(crate) fn new(case: &'a Case<'a>) -> Self {
        let edition = case.edition();
        let expanded = edition.and_then(|edition| case.forms.expanded(edition));
        let forms = expanded.map(|form| form.figures.as_slice()).unwrap_or_default();
        let equations = expanded.map(|form| form.equations.as_slice()).unwrap_or_default();
        let growing = growing(case.report, equations);
        let now = |form: &FigureForm| match growing.contains(&form.id) {
            true => Figure::Blank,
            false => case.report.figure(&form.id),
        };
        let of_last = |last: &'a Report| {
            let form = case.forms.expanded(last.edition_in(case.forms)?)?;
            Some(self::growing(last, &form.equations))
        };
        let growing_last = case.last.and_then(of_last).unwrap_or_default();
        let mapping = edition
            .zip(case.last)
            .and_then(|(edition, last)| case.forms.mapping(edition, last.edition_in(case.forms)?));
        let last_of = |form: &FigureForm| -> Option<LastFigure<'a>> {
            let (cells, how) = mapping.and_then(|mapping| mapping.last_of(&form.id))?;
            let figure = match cells.iter().any(|cell| growing_last.contains(cell)) {
                true => Figure::Blank,
                false => gongkai_compare::sum(case.last?, cells),
            };
            Some(LastFigure { figure, cells, how })
        };
        ReportCells {
            case,
            edition,
            expanded,
            forms,
            equations,
            now: forms.iter().map(now).collect(),
            before: forms.iter().map(last_of).collect(),
        }
    }

    /// Which figure of the form it is, from 0; none where this edition does not have it.
    pub(crate) fn index_of(&self, cell: &CellId) -> Option<usize> {
        self.expanded?.places.get(cell).copied()
    }

    /// Whether the form of this report has this figure.
    pub(crate) fn has(&self, cell: &CellId) -> bool {
        self.index_of(cell).is_some()
    }

    /// The figure's form; none when this edition does not have it.
    pub(crate) fn form(&self, cell: &CellId) -> Option<&FigureForm> {
        self.forms.get(self.index_of(cell)?)
    }

    /// `行政许可 · 处理决定数量`
    pub(crate) fn name<'b>(&'b self, cell: &'b CellId) -> &'b str {
        self.form(cell).map_or(cell.as_str(), |form| &form.name)
    }

    /// The figure of a cell; one the form does not have, and a total not yet whole, is blank.
    pub(crate) fn figure(&self, cell: &CellId) -> Figure {
        self.index_of(cell).and_then(|place| self.now.get(place)).copied().unwrap_or_default()
    }

    /// Every figure of the form with what the report says for it and what last year's does.
    pub(crate) fn both_years(
        &self,
    ) -> impl Iterator<Item = (&'a FigureForm, Figure, Option<LastFigure<'a>>)> + '_ {
        self.forms
            .iter()
            .zip(&self.now)
            .zip(&self.before)
            .map(|((form, now), before)| (form, *now, *before))
    }

    /// A number of this report; none where the form has no such figure, or it is blank, unread or a
    /// total not yet whole.
    pub(crate) fn number(&self, cell: &str) -> Option<Decimal> {
        let place = self.index_of(&CellId::from(cell))?;
        self.now.get(place)?.number()
    }

    /// What last year's report says for a cell of this year's form; none where it has nothing that
    /// stands for it.
    pub(crate) fn last_figure(&self, cell: &CellId) -> Option<LastFigure<'a>> {
        self.before.get(self.index_of(cell)?).copied()?
    }

    /// A number of last year's report that is the very same figure.
    pub(crate) fn last_number(&self, cell: &CellId) -> Option<Decimal> {
        let last = self.last_figure(cell)?;
        (last.how == Comparable::Yes).then(|| last.figure.number())?
    }

    /// A figure of last year's report that this year's form does not have.
    pub(crate) fn dropped_figure(&self, cell: &CellId) -> Option<LastFigure<'a>> {
        let last = self.case.last.filter(|_| !self.has(cell))?;
        let form = self.case.forms.expanded(last.edition_in(self.case.forms)?)?;
        let id = &form.figures.get(*form.places.get(cell)?)?.id;
        let cells = std::slice::from_ref(id);
        Some(LastFigure { figure: last.figure(id), cells, how: Comparable::Yes })
    }

    /// The figures whose id ends so: `/prior_items`.
    pub(crate) fn ending(&self, end: &'static str) -> impl Iterator<Item = &FigureForm> {
        self.forms.iter().filter(move |form| form.id.as_str().ends_with(end))
    }

    /// The row a figure stands in, as messages name it: `行政处罚`.
    pub(crate) fn row_of<'b>(&'b self, cell: &'b CellId) -> &'b str {
        self.name(cell).split(" · ").next().unwrap_or_default()
    }

    /// The chapter the cell's table stands in; none where the form has no such table.
    pub(crate) fn place_of(&self, cell: &CellId) -> Option<Place> {
        let mut chapters = self.edition?.chapters.iter();
        let chapter = chapters.find(|chapter| chapter.table == Some(cell.table()))?;
        Some(Place::chapter(chapter.id))
    }

    /// Printed number of a chapter by its id: `三`.
    pub(crate) fn number_of(&self, chapter: &str) -> &str {
        self.edition.and_then(|e| e.chapter(chapter)).map_or("", |chapter| chapter.number)
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
