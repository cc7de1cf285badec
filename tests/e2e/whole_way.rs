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
    window.fill(".text [role=textbox]", &format!("（一）主动公开{}全年公开信息30条。", key::ENTER));
    window.says(".saved", "已保存");
    assert_eq!(window.written(".text [role=textbox]"), "（一）主动公开\n全年公开信息30条。");
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
    window.says("[data-test=exported]", "核对一致");
    window.picture("11-exported");
    assert!(std::fs::read(&pdf).unwrap().starts_with(b"%PDF-"));

    window.click("[data-test=export-files]");
    window.says("[data-test=files-exported]", "已导出 1 个文件");
    assert!(std::fs::read(pdf.with_extension("docx")).unwrap().starts_with(b"PK"));

    // Not over a file that is there, unless told to.
    window.click("[data-test=export]");
    window.click("[data-test=overwrite]");
    window.says("[data-test=exported]", "核对一致");
}

/// The same way without a mouse: every step by a key or by Tab to a button.
#[test]
fn by_keyboard_alone() {
    let window = Window::open("keyboard", 1366, 728);
    window.tab_to("[data-test=way-import]");
    window.type_keys(key::ENTER);
    window.tab_to("[data-test=path]");
    let year = year_in_hand(&window);
    window.type_keys(path_of(&last_year(&window, year - 1)));
    window.tab_to("[data-test=read]");
    window.type_keys(key::ENTER);
    window.says("[data-test=summary]", "认出 200 项");
    window.tab_to("[data-test=store]");
    window.type_keys(key::ENTER);

    // The new year, from last year in one key.
    window.tab_to("[data-test=write]");
    window.type_keys(key::ENTER);
    window.element("nav.chapters");
    let chapter = |by: &str| window.chord(key::CONTROL, by);
    chapter(key::PAGE_DOWN);
    chapter(key::PAGE_DOWN);
    window.element("[data-cell='requests/new/natural_person'].active");
    for (_, figures) in REQUESTS {
        for figure in figures {
            window.type_keys(&format!("{figure}{}", key::TAB));
        }
    }
    window.shows("requests/total/natural_person", "12");
    window.picture("01-typed");

    // The same 175 figures once more as one paste; one undo takes them back.
    chapter(key::PAGE_UP);
    chapter(key::PAGE_DOWN);
    window.element("[data-cell='requests/new/natural_person'].active");
    let line = |figures: [u32; 6]| {
        let total: u32 = figures.iter().sum();
        let figures: Vec<String> = figures.iter().chain([&total]).map(u32::to_string).collect();
        figures.join("\t")
    };
    let mut rows: Vec<String> = REQUESTS.iter().map(|(_, figures)| line(*figures)).collect();
    rows[0] = line([20, 3, 0, 1, 0, 0]);
    rows.push(line([12, 3, 0, 1, 0, 0]));
    rows.push(line([0; 6]));
    window.paste(&rows.join("\r\n"), "");
    window.shows("requests/new/total", "24");
    window.says("[data-test=verdict]", "必须改");
    window.chord(key::CONTROL, "z");
    window.shows("requests/new/total", "16");
    window.chord(key::CONTROL, "y");
    window.shows("requests/new/natural_person", "20");

    // The sum is broken: the finding's cells are marked, and mended by typing over the first.
    window.type_keys(key::F8);
    window.element("[data-cell='requests/new/natural_person'].framed.active");
    window.element("[data-cell='requests/carried_out/natural_person'].framed");
    window.picture("02-broken");
    window.type_keys(&format!("12{}", key::ENTER));
    window.shows("requests/new/total", "16");
    window.chord(key::CONTROL, key::END);
    window.type_keys(key::HOME);
    window.type_keys(&format!("1{}", key::ENTER));
    window.shows("requests/carried_out/total", "1");
    window.gone("li[data-rule=balance]");

    // The blanks of the other tables: the finding's own fix, one key.
    chapter(key::PAGE_UP);
    window.element("[data-cell='disclosure/rules/issued'].active");
    window.type_keys(key::F8);
    window.element("li[data-rule=blank].current");
    window.type_keys(key::F9);
    window.gone("li[data-rule=blank]");

    // A figure that wants a reason.
    window.type_keys(key::DOWN);
    window.chord(key::CONTROL, key::HOME);
    window.type_keys(key::DOWN);
    window.element("[data-cell='disclosure/normative_documents/issued'].active");
    window.type_keys(&format!("5{}0{}90{}", key::TAB, key::TAB, key::TAB));
    window.element("li[data-rule=in_force]");
    for _ in 0..20 {
        window.type_keys(key::F8);
        std::thread::sleep(std::time::Duration::from_millis(150));
        if window.is_there("li[data-rule=in_force].current") {
            break;
        }
    }
    window.element("li[data-rule=in_force].current");
    window.type_keys(key::F9);
    window.element("li[data-rule=in_force] textarea");
    let focus = "return document.activeElement.matches('li[data-rule=in_force] textarea')";
    window.until_true("the focus is where the reason goes", || window.run(focus) == true);
    window.type_keys(&format!("机构改革划入{}", key::ENTER));
    window.says("li[data-rule=in_force]", "机构改革划入");
    window.picture("03-reason");

    window.chord(key::CONTROL, "d");
    window.element("table.lines");
    window.picture("04-compared");
    window.chord(key::ALT, key::LEFT);
    window.element("nav.chapters");
    window.tab_to("[data-test=print]");
    window.type_keys(key::ENTER);
    window.element("[data-test=page]");
    window.tab_to("[data-test=target]");
    window.chord(key::CONTROL, "a");
    let pdf = window.path("keyboard.pdf");
    window.type_keys(path_of(&pdf));
    window.tab_to("[data-test=export]");
    window.type_keys(key::ENTER);
    window.says("[data-test=exported]", "核对一致");
    window.picture("05-exported");
    assert!(std::fs::read(&pdf).unwrap().starts_with(b"%PDF-"));
}

fn year_in_hand(window: &Window) -> i32 {
    let script = "return window.__TAURI_INTERNALS__.invoke('start').then(s => s.year)";
    window.run(script).as_i64().unwrap() as i32
}
