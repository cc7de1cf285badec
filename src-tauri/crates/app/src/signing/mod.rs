//! Signs the PDF of a report and examines signed ones: keys, services of time and trusted certificates
//! where they lie, and whether a file says what a report says.
//!
//! **Deliberately absent**: passwords kept; each is given for one signature.

mod order;
mod roots;
mod same_report;
mod time_service;

pub use order::{KeyPlace, SealFile, SignOrder, SignedPdf, sign_pdf};
pub use roots::trusted;
pub use same_report::{SameReport, same_report};
