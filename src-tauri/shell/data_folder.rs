//! Where the program keeps its data and its log.
//!
//! The folder is, in this order: what the variable `GONGKAI_DATA` says; the folder `数据` beside the
//! program, which the one for a USB stick has; what the file `folder.txt` in the usual folder says
//! (the setting); the usual folder of the system.

use std::fs;
use std::path::{Path, PathBuf};

/// Names another data folder; then several windows may run side by side.
pub const VARIABLE: &str = "GONGKAI_DATA";

const POINTER: &str = "folder.txt";
const BESIDE: &str = "数据";
const LOG: &str = "gongkai.log";
/// The log is begun anew beyond this many bytes; the one before is kept.
const LONGEST_LOG: u64 = 1_000_000;

/// The folder set by the variable, if any.
pub fn by_variable() -> Option<PathBuf> {
    std::env::var_os(VARIABLE).filter(|folder| !folder.is_empty()).map(PathBuf::from)
}

/// The data folder, given the usual one.
pub fn of(usual: &Path) -> PathBuf {
    by_variable()
        .or_else(|| beside(&std::env::current_exe().ok()?))
        .or_else(|| by_setting(usual))
        .unwrap_or_else(|| usual.to_owned())
}

fn beside(program: &Path) -> Option<PathBuf> {
    Some(program.parent()?.join(BESIDE)).filter(|folder| folder.is_dir())
}

fn by_setting(usual: &Path) -> Option<PathBuf> {
    let text = fs::read_to_string(usual.join(POINTER)).ok()?;
    let folder = PathBuf::from(text.trim());
    folder.is_absolute().then_some(folder)
}

/// Makes the next start use another folder.
pub fn set(usual: &Path, folder: &Path) -> Result<(), gongkai_platform::files::FileError> {
    let text = folder.to_string_lossy();
    gongkai_platform::files::write_whole(usual.join(POINTER), text.as_bytes(), true)
}

/// The log file of this data folder.
pub fn log_file(folder: &Path) -> PathBuf {
    folder.join(LOG)
}

/// Starts the log; without a folder that can be written there is none. What is returned keeps it
/// going.
pub fn start_log(folder: &Path) -> Option<tracing_appender::non_blocking::WorkerGuard> {
    fs::create_dir_all(folder).ok()?;
    let file = log_file(folder);
    if fs::metadata(&file).is_ok_and(|held| held.len() > LONGEST_LOG) {
        let _ = fs::rename(&file, file.with_extension("old.log"));
    }
    let (log, guard) =
        tracing_appender::non_blocking(tracing_appender::rolling::never(folder, LOG));
    tracing_subscriber::fmt().with_writer(log).with_ansi(false).try_init().ok()?;
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        tracing::error!(%panic, "the program ran into an error of its own");
        before(panic);
    }));
    Some(guard)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_on_a_stick_keeps_its_data_there() {
        let stick = tempfile::tempdir().unwrap();
        let program = stick.path().join("gongkai.exe");
        assert_eq!(beside(&program), None);
        fs::create_dir(stick.path().join("数据")).unwrap();
        assert_eq!(beside(&program), Some(stick.path().join("数据")));
    }

    #[test]
    fn the_setting_names_another_folder_when_it_is_a_whole_path() {
        let usual = tempfile::tempdir().unwrap();
        assert_eq!(by_setting(usual.path()), None);
        let other = usual.path().join("另一个");
        set(usual.path(), &other).unwrap();
        assert_eq!(by_setting(usual.path()), Some(other));
        set(usual.path(), Path::new("不是全路径")).unwrap();
        assert_eq!(by_setting(usual.path()), None);
    }
}
