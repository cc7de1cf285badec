//! Copies of kept files for other programs to open: what such a program does to one never reaches
//! what is kept. They lie where the system keeps what may go and are removed when the program ends;
//! what could not be removed then, since it was still open elsewhere, goes a day later.

use crate::failure::Failure;
use gongkai_platform::files::{self, FileError};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

/// What the names of the folders begin with.
const PREFIX: &str = "gongkai-copy-";
/// A folder this old was left by a run that is over.
const LEFT_BEHIND: Duration = Duration::from_secs(24 * 60 * 60);

/// The copies of this run; dropped, they are removed.
pub(crate) struct Copies {
    /// Where their folders are made.
    within: PathBuf,
    made: Mutex<Vec<TempDir>>,
}

impl Copies {
    pub fn new() -> Self {
        Copies { within: std::env::temp_dir(), made: Mutex::default() }
    }

    /// Writes a copy in a folder of its own, under a name like the one given.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, Failure> {
        remove_left_behind(&self.within, SystemTime::now());
        let name = match files::possible_name(name).trim_start_matches('.') {
            "" => "原文件".to_owned(),
            name => name.to_owned(),
        };
        let folder = tempfile::Builder::new().prefix(PREFIX).tempdir_in(&self.within);
        let folder = folder.map_err(|source| FileError::Write { name: name.clone(), source })?;
        let path = folder.path().join(&name);
        self.made.lock().unwrap_or_else(PoisonError::into_inner).push(folder);
        files::write_whole(&path, bytes, false)?;
        Ok(path)
    }

    /// Removes all of them.
    pub fn remove(&self) {
        self.made.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

fn remove_left_behind(within: &Path, now: SystemTime) {
    for entry in fs::read_dir(within).into_iter().flatten().flatten() {
        let ours = entry.file_name().to_string_lossy().starts_with(PREFIX);
        let old = || {
            let made = entry.metadata().ok().filter(|held| held.is_dir())?.modified().ok()?;
            now.duration_since(made).ok().filter(|age| *age > LEFT_BEHIND)
        };
        if ours && old().is_some() {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copies() -> (TempDir, Copies) {
        let folder = tempfile::tempdir().unwrap();
        let copies = Copies { within: folder.path().to_owned(), made: Mutex::default() };
        (folder, copies)
    }

    fn count(folder: &TempDir) -> usize {
        fs::read_dir(folder).unwrap().count()
    }

    #[test]
    fn a_copy_has_the_name_of_the_file_and_goes_with_the_program() {
        let (folder, copies) = copies();
        let copy = copies.write("../去年 年报.docx", b"PK").unwrap();
        assert_eq!(fs::read(&copy).unwrap(), b"PK");
        assert_eq!(copy.file_name().unwrap(), "去年 年报.docx");
        assert!(copies.write("...", b"").unwrap().ends_with("原文件"));
        assert_eq!(count(&folder), 2);
        drop(copies);
        assert_eq!(count(&folder), 0);
    }

    #[test]
    fn what_an_earlier_run_left_goes_after_a_day_and_nothing_else() {
        let (folder, _) = copies();
        fs::create_dir(folder.path().join(format!("{PREFIX}1"))).unwrap();
        fs::create_dir(folder.path().join("of another program")).unwrap();
        remove_left_behind(folder.path(), SystemTime::now());
        assert_eq!(count(&folder), 2);
        let tomorrow = SystemTime::now() + LEFT_BEHIND + Duration::from_secs(60);
        remove_left_behind(folder.path(), tomorrow);
        assert_eq!(count(&folder), 1);
    }
}
