//! Check lists: of the report that lies open, and of a folder of reports checked together.

use super::{Answer, TheDesk};
use crate::failure::Failure;
use gongkai_check::{Batch, BatchItem, FolderLine, Level, NoReport, Settings, worst_first};
use gongkai_compose::{CheckListInput, GivenReason};
use gongkai_layout::PageOptions;
use gongkai_model::document::Document;
use gongkai_model::form::Forms;
use gongkai_platform::fonts::{self, Choice};
use gongkai_platform::{files, many};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tauri::ipc::Channel;
use tauri_plugin_dialog::DialogExt;
use ts_rs::TS;

/// The folder being checked, and the one checked last.
#[derive(Default)]
pub struct FolderCheck {
    /// Tells the check that runs to stop.
    stop: Mutex<Arc<AtomicBool>>,
    last: Mutex<Option<FolderChecked>>,
}

impl FolderCheck {
    /// Stops the check that runs, and gives the next one a flag of its own.
    fn stopped(&self) -> Arc<AtomicBool> {
        let mut stop = self.stop.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *stop).store(true, Ordering::Relaxed);
        stop.clone()
    }
}

/// How far the checking of a folder has come.
#[derive(Clone, Copy, Debug, Serialize, TS)]
#[ts(export)]
pub struct FolderProgress {
    /// All files have been read and are being checked.
    pub checking: bool,
    pub done: usize,
    pub all: usize,
}

/// A folder that was checked, the worst report first.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct FolderChecked {
    pub folder: String,
    pub lines: Vec<FolderLine>,
    pub without: Vec<NoReport>,
    /// Where its table would go.
    pub path: String,
}

/// Writes a list as PDF or Excel file, by the ending of the path.
fn written(path: &Path, list: &Document, organ: &str) -> Answer<Vec<u8>> {
    match path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).as_deref() {
        Some("pdf") => {
            let fonts = fonts::find(Choice::System)?;
            Ok(gongkai_export::print_document(list, organ, &PageOptions::default(), &fonts)?.pdf)
        }
        Some("xlsx") => Ok(gongkai_export::xlsx(list)?),
        _ => Err(Failure::refused("文件名要以 .pdf 或 .xlsx 结尾。")),
    }
}

fn whole(path: &str) -> Answer<PathBuf> {
    let path = PathBuf::from(path.trim());
    match path.is_absolute() {
        true => Ok(path),
        false => Err(Failure::refused("请填完整路径，或点“选择…”。")),
    }
}

/// Writes the check list of a report with its reasons.
#[tauri::command(async)]
pub fn export_check_list(desk: TheDesk, id: i64, path: String, overwrite: bool) -> Answer<String> {
    let path = whole(&path)?;
    desk.with(|desk| {
        let checked = desk.checked(id)?;
        let findings: Vec<_> = checked.findings.iter().map(|line| line.finding.clone()).collect();
        let given = checked.findings.iter().filter_map(|line| {
            let reason = line.reason.as_ref().filter(|_| line.finding.level == Level::Explain)?;
            let given = GivenReason {
                text: reason.text.clone(),
                who: reason.who.clone(),
                at: reason.at.clone(),
            };
            Some((line.finding.key.clone(), given))
        });
        let reasons: BTreeMap<String, GivenReason> = given.collect();
        let open = desk.report(id)?;
        let report = open.stored.report.clone();
        let last = open.last.as_ref().and_then(|last| last.report.year);
        let list = gongkai_compose::check_list(&CheckListInput {
            report: &report,
            forms: &desk.forms,
            last,
            on: Some(chrono::Local::now().date_naive()),
            verdict: checked.verdict,
            findings: &findings,
            reasons: &reasons,
        });
        let bytes = written(&path, &list, report.organ.as_deref().unwrap_or_default())?;
        files::write_whole(&path, &bytes, overwrite)?;
        desk.written.insert(path.clone());
        Ok(path.display().to_string())
    })
}

/// Asks for a folder; none when the user turns away.
#[tauri::command(async)]
pub fn choose_folder<R: tauri::Runtime>(app: tauri::AppHandle<R>) -> Option<String> {
    let chosen = app.dialog().file().set_title("选择放着年报的文件夹").blocking_pick_folder()?;
    Some(chosen.into_path().ok()?.to_string_lossy().into_owned())
}

/// Checks every report of a folder; none when it was stopped. Nothing is stored.
#[tauri::command(async)]
pub fn check_folder(
    desk: TheDesk,
    work: tauri::State<FolderCheck>,
    path: String,
    progress: Channel<FolderProgress>,
) -> Answer<Option<FolderChecked>> {
    // Before anything is waited for: it can be stopped from the first moment on.
    let stop = work.stopped();
    let folder = whole(&path)?;
    let settings = desk.with(|desk| Ok(desk.settings.clone()))?;
    let told = |now: FolderProgress| {
        let _ = progress.send(now);
        !stop.load(Ordering::Relaxed)
    };
    let checked = checked(&folder, &settings, &told)?;
    if checked.is_some() {
        *work.last.lock().unwrap_or_else(PoisonError::into_inner) = checked.clone();
    }
    Ok(checked)
}

/// None when `told` says to stop.
fn checked(
    folder: &Path,
    settings: &Settings,
    told: &(impl Fn(FolderProgress) -> bool + Sync),
) -> Answer<Option<FolderChecked>> {
    let forms = Forms::official();
    let paths = many::files(folder, &gongkai_read::endings())?;
    // Some hundred words are enough for a bar; each would be a message to the window.
    let step = |checking: bool, all: usize| {
        move |done: usize| {
            let shown = done == all || done.is_multiple_of(all.div_ceil(200).max(1));
            !shown || told(FolderProgress { checking, done, all })
        }
    };
    let read = |path: &PathBuf| {
        let name = path.strip_prefix(folder).unwrap_or(path).display().to_string();
        match files::read(path) {
            Ok(bytes) => {
                let draft = gongkai_read::report(&bytes, &name, &forms);
                let report = draft.map(|draft| draft.report).map_err(|cause| cause.to_string());
                BatchItem { file: name, report }
            }
            Err(cause) => BatchItem { file: name, report: Err(cause.to_string()) },
        }
    };
    let Some(filed) = many::each(&paths, read, step(false, paths.len())) else { return Ok(None) };
    let batch = Batch::new(&forms, settings, filed);
    let reports = batch.reports();
    let judged = many::each(&reports, |at| batch.check(*at), step(true, reports.len()));
    let Some(judged) = judged else { return Ok(None) };
    let mut lines: Vec<FolderLine> = judged.into_iter().flatten().collect();
    worst_first(&mut lines);
    Ok(Some(FolderChecked {
        folder: folder.display().to_string(),
        lines,
        without: batch.without_report(),
        path: folder.join("核对汇总.xlsx").display().to_string(),
    }))
}

/// Stops the checking of a folder.
#[tauri::command]
pub fn stop_folder(work: tauri::State<FolderCheck>) {
    work.stopped();
}

/// Writes the table of the folder checked last.
#[tauri::command(async)]
pub fn export_folder(
    desk: TheDesk,
    work: tauri::State<FolderCheck>,
    path: String,
    overwrite: bool,
) -> Answer<String> {
    let path = whole(&path)?;
    let last = work.last.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let last = last.ok_or_else(|| Failure::refused("还没有核对文件夹，请先核对。"))?;
    let list = gongkai_compose::folder_list(&last.folder, &last.lines, &last.without);
    files::write_whole(&path, &written(&path, &list, "")?, overwrite)?;
    desk.with(|desk| {
        desk.written.insert(path.clone());
        Ok(path.display().to_string())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_is_stopped_by_the_next_one_and_only_once() {
        let work = FolderCheck::default();
        let first = work.stopped();
        let second = work.stopped();
        assert!(first.load(Ordering::Relaxed) && !second.load(Ordering::Relaxed));
        work.stopped();
        assert!(second.load(Ordering::Relaxed));
    }

    #[test]
    fn a_folder_is_checked_and_can_be_stopped() {
        let folder = tempfile::tempdir().unwrap();
        let report = |year: i32| {
            include_str!("../../tests/fixtures/this.md")
                .replace("{year}", &year.to_string())
                .replace("{last}", &(year - 1).to_string())
                .replace("{next}", &(year + 1).to_string())
        };
        for year in 2024..2027 {
            std::fs::write(folder.path().join(format!("{year}.md")), report(year)).unwrap();
        }
        std::fs::write(folder.path().join("通知.txt"), "请准时参加会议。").unwrap();
        let settings = Settings::default();
        let done = checked(folder.path(), &settings, &|_| true).unwrap().unwrap();
        assert_eq!((done.lines.len(), done.without.len()), (3, 1));
        let with_last = done.lines.iter().filter(|line| line.last.is_some()).count();
        assert_eq!(with_last, 2);
        assert!(done.lines.is_sorted_by_key(|line| std::cmp::Reverse(line.verdict)));
        assert!(checked(folder.path(), &settings, &|_| false).unwrap().is_none());
        assert!(checked(&folder.path().join("没有"), &settings, &|_| true).is_err());
    }
}
