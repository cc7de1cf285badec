//! The store on a thread of its own. Jobs are done one after the other; edits wait in [`Autosave`]
//! and are written before the next job, so that nobody who edits waits for the disk, and whoever
//! reads finds what was edited before.

use crate::failure::{Code, Failure};
use gongkai_store::{Change, Store, StoreError};
use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// After a pause this long what was written last goes from the log into the one file.
const PAUSE: Duration = Duration::from_secs(2);

/// A text that is made on the store's thread.
type Written = Arc<dyn Fn() -> String + Send + Sync>;

/// Work for the store; it may not be open.
type Job = Box<dyn FnOnce(&mut Result<Store, Failure>) + Send>;

/// The way to the store. Dropped, it waits for the jobs that were given to it.
pub(crate) struct StoreThread {
    jobs: Option<mpsc::Sender<Job>>,
    thread: Option<JoinHandle<()>>,
    autosave: Arc<Autosave>,
    /// How often the database was found to be damaged and was salvaged while it was open.
    salvages: Arc<AtomicU64>,
}

impl StoreThread {
    /// Opens the store in this folder, in which one may be known to be; when that fails every job says
    /// why.
    pub fn open(folder: &Path, known: bool) -> Self {
        let (jobs, waiting) = mpsc::channel::<Job>();
        let folder = folder.to_owned();
        let work = move || {
            let mut store = opened(&folder, known);
            while let Some(job) = next(&waiting, &mut store) {
                job(&mut store);
            }
        };
        let thread = thread::Builder::new().name("store".to_owned()).spawn(work).ok();
        StoreThread { jobs: Some(jobs), thread, autosave: Arc::default(), salvages: Arc::default() }
    }

    /// Runs work on the store, after the edits that wait for it have been written.
    ///
    /// # Errors
    /// Those of the work, or why the store can't be used; the edits then go on waiting.
    pub fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let autosave = self.autosave.clone();
        self.run_unflushed(move |store| {
            store.find_again()?;
            autosave.write(store)?;
            work(store)
        })
    }

    /// Runs work that only reads, after the edits that wait have been written, where they can be. Where
    /// they can't, on a full disk, what is read is as it was before them: the report `edited` must have
    /// none.
    ///
    /// # Errors
    /// Those of the work; why the store can't be used, or can't take the edits of this report.
    pub fn read<T: Send + 'static>(
        &self,
        edited: Option<i64>,
        work: impl FnOnce(&mut Store) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let autosave = self.autosave.clone();
        self.run_unflushed(move |store| {
            store.find_again()?;
            let written = autosave.write(store);
            if edited.is_some_and(|id| autosave.waits(id)) {
                written?;
            }
            work(store)
        })
    }

    /// Runs work on the store as it is, without a look at the edits that wait or at the folder.
    ///
    /// # Errors
    /// Those of the work, or why the store could not be opened.
    pub fn run_unflushed<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        self.answer(move |store| match store {
            Ok(store) => work(store),
            Err(failure) => Err(failure.clone()),
        })
    }

    /// Writes the edits that wait.
    ///
    /// # Errors
    /// Why the store can't take them; they wait on.
    pub fn flush(&self) -> Result<(), Failure> {
        self.run(|_| Ok(()))
    }

    /// Tries once more to open the store after a failure; says whether it is open only now.
    pub fn reopen(&self, folder: &Path, known: bool) -> bool {
        let folder: PathBuf = folder.to_owned();
        let reopened = self.answer(move |store| {
            let closed = store.is_err();
            if closed {
                *store = opened(&folder, known);
            }
            Ok(closed && store.is_ok())
        });
        reopened.unwrap_or(false)
    }

    /// Writes what waits, then puts the store that work makes of the one that is open, if one is, in its
    /// place.
    ///
    /// # Errors
    /// Those of the work, or why the edits that wait can't be written; the store stays what it was.
    pub fn exchange(
        &self,
        work: impl FnOnce(Option<&mut Store>) -> Result<Store, Failure> + Send + 'static,
    ) -> Result<(), Failure> {
        let autosave = self.autosave.clone();
        self.answer(move |store| {
            let next = match store {
                Ok(open) => {
                    autosave.write(open)?;
                    work(Some(open))?
                }
                // What waits belongs to the data that can't be opened, not to others.
                Err(failure) if autosave.has_edits() => return Err(failure.clone()),
                Err(_) => work(None)?,
            };
            *store = Ok(next);
            Ok(())
        })
    }

    /// Closes the store after the jobs that were given to it: the database is one whole file then.
    pub fn close(&self) {
        let closed = self.answer(|store| {
            *store = Err(Failure::refused("程序正在关闭。"));
            Ok(())
        });
        debug_assert!(closed.is_ok(), "it closes nothing that can fail");
    }

    /// Notes what is to be written; the disk is not waited for.
    pub fn enqueue(&self, id: i64, change: Change) {
        self.autosave.enqueue(id, change);
    }

    /// Notes what writes the steps of undo, to be kept with the next edit of this report.
    pub fn enqueue_steps(&self, id: i64, steps: impl Fn() -> String + Send + Sync + 'static) {
        let mut waiting = self.autosave.steps.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.insert(id, Arc::new(steps));
    }

    /// How often the database was salvaged while it was open: what was read before is as it was then.
    pub fn salvages(&self) -> u64 {
        self.salvages.load(Ordering::Acquire)
    }

    /// Whether something the user did waits for the store.
    pub fn has_unsaved(&self) -> bool {
        self.autosave.has_edits()
    }

    fn answer<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Result<Store, Failure>) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let (answer, answered) = mpsc::sync_channel(1);
        let salvages = self.salvages.clone();
        let job: Job = Box::new(move |store| {
            let outcome = std::panic::catch_unwind(AssertUnwindSafe(|| work(store)));
            let outcome = outcome.unwrap_or_else(|_| Err(Failure::panicked()));
            if outcome.as_ref().is_err_and(|failure| failure.code == Code::Damaged)
                && let Some(now) = salvaged(store)
            {
                *store = now;
                salvages.fetch_add(1, Ordering::AcqRel);
            }
            let _ = answer.send(outcome);
        });
        let sent = self.jobs.as_ref().map(|jobs| jobs.send(job));
        match sent {
            Some(Ok(())) => answered.recv().unwrap_or_else(|_| Err(Failure::panicked())),
            _ => Err(Failure::panicked()),
        }
    }
}

impl Drop for StoreThread {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// The next job; in a pause before it the database is made one whole file.
fn next(waiting: &mpsc::Receiver<Job>, store: &mut Result<Store, Failure>) -> Option<Job> {
    if let Ok(open) = store
        && open.has_log()
    {
        match waiting.recv_timeout(PAUSE) {
            Ok(job) => return Some(job),
            Err(mpsc::RecvTimeoutError::Disconnected) => return None,
            Err(mpsc::RecvTimeoutError::Timeout) => {
                if let Err(error) = open.write_back() {
                    tracing::warn!(%error, "the log stays beside the database for now");
                }
            }
        }
    }
    waiting.recv().ok()
}

fn opened(folder: &Path, known: bool) -> Result<Store, Failure> {
    let opened = std::panic::catch_unwind(|| Ok(Store::open_or_salvage(folder, known)?));
    opened.unwrap_or_else(|_| Err(Failure::panicked()))
}

/// What takes the place of a database a job found damaged; none where it is sound, and something else was
/// damaged. Nothing is written into it any more.
fn salvaged(store: &mut Result<Store, Failure>) -> Option<Result<Store, Failure>> {
    let open = store.as_ref().ok()?;
    let damage =
        open.examine_all().err().filter(|error| matches!(error, StoreError::Damaged { .. }))?;
    let folder = open.folder().to_owned();
    if let Ok(open) = std::mem::replace(store, Err(damage.into()))
        && let Err(error) = open.abandon()
    {
        tracing::warn!(%error, "the damaged database could not be closed as it is");
    }
    let salvaged = std::panic::catch_unwind(|| Ok(Store::salvage_now(&folder)?));
    Some(salvaged.unwrap_or_else(|_| Err(Failure::panicked())))
}

/// Edits on their way into the store, by report: they stay here until it has taken them.
#[derive(Default)]
struct Autosave {
    edits: Mutex<BTreeMap<i64, Change>>,
    /// What writes the steps of undo, as they were after the last edit.
    steps: Mutex<BTreeMap<i64, Written>>,
}

impl Autosave {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<i64, Change>> {
        self.edits.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn enqueue(&self, id: i64, later: Change) {
        let mut waiting = self.lock();
        let held = waiting.entry(id).or_default();
        held.cells.extend(later.cells);
        held.texts = later.texts.or(held.texts.take());
        held.counts = later.counts.or(held.counts);
    }

    fn has_edits(&self) -> bool {
        self.lock().values().any(Change::is_edit)
    }

    /// Whether an edit of this report is still to be written.
    fn waits(&self, id: i64) -> bool {
        self.lock().get(&id).is_some_and(Change::is_edit)
    }

    /// Writes one report after the other. What is edited meanwhile joins what is being written, and
    /// both are written once more.
    fn write(&self, store: &mut Store) -> Result<(), Failure> {
        loop {
            let first = self.lock().first_key_value().map(|(id, change)| (*id, change.clone()));
            let Some((id, change)) = first else { return Ok(()) };
            let steps = self.steps.lock().unwrap_or_else(PoisonError::into_inner).get(&id).cloned();
            let steps = steps.filter(|_| change.is_edit()).map(|written| written());
            match store.keep(id, &Change { steps, ..change.clone() }) {
                // Deleted in the meantime: nobody can want it any more.
                Ok(_) | Err(StoreError::NotThere) => {}
                // Counts alone are made anew whenever the report is opened.
                Err(StoreError::Full { .. } | StoreError::ReadOnly { .. }) if !change.is_edit() => {
                }
                Err(error) => return Err(error.into()),
            }
            let mut waiting = self.lock();
            if waiting.get(&id) == Some(&change) {
                waiting.remove(&id);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::failure::{Code, Failure};
    use crate::report::How;
    use crate::{CellEdit, Moved, Session};
    use gongkai_model::organ::OrganKind;
    use gongkai_store::{FILE, Store};
    use std::fs;
    use std::path::Path;
    use std::sync::mpsc;

    const CELL: &str = "requests/new/natural_person";

    fn typed(session: &Session, id: i64, text: &str) {
        let edit = CellEdit { cell: CELL.into(), text: text.to_owned(), how: How::Typed };
        session.edit_cells(id, vec![edit], false).unwrap();
    }

    fn stored(folder: &Path, id: i64) -> String {
        Store::open(folder).unwrap().report(id).unwrap().report.cells[&CELL.into()].printed()
    }

    #[test]
    fn an_edit_is_in_the_store_after_the_next_work_there() {
        let folder = tempfile::tempdir().unwrap();
        let session = Session::open(folder.path());
        let id = session.sound_example().unwrap();
        typed(&session, id, "7");
        typed(&session, id, "77");
        assert!(session.has_unsaved());
        let reports = session.start().unwrap().reports;
        assert!(reports.iter().any(|one| one.listed.id == id && one.listed.open_errors > Some(0)));
        assert!(!session.has_unsaved());
        drop(session);
        assert_eq!(stored(folder.path(), id), "77");
    }

    #[test]
    fn an_edit_returns_while_the_store_is_busy() {
        let folder = tempfile::tempdir().unwrap();
        let session = Session::open(folder.path());
        let id = session.sound_example().unwrap();
        session.report_view(id).unwrap();
        let (go_on, blocked) = mpsc::channel::<()>();
        let (busy, begun) = mpsc::channel();
        let other = session.clone();
        let job = std::thread::spawn(move || {
            other.store().run(move |_| {
                busy.send(()).unwrap();
                blocked.recv().unwrap();
                Ok(())
            })
        });
        begun.recv().unwrap();
        // The store stands still until the end of this test; were it waited for, nothing would end.
        typed(&session, id, "8");
        session.undo(id).unwrap();
        typed(&session, id, "9");
        assert!(session.has_unsaved());
        go_on.send(()).unwrap();
        job.join().unwrap().unwrap();
        session.flush().unwrap();
        drop(session);
        assert_eq!(stored(folder.path(), id), "9");
    }

    #[test]
    fn a_job_that_panics_is_a_failure_and_the_next_one_is_done() {
        let folder = tempfile::tempdir().unwrap();
        let session = Session::open(folder.path());
        let id = session.sound_example().unwrap();
        let failed = session.store().run::<()>(|_| panic!("a fault of the program's own"));
        assert!(failed.unwrap_err().sentence.contains("程序"));
        typed(&session, id, "5");
        session.flush().unwrap();
        drop(session);
        assert_eq!(stored(folder.path(), id), "5");
    }

    #[test]
    fn edits_wait_while_the_folder_is_gone() {
        let home = tempfile::tempdir().unwrap();
        let (folder, away) = (home.path().join("data"), home.path().join("away"));
        let session = Session::open(&folder);
        let id = session.sound_example().unwrap();
        session.report_view(id).unwrap();
        fs::rename(&folder, &away).unwrap();
        typed(&session, id, "8");
        for _ in 0..2 {
            let failure = session.flush().unwrap_err();
            assert!(failure.sentence.contains("不见了"), "{}", failure.sentence);
            assert!(session.has_unsaved());
        }
        // It comes back, be it as a copy, and takes up what has been waiting.
        fs::create_dir(&folder).unwrap();
        for file in fs::read_dir(&away).unwrap() {
            let file = file.unwrap();
            fs::copy(file.path(), folder.join(file.file_name())).unwrap();
        }
        session.flush().unwrap();
        assert!(!session.has_unsaved());
        // Gone for good: what is open goes on in another folder, which has all of it.
        fs::rename(&folder, home.path().join("for good")).unwrap();
        typed(&session, id, "9");
        assert!(session.flush().is_err());
        let elsewhere = home.path().join("elsewhere");
        assert_eq!(session.move_to(&elsewhere, false, || Ok(())).unwrap(), Moved::Copied);
        typed(&session, id, "10");
        session.flush().unwrap();
        drop(session);
        assert_eq!(stored(&elsewhere, id), "10");
    }

    #[test]
    fn another_database_put_in_its_place_does_not_receive_the_edit_that_waits() {
        let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let session = Session::open(other.path());
        let same = session.sound_example().unwrap();
        session.close();
        let session = Session::open(one.path());
        let id = session.sound_example().unwrap();
        assert_eq!(id, same);
        session.report_view(id).unwrap();
        let (file, away) = (one.path().join(FILE), one.path().join("away.db"));
        fs::rename(&file, &away).unwrap();
        fs::copy(other.path().join(FILE), &file).unwrap();
        let before = fs::read(&file).unwrap();
        typed(&session, id, "4711");
        let failure = session.flush().unwrap_err();
        assert!(failure.sentence.contains("换成了另一个文件"), "{}", failure.sentence);
        assert!(session.has_unsaved());
        assert_eq!(fs::read(&file).unwrap(), before);
        fs::rename(&away, &file).unwrap();
        session.flush().unwrap();
        drop(session);
        assert_eq!(stored(one.path(), id), "4711");
    }

    #[test]
    fn a_closed_and_an_idle_session_leave_one_whole_file() {
        let folder = tempfile::tempdir().unwrap();
        let taken_alone = |id| {
            let stick = tempfile::tempdir().unwrap();
            fs::copy(folder.path().join(FILE), stick.path().join(FILE)).unwrap();
            stored(stick.path(), id)
        };
        let session = Session::open(folder.path());
        let id = session.sound_example().unwrap();
        typed(&session, id, "7");
        session.flush().unwrap();
        let log = folder.path().join("gongkai.db-wal");
        assert!(fs::metadata(&log).unwrap().len() > 0);
        std::thread::sleep(super::PAUSE * 3 / 2);
        assert_eq!(fs::metadata(&log).unwrap().len(), 0);
        assert_eq!(taken_alone(id), "7");
        typed(&session, id, "8");
        session.flush().unwrap();
        session.close();
        assert!(!log.exists());
        assert_eq!(taken_alone(id), "8");
    }

    #[test]
    fn the_data_move_at_once_and_data_that_are_there_are_never_overwritten() {
        let home = tempfile::tempdir().unwrap();
        let folder = |name: &str| home.path().join(name);
        let session = Session::open(&folder("old"));
        let id = session.sound_example().unwrap();
        session.report_view(id).unwrap();
        typed(&session, id, "1");
        assert_eq!(session.move_to(&folder("new"), false, || Ok(())).unwrap(), Moved::Copied);
        typed(&session, id, "2");
        session.flush().unwrap();
        assert_eq!(stored(&folder("old"), id), "1");

        // Nothing but a removed office, and still somebody's data.
        let mut other = Store::open(&folder("other")).unwrap();
        let organ = other.add_organ("白石乡人民政府", OrganKind::Township).unwrap();
        other.remove_organ(organ).unwrap();
        drop(other);
        let before = fs::read(folder("other").join(FILE)).unwrap();
        let asked = session.move_to(&folder("other"), false, || Ok(())).unwrap_err();
        assert_eq!(asked.code, Code::Asks);
        assert!(asked.sentence.contains("不复制过去"), "{}", asked.sentence);
        typed(&session, id, "3");
        session.flush().unwrap();
        assert_eq!(fs::read(folder("other").join(FILE)).unwrap(), before);
        assert_eq!(session.move_to(&folder("other"), true, || Ok(())).unwrap(), Moved::UsesOther);
        assert_eq!(session.start().unwrap().removed[0].id, organ);
        assert!(session.report_view(id).is_err());

        // What can't be noted for the next start is not done.
        let refused = session.move_to(&folder("new"), true, || Err(Failure::refused("满了。")));
        assert!(refused.is_err());
        assert_eq!(session.start().unwrap().removed[0].id, organ);
        drop(session);
        assert_eq!(stored(&folder("new"), id), "3");
    }

    #[test]
    fn another_folder_can_be_taken_when_the_data_can_t_be_opened() {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join(FILE), "这不是数据库。".repeat(500)).unwrap();
        let session = Session::open_known(&home.path().join("gone"), true);
        assert!(session.start().unwrap_err().sentence.contains("没有另建新的"));
        let settings = session.settings();
        assert!(!settings.open && settings.organs.is_empty() && !settings.kinds.is_empty());
        let there = home.path().join("new");
        assert_eq!(session.move_to(&there, false, || Ok(())).unwrap(), Moved::Empty);
        assert!(session.start().unwrap().organs.is_empty());
        assert!(!home.path().join("gone").exists());
    }
}
