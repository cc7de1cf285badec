//! Closing the window: the page first hands on what was typed in it, then it is written to the disk, and
//! only then the window goes. Where either can't be done the user is asked.

use gongkai_app::Session;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::thread;
use std::time::Duration;
use tauri::{CloseRequestApi, Emitter, Manager, Runtime, Window};
use tauri_plugin_dialog::{DialogExt, MessageDialogButtons};

/// What the page hears when its window is to be closed.
const ASKED: &str = "closing";
/// How long the page may take to hand on what was typed.
const PATIENCE: Duration = Duration::from_secs(5);
const SILENT: &str = "窗口里最后输入的内容还没有处理完。";

/// How far the closing has come.
#[derive(Default)]
pub struct Closing(Mutex<Progress>);

#[derive(Default)]
struct Progress {
    /// The page is there, and hears when it is asked to close.
    page_loaded: bool,
    /// It was asked so often, and has answered up to there.
    asked: u64,
    answered: u64,
}

impl Closing {
    fn with<T>(&self, work: impl FnOnce(&mut Progress) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The page is loaded; what is closed before has nothing typed in it.
    pub fn page_loaded(&self) {
        self.with(|now| now.page_loaded = true);
    }

    /// Notes that the page is asked; gives the number of the question, or none where there is no page.
    fn ask(&self) -> Option<u64> {
        self.with(|now| {
            now.asked += 1;
            now.page_loaded.then_some(now.asked)
        })
    }

    fn answered(&self) {
        self.with(|now| now.answered = now.asked);
    }

    fn waits_for(&self, question: u64) -> bool {
        self.with(|now| now.asked == question && now.answered < question)
    }
}

/// The window is to be closed: asks the page, and waits for it as long as may be waited.
pub fn asked<R: Runtime>(window: &Window<R>, api: &CloseRequestApi) {
    api.prevent_close();
    let question = window.state::<Closing>().ask();
    let heard = question.filter(|_| window.emit(ASKED, ()).is_ok());
    let window = window.clone();
    // Neither the page nor the disk is waited for on the thread that draws the window.
    thread::spawn(move || match heard {
        Some(question) => {
            thread::sleep(PATIENCE);
            if window.state::<Closing>().waits_for(question) {
                all_the_same(&window, SILENT);
            }
        }
        None => close(&window),
    });
}

/// The page has handed on all that was typed: writes it to the disk and closes the window.
pub fn handed_on<R: Runtime>(window: &Window<R>) {
    window.state::<Closing>().answered();
    close(window);
}

fn close<R: Runtime>(window: &Window<R>) {
    let session = window.state::<Session>();
    match session.flush() {
        Err(failure) if session.has_unsaved() => all_the_same(window, &failure.sentence),
        _ => {
            let _ = window.destroy();
        }
    }
}

/// Asks before a window is closed with what could not be kept.
fn all_the_same<R: Runtime>(window: &Window<R>, why: &str) {
    let buttons = MessageDialogButtons::OkCancelCustom("仍要关闭".into(), "先不关".into());
    let question = format!("{why}\n\n现在关闭，没有存上的改动就丢了。");
    let closing = window.clone();
    window.dialog().message(question).title("还有改动没有存上").buttons(buttons).show(
        move |close| {
            if close {
                let _ = closing.destroy();
            }
        },
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_ends_the_waiting_and_a_second_question_the_first() {
        let closing = Closing::default();
        assert_eq!(closing.ask(), None);
        closing.page_loaded();
        let first = closing.ask().unwrap();
        assert!(closing.waits_for(first));
        let second = closing.ask().unwrap();
        assert!(!closing.waits_for(first) && closing.waits_for(second));
        closing.answered();
        assert!(!closing.waits_for(second));
    }
}
