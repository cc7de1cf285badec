//! What every command has in common: what it works on, how it waits, and what it answers.

use crate::data_folder::UsedFolders;
use gongkai_app::{Failure, Session};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use tauri::{Manager, Runtime, State};

/// Answer of every command.
pub type Answer<T> = Result<T, Failure>;
/// The session the program works on.
pub type TheSession<'a> = State<'a, Session>;

/// Where the data lie.
pub struct Folders {
    /// The usual folder of the system.
    usual: PathBuf,
    used: Mutex<PathBuf>,
    noted: UsedFolders,
}

impl Folders {
    pub fn new(usual: PathBuf, used: PathBuf, noted: UsedFolders) -> Folders {
        Folders { usual, used: Mutex::new(used), noted }
    }

    /// The folder in use.
    pub fn used(&self) -> PathBuf {
        self.used.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Another is in use from now on.
    pub fn go_to(&self, folder: PathBuf) {
        *self.used.lock().unwrap_or_else(PoisonError::into_inner) = folder;
        self.note();
    }

    pub fn usual(&self) -> &Path {
        &self.usual
    }

    /// Whether there have been data in the folder in use.
    pub fn known(&self) -> bool {
        self.noted.contain(&self.used())
    }

    /// Notes that there are data in the folder in use.
    pub fn note(&self) {
        self.noted.add(&self.used());
    }
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
