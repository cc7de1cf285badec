//! Reasons written for findings.

use super::Session;
use crate::failure::Failure;
use crate::report::{Checked, OpenReport};
use gongkai_check::Finding;
use gongkai_store::Reason;
use std::sync::Arc;

impl Session {
    /// Writes the reason for the finding with this key.
    ///
    /// # Errors
    /// When the report is final, the finding is gone, or the store can't be used.
    pub fn give_reason(&self, id: i64, key: &str, text: &str) -> Result<Checked, Failure> {
        let (settings, who) = self.rules_and_name();
        let report = self.snapshot(id)?;
        report.writable()?;
        let finding = report.finding(self.forms(), &settings, key)?;
        let (key, text) = (key.to_owned(), text.to_owned());
        let reasons = self.store().run(move |store| {
            for former in finding.keys().skip(1) {
                store.remove_reason(id, former)?;
            }
            store.set_reason(id, &key, &finding.rule, &text, &who)?;
            Ok(store.reasons(id)?)
        })?;
        self.take_reasons(id, reasons)
    }

    /// Takes the reason of the finding with this key away.
    ///
    /// # Errors
    /// When the report is final, or the store can't be used.
    pub fn take_back_reason(&self, id: i64, key: &str) -> Result<Checked, Failure> {
        let report = self.snapshot(id)?;
        report.writable()?;
        let finding = report.finding(self.forms(), &self.rules(), key).ok();
        let key = key.to_owned();
        let reasons = self.store().run(move |store| {
            for key in finding.iter().flat_map(Finding::keys).chain([key.as_str()]) {
                store.remove_reason(id, key)?;
            }
            Ok(store.reasons(id)?)
        })?;
        self.take_reasons(id, reasons)
    }

    /// Puts the reasons the store has now into the open report.
    pub(crate) fn take_reasons(&self, id: i64, reasons: Vec<Reason>) -> Result<Checked, Failure> {
        self.edit(id, |editing| {
            let report: &mut OpenReport = Arc::make_mut(editing.report);
            report.reasons = reasons;
            Ok(editing.check_delta())
        })
    }
}
