//! The whole way without a window: `gongkai-cli` as a script would call it, on the published
//! reports and on what is no report.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const NAMES: [&str; 5] = ["chengjiang", "qingtongxia", "tongchuan", "wuzhong", "xingqing"];

fn published(name: &str) -> PathBuf {
    let reports = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/reports");
    let path = reports.join(format!("{name}-2020.txt"));
    assert!(path.exists(), "{} is missing", path.display());
    path
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
    for name in NAMES {
        let path = published(name);
        let read = json(&["read", text(&path), "--json"]);
        assert_eq!((&read["year"], &read["edition"]), (&2020.into(), &"2019".into()), "{name}");
        let cells = read["cells"].as_object().unwrap();
        let unread = read["unread"].as_array().unwrap();
        assert_eq!(cells.len() + unread.len(), 198, "{name}");
        assert_eq!(unread.len(), if name == "xingqing" { 32 } else { 0 }, "{name}");
        assert!(unread.iter().all(|id| !cells.contains_key(id.as_str().unwrap())));
        assert!(cells.values().all(Value::is_string));
        assert!(read["organ"].is_string() && read["title"].is_string());
    }
    let wuzhong = json(&["read", text(&published("wuzhong")), "--json"]);
    assert_eq!(wuzhong["cells"]["disclosure/procurement/amount"], "495");
    assert_eq!(wuzhong["notes"]["disclosure/procurement/amount"], "495（万元）");
    assert_eq!((&wuzhong["date"], &wuzhong["signature"]), (&Value::Null, &Value::Null));
    assert_eq!(json(&["read", text(&published("xingqing")), "--json"])["date"], "2021-01-21");
}

#[test]
fn check_answers_by_its_exit_code() {
    for (name, exit, verdict) in [
        ("chengjiang", 1, "fail"),
        ("qingtongxia", 0, "explain"),
        ("tongchuan", 1, "fail"),
        ("wuzhong", 0, "explain"),
        ("xingqing", 1, "fail"),
    ] {
        let path = published(name);
        let output = cli(&["check", text(&path), "--json"]);
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(exit), "{name}");
        assert_eq!(answer["verdict"], verdict, "{name}");
        for finding in answer["findings"].as_array().unwrap() {
            let keys: Vec<_> = finding.as_object().unwrap().keys().collect();
            assert_eq!(keys, ["rule", "level", "message", "cells", "spans", "left", "right"]);
        }
    }
}

#[test]
fn compare_puts_two_years_side_by_side() {
    let (this, last) = (published("wuzhong"), published("qingtongxia"));
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
    let [first, second, third] = ["qingtongxia", "wuzhong", "tongchuan"].map(published);
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
    for name in NAMES {
        let path = published(name);
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
    for name in NAMES {
        let path = published(name);
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
        ("长行.txt", &[b"a".repeat(3_000_000), "。".into()].concat()[..], "没有找到"),
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
    refused(&cli(&["pdf", text(&published("wuzhong")), "-o", text(&nowhere)]), 3);
    refused(&cli(&["wrong"]), 2);
    refused(&cli(&["read"]), 2);
}
