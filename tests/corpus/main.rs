//! The corpus: our own reports of both editions with awkward figures, as files of every kind and of
//! every program at hand. Each cell read is right or 未读到, never wrong; the share read is printed
//! for each file.
//!
//! What other programs made lies in `files/` (`cargo xtask corpus` makes it anew); what this program
//! writes is written on the spot.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails where it cannot go on")]

mod awkward;

use gongkai_export::{FORMATS, FileFormat};
use gongkai_model::document::{Block, Document};
use gongkai_model::form::Forms;

use gongkai_layout::PageOptions;
use gongkai_model::report::{Figure, Report};
use gongkai_platform::fonts::{Choice, find};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/corpus/files")
}

fn year(report: &Report) -> i32 {
    report.year.unwrap()
}

/// Words saved as text: a table row a line, its cells parted by tabs.
fn as_text(document: &Document) -> String {
    let mut out = String::new();
    for block in &document.blocks {
        match block {
            Block::Paragraph(paragraph) => out += &format!("{}\r\n\r\n", paragraph.text),
            Block::Table(table) => {
                for row in 0..table.rows {
                    let cells = table.cells.iter().filter(|cell| cell.row == row);
                    let cells: Vec<&str> = cells.map(|cell| cell.text.as_str()).collect();
                    out += &format!("{}\r\n", cells.join("\t"));
                }
            }
        }
    }
    out
}

fn gb18030(text: &str) -> Vec<u8> {
    encoding_rs::GB18030.encode(text).0.into_owned()
}

/// A page as browsers save it whole, in the encoding of older sites.
fn archive(page: &[u8]) -> Vec<u8> {
    let page = String::from_utf8(page.to_vec()).unwrap().replace("utf-8", "gb2312");
    let mut out = b"MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=\"----b\"\r\n\r\n------b\r\nContent-Type: text/html; charset=\"gb2312\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n".to_vec();
    for (at, byte) in gb18030(&page).into_iter().enumerate() {
        out.extend(format!("={byte:02X}").bytes());
        if at % 24 == 23 {
            out.extend(b"=\r\n");
        }
    }
    out.extend(b"\r\n------b--\r\n");
    out
}

/// What this program writes, and text in the encodings of offices.
fn written(report: &Report, forms: &Forms) -> Vec<(String, Vec<u8>)> {
    let document = gongkai_compose::document(report, forms);
    let page = gongkai_export::html(&document).unwrap();
    let text = as_text(&document);
    let fonts = find(Choice::Bundled).expect("run `cargo xtask fonts`");
    let file = |format: &FileFormat| {
        let bytes = format.file(report, forms, &PageOptions::default(), &fonts).unwrap();
        (format!("{}.own.{}", year(report), format.ending()), bytes)
    };
    let files = [
        ("utf8.txt", text.clone().into_bytes()),
        ("gb18030.txt", gb18030(&text)),
        ("gb2312.html", gb18030(&String::from_utf8_lossy(&page).replace("utf-8", "gb2312"))),
        (
            "undeclared.html",
            gb18030(&String::from_utf8_lossy(&page).replace("<meta charset=\"utf-8\">", "")),
        ),
        ("mht", archive(&page)),
    ];
    let files = files.map(|(name, bytes)| (format!("{}.own.{name}", year(report)), bytes));
    FORMATS.iter().map(file).chain(files).collect()
}

/// What other programs made of the report.
fn kept(report: &Report) -> Vec<(String, Vec<u8>)> {
    let files = std::fs::read_dir(folder()).expect("the corpus").flatten();
    let mut files: Vec<PathBuf> = files.map(|entry| entry.path()).collect();
    files.sort();
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    files.retain(|path| name(path).starts_with(&format!("{}.", year(report))));
    files.iter().map(|path| (name(path), std::fs::read(path).unwrap())).collect()
}

/// Cells read right, of how many; panics at a wrong one.
fn right(report: &Report, name: &str, bytes: &[u8], forms: &Forms) -> (usize, usize) {
    let document = gongkai_read::document(bytes, name).unwrap_or_else(|e| panic!("{name}: {e}"));
    let draft = gongkai_read::recognise(&document, forms).unwrap_or_else(|e| panic!("{name}: {e}"));
    let mut right = 0;
    for (id, cell) in &report.cells {
        let back = draft.report.cells.get(id).unwrap_or_else(|| panic!("{name} {id}"));
        let same = (back.figure, &back.note) == (cell.figure, &cell.note);
        assert!(same || back.figure == Figure::Unread, "{name} {id}: {cell:?} became {back:?}");
        if !same {
            println!(
                "{name} {id}: {} unread; {:?}",
                cell.printed(),
                draft.doubts.iter().find(|d| d.cell == *id)
            );
        }
        right += usize::from(same);
    }
    let about = |report: &Report| (report.organ.clone(), report.year, report.edition.clone());
    assert_eq!(about(&draft.report), about(report), "{name}");
    (right, report.cells.len())
}

#[test]
fn every_cell_is_right_or_unread_and_none_is_wrong() {
    let forms = Forms::official();
    let mut shares: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for report in awkward::reports(&forms) {
        let made = text_of(&report).exists();
        let missing = made && kept(&report).len() < 7;
        assert!(!missing, "`cargo xtask corpus` makes the files of other programs");
        for (name, bytes) in written(&report, &forms).into_iter().chain(kept(&report)) {
            let (right, all) = right(&report, &name, &bytes, &forms);
            println!("{name:<28} {right} of {all}");
            let ending = name.rsplit('.').next().unwrap().to_owned();
            let share = shares.entry(ending).or_default();
            *share = (share.0 + right, share.1 + all);
        }
    }
    for format in gongkai_read::FORMATS {
        let there = format.endings.iter().any(|ending| shares.contains_key(*ending));
        assert!(there, "no file of the corpus is a .{}", format.endings[0]);
    }
    for (format, (right, all)) in shares {
        let share = 100.0 * right as f64 / all as f64;
        println!("{format:<6} {right:>5} of {all:>5}  {share:.1} %");
        assert!(share >= if format == "pdf" { 99.0 } else { 100.0 }, "{format}: {share:.1} %");
    }
}

/// The report files of other programs are made from; an edition without one has none of them yet.
fn text_of(report: &Report) -> PathBuf {
    folder().with_file_name(format!("{}.md", year(report)))
}

/// The files of other programs are made from these: they hold what the test expects. With the
/// variable `GONGKAI_CORPUS` they are written anew, and into the folder it names what this program
/// makes of them.
#[test]
fn the_reports_the_corpus_is_made_from_are_up_to_date() {
    let forms = Forms::official();
    let folder = std::env::var_os("GONGKAI_CORPUS").map(PathBuf::from);
    let mut there = 0;
    for report in awkward::reports(&forms) {
        let path = text_of(&report);
        let text = gongkai_export::markdown(&gongkai_compose::document(&report, &forms));
        if let Some(folder) = &folder {
            std::fs::write(&path, &text).unwrap();
            for (name, bytes) in written(&report, &forms) {
                std::fs::write(folder.join(name), bytes).unwrap();
            }
        }
        if let Ok(kept) = std::fs::read_to_string(&path) {
            assert_eq!(kept, text, "{}", path.display());
            there += 1;
        }
    }
    assert!(there >= 2, "{there}");
}
