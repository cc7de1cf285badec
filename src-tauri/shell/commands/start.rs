//! The start page: organs, their years, and the ways to begin.

use super::{Answer, Folders, TheSession, aside, asked};
use crate::closing;
use gongkai_app::Start;
use gongkai_model::organ::OrganKind;
use gongkai_model::report::Scope;

#[tauri::command]
pub async fn start(session: TheSession<'_>, folders: tauri::State<'_, Folders>) -> Answer<Start> {
    let (folder, known) = (folders.used(), folders.known());
    let start = aside(&session, move |session| {
        session.reopen(&folder, known);
        session.start()
    })
    .await?;
    folders.note();
    Ok(start)
}

/// Begins with no data in the folder in use, whose data are gone.
#[tauri::command]
pub async fn begin_anew(
    session: TheSession<'_>,
    folders: tauri::State<'_, Folders>,
    sure: bool,
) -> Answer<()> {
    let folder = folders.used();
    aside(&session, move |session| session.begin_anew(&folder, sure)).await
}

#[tauri::command]
pub async fn add_organ(
    session: TheSession<'_>,
    name: String,
    kind: OrganKind,
    sure: bool,
) -> Answer<i64> {
    aside(&session, move |session| session.add_organ(&name, kind, sure)).await
}

#[tauri::command]
pub async fn new_report(
    session: TheSession<'_>,
    organ: i64,
    year: i32,
    scope: Scope,
    sure: bool,
) -> Answer<i64> {
    aside(&session, move |session| session.new_report(organ, year, scope, sure)).await
}

#[tauri::command]
pub async fn open_example(session: TheSession<'_>) -> Answer<i64> {
    aside(&session, |session| session.open_example()).await
}

#[tauri::command]
pub async fn delete_report(session: TheSession<'_>, id: i64) -> Answer<()> {
    aside(&session, move |session| session.delete_report(id)).await
}

#[tauri::command]
pub async fn restore_report(session: TheSession<'_>, id: i64, sure: bool) -> Answer<()> {
    aside(&session, move |session| session.restore_report(id, sure)).await
}

/// The page has handed on all that was typed in it, as it was asked to before its window is closed.
#[tauri::command]
pub async fn close_window<R: tauri::Runtime>(window: tauri::Window<R>) -> Answer<()> {
    asked(move || closing::handed_on(&window)).await
}
