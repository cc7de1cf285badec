//! Which edition of the form the tables of a file follow: told by the labels that stand in them and
//! by those that don't, one edition against the other.
//!
//! Every label two editions share says nothing between these two; a label only one of them has
//! speaks for it where it stands, and against it where its table is there without it. So an edition
//! that only adds to another leaves the files of the older one alone, and one row left over makes no
//! report of the edition it was left over from.

use super::vocabulary::{TableLabel, tables};
use crate::Doubt;
use gongkai_model::document::normalize;
use gongkai_model::form::{Edition, Forms};
use std::collections::HashSet;

/// Labels of a table that must stand in a text for the table to be there.
const FEWEST: usize = 3;
/// How often a label stands in a file though its edition has none such, or is missing though its
/// whole table is there.
const ODD: f64 = 0.05;
/// From this weight on one edition beats another, as a natural logarithm of odds; below it the year
/// decides. One label of a table that is there whole weighs 2.9.
const ENOUGH: f64 = 2.0;

/// The edition told, and what speaks for another one.
pub(super) struct Told<'a> {
    pub edition: &'a Edition,
    /// One doubt for each table whose own labels leave the edition open, or speak for another.
    pub doubts: Vec<Doubt>,
}

/// The edition whose labels stand in the text, or none when no table is there at all. Where the
/// labels leave it open it is the one prescribed for the year, or without a year the newest, and
/// that is said.
pub(super) fn which_edition<'a>(
    forms: &'a Forms,
    table_text: &str,
    year: Option<i32>,
) -> Option<Told<'a>> {
    let text = normalize::key(table_text);
    let all: Vec<Found<'a>> = forms.editions().iter().map(|one| Found::of(one, &text)).collect();
    let all: Vec<Found<'a>> =
        all.into_iter().filter(|one| one.tables.iter().any(|t| t.there)).collect();
    let prescribed = match year {
        Some(year) => forms.for_year(year),
        None => forms.editions().last(),
    };
    let beats =
        |other: &Found<'_>, one: &Found<'_>| other.weight(one) - one.weight(other) >= ENOUGH;
    let beaten = |one: &Found<'_>| all.iter().any(|other| beats(other, one));
    let unbeaten: Vec<&Found<'a>> = all.iter().filter(|one| !beaten(one)).collect();
    let is_prescribed =
        |one: &&&Found<'a>| prescribed.is_some_and(|edition| edition.id == one.edition.id);
    let told = match unbeaten.iter().find(is_prescribed) {
        Some(told) => *told,
        None => *unbeaten.last()?,
    };
    let others = all.iter().filter(|other| other.edition.id != told.edition.id);
    let mut doubts: Vec<Doubt> = Vec::new();
    for doubt in others.flat_map(|other| told.doubts(other)) {
        if doubts.iter().all(|known| known.cell != doubt.cell) {
            doubts.push(doubt);
        }
    }
    Some(Told { edition: told.edition, doubts })
}

/// What of an edition's tables stands in a text.
struct Found<'a> {
    edition: &'a Edition,
    tables: Vec<Table>,
    /// Every wording of every label, as keys.
    wordings: HashSet<String>,
}

struct Table {
    id: &'static str,
    there: bool,
    /// Each label, and whether it was found.
    labels: Vec<(TableLabel, bool)>,
}

impl<'a> Found<'a> {
    fn of(edition: &'a Edition, text: &str) -> Self {
        let mut wordings = HashSet::new();
        let mut table = |(id, labels): (&'static str, Vec<TableLabel>)| {
            wordings.extend(labels.iter().flat_map(|label| label.keys.iter().cloned()));
            let found =
                |label: &TableLabel| label.keys.iter().any(|key| text.contains(key.as_str()));
            let labels: Vec<_> = labels.into_iter().map(|label| (found(&label), label)).collect();
            let there = labels.iter().filter(|(found, _)| *found).count() >= FEWEST;
            let labels = labels.into_iter().map(|(found, label)| (label, found)).collect();
            Table { id, there, labels }
        };
        let tables = tables(edition).into_iter().map(&mut table).collect();
        Found { edition, tables, wordings }
    }

    /// The labels of a table this edition has and the other has not, and how many of those they
    /// share were found, of how many.
    fn own<'s>(&self, table: &'s Table, other: &Found<'_>) -> Own<'s> {
        let shared = |key: &String| {
            other.wordings.contains(key)
                || other.wordings.iter().any(|wording| wording.contains(key.as_str()))
        };
        let mut own = Own::default();
        for (label, found) in &table.labels {
            if label.keys.iter().any(shared) {
                own.shared += 1;
                own.shared_found += usize::from(*found);
            } else {
                own.labels.push((label, *found));
            }
        }
        own
    }

    /// What the labels only this edition has say for it against the other: those that stand in the
    /// text for it, those that don't against it, the more the fuller their table is there.
    fn weight(&self, other: &Found<'_>) -> f64 {
        self.tables.iter().map(|table| self.weight_of(table, other)).sum()
    }

    fn weight_of(&self, table: &Table, other: &Found<'_>) -> f64 {
        let own = self.own(table, other);
        let there = own.there();
        let weight = |found: bool| match found {
            true => (there / ODD).ln(),
            false => ((1.0 - there) / (1.0 - ODD)).ln(),
        };
        own.labels.iter().map(|(_, found)| weight(*found)).sum()
    }

    /// The tables that may as well, or rather, be another edition's, by a label only that one has.
    fn doubts(&self, other: &Found<'_>) -> Vec<Doubt> {
        let doubt = |table: &Table| {
            let own = other.own(table, self);
            let (label, _) = own.labels.iter().find(|(_, found)| *found)?;
            let mine = self.tables.iter().find(|own| own.id == table.id);
            let mine = mine.map_or(0.0, |own| self.weight_of(own, other));
            if mine - other.weight_of(table, self) >= ENOUGH {
                return None;
            }
            let first = self.edition.table(table.id)?.figures().into_iter().next()?;
            let why = format!(
                "这张表里有{}格式的项目（如“{}”），这里按{}的格式读入，请核对。",
                other.edition.document, label.text, self.edition.document,
            );
            Some(Doubt { cell: first.id, why })
        };
        other.tables.iter().filter_map(doubt).collect()
    }
}

/// The labels of a table only one of two editions has.
#[derive(Default)]
struct Own<'a> {
    /// Each, and whether it was found.
    labels: Vec<(&'a TableLabel, bool)>,
    /// Labels both editions have, and how many of them were found.
    shared: usize,
    shared_found: usize,
}

impl Own<'_> {
    /// How likely a label of the table is found, judged by those both editions have (the rule of
    /// succession).
    fn there(&self) -> f64 {
        let part = (self.shared_found as f64 + 0.5) / (self.shared as f64 + 1.0);
        part.clamp(ODD, 1.0 - ODD)
    }
}
