//! Examines the signatures of any PDF.
//!
//! **Deliberately absent**: what the document says; whoever asks compares that.

mod changes;
mod examine;
mod verdict;

pub use changes::Changes;
pub use examine::{NotVerified, verify};
pub use verdict::{Covers, SignatureFound, Verdict, Verification};
