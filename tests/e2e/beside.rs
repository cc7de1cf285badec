//! The pages beside writing, as they look on the usual office screen at 125 %, light and dark, with
//! what is done on them; open to everybody (WCAG 2.2 AA).

use crate::window::{Opening, Window};

/// The example's last year as the report of an office.
fn report(organ: &str, year: i32) -> String {
    include_str!("../../src-tauri/example/last.md")
        .replace("青铜镇人民政府", organ)
        .replace("{year}", &year.to_string())
        .replace("{next}", &(year + 1).to_string())
}

fn tour(name: &str, theme: &str) {
    let opening = Opening { variables: &[("GTK_THEME", theme)], ..Opening::default() };
    let window = Window::open_with(name, 1093, 582, opening);
    let look = |of: &str| {
        window.picture(of);
        let barriers = window.barriers();
        assert!(barriers.is_empty(), "{of}: {barriers:#?}");
        let wide = "const main = document.querySelector('main'); return main.scrollWidth > main.clientWidth";
        assert_eq!(window.run(wide), false, "{of} is wider than the window");
    };
    let folder = window.path("各单位 年报");
    std::fs::create_dir_all(&folder).unwrap();
    let long = "青铜高新技术产业开发区管理委员会行政审批服务和政务公开办公室";
    for (number, organ) in ["白银镇人民政府", "金山乡人民政府", long].into_iter().enumerate()
    {
        let wrong = report(organ, 2024 + number as i32).replace("| 11 |", "| 12 |");
        std::fs::write(folder.join(format!("{number}.md")), wrong).unwrap();
    }
    std::fs::write(folder.join("通知.txt"), "关于开会的通知").unwrap();
    let folder = folder.to_str().unwrap();

    window.click("[data-test=way-import]");
    window.element("[data-test=path]");
    look("01-import");
    window.fill("[data-test=path]", &format!("{folder}/2.md"));
    window.click("[data-test=read]");
    window.element("[data-test=faults]");
    look("02-preview");
    window.press("换一个文件");
    window.fill("[data-test=path]", folder);
    window.click("[data-test=read]");
    window.says("[data-test=found]", "找到 4 个文件");
    window.click("[data-test=take-in]");
    window.says("[data-test=take-in]", "0 份");
    look("03-stored");
    window.click("[data-test=survey-done]");
    window.element("tr[data-organ]");
    look("04-every");
    window.click("nav.organs li:last-child button");
    window.click("[data-test=blank-form]");
    window.element("[data-test=blank-path]");
    look("05-one");
    window.click("[data-test=blank-close]");
    window.click("[data-test=settings]");
    window.element("dl");
    look("06-settings");
    window.click("[data-test=back]");
    window.click("[data-test=folder]");
    window.fill("[data-test=folder-path]", folder);
    window.click("[data-test=folder-begin]");
    window.element("[data-test=folder-table]");
    window.click("[data-test=folder-export]");
    window.element("[data-test=folder-written]");
    look("07-folder");
    window.click("[data-test=back]");
    window.click("nav.organs li:last-child button");
    window.click("[data-test=open]");
    window.click("[data-test=compare]");
    window.says("main", "没有可对比的");
    look("08-nothing-to-compare");
    window.click("[data-test=back]");
    window.click("[data-test=print]");
    window.element(".pages .sheet:nth-child(3) img");
    look("09-pages");
}

#[test]
fn in_the_light() {
    tour("beside", "Adwaita");
}

#[test]
fn in_the_dark() {
    tour("beside-dark", "Adwaita:dark");
}
