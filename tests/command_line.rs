//! The whole way without a window: `gongkai-cli` as a script would call it, on reports with the faults
//! of published ones and on what is no report.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails where it cannot go on")]

mod reports;

use reports::{REPORTS, alike, own};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Ours, and the published ones where they are at hand; each under the name of its file.
fn all() -> Vec<(String, PathBuf)> {
    let files = REPORTS.into_iter().flat_map(|(name, _)| alike(name));
    files.map(|path| (path.file_stem().unwrap().display().to_string(), path)).collect()
}

fn cli(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gongkai-cli")).args(arguments).output().unwrap()
}

fn json(arguments: &[&str]) -> Value {
    let output = cli(arguments);
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&output.stderr)))
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// One Chinese sentence, nothing on standard output.
fn refused(output: &Output, exit: i32) -> String {
    assert_eq!(output.status.code(), Some(exit));
    assert!(output.stdout.is_empty());
    let sentence = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(sentence.lines().count(), 1, "{sentence}");
    assert!(sentence.trim_end().ends_with('。'), "{sentence}");
    sentence
}

#[test]
fn read_gives_every_cell_or_says_that_it_is_unread() {
    for (name, path) in all() {
        let read = json(&["read", text(&path), "--json"]);
        assert_eq!((&read["year"], &read["edition"]), (&2020.into(), &"2019".into()), "{name}");
        let cells = read["cells"].as_object().unwrap();
        let unread = read["unread"].as_array().unwrap();
        assert_eq!(cells.len() + unread.len(), 198, "{name}");
        let cut_off = alike("tables_cut_off").contains(&path);
        assert_eq!(unread.len(), if cut_off { 32 } else { 0 }, "{name}");
        assert!(unread.iter().all(|id| !cells.contains_key(id.as_str().unwrap())));
        assert!(cells.values().all(Value::is_string));
        assert!(read["organ"].is_string() && read["title"].is_string());
    }
    let run_in = json(&["read", text(&own("headings_run_in")), "--json"]);
    assert_eq!(run_in["cells"]["disclosure/procurement/amount"], "495");
    assert_eq!(run_in["notes"]["disclosure/procurement/amount"], "495（万元）");
    assert_eq!((&run_in["date"], &run_in["signature"]), (&Value::Null, &Value::Null));
    assert_eq!(json(&["read", text(&own("tables_cut_off")), "--json"])["date"], "2021-01-21");
}

#[test]
fn check_answers_by_its_exit_code() {
    for (name, exit, verdict) in [
        ("title_of_two_lines", 1, "fail"),
        ("lines_broken", 0, "explain"),
        ("numbered_in_brackets", 1, "fail"),
        ("headings_run_in", 0, "explain"),
        ("tables_cut_off", 1, "fail"),
    ] {
        for path in alike(name) {
            let output = cli(&["check", text(&path), "--json"]);
            let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
            assert_eq!(output.status.code(), Some(exit), "{name}");
            assert_eq!(answer["verdict"], verdict, "{name}");
            let findings = answer["findings"].as_array().unwrap();
            assert!(!findings.is_empty(), "{name}");
            for finding in findings {
                let keys: Vec<_> = finding.as_object().unwrap().keys().collect();
                assert_eq!(keys, ["rule", "level", "message", "cells", "spans", "left", "right"]);
            }
        }
    }
}

#[test]
fn compare_puts_two_years_side_by_side() {
    let (this, last) = (own("headings_run_in"), own("lines_broken"));
    let answer = json(&["compare", text(&this), "--last", text(&last), "--json"]);
    let cells = answer["cells"].as_array().unwrap();
    let row = cells.iter().find(|c| c["cell"] == "disclosure/other_services/prior_items").unwrap();
    let expected = serde_json::json!({
        "cell": "disclosure/other_services/prior_items",
        "last": "4", "this": "10", "change": "6", "percent": 150.0, "comparable": "yes"
    });
    assert_eq!(*row, expected);
    let texts = answer["texts"].as_array().unwrap();
    assert!(texts.iter().any(|t| t["chapter"] == "一"));
    assert!(texts.iter().all(|t| (0.0..=1.0).contains(&t["repeat_rate"].as_f64().unwrap())));
}

#[test]
fn compare_writes_several_years_as_pdf_and_workbook() {
    let folder = tempfile::tempdir().unwrap();
    let [first, second, third] =
        ["lines_broken", "headings_run_in", "numbered_in_brackets"].map(own);
    let all = ["compare", text(&third), "--last", text(&first), "--last", text(&second)];
    for (ending, begins) in [("pdf", &b"%PDF-"[..]), ("xlsx", &b"PK"[..])] {
        let out = folder.path().join(format!("三年 对比.{ending}"));
        let arguments: Vec<&str> = all.into_iter().chain(["-o", text(&out)]).collect();
        let output = cli(&arguments);
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(std::fs::read(&out).unwrap().starts_with(begins));
        assert_eq!(cli(&arguments).status.code(), Some(3), "over a file that is there");
    }
    let word = folder.path().join("对比.docx");
    let refused = cli(&["compare", text(&third), "--last", text(&first), "-o", text(&word)]);
    assert_eq!(refused.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&refused.stderr).contains(".pdf"));
    assert_eq!(cli(&all).status.code(), Some(2), "several years are a file");
}

#[test]
fn pdf_and_pages_hold_the_whole_report() {
    let folder = tempfile::tempdir().unwrap();
    for (name, path) in all() {
        let out = folder.path().join(format!("{name} 年报.pdf"));
        let output = cli(&["pdf", text(&path), "-o", text(&out), "--fonts", "bundled"]);
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        let pdf = std::fs::read(&out).unwrap();
        assert!(pdf.starts_with(b"%PDF-1.7"), "{name}");

        let again = cli(&["pdf", text(&path), "-o", text(&out), "--fonts", "bundled"]);
        assert!(refused(&again, 3).contains("已经存在"));
        let forced = cli(&["pdf", text(&path), "-o", text(&out), "--fonts", "bundled", "--force"]);
        assert_eq!(forced.status.code(), Some(0));
        assert_eq!(std::fs::read(&out).unwrap(), pdf, "the same report, the same bytes");

        let pages = json(&["pages", text(&path), "--fonts", "bundled"]);
        assert!(pages["pages"].as_array().unwrap().len() >= 4, "{name}");
    }
}

#[test]
fn convert_writes_what_reads_back_the_same() {
    let folder = tempfile::tempdir().unwrap();
    for (name, path) in all() {
        let read = json(&["read", text(&path), "--json"]);
        let as_json = folder.path().join(format!("{name}.json"));
        assert!(cli(&["convert", text(&path), "-o", text(&as_json)]).status.success());
        let written: Value = serde_json::from_slice(&std::fs::read(&as_json).unwrap()).unwrap();
        assert_eq!(written, read);

        let markdown = folder.path().join(format!("{name}.md"));
        let output = cli(&["convert", text(&path), "-o", text(&markdown)]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let again = json(&["read", text(&markdown), "--json"]);
        for (id, figure) in read["cells"].as_object().unwrap() {
            assert_eq!(again["cells"][id], *figure, "{name} {id}");
        }
        for key in ["title", "organ", "year", "edition", "preface", "signature", "date"] {
            assert_eq!(again[key], read[key], "{name} {key}");
        }
    }
}

#[test]
fn publish_writes_every_file_into_one_folder_and_gives_the_text() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("公布");
    let report = own("headings_run_in");
    let arguments = ["publish", text(&report), "-o", text(&out), "--fonts", "bundled", "--json"];
    let answer = json(&arguments);
    let files: Vec<&str> =
        answer["files"].as_array().unwrap().iter().map(|file| file.as_str().unwrap()).collect();
    let endings: Vec<&str> = files.iter().filter_map(|file| file.rsplit('.').next()).collect();
    assert_eq!(endings, ["pdf", "docx", "html", "xlsx", "json", "csv"]);
    assert!(answer["html"].as_str().unwrap().starts_with("<h1 "));
    assert!(answer["plain"].as_str().unwrap().contains("四、结转下年度继续办理\t"));
    let read = json(&["read", text(&report), "--json"]);
    let figures: Value = serde_json::from_slice(&std::fs::read(files[4]).unwrap()).unwrap();
    for figure in figures["figures"].as_array().unwrap() {
        let cell = figure["cell"].as_str().unwrap();
        assert_eq!(figure["value"], read["cells"][cell], "{cell}");
    }
    let table = std::fs::read_to_string(files[5]).unwrap();
    assert_eq!(table.lines().count(), 1 + figures["figures"].as_array().unwrap().len());
    // Nothing is replaced unasked.
    assert!(refused(&cli(&arguments[..6]), 3).contains("已经存在"));
    assert!(cli(&[&arguments[..6], &["--force"]].concat()).status.success());
    let file = folder.path().join("文件");
    std::fs::write(&file, "").unwrap();
    refused(&cli(&["publish", text(&report), "-o", text(&file.join("公布"))]), 3);
}

#[test]
fn the_official_page_is_written_as_ofd_with_the_choices_of_the_pdf() {
    let folder = tempfile::tempdir().unwrap();
    let report = own("headings_run_in");
    let write = |name: &str, more: &[&str]| {
        let out = folder.path().join(name);
        let arguments = ["convert", text(&report), "-o", text(&out), "--fonts", "bundled"];
        assert!(cli(&[&arguments[..], more].concat()).status.success());
        std::fs::read(out).unwrap()
    };
    let plain = write("一.ofd", &[]);
    assert!(plain == write("二.ofd", &[]), "the same report gives the same bytes");
    assert!(plain != write("三.ofd", &["--signature-line"]));
    let read = json(&["read", text(&report), "--json"]);
    let again = json(&["read", text(&folder.path().join("三.ofd")), "--json"]);
    for key in ["cells", "title", "organ", "year", "date"] {
        assert_eq!(again[key], read[key], "{key}");
    }
}

#[test]
fn bad_input_gets_one_sentence_and_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let large = vec![b'a'; 21 * 1024 * 1024];
    let noise: Vec<u8> =
        (0..5000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 11) as u8).collect();
    for (name, bytes, says) in [
        ("空.txt", &b""[..], "空的"),
        ("空白.txt", &b" \n\t\n"[..], "空的"),
        ("乱.txt", &noise[..], "不是文字文件"),
        ("大.txt", &large[..], "20 MB"),
        ("通知.txt", "关于召开会议的通知\n请准时参加。\n".as_bytes(), "没有找到"),
        ("图片.docx", &b"\x89PNG\r\n\x1a\nrest"[..], "图片"),
        ("长行.txt", &[b"a".repeat(3_000_000), "。".into()].concat()[..], "100 万字"),
    ] {
        let path = file(name, bytes);
        let sentence = refused(&cli(&["read", text(&path)]), 2);
        assert!(sentence.contains(says), "{name}: {sentence}");
        let out = folder.path().join("out.pdf");
        refused(&cli(&["pdf", text(&path), "-o", text(&out)]), 2);
        assert!(!out.exists());
    }
    let absent = folder.path().join("没有.txt");
    assert!(refused(&cli(&["read", text(&absent)]), 2).contains("找不到"));
    assert!(refused(&cli(&["read", text(folder.path())]), 2).contains("文件夹"));
    let nowhere = folder.path().join("没有这个文件夹/年报.pdf");
    refused(&cli(&["pdf", text(&own("headings_run_in")), "-o", text(&nowhere)]), 3);
    // A file in place of the folder: nobody may write there, not even root.
    let file = file("文件", b"x");
    refused(&cli(&["pdf", text(&own("headings_run_in")), "-o", text(&file.join("年报.pdf"))]), 3);
    refused(&cli(&["wrong"]), 2);
    refused(&cli(&["read"]), 2);
}

#[test]
fn missing_and_damaged_fonts_get_one_sentence_and_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("年报.pdf");
    let with_fonts = |fonts: &Path| {
        let report = own("headings_run_in");
        let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai-cli"));
        command.args(["pdf", text(&report), "-o", text(&out), "--fonts", "bundled"]);
        command.env("GONGKAI_FONTS", fonts).output().unwrap()
    };
    assert!(refused(&with_fonts(&folder.path().join("没有")), 3).contains("字体"));
    let fonts = folder.path().join("fonts");
    std::fs::create_dir(&fonts).unwrap();
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../fonts");
    for name in ["xiaobiaosong", "fangsong", "kaiti", "heiti", "songti"] {
        let name = format!("{name}.otf");
        std::fs::copy(shipped.join(&name), fonts.join(&name)).expect("run `cargo xtask fonts`");
    }
    let half = std::fs::read(fonts.join("kaiti.otf")).unwrap();
    std::fs::write(fonts.join("kaiti.otf"), &half[..half.len() / 3]).unwrap();
    assert!(refused(&with_fonts(&fonts), 3).contains("楷体"));
    assert!(!out.exists());
}

#[test]
fn a_folder_is_checked_as_one_table_the_worst_first() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("各市 2020");
    std::fs::create_dir(&inner).unwrap();
    for (name, _) in REPORTS {
        std::fs::copy(own(name), inner.join(format!("{name}.txt"))).unwrap();
    }
    std::fs::write(folder.path().join("通知.txt"), "请按时报送。").unwrap();
    let output = cli(&["check", text(folder.path()), "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let progress = String::from_utf8(output.stderr).unwrap();
    assert!(progress.contains("已读取 6/6") && progress.contains("已核对 5/5"), "{progress}");
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    let reports = answer["reports"].as_array().unwrap();
    let verdicts: Vec<_> =
        reports.iter().map(|report| report["verdict"].as_str().unwrap()).collect();
    assert_eq!(verdicts, ["fail", "fail", "fail", "explain", "explain"]);
    for report in reports {
        let path = folder.path().join(report["file"].as_str().unwrap());
        let alone = json(&["check", text(&path), "--json"]);
        assert_eq!(report["findings"], alone["findings"]);
    }
    assert_eq!(answer["without_report"][0]["file"], "通知.txt");

    let list = folder.path().join("汇总.xlsx");
    let written = cli(&["check", text(folder.path()), "--list", text(&list)]);
    assert_eq!(written.status.code(), Some(1));
    let table = String::from_utf8(written.stdout).unwrap();
    assert!(table.starts_with("共 5 份年报，3 份有必须改的问题。"), "{table}");
    assert!(std::fs::read(&list).unwrap().starts_with(b"PK"));
    assert!(
        refused(&cli(&["check", text(folder.path()), "--list", text(&list)]), 3)
            .contains("已经存在")
    );

    let empty = tempfile::tempdir().unwrap();
    assert!(refused(&cli(&["check", text(empty.path())]), 2).contains("没有找到年度报告"));
}

#[test]
fn every_kind_of_file_that_is_read_is_looked_for_in_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(own(REPORTS[0].0), folder.path().join("年报.txt")).unwrap();
    let endings = gongkai_read::endings();
    assert!(endings.contains(&"et"));
    for ending in &endings {
        std::fs::write(folder.path().join(format!("通知.{ending}")), "请按时报送。").unwrap();
    }
    std::fs::write(folder.path().join("通知.zip"), "请按时报送。").unwrap();
    let output = cli(&["check", text(folder.path()), "--json"]);
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    let without = answer["without_report"].as_array().unwrap();
    let files: Vec<&str> = without.iter().map(|one| one["file"].as_str().unwrap()).collect();
    let mut wanted: Vec<String> = endings.iter().map(|ending| format!("通知.{ending}")).collect();
    wanted.sort();
    assert_eq!(files, wanted);
}

#[test]
fn the_check_list_is_a_page_or_a_workbook() {
    let folder = tempfile::tempdir().unwrap();
    let report = own("title_of_two_lines");
    for (name, begins) in [("核对单.pdf", &b"%PDF"[..]), ("核对单.xlsx", &b"PK"[..])] {
        let list = folder.path().join(name);
        let output = cli(&["check", text(&report), "--list", text(&list)]);
        assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(std::fs::read(&list).unwrap().starts_with(begins), "{name}");
    }
    let wrong = folder.path().join("核对单.txt");
    let output = cli(&["check", text(&report), "--list", text(&wrong)]);
    assert_eq!(output.status.code(), Some(3));
    assert!(!wrong.exists());
}

#[test]
fn settings_and_words_of_the_office_s_own() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, content: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    };
    let rules = |arguments: &[&str]| -> Vec<String> {
        let answer = json(&[&["check", "--json"], arguments].concat());
        let findings = answer["findings"].as_array().unwrap();
        findings.iter().map(|finding| finding["rule"].as_str().unwrap().to_owned()).collect()
    };
    let report = own("numbered_in_brackets");
    assert!(rules(&[text(&report)]).contains(&"punctuation".to_owned()));
    // A hint can be left out, a fault can't.
    let hidden =
        r#"{"公开年报规则设置": "0.1.0", "hidden_hints": ["punctuation", "date", "chapters"]}"#;
    let settings = file("设置.json", hidden);
    let left = rules(&[text(&report), "--settings", text(&settings)]);
    assert!(!left.contains(&"punctuation".to_owned()));
    assert!(left.contains(&"date".to_owned()) && left.contains(&"chapters".to_owned()));

    let words = file("词表.txt", "# 常错\n政府信息 政务信息\n");
    let more = rules(&[text(&report), "--words", text(&words)]);
    let count = |rules: &[String]| rules.iter().filter(|rule| *rule == "wrong_characters").count();
    assert!(count(&more) > count(&left));
    let broken = file("坏词表.txt", "甲 乙\n只有一个\n");
    let sentence = refused(&cli(&["check", text(&report), "--words", text(&broken)]), 2);
    assert!(sentence.contains("第2行"), "{sentence}");
    let none = file("不是.json", "{}");
    refused(&cli(&["check", text(&report), "--settings", text(&none)]), 2);
}

#[test]
fn last_year_s_report_of_another_office_is_asked_about() {
    let (this, other) = (own("headings_run_in"), own("numbered_in_brackets"));
    let alone = json(&["check", text(&this), "--json"]);
    let output = cli(&["check", text(&this), "--last", text(&other), "--json"]);
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer, alone, "nothing is compared with another office's report");
    let asked = String::from_utf8(output.stderr).unwrap();
    assert!(asked.contains("--renamed"), "{asked}");
    let renamed = cli(&["check", text(&this), "--last", text(&other), "--renamed", "--json"]);
    assert!(!String::from_utf8(renamed.stderr).unwrap().contains("--renamed"));
}

/// Of a report as published an unread cell is a hint; that it can be finalised is not said of it.
#[test]
fn a_report_with_an_unread_cell_is_not_said_to_be_ready() {
    let folder = tempfile::tempdir().unwrap();
    let sound = include_str!("../src-tauri/example/last.md")
        .replace("{year}", "2023")
        .replace("{next}", "2024");
    let row = "| 一、本年新收政府信息公开申请数量 |  |  | 9 |";
    assert_eq!(sound.matches(row).count(), 1);
    let doubtful = sound.replace(row, &row.replace('9', "见附件"));
    for (text_of, says) in [(&sound, "可以定稿。"), (&doubtful, "补齐以后才能定稿。")]
    {
        let file = folder.path().join("年报.md");
        std::fs::write(&file, text_of).unwrap();
        let said = String::from_utf8(cli(&["check", text(&file)]).stdout).unwrap();
        assert!(said.lines().next().unwrap().ends_with(says), "{said}");
    }
}
