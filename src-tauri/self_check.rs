//! `gongkai --self-check FOLDER [FILE…]`: the main job without a window, for whoever has installed
//! the program and wants to know that it works: read reports, keep them, open them again, check,
//! compare with the year before, print.
//!
//! Without a file the built-in example is used. The folder gets the database, the PDFs and
//! `自检.txt`, which is also what goes to standard output; a database that is there already is left
//! alone. Exit: 0 all done, 1 something failed.

use crate::desk::Inner;
use crate::failure::Failure;
use crate::folder;
use gongkai_compare::compare;
use gongkai_model::organ::OrganKind;

use gongkai_layout::{FontSet, PageOptions};
use gongkai_model::report::{Figure, Report};
use gongkai_platform::files;
use gongkai_platform::fonts::{self, Choice};
use gongkai_store::{FILE, State};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
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
    let mut lines = vec![format!("公开年报 {} 自检", env!("CARGO_PKG_VERSION"))];
    let mut whole = true;
    if gongkai_platform::network::holds(&folder) {
        lines.push(folder::ON_NETWORK.to_owned());
    }
    match jobs(&folder, &files) {
        Ok(outcomes) => {
            for outcome in outcomes {
                whole &= outcome.is_ok();
                lines.push(outcome.unwrap_or_else(|failure| failure.sentence));
            }
        }
        Err(failure) => {
            whole = false;
            lines.push(failure.sentence);
        }
    }
    lines.push(if whole { "全部完成。" } else { "没有全部完成。" }.to_owned());
    let text = lines.join("\n") + "\n";
    print!("{text}");
    if let Err(error) = files::write_whole(folder.join(FOUND), text.as_bytes(), true) {
        eprintln!("{error}");
        whole = false;
    }
    if whole { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

type Outcome = Result<String, Failure>;

fn jobs(folder: &Path, files: &[PathBuf]) -> Result<Vec<Outcome>, Failure> {
    if folder.join(FILE).exists() {
        return Err(Failure::refused("这个文件夹里已有年报数据，自检不碰它：请另给一个空文件夹。"));
    }
    let mut desk = Inner::open(folder)?;
    let mut kept = Vec::new();
    if files.is_empty() {
        let id = desk.example()?;
        let this = desk.store.report(id)?;
        let last =
            desk.before(this.organ_id, this.report.year.unwrap_or_default(), this.report.scope)?;
        kept.extend(last.map(|last| Ok(("示例".to_owned(), last.id, last.report))));
        kept.push(Ok(("示例".to_owned(), id, this.report)));
    }
    kept.extend(files.iter().map(|file| keep(&mut desk, file)));
    drop(desk);

    // As at the next start of the program.
    let mut desk = Inner::open(folder)?;
    let fonts = fonts::find(Choice::Bundled)?;
    let work = |kept: Result<(String, i64, Report), Failure>| {
        let (name, id, report) = kept?;
        one(&mut desk, &fonts, folder, &name, id, &report)
    };
    Ok(kept.into_iter().map(work).collect())
}

/// Reads a file and stores the report in it.
fn keep(desk: &mut Inner, file: &Path) -> Result<(String, i64, Report), Failure> {
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let bytes = files::read(file)?;
    let document = gongkai_read::document(&bytes, &name)?;
    let report = gongkai_read::recognise(&document, &desk.forms)?.report;
    let organ = report.organ.clone().unwrap_or_default();
    let organ = desk.organ_named(&organ, OrganKind::suggested_by(&organ))?;
    let id = desk.store.create(organ, &report, State::Imported, Some((&name, &bytes)))?;
    Ok((name, id, report))
}

/// Judges, compares and prints a stored report.
fn one(
    desk: &mut Inner,
    fonts: &FontSet,
    folder: &Path,
    name: &str,
    id: i64,
    report: &Report,
) -> Outcome {
    let stored = desk.store.report(id)?;
    if stored.report != *report {
        return Err(Failure::refused(format!(
            "{name}：存入后再读出来不一样，请把数据文件夹复制一份交给技术人员。"
        )));
    }
    let year = report.year.unwrap_or_default();
    let unread = report.cells.values().filter(|cell| cell.figure == Figure::Unread).count();
    let checked = desk.checked(id)?;
    let compared = match desk.before(stored.organ_id, year, report.scope)? {
        Some(last) => {
            let cells = compare(&desk.forms, report, &last.report).cells;
            let changed = cells.iter().filter(|cell| cell.this != cell.last).count();
            format!("与上年对比 {} 项、有变化 {changed} 项", cells.len())
        }
        None => "没有上年可比".to_owned(),
    };
    let printed = gongkai_export::print(report, &desk.forms, &PageOptions::default(), fonts)?;
    let pdf = folder.join(format!("{year} 年 报 {id}.pdf"));
    files::write_whole(&pdf, &printed.pdf, true)?;
    Ok(format!(
        "{name}：{year} 年，{} 个数，未读到 {unread} 个；必须改 {} 项，需说明 {} 项，提示 {} 项；{compared}；PDF {} 页，{} 字节",
        report.cells.len(),
        checked.errors,
        checked.explains,
        checked.hints,
        printed.pages.pages.len(),
        printed.pdf.len(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

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
