//! What is typed stays: after another chapter, another page, and after the program was closed.

use crate::window::{Opening, Window, key};
use gongkai_core::document::Block;
use gongkai_core::read;
use std::path::Path;

fn value(window: &Window, css: &str) -> String {
    let held = window.run(&format!("return document.querySelector('{css}').value"));
    held.as_str().unwrap_or_default().to_owned()
}

const TITLE: &str = ".fields label:first-child input";
const PREFACE: &str = ".fields textarea";
const SIGNATURE: &str = ".fields label input";
const DATE: &str = ".with-button input";

#[test]
fn title_preface_signature_and_date_are_there_after_the_program_was_closed() {
    let shared = tempfile::tempdir().unwrap();
    let folder = shared.path().join("data");
    let variables = [("GONGKAI_DATA", folder.to_str().unwrap())];
    let opening = || Opening { variables: &variables, ..Opening::default() };
    let written = [
        ("title", TITLE, "青铜镇二〇二六年政府信息公开工作年度报告"),
        ("title", PREFACE, "本报告由青铜镇党政办公室编制。\n欢迎来电来函咨询。"),
        ("signature", SIGNATURE, "青铜镇党政办公室"),
        ("signature", DATE, "2027年1月18日"),
    ];

    let window = Window::open_with("kept", 1366, 728, opening());
    window.click("[data-test=way-example]");
    for (chapter, field, text) in written {
        window.click(&format!("[data-chapter={chapter}]"));
        window.fill(field, &text.replace('\n', key::ENTER));
        window.says(".saved", "已保存");
    }
    window.picture("01-typed");
    drop(window);

    let window = Window::open_with("kept", 1366, 728, opening());
    window.until_true("the data are free", || {
        window.run("document.querySelector('[data-test=retry]')?.click()");
        window.is_there("[data-test=write]")
    });
    window.click("[data-test=write]");
    for (chapter, field, text) in written {
        window.click(&format!("[data-chapter={chapter}]"));
        window.element(field);
        assert_eq!(value(&window, field), text);
    }
    window.picture("02-opened-again");

    window.click("[data-test=print]");
    window.element("[data-test=page]");
    window.picture("03-pages");
    let pdf = window.path("年报.pdf");
    window.fill("[data-test=target]", pdf.to_str().unwrap());
    window.click("[data-test=export]");
    window.says("[data-test=exported]", "读回核对");
    let printed = printed(&pdf);
    for (_, _, text) in written {
        for line in text.lines() {
            assert!(printed.contains(line), "{line} is not in {printed}");
        }
    }
}

/// The paragraphs of a PDF as one text, without its line ends.
fn printed(path: &Path) -> String {
    let document = read::document(&std::fs::read(path).unwrap(), "年报.pdf").unwrap();
    let paragraphs = document.blocks.iter().filter_map(|block| match block {
        Block::Paragraph(paragraph) => Some(paragraph.text.as_str()),
        Block::Table(_) => None,
    });
    paragraphs.collect()
}
