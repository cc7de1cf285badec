//! The store on a thread of its own. Jobs are done one after the other; edits wait in [`Autosave`]
//! and are written before the next job, so that nobody who edits waits for the disk, and whoever
//! reads finds what was edited before.

use crate::failure::Failure;
use gongkai_store::{Change, Store, StoreError};
use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread::{self, JoinHandle};

/// A text that is made on the store's thread.
type Written = Arc<dyn Fn() -> String + Send + Sync>;

/// Work for the store; it may not be open.
type Job = Box<dyn FnOnce(&mut Result<Store, Failure>) + Send>;

/// The way to the store. Dropped, it waits for the jobs that were given to it.
pub(crate) struct StoreThread {
    jobs: Option<mpsc::Sender<Job>>,
    thread: Option<JoinHandle<()>>,
    autosave: Arc<Autosave>,
}

impl StoreThread {
    /// Opens the store in this folder; when that fails every job says why.
    pub fn open(folder: &Path) -> Self {
        let (jobs, waiting) = mpsc::channel::<Job>();
        let folder = folder.to_owned();
        let work = move || {
            let mut store = opened(&folder);
            for job in waiting {
                job(&mut store);
            }
        };
        let thread = thread::Builder::new().name("store".to_owned()).spawn(work).ok();
        StoreThread { jobs: Some(jobs), thread, autosave: Arc::default() }
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

    /// Writes the edits that wait even into a file that no folder shows any more, then runs work: a
    /// copy of the file has everything.
    ///
    /// # Errors
    /// As for [`StoreThread::run`].
    pub fn run_wherever_it_is<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let autosave = self.autosave.clone();
        self.run_unflushed(move |store| {
            autosave.write(store)?;
            work(store)
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
    pub fn reopen(&self, folder: &Path) -> bool {
        let folder: PathBuf = folder.to_owned();
        let reopened = self.answer(move |store| {
            let closed = store.is_err();
            if closed {
                *store = opened(&folder);
            }
            Ok(closed && store.is_ok())
        });
        reopened.unwrap_or(false)
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

    /// Whether something the user did waits for the store.
    pub fn has_unsaved(&self) -> bool {
        self.autosave.lock().values().any(Change::is_edit)
    }

    fn answer<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Result<Store, Failure>) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let (answer, answered) = mpsc::sync_channel(1);
        let job: Job = Box::new(move |store| {
            let outcome = std::panic::catch_unwind(AssertUnwindSafe(|| work(store)));
            let _ = answer.send(outcome.unwrap_or_else(|_| Err(Failure::panicked())));
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

fn opened(folder: &Path) -> Result<Store, Failure> {
    let opened = std::panic::catch_unwind(|| Store::open(folder).map_err(Failure::from));
    opened.unwrap_or_else(|_| Err(Failure::panicked()))
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
    use crate::report::How;
    use crate::{CellEdit, Session};
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
        // Deleted for good: what is open goes on, and a copy elsewhere has all of it.
        let elsewhere = home.path().join("elsewhere");
        session.copy_to(&elsewhere).unwrap();
        assert_eq!(stored(&elsewhere, id), "8");
        // Or it comes back, be it as a copy, and takes up what has been waiting.
        typed(&session, id, "9");
        fs::create_dir(&folder).unwrap();
        fs::copy(elsewhere.join(FILE), folder.join(FILE)).unwrap();
        session.flush().unwrap();
        drop(session);
        assert_eq!(stored(&folder, id), "9");
    }
}
