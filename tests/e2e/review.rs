//! A report goes out for review and comes back from LibreOffice: corrected, with tracked changes and
//! without, with comments.

use crate::window::{Window, key};
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

const CELL: &str = "requests/new/business";
const BY: &str = "w:author=\"李局\" w:date=\"2027-01-20T10:00:00Z\"";

/// The parts of a Word file, changed by name, and written to another.
fn rewritten(
    from: &Path,
    to: &Path,
    change: impl Fn(&str, String) -> String,
    more: &[(&str, String)],
) {
    let mut read = zip::ZipArchive::new(std::fs::File::open(from).unwrap()).unwrap();
    let mut written = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for at in 0..read.len() {
        let mut part = read.by_index(at).unwrap();
        let (name, mut text) = (part.name().unwrap().into_owned(), String::new());
        part.read_to_string(&mut text).unwrap();
        written.start_file(&name, options).unwrap();
        written.write_all(change(&name, text).as_bytes()).unwrap();
    }
    for (name, text) in more {
        written.start_file(*name, options).unwrap();
        written.write_all(text.as_bytes()).unwrap();
    }
    std::fs::write(to, written.finish().unwrap().into_inner()).unwrap();
}

/// The run with these words, from its first to its last byte.
fn run_of(text: &str, words: &str) -> std::ops::Range<usize> {
    let at = text.find(&format!(">{words}<")).unwrap_or_else(|| panic!("no run with {words}"));
    let from = text[..at].rfind("<w:r>").unwrap();
    from..at + text[at..].find("</w:r>").unwrap() + "</w:r>".len()
}

/// Other words in the place of these, as a tracked change or plainly; with a comment on them.
fn corrected(
    text: &str,
    words: &str,
    other: &str,
    tracked: bool,
    comment: Option<usize>,
) -> String {
    let range = run_of(text, words);
    let run = &text[range.clone()];
    let new = run.replace(&format!(">{words}<"), &format!(">{other}<"));
    let new = match tracked {
        false => new,
        true => {
            let old = run.replace("<w:t ", "<w:delText ").replace("<w:t>", "<w:delText>");
            let old = old.replace("</w:t>", "</w:delText>");
            format!("<w:del w:id=\"901\" {BY}>{old}</w:del><w:ins w:id=\"902\" {BY}>{new}</w:ins>")
        }
    };
    let new = match comment {
        None => new,
        Some(id) => format!(
            "<w:commentRangeStart w:id=\"{id}\"/>{new}<w:commentRangeEnd w:id=\"{id}\"/>\
             <w:r><w:commentReference w:id=\"{id}\"/></w:r>"
        ),
    };
    format!("{}{new}{}", &text[..range.start], &text[range.end..])
}

/// The file as LibreOffice writes it after somebody corrected it.
fn returned(
    window: &Window,
    sent: &Path,
    name: &str,
    corrections: &[(&str, &str, bool)],
    comments: &[&str],
) -> PathBuf {
    let corrected_file = window.path(&format!("{name}.docx"));
    let said = comments.iter().enumerate().map(|(id, text)| {
        format!("<w:comment w:id=\"{id}\" {BY} w:initials=\"李\"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:comment>")
    });
    let said: String = said.collect();
    let namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let said = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:comments xmlns:w=\"{namespace}\">{said}</w:comments>"
    );
    let change = |part: &str, mut text: String| {
        match part {
        "word/document.xml" => {
            for (at, (words, other, tracked)) in corrections.iter().enumerate() {
                let comment = (at < comments.len()).then_some(at);
                text = corrected(&text, words, other, *tracked, comment);
            }
            text
        }
        "[Content_Types].xml" => text.replace(
            "</Types>",
            "<Override PartName=\"/word/comments.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml\"/></Types>",
        ),
        "word/_rels/document.xml.rels" => text.replace(
            "</Relationships>",
            "<Relationship Id=\"rId90\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments\" Target=\"comments.xml\"/></Relationships>",
        ),
        _ => text,
    }
    };
    rewritten(sent, &corrected_file, change, &[("word/comments.xml", said)]);
    let out = window.path("libreoffice");
    let profile = format!("-env:UserInstallation=file://{}", window.path("profile").display());
    let done = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", "docx", "--outdir"])
        .args([&out, &corrected_file])
        .output()
        .expect("LibreOffice is not installed");
    let written = out.join(format!("{name}.docx"));
    assert!(written.is_file(), "{done:?}");
    written
}

fn differs(cell: &str) -> String {
    format!("[data-differs='{cell}']")
}

fn count(window: &Window, css: &str) -> i64 {
    window.run(&format!("return document.querySelectorAll(\"{css}\").length")).as_i64().unwrap()
}

#[test]
fn a_report_goes_out_for_review_and_comes_back_corrected() {
    let window = Window::open_report("review", 1366, 768);
    window.click("[data-chapter=requests]");
    window.click(&format!("[data-cell='{CELL}']"));
    window.type_keys(&format!("3141{}", key::ENTER));
    window.click("[data-test=review]");
    window.element("[data-test=send-review]");
    let sent = window.path("送审稿.docx");
    window.fill("[data-test=review-why]", "请李局审");
    window.fill("[data-test=review-file]", sent.to_str().unwrap());
    window.click("[data-test=send-review]");
    window.element("[data-test=review-written]");
    window.says("[data-test=status]", "请李局审");
    window.says("[data-test=status]", "和送审的一样");
    window.picture("01-sent");
    // A file that is there is asked about.
    window.click("[data-test=send-review]");
    window.says(".send [role=alert]", "已经有了");
    window.click("[data-test=keep-file]");
    window.gone(".send [role=alert]");

    // While it is out it can be changed, and says so.
    window.click("[data-test=back]");
    window.says("[data-test=in-review]", "送审中");
    window.click("[data-chapter=other]");
    window.fill(".text [role=textbox]", "这边后来写的一段。");
    window.says("[data-test=in-review]", "已改动");
    window.click("[data-test=in-review]");
    window.says("[data-test=status]", "送审以后改了");

    for (name, tracked) in [("改过的", false), ("修订的", true)] {
        let words = "青铜镇人民政府";
        let corrections = [("3141", "27", tracked), (words, "青铜镇人民政府（章）", tracked)];
        let back = returned(&window, &sent, name, &corrections, &["请再核一次", "写全称"]);
        window.fill("[data-test=returned-path]", back.to_str().unwrap());
        window.click("[data-test=read-returned]");
        window.says("[data-test=returned-from]", name);
        window.says(&differs(CELL), "27");
        window.says(&differs(CELL), "3141");
        window.says("[data-test=left]", "还有");
        window.picture(&format!("02-{}", if tracked { "tracked" } else { "plain" }));
    }
    let barriers = window.barriers();
    assert!(barriers.is_empty(), "{barriers:#?}");
    // What was written here is no change of theirs.
    window.element("[data-test=own]");

    // One is turned down, thought of again, taken over, undone by button and key.
    let cell = differs(CELL);
    window.click(&format!("{cell} [data-test=reject]"));
    window.says(&cell, "不采纳");
    window.click(&format!("{cell} [data-test=anew]"));
    window.click(&format!("{cell} [data-test=take]"));
    window.gone(&cell);
    window.click("[data-test=undo]");
    window.element(&cell);
    window.click("[data-test=redo]");
    window.gone(&cell);
    window.chord(key::CONTROL, "z");
    window.element(&cell);
    window.chord(key::CONTROL, "y");
    window.gone(&cell);
    window.chord(key::CONTROL, "z");
    window.element(&cell);
    let texts = count(&window, "[data-test=returned-text]");
    assert!(texts > 0);
    window.click("[data-test=returned-text] [data-test=reject]");
    window.click("[data-test=returned-text] [data-test=anew]");
    window.click("[data-test=returned-text] [data-test=take]");
    window.until_true("one text less", || count(&window, "[data-test=returned-text]") == texts - 1);
    window.click(".toast .link");
    window.until_true("it is back", || count(&window, "[data-test=returned-text]") == texts);
    window.click("[data-test=take-all]");
    window.says("[data-test=left]", "没有要处理的改动");
    window.picture("03-taken");

    // The comments are notes at their place.
    window.says("[data-test=notes] h2", "2 条没有办");
    window.click("[data-test=note] [data-test=go-note]");
    window.element(&format!("[data-cell='{CELL}']"));
    window.shows(CELL, "27");
    window.says("[data-test=chapter-notes]", "请再核一次");
    window.click("[data-test=chapter-notes] [data-test=go-note]");
    window.picture("04-note");
    window.click("[data-test=chapter-notes] [data-test=tick]");
    window.gone("[data-test=chapter-notes]");
    window.click("[data-test=review]");
    window.says("[data-test=notes] h2", "1 条没有办");
    window.click("[data-test=note]:last-child [data-test=tick]");
    window.says("[data-test=notes] h2", "批注");
    window.click("[data-test=end-review]");
    window.gone("[data-test=status]");
    window.gone("[data-test=differences]");
    window.click("[data-test=back]");
    window.says(".state", "草稿");
}

#[test]
fn both_sides_are_shown_and_what_is_no_copy_is_refused() {
    let window = Window::open_report("review-both", 1366, 768);
    window.click("[data-chapter=overview]");
    let enter = key::ENTER;
    window.fill(".text [role=textbox]", &format!("甲段。{enter}乙段。{enter}丙段。"));
    window.says(".saved", "已保存");
    window.click("[data-chapter=requests]");
    window.click(&format!("[data-cell='{CELL}']"));
    window.type_keys(&format!("3141{}", key::ENTER));
    window.click("[data-test=review]");
    let sent = window.path("送审稿.docx");
    window.fill("[data-test=review-file]", sent.to_str().unwrap());
    window.click("[data-test=send-review]");
    window.element("[data-test=review-written]");
    let back = returned(&window, &sent, "两边", &[("3141", "27", false)], &[]);
    window.click("[data-test=back]");
    window.click("[data-chapter=requests]");
    window.click(&format!("[data-cell='{CELL}']"));
    window.type_keys(&format!("5{}", key::ENTER));
    window.click("[data-test=review]");
    window.fill("[data-test=returned-path]", back.to_str().unwrap());
    window.click("[data-test=read-returned]");
    let cell = differs(CELL);
    window.says(&cell, "两边都改了");
    for figure in ["3141", "27", "5"] {
        window.says(&cell, figure);
    }
    window.picture("01-both");
    window.gone("[data-test=take-all]:not(:disabled)");
    window.click(&format!("{cell} [data-test=reject]"));
    window.says("[data-test=left]", "没有要处理的改动");

    // Words, and what is no report.
    window.click("[data-test=paste-words]");
    window.fill("[data-test=returned-words]", "今天下午三点开会。");
    window.click("[data-test=read-returned]");
    window.says("[data-test=failure]", "。");
    window.click("[data-test=paste-words]");
    // A copy without its tables and most of its chapters says so; what it has in one place is taken
    // over at once.
    let year = crate::years::in_hand();
    let paragraphs = ["甲段改过了。", "乙段。", "丙段也改过了。"].join("\n");
    let words =
        format!("青铜镇人民政府{year}年政府信息公开工作年度报告\n一、总体情况\n{paragraphs}\n");
    let shortened = window.path("只有文字.txt");
    std::fs::write(&shortened, words).unwrap();
    window.fill("[data-test=returned-path]", shortened.to_str().unwrap());
    window.click("[data-test=read-returned]");
    window.says("[data-test=said]", "没有");
    window.picture("03-said");
    window.click("[data-test=take-place]");
    window.says(".toast", "撤销");
    // Last year's report.
    let other = window.path("去年.docx");
    let year = crate::years::in_hand() - 1;
    let path = window.path("去年").display().to_string();
    window.wait_for(&format!(
        "const call = window.__TAURI_INTERNALS__.invoke, done = arguments[0];
         call('start').then((s) => s.reports.find((r) => r.year === {year}).id)
           .then((id) => call('export_files', {{ id, formats: ['docx'], overwrite: true, path: '{path}',
             options: {{ seal: 'none', signature_line: false }} }})).then(done, done);"
    ));
    window.fill("[data-test=returned-path]", other.to_str().unwrap());
    window.click("[data-test=read-returned]");
    window.says("[data-test=failure]", "不是这份年报的审改稿");
    window.picture("02-refused");
    window.element("[data-test=said]");
}
