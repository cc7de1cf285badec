//! Tables `returned_copies` and `notes`: what came back from review, and what others noted.
//!
//! **Deliberately absent**: what a returned copy is, and what of it is taken over; that is `app`'s.

use crate::column::{Json, now};
use crate::compressed::{compressed, expanded};
use crate::database::Store;
use crate::error::{Result, ensure_found};
use gongkai_model::form::CellId;
use gongkai_model::place::Place;
use rusqlite::{OptionalExtension, params};
use serde::Serialize;
use ts_rs::TS;

/// What somebody noted on a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Note {
    /// Its id; 0 before it is kept.
    #[ts(type = "number")]
    pub id: i64,
    /// Where in the text; none where nobody knows.
    pub place: Option<Place>,
    /// The figure it is about.
    pub cell: Option<CellId>,
    /// The words it is about; empty where it stands at a place.
    pub quoted: String,
    /// What it says.
    pub text: String,
    /// Who wrote it.
    pub who: String,
    /// When, as its file says.
    pub at: String,
    /// It is ticked off.
    pub done: bool,
}

impl Store {
    /// The copy that came back last; none where none did, or nobody can read it any more.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn returned_copy(&self, report: i64) -> Result<Option<String>> {
        let mut query = self
            .connection
            .prepare_cached("SELECT bytes FROM returned_copies WHERE report_id = ?1")?;
        let bytes = query.query_row([report], |row| row.get::<_, Vec<u8>>(0)).optional()?;
        Ok(bytes.and_then(|bytes| expanded(&bytes).ok()))
    }

    /// Keeps a copy that came back in place of the one before, and the notes that came with it beside
    /// those that are there.
    ///
    /// # Errors
    /// [`crate::StoreError::NotThere`] when there is no such report; those of the disk.
    pub fn keep_returned(&mut self, report: i64, copy: &str, notes: &[Note]) -> Result<()> {
        self.edit(|edit| {
            edit.execute(
                "INSERT OR REPLACE INTO returned_copies (report_id, bytes) VALUES (?1, ?2)",
                params![report, compressed(copy)?],
            )?;
            for note in notes {
                edit.execute(
                    "INSERT OR IGNORE INTO notes (report_id, place, cell, quoted, text, who, at)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                    params![
                        report,
                        Json(&note.place),
                        note.cell.as_ref().map(CellId::as_str),
                        note.quoted,
                        note.text,
                        note.who,
                        note.at
                    ],
                )?;
            }
            Ok(())
        })
    }

    /// The copy that came back is done with; the notes stay.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn forget_returned(&mut self, report: i64) -> Result<()> {
        self.edit(|edit| {
            edit.execute("DELETE FROM returned_copies WHERE report_id = ?1", [report])?;
            Ok(())
        })
    }

    /// The notes on a report, in the order they came.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn notes(&self, report: i64) -> Result<Vec<Note>> {
        let mut query = self.connection.prepare_cached(
            "SELECT id, place, cell, quoted, text, who, at, done_at FROM notes
             WHERE report_id = ?1 ORDER BY id",
        )?;
        let notes = query.query_map([report], |row| {
            let cell: Option<String> = row.get(2)?;
            Ok(Note {
                id: row.get(0)?,
                place: row.get::<_, Json<Option<Place>>>(1)?.0,
                cell: cell.map(|cell| cell.as_str().into()),
                quoted: row.get(3)?,
                text: row.get(4)?,
                who: row.get(5)?,
                at: row.get(6)?,
                done: row.get::<_, Option<String>>(7)?.is_some(),
            })
        })?;
        Ok(notes.collect::<rusqlite::Result<_>>()?)
    }

    /// Ticks a note off, or takes the tick away.
    ///
    /// # Errors
    /// [`crate::StoreError::NotThere`] when the report has no such note; those of the disk.
    pub fn tick_note(&mut self, report: i64, note: i64, done: bool) -> Result<()> {
        self.edit(|edit| {
            ensure_found(edit.execute(
                "UPDATE notes SET done_at = ?3 WHERE report_id = ?1 AND id = ?2",
                params![report, note, done.then(now)],
            )?)
        })
    }
}
