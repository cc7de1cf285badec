//! What the rules ask while a report is being filled in, years that are odd or deleted, and the
//! example with its faults.

use crate::window::{Opening, Window, key};
use crate::years;

const TEXT: &str = ".text [role=textbox]";

/// The example's last year as a report of another year.
fn of(year: i32) -> String {
    include_str!("../../src-tauri/example/last.md")
        .replace("{year}", &year.to_string())
        .replace("{next}", &(year + 1).to_string())
}

#[test]
fn an_empty_report_greets_without_a_fault_and_errors_begin_with_a_whole_column() {
    let window = Window::open("unfilled", 1366, 728);
    window.click("[data-test=way-blank]");
    window.fill("[data-test=organ-name]", "白石乡人民政府");
    window.click("[data-test=organ-done]");
    window.says("[data-test=verdict]", "5 项未填");
    let verdict = window.run("return document.querySelector('[data-test=verdict]').textContent");
    let verdict = verdict.as_str().unwrap();
    assert!(!verdict.contains("必须改") && !verdict.contains("需说明"), "{verdict}");
    window.picture("01-empty");

    window.click("[data-chapter=requests]");
    window.click("[data-cell='requests/new/natural_person']");
    window.type_keys(&format!("3{}", key::ENTER));
    window.shows("requests/new/total", "3");
    window.says("li[data-rule=blank]", "未填143格");
    assert!(!window.is_there("li[data-rule=balance]"));
    window.picture("02-begun");
    // All else filled with 0, the column is whole and does not add up.
    window.click("li[data-rule=blank] .acts button");
    window.element("li[data-rule=balance]");
    window.says("[data-test=verdict]", "必须改");
    window.gone("li[data-rule=blank]");
    window.picture("03-whole");
}

#[test]
fn an_odd_year_is_asked_about_before_it_is_stored() {
    let window = Window::open("odd-year", 1366, 728);
    let file = window.path("2022.md");
    std::fs::write(&file, of(2022)).unwrap();
    window.click("[data-test=way-import]");
    window.fill("[data-test=path]", file.to_str().unwrap());
    window.click("[data-test=read]");
    window.element("[data-test=year]");
    // What is offered is the office's own report, nothing besides.
    let choices = window.run("return document.querySelectorAll('.confirm select').length");
    assert_eq!(choices, 1, "the kind of the office alone");
    window.fill("[data-test=year]", "1999");
    window.click("[data-test=store]");
    window.says("[data-test=question]", "文件里写的是 2022 年，填的是 1999 年");
    window.picture("01-asked");
    window.click("[data-test=no]");
    window.gone("[data-test=question]");
    window.element("[data-test=store]");
    window.fill("[data-test=year]", "2050");
    window.click("[data-test=store]");
    window.says("[data-test=question]", "2050");
    // Escape turns it down as well.
    window.type_keys(key::ESCAPE);
    window.gone("[data-test=question]");
    window.fill("[data-test=year]", "2021");
    window.click("[data-test=store]");
    window.click("[data-test=yes]");
    window.element("tr[data-year='2021']");
    assert!(!window.is_there("select"), "no scope is offered on the start page");

    // The same for a file of several.
    let other = window.path("2023.md");
    std::fs::write(&other, of(2023)).unwrap();
    window.click("[data-test=import]");
    window.fill("[data-test=path]", window.data.path().to_str().unwrap());
    window.click("[data-test=read]");
    window.says("[data-file='2023.md']", "200 项");
    window.fill("[data-file='2023.md'] input[type=number]", "1998");
    window.click("[data-test=take-in]");
    window.says("[data-test=question]", "1998");
    window.click("[data-test=yes]");
    window.says("[data-file='2023.md']", "已存入");
}

#[test]
fn a_deleted_year_comes_back_in_place_of_a_new_one() {
    let window = Window::open_report("deleted-year", 1366, 728);
    let year = years::in_hand();
    window.element("nav.chapters");
    window.click("[data-test=back]");
    let row = format!("tr[data-year='{year}']");
    window.element(&row);
    window.run(&format!("[...document.querySelectorAll(\"{row} button\")].at(-1).click()"));
    window.gone(&row);
    window.click("[data-test=write]");
    window.says("[data-test=verdict]", "未填");
    window.click("[data-test=back]");
    window.element(&row);

    let restore = format!("恢复 {year} 年");
    window.press(&restore);
    window.says("[data-test=question]", "已经另有一份年报");
    window.picture("01-asked");
    window.click("[data-test=no]");
    window.gone("[data-test=question]");
    window.press(&restore);
    window.click("[data-test=yes]");
    window.gone("[data-test=question]");
    window.click(&format!("{row} [data-test=open]"));
    window.click("[data-chapter=requests]");
    window.shows("requests/new/natural_person", "12");
    // The new one can be had back in its turn.
    window.click("[data-test=back]");
    window.press(&restore);
    window.says("[data-test=question]", "换下它");
}

#[test]
fn placeholders_and_two_wrong_words_in_one_sentence() {
    let window = Window::open_report("words", 1366, 728);
    window.click("[data-chapter=overview]");
    window.fill(TEXT, "促销费用由企业承担，举办促销费活动，又办促销费活动。（文字描述）");
    window.says("li[data-rule=placeholders]", "（文字描述）");
    window.picture("01-found");
    // Such a word may be right where it stands: the first click shows the place and both words.
    let second = "li[data-rule=wrong_characters] ~ li[data-rule=wrong_characters]";
    window.says(&format!("{second} [data-test=fix-grade]"), "改前先核对");
    window.click(&format!("{second} [data-test=fix]"));
    window.says(&format!("{second} [data-test=change]"), "促销费 → 促消费");
    let second_one = "const range = getSelection().getRangeAt(0).cloneRange();
        const line = document.querySelector('.text .cm-line');
        range.setStart(line, 0);
        return String(getSelection()) + String(range).length";
    window.until_true("the second wrong word is chosen, not the first nor the right one", || {
        window.run(second_one) == "促销费23"
    });
    window.picture("02-looked-at");
    // The second one is mended, the first stays, and the right word before them, too.
    window.click(&format!("{second} [data-test=fix]"));
    window.writes(TEXT, "促销费用由企业承担，举办促销费活动，又办促消费活动。（文字描述）");
    window.click("li[data-rule=wrong_characters] [data-test=fix]");
    window.says("li[data-rule=wrong_characters] [data-test=fix]", "确认改为");
    window.click("li[data-rule=wrong_characters] [data-test=fix]");
    window.gone("li[data-rule=wrong_characters]");
    window.picture("03-mended");
}

#[test]
fn the_example_leads_through_its_faults() {
    let window = Window::open("example", 1366, 728);
    window.click("[data-test=way-example]");
    window.says("[data-test=example]", "示例");
    window.says("[data-test=guide]", "第 1 步，共 5 步");
    window.says("[data-test=verdict]", "必须改");
    window.click("[data-test=guide-show]");
    window.element("td.framed");
    window.picture("01-must-be-changed");
    window.click("[data-cell='requests/carried_out/natural_person']");
    window.type_keys(&format!("1{}", key::ENTER));

    window.says("[data-test=guide]", "第 2 步");
    window.click("[data-test=guide-show]");
    window.element("li[data-rule=requests_told]");
    window.picture("02-text-and-table");
    window.click("[data-chapter=overview]");
    let text = window.written(TEXT).replace("申请18件", "申请16件");
    window.fill(TEXT, &text.replace('\n', key::ENTER));

    window.says("[data-test=guide]", "第 3 步");
    window.click("[data-test=guide-show]");
    window.click("li[data-rule=in_force] [data-test=reason]");
    window.fill("li[data-rule=in_force] textarea", "机构改革划入一件");
    window.press("记下说明");

    window.says("[data-test=guide]", "第 4 步");
    window.click("[data-test=guide-show]");
    window.picture("03-hint");
    window.click("li[data-rule=punctuation] .acts button");
    window.says("[data-test=guide]", "第 5 步，共 5 步");
    window.says("[data-test=verdict]", "可以定稿");
    window.picture("04-done");

    window.click("[data-test=guide-compare]");
    window.element("table.lines");
    window.click("[data-test=back]");
    window.click("[data-test=guide-print]");
    window.element(".pages .sheet:nth-child(2) img");
    window.picture("05-pages");
    window.fill("[data-test=target]", window.path("示例.pdf").to_str().unwrap());
    window.click("[data-test=export]");
    window.says("[data-test=exported]", "示例.pdf");
    window.click("[data-test=back]");
    window.click("[data-test=back]");
    window.says("[data-test=example]", "示例");
    window.picture("06-start");
}

#[test]
fn a_stored_report_of_a_whole_region_still_opens() {
    let folder = tempfile::tempdir().unwrap();
    {
        use gongkai_model::report::{Report, Scope};
        let mut store = gongkai_store::Store::open(&folder.path().join("data")).unwrap();
        let kind = gongkai_model::organ::OrganKind::County;
        let organ = store.add_organ("青铜县人民政府", kind).unwrap();
        let forms = gongkai_model::form::Forms::official();
        let form = forms.edition("2021").unwrap();
        let whole = Report {
            scope: Scope::Consolidated,
            ..Report::blank(form, "青铜县人民政府", 2024)
        };
        store.create(organ, &whole, gongkai_model::progress::ReportState::Draft, None).unwrap();
    }
    let opening = Opening { data: folder, ..Opening::default() };
    let window = Window::open_with("region", 1366, 728, opening);
    window.says("tr[data-year='2024']", "汇总");
    assert!(!window.is_there("select"));
    window.click("tr[data-year='2024'] [data-test=open]");
    window.says("header h1", "汇总");
}
