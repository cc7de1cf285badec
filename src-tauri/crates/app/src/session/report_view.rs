//! Opening a report and showing it whole.

use super::Session;
use crate::failure::Failure;
use crate::report::{Checked, FormView, LastYear, ReportView, clock_time, proposed_publication};
use gongkai_check::Finding;

/// `2025年` → `2026年`, and the year before last → last year.
fn year_words(year: i32, last: Option<i32>) -> Vec<(String, String)> {
    let last = last.unwrap_or_else(|| year.saturating_sub(1));
    [(last, year), (last.saturating_sub(1), last)]
        .map(|(from, to)| (format!("{from}年"), format!("{to}年")))
        .into()
}

impl Session {
    /// Opens a report and shows it whole.
    ///
    /// # Errors
    /// When it is gone, or the store can't be used.
    pub fn report_view(&self, id: i64) -> Result<ReportView, Failure> {
        let (saved_at, notes) =
            self.store().read(None, move |store| Ok((store.saved_at(id)?, store.notes(id)?)))?;
        self.edit(id, |editing| {
            let checked = editing.check();
            editing.last_sent.whole(&checked);
            let open = &**editing.report;
            let report = &open.stored.report;
            let last_year = open.last.as_ref().and_then(|last| last.report.year);
            Ok(ReportView {
                id,
                organ: open.organ.clone(),
                example: open.example,
                full_title: report.full_title(),
                form: editing.edition().map(FormView::of),
                last: open.last.as_ref().map(|last| LastYear::of(editing.forms, report, last)),
                state: open.stored.state,
                read_only: open.read_only.as_ref().map(|failure| failure.sentence.clone()),
                saved_at: clock_time(&saved_at),
                checked,
                texts: open.text_facts(editing.forms),
                differences: open.differences(editing.forms),
                year_before: report.year.map(|year| year.saturating_sub(1)),
                year_words: report.year.map(|year| year_words(year, last_year)).unwrap_or_default(),
                steps: editing.history.steps(),
                source: open.stored.source_name.clone(),
                publication: proposed_publication(&open.stored),
                review: open.review_status(),
                notes,
                report: report.clone(),
            })
        })
    }

    /// What the rules find in a report now.
    pub(crate) fn findings(&self, id: i64) -> Result<Vec<Finding>, Failure> {
        let settings = self.rules();
        Ok(self.snapshot(id)?.findings(self.forms(), &settings))
    }

    /// What the rules find in a report now, with the reasons.
    pub(crate) fn check(&self, id: i64) -> Result<Checked, Failure> {
        let settings = self.rules();
        Ok(self.snapshot(id)?.check(self.forms(), &settings))
    }
}
