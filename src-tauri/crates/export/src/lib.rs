//! Files out: the official page as PDF, OFD and pictures, and Word, Excel, web page and Markdown. What
//! is written is read back and compared before it is handed out.
//!
//! **Deliberately absent**: where on a page anything stands, and what a document says.

mod comparison_book;
#[cfg(test)]
mod composed;
mod csv;
mod docx;
mod error;
mod escape;
mod figures;
mod format;
mod formats;
mod html;
mod identifier;
mod json;
mod markdown;
mod marks;
mod ofd;
mod pdf;
mod print;
#[cfg(test)]
mod samples;
mod subset;
mod svg;
mod verify;
mod web_text;
mod xlsx;

pub use comparison_book::comparison_book;
pub use docx::{ReviewCopy, docx, review_docx};
pub use error::{NotPrinted, NotWritten};
pub use format::FileFormat;
pub use formats::{FIGURES, FORMATS, OFFICIAL_PAGE, format_named, format_of_ending};
pub use html::html;
pub use markdown::markdown;
pub use marks::{Mark, marks};
pub use print::{Printed, pages, print, print_document, print_final, printable};
pub use svg::svg;
pub use web_text::{WebText, web_text};
pub use xlsx::xlsx;
