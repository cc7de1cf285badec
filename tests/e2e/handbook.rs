//! The handbook: opened with F1 and from the start page, read, closed again; and the main job as it
//! shows it, whose pictures `cargo xtask handbook` takes into `docs/pictures/`.

use crate::window::{Window, key};

#[test]
fn it_opens_over_the_page_with_pictures_and_licences() {
    let window = Window::open("help", 1366, 728);
    window.type_keys(key::F1);
    window.says("[data-test=help]", "第一次打开");
    let drawn = "return [...document.querySelectorAll('article img')].map(i => i.naturalWidth)";
    window.until_true("the pictures are drawn", || {
        let widths = window.run(drawn);
        let widths = widths.as_array().cloned().unwrap_or_default();
        widths.len() >= 6 && widths.iter().all(|width| width.as_f64() > Some(600.0))
    });
    window.picture("01-handbook");
    let barriers = window.barriers();
    assert!(barriers.is_empty(), "{barriers:#?}");
    window.press("与去年对比");
    let scrolled = "return document.querySelector('article').scrollTop > 500";
    assert_eq!(window.run(scrolled), true);

    window.click("[data-test=help-install]");
    window.says("article", "静默安装");
    window.picture("02-install");
    window.click("[data-test=help-keys]");
    window.says("[data-test=help] dl", "F8");
    window.picture("02-keys");
    window.click("[data-test=help-about]");
    window.says("[data-test=version]", env!("CARGO_PKG_VERSION"));
    window.says(".parts", "lopdf");
    window.says("[data-test=help]", "字体 Fandol");
    window.picture("03-about");
    let barriers = window.barriers();
    assert!(barriers.is_empty(), "{barriers:#?}");
    window.type_keys(key::ESCAPE);
    window.gone("[data-test=help]");

    // From a report, the keys come first and lead on; the report stays as it is.
    window.click("[data-test=way-example]");
    window.click("[data-chapter=requests]");
    window.click("[data-cell='requests/new/natural_person']");
    window.type_keys(key::F1);
    window.click("[data-test=keys-handbook]");
    window.says("article", "问题怎么看");
    window.click("[data-test=help-close]");
    window.gone("[data-test=help]");
    window.shows("requests/new/natural_person", "12");
    window.click("[data-test=back]");
    window.click("[data-test=help-open]");
    window.says("article", "公开年报使用手册");
}

#[test]
fn the_main_job_in_pictures() {
    let window = Window::open("handbook", 1366, 728);
    window.element("[data-test=way-example]");
    window.picture("start");

    let text = include_str!("../../src-tauri/example/last.md");
    let file = window.path("去年的年报.md");
    std::fs::write(&file, text.replace("{year}", "2025").replace("{next}", "2026")).unwrap();
    window.click("[data-test=way-import]");
    window.fill("[data-test=path]", file.to_str().unwrap());
    window.click("[data-test=read]");
    window.click("[data-cell='requests/new/natural_person']");
    window.element(".source .marked");
    window.picture("import");
    assert!(!window.is_there("[data-test=failure]"));
    drop(window);

    let window = Window::open_report("handbook", 1366, 728);
    window.click("[data-chapter=requests]");
    window.element("[data-cell='requests/new/natural_person']");
    window.picture("tables");
    window.click("[data-cell='requests/new/natural_person']");
    window.type_keys(&format!("13{}", key::ENTER));
    window.click("li[data-rule=balance] .message");
    window.element("td.framed");
    window.picture("finding");
    window.press("撤销");
    window.gone("li[data-rule=balance]");
    window.click("[data-chapter=improvement]");
    window.element(".text [role=textbox]");
    window.picture("prose");
    window.click("[data-test=compare]");
    window.element("table.lines");
    window.picture("comparing");
    window.click("[data-test=back]");
    window.click("[data-test=print]");
    window.element(".pages .sheet:nth-child(2) img");
    window.picture("printing");
    assert!(!window.is_there("[data-test=failure]"));
}
