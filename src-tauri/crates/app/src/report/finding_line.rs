//! A finding beside the reason written for it.

use gongkai_check::Finding;
use gongkai_store::Reason;
use serde::Serialize;
use ts_rs::TS;

/// A finding, and the reason written for it.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct FindingLine {
    /// What was found.
    pub finding: Finding,
    /// Why it is as it should be.
    pub reason: Option<Reason>,
    /// It has a reason and may have one.
    pub settled: bool,
}

/// ` 3 项必须改、2 项需说明`; none where nothing is open.
pub(crate) fn open_counts(errors: u32, explains: u32, unfilled: u32) -> Option<String> {
    let parts = [(errors, "必须改"), (explains, "需说明"), (unfilled, "未填")];
    let parts = parts.iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> = parts.map(|(count, what)| format!("{count} 项{what}")).collect();
    (!parts.is_empty()).then(|| format!(" {}", parts.join("、")))
}
