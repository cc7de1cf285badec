//! What is checked, and whether a report may stand for last year's.

use crate::settings::Settings;
use chrono::NaiveDate;
use gongkai_model::document::normalize;
use gongkai_model::form::{Edition, Forms};
use gongkai_model::report::Report;

/// What is checked: a report, last year's beside it, and under which settings.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// The editions there are.
    pub forms: &'a Forms,
    /// What is judged.
    pub report: &'a Report,
    /// Last year's report of the same office. One that is not of the year before, or of another scope,
    /// is not compared with; see [`not_last`].
    pub last: Option<&'a Report>,
    /// Last year's figures come from a file and nobody has confirmed them.
    pub last_unconfirmed: bool,
    /// An old report as it was published: nothing is to be finalised, so blanks are only hints.
    pub published: bool,
    /// What the user has set for the rules.
    pub settings: &'a Settings,
    /// None where the day must not matter.
    pub today: Option<NaiveDate>,
}

impl<'a> Case<'a> {
    /// The edition the report's tables follow; none for a report without tables.
    pub(crate) fn edition(&self) -> Option<&'a Edition> {
        self.report.edition_in(self.forms)
    }
}

/// Why a report given as last year's is not compared with, in one sentence: it is of another office,
/// of another year than the one before, or of another scope. `renamed` says that the office is the
/// same whatever it is called.
pub fn not_last(report: &Report, last: &Report, renamed: bool) -> Option<String> {
    let organ = |report: &Report| report.organ.clone().unwrap_or_default();
    if !renamed && !same_organ(report, last) {
        return Some(format!(
            "上年文件是“{}”的年报，这份是“{}”的：没有与它核对；请换成本单位的年报。",
            organ(last),
            organ(report)
        ));
    }
    match (report.year, last.year) {
        (Some(year), Some(before)) if before.checked_add(1) != Some(year) => Some(format!(
            "上年文件是{before}年的年报，不是这份年报（{year}年）的上一年：没有与它核对；请换成{}年的年报。",
            year.saturating_sub(1)
        )),
        (Some(_), Some(_)) if report.scope == last.scope => None,
        (Some(_), Some(_)) => {
            Some("上年文件的填报范围与这份不同：没有与它核对；请换成同一范围的年报。".to_owned())
        }
        _ => {
            Some("看不出两份年报是不是前后两年的：没有与上年核对；请检查标题里的年度。".to_owned())
        }
    }
}

/// Whether two reports may be of the same office: one of them does not say whose it is, or the names
/// are the same but for the region before them.
pub fn same_organ(one: &Report, other: &Report) -> bool {
    let name = |report: &Report| report.organ.as_deref().map(normalize::key).unwrap_or_default();
    let (one, other) = (name(one), name(other));
    let short = one.chars().count().min(other.chars().count());
    short < 4 || one.ends_with(&other) || other.ends_with(&one)
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_model::report::Scope;

    #[test]
    fn why_a_report_is_not_last_year_s_is_told_once() {
        let of = |organ: &str, year: Option<i32>, scope| Report {
            organ: Some(organ.to_owned()),
            year,
            scope,
            ..Report::default()
        };
        let this = of("青铜镇人民政府", Some(2025), Scope::Own);
        let why =
            |organ: &str, year: Option<i32>, scope| not_last(&this, &of(organ, year, scope), false);
        assert_eq!(why("青铜镇人民政府", Some(2024), Scope::Own), None);
        let told = why("青铜镇人民政府", Some(2022), Scope::Own).unwrap();
        assert!(told.contains("2022年") && told.contains("2024年"), "{told}");
        assert!(why("白银市公安局", Some(2024), Scope::Own).unwrap().contains("白银市公安局"));
        assert!(why("青铜镇人民政府", None, Scope::Own).is_some());
        assert!(why("青铜镇人民政府", Some(2024), Scope::Consolidated).is_some());
        let renamed = of("白银市公安局", Some(2024), Scope::Own);
        assert_eq!(not_last(&this, &renamed, true), None);
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
