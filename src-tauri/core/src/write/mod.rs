//! Report → [`Document`](crate::document::Document) → pages, files.
