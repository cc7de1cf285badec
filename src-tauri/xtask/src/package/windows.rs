//! The packages for Windows 10 and 11 (64-bit), built on Debian: an installer for one user without
//! the administrator, and a folder for a USB stick.

use super::files::{
    WindowsPackage, at, copy, empty_folder, packages_folder, put_fonts_and_licences, show,
    show_room, version, write,
};
use super::toolchain::{Toolchain, built};
use super::wine;
use crate::command::{program, root, run};
use crate::setup;
use crate::steps::Steps;
use std::fs;
use std::path::{Path, PathBuf};

const TOOLS: [&str; 3] = ["gcc-mingw-w64-x86-64", "g++-mingw-w64-x86-64", "nsis"];

pub fn package(test: bool) -> Result<(), String> {
    let mut steps = Steps::of("package");
    if setup::to_run(&mut steps) {
        build(&mut steps, test);
    }
    steps.end()
}

/// Builds the packages, once the window's pages are built; then tries them if wished.
pub fn build(steps: &mut Steps, test: bool) {
    let mut found = None;
    steps.must("Windows：准备软件包、标准库", || {
        setup::packages(&TOOLS)?;
        found = Some(Toolchain::find()?);
        Ok(())
    });
    let Some(toolchain) = found else { return };
    if !steps.must("Windows：编译", || compile(&toolchain)) {
        return;
    }
    let mut package = None;
    steps.must("Windows：安装包", || pack().map(|done| package = Some(done)));
    if let Some(package) = package.filter(|_| test) {
        wine::test(steps, &toolchain, &package);
    }
}

fn compile(toolchain: &Toolchain) -> Result<(), String> {
    run(&mut toolchain.cargo(&[
        "build",
        "--release",
        "--package",
        "gongkai",
        "--package",
        "gongkai-cli",
        "--features",
        "gongkai/custom-protocol",
    ]))
}

fn pack() -> Result<WindowsPackage, String> {
    let version = version()?;
    let files = empty_folder("windows")?;
    for name in ["gongkai.exe", "gongkai-cli.exe", "WebView2Loader.dll"] {
        copy(&built("release").join(name), &files.join(name))?;
    }
    put_fonts_and_licences(&files)?;
    say_what_they_are(&files, &version)?;

    let installer = packages_folder()?.join(format!("公开年报-安装-{version}.exe"));
    let sources = root().join("src-tauri/xtask/windows");
    run(program("makensis")
        .args(["-V2", "-INPUTCHARSET", "UTF8"])
        .arg(format!("-DVERSION={version}"))
        .arg(format!("-DFILES={}", files.display()))
        .arg(format!("-DICON={}", root().join("icons/icon.ico").display()))
        .arg(format!("-DSIDE={}", sources.join("side.bmp").display()))
        .arg(format!("-DOUT={}", installer.display()))
        .arg(sources.join("installer.nsi")))?;
    let portable = portable(&files, &version)?;
    show(&installer)?;
    show(&portable)?;
    show_room(&files)?;
    Ok(WindowsPackage { files, installer })
}

/// Both programs carry name and version for the properties page of the Explorer, and a manifest
/// that lets them use sharp letters and long paths.
fn say_what_they_are(files: &Path, version: &str) -> Result<(), String> {
    for name in ["gongkai.exe", "gongkai-cli.exe"] {
        let file = files.join(name);
        let bytes = fs::read(&file).map_err(|error| at(&file, error))?;
        let holds = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
        for words in ["公开年报", "FileDescription", "CompanyName", version] {
            let wide: Vec<u8> = words.encode_utf16().flat_map(u16::to_le_bytes).collect();
            if !holds(&wide) {
                return Err(format!("{name} 的版本说明里没有“{words}”"));
            }
        }
        for words in ["PerMonitorV2", "longPathAware"] {
            if !holds(words.as_bytes()) {
                return Err(format!("{name} 的清单里没有 {words}"));
            }
        }
    }
    Ok(())
}

/// The same files in a folder of their own, for a USB stick.
fn portable(files: &Path, version: &str) -> Result<PathBuf, String> {
    let zip = packages_folder()?.join(format!("公开年报-便携-{version}.zip"));
    if zip.exists() {
        fs::remove_file(&zip).map_err(|error| at(&zip, error))?;
    }
    let folder = empty_folder("公开年报")?;
    run(program("cp").arg("-a").arg(files.join(".")).arg(&folder))?;
    let note = folder.join("说明.txt");
    let text = "双击 gongkai.exe 打开“公开年报”。需要 Windows 10 或 11（64 位）和 WebView2 运行时。\r\n\
        年报数据保存在本文件夹的“数据”里，请连同本文件夹一起备份。\r\n";
    // Notepad knows it for UTF-8 by its mark.
    write(&note, &format!("\u{feff}{text}"))?;
    fs::create_dir_all(folder.join("数据")).map_err(|error| at(&folder, error))?;
    run(program("python3")
        .current_dir(packages_folder()?)
        .args(["-m", "zipfile", "-c"])
        .arg(&zip)
        .arg("公开年报/"))?;
    fs::remove_dir_all(&folder).map_err(|error| at(&folder, error))?;
    Ok(zip)
}
