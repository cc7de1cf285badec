//! `gongkai --self-check FOLDER [FILE…]`: the main job without a window, for whoever has installed
//! the program and wants to know that it works: read reports, keep them, open them again, check,
//! compare with the year before, print.
//!
//! Without a file the built-in example is used. The folder gets the database, the PDFs and
//! `自检.txt`, which is also what goes to standard output; a database that is there already is left
//! alone. Exit: 0 all done, 1 something failed.

use gongkai_app::self_check;
use gongkai_platform::files;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

const FOUND: &str = "自检.txt";

/// Does the work and tells the outcome.
pub fn run(words: &[OsString]) -> ExitCode {
    let Some((folder, files)) = words.split_first() else {
        eprintln!("用法：gongkai --self-check 文件夹 [年报文件…]");
        return ExitCode::FAILURE;
    };
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.into());
    let files: Vec<PathBuf> = files.iter().map(PathBuf::from).collect();
    let done = self_check::run(&folder, &files);
    let head = format!("公开年报 {} 自检", env!("CARGO_PKG_VERSION"));
    let end = if done.passed { "全部完成。" } else { "没有全部完成。" };
    let lines = [head].into_iter().chain(done.lines).chain([end.to_owned()]);
    let text = lines.collect::<Vec<_>>().join("\n") + "\n";
    print!("{text}");
    let written = files::write_whole(folder.join(FOUND), text.as_bytes(), true);
    if let Err(error) = &written {
        eprintln!("{error}");
    }
    if done.passed && written.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_store::FILE;

    #[test]
    fn the_example_goes_the_whole_way_and_data_that_are_there_stay() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("张三 的电脑");
        assert_eq!(run(&[folder.clone().into()]), ExitCode::SUCCESS);
        let told = std::fs::read_to_string(folder.join(FOUND)).unwrap();
        assert_eq!(told.matches("；PDF ").count(), 2, "{told}");
        assert!(told.contains("与上年对比") && told.ends_with("全部完成。\n"), "{told}");
        let before = std::fs::read(folder.join(FILE)).unwrap();
        assert_eq!(run(&[folder.clone().into()]), ExitCode::FAILURE);
        assert_eq!(std::fs::read(folder.join(FILE)).unwrap(), before);
    }

    #[test]
    fn one_bad_file_does_not_keep_the_others_from_being_told() {
        let folder = tempfile::tempdir().unwrap();
        let bad = folder.path().join("坏.txt");
        std::fs::write(&bad, "").unwrap();
        let absent = folder.path().join("没有.txt");
        let words = [folder.path().join("试").into(), bad.into(), absent.into()];
        assert_eq!(run(&words), ExitCode::FAILURE);
        let told = std::fs::read_to_string(folder.path().join("试").join(FOUND)).unwrap();
        assert!(told.lines().count() == 4 && told.contains("找不到文件“没有.txt”"), "{told}");
    }
}
