//! The check list of a report, and the table of a folder that was checked, as files.

use crate::failure::Failure;
use crate::paths::{TYPED_OR_CHOSEN, whole_path};
use crate::report::OpenReport;
use crate::session::Session;
use gongkai_check::Level;
use gongkai_compose::{CheckListInput, GivenReason};
use gongkai_layout::PageOptions;
use gongkai_model::document::Document;
use gongkai_platform::fonts::{self, Choice};
use std::collections::BTreeMap;
use std::path::Path;

/// A kind of file a list or a comparison is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListFormat {
    /// The official page.
    Pdf,
    /// Excel.
    Xlsx,
}

impl ListFormat {
    /// The kind the ending of a path asks for.
    pub fn of_path(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_string_lossy().to_lowercase();
        Self::of_ending(&ending)
    }

    /// The kind an ending in small letters asks for.
    pub fn of_ending(ending: &str) -> Option<Self> {
        match ending {
            "pdf" => Some(ListFormat::Pdf),
            "xlsx" => Some(ListFormat::Xlsx),
            _ => None,
        }
    }
}

/// A list as a file; `organ` names its office in the PDF, empty for several.
///
/// # Errors
/// When there are no fonts, or what is read back differs.
pub fn check_list_file(
    list: &Document,
    organ: &str,
    format: ListFormat,
) -> Result<Vec<u8>, Failure> {
    match format {
        ListFormat::Pdf => {
            let fonts = fonts::find(Choice::System)?;
            Ok(gongkai_export::print_document(list, organ, &PageOptions::default(), &fonts)?.pdf)
        }
        ListFormat::Xlsx => Ok(gongkai_export::xlsx(list)?),
    }
}

fn list_format(path: &Path) -> Result<ListFormat, Failure> {
    ListFormat::of_path(path).ok_or_else(|| Failure::refused("文件名要以 .pdf 或 .xlsx 结尾。"))
}

impl Session {
    /// Writes the check list of a report with its reasons; gives its path.
    ///
    /// # Errors
    /// When the report can't be opened, or the file can't be written.
    pub fn export_check_list(
        &self,
        id: i64,
        path: &str,
        overwrite: bool,
    ) -> Result<String, Failure> {
        let path = whole_path(path, TYPED_OR_CHOSEN)?;
        let token = self.tasks().exports.token();
        let open = self.flushed_snapshot(id)?;
        let organ = open.stored.report.organ.as_deref().unwrap_or_default();
        let bytes = check_list_file(&self.check_list(&open), organ, list_format(&path)?)?;
        self.write_export(&path, &bytes, overwrite, &token)
    }

    /// The check list of a report with its reasons.
    pub(super) fn check_list(&self, open: &OpenReport) -> Document {
        self.with_check_list(open, gongkai_compose::check_list)
    }

    /// What stands behind the report in a copy for review.
    pub(in crate::session) fn review_list(&self, open: &OpenReport) -> Document {
        self.with_check_list(open, gongkai_compose::review_list)
    }

    fn with_check_list(
        &self,
        open: &OpenReport,
        list: impl FnOnce(&CheckListInput<'_>) -> Document,
    ) -> Document {
        let checked = open.check(self.forms(), &self.rules());
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
        let findings: Vec<_> = checked.findings.iter().map(|line| line.finding.clone()).collect();
        list(&CheckListInput {
            finalised: open.finalised.as_ref(),
            report: &open.stored.report,
            forms: self.forms(),
            last: open.last.as_ref().and_then(|last| last.report.year),
            on: Some(chrono::Local::now().date_naive()),
            verdict: checked.verdict,
            findings: &findings,
            reasons: &reasons,
        })
    }

    /// Writes the table of the folder checked last; gives its path.
    ///
    /// # Errors
    /// When none was checked, or the file can't be written.
    pub fn export_batch(&self, path: &str, overwrite: bool) -> Result<String, Failure> {
        let path = whole_path(path, TYPED_OR_CHOSEN)?;
        let token = self.tasks().exports.token();
        let last = self.lock().batch.clone();
        let last = last.ok_or_else(|| Failure::refused("还没有核对文件夹，请先核对。"))?;
        let list = gongkai_compose::folder_list(&last.folder, &last.lines, &last.without);
        let bytes = check_list_file(&list, "", list_format(&path)?)?;
        self.write_export(&path, &bytes, overwrite, &token)
    }
}
