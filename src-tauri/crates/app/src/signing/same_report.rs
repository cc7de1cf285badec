//! Whether a PDF says what a report says: figure by figure, and word by word.

use gongkai_model::document::normalize;
use gongkai_model::form::Forms;
use gongkai_model::report::{Figure, Report};

/// Most places named.
const MOST_NAMED: usize = 5;

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SameReport {
    /// Every figure and every word.
    Same,
    /// These places differ, in the user's words.
    Different(Vec<String>),
    /// No report was found in the file.
    Unread,
}

impl SameReport {
    /// In one sentence; `report` says with what it was compared.
    pub fn sentence(&self, report: &str) -> String {
        match self {
            SameReport::Same => format!("文件里的数据和文字与{report}完全一致。"),
            SameReport::Different(places) => {
                let named = places.iter().take(MOST_NAMED);
                let named: Vec<&str> = named.map(String::as_str).collect();
                let more = if places.len() > named.len() { "等" } else { "" };
                format!(
                    "文件里的内容与{report}不一致，有{}处不同：{}{more}。",
                    places.len(),
                    named.join("、")
                )
            }
            SameReport::Unread => format!("文件里没有认出年度报告，不能与{report}比较。"),
        }
    }
}

/// Compares the report in a PDF with this one.
pub fn same_report(forms: &Forms, pdf: &[u8], report: &Report) -> SameReport {
    let Ok(found) = gongkai_read::report(pdf, "年报.pdf", forms) else {
        return SameReport::Unread;
    };
    let found = found.report;
    let mut places = Vec::new();
    let organ_and_year = |report: &Report| {
        (report.organ.as_deref().map(normalize::text), report.year, report.edition.clone())
    };
    if organ_and_year(&found) != organ_and_year(report) {
        places.push("单位、年度或格式".to_owned());
    }
    let mut ids: Vec<_> = report.cells.keys().chain(found.cells.keys()).collect();
    ids.sort();
    ids.dedup();
    let name = |id| {
        let edition = report.edition.as_deref().and_then(|edition| forms.edition(edition));
        let figure = edition.and_then(|edition| edition.figure(id));
        figure.map_or_else(|| "表格里的一个数".to_owned(), |figure| format!("“{}”", figure.name))
    };
    let other = ids.into_iter().filter(|id| {
        let (shown, meant) = (found.figure(id), report.figure(id));
        // A figure that was not read on the page is not known to be the same.
        shown != meant || shown == Figure::Unread
    });
    places.extend(other.map(name));
    places.extend(different_words(&found, report));
    if places.is_empty() { SameReport::Same } else { SameReport::Different(places) }
}

/// The parts of the text that differ.
fn different_words(found: &Report, report: &Report) -> Vec<String> {
    let text = |paragraphs: &[String]| normalize::text(&paragraphs.concat());
    let line = |text: &Option<String>| normalize::text(text.as_deref().unwrap_or_default());
    let mut places = Vec::new();
    if text(&found.preface) != text(&report.preface) {
        places.push("引言".to_owned());
    }
    let headings = |report: &Report| -> Vec<String> {
        report.chapters.iter().map(|chapter| normalize::text(&chapter.heading)).collect()
    };
    if headings(found) != headings(report) {
        places.push("各章标题".to_owned());
    }
    for (shown, meant) in found.chapters.iter().zip(&report.chapters) {
        if text(&shown.paragraphs) != text(&meant.paragraphs) {
            places.push(format!("“{}、{}”一章", meant.number, meant.heading));
        }
    }
    if line(&found.date) != line(&report.date) {
        places.push("成文日期".to_owned());
    }
    places
}
