//! The files of the repository, and what the pages for developers say of them.

use std::fs;
use std::path::{Path, PathBuf};

/// What is downloaded or built.
const NOT_OURS: [&str; 5] = [".git", "target", "node_modules", "dist", "dist-flows"];

/// Every file and folder below a folder, without what is built.
pub fn below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let (name, path) = (entry.file_name(), entry.path());
        let name = name.to_string_lossy();
        if NOT_OURS.contains(&name.as_ref()) {
            continue;
        }
        found.push(path.clone());
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            found.extend(below(&path));
        }
    }
    found
}

/// The paths a page names in `code`: what has an ending or a slash, and no gap that the reader fills
/// in.
pub fn paths_named(page: &str) -> Vec<&str> {
    let mut fenced = false;
    let mut named = Vec::new();
    for line in page.lines() {
        if line.starts_with("```") {
            fenced = !fenced;
        }
        if fenced || line.starts_with("```") {
            continue;
        }
        named.extend(line.split('`').skip(1).step_by(2).filter(|code| is_path(code)));
    }
    named
}

fn is_path(code: &str) -> bool {
    const ENDINGS: [&str; 8] = [".rs", ".ts", ".vue", ".md", ".toml", ".sql", ".txt", ".json"];
    let plain = code.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c));
    // What is built, and what lies beside the repository, may not be there.
    let built =
        code.split('/').next().is_some_and(|first| first == ".." || NOT_OURS.contains(&first));
    plain
        && !built
        && code.chars().any(|c| c.is_ascii_alphabetic())
        && (code.contains('/') || ENDINGS.iter().any(|ending| code.ends_with(ending)))
}

/// The paths of a page that stand for nothing: neither from the top nor as the end of a path.
pub fn missing<'a>(page: &'a str, files: &[PathBuf]) -> Vec<&'a str> {
    let there = |path: &str| files.iter().any(|file| file.ends_with(path.trim_end_matches('/')));
    paths_named(page).into_iter().filter(|path| !there(path)).collect()
}
