//! A report goes out for review and comes back.

use super::{Answer, TheSession, aside, asked, documents};
use gongkai_app::ReviewView;
use gongkai_store::Note;
use std::path::Path;
use tauri_plugin_dialog::DialogExt;

/// Does this and shows the review of the report as it is then.
async fn shown<R: tauri::Runtime>(
    app: &tauri::AppHandle<R>,
    session: &TheSession<'_>,
    id: i64,
    work: impl FnOnce(&gongkai_app::Session) -> Answer<()> + Send + 'static,
) -> Answer<ReviewView> {
    let folder = documents(app);
    aside(session, move |session| {
        work(session)?;
        session.review(id, &folder)
    })
    .await
}

/// The review of a report.
#[tauri::command]
pub async fn review<R: tauri::Runtime>(
    app: tauri::AppHandle<R>,
    session: TheSession<'_>,
    id: i64,
) -> Answer<ReviewView> {
    shown(&app, &session, id, |_| Ok(())).await
}

/// Writes the copy for review and notes that it was sent; gives its path.
#[tauri::command]
pub async fn send_for_review(
    session: TheSession<'_>,
    id: i64,
    why: String,
    path: String,
    overwrite: bool,
) -> Answer<String> {
    aside(&session, move |session| session.send_for_review(id, &why, &path, overwrite)).await
}

/// Asks for a file that came back; none when the user turns away.
#[tauri::command]
pub async fn choose_returned<R: tauri::Runtime>(
    app: tauri::AppHandle<R>,
) -> Answer<Option<String>> {
    asked(move || {
        let dialog = app.dialog().file().set_title("选择审改稿");
        let chosen = dialog.blocking_pick_file()?.into_path().ok()?;
        Some(chosen.to_string_lossy().into_owned())
    })
    .await
}

/// Reads a file that came back.
#[tauri::command]
pub async fn read_returned<R: tauri::Runtime>(
    app: tauri::AppHandle<R>,
    session: TheSession<'_>,
    id: i64,
    path: String,
) -> Answer<ReviewView> {
    shown(&app, &session, id, move |session| session.read_returned(id, Path::new(path.trim())))
        .await
}

/// The same of words that were pasted.
#[tauri::command]
pub async fn read_returned_words<R: tauri::Runtime>(
    app: tauri::AppHandle<R>,
    session: TheSession<'_>,
    id: i64,
    words: String,
) -> Answer<ReviewView> {
    shown(&app, &session, id, move |session| session.read_returned_words(id, &words)).await
}

/// Takes differences over, as one step of undo.
#[tauri::command]
pub async fn take_returned<R: tauri::Runtime>(
    app: tauri::AppHandle<R>,
    session: TheSession<'_>,
    id: i64,
    keys: Vec<String>,
) -> Answer<ReviewView> {
    shown(&app, &session, id, move |session| session.take_returned(id, &keys)).await
}

/// Turns differences down, or thinks better of it.
#[tauri::command]
pub async fn reject_returned<R: tauri::Runtime>(
    app: tauri::AppHandle<R>,
    session: TheSession<'_>,
    id: i64,
    keys: Vec<String>,
    rejected: bool,
) -> Answer<ReviewView> {
    shown(&app, &session, id, move |session| session.reject_returned(id, keys, rejected)).await
}

/// The review is over.
#[tauri::command]
pub async fn end_review<R: tauri::Runtime>(
    app: tauri::AppHandle<R>,
    session: TheSession<'_>,
    id: i64,
) -> Answer<ReviewView> {
    shown(&app, &session, id, move |session| session.end_review(id)).await
}

/// Ticks a note off, or takes the tick away.
#[tauri::command]
pub async fn tick_note(
    session: TheSession<'_>,
    id: i64,
    note: i64,
    done: bool,
) -> Answer<Vec<Note>> {
    aside(&session, move |session| session.tick_note(id, note, done)).await
}
