//! Files in and out in the real window: a folder of several years, a pasted table, a figure put
//! right, a wrong sum of the file shown, several kinds of file written at once.

use crate::window::{Window, key};
use std::path::Path;

/// The example's last year as a file.
fn report(year: i32) -> String {
    include_str!("../../src-tauri/example/last.md")
        .replace("{year}", &year.to_string())
        .replace("{next}", &(year + 1).to_string())
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn a_folder_of_several_years_is_listed_and_stored() {
    let window = Window::open("folder", 1366, 728);
    let folder = window.path("往年 年报");
    std::fs::create_dir_all(folder.join("更早")).unwrap();
    for year in [2022, 2023] {
        std::fs::write(folder.join(format!("{year}.md")), report(year)).unwrap();
    }
    std::fs::write(folder.join("更早/2022 副本.md"), report(2022)).unwrap();
    std::fs::write(folder.join("通知.txt"), "关于开会的通知\n请准时参加。\n").unwrap();
    std::fs::write(folder.join("坏.docx"), b"PK\x03\x04broken").unwrap();

    window.click("[data-test=way-import]");
    window.fill("[data-test=path]", text(&folder));
    window.click("[data-test=read]");
    window.says("[data-test=found]", "找到 5 个文件");
    window.says("[data-file='通知.txt']", "没有找到政府信息公开工作年度报告");
    window.says("[data-file='坏.docx']", "已经损坏");
    window.says("[data-file='2022.md']", "200 项");
    window.says("[data-file='2022 副本.md']", "同一年");
    window.picture("20-folder");
    assert!(window.barriers().is_empty(), "{:#?}", window.barriers());
    window.says("[data-test=take-in]", "存入选中的 2 份");
    window.click("[data-test=take-in]");
    window.says("[data-file='2023.md']", "已存入");
    window.picture("21-folder-stored");
    window.click("[data-test=survey-done]");
    window.says("main", "2022");
    window.says("main", "2023");
}

#[test]
fn a_pasted_table_is_recognised_put_right_and_exported() {
    let window = Window::open("paste", 1366, 728);
    window.click("[data-test=way-import]");
    window.element("[data-test=paste]");
    // As Word and Excel put it on the clipboard: the rows in the mark-up. 12 + 3 is not 16.
    let paste = r#"
        const cells = (label, figures) => `<tr><td colspan=3>${label}</td>${figures.map((f) => `<td>${f}</td>`).join("")}</tr>`;
        const rows = cells("一、本年新收政府信息公开申请数量", [12, 3, 0, 0, 0, 0, 16]) + cells("二、上年结转政府信息公开申请数量", [0, 0, 0, 0, 0, 0, 0]) + cells("（七）总计", [12, 3, 0, 0, 0, 0, 15]);
        const held = {
          "text/html": `<html><body><!--StartFragment--><table>${rows}</table><!--EndFragment--></body></html>`,
          "text/plain": "12 3 0 0 0 0 16",
        };
        const paste = new Event("paste", { bubbles: true, cancelable: true });
        Object.defineProperty(paste, "clipboardData", { value: { getData: (kind) => held[kind] } });
        document.querySelector("[data-test=paste]").dispatchEvent(paste);
    "#;
    window.run(paste);
    window.says("[data-test=summary]", "认出 21 项");
    window.says("[data-test=faults]", "16");
    window.says(".notice", "没有年报标题");
    window.picture("22-paste");
    // Each figure that is not in it leads to its cell.
    window.click(".open-points details summary");
    window.click(".open-points details .link");
    window.element("td.framed");
    assert!(window.barriers().is_empty(), "{:#?}", window.barriers());

    window.click("[data-cell='requests/new/total']");
    window.type_keys("15");
    window.gone("[data-test=faults] [data-rule=row_sum]");
    window.says("[data-test=summary]", "改了 1 处");
    window.picture("23-corrected");
    window.click("[data-test=take-back]");
    window.element("[data-test=faults] [data-rule=row_sum]");

    window.fill("[data-test=organ]", "青铜镇人民政府");
    window.fill("[data-test=year]", "2023");
    window.click("[data-test=store]");
    window.says("main", "2023");
}

#[test]
fn several_kinds_of_file_are_written_at_once_and_none_is_overwritten_unasked() {
    let window = Window::open_report("export", 1366, 728);
    window.click("[data-test=print]");
    // Pages still arriving would draw the path anew while it is being replaced.
    window.element(".pages .sheet:nth-child(4) img");
    let pdf = window.path("导出").join("年报.pdf");
    std::fs::create_dir_all(pdf.parent().unwrap()).unwrap();
    window.fill("[data-test=target]", text(&pdf));
    std::fs::write(pdf.with_extension("html"), "别人的").unwrap();
    for format in ["html", "xlsx", "markdown"] {
        window.click(&format!("[data-test=format-{format}]"));
    }
    window.click("[data-test=export-files]");
    window.says("[role=alert]", "年报.html");
    assert!(!pdf.with_extension("docx").exists());
    window.picture("24-exists");
    window.click("[data-test=overwrite-files]");
    window.says("[data-test=files-exported]", "已导出 4 个文件");
    window.picture("25-exported");
    for (ending, begins) in
        [("docx", &b"PK"[..]), ("html", b"<!DOC"), ("xlsx", b"PK"), ("md", b"# ")]
    {
        let bytes = std::fs::read(pdf.with_extension(ending)).unwrap();
        assert!(bytes.starts_with(begins), "{ending}");
    }
}

/// A report of the form before the present one, with a figure written as no figure, one left out and
/// a sum that does not come out.
fn doubtful(year: i32) -> String {
    let whole = report(year);
    let line = whole.lines().find(|line| line.contains("本年新收政府信息公开申请数量")).unwrap();
    let figures: Vec<&str> = line.split('|').collect();
    let mut changed: Vec<String> = figures.iter().map(|&cell| cell.to_owned()).collect();
    let last = changed.len() - 2;
    changed[last] = " 99 ".to_owned();
    changed[last - 1] = " 若干 ".to_owned();
    whole.replace(line, &changed.join("|"))
}

/// Chooses in a list as by keyboard.
fn choose(window: &Window, css: &str, value: &str) {
    window.click(&format!("{css} option[value={value}]"));
}

#[test]
fn every_way_of_the_import_page_leads_on() {
    let window = Window::open("import-ways", 1366, 728);
    let year = window.run("return window.__TAURI_INTERNALS__.invoke('start').then(s => s.year)");
    let year = year.as_i64().unwrap() as i32;
    let file = window.path("前年.md");
    // As copied from a web page, with the way to it above the title.
    let page = format!("您所在的位置：首页 > 政府信息公开\n\n{}", doubtful(year - 2));
    std::fs::write(&file, page).unwrap();

    // Typed, and read by Enter.
    window.click("[data-test=way-import]");
    window.fill("[data-test=path]", text(&file));
    window.type_keys(key::ENTER);
    window.says("[data-test=summary]", "存疑");
    window.says("[data-test=faults]", "对不上");
    window.says(".right > details:last-child summary", "原文中有 1 处没有用上");
    window.picture("01-doubtful");
    // A figure that is right is only pointed at, and what does not add up is amber.
    let good = "[data-cell='cases/reconsideration/upheld']";
    if window.is_there(good) {
        window.click(good);
        assert!(!window.is_there(&format!("{good}.framed")));
    }
    let press = |css: &str| {
        window.element(css);
        window.run(&format!(
            "document.querySelector(\"{css}\").scrollIntoView({{ block: 'center' }})"
        ));
        window.click(css);
    };
    press("[data-test=faults] li:last-child .link");
    window.element("[data-cell='requests/new/total'].framed.explain");
    assert!(!window.is_there("td.error"));
    window.element(".source .marked");
    window.picture("02-framed");
    press(".open-points li:first-child .link");
    window.element("[data-cell='requests/new/other'].framed");
    // Put right, taken back by Esc and by Ctrl+Z.
    press("[data-cell='requests/new/total']");
    window.type_keys("16");
    window.says("[data-test=summary]", "改了 1 处");
    window.type_keys(key::ESCAPE);
    window.gone("[data-test=take-back]");
    // What is no figure of the form is refused, and the cell stays as it was.
    window.type_keys(&format!("9999999999999{}", key::ENTER));
    window.element("[data-cell='requests/new/total'].refused");
    window.gone("[data-test=take-back]");
    window.click("[data-cell='requests/new/total']");
    window.type_keys("17");
    window.says("[data-test=summary]", "改了 1 处");
    window.chord(key::CONTROL, "z");
    window.gone("[data-test=take-back]");

    // Let go over the window, as the shell tells it.
    window.press("换一个文件");
    let path = serde_json::to_string(text(&file)).unwrap();
    for (event, more) in
        [("enter", format!(", paths: [{path}]")), ("drop", format!(", paths: [{path}]"))]
    {
        window.run(&format!(
            "window.__TAURI_INTERNALS__.invoke('plugin:event|emit', {{ event: 'tauri://drag-{event}',
               payload: {{ position: {{ x: 9, y: 9 }}{more} }} }})"
        ));
    }
    window.says("[data-test=summary]", "存疑");
    // Pasted words, and back to the first.
    window.press("换一个文件");
    // Tabs can't be typed, for they lead on; words that were dropped into the field have them.
    window.run(
        r"const box = document.querySelector('[data-test=paste]');
          box.value = ['一、本年新收政府信息公开申请数量', '二、上年结转政府信息公开申请数量', '（七）总计']
            .map((label) => `${label}\t12\t3\t0\t0\t0\t0\t15`).join('\n');
          box.dispatchEvent(new Event('input'));",
    );
    window.click("[data-test=read-paste]");
    window.says("[data-test=summary]", "认出 21 项");
    window.press("换一个文件");
    window.fill("[data-test=path]", text(&file));
    window.click("[data-test=read]");
    window.says("[data-test=summary]", "存疑");

    // Stored as another office's report, then once more in its place.
    window.fill("[data-test=organ]", "白银镇人民政府");
    choose(&window, "[data-test=kind]", "county");
    window.click("[data-test=store]");
    window.says(".toast", "已存入");
    // Which year is missing for this one, and the way to it.
    window.says("[data-test=no-last]", &format!("还没有 {} 年的年报", year - 1));
    window.picture("03-stored");
    window.click("[data-test=no-last] button");
    window.fill("[data-test=path]", text(&file));
    window.click("[data-test=read]");
    window.says(".notice", "不是“白银镇人民政府”");
    window.fill("[data-test=organ]", "白银镇人民政府");
    window.click("[data-test=store]");
    window.says(".ask", "已有");
    window.press("取消");
    window.click("[data-test=store]");
    window.picture("04-exists");
    window.click("[data-test=replace]");
    window.element("[data-test=write]");

    // Last year's, too: nothing is missing any more.
    std::fs::write(&file, report(year - 1).replace("青铜镇人民政府", "白银镇人民政府")).unwrap();
    window.click("[data-test=import]");
    window.fill("[data-test=path]", text(&file));
    window.click("[data-test=read]");
    window.click("[data-test=store]");
    window.says(".toast", &format!("可以编写 {year} 年的"));
    window.gone("[data-test=no-last]");
}

#[test]
fn several_files_are_looked_at_stopped_and_put_in_place_of_stored_ones() {
    let window = Window::open("several", 1366, 728);
    let folder = window.path("几年");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("一.md"), report(2022)).unwrap();
    let broken = report(2023);
    let at = |heading: &str| broken.find(heading).unwrap();
    let overview = "## 一、总体情况\n\n全年新收政府信息公开申请13件，公开信息【待填】条。\n\n";
    let parts = [&broken[..at("## 一、")], overview, &broken[at("## 二、")..at("## 六、")]];
    std::fs::write(folder.join("二.md"), parts.concat()).unwrap();
    std::fs::write(folder.join("三.md"), doubtful(2024)).unwrap();

    window.click("[data-test=way-import]");
    window.fill("[data-test=path]", text(&folder));
    window.click("[data-test=read]");
    window.says("[data-test=found]", "找到 3 个文件");
    // A chapter that is missing is no sum that does not come out.
    window.says("[data-file='二.md']", "章节不全");
    window.says("[data-file='二.md']", "等 3 项");
    assert!(!window.text("[data-file='二.md']").contains("对不上"));
    window.says("[data-file='三.md']", "处数对不上");
    window.click("[data-file='二.md'] .link");
    window.says("[data-test=others]", "请看一看");
    window.click("[data-test=others] summary");
    window.says("[data-test=others]", "第六章");
    window.click("[data-test=others] button.link");
    window.element("td.framed");
    window.picture("01-looked-at");
    window.press("回到列表");
    window.click("[data-file='二.md'] input[type=checkbox]");
    window.fill("[data-file='三.md'] .organ input", "白银镇人民政府");
    window.fill("[data-file='三.md'] .year input", "2021");
    window.click("[data-test=take-in]");
    // Another year than the file's is asked about.
    window.click("[data-test=yes]");
    window.says("[data-file='一.md']", "已存入");
    window.says("[data-file='三.md']", "已存入");
    window.click("[data-test=survey-done]");

    // The same folder again: what is stored is replaced only where that is ticked.
    window.click("[data-test=every]");
    window.run("document.querySelector('tr[data-organ] th button').click()");
    window.click("[data-test=import]");
    window.fill("[data-test=path]", text(&folder));
    window.click("[data-test=read]");
    window.says("[data-file='一.md']", "替换已有的");
    window.picture("02-held");
    let barriers = window.barriers();
    assert!(barriers.is_empty(), "{barriers:#?}");
    window.click("[data-file='一.md'] .state input");
    window.click("[data-test=take-in]");
    // The others are chosen, too; the list is worked off when the last is stored.
    for file in ["一.md", "二.md", "三.md"] {
        window.says(&format!("[data-file='{file}']"), "已存入");
    }
    window.picture("03-replaced");
    window.click("[data-test=back]");

    // Many files: the list is stopped where it has come to.
    for number in 0..310 {
        std::fs::write(folder.join(format!("{number}.md")), report(2019)).unwrap();
    }
    window.click("[data-test=import]");
    window.fill("[data-test=path]", text(&folder));
    window.click("[data-test=read]");
    window.click("[data-test=stop-survey]");
    window.says("[data-test=found]", "找到 300 个文件");
    window.says(".several > .warn", "还有 13 个文件没有列出");
    let lines = window.run("return document.querySelectorAll('tr[data-file]').length");
    assert!(lines.as_i64().unwrap() < 300, "{lines}");
    window.press("换一个文件");

    // And the reading of one that takes long.
    let long = window.path("长.md");
    let words = "全年通过政府网站公开信息，及时更新办事指南。\n".repeat(40_000);
    std::fs::write(&long, format!("{}{words}", report(2018))).unwrap();
    window.fill("[data-test=path]", text(&long));
    window.click("[data-test=read]");
    window.click("[data-test=stop]");
    window.element("[data-test=choose]");
    assert!(!window.is_there("[data-test=summary]"));
}
