//! Files come in: chosen, dropped or pasted, looked at, put right, stored.

use super::{Answer, TheDesk};
use crate::desk::{Berth, CellEdit, ImportView, LookedAt, Reading, Surveyed, TakenIn};
use crate::failure::Failure;
use gongkai_platform::files;
use gongkai_platform::folder::{Found, below};
use std::path::{Path, PathBuf};
use tauri_plugin_dialog::DialogExt;

fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Asks for a file; none when the user turns away.
#[tauri::command(async)]
pub fn choose_file<R: tauri::Runtime>(app: tauri::AppHandle<R>) -> Option<String> {
    let chosen = app
        .dialog()
        .file()
        .set_title("选择往年的年报")
        .add_filter("年报文件", &gongkai_read::endings())
        .add_filter("所有文件", &["*"])
        .blocking_pick_file()?;
    chosen.into_path().ok().map(|path| path.to_string_lossy().into_owned())
}

/// Asks for a folder of files; none when the user turns away.
#[tauri::command(async)]
pub fn choose_import_folder<R: tauri::Runtime>(app: tauri::AppHandle<R>) -> Option<String> {
    let chosen = app.dialog().file().set_title("选择放年报的文件夹").blocking_pick_folder()?;
    chosen.into_path().ok().map(|path| path.to_string_lossy().into_owned())
}

/// Reads off the desk, so that the window goes on; an answer that came after the user turned to
/// something else is dropped.
fn looked_at(
    desk: &TheDesk,
    read: impl FnOnce(&gongkai_model::form::Forms) -> Answer<LookedAt>,
) -> Answer<ImportView> {
    let turn = desk.turn();
    let forms = desk.with(|desk| Ok(desk.forms.clone()))?;
    let looked_at = read(&forms)?;
    if !desk.is_turn(turn) {
        return Err(Failure::refused("已停止读取。"));
    }
    let view = looked_at.view(&forms);
    desk.with(|desk| {
        desk.looked_at = Some(looked_at);
        Ok(view)
    })
}

#[tauri::command(async)]
pub fn preview_file(desk: TheDesk, path: String) -> Answer<ImportView> {
    looked_at(&desk, |forms| {
        let path = Path::new(&path);
        Ok(LookedAt::of(forms, &name_of(path), files::read(path)?)?)
    })
}

/// What was copied in another program: its mark-up, where it gave any, and its words.
#[tauri::command(async)]
pub fn preview_paste(desk: TheDesk, html: String, text: String) -> Answer<ImportView> {
    looked_at(&desk, |forms| Ok(LookedAt::pasted(forms, &html, &text)?))
}

/// The file being read is not wanted any more.
#[tauri::command(async)]
pub fn stop_reading(desk: TheDesk) -> Answer<()> {
    desk.turn();
    Ok(())
}

#[tauri::command(async)]
pub fn correct_import(desk: TheDesk, edits: Vec<CellEdit>, going_on: bool) -> Answer<Reading> {
    desk.looking(|forms, looked_at| {
        let filling = looked_at.correct(forms, edits, going_on);
        looked_at.reading(forms, filling)
    })
}

#[tauri::command(async)]
pub fn take_back_correction(desk: TheDesk) -> Answer<Reading> {
    desk.looking(|forms, looked_at| {
        looked_at.take_back();
        looked_at.reading(forms, Default::default())
    })
}

/// Stores the file last looked at as the report of this organ and year.
#[tauri::command(async)]
pub fn accept_import(desk: TheDesk, berth: Berth) -> Answer<i64> {
    desk.with(|desk| desk.accept(&berth))
}

/// The files that may be reports among these files and in these folders.
#[tauri::command(async)]
pub fn files_among(desk: TheDesk, paths: Vec<String>) -> Answer<Found> {
    let paths: Vec<PathBuf> = paths.into_iter().map(PathBuf::from).collect();
    let found = below(&paths, &gongkai_read::endings())?;
    desk.with(|desk| {
        desk.found.clear();
        Ok(found)
    })
}

/// What one of several files is. A file that can't be read is an answer, no failure.
#[tauri::command(async)]
pub fn survey_file(desk: TheDesk, path: String) -> Answer<Surveyed> {
    let forms = desk.with(|desk| Ok(desk.forms.clone()))?;
    let name = name_of(Path::new(&path));
    let read = files::read(&path).map_err(Failure::from);
    let looked_at = read.and_then(|bytes| Ok(LookedAt::of(&forms, &name, bytes)?));
    let looked_at = match looked_at {
        Ok(looked_at) => looked_at,
        Err(failure) => return Ok(Surveyed::refused(&path, &name, failure.sentence)),
    };
    desk.with(|desk| {
        let surveyed = desk.surveyed(&path, &looked_at)?;
        desk.found.insert(path, looked_at);
        Ok(surveyed)
    })
}

/// Stores one of several files.
#[tauri::command(async)]
pub fn accept_found(desk: TheDesk, path: String, berth: Berth) -> Answer<TakenIn> {
    desk.with(|desk| desk.accept_found(path, &berth))
}

/// Opens the very file a report was imported from, as a copy in a folder of its own.
#[tauri::command(async)]
pub fn open_original(desk: TheDesk, id: i64) -> Answer<String> {
    let original = desk.with(|desk| Ok(desk.store.source(id)?))?;
    let (name, bytes) =
        original.ok_or_else(|| Failure::refused("这份年报不是从文件导入的，没有原文件。"))?;
    let copy = gongkai_platform::folder::copy_to_open(&name, &bytes)?;
    desk.with(|desk| {
        desk.written.insert(copy.clone());
        Ok(())
    })?;
    super::opening::open(&copy)?;
    Ok(copy.display().to_string())
}
