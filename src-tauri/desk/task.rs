//! Work that may take long and can be called off: between its steps it asks whether it is still
//! wanted, and always before it writes anything.

use crate::failure::{Code, Failure};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Counts how often work was called off.
#[derive(Clone, Debug, Default)]
pub struct Stops(Arc<AtomicU64>);

/// Work under way.
#[derive(Debug)]
pub struct Task {
    stops: Stops,
    begun_at: u64,
}

impl Stops {
    pub fn begin(&self) -> Task {
        Task { stops: self.clone(), begun_at: self.0.load(Ordering::Relaxed) }
    }

    /// Calls off everything that is under way now.
    pub fn stop(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

impl Task {
    /// # Errors
    /// When it has been called off.
    pub fn wanted(&self) -> Result<(), Failure> {
        if self.stops.0.load(Ordering::Relaxed) == self.begun_at {
            return Ok(());
        }
        Err(Failure {
            code: Code::Stopped, ..Failure::refused("已取消，什么都没有写。")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_begun_before_the_stop_ends_and_nothing_else() {
        let stops = Stops::default();
        let before = stops.begin();
        assert!(before.wanted().is_ok());
        stops.stop();
        assert_eq!(before.wanted().unwrap_err().code, Code::Stopped);
        assert!(stops.begin().wanted().is_ok());
    }
}
