//! A zip file of XML parts (.docx, .xlsx): its parts by name, unpacked within bounds.
//!
//! **Deliberately absent**: what the parts mean; writing anything to a disk.

use super::contents::{part_name, plain_part_name};
use crate::Unreadable;
use std::collections::HashMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// Most bytes of one part, unpacked. The text of a long report has two million.
const LARGEST_PART: u64 = 48 * 1024 * 1024;
/// Most bytes of all parts read, unpacked.
const LARGEST_WHOLE: u64 = 64 * 1024 * 1024;
/// Most entries.
const MOST_ENTRIES: usize = 10_000;
/// From this size on, a part that unpacks to so many times its packed size is no document.
const SUSPICIOUS: u64 = 8 * 1024 * 1024;
const MOST_TIMES: u64 = 200;

pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Numbers of the parts by their names as [`part_name`] writes them.
    parts: HashMap<String, usize>,
    /// What the file is, for messages.
    kind: &'static str,
    unpacked: u64,
}

impl<'a> Package<'a> {
    pub fn open(bytes: &'a [u8], kind: &'static str) -> Result<Self, Unreadable> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::Damaged(kind))?;
        if archive.len() > MOST_ENTRIES {
            return Err(Unreadable::Excessive);
        }
        let names = archive.file_names().flatten().enumerate();
        let parts = names.map(|(at, name)| (part_name(&name), at)).collect();
        Ok(Package { archive, parts, kind, unpacked: 0 })
    }

    pub fn has(&self, name: &str) -> bool {
        self.parts.contains_key(&part_name(name))
    }

    /// A part's bytes; none when it is not there.
    pub fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        let Some(at) = self.parts.get(&part_name(name)) else { return Ok(None) };
        let entry = match self.archive.by_index(*at) {
            Ok(entry) => entry,
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                return Err(Unreadable::Password(self.kind));
            }
            Err(_) => return Err(Unreadable::Damaged(self.kind)),
        };
        let packed = entry.compressed_size();
        let most = LARGEST_PART.min(LARGEST_WHOLE.saturating_sub(self.unpacked));
        let mut out = Vec::new();
        // What the entry says of its size may be wrong: what comes out is counted.
        entry.take(most + 1).read_to_end(&mut out).map_err(|_| Unreadable::Damaged(self.kind))?;
        let size = out.len() as u64;
        self.unpacked += size;
        let bomb = size > SUSPICIOUS && size / packed.max(1) > MOST_TIMES;
        if size > most || bomb { Err(Unreadable::Excessive) } else { Ok(Some(out)) }
    }

    /// The names of all parts, parted by `/`.
    pub fn names(&self) -> Vec<String> {
        let names = self.archive.file_names().flatten().map(|name| plain_part_name(&name));
        names.filter(|name| !name.ends_with('/')).collect()
    }

    /// Whether all names are written as the standard has it: parted by `/`, without one before.
    pub fn names_are_plain(&self) -> bool {
        let odd = |name: &str| name.contains('\\') || name.starts_with(['/', '.']);
        !self.archive.file_names().flatten().any(|name| odd(&name))
    }
}
