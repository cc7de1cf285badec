//! Installing, upgrading, refusing and removing, silent: every exit code of the installer, and that
//! the reports are never touched.

use super::prefix::Prefix;
use super::tally::Tally;
use crate::command::{program, run, say};
use crate::package::files::{WindowsPackage, at, copy, version, write};
use crate::steps::Count;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const WEBVIEW: &str =
    r"Software\Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}";
const KEY: &str = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\cn.gongkai.nianbao";
/// The exit codes of the installer; they are explained at its head.
const READY: i32 = 0;
const NOT_COPIED: i32 = 2;
const TOO_OLD: i32 = 3;
const RUNNING: i32 = 4;
const NO_WEBVIEW: i32 = 5;
const NOT_WRITABLE: i32 = 6;
const NO_ROOM: i32 = 7;
const NEWER: i32 = 8;
/// That of the stand-in for a runtime beside the program.
const RUNTIME_CALLED: i32 = 77;

pub fn try_out(prefix: &Prefix, package: &WindowsPackage) -> Result<Count, String> {
    let mut tally = Tally::default();
    let trial = Trial::new(prefix, package);
    write(&trial.report, "reports")?;
    trial.first_installation(&mut tally)?;
    trial.upgrades(&mut tally);
    trial.while_it_runs(&mut tally);
    trial.interrupted_and_older(&mut tally);
    trial.unusable_folders(&mut tally);
    trial.removal(&mut tally);
    tally.hold(
        "装到带汉字和空格的文件夹",
        // In pieces: the folder must not be in quotes, and Wine quotes what holds a blank.
        trial
            .silent(&[r"/D=C:\张三", r"的程序\公开", "年报"])
            .map(|code| code == READY && is_whole(package, &chosen_folder(prefix))),
    );
    Ok(tally.0)
}

/// What the trials have in common.
struct Trial<'a> {
    prefix: &'a Prefix,
    package: &'a WindowsPackage,
    installer: String,
    /// Where the program is installed when nothing else is said.
    folder: PathBuf,
    /// What the user's data stand for here.
    report: PathBuf,
    icons: [PathBuf; 2],
}

impl Trial<'_> {
    fn new<'a>(prefix: &'a Prefix, package: &'a WindowsPackage) -> Trial<'a> {
        let roaming = prefix.home().join("AppData/Roaming");
        Trial {
            prefix,
            package,
            installer: package.installer.to_string_lossy().into_owned(),
            folder: prefix.home().join("AppData/Local/Programs/公开年报"),
            report: roaming.join("cn.gongkai.nianbao/gongkai.db"),
            icons: [
                prefix.home().join("Desktop/公开年报.lnk"),
                roaming.join("Microsoft/Windows/Start Menu/Programs/公开年报.lnk"),
            ],
        }
    }

    /// The exit code of the installer without its pages.
    fn silent(&self, more: &[&str]) -> Result<i32, String> {
        self.prefix.exit_code(&[&[self.installer.as_str(), "/S"], more].concat())
    }

    fn is_whole(&self) -> bool {
        is_whole(self.package, &self.folder)
    }

    fn data_are_kept(&self) -> bool {
        fs::read(&self.report).is_ok_and(|bytes| bytes == b"reports")
    }

    fn first_installation(&self, tally: &mut Tally) -> Result<(), String> {
        let Trial { prefix, package, folder, .. } = self;
        tally.hold(
            "Windows 7 上拒绝安装，什么也没有改",
            prefix.says_it_is("win7").and_then(|()| {
                let code = self.silent(&[])?;
                Ok(code == TOO_OLD && !folder.exists())
            }),
        );
        prefix.says_it_is("win10")?;
        tally.hold(
            "没有 WebView2：装好，并说明缺什么",
            self.silent(&[]).map(|code| code == NO_WEBVIEW && self.is_whole()),
        );
        tally.hold("桌面和开始菜单里有图标", Ok(self.icons.iter().all(|icon| icon.is_file())));
        tally.hold(
            "没有 WebView2 时打开：说明怎么办，退出代码 2",
            opened_and_read(prefix, folder).map(|code| code == 2 && self.data_are_kept()),
        );
        tally.hold(
            "没有 WebView2，旁边有 WebView2 文件夹：用文件夹里的运行时开窗口",
            opened_with_a_runtime_beside(prefix, folder)
                .map(|code| code == RUNTIME_CALLED && self.data_are_kept()),
        );
        tally.hold(
            "WebView2 的安装程序在旁边：一起装好",
            with_webview_beside(prefix, package).map(|code| code == READY && self.is_whole()),
        );
        Ok(())
    }

    fn upgrades(&self, tally: &mut Tally) {
        tally.hold("有 WebView2：升级旧版本，数据不动", {
            write(&self.folder.join("gongkai.exe"), "an older version")
                .and_then(|()| set_version(self.prefix, "0.0.9"))
                .and_then(|()| self.installs_over())
        });
    }

    /// The installer does its work, and leaves the data as they are.
    fn installs_over(&self) -> Result<bool, String> {
        Ok(self.silent(&[])? == READY && self.is_whole() && self.data_are_kept())
    }

    fn while_it_runs(&self, tally: &mut Tally) {
        let Trial { prefix, folder, .. } = self;
        tally.hold(
            "程序正在运行时不升级",
            running(prefix, folder, || self.silent(&[]))
                .map(|code| code == RUNNING && self.data_are_kept()),
        );
        let removal = || {
            // In its own folder it does its work itself and gives its exit code. The folder comes in
            // pieces, as that chosen for the installation.
            let home = format!("_?={}", windows_path(prefix, folder));
            let remover = folder.join("卸载.exe").to_string_lossy().into_owned();
            let words: Vec<&str> =
                [remover.as_str(), "/S"].into_iter().chain(home.split(' ')).collect();
            prefix.exit_code(&words)
        };
        tally.hold(
            "程序正在运行时不卸载",
            running(prefix, folder, removal).map(|code| code == RUNNING && self.is_whole()),
        );
    }

    fn interrupted_and_older(&self, tally: &mut Tally) {
        tally.hold(
            "安装中途断电：再装一次就好，数据不动",
            broken_off(self.prefix, &self.installer).and_then(|()| self.installs_over()),
        );
        tally.hold("已装有更新的版本时不安装", {
            set_version(self.prefix, "99.0.0").and_then(|()| {
                let code = self.silent(&[])?;
                set_version(self.prefix, &version()?)?;
                Ok(code == NEWER && self.is_whole())
            })
        });
    }

    fn unusable_folders(&self, tally: &mut Tally) {
        tally.hold(
            "不能写入的文件夹",
            self.silent(&[r"/D=Z:\proc\公开年报"]).map(|code| code == NOT_WRITABLE),
        );
        let long = format!(r"/D=C:\{}", "长路径".repeat(90));
        tally.hold("超过 260 个字符的路径", self.silent(&[&long]).map(|code| code == NOT_WRITABLE));
        small_disks(self.prefix, self.package, tally);
    }

    fn removal(&self, tally: &mut Tally) {
        let gone = || !self.folder.exists() && self.icons.iter().all(|icon| !icon.exists());
        tally.hold(
            "卸载：程序没有了，数据还在",
            remove(self.prefix, &self.folder).map(|()| gone() && self.data_are_kept()),
        );
    }
}

/// Where the last installation goes, which the trials of the work use.
pub fn chosen_folder(prefix: &Prefix) -> PathBuf {
    prefix.drive().join("张三 的程序/公开 年报")
}

/// All that is installed is there, byte for byte.
fn is_whole(package: &WindowsPackage, folder: &Path) -> bool {
    fn same(from: &Path, to: &Path) -> bool {
        let Ok(entries) = fs::read_dir(from) else { return false };
        entries.flatten().all(|entry| {
            let (from, to) = (entry.path(), to.join(entry.file_name()));
            if from.is_dir() {
                same(&from, &to)
            } else {
                fs::read(&from).is_ok_and(|bytes| fs::read(&to).is_ok_and(|held| held == bytes))
            }
        })
    }
    same(&package.files, folder) && folder.join("卸载.exe").is_file()
}

fn set_version(prefix: &Prefix, version: &str) -> Result<(), String> {
    prefix.registry(&["add", KEY, "/v", "DisplayVersion", "/d", version, "/f"])
}

/// Installs with a stand-in for Microsoft's installer beside ours, which does what counts.
fn with_webview_beside(prefix: &Prefix, package: &WindowsPackage) -> Result<i32, String> {
    let folder = prefix.drive().join("下载");
    let setup = folder.join("MicrosoftEdgeWebView2RuntimeInstallerX64.exe");
    let beside = folder.join("公开年报-安装.exe");
    copy(&package.installer, &beside)?;
    let key = WEBVIEW.replace('\\', "\\\\");
    let source = format!(
        "#include <windows.h>\n\
         int main(int count, char **words) {{\n\
         if (count != 3 || strcmp(words[1], \"/silent\") || strcmp(words[2], \"/install\")) return 1;\n\
         return RegSetKeyValueA(HKEY_CURRENT_USER, \"{key}\", \"pv\", REG_SZ, \"120.0.0.0\", 10);\n}}\n"
    );
    prefix.compile(&source, &[], &setup)?;
    prefix.exit_code(&[&beside.to_string_lossy(), "/S"])
}

/// Opens the program and closes the box it shows; its exit code.
fn opened_and_read(prefix: &Prefix, folder: &Path) -> Result<i32, String> {
    let program = folder.join("gongkai.exe");
    let mut open =
        prefix.wine(&[&program.to_string_lossy()]).spawn().map_err(|error| error.to_string())?;
    let shown = prefix.shows("公开年报").and_then(|()| prefix.press("Return"));
    let ended = open.wait().map_err(|error| error.to_string())?;
    shown.map(|()| ended.code().unwrap_or(-1))
}

/// Opens the program with a stand-in for a runtime in the folder beside it, which ends the program
/// when it is asked for a window's contents.
fn opened_with_a_runtime_beside(prefix: &Prefix, folder: &Path) -> Result<i32, String> {
    let runtime = folder.join("WebView2");
    let library = runtime.join("EBWebView/x64/EmbeddedBrowserWebView.dll");
    write(&runtime.join("msedgewebview2.exe"), "")?;
    write(&library, "")?;
    let source = format!(
        "#include <windows.h>\n\
         __declspec(dllexport) HRESULT WINAPI CreateWebViewEnvironmentWithOptionsInternal(void)\n\
         {{ ExitProcess({RUNTIME_CALLED}); return 0; }}\n"
    );
    prefix.compile_library(&source, "120.0.0.0", &library)?;
    let program = folder.join("gongkai.exe");
    let mut open = prefix.wine(&[&program.to_string_lossy()]);
    // Wine's themes fall over what the window asks of them. Without them it goes on; but Wine's
    // debugger, called for anything else that misses them, would miss them, too, and call itself.
    let ended = open.env("WINEDLLOVERRIDES", "mscoree,mshtml,uxtheme,winedbg.exe=").status();
    fs::remove_dir_all(&runtime).map_err(|error| at(&runtime, error))?;
    ended.map(|ended| ended.code().unwrap_or(-1)).map_err(|error| error.to_string())
}

/// What `work` answers while the installed program is open.
fn running(
    prefix: &Prefix,
    folder: &Path,
    work: impl Fn() -> Result<i32, String>,
) -> Result<i32, String> {
    // The window cannot open here; what holds its file open is the loader of Windows, as ever.
    let program_file = folder.join("gongkai.exe");
    let kept = fs::read(&program_file).map_err(|error| at(&program_file, error))?;
    copy(&prefix.drive().join("windows/system32/notepad.exe"), &program_file)?;
    let mut open = prefix
        .wine(&[&program_file.to_string_lossy()])
        .spawn()
        .map_err(|error| error.to_string())?;
    let answer = prefix.shows("Notepad").and_then(|()| work());
    let ended = prefix.exit_code(&["taskkill", "/F", "/IM", "gongkai.exe"]);
    open.wait().map_err(|error| error.to_string())?;
    fs::write(&program_file, kept).map_err(|error| at(&program_file, error))?;
    ended.and(answer)
}

/// Starts the installer and ends it before it is done.
fn broken_off(prefix: &Prefix, installer: &str) -> Result<(), String> {
    let mut start = prefix.wine(&[installer, "/S"]).spawn().map_err(|error| error.to_string())?;
    std::thread::sleep(Duration::from_millis(1500));
    prefix.end()?;
    start.wait().map(drop).map_err(|error| error.to_string())
}

/// Removes the program as the user does; the uninstaller works on after its start has returned.
fn remove(prefix: &Prefix, folder: &Path) -> Result<(), String> {
    prefix.exit_code(&[&folder.join("卸载.exe").to_string_lossy(), "/S"])?;
    let patience = Instant::now();
    while folder.exists() && patience.elapsed() < Duration::from_secs(30) {
        std::thread::sleep(Duration::from_millis(200));
    }
    Ok(())
}

/// `C:\…` of a folder on the drive.
fn windows_path(prefix: &Prefix, folder: &Path) -> String {
    let below = folder.strip_prefix(prefix.drive()).unwrap_or(folder);
    format!(r"C:\{}", below.to_string_lossy().replace('/', r"\"))
}

/// A disk without room, and one whose room ends while files are copied.
fn small_disks(prefix: &Prefix, package: &WindowsPackage, tally: &mut Tally) {
    let installer = package.installer.to_string_lossy().into_owned();
    let cases = [
        ("磁盘空间不够：不开始安装", "size=20m", NO_ROOM),
        ("复制到一半写不下去：说明没有装完", "size=200m,nr_inodes=5", NOT_COPIED),
    ];
    for (what, options, expected) in cases {
        let disk = prefix.drive().join("小磁盘");
        let mounted = fs::create_dir_all(&disk).map_err(|error| at(&disk, error)).and_then(|()| {
            run(program("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(&disk))
        });
        if let Err(why) = mounted {
            say(&format!("– {what}：没有试，这里不能挂上小磁盘（{why}）"));
            continue;
        }
        let code = prefix
            .add_drive('s', &disk)
            .and_then(|()| prefix.exit_code(&[&installer, "/S", r"/D=S:\公开年报"]));
        let started = disk.join("公开年报/gongkai.exe").exists();
        tally.hold(what, code.map(|code| code == expected && !started));
        let _ = prefix.end();
        let _ = run(program("umount").arg("--lazy").arg(&disk));
    }
}
