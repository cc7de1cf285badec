//! The main job in the real window: last year's file, this year's figures, a broken sum found and
//! mended, the comparison, the pages, the PDF.

use crate::window::{Window, key};
use std::path::Path;

/// The example's last year as a file a colleague sent.
fn last_year(window: &Window, year: i32) -> std::path::PathBuf {
    let text = include_str!("../../src-tauri/example/last.md")
        .replace("{year}", &year.to_string())
        .replace("{next}", &(year + 1).to_string());
    let path = window.path("去年 年报.md");
    std::fs::write(&path, text).unwrap();
    path
}

fn path_of(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// What goes into the applicants' columns, row by row as on paper; totals are left out.
const REQUESTS: [(&str, [u32; 6]); 23] = [
    ("new", [12, 3, 0, 1, 0, 0]),
    ("carried_in", [1, 0, 0, 0, 0, 0]),
    ("disclosed", [5, 2, 0, 0, 0, 0]),
    ("partly", [2, 0, 0, 1, 0, 0]),
    ("refused.state_secret", [0; 6]),
    ("refused.prohibited_by_law", [0; 6]),
    ("refused.security_and_stability", [0; 6]),
    ("refused.third_party_rights", [0; 6]),
    ("refused.internal_affairs", [1, 0, 0, 0, 0, 0]),
    ("refused.deliberative", [0; 6]),
    ("refused.enforcement_file", [0; 6]),
    ("refused.administrative_inquiry", [0; 6]),
    ("unavailable.not_held", [2, 1, 0, 0, 0, 0]),
    ("unavailable.needs_creation", [1, 0, 0, 0, 0, 0]),
    ("unavailable.still_unclear", [0; 6]),
    ("not_processed.petition", [1, 0, 0, 0, 0, 0]),
    ("not_processed.duplicate", [0; 6]),
    ("not_processed.publication", [0; 6]),
    ("not_processed.excessive", [0; 6]),
    ("not_processed.reissue", [0; 6]),
    ("other_handling.overdue_correction", [0; 6]),
    ("other_handling.overdue_fee", [0; 6]),
    ("other_handling.other", [0; 6]),
];

#[test]
fn from_last_year_s_file_to_this_year_s_pdf() {
    let window = Window::open("whole-way", 1366, 728);

    // Which year is in hand, the program says.
    window.click("[data-test=way-blank]");
    window.fill("[data-test=organ-name]", "青铜镇人民政府");
    window.picture("01-blank");
    window.press("取消");
    let year = year_in_hand(&window);

    window.click("[data-test=way-import]");
    window.fill("[data-test=path]", path_of(&last_year(&window, year - 1)));
    window.click("[data-test=read]");
    window.says("[data-test=summary]", "认出 200 项，未读到 0 项，存疑 0 项");
    window.click("[data-cell='requests/new/natural_person']");
    window.element(".source .marked");
    window.picture("02-import");
    window.click("[data-test=store]");
    window.says("main", &format!("{}", year - 1));
    window.picture("03-stored");

    window.click("[data-test=write]");
    window.click("[data-chapter=requests]");
    window.shows("requests/carried_in/natural_person", "1");
    assert!(window.is_there("[data-cell='requests/carried_in/natural_person'].taken"));
    window.picture("04-taken-over");

    // By the keyboard alone: a figure, Tab to the next; the row's total is passed over.
    window.click("[data-cell='requests/new/natural_person']");
    for (_, figures) in REQUESTS {
        for figure in figures {
            window.type_keys(&format!("{figure}{}", key::TAB));
        }
        window.type_keys(key::TAB);
    }
    window.shows("requests/new/total", "16");
    window.shows("requests/total/natural_person", "12");
    // Over （七）, which is computed, to 四: one less than it should be.
    window.click("[data-cell='requests/carried_out/natural_person']");
    for figure in [0, 0, 0, 0, 0, 0] {
        window.type_keys(&format!("{figure}{}", key::TAB));
    }
    window.shows("requests/carried_out/total", "0");
    window.says("[data-test=verdict]", "必须改");
    window.element("li[data-rule=balance]");
    window.click("li[data-rule=balance] .message");
    for cell in ["new", "carried_in", "total", "carried_out"] {
        window.element(&format!("[data-cell='requests/{cell}/natural_person'].framed"));
    }
    window.picture("05-broken");

    window.click("[data-cell='requests/carried_out/natural_person']");
    window.type_keys("1");
    window.shows("requests/carried_out/total", "1");
    window.gone("li[data-rule=balance]");
    window.picture("06-mended");

    // Esc takes back what was typed; a letter is refused with a word why.
    window.type_keys(&format!("{}7", key::ENTER));
    window.shows("requests/carried_out/total", "7");
    window.type_keys(key::ESCAPE);
    window.shows("requests/carried_out/natural_person", "1");
    window.type_keys("x");
    window.says(".note", "0 或正整数");
    window.shows("requests/carried_out/natural_person", "1");

    // Blanks of the other tables: one click each.
    for chapter in ["disclosure", "cases"] {
        window.click(&format!("[data-chapter={chapter}]"));
        window.press("填 0");
        window.gone("li[data-rule=blank]");
    }
    window.picture("07-filled");

    window.click("[data-chapter=overview]");
    window.fill(".text textarea", &format!("（一）主动公开{}全年公开信息30条。", key::ENTER));
    window.says(".saved", "已保存");
    let written = window.run("return document.querySelector('.text textarea').value");
    assert_eq!(written, "（一）主动公开\n全年公开信息30条。");
    window.picture("08-text");

    window.click("[data-test=compare]");
    window.says("[data-cell='requests/new/total']", "+5");
    window.picture("09-comparison");
    window.click("[data-test=back]");

    window.click("[data-test=print]");
    window.element("[data-test=page]");
    window.picture("10-pages");
    let pdf = window.path("导出").join("年报.pdf");
    std::fs::create_dir_all(pdf.parent().unwrap()).unwrap();
    window.fill("[data-test=target]", path_of(&pdf));
    window.click("[data-test=export]");
    window.says("[data-test=exported]", "读回核对");
    window.picture("11-exported");
    assert!(std::fs::read(&pdf).unwrap().starts_with(b"%PDF-"));

    window.click("[data-test=export-files]");
    window.says("[data-test=files-exported]", "已导出 1 个文件");
    assert!(std::fs::read(pdf.with_extension("docx")).unwrap().starts_with(b"PK"));

    // Not over a file that is there, unless told to.
    window.click("[data-test=export]");
    window.click("[data-test=overwrite]");
    window.says("[data-test=exported]", "读回核对");
}

fn year_in_hand(window: &Window) -> i32 {
    let script = "return window.__TAURI_INTERNALS__.invoke('start').then(s => s.year)";
    window.run(script).as_i64().unwrap() as i32
}
