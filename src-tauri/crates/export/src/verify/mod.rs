//! Reads what was written as any reader would — a PDF's characters by their codes' ToUnicode tables,
//! places by the operators, cells by the ruled lines — and compares it with the document it was made
//! from; the same once more by the tree of tagged parts (`tags`), as a screen reader hears it. An
//! OFD's objects are read into the same pages, and compared with the laid-out ones besides.
//!
//! **Deliberately absent**: reading of files others made; that is `gongkai_read`.

mod codes;
pub(crate) mod document;
pub(crate) mod ofd;
mod page;
mod pages;
pub(crate) mod pdf;
mod table;
mod tags;
mod text;
