//! Files come in: recognised, shown, put right, stored; one after the other, or a folder of them.
//!
//! **Deliberately absent**: overwriting unasked. A report that is there is replaced only if the
//! user has said so.

mod preview;

pub use preview::{ImportStatus, ImportView};

pub(crate) use preview::ImportPreview;

use crate::failure::Failure;
use gongkai_check::{Level, Verdict};
use gongkai_model::form::Forms;
use gongkai_model::organ::OrganKind;
use gongkai_model::report::Scope;
use gongkai_platform::files::{self, FileError};
use gongkai_platform::walk::{self, FilesFound, WalkLimits};
use gongkai_read::Draft;
use gongkai_store::Organ;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use ts_rs::TS;

/// Where a file is to be stored.
#[derive(Clone, Debug, Deserialize, TS)]
#[ts(export)]
pub struct ImportTarget {
    /// Full name of the office, added when it is not known yet.
    pub organ: String,
    /// What the office is.
    pub kind: OrganKind,
    /// The report year.
    pub year: i32,
    /// Its own or its system's report.
    pub scope: Scope,
    /// In place of the report that is there.
    pub replace: bool,
    /// The year is meant, be it odd or another than the file's.
    #[serde(default)]
    pub sure: bool,
}

/// One of several files: what it is, or why it can't be read.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct FileSurvey {
    /// Where the file lies.
    pub path: String,
    /// Its name.
    pub name: String,
    /// Whose report it is; empty where it does not say.
    pub organ: String,
    /// What the office is, as far as its name tells.
    pub kind: OrganKind,
    /// The report year, where it says one.
    pub year: Option<i32>,
    /// The edition its tables are in.
    pub edition: Option<String>,
    /// How many figures of the form were found.
    pub recognised: usize,
    /// How many were not.
    pub unread: usize,
    /// Figures the user had better look at.
    pub doubts: usize,
    /// What the rules say of it; none where it can't be read.
    pub verdict: Option<Verdict>,
    /// Places where its figures do not add up.
    pub mismatches: usize,
    /// What else is to be looked at: titles of rules of 必须改 and 需说明.
    pub others: Vec<String>,
    /// The store has a report of this organ and year.
    pub held: bool,
    /// Why it can't be read.
    pub why_not: Option<String>,
}

/// What became of one of several files.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ImportOutcome {
    /// Where the file lies.
    pub path: String,
    /// The report it was stored as.
    #[ts(type = "number | null")]
    pub id: Option<i64>,
    /// Why it was not stored.
    pub why_not: Option<String>,
}

/// The files being imported.
#[derive(Default)]
pub(crate) struct ImportSession {
    /// The file last shown, with its bytes.
    pub shown: Option<Arc<ImportPreview>>,
    /// Several files surveyed, by their paths.
    pub surveyed: HashMap<PathBuf, Arc<ImportPreview>>,
}

/// Recognises the report in a file.
///
/// # Errors
/// When the file can't be read, or holds no report.
pub fn read_report(forms: &Forms, path: &Path) -> Result<Draft, Failure> {
    Ok(gongkai_read::report(&files::read(path)?, &name_of(path), forms)?)
}

/// The files that may be reports among these files and in these folders.
///
/// # Errors
/// When one of the paths can't be read.
pub fn files_below(paths: &[PathBuf], limits: WalkLimits) -> Result<FilesFound, FileError> {
    walk::files_below(paths, &gongkai_read::endings(), limits)
}

pub(crate) fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

impl FileSurvey {
    pub(crate) fn of(
        forms: &Forms,
        path: &Path,
        preview: &ImportPreview,
        known: Option<Organ>,
        held: bool,
    ) -> Self {
        let report = preview.report();
        let organ = report.organ.clone().unwrap_or_default();
        let findings = preview.findings(forms);
        let grave = findings.iter().filter(|finding| finding.level != Level::Hint);
        let (mismatches, others): (Vec<_>, Vec<_>) =
            grave.partition(|finding| preview.is_mismatch(forms, finding));
        let titles = gongkai_check::rules()
            .iter()
            .filter(|rule| others.iter().any(|finding| finding.rule == rule.name))
            .map(|rule| rule.title.to_owned());
        let (unread, found) = preview.split(forms);
        FileSurvey {
            path: path.display().to_string(),
            name: preview.name.clone(),
            kind: known.map_or_else(|| OrganKind::suggested_by(&organ), |known| known.kind),
            organ,
            year: report.year,
            edition: report.edition.clone(),
            recognised: found.len(),
            unread: unread.len(),
            doubts: preview.draft.doubts.len(),
            verdict: Some(gongkai_check::verdict(&findings, &|_| false)),
            mismatches: mismatches.len(),
            others: titles.collect(),
            held,
            why_not: None,
        }
    }

    /// A file that can't be read.
    pub(crate) fn refused(path: &Path, name: &str, why: String) -> Self {
        FileSurvey {
            path: path.display().to_string(),
            name: name.to_owned(),
            organ: String::new(),
            kind: OrganKind::suggested_by(""),
            year: None,
            edition: None,
            recognised: 0,
            unread: 0,
            doubts: 0,
            verdict: None,
            mismatches: 0,
            others: Vec::new(),
            held: false,
            why_not: Some(why),
        }
    }
}
