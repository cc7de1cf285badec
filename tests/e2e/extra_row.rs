//! What a report holds and the form has no row for, and what was not read, in the real window: shown,
//! marked, taken out and back, and never printed or finalised in silence.

use crate::window::{Window, key};
use std::path::Path;

const ROW: &str = "[data-cell='requests/other_handling/business']";

fn case(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/files");
    folder.join(name).display().to_string()
}

/// Stores what was imported and opens it for writing.
fn store_and_open(window: &Window) {
    window.click("[data-test=store]");
    window.says(".toast", "已存入");
    window.click("[data-test=open]");
    window.element("nav.chapters");
}

/// The single row （六）其他处理 in a table of the 2021 form.
#[test]
fn a_row_the_form_does_not_have_is_shown_marked_taken_out_and_taken_back() {
    let window = Window::open("extra-row", 1366, 728);
    window.click("[data-test=way-import]");
    window.fill("[data-test=path]", &case("d21-mixed-one-other.docx"));
    window.click("[data-test=read]");
    window.says("[data-test=summary]", "认出 186 项，未读到 0 项");
    window.says("[data-test=extra-row]", "格式没有这一行");
    let there = window.figure("requests/other_handling/business");
    window.picture("01-import");
    window.click("[data-test=remove-row]");
    window.gone("[data-test=extra-row]");
    window.element("[data-cell='requests/other_handling.other/business']");
    window.click("[data-test=take-back]");
    window.element(ROW);
    window.shows("requests/other_handling/business", &there);
    assert!(window.barriers().is_empty(), "{:#?}", window.barriers());
    store_and_open(&window);
    window.click("[data-chapter=requests]");
    window.says("[data-test=extra-row]", "格式没有这一行");
    window.shows("requests/other_handling/business", &there);
    window.picture("02-writing");
    window.click(ROW);
    window.type_keys(&format!("999{}", key::ENTER));
    window.says("li[data-rule=results_sum]", "999");
    window.chord(key::CONTROL, "z");
    window.shows("requests/other_handling/business", &there);
    window.click("[data-test=remove-row]");
    window.gone("[data-test=extra-row]");
    window.chord(key::CONTROL, "z");
    window.element("[data-test=extra-row]");
    window.shows("requests/other_handling/business", &there);
    assert!(window.barriers().is_empty(), "{:#?}", window.barriers());
}

#[test]
fn what_was_not_read_is_told_where_it_is_printed_and_keeps_a_report_from_being_final() {
    let window = Window::open("unread", 1366, 728);
    window.click("[data-test=way-import]");
    window.fill("[data-test=path]", &case("x04-errors.xlsx"));
    window.click("[data-test=read]");
    window.says("[data-test=summary]", "未读到 4 项");
    store_and_open(&window);
    window.click("[data-test=finalise]");
    window.says("[data-test=refusal]", "有 4 格未读到");
    window.says("[data-test=refusal]", "不能定稿；请对照原件把这些格补上");
    window.picture("01-refused");
    window.click("[data-test=print]");
    window.says("[data-test=unread]", "写出的文件里这些格写着“未读到”");
    window.element(".pages .sheet:nth-child(3) img");
    window.picture("02-printing");
    assert!(window.barriers().is_empty(), "{:#?}", window.barriers());
}
