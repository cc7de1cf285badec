//! Reports checked as they were published, one or many of them.
//!
//! **Deliberately absent**: where they come from, and which of many is the year before of which.

use crate::case::Case;
use crate::finding::{Finding, Verdict, verdict};
use crate::rules::check;
use crate::settings::Settings;
use gongkai_model::form::Forms;
use gongkai_model::organ::OrganKind;
use gongkai_model::report::Report;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use ts_rs::TS;

/// What a report of the folder was found to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FolderLine {
    /// As the user knows it: its path within the folder.
    pub file: String,
    /// Full name of the office, where the file says it.
    pub organ: Option<String>,
    /// The report year, where the file says it.
    pub year: Option<i32>,
    /// What all its findings mean.
    pub verdict: Verdict,
    /// How many must be changed (必须改).
    pub errors: u32,
    /// How many want a reason (需说明).
    pub explains: u32,
    /// How many are hints (提示).
    pub hints: u32,
    /// The file last year's report was found in.
    pub last: Option<String>,
    /// By level, then by their place in the report.
    pub findings: Vec<Finding>,
}

/// A file without a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NoReport {
    /// As the user knows it: its path within the folder.
    pub file: String,
    /// One sentence: what it is and what to do.
    pub why: String,
}

/// Checks a report as it was published, by what its office's name says of the office.
pub fn published(
    forms: &Forms,
    settings: &Settings,
    report: &Report,
    last: Option<&Report>,
) -> (Verdict, Vec<Finding>) {
    let kind = OrganKind::suggested_by(report.organ.as_deref().unwrap_or_default());
    let settings = Settings { kind, ..settings.clone() };
    let findings = check(&Case {
        forms,
        report,
        last,
        last_unconfirmed: true,
        published: true,
        settings: &settings,
        today: None,
    });
    (verdict(&findings, &|_| false), findings)
}

/// The worst first; among equals by office, then the newest first.
pub fn worst_first(lines: &mut [FolderLine]) {
    lines.sort_by_cached_key(|line| {
        let grave = Reverse((line.verdict, line.errors, line.explains, line.hints));
        (grave, line.organ.clone(), Reverse(line.year), line.file.clone())
    });
}
