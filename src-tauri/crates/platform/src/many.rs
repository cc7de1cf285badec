//! Many files at once: those a folder holds, and work done on all of them.

use super::files::FileError;
use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

/// How deep folders within folders are looked into.
const DEEPEST: usize = 8;
/// Most files of one folder that are looked at.
pub const MOST_FILES: usize = 20_000;

/// The files of a folder and of the folders in it whose names end so (`docx`, without the dot), by
/// their names. Hidden files and the traces of open documents (`~$…`) are left out.
///
/// # Errors
/// When the folder is not there or can't be read; a folder within it that can't be is passed over.
pub fn files(folder: &Path, endings: &[&str]) -> Result<Vec<PathBuf>, FileError> {
    let name = || folder.display().to_string();
    let entries = fs::read_dir(folder).map_err(|source| match source.kind() {
        std::io::ErrorKind::NotFound => FileError::Missing { name: name(), source },
        std::io::ErrorKind::PermissionDenied => FileError::ReadDenied { name: name(), source },
        _ => FileError::Read { name: name(), source },
    })?;
    let mut out = Vec::new();
    gather(entries, endings, DEEPEST, &mut out);
    out.sort();
    Ok(out)
}

fn gather(entries: fs::ReadDir, endings: &[&str], deeper: usize, out: &mut Vec<PathBuf>) {
    for entry in entries.flatten() {
        let hidden = entry.file_name().to_string_lossy().starts_with(['.', '~']);
        let Ok(kind) = entry.file_type() else { continue };
        if hidden || out.len() >= MOST_FILES {
            continue;
        }
        let path = entry.path();
        if kind.is_dir() && deeper > 0 {
            if let Ok(inner) = fs::read_dir(&path) {
                gather(inner, endings, deeper - 1, out);
            }
        } else if kind.is_file() {
            let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
            out.extend(ending.is_some_and(|e| endings.contains(&e.as_str())).then_some(path));
        }
    }
}

/// Does a piece of work for each item on all processors; the answers come in the order of the
/// items. `done` is told after each how many are done, and says whether to go on.
///
/// None when it was told to stop.
pub fn each<T: Sync, R: Send>(
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
    done: impl Fn(usize) -> bool + Sync,
) -> Option<Vec<R>> {
    let (next, finished) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let stopped = AtomicBool::new(false);
    let one = || {
        let mut answers = Vec::new();
        while !stopped.load(Ordering::Relaxed) {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(at) else { break };
            answers.push((at, work(item)));
            if !done(finished.fetch_add(1, Ordering::Relaxed) + 1) {
                stopped.store(true, Ordering::Relaxed);
            }
        }
        answers
    };
    let threads = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let mut answers: Vec<(usize, R)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(one)).collect();
        workers.into_iter().filter_map(|worker| worker.join().ok()).flatten().collect()
    });
    answers.sort_by_key(|(at, _)| *at);
    let whole = !stopped.load(Ordering::Relaxed) && answers.len() == items.len();
    whole.then(|| answers.into_iter().map(|(_, answer)| answer).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_folders_within_folders_by_their_endings() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("乡镇");
        fs::create_dir(&inner).unwrap();
        for name in ["b.docx", "a.TXT", "~$b.docx", "c.zip", "乡镇/d.txt"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        let found = files(folder.path(), &["docx", "txt"]).unwrap();
        let names: Vec<_> =
            found.iter().map(|path| path.strip_prefix(folder.path()).unwrap()).collect();
        assert_eq!(names, [Path::new("a.TXT"), Path::new("b.docx"), Path::new("乡镇/d.txt")]);
        assert!(files(&inner.join("没有"), &["txt"]).is_err());
    }

    #[test]
    fn every_item_is_worked_on_once_and_in_order() {
        let items: Vec<u32> = (0..1000).collect();
        let counted = AtomicUsize::new(0);
        let done = |_| {
            counted.fetch_add(1, Ordering::Relaxed);
            true
        };
        let answers = each(&items, |item| item * 2, done).unwrap();
        assert!(answers.iter().enumerate().all(|(at, answer)| *answer as usize == at * 2));
        assert_eq!(counted.load(Ordering::Relaxed), 1000);
        assert_eq!(each(&items, |item| *item, |finished| finished < 10), None);
    }
}
