//! `cargo xtask test`: every check and every test, from a bare machine on. `cargo xtask check`: the
//! quick part of it, for before a commit.

use crate::command::{cargo, npm, root, run};
use crate::package::windows;
use crate::setup;
use crate::steps::Steps;
use crate::test_results::{counted, rust_count, vitest_count};
use crate::workspace::on_flows_page;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

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

fn rust_checks(steps: &mut Steps, window_is_built: bool) {
    steps.must("Rust：格式", || run(cargo().args(["fmt", "--all", "--check"])));
    if window_is_built {
        steps.must("Rust：clippy", || {
            run(on_flows_page("clippy").args(["--all-targets", "--", "-D", "warnings"]))
        });
    }
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
