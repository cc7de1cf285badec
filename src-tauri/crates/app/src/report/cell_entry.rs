//! What the user puts into cells, by keys or from the clipboard, and what is said of it.

use gongkai_model::entry::{self, Meant};
use gongkai_model::form::{CellId, Kind};
use gongkai_model::report::Figure;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the user put into a cell.
#[derive(Clone, Debug, Deserialize, TS)]
#[ts(export)]
pub struct CellEdit {
    /// The cell it is meant for.
    pub cell: CellId,
    /// As typed.
    pub text: String,
    /// How it came there.
    pub how: How,
}

/// How it came there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum How {
    /// By keys.
    Typed,
    /// A total the program computes is overridden on purpose.
    Deliberate,
    /// From a range on the clipboard, where a dash is a blank and a figure may have its unit.
    Pasted,
}

/// An input that was not taken, and why.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Refused {
    /// The cell it was meant for.
    pub cell: CellId,
    /// One sentence.
    pub why: String,
}

/// Edits as they are gone through one by one.
#[derive(Default)]
pub struct CellEntry {
    pub refused: Vec<Refused>,
    pasting: bool,
    taken: usize,
    blanks: usize,
    units: usize,
}

impl CellEntry {
    /// The figure an edit gives; none when it is refused.
    pub fn figure(&mut self, edit: &CellEdit, kind: Kind) -> Option<Figure> {
        let pasted = edit.how == How::Pasted;
        self.pasting |= pasted;
        let read = if pasted {
            entry::pasted(&edit.text, kind)
        } else {
            entry::figure(&edit.text, kind).map(|figure| (figure, Meant::AsWritten))
        };
        match read {
            Ok((figure, meant)) => {
                self.taken += 1;
                self.blanks += usize::from(meant == Meant::Blank);
                self.units += usize::from(meant == Meant::Unit);
                Some(figure)
            }
            Err(why) => {
                let why = why.to_owned();
                self.refused.push(Refused { cell: edit.cell.clone(), why });
                None
            }
        }
    }

    /// One sentence about a paste that did not go in as it was.
    pub fn paste_outcome(&self) -> Option<String> {
        let refused = self.refused.len();
        if !self.pasting || self.blanks + self.units + refused == 0 {
            return None;
        }
        if self.taken == 0 {
            return Some(none_taken(refused));
        }
        let mut said = format!("粘贴了 {} 格", self.taken);
        if self.blanks > 0 {
            said.push_str(&format!("；{} 格写的是“-”“/”或“无”，按空白填入", self.blanks));
        }
        if self.units > 0 {
            said.push_str(&format!("；{} 格的数带着单位，只填了数", self.units));
        }
        if refused > 0 {
            said.push_str(&format!("；{refused} 格不是能填的数，原来的数没有动"));
        }
        Some(said + "。")
    }
}

/// Said of a paste no cell of which is a figure.
pub fn none_taken(cells: usize) -> String {
    format!("粘贴的 {cells} 格都不是能填的数，原来的数没有动。")
}
