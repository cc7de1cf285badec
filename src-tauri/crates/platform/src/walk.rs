//! The files in folders the user names.

use crate::files::FileError;
use serde::Serialize;
use std::path::{Path, PathBuf};
use ts_rs::TS;
use walkdir::WalkDir;

/// How far folders are looked into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WalkLimits {
    /// Most files.
    pub files: usize,
    /// Folders within folders that are followed.
    pub depth: usize,
}

impl WalkLimits {
    /// For files each of which the user looks at.
    pub const IMPORT: WalkLimits = WalkLimits { files: 300, depth: 3 };
    /// For files checked together.
    pub const BATCH: WalkLimits = WalkLimits { files: 20_000, depth: 8 };
}

/// The files found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct FilesFound {
    /// In the order of their names.
    #[ts(type = "Array<string>")]
    pub paths: Vec<PathBuf>,
    /// Files beyond the limit, which are not looked at.
    pub left_out: usize,
}

/// The files among `paths`, and those with one of these endings (`docx`, without the dot) in the
/// folders among them. Links are not followed; hidden files and the traces of open documents (`~$…`)
/// are passed over.
///
/// # Errors
/// When one of the folders can't be read; a folder within it that can't be is passed over.
pub fn files_below(
    paths: &[PathBuf],
    endings: &[&str],
    limits: WalkLimits,
) -> Result<FilesFound, FileError> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            gather(path, endings, limits.depth, &mut found)?;
        } else {
            found.push(path.clone());
        }
    }
    found.sort();
    found.dedup();
    let left_out = found.len().saturating_sub(limits.files);
    found.truncate(limits.files);
    Ok(FilesFound { paths: found, left_out })
}

fn gather(
    folder: &Path,
    endings: &[&str],
    depth: usize,
    found: &mut Vec<PathBuf>,
) -> Result<(), FileError> {
    let walk = WalkDir::new(folder).min_depth(1).max_depth(depth + 1).into_iter();
    let shown = |entry: &walkdir::DirEntry| {
        entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with(['.', '~'])
    };
    for entry in walk.filter_entry(shown) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) if error.depth() == 0 => return Err(unreadable(folder, error.into())),
            Err(_) => continue,
        };
        let ending = entry.path().extension().map(|ending| ending.to_string_lossy().to_lowercase());
        if entry.file_type().is_file() && ending.is_some_and(|e| endings.contains(&e.as_str())) {
            found.push(entry.into_path());
        }
    }
    Ok(())
}

fn unreadable(folder: &Path, source: std::io::Error) -> FileError {
    let name = folder.display().to_string();
    match source.kind() {
        std::io::ErrorKind::NotFound => FileError::Missing { name, source },
        std::io::ErrorKind::PermissionDenied => FileError::ReadDenied { name, source },
        _ => FileError::Read { name, source },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn written(folder: &Path, names: &[&str]) {
        for name in names {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
    }

    fn names(folder: &Path, found: &FilesFound) -> Vec<String> {
        let within = found.paths.iter().map(|path| path.strip_prefix(folder).unwrap());
        within.map(|path| path.to_string_lossy().replace('\\', "/")).collect()
    }

    #[test]
    fn files_of_folders_are_found_by_their_endings_and_named_ones_whatever_they_are() {
        let folder = tempfile::tempdir().unwrap();
        written(
            folder.path(),
            &[
                "2019.docx",
                "2020.PDF",
                "图.png",
                "~$2019.docx",
                ".x.txt",
                "旧/2018.doc",
                "其他.xyz",
            ],
        );
        written(folder.path(), &["1/2/3/2016.doc", "1/2/3/4/2015.doc", ".git/x.doc"]);
        let paths = [folder.path().to_owned(), folder.path().join("其他.xyz")];
        let found = files_below(&paths, &["docx", "doc", "pdf"], WalkLimits::IMPORT).unwrap();
        assert_eq!(
            names(folder.path(), &found),
            ["1/2/3/2016.doc", "2019.docx", "2020.PDF", "其他.xyz", "旧/2018.doc"]
        );
        let deeper = files_below(&paths, &["doc"], WalkLimits::BATCH).unwrap();
        assert!(names(folder.path(), &deeper).contains(&"1/2/3/4/2015.doc".to_owned()));
        let none = folder.path().join("没有");
        assert_eq!(
            files_below(std::slice::from_ref(&none), &[], WalkLimits::IMPORT).unwrap().paths,
            [none]
        );
    }

    #[test]
    fn no_more_files_than_the_limit() {
        let folder = tempfile::tempdir().unwrap();
        let most = WalkLimits::IMPORT.files;
        let names: Vec<String> = (0..most + 5).map(|number| format!("{number}.txt")).collect();
        written(folder.path(), &names.iter().map(String::as_str).collect::<Vec<_>>());
        let folder = [folder.path().to_owned()];
        let found = files_below(&folder, &["txt"], WalkLimits::IMPORT).unwrap();
        assert_eq!((found.paths.len(), found.left_out), (most, 5));
        assert_eq!(files_below(&folder, &["txt"], WalkLimits::BATCH).unwrap().left_out, 0);
    }

    #[test]
    #[cfg(unix)]
    fn links_are_not_followed_and_a_closed_folder_within_is_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        written(folder.path(), &["a/1.txt"]);
        std::os::unix::fs::symlink(folder.path(), folder.path().join("a/round")).unwrap();
        let paths = [folder.path().to_owned()];
        let found = files_below(&paths, &["txt"], WalkLimits::BATCH).unwrap();
        assert_eq!(names(folder.path(), &found), ["a/1.txt"]);
    }
}
