//! A report goes out for review and comes back: the copy that is sent, the state 送审中, what a returned
//! copy says otherwise, and the notes that came with it.
//!
//! **Deliberately absent**: what differs and how it is put in, which is `compare`'s; taking anything over
//! unasked.

mod returned;
mod sent;

pub use returned::ReturnedView;

use crate::failure::Failure;
use crate::paths::pdf_name;
use crate::report::{ReviewStatus, Steps};
use crate::session::Session;
use gongkai_store::Note;
use serde::Serialize;
use std::path::Path;
use ts_rs::TS;

/// What the page of a review shows.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ReviewView {
    /// Name of the office.
    pub organ: String,
    /// The report year.
    pub year: i32,
    /// What is taken over may be put in.
    pub writable: bool,
    /// Whether it is out for review.
    pub status: Option<ReviewStatus>,
    /// Where the copy for review would go.
    pub file: String,
    /// What came back last, beside what was sent and what it says now.
    pub returned: Option<ReturnedView>,
    /// What others noted.
    pub notes: Vec<Note>,
    /// What undo and redo would do now.
    pub steps: Steps,
}

impl Session {
    /// The review of a report. `folder`: where a copy would go.
    ///
    /// # Errors
    /// When the report is gone, or the store can't be used.
    pub fn review(&self, id: i64, folder: &Path) -> Result<ReviewView, Failure> {
        let open = self.flushed_snapshot(id)?;
        let report = &open.stored.report;
        let returned = self.returned(id)?;
        let notes = self.store().run(move |store| Ok(store.notes(id)?))?;
        let steps = self.edit(id, |editing| Ok(editing.history.steps()))?;
        let name = pdf_name(&format!("{}（送审稿）", report.full_title()));
        Ok(ReviewView {
            organ: open.organ.name.clone(),
            year: report.year.unwrap_or_default(),
            writable: open.writable().is_ok(),
            status: open.review_status(),
            file: folder.join(name).with_extension("docx").display().to_string(),
            returned: returned.map(|copy| copy.view(self.forms(), report)),
            notes,
            steps,
        })
    }

    /// Ticks a note off, or takes the tick away; gives all notes.
    ///
    /// # Errors
    /// When there is no such note, or the store can't be used.
    pub fn tick_note(&self, id: i64, note: i64, done: bool) -> Result<Vec<Note>, Failure> {
        self.store().run(move |store| {
            store.tick_note(id, note, done)?;
            Ok(store.notes(id)?)
        })
    }
}

#[cfg(test)]
mod tests;
