//! The one piece of arithmetic all sums, balances and links to last year share: it adds up both
//! sides of an equation of the form and writes them out with their figures.

use super::builder::FindingBuilder;
use super::cells::LastFigure;
use super::context::CheckContext;
use super::{Finding, Level, Rule};
use gongkai_model::form::{CellId, Comparable, Equation, Term, When};
use rust_decimal::Decimal;

/// Sides longer than this leave out their zeros.
const WRITTEN_OUT: usize = 4;

/// Both sides of an equation that does not hold.
pub(super) struct Unequal {
    place: String,
    left: Written,
    right: Written,
    cells: Vec<CellId>,
    last_cells: Vec<CellId>,
}

struct Written {
    sum: Decimal,
    text: String,
}

/// Judges every equation the form gives this rule.
pub(super) fn unequal<'b>(
    context: &'b CheckContext,
    rule: &'b Rule,
) -> impl Iterator<Item = Unequal> + 'b {
    context.cells.equations.iter().filter(|e| e.rule == rule.name).filter_map(|e| judge(context, e))
}

/// Both sides have to be equal whatever the year before was.
pub(super) fn every_unequal_is_an_error(
    context: &CheckContext,
    rule: &Rule,
    out: &mut Vec<Finding>,
) {
    for unequal in unequal(context, rule) {
        out.push(unequal.finding(rule, Level::Error).of(context));
    }
}

impl Unequal {
    /// `总计列：一（3511）＋二（96）＝3607；三（七）（3486）＋四（122）＝3608，相差1`
    pub(super) fn finding(self, rule: &Rule, level: Level) -> FindingBuilder {
        let Unequal { place, left, right, cells, last_cells } = self;
        let difference = left.sum.checked_sub(right.sum).unwrap_or_default().abs().normalize();
        let message = format!("{place}：{}；{}，相差{difference}", left.text, right.text);
        FindingBuilder::new(rule, level, message)
            .cells(cells)
            .last_cells(last_cells)
            .sides(left.sum, right.sum)
    }
}

/// None where both sides are equal, or where it can't be told: a cell is still blank or was not
/// read, or last year has no such figure.
fn judge(context: &CheckContext, equation: &Equation) -> Option<Unequal> {
    let side = |terms: &'_ [Term]| -> Option<(Vec<Decimal>, Decimal)> {
        let numbers: Option<Vec<_>> = terms.iter().map(|term| number(context, term)).collect();
        let numbers = numbers?;
        let sum = sum(terms, &numbers)?;
        Some((numbers, sum))
    };
    let (left, right) = (side(&equation.left)?, side(&equation.right)?);
    if left.1 == right.1 {
        return None;
    }
    let two_years = equation.terms().any(|term| term.when == When::Last);
    let of = |when: When| equation.terms().filter(move |term| term.when == when);
    let last_cells = of(When::Last).filter_map(|term| Some(last(context, term)?.cells));
    // A table of one unnamed row is told apart by the group its figures stand in.
    let place = match equation.place.as_str() {
        "" => {
            let total = equation.right.first().map_or("", |term| context.cells.name(&term.cell));
            total.split(" · ").next().unwrap_or_default().to_owned()
        }
        place => place.to_owned(),
    };
    Some(Unequal {
        place,
        cells: of(When::This).map(|term| term.cell.clone()).collect(),
        last_cells: last_cells.flatten().cloned().collect(),
        left: write_out(&equation.left, left, two_years),
        right: write_out(&equation.right, right, two_years),
    })
}

/// The number of a term; none where it can't be known.
fn number(context: &CheckContext, term: &Term) -> Option<Decimal> {
    match term.when {
        When::This => context.cells.figure(&term.cell).number(),
        When::Last => last(context, term)
            .filter(|last| last.how == Comparable::Yes)
            .and_then(|last| last.figure.number()),
    }
}

/// What last year's report has for a term: through the links of the editions, or under the very
/// same id where this year's form no longer has the figure.
fn last<'a>(context: &CheckContext<'a>, term: &Term) -> Option<LastFigure<'a>> {
    context.cells.last_figure(&term.cell).or_else(|| context.cells.dropped_figure(&term.cell))
}

/// None where they are too large to add up.
fn sum(terms: &[Term], numbers: &[Decimal]) -> Option<Decimal> {
    terms.iter().zip(numbers).try_fold(Decimal::ZERO, |sum, (term, number)| match term.minus {
        true => sum.checked_sub(*number),
        false => sum.checked_add(*number),
    })
}

fn write_out(terms: &[Term], (numbers, sum): (Vec<Decimal>, Decimal), two_years: bool) -> Written {
    let mut text = String::new();
    let mut left_out = false;
    for (term, number) in terms.iter().zip(numbers) {
        if number.is_zero() && terms.len() > WRITTEN_OUT {
            left_out = true;
            continue;
        }
        match (term.minus, text.is_empty()) {
            (true, _) => text.push('－'),
            (false, true) => {}
            (false, false) => text.push('＋'),
        }
        match (two_years, term.when) {
            (false, _) => text.push_str(&term.name),
            (true, When::Last) => text.push_str(&format!("上年“{}”", term.name)),
            (true, When::This) => text.push_str(&format!("本年“{}”", term.name)),
        }
        text.push_str(&format!("（{number}）"));
    }
    if left_out {
        text.push_str(if text.is_empty() { "各项（0）" } else { "＋其余各项（0）" });
    }
    if terms.len() > 1 {
        text.push_str(&format!("＝{}", sum.normalize()));
    }
    Written { sum, text }
}
