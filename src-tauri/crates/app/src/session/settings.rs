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
use std::path::Path;
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
    /// The offices.
    pub organs: Vec<Organ>,
    /// The kinds of office there are.
    pub kinds: Vec<KindLine>,
    /// What the rules are told.
    pub rules: Settings,
    /// The rules whose hints can be left out.
    pub hints: Vec<HintLine>,
    /// Written beside reasons.
    pub who: String,
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

    /// What is set. It can be seen even while the data folder is gone, since the way to another one
    /// leads over it.
    ///
    /// # Errors
    /// Why the store could not be opened.
    pub fn settings(&self) -> Result<SettingsView, Failure> {
        let organs = self.store().run_unflushed(|store| Ok(store.organs()?))?;
        let (rules, who) = self.rules_and_name();
        Ok(SettingsView { organs, kinds: kinds(), rules, hints: hints(), who })
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

    /// Copies the data into another folder, unless that holds some, even when the one in use is gone.
    ///
    /// # Errors
    /// When the folder lies on another computer, or can't be written.
    pub fn copy_to(&self, folder: &Path) -> Result<(), Failure> {
        if network::is_remote(folder) {
            return Err(Failure::refused(ON_NETWORK));
        }
        let folder = folder.to_owned();
        self.store().run_wherever_it_is(move |store| {
            let new = Store::open(&folder)?;
            let empty = new.organs()?.is_empty() && new.list()?.is_empty();
            drop(new);
            if empty {
                store.backup(&folder.join(FILE))?;
            }
            Ok(())
        })
    }
}
