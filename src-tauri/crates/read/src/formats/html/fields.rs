//! Pieces of a line that are being read: raised words, lists of choices.
//!
//! **Deliberately absent**: when they begin and end.

use crate::formats::raised::Shift;

/// Longest piece of a hidden part that is told, and longest style sheet looked through, in bytes.
pub(super) const LONGEST_TOLD: usize = 200;
pub(super) const LONGEST_SHEET: usize = 200_000;

/// Raised or lowered words being read.
pub(super) struct Shifted {
    pub name: String,
    pub shift: Shift,
    /// Where they begin in the paragraph, in bytes.
    pub from: usize,
    /// Elements of the same name open inside.
    pub inside: usize,
}

/// A list of choices being read; shown is the one selected, or else the first.
#[derive(Default)]
pub(super) struct Choice {
    pub first: Option<String>,
    pub selected: Option<String>,
    pub open: Option<(bool, String)>,
}

impl Choice {
    pub fn text(&mut self, text: &str) {
        if let Some((_, said)) = &mut self.open {
            said.push_str(text);
        }
    }

    pub fn end_option(&mut self) {
        let Some((selected, said)) = self.open.take() else { return };
        if selected && self.selected.is_none() {
            self.selected = Some(said.clone());
        }
        self.first.get_or_insert(said);
    }
}
