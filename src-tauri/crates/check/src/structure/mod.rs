//! Rules on chapters, headings, title and dates.

pub(super) mod aspects;
pub(super) mod chapters;
pub(super) mod date;
pub(super) mod deadline;
pub(super) mod editions_mixed;
pub(super) mod empty;
pub(super) mod heading_cut_off;
pub(super) mod heading_levels;
pub(super) mod length;
pub(super) mod period;
pub(super) mod title;
pub(super) mod unsigned;
