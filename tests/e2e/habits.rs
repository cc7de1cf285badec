//! Working habits: a paste from a spreadsheet, undo through everything, a reason, finishing, deleting
//! and taking it back, a file that is none.

use crate::states::finalise;
use crate::window::{Window, key};

#[test]
fn a_whole_table_comes_in_with_one_paste_and_goes_with_one_undo() {
    let window = Window::open("paste", 1366, 728);
    window.click("[data-test=way-blank]");
    window.fill("[data-test=organ-name]", "白石乡人民政府");
    window.click("[data-test=organ-done]");
    window.click("[data-chapter=requests]");
    window.click("[data-cell='requests/new/natural_person']");
    // 25 rows of seven columns, as a spreadsheet copies them; the totals are computed anyway.
    let row = |first: u32| format!("{first}\t0\t0\t0\t0\t0\t{first}");
    let rows: Vec<String> = (0..25)
        .map(|at| match at {
            0 => row(1_234),
            2 => "１，２３４\t0\t0\t0\t0\t0\t1234".to_owned(),
            23 => row(1_234),
            _ => row(0),
        })
        .collect();
    window.paste(&rows.join("\r\n"), "");
    window.shows("requests/new/natural_person", "1234");
    window.shows("requests/disclosed/natural_person", "1234");
    window.shows("requests/total/total", "1234");
    window.gone("li[data-rule=balance]");
    window.picture("01-pasted");

    window.chord(key::CONTROL, "z");
    window.shows("requests/total/total", "");
    window.shows("requests/new/natural_person", "");
    window.chord(key::CONTROL, "y");
    window.shows("requests/total/total", "1234");
}

#[test]
fn a_total_is_overridden_only_on_purpose() {
    let window = Window::open_report("override", 1366, 728);
    window.click("[data-chapter=requests]");
    window.click("[data-cell='requests/new/total']");
    window.type_keys("9");
    window.says(".note", "F2");
    window.shows("requests/new/total", "16");
    window.type_keys(&format!("{}1", key::F2));
    window.shows("requests/new/total", "161");
    window.element("[data-cell='requests/new/total'].overridden");
    window.element("li[data-rule=row_sum]");
    window.picture("01-overridden");
    window.type_keys(&format!("{}{}", key::ENTER, key::ENTER));
    window.click("[data-cell='requests/new/total']");
    window.type_keys(key::DELETE);
    window.shows("requests/new/total", "16");
    window.gone("li[data-rule=row_sum]");
}

#[test]
fn a_reason_settles_a_finding_until_its_figures_change() {
    let window = Window::open_report("reason", 1366, 728);
    window.click("[data-chapter=disclosure]");
    window.click("[data-cell='disclosure/normative_documents/in_force']");
    window.type_keys(&format!("14{}", key::ENTER));
    window.says("li[data-rule=in_force]", "（14）");
    window.click("li[data-rule=in_force] .acts button");
    window.fill("li[data-rule=in_force] textarea", "机构改革划入三件");
    window.press("记下说明");
    window.says("li[data-rule=in_force]", "机构改革划入三件");
    window.picture("01-reason");
    // Taken back it is open again.
    window.click("[data-test=all-findings]");
    window.says("li[data-rule=in_force]", "主动公开");
    window.click("li[data-rule=in_force] [data-test=reason-back]");
    window.gone("li[data-rule=in_force] .reason");
    window.says("[data-test=verdict]", "需说明");
    window.click("[data-test=here-findings]");
    window.click("li[data-rule=in_force] [data-test=reason]");
    window.fill("li[data-rule=in_force] textarea", "机构改革划入三件");
    window.press("记下说明");
    window.says("li[data-rule=in_force]", "机构改革划入三件");
    window.click("[data-cell='disclosure/normative_documents/in_force']");
    window.type_keys(&format!("15{}", key::ENTER));
    window.gone("li[data-rule=in_force] .reason");
    // By keyboard to the next finding.
    window.type_keys(key::F8);
    window.element("td.framed");
}

#[test]
fn a_report_with_errors_is_not_finished_and_a_deleted_one_comes_back() {
    let window = Window::open_report("finish", 1366, 728);
    window.click("[data-chapter=requests]");
    window.click("[data-cell='requests/new/natural_person']");
    window.type_keys("99");
    window.says("[data-test=verdict]", "必须改");
    window.click("[data-test=finalise]");
    window.says("[data-test=refusal]", "不能定稿");
    window.picture("01-refused");
    window.press("撤销");
    window.says("[data-test=verdict]", "可以定稿");
    window.press("重做");
    window.says("[data-test=verdict]", "必须改");
    window.press("撤销");
    window.says("[data-test=verdict]", "可以定稿");
    finalise(&window);
    window.click("[data-cell='requests/new/natural_person']");
    window.type_keys("5");
    window.shows("requests/new/natural_person", "12");
    window.paste("5", "");
    window.says("td.active .note", "已定稿");
    window.shows("requests/new/natural_person", "12");
    window.picture("02-finished");
    window.reopen();
    window.says(".state", "草稿");
    window.click("[data-test=back]");
    let rows = "return document.querySelectorAll('tr[data-year]').length";
    window.element("tr[data-year]");
    assert_eq!(window.run(rows), 2);
    window.press("删除");
    window.says(".toast", "已删除");
    assert_eq!(window.run(rows), 1);
    window.picture("03-deleted");
    window.click(".toast button");
    window.gone(".toast");
    window.element("tr[data-year] + tr[data-year]");
}

#[test]
fn a_file_that_is_no_report_gets_one_sentence() {
    let window = Window::open("no-report", 1366, 728);
    window.click("[data-test=way-import]");
    for (name, bytes) in [
        ("空.txt", &b""[..]),
        ("图片.png", &b"\x89PNG\r\n\x1a\n\0\0\0\0"[..]),
        ("日记.txt", "今天天气很好，去河边走了走。".as_bytes()),
    ] {
        let path = window.path(name);
        std::fs::write(&path, bytes).unwrap();
        window.fill("[data-test=path]", path.to_str().unwrap());
        window.click("[data-test=read]");
        window.says("[data-test=failure]", "请");
        window.press("关闭");
        window.gone("[data-test=failure]");
    }
    window.fill("[data-test=path]", window.path("没有.txt").to_str().unwrap());
    window.click("[data-test=read]");
    window.says("[data-test=failure]", "找不到文件");
    window.picture("01-failure");
}
