//! Files written in this run, the only ones the program opens for the user.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Files written in this run, the only ones it opens.
#[derive(Debug, Default)]
pub(crate) struct WrittenFiles(BTreeSet<PathBuf>);

impl WrittenFiles {
    pub fn add(&mut self, path: PathBuf) {
        self.0.insert(path);
    }

    pub fn contains(&self, path: &Path) -> bool {
        self.0.contains(path)
    }
}
