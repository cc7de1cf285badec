//! How many tests passed, from what the runners of Rust and of the window print.

use crate::command::follow;
use crate::steps::Count;
use std::process::Command;

/// Runs the tests and adds up what `count` finds in their lines.
pub fn counted(command: &mut Command, count: fn(&str) -> Option<Count>) -> Result<Count, String> {
    let mut sum = Count::default();
    let succeeded = follow(command, |line| {
        if let Some(count) = count(line) {
            sum.passed += count.passed;
            sum.failed += count.failed;
        }
    })?;
    if !succeeded && sum.failed == 0 {
        sum.failed = 1;
    }
    Ok(sum)
}

/// `test result: ok. 15 passed; 0 failed; …`
pub fn rust_count(line: &str) -> Option<Count> {
    let rest = line.strip_prefix("test result: ")?;
    Some(Count { passed: before(rest, " passed")?, failed: before(rest, " failed")? })
}

/// `      Tests  1 failed | 12 passed (13)`
pub fn vitest_count(line: &str) -> Option<Count> {
    let rest = line.trim_start().strip_prefix("Tests ")?;
    Some(Count {
        passed: before(rest, " passed").unwrap_or(0),
        failed: before(rest, " failed").unwrap_or(0),
    })
}

/// The number right before `word`.
fn before(text: &str, word: &str) -> Option<usize> {
    text.split_once(word)?.0.rsplit(' ').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_read_from_what_the_runners_print() {
        let count = |count: Option<Count>| count.map(|c| (c.passed, c.failed));
        let line = "test result: FAILED. 15 passed; 2 failed; 0 ignored; 0 measured";
        assert_eq!(count(rust_count(line)), Some((15, 2)));
        assert_eq!(count(rust_count("test a ... ok")), None);
        assert_eq!(count(vitest_count("      Tests  1 failed | 12 passed (13)")), Some((12, 1)));
        assert_eq!(count(vitest_count("      Tests  12 passed (12)")), Some((12, 0)));
        assert_eq!(count(vitest_count(" Test Files  3 passed (3)")), None);
    }
}
