//! What can go wrong: one Chinese sentence each, what happened and what to do. The technical cause
//! is in `source()`, for the log.

use rusqlite::ErrorCode;
use rusqlite::ffi::{SQLITE_CONSTRAINT_FOREIGNKEY, SQLITE_CONSTRAINT_UNIQUE};
use std::io;
use std::path::{Path, PathBuf};

type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Of most functions here.
pub(crate) type Result<T, E = StoreError> = std::result::Result<T, E>;

/// Why something could not be kept or found.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder or the file in it cannot be written.
    #[error(
        "不能在“{}”中保存数据：请检查这个文件夹是否存在、是否允许写入，或者换一个文件夹。",
        .path.display()
    )]
    NotWritable {
        /// The folder or file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: Cause,
    },
    /// Written by a later version of the program; nothing was changed.
    #[error("数据由更新版本的“公开年报”写成，本版本打不开：请安装最新版本后再打开，数据没有改动。")]
    Newer {
        /// Version of the database, counted in steps from an empty file.
        found: usize,
        /// The latest this program knows.
        known: usize,
    },
    /// Data were here, and are not any more; nothing was made in their place.
    #[error(
        "数据文件夹“{}”里原来的数据不见了，程序没有另建新的：请接回 U 盘或把数据文件夹放回原处，再试一次；找不回来，就从备份恢复。",
        .path.display()
    )]
    Missing {
        /// The folder.
        path: PathBuf,
    },
    /// The folder can be read and not written: reports can be looked at.
    #[error(
        "数据文件夹“{}”只能读、不能写，年报可以看，改动存不上：请换一个能写的文件夹，或取消 U 盘的写保护再打开程序。",
        .path.display()
    )]
    ReadOnly {
        /// The folder.
        path: PathBuf,
    },
    /// Another file has taken the place of the one that was opened.
    #[error(
        "数据文件夹“{}”里的 gongkai.db 被换成了另一个文件，没有存上的改动还在窗口里，没有写进那个文件：请把原来的文件放回去，程序会接着保存；要用换上的文件，就关闭程序再打开。",
        .path.display()
    )]
    Replaced {
        /// The folder.
        path: PathBuf,
    },
    /// SQLite cannot read it, or what it holds is no value of ours.
    #[error(
        "数据文件 gongkai.db 已损坏：程序把它原样移开，把能读出的年报和最近的备份放到一起，请返回首页查看。"
    )]
    Damaged {
        /// What the system or SQLite said.
        #[source]
        source: Cause,
    },
    /// Damaged so that nothing can be read of it, and there is no backup; it lies where it lay.
    #[error(
        "数据文件夹“{}”里的 gongkai.db 已损坏，一份年报也读不出，旁边也没有好的备份，文件没有动过：请从别处找回数据或备份，或者重新开始。",
        .path.display()
    )]
    Unreadable {
        /// The folder.
        path: PathBuf,
        /// What the system or SQLite said.
        #[source]
        source: Cause,
    },
    /// A database, but not one of ours.
    #[error("数据文件夹里的 gongkai.db 不是“公开年报”的数据：请把它移到别处，或者换一个文件夹。")]
    Foreign,
    /// Another program holds the file.
    #[error(
        "数据正被另一个程序使用：请关闭已打开的“公开年报”窗口（也可能在另一台电脑上），再试一次。"
    )]
    Locked {
        /// What the system or SQLite said.
        #[source]
        source: Cause,
    },
    /// No room on the disk; nothing of the edit was kept.
    #[error("磁盘已满，这次修改没有存上，以前的数据没有变：请清理磁盘后再试一次。")]
    Full {
        /// What the system or SQLite said.
        #[source]
        source: Cause,
    },
    /// The disk failed; nothing of the edit was kept.
    #[error("读写磁盘出错，这次修改没有存上：请检查磁盘或网络盘是否还连着，再试一次。")]
    Disk {
        /// What the system or SQLite said.
        #[source]
        source: Cause,
    },
    /// The file is no longer where it was opened.
    #[error(
        "数据文件夹“{}”不见了，没有存上的改动还在窗口里：请接回 U 盘或把文件夹放回原处，程序会接着保存；放不回去，就在“设置”里换一个文件夹。",
        .path.display()
    )]
    Gone {
        /// The folder.
        path: PathBuf,
    },
    /// The organ has a report of this year and scope already.
    #[error("这个单位该年度的年报已经有了：请打开它修改，或者先删除它。")]
    Exists,
    /// There is an organ of this name already.
    #[error("已经有同名的单位：请直接使用它，或者换一个名称。")]
    SameOrgan,
    /// A report without a year cannot be kept.
    #[error("这份年报没有报告年度：请先填写年度再保存。")]
    WithoutYear,
    /// No organ or report of this id, or it has been deleted.
    #[error("要找的单位或年报已经不在了，可能已被删除：请返回首页重新选择。")]
    NotThere,
    /// Anything else SQLite says.
    #[error("保存或读取数据时出错，这次修改没有存上：请重新打开程序再试一次。")]
    Other {
        /// What the system or SQLite said.
        #[source]
        source: Cause,
    },
}

impl StoreError {
    pub(crate) fn of_file(path: &Path, source: io::Error) -> Self {
        let source_of = |source: io::Error| Box::new(source) as Cause;
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                StoreError::Full { source: source_of(source) }
            }
            _ => StoreError::NotWritable { path: path.to_owned(), source: source_of(source) },
        }
    }
}

/// Refuses an edit that found nothing to change.
pub(crate) fn ensure_found(changed: usize) -> Result<()> {
    if changed == 0 { Err(StoreError::NotThere) } else { Ok(()) }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::Error::*;
        let extended = error.sqlite_error().map(|error| error.extended_code);
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                StoreError::Locked { source: error.into() }
            }
            Some(ErrorCode::DiskFull) => StoreError::Full { source: error.into() },
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                StoreError::Damaged { source: error.into() }
            }
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                StoreError::NotWritable { path: crate::FILE.into(), source: error.into() }
            }
            Some(ErrorCode::SystemIoFailure) => StoreError::Disk { source: error.into() },
            Some(ErrorCode::ConstraintViolation) if extended == Some(SQLITE_CONSTRAINT_UNIQUE) => {
                StoreError::Exists
            }
            Some(ErrorCode::ConstraintViolation)
                if extended == Some(SQLITE_CONSTRAINT_FOREIGNKEY) =>
            {
                StoreError::NotThere
            }
            Some(_) => StoreError::Other { source: error.into() },
            None => match error {
                QueryReturnedNoRows => StoreError::NotThere,
                FromSqlConversionFailure(..)
                | InvalidColumnType(..)
                | IntegralValueOutOfRange(..)
                | Utf8Error(..) => StoreError::Damaged { source: error.into() },
                _ => StoreError::Other { source: error.into() },
            },
        }
    }
}
