//! Check lists: of the report that is open, and of a folder of reports checked together.

use super::{Answer, TheSession, aside, asked};
use gongkai_app::batch::{BatchProgress, BatchResult};
use tauri::ipc::Channel;
use tauri_plugin_dialog::DialogExt;

/// Most messages on its way a step sends to the window: enough for a bar.
const MOST_MESSAGES: usize = 200;

/// Writes the check list of a report with its reasons.
#[tauri::command]
pub async fn export_check_list(
    session: TheSession<'_>,
    id: i64,
    path: String,
    overwrite: bool,
) -> Answer<String> {
    aside(&session, move |session| session.export_check_list(id, &path, overwrite)).await
}

/// Asks for a folder; none when the user turns away.
#[tauri::command]
pub async fn choose_folder<R: tauri::Runtime>(app: tauri::AppHandle<R>) -> Answer<Option<String>> {
    asked(move || {
        let chosen =
            app.dialog().file().set_title("选择放着年报的文件夹").blocking_pick_folder()?;
        Some(chosen.into_path().ok()?.to_string_lossy().into_owned())
    })
    .await
}

/// Checks every report of a folder; none when it was stopped. Nothing is stored.
#[tauri::command]
pub async fn check_folder(
    session: TheSession<'_>,
    path: String,
    progress: Channel<BatchProgress>,
) -> Answer<Option<BatchResult>> {
    aside(&session, move |session| {
        session.check_folder(&path, &|now| {
            let BatchProgress { done, all, .. } = now;
            if done == all || done.is_multiple_of(all.div_ceil(MOST_MESSAGES).max(1)) {
                let _ = progress.send(now);
            }
        })
    })
    .await
}

/// Stops the checking of a folder.
#[tauri::command]
pub fn stop_folder(session: TheSession) {
    session.cancel_batch();
}

/// Writes the table of the folder checked last.
#[tauri::command]
pub async fn export_folder(
    session: TheSession<'_>,
    path: String,
    overwrite: bool,
) -> Answer<String> {
    aside(&session, move |session| session.export_batch(&path, overwrite)).await
}
