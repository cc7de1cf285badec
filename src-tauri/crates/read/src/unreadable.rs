//! Why a file is no report that can be read.

use thiserror::Error;

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
