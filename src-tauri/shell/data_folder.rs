//! Where the program keeps its data and its log.
//!
//! The folder is, in this order: what the variable `GONGKAI_DATA` says; the folder `数据` beside the
//! program, which the one for a USB stick has; what the file `folder.txt` in the usual folder says
//! (the setting); the usual folder of the system.

use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};

/// Names another data folder; then several windows may run side by side.
pub const VARIABLE: &str = "GONGKAI_DATA";

const POINTER: &str = "folder.txt";
const BESIDE: &str = "数据";
const USED: &str = "data-folders.txt";
const LOG: &str = "gongkai.log";
/// The log is begun anew beyond this many bytes; the one before is kept.
const LONGEST_LOG: u64 = 1_000_000;

/// The folder set by the variable, if any.
pub fn by_variable() -> Option<PathBuf> {
    std::env::var_os(VARIABLE).filter(|folder| !folder.is_empty()).map(PathBuf::from)
}

/// The data folder, given the usual one.
pub fn of(usual: &Path, used: &UsedFolders) -> PathBuf {
    by_variable()
        .or_else(|| beside(&std::env::current_exe().ok()?, used))
        .or_else(|| by_setting(usual))
        .unwrap_or_else(|| usual.to_owned())
}

/// There, or once there: a folder that was renamed is missed, not forgotten.
fn beside(program: &Path, used: &UsedFolders) -> Option<PathBuf> {
    let folder = program.parent()?.join(BESIDE);
    (folder.is_dir() || used.contain(&folder)).then_some(folder)
}

/// The folders in which there have been data on this computer, noted where their loss does not take
/// the note with it. In such a folder no data are made anew.
#[derive(Clone, Debug)]
pub struct UsedFolders(PathBuf);

impl UsedFolders {
    /// Noted in the first of these folders that is not the usual data folder.
    pub fn noted_in(usual: &Path, folders: impl IntoIterator<Item = PathBuf>) -> UsedFolders {
        let other = folders.into_iter().find(|folder| folder != usual);
        UsedFolders(other.unwrap_or_else(|| usual.to_owned()).join(USED))
    }

    fn all(&self) -> Vec<PathBuf> {
        let noted = fs::read_to_string(&self.0).unwrap_or_default();
        noted.lines().map(PathBuf::from).collect()
    }

    /// Whether there have been data in this folder.
    pub fn contain(&self, folder: &Path) -> bool {
        self.all().iter().any(|one| one == folder)
    }

    /// Notes that there are data in this folder. Where that can't be noted, nothing else fails.
    pub fn add(&self, folder: &Path) {
        let mut all = self.all();
        if all.iter().any(|one| one == folder) {
            return;
        }
        all.push(folder.to_owned());
        let text: String = all.iter().map(|one| format!("{}\n", one.display())).collect();
        let noted =
            self.0.parent().map_or(Ok(()), fs::create_dir_all).map_err(|error| error.to_string());
        let noted = noted.and_then(|()| {
            let written = gongkai_platform::files::write_whole(&self.0, text.as_bytes(), true);
            written.map(drop).map_err(|error| error.to_string())
        });
        if let Err(error) = noted {
            tracing::warn!(error, "the data folder could not be noted");
        }
    }
}

/// The folder that was set, if one was.
pub fn by_setting(usual: &Path) -> Option<PathBuf> {
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
    let (log, guard) = tracing_appender::non_blocking(opened_log(folder)?);
    tracing_subscriber::fmt().with_writer(log).with_ansi(false).try_init().ok()?;
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        tracing::error!(%panic, "the program ran into an error of its own");
        before(panic);
    }));
    Some(guard)
}

/// The log, to be written on at its end. A data folder that is not there is not made for it.
fn opened_log(folder: &Path) -> Option<File> {
    let file = log_file(folder);
    if fs::metadata(&file).is_ok_and(|held| held.len() > LONGEST_LOG) {
        let _ = fs::rename(&file, file.with_extension("old.log"));
    }
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let opened = options.open(&file).ok()?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let _ = opened.set_permissions(fs::Permissions::from_mode(0o600));
    }
    Some(opened)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_on_a_stick_keeps_its_data_there() {
        let stick = tempfile::tempdir().unwrap();
        let program = stick.path().join("gongkai.exe");
        let used = UsedFolders(stick.path().join("noted").join(USED));
        let folder = stick.path().join("数据");
        assert_eq!(beside(&program, &used), None);
        fs::create_dir(&folder).unwrap();
        assert_eq!(beside(&program, &used), Some(folder.clone()));
        // Renamed once it had data: it is missed, and no other folder is taken for it.
        used.add(&folder);
        fs::rename(&folder, stick.path().join("数据2026")).unwrap();
        assert_eq!(beside(&program, &used), Some(folder));
    }

    #[test]
    fn used_folders_are_noted_outside_the_usual_one() {
        let home = tempfile::tempdir().unwrap();
        let [usual, config] = ["share", "config"].map(|name| home.path().join(name));
        let used = UsedFolders::noted_in(&usual, [usual.clone(), config.clone()]);
        assert!(!used.contain(&usual));
        used.add(&usual);
        used.add(&home.path().join("另一个"));
        used.add(&usual);
        assert!(used.contain(&usual) && used.contain(&home.path().join("另一个")));
        assert!(config.join(USED).is_file() && !usual.exists());
        assert_eq!(fs::read_to_string(config.join(USED)).unwrap().lines().count(), 2);
    }

    #[test]
    fn a_log_that_can_t_be_written_is_none() {
        let folder = tempfile::tempdir().unwrap();
        assert!(opened_log(&folder.path().join("not there")).is_none());
        fs::create_dir(log_file(folder.path())).unwrap();
        assert!(opened_log(folder.path()).is_none());
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_read_the_log() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        fs::write(log_file(folder.path()), "").unwrap();
        let log = opened_log(folder.path()).unwrap();
        assert_eq!(log.metadata().unwrap().permissions().mode() & 0o777, 0o600);
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
