//! The settings: offices, what the rules may be told, where the data lie.

use crate::window::{Opening, Window};
use crate::years;

/// A field of the page, by the words a screen reader says of it.
fn field(label: &str) -> String {
    format!("[aria-label='{label}']")
}

/// Writes a value as a user does who then leaves the field.
fn set(window: &Window, css: &str, value: &str) {
    window.fill(css, value);
    window.run("document.activeElement.blur()");
}

fn value(window: &Window, css: &str) -> String {
    let value = window.run(&format!("return document.querySelector(\"{css}\").value"));
    value.as_str().unwrap_or_default().to_owned()
}

#[test]
fn everything_set_is_kept_and_can_be_set_back() {
    let window = Window::open_with(
        "settings",
        1366,
        728,
        Opening { data: years::of(2), ..Opening::default() },
    );
    window.click("[data-test=settings]");
    window.says("[data-test=saved]", "改了就保存");
    window.picture("01-settings");

    // An office: its name, its kind, a date of its own and back to the usual one.
    set(&window, &field("全称"), "青铜镇人民政府");
    window.says("[data-test=saved]", "已保存");
    window.click("tbody tr:first-child select option[value=department]");
    window.says("tbody tr:first-child", "按规定");
    set(&window, &format!("tbody tr:first-child {}", field("日")), "15");
    window.says("tbody tr:first-child", "改回规定的期限");
    set(&window, &format!("tbody tr:first-child {}", field("月")), "2");
    set(&window, &format!("tbody tr:first-child {}", field("日")), "40");
    window.says("[data-test=failure]", "不是一年中的一天");
    window.press("改回规定的期限");
    window.says("tbody tr:first-child", "按规定");

    // What the rules may be told.
    let (jump, repeat, length) =
        (field("数字比上年增减超过"), field("文字与上年重复"), field("总体情况超过"));
    for (css, text) in [(&jump, "40"), (&repeat, "85"), (&length, "1200")] {
        set(&window, css, text);
        window.says("[data-test=saved]", "已保存");
    }
    set(&window, &field("%，并且相差"), "20");
    set(&window, &field("% 以上要说明，"), "65");
    let day = ".dues li:nth-child(2) input:last-of-type";
    set(&window, day, "20");
    window.says(".dues li:nth-child(2)", "改回规定的期限");
    set(&window, ".dues li:nth-child(2) input:first-of-type", "2");
    window.click(".dues li:nth-child(2) button");
    window.gone(".dues li:nth-child(2) button");
    window.click("[data-test=hint-jump]");
    set(&window, "[data-test=words]", "青桐 青铜");
    set(&window, "textarea[placeholder=每行一个]", "白银镇人民政府");
    set(&window, "#who", "王某");
    window.says("[data-test=saved]", "已保存");

    // Rule settings are not written over a file that is there unless told to.
    let file = window.path("规则设置.json");
    window.fill("[data-test=rules-file]", file.to_str().unwrap());
    window.click("[data-test=rules-write]");
    window.says("[data-test=rules-written]", "规则设置.json");
    window.click("[data-test=rules-write]");
    window.press("取消");
    window.gone("[data-test=rules-overwrite]");
    window.click("[data-test=rules-write]");
    window.click("[data-test=rules-overwrite]");
    window.says("[data-test=rules-written]", "规则设置.json");
    window.picture("02-written");
    let barriers = window.barriers();
    assert!(barriers.is_empty(), "{barriers:#?}");

    // All of it is there when the page is opened again.
    window.click("[data-test=back]");
    window.click("[data-test=settings]");
    window.element("#who");
    for (css, held) in [(jump.as_str(), "40"), (&repeat, "85"), (&length, "1200"), ("#who", "王某")]
    {
        assert_eq!(value(&window, css), held, "{css}");
    }
    assert_eq!(value(&window, &field("%，并且相差")), "20");
    assert_eq!(value(&window, "[data-test=words]"), "青桐 青铜");
    assert_eq!(value(&window, "textarea[placeholder=每行一个]"), "白银镇人民政府");
    assert_eq!(value(&window, "tbody tr:first-child select"), "department");
    assert_eq!(window.run("return document.querySelector('[data-test=hint-jump]').checked"), true);
    // A hint that was hidden is shown again.
    window.click("[data-test=hint-jump]");
    let hidden = "return window.__TAURI_INTERNALS__.invoke('preferences').then(p => p.rules.hidden_hints.length)";
    window.until_true("no hint is hidden", || window.run(hidden) == 0);

    // An office and its reports away, and back.
    window.click("tbody tr:first-child [data-test=organ-remove]");
    window.says(".toast", "已移除");
    window.gone("tbody tr:nth-child(2)");
    window.click(".toast button");
    window.element("tbody tr:nth-child(2)");
}

#[test]
fn nothing_set_yet_is_said() {
    let window = Window::open("settings-empty", 1093, 582);
    window.click("[data-test=settings]");
    window.says("main", "还没有单位");
    window.picture("01-empty");
    assert!(!window.is_there("[data-test=failure]"));
}

/// Where no variable names the folder it can be chosen; the data go along.
#[test]
fn the_data_go_to_another_folder() {
    let session = "/usr/bin/dbus-run-session";
    let program = ["--", "/usr/bin/setpriv", "--pdeathsig", "KILL", env!("CARGO_BIN_EXE_gongkai")];
    let opening = Opening {
        program: session,
        arguments: &program,
        variables: &[("GONGKAI_DATA", "")],
        ..Opening::default()
    };
    let window = Window::open_with("settings-move", 1366, 728, opening);
    window.click("[data-test=way-example]");
    window.element("nav.chapters");
    window.click("[data-test=back]");
    window.click("[data-test=settings]");
    let to = window.path("新的文件夹");
    window.fill("#folder", "相对的路径");
    window.click("[data-test=move]");
    window.says("[data-test=failure]", "完整路径");
    window.fill("#folder", to.to_str().unwrap());
    window.click("[data-test=move]");
    window.says(".toast", "已换好");
    window.picture("01-moved");
    assert!(to.join("gongkai.db").is_file());
}
