//! What the rules found in a report, and what of it the window has been sent.

use super::finding_line::FindingLine;
use super::guide::Guide;
use super::progress::Progress;
use gongkai_check::Verdict;
use serde::Serialize;
use std::collections::BTreeMap;
use ts_rs::TS;

/// What the rules found, and what it means together.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Checked {
    /// Whether the report may be final.
    pub verdict: Verdict,
    /// `还有 3 项必须改、2 项需说明、1 项未填`
    pub sentence: String,
    /// Those that are wrong, not those merely not filled in.
    pub errors: u32,
    /// Those without a reason.
    pub explains: u32,
    /// Those that may stay.
    pub hints: u32,
    /// Those merely not filled in yet; while there is one, the report is not final.
    pub unfilled: u32,
    /// How far the report has come.
    pub progress: Progress,
    /// What leads through the example; none for any other report.
    pub guide: Option<Guide>,
    /// The keys of all findings, in order.
    pub keys: Vec<String>,
    /// The findings in order; in the answer to an edit only those that are new or have another reason
    /// than the window was last sent.
    pub findings: Vec<FindingLine>,
}

/// The findings the window was last sent, by their keys.
#[derive(Debug, Default)]
pub(crate) struct LastSent(BTreeMap<String, FindingLine>);

impl LastSent {
    /// Notes findings that are sent whole.
    pub fn whole(&mut self, checked: &Checked) -> BTreeMap<String, FindingLine> {
        let lines = checked.findings.iter();
        let sent = lines.map(|line| (line.finding.key.clone(), line.clone())).collect();
        std::mem::replace(&mut self.0, sent)
    }

    /// Leaves out the findings the window has.
    pub fn delta(&mut self, mut checked: Checked) -> Checked {
        let known = self.whole(&checked);
        checked.findings.retain(|line| known.get(&line.finding.key) != Some(line));
        checked
    }
}
