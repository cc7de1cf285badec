//! What an annual report on open government information (政府信息公开工作年度报告) is: the official
//! form, a report, and a document of paragraphs and tables. Values.
//!
//! **Deliberately absent**: reading, checking, writing; the file system, the clock and the network.

pub mod document;
pub mod entry;
pub mod form;
pub mod organ;
pub mod place;
pub mod progress;
pub mod quoted;
pub mod report;
mod report_text;
