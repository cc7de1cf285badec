//! A list of steps: a line each, with the time it took and what came of it. What a step's programs
//! write is kept in `target/steps/`, and shown where the step fails.

use crate::command::{target, write_into};
use std::fs::{self, File};
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How many lines of a failed step are shown, from its end.
const SHOWN: usize = 500;

/// How many tests a step ran.
#[derive(Clone, Copy, Default)]
pub struct Count {
    pub passed: usize,
    pub failed: usize,
}

struct Step {
    name: String,
    took: Duration,
    count: Count,
    failure: Option<String>,
}

pub struct Steps {
    /// Where the steps' output is kept.
    logs: PathBuf,
    done: Vec<Step>,
}

impl Steps {
    /// The steps of a command.
    pub fn of(command: &str) -> Steps {
        let logs = target().join("steps").join(command);
        // Those of the time before.
        let _ = fs::remove_dir_all(&logs);
        Steps { logs, done: Vec::new() }
    }

    /// Runs a step; a failure is noted and the next step runs all the same. The answer is whether
    /// it succeeded.
    pub fn run(&mut self, name: &str, work: impl FnOnce() -> Result<Count, String>) -> bool {
        begins(name);
        let start = Instant::now();
        let log = self.logs.join(format!("{:02} {name}.log", self.done.len() + 1));
        let file = fs::create_dir_all(&self.logs).and_then(|()| File::create(&log));
        let result = match file {
            Ok(file) => {
                write_into(Some(file));
                work()
            }
            Err(error) => Err(format!("{}：{error}", log.display())),
        };
        write_into(None);
        let took = start.elapsed();
        let (count, failure) = match result {
            Ok(count) if count.failed > 0 => {
                (count, Some(format!("{} 项测试没有通过", count.failed)))
            }
            Ok(count) => (count, None),
            // A step that fails as a whole counts as one.
            Err(error) => (Count { passed: 0, failed: 1 }, Some(error)),
        };
        let step = Step { name: name.to_owned(), took, count, failure };
        step.ends(&log);
        let succeeded = step.failure.is_none();
        self.done.push(step);
        succeeded
    }

    /// A step that is no test but must succeed.
    pub fn must(&mut self, name: &str, work: impl FnOnce() -> Result<(), String>) -> bool {
        self.run(name, || work().map(|()| Count::default()))
    }

    /// Prints the time of all steps, those that failed and, last, how many tests passed and failed.
    ///
    /// # Errors
    /// When a step failed.
    pub fn end(self) -> Result<(), String> {
        let total: f64 = self.done.iter().map(|step| step.took.as_secs_f64()).sum();
        println!("{total:>7.1} 秒  合计");
        let failed: Vec<_> = self.done.iter().filter(|step| step.failure.is_some()).collect();
        for step in &failed {
            println!("✗ {}：{}", step.name, step.failure.as_deref().unwrap_or_default());
        }
        let passed: usize = self.done.iter().map(|step| step.count.passed).sum();
        let broken: usize = self.done.iter().map(|step| step.count.failed).sum();
        println!("{passed} passed, {broken} failed");
        if failed.is_empty() { Ok(()) } else { Err("没有全部通过。".to_owned()) }
    }
}

/// Shows that a step has begun: on a terminal on the line its end will stand on.
fn begins(name: &str) {
    let mut out = std::io::stdout();
    if out.is_terminal() {
        let _ = write!(out, "           {name} …").and_then(|()| out.flush());
    } else if std::env::var_os("CI").is_some() {
        println!("           {name} …");
    }
}

impl Step {
    fn ends(&self, log: &Path) {
        if std::io::stdout().is_terminal() {
            print!("\r\u{1b}[K");
        }
        let mark = if self.failure.is_some() { '✗' } else { ' ' };
        let tests = match self.count {
            Count { passed: 0, failed: 0 } => String::new(),
            count => format!("（{} 通过，{} 未通过）", count.passed, count.failed),
        };
        println!("{:>7.1} 秒 {mark}{}{tests}", self.took.as_secs_f64(), self.name);
        if let Some(failure) = &self.failure {
            let text = fs::read(log).unwrap_or_default();
            for line in worth_reading(&String::from_utf8_lossy(&text)) {
                println!("{line}");
            }
            println!("✗ {}：{failure}（全文：{}）", self.name, log.display());
        }
    }
}

/// What a failed step wrote, less what says that something went well: the last lines of it.
fn worth_reading(text: &str) -> Vec<&str> {
    const WELL: [&str; 8] = [
        "Compiling ",
        "Checking ",
        "Downloading ",
        "Downloaded ",
        "Running ",
        "Finished ",
        "✓ ",
        "running ",
    ];
    let well = |line: &str| {
        let line = line.trim_start();
        WELL.iter().any(|begin| line.starts_with(begin))
            || (line.starts_with("test ") && line.ends_with(" ... ok"))
            || line.starts_with("test result: ok.")
    };
    let mut lines: Vec<&str> = text.lines().filter(|line| !well(line)).collect();
    lines.dedup_by(|one, before| one.trim().is_empty() && before.trim().is_empty());
    lines.split_off(lines.len().saturating_sub(SHOWN))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_step_shows_what_failed_and_not_what_went_well() {
        let text = "   Compiling gongkai v0.1.0\nrunning 2 tests\ntest one ... ok\n\n\n\
                    test two ... FAILED\nassertion `left == right` failed\n\
                    test result: FAILED. 1 passed; 1 failed\n ✓ tests/a.test.ts (3 tests)\n";
        assert_eq!(
            worth_reading(text),
            [
                "",
                "test two ... FAILED",
                "assertion `left == right` failed",
                "test result: FAILED. 1 passed; 1 failed"
            ]
        );
        let long = "x\n".repeat(SHOWN) + "last";
        let shown = worth_reading(&long);
        assert_eq!((shown.len(), shown.last()), (SHOWN, Some(&"last")));
    }
}
