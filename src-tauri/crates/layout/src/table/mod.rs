//! Tables: merged cells, labels from top to bottom, figures that stay legible, and the part of a
//! table that stands on one page.
//!
//! **Deliberately absent**: which rows come on which page; `paginate` decides that.

mod columns;
mod draw;
mod laid;
mod measures;
mod plan;
mod text;

pub(crate) use columns::is_too_wide;
pub(crate) use draw::Drawn;
pub(crate) use laid::{LaidTable, TablePart, lay_table};
pub use plan::{CellPlan, SPARE, TablePlan};
pub use text::is_flush_label;
