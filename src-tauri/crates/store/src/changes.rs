//! What edits of a report leave to be kept, as one transaction over tables `cells`, `texts` and
//! `reports`.

use crate::database::Store;
use crate::error::Result;
use crate::reports::{Counts, count, touch};
use crate::texts::Texts;
use crate::{cells, steps, texts, versions};
use gongkai_model::form::CellId;
use gongkai_model::report::Cell;
use std::collections::BTreeMap;

/// Edits of one report that belong together: later ones take the place of earlier ones.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Change {
    /// Cells as they are after it; the others stay.
    pub cells: BTreeMap<CellId, Cell>,
    /// All words as they are after it; none: they stay.
    pub texts: Option<Texts>,
    /// The steps of undo after it; none: they stay.
    pub steps: Option<String>,
    /// Findings that are open after it.
    pub counts: Option<Counts>,
}

impl Change {
    /// Something the user did, not counts alone.
    pub fn is_edit(&self) -> bool {
        !self.cells.is_empty() || self.texts.is_some()
    }
}

impl Store {
    /// Keeps a change whole or not at all, and a version where one is due: as it was before the
    /// first edit of a day, as it is after ten minutes of edits. Gives the time of saving; none when it only counts.
    ///
    /// # Errors
    /// Those of the disk. That the file still lies in its folder is not looked at here: see
    /// [`Store::find_again`].
    pub fn keep(&mut self, id: i64, change: &Change) -> Result<Option<String>> {
        self.edit(|edit| {
            if change.is_edit() {
                versions::before_edit(edit, id)?;
            }
            let saved_at = if change.is_edit() { Some(touch(edit, id)?) } else { None };
            cells::save(edit, id, change.cells.iter())?;
            if let Some(words) = &change.texts {
                let (organ, _) = texts::load(edit, id)?;
                texts::save(edit, id, organ.as_deref(), words)?;
            }
            if change.is_edit() {
                versions::after_edit(edit, id)?;
            }
            if let Some(held) = &change.steps {
                steps::save(edit, id, held)?;
            }
            if let Some(counts) = change.counts {
                count(edit, id, counts)?;
            }
            Ok(saved_at)
        })
    }
}
