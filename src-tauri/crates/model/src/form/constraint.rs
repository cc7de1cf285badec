//! What must hold between figures: sums, balances, links to last year. A [`Constraint`] is declared
//! once for a whole table; [`Edition::equations`](super::Edition::equations) turns it into one [`Equation`] for each row or
//! column. Whether a filled-in report obeys is the business of `check`.

use super::CellId;

/// Which year's report a figure is taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// The report that is looked at.
    This,
    /// The report of the year before.
    Last,
}

/// One side of a constraint, or a part of one: rows, columns or a cell by id. `refused` means every
/// row under it.
#[derive(Clone, Debug)]
pub struct Side {
    /// The row, the column or the whole cell, as [`Across`] says.
    pub id: &'static str,
    /// The table the row or column stands in; none for the constraint's own.
    pub table: Option<&'static str>,
    /// How messages name it; none for the name the form gives it.
    pub name: Option<&'static str>,
    /// Whose figure it is.
    pub when: When,
    /// It is taken off instead of added.
    pub minus: bool,
}

impl Side {
    /// A figure of this report, added.
    pub const fn this(id: &'static str) -> Self {
        Side { id, table: None, name: None, when: When::This, minus: false }
    }

    /// A figure of last year's report, added.
    pub const fn last(id: &'static str) -> Self {
        Side { when: When::Last, ..Side::this(id) }
    }

    /// A figure of this report, taken off.
    pub const fn less(id: &'static str) -> Self {
        Side { minus: true, ..Side::this(id) }
    }

    /// The same row or column of another table.
    pub const fn of(self, table: &'static str) -> Self {
        Side { table: Some(table), ..self }
    }

    /// The same side under another name; a cell only the edition before has needs one.
    pub const fn named(self, name: &'static str) -> Self {
        Side { name: Some(name), ..self }
    }
}

/// The direction a constraint runs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Across {
    /// Its sides are rows, of whatever part of a table; it holds for every column all of them have.
    Rows,
    /// Its sides are columns; it holds for every row that has all of them.
    Columns,
    /// Its sides are single cells of any table by their whole ids; one of last year's may be a cell
    /// only the edition before has.
    Cells,
}

/// Sum of the left side = sum of the right side, wherever all the figures are.
#[derive(Clone, Debug)]
pub struct Constraint {
    /// The rule of `check` that looks at it.
    pub rule: &'static str,
    /// What its sides are.
    pub across: Across,
    /// The parts of the left side.
    pub left: Vec<Side>,
    /// The parts of the right side.
    pub right: Vec<Side>,
    /// The right side is one total, which the program computes.
    pub computes: bool,
}

impl Constraint {
    /// Both sides' parts.
    pub fn sides(&self) -> impl Iterator<Item = &Side> {
        self.left.iter().chain(&self.right)
    }
}

/// One figure in an equation.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// The figure.
    pub cell: CellId,
    /// Whose figure it is.
    pub when: When,
    /// It is taken off instead of added.
    pub minus: bool,
    /// How a message names it beside the others: `一`, `三（七）`, `自然人`.
    pub name: String,
}

/// A constraint for one row, one column or some cells.
#[derive(Clone, Debug, PartialEq)]
pub struct Equation {
    /// The rule of `check` that looks at it.
    pub rule: &'static str,
    /// Where it holds: `总计列`, `三（一）行`.
    pub place: String,
    /// The figures of the left side.
    pub left: Vec<Term>,
    /// The figures of the right side.
    pub right: Vec<Term>,
    /// The right side is one total, which the program computes.
    pub computes: bool,
}

impl Equation {
    /// The figures of both sides.
    pub fn terms(&self) -> impl Iterator<Item = &Term> {
        self.left.iter().chain(&self.right)
    }
}
