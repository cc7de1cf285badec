//! Backups: made, looked through, restored, carried to another computer.

use super::{Answer, TheSession, aside, asked};
use gongkai_app::{BackupReason, BackupsView, RestoreView, SalvageView};
use gongkai_model::report::Scope;
use tauri_plugin_dialog::DialogExt;

#[tauri::command]
pub async fn backups(session: TheSession<'_>) -> Answer<BackupsView> {
    aside(&session, |session| session.backups()).await
}

#[tauri::command]
pub async fn back_up_now(session: TheSession<'_>) -> Answer<BackupsView> {
    aside(&session, |session| {
        session.back_up(BackupReason::Asked)?;
        session.backups()
    })
    .await
}

/// What is to be said at the start of the backups and of finalised reports, after the backup of the
/// day.
#[tauri::command]
pub async fn safety_reminders(session: TheSession<'_>) -> Answer<Vec<String>> {
    aside(&session, |session| {
        let made = session.back_up_daily();
        let mut said: Vec<String> =
            made.err().map(|failure| failure.sentence).into_iter().collect();
        said.extend(session.backup_reminders()?);
        said.extend(session.differing_finalised()?);
        Ok(said)
    })
    .await
}

#[tauri::command]
pub async fn choose_second_place(session: TheSession<'_>, path: String) -> Answer<BackupsView> {
    aside(&session, move |session| session.choose_second_place(&path)).await
}

#[tauri::command]
pub async fn preview_backup(session: TheSession<'_>, path: String) -> Answer<RestoreView> {
    aside(&session, move |session| session.preview_backup(&path)).await
}

#[tauri::command]
pub async fn restore_all(session: TheSession<'_>, path: String) -> Answer<()> {
    aside(&session, move |session| session.restore_all(&path)).await
}

/// Takes one report out of a backup; the answer says what was done.
#[tauri::command]
pub async fn restore_one(
    session: TheSession<'_>,
    path: String,
    organ: String,
    year: i32,
    scope: Scope,
) -> Answer<String> {
    aside(&session, move |session| session.restore_one(&path, &organ, year, scope)).await
}

/// What was salvaged out of a damaged database, until the user has seen it.
#[tauri::command]
pub async fn salvaged(session: TheSession<'_>) -> Answer<Option<SalvageView>> {
    aside(&session, |session| session.salvaged()).await
}

/// The user has seen what was salvaged.
#[tauri::command]
pub async fn forget_salvaged(session: TheSession<'_>) -> Answer<()> {
    aside(&session, |session| session.forget_salvaged()).await
}

/// Writes everything into one file, for another computer.
#[tauri::command]
pub async fn move_out(session: TheSession<'_>, path: String, overwrite: bool) -> Answer<String> {
    aside(&session, move |session| session.move_out(&path, overwrite)).await
}

/// Asks for a file of all data, to be written or read; none when the user turns away.
#[tauri::command]
pub async fn choose_moved<R: tauri::Runtime>(
    app: tauri::AppHandle<R>,
    to_write: bool,
) -> Answer<Option<String>> {
    asked(move || {
        let dialog = app.dialog().file().set_title("全部数据").add_filter("全部数据", &["db"]);
        let chosen = match to_write {
            true => dialog.set_file_name("公开年报全部数据.db").blocking_save_file(),
            false => dialog.blocking_pick_file(),
        };
        Some(chosen?.into_path().ok()?.to_string_lossy().into_owned())
    })
    .await
}

/// Asks for the folder of the second place; none when the user turns away.
#[tauri::command]
pub async fn choose_place<R: tauri::Runtime>(app: tauri::AppHandle<R>) -> Answer<Option<String>> {
    asked(move || {
        let chosen = app.dialog().file().set_title("备份的第二处").blocking_pick_folder()?;
        chosen.into_path().ok().map(|path| path.to_string_lossy().into_owned())
    })
    .await
}
