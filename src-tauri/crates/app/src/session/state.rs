//! The program's work on one data folder, and what of it is held in memory.
//!
//! Invariants: a report that is open is what the store has plus what waits to be written; the lock of
//! the state is never held while the store is asked or a file is read, laid out or written.

use crate::batch::BatchResult;
use crate::cancellation::CancellationSource;
use crate::copies::Copies;
use crate::failure::Failure;
use crate::import::ImportSession;
use crate::page_preview::PagePreview;
use crate::report::{Editing, History, LastSent, OpenReport, clock_time, read_steps};
use crate::store_thread::StoreThread;
use crate::written_files::WrittenFiles;
use gongkai_check::Settings;
use gongkai_model::form::Forms;
use gongkai_store::{Store, StoreError, WHO};
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Key of the rules' settings in the store.
pub(super) const CHECK: &str = "check";

/// The program's work on one data folder; clones share it.
#[derive(Clone)]
pub struct Session(Arc<Shared>);

struct Shared {
    forms: Arc<Forms>,
    store: StoreThread,
    state: Mutex<AppState>,
    tasks: Tasks,
    copies: Copies,
}

/// Work that can be called off, one source a kind.
#[derive(Default)]
pub(crate) struct Tasks {
    pub exports: CancellationSource,
    pub import: CancellationSource,
    pub batch: CancellationSource,
}

/// What is held in memory.
#[derive(Default)]
pub(crate) struct AppState {
    pub settings: Settings,
    /// The name written beside reasons.
    pub who: String,
    open: HashMap<i64, OpenEntry>,
    /// How often all reports were closed: one that was loaded before is not opened after it.
    closed: u64,
    /// Open reports were written again after the database was salvaged so often.
    refilled: u64,
    histories: HashMap<i64, History>,
    pub import: ImportSession,
    /// The pages last laid out.
    pub pages: Option<Arc<PagePreview>>,
    pub written: WrittenFiles,
    /// How many changes the database had seen when it was last backed up.
    pub backed_up: Option<u64>,
    /// The folder checked last.
    pub batch: Option<Arc<BatchResult>>,
}

/// A report that is open, and what the window has been sent of it.
struct OpenEntry {
    report: Arc<OpenReport>,
    last_sent: LastSent,
    /// How often the database had been salvaged when it was read.
    salvages: u64,
}

impl Session {
    /// Opens the store in this folder. When that fails every call that needs it says why.
    pub fn open(folder: &Path) -> Self {
        Session::open_known(folder, false)
    }

    /// The same; where data are `known` to have been in the folder, none are made in their place.
    pub fn open_known(folder: &Path, known: bool) -> Self {
        let session = Session(Arc::new(Shared {
            forms: Arc::new(Forms::official()),
            store: StoreThread::open(folder, known),
            state: Mutex::default(),
            tasks: Tasks::default(),
            copies: Copies::new(),
        }));
        session.read_settings();
        session
    }

    /// Tries once more to open the store after a failure.
    pub fn reopen(&self, folder: &Path, known: bool) {
        if self.0.store.reopen(folder, known) {
            self.read_settings();
        }
    }

    /// Begins with no data in a folder whose data are gone; what was left of them is moved aside.
    ///
    /// # Errors
    /// The question whether that is meant; when there are data, or the folder can't be written.
    pub fn begin_anew(&self, folder: &Path, sure: bool) -> Result<(), Failure> {
        if !sure {
            return Err(Failure::asks(
                "从空的数据开始吗？以后找到了原来的数据，可以在“设置”里换回那个文件夹，备份也还在。",
            ));
        }
        let folder = folder.to_owned();
        self.exchange_store(move |_| Ok(Store::begin_anew(&folder)?))
    }

    /// Puts another store in the place of the one that is open, and forgets what was open of it.
    pub(super) fn exchange_store(
        &self,
        work: impl FnOnce(Option<&mut Store>) -> Result<Store, Failure> + Send + 'static,
    ) -> Result<(), Failure> {
        // What is edited from here on waits for the store it then finds.
        self.close_all();
        self.store().exchange(work)?;
        self.close_all();
        self.forget_all_steps();
        self.lock().backed_up = None;
        self.read_settings();
        Ok(())
    }

    /// Whether there are data, and they can be used.
    pub fn is_open(&self) -> bool {
        self.store().run_unflushed(|_| Ok(())).is_ok()
    }

    /// Closes the store: the database is one whole file then. Called where the program ends.
    pub fn close(&self) {
        self.store().close();
    }

    pub(super) fn read_settings(&self) {
        // A store that can't be opened says so to whoever asks it for something.
        if let Ok((rules, who)) = self.0.store.run_unflushed(|store| stored_settings(store)) {
            let mut state = self.lock();
            state.settings = rules;
            state.who = who;
        }
    }

    /// The editions of the form.
    pub fn forms(&self) -> &Forms {
        &self.0.forms
    }

    pub(crate) fn shared_forms(&self) -> Arc<Forms> {
        self.0.forms.clone()
    }

    pub(crate) fn store(&self) -> &StoreThread {
        &self.0.store
    }

    pub(crate) fn tasks(&self) -> &Tasks {
        &self.0.tasks
    }

    pub(crate) fn copies(&self) -> &Copies {
        &self.0.copies
    }

    /// The state, for work in memory alone.
    pub(crate) fn lock(&self) -> MutexGuard<'_, AppState> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes the edits that wait for the store.
    ///
    /// # Errors
    /// Why the store can't take them; they wait on.
    pub fn flush(&self) -> Result<(), Failure> {
        self.0.store.flush()?;
        let salvages = self.0.store.salvages();
        if self.lock().refilled < salvages {
            self.refill_salvaged(self.open_before(salvages))?;
            self.lock().refilled = salvages;
        }
        Ok(())
    }

    /// Whether something the user did waits for the store.
    pub fn has_unsaved(&self) -> bool {
        self.0.store.has_unsaved()
    }

    /// Writes what was edited to the disk; gives the time the report was last saved: `10:32`.
    ///
    /// # Errors
    /// Why it can't be written, or that the report is gone.
    pub fn save(&self, id: i64) -> Result<String, Failure> {
        let saved_at = self.store().run(move |store| Ok(store.saved_at(id)?))?;
        Ok(clock_time(&saved_at))
    }

    /// Calls off exports under way; nothing is written any more.
    pub fn cancel_exports(&self) {
        self.tasks().exports.cancel();
    }

    /// Removes the copies made for other programs; called where the program ends.
    pub fn remove_copies(&self) {
        self.copies().remove();
    }

    /// The report as it is now, for work that takes its time.
    pub(crate) fn snapshot(&self, id: i64) -> Result<Arc<OpenReport>, Failure> {
        let state = self.lock_open(id)?;
        Ok(state.open.get(&id).ok_or(StoreError::NotThere)?.report.clone())
    }

    /// The state with this report open in it; the store is asked where it is not, without the lock.
    fn lock_open(&self, id: i64) -> Result<MutexGuard<'_, AppState>, Failure> {
        loop {
            let closed = {
                let state = self.lock();
                if state.open.contains_key(&id) {
                    return Ok(state);
                }
                state.closed
            };
            let salvages = self.store().salvages();
            let (report, steps) = self.store().read(Some(id), move |store| {
                Ok((OpenReport::load(store, id)?, store.steps(id)?))
            })?;
            let report = Arc::new(report);
            let mut state = self.lock();
            // Closed meanwhile, it may have been edited meanwhile, too.
            if state.closed == closed {
                let entry = OpenEntry { report, last_sent: LastSent::default(), salvages };
                let kept = || read_steps(&steps.unwrap_or_default(), &entry.report.stored.report);
                state.histories.entry(id).or_insert_with(kept);
                state.open.entry(id).or_insert(entry);
                return Ok(state);
            }
        }
    }

    /// Runs an edit of a report in memory; the store is waited for only where it is not open yet.
    pub(super) fn edit<T>(
        &self,
        id: i64,
        work: impl FnOnce(&mut Editing<'_>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let mut state = self.lock_open(id)?;
        let AppState { settings, open, histories, .. } = &mut *state;
        let entry = open.get_mut(&id).ok_or(StoreError::NotThere)?;
        work(&mut Editing {
            id,
            forms: &self.0.forms,
            settings,
            store: &self.0.store,
            report: &mut entry.report,
            last_sent: &mut entry.last_sent,
            history: histories.entry(id).or_default(),
        })
    }

    /// Closes all reports: they are read from the store when they are wanted again. Steps of undo
    /// stay.
    pub(crate) fn close_all(&self) {
        let mut state = self.lock();
        state.open.clear();
        state.closed += 1;
    }

    /// The reports that were open already when the database was salvaged this often.
    fn open_before(&self, salvages: u64) -> Vec<Arc<OpenReport>> {
        let state = self.lock();
        let before = state.open.values().filter(|entry| entry.salvages < salvages);
        before.map(|entry| entry.report.clone()).collect()
    }

    pub(crate) fn forget_all_steps(&self) {
        self.lock().histories.clear();
    }

    pub(crate) fn forget_steps(&self, id: i64) {
        self.lock().histories.remove(&id);
    }
}

/// Runs work on the store that changes what open reports show, and closes them.
impl Session {
    pub(crate) fn change<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let changed = self.store().run(work)?;
        self.close_all();
        Ok(changed)
    }
}

/// The rules' settings and the name beside reasons; the usual ones where none can be read.
fn stored_settings(store: &Store) -> Result<(Settings, String), Failure> {
    let rules = store.setting(CHECK)?.map(serde_json::from_value).transpose();
    let who = store.setting(WHO)?.and_then(|who| who.as_str().map(str::to_owned));
    Ok((rules.map_err(Failure::from).ok().flatten().unwrap_or_default(), who.unwrap_or_default()))
}
