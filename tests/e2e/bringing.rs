//! Files in and out in the real window: a folder of several years, a pasted table, a figure put
//! right, a wrong sum of the file shown, several kinds of file written at once.

use crate::window::Window;
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
    let window = Window::open("export", 1366, 728);
    window.click("[data-test=way-example]");
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
