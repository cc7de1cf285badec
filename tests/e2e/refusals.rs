//! What goes wrong is told, and can be told on.

use crate::window::{Window, key};

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
    window.click("[data-test=back]");

    // An error nobody thought of: in a handler, and in work nobody waits for.
    window.click("[data-test=way-example]");
    window.element("[data-pane=findings]");
    window.run("Storage.prototype.setItem = () => { throw new Error('full'); }");
    window.click("[data-test=fold-findings]");
    window.says("[data-test=failure]", "程序内部出错");
    window.press("关闭");
    window.gone("[data-test=failure]");
    window.run("Promise.reject(new Error('nobody waits'))");
    window.says("[data-test=failure]", "程序内部出错");
    window.picture("02-unforeseen");
}

#[test]
fn work_that_takes_long_is_shown_and_called_off() {
    let window = Window::open_report("long-work", 1366, 728);
    window.click("[data-test=print]");
    window.element(".pages .sheet:nth-child(2) img");
    window.fill("[data-test=target]", window.path("取消.pdf").to_str().unwrap());
    window.delay("export_pdf", 6000);
    window.click("[data-test=export]");
    window.says("[data-test=task]", "2 秒");
    window.picture("01-shown");
    window.click("[data-test=stop]");
    window.gone("[data-test=task]");
    assert!(!window.is_there("[data-test=failure]"));
    assert!(!window.is_there("[data-test=exported]"));
    // What fails while it is shown says why.
    window.fill("[data-test=target]", window.path("没有/年报.pdf").to_str().unwrap());
    window.click("[data-test=export]");
    window.element("[data-test=task]");
    window.says("[data-test=failure]", "文件夹不存在");
    window.gone("[data-test=task]");
}
