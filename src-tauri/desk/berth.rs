//! Files that have been looked at, into the store: one after the other, or a folder of them.
//!
//! **Deliberately absent**: overwriting unasked. A report that is there is replaced only if the
//! user has said so.

use super::arrival::LookedAt;
use super::{Inner, year};
use crate::failure::{Code, Failure};
use gongkai_check::{Level, Verdict};
use gongkai_model::organ::OrganKind;
use gongkai_model::report::{Report, Scope};
use gongkai_store::{State, StoreError};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Where a file is to be stored.
#[derive(Clone, Debug, Deserialize, TS)]
#[ts(export)]
pub struct Berth {
    pub organ: String,
    pub kind: OrganKind,
    pub year: i32,
    pub scope: Scope,
    /// In place of the report that is there.
    pub replace: bool,
    /// The year is meant, be it odd or another than the file's.
    #[serde(default)]
    pub sure: bool,
}

/// One of several files: what it is, or why it can't be read.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Surveyed {
    pub path: String,
    pub name: String,
    pub organ: String,
    pub kind: OrganKind,
    pub year: Option<i32>,
    pub edition: Option<String>,
    pub recognised: usize,
    pub unread: usize,
    pub doubts: usize,
    pub verdict: Option<Verdict>,
    /// Places where its figures do not add up.
    pub mismatches: usize,
    /// What else is to be looked at: titles of rules of 必须改 and 需说明.
    pub others: Vec<String>,
    /// The store has a report of this organ and year.
    pub held: bool,
    /// Why it can't be read.
    pub why_not: Option<String>,
}

/// What became of one of several files.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct TakenIn {
    pub path: String,
    #[ts(type = "number | null")]
    pub id: Option<i64>,
    pub why_not: Option<String>,
}

impl Surveyed {
    /// A file that can't be read.
    pub fn refused(path: &str, name: &str, why: String) -> Self {
        Surveyed {
            path: path.to_owned(),
            name: name.to_owned(),
            organ: String::new(),
            kind: OrganKind::suggested_by(""),
            year: None,
            edition: None,
            recognised: 0,
            unread: 0,
            doubts: 0,
            verdict: None,
            mismatches: 0,
            others: Vec::new(),
            held: false,
            why_not: Some(why),
        }
    }
}

impl Inner {
    /// What one of several files is.
    pub fn surveyed(&self, path: &str, looked_at: &LookedAt) -> Result<Surveyed, Failure> {
        let report = looked_at.report();
        let organ = report.organ.clone().unwrap_or_default();
        let known = self.organ_called(&organ)?;
        let held = match (&known, report.year) {
            (Some(known), Some(year)) => self.store.find(known.id, year, report.scope)?.is_some(),
            _ => false,
        };
        let findings = looked_at.findings(&self.forms);
        let grave = findings.iter().filter(|finding| finding.level != Level::Hint);
        let (mismatches, others): (Vec<_>, Vec<_>) =
            grave.partition(|finding| looked_at.is_mismatch(&self.forms, finding));
        let titles = gongkai_check::rules()
            .iter()
            .filter(|rule| others.iter().any(|finding| finding.rule == rule.name))
            .map(|rule| rule.title.to_owned());
        let (unread, found) = looked_at.split(&self.forms);
        Ok(Surveyed {
            path: path.to_owned(),
            name: looked_at.name.clone(),
            kind: known.map_or_else(|| OrganKind::suggested_by(&organ), |known| known.kind),
            organ,
            year: report.year,
            edition: report.edition.clone(),
            recognised: found.len(),
            unread: unread.len(),
            doubts: looked_at.draft.doubts.len(),
            verdict: Some(gongkai_check::verdict(&findings, &|_| false)),
            mismatches: mismatches.len(),
            others: titles.collect(),
            held,
            why_not: None,
        })
    }

    /// Stores a file as the report of an organ and year, its original with it.
    pub fn take_in(&mut self, looked_at: &LookedAt, berth: &Berth) -> Result<i64, Failure> {
        let name = berth.organ.trim().to_owned();
        let held = match self.organ_called(&name)? {
            Some(organ) => self.store.find(organ.id, berth.year, berth.scope)?,
            None => None,
        };
        if held.is_some() && !berth.replace {
            return Err(StoreError::Exists.into());
        }
        year::meant(berth.year, looked_at.report().year, berth.sure)?;
        let report = Report {
            organ: Some(name.clone()),
            year: Some(berth.year),
            scope: berth.scope,
            ..looked_at.report().clone()
        };
        let source = Some((looked_at.name.as_str(), looked_at.bytes.as_slice()));
        let organ = self.organ_named(&name, berth.kind)?;
        let stored = match held {
            Some(id) => {
                self.store.replace(id, &report, source)?;
                self.store.set_state(id, State::Imported)?;
                self.forget_steps(id);
                id
            }
            None => self.store.create(organ, &report, State::Imported, source)?,
        };
        self.clear();
        self.checked(stored)?;
        self.bring_over(organ, berth.year, berth.scope)?;
        Ok(stored)
    }

    /// Stores the file last looked at.
    pub fn accept(&mut self, berth: &Berth) -> Result<i64, Failure> {
        let looked_at = self
            .looked_at
            .take()
            .ok_or_else(|| Failure::refused("要存入的文件已经不在了，请重新选择文件。"))?;
        let stored = self.take_in(&looked_at, berth);
        if stored.is_err() {
            // It can be tried again.
            self.looked_at = Some(looked_at);
        }
        stored
    }

    /// Stores one of several files.
    ///
    /// # Errors
    /// What is asked before it is done.
    pub fn accept_found(&mut self, path: String, berth: &Berth) -> Result<TakenIn, Failure> {
        let Some(looked_at) = self.found.remove(&path) else {
            let why_not = Some("这个文件已经不在列表里了，请重新选择。".to_owned());
            return Ok(TakenIn { path, id: None, why_not });
        };
        match self.take_in(&looked_at, berth) {
            Ok(id) => Ok(TakenIn { path, id: Some(id), why_not: None }),
            Err(failure) => {
                self.found.insert(path.clone(), looked_at);
                if failure.code == Code::Asks {
                    return Err(failure);
                }
                let held = failure.code == Code::Exists;
                let why = if held {
                    "这个单位已有这一年的年报，没有替换。".to_owned()
                } else {
                    failure.sentence
                };
                Ok(TakenIn { path, id: None, why_not: Some(why) })
            }
        }
    }
}
