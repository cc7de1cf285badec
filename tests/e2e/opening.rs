//! What was written is opened, or shown in its folder; where that fails the window says why.

use crate::window::{Opening, Window};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// The helpers of a desktop that open a file, in a folder of their own: each runs this script.
fn helpers(folder: &Path, script: &str) -> PathBuf {
    let folder = folder.join("helpers");
    fs::create_dir_all(&folder).unwrap();
    for name in ["xdg-open", "gio", "gnome-open", "kde-open", "kde-open5", "kde-open6"] {
        let path = folder.join(name);
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }
    folder
}

/// A window on a desktop with these helpers, and none that points at a file in its folder.
fn window(name: &str, data: tempfile::TempDir, helpers: &Path) -> Window {
    let path = format!("{}:{}", helpers.display(), std::env::var("PATH").unwrap());
    let variables = [("PATH", path.as_str()), ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")];
    Window::open_with(
        name,
        1366,
        728,
        Opening { variables: &variables, data, ..Opening::default() },
    )
}

fn says(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_default()
}

fn export(window: &Window, pdf: &Path) {
    window.click("[data-test=way-example]");
    window.click("[data-test=print]");
    window.element(".pages .sheet:nth-child(4) img");
    window.fill("[data-test=target]", pdf.to_str().unwrap());
    window.click("[data-test=export]");
    window.says("[data-test=exported]", "年报 甲.pdf");
}

#[test]
fn a_written_file_is_opened_and_shown_in_its_folder() {
    let Opening { data, .. } = Opening::default();
    let log = data.path().join("opened.txt");
    let helpers = helpers(data.path(), &format!("echo \"$0 $@\" >> '{}'", log.display()));
    let window = window("opening", data, &helpers);
    let pdf = window.path("年报 甲.pdf");
    export(&window, &pdf);
    window.picture("01-written");
    let barriers = window.barriers();
    assert!(barriers.is_empty(), "{barriers:#?}");
    window.click("[data-test=exported] [data-test=open-written]");
    window.until_true("it is opened", || {
        says(&log).lines().any(|line| line.ends_with("年报 甲.pdf"))
    });
    window.click("[data-test=exported] [data-test=show-written]");
    let folder = pdf.parent().unwrap().to_str().unwrap().to_owned();
    window.until_true("its folder is opened", || {
        says(&log).lines().any(|line| line.ends_with(&folder))
    });
    assert!(!window.is_there("[data-test=failure]"));

    // Of several files each has its own way.
    window.click("[data-test=format-html]");
    window.click("[data-test=export-files]");
    window.click("[data-test=files-exported] li:last-child [data-test=open-written]");
    window.until_true("it is opened", || {
        says(&log).lines().any(|line| line.ends_with("年报 甲.html"))
    });
    assert!(!window.is_there("[data-test=failure]"));

    // Moved away meanwhile.
    fs::rename(&pdf, pdf.with_file_name("别处.pdf")).unwrap();
    window.click("[data-test=exported] [data-test=open-written]");
    window.says("[data-test=failure]", "已经不在");
    window.says("[data-test=failure]", &folder);
    window.picture("02-gone");
}

/// The file a report was imported from, as a copy.
#[test]
fn the_original_of_an_import_is_opened_again() {
    let Opening { data, .. } = Opening::default();
    let log = data.path().join("opened.txt");
    let helpers = helpers(data.path(), &format!("echo \"$0 $@\" >> '{}'", log.display()));
    let window = window("original", data, &helpers);
    let file = window.path("去年的 年报.md");
    let text = include_str!("../../src-tauri/example/last.md")
        .replace("{year}", "2023")
        .replace("{next}", "2024");
    fs::write(&file, text).unwrap();
    window.click("[data-test=way-import]");
    window.fill("[data-test=path]", file.to_str().unwrap());
    window.click("[data-test=read]");
    window.click("[data-test=store]");
    window.click("[data-test=open]");
    window.click("[data-test=original]");
    window.until_true("it is opened", || says(&log).contains("去年的 年报.md"));
    window.says(".toast", "原文件");
    let before = says(&log).lines().count();
    window.click(".toast button");
    window.until_true("its folder is opened", || says(&log).lines().count() > before);
}

#[test]
fn a_file_nothing_opens_is_told_with_the_way_to_it() {
    let Opening { data, .. } = Opening::default();
    let helpers = helpers(data.path(), "exit 3");
    let window = window("not-opened", data, &helpers);
    let pdf = window.path("年报 甲.pdf");
    export(&window, &pdf);
    let folder = pdf.parent().unwrap().to_str().unwrap();
    for ask in ["open-written", "show-written"] {
        window.click(&format!("[data-test=exported] [data-test={ask}]"));
        window.says("[data-test=failure]", "没有打开");
        window.says("[data-test=failure]", folder);
        window.press("关闭");
    }
    window.click("[data-test=exported] [data-test=open-written]");
    window.says("[data-test=failure]", "没有装能看这种文件的程序");
    window.picture("01-not-opened");
    window.press("复制详情");
    window.says("[data-test=failure]", "已复制");
}
