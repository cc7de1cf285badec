//! The one way to call off work: whoever does it asks its token between two steps, and always before
//! something is written.

use crate::failure::{Code, Failure};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Held by work under way; all clones are cancelled together.
#[derive(Clone, Debug, Default)]
pub struct CancellationToken(Arc<AtomicBool>);

impl CancellationToken {
    /// Whether the work is no longer wanted.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Goes on, unless the work has been called off.
    ///
    /// # Errors
    /// [`Code::Stopped`] when it has.
    pub fn check(&self) -> Result<(), Failure> {
        if !self.is_cancelled() {
            return Ok(());
        }
        Err(Failure {
            code: Code::Stopped, ..Failure::refused("已取消，什么都没有写。")
        })
    }
}

/// Hands out tokens for one kind of work.
#[derive(Debug, Default)]
pub struct CancellationSource(Mutex<CancellationToken>);

impl CancellationSource {
    /// The token of work that goes on beside other work of its kind.
    pub fn token(&self) -> CancellationToken {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Calls off all work of this kind that is under way; what begins afterwards goes on.
    pub fn cancel(&self) {
        let mut current = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *current).0.store(true, Ordering::Relaxed);
    }

    /// The token of work that takes the place of whatever is under way.
    pub fn restart(&self) -> CancellationToken {
        self.cancel();
        self.token()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_begun_before_the_cancellation_ends_and_nothing_else() {
        let source = CancellationSource::default();
        let (one, other) = (source.token(), source.token());
        assert!(one.check().is_ok());
        source.cancel();
        assert_eq!(one.check().unwrap_err().code, Code::Stopped);
        assert!(other.is_cancelled());
        assert!(source.token().check().is_ok());
    }

    #[test]
    fn work_that_takes_the_place_of_other_work_ends_it() {
        let source = CancellationSource::default();
        let first = source.restart();
        let second = source.restart();
        assert!(first.is_cancelled() && !second.is_cancelled());
        source.cancel();
        assert!(second.is_cancelled());
    }
}
