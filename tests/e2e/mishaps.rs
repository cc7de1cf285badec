//! What must not lose anything: a folder that goes away, a second window, a report deleted.

use crate::driver::Screen;
use crate::window::{Opening, Window};
use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

#[test]
fn a_data_folder_that_goes_away_loses_nothing() {
    let window = Window::open_report("folder-gone", 1366, 728);
    window.click("[data-chapter=requests]");
    window.says(".saved", "已保存");
    let (folder, away) = (window.path("data"), window.path("away"));
    fs::rename(&folder, &away).unwrap();
    window.click("[data-cell='requests/new/natural_person']");
    window.type_keys("7");
    window.says(".saved", "没有保存成功");
    window.says("[data-test=failure]", "不见了");
    window.picture("01-gone");
    // Work goes on in the window, totals and findings too.
    window.type_keys("8");
    window.shows("requests/new/total", "82");
    // The window tries again by itself, after three seconds: with the folder back, all of it is kept.
    std::thread::sleep(Duration::from_millis(3500));
    window.says(".saved", "没有保存成功");
    fs::rename(&away, &folder).unwrap();
    window.says(".saved", "已保存");
    window.gone("[data-test=failure]");
    fs::rename(&folder, &away).unwrap();
    window.type_keys("9");
    window.says(".saved", "没有保存成功");
    // Leaving for another page says the same and does not lose it either.
    window.click("[data-test=back]");
    window.says("[data-test=failure]", "不见了");
    window.picture("02-start");
    fs::rename(&away, &folder).unwrap();
    window.click("[data-test=retry]");
    window.click("[data-test=open]");
    window.click("[data-chapter=requests]");
    window.shows("requests/new/natural_person", "789");
    window.says(".saved", "已保存");
    assert!(!window.is_there("[data-test=failure]"));
}

#[test]
fn a_report_that_cannot_be_opened_leads_back() {
    let window = Window::open_report("not-opened", 1366, 728);
    window.click("[data-test=back]");
    window.element("[data-test=open]");
    let (folder, away) = (window.path("data"), window.path("away"));
    fs::rename(&folder, &away).unwrap();
    window.click("[data-test=open]");
    window.says("main", "没有打开");
    window.says("[data-test=failure]", "不见了");
    window.picture("01-not-opened");
    fs::rename(&away, &folder).unwrap();
    window.click("[data-test=back]");
    window.element("[data-test=open]");
}

#[test]
fn data_in_use_by_another_window_are_left_alone() {
    let shared = tempfile::tempdir().unwrap();
    let folder = shared.path().join("data");
    let variables = [("GONGKAI_DATA", folder.to_str().unwrap())];
    let opening = || Opening { variables: &variables, ..Opening::default() };
    let first = Window::open_with("in-use", 1366, 728, opening());
    first.click("[data-test=way-example]");
    first.says(".saved", "已保存");
    let second = Window::open_with("in-use-second", 1366, 728, opening());
    second.says("[data-test=failure]", "另一个程序使用");
    second.picture("01-second");
    drop(first);
    // The system may take a while to end the first program: one tries once more, as one would.
    second.until_true("the data are free", || {
        second.run("document.querySelector('[data-test=retry]')?.click()");
        second.is_there("[data-test=write]")
    });
    assert!(!second.is_there("[data-test=failure]"));
}

#[test]
fn without_a_display_the_program_says_so_in_one_sentence() {
    let folder = tempfile::tempdir().unwrap();
    for display in [None, Some(":4711")] {
        let mut program = Command::new(env!("CARGO_BIN_EXE_gongkai"));
        program
            .env("GONGKAI_DATA", folder.path())
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("XDG_RUNTIME_DIR")
            .stdin(Stdio::null());
        if let Some(display) = display {
            program.env("DISPLAY", display);
        }
        let ended = program.output().unwrap();
        let said = String::from_utf8_lossy(&ended.stderr);
        assert_eq!(ended.status.code(), Some(2), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(said.contains("没有能用的显示器") && said.contains("gongkai-cli"), "{said}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

/// Without `GONGKAI_DATA` there is one window: a second start ends at once and brings it to the front.
#[test]
fn a_second_start_ends_and_brings_the_first_window_to_the_front() {
    let home = tempfile::tempdir().unwrap();
    let screen = Screen::open();
    let program = env!("CARGO_BIN_EXE_gongkai");
    // Both starts in one session of their own; the second one's end is what is looked at.
    let script = format!(
        "'{program}' & first=$!; sleep 4; timeout 20 '{program}'; echo \"second ended with $?\";
         kill -0 $first && echo 'first runs'; kill $first"
    );
    let output = Command::new("dbus-run-session")
        .args(["--", "sh", "-c", &script])
        .env_remove("GONGKAI_DATA")
        .env("HOME", home.path())
        .env("XDG_DATA_HOME", home.path().join("share"))
        .env("XDG_CONFIG_HOME", home.path().join("config"))
        .env("XDG_CACHE_HOME", home.path().join("cache"))
        .env("DISPLAY", &screen.name)
        .env("GDK_BACKEND", "x11")
        .env("GSETTINGS_BACKEND", "memory")
        .env("NO_AT_BRIDGE", "1")
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .expect("dbus-run-session: `cargo xtask test` installs it");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("second ended with 0"), "{said}");
    assert!(said.contains("first runs"), "{said}");
}
