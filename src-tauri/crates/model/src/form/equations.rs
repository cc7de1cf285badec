//! Constraints written out: one [`Equation`] for each row, column or set of cells they hold for.

use super::{Across, CellId, Constraint, Edition, Equation, RowLeaf, Side, TableForm, Term};

/// A figure as a constraint finds it: by what its side names and by what the constraint holds for.
pub(super) struct Found {
    cell: CellId,
    /// How messages name the row or column its side gives.
    name: String,
    /// Id and name of the column or row the constraint holds for.
    held: (String, &'static str),
}

impl Edition {
    /// The constraints of every table, written out for each row, column or set of cells they hold
    /// for, in the order they are declared in.
    pub fn equations(&self) -> Vec<Equation> {
        let all = self.tables.iter().flat_map(|table| {
            table.constraints.iter().flat_map(|constraint| self.written_out(table, constraint))
        });
        all.collect()
    }

    pub(super) fn written_out(&self, table: &TableForm, constraint: &Constraint) -> Vec<Equation> {
        if constraint.across == Across::Cells {
            return self.of_cells(table, constraint).into_iter().collect();
        }
        let found = |side: &Side| self.found(table, constraint.across, side);
        let sides: Vec<Vec<Found>> = constraint.sides().map(found).collect();
        let (left, right) = sides.split_at(constraint.left.len());
        let mut held: Vec<&(String, &str)> = Vec::new();
        for figure in sides.first().into_iter().flatten() {
            if !held.iter().any(|known| known.0 == figure.held.0) {
                held.push(&figure.held);
            }
        }
        let at = |(id, name): &(String, &str)| {
            Some(Equation {
                rule: constraint.rule,
                place: match constraint.across {
                    Across::Rows => format!("{name}列"),
                    Across::Columns | Across::Cells => (*name).to_owned(),
                },
                left: terms(&constraint.left, left, id)?,
                right: terms(&constraint.right, right, id)?,
                computes: constraint.computes,
            })
        };
        held.into_iter().filter_map(at).collect()
    }

    /// Every figure under a side's row or column.
    pub(super) fn found(&self, own: &TableForm, across: Across, side: &Side) -> Vec<Found> {
        let Some(table) = side.table.map_or(Some(own), |id| self.table(id)) else {
            return Vec::new();
        };
        let elsewhere = if table.id == own.id { "" } else { table.name };
        let mut out = Vec::new();
        for block in &table.blocks {
            let mut rows = block.row_leaves();
            if across == Across::Rows {
                rows.retain(|row| is_under(&row.id, side.id));
                without_subtotals(&mut rows);
            }
            if rows.is_empty() {
                continue;
            }
            let mut columns = block.column_leaves();
            if across != Across::Rows {
                columns.retain(|column| is_under(&column.id, side.id));
            }
            for row in &rows {
                for column in &columns {
                    let rows = (&row.id, row.row.short);
                    let columns = (&column.id, column.column.label.text);
                    let (summed, held) = match across {
                        Across::Rows => (rows, columns),
                        Across::Columns | Across::Cells => (columns, rows),
                    };
                    out.push(Found {
                        cell: CellId::new(table.id, &row.id, &column.id),
                        name: match side.name {
                            Some(name) => name.to_owned(),
                            None => format!("{elsewhere}{}", summed.1),
                        },
                        held: (held.0.clone(), held.1),
                    });
                }
            }
        }
        out
    }

    /// The one equation of a constraint between cells; none where a cell is not there.
    fn of_cells(&self, own: &TableForm, constraint: &Constraint) -> Option<Equation> {
        let term = |side: &Side| {
            let cell = CellId::from(side.id);
            let name = match (side.name, self.figure(&cell)) {
                (Some(name), _) => name.to_owned(),
                (None, Some(figure)) => figure.name,
                (None, None) => return None,
            };
            Some(Term { cell, when: side.when, minus: side.minus, name })
        };
        let terms = |sides: &[Side]| sides.iter().map(term).collect::<Option<Vec<Term>>>();
        Some(Equation {
            rule: constraint.rule,
            place: own.name.to_owned(),
            left: terms(&constraint.left)?,
            right: terms(&constraint.right)?,
            computes: constraint.computes,
        })
    }
}

/// The figures of one side in a row or column; none where a part of it has no figure there.
fn terms(sides: &[Side], found: &[Vec<Found>], held: &str) -> Option<Vec<Term>> {
    let mut out = Vec::new();
    for (side, found) in sides.iter().zip(found) {
        let before = out.len();
        out.extend(found.iter().filter(|figure| figure.held.0 == held).map(|figure| Term {
            cell: figure.cell.clone(),
            when: side.when,
            minus: side.minus,
            name: figure.name.clone(),
        }));
        if out.len() == before {
            return None;
        }
    }
    Some(out)
}

/// A row the form does not have is a sum of the rows under it where a report holds those, too.
fn without_subtotals(rows: &mut Vec<RowLeaf<'_>>) {
    let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
    let parts = |id: &str| ids.iter().any(|other| other != id && is_under(other, id));
    rows.retain(|row| !(row.row.extra && parts(&row.id)));
}

/// Whether a row or column is the one of this id or stands under it.
fn is_under(id: &str, wanted: &str) -> bool {
    id.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
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
