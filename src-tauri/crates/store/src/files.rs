//! The files of a database: what their names are, which of them hold something, and copies of them.

use crate::error::{Result, StoreError};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// A log without a single frame has this many bytes at most.
const HEAD: u64 = 32;

/// The log of this database, be it there or not.
pub(crate) fn beside(database: &Path) -> PathBuf {
    with_suffix(database, "-wal")
}

pub(crate) fn with_suffix(database: &Path, suffix: &str) -> PathBuf {
    let mut path = database.as_os_str().to_owned();
    path.push(suffix);
    path.into()
}

/// Bytes of a file; 0 where there is none.
pub(crate) fn length(file: &Path) -> u64 {
    fs::metadata(file).map_or(0, |held| held.len())
}

/// Whether this database has a log that holds something.
pub(crate) fn left_over(database: &Path) -> bool {
    length(&beside(database)) > HEAD
}

/// Copies a database byte by byte, with the log that lies beside it; nothing has it open.
///
/// # Errors
/// Either can't be read or written.
pub(crate) fn copy_file(from: &Path, to: &Path) -> Result<()> {
    let unusable = |source: std::io::Error| StoreError::of_file(from, source);
    make_private(to).map_err(unusable)?;
    fs::copy(from, to).map_err(unusable)?;
    let log = beside(from);
    if log.is_file() {
        fs::copy(&log, beside(to)).map_err(unusable)?;
    }
    // The copy is written to even where the original can only be read.
    for copied in [to, &beside(to)] {
        if let Ok(held) = fs::metadata(copied) {
            let mut permissions = held.permissions();
            #[cfg(unix)]
            std::os::unix::fs::PermissionsExt::set_mode(&mut permissions, 0o600);
            #[cfg(not(unix))]
            permissions.set_readonly(false);
            fs::set_permissions(copied, permissions).map_err(unusable)?;
        }
    }
    Ok(())
}

/// An empty file only its owner may read, where the system knows owners.
pub(crate) fn make_private(path: &Path) -> std::io::Result<()> {
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?;
    Ok(())
}

/// A name outlives a power cut once its folder is on the disk; only Unix can be told so.
pub(crate) fn sync_folder_of(path: &Path) {
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
    #[cfg(not(unix))]
    let _ = path;
}
