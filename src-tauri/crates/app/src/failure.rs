//! Failure → one Chinese sentence for the user (what happened, what to do), and details for the log
//! and for copying. The crates below say a sentence of their own in their errors; here it gets its
//! code and its causes, and here stand the sentences several parts of the program share.

use gongkai_export::{NotPrinted, NotWritten};
use gongkai_platform::files::FileError;
use gongkai_platform::fonts::FontsMissing;
use gongkai_read::Unreadable;
use gongkai_sign::{NotSigned, NotVerified};
use gongkai_store::StoreError;
use serde::Serialize;
use std::error::Error;
use std::fmt;
use std::path::Path;
use ts_rs::TS;

/// Why something could not be done, for the user.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Failure {
    /// What happened and what to do.
    pub sentence: String,
    /// The technical causes, one a line.
    pub details: String,
    /// Whether the window has an answer of its own.
    pub code: Code,
}

/// The few failures the window has an answer of its own for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The report or file is there already; the window offers to replace it.
    Exists,
    /// The user called it off.
    Stopped,
    /// Nothing failed: it may not be done as things stand, and the sentence says why.
    Refused,
    /// It may be done, once the user has said that this is meant.
    Asks,
    /// A key was refused: its password, its token or its certificate; the window asks again.
    Key,
    /// The data are gone from their folder, or nothing can be read of them; the window offers a backup,
    /// or to begin anew.
    Missing,
    /// The database is damaged; what can be read of it is salvaged, and it may be tried again.
    Damaged,
    /// Nothing the window can do but say so.
    Other,
}

impl Failure {
    /// A refusal in the program's own words.
    pub fn refused(sentence: impl Into<String>) -> Self {
        Failure { sentence: sentence.into(), details: String::new(), code: Code::Refused }
    }

    /// A file that was written is not where it was written to.
    pub fn moved_away(path: &Path, details: String) -> Self {
        let sentence = format!(
            "“{}”已经不在“{}”里了，可能被移动、改名或删除；请找到它，或重新导出。",
            name(path),
            folder(path)
        );
        Failure { sentence, details, code: Code::Other }
    }

    /// The system opened no program for a file.
    pub fn not_opened(path: &Path, details: String) -> Self {
        let sentence = format!(
            "“{}”没有打开，可能没有装能看这种文件的程序；它在“{}”里，请到那里打开，或装好程序再试。",
            name(path),
            folder(path)
        );
        Failure { sentence, details, code: Code::Other }
    }

    /// The system showed no folder.
    pub fn folder_not_opened(folder: &Path, details: String) -> Self {
        let sentence = format!("文件夹没有打开，请在文件管理器里找到“{}”。", folder.display());
        Failure { sentence, details, code: Code::Other }
    }

    /// The program itself is at fault: a thread of it ended in a panic, which the log has.
    pub fn panicked() -> Self {
        let sentence = "程序自己出了错，这一步没有做完，已有的数据没有变；请再试一次，还是这样就把日志交给技术人员。";
        Failure { sentence: sentence.to_owned(), details: String::new(), code: Code::Other }
    }

    /// A question to be answered before it is done.
    pub fn asks(sentence: impl Into<String>) -> Self {
        Failure { code: Code::Asks, ..Failure::refused(sentence) }
    }

    fn of(error: &(dyn Error + 'static), code: Code) -> Self {
        let mut details = format!("{error:?}");
        let mut cause = error.source();
        while let Some(source) = cause {
            details.push_str(&format!("\n{source}"));
            cause = source.source();
        }
        tracing::warn!(%error, details, "refused or failed");
        Failure { sentence: error.to_string(), details, code }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let code = match error {
            StoreError::Exists => Code::Exists,
            StoreError::Missing { .. } | StoreError::Unreadable { .. } => Code::Missing,
            StoreError::Damaged { .. } => Code::Damaged,
            _ => Code::Other,
        };
        Failure::of(&error, code)
    }
}

impl From<FileError> for Failure {
    fn from(error: FileError) -> Self {
        let exists = matches!(error, FileError::Exists { .. });
        Failure::of(&error, if exists { Code::Exists } else { Code::Other })
    }
}

impl From<Unreadable> for Failure {
    fn from(error: Unreadable) -> Self {
        Failure::of(&error, Code::Other)
    }
}

impl From<NotPrinted> for Failure {
    fn from(error: NotPrinted) -> Self {
        Failure::of(&error, Code::Other)
    }
}

impl From<NotWritten> for Failure {
    fn from(error: NotWritten) -> Self {
        Failure::of(&error, Code::Other)
    }
}

impl From<NotSigned> for Failure {
    fn from(error: NotSigned) -> Self {
        let key = matches!(error, NotSigned::Key(_));
        Failure::of(&error, if key { Code::Key } else { Code::Other })
    }
}

impl From<NotVerified> for Failure {
    fn from(error: NotVerified) -> Self {
        Failure::of(&error, Code::Other)
    }
}

impl From<FontsMissing> for Failure {
    fn from(error: FontsMissing) -> Self {
        Failure::of(&error, Code::Other)
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Failure {
            sentence: "保存的设置读不出来，已按通常的设置继续；请在“设置”里重新填写。".to_owned(),
            ..Failure::of(&error, Code::Other)
        }
    }
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

fn folder(path: &Path) -> String {
    path.parent().unwrap_or(path).display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_says_one_sentence_and_keeps_its_causes() {
        let failure = Failure::from(FileError::Missing {
            name: "去年.txt".to_owned(),
            source: std::io::Error::other("no such file"),
        });
        assert_eq!(failure.sentence.matches('。').count(), 1);
        assert!(failure.details.contains("no such file"));
        assert_eq!(failure.code, Code::Other);
        assert_eq!(Failure::from(StoreError::Exists).code, Code::Exists);
    }
}
