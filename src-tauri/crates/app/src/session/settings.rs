//! Settings: what the rules may be told, the name written beside reasons, another folder for the data.

use super::Session;
use super::start::{KindLine, kinds};
use super::state::CHECK;
use crate::failure::Failure;
use crate::paths::{TYPED_OR_CHOSEN, whole_path};
use gongkai_check::{Level, Settings};
use gongkai_platform::{files, network};
use gongkai_store::{FILE, Organ, Store, WHO};
use serde::Serialize;
use std::fs;
use std::path::Path;
use std::sync::mpsc;
use ts_rs::TS;

/// Said where the data folder would lie on another computer's disk.
pub const ON_NETWORK: &str =
    "数据文件夹在网络盘上：网络中断或两台电脑同时打开时，数据可能损坏，请换成本机磁盘上的文件夹。";

/// A rule whose findings may be hints.
#[derive(Clone, Debug, Serialize, TS)]
pub struct HintLine {
    /// The rule's name.
    pub rule: String,
    /// What the user calls it.
    pub title: String,
}

/// What is set, for the settings page.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct SettingsView {
    /// The data can be used; if not, all that is set but the data folder is unknown.
    pub open: bool,
    /// The offices.
    pub organs: Vec<Organ>,
    /// Offices that were removed and can be brought back with their reports.
    pub removed: Vec<Organ>,
    /// The kinds of office there are.
    pub kinds: Vec<KindLine>,
    /// What the rules are told.
    pub rules: Settings,
    /// The rules whose hints can be left out.
    pub hints: Vec<HintLine>,
    /// Written beside reasons.
    pub who: String,
}

/// What became of the data when the folder for them was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Moved {
    /// They were copied.
    Copied,
    /// There were some in the folder, which are used now.
    UsesOther,
    /// They could not be opened, so none were copied.
    Empty,
}

fn hints() -> Vec<HintLine> {
    let hinting = gongkai_check::rules().iter().filter(|rule| rule.levels.contains(&Level::Hint));
    hinting
        .map(|rule| HintLine { rule: rule.name.to_owned(), title: rule.title.to_owned() })
        .collect()
}

impl Session {
    /// The rules' settings.
    pub(crate) fn rules(&self) -> Settings {
        self.lock().settings.clone()
    }

    pub(crate) fn rules_and_name(&self) -> (Settings, String) {
        let state = self.lock();
        (state.settings.clone(), state.who.clone())
    }

    /// What is set. It can be seen even while the data folder is gone or can't be opened, since the way
    /// to another one leads over it.
    pub fn settings(&self) -> SettingsView {
        let stored =
            self.store().run_unflushed(|store| Ok((store.organs()?, store.removed_organs()?)));
        let open = stored.is_ok();
        let (organs, removed) = stored.unwrap_or_default();
        let (rules, who) = self.rules_and_name();
        SettingsView { open, organs, removed, kinds: kinds(), rules, hints: hints(), who }
    }

    /// Keeps the rules' settings and the name written beside reasons. `words` is the list as the user
    /// writes it, a pair of words on each line.
    ///
    /// # Errors
    /// When the settings or words can't be, or the store can't be used.
    pub fn save_rules(&self, rules: Settings, words: &str, who: &str) -> Result<(), Failure> {
        let words = gongkai_check::read_words(words).map_err(Failure::refused)?;
        let rules = Settings { words, ..rules };
        rules.possible().map_err(Failure::refused)?;
        self.keep_settings(rules, who.trim().to_owned())
    }

    fn keep_settings(&self, rules: Settings, who: String) -> Result<(), Failure> {
        let (held, name) = (serde_json::to_value(&rules)?, who.clone());
        self.store().run(move |store| {
            store.set_setting(CHECK, &held)?;
            Ok(store.set_setting(WHO, &name.into())?)
        })?;
        let mut state = self.lock();
        state.settings = rules;
        state.who = who;
        Ok(())
    }

    /// Writes the rules' settings as a file for other offices; gives its path.
    ///
    /// # Errors
    /// When the path is not whole, or the file can't be written.
    pub fn export_rules(&self, path: &str, overwrite: bool) -> Result<String, Failure> {
        let path = whole_path(path, TYPED_OR_CHOSEN)?;
        let token = self.tasks().exports.token();
        self.write_export(&path, self.rules().to_file().as_bytes(), overwrite, &token)
    }

    /// Takes over the rules' settings of another office, or, from a text file, its list of words.
    ///
    /// # Errors
    /// When the file can't be read or holds neither, or the store can't be used.
    pub fn import_rules(&self, path: &str) -> Result<(), Failure> {
        let path = whole_path(path, TYPED_OR_CHOSEN)?;
        let text = String::from_utf8(files::read(&path)?).map_err(|_| {
            Failure::refused(
                "这个文件的编码不是 UTF-8，请用记事本打开，另存时编码选“UTF-8”，再读入。",
            )
        })?;
        let list = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("txt"));
        let (mut rules, who) = self.rules_and_name();
        if list {
            let words = gongkai_check::read_words(&text).map_err(Failure::refused)?;
            let new: Vec<_> =
                words.into_iter().filter(|pair| !rules.words.contains(pair)).collect();
            rules.words.extend(new);
        } else {
            rules = Settings::from_file(&text).map_err(Failure::refused)?;
        }
        self.keep_settings(rules, who)
    }

    /// Copies the data into another folder and goes on there, or goes on with the data that are there
    /// already when that is meant; `keep` notes the folder for the next start. The data stay where they
    /// were, too. Where they can't be opened none are copied.
    ///
    /// # Errors
    /// The question whether the data there are meant; when the folder lies on another computer, or
    /// can't be written. Then everything stays as it was.
    pub fn move_to(
        &self,
        folder: &Path,
        sure: bool,
        keep: impl FnOnce() -> Result<(), Failure> + Send + 'static,
    ) -> Result<Moved, Failure> {
        if network::is_remote(folder) {
            return Err(Failure::refused(ON_NETWORK));
        }
        let folder = folder.to_owned();
        let (told, moved) = mpsc::sync_channel(1);
        self.exchange_store(move |here| {
            let there = folder.join(FILE);
            let (next, how) = match here {
                _ if Store::is_in(&folder) => {
                    if !sure {
                        return Err(Failure::asks(held_there(&folder)?));
                    }
                    (Store::open_or_salvage(&folder, true)?, Moved::UsesOther)
                }
                Some(here) => {
                    fs::create_dir_all(&folder).map_err(|source| files::FileError::Write {
                        name: folder.display().to_string(),
                        source,
                    })?;
                    here.backup(&there)?;
                    (Store::open_known(&folder)?, Moved::Copied)
                }
                None => (Store::begin_anew(&folder)?, Moved::Empty),
            };
            next.writable()?;
            keep()?;
            let _ = told.send(how);
            Ok(next)
        })?;
        moved.recv().map_err(|_| Failure::panicked())
    }
}

/// The question whether the data of a folder are to be gone on with.
fn held_there(folder: &Path) -> Result<String, Failure> {
    let store = Store::open_or_salvage(folder, true)?;
    let (organs, reports) = (store.organs()?.len(), store.list()?.len());
    let removed = store.removed_organs()?.len() + store.deleted()?.len();
    let removed = if removed == 0 { "" } else { "（另有移除、删除了的）" };
    Ok(format!(
        "“{}”里已经有年报数据：{organs} 个单位、{reports} 份年报{removed}。改用那里的数据吗？现在的数据留在原来的文件夹里，不复制过去。",
        folder.display()
    ))
}
