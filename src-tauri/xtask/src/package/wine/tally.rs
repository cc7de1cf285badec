//! Counting what holds of a list of claims.

use crate::command::say;
use crate::steps::Count;

/// Counts what holds and tells what does not.
#[derive(Default)]
pub struct Tally(pub Count);

impl Tally {
    pub fn hold(&mut self, what: &str, holds: Result<bool, String>) {
        match holds {
            Ok(true) => {
                self.0.passed += 1;
                say(&format!("✓ {what}"));
            }
            Ok(false) => {
                self.0.failed += 1;
                say(&format!("✗ {what}"));
            }
            Err(error) => {
                self.0.failed += 1;
                say(&format!("✗ {what}：{error}"));
            }
        }
    }
}
