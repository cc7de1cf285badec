//! What is typed stays: after another chapter, another page, and after the program was closed.

use crate::window::{Opening, Window, key};
use gongkai_model::document::Block;

use std::path::Path;

fn value(window: &Window, css: &str) -> String {
    window.written(css)
}

const TITLE: &str = ".fields .field:first-child [role=textbox]";
const PREFACE: &str = ".fields .field:nth-child(2) [role=textbox]";
const SIGNATURE: &str = ".fields .field:first-child [role=textbox]";
const DATE: &str = ".with-button [role=textbox]";

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
    window.says("[data-test=exported]", "核对一致");
    let printed = printed(&pdf);
    for (_, _, text) in written {
        for line in text.lines() {
            assert!(printed.contains(line), "{line} is not in {printed}");
        }
    }
}

/// The paragraphs of a PDF as one text, without its line ends.
fn printed(path: &Path) -> String {
    let document = gongkai_read::document(&std::fs::read(path).unwrap(), "年报.pdf").unwrap();
    let paragraphs = document.blocks.iter().filter_map(|block| match block {
        Block::Paragraph(paragraph) => Some(paragraph.text.as_str()),
        Block::Table(_) => None,
    });
    paragraphs.collect()
}

#[test]
fn half_typed_words_stay_where_they_were_typed() {
    let window = Window::open_report("half-typed", 1366, 728);
    window.element("nav.chapters");
    // A reason of a finding: another chapter, another page, another figure.
    window.click("[data-chapter=disclosure]");
    window.click("[data-cell='disclosure/normative_documents/in_force']");
    window.type_keys(&format!("14{}", key::ENTER));
    window.click("li[data-rule=in_force] [data-test=reason]");
    window.fill("li[data-rule=in_force] textarea", "机构改革");
    window.click("[data-chapter=overview]");
    window.click("[data-test=compare]");

    // A reason in the comparison: another tab, another page.
    let explain = "[data-cell='requests/new/total'] [data-test=explain]";
    window.element(explain);
    window.run(&format!(
        "document.querySelector(\"{explain}\").scrollIntoView({{ block: 'center' }})"
    ));
    window.click(explain);
    window.fill("[data-test=reason-text]", "征地补偿");
    window.fill("[data-test=search]", "新收");
    window.click("[data-test=texts]");
    window.click("[role=tab]");
    assert_eq!(value(&window, "[data-test=search]"), "新收");
    assert_eq!(value(&window, "[data-test=reason-text]"), "征地补偿");
    window.chord(key::ALT, key::LEFT);
    window.element("nav.chapters");
    window.click("[data-chapter=disclosure]");
    assert_eq!(value(&window, "li[data-rule=in_force] textarea"), "机构改革");
    window.click("[data-cell='disclosure/normative_documents/in_force']");
    window.type_keys(&format!("15{}", key::ENTER));
    window.shows("disclosure/normative_documents/in_force", "15");
    window.element("li[data-rule=in_force] textarea");
    assert_eq!(value(&window, "li[data-rule=in_force] textarea"), "机构改革");
    window.picture("01-reason");
    window.click("[data-test=compare]");
    window.element("[data-test=reason-text]");
    assert_eq!(value(&window, "[data-test=reason-text]"), "征地补偿");
    window.picture("02-comparing");
    window.run("document.querySelector('[data-test=reason-text]').focus()");
    window.type_keys(key::ESCAPE);
    window.gone("[data-test=reason-text]");
    window.click("[data-test=back]");

    // Words to be searched: the panel, the words and their own places.
    window.click("[data-chapter=overview]");
    window.chord(key::CONTROL, "f");
    window.fill("[data-test=replace-words]", "公开栏");
    window.says("[data-test=replace-panel]", "公开栏");
    window.fill("[data-test=replace-words]", "没有的词");
    window.says("[data-test=replace-panel]", "没有找到");
    assert!(!window.is_there("[data-test=replace-one]"));
    window.fill("[data-test=replace-with]", "公告栏");
    window.click("[data-chapter=requests]");
    window.click("[data-test=print]");
    window.element("[data-test=page]");
    window.click("[data-test=back]");
    window.click("[data-chapter=overview]");
    window.element("[data-test=replace-panel]");
    assert_eq!(value(&window, "[data-test=replace-words]"), "没有的词");
    assert_eq!(value(&window, "[data-test=replace-with]"), "公告栏");
    window.press("关闭");

    // The name of a figure to be quoted.
    window.click("[data-test=quote]");
    window.fill("[data-test=quote-search]", "许可");
    window.click("[data-chapter=other]");
    window.click("[data-chapter=overview]");
    window.click("[data-test=quote]");
    assert_eq!(value(&window, "[data-test=quote-search]"), "许可");
}

#[test]
fn what_is_typed_on_the_other_pages_stays_too() {
    let window = Window::open_report("half-typed-pages", 1366, 728);
    window.click("[data-test=print]");
    window.element("[data-test=page]");
    let pdf = window.path("我的.pdf");
    window.fill("[data-test=target]", pdf.to_str().unwrap());
    window.click("[data-test=back]");
    window.click("[data-test=print]");
    window.element("[data-test=page]");
    assert_eq!(value(&window, "[data-test=target]"), pdf.to_str().unwrap());
    window.click("[data-test=back]");
    window.click("[data-test=back]");

    window.click("[data-test=add-organ]");
    window.fill("[data-test=organ-name]", "白石乡");
    window.click("[data-test=folder]");
    window.fill("[data-test=folder-path]", "/各乡镇");
    window.click("[data-test=back]");
    assert_eq!(value(&window, "[data-test=organ-name]"), "白石乡");
    window.press("取消");
    window.click("[data-test=folder]");
    assert_eq!(value(&window, "[data-test=folder-path]"), "/各乡镇");
    window.click("[data-test=back]");

    // Half a line of the words' list is refused, and stays; a whole one is kept by leaving the page.
    window.click("[data-test=settings]");
    window.fill("[data-test=words]", "青桐");
    window.fill("[data-test=rules-file]", "/规则.json");
    window.says("[data-test=failure]", "词表");
    window.click("[data-test=back]");
    window.click("[data-test=settings]");
    window.element("[data-test=words]");
    assert_eq!(value(&window, "[data-test=words]"), "青桐");
    assert_eq!(value(&window, "[data-test=rules-file]"), "/规则.json");
    window.fill("[data-test=words]", "青桐 青铜");
    window.chord(key::ALT, key::LEFT);
    window.click("[data-test=settings]");
    window.element("[data-test=words]");
    let stored =
        "return window.__TAURI_INTERNALS__.invoke('preferences').then(p => p.rules.words.length)";
    window.until_true("the words are stored", || window.run(stored) == 1);
    window.click("[data-test=back]");

    // A file that is being looked at, with what was put right.
    window.click("[data-test=import]");
    let text = include_str!("../../src-tauri/example/last.md")
        .replace("{year}", "2023")
        .replace("{next}", "2024");
    let path = window.path("往年.md");
    std::fs::write(&path, text).unwrap();
    window.fill("[data-test=path]", path.to_str().unwrap());
    window.click("[data-test=read]");
    window.says("[data-test=summary]", "认出 200 项");
    window.click(NEW);
    window.type_keys(&format!("77{}", key::ENTER));
    window.shows("requests/new/natural_person", "77");
    window.click("[data-test=back]");
    window.click("[data-test=import]");
    window.shows("requests/new/natural_person", "77");
    window.picture("01-import");
}

const NEW: &str = "[data-cell='requests/new/natural_person']";
