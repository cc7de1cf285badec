//! What the program is and where its data lie; asked for even when the data cannot be opened.

use super::Folders;
use crate::data_folder;
use gongkai_app::ON_NETWORK;
use gongkai_platform::network;
use serde::Serialize;
use tauri::Manager;
use ts_rs::TS;

/// What the box 关于 shows.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct About {
    pub version: String,
    pub folder: String,
    /// Said when the data folder is no safe place.
    pub warning: Option<String>,
    /// A safe place for it on this computer, where one is known and may be chosen.
    pub local: Option<String>,
}

#[tauri::command(async)]
pub fn about<R: tauri::Runtime>(app: tauri::AppHandle<R>, folders: tauri::State<Folders>) -> About {
    let used = folders.used();
    let afar = network::is_remote(&used);
    let local = app.path().app_local_data_dir().ok().filter(|local| {
        afar && data_folder::by_variable().is_none() && *local != used && !network::is_remote(local)
    });
    About {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        folder: used.display().to_string(),
        warning: afar.then(|| ON_NETWORK.to_owned()),
        local: local.map(|local| local.display().to_string()),
    }
}
