//! What a report **is**: one definition for each edition (格式) of the official form.
//!
//! Entry grid, totals, checks, comparison, recognition and printed tables all walk these
//! definitions. A new edition is one new file and one line in [`Forms::official`]. Nothing in this
//! module knows a filled-in report.

mod append_only;
mod cell_id;
mod constraint;
mod edition;
mod edition_2019;
mod edition_2021;
mod edition_mapping;
mod editions;
mod equations;
mod extra_rows;
mod grid;
mod invalid;
mod table_form;
mod tables;

pub use cell_id::CellId;
pub use constraint::{Across, Constraint, Equation, Side, Term, When};
pub use edition::{ChapterForm, Comparable, Edition, ExtraRows, Link};
pub use edition_mapping::{EditionMapping, Group};
pub use editions::{Expanded, Forms};
pub use grid::{Grid, GridCell, GridContent, LabelKind};
pub use invalid::InvalidForm;
pub use table_form::{
    Block, Column, ColumnLeaf, FigureForm, Kind, Label, Row, RowLeaf, TableForm, plain,
};
