//! What an annual report on open government information (政府信息公开工作年度报告) is, and what
//! can be done with one: read it from a file, check it, compare it with another year, write it.
//!
//! Bytes and values come in, values go out. **Deliberately absent**: windows, databases, the file
//! system, the clock and the network. They belong to the crates around this one.

pub mod check;
pub mod compare;
pub mod document;
pub mod entry;
pub mod form;
pub mod organ;
pub mod quoted;
pub mod read;
pub mod report;
pub mod write;
