//! [`Document`](gongkai_model::document::Document) → pages: the official page of GB/T 9704-2012,
//! every character in its place.
//!
//! Pages are plain values; the preview and the PDF are drawn from them. **Deliberately absent**:
//! shaping (Chinese needs none) and anything that knows a PDF.

mod arrange;
mod balance;
pub mod fonts;
pub mod glyphs;
mod heading;
mod lay_out;
mod line;
pub mod measures;
mod options;
mod page;
mod paginate;
mod paragraph;
pub mod plan;
mod runs;
#[cfg(any(test, feature = "samples"))]
pub mod samples;
mod signature_block;
mod signature_fields;
mod table;
#[cfg(test)]
mod tests;
mod title;

pub use fonts::{BadFont, Font, FontBytes, FontRole, FontSet, Substitution};
pub use heading::{heading_font, run_in};
pub use lay_out::lay_out;
pub use options::{PageOptions, Seal};
pub use page::{FigureBox, OutlineEntry, Page, Pages, Run, Source, Stroke};
pub use signature_fields::{FieldBox, SignatureField, Signer};
pub use table::is_flush_label;
