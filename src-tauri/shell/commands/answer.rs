//! What every command has in common: what it works on, how it waits, and what it answers.

use gongkai_app::{Failure, Session};
use std::path::PathBuf;
use tauri::{Manager, Runtime, State};

/// Answer of every command.
pub type Answer<T> = Result<T, Failure>;
/// The session the program works on.
pub type TheSession<'a> = State<'a, Session>;

/// The usual data folder, and the one in use.
pub struct Folders {
    pub usual: PathBuf,
    pub used: PathBuf,
}

/// Runs work on a thread that may wait: those that answer the window are as few as processors.
pub async fn aside<T: Send + 'static>(
    session: &Session,
    work: impl FnOnce(&Session) -> Answer<T> + Send + 'static,
) -> Answer<T> {
    let session = session.clone();
    let done = tauri::async_runtime::spawn_blocking(move || work(&session)).await;
    done.unwrap_or_else(|_| Err(Failure::panicked()))
}

/// Asks the user something in a dialog of the system, without keeping a thread from others.
pub async fn asked<T: Send + 'static>(dialog: impl FnOnce() -> T + Send + 'static) -> Answer<T> {
    let answered = tauri::async_runtime::spawn_blocking(dialog).await;
    answered.map_err(|_| Failure::panicked())
}

/// Where files go unless the user says otherwise.
pub fn documents<R: Runtime>(app: &tauri::AppHandle<R>) -> PathBuf {
    app.path().document_dir().or_else(|_| app.path().home_dir()).unwrap_or_default()
}
