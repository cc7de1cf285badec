//! How far the report has come and what the window says of it: progress, refusals, the question before a
//! year is over, publication, frames that go with their fault, keys that work anywhere.

use crate::window::{Window, key};

const NEW: &str = "[data-cell='requests/new/natural_person']";

fn report(name: &str, width: u32, height: u32) -> Window {
    let window = Window::open_report(name, width, height);
    window.element("nav.chapters");
    window
}

/// A new report of an office without any other.
fn blank(name: &str) -> Window {
    let window = Window::open(name, 1366, 728);
    window.click("[data-test=way-blank]");
    window.fill("[data-test=organ-name]", "白石乡人民政府");
    window.click("[data-test=organ-done]");
    window.element("nav.chapters");
    window
}

/// Finalises a report that may be final; before its year is over that is asked first.
pub fn finalise(window: &Window) {
    window.click("[data-test=finalise]");
    let script = "return Boolean(document.querySelector('[data-test=sure], .state.final'))";
    window.until_true("it is asked or done", || window.run(script) == true);
    if window.is_there("[data-test=sure]") {
        window.says("[data-test=asked]", "年度还没有结束，确定现在定稿？");
        window.click("[data-test=sure]");
    }
    window.says(".state", "已定稿");
}

/// Where an element stands: left, top, right, bottom.
fn place(window: &Window, css: &str) -> [f64; 4] {
    window.element(css);
    let script = format!(
        "const r = document.querySelector('{css}').getBoundingClientRect();
         return [r.left, r.top, r.right, r.bottom];"
    );
    let held = window.run(&script);
    std::array::from_fn(|at| held[at].as_f64().unwrap())
}

#[test]
fn a_refused_report_leads_to_its_first_finding_and_is_not_said_to_be_unsaved() {
    let window = report("refused", 1366, 728);
    window.click("[data-chapter=requests]");
    window.click(NEW);
    window.type_keys(&format!("99{}", key::ENTER));
    window.element("li[data-rule=balance]");
    window.click("[data-chapter=overview]");
    window.says("[data-test=progress-open]", "必须改");
    window.click("[data-test=progress-open]");
    window.element("td.framed");
    window.click("[data-chapter=overview]");
    window.click("[data-test=finalise]");
    window.says("[data-test=refusal]", "不能定稿");
    window.element("li.current");
    window.element("td.framed");
    window.says(".saved", "已保存");
    assert!(!window.is_there("[data-test=failure]"));
    window.picture("01-refused");
    // The verdict is a link to it, too.
    window.click("[data-chapter=overview]");
    window.click("[data-test=verdict]");
    window.element("td.framed");
    // The refusal goes with the next act, the frames with their fault.
    window.chord(key::CONTROL, "z");
    window.gone("[data-test=refusal]");
    window.gone("td.framed");
    window.gone("li[data-rule=balance]");

    finalise(&window);
    window.chord(key::CONTROL, "z");
    window.says("[data-test=refusal]", "已经定稿");
    window.says(".saved", "已保存");
    assert!(!window.is_there("[data-test=failure]"));
    window.picture("02-undo-refused");
    let barriers = window.barriers();
    assert!(barriers.is_empty(), "{barriers:#?}");
}

#[test]
fn frames_go_when_the_fault_is_typed_away() {
    let window = report("frames", 1366, 728);
    window.click("[data-chapter=requests]");
    window.click(NEW);
    window.type_keys(&format!("13{}", key::ENTER));
    window.click("li[data-rule=balance] .message");
    window.element(&format!("{NEW}.framed"));
    window.click(NEW);
    // Still wrong, with other figures: the frames stay.
    window.type_keys(&format!("14{}", key::ENTER));
    window.says("li[data-rule=balance].current", "14");
    window.element("td.framed");
    window.click(NEW);
    window.type_keys("12");
    window.gone("li[data-rule=balance]");
    window.gone("td.framed");
    window.picture("01-mended");
}

#[test]
fn a_report_is_finalised_printed_and_published() {
    let window = report("published", 1366, 728);
    window.says("[data-test=progress-next]", "定稿");
    window.picture("01-progress");
    window.click("[data-test=progress-next]");
    let script = "return Boolean(document.querySelector('[data-test=sure], .state.final'))";
    window.until_true("it is asked or done", || window.run(script) == true);
    if window.is_there("[data-test=sure]") {
        window.picture("02-asked");
        window.click("[data-test=not-sure]");
        window.says(".state", "草稿");
    } else {
        window.reopen();
    }
    let was = place(&window, "[data-test=finalise]");
    finalise(&window);
    // Where 定稿 stood nothing takes it back.
    let [left, _, right, _] = place(&window, "[data-test=reopen]");
    assert!(right < was[0] || left > was[2], "{left} {right} {was:?}");
    window.says("[data-test=print]", "印制");
    window.says("[data-test=progress-next]", "印制");
    window.picture("03-final");
    window.click("[data-test=progress-next]");
    window.element("[data-test=page]");
    window.click("[data-test=back]");

    window.click("[data-test=publish]");
    window.picture("04-publishing");
    window.fill("[data-test=published-on]", "一月");
    window.click("[data-test=publish-done]");
    window.says("[data-test=refusal]", "公布日期");
    window.click("[data-test=publish-cancel]");
    window.gone("[data-test=published-on]");
    window.click("[data-test=publish]");
    window.fill("[data-test=published-on]", "2026-1-24");
    window.fill("[data-test=published-at]", "https://www.example.gov.cn/nb/2025.html");
    window.click("[data-test=publish-done]");
    window.says(".state", "已公布");
    window.says("[data-test=publication]", "2026年1月24日");
    window.picture("05-published");
    window.click("[data-test=back]");
    window.says("[data-test=published-on]", "2026年1月24日");
    window.picture("06-start");
    window.click("[data-test=write]");
    window.reopen();
    window.says(".state", "草稿");
}

#[test]
fn a_new_report_says_how_far_it_has_come_and_nothing_is_wrong() {
    let window = blank("progress");
    window.says("[data-test=progress-cells]", "填了 0／");
    window.says("[data-test=progress-chapters]", "写了 0／6 章");
    window.says("[data-test=progress-next]", "填第二章的表");
    assert!(!window.is_there("[data-test=progress-open]"));
    assert!(!window.is_there(".verdict.fail"));
    window.click("[data-test=all-findings]");
    window.says("[data-test=unfilled]", "未填");
    window.click("[data-test=progress-next]");
    window.element("[data-chapter=disclosure].on");
    window.element("td.active");
    assert!(!window.is_there("td.error"));
    window.picture("01-progress");
    window.press("填 0");
    window.says("[data-test=progress-next]", "填第三章的表");
    window.click("[data-test=progress-chapters]");
    window.element("[data-chapter=overview].on");
    window.click("[data-test=progress-cells]");
    window.element("[data-chapter=requests].on");
    // A column that is half filled is not wrong yet.
    window.click(NEW);
    window.type_keys(&format!("5{}", key::ENTER));
    window.shows("requests/new/natural_person", "5");
    window.says(".saved", "已保存");
    assert!(!window.is_there("li[data-rule=balance].error"));
    window.picture("02-half-filled");
    let barriers = window.barriers();
    assert!(barriers.is_empty(), "{barriers:#?}");
}

#[test]
fn the_reason_of_a_rule_is_told_with_examples_that_are_called_so() {
    let window = report("explained", 1366, 728);
    window.click("[data-chapter=requests]");
    window.click(NEW);
    window.type_keys(&format!("13{}", key::ENTER));
    window.click("li[data-rule=balance] .message");
    window.press("为什么");
    window.says("[data-test=explained]", "依据");
    window.says("[data-test=explained] .example", "举例");
    let text = window.run("return document.querySelector('[data-test=explained]').textContent");
    assert!(!text.as_str().unwrap().contains('#'), "{text}");
    window.picture("01-explained");
    let barriers = window.barriers();
    assert!(barriers.is_empty(), "{barriers:#?}");
    window.press("收起");
    window.gone("[data-test=explained]");
}

#[test]
fn keys_work_wherever_the_focus_is() {
    let window = report("keys", 1366, 728);
    window.click("[data-chapter=requests]");
    window.click(NEW);
    window.type_keys(&format!("13{}", key::ENTER));
    window.element("li[data-rule=balance]");
    window.click("[data-chapter=disclosure]");
    window.click("[data-cell='disclosure/normative_documents/in_force']");
    window.type_keys(&format!("14{}", key::ENTER));
    window.element("li[data-rule=in_force]");

    let open = |chapter: &str| window.click(&format!("[data-chapter={chapter}]"));
    // Each brings the focus somewhere.
    let places: [(&str, &dyn Fn()); 7] = [
        ("a cell", &|| {
            open("disclosure");
            window.click("[data-cell='disclosure/fees/amount']");
        }),
        ("a text", &|| {
            open("overview");
            window.click(".text [role=textbox]");
        }),
        ("a line of the end", &|| {
            open("signature");
            window.click(".fields [role=textbox]");
        }),
        ("a button", &|| open("cases")),
        ("a reason", &|| {
            open("disclosure");
            window.click("li[data-rule=in_force] .message");
            window.type_keys(key::F9);
            window.element("li[data-rule=in_force] textarea");
        }),
        ("the words of a search", &|| {
            open("overview");
            window.chord(key::CONTROL, "f");
            window.click("[data-test=replace-words]");
        }),
        ("nothing", &|| {
            open("other");
            window.click(".middle h2");
            window.run("document.activeElement.blur()");
        }),
    ];
    for (at, go) in places {
        go();
        window.type_keys(key::F1);
        window.element("dialog[open]");
        window.type_keys(key::ESCAPE);
        window.gone("dialog[open]");
        go();
        window.type_keys(key::F8);
        window.element("li.current");
        go();
        window.chord(key::SHIFT, key::F8);
        window.element("li.current");
        go();
        window.chord(key::CONTROL, key::PAGE_DOWN);
        window.chord(key::CONTROL, key::PAGE_UP);
        go();
        window.chord(key::CONTROL, "s");
        window.says(".saved", "已保存");
        window.chord(key::CONTROL, "h");
        window.element("[data-test=replace-panel]");
        window.type_keys(key::ESCAPE);
        window.gone("[data-test=replace-panel]");
        go();
        window.chord(key::CONTROL, "d");
        window.element("table.lines");
        window.chord(key::ALT, key::LEFT);
        window.element("nav.chapters");
        go();
        window.chord(key::CONTROL, "p");
        window.turn_away_from_printing();
        go();
        // The figure typed last goes and comes again.
        window.chord(key::CONTROL, "z");
        window.gone("li[data-rule=in_force]");
        window.chord(key::CONTROL, "y");
        window.says("[data-test=verdict]", "需说明");
        window.chord(key::CONTROL, "z");
        window.gone("li[data-rule=in_force]");
        window.chord(&format!("{}{}", key::CONTROL, key::SHIFT), "Z");
        window.says("[data-test=verdict]", "需说明");
        println!("{at}");
    }
    // Words typed into a field of the window are taken back there.
    window.chord(key::CONTROL, "f");
    window.click("[data-test=replace-words]");
    window.type_keys("公开");
    window.chord(key::CONTROL, "z");
    window.says("[data-test=verdict]", "需说明");
}

#[test]
fn back_leads_to_where_one_was() {
    const FAR: &str = "[data-cell='requests/carried_out/total']";
    let window = report("back", 1366, 728);
    window.click("[data-chapter=requests]");
    window.run(&format!("document.querySelector(\"{FAR}\").scrollIntoView({{ block: 'center' }})"));
    window.click(FAR);
    window.element(&format!("{FAR}.active"));
    let scroll =
        || window.run("return document.querySelector('.middle').scrollTop").as_f64().unwrap();
    let was = scroll();
    assert!(was > 100.0);
    for (act, there) in
        [("[data-test=compare]", "table.lines"), ("[data-test=print]", "[data-test=page]")]
    {
        window.click(act);
        window.element(there);
        window.click("[data-test=back]");
        window.element("[data-chapter=requests].on");
        window.element(&format!("{FAR}.active"));
        window.until_true("the table is where it was", || (scroll() - was).abs() < 2.0);
    }
    window.picture("01-back");
    window.click("[data-test=back]");
    window.element("[data-test=write]");
}

#[test]
fn cells_of_a_finding_that_cannot_be_seen_are_told_and_led_to() {
    let window = report("beyond", 1366, 728);
    window.click("[data-chapter=requests]");
    window.click(NEW);
    window.type_keys(&format!("13{}", key::ENTER));
    window.click("li[data-rule=balance] .message");
    window.says("[data-test=beyond]", "在下方");
    window.picture("01-below");
    window.click("[data-test=beyond] [data-side=below]");
    window.says("[data-test=beyond]", "在上方");
    window.picture("02-above");
    window.click("[data-test=beyond] [data-side=above]");
    window.element("[data-test=beyond] [data-side=below]");
}

/// Whether the line that says what was done has a place of its own, under the page.
const APART: &str = "const box = (css) => document.querySelector(css).getBoundingClientRect();
    return box('main').bottom <= box('.toast').top + 1 && box('.toast').bottom <= innerHeight + 1;";

#[test]
fn a_line_about_what_was_done_covers_nothing_to_be_pressed() {
    for (width, height) in [(1093, 582), (910, 485), (1366, 728)] {
        let window = report(&format!("told-{width}"), width, height);
        window.click("[data-chapter=requests]");
        window.click(NEW);
        window.chord(key::CONTROL, "+");
        window.element(".toast");
        assert_eq!(window.run(APART), true);
        window.chord(key::CONTROL, "0");
        window.picture("01-writing");
        window.click("[data-test=compare]");
        window.click("[data-test=explain]");
        window.fill("[data-test=reason-text]", "申请集中");
        window.click("[data-test=reason-done]");
        window.click("[data-test=take-over]");
        window.says(".toast", "已写在总体情况");
        assert_eq!(window.run(APART), true);
        window.picture("02-comparing");
    }
}

#[test]
fn last_year_s_report_is_missed_and_brought() {
    let window = blank("no-last");
    let year = window.run("return window.__TAURI_INTERNALS__.invoke('start').then(s => s.year)");
    let year = year.as_i64().unwrap();
    window.says("[data-test=no-last]", "没有带入结转数");
    window.picture("01-missed");
    window.click("[data-chapter=requests]");
    window.click("[data-test=bring-last]");
    let text = include_str!("../../src-tauri/example/last.md")
        .replace("青铜镇人民政府", "白石乡人民政府")
        .replace("{year}", &(year - 1).to_string())
        .replace("{next}", &year.to_string());
    let path = window.path("去年.md");
    std::fs::write(&path, text).unwrap();
    // Back without a file, and once more.
    window.click("[data-test=back]");
    window.element("[data-chapter=requests].on");
    window.click("[data-test=bring-last]");
    window.fill("[data-test=path]", path.to_str().unwrap());
    window.click("[data-test=read]");
    window.says("[data-test=summary]", "认出 200 项");
    window.click("[data-test=store]");
    window.element("[data-chapter=requests].on");
    window.gone("[data-test=no-last]");
    window.shows("requests/carried_in/natural_person", "1");
    window.picture("02-brought");
    // What was carried over is taken for right, once it was looked at.
    window.click("[data-test=confirm-taken]");
    window.gone("[data-test=confirm-taken]");
    window.shows("requests/carried_in/natural_person", "1");
    // Last year's figures are hidden and shown.
    let last = ".top .choice input";
    window.element("td .last");
    window.click(last);
    window.gone("td .last");
    window.click(last);
    window.element("td .last");
    // Its texts can be begun with: a chapter's, and the preface.
    for (chapter, field) in
        [("other", ".text [role=textbox]"), ("title", ".fields .field:nth-child(2) [role=textbox]")]
    {
        window.click(&format!("[data-chapter={chapter}]"));
        window.click("[data-test=take-text]");
        window
            .until_true("last year's text is there", || window.written(field).chars().count() > 10);
        window.gone("[data-test=take-text]");
    }
    window.picture("03-preface");
}
