//! What happens to a report as a whole: replaced, sent for review, finalised, published, deleted,
//! brought back. What goes is kept as a version, in the transaction in which it goes.
//!
//! **Deliberately absent**: which step is allowed.

use crate::column::{EnumText, now};
use crate::database::Store;
use crate::error::{Result, StoreError, ensure_found};
use crate::reports::{Publication, touch};
use crate::stored::write_parts;
use crate::trail::{self, TrailStep};
use crate::versions::{self, VersionReason};
use crate::{cells, steps};
use gongkai_model::progress::ReportState;
use gongkai_model::report::Report;
use rusqlite::{OptionalExtension, params};

impl Store {
    /// Puts another report in the place of this one, which is kept as a version. A `source` replaces the file kept with it;
    /// without one that file stays. Gives the time of saving.
    ///
    /// # Errors
    /// As for [`Store::create`].
    pub fn replace(
        &mut self,
        id: i64,
        report: &Report,
        source: Option<(&str, &[u8])>,
        reason: VersionReason,
    ) -> Result<String> {
        let year = report.year.ok_or(StoreError::WithoutYear)?;
        self.edit(|edit| {
            versions::add_where_readable(edit, id, reason)?;
            steps::forget(edit, id)?;
            let saved_at = touch(edit, id)?;
            edit.execute(
                "UPDATE reports SET year = ?2, scope = ?3, edition = ?4 WHERE id = ?1",
                params![id, year, EnumText(report.scope), report.edition],
            )?;
            cells::clear(edit, id)?;
            write_parts(edit, id, report, source)?;
            Ok(saved_at)
        })
    }

    /// Notes how far the report has come, and why it was taken back; which step is allowed is not
    /// asked here. Of what becomes final a version is kept for ever.
    ///
    /// # Errors
    /// [`crate::StoreError::NotThere`] when there is no such report, or it is deleted; those of the disk.
    pub fn set_state(&mut self, id: i64, state: ReportState, why: &str) -> Result<()> {
        self.edit(|edit| {
            ensure_found(edit.execute(
                "UPDATE reports SET state = ?2 WHERE id = ?1 AND deleted_at IS NULL",
                params![id, EnumText(state)],
            )?)?;
            let (step, version) = match state {
                ReportState::Draft => (TrailStep::Returned, None),
                ReportState::Imported => (TrailStep::Begun, None),
                ReportState::Final => {
                    let version = versions::add(edit, id, VersionReason::Finalised)?;
                    (TrailStep::Finalised, Some(version))
                }
                ReportState::Published => (TrailStep::Published, None),
            };
            trail::note(edit, id, step, why, version)
        })
    }

    /// Notes that this version of a draft was handed to somebody for review.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn send_for_review(&mut self, id: i64, version: i64, why: &str) -> Result<()> {
        self.edit(|edit| trail::note(edit, id, TrailStep::SentForReview, why, Some(version)))
    }

    /// Notes that the review of a draft is over.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn end_review(&mut self, id: i64) -> Result<()> {
        self.edit(|edit| trail::note(edit, id, TrailStep::ReviewEnded, "", None))
    }

    /// Notes that a report was published, when and where.
    ///
    /// # Errors
    /// [`crate::StoreError::NotThere`] when there is no such report, or it is deleted; those of the disk.
    pub fn publish(&mut self, id: i64, publication: &Publication) -> Result<()> {
        self.edit(|edit| {
            ensure_found(edit.execute(
                "UPDATE reports SET state = ?2, published_on = ?3, published_at = ?4
                 WHERE id = ?1 AND deleted_at IS NULL",
                params![
                    id,
                    EnumText(ReportState::Published),
                    publication.date,
                    publication.address
                ],
            )?)?;
            trail::note(edit, id, TrailStep::Published, "", None)
        })
    }

    /// Takes a report out of sight; [`Store::restore`] brings it back.
    ///
    /// # Errors
    /// [`crate::StoreError::NotThere`] when there is no such report, or it is deleted; those of the disk.
    pub fn delete(&mut self, id: i64) -> Result<()> {
        self.edit(|edit| {
            versions::add_where_readable(edit, id, VersionReason::BeforeDeletion)?;
            ensure_found(edit.execute(
                "UPDATE reports SET deleted_at = ?2 WHERE id = ?1 AND deleted_at IS NULL",
                params![id, now()],
            )?)
        })
    }

    /// Takes back [`Store::delete`]; the report that has taken its place since is deleted in its turn.
    ///
    /// # Errors
    /// [`crate::StoreError::NotThere`] when there is no such report; those of the disk.
    pub fn restore_instead(&mut self, id: i64) -> Result<()> {
        self.edit(|edit| {
            let mut query = edit.prepare_cached(
                "SELECT id FROM reports WHERE deleted_at IS NULL AND (organ_id, year, scope) =
                       (SELECT organ_id, year, scope FROM reports WHERE id = ?1)",
            )?;
            if let Some(other) = query.query_row([id], |row| row.get(0)).optional()? {
                versions::add_where_readable(edit, other, VersionReason::BeforeReplacement)?;
            }
            edit.execute(
                "UPDATE reports SET deleted_at = ?2
                 WHERE deleted_at IS NULL AND (organ_id, year, scope) =
                       (SELECT organ_id, year, scope FROM reports WHERE id = ?1)",
                params![id, now()],
            )?;
            ensure_found(edit.execute("UPDATE reports SET deleted_at = NULL WHERE id = ?1", [id])?)
        })
    }
}
