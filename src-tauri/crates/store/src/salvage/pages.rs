//! The pages of a database as they lie in its file, with what its log has of them: read without
//! SQLite, which gives up a whole table for one bad page.

use super::bytes::number;
use super::wal;
use crate::files::beside;
use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;
use std::ops::Range;
use std::path::Path;

/// Bytes of a page in every database of ours.
pub(super) const SIZE: usize = 4096;

/// Pages, counted from 1.
pub(super) struct Pages {
    file: Vec<u8>,
    log: Vec<u8>,
    /// Where in the log a page stands; none where that was damaged.
    newer: HashMap<usize, Option<Range<usize>>>,
    /// How many there should be.
    pub count: usize,
    /// Those out of use, whose rows are no longer true.
    free: HashSet<usize>,
}

impl Pages {
    /// Reads a database, and its log where that is wanted.
    ///
    /// # Errors
    /// Either can't be read.
    pub fn read(database: &Path, with_log: bool) -> io::Result<Pages> {
        let file = fs::read(database)?;
        let log = match with_log && beside(database).is_file() {
            true => fs::read(beside(database))?,
            false => Vec::new(),
        };
        let wal = wal::read(&log, SIZE);
        let mut pages = Pages { file, log, newer: wal.pages, count: 0, free: HashSet::new() };
        pages.count = wal.size.unwrap_or_else(|| pages.counted());
        pages.free = pages.freed().unwrap_or_default();
        Ok(pages)
    }

    /// One page; none where it is missing or was damaged in the log.
    pub fn page(&self, number: usize) -> Option<&[u8]> {
        match self.newer.get(&number) {
            Some(at) => self.log.get(at.clone()?),
            None => {
                let from = number.checked_sub(1)? * SIZE;
                self.file.get(from..from + SIZE)
            }
        }
    }

    pub fn is_free(&self, number: usize) -> bool {
        self.free.contains(&number)
    }

    /// As the head of the file says it, where that can be believed; else as many as there are.
    fn counted(&self) -> usize {
        let there = self.file.len().div_ceil(SIZE);
        let word = |at| number(self.page(1)?, at);
        match (word(28), word(24), word(92)) {
            (Some(said), Some(one), Some(other)) if said > 0 && one == other && said < 1 << 22 => {
                said
            }
            _ => there,
        }
    }

    /// The chain of pages out of use; none where it is broken.
    fn freed(&self) -> Option<HashSet<usize>> {
        let head = self.page(1)?;
        let (mut trunk, count) = (number(head, 32)?, number(head, 36)?);
        let mut free = HashSet::new();
        while trunk != 0 {
            let page = self.page(trunk).filter(|_| free.insert(trunk))?;
            let leaves = number(page, 4).filter(|leaves| *leaves <= SIZE / 4 - 2)?;
            for leaf in 0..leaves {
                free.insert(number(page, 8 + leaf * 4)?);
            }
            trunk = number(page, 0)?;
        }
        (free.len() == count).then_some(free)
    }
}
