//! What is wrong with a definition of the form: every id in it is looked up when the editions are
//! put together ([`Forms::of`](super::Forms::of)), so that a mistyped one is told at once and no
//! constraint, link or table vanishes without a word.
//!
//! **Deliberately absent**: whether the definition is the official one's.

use super::{Across, CellId, Constraint, Edition, Link, Side, TableForm, When};
use std::collections::HashSet;
use std::hash::Hash;
use thiserror::Error;

/// A fault in the definition of an edition; for who writes one, not for the user.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum InvalidForm {
    /// An edition is not for later years than the one before it.
    #[error("edition {edition} begins in {year}, not after the edition before it")]
    NotLater {
        /// The edition.
        edition: String,
        /// Its first year.
        year: i32,
    },
    /// An id stands for two things.
    #[error("edition {edition}: the id `{id}` is given twice")]
    Twice {
        /// The edition.
        edition: String,
        /// Of an edition, a chapter, a table or a figure.
        id: String,
    },
    /// An id stands for nothing.
    #[error("edition {edition}, {place}: there is no `{id}`")]
    Unknown {
        /// The edition.
        edition: String,
        /// What names it: a chapter, the constraint of a rule, a link.
        place: String,
        /// The id as it is written there.
        id: String,
    },
    /// A table stands in no chapter.
    #[error("edition {edition}: no chapter has the table `{table}`")]
    Homeless {
        /// The edition.
        edition: String,
        /// The table.
        table: String,
    },
    /// All ids of a constraint or a link are there, but nowhere together.
    #[error("edition {edition}, {place}: it holds nowhere")]
    Nowhere {
        /// The edition.
        edition: String,
        /// The constraint of a rule, or a link.
        place: String,
    },
    /// The program is to compute a side that is not a single figure of this report.
    #[error("edition {edition}, {place}: its right side is no single total")]
    NoTotal {
        /// The edition.
        edition: String,
        /// The constraint of a rule.
        place: String,
    },
}

/// # Errors
/// The first fault found.
pub(super) fn valid(editions: &[Edition]) -> Result<(), InvalidForm> {
    let mut before: Option<&Edition> = None;
    let mut ids = HashSet::new();
    for edition in editions {
        let check = Check { edition, before };
        check.once(&mut ids, edition.id)?;
        if before.is_some_and(|before| before.first_year >= edition.first_year) {
            let year = edition.first_year;
            return Err(InvalidForm::NotLater { edition: edition.id.to_owned(), year });
        }
        check.ids()?;
        for table in &edition.tables {
            table
                .constraints
                .iter()
                .try_for_each(|constraint| check.constraint(table, constraint))?;
        }
        edition.links.iter().try_for_each(|link| check.link(link))?;
        before = Some(edition);
    }
    Ok(())
}

struct Check<'a> {
    edition: &'a Edition,
    before: Option<&'a Edition>,
}

impl Check<'_> {
    fn name(&self) -> String {
        self.edition.id.to_owned()
    }

    fn unknown(&self, place: &str, id: &str) -> InvalidForm {
        InvalidForm::Unknown { edition: self.name(), place: place.to_owned(), id: id.to_owned() }
    }

    fn once<T: Eq + Hash + ToString>(
        &self,
        known: &mut HashSet<T>,
        id: T,
    ) -> Result<(), InvalidForm> {
        let written = id.to_string();
        match known.insert(id) {
            true => Ok(()),
            false => Err(InvalidForm::Twice { edition: self.name(), id: written }),
        }
    }

    /// Chapters, tables and figures are told apart by their ids, and each table has a chapter.
    fn ids(&self) -> Result<(), InvalidForm> {
        let (mut chapters, mut tables, mut figures) =
            (HashSet::new(), HashSet::new(), HashSet::new());
        for table in &self.edition.tables {
            self.once(&mut tables, table.id)?;
        }
        for figure in self.edition.figures() {
            self.once(&mut figures, figure.id)?;
        }
        let mut housed = HashSet::new();
        for chapter in &self.edition.chapters {
            self.once(&mut chapters, chapter.id)?;
            if let Some(table) = chapter.table {
                self.once(&mut housed, table)?;
                if !tables.contains(table) {
                    return Err(self.unknown(&format!("chapter `{}`", chapter.id), table));
                }
            }
        }
        match tables.difference(&housed).next() {
            Some(table) => {
                Err(InvalidForm::Homeless { edition: self.name(), table: (*table).to_owned() })
            }
            None => Ok(()),
        }
    }

    fn constraint(&self, table: &TableForm, constraint: &Constraint) -> Result<(), InvalidForm> {
        let place = format!("table `{}`, constraint of `{}`", table.id, constraint.rule);
        for side in constraint.sides() {
            if let Some(other) = side.table.filter(|id| self.edition.table(id).is_none()) {
                return Err(self.unknown(&place, other));
            }
            if !self.has(table, constraint.across, side) {
                return Err(self.unknown(&place, side.id));
            }
        }
        let equations = self.edition.written_out(table, constraint);
        if equations.is_empty() {
            return Err(InvalidForm::Nowhere { edition: self.name(), place });
        }
        let totals = equations.iter().all(|equation| {
            matches!(equation.right.as_slice(), [total] if total.when == When::This && !total.minus)
        });
        if constraint.computes && !totals {
            return Err(InvalidForm::NoTotal { edition: self.name(), place });
        }
        Ok(())
    }

    /// Whether a side stands for anything.
    fn has(&self, table: &TableForm, across: Across, side: &Side) -> bool {
        if across != Across::Cells {
            return !self.edition.found(table, across, side).is_empty();
        }
        let cell = CellId::from(side.id);
        let of_last = || side.when == When::Last && side.name.is_some();
        let before = || self.before.is_some_and(|before| before.figure(&cell).is_some());
        self.edition.figure(&cell).is_some() || (of_last() && before())
    }

    fn link(&self, link: &Link) -> Result<(), InvalidForm> {
        let place = format!("link {:?} ← {:?}", link.now, link.before);
        for id in link.now {
            if !has_row_or_cell(self.edition, id) {
                return Err(self.unknown(&place, id));
            }
        }
        for id in link.before {
            if !self.before.is_some_and(|before| has_row_or_cell(before, id)) {
                return Err(self.unknown(&place, id));
            }
        }
        match self.before.is_some_and(|before| link.holds(self.edition, before)) {
            true => Ok(()),
            false => Err(InvalidForm::Nowhere { edition: self.name(), place }),
        }
    }
}

fn has_row_or_cell(edition: &Edition, id: &str) -> bool {
    let under = |cell: &CellId| {
        cell.as_str().strip_prefix(id).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    edition.figures().iter().any(|figure| under(&figure.id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{Column, Forms};

    /// The official editions with one thing of the newer one changed.
    fn changed(change: impl FnOnce(&mut Edition)) -> Result<Forms, InvalidForm> {
        let mut editions = Forms::official().editions().to_vec();
        change(editions.last_mut().unwrap());
        Forms::of(editions)
    }

    /// The id an unknown one is told by.
    fn unknown(change: impl FnOnce(&mut Edition)) -> String {
        match changed(change) {
            Err(InvalidForm::Unknown { id, .. }) => id,
            other => panic!("{:?}", other.map(|_| "built")),
        }
    }

    fn constraint(edition: &mut Edition, rule: &str) -> (usize, usize) {
        let at = |table: &TableForm| table.constraints.iter().position(|one| one.rule == rule);
        let found =
            edition.tables.iter().enumerate().find_map(|(of, table)| Some((of, at(table)?)));
        found.unwrap()
    }

    #[test]
    fn the_official_editions_have_no_fault() {
        assert!(changed(|_| {}).is_ok());
    }

    #[test]
    fn a_mistyped_id_is_told_wherever_it_stands() {
        let side = |side: Side| {
            unknown(move |edition| {
                let (table, at) = constraint(edition, "balance");
                edition.tables[table].constraints[at].left.push(side);
            })
        };
        assert_eq!(side(Side::this("carried_inn")), "carried_inn");
        assert_eq!(side(Side::last("carried_inn")), "carried_inn");
        assert_eq!(side(Side::this("total").of("case")), "case");
        let cells = |side: Side| {
            unknown(move |edition| {
                let (table, at) = constraint(edition, "balance");
                edition.tables[table].constraints[at] = Constraint {
                    rule: "balance",
                    across: Across::Cells,
                    left: vec![side],
                    right: vec![Side::this("requests/total/total")],
                    computes: false,
                };
            })
        };
        assert_eq!(cells(Side::this("requests/total")), "requests/total");
        // A cell of the edition before has no name in this one.
        let before = "disclosure/fees/prior_items";
        assert_eq!(cells(Side::last(before)), before);
        assert_eq!(cells(Side::this(before).named("上一年")), before);
        assert_eq!(
            unknown(|e| e.links[0].now = &["requests/other_handling.late"]),
            "requests/other_handling.late"
        );
        assert_eq!(unknown(|e| e.links[0].before = &["requests/others"]), "requests/others");
        assert_eq!(unknown(|e| e.chapters[1].table = Some("disclosed")), "disclosed");
    }

    #[test]
    fn what_is_given_twice_or_out_of_order_is_told() {
        let twice = |change: fn(&mut Edition)| match changed(change) {
            Err(InvalidForm::Twice { id, .. }) => id,
            other => panic!("{:?}", other.map(|_| "built")),
        };
        assert_eq!(twice(|e| e.id = "2019"), "2019");
        assert_eq!(twice(|e| e.chapters[1].id = "overview"), "overview");
        assert_eq!(twice(|e| e.tables[2].id = "requests"), "requests");
        let again = |e: &mut Edition| {
            let column = Column::new("issued", "本年制发件数");
            e.tables[0].blocks[0].columns.push(column);
        };
        assert_eq!(twice(again), "disclosure/rules/issued");
        let early = changed(|e| e.first_year = 2019).unwrap_err();
        assert_eq!(early, InvalidForm::NotLater { edition: "2021".into(), year: 2019 });
        let homeless = changed(|e| e.chapters[1].table = None).unwrap_err();
        assert!(matches!(homeless, InvalidForm::Homeless { table, .. } if table == "disclosure"));
    }

    #[test]
    fn a_constraint_that_holds_nowhere_or_a_total_that_is_none_is_told() {
        let nowhere = changed(|edition| {
            let (table, at) = constraint(edition, "in_force");
            edition.tables[table].constraints[at].left.push(Side::this("decisions"));
        });
        assert!(matches!(nowhere.unwrap_err(), InvalidForm::Nowhere { .. }));
        let total = changed(|edition| {
            let (table, at) = constraint(edition, "balance");
            edition.tables[table].constraints[at].computes = true;
        });
        assert!(matches!(total.unwrap_err(), InvalidForm::NoTotal { .. }));
    }
}
