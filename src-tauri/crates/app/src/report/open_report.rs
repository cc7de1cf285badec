//! A report that is open, with what belongs to it: its office, the year before, the reasons. Checking
//! and comparing it need nothing else, so they can be done on a snapshot.

use super::checked::Checked;
use super::clock_time::clock_time;
use super::finding_line::{FindingLine, open_counts};
use super::guide::Guide;
use super::organ::{example_organ, organ_of_id};
use super::progress::Progress;
use crate::failure::Failure;
use gongkai_check::{Case, Finding, Level, Settings};
use gongkai_compose::FinalVersion;
use gongkai_layout::PageOptions;
use gongkai_model::form::{Edition, Forms};
use gongkai_model::progress::ReportState;
use gongkai_model::report::{Report, Scope};
use gongkai_store::{Organ, Reason, Store, Stored, TrailStep};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A report that is open.
#[derive(Clone, Debug)]
pub(crate) struct OpenReport {
    pub stored: Stored,
    pub organ: Organ,
    /// It is the bundled example, no report of an office.
    pub example: bool,
    /// Last year's report of the same organ and scope.
    pub last: Option<Arc<Stored>>,
    pub reasons: Vec<Reason>,
    /// What it was finalised as, while it is final.
    pub finalised: Option<FinalVersion>,
    /// What is out for review.
    pub sent: Option<SentCopy>,
    /// Why nothing can be kept where the data lie.
    pub read_only: Option<Failure>,
}

impl OpenReport {
    pub fn load(store: &mut Store, id: i64) -> Result<Self, Failure> {
        let mut stored = store.report(id)?;
        let finalised = finalised(store, &mut stored)?;
        let organ = organ_of_id(store, stored.organ_id)?;
        let last = match stored.report.year {
            Some(year) => year_before(store, organ.id, year, stored.report.scope)?,
            None => None,
        };
        Ok(OpenReport {
            example: example_organ(store)? == Some(organ.id),
            last: last.map(Arc::new),
            reasons: store.reasons(id)?,
            finalised,
            sent: sent(store, &stored)?,
            read_only: store.writable().err().map(|error| Failure::refused(error.to_string())),
            stored,
            organ,
        })
    }

    pub fn edition<'f>(&self, forms: &'f Forms) -> Option<&'f Edition> {
        self.stored.report.edition_in(forms)
    }

    /// The choices for the page with what the program says itself: 示例, 草稿.
    pub fn page_options(&self, options: PageOptions) -> PageOptions {
        let draft = self.stored.state == ReportState::Draft;
        PageOptions { example: self.example, draft, ..options }
    }

    /// Runs the rules.
    pub fn findings(&self, forms: &Forms, settings: &Settings) -> Vec<Finding> {
        let settings = Settings { kind: self.organ.kind, due: self.organ.due, ..settings.clone() };
        gongkai_check::check(&Case {
            forms,
            report: &self.stored.report,
            last: self.last.as_ref().map(|last| &last.report),
            last_unconfirmed: self
                .last
                .as_ref()
                .is_some_and(|last| last.state == ReportState::Imported),
            published: matches!(self.stored.state, ReportState::Imported | ReportState::Published),
            settings: &settings,
            today: Some(chrono::Local::now().date_naive()),
        })
    }

    /// The findings with their reasons, and what they mean together.
    pub fn check(&self, forms: &Forms, settings: &Settings) -> Checked {
        let findings = self.findings(forms, settings);
        let mut reasons: BTreeMap<&str, &Reason> =
            self.reasons.iter().map(|reason| (reason.key.as_str(), reason)).collect();
        let verdict = gongkai_check::verdict(&findings, &|finding| {
            reasons.contains_key(finding.key.as_str())
        });
        let findings: Vec<FindingLine> = findings
            .into_iter()
            .map(|finding| {
                let reason = finding.keys().find_map(|key| reasons.remove(key));
                let reason =
                    reason.map(|given| Reason { at: clock_time(&given.at), ..given.clone() });
                let settled = reason.is_some() && finding.level != Level::Error;
                FindingLine { finding, reason, settled }
            })
            .collect();
        let open = || findings.iter().filter(|line| !line.settled).map(|line| &line.finding);
        let count = |level| open().filter(|one| one.level == level && !one.unfilled).count() as u32;
        let [errors, explains, hints] = [Level::Error, Level::Explain, Level::Hint].map(count);
        let unfilled = open().filter(|finding| finding.unfilled).count() as u32;
        let Stored { report, state, .. } = &self.stored;
        Checked {
            verdict,
            sentence: match open_counts(errors, explains, unfilled) {
                Some(what) => format!("还有{what}"),
                None => "可以定稿".to_owned(),
            },
            errors,
            explains,
            hints,
            unfilled,
            progress: Progress::of(report, self.edition(forms), *state, &findings),
            guide: self.example.then(|| Guide::of(&findings)),
            keys: findings.iter().map(|line| line.finding.key.clone()).collect(),
            findings,
        }
    }

    /// Fails where nothing may be changed.
    pub fn writable(&self) -> Result<(), Failure> {
        if let Some(failure) = &self.read_only {
            return Err(failure.clone());
        }
        match self.stored.state {
            ReportState::Final | ReportState::Published => {
                Err(Failure::refused("这份年报已经定稿，不能改动；要改，请先点“退回草稿”。"))
            }
            ReportState::Draft | ReportState::Imported => Ok(()),
        }
    }

    /// The finding with this key, as it is now.
    pub fn finding(
        &self,
        forms: &Forms,
        settings: &Settings,
        key: &str,
    ) -> Result<Finding, Failure> {
        let findings = self.findings(forms, settings).into_iter();
        findings
            .into_iter()
            .find(|finding| finding.key == key)
            .ok_or_else(|| Failure::refused("这个问题已经不在了，请看现在的问题列表。"))
    }
}

/// A copy that is out for review.
#[derive(Clone, Debug)]
pub(crate) struct SentCopy {
    /// Who sent it.
    pub who: String,
    /// `2027-01-20 14:20`
    pub at: String,
    /// To whom, and what was said.
    pub why: String,
    /// Number of the version that was sent.
    pub version: Option<i64>,
    /// What was sent; none where that version is no longer kept.
    pub report: Option<Arc<Report>>,
}

/// What is out for review: the last thing that happened to a draft is that it was sent.
fn sent(store: &Store, stored: &Stored) -> Result<Option<SentCopy>, Failure> {
    if matches!(stored.state, ReportState::Final | ReportState::Published) {
        return Ok(None);
    }
    let last = store.trail(stored.id)?.pop();
    let Some(entry) = last.filter(|entry| entry.step == TrailStep::SentForReview) else {
        return Ok(None);
    };
    let versions = store.versions(stored.id)?;
    let held = versions.iter().find(|version| Some(version.number) == entry.version);
    Ok(Some(SentCopy {
        who: entry.who,
        at: clock_time(&entry.at),
        why: entry.why,
        version: entry.version,
        report: held.and_then(|held| store.version_report(held.id).ok()).map(Arc::new),
    }))
}

/// The version a final report was finalised as; what is shown, printed and handed out is this version.
/// One that is not intact any more is told elsewhere, and the report stays as it is.
fn finalised(store: &Store, stored: &mut Stored) -> Result<Option<FinalVersion>, Failure> {
    if !matches!(stored.state, ReportState::Final | ReportState::Published) {
        return Ok(None);
    }
    let Some(version) = store.finalised(stored.id)? else { return Ok(None) };
    if !store.is_intact(version.id)? {
        return Ok(None);
    }
    stored.report = store.version_report(version.id)?;
    let number = version.number;
    Ok(version.seal.map(|hash| FinalVersion { number, hash }))
}

/// The report of the year before this one.
pub(crate) fn year_before(
    store: &Store,
    organ: i64,
    year: i32,
    scope: Scope,
) -> Result<Option<Stored>, Failure> {
    let Some(year) = year.checked_sub(1) else { return Ok(None) };
    match store.find(organ, year, scope)? {
        Some(last) => Ok(Some(store.report(last)?)),
        None => Ok(None),
    }
}

/// A report with what an edit needs of it.
impl AsRef<Report> for OpenReport {
    fn as_ref(&self) -> &Report {
        &self.stored.report
    }
}
