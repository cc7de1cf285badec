//! Files written in this run: opened by the program the system has for them, or shown in their folder.

use super::{Answer, TheDesk};
use crate::failure::Failure;
use std::path::{Path, PathBuf};
#[cfg(not(windows))]
use std::time::Duration;

/// How long the system's way of opening a file is waited for. It may stay as long as the viewer does;
/// one that finds none says so sooner.
#[cfg(not(windows))]
const PATIENCE: Duration = Duration::from_secs(3);

/// Opens a file written in this run.
#[tauri::command(async)]
pub fn open_written(desk: TheDesk, path: String) -> Answer<()> {
    open(&written(&desk, path)?)
}

/// Shows a file written in this run in its folder.
#[tauri::command(async)]
pub fn show_written(desk: TheDesk, path: String) -> Answer<()> {
    let path = written(&desk, path)?;
    let shown = tauri_plugin_opener::reveal_item_in_dir(&path).map_err(|error| error.to_string());
    // Where nothing can point at the file, its folder is opened as any other.
    shown.or_else(|why| {
        let folder = path.parent().unwrap_or(&path);
        by_system(folder)
            .map_err(|also| Failure::folder_not_opened(folder, format!("{why}\n{also}")))
    })
}

/// Opens a file with the program the system has for its kind.
///
/// # Errors
/// When it is not there any more, or nothing opened it.
pub(super) fn open(path: &Path) -> Answer<()> {
    there(path)?;
    by_system(path).map_err(|why| Failure::not_opened(path, why))
}

fn written(desk: &TheDesk, path: String) -> Answer<PathBuf> {
    let path = PathBuf::from(path);
    if !desk.with(|desk| Ok(desk.written.contains(&path)))? {
        return Err(Failure::refused("这里只能打开这次导出的文件，请先导出。"));
    }
    there(&path)?;
    Ok(path)
}

fn there(path: &Path) -> Answer<()> {
    match path.metadata() {
        Ok(_) => Ok(()),
        Err(error) => Err(Failure::moved_away(path, error.to_string())),
    }
}

/// Windows says itself when it has no program for a file.
#[cfg(windows)]
fn by_system(path: &Path) -> Result<(), String> {
    tauri_plugin_opener::open_path(path, None::<&str>).map_err(|error| error.to_string())
}

/// Elsewhere a helper of the desktop is started (xdg-open, gio …); only its end tells that it found
/// no program.
#[cfg(not(windows))]
fn by_system(path: &Path) -> Result<(), String> {
    open::that_detached_with_timeout(path, PATIENCE).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_went_away_is_told_with_its_name_and_folder() {
        let folder = tempfile::tempdir().unwrap();
        let gone = folder.path().join("年报.pdf");
        let sentence = open(&gone).unwrap_err().sentence;
        assert!(sentence.contains("年报.pdf"), "{sentence}");
        assert!(sentence.contains(folder.path().to_str().unwrap()), "{sentence}");
    }
}
