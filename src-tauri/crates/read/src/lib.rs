//! From the bytes of a file to a recognised report, in two steps: a reader makes a [`Document`] of
//! the bytes and knows nothing of reports; [`recognise`] finds the report in it by its labels.
//!
//! **Deliberately absent**: opening files. Bytes come in.

#![warn(missing_docs, clippy::indexing_slicing, clippy::string_slice)]
#![cfg_attr(
    test,
    allow(clippy::indexing_slicing, clippy::string_slice, reason = "a test may fail")
)]

mod contents;
pub mod doc;
pub mod docx;
mod figures;
mod format;
mod formats;
mod grid;
mod headings;
mod heads;
pub mod html;
mod labels;
mod limits;
mod lines;
mod package;
mod pasted;
mod pattern;
pub mod pdf;
mod prose;
mod recognise;
mod rejoin_rows;
mod sheet;
mod split_digits;
mod tables;
mod text;
mod title;
mod vocabulary;
mod which_edition;
pub mod xls;
pub mod xlsx;
mod xml;

pub use format::{Container, Format};
pub use formats::{FORMATS, endings, readable};
pub use pasted::{PastedTable, pasted_table};
pub use recognise::recognise;

use gongkai_model::document::Document;
use gongkai_model::form::{CellId, Forms};
use gongkai_model::report::Report;
use serde::Serialize;
use std::collections::BTreeMap;
use thiserror::Error;
use ts_rs::TS;

/// Largest file read, in bytes.
pub const LARGEST: usize = 20 * 1024 * 1024;

/// Why a file can't be read as a report: one sentence, what it is and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Unreadable {
    /// Nothing stands in it.
    #[error("这个文件是空的，请换一个文件。")]
    Empty,
    /// It is longer than [`LARGEST`].
    #[error("这个文件超过 20 MB，不像是一份年度报告，请换一个文件。")]
    TooLarge,
    /// What the file is, in the user's words.
    #[error(
        "这是{0}，本程序不能读取；请在原来的软件中另存为 Word 文件（.docx）或文本文件（.txt）后再导入。"
    )]
    NotSupported(&'static str),
    /// It is neither text nor anything that is told by its content.
    #[error(
        "这个文件不是文字文件，无法读取；请换成 Word 文件（.docx）、网页或文本文件（.txt）后再导入。"
    )]
    NotText,
    /// What is damaged, in the user's words.
    #[error("这个{0}已经损坏，无法打开；请从原来的软件中重新保存一份后再导入。")]
    Damaged(&'static str),
    /// It is locked; what it is, in the user's words.
    #[error("这个{0}设有密码；请先取消密码保护，另存一份后再导入。")]
    Password(&'static str),
    /// A PDF without a text layer.
    #[error(
        "这个 PDF 是扫描件，里面只有图片、没有文字；请换成 Word 文件、网页或文本文件后再导入。"
    )]
    Scanned,
    /// It holds more than one report.
    #[error(
        "这个文件里有不止一份年度报告，不知道该读哪一份；请把它们分别另存为单独的文件后再导入。"
    )]
    Several,
    /// It unpacks to more than any report.
    #[error("这个文件展开后过大，不像是一份年度报告，请换一个文件。")]
    Excessive,
    /// It says more than any report.
    #[error("这个文件超过 100 万字或者 5 万行（格），不像是一份年度报告，请换一个文件。")]
    TooLong,
    /// It holds no report.
    #[error(
        "在这个文件里没有找到政府信息公开工作年度报告（没有报告标题，也没有报告的章节和表格）；请检查是否选错了文件。"
    )]
    NoReport,
}

/// A figure or place the user had better look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Doubt {
    /// The figure, or the first of the table in doubt.
    pub cell: CellId,
    /// One sentence.
    pub why: String,
}

/// A report as recognised in a file; the user looks at it before it becomes one of the office's.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// Cells the file does not give stand in it as [`gongkai_model::report::Figure::Unread`].
    pub report: Report,
    /// Pieces of tables that belong to no label of the form.
    pub unmatched: Vec<String>,
    /// What had better be looked at.
    pub doubts: Vec<Doubt>,
    /// Where each figure was found: the number of the block in the document, from 0.
    pub sources: BTreeMap<CellId, usize>,
}

/// Reads a file of up to [`LARGEST`] bytes. What it is is told by its content; `name` only helps
/// where the content does not say.
///
/// # Errors
/// Where it is nothing that is read, damaged, locked, empty, or more than any report.
pub fn document(bytes: &[u8], name: &str) -> Result<Document, Unreadable> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Unreadable::Empty);
    }
    if bytes.len() > LARGEST {
        return Err(Unreadable::TooLarge);
    }
    let ending = name.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase()).unwrap_or_default();
    formats::read(bytes, &ending)
}

/// Reads the report in a file of up to [`LARGEST`] bytes.
///
/// # Errors
/// As [`document`] and [`recognise`].
pub fn report(bytes: &[u8], name: &str, forms: &Forms) -> Result<Draft, Unreadable> {
    recognise(&document(bytes, name)?, forms)
}
