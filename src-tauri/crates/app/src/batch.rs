//! Many reports checked together: each with last year's of the same office found among them.
//!
//! Files are read and reports checked on all processors; a file whose reading ends in a panic is a
//! file without a report, and the others go on.

use crate::cancellation::CancellationToken;
use crate::failure::Failure;
use crate::import::{files_below, read_report};
use gongkai_check::{FolderLine, Level, NoReport, Settings, published, worst_first};
use gongkai_model::document::normalize;
use gongkai_model::form::Forms;
use gongkai_model::report::Report;
use gongkai_platform::files::FileError;
use gongkai_platform::parallel;
use gongkai_platform::walk::WalkLimits;
use serde::Serialize;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use ts_rs::TS;

/// How far the checking of a folder has come.
#[derive(Clone, Copy, Debug, Serialize, TS)]
#[ts(export)]
pub struct BatchProgress {
    /// All files have been read and are being checked.
    pub checking: bool,
    /// Files read, or reports checked.
    pub done: usize,
    /// Of so many.
    pub all: usize,
}

/// A folder that was checked, the worst report first.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct BatchResult {
    /// Its path.
    pub folder: String,
    /// Its reports.
    pub lines: Vec<FolderLine>,
    /// Its files without a report.
    pub without: Vec<NoReport>,
    /// Where its table would go.
    pub path: String,
}

/// A file of the folder and the report in it, or why there is none.
#[derive(Clone, Debug)]
struct BatchItem {
    /// As the user knows it: its path within the folder.
    file: String,
    report: Result<Report, String>,
}

/// The reports of a folder, to be checked one by one in any order.
struct Batch<'a> {
    forms: &'a Forms,
    settings: &'a Settings,
    items: Vec<BatchItem>,
    by_owner: HashMap<(String, i32), usize>,
}

impl<'a> Batch<'a> {
    fn new(forms: &'a Forms, settings: &'a Settings, items: Vec<BatchItem>) -> Self {
        let mut by_owner = HashMap::new();
        for (at, item) in items.iter().enumerate() {
            if let Some(owner) = item.report.as_ref().ok().and_then(owner) {
                by_owner.entry(owner).or_insert(at);
            }
        }
        Batch { forms, settings, items, by_owner }
    }

    /// The files that hold a report.
    fn reports(&self) -> Vec<(&str, &Report)> {
        let items = self.items.iter();
        items.filter_map(|item| Some((item.file.as_str(), item.report.as_ref().ok()?))).collect()
    }

    /// The files that hold none.
    fn without_report(&self) -> Vec<NoReport> {
        let failed = self.items.iter().filter_map(|item| {
            let why = item.report.as_ref().err()?.clone();
            Some(NoReport { file: item.file.clone(), why })
        });
        failed.collect()
    }

    fn check(&self, file: &str, report: &Report) -> FolderLine {
        let last = self.last_of(report);
        let (verdict, findings) =
            published(self.forms, self.settings, report, last.map(|(_, last)| last));
        let count = |level| findings.iter().filter(|f| f.level == level).count() as u32;
        FolderLine {
            file: file.to_owned(),
            organ: report.organ.clone(),
            year: report.year,
            verdict,
            errors: count(Level::Error),
            explains: count(Level::Explain),
            hints: count(Level::Hint),
            last: last.map(|(file, _)| file.to_owned()),
            findings,
        }
    }

    fn last_of(&self, report: &Report) -> Option<(&str, &Report)> {
        let (organ, year) = owner(report)?;
        let item = self.items.get(*self.by_owner.get(&(organ, year.checked_sub(1)?))?)?;
        Some((item.file.as_str(), item.report.as_ref().ok()?))
    }
}

/// Whose report it is and of which year; none where the file does not say.
fn owner(report: &Report) -> Option<(String, i32)> {
    let organ = normalize::key(report.organ.as_deref()?);
    (!organ.is_empty()).then_some((organ, report.year?))
}

/// Checks every report of a folder and of the folders in it; nothing is stored. `progress` is told
/// after each file and each report, from several threads.
///
/// # Errors
/// When the folder can't be read; [`Code::Stopped`] when it was called off.
pub fn check_folder(
    forms: &Forms,
    settings: &Settings,
    folder: &Path,
    token: &CancellationToken,
    progress: &(dyn Fn(BatchProgress) + Sync),
) -> Result<BatchResult, Failure> {
    if !folder.is_dir() {
        let name = folder.display().to_string();
        let source = std::io::Error::from(std::io::ErrorKind::NotFound);
        return Err(FileError::Missing { name, source }.into());
    }
    let paths = files_below(&[folder.to_owned()], WalkLimits::BATCH)?.paths;
    let read = |path: &PathBuf| read_report(forms, path).map(|draft| draft.report);
    let step = |checking: bool, all: usize| {
        move |done: usize| progress(BatchProgress { checking, done, all })
    };
    let is_cancelled = || token.is_cancelled();
    let read = parallel::map(&paths, read, step(false, paths.len()), &is_cancelled);
    let items = paths.iter().zip(read).map(|(path, read)| BatchItem {
        file: path.strip_prefix(folder).unwrap_or(path).display().to_string(),
        report: match read {
            Some(Ok(report)) => report.map_err(|failure| failure.sentence),
            Some(Err(parallel::Panicked)) => Err(READING_PANICKED.to_owned()),
            None => Err(String::new()),
        },
    });
    let batch = Batch::new(forms, settings, items.collect());
    token.check()?;
    let reports = batch.reports();
    let check = |(file, report): &(&str, &Report)| batch.check(file, report);
    let checked = parallel::map(&reports, check, step(true, reports.len()), &is_cancelled);
    token.check()?;
    let mut without = batch.without_report();
    let mut lines = Vec::new();
    for ((file, _), checked) in reports.iter().zip(checked.into_iter().flatten()) {
        match checked {
            Ok(line) => lines.push(line),
            Err(parallel::Panicked) => {
                let why = CHECKING_PANICKED.to_owned();
                without.push(NoReport { file: (*file).to_owned(), why });
            }
        }
    }
    worst_first(&mut lines);
    Ok(BatchResult {
        folder: folder.display().to_string(),
        lines,
        without,
        path: folder.join("核对汇总.xlsx").display().to_string(),
    })
}

/// Said of a file where the program itself is at fault.
const READING_PANICKED: &str =
    "读这个文件时程序自己出了错，没有读成；请单独打开它再试，还是这样就把文件和日志交给技术人员。";
const CHECKING_PANICKED: &str = "核对这份年报时程序自己出了错，没有核对成；请单独打开它再试，还是这样就把文件和日志交给技术人员。";

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_check::Verdict;
    use gongkai_model::report::Cell;

    fn item(file: &str, organ: &str, year: i32, broken: bool) -> BatchItem {
        let forms = Forms::official();
        let edition = forms.for_year(year).unwrap();
        let mut report = Report::blank(edition, organ, year);
        report.cells.values_mut().for_each(|cell| *cell = Cell::typed(0));
        if broken {
            report.cells.insert("requests/carried_in/total".into(), Cell::typed(3));
        }
        BatchItem { file: file.to_owned(), report: Ok(report) }
    }

    #[test]
    fn last_year_s_report_is_found_and_the_worst_comes_first() {
        let (forms, settings) = (Forms::official(), Settings::default());
        let no_report =
            BatchItem { file: "说明.txt".into(), report: Err("没有年报。".into()) };
        let items = vec![
            item("甲2026.txt", "青铜镇人民政府", 2026, false),
            item("乙2026.txt", "白银镇人民政府", 2026, true),
            item("甲2025.txt", "青铜镇 人民政府", 2025, false),
            no_report,
        ];
        let batch = Batch::new(&forms, &settings, items);
        let reports = batch.reports();
        assert_eq!(reports.len(), 3);
        let mut lines: Vec<_> =
            reports.iter().map(|(file, report)| batch.check(file, report)).collect();
        worst_first(&mut lines);
        assert_eq!(lines[0].file, "乙2026.txt");
        assert_eq!(lines[0].verdict, Verdict::Fail);
        let with_last: Vec<_> = lines.iter().filter_map(|line| line.last.as_deref()).collect();
        assert_eq!(with_last, ["甲2025.txt"]);
        assert_eq!(batch.without_report()[0].why, "没有年报。");
    }

    #[test]
    fn a_folder_is_checked_and_can_be_called_off() {
        let folder = tempfile::tempdir().unwrap();
        let report = |year: i32| {
            include_str!("../../../../tests/fixtures/this.md")
                .replace("{year}", &year.to_string())
                .replace("{last}", &(year - 1).to_string())
                .replace("{next}", &(year + 1).to_string())
        };
        for year in 2024..2027 {
            std::fs::write(folder.path().join(format!("{year}.md")), report(year)).unwrap();
        }
        std::fs::write(folder.path().join("通知.txt"), "请准时参加会议。").unwrap();
        let (forms, settings) = (Forms::official(), Settings::default());
        let token = CancellationToken::default();
        let done = check_folder(&forms, &settings, folder.path(), &token, &|_| {}).unwrap();
        assert_eq!((done.lines.len(), done.without.len()), (3, 1));
        let with_last = done.lines.iter().filter(|line| line.last.is_some()).count();
        assert_eq!(with_last, 2);
        assert!(done.lines.is_sorted_by_key(|line| std::cmp::Reverse(line.verdict)));

        let none = folder.path().join("没有");
        assert!(check_folder(&forms, &settings, &none, &token, &|_| {}).is_err());
    }
}
