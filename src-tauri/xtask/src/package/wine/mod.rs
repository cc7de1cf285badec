//! Tries under Wine the very files users get. `install`: installing, upgrading, refusing, removing;
//! `work`: the main job of the installed program and command line; `pictures`: the installer's pages.
//! The tests of the crates run as Windows programs, too.
//!
//! **Deliberately absent**: the window. There is no WebView2 under Wine.

mod install;
mod pictures;
mod prefix;
mod tally;
mod work;

use super::files::WindowsPackage;
use super::toolchain::Toolchain;
use crate::steps::{Count, Steps};
use crate::test_results::{counted, rust_count};
use prefix::{Prefix, WINE};

/// Runs the trials, keeps pictures of the installer's pages, and runs the tests of core, store and
/// machine as Windows programs.
pub fn test(steps: &mut Steps, toolchain: &Toolchain, package: &WindowsPackage) {
    let mut prefix = None;
    let ready = steps.must("Wine：准备", || Prefix::new().map(|made| prefix = Some(made)));
    let Some(prefix) = prefix.filter(|_| ready) else { return };
    steps.must("Wine：安装界面的图片", || pictures::take(&prefix, package));
    steps.run("Wine：安装、升级、拒绝、卸载", || install::try_out(&prefix, package));
    steps.run("Wine：命令行与 Linux 的结果逐字节相同", || {
        work::command_line(&prefix, package)
    });
    steps.run("Wine：装好的程序走完全程，与 Linux 相同", || {
        work::without_window(&prefix, package)
    });
    steps.run("Wine：各部分的测试", || tests(&prefix, toolchain));
}

/// Runs tests as Windows programs.
fn tests(prefix: &Prefix, toolchain: &Toolchain) -> Result<Count, String> {
    let packages =
        ["model", "read", "check", "compare", "compose", "layout", "export", "store", "platform"]
            .map(|name| format!("--package=gongkai-{name}"));
    let mut tests = toolchain.cargo(&["test", "--no-fail-fast", "--tests"]);
    tests.args(packages);
    tests.env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER", WINE);
    prefix.surroundings(&mut tests);
    counted(&mut tests, rust_count)
}
