//! The kinds of files that are read: the one table of them. Reading, choosing among files, the
//! fuzzer, sentences and help all walk it.
//!
//! **Deliberately absent**: what a kind's bytes mean; that is the file of its reader.

mod contents;
pub mod doc;
pub mod docx;
mod encoding;
mod format;
mod grid;
pub mod html;
mod ofd;
mod package;
pub mod pdf;
mod raised;
mod sheet;
mod sheet_properties;
pub mod text;
pub mod xls;
pub mod xlsx;
mod xml;

pub use format::{Container, Format};

use crate::Unreadable;
use contents::{Contents, Packed};
use gongkai_model::document::Document;

/// Every kind of file that is read. Of two that claim a file the first gets it; text takes what is
/// left.
pub const FORMATS: &[Format] = &[
    doc::FORMAT,
    docx::FORMAT,
    html::FORMAT,
    pdf::FORMAT,
    ofd::FORMAT,
    xlsx::FORMAT,
    xls::FORMAT,
    text::FORMAT,
];

/// Reads a file of whichever kind it is by its content; the ending of its name only helps where the
/// content does not say.
pub(crate) fn read(bytes: &[u8], ending: &str) -> Result<Document, Unreadable> {
    let file = Contents::of(bytes, ending);
    match FORMATS.iter().find(|format| (format.is)(&file)) {
        Some(format) => format.read(bytes),
        None => Err(refusal(&file)),
    }
}

/// Why a file of no kind in the table is not read.
fn refusal(file: &Contents<'_>) -> Unreadable {
    let named = of_ending(file.ending);
    match &file.packed {
        Packed::Locked => Unreadable::Password(named.map_or(doc::FORMAT.called, |f| f.called)),
        Packed::BrokenZip => Unreadable::Damaged(named.map_or("文件", |format| format.called)),
        Packed::BrokenCompound => {
            Unreadable::Damaged(named.map_or(doc::FORMAT.called, |format| format.called))
        }
        Packed::Zip(_) if file.has("ppt/") => Unreadable::NotSupported("演示文稿"),
        Packed::Zip(_) if file.has("content.xml") => Unreadable::NotSupported(" OpenDocument 文件"),
        Packed::Zip(_) => Unreadable::NotSupported("压缩包"),
        Packed::Compound(_) if file.has("/PowerPoint Document") => {
            Unreadable::NotSupported("演示文稿")
        }
        Packed::Compound(_) if file.ending == "wps" => {
            Unreadable::NotSupported("旧版 WPS 文字文件")
        }
        Packed::Compound(_) => Unreadable::NotSupported("旧版 Office 文件"),
        Packed::Foreign(what) => Unreadable::NotSupported(what),
        Packed::Pdf | Packed::Plain => Unreadable::NotText,
    }
}

/// Every ending of a file that is read, each once.
pub fn endings() -> Vec<&'static str> {
    let mut out: Vec<&str> = Vec::new();
    for ending in FORMATS.iter().flat_map(|format| format.endings) {
        if !out.contains(ending) {
            out.push(ending);
        }
    }
    out
}

/// What can be read, in the user's words: `Word 文件（.doc、.wps、.docx）、网页（.html、…）`.
pub fn readable() -> String {
    let mut kinds: Vec<&str> = FORMATS.iter().map(|format| format.called).collect();
    kinds.dedup();
    let kind = |called: &&str| {
        let own = FORMATS.iter().filter(|format| format.called == *called);
        let mut endings: Vec<String> =
            own.flat_map(|format| format.endings).map(|ending| format!(".{ending}")).collect();
        endings.sort();
        endings.dedup();
        format!("{}（{}）", called.trim(), endings.join("、"))
    };
    kinds.iter().map(kind).collect::<Vec<_>>().join("、")
}

/// The kind whose files usually have this ending.
pub(crate) fn of_ending(ending: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.endings.contains(&ending))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::Path;

    #[test]
    fn each_kind_has_seeds_for_the_fuzzer() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds");
        let seeds: BTreeSet<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        let names = FORMATS.iter().map(|format| format.name).chain(["recognise"]);
        assert_eq!(seeds, names.map(str::to_owned).collect());
    }

    #[test]
    fn every_ending_a_sentence_names_is_one_that_is_read() {
        let sentences = [
            Unreadable::NotSupported("图片"),
            Unreadable::NotText,
            Unreadable::Scanned,
            Unreadable::Damaged("文件"),
        ];
        for sentence in sentences.iter().map(ToString::to_string) {
            for named in sentence.split("（.").skip(1) {
                let ending = named.split('）').next().unwrap_or_default();
                assert!(of_ending(ending).is_some(), "{sentence}");
            }
        }
    }

    #[test]
    fn what_can_be_read_is_said_once_a_kind() {
        assert_eq!(
            readable(),
            "Word 文件（.doc、.docx、.wps）、网页（.htm、.html、.mht、.mhtml、.xhtml）、\
             PDF 文件（.pdf）、OFD 文件（.ofd）、Excel 文件（.et、.xls、.xlsx）、文本文件（.md、.txt）"
        );
    }
}
