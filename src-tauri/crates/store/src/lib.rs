//! Where organs, reports and settings are kept: one SQLite file in the user's data folder.
//!
//! One file a table, its SQL beside its code; `stored` puts a whole report together, `changes` keeps
//! what an edit leaves. Every edit is one transaction: after a crash the
//! file holds all of it or nothing of it. The file belongs to one program at a time; a second one
//! is refused, so that no two windows overwrite each other's figures.
//!
//! **Deliberately absent**: checking, totals, and any judgement on what may be edited. What is
//! given is what is kept; blank, 0 and 未读到 come back as they went in.

#![warn(missing_docs)]

mod backup_name;
mod cells;
mod changes;
mod column;
mod compressed;
mod copying;
mod database;
mod error;
mod file_marks;
mod files;
mod labels;
mod lifecycle;
mod log;
mod migrations;
mod opening;
mod organs;
mod reasons;
mod reports;
mod review;
mod salvage;
mod set_aside;
mod settings;
mod sources;
mod steps;
mod stored;
mod texts;
mod trail;
mod versions;

#[cfg(test)]
mod tests;

pub mod backup;

pub use changes::Change;
pub use database::Store;
pub use error::StoreError;
pub use organs::Organ;
pub use reasons::Reason;
pub use reports::{Counts, Publication, ReportSummary};
pub use review::Note;
pub use salvage::{Earlier, Outcome, Salvaged, SalvagedReport, Words};
pub use set_aside::FOLDER as SET_ASIDE;
pub use settings::WHO;
pub use stored::Stored;
pub use texts::Texts;
pub use trail::{TrailEntry, TrailStep};
pub use versions::{Version, VersionReason, given_up as versions_given_up};

/// Name of the database in the data folder.
pub const FILE: &str = "gongkai.db";
