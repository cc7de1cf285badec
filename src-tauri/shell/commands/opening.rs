//! Files written in this run: opened by the program the system has for them, or shown in their folder.

use super::{Answer, TheSession, aside};
use gongkai_app::Failure;
use std::path::Path;
#[cfg(not(windows))]
use std::time::Duration;

/// How long the system's way of opening a file is waited for. It may stay as long as the viewer does;
/// one that finds none says so sooner.
#[cfg(not(windows))]
const PATIENCE: Duration = Duration::from_secs(3);

/// Opens a file written in this run.
#[tauri::command]
pub async fn open_written(session: TheSession<'_>, path: String) -> Answer<()> {
    aside(&session, move |session| open(&session.written_file(&path)?)).await
}

/// Shows a file written in this run in its folder.
#[tauri::command]
pub async fn show_written(session: TheSession<'_>, path: String) -> Answer<()> {
    aside(&session, move |session| show(&session.written_file(&path)?)).await
}

/// Opens a file with the program the system has for its kind.
///
/// # Errors
/// When nothing opened it.
pub(super) fn open(path: &Path) -> Answer<()> {
    by_system(path).map_err(|why| Failure::not_opened(path, why))
}

fn show(path: &Path) -> Answer<()> {
    let shown = tauri_plugin_opener::reveal_item_in_dir(path).map_err(|error| error.to_string());
    // Where nothing can point at the file, its folder is opened as any other.
    shown.or_else(|why| {
        let folder = path.parent().unwrap_or(path);
        by_system(folder)
            .map_err(|also| Failure::folder_not_opened(folder, format!("{why}\n{also}")))
    })
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
