//! The start page: many offices at a glance, the empty form on paper, a deleted year back.

use crate::window::{Opening, Window};
use crate::years;

#[test]
fn thirty_offices_are_seen_at_a_glance_and_found() {
    let opening = Opening { data: years::of(30), ..Opening::default() };
    let window = Window::open_with("offices", 1366, 728, opening);
    window.element("tr[data-organ]");
    let count = |css: &str| {
        window.run(&format!("return document.querySelectorAll(\"{css}\").length")).as_i64()
    };
    assert_eq!(count("tr[data-organ]"), Some(30));
    assert_eq!(count("tr[data-organ] button.report"), Some(240));
    window.picture("01-all");
    let barriers = window.barriers();
    assert!(barriers.is_empty(), "{barriers:#?}");
    let name = years::name(7);
    window.fill("nav.organs input", &name);
    assert_eq!(count("tr[data-organ]"), Some(1));
    window.click("tr[data-organ] th button");
    window.says(".years h2", &name);
    assert_eq!(count("tr[data-year]"), Some(8));
    window.picture("02-one");

    window.press("删除");
    window.says(".told", "已删除");
    assert_eq!(count("tr[data-year]"), Some(7));
    // Also when the word about it is long gone.
    window.press("恢复 2026 年");
    window.gone(".deleted");
    assert_eq!(count("tr[data-year]"), Some(8));
}

#[test]
fn the_empty_form_is_printed() {
    let window = Window::open("blank-form", 1366, 728);
    window.click("[data-test=blank-form]");
    let pdf = window.path("空白表格.pdf");
    window.fill("[data-test=blank-path]", pdf.to_str().unwrap());
    window.picture("01-blank-form");
    window.click("[data-test=blank-export]");
    window.says("[data-test=blank-written]", "空白表格.pdf");
    assert!(std::fs::read(&pdf).unwrap().starts_with(b"%PDF-"));
    window.picture("02-blank-written");
    // Not over a file that is there, unless told to.
    window.click("[data-test=blank-export]");
    window.says("[data-test=blank-export]", "覆盖");
    window.click("[data-test=blank-export]");
    window.says("[data-test=blank-written]", "空白表格.pdf");
    window.click("[data-test=blank-close]");
    window.gone("[data-test=blank-path]");
}
