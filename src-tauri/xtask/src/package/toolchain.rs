//! How Rust's standard library for Windows is got on Debian. Four ways, the first that works:
//!
//! 1. it is installed;
//! 2. `rustup target add`;
//! 3. Debian's package `rust-src` of exactly the installed compiler's version, out of another suite,
//!    with a private state of apt; the library is then built with the program;
//! 4. Debian's `rustc-web` with its own `rust-web-src`, which are always of one version.

use crate::command::{cargo, output, program, root, run, say, target, there_is};
use crate::setup;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

pub const WINDOWS: &str = "x86_64-pc-windows-gnu";

/// A cargo that can build for Windows.
pub struct Toolchain {
    /// Another compiler than the one in use.
    debian: bool,
    /// Sources of the standard library, when it has to be built.
    library: Option<PathBuf>,
}

impl Toolchain {
    pub fn find() -> Result<Toolchain, String> {
        if installed() || by_rustup() {
            return Ok(Toolchain { debian: false, library: None });
        }
        let why = match source() {
            Ok(library) => return Ok(Toolchain { debian: false, library: Some(library) }),
            Err(why) => why,
        };
        say(&format!("{why}；改用 Debian 的 rustc-web。"));
        setup::packages(&["rustc-web", "cargo-web", "rust-web-src"])?;
        let version = release("/usr/bin/rustc")?;
        let library = Path::new("/usr/src").join(format!("rustc-{version}/library"));
        Ok(Toolchain { debian: true, library: Some(library) })
    }

    /// `cargo <words> --target …`
    pub fn cargo(&self, words: &[&str]) -> Command {
        let mut command = if self.debian { program("/usr/bin/cargo") } else { cargo() };
        if self.debian {
            command.env("RUSTC", "/usr/bin/rustc");
        }
        command.args(words).args(["--target", WINDOWS]);
        if let Some(library) = &self.library {
            command.args(["-Z", "build-std=std,panic_abort,panic_unwind"]);
            // For this command only: the program itself uses nothing unstable.
            command.env("RUSTC_BOOTSTRAP", "1").env("__CARGO_TESTS_ONLY_SRC_ROOT", library);
        }
        command
    }
}

fn installed() -> bool {
    output(program("rustc").args(["--print", "target-libdir", "--target", WINDOWS]))
        .is_ok_and(|path| Path::new(String::from_utf8_lossy(&path).trim()).is_dir())
}

fn by_rustup() -> bool {
    there_is("rustup")
        && run(program("rustup").args(["target", "add", WINDOWS])).is_ok()
        && installed()
}

/// `1.95.0`
fn release(rustc: &str) -> Result<String, String> {
    let said = output(program(rustc).arg("--version"))?;
    let said = String::from_utf8_lossy(&said);
    said.split(' ').nth(1).map(str::to_owned).ok_or_else(|| format!("rustc 的版本看不懂：{said}"))
}

/// The sources of the standard library of the compiler in use, unpacked below `target/`.
fn source() -> Result<PathBuf, String> {
    let version = release("rustc")?;
    let work = target().join("windows-std");
    let library = work.join(format!("usr/src/rustc-{version}/library"));
    if library.is_dir() {
        return Ok(library);
    }
    let mut why = String::new();
    for suite in ["trixie-backports", "forky", "sid"] {
        match unpack(&work, suite, &version) {
            Ok(()) if library.is_dir() => return Ok(library),
            Ok(()) => why = format!("rust-src {version} 的包里没有 {}", library.display()),
            Err(error) => why = error,
        }
    }
    Err(why)
}

fn unpack(work: &Path, suite: &str, version: &str) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("{}：{error}", work.display());
    let apt = work.join("apt");
    for folder in ["lists/partial", "archives/partial"] {
        fs::create_dir_all(apt.join(folder)).map_err(failed)?;
    }
    let keys = "/usr/share/keyrings/debian-archive-keyring.gpg";
    let list = apt.join("sources.list");
    let line = format!("deb [signed-by={keys}] {} {suite} main\n", mirror()?);
    fs::write(&list, line).map_err(failed)?;
    // Nothing of the machine's own sources and lists is touched.
    let private = |name: &str| {
        let mut command = program(name);
        command.current_dir(&apt).args(setup::PATIENT);
        command.args(["-o", "Dir::Etc::sourceparts=/dev/null"]);
        for (option, value) in [
            ("Dir::Etc::sourcelist", list.clone()),
            ("Dir::State::lists", apt.join("lists")),
            ("Dir::Cache", apt.clone()),
        ] {
            command.arg("-o").arg(format!("{option}={}", value.display()));
        }
        command
    };
    run(private("apt-get").args(["-qq", "update"]))?;
    let known = output(private("apt-cache").args(["madison", "rust-src"]))?;
    let known = String::from_utf8_lossy(&known).into_owned();
    let package = known
        .lines()
        .filter_map(|line| line.split('|').nth(1).map(str::trim))
        .find(|package| package.starts_with(&format!("{version}+")))
        .ok_or_else(|| format!("Debian 的 {suite} 里没有 rust-src {version}"))?;
    run(private("apt-get").args(["-qq", "download", &format!("rust-src={package}")]))?;
    let deb = fs::read_dir(&apt)
        .map_err(failed)?
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|ending| ending == "deb"))
        .ok_or_else(|| "rust-src 没有下载下来".to_owned())?;
    run(program("dpkg-deb").arg("-x").arg(&deb).arg(work))?;
    fs::remove_dir_all(&apt).map_err(failed)
}

/// The Debian mirror the machine uses already.
fn mirror() -> Result<String, String> {
    let targets = ["indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"];
    let uris = output(program("apt-get").args(targets)).unwrap_or_default();
    String::from_utf8_lossy(&uris)
        .lines()
        .find(|uri| uri.trim_end_matches('/').ends_with("/debian"))
        .map(str::to_owned)
        .ok_or_else(|| "这台机器的 apt 没有 Debian 的软件源".to_owned())
}

/// The folder cargo puts programs for Windows in.
pub fn built(profile: &str) -> PathBuf {
    root().join(target()).join(WINDOWS).join(profile)
}
