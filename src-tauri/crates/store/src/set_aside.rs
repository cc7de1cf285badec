//! Files that are not used any more and not thrown away: moved as they are into a folder of their own.

use crate::error::{Result, StoreError};
use crate::files::sync_folder_of;
use std::fs;
use std::path::{Path, PathBuf};

/// Name of the folder in the data folder.
pub const FOLDER: &str = "移开的文件";

/// A folder that is not there yet, named after this moment, for files of a data folder.
pub(crate) fn new_folder(data: &Path) -> Result<PathBuf> {
    let within = data.join(FOLDER);
    let unusable = |source: std::io::Error| StoreError::of_file(&within, source);
    fs::create_dir_all(&within).map_err(unusable)?;
    let moment = chrono::Local::now().format("%Y-%m-%d %H%M%S").to_string();
    let mut number = 1;
    loop {
        let name = if number == 1 { moment.clone() } else { format!("{moment}-{number}") };
        match fs::create_dir(within.join(&name)) {
            Ok(()) => return Ok(within.join(name)),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => number += 1,
            Err(error) => return Err(unusable(error)),
        }
    }
}

/// Moves a file into this folder, under its own name.
pub(crate) fn move_into(folder: &Path, file: &Path) -> Result<PathBuf> {
    let to = folder.join(file.file_name().unwrap_or_default());
    fs::rename(file, &to).map_err(|source| StoreError::of_file(file, source))?;
    sync_folder_of(&to);
    sync_folder_of(file);
    Ok(to)
}
