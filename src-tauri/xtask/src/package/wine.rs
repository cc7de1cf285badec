//! Tries under Wine the very files users get: installing, upgrading, refusing, removing, the main
//! job of the installed command line, and the tests of core and store as Windows programs.
//!
//! **Deliberately absent**: the window. There is no WebView2 under Wine.

use super::toolchain::Toolchain;
use super::windows::Package;
use super::{put, shelf, told, version, write};
use crate::command::{cargo, program, root, run, target};
use crate::setup;
use crate::steps::{Count, Steps};
use crate::test::{BUILD, counted, rust_count};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

const NEEDED: [&str; 5] = ["wine", "wine64", "xvfb", "xauth", "gcc-mingw-w64-x86-64"];
const WINE: &str = "/usr/lib/wine/wine64";
const WEBVIEW: &str =
    r"HKCU\Software\Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}";
/// The exit codes of the installer; they are explained at its head.
const READY: i32 = 0;
const TOO_OLD: i32 = 3;
const RUNNING: i32 = 4;
const NO_WEBVIEW: i32 = 5;
const NOT_WRITABLE: i32 = 6;
const NEWER: i32 = 8;

pub fn test(steps: &mut Steps, toolchain: &Toolchain, package: &Package) {
    let mut prefix = None;
    let ready = steps.must("Wine：准备", || {
        prefix = Some(Prefix::new()?);
        Ok(())
    });
    let Some(prefix) = prefix.filter(|_| ready) else { return };
    steps.run("Wine：安装、升级、拒绝、卸载", || Ok(installing(&prefix, package)));
    steps.run("Wine：装好的命令行与 Linux 的结果逐字节相同", || {
        main_job(&prefix, package)
    });
    steps.run("Wine：核心和存储的测试", || {
        let mut tests =
            toolchain.cargo(&["test", "--package", "gongkai-core", "--package", "gongkai-store"]);
        tests.env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER", WINE);
        prefix.surroundings(&mut tests);
        counted(&mut tests, rust_count)
    });
}

/// A Windows of our own, below `target/`.
struct Prefix(PathBuf);

impl Prefix {
    fn new() -> Result<Prefix, String> {
        setup::packages(&NEEDED)?;
        let folder = target().join("wine");
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(|error| told(&folder, error))?;
        }
        fs::create_dir_all(&folder).map_err(|error| told(&folder, error))?;
        let prefix = Prefix(folder);
        run(&mut prefix.wine(&["wineboot", "--init"]))?;
        prefix.says_it_is("win10")?;
        prefix.add_what_wine_lacks()?;
        Ok(prefix)
    }

    fn surroundings(&self, command: &mut Command) {
        command
            .env("WINEPREFIX", &self.0)
            // Otherwise Wine does not understand Chinese in our arguments.
            .env("LC_ALL", "C.UTF-8")
            .env("WINEDEBUG", "-all")
            .env("WINEDLLOVERRIDES", "mscoree,mshtml=");
    }

    /// `wine64 <words>` on a display without a screen.
    fn wine(&self, words: &[&str]) -> Command {
        let mut command = program("xvfb-run");
        command.args(["-a", WINE]).args(words);
        self.surroundings(&mut command);
        command
    }

    fn says_it_is(&self, windows: &str) -> Result<(), String> {
        run(&mut self.wine(&["winecfg", "-v", windows]))
    }

    /// Rust's standard library asks for random bytes by a name that Wine 8 does not know.
    fn add_what_wine_lacks(&self) -> Result<(), String> {
        let source = self.0.join("bcryptprimitives.c");
        let text = "#include <windows.h>\n\
            BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);\n\
            __declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T count)\n\
            { return SystemFunction036(bytes, (ULONG)count); }\n";
        write(&source, text)?;
        let library = self.drive().join("windows/system32/bcryptprimitives.dll");
        run(program("x86_64-w64-mingw32-gcc")
            .args(["-shared", "-O1", "-o"])
            .arg(library)
            .arg(source)
            .arg("-ladvapi32"))
    }

    fn drive(&self) -> PathBuf {
        self.0.join("drive_c")
    }

    /// The home of Wine's only user.
    fn home(&self) -> PathBuf {
        let users = fs::read_dir(self.drive().join("users")).into_iter().flatten().flatten();
        let mut homes = users.map(|entry| entry.path()).filter(|path| !path.ends_with("Public"));
        homes.next().unwrap_or_default()
    }

    /// The exit code of a program in this Windows.
    fn exit_code(&self, words: &[&str]) -> Result<i32, String> {
        let status = self.wine(words).status().map_err(|error| error.to_string())?;
        status.code().ok_or_else(|| format!("{}：被中断", words.join(" ")))
    }

    fn registry(&self, words: &[&str]) -> Result<(), String> {
        run(&mut self.wine(&[&["reg"], words].concat()))
    }
}

/// Counts what holds and tells what does not.
#[derive(Default)]
struct Tally(Count);

impl Tally {
    fn hold(&mut self, what: &str, holds: Result<bool, String>) {
        match holds {
            Ok(true) => {
                self.0.passed += 1;
                println!("✓ {what}");
            }
            Ok(false) => {
                self.0.failed += 1;
                println!("✗ {what}");
            }
            Err(error) => {
                self.0.failed += 1;
                println!("✗ {what}：{error}");
            }
        }
    }
}

fn installing(prefix: &Prefix, package: &Package) -> Count {
    let mut tally = Tally::default();
    let installer = package.installer.to_string_lossy().into_owned();
    let silent = |more: &[&str]| prefix.exit_code(&[&[installer.as_str(), "/S"], more].concat());
    let folder = prefix.home().join("AppData/Local/Programs/公开年报");
    let report = prefix.home().join("AppData/Roaming/cn.gongkai.nianbao/gongkai.db");
    let kept = || fs::read(&report).is_ok_and(|bytes| bytes == b"reports");
    let whole = |folder: &Path| {
        let same = |name: &str| {
            fs::read(folder.join(name)).ok() == fs::read(package.files.join(name)).ok()
        };
        ["gongkai.exe", "gongkai-cli.exe", "WebView2Loader.dll", "fonts/fangsong.otf"]
            .into_iter()
            .all(same)
    };
    tally.hold("放好一份年报数据", write(&report, "reports").map(|()| true));

    tally.hold(
        "Windows 7 上拒绝安装",
        prefix.says_it_is("win7").and_then(|()| {
            let code = silent(&[])?;
            Ok(code == TOO_OLD && !folder.exists())
        }),
    );
    tally.hold("换回 Windows 10", prefix.says_it_is("win10").map(|()| true));
    tally.hold(
        "没有 WebView2：装好，并说明缺什么",
        silent(&[]).map(|code| code == NO_WEBVIEW && whole(&folder)),
    );
    let webview = ["add", WEBVIEW, "/v", "pv", "/d", "120.0.0.0", "/f"];
    tally.hold(
        "有 WebView2：升级，数据不动",
        prefix.registry(&webview).and_then(|()| {
            let old = folder.join("gongkai.exe");
            write(&old, "an older version")?;
            Ok(silent(&[])? == READY && whole(&folder) && kept())
        }),
    );
    tally.hold(
        "程序正在运行时不升级",
        running(prefix, &folder, || silent(&[])).map(|code| code == RUNNING),
    );
    tally.hold(
        "安装中途断电，再装一次",
        broken_off(prefix, &installer).and_then(|()| Ok(silent(&[])? == READY && whole(&folder))),
    );
    let key = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\cn.gongkai.nianbao";
    let set =
        |version: &str| prefix.registry(&["add", key, "/v", "DisplayVersion", "/d", version, "/f"]);
    tally.hold(
        "已装有更新的版本时不安装",
        set("99.0.0").and_then(|()| {
            let code = silent(&[])?;
            set(&version()?)?;
            Ok(code == NEWER)
        }),
    );
    tally.hold(
        "不能写入的文件夹",
        silent(&[r"/D=Z:\proc\公开年报"]).map(|code| code == NOT_WRITABLE),
    );
    let long = format!(r"/D=C:\{}", "长路径".repeat(70));
    tally.hold("太长的路径", silent(&[&long]).map(|code| code == NOT_WRITABLE));
    tally.hold(
        "卸载：程序没有了，数据还在",
        remove(prefix, &folder).map(|()| !folder.exists() && kept()),
    );
    let chinese = prefix.drive().join("张三 的程序/公开 年报");
    tally.hold(
        "装到带汉字和空格的文件夹",
        // In pieces: the folder must not be in quotes, and Wine quotes what holds a blank.
        silent(&[r"/D=C:\张三", r"的程序\公开", "年报"])
            .map(|code| code == READY && whole(&chinese)),
    );
    tally.0
}

/// What `work` answers while the installed program is open.
fn running(
    prefix: &Prefix,
    folder: &Path,
    work: impl Fn() -> Result<i32, String>,
) -> Result<i32, String> {
    // The window cannot open here; what holds its file open is the loader of Windows, as ever.
    let program_file = folder.join("gongkai.exe");
    let kept = fs::read(&program_file).map_err(|error| told(&program_file, error))?;
    put(&prefix.drive().join("windows/system32/notepad.exe"), &program_file)?;
    let mut open = prefix
        .wine(&[&program_file.to_string_lossy()])
        .spawn()
        .map_err(|error| error.to_string())?;
    std::thread::sleep(Duration::from_secs(5));
    let answer = work();
    let ended = prefix.exit_code(&["taskkill", "/F", "/IM", "gongkai.exe"]);
    open.wait().map_err(|error| error.to_string())?;
    fs::write(&program_file, kept).map_err(|error| told(&program_file, error))?;
    ended.and(answer)
}

/// Starts the installer and ends it before it is done.
fn broken_off(prefix: &Prefix, installer: &str) -> Result<(), String> {
    let mut start = prefix.wine(&[installer, "/S"]).spawn().map_err(|error| error.to_string())?;
    std::thread::sleep(Duration::from_millis(1500));
    let server =
        program("/usr/lib/wine/wineserver").arg("-k").env("WINEPREFIX", &prefix.0).status();
    server.map_err(|error| error.to_string())?;
    start.wait().map(drop).map_err(|error| error.to_string())
}

/// Removes the program as the user does; the uninstaller works on after its start has returned.
fn remove(prefix: &Prefix, folder: &Path) -> Result<(), String> {
    prefix.exit_code(&[&folder.join("卸载.exe").to_string_lossy(), "/S"])?;
    let patience = Instant::now();
    while folder.exists() && patience.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(200));
    }
    Ok(())
}

/// Read, check, compare and print the published reports with the installed program, into a folder
/// with Chinese and blanks, and with the program of this system.
fn main_job(prefix: &Prefix, package: &Package) -> Result<Count, String> {
    let reports = root().join("../shared/reports");
    let mut names: Vec<String> = fs::read_dir(&reports)
        .map_err(|error| told(&reports, error))?
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".txt"))
        .collect();
    names.sort();
    run(cargo().arg("build").args(BUILD).args(["--bin", "gongkai-cli"]))?;
    let here = target().join("debug/gongkai-cli");
    let there = prefix.drive().join("张三 的程序/公开 年报/gongkai-cli.exe");

    let mut tally = Tally::default();
    let windows = prefix.drive().join("张三 的文件");
    let linux = shelf()?.join("张三 的文件");
    for folder in [&windows, &linux] {
        fs::create_dir_all(folder).map_err(|error| told(folder, error))?;
        for name in &names {
            put(&reports.join(name), &folder.join(format!("去年 {name}")))?;
        }
    }
    let other = names.first().map(|name| format!("去年 {name}")).unwrap_or_default();
    for name in &names {
        let file = format!("去年 {name}");
        let jobs: [&[&str]; 3] = [
            &["read", &file, "--json"],
            &["check", &file, "--last", &other, "--json"],
            &["compare", &file, "--last", &other, "--json"],
        ];
        for job in jobs {
            let same = answer(Command::new(&here).current_dir(&linux).args(job)).and_then(|ours| {
                let mut wine = prefix.wine(&[&there.to_string_lossy()]);
                let theirs = answer(wine.current_dir(&windows).args(job))?;
                Ok(!ours.1.is_empty() && ours == theirs)
            });
            tally.hold(&job.join(" "), same);
        }
        let pdf = format!("印制 {}.pdf", name.trim_end_matches(".txt"));
        let job = ["pdf", &file, "-o", &pdf, "--fonts", "bundled", "--force"];
        let fonts = package.files.join("fonts");
        let same =
            answer(Command::new(&here).current_dir(&linux).args(job).env("GONGKAI_FONTS", fonts))
                .and_then(|ours| {
                    let mut wine = prefix.wine(&[&there.to_string_lossy()]);
                    let theirs = answer(wine.current_dir(&windows).args(job))?;
                    let read = |folder: &Path| {
                        let file = folder.join(&pdf);
                        fs::read(&file).map_err(|error| told(&file, error))
                    };
                    Ok(ours.0 == 0 && theirs.0 == 0 && read(&linux)? == read(&windows)?)
                });
        tally.hold(&job.join(" "), same);
    }
    Ok(tally.0)
}

/// Exit code and standard output.
fn answer(command: &mut Command) -> Result<(i32, Vec<u8>), String> {
    let output = command.output().map_err(|error| error.to_string())?;
    Ok((output.status.code().unwrap_or(-1), output.stdout))
}
