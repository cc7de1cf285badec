//! What the commands answer, as JSON objects with stable names.

use gongkai_app::signing::SameReport;
use gongkai_check::{Finding, FolderLine, NoReport, Span, Verdict};
use gongkai_compare::Comparison;
use gongkai_model::form::{CellId, Comparable};
use gongkai_model::report::Figure;
use gongkai_read::Draft;
use gongkai_sign::{Changes, Covers, SignatureFound, Standing, Verdict as Signed, Verification};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
pub struct Read<'a> {
    title: Option<&'a str>,
    organ: Option<&'a str>,
    year: Option<i32>,
    edition: Option<&'a str>,
    /// Exact decimals; `""` for blank. A cell that was not found is not here.
    cells: BTreeMap<&'a CellId, String>,
    unread: Vec<&'a CellId>,
    notes: BTreeMap<&'a CellId, &'a str>,
    preface: &'a [String],
    chapters: Vec<Chapter<'a>>,
    signature: Option<&'a str>,
    /// ISO 8601; null when the report has none or writes no day of the calendar.
    date: Option<String>,
    unmatched: &'a [String],
}

#[derive(Serialize)]
struct Chapter<'a> {
    number: &'a str,
    heading: &'a str,
    paragraphs: &'a [String],
}

impl<'a> Read<'a> {
    pub fn of(draft: &'a Draft) -> Self {
        let report = &draft.report;
        let mut cells = BTreeMap::new();
        let mut unread = Vec::new();
        for (id, cell) in &report.cells {
            match cell.figure {
                Figure::Unread => unread.push(id),
                Figure::Blank => drop(cells.insert(id, String::new())),
                Figure::Number(number) => drop(cells.insert(id, number.to_string())),
            }
        }
        Read {
            title: report.title.as_deref(),
            organ: report.organ.as_deref(),
            year: report.year,
            edition: report.edition.as_deref(),
            cells,
            unread,
            notes: report
                .cells
                .iter()
                .filter_map(|(id, cell)| Some((id, cell.note.as_deref()?)))
                .collect(),
            preface: &report.preface,
            chapters: report
                .chapters
                .iter()
                .map(|chapter| Chapter {
                    number: &chapter.number,
                    heading: &chapter.heading,
                    paragraphs: &chapter.paragraphs,
                })
                .collect(),
            signature: report.signature.as_deref(),
            date: report.document_date().map(|date| date.to_string()),
            unmatched: &draft.unmatched,
        }
    }
}

/// What was written for publishing, and the text for the editor of a web site.
#[derive(Serialize)]
pub struct Publication<'a> {
    pub files: &'a [String],
    pub html: &'a str,
    pub plain: &'a str,
}

#[derive(Serialize)]
pub struct Check<'a> {
    verdict: Verdict,
    findings: Vec<CheckFinding<'a>>,
}

#[derive(Serialize)]
struct CheckFinding<'a> {
    rule: &'a str,
    level: gongkai_check::Level,
    message: &'a str,
    cells: &'a [CellId],
    spans: Vec<CheckSpan<'a>>,
    left: Option<&'a str>,
    right: Option<&'a str>,
}

#[derive(Serialize)]
struct CheckSpan<'a> {
    chapter: &'a str,
    text: &'a str,
}

impl<'a> CheckSpan<'a> {
    fn of(span: &'a Span) -> Self {
        CheckSpan { chapter: &span.chapter, text: &span.text }
    }
}

impl<'a> Check<'a> {
    pub fn of(verdict: Verdict, findings: &'a [Finding]) -> Self {
        let findings = findings.iter().map(|finding| CheckFinding {
            rule: &finding.rule,
            level: finding.level,
            message: &finding.message,
            cells: &finding.cells,
            spans: finding.spans.iter().map(CheckSpan::of).collect(),
            left: finding.left.as_deref(),
            right: finding.right.as_deref(),
        });
        Check { verdict, findings: findings.collect() }
    }
}

#[derive(Serialize)]
pub struct Folder<'a> {
    /// The worst first.
    reports: Vec<FolderReport<'a>>,
    without_report: &'a [NoReport],
}

#[derive(Serialize)]
struct FolderReport<'a> {
    file: &'a str,
    organ: Option<&'a str>,
    year: Option<i32>,
    errors: u32,
    explains: u32,
    hints: u32,
    last: Option<&'a str>,
    #[serde(flatten)]
    check: Check<'a>,
}

impl<'a> Folder<'a> {
    pub fn of(lines: &'a [FolderLine], without_report: &'a [NoReport]) -> Self {
        let reports = lines.iter().map(|line| FolderReport {
            file: &line.file,
            organ: line.organ.as_deref(),
            year: line.year,
            errors: line.errors,
            explains: line.explains,
            hints: line.hints,
            last: line.last.as_deref(),
            check: Check::of(line.verdict, &line.findings),
        });
        Folder { reports: reports.collect(), without_report }
    }
}

#[derive(Serialize)]
pub struct Compare<'a> {
    cells: Vec<CompareCell<'a>>,
    texts: Vec<CompareText<'a>>,
}

#[derive(Serialize)]
struct CompareCell<'a> {
    cell: &'a CellId,
    last: Option<&'a str>,
    this: Option<&'a str>,
    change: Option<String>,
    percent: Option<f64>,
    comparable: Comparable,
}

#[derive(Serialize)]
struct CompareText<'a> {
    chapter: &'a str,
    repeat_rate: f64,
}

impl<'a> Compare<'a> {
    pub fn of(comparison: &'a Comparison) -> Self {
        let cells = comparison.cells.iter().map(|cell| CompareCell {
            cell: &cell.cell,
            last: cell.last.as_deref(),
            this: cell.this.as_deref(),
            change: cell.change.as_ref().map(ToString::to_string),
            percent: cell.percent,
            comparable: cell.comparable,
        });
        let texts = comparison
            .texts
            .iter()
            .map(|text| CompareText { chapter: &text.chapter, repeat_rate: text.repeat_rate });
        Compare { cells: cells.collect(), texts: texts.collect() }
    }
}

#[derive(Serialize)]
pub struct Verify<'a> {
    verdict: &'static str,
    signatures: Vec<VerifySignature<'a>>,
    same_report: Option<bool>,
}

#[derive(Serialize)]
struct VerifySignature<'a> {
    field: &'a str,
    signer: &'a str,
    /// ISO 8601; null where it says none.
    time: Option<String>,
    time_stamped: bool,
    covers: &'static str,
    changes_since: &'static str,
    chain: &'static str,
}

impl<'a> Verify<'a> {
    pub fn of(found: &'a Verification, same: Option<&SameReport>) -> Self {
        Verify {
            verdict: match found.verdict() {
                Signed::Valid => "valid",
                Signed::Changed => "changed",
                Signed::Untrusted => "untrusted",
                Signed::Unsigned => "unsigned",
            },
            signatures: found.signatures.iter().map(VerifySignature::of).collect(),
            same_report: same.map(|same| *same == SameReport::Same),
        }
    }
}

impl<'a> VerifySignature<'a> {
    fn of(found: &'a SignatureFound) -> Self {
        VerifySignature {
            field: &found.field,
            signer: &found.signer,
            time: found.time.map(|time| time.to_rfc3339()),
            time_stamped: found.time_stamped,
            covers: match found.covers {
                Covers::Whole => "whole",
                Covers::Part => "part",
            },
            changes_since: match found.changes {
                // What it covers is not what was signed.
                _ if !found.intact && !found.unknown_algorithm => "other",
                Changes::None => "none",
                Changes::FormFilling => "form_filling",
                Changes::Other => "other",
            },
            chain: match found.standing {
                Standing::Trusted => "trusted",
                Standing::Unknown => "unknown",
                Standing::Expired => "expired",
                Standing::Revoked => "revoked",
            },
        }
    }
}
