//! A final report is published: all its files in one folder, the text for the web site's editor on the
//! clipboard, and then the day and the address.

use crate::states::finalise;
use crate::window::{Window, key};
use std::path::PathBuf;

#[test]
fn a_final_report_is_published_with_all_its_files() {
    let window = Window::open_report("publishing", 1366, 728);
    window.element("nav.chapters");
    // A draft is not published.
    window.click("[data-test=print]");
    let pdf = window.path("年报.pdf");
    window.element(".pages .sheet:nth-child(2) img");
    window.fill("[data-test=target]", &pdf.display().to_string());
    window.click("[data-test=publication-files]");
    window.says("[role=alert]", "先定稿");
    window.click("[data-test=back]");
    finalise(&window);
    window.click("[data-test=print]");
    window.element(".pages .sheet:nth-child(2) img");
    window.click("[data-test=publication-files]");
    window.says("[data-test=publication-written]", "已导出 6 个文件");
    window.says("[data-test=publication-copied]", "正文已在剪贴板里");
    window.picture("01-written");
    let beside = std::fs::read_dir(pdf.parent().unwrap()).unwrap().flatten();
    let is_made = |path: &PathBuf| path.display().to_string().ends_with("（公布）");
    let folder = beside.map(|entry| entry.path()).find(is_made).expect("a folder of its own");
    let files = std::fs::read_dir(&folder).unwrap().flatten();
    let mut endings: Vec<String> =
        files.map(|file| file.path().extension().unwrap().to_string_lossy().into_owned()).collect();
    endings.sort();
    assert_eq!(endings, ["csv", "docx", "html", "json", "pdf", "xlsx"]);

    // What is there is not replaced unasked.
    window.click("[data-test=publication-files]");
    window.element("[data-test=overwrite-publication]");
    window.press("取消");
    window.gone("[data-test=overwrite-publication]");
    window.click("[data-test=publication-files]");
    window.click("[data-test=overwrite-publication]");
    window.says("[data-test=publication-written]", "已导出 6 个文件");

    // The text is on the clipboard, as words where only words are taken.
    window.click("[data-test=publication-copy]");
    window.says("[data-test=publication-copied]", "正文已在剪贴板里");
    window.click("[data-test=publication-at]");
    window.chord(key::CONTROL, "v");
    let address = "return document.querySelector('[data-test=publication-at]').value";
    window.until_true("the text is pasted", || {
        window.run(address).as_str().unwrap().contains("政府信息公开工作年度报告")
    });
    window.click("[data-test=publication-mark]");
    window.says("[role=alert]", "http");
    let day = window.run("return document.querySelector('[data-test=publication-on]').value");
    window.fill("[data-test=publication-on]", day.as_str().unwrap());
    window.fill("[data-test=publication-at]", "https://www.example.gov.cn/nb.html");
    window.click("[data-test=publication-mark]");
    window.says("[data-test=publication-done]", "已标为公布");
    window.picture("02-published");
    let barriers = window.barriers();
    assert!(barriers.is_empty(), "{barriers:#?}");
    window.click("[data-test=back]");
    window.says(".state", "已公布");
    window.says("[data-test=publication]", "年");
}
