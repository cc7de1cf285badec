//! Years side by side: a reason for a change into the text, filters, more years, the files.

use crate::window::{Window, key};

#[test]
fn a_change_is_explained_taken_over_and_exported() {
    let window = Window::open_report("comparing", 1366, 728);
    window.click("[data-test=compare]");
    let new = "[data-cell='requests/new/total']";
    window.says(new, "+5");
    window.says("figure", "本年新收");
    window.run(&format!("document.querySelector(\"{new} [data-test=explain]\").scrollIntoView({{ block: 'center' }})"));
    window.click(&format!("{new} [data-test=explain]"));
    window.fill("[data-test=reason-text]", "征地补偿的申请集中");
    window.picture("01-reason");
    window.click("[data-test=reason-done]");
    window.says("tr.reason", "征地补偿的申请集中");
    window.click("[data-test=take-over]");
    window.says(".toast", "已写在总体情况");
    window.picture("02-taken-over");

    window.click("[data-filter=all]");
    window.fill("[data-test=search]", "行政许可");
    window.says("table.lines", "行政许可");
    assert!(!window.is_there(new));
    window.fill("[data-test=search]", "没有的项目");
    window.says("main", "没有符合条件的项目");
    window.run("const box = document.querySelector('[data-test=search]'); box.value = ''; box.dispatchEvent(new Event('input'))");
    window.click("[data-filter=changed]");
    window.element(new);

    let path = window.path("对比");
    window.fill("[data-test=target]", path.to_str().unwrap());
    window.click("[data-test=export-pdf]");
    window.says("[data-test=exported]", "对比.pdf");
    assert!(std::fs::read(path.with_extension("pdf")).unwrap().starts_with(b"%PDF-"));
    window.click("[data-test=export-xlsx]");
    window.says("[data-test=exported]", "对比.xlsx");
    assert!(std::fs::read(path.with_extension("xlsx")).unwrap().starts_with(b"PK"));
    // Not over a file that is there, unless told to.
    window.click("[data-test=export-pdf]");
    window.click("[data-test=overwrite]");
    window.says("[data-test=exported]", "对比.pdf");
    window.picture("03-exported");

    window.click("[data-test=texts]");
    window.element("del");
    window.picture("04-texts");
    window.click("[data-test=back]");
    window.click("[data-chapter=overview]");
    let text = window.written(".text [role=textbox]");
    assert!(text.contains("增加5（45.5%），主要原因是：征地补偿的申请集中。"), "{text}");
    window.press("撤销");
    window.gone("[data-test=failure]");
}

#[test]
fn all_stored_years_are_columns() {
    let window = Window::open_report("years", 1366, 728);
    let year = window.run("return window.__TAURI_INTERNALS__.invoke('start').then(s => s.year)");
    let year = year.as_i64().unwrap();
    // Two older years besides, one of the form before.
    let text = include_str!("../../src-tauri/example/last.md");
    for old in [year - 2, year - 3] {
        let text =
            text.replace("{year}", &old.to_string()).replace("{next}", &(old + 1).to_string());
        let text = serde_json::to_string(&text).unwrap();
        window.run(&format!(
            "const call = window.__TAURI_INTERNALS__.invoke;
             return call('preview_paste', {{ html: '', text: {text} }}).then(() => call('accept_import',
               {{ target: {{ organ: '青铜镇人民政府', kind: 'township', year: {old}, scope: 'own', replace: false, sure: false }} }}));"
        ));
    }
    window.click("[data-test=compare]");
    window.element("[data-test=all-years]");
    window.click("[data-test=all-years]");
    window.says("thead", &(year - 3).to_string());
    window.click("[data-filter=all]");
    window.picture("01-all-years");
    window.click("[data-test=two-years]");
    window.element("[data-test=all-years]");
    window.click("[data-test=all-years]");
    window.says("thead", &(year - 3).to_string());
    window.click(&format!("[data-year='{}']", year - 1));
    window.click(&format!("[data-year='{}']", year - 3));
    window.gone(&format!("[data-year='{}']:checked", year - 3));
    window.gone("thead th:nth-child(7)");
    window.says("thead", &(year - 2).to_string());
    window.picture("02-any-two");
    let barriers = window.barriers();
    assert!(barriers.is_empty(), "{barriers:#?}");
}

/// The first year of the form in force beside the last of the form before.
#[test]
fn figures_of_the_form_before_are_said_to_be_hard_to_compare() {
    let window = Window::open("forms", 1366, 728);
    window.element("[data-test=way-example]");
    let text = include_str!("../corpus/2019.md").replace("2019年", "2020年");
    let text = serde_json::to_string(&text).unwrap();
    window.wait_for(&format!(
        "const call = window.__TAURI_INTERNALS__.invoke, done = arguments[0];
         const target = {{ organ: '青铜镇人民政府', kind: 'township', year: 2020, scope: 'own', replace: false, sure: false }};
         call('preview_paste', {{ html: '', text: {text} }})
           .then(() => call('accept_import', {{ target }}))
           .then(() => call('start'))
           .then(({{ organs }}) => call('new_report', {{ organ: organs[0].id, year: 2021, scope: 'own', sure: false }}))
           .then(done, why => done(JSON.stringify(why)));"
    ));
    window.reload();
    window.click("tr[data-year='2021'] [data-test=open]");
    window.click("[data-chapter=disclosure]");
    window.says("[data-cell='disclosure/rules/issued'] .last", "口径变化");
    window.says("[data-cell='disclosure/rules/in_force'] .last", "不可比");
    window.picture("01-beside-the-form-before");
    window.click("[data-test=compare]");
    window.click("[data-filter=all]");
    window.says("[data-cell='disclosure/rules/issued']", "口径变化");
    window.says("[data-cell='disclosure/rules/in_force']", "不可比");
    window.says("table.lines", "新格式无此项");
    window.picture("02-compared");
    let barriers = window.barriers();
    assert!(barriers.is_empty(), "{barriers:#?}");
}

#[test]
fn every_choice_of_the_comparison_is_taken() {
    let window = Window::open_report("compare-ways", 1366, 728);
    window.click("[data-test=compare]");
    let new = "[data-cell='requests/new/total']";
    window.element(new);
    window.picture("01-changed");
    let first = || window.text("table.lines tbody tr:first-child");
    let by_form = first();
    window.click("[data-test=order] option[value=amount]");
    window.until_true("the largest comes first", || first() != by_form);
    window.click("[data-test=order] option[value=percent]");
    window.click("[data-test=order] option[value=form]");
    for filter in ["large", "not", "all", "changed"] {
        window.click(&format!("[data-filter={filter}]"));
    }
    // A reason half written, given up by a key and by the button; then written, mended, taken away.
    let at = |act: &str| {
        window.run(&format!(
            "document.querySelector(\"{new}\").scrollIntoView({{ block: 'center' }})"
        ));
        window.click(act);
    };
    at(&format!("{new} [data-test=explain]"));
    window.fill("[data-test=reason-text]", "半句");
    window.type_keys(key::ESCAPE);
    window.gone("[data-test=reason-text]");
    at(&format!("{new} [data-test=explain]"));
    window.press("取消");
    at(&format!("{new} [data-test=explain]"));
    window.fill("[data-test=reason-text]", "申请集中");
    window.type_keys(key::ENTER);
    window.says("tr.reason", "申请集中");
    window.press("修改");
    window.fill("[data-test=reason-text]", "征地补偿的申请集中");
    window.click("[data-test=reason-done]");
    window.says("tr.reason", "征地补偿");
    window.click("[data-test=take-over]");
    window.says(".toast", "已写在总体情况");
    window.click(".toast button");
    window.gone(".toast");
    // The texts, and the figures again.
    window.click("[data-test=texts]");
    window.element("del");
    window.click("[role=tab]:first-child");
    window.element(new);
    // A file that is there already.
    let path = window.path("对比");
    window.fill("[data-test=target]", path.to_str().unwrap());
    window.click("[data-test=export-xlsx]");
    window.says("[data-test=exported]", "对比.xlsx");
    window.click("[data-test=export-xlsx]");
    window.click("[data-test=overwrite] + button");
    window.element("[data-test=export-xlsx]");
    assert!(!window.is_there("[data-test=failure]"));
}
