//! `cargo xtask test`: every check and every test, from a bare machine on. `cargo xtask check`: the
//! quick part of it, for before a commit.

use crate::command::{cargo, follow, npm, root, run};
use crate::package::windows;
use crate::setup;
use crate::steps::{Count, Steps};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What tests and window are built with: the same for all, so that nothing is built twice.
pub const BUILD: [&str; 3] = ["--workspace", "--features", "gongkai/custom-protocol"];

/// The page that counts which of its functions run; what is shipped holds ui/dist.
const FLOWS_PAGE: (&str, &str) = ("GONGKAI_PAGE", "ui/dist-flows");

pub fn test() -> Result<(), String> {
    let mut steps = Steps::of("test");
    if !setup::to_test(&mut steps) {
        return steps.end();
    }
    let built = window(&mut steps);
    rust_checks(&mut steps, built);
    if built && steps.must("编译测试和程序", || run(on_flows_page("test").arg("--no-run"))) {
        let _ = fs::remove_dir_all(root().join("target/coverage/flows"));
        let before = wire_types();
        steps.run("测试：各部分、命令行、流程、真实窗口", || {
            counted(on_flows_page("test").arg("--no-fail-fast"), rust_count)
        });
        if cfg!(target_os = "linux") {
            steps.run("没有显示器：不开窗口做一遍主要的工作", crate::run::passes_without_a_display);
        }
        steps.must("界面的类型与 Rust 一致", || {
            let changed = wire_types() != before;
            if changed {
                Err("ui/src/types 已重新生成：请一并提交".to_owned())
            } else {
                Ok(())
            }
        });
        steps.must("界面：每个函数都有流程用到", || run(npm().args(["run", "unrun"])));
        if cfg!(target_os = "linux") && steps.must("界面：生成", setup::page) {
            windows::build(&mut steps, true);
        }
    }
    steps.end()
}

pub fn check() -> Result<(), String> {
    let mut steps = Steps::of("check");
    if !setup::to_test(&mut steps) {
        return steps.end();
    }
    let built = window(&mut steps);
    rust_checks(&mut steps, built);
    steps.run("Rust：结构", || {
        counted(cargo().args(["test", "--package", "xtask", "--test", "structure"]), rust_count)
    });
    steps.end()
}

/// Everything about the window that needs no Rust; the answer is whether it could be built.
fn window(steps: &mut Steps) -> bool {
    steps.must("界面：规范", || run(npm().args(["run", "lint"])));
    steps.must("界面：类型", || run(npm().args(["run", "check"])));
    steps.run("界面：测试", || {
        counted(npm().args(["test"]).env("NO_COLOR", "1"), vitest_count)
    });
    steps.must("界面：生成（流程用）", || run(npm().args(["run", "build:flows"])))
}

/// `cargo <word>` of everything, the program with the page that counts what runs.
pub fn on_flows_page(word: &str) -> Command {
    let mut command = cargo();
    command.arg(word).args(BUILD).env(FLOWS_PAGE.0, FLOWS_PAGE.1);
    command
}

fn rust_checks(steps: &mut Steps, window_is_built: bool) {
    steps.must("Rust：格式", || run(cargo().args(["fmt", "--all", "--check"])));
    if window_is_built {
        steps.must("Rust：clippy", || {
            run(on_flows_page("clippy").args(["--all-targets", "--", "-D", "warnings"]))
        });
    }
}

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
fn vitest_count(line: &str) -> Option<Count> {
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

/// The generated types, by file.
fn wire_types() -> BTreeMap<PathBuf, Vec<u8>> {
    fn gather(folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
        for path in fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                gather(&path, files);
            } else {
                files.insert(path.clone(), fs::read(&path).unwrap_or_default());
            }
        }
    }
    let mut files = BTreeMap::new();
    gather(&root().join("ui/src/types"), &mut files);
    files
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
