//! What is open while the program runs: reports with their steps of undo, the file being imported,
//! the pages last laid out, the settings. One file an area of what can be asked for.

mod backups;
mod batch;
mod cells;
mod comparison;
mod edits;
mod example;
pub mod export;
mod import;
mod new_report;
mod organs;
mod reasons;
mod report_view;
mod review;
mod salvage;
mod settings;
mod start;
mod state;
mod status;
mod text_edit;
mod text_tools;
mod versions;

pub use backups::{BackupsView, RestoreView};
pub use comparison::{ComparisonView, TableName, YearsCompared};
pub use new_report::current_report_year;
pub use review::ReviewView;
pub use salvage::SalvageView;
pub use settings::{HintLine, Moved, ON_NETWORK, SettingsView};
pub use start::Start;
pub use state::Session;
pub use text_edit::TextEdit;
pub use text_tools::{FoundWords, Replaced};
pub use versions::{TakenBack, VersionDifference, VersionsView};
