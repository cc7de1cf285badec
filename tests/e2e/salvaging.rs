//! A damaged database, in the window: the program opens with what can be read of it, says what that is,
//! and leaves the damaged file as it was.

use crate::driver::Opening;
use crate::window::Window;
use crate::years;
use gongkai_store::{FILE, SET_ASIDE};
use std::fs;

const PAGE: usize = 4096;
const CELL: &str = "requests/new/natural_person";

#[test]
fn a_damaged_database_opens_with_what_can_be_read() {
    let data = years::example();
    let file = data.path().join("data").join(FILE);
    let mut bytes = fs::read(&file).unwrap();
    // A page of figures is gone, as after a bad block.
    let figures = |page: &&mut [u8]| page[0] == 10 && holds(page, CELL);
    bytes.chunks_mut(PAGE).find(figures).expect("a page of figures").fill(0);
    fs::write(&file, &bytes).unwrap();

    let window = Window::open_with("salvaged", 1366, 728, Opening { data, ..Opening::default() });
    window.says("[data-test=salvaged]", "已原样移开");
    window.picture("01-start");
    window.click("[data-test=to-salvage]");
    window.says("[data-test=salvaged]", "没有读出，现在是“未读到”");
    window.click("[data-test=salvage-cells] summary");
    window.says("[data-test=salvage-cells]", "自然人");
    window.picture("02-list");
    window.click("[data-test=to-backups]");
    window.element("[data-test=back-up]");
    window.click("[data-test=back]");
    window.click("[data-kind=partly] [data-test=salvage-open]");
    window.click("[data-chapter=requests]");
    window.element(&format!("td.unread[data-cell='{CELL}'], td.unread [data-cell='{CELL}']"));
    window.picture("03-report");
    window.click("[data-test=back]");
    window.element("[data-test=salvage-seen]");
    window.click("[data-test=back]");
    window.click("[data-test=to-salvage]");
    window.click("[data-test=salvage-seen]");
    window.element("[data-test=write]");
    assert!(!window.is_there("[data-test=to-salvage]"));
    let aside = fs::read_dir(window.path("data").join(SET_ASIDE)).unwrap().flatten().next();
    assert_eq!(fs::read(aside.unwrap().path().join(FILE)).unwrap(), bytes);
}

fn holds(page: &[u8], text: &str) -> bool {
    page.windows(text.len()).any(|window| window == text.as_bytes())
}

/// Nothing can be read of it, and there is no backup: it stays where it is until one begins anew.
#[test]
fn a_file_of_which_nothing_can_be_read_is_told_and_begun_anew() {
    let data = tempfile::Builder::new().prefix("gongkai-e2e-").tempdir().unwrap();
    let folder = data.path().join("data");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(FILE), "这不是数据库。".repeat(3000)).unwrap();
    let window = Window::open_with("unreadable", 1366, 728, Opening { data, ..Opening::default() });
    window.says("[data-test=failure]", "一份年报也读不出");
    window.picture("01-told");
    window.click("[data-test=begin-anew]");
    window.click("[data-test=yes]");
    window.element("[data-test=way-example]");
    let aside = fs::read_dir(window.path("data").join(SET_ASIDE)).unwrap().flatten().next();
    let moved = fs::read_to_string(aside.unwrap().path().join(FILE)).unwrap();
    assert!(moved.starts_with("这不是数据库。"));
}
