//! What of a text is seen on paper, and the sentence about a place that differs.

use crate::error::NotPrinted;
use gongkai_layout::glyphs::is_invisible;

pub(super) fn different(place: impl Into<String>) -> NotPrinted {
    NotPrinted::Different { place: place.into() }
}

/// What of a text is on paper: no blanks, no characters without a shape.
pub(super) fn visible(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !is_invisible(*c)).collect()
}
