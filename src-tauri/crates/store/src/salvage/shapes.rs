//! Which table a row is of: told by the kinds of its values, which differ from table to table.
//! Rows of earlier versions of the program have fewer columns.

use super::leaves::Row;
use rusqlite::types::Value;

/// A table of ours.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Shape {
    pub table: &'static str,
    pub columns: &'static [(&'static str, Kind)],
    /// Columns in the oldest version.
    least: usize,
}

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The number of the row, which stands beside it.
    Id,
    Integer,
    IntegerOrNone,
    Text,
    TextOrNone,
    Blob,
    BlobOrNone,
}

use Kind::{Blob, BlobOrNone, Id, Integer, IntegerOrNone, Text, TextOrNone};

pub(super) const ORGANS: Shape = Shape {
    table: "organs",
    columns: &[
        ("id", Id),
        ("name", Text),
        ("kind", Text),
        ("due_month", IntegerOrNone),
        ("due_day", IntegerOrNone),
        ("removed_at", TextOrNone),
    ],
    least: 6,
};

pub(super) const REPORTS: Shape = Shape {
    table: "reports",
    columns: &[
        ("id", Id),
        ("organ_id", Integer),
        ("year", Integer),
        ("scope", Text),
        ("edition", TextOrNone),
        ("state", Text),
        ("saved_at", Text),
        ("open_errors", IntegerOrNone),
        ("open_explains", IntegerOrNone),
        ("deleted_at", TextOrNone),
        ("open_unfilled", IntegerOrNone),
        ("published_on", Text),
        ("published_at", Text),
    ],
    least: 10,
};

pub(super) const CELLS: Shape = Shape {
    table: "cells",
    columns: &[
        ("report_id", Integer),
        ("cell", Text),
        ("figure", TextOrNone),
        ("note", TextOrNone),
        ("origin", Text),
    ],
    least: 5,
};

pub(super) const TEXTS: Shape = Shape {
    table: "texts",
    columns: &[
        ("report_id", Id),
        ("title", TextOrNone),
        ("organ", TextOrNone),
        ("preface", Text),
        ("chapters", Text),
        ("signature", TextOrNone),
        ("date", TextOrNone),
    ],
    least: 7,
};

const SOURCES: Shape = Shape {
    table: "sources",
    columns: &[("report_id", Id), ("name", Text), ("bytes", Blob), ("added_at", Text)],
    least: 4,
};

const REASONS: Shape = Shape {
    table: "reasons",
    columns: &[
        ("report_id", Integer),
        ("key", Text),
        ("rule", Text),
        ("text", Text),
        ("who", Text),
        ("at", Text),
    ],
    least: 6,
};

const SETTINGS: Shape =
    Shape { table: "settings", columns: &[("key", Text), ("value", Text)], least: 2 };

const LABELS: Shape = Shape {
    table: "labels",
    columns: &[("report_id", Integer), ("cell", Text), ("label", Text)],
    least: 3,
};

const VERSION_PARTS: Shape = Shape {
    table: "version_parts",
    columns: &[("id", Id), ("report_id", Integer), ("sha256", Blob), ("bytes", Blob)],
    least: 4,
};

const VERSIONS: Shape = Shape {
    table: "versions",
    columns: &[
        ("id", Id),
        ("report_id", Integer),
        ("number", Integer),
        ("reason", Text),
        ("who", Text),
        ("made_at", Text),
        ("name", Text),
        ("parts", Text),
        ("seal", BlobOrNone),
    ],
    least: 9,
};

const TRAIL: Shape = Shape {
    table: "trail",
    columns: &[
        ("id", Id),
        ("report_id", Integer),
        ("step", Text),
        ("who", Text),
        ("at", Text),
        ("why", Text),
        ("version", IntegerOrNone),
    ],
    least: 7,
};

pub(super) const STEPS: Shape =
    Shape { table: "steps", columns: &[("report_id", Id), ("bytes", Blob)], least: 2 };

/// Rows of it look like those of [`STEPS`]; what they hold tells them apart.
pub(super) const RETURNED_COPIES: Shape =
    Shape { table: "returned_copies", columns: &[("report_id", Id), ("bytes", Blob)], least: 2 };

const NOTES: Shape = Shape {
    table: "notes",
    columns: &[
        ("id", Id),
        ("report_id", Integer),
        ("place", Text),
        ("cell", TextOrNone),
        ("quoted", Text),
        ("text", Text),
        ("who", Text),
        ("at", Text),
        ("done_at", TextOrNone),
    ],
    least: 9,
};

/// Whose values a new database has of its own.
pub(super) const FILE_MARKS: Shape = Shape {
    table: "file_marks",
    columns: &[("one", Id), ("file", Text), ("state", Text), ("log_from", Text)],
    least: 4,
};

const ALL: [&Shape; 14] = [
    &ORGANS,
    &REPORTS,
    &CELLS,
    &TEXTS,
    &SOURCES,
    &REASONS,
    &SETTINGS,
    &LABELS,
    &VERSION_PARTS,
    &VERSIONS,
    &TRAIL,
    &STEPS,
    &NOTES,
    &FILE_MARKS,
];

/// The table a row is of; none where it is of an index, or of no table of ours.
pub(super) fn of(row: &Row) -> Option<&'static Shape> {
    ALL.into_iter().find(|shape| shape.fits(row))
}

impl Shape {
    fn fits(&self, row: &Row) -> bool {
        let numbered = self.columns.first().is_some_and(|(_, kind)| *kind == Id);
        (self.least..=self.columns.len()).contains(&row.values.len())
            && numbered == row.rowid.is_some()
            && self.columns.iter().zip(&row.values).all(|((_, kind), value)| kind.holds(value))
    }

    /// Puts a row into this table, named in full; there must be as many values as the row has columns.
    pub fn insertion(&self, columns: usize) -> String {
        let names: Vec<&str> = self.columns.iter().take(columns).map(|(name, _)| *name).collect();
        let places = vec!["?"; names.len()].join(", ");
        format!("INSERT INTO {} ({}) VALUES ({places})", self.table, names.join(", "))
    }
}

impl Kind {
    fn holds(self, value: &Value) -> bool {
        match value {
            Value::Null => matches!(self, Id | IntegerOrNone | TextOrNone | BlobOrNone),
            Value::Integer(_) => matches!(self, Integer | IntegerOrNone),
            Value::Text(_) => matches!(self, Text | TextOrNone),
            Value::Blob(_) => matches!(self, Blob | BlobOrNone),
            Value::Real(_) => false,
        }
    }
}
