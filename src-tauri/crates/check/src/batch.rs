//! Many reports checked together: each with last year's of the same office found among them.
//!
//! **Deliberately absent**: the folder itself. Names and reports come in.

use super::{Case, Finding, Level, Settings, Verdict, check, verdict};
use gongkai_model::document::normalize;
use gongkai_model::form::Forms;
use gongkai_model::organ::OrganKind;
use gongkai_model::report::Report;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::HashMap;
use ts_rs::TS;

/// A file of the folder and the report in it, or why there is none.
#[derive(Clone, Debug)]
pub struct BatchItem {
    /// As the user knows it: its path within the folder.
    pub file: String,
    pub report: Result<Report, String>,
}

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

/// The reports of a folder, to be checked one by one in any order.
pub struct Batch<'a> {
    forms: &'a Forms,
    settings: &'a Settings,
    item: Vec<BatchItem>,
    by_owner: HashMap<(String, i32), usize>,
}

impl<'a> Batch<'a> {
    pub fn new(forms: &'a Forms, settings: &'a Settings, item: Vec<BatchItem>) -> Self {
        let mut by_owner = HashMap::new();
        for (at, item) in item.iter().enumerate() {
            if let Some(owner) = item.report.as_ref().ok().and_then(owner) {
                by_owner.entry(owner).or_insert(at);
            }
        }
        Batch { forms, settings, item, by_owner }
    }

    /// The places of the files that hold a report.
    pub fn reports(&self) -> Vec<usize> {
        (0..self.item.len()).filter(|at| self.item[*at].report.is_ok()).collect()
    }

    /// The files that hold none.
    pub fn without_report(&self) -> Vec<NoReport> {
        let failed = self.item.iter().filter_map(|item| {
            let why = item.report.as_ref().err()?.clone();
            Some(NoReport { file: item.file.clone(), why })
        });
        failed.collect()
    }

    /// Checks the report at this place of the files; none where there is no report.
    pub fn check(&self, at: usize) -> Option<FolderLine> {
        let item = self.item.get(at)?;
        let report = item.report.as_ref().ok()?;
        let last = self.last_of(report);
        let (verdict, findings) =
            published(self.forms, self.settings, report, last.map(|(_, last)| last));
        let count = |level| findings.iter().filter(|f| f.level == level).count() as u32;
        Some(FolderLine {
            file: item.file.clone(),
            organ: report.organ.clone(),
            year: report.year,
            verdict,
            errors: count(Level::Error),
            explains: count(Level::Explain),
            hints: count(Level::Hint),
            last: last.map(|(file, _)| file.to_owned()),
            findings,
        })
    }

    fn last_of(&self, report: &Report) -> Option<(&str, &Report)> {
        let (organ, year) = owner(report)?;
        let item = self.item.get(*self.by_owner.get(&(organ, year.checked_sub(1)?))?)?;
        Some((item.file.as_str(), item.report.as_ref().ok()?))
    }
}

/// Whose report it is and of which year; none where the file does not say.
fn owner(report: &Report) -> Option<(String, i32)> {
    let organ = normalize::key(report.organ.as_deref()?);
    (!organ.is_empty()).then_some((organ, report.year?))
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
        let shelf = Batch::new(
            &forms,
            &settings,
            vec![
                item("甲2026.txt", "青铜镇人民政府", 2026, false),
                item("乙2026.txt", "白银镇人民政府", 2026, true),
                item("甲2025.txt", "青铜镇 人民政府", 2025, false),
                no_report,
            ],
        );
        assert_eq!(shelf.reports(), [0, 1, 2]);
        let mut lines: Vec<_> = shelf.reports().iter().filter_map(|at| shelf.check(*at)).collect();
        worst_first(&mut lines);
        assert_eq!(lines[0].file, "乙2026.txt");
        assert_eq!(lines[0].verdict, Verdict::Fail);
        let with_last: Vec<_> = lines.iter().filter_map(|line| line.last.as_deref()).collect();
        assert_eq!(with_last, ["甲2025.txt"]);
        assert_eq!(shelf.without_report()[0].why, "没有年报。");
    }

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
