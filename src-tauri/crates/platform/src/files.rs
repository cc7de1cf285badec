//! Files the user names: read whole with a limit, written whole or not at all.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;

/// The largest file that is read, in bytes. No report comes near it.
pub const LARGEST: u64 = 20 * 1024 * 1024;

/// Why a file could not be read or written. Shown as it is; [`FileError::cause`] is for the log.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// There is no such file.
    #[error("找不到文件“{name}”，请检查路径和文件名。")]
    Missing {
        /// Its name, without the folder.
        name: String,
        /// What the system said.
        source: io::Error,
    },
    /// The system lets nobody of this user's rights read it.
    #[error("没有权限读取“{name}”，请把文件复制到自己的文件夹后再试。")]
    ReadDenied {
        /// Its name, without the folder.
        name: String,
        /// What the system said.
        source: io::Error,
    },
    /// It is a folder.
    #[error("“{name}”是文件夹，请选择一个文件。")]
    Folder {
        /// Its name, without the folder.
        name: String,
    },
    /// It has more than [`LARGEST`] bytes.
    #[error("“{name}”超过 20 MB，不像是年度报告，请检查是否选错了文件。")]
    TooLarge {
        /// Its name, without the folder.
        name: String,
    },
    /// The system failed while it was read, or it is no ordinary file.
    #[error("读取“{name}”时出错，请检查磁盘或网络连接后再试。")]
    Read {
        /// Its name, without the folder.
        name: String,
        /// What the system said.
        source: io::Error,
    },
    /// A file of this name is there, and was not to be replaced.
    #[error("“{name}”已经存在，没有覆盖；请换一个文件名，或确认覆盖。")]
    Exists {
        /// Its name, without the folder.
        name: String,
    },
    /// The folder it was to lie in is not there.
    #[error("要写入的文件夹不存在，请先建立文件夹，或另选位置保存“{name}”。")]
    NoFolder {
        /// Its name, without the folder.
        name: String,
    },
    /// No right to write there, or another program holds the file.
    #[error("不能写入“{name}”：没有权限，或文件正在其他程序中打开；请关闭该文件，或另选位置。")]
    WriteDenied {
        /// Its name, without the folder.
        name: String,
        /// What the system said.
        source: io::Error,
    },
    /// No room on the disk.
    #[error("磁盘空间不足，“{name}”没有写入；请清理磁盘或另选位置。")]
    DiskFull {
        /// Its name, without the folder.
        name: String,
        /// What the system said.
        source: io::Error,
    },
    /// The system failed while it was written.
    #[error("写入“{name}”时出错，没有生成文件；请另选位置再试。")]
    Write {
        /// Its name, without the folder.
        name: String,
        /// What the system said.
        source: io::Error,
    },
}

impl FileError {
    /// What the system said, where it said anything.
    pub fn cause(&self) -> Option<&io::Error> {
        match self {
            FileError::Missing { source, .. }
            | FileError::ReadDenied { source, .. }
            | FileError::Read { source, .. }
            | FileError::WriteDenied { source, .. }
            | FileError::DiskFull { source, .. }
            | FileError::Write { source, .. } => Some(source),
            FileError::Folder { .. }
            | FileError::TooLarge { .. }
            | FileError::Exists { .. }
            | FileError::NoFolder { .. } => None,
        }
    }
}

/// Reads a file of at most [`LARGEST`] bytes.
///
/// # Errors
/// When it is not there, no file, too large or can't be read.
pub fn read(path: impl AsRef<Path>) -> Result<Vec<u8>, FileError> {
    let path = path.as_ref();
    let name = shown(path);
    let failed = |source: io::Error| {
        let name = shown(path);
        match source.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidInput => {
                FileError::Missing { name, source }
            }
            ErrorKind::PermissionDenied => FileError::ReadDenied { name, source },
            _ => FileError::Read { name, source },
        }
    };
    // Opening a folder fails on some systems only; and a pipe would be waited for without end.
    let kind = fs::metadata(path).map_err(failed)?;
    if kind.is_dir() {
        return Err(FileError::Folder { name });
    }
    if !kind.is_file() {
        let source = io::Error::new(ErrorKind::Unsupported, "not a regular file");
        return Err(FileError::Read { name, source });
    }
    if kind.len() > LARGEST {
        return Err(FileError::TooLarge { name });
    }
    let mut bytes = Vec::with_capacity(kind.len() as usize);
    let file = File::open(path).map_err(failed)?;
    // A file may grow while it is read.
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > LARGEST {
        return Err(FileError::TooLarge { name });
    }
    Ok(bytes)
}

/// Writes a file so that it appears whole or not at all: into a temporary file beside it that takes
/// its name in the end. Without `overwrite` a file that is there already stays as it is.
///
/// # Errors
/// When the target exists, its folder does not, or it can't be written. Nothing is left behind.
pub fn write_whole(path: impl AsRef<Path>, bytes: &[u8], overwrite: bool) -> Result<(), FileError> {
    let path = path.as_ref();
    let failed = |source: io::Error| {
        let name = shown(path);
        match source.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
                FileError::DiskFull { name, source }
            }
            ErrorKind::AlreadyExists => FileError::Exists { name },
            ErrorKind::NotFound | ErrorKind::NotADirectory => FileError::NoFolder { name },
            ErrorKind::PermissionDenied
            | ErrorKind::ReadOnlyFilesystem
            | ErrorKind::ResourceBusy
            | ErrorKind::ExecutableFileBusy => FileError::WriteDenied { name, source },
            _ if is_open_elsewhere(&source) => FileError::WriteDenied { name, source },
            _ => FileError::Write { name, source },
        }
    };
    if path.is_dir() {
        return Err(FileError::Folder { name: shown(path) });
    }
    if !overwrite && fs::symlink_metadata(path).is_ok() {
        return Err(FileError::Exists { name: shown(path) });
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut part = tempfile::Builder::new()
        .prefix(".gongkai-")
        .suffix(".part")
        .tempfile_in(folder)
        .map_err(failed)?;
    part.write_all(bytes).map_err(failed)?;
    part.as_file().sync_all().map_err(failed)?;
    open_to_others(part.as_file()).map_err(failed)?;
    let kept = if overwrite { part.persist(path) } else { part.persist_noclobber(path) };
    kept.map(|_| ()).map_err(|error| failed(error.error))
}

/// Another program has the file open and shares it with none (ERROR_SHARING_VIOLATION,
/// ERROR_LOCK_VIOLATION); only Windows knows such files.
fn is_open_elsewhere(error: &io::Error) -> bool {
    cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33))
}

/// A temporary file is readable by its owner only; a report is meant for colleagues, too.
#[cfg(unix)]
fn open_to_others(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn open_to_others(_: &File) -> io::Result<()> {
    Ok(())
}

/// What of a text can be a file name on every system; it may be empty.
pub fn possible_name(text: &str) -> String {
    let possible = |c: &char| !c.is_control() && !r#"\/:*?"<>|"#.contains(*c);
    text.chars().filter(possible).collect::<String>().trim().to_owned()
}

fn shown(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    #[test]
    fn a_file_appears_whole_and_nothing_stays_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("年报 2026.pdf");
        write_whole(&path, b"first", false).unwrap();
        let refused = write_whole(&path, b"second", false).unwrap_err();
        assert!(matches!(refused, FileError::Exists { .. }), "{refused}");
        assert_eq!(read(&path).unwrap(), b"first");
        write_whole(&path, b"second", true).unwrap();
        assert_eq!(read(&path).unwrap(), b"second");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn each_failure_is_one_chinese_sentence() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("large"), vec![0; LARGEST as usize + 1]).unwrap();
        fs::write(at("file"), b"x").unwrap();
        let reading = |path: PathBuf| read(path).unwrap_err();
        let writing = |path: PathBuf| write_whole(&path, b"", true).unwrap_err();
        let failures = [
            (reading(at("absent.txt")), "找不到"),
            (reading(folder.path().to_owned()), "是文件夹"),
            (reading(at("large")), "超过 20 MB"),
            (reading(at("file").join("below")), "找不到"),
            (reading("nul\0inside".into()), "找不到"),
            (writing(at("absent").join("x.pdf")), "文件夹不存在"),
            (writing(at("file").join("x.pdf")), "文件夹不存在"),
            (writing(folder.path().to_owned()), "是文件夹"),
        ];
        for (failure, says) in failures {
            let sentence = failure.to_string();
            assert!(sentence.contains(says), "{sentence}: {says}");
            assert!(sentence.ends_with('。') && sentence.matches('。').count() == 1, "{sentence}");
        }
    }

    #[test]
    #[cfg(windows)]
    fn a_target_open_in_another_program_is_told_and_stays_as_it_is() {
        use std::os::windows::fs::OpenOptionsExt;
        /// Others may read it, as with a document in a word processor.
        const FILE_SHARE_READ: u32 = 1;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("年报.pdf");
        fs::write(&path, b"first").unwrap();
        let held = fs::OpenOptions::new().read(true).share_mode(FILE_SHARE_READ).open(&path);
        let refused = write_whole(&path, b"second", true).unwrap_err();
        assert!(matches!(refused, FileError::WriteDenied { .. }), "{refused}: {refused:?}");
        drop(held);
        assert_eq!(fs::read(&path).unwrap(), b"first");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    #[cfg(unix)]
    fn a_target_open_in_another_program_is_replaced_and_stays_whole_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("年报.pdf");
        fs::write(&path, b"first").unwrap();
        let mut held = File::open(&path).unwrap();
        write_whole(&path, b"second", true).unwrap();
        let mut seen = String::new();
        held.read_to_string(&mut seen).unwrap();
        assert_eq!((seen.as_str(), fs::read(&path).unwrap().as_slice()), ("first", &b"second"[..]));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_device_or_pipe_is_not_waited_for() {
        assert!(read("/dev/zero").is_err());
        assert!(write_whole("/proc/gongkai.pdf", b"", true).is_err());
    }
}
