//! The main job without a window, for whoever has installed the program and wants to know that it
//! works: read reports, keep them, open them again, check, compare with the year before, print.

use crate::failure::Failure;
use crate::import::read_report;
use crate::report::{OpenReport, organ_or_new};
use crate::session::{ON_NETWORK, Session};
use gongkai_compare::compare;
use gongkai_layout::{FontSet, PageOptions};
use gongkai_model::organ::OrganKind;
use gongkai_model::progress::ReportState;
use gongkai_model::report::{Figure, Report};
use gongkai_platform::fonts::{self, Choice};
use gongkai_platform::{files, network};
use gongkai_store::FILE;
use std::path::{Path, PathBuf};

/// What was done: a line for each report, and whether all of it succeeded.
pub struct SelfCheck {
    /// One sentence each.
    pub lines: Vec<String>,
    /// Nothing failed.
    pub passed: bool,
}

/// A report that was stored: the name of its file, its id, and itself.
type Kept = (String, i64, Report);

/// Does the main job with these files, or without any with the built-in example. The folder gets the
/// database and the PDFs; a database that is there already is left alone.
pub fn run(folder: &Path, files: &[PathBuf]) -> SelfCheck {
    let warning = network::is_remote(folder).then(|| ON_NETWORK.to_owned());
    let outcomes = jobs(folder, files).unwrap_or_else(|failure| vec![Err(failure)]);
    let passed = outcomes.iter().all(Result::is_ok);
    let lines =
        outcomes.into_iter().map(|outcome| outcome.unwrap_or_else(|failure| failure.sentence));
    SelfCheck { lines: warning.into_iter().chain(lines).collect(), passed }
}

fn jobs(folder: &Path, files: &[PathBuf]) -> Result<Vec<Result<String, Failure>>, Failure> {
    if folder.join(FILE).exists() {
        return Err(Failure::refused("这个文件夹里已有年报数据，自检不碰它：请另给一个空文件夹。"));
    }
    let session = Session::open(folder);
    let kept = if files.is_empty() {
        let this = session.snapshot(session.open_example()?)?;
        let kept = |name: &str, id: i64, report: &Report| Ok((name.to_owned(), id, report.clone()));
        let last = this.last.as_ref().map(|last| kept("示例", last.id, &last.report));
        last.into_iter().chain([kept("示例", this.stored.id, &this.stored.report)]).collect()
    } else {
        files.iter().map(|file| keep(&session, file)).collect::<Vec<_>>()
    };
    drop(session);

    // As at the next start of the program.
    let session = Session::open(folder);
    let fonts = fonts::find(Choice::Bundled)?;
    Ok(kept.into_iter().map(|kept| job(&session, &fonts, folder, kept?)).collect())
}

/// Reads a file and stores the report in it.
fn keep(session: &Session, file: &Path) -> Result<Kept, Failure> {
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let report = read_report(session.forms(), file)?.report;
    let (bytes, source, kept) = (files::read(file)?, name.clone(), report.clone());
    let id = session.store().run(move |store| {
        let organ = kept.organ.clone().unwrap_or_default();
        let organ = organ_or_new(store, &organ, OrganKind::suggested_by(&organ))?;
        Ok(store.create(organ, &kept, ReportState::Imported, Some((&source, &bytes)))?)
    })?;
    Ok((name, id, report))
}

/// Checks, compares and prints a stored report.
fn job(
    session: &Session,
    fonts: &FontSet,
    folder: &Path,
    (name, id, report): Kept,
) -> Result<String, Failure> {
    let open = session.snapshot(id)?;
    let OpenReport { stored, last, .. } = &*open;
    if stored.report != report {
        return Err(Failure::refused(format!(
            "{name}：存入后再读出来不一样，请把数据文件夹复制一份交给技术人员。"
        )));
    }
    let year = report.year.unwrap_or_default();
    let unread = report.cells.values().filter(|cell| cell.figure == Figure::Unread).count();
    let checked = session.check(id)?;
    let compared = match last {
        Some(last) => {
            let cells = compare(session.forms(), &report, &last.report).cells;
            let changed = cells.iter().filter(|cell| cell.this != cell.last).count();
            format!("与上年对比 {} 项、有变化 {changed} 项", cells.len())
        }
        None => "没有上年可比".to_owned(),
    };
    let printed = gongkai_export::print(&report, session.forms(), &PageOptions::default(), fonts)?;
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
