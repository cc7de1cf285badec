//! Report → [`Document`](crate::document::Document) → pages, files.

mod document;
mod fonts;
mod layout;
mod markdown;
mod pdf;
mod pdf_colour;
mod pdf_finish;
mod print;
mod read_back;
mod svg;

pub use document::document;
pub use fonts::{BadFont, Font, FontBytes, FontRole, FontSet, Substitution};
pub use layout::page::{Entry, FigureBox, Page, Pages, Rule, Run, Source};
pub use layout::{PageOptions, Seal, lay_out, measures};
pub use markdown::markdown;
pub use print::{NotPrinted, Printed, pages, print};
pub use svg::svg;
