//! Bytes → [`Document`](crate::document::Document) → recognised report.
