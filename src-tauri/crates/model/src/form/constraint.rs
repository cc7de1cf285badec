//! What must hold between figures: sums, balances, links to last year. A [`Constraint`] is declared once
//! for a whole table; [`TableForm::equations`] turns it into one [`Equation`] for each row or
//! column. Whether a filled-in report obeys is the business of `check`.

use super::{CellId, TableForm};

/// Which year's report a figure is taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    This,
    Last,
}

/// One side of a law: rows or columns by id, `refused` meaning every row under it.
#[derive(Clone, Debug)]
pub struct Side {
    pub id: &'static str,
    pub when: When,
    pub minus: bool,
}

impl Side {
    pub const fn this(id: &'static str) -> Self {
        Side { id, when: When::This, minus: false }
    }

    pub const fn last(id: &'static str) -> Self {
        Side { id, when: When::Last, minus: false }
    }

    pub const fn less(id: &'static str) -> Self {
        Side { id, when: When::This, minus: true }
    }
}

/// The direction a law runs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Across {
    /// Its sides are rows; it holds for every column.
    Rows,
    /// Its sides are columns; it holds for every row.
    Columns,
}

/// Sum of the left side = sum of the right side, in every row or column that has all the figures.
#[derive(Clone, Debug)]
pub struct Constraint {
    /// The rule of `check` that looks at it.
    pub rule: &'static str,
    pub across: Across,
    pub left: Vec<Side>,
    pub right: Vec<Side>,
    /// The right side is one total, which the program computes.
    pub computes: bool,
}

/// One figure in an equation.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    pub cell: CellId,
    pub when: When,
    pub minus: bool,
    /// How a message names it beside the others: `一`, `三（七）`, `自然人`.
    pub name: String,
}

/// A law for one row or one column.
#[derive(Clone, Debug, PartialEq)]
pub struct Equation {
    pub rule: &'static str,
    /// Where it holds: `总计列`, `三（一）行`.
    pub place: String,
    pub left: Vec<Term>,
    pub right: Vec<Term>,
    pub computes: bool,
}

impl Equation {
    pub fn terms(&self) -> impl Iterator<Item = &Term> {
        self.left.iter().chain(&self.right)
    }
}

impl TableForm {
    /// The table's laws, written out for each row or column they hold for.
    pub fn equations(&self) -> Vec<Equation> {
        let mut out = Vec::new();
        for law in &self.constraints {
            for block in &self.blocks {
                let rows: Vec<(String, String)> = block
                    .row_leaves()
                    .into_iter()
                    .map(|leaf| (leaf.id, leaf.row.short.to_owned()))
                    .collect();
                let columns: Vec<(String, String)> = block
                    .column_leaves()
                    .into_iter()
                    .map(|leaf| (leaf.id, leaf.column.label.text.to_owned()))
                    .collect();
                let (summed, held) = match law.across {
                    Across::Rows => (&rows, &columns),
                    Across::Columns => (&columns, &rows),
                };
                let (Some(left), Some(right)) =
                    (expand(&law.left, summed), expand(&law.right, summed))
                else {
                    continue;
                };
                for (id, name) in held {
                    let term = |side: &(Side, String, String)| Term {
                        cell: match law.across {
                            Across::Rows => CellId::new(self.id, &side.1, id),
                            Across::Columns => CellId::new(self.id, id, &side.1),
                        },
                        when: side.0.when,
                        minus: side.0.minus,
                        name: side.2.clone(),
                    };
                    out.push(Equation {
                        rule: law.rule,
                        place: match law.across {
                            Across::Rows => format!("{name}列"),
                            Across::Columns => name.clone(),
                        },
                        left: left.iter().map(term).collect(),
                        right: right.iter().map(term).collect(),
                        computes: law.computes,
                    });
                }
            }
        }
        out
    }
}

/// Each side with every row or column it stands for; none when the block has no such row or column.
fn expand(sides: &[Side], leaves: &[(String, String)]) -> Option<Vec<(Side, String, String)>> {
    let mut out = Vec::new();
    for side in sides {
        let before = out.len();
        for (id, name) in leaves {
            let under = id
                .strip_prefix(side.id)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
            if under {
                out.push((side.clone(), id.clone(), name.clone()));
            }
        }
        if out.len() == before {
            return None;
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use crate::form::{CellId, Forms};

    #[test]
    fn balance_and_sums_are_written_out_for_every_column_and_row() {
        for (edition, results, rows) in [("2019", 19, 23), ("2021", 21, 25)] {
            let forms = Forms::official();
            let equations = forms.edition(edition).unwrap().equations();
            let of = |rule: &str| equations.iter().filter(|e| e.rule == rule).collect::<Vec<_>>();
            assert_eq!(of("balance").len(), 7);
            assert_eq!(of("results_sum").len(), 7);
            assert_eq!(of("results_sum")[0].left.len(), results);
            assert_eq!(of("row_sum").len(), rows);
            assert_eq!(of("case_sum").len(), 3);
            assert_eq!(of("carry_over").len(), 7);
        }
    }

    #[test]
    fn the_balance_of_the_total_column_names_its_four_figures() {
        let forms = Forms::official();
        let equations = forms.edition("2021").unwrap().equations();
        let total = equations.iter().find(|e| e.rule == "balance" && e.place == "总计列").unwrap();
        let cells: Vec<_> = total.terms().map(|t| t.cell.as_str()).collect();
        assert_eq!(
            cells,
            [
                "requests/new/total",
                "requests/carried_in/total",
                "requests/total/total",
                "requests/carried_out/total"
            ]
        );
        let names: Vec<_> = total.terms().map(|t| t.name.as_str()).collect();
        assert_eq!(names, ["一", "二", "三（七）", "四"]);
    }

    #[test]
    fn every_cell_of_an_equation_of_one_year_exists() {
        for edition in Forms::official().editions() {
            let ids: Vec<CellId> = edition.figures().into_iter().map(|f| f.id).collect();
            for equation in edition.equations() {
                for term in equation.terms() {
                    assert!(ids.contains(&term.cell), "{}", term.cell);
                }
            }
        }
    }
}
