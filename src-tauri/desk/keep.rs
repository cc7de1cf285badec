//! Edits on their way into the store: they wait here for as long as it can't take them, so that the
//! window never waits for the disk and a missing folder loses nothing.

use super::Inner;
use crate::failure::Failure;
use gongkai_store::{Change, StoreError};

impl Inner {
    /// Notes what is to be kept.
    pub(super) fn note(&mut self, id: i64, later: Change) {
        let held = self.unsaved.entry(id).or_default();
        held.cells.extend(later.cells);
        held.texts = later.texts.or(held.texts.take());
        held.counts = later.counts.or(held.counts);
    }

    /// Writes everything that is not in the store yet.
    ///
    /// # Errors
    /// Why the store can't take it; it stays here and is tried again.
    pub fn keep(&mut self) -> Result<(), Failure> {
        self.store.find_again()?;
        self.keep_wherever()
    }

    /// The same, even into a file that no folder shows any more: a copy of it has everything.
    ///
    /// # Errors
    /// As for [`Inner::keep`].
    pub fn keep_wherever(&mut self) -> Result<(), Failure> {
        while let Some((&id, change)) = self.unsaved.first_key_value() {
            let saved_at = match self.store.keep(id, change) {
                // Deleted in the meantime: nobody can want it any more.
                Err(StoreError::NotThere) => None,
                kept => kept?,
            };
            self.unsaved.remove(&id);
            if let Some((open, saved_at)) = self.open.get_mut(&id).zip(saved_at) {
                open.stored.saved_at = saved_at;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::desk::{CellEdit, Desk, How};
    use gongkai_store::{FILE, Store};
    use std::fs;

    const CELL: &str = "requests/new/natural_person";

    fn typed(desk: &Desk, id: i64, text: &str) {
        let edit = CellEdit { cell: CELL.into(), text: text.to_owned(), how: How::Typed };
        desk.at_once(|desk| desk.edit_cells(id, vec![edit], false)).unwrap();
    }

    fn stored(folder: &std::path::Path, id: i64) -> String {
        Store::open(folder).unwrap().report(id).unwrap().report.cells[&CELL.into()].printed()
    }

    #[test]
    fn an_edit_is_in_the_store_after_the_next_work_there() {
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::open(folder.path());
        let id = desk.with(|desk| desk.sound()).unwrap();
        typed(&desk, id, "7");
        typed(&desk, id, "77");
        let listed = desk.with(|desk| Ok(desk.store.list()?)).unwrap();
        assert!(listed.iter().any(|one| one.id == id && one.open_errors > Some(0)));
        drop(desk);
        assert_eq!(stored(folder.path(), id), "77");
    }

    #[test]
    fn edits_wait_while_the_folder_is_gone() {
        let home = tempfile::tempdir().unwrap();
        let (folder, away) = (home.path().join("data"), home.path().join("away"));
        let desk = Desk::open(&folder);
        let id = desk.with(|desk| desk.sound()).unwrap();
        fs::rename(&folder, &away).unwrap();
        typed(&desk, id, "8");
        for _ in 0..2 {
            let failure = desk.with(|_| Ok(())).unwrap_err();
            assert!(failure.sentence.contains("不见了"), "{}", failure.sentence);
        }
        // Deleted for good: what is open goes on, and a copy elsewhere has all of it.
        let elsewhere = home.path().join("elsewhere");
        fs::create_dir(&elsewhere).unwrap();
        desk.at_once(|desk| {
            desk.keep_wherever()?;
            Ok(desk.store.backup(&elsewhere.join(FILE))?)
        })
        .unwrap();
        assert_eq!(stored(&elsewhere, id), "8");
        // Or it comes back, be it as a copy, and takes up what has been waiting.
        typed(&desk, id, "9");
        fs::create_dir(&folder).unwrap();
        fs::copy(elsewhere.join(FILE), folder.join(FILE)).unwrap();
        desk.with(|_| Ok(())).unwrap();
        drop(desk);
        assert_eq!(stored(&folder, id), "9");
    }
}
