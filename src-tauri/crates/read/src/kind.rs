//! What a file is, by its content; its name only helps where the content does not say.

use std::io::Cursor;

/// What is done with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileKind {
    Doc,
    Docx,
    Xlsx,
    Xls,
    Pdf,
    Html,
    Text,
    /// Protected by a password; what it is, in the user's words.
    Locked(&'static str),
    Broken(&'static str),
    /// Nothing that is read.
    Other(&'static str),
}

const ZIP: &[u8] = b"PK\x03\x04";
const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// Bytes at the beginning that are looked at.
const HEAD: usize = 4096;

pub(super) fn of(bytes: &[u8], ending: &str) -> FileKind {
    const OTHERS: &[(&[u8], &str)] = &[
        (b"\x89PNG", "图片"),
        (b"\xff\xd8\xff", "图片"),
        (b"GIF8", "图片"),
        (b"II*\0", "图片"),
        (b"MM\0*", "图片"),
        (b"RIFF", "图片、录音或录像"),
        (b"{\\rtf", " RTF 文件"),
        (b"Rar!", "压缩包"),
        (b"7z\xbc\xaf\x27\x1c", "压缩包"),
        (b"\x1f\x8b", "压缩包"),
        (b"MZ", "程序"),
        (b"\x7fELF", "程序"),
    ];
    let head: Vec<u8> =
        bytes.iter().take(HEAD).map(u8::to_ascii_lowercase).filter(|byte| *byte != 0).collect();
    let has = |needle: &[u8]| head.windows(needle.len()).any(|window| window == needle);
    if bytes.starts_with(ZIP) {
        return zip(bytes, ending);
    }
    if bytes.starts_with(OLE) {
        return ole(bytes, ending);
    }
    if bytes.get(..1024.min(bytes.len())).is_some_and(|b| b.windows(5).any(|w| w == b"%PDF-")) {
        return FileKind::Pdf;
    }
    if let Some((_, what)) = OTHERS.iter().find(|(mark, _)| bytes.starts_with(mark)) {
        return FileKind::Other(what);
    }
    if has(b"mso-application progid=\"word") || has(b"<w:worddocument") || has(b"<pkg:package") {
        return FileKind::Other(" Word XML 文件");
    }
    let page = [&b"<html"[..], b"<!doctype html", b"mime-version:", b"<table", b"<body", b"<div"];
    let named = ["htm", "html", "xhtml", "mht", "mhtml"].contains(&ending);
    if named || page.iter().any(|mark| has(mark)) { FileKind::Html } else { FileKind::Text }
}

fn zip(bytes: &[u8], ending: &str) -> FileKind {
    let broken = match ending {
        "xlsx" | "et" => " Excel 文件",
        "docx" | "wps" => " Word 文件",
        _ => "文件",
    };
    let Ok(archive) = zip::ZipArchive::new(Cursor::new(bytes)) else {
        return FileKind::Broken(broken);
    };
    let has = |name: &str| archive.index_for_name(name).is_some();
    let any = |folder: &str| archive.file_names().flatten().any(|name| name.starts_with(folder));
    if has("word/document.xml") || any("word/") {
        FileKind::Docx
    } else if has("xl/workbook.xml") || any("xl/") {
        FileKind::Xlsx
    } else if any("ppt/") {
        FileKind::Other("演示文稿")
    } else if has("OFD.xml") {
        FileKind::Other(" OFD 文件")
    } else if has("content.xml") {
        FileKind::Other(" OpenDocument 文件")
    } else if has("[Content_Types].xml") {
        FileKind::Docx
    } else {
        FileKind::Other("压缩包")
    }
}

/// A container of Microsoft's older programs: what its streams say it is.
fn ole(bytes: &[u8], ending: &str) -> FileKind {
    let sheet = ending.starts_with("xls") || ending == "et";
    let Ok(file) = cfb::CompoundFile::open(Cursor::new(bytes)) else {
        return FileKind::Broken(if sheet { " Excel 文件" } else { " Word 文件" });
    };
    if file.exists("/EncryptedPackage") || file.exists("/EncryptionInfo") {
        return FileKind::Locked(if sheet { " Excel 文件" } else { " Word 文件" });
    }
    if file.exists("/WordDocument") {
        FileKind::Doc
    } else if file.exists("/Workbook") || file.exists("/Book") {
        FileKind::Xls
    } else if file.exists("/PowerPoint Document") {
        FileKind::Other("演示文稿")
    } else if ending == "wps" {
        FileKind::Other("旧版 WPS 文字文件")
    } else {
        FileKind::Other("旧版 Office 文件")
    }
}
