//! What the program does, whoever asks: the window's commands, the command line and the self-check
//! are adapters of this.
//!
//! A [`Session`] holds what is open. It keeps to one rule: its lock is held for work in memory alone;
//! while pages are laid out, files are read or written or the store is asked, others go on. The store
//! lives on a thread of its own, and long work takes a snapshot of the report it is about.
//!
//! **Deliberately absent**: windows and dialogs (shell), words of a command line (cli), SQL (store),
//! rules and figures (check, model).

#![warn(missing_docs, clippy::missing_errors_doc)]

mod cancellation;
mod copies;
mod failure;
mod import;
mod page_preview;
mod paths;
mod report;
mod session;
mod store_thread;
mod written_files;

pub mod batch;
pub mod self_check;
pub mod signing;

pub use cancellation::{CancellationSource, CancellationToken};
pub use failure::{Code, Failure};
pub use gongkai_platform::walk::FilesFound;
pub use gongkai_store::backup::BackupReason;
pub use import::{
    FileSurvey, ImportOutcome, ImportStatus, ImportTarget, ImportView, files_below, read_report,
};
pub use report::{
    CellEdit, Checked, Edited, FindingLine, FormView, Guide, Progress, ReportView, ReviewStatus,
    Steps, unread_notice,
};
pub use session::{
    BackupsView, ComparisonView, FoundWords, HintLine, Moved, ON_NETWORK, Replaced, RestoreView,
    ReviewView, SalvageView, Session, SettingsView, Start, TableName, TakenBack, TextEdit,
    VersionDifference, VersionsView, YearsCompared, current_report_year, export,
};
