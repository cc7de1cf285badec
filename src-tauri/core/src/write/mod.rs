//! Report → [`Document`](crate::document::Document) → pages, files.

mod check_list;
mod comparison;
mod comparison_book;
mod cut;
mod document;
mod docx;
mod file;
mod fonts;
mod html;
mod layout;
mod markdown;
mod marks;
mod pdf;
mod pdf_colour;
mod pdf_finish;
mod pdf_tags;
mod print;
mod read_back;
mod svg;
mod xlsx;

pub use check_list::{GivenReason, Listed, check_list, folder_list};
pub use comparison::{Compared, comparison};
pub use comparison_book::comparison_book;
pub use document::document;
pub use docx::docx;
pub use file::{FileFormat, NotWritten, file};
pub use fonts::{BadFont, Font, FontBytes, FontRole, FontSet, Substitution};
pub use html::html;
pub use layout::page::{Entry, FigureBox, Page, Pages, Rule, Run, Source};
pub use layout::{PageOptions, Seal, lay_out, measures};
pub use markdown::markdown;
pub use marks::{Mark, marks};
pub use print::{NotPrinted, Printed, pages, print, print_document};
pub use svg::svg;
pub use xlsx::xlsx;
