//! Files come in: chosen, dropped or pasted, shown, put right, stored.

use super::{Answer, TheSession, aside, asked, opening};
use gongkai_app::{
    CellEdit, FileSurvey, FilesFound, ImportOutcome, ImportStatus, ImportTarget, ImportView,
};
use std::path::{Path, PathBuf};
use tauri_plugin_dialog::DialogExt;

/// Asks for a file; none when the user turns away.
#[tauri::command]
pub async fn choose_file<R: tauri::Runtime>(app: tauri::AppHandle<R>) -> Answer<Option<String>> {
    asked(move || {
        let chosen = app
            .dialog()
            .file()
            .set_title("选择往年的年报")
            .add_filter("年报文件", &gongkai_read::endings())
            .add_filter("所有文件", &["*"])
            .blocking_pick_file()?;
        chosen.into_path().ok().map(|path| path.to_string_lossy().into_owned())
    })
    .await
}

/// Asks for a folder of files; none when the user turns away.
#[tauri::command]
pub async fn choose_import_folder<R: tauri::Runtime>(
    app: tauri::AppHandle<R>,
) -> Answer<Option<String>> {
    asked(move || {
        let chosen = app.dialog().file().set_title("选择放年报的文件夹").blocking_pick_folder()?;
        chosen.into_path().ok().map(|path| path.to_string_lossy().into_owned())
    })
    .await
}

#[tauri::command]
pub async fn preview_file(session: TheSession<'_>, path: String) -> Answer<ImportView> {
    aside(&session, move |session| session.preview_file(Path::new(&path))).await
}

/// What was copied in another program: its mark-up, where it gave any, and its words.
#[tauri::command]
pub async fn preview_paste(
    session: TheSession<'_>,
    html: String,
    text: String,
) -> Answer<ImportView> {
    aside(&session, move |session| session.preview_paste(&html, &text)).await
}

/// The file being read is not wanted any more.
#[tauri::command(async)]
pub fn stop_reading(session: TheSession) {
    session.cancel_preview();
}

#[tauri::command(async)]
pub fn correct_import(
    session: TheSession,
    edits: Vec<CellEdit>,
    going_on: bool,
) -> Answer<ImportStatus> {
    session.correct_import(edits, going_on)
}

#[tauri::command(async)]
pub fn take_back_correction(session: TheSession) -> Answer<ImportStatus> {
    session.take_back_correction()
}

/// Stores the file last shown as the report of an organ and year.
#[tauri::command]
pub async fn accept_import(session: TheSession<'_>, target: ImportTarget) -> Answer<i64> {
    aside(&session, move |session| session.accept_import(target)).await
}

/// The files that may be reports among these files and in these folders.
#[tauri::command]
pub async fn files_among(session: TheSession<'_>, paths: Vec<String>) -> Answer<FilesFound> {
    let paths: Vec<PathBuf> = paths.into_iter().map(PathBuf::from).collect();
    aside(&session, move |session| session.files_to_survey(&paths)).await
}

/// What one of several files is. A file that can't be read is an answer, no failure.
#[tauri::command]
pub async fn survey_file(session: TheSession<'_>, path: String) -> Answer<FileSurvey> {
    aside(&session, move |session| session.survey_file(Path::new(&path))).await
}

/// Stores one of several files.
#[tauri::command]
pub async fn accept_found(
    session: TheSession<'_>,
    path: String,
    target: ImportTarget,
) -> Answer<ImportOutcome> {
    aside(&session, move |session| session.accept_surveyed(Path::new(&path), target)).await
}

/// Opens the very file a report was imported from, as a copy in a folder of its own.
#[tauri::command]
pub async fn open_original(session: TheSession<'_>, id: i64) -> Answer<String> {
    aside(&session, move |session| {
        let copy = session.original_copy(id)?;
        opening::open(&copy)?;
        Ok(copy.display().to_string())
    })
    .await
}
