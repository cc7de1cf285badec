//! Whether a report is out for review, and how it differs from what was sent.

use super::changed::{changed, changed_words};
use super::open_report::OpenReport;
use serde::Serialize;
use ts_rs::TS;

/// A report that is out for review.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ReviewStatus {
    /// Who sent it.
    pub who: String,
    /// `2027-01-20 14:20`
    pub at: String,
    /// To whom, and what was said; may be empty.
    pub why: String,
    /// Number of the version that was sent.
    #[ts(type = "number | null")]
    pub version: Option<i64>,
    /// How it differs from what was sent: `改了 12 格、3 段`; empty where it does not.
    pub changed: String,
}

impl OpenReport {
    /// Whether it is out for review, and what has changed since.
    pub fn review_status(&self) -> Option<ReviewStatus> {
        let sent = self.sent.as_ref()?;
        let changed = match sent.report.as_ref().map(|held| changed(held, &self.stored.report)) {
            None | Some((0, 0)) => String::new(),
            Some(changed) => changed_words(changed),
        };
        Some(ReviewStatus {
            who: sent.who.clone(),
            at: sent.at.clone(),
            why: sent.why.clone(),
            version: sent.version,
            changed,
        })
    }
}
