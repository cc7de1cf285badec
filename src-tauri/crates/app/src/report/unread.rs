//! What is said of a report in which cells were not read: blank is not unread, and neither is 0.

use crate::failure::Failure;
use gongkai_model::form::Forms;
use gongkai_model::report::Report;

/// Most cells that are named in a sentence.
const NAMED: usize = 3;

/// `有 2 格未读到（规章 · 本年制发件数、行政许可 · 本年处理决定数量）`; none where every cell was read.
fn which(report: &Report, forms: &Forms) -> Option<String> {
    let unread = report.unread(forms);
    let names: Vec<&str> = unread.iter().take(NAMED).map(|form| form.name.as_str()).collect();
    let more = if unread.len() > NAMED { "等" } else { "" };
    let count = unread.len();
    (count > 0).then(|| format!("有 {count} 格未读到（{}{more}）", names.join("、")))
}

/// What is said where a file is written of a report with unread cells; none where there are none.
pub fn unread_notice(report: &Report, forms: &Forms) -> Option<String> {
    let which = which(report, forms)?;
    Some(format!("{which}：写出的文件里这些格写着“未读到”，请对照原件补上后再用。"))
}

/// Refuses what takes a report for whole while cells of it are unread.
pub(crate) fn whole(report: &Report, forms: &Forms, what: &str) -> Result<(), Failure> {
    match which(report, forms) {
        Some(which) => {
            Err(Failure::refused(format!("{which}，{what}；请对照原件把这些格补上，没有的填 0。")))
        }
        None => Ok(()),
    }
}
