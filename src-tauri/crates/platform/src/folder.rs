//! Files in folders the user names, and copies of kept files for other programs to open.

use crate::files::{FileError, write_whole};
use serde::Serialize;
use std::fs;
use std::path::{Path, PathBuf};
use ts_rs::TS;

/// Most files looked at.
const MOST: usize = 300;
/// Folders in folders that are followed.
const DEEPEST: usize = 3;

/// The files found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Found {
    /// In the order of their names.
    pub paths: Vec<String>,
    /// Files beyond the first 300, which are not looked at.
    pub left_out: usize,
}

/// The files among `paths`, and those with one of these endings in the folders among them. Links
/// are not followed; hidden files and the lock files of office programs are passed over.
///
/// # Errors
/// When one of the paths can't be read.
pub fn below(paths: &[PathBuf], endings: &[&str]) -> Result<Found, FileError> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            gather(path, endings, 0, &mut found)?;
        } else {
            found.push(path.clone());
        }
    }
    found.sort();
    found.dedup();
    let left_out = found.len().saturating_sub(MOST);
    found.truncate(MOST);
    let paths = found.iter().map(|path| path.to_string_lossy().into_owned()).collect();
    Ok(Found { paths, left_out })
}

fn gather(
    folder: &Path,
    endings: &[&str],
    depth: usize,
    found: &mut Vec<PathBuf>,
) -> Result<(), FileError> {
    let name = || folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let entries =
        fs::read_dir(folder).map_err(|source| FileError::Read { name: name(), source })?;
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        let Ok(kind) = entry.file_type() else { continue };
        if name.starts_with(['.', '~']) {
            continue;
        }
        if kind.is_dir() && depth < DEEPEST {
            // A folder nobody may look into is no reason to stop.
            let _ = gather(&path, endings, depth + 1, found);
        }
        let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase());
        if kind.is_file() && ending.is_some_and(|ending| endings.contains(&ending.as_str())) {
            found.push(path);
        }
    }
    Ok(())
}

/// Writes a copy of a kept file where the system keeps what may go, for another program to open:
/// what that program does to it never reaches what is kept.
///
/// # Errors
/// As [`write_whole`].
pub fn copy_to_open(name: &str, bytes: &[u8]) -> Result<PathBuf, FileError> {
    let plain: String =
        name.chars().filter(|c| !c.is_control() && !r#"\/:*?"<>|"#.contains(*c)).collect();
    let plain = plain.trim().trim_start_matches('.');
    let plain = if plain.is_empty() { "原文件" } else { plain };
    let failed = |source| FileError::Write { name: plain.to_owned(), source };
    let folder = tempfile::Builder::new().prefix("gongkai-").tempdir().map_err(failed)?;
    let path = folder.keep().join(plain);
    write_whole(&path, bytes, false)?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_folders_are_found_by_their_endings_and_named_ones_whatever_they_are() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, "x").unwrap();
            path
        };
        for name in ["2019.docx", "2020.PDF", "图.png", "~$2019.docx", ".x.txt", "旧/2018.doc"] {
            write(name);
        }
        write("1/2/3/4/2015.doc");
        let named = write("其他.xyz");
        let paths = [folder.path().to_owned(), named];
        let found = below(&paths, &["docx", "doc", "pdf"]).unwrap();
        let names: Vec<_> =
            found.paths.iter().map(|path| path.rsplit(['/', '\\']).next().unwrap()).collect();
        assert_eq!(names, ["2019.docx", "2020.PDF", "其他.xyz", "2018.doc"]);
        assert!(below(&[folder.path().join("没有")], &[]).unwrap().paths.len() == 1);
    }

    #[test]
    fn no_more_files_than_the_limit() {
        let folder = tempfile::tempdir().unwrap();
        for number in 0..MOST + 5 {
            fs::write(folder.path().join(format!("{number}.txt")), "x").unwrap();
        }
        let found = below(&[folder.path().to_owned()], &["txt"]).unwrap();
        assert_eq!((found.paths.len(), found.left_out), (MOST, 5));
    }

    #[test]
    fn a_copy_has_the_name_of_the_file_and_stays_in_its_folder() {
        let copy = copy_to_open("../去年 年报.docx", b"PK").unwrap();
        assert_eq!(fs::read(&copy).unwrap(), b"PK");
        assert_eq!(copy.file_name().unwrap(), "去年 年报.docx");
        fs::remove_dir_all(copy.parent().unwrap()).unwrap();
    }
}
