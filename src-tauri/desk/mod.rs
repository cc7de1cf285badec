//! What lies on the desk while the program runs: the store, the reports that are open with their
//! steps of undo, the file that is being looked at before it is stored.
//!
//! Here the crates are put together; **deliberately absent** are sentences of failure
//! (`failure.rs`), rules and figures (core), SQL (store).

mod arrival;
mod berth;
mod comparing;
mod edit;
mod example;
mod filling;
mod guide;
mod history;
mod keep;
mod look;
mod progress;
mod state;
mod task;
mod wording;
mod year;

pub use arrival::{ImportView, LookedAt, Reading};
pub use berth::{Berth, Surveyed, TakenIn};
pub use comparing::ComparingView;
pub use edit::{Edited, TextEdit};
pub use filling::CellEdit;
#[cfg(test)]
pub use filling::How;
pub use guide::Guide;
pub use history::Steps;
pub use look::{Checked, FormView, News, Writing, clock};
pub use wording::{FoundWords, Replaced};
pub use year::in_hand;

use crate::failure::Failure;
use gongkai_check::Settings;
use gongkai_layout::{FontSet, Pages};
use gongkai_model::form::{Edition, Forms};
use gongkai_model::organ::OrganKind;
use gongkai_model::report::{Report, Scope};
use gongkai_store::{Change, Organ, Reason, Store, StoreError, Stored};
use history::History;
use look::FindingLine;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Key of the rules' settings in the store.
const CHECK: &str = "check";
/// Key of the name written beside reasons.
const WHO: &str = "who";

/// The one state all commands share.
pub struct Desk {
    inner: Mutex<Result<Inner, Failure>>,
    /// Counts the files the user turned to, so that a slow one left behind is told apart.
    turns: AtomicU64,
    /// Calls off work that takes long.
    pub stops: task::Stops,
}

/// What is on the desk, once the store is open.
pub struct Inner {
    pub forms: Forms,
    pub store: Store,
    pub settings: Settings,
    pub who: String,
    open: HashMap<i64, Open>,
    /// What was edited and is not in the store yet, by report.
    unsaved: BTreeMap<i64, Change>,
    histories: HashMap<i64, History>,
    /// The file last looked at, with its bytes.
    pub looked_at: Option<LookedAt>,
    /// Several files looked at, by their paths.
    pub found: HashMap<String, LookedAt>,
    /// The pages last laid out.
    pub laid: Option<Laid>,
    /// Files written in this run, the only ones it opens.
    pub written: BTreeSet<PathBuf>,
}

/// A report on pages, for drawing them one by one.
pub struct Laid {
    pub id: i64,
    pub pages: Pages,
    pub fonts: FontSet,
}

/// A report that is being worked on.
pub struct Open {
    pub stored: Stored,
    pub organ: Organ,
    /// It is the bundled example, no report of an office.
    pub example: bool,
    /// Last year's report of the same organ and scope.
    pub last: Option<Stored>,
    reasons: Vec<Reason>,
    /// The findings the window knows, by their keys.
    told: BTreeMap<String, FindingLine>,
}

impl Desk {
    /// Opens the store in this folder. When that fails every command says why.
    pub fn open(folder: &Path) -> Self {
        Desk {
            inner: Mutex::new(Inner::open(folder)),
            turns: AtomicU64::new(0),
            stops: task::Stops::default(),
        }
    }

    /// The user turns to another file, or away from all.
    pub fn turn(&self) -> u64 {
        self.turns.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Whether the user has not turned away since.
    pub fn is_turn(&self, turn: u64) -> bool {
        self.turns.load(Ordering::Relaxed) == turn
    }

    /// Work on the file that is being looked at.
    ///
    /// # Errors
    /// When there is none any more.
    pub fn looking<T>(&self, work: impl FnOnce(&Forms, &mut LookedAt) -> T) -> Result<T, Failure> {
        self.with(|desk| match &mut desk.looked_at {
            Some(looked_at) => Ok(work(&desk.forms, looked_at)),
            None => Err(Failure::refused("要存入的文件已经不在了，请重新选择文件。")),
        })
    }

    /// Runs work that reads or writes the store; edits not yet kept are kept before.
    ///
    /// # Errors
    /// Those of the work, or why the store can't be used.
    pub fn with<T>(
        &self,
        work: impl FnOnce(&mut Inner) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        self.at_once(|inner| {
            inner.keep()?;
            work(inner)
        })
    }

    /// Runs work on the open report alone, without waiting for the disk.
    ///
    /// # Errors
    /// Those of the work, or why the store could not be opened.
    pub fn at_once<T>(
        &self,
        work: impl FnOnce(&mut Inner) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        match &mut *self.lock() {
            Ok(inner) => work(inner),
            Err(failure) => Err(failure.clone()),
        }
    }

    /// Whether edits wait for the store.
    pub fn owes(&self) -> bool {
        self.lock().as_ref().is_ok_and(|inner| inner.unsaved.values().any(Change::is_edit))
    }

    fn lock(&self) -> MutexGuard<'_, Result<Inner, Failure>> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tries once more to open the store after a failure.
    pub fn reopen(&self, folder: &Path) {
        let mut inner = self.lock();
        if inner.is_err() {
            *inner = Inner::open(folder);
        }
    }
}

impl Inner {
    pub fn open(folder: &Path) -> Result<Self, Failure> {
        let store = Store::open(folder)?;
        let settings = store.setting(CHECK)?.map(serde_json::from_value).transpose();
        let who = store.setting(WHO)?.and_then(|who| who.as_str().map(str::to_owned));
        Ok(Inner {
            forms: Forms::official(),
            store,
            settings: settings.map_err(Failure::from).ok().flatten().unwrap_or_default(),
            who: who.unwrap_or_default(),
            open: HashMap::new(),
            unsaved: BTreeMap::new(),
            histories: HashMap::new(),
            looked_at: None,
            found: HashMap::new(),
            laid: None,
            written: BTreeSet::new(),
        })
    }

    pub fn organ(&self, id: i64) -> Result<Organ, Failure> {
        let organs = self.store.organs()?;
        Ok(organs.into_iter().find(|organ| organ.id == id).ok_or(StoreError::NotThere)?)
    }

    /// The organ of this name, added when there is none.
    pub fn organ_named(&mut self, name: &str, kind: OrganKind) -> Result<i64, Failure> {
        let name = name.trim();
        if name.is_empty() {
            return Err(Failure::refused("请填写单位全称。"));
        }
        match self.organ_called(name)? {
            Some(organ) => Ok(organ.id),
            None => Ok(self.store.add_organ(name, kind)?),
        }
    }

    fn organ_called(&self, name: &str) -> Result<Option<Organ>, Failure> {
        Ok(self.store.organs()?.into_iter().find(|organ| organ.name == name))
    }

    /// Takes a report onto the desk, or looks at the one that lies there.
    pub fn report(&mut self, id: i64) -> Result<&Open, Failure> {
        if !self.open.contains_key(&id) {
            // What was edited before the desk was cleared is in the store first.
            if !self.unsaved.is_empty() {
                self.keep()?;
            }
            let stored = self.store.report(id)?;
            let organ = self.organ(stored.organ_id)?;
            let last = self.last_of(&stored.report, organ.id)?;
            let reasons = self.store.reasons(id)?;
            let example = self.example_organ()? == Some(organ.id);
            let told = BTreeMap::new();
            self.open.insert(id, Open { stored, organ, example, last, reasons, told });
        }
        Ok(self.open.get(&id).ok_or(StoreError::NotThere)?)
    }

    /// Reads the reasons of an open report once more.
    pub fn reasons_anew(&mut self, id: i64) -> Result<(), Failure> {
        let reasons = self.store.reasons(id)?;
        if let Some(open) = self.open.get_mut(&id) {
            open.reasons = reasons;
        }
        Ok(())
    }

    fn last_of(&self, report: &Report, organ: i64) -> Result<Option<Stored>, Failure> {
        let Some(year) = report.year.and_then(|year| year.checked_sub(1)) else { return Ok(None) };
        match self.store.find(organ, year, report.scope)? {
            Some(last) => Ok(Some(self.store.report(last)?)),
            None => Ok(None),
        }
    }

    /// Puts everything back into the store's hands; steps of undo stay.
    pub fn clear(&mut self) {
        self.open.clear();
    }

    pub fn forget_steps(&mut self, id: i64) {
        self.histories.remove(&id);
    }

    fn edition(&self, report: &Report) -> Option<&Edition> {
        self.forms.edition(report.edition.as_deref()?)
    }

    /// The report of the year before, with its id.
    pub fn before(&self, organ: i64, year: i32, scope: Scope) -> Result<Option<Stored>, Failure> {
        let report = Report { year: Some(year), scope, ..Report::default() };
        self.last_of(&report, organ)
    }

    pub fn save_settings(&mut self) -> Result<(), Failure> {
        self.store.set_setting(CHECK, &serde_json::to_value(&self.settings)?)?;
        Ok(self.store.set_setting(WHO, &self.who.clone().into())?)
    }
}
