//! Files that are no readable report: each gets its own clear sentence, and none costs more memory
//! than a file may. What one costs in time is printed; the fuzzer (`cargo xtask fuzz`) holds it to
//! ten seconds.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails where it cannot go on")]

mod shipped;

use gongkai_model::form::Forms;
use gongkai_model::report::{Cell, Report};
use gongkai_read::{LARGEST, Unreadable};

use shipped::shipped;
use std::alloc::{GlobalAlloc, Layout, System};
use std::io::{Cursor, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;
use zip::write::{SimpleFileOptions, ZipWriter};

/// Most bytes held at one time while a file is read.
const MOST: usize = 512 * 1024 * 1024;

static HELD: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

struct Counted;

// SAFETY: every call goes on to the system's allocator unchanged; counting touches no memory of it.
#[expect(unsafe_code, reason = "memory is counted where it is given")]
unsafe impl GlobalAlloc for Counted {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let held = HELD.fetch_add(layout.size(), Ordering::Relaxed) + layout.size();
        PEAK.fetch_max(held, Ordering::Relaxed);
        // SAFETY: as it was called.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        HELD.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: as it was called.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static MEMORY: Counted = Counted;

fn report(year: i32) -> Report {
    let forms = Forms::official();
    let mut report = Report::blank(forms.edition("2021").unwrap(), "青铜镇人民政府", year);
    for figure in forms.edition("2021").unwrap().figures() {
        report.cells.insert(figure.id, Cell::typed(i64::from(year % 7)));
    }
    report.chapters[0].paragraphs = vec![format!("{year}年公布信息{}条。", year % 100)];
    report.chapters[4].paragraphs = vec![format!("{year}年存在的问题。")];
    report.chapters[5].paragraphs = vec![format!("{year}年没有收取信息处理费。")];
    report
}

fn html(year: i32) -> String {
    let document = gongkai_compose::document(&report(year), &Forms::official());
    String::from_utf8(gongkai_export::html(&document).unwrap()).unwrap()
}

fn docx() -> Vec<u8> {
    gongkai_export::docx(
        &gongkai_compose::document(&report(2025), &Forms::official()),
        &gongkai_layout::PageOptions::default(),
        &shipped(),
    )
    .unwrap()
}

fn zipped(name: &str, text: &[u8]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(name, SimpleFileOptions::default()).unwrap();
    zip.write_all(text).unwrap();
    zip.finish().unwrap().into_inner()
}

/// A workbook of one sheet with so many figures, one below the other.
fn sheet(rows: u32) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..rows {
        sheet.write(row, 0, row % 7).unwrap();
    }
    book.save_to_buffer().unwrap()
}

fn word(body: &str) -> Vec<u8> {
    let text = format!("<w:document xmlns:w=\"x\"><w:body>{body}</w:body></w:document>");
    zipped("word/document.xml", text.as_bytes())
}

fn compound(streams: &[&str]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for name in streams {
        file.create_stream(name).unwrap().write_all(&[0; 600]).unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

fn pdf(content: &str) -> Vec<u8> {
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Count 1/Kids[3 0 R]>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>".to_owned(),
        format!("<</Length {}>>\nstream\n{content}\nendstream", content.len()),
    ];
    let mut out = "%PDF-1.7\n".to_owned();
    let mut table = "xref\n0 5\n0000000000 65535 f \n".to_owned();
    for (at, object) in objects.iter().enumerate() {
        table += &format!("{:010} 00000 n \n", out.len());
        out += &format!("{} 0 obj\n{object}\nendobj\n", at + 1);
    }
    let start = out.len();
    out += &format!("{table}trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
    out.into_bytes()
}

/// What the program says of a file.
fn said(bytes: &[u8], name: &str) -> Result<usize, Unreadable> {
    let before = HELD.load(Ordering::Relaxed);
    PEAK.store(before, Ordering::Relaxed);
    let start = Instant::now();
    let draft = gongkai_read::document(bytes, name)
        .and_then(|document| gongkai_read::recognise(&document, &Forms::official()));
    let peak = PEAK.load(Ordering::Relaxed).saturating_sub(before);
    println!(
        "{name:<16}{:>11} bytes{:>8} ms{:>6} MB  {}",
        bytes.len(),
        start.elapsed().as_millis(),
        peak >> 20,
        draft.as_ref().err().map(ToString::to_string).unwrap_or_default()
    );
    assert!(peak < MOST, "{name}: {peak} bytes");
    draft.map(|draft| draft.sources.len())
}

/// One test, since memory is counted for the whole process.
#[test]
fn each_bad_file_gets_its_sentence_and_is_read_within_bounds() {
    let whole = docx();
    let bomb = word(&" ".repeat(60 * 1024 * 1024));
    let entities = {
        let mut text = "<!DOCTYPE d [<!ENTITY a \"甲甲甲甲甲甲甲甲甲甲\">".to_owned();
        for (name, of) in
            ["b", "c", "d", "e", "f", "g", "h"].iter().zip(["a", "b", "c", "d", "e", "f", "g"])
        {
            text += &format!("<!ENTITY {name} \"{}\">", format!("&{of};").repeat(10));
        }
        text += "]><w:document xmlns:w=\"x\"><w:body><w:p><w:r><w:t>&h;</w:t></w:r></w:p></w:body></w:document>";
        zipped("word/document.xml", text.as_bytes())
    };
    let deep = word(&("<w:a>".repeat(100_000) + &"</w:a>".repeat(100_000)));
    let two = html(2024) + &html(2025);
    let image = "q 500 0 0 700 40 40 cm /Im1 Do Q";
    let locked = include_bytes!("corpus/locked.pdf");
    let damaged = &whole[..whole.len() / 2];
    let row = "（一）予以公开\t1\t0\t\t0\t0\t0\t1\n本年新收政府信息公开申请\t\t\n";
    let cells = "<w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>".repeat(1_000_000);
    let cases: [(&str, Vec<u8>, Unreadable); 25] = [
        ("空.docx", b"  \r\n".to_vec(), Unreadable::Empty),
        ("扫描.pdf", pdf(image), Unreadable::Scanned),
        ("密码.pdf", locked.to_vec(), Unreadable::Password(" PDF 文件")),
        (
            "密码.docx",
            compound(&["/EncryptedPackage", "/EncryptionInfo"]),
            Unreadable::Password(" Word 文件"),
        ),
        (
            "密码.xlsx",
            compound(&["/EncryptedPackage", "/EncryptionInfo"]),
            Unreadable::Password(" Excel 文件"),
        ),
        ("残缺.docx", damaged.to_vec(), Unreadable::Damaged(" Word 文件")),
        (
            "残缺.doc",
            compound(&["/WordDocument"])[..700].to_vec(),
            Unreadable::Damaged(" Word 文件"),
        ),
        ("炸弹.docx", bomb, Unreadable::Excessive),
        ("实体.docx", entities, Unreadable::Empty),
        ("深.docx", deep, Unreadable::Excessive),
        ("大.docx", vec![b'x'; LARGEST + 1], Unreadable::TooLarge),
        ("照片.docx", b"\x89PNG\r\n\x1a\n0000".to_vec(), Unreadable::NotSupported("图片")),
        ("旧.wps", compound(&["/CONTENTS"]), Unreadable::NotSupported("旧版 WPS 文字文件")),
        ("空文档.docx", word("<w:p/>"), Unreadable::Empty),
        ("两份.html", two.into_bytes(), Unreadable::Several),
        ("长.txt", row.repeat(LARGEST / row.len()).into_bytes(), Unreadable::TooLong),
        ("长行.txt", "予以公开".repeat(LARGEST / 12).into_bytes(), Unreadable::TooLong),
        ("空行.txt", ["无".as_bytes(), &[b'\n'; LARGEST - 10]].concat(), Unreadable::TooLong),
        ("层层.html", ("<div><b>".repeat(200_000) + "无").into_bytes(), Unreadable::NoReport),
        (
            "多格.html",
            ("<table>".to_owned() + &"<tr><th><td>1".repeat(900_000)).into_bytes(),
            Unreadable::Excessive,
        ),
        (
            "多表.html",
            "<table><tr><td>1<td>2</table>".repeat(600_000).into_bytes(),
            Unreadable::TooLong,
        ),
        ("多格.docx", word(&format!("<w:tbl><w:tr>{cells}</w:tr></w:tbl>")), Unreadable::Excessive),
        ("多行.xlsx", sheet(60_000), Unreadable::TooLong),
        ("多笔.pdf", pdf(&"0 0 m 9 9 l S ".repeat(300_000)), Unreadable::Excessive),
        ("通知.txt", "关于开会的通知\n请准时参加。".into(), Unreadable::NoReport),
    ];
    for (name, bytes, expected) in cases {
        let got = said(&bytes, name).expect_err(name);
        let sentence = got.to_string();
        assert!(sentence.ends_with('。') && sentence.matches('。').count() == 1, "{sentence}");
        assert_eq!(got, expected, "{name}");
    }
    // The same report twice on a page, as sites with a page for telephones have it, is one report.
    assert_eq!(said((html(2025) + &html(2025)).as_bytes(), "两遍.html"), Ok(200));
}
