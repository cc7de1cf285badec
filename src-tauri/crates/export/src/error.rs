//! Why no file was made. The sentences are shown as they are.

use thiserror::Error;

/// Why nothing was written. Its sentence is shown as it is.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NotPrinted {
    /// Characters that no font has, at most ten of them.
    #[error(
        "没有生成文件：所有字体中都没有这些字：{characters}；请安装含有这些字的字体，或改用其他写法。"
    )]
    Missing {
        /// As shown: the character and its code.
        characters: String,
    },
    /// A cell of a table says more than a page holds.
    #[error("没有生成文件：有一个表格单元格内容太多，一页放不下；请缩短该格的内容。")]
    Overfull,
    /// A font could not be embedded.
    #[error("没有生成文件：字体文件不能使用；请重新安装字体，或改用随程序提供的字体。")]
    Font,
    /// The library refused to write.
    #[error("没有生成文件：写出 PDF 时出错；请再试一次，仍不成功请把日志发给维护人员。")]
    File,
    /// What was read back is not what was to be written.
    #[error(
        "没有生成文件：写出的 PDF 与年报核对不一致（{place}）；年报内容没有改动，请再试一次，仍不成功请把日志发给维护人员。"
    )]
    Different {
        /// The first place that differs, in the user's words.
        place: String,
    },
}

/// Why no file was made.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NotWritten {
    /// The library refused to write, or what it wrote could not be read.
    #[error("没有生成文件：写出时出错；请再试一次，仍不成功请把日志发给维护人员。")]
    File,
    /// What was read back is not what was to be written.
    #[error(
        "没有生成文件：写出的文件与年报核对不一致（{place}）；年报内容没有改动，请再试一次，仍不成功请把日志发给维护人员。"
    )]
    Different {
        /// The first place that differs, in the user's words.
        place: String,
    },
    /// The official page could not be printed.
    #[error(transparent)]
    Page(#[from] NotPrinted),
}
