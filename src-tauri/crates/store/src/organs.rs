//! Table `organs`: the offices whose reports are kept here.

use crate::column::{EnumText, now};
use crate::database::Store;
use crate::error::{Result, StoreError, ensure_found};
use gongkai_model::organ::{DueDate, OrganKind};
use rusqlite::{Row, params};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An office that reports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Organ {
    /// Given by [`Store::add_organ`].
    #[ts(type = "number")]
    pub id: i64,
    /// Full name (机关全称).
    pub name: String,
    /// Which rules and dates are its.
    pub kind: OrganKind,
    /// Set by a local notice; none for the usual date of its kind.
    pub due: Option<DueDate>,
}

impl Store {
    /// All organs but the removed ones, in the order they were added.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn organs(&self) -> Result<Vec<Organ>> {
        let mut query = self.connection.prepare_cached(
            "SELECT id, name, kind, due_month, due_day FROM organs
             WHERE removed_at IS NULL ORDER BY id",
        )?;
        let organs = query.query_map([], organ)?.collect::<rusqlite::Result<_>>()?;
        Ok(organs)
    }

    /// The removed organs, the one removed last first.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn removed_organs(&self) -> Result<Vec<Organ>> {
        let mut query = self.connection.prepare_cached(
            "SELECT id, name, kind, due_month, due_day FROM organs
             WHERE removed_at IS NOT NULL ORDER BY removed_at DESC, id DESC",
        )?;
        let organs = query.query_map([], organ)?.collect::<rusqlite::Result<_>>()?;
        Ok(organs)
    }

    /// Adds an organ and gives its id.
    ///
    /// # Errors
    /// [`StoreError::SameOrgan`] when there is one of this name.
    pub fn add_organ(&mut self, name: &str, kind: OrganKind) -> Result<i64> {
        self.edit(|edit| {
            edit.execute(
                "INSERT INTO organs (name, kind) VALUES (?1, ?2)",
                params![name, EnumText(kind)],
            )
            .map_err(same_name)?;
            Ok(edit.last_insert_rowid())
        })
    }

    /// Sets name, kind and due date of the organ with this id.
    ///
    /// # Errors
    /// [`StoreError::SameOrgan`] when another has this name.
    pub fn update_organ(&mut self, organ: &Organ) -> Result<()> {
        self.edit(|edit| {
            let changed = edit
                .execute(
                    "UPDATE organs SET name = ?2, kind = ?3, due_month = ?4, due_day = ?5
                     WHERE id = ?1 AND removed_at IS NULL",
                    params![
                        organ.id,
                        organ.name,
                        EnumText(organ.kind),
                        organ.due.map(|due| due.month),
                        organ.due.map(|due| due.day)
                    ],
                )
                .map_err(same_name)?;
            ensure_found(changed)
        })
    }

    /// Takes the organ and its reports out of sight; [`Store::restore_organ`] brings them back.
    ///
    /// # Errors
    /// [`StoreError::NotThere`] when there is no such organ; those of the disk.
    pub fn remove_organ(&mut self, id: i64) -> Result<()> {
        self.edit(|edit| {
            ensure_found(edit.execute(
                "UPDATE organs SET removed_at = ?2 WHERE id = ?1 AND removed_at IS NULL",
                params![id, now()],
            )?)
        })
    }

    /// Takes back [`Store::remove_organ`].
    ///
    /// # Errors
    /// [`StoreError::SameOrgan`] when one of its name has been added since.
    pub fn restore_organ(&mut self, id: i64) -> Result<()> {
        self.edit(|edit| {
            ensure_found(
                edit.execute("UPDATE organs SET removed_at = NULL WHERE id = ?1", [id])
                    .map_err(same_name)?,
            )
        })
    }
}

fn organ(row: &Row<'_>) -> rusqlite::Result<Organ> {
    let due: (Option<u32>, Option<u32>) = (row.get(3)?, row.get(4)?);
    Ok(Organ {
        id: row.get(0)?,
        name: row.get(1)?,
        kind: row.get::<_, EnumText<_>>(2)?.0,
        due: due.0.zip(due.1).map(|(month, day)| DueDate { month, day }),
    })
}

fn same_name(error: rusqlite::Error) -> StoreError {
    match error.into() {
        StoreError::Exists => StoreError::SameOrgan,
        other => other,
    }
}
