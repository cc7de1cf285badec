//! Measures of a table's cells.

/// Between text and strokes, in mm: at the sides, above and below.
pub(super) const SIDE: f64 = 0.8;
pub(super) const ABOVE: f64 = 0.9;
/// From line to line in a cell, in parts of the type size.
pub(super) const LEADING: f64 = 1.22;
/// A label beside its column's figures is set flush left when it is numbered and this wide (mm).
pub(super) const FLUSH_FROM: f64 = 25.0;
/// Figures of a table are of one size down to this (points); only longer ones are smaller still.
pub(super) const COMMON_SIZE: f64 = 9.0;
pub(super) const SIZE_STEP: f64 = 0.5;
