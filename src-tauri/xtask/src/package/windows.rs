//! The packages for Windows 10 and 11 (64-bit), built on Debian: an installer for one user without
//! the administrator, and a folder for a USB stick.

use super::toolchain::{Toolchain, built};
use super::{
    fresh, put, put_fonts_and_licences, shelf, show, show_room, told, version, wine, write,
};
use crate::command::{program, root, run};
use crate::setup;
use crate::steps::Steps;
use std::fs;
use std::path::{Path, PathBuf};

const TOOLS: [&str; 3] = ["gcc-mingw-w64-x86-64", "g++-mingw-w64-x86-64", "nsis"];

pub fn package(test: bool) -> Result<(), String> {
    let mut steps = Steps::default();
    let mut found = None;
    steps.must("准备：软件包、字体、界面、Windows 的标准库", || {
        setup::to_run()?;
        setup::packages(&TOOLS)?;
        found = Some(Toolchain::find()?);
        Ok(())
    });
    if let Some(toolchain) = &found {
        let built = steps.must("Windows：编译", || compile(toolchain));
        let mut package = None;
        let packed =
            built && steps.must("Windows：安装包", || pack().map(|done| package = Some(done)));
        if packed
            && test
            && let Some(package) = package
        {
            wine::test(&mut steps, toolchain, &package);
        }
    }
    steps.end()
}

/// What has been built.
pub struct Package {
    /// The files as they are installed.
    pub files: PathBuf,
    pub installer: PathBuf,
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

fn pack() -> Result<Package, String> {
    let version = version()?;
    let files = fresh("windows")?;
    for name in ["gongkai.exe", "gongkai-cli.exe", "WebView2Loader.dll"] {
        put(&built("release").join(name), &files.join(name))?;
    }
    put_fonts_and_licences(&files)?;

    let installer = shelf()?.join(format!("公开年报-安装-{version}.exe"));
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
    Ok(Package { files, installer })
}

/// The same files in a folder of their own, for a USB stick.
fn portable(files: &Path, version: &str) -> Result<PathBuf, String> {
    let zip = shelf()?.join(format!("公开年报-便携-{version}.zip"));
    if zip.exists() {
        fs::remove_file(&zip).map_err(|error| told(&zip, error))?;
    }
    let folder = fresh("公开年报")?;
    run(program("cp").arg("-a").arg(files.join(".")).arg(&folder))?;
    let note = folder.join("说明.txt");
    let text = "双击 gongkai.exe 打开“公开年报”。需要 Windows 10 或 11（64 位）和 WebView2 运行时。\r\n\
        年报数据保存在本文件夹的“数据”里，请连同本文件夹一起备份。\r\n";
    // Notepad knows it for UTF-8 by its mark.
    write(&note, &format!("\u{feff}{text}"))?;
    fs::create_dir_all(folder.join("数据")).map_err(|error| told(&folder, error))?;
    run(program("python3")
        .current_dir(shelf()?)
        .args(["-m", "zipfile", "-c"])
        .arg(&zip)
        .arg("公开年报/"))?;
    fs::remove_dir_all(&folder).map_err(|error| told(&folder, error))?;
    Ok(zip)
}
