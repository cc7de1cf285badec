//! Settings: the offices, what the rules may be told, where the data lie.

use super::{Answer, Folders, TheSession, aside, asked};
use crate::data_folder;
use gongkai_app::{Failure, Moved, SettingsView};
use gongkai_check::Settings;
use gongkai_store::Organ;
use serde::Serialize;
use std::path::Path;
use tauri_plugin_dialog::DialogExt;
use ts_rs::TS;

/// What the settings page shows.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Preferences {
    #[serde(flatten)]
    pub settings: SettingsView,
    pub folder: String,
    /// The folder is given by a variable of the system and can't be changed here.
    pub folder_fixed: bool,
    pub log: String,
    pub version: String,
}

#[tauri::command]
pub async fn preferences(
    session: TheSession<'_>,
    folders: tauri::State<'_, Folders>,
) -> Answer<Preferences> {
    let used = folders.used();
    Ok(Preferences {
        settings: aside(&session, |session| Ok(session.settings())).await?,
        folder: used.display().to_string(),
        folder_fixed: data_folder::by_variable().is_some(),
        log: data_folder::log_file(&used).display().to_string(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    })
}

#[tauri::command]
pub async fn save_organ(session: TheSession<'_>, organ: Organ) -> Answer<()> {
    aside(&session, move |session| session.save_organ(organ)).await
}

#[tauri::command]
pub async fn remove_organ(session: TheSession<'_>, id: i64) -> Answer<()> {
    aside(&session, move |session| session.remove_organ(id)).await
}

#[tauri::command]
pub async fn restore_organ(session: TheSession<'_>, id: i64) -> Answer<()> {
    aside(&session, move |session| session.restore_organ(id)).await
}

/// Keeps the rules' settings and the name written beside reasons. `words` is the list as the user
/// writes it, a pair of words on each line.
#[tauri::command]
pub async fn save_rules(
    session: TheSession<'_>,
    rules: Settings,
    words: String,
    who: String,
) -> Answer<()> {
    aside(&session, move |session| session.save_rules(rules, &words, &who)).await
}

/// Asks for a file of rule settings, to be written or read; none when the user turns away.
#[tauri::command]
pub async fn choose_rules<R: tauri::Runtime>(
    app: tauri::AppHandle<R>,
    to_write: bool,
) -> Answer<Option<String>> {
    asked(move || {
        let dialog = app.dialog().file().set_title("规则设置");
        let chosen = match to_write {
            true => dialog
                .add_filter("规则设置", &["json"])
                .set_file_name("规则设置.json")
                .blocking_save_file(),
            false => dialog.add_filter("规则设置、词表", &["json", "txt"]).blocking_pick_file(),
        };
        Some(chosen?.into_path().ok()?.to_string_lossy().into_owned())
    })
    .await
}

/// Writes the rules' settings as a file for other offices.
#[tauri::command]
pub async fn export_rules(
    session: TheSession<'_>,
    path: String,
    overwrite: bool,
) -> Answer<String> {
    aside(&session, move |session| session.export_rules(&path, overwrite)).await
}

/// Takes over the rules' settings of another office, or, from a text file, its list of words.
#[tauri::command]
pub async fn import_rules(session: TheSession<'_>, path: String) -> Answer<()> {
    aside(&session, move |session| session.import_rules(&path)).await
}

/// Goes on in another folder, at once and at the next start. The data are copied there, unless it holds
/// some and the user is sure that they are meant.
#[tauri::command]
pub async fn change_folder(
    session: TheSession<'_>,
    folders: tauri::State<'_, Folders>,
    path: String,
    sure: bool,
) -> Answer<Option<Moved>> {
    let to = Path::new(path.trim()).to_owned();
    if !to.is_absolute() {
        return Err(Failure::refused("请填文件夹的完整路径，如 D:\\公开年报。"));
    }
    if data_folder::by_variable().is_some() {
        return Err(Failure::refused("数据文件夹由系统变量指定，不能在这里更改。"));
    }
    if to == folders.used() {
        return Ok(None);
    }
    let (usual, folder) = (folders.usual().to_owned(), to.clone());
    let moved = aside(&session, move |session| {
        let keep = {
            let folder = folder.clone();
            move || Ok(data_folder::set(&usual, &folder)?)
        };
        session.move_to(&folder, sure, keep)
    })
    .await?;
    folders.go_to(to);
    Ok(Some(moved))
}
