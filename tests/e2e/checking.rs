//! Checking for many: a folder of reports as one table, the check list as a file, rule settings that
//! go from office to office.

use crate::window::Window;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// A sound report of an office and year.
fn report(organ: &str, year: i32) -> String {
    include_str!("../fixtures/this.md")
        .replace("青铜镇人民政府", organ)
        .replace("{year}", &year.to_string())
        .replace("{last}", &(year - 1).to_string())
        .replace("{next}", &(year + 1).to_string())
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// The file once it is written.
fn written(path: &Path) -> Vec<u8> {
    let until = Instant::now() + Duration::from_secs(30);
    while !path.exists() && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(50));
    }
    fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn folder(window: &Window) -> PathBuf {
    let folder = window.path("各乡镇 年报");
    fs::create_dir_all(folder.join("2026")).unwrap();
    for organ in ["白银镇人民政府", "金山乡人民政府"] {
        fs::write(folder.join("2026").join(format!("{organ}.md")), report(organ, 2026)).unwrap();
    }
    fs::write(folder.join("白银镇2025.md"), report("白银镇人民政府", 2025)).unwrap();
    // A chapter is missing in one of them.
    let broken = report("铜山镇人民政府", 2026);
    let from = broken.find("## 六、").unwrap();
    let to = broken.rfind("铜山镇人民政府").unwrap();
    fs::write(folder.join("铜山镇.md"), format!("{}{}", &broken[..from], &broken[to..])).unwrap();
    fs::write(folder.join("通知.txt"), "请各乡镇按时报送。").unwrap();
    folder
}

#[test]
fn a_folder_of_reports_is_one_table_the_worst_first() {
    let window = Window::open("folder", 1366, 728);
    let folder = folder(&window);
    window.click("[data-test=folder]");
    window.fill("[data-test=folder-path]", text(&folder));
    window.picture("01-asked");
    window.click("[data-test=folder-begin]");
    window.says("[data-test=folder-sum]", "4 份年报");
    window.says("[data-test=folder-sum]", "1 个文件里没有年报");
    window.says("[data-test=folder-table] tbody tr:first-child", "铜山镇人民政府");
    window.says("[data-test=folder-findings]", "缺第六章");
    window.says("[data-test=folder-table]", "白银镇2025.md");
    window.picture("02-table");
    let barriers = window.barriers();
    assert!(barriers.is_empty(), "{barriers:#?}");
    window.click("[data-test=folder-table] tbody tr:last-child button");
    window.element("[data-test=folder-table] tbody tr:last-child.chosen");

    let out = folder.join("汇总.xlsx");
    window.fill("[data-test=folder-target]", text(&out));
    window.click("[data-test=folder-export]");
    assert!(written(&out).starts_with(b"PK"));
    assert!(!window.is_there("[data-test=failure]"));

    let nowhere = window.path("没有这个文件夹");
    window.fill("[data-test=folder-path]", text(&nowhere));
    window.click("[data-test=folder-begin]");
    window.says("[data-test=failure]", "找不到");
}

#[test]
fn the_check_list_is_written_beside_the_report() {
    let window = Window::open_report("check-list", 1366, 728);
    window.click("[data-test=print]");
    window.element(".pages .sheet:nth-child(3) img");
    window.fill("[data-test=target]", text(&window.path("年报.pdf")));
    window.click("[data-test=list-pdf]");
    assert!(written(&window.path("年报核对单.pdf")).starts_with(b"%PDF"));
    window.click("[data-test=list-xlsx]");
    assert!(written(&window.path("年报核对单.xlsx")).starts_with(b"PK"));
    window.picture("01-written");
    // What is there already is not written over unasked.
    let list = window.path("年报核对单.pdf");
    fs::write(&list, "别人的").unwrap();
    window.click("[data-test=list-pdf]");
    window.says("aside", "这个文件已经有了");
    window.click("[data-test=list-keep]");
    assert_eq!(fs::read(&list).unwrap(), "别人的".as_bytes());
    window.click("[data-test=list-pdf]");
    window.click("[data-test=list-overwrite]");
    window.says("[data-test=list-written]", "年报核对单.pdf");
    assert!(fs::read(&list).unwrap().starts_with(b"%PDF"));
}

#[test]
fn rule_settings_go_to_another_office_in_a_file() {
    let window = Window::open("rules", 1366, 728);
    window.click("[data-test=settings]");
    window.fill("[data-test=longest]", "1500");
    window.click("[data-test=hint-jump]");
    let file = window.path("规则设置.json");
    window.fill("[data-test=rules-file]", text(&file));
    window.click("[data-test=rules-write]");
    let settings = String::from_utf8(written(&file)).unwrap();
    assert!(settings.contains("\"longest_overview\": 1500"), "{settings}");
    assert!(settings.contains("\"jump\""), "{settings}");

    let words = window.path("词表.txt");
    fs::write(&words, "# 本县常错\n青桐 青铜\n证服\n").unwrap();
    window.fill("[data-test=rules-file]", text(&words));
    window.click("[data-test=rules-read]");
    window.says("[data-test=failure]", "词表第3行");
    fs::write(&words, "# 本县常错\n青桐 青铜\n").unwrap();
    window.click("[data-test=rules-read]");
    window.says(".toast", "已读入");
    let listed = window.run("return document.querySelector('[data-test=words]').value");
    assert_eq!(listed, "青桐 青铜");
    window.picture("01-settings");

    // The other office's program takes it over.
    let other = Window::open("rules-other", 1366, 728);
    other.click("[data-test=settings]");
    other.fill("[data-test=rules-file]", text(&file));
    other.click("[data-test=rules-read]");
    other.says(".toast", "已读入");
    let longest = other.run("return document.querySelector('[data-test=longest]').value");
    assert_eq!(longest, "1500");
    let hidden = other.run("return document.querySelector('[data-test=hint-jump]').checked");
    assert_eq!(hidden, true);
}

#[test]
fn checking_a_folder_is_called_off_and_its_list_written_over_when_told_to() {
    let window = Window::open("folder-stop", 1366, 728);
    let folder = window.path("很多");
    fs::create_dir_all(&folder).unwrap();
    window.click("[data-test=folder]");
    window.fill("[data-test=folder-path]", text(&folder));
    window.click("[data-test=folder-begin]");
    window.says("main", "没有找到年报");
    window.picture("01-none");

    for number in 0..400 {
        let organ = format!("第{number}镇人民政府");
        fs::write(folder.join(format!("{number}.md")), report(&organ, 2026)).unwrap();
    }
    window.click("[data-test=folder-begin]");
    window.element("[role=status] progress");
    window.picture("02-progress");
    window.click("[data-test=folder-stop]");
    window.says(".toast", "没有核对完");
    window.gone("[role=status] progress");

    for number in 3..400 {
        fs::remove_file(folder.join(format!("{number}.md"))).unwrap();
    }
    window.click("[data-test=folder-begin]");
    window.says("[data-test=folder-sum]", "3 份年报");
    window.picture("03-table");
    let out = folder.join("汇总.pdf");
    window.fill("[data-test=folder-target]", text(&out));
    window.click("[data-test=folder-export]");
    window.says("[data-test=folder-written]", "汇总.pdf");
    window.click("[data-test=folder-export]");
    window.says("[role=alert]", "已经有了");
    window.press("取消");
    window.click("[data-test=folder-export]");
    window.press("覆盖");
    window.says("[data-test=folder-written]", "汇总.pdf");
    window.picture("04-written");
    window.click("[data-test=back]");
    window.element("[data-test=way-import]");
}
