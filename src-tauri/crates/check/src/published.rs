//! Reports checked as they were published, one or many of them.
//!
//! **Deliberately absent**: where they come from, and which of many is the year before of which.

use super::{Case, Finding, Settings, Verdict, check, verdict};
use gongkai_model::document::normalize;
use gongkai_model::form::Forms;
use gongkai_model::organ::OrganKind;
use gongkai_model::report::Report;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use ts_rs::TS;

/// What a report of the folder was found to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FolderLine {
    pub file: String,
    pub organ: Option<String>,
    pub year: Option<i32>,
    pub verdict: Verdict,
    pub errors: u32,
    pub explains: u32,
    pub hints: u32,
    /// The file last year's report was found in.
    pub last: Option<String>,
    pub findings: Vec<Finding>,
}

/// A file without a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NoReport {
    pub file: String,
    /// One sentence: what it is and what to do.
    pub why: String,
}

/// Whether two reports may be of the same office: one of them does not say whose it is, or the names
/// are the same but for the region before them.
pub fn same_organ(one: &Report, other: &Report) -> bool {
    let name = |report: &Report| report.organ.as_deref().map(normalize::key).unwrap_or_default();
    let (one, other) = (name(one), name(other));
    let short = one.chars().count().min(other.chars().count());
    short < 4 || one.ends_with(&other) || other.ends_with(&one)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_office_is_told_by_its_name() {
        let named =
            |organ: Option<&str>| Report { organ: organ.map(str::to_owned), ..Report::default() };
        let own = named(Some("青铜市商务局"));
        for same in [Some("青铜市 商务局"), Some("宁夏回族自治区青铜市商务局"), None]
        {
            assert!(same_organ(&own, &named(same)), "{same:?}");
        }
        for other in ["白银市商务局", "青铜市教育局"] {
            assert!(!same_organ(&own, &named(Some(other))), "{other}");
        }
    }
}
