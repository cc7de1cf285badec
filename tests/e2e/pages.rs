//! The preview: marks where the findings are, pages turned one by one, sharp at any size.

use crate::window::{Window, key};

#[test]
fn marks_on_the_pages_say_what_was_found_there() {
    let window = Window::open("pages", 1366, 728);
    window.click("[data-test=way-example]");
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
