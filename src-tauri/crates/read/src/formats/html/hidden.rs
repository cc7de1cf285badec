//! A part of a page that is not shown, and where a browser would end it.
//!
//! **Deliberately absent**: which parts are not shown; that is [`inline`](super::inline)'s.

use super::elements::BLOCKS;

/// A part that is not shown, up to its end.
pub(super) struct Hidden {
    pub name: String,
    /// Elements of the same name open inside.
    pub inside: usize,
    pub tables: usize,
    /// It began in a cell of a table, which ends it.
    pub in_cell: bool,
    /// What stands in it would be told: what it says so far.
    pub said: Option<String>,
}

impl Hidden {
    /// Whether the start of an element ends the hidden part, as a browser would end it.
    pub fn ends_at_start(&mut self, name: &str) -> bool {
        let ends = match self.name.as_str() {
            "p" => BLOCKS.contains(&name),
            "td" | "th" => self.tables == 0 && matches!(name, "td" | "th" | "tr"),
            "tr" => self.tables == 0 && name == "tr",
            "li" => name == "li",
            _ => self.in_cell && self.tables == 0 && matches!(name, "td" | "th" | "tr" | "tbody"),
        };
        if name == "table" {
            self.tables += 1;
        }
        if name == self.name {
            self.inside += 1;
        }
        ends
    }

    pub fn ends_at_end(&mut self, name: &str) -> bool {
        if name == "table" && self.name != "table" {
            let outer = self.tables == 0;
            self.tables = self.tables.saturating_sub(1);
            return outer && (self.in_cell || matches!(self.name.as_str(), "td" | "th" | "tr"));
        }
        if name == self.name {
            self.inside = self.inside.saturating_sub(1);
            return self.inside == 0;
        }
        match self.name.as_str() {
            "p" => BLOCKS.contains(&name),
            "td" | "th" => name == "tr" && self.tables == 0,
            "title" | "noscript" => name == "head",
            _ => self.in_cell && self.tables == 0 && matches!(name, "td" | "th" | "tr"),
        }
    }
}
