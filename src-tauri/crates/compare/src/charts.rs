//! What people would rather look at than read: requests received and handled, results by kind,
//! cases. The figures only; how a chart is drawn is known where it is drawn.

use super::figures::{edition, sum};
use gongkai_model::document::numbering;
use gongkai_model::form::{CellId, Edition, Forms, plain};
use gongkai_model::report::Report;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Groups of columns side by side.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Chart {
    /// What the chart shows, as its heading says it.
    pub name: String,
    /// What stands under the groups: years, or kinds of results.
    pub groups: Vec<String>,
    /// As many figures each as there are groups.
    pub series: Vec<Series>,
}

/// One column of each group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Series {
    /// As the legend says it.
    pub name: String,
    /// An exact decimal a group; none where that year has no such number.
    pub figures: Vec<Option<String>>,
}

/// Most years whose results stand beside each other by kind.
const MOST_BESIDE: usize = 3;

const CASES: [(&str, &[&str]); 2] = [
    ("行政复议", &["cases/reconsideration/total"]),
    ("行政诉讼", &["cases/direct_suit/total", "cases/suit_after_reconsideration/total"]),
];
const REQUESTS: [(&str, &[&str]); 2] =
    [("本年新收", &["requests/new/total"]), ("本年办结", &["requests/total/total"])];

/// The charts of reports given the earliest first; one without any number is left out.
pub fn charts(forms: &Forms, reports: &[&Report]) -> Vec<Chart> {
    let charts = [
        by_year("收到和办结的申请（件）", &REQUESTS, reports),
        results(forms, reports),
        by_year("行政复议、行政诉讼（件）", &CASES, reports),
    ];
    let told =
        |chart: &Chart| chart.series.iter().any(|one| one.figures.iter().any(Option::is_some));
    charts.into_iter().filter(told).collect()
}

fn year_of(report: &Report) -> String {
    report.year.unwrap_or_default().to_string()
}

fn figure(report: &Report, cells: &[CellId]) -> Option<String> {
    Some(sum(report, cells).number()?.normalize().to_string())
}

fn by_year(name: &str, lines: &[(&str, &[&str])], reports: &[&Report]) -> Chart {
    let series = lines.iter().map(|(name, cells)| {
        let cells: Vec<CellId> = cells.iter().map(|cell| CellId::from(*cell)).collect();
        let figures = reports.iter().map(|report| figure(report, &cells)).collect();
        Series { name: (*name).to_owned(), figures }
    });
    Chart {
        name: name.to_owned(),
        groups: reports.iter().map(|report| year_of(report)).collect(),
        series: series.collect(),
    }
}

/// The kinds of results are the groups of rows that make up 三（七）, as the latest form has them.
fn results(forms: &Forms, reports: &[&Report]) -> Chart {
    let from = reports.len().saturating_sub(MOST_BESIDE);
    let reports = reports.get(from..).unwrap_or_default();
    let latest = reports.last().and_then(|report| edition(forms, report));
    let kinds = latest.map(kinds).unwrap_or_default();
    let series = reports.iter().map(|report| {
        let own = edition(forms, report).map(self::kinds).unwrap_or_default();
        let of = |kind: &str| {
            let (_, _, cells) = own.iter().find(|(id, ..)| id == kind)?;
            figure(report, cells)
        };
        Series { name: year_of(report), figures: kinds.iter().map(|(id, ..)| of(id)).collect() }
    });
    Chart {
        name: "办理结果（件）".to_owned(),
        groups: kinds.iter().map(|(_, name, _)| name.clone()).collect(),
        series: series.collect(),
    }
}

/// Id, name and cells of every kind of result.
fn kinds(edition: &Edition) -> Vec<(String, String, Vec<CellId>)> {
    let all = CellId::from("requests/total/total");
    let equations = edition.equations();
    let parts = equations.iter().find(|equation| {
        equation.rule == "results_sum" && equation.right.iter().any(|term| term.cell == all)
    });
    let mut kinds: Vec<(String, String, Vec<CellId>)> = Vec::new();
    for term in parts.map(|equation| equation.left.as_slice()).unwrap_or_default() {
        let row = term.cell.as_str().split('/').nth(1).unwrap_or_default();
        let id = row.split('.').next().unwrap_or_default();
        match kinds.iter_mut().find(|(known, ..)| known == id) {
            Some((.., cells)) => cells.push(term.cell.clone()),
            None => {
                let name = edition.figure(&term.cell).map(|figure| figure.name).unwrap_or_default();
                let name = name.split(" · ").next().unwrap_or_default();
                let numbered = numbering(name).map_or(0, |(_, length)| length);
                let name = plain(name.get(numbered..).unwrap_or_default());
                kinds.push((id.to_owned(), name, vec![term.cell.clone()]));
            }
        }
    }
    kinds
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_model::report::Cell;

    #[test]
    fn requests_results_and_cases_over_both_editions() {
        let forms = Forms::official();
        let report = |edition: &str, year: i32, other: &str| {
            let edition = forms.edition(edition).unwrap();
            let mut report = Report::blank(edition, "青铜镇人民政府", year);
            for (cell, figure) in [
                ("requests/new/total", 9),
                ("requests/refused.state_secret/total", 1),
                ("requests/refused.internal_affairs/total", 2),
                ("cases/direct_suit/total", 1),
                ("cases/suit_after_reconsideration/total", 3),
                (other, 4),
            ] {
                report.cells.insert(cell.into(), Cell::typed(figure));
            }
            report
        };
        let old = report("2019", 2020, "requests/other_handling/total");
        let new = report("2021", 2021, "requests/other_handling.other/total");
        let charts = charts(&forms, &[&old, &new]);
        assert_eq!(charts.len(), 3);
        assert_eq!(charts[0].groups, ["2020", "2021"]);
        assert_eq!(charts[0].series[1].figures, [None, None]);
        let kinds = ["予以公开", "部分公开", "不予公开", "无法提供", "不予处理", "其他处理"];
        assert_eq!(charts[1].groups, kinds);
        for series in &charts[1].series {
            let told: Vec<_> = series.figures.iter().map(Option::as_deref).collect();
            assert_eq!(told, [None, None, Some("3"), None, None, Some("4")]);
        }
        assert_eq!(charts[2].series[1].figures, [Some("4".to_owned()), Some("4".to_owned())]);
    }

    #[test]
    fn without_a_number_there_is_no_chart() {
        let forms = Forms::official();
        let blank = Report::blank(forms.edition("2021").unwrap(), "青铜镇人民政府", 2026);
        assert!(charts(&forms, &[&blank]).is_empty());
        assert!(charts(&forms, &[]).is_empty());
    }
}
