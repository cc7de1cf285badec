//! Everything the program needs before it can be built: system packages, crates, fonts, the window's
//! packages. Nothing is done twice; on a machine that has all of it this takes a second.
//!
//! On Debian and its relatives missing packages are installed. **Deliberately absent**: installing
//! anything on Windows, macOS or another Linux; there it is said what to install.

use crate::command::{cargo, npm, output, program, root, run, say, there_is};
use crate::fonts;
use crate::steps::Steps;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// What the program is built and run with.
const BUILD: [&str; 6] =
    ["gcc", "libc6-dev", "pkg-config", "libwebkit2gtk-4.1-dev", "fonts-wqy-microhei", "python3"];

/// What its tests need besides: a display without a screen, a session in which a second start finds the
/// first, the drivers of both engines, judges of PDF, makers of keys.
const TEST: [&str; 10] = [
    "xvfb",
    "dbus-daemon",
    "webkit2gtk-driver",
    "chromium",
    "chromium-driver",
    "poppler-utils",
    "qpdf",
    "openssl",
    "softhsm2",
    "opensc",
];

/// The systems the program is built for.
pub const SYSTEMS: [&str; 2] = ["x86_64-pc-windows-gnu", "x86_64-unknown-linux-gnu"];

/// Options of apt-get on a network that fails now and then.
pub const PATIENT: [&str; 4] = ["-o", "Acquire::Retries=5", "-o", "Acquire::http::Timeout=30"];

/// What the program does without its window.
const NO_WINDOW: [&str; 5] = ["gcc", "libc6-dev", "pkg-config", "fonts-wqy-microhei", "python3"];

/// For the window: packages, crates, fonts and the built page. The answer of this and of its like is
/// whether all went well.
pub fn to_run(steps: &mut Steps) -> bool {
    all_but_the_page(steps, &BUILD) && steps.must("界面：生成", page)
}

/// For the tests: packages, crates, fonts and the page's packages.
pub fn to_test(steps: &mut Steps) -> bool {
    all_but_the_page(steps, &[&BUILD[..], &TEST[..]].concat())
}

/// For the command line.
pub fn without_window(steps: &mut Steps) -> bool {
    steps.must("准备：系统软件包", || packages(&NO_WINDOW))
        && steps.must("准备：Rust 软件包", crates)
        && steps.must("准备：字体", fonts::fetch)
}

fn all_but_the_page(steps: &mut Steps, wanted: &[&str]) -> bool {
    steps.must("准备：系统软件包", || packages(wanted))
        && steps.must("准备：Rust 软件包", crates)
        && steps.must("准备：界面软件包", window)
        && steps.must("准备：字体", fonts::fetch)
}

/// Prepares what a command needs that has no steps of its own.
pub fn prepared(command: &str, prepare: fn(&mut Steps) -> bool) -> Result<(), String> {
    let mut steps = Steps::of(command);
    if prepare(&mut steps) { Ok(()) } else { steps.end() }
}

/// Downloads the crates in Cargo.lock that the systems we build for need.
pub fn crates() -> Result<(), String> {
    let targets = SYSTEMS.map(|system| format!("--target={system}"));
    run(cargo().args(["fetch", "--locked"]).args(targets))
}

/// The page as it is shipped.
pub fn page() -> Result<(), String> {
    run(npm().args(["run", "build"]))
}

/// Whether missing packages can be installed here.
pub fn can_install() -> bool {
    cfg!(target_os = "linux") && there_is("apt-get")
}

/// Installs the Debian packages that are not there.
pub fn packages(wanted: &[&str]) -> Result<(), String> {
    if !can_install() {
        return by_hand();
    }
    let missing: Vec<&str> = wanted.iter().copied().filter(|name| !installed(name)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    say(&format!("安装系统软件包：{}", missing.join(" ")));
    run(apt()?.args(["-qq", "update"]))?;
    run(apt()?.args(["-qq", "install", "-y", "--no-install-recommends"]).args(&missing))
}

/// Installs a package from a file, with what it depends on.
pub fn install(deb: &Path) -> Result<(), String> {
    run(apt()?.args(["-qq", "update"]))?;
    run(apt()?.args(["-qq", "install", "-y", "--no-install-recommends"]).arg(deb))
}

/// Removes an installed package.
pub fn remove(package: &str) -> Result<(), String> {
    run(apt()?.args(["-qq", "remove", "-y", package]))
}

fn installed(package: &str) -> bool {
    output(program("dpkg-query").args(["-W", "-f=${db:Status-Status}", package]))
        .is_ok_and(|status| status == b"installed")
}

/// apt-get with the right to install.
fn apt() -> Result<Command, String> {
    let me = output(program("id").arg("-u"))?;
    if me.trim_ascii() == b"0" {
        let mut apt = program("apt-get");
        apt.env("DEBIAN_FRONTEND", "noninteractive").args(PATIENT);
        return Ok(apt);
    }
    if !there_is("sudo") {
        return Err("安装系统软件包需要管理员权限：请先安装 sudo，或者用 root 运行。".to_owned());
    }
    let mut sudo = program("sudo");
    // A password may be asked for, where there is somebody to ask.
    sudo.stdin(Stdio::inherit());
    sudo.args(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]).args(PATIENT);
    Ok(sudo)
}

/// Says what this system needs, when something of it is not there.
fn by_hand() -> Result<(), String> {
    let missing = !there_is(if cfg!(windows) { "npm.cmd" } else { "npm" });
    let list = if cfg!(windows) {
        "Node.js 20 或更新版本（nodejs.org）；Visual Studio 生成工具，勾选“使用 C++ 的桌面开发”；\
         Microsoft Edge WebView2 运行时（Windows 11 自带）；Python 3（取字体用）"
    } else if cfg!(target_os = "macos") {
        "Node.js 20 或更新版本（nodejs.org）；Xcode 命令行工具（xcode-select --install）；Python 3"
    } else {
        "Node.js 20 或更新版本；gcc、pkg-config、WebKitGTK 4.1 的开发包、一种中文字体、Python 3；\
         测试另需 Xvfb、WebKitWebDriver、poppler-utils"
    };
    let message = format!("在这个系统上请先自行安装：{list}。");
    if missing {
        return Err(message);
    }
    eprintln!("{message}已装好的不必理会。");
    Ok(())
}

/// The window's packages, fetched anew when the list of them has changed.
fn window() -> Result<(), String> {
    let ui = root().join("ui");
    let wanted = fs::read(ui.join("package-lock.json"))
        .map_err(|error| format!("ui/package-lock.json 读不出来：{error}"))?;
    let stamp = ui.join("node_modules/.gongkai-lock");
    if fs::read(&stamp).is_ok_and(|fetched| fetched == wanted) {
        return Ok(());
    }
    run(npm().args(["ci", "--no-audit", "--no-fund"]))?;
    fs::write(&stamp, wanted).map_err(|error| format!("{}：{error}", stamp.display()))
}
