//! The rows of a damaged database put into a new one. A value that is none of ours costs what it
//! stands in and nothing else: a figure its cell, a state its step.

use super::leaves::{self, Row};
use super::pages::Pages;
use super::shapes::{
    self, CELLS, FILE_MARKS, ORGANS, REPORTS, RETURNED_COPIES, STEPS, Shape, TEXTS,
};
use crate::column::{EnumText, FigureText, Json, now};
use crate::compressed::expanded;
use crate::error::Result;
use crate::file_marks::FileMarks;
use crate::trail::TrailStep;
use crate::versions::VersionReason;
use gongkai_model::form::CellId;
use gongkai_model::organ::OrganKind;
use gongkai_model::progress::ReportState;
use gongkai_model::report::{Chapter, Origin, Scope};
use rusqlite::types::{FromSql, Value, ValueRef};
use rusqlite::{Connection, ErrorCode, OptionalExtension, params, params_from_iter};
use std::collections::{BTreeMap, BTreeSet};

/// Years of which there can be a report.
const YEARS: std::ops::RangeInclusive<i64> = 2000..=2100;

/// What is known of the rows that are missing.
#[derive(Default)]
pub(super) struct Missing {
    /// Rows may be missing of which nothing is known.
    pub any: bool,
    /// Cells whose figure can't be read, or reads differently in two places.
    pub cells: BTreeMap<i64, BTreeSet<CellId>>,
    /// Reports whose words have characters nobody can read.
    pub spoiled: BTreeSet<i64>,
    /// Reports whose state can't be read.
    pub states: BTreeSet<i64>,
    /// Rows of versions.
    pub versions: usize,
}

/// Puts the rows of these pages into an empty database of this version.
///
/// # Errors
/// The new database can't be written.
pub(super) fn put(pages: &Pages, into: &Connection) -> Result<Missing> {
    let mut missing = Missing::default();
    let mut failed = Ok(());
    let gap = leaves::each_row(pages, |row| {
        if failed.is_ok()
            && let Some(shape) = shapes::of(&row).filter(|shape| **shape != FILE_MARKS)
        {
            failed = put_row(into, shape, row, &mut missing);
        }
    });
    failed?;
    missing.any |= gap;
    Ok(missing)
}

/// What tells the database and its log apart from others; none where that can't be read.
pub(super) fn marks(pages: &Pages) -> Option<FileMarks> {
    let mut marks = None;
    leaves::each_row(pages, |row| {
        if shapes::of(&row) == Some(&FILE_MARKS)
            && let [_, Value::Text(file), Value::Text(state), Value::Text(log_from)] =
                row.values.as_slice()
        {
            let [file, state, log_from] = [file, state, log_from].map(String::clone);
            marks = Some(FileMarks { file, state, log_from });
        }
    });
    marks
}

fn put_row(into: &Connection, shape: &Shape, row: Row, missing: &mut Missing) -> Result<()> {
    let Row { rowid, mut values, spoiled } = row;
    if let (Some(id), Some(first)) = (rowid, values.first_mut()) {
        *first = Value::Integer(id);
    }
    let id = values.first().map_or(0, integer);
    let shape = if *shape == STEPS && !holds_steps(&values) { &RETURNED_COPIES } else { shape };
    if *shape == CELLS {
        return put_cell(into, id, values, spoiled, missing);
    }
    if *shape == REPORTS {
        mend_report(id, &mut values, missing);
    } else if *shape == ORGANS {
        if let Some(kind) = values.get_mut(2).filter(|kind| !holds::<EnumText<OrganKind>>(kind)) {
            *kind = Value::Text("department".to_owned());
        }
    } else if *shape == TEXTS && spoiled {
        missing.spoiled.insert(id);
    }
    if !is_valid(shape, &values) || (spoiled && !is_read_by_people(shape)) {
        missing.any = true;
        return Ok(());
    }
    if !insert(into, shape, &values)? {
        missing.any = true;
        // Of an office or a report with a twin: kept, out of sight.
        let hidden = shape.columns.iter().position(|(name, _)| {
            (*shape == REPORTS && *name == "deleted_at")
                || (*shape == ORGANS && *name == "removed_at")
        });
        if let Some(hidden) = hidden.and_then(|at| values.get_mut(at))
            && matches!(hidden, Value::Null)
        {
            *hidden = Value::Text(now());
            insert(into, shape, &values)?;
        }
    }
    Ok(())
}

/// Whether it is the steps of undo that stand in a row, and not a copy of the report.
fn holds_steps(values: &[Value]) -> bool {
    let Some(Value::Blob(bytes)) = values.get(1) else { return false };
    expanded(bytes).is_ok_and(|steps| steps.starts_with("{\"done\":"))
}

/// Texts in which a character nobody can read does no further harm.
fn is_read_by_people(shape: &Shape) -> bool {
    matches!(shape.table, "organs" | "reports" | "texts" | "reasons" | "trail")
}

fn put_cell(
    into: &Connection,
    report: i64,
    mut values: Vec<Value>,
    spoiled: bool,
    missing: &mut Missing,
) -> Result<()> {
    let [_, Value::Text(cell), figure, _, origin] = values.as_mut_slice() else { return Ok(()) };
    let id = CellId::from(cell.as_str());
    if !holds::<EnumText<Origin>>(origin) {
        *origin = Value::Text("typed".to_owned());
    }
    let mut good = !spoiled && holds::<FigureText>(figure) && !begins_with_nought(figure);
    if good && !insert(into, &CELLS, &values)? {
        // Written twice: believed where both say the same.
        let held: Option<Option<String>> = into
            .prepare_cached("SELECT figure FROM cells WHERE report_id = ?1 AND cell = ?2")?
            .query_row(params![report, id.as_str()], |row| row.get(0))
            .optional()?;
        let other = match values.get(2) {
            Some(Value::Text(figure)) => Some(figure.clone()),
            _ => None,
        };
        good = held == Some(other);
    }
    if !good {
        into.prepare_cached("DELETE FROM cells WHERE report_id = ?1 AND cell = ?2")?
            .execute(params![report, id.as_str()])?;
        missing.cells.entry(report).or_default().insert(id);
    }
    Ok(())
}

/// The program writes no 0 before other digits: it was another digit.
fn begins_with_nought(figure: &Value) -> bool {
    let Value::Text(text) = figure else { return false };
    text.strip_prefix('0').is_some_and(|rest| rest.starts_with(|next: char| next.is_ascii_digit()))
}

/// Puts the usual in the place of what is not readable in a report's row.
fn mend_report(id: i64, values: &mut [Value], missing: &mut Missing) {
    for (at, value) in values.iter_mut().enumerate() {
        match at {
            3 if !holds::<EnumText<Scope>>(value) => *value = Value::Text("own".to_owned()),
            5 if !holds::<EnumText<ReportState>>(value) => {
                missing.states.insert(id);
                *value = Value::Text("draft".to_owned());
            }
            // Made anew when the report is opened.
            7 | 8 | 10 => *value = Value::Null,
            _ => {}
        }
    }
}

/// Whether the program could read the row.
fn is_valid(shape: &Shape, values: &[Value]) -> bool {
    let is = |at: usize, holds: fn(&Value) -> bool| values.get(at).is_some_and(holds);
    match shape.table {
        "reports" => is(2, |year| YEARS.contains(&integer(year))),
        "organs" => {
            let whole =
                |value: &Value| matches!(value, Value::Null) || (1..=31).contains(&integer(value));
            is(3, whole) && is(4, whole)
        }
        "texts" => is(3, holds::<Json<Vec<String>>>) && is(4, holds::<Json<Vec<Chapter>>>),
        "versions" => is(3, holds::<EnumText<VersionReason>>) && is(7, holds::<Json<Vec<i64>>>),
        "trail" => is(2, holds::<EnumText<TrailStep>>),
        _ => true,
    }
}

fn holds<T: FromSql>(value: &Value) -> bool {
    T::column_result(ValueRef::from(value)).is_ok()
}

fn integer(value: &Value) -> i64 {
    match value {
        Value::Integer(value) => *value,
        _ => 0,
    }
}

/// Whether the row could be put in; not where the table has one like it, or refuses it.
fn insert(into: &Connection, shape: &Shape, values: &[Value]) -> Result<bool> {
    let inserted = into
        .prepare_cached(&shape.insertion(values.len()))?
        .execute(params_from_iter(values.iter()));
    match inserted {
        Ok(_) => Ok(true),
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
            Ok(false)
        }
        Err(error) => Err(error.into()),
    }
}
