//! Reads what was written as any reader would — a PDF's characters by their codes' ToUnicode tables,
//! places by the operators, cells by the ruled lines — and compares it with the document it was made
//! from; the same once more by the tree of tagged parts (`tags`), as a screen reader hears it.
//!
//! Knows nothing of how pages were laid out. **Deliberately absent**: reading of PDFs others made;
//! that is `gongkai_read::pdf`.

mod codes;
pub(crate) mod document;
mod page;
pub(crate) mod pdf;
mod table;
mod tags;
mod text;
