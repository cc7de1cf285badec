//! What a clerk, a colleague or a stick does to the data, in the window: nothing is lost, and there is
//! a way on.

use crate::states::finalise;
use crate::window::{Opening, Window, key};
use gongkai_model::organ::OrganKind;
use gongkai_model::progress::ReportState;
use gongkai_store::{FILE, Store};
use std::fs;
use std::path::Path;

const CELL: &str = "[data-cell='requests/new/natural_person']";

/// Opens the program again on the same data.
fn again(name: &str, window: Window) -> Window {
    window.ask_to_close();
    window.ended();
    let data = tempfile::Builder::new().prefix("gongkai-e2e-").tempdir().unwrap();
    for part in ["data", "config"] {
        fs::rename(window.path(part), data.path().join(part)).unwrap();
    }
    drop(window);
    Window::open_with(name, 1366, 728, Opening { data, ..Opening::default() })
}

/// The first figure of 新收 and the whole text of 总体情况 of the draft, as the database has them.
fn stored(data: &Path) -> (String, String) {
    let store = Store::open(data).unwrap();
    let listed = store.list().unwrap();
    let draft = listed.iter().find(|one| one.state == ReportState::Draft).expect("the draft");
    let report = store.report(draft.id).unwrap().report;
    let figure = report.cells[&"requests/new/natural_person".into()].printed();
    (figure, report.chapters[0].paragraphs.join("\n"))
}

/// Keys of the last moment, in a table and in a long chapter: the window closes only after them.
#[test]
fn what_is_typed_right_before_closing_is_kept() {
    for (round, pause) in [0, 30, 90, 200].into_iter().enumerate() {
        let window = Window::open_report("closed-at-once", 1366, 728);
        window.click("[data-chapter=requests]");
        window.click(CELL);
        window.delay("edit_cells", 120);
        window.type_keys("7");
        window.type_keys("5");
        window.type_keys("3");
        std::thread::sleep(std::time::Duration::from_millis(pause));
        window.ask_to_close();
        window.ended();
        assert_eq!(stored(&window.path("data")).0, "753", "round {round}");
        assert!(!window.path("data").join("gongkai.db-wal").exists());
    }
    let window = Window::open_report("closed-at-once", 1366, 728);
    window.click("[data-chapter=overview]");
    window.click(".chapter-text [role=textbox]");
    window.delay("edit_text", 150);
    for word in ["一", "二", "三", "四", "五", "六", "七"] {
        window.type_keys(word);
    }
    window.ask_to_close();
    window.ended();
    let text = stored(&window.path("data")).1;
    assert!(text.contains("一二三四五六七"), "{text}");
}

/// A field whose words count when it is left is left before the window goes.
#[test]
fn a_field_that_is_still_open_is_kept_too() {
    let window = Window::open_report("closed-in-a-field", 1366, 728);
    window.click("[data-test=back]");
    window.click("[data-test=settings]");
    window.fill("#who", "张三");
    window.ask_to_close();
    window.ended();
    let store = Store::open(&window.path("data")).unwrap();
    assert_eq!(store.setting("who").unwrap(), Some("张三".into()));
}

/// With the disk away the window asks before it goes, and whoever stays types on in the same field.
#[test]
fn a_window_that_cannot_keep_what_was_typed_stays() {
    let window = Window::open_report("closed-without-disk", 1366, 728);
    window.says(".saved", "已保存");
    window.click("[data-chapter=requests]");
    let (data, away) = (window.path("data"), window.path("away"));
    fs::rename(&data, &away).unwrap();
    window.click(CELL);
    window.type_keys("753");
    window.ask_to_close();
    window.asked_beside();
    window.says(".saved", "没有保存成功");
    window.shows("requests/new/natural_person", "753");
    window.picture("01-asked");
    fs::rename(&away, &data).unwrap();
    window.says(".saved", "已保存");
}

#[test]
fn a_lost_database_is_told_and_comes_back_from_a_backup() {
    let window = Window::open_report("lost", 1366, 728);
    window.click("[data-chapter=requests]");
    window.click(CELL);
    window.type_keys("753");
    window.says(".saved", "已保存");
    window.ask_to_close();
    window.ended();
    let data = window.path("data");
    fs::remove_file(data.join(FILE)).unwrap();
    let backups = fs::read_dir(data.join("备份")).unwrap().count();
    assert!(backups > 0);
    let home = tempfile::Builder::new().prefix("gongkai-e2e-").tempdir().unwrap();
    for part in ["data", "config"] {
        fs::rename(window.path(part), home.path().join(part)).unwrap();
    }
    drop(window);

    let window = Window::open_with("lost", 1366, 728, Opening { data: home, ..Opening::default() });
    window.says("[data-test=failure]", "没有另建新的");
    assert!(!window.is_there("[data-test=way-example]"));
    assert!(!window.path("data").join(FILE).exists());
    window.picture("01-lost");
    // Nothing is begun anew unless that is said.
    window.click("[data-test=begin-anew]");
    window.says("[data-test=question]", "从空的数据开始吗");
    window.click("[data-test=no]");
    window.click("[data-test=restore-backup]");
    window.element("[data-test=look]");
    window.picture("02-backups");
    window.click("[data-test=look]");
    window.click("[data-test=restore-all]");
    window.says(".toast", "已全部恢复");
    window.click("[data-test=back]");
    window.click("[data-test=write]");
    window.click("[data-chapter=requests]");
    window.shows("requests/new/natural_person", "753");
    window.picture("03-back");
}

#[test]
fn a_lost_folder_is_not_taken_for_a_first_start() {
    let shared = tempfile::tempdir().unwrap();
    let (folder, away) = (shared.path().join("data"), shared.path().join("renamed"));
    let config = shared.path().join("config");
    let variables =
        [("GONGKAI_DATA", folder.to_str().unwrap()), ("XDG_CONFIG_HOME", config.to_str().unwrap())];
    let opening = || Opening { variables: &variables, ..Opening::default() };
    let window = Window::open_with("folder-lost", 1366, 728, opening());
    window.click("[data-test=way-example]");
    window.says(".saved", "已保存");
    window.ask_to_close();
    window.ended();
    drop(window);
    fs::rename(&folder, &away).unwrap();

    let window = Window::open_with("folder-lost", 1366, 728, opening());
    window.says("[data-test=failure]", "没有另建新的");
    window.picture("01-lost");
    assert!(!folder.exists(), "no empty database in place of the one that was");
    // The way to another folder leads over the settings, which can be seen.
    window.click("[data-test=settings]");
    window.element("#folder");
    assert!(!window.is_there("[data-test=words]"));
    window.picture("02-settings");
    window.click("[data-test=back]");
    window.element("[data-test=retry]");
    fs::rename(&away, &folder).unwrap();
    window.click("[data-test=retry]");
    window.element("[data-test=write]");
    // Or, when it is lost for good, one begins anew.
    drop(window);
    fs::rename(&folder, &away).unwrap();
    let window = Window::open_with("folder-lost", 1366, 728, opening());
    window.click("[data-test=begin-anew]");
    window.click("[data-test=yes]");
    window.element("[data-test=way-example]");
    assert!(folder.join(FILE).is_file());
}

#[test]
fn an_office_goes_and_comes_back_whenever_it_is_wanted() {
    let window = Window::open_report("office-back", 1366, 728);
    window.click("[data-test=back]");
    window.click("[data-test=settings]");
    window.click("[data-test=organ-remove]");
    window.says("[data-test=removed-organs]", "青铜镇人民政府");
    window.picture("01-removed");
    let window = again("office-back", window);
    window.says("[data-test=removed-organs]", "青铜镇人民政府");
    window.picture("02-next-day");
    window.click("[data-test=settings]");
    window.click("[data-test=organ-restore]");
    window.gone("[data-test=removed-organs]");
    window.click("[data-test=organ-remove]");
    window.says("[data-test=removed-organs]", "青铜镇人民政府");
    window.click("[data-test=back]");
    // Typed again, it is offered.
    window.click("[data-test=way-blank]");
    window.fill("[data-test=organ-name]", "青铜镇人民政府");
    window.click("[data-test=organ-done]");
    window.says("[data-test=question]", "以前移除过");
    window.picture("03-offered");
    window.click("[data-test=no]");
    window.press("取消");
    window.click("[data-test=organ-restore]");
    window.element("[data-test=write]");
    window.gone("[data-test=removed-organs]");
}

#[test]
fn a_file_does_not_replace_a_final_report() {
    let window = Window::open_report("import-over-final", 1366, 728);
    finalise(&window);
    window.says(".state", "已定稿");
    window.click("[data-test=back]");
    window.click("[data-test=import]");
    let year = crate::years::in_hand();
    let text =
        format!("青铜镇人民政府{year}年政府信息公开工作年度报告\n\n一、总体情况\n\n本年度没有。\n");
    let file = window.path("年报.txt");
    fs::write(&file, text).unwrap();
    window.fill("[data-test=path]", file.to_str().unwrap());
    window.click("[data-test=read]");
    window.element("[data-test=summary]");
    window.click("[data-test=store]");
    window.says("[data-test=failure]", "退回草稿");
    window.picture("01-refused");
    assert!(!window.is_there("[data-test=replace]"));
}

/// A stick that is write-protected: one can read, and is told that nothing is kept.
#[test]
fn a_read_only_stick_is_for_reading() {
    let home = crate::years::example();
    let data = home.path().join("data");
    let mount = format!(
        "mount --bind '{0}' '{0}' && mount -o remount,bind,ro '{0}' && exec '{1}'",
        data.display(),
        env!("CARGO_BIN_EXE_gongkai")
    );
    let arguments =
        ["-m", "--", "/usr/bin/setpriv", "--pdeathsig", "KILL", "/bin/sh", "-c", &mount];
    let opening = Opening {
        program: "/usr/bin/unshare",
        arguments: &arguments,
        data: home,
        ..Opening::default()
    };
    let before = fs::read(data.join(FILE)).unwrap();
    let window = Window::open_with("read-only", 1366, 728, opening);
    window.says("[data-test=notice]", "只能读");
    window.picture("01-start");
    window.click("[data-test=write]");
    window.click("[data-chapter=requests]");
    window.shows("requests/new/natural_person", "12");
    window.says("[data-test=read-only]", "不能改动");
    window.click(CELL);
    window.type_keys("9");
    window.shows("requests/new/natural_person", "12");
    assert!(!window.is_there("[data-test=failure]"));
    window.picture("02-report");
    window.click("[data-test=print]");
    window.element("[data-test=page]");
    assert_eq!(fs::read(data.join(FILE)).unwrap(), before);
}

#[test]
fn data_that_are_there_are_asked_about_and_used_at_once() {
    let session = "/usr/bin/dbus-run-session";
    let program = ["--", "/usr/bin/setpriv", "--pdeathsig", "KILL", env!("CARGO_BIN_EXE_gongkai")];
    let opening = Opening {
        program: session,
        arguments: &program,
        variables: &[("GONGKAI_DATA", "")],
        ..Opening::default()
    };
    let window = Window::open_with("move-to-other", 1366, 728, opening);
    window.click("[data-test=way-example]");
    window.says(".saved", "已保存");
    window.click("[data-test=back]");
    window.click("[data-test=settings]");
    let to = window.path("别人的");
    let mut other = Store::open(&to).unwrap();
    other.add_organ("白石乡人民政府", OrganKind::Township).unwrap();
    drop(other);
    window.fill("#folder", to.to_str().unwrap());
    window.click("[data-test=move]");
    window.says("[data-test=question]", "不复制过去");
    window.picture("01-asked");
    window.click("[data-test=no]");
    window.click("[data-test=move]");
    window.click("[data-test=yes]");
    window.says(".toast", "那个文件夹里的数据");
    window.picture("02-moved");
    // What is done from now on is done there.
    window.click("[data-test=back]");
    window.says("main", "白石乡人民政府");
    window.click("[data-test=write]");
    window.says(".saved", "已保存");
    window.ask_to_close();
    window.ended();
    assert_eq!(Store::open(&to).unwrap().list().unwrap().len(), 1);
}

/// The page can't be led to another address.
#[test]
fn the_window_shows_nothing_but_the_program() {
    let window = Window::open_report("no-other-page", 1366, 728);
    window.click("[data-chapter=requests]");
    for away in ["location.href = 'http://127.0.0.1:9/'", "location.href = 'file:///etc/hostname'"]
    {
        window.run(away);
        std::thread::sleep(std::time::Duration::from_millis(400));
        assert!(window.is_there("nav.chapters"), "{away}");
    }
    window.click(CELL);
    window.type_keys(key::ESCAPE);
}
