//! The start page: many offices at a glance, the empty form on paper, a deleted year back.

use crate::window::{Opening, Window, key};
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
    window.says(".toast", "已删除");
    assert_eq!(count("tr[data-year]"), Some(7));
    // Also when the word about it is long gone.
    window.press("恢复 2026 年");
    window.gone(".deleted");
    assert_eq!(count("tr[data-year]"), Some(8));
    // The second click of a double click is not meant for the year that slides under the pointer.
    window.double_click("tr[data-year='2025'] [data-test=delete]");
    window.gone("tr[data-year='2025']");
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert_eq!(count("tr[data-year]"), Some(7));
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

#[test]
fn every_way_of_the_start_page_leads_on() {
    let window = Window::open("start-ways", 1366, 728);
    // The first office, given up once.
    window.click("[data-test=way-blank]");
    window.press("取消");
    window.click("[data-test=way-blank]");
    window.fill("[data-test=organ-name]", "青铜县人民政府");
    window.click("[data-test=organ-kind] option[value=county]");
    window.type_keys(key::ENTER);
    window.element("nav.chapters");
    window.click("[data-test=back]");
    window.says("[data-test=write]", "继续编写");
    window.picture("01-one");
    window.click("[data-test=write]");
    window.element("nav.chapters");
    window.click("[data-test=back]");

    // A second one, and all of them.
    window.click("[data-test=add-organ]");
    window.press("取消");
    window.click("[data-test=add-organ]");
    window.fill("[data-test=organ-name]", "青铜县发展和改革局");
    window.click("[data-test=organ-done]");
    window.says(".years h2", "发展和改革局");
    window.says("main", "还没有年报");
    window.picture("02-no-reports");
    window.click("[data-test=every]");
    window.says("tr[data-organ]", "草稿");
    window.says("table.lines", "未编写");
    window.picture("03-every");
    window.click("[data-test=add-organ]");
    window.press("取消");
    window.click("nav.organs li:last-child button");
    window.says(".years h2", "发展和改革局");
    window.click("[data-test=every]");
    window.click("tr[data-organ] button.report");
    window.element("nav.chapters");
    window.click("[data-test=back]");

    // The empty form of the year before the present one, given up.
    window.click("[data-test=blank-form]");
    window.click(".blank select option:last-child");
    window.until_true("its name follows", || {
        window
            .run("return document.querySelector('[data-test=blank-path]').value")
            .as_str()
            .is_some_and(|path| path.contains("2019"))
    });
    window.click("[data-test=blank-close]");

    // The pages beside: folder, settings, help; F1 leads to the handbook, Alt+Left back.
    window.click("[data-test=folder]");
    window.element("[data-test=folder-path]");
    window.chord(key::ALT, key::LEFT);
    window.click("[data-test=settings]");
    window.element("dl");
    window.click("[data-test=back]");
    window.click("[data-test=help-open]");
    for page in ["install", "keys", "about", "handbook"] {
        window.click(&format!("[data-test=help-{page}]"));
    }
    window.element("dialog .book nav button");
    window.click("dialog .book nav button:nth-child(3)");
    window.picture("04-handbook");
    window.click("[data-test=help-close]");
    window.gone("dialog[open]");
    assert!(!window.is_there("[data-test=failure]"));
}

#[test]
fn an_imported_year_is_confirmed_deleted_and_brought_back() {
    let window = Window::open_report("start-years", 1366, 728);
    window.element("nav.chapters");
    window.click("[data-test=back]");
    window.element("tr[data-year]");
    let year = window.run("return window.__TAURI_INTERNALS__.invoke('start').then(s => s.year)");
    let old = year.as_i64().unwrap() - 2;
    let text = include_str!("../../src-tauri/example/last.md")
        .replace("{year}", &old.to_string())
        .replace("{next}", &(old + 1).to_string());
    let text = serde_json::to_string(&text).unwrap();
    window.wait_for(&format!(
        "const call = window.__TAURI_INTERNALS__.invoke, done = arguments[0];
         const target = {{ organ: '青铜镇人民政府', kind: 'township', year: {old}, scope: 'own', replace: false, sure: false }};
         call('preview_paste', {{ html: '', text: {text} }})
           .then(() => call('accept_import', {{ target }})).then(done, done);"
    ));
    window.click("[data-test=settings]");
    window.click("[data-test=back]");
    let line = format!("tr[data-year='{old}']");
    window.says(&line, "导入");
    window.picture("01-imported");
    window.click(&format!("{line} [data-test=confirm]"));
    window.says(&line, "已公布");
    window.click(&format!("{line} [data-test=delete]"));
    window.gone(&line);
    window.click(".toast button");
    window.element(&line);
}

/// Reports due soon are told of; the days are told to the window as if it were later in the year.
#[test]
fn what_is_due_soon_is_said() {
    let opening = Opening { data: years::of(3), ..Opening::default() };
    let window = Window::open_with("due-soon", 1366, 728, opening);
    window.element("tr[data-organ]");
    let later = |organs: usize| {
        window.run(&format!(
            "window.asked ??= window.fetch;
             window.fetch = async (...given) => {{
               const answer = await window.asked(...given);
               if (!String(given[0]).endsWith('/start')) return answer;
               const all = await answer.json();
               all.deadlines.forEach((one, at) => {{
                 one.soon = at < {organs};
                 one.days_left = one.soon ? 10 - at * 10 : 99;
               }});
               return new Response(JSON.stringify(all), {{ headers: answer.headers }});
             }};"
        ));
        window.click("[data-test=settings]");
        window.click("[data-test=back]");
    };
    later(1);
    window.says("[data-test=reminder]", "还有 10 天");
    later(3);
    window.says("[data-test=reminder]", "3 个单位");
    window.click("nav.organs li:last-child button");
    window.picture("01-many");
    window.click("[data-test=reminder] button");
    window.element("tr[data-organ]");
    window.picture("02-every");
}
