//! A report that is open: what belongs to it, how it is edited and undone, and what is shown of it.
//!
//! **Deliberately absent**: which reports are open, and the lock they are held under; that is
//! `session`.

mod cell_entry;
mod changed;
mod checked;
mod clock_time;
mod editing;
mod finding_line;
mod guide;
mod history;
mod marked_text;
mod open_report;
mod organ;
mod progress;
mod report_view;
mod review_status;
mod stored_steps;
mod unread;

pub use cell_entry::{CellEdit, How, Refused};
pub use checked::Checked;
pub use editing::Edited;
pub use finding_line::FindingLine;
pub use guide::Guide;
pub use history::Steps;
pub use progress::Progress;
pub use report_view::{FormView, ReportView};
pub use review_status::ReviewStatus;
pub use unread::unread_notice;

pub(crate) use cell_entry::{CellEntry, none_taken};
pub(crate) use changed::{changed, changed_words};
pub(crate) use checked::LastSent;
pub(crate) use clock_time::clock_time;
pub(crate) use editing::{Editing, StepName};
pub(crate) use finding_line::open_counts;
pub(crate) use history::{History, Step, StepPlace};
pub(crate) use open_report::{OpenReport, year_before};
pub(crate) use organ::{
    EXAMPLE, example_organ, organ_named, organ_of_id, organ_or_new, removed_organ,
};
pub(crate) use report_view::{LastYear, proposed_publication};
pub(crate) use stored_steps::read_steps;
pub(crate) use unread::whole;
