//! The files, fonts, folders and processors of the computer the program runs on.
//!
//! **Deliberately absent**: anything that knows a report. A failure is one Chinese sentence: what
//! happened and what to do.

pub mod files;
pub mod fonts;
pub mod network;
pub mod parallel;
pub mod walk;
