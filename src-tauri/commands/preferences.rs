//! Settings: the offices, what the rules may be told, where the data lie.

use super::start::{KindLine, kinds};
use super::{Answer, Folders, TheDesk};
use crate::failure::Failure;
use crate::folder;
use gongkai_core::check::Settings;
use gongkai_store::{Organ, Store};
use serde::Serialize;
use std::path::Path;
use ts_rs::TS;

/// What the settings page shows.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Preferences {
    pub organs: Vec<Organ>,
    pub kinds: Vec<KindLine>,
    pub rules: Settings,
    /// Written beside reasons.
    pub who: String,
    pub folder: String,
    /// The folder is given by a variable of the system and can't be changed here.
    pub folder_fixed: bool,
    pub log: String,
    pub version: String,
}

#[tauri::command(async)]
pub fn preferences(desk: TheDesk, folders: tauri::State<Folders>) -> Answer<Preferences> {
    desk.with(|desk| {
        Ok(Preferences {
            organs: desk.store.organs()?,
            kinds: kinds(),
            rules: desk.settings.clone(),
            who: desk.who.clone(),
            folder: folders.used.display().to_string(),
            folder_fixed: folder::by_variable().is_some(),
            log: folder::log_file(&folders.used).display().to_string(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        })
    })
}

#[tauri::command(async)]
pub fn save_organ(desk: TheDesk, organ: Organ) -> Answer<()> {
    desk.with(|desk| {
        let organ = Organ { name: organ.name.trim().to_owned(), ..organ };
        if organ.name.is_empty() {
            return Err(Failure::refused("单位全称不能空着。"));
        }
        let possible = organ.due.is_none_or(|due| {
            (1..=12).contains(&due.month) && (1..=31).contains(&due.day) && due.of(2023).is_some()
        });
        if !possible {
            return Err(Failure::refused("期限不是一年中的一天，请重新填写月和日。"));
        }
        desk.store.update_organ(&organ)?;
        desk.clear();
        Ok(())
    })
}

#[tauri::command(async)]
pub fn remove_organ(desk: TheDesk, id: i64) -> Answer<()> {
    desk.with(|desk| {
        desk.store.remove_organ(id)?;
        desk.clear();
        Ok(())
    })
}

#[tauri::command(async)]
pub fn restore_organ(desk: TheDesk, id: i64) -> Answer<()> {
    desk.with(|desk| Ok(desk.store.restore_organ(id)?))
}

/// Keeps the rules' settings and the name written beside reasons.
#[tauri::command(async)]
pub fn save_rules(desk: TheDesk, rules: Settings, who: String) -> Answer<()> {
    desk.with(|desk| {
        desk.settings = rules;
        desk.who = who.trim().to_owned();
        desk.save_settings()
    })
}

/// Makes the next start use another folder; the data are copied there unless it holds some.
#[tauri::command(async)]
pub fn change_folder(desk: TheDesk, folders: tauri::State<Folders>, path: String) -> Answer<()> {
    let to = Path::new(path.trim());
    if !to.is_absolute() {
        return Err(Failure::refused("请填文件夹的完整路径，如 D:\\公开年报。"));
    }
    if to == folders.used {
        return Ok(());
    }
    if gongkai_machine::network::holds(to) {
        return Err(Failure::refused(folder::ON_NETWORK));
    }
    desk.with(|desk| {
        let new = Store::open(to)?;
        let empty = new.organs()?.is_empty() && new.list()?.is_empty();
        drop(new);
        if empty {
            desk.store.backup(&to.join(gongkai_store::FILE))?;
        }
        Ok(folder::set(&folders.usual, to)?)
    })
}
