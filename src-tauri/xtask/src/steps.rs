//! A list of steps with the time each took, and what came of it.

use std::time::{Duration, Instant};

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

#[derive(Default)]
pub struct Steps(Vec<Step>);

impl Steps {
    /// Runs a step; a failure is noted and the next step runs all the same. The answer is whether
    /// it succeeded.
    pub fn run(&mut self, name: &str, work: impl FnOnce() -> Result<Count, String>) -> bool {
        eprintln!("\n── {name}");
        let start = Instant::now();
        let result = work();
        let took = start.elapsed();
        let (count, failure) = match result {
            Ok(count) if count.failed > 0 => {
                (count, Some(format!("{} 项测试没有通过", count.failed)))
            }
            Ok(count) => (count, None),
            // A step that fails as a whole counts as one.
            Err(error) => (Count { passed: 0, failed: 1 }, Some(error)),
        };
        if let Some(failure) = &failure {
            eprintln!("✗ {name}：{failure}");
        }
        let succeeded = failure.is_none();
        self.0.push(Step { name: name.to_owned(), took, count, failure });
        succeeded
    }

    /// A step that is no test but must succeed.
    pub fn must(&mut self, name: &str, work: impl FnOnce() -> Result<(), String>) -> bool {
        self.run(name, || work().map(|()| Count::default()))
    }

    /// Prints all steps with their times and, last, how many tests passed and failed.
    ///
    /// # Errors
    /// When a step failed.
    pub fn end(self) -> Result<(), String> {
        println!("\n   秒  步骤");
        for step in &self.0 {
            let mark = if step.failure.is_some() { '✗' } else { ' ' };
            let tests = match step.count {
                Count { passed: 0, failed: 0 } => String::new(),
                count => format!("（{} 通过，{} 未通过）", count.passed, count.failed),
            };
            println!("{:>6.1} {mark}{}{tests}", step.took.as_secs_f64(), step.name);
        }
        let total: f64 = self.0.iter().map(|step| step.took.as_secs_f64()).sum();
        println!("{total:>6.1}  合计");
        let failed: Vec<_> = self.0.iter().filter(|step| step.failure.is_some()).collect();
        for step in &failed {
            println!("✗ {}：{}", step.name, step.failure.as_deref().unwrap_or_default());
        }
        let passed: usize = self.0.iter().map(|step| step.count.passed).sum();
        let broken: usize = self.0.iter().map(|step| step.count.failed).sum();
        println!("{passed} passed, {broken} failed");
        if failed.is_empty() { Ok(()) } else { Err("没有全部通过。".to_owned()) }
    }
}
