//! Settings: the offices, what the rules may be told, where the data lie.

use super::start::{KindLine, kinds};
use super::{Answer, Folders, TheDesk};
use crate::failure::Failure;
use crate::folder;
use gongkai_check::{Level, Settings};
use gongkai_platform::files;
use gongkai_store::{Organ, Store};
use serde::Serialize;
use std::path::{Path, PathBuf};
use tauri_plugin_dialog::DialogExt;
use ts_rs::TS;

/// A rule whose findings may be hints.
#[derive(Clone, Debug, Serialize, TS)]
pub struct HintLine {
    pub rule: String,
    pub title: String,
}

/// What the settings page shows.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Preferences {
    pub organs: Vec<Organ>,
    pub kinds: Vec<KindLine>,
    pub rules: Settings,
    /// The rules whose hints can be left out.
    pub hints: Vec<HintLine>,
    /// Written beside reasons.
    pub who: String,
    pub folder: String,
    /// The folder is given by a variable of the system and can't be changed here.
    pub folder_fixed: bool,
    pub log: String,
    pub version: String,
}

fn hints() -> Vec<HintLine> {
    let hinting = gongkai_check::rules().iter().filter(|rule| rule.levels.contains(&Level::Hint));
    hinting
        .map(|rule| HintLine { rule: rule.name.to_owned(), title: rule.title.to_owned() })
        .collect()
}

#[tauri::command(async)]
pub fn preferences(desk: TheDesk, folders: tauri::State<Folders>) -> Answer<Preferences> {
    // The way to another folder stays open while this one is gone.
    desk.at_once(|desk| {
        Ok(Preferences {
            organs: desk.store.organs()?,
            kinds: kinds(),
            rules: desk.settings.clone(),
            hints: hints(),
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

/// Keeps the rules' settings and the name written beside reasons. `words` is the list as the user
/// writes it, a pair of words on each line.
#[tauri::command(async)]
pub fn save_rules(desk: TheDesk, rules: Settings, words: String, who: String) -> Answer<()> {
    let words = gongkai_check::read_words(&words).map_err(Failure::refused)?;
    let rules = Settings { words, ..rules };
    rules.possible().map_err(Failure::refused)?;
    desk.with(|desk| {
        desk.settings = rules;
        desk.who = who.trim().to_owned();
        desk.save_settings()
    })
}

/// Asks for a file of rule settings, to be written or read; none when the user turns away.
#[tauri::command(async)]
pub fn choose_rules<R: tauri::Runtime>(app: tauri::AppHandle<R>, to_write: bool) -> Option<String> {
    let dialog = app.dialog().file().set_title("规则设置");
    let chosen = match to_write {
        true => dialog
            .add_filter("规则设置", &["json"])
            .set_file_name("规则设置.json")
            .blocking_save_file(),
        false => dialog.add_filter("规则设置、词表", &["json", "txt"]).blocking_pick_file(),
    };
    Some(chosen?.into_path().ok()?.to_string_lossy().into_owned())
}

/// Writes the rules' settings as a file for other offices.
#[tauri::command(async)]
pub fn export_rules(desk: TheDesk, path: String, overwrite: bool) -> Answer<String> {
    let path = absolute(&path)?;
    desk.with(|desk| {
        files::write_whole(&path, desk.settings.to_file().as_bytes(), overwrite)?;
        desk.written.insert(path.clone());
        Ok(path.display().to_string())
    })
}

/// Takes over the rules' settings of another office, or, from a text file, its list of words.
#[tauri::command(async)]
pub fn import_rules(desk: TheDesk, path: String) -> Answer<()> {
    let path = absolute(&path)?;
    let text = String::from_utf8(files::read(&path)?).map_err(|_| {
        Failure::refused("这个文件的编码不是 UTF-8，请用记事本打开，另存时编码选“UTF-8”，再读入。")
    })?;
    let list = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("txt"));
    desk.with(|desk| {
        if list {
            let words = gongkai_check::read_words(&text).map_err(Failure::refused)?;
            let known = &mut desk.settings.words;
            let new: Vec<_> = words.into_iter().filter(|pair| !known.contains(pair)).collect();
            known.extend(new);
        } else {
            desk.settings = Settings::from_file(&text).map_err(Failure::refused)?;
        }
        desk.save_settings()
    })
}

fn absolute(path: &str) -> Answer<PathBuf> {
    let path = PathBuf::from(path.trim());
    match path.is_absolute() {
        true => Ok(path),
        false => Err(Failure::refused("请填完整路径，或点“选择…”。")),
    }
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
    if gongkai_platform::network::holds(to) {
        return Err(Failure::refused(folder::ON_NETWORK));
    }
    desk.at_once(|desk| {
        desk.keep_wherever()?;
        let new = Store::open(to)?;
        let empty = new.organs()?.is_empty() && new.list()?.is_empty();
        drop(new);
        if empty {
            desk.store.backup(&to.join(gongkai_store::FILE))?;
        }
        Ok(folder::set(&folders.usual, to)?)
    })
}
