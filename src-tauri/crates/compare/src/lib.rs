//! Two reports side by side: figures with their change, chapters with their differences and how
//! much of them is last year's text.
//!
//! Which figure of one edition stands for which of another is known from the editions' links alone;
//! nothing here names an edition. **Deliberately absent**: any judgement. What a jump or a repeated
//! text means is the business of `check`.

mod charts;
mod figures;
mod merge;
mod text;
mod years;

pub use charts::{Chart, Series, charts};
pub use figures::{CellChange, changes, signed, sum};
pub use merge::{CellMerge, ChangedBy, Merge, MergePart, TextMerge, merge, take_texts};
pub use text::{Known, Segment, SegmentKind, TextChange, percent, pieces, repeat_rate};
pub use years::{YearFigure, Years, YearsRow, over_years};

use gongkai_model::form::Forms;
use gongkai_model::report::Report;
use serde::{Deserialize, Serialize};

/// What changed from one report to another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// In the order of this report's form; figures only the other has stand at the end of their
    /// table.
    pub cells: Vec<CellChange>,
    /// In the order of this report's chapters, then those only the other has.
    pub texts: Vec<TextChange>,
}

/// Compares a report with another one, usually last year's; any two editions will do.
pub fn compare(forms: &Forms, this: &Report, last: &Report) -> Comparison {
    Comparison {
        cells: figures::changes(forms, this, last),
        texts: text::changes(forms, this, last),
    }
}
