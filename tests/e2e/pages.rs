//! The preview: marks where the findings are, pages turned one by one, sharp at any size.

use crate::window::{Window, key};

#[test]
fn marks_on_the_pages_say_what_was_found_there() {
    let window = Window::open_report("pages", 1366, 728);
    window.element("nav.chapters");
    window.click("[data-chapter=requests]");
    window.click("[data-cell='requests/new/natural_person']");
    window.type_keys("13");
    window.element("li[data-rule=balance]");
    window.click("[data-test=print]");
    window.element(".pages .sheet:nth-child(3) img");
    window.says("[data-test=at]", "第 1 页");
    window.picture("pages-1-marks");

    window.click("[data-test=later]");
    window.says("[data-test=at]", "第 2 页");
    window.run("document.querySelector('.pages').focus()");
    window.type_keys(key::PAGE_UP);
    window.says("[data-test=at]", "第 1 页");

    window.click("[data-test=mark].error");
    window.says("[data-test=notes]", "自然人");
    window.picture("pages-2-note");
    let barriers = window.barriers();
    assert!(barriers.is_empty(), "{barriers:#?}");
    // Without marks the page is as it will be printed.
    window.click("[data-test=show-marks]");
    window.gone("[data-test=mark]");
    window.click("[data-test=show-marks]");
    window.click("[data-test=mark].error");
    window.press("去修改");
    window.element("[data-cell='requests/new/natural_person']");
}

#[test]
fn every_choice_of_the_pages_is_taken() {
    let window = Window::open("print-ways", 1366, 728);
    // Last year's report without a date: today's is offered.
    let year = window.run("return window.__TAURI_INTERNALS__.invoke('start').then(s => s.year)");
    let year = year.as_i64().unwrap() - 1;
    let text = include_str!("../../src-tauri/example/last.md")
        .replace("{year}", &year.to_string())
        .replace("{next}", &(year + 1).to_string());
    let signed = text.trim_end().rfind('\n').unwrap();
    let text = serde_json::to_string(&text[..signed]).unwrap();
    window.element("[data-test=way-import]");
    window.wait_for(&format!(
        "const call = window.__TAURI_INTERNALS__.invoke, done = arguments[0];
         const target = {{ organ: '青铜镇人民政府', kind: 'township', year: {year}, scope: 'own', replace: false, sure: false }};
         call('preview_paste', {{ html: '', text: {text} }})
           .then(() => call('accept_import', {{ target }})).then(done, done);"
    ));
    window.click("[data-test=settings]");
    window.click("[data-test=back]");
    window.click("[data-test=open]");
    window.click("[data-test=print]");
    window.says("aside", "还没有写");
    window.element(".pages .sheet:nth-child(2) img");
    window.picture("01-no-date");
    window.click("[data-test=use-date]");
    window.gone("[data-test=use-date]");

    // The page larger, smaller, turned by its small pictures and by keys.
    let width =
        || window.run("return document.querySelector('.pages .sheet').clientWidth").as_f64();
    let before = width();
    window.click("[data-test=zoom-in]");
    window.until_true("the page is larger", || width() > before);
    window.click("[data-test=zoom-out]");
    window.until_true("the page is as it was", || width() == before);
    window.click(".thumbs button:nth-child(2)");
    window.says("[data-test=at]", "第 2 页");
    window.click("[data-test=earlier]");
    window.says("[data-test=at]", "第 1 页");
    window.run("document.querySelector('.pages').focus()");
    window.type_keys(key::END);
    window.gone("[data-test=later]:not(:disabled)");
    window.type_keys(key::HOME);
    window.says("[data-test=at]", "第 1 页");

    // How it is signed.
    for choice in ["space", "stamp", "none"] {
        window.click(&format!("input[type=radio][value={choice}]"));
        window.element(".pages .sheet:nth-child(2) img");
    }
    window.click("[data-test=signature-line]");
    window.element(".pages .sheet:nth-child(2) img");
    window.picture("02-signature-line");

    // What was found, from the list and back by the keyboard.
    window.click(".places li:first-child button");
    window.element("[data-test=notes]");
    window.run("document.querySelector('.pages').focus()");
    window.type_keys(key::ESCAPE);
    window.gone("[data-test=notes]");
    window.click(".places li:first-child button");
    window.click("[data-test=notes] .close");
    window.gone("[data-test=notes]");

    // Each kind of file: there already, left alone, then written over.
    let pdf = window.path("年报.pdf");
    window.fill("[data-test=target]", pdf.to_str().unwrap());
    for (act, written) in
        [("export", "exported"), ("export-files", "files-exported"), ("list-pdf", "list-written")]
    {
        let css = format!("[data-test={act}]");
        window.click(&css);
        window.element(&format!("[data-test={written}]"));
        window.click(&css);
        window.says("aside [role=alert]", "已经有了");
        window.click("aside [role=alert] button:last-child");
        window.click(&css);
        window.click("aside [role=alert] button:first-of-type");
        window.element(&format!("[data-test={written}]"));
    }
    window.picture("03-all-written");
    assert!(!window.is_there("[data-test=failure]"));

    // Work that takes long is called off where it is shown.
    window.fill("[data-test=target]", window.path("取消.pdf").to_str().unwrap());
    window.run(
        "const fetch = window.fetch;
         window.answerAgain = () => (window.fetch = fetch);
         window.fetch = (to, given) =>
           String(to).includes('export_pdf') ? new Promise(() => {}) : fetch(to, given);",
    );
    window.click("[data-test=export]");
    window.click("[data-test=task] [data-test=stop]");
    window.gone("[data-test=task]");
    assert!(!window.is_there("[data-test=exported]"));
    window.run("window.answerAgain()");
    // What fails says why.
    window.fill("[data-test=target]", window.path("没有/年报.pdf").to_str().unwrap());
    window.click("[data-test=export]");
    window.says("[data-test=failure]", "文件夹不存在");
}
