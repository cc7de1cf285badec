//! What goes wrong is told, and can be told on; what takes long can be stopped; nothing is written over
//! unasked.

use crate::window::{Window, key};
use std::fs;

/// The example's report of an office.
fn report(organ: &str) -> String {
    include_str!("../../src-tauri/example/this.md")
        .replace("青铜镇人民政府", organ)
        .replace("{year}", "2026")
        .replace("{last}", "2025")
        .replace("{next}", "2027")
}

#[test]
fn a_failure_is_told_and_can_be_copied() {
    let window = Window::open("failure", 1366, 728);
    window.click("[data-test=folder]");
    window.fill("[data-test=folder-path]", window.path("没有").to_str().unwrap());
    window.click("[data-test=folder-begin]");
    window.says("[data-test=failure]", "找不到");
    window.press("复制详情");
    window.says("[data-test=failure]", "已复制");
    window.picture("01-copied");
    window.click("[data-test=folder-path]");
    window.chord(key::CONTROL, "a");
    window.chord(key::CONTROL, "v");
    let held = "return document.querySelector('[data-test=folder-path]').value";
    window.until_true("the details are pasted", || {
        window.run(held).as_str().is_some_and(|text| text.contains("找不到"))
    });
    window.says("[data-test=failure]", "复制详情");
    window.press("关闭");
    window.gone("[data-test=failure]");
    // An error nobody thought of: in a handler, and in work nobody waits for.
    window.run("Storage.prototype.setItem = () => { throw new Error('full'); }");
    window.click("[data-test=folder-begin]");
    window.says("[data-test=failure]", "程序内部出错");
    window.press("关闭");
    window.run("Promise.reject(new Error('nobody waits'))");
    window.says("[data-test=failure]", "程序内部出错");
}

#[test]
fn a_long_check_is_stopped_and_a_table_is_not_written_over_unasked() {
    let window = Window::open("folder-stopped", 1366, 728);
    let (many, few) = (window.path("许多"), window.path("几份"));
    for (folder, count) in [(&many, 200), (&few, 2)] {
        fs::create_dir_all(folder).unwrap();
        for number in 0..count {
            let organ = format!("第{number}镇人民政府");
            fs::write(folder.join(format!("{number}.md")), report(&organ)).unwrap();
        }
    }
    window.click("[data-test=folder]");
    window.fill("[data-test=folder-path]", many.to_str().unwrap());
    window.click("[data-test=folder-begin]");
    window.click("[data-test=folder-stop]");
    window.says(".told", "已取消");
    window.picture("01-stopped");
    // Whoever leaves stops it, too.
    window.click("[data-test=folder-begin]");
    window.element("[data-test=folder-stop]");
    window.click("[data-test=back]");
    window.click("[data-test=folder]");
    window.fill("[data-test=folder-path]", few.to_str().unwrap());
    window.click("[data-test=folder-begin]");
    window.says("[data-test=folder-sum]", "2 份年报");

    let out = few.join("汇总.xlsx");
    fs::write(&out, "别人的").unwrap();
    window.fill("[data-test=folder-target]", out.to_str().unwrap());
    window.click("[data-test=folder-export]");
    window.click("[data-test=folder-keep]");
    assert_eq!(fs::read(&out).unwrap(), "别人的".as_bytes());
    window.click("[data-test=folder-export]");
    window.click("[data-test=folder-overwrite]");
    window.says("[data-test=folder-written]", "汇总.xlsx");
    assert!(fs::read(&out).unwrap().starts_with(b"PK"));

    // The whole page larger with the wheel, as with the keys.
    for (turn, size) in [(-100, "110%"), (100, "100%")] {
        window.run(&format!(
            "window.dispatchEvent(new WheelEvent('wheel', {{ deltaY: {turn}, ctrlKey: true, cancelable: true }}))"
        ));
        window.says(".told", size);
    }
}
