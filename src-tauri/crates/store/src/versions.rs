//! Tables `versions` and `version_parts`: the past of a report.
//!
//! A version is the whole report, cut into parts (its head, figures, labels, and each chapter); a part
//! that stays the same is kept once. Old versions are thinned out, finalised ones never.
//!
//! **Deliberately absent**: what changed between versions, and taking one back; that is `app`'s.

use crate::column::{EnumText, Json, now};
use crate::compressed::{compressed, expanded};
use crate::database::Store;
use crate::error::{Result, StoreError};
use crate::{settings, stored};
use chrono::{DateTime, FixedOffset, TimeDelta};
use gongkai_model::progress::ReportState;
use gongkai_model::report::Report;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// Why a version was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VersionReason {
    /// As it was before the first edit of a day.
    DayBegun,
    /// After ten minutes of edits.
    WhileEditing,
    /// A file was about to be imported in its place.
    BeforeImport,
    /// Another report was about to be put in its place.
    BeforeReplacement,
    /// Another version was about to be taken back, or a backup restored.
    BeforeRestore,
    /// It was about to be deleted.
    BeforeDeletion,
    /// It was about to be handed to somebody else.
    BeforeHandOver,
    /// 定稿; kept for ever.
    Finalised,
    /// It was taken out of a backup.
    FromBackup,
}

impl VersionReason {
    /// What was kept because something was about to go.
    fn guards(self) -> bool {
        !matches!(self, Self::DayBegun | Self::WhileEditing | Self::Finalised)
    }
}

/// A version, without what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Its id.
    pub id: i64,
    /// Counted from 1 within its report; never given twice while it is the latest.
    pub number: i64,
    /// Why it was kept.
    pub reason: VersionReason,
    /// Who worked at it: the name of the settings, else the computer's user.
    pub who: String,
    /// Local time with offset: `2027-01-20T10:32:05+08:00`.
    pub made_at: String,
    /// Of a finalised version: SHA-256 over its content, name and time, in hexadecimal digits.
    pub seal: Option<String>,
}

/// Edits of so many minutes make a version.
const EDITED: TimeDelta = TimeDelta::minutes(10);
/// Within this time the newest version of each hour is kept, beyond it that of each day.
const HOURS_FOR: TimeDelta = TimeDelta::days(7);
/// Beyond this time only finalised versions are kept.
const DAYS_FOR: TimeDelta = TimeDelta::days(365);

/// Which of these versions are given up, the newest first. The newest never is, nor is a finalised
/// one; what was kept before something went is not thinned within the week, and by days apart from
/// the others.
pub fn given_up(
    newest_first: &[(DateTime<FixedOffset>, VersionReason)],
    now: DateTime<FixedOffset>,
) -> Vec<usize> {
    let mut seen = BTreeSet::new();
    let mut kept = |at: usize, made_at: DateTime<FixedOffset>, reason: VersionReason| {
        let age = now - made_at;
        if at == 0 || reason == VersionReason::Finalised {
            return true;
        }
        if age > DAYS_FOR {
            return false;
        }
        if age > HOURS_FOR {
            return seen.insert((reason.guards(), made_at.format("%F").to_string()));
        }
        reason.guards() || seen.insert((false, made_at.format("%F %H").to_string()))
    };
    let all = newest_first.iter().enumerate();
    all.filter(|(at, (made_at, reason))| !kept(*at, *made_at, *reason)).map(|(at, _)| at).collect()
}

impl Store {
    /// The versions of a report, the newest first.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn versions(&self, report: i64) -> Result<Vec<Version>> {
        versions(&self.connection, report)
    }

    /// Keeps a version of the report as it is now.
    ///
    /// # Errors
    /// [`StoreError::NotThere`] when there is no such report; those of the disk.
    pub fn add_version(&mut self, report: i64, reason: VersionReason) -> Result<i64> {
        self.edit(|edit| add(edit, report, reason))
    }

    /// Keeps what another database has of a report as a version of this one.
    ///
    /// # Errors
    /// [`StoreError::NotThere`] when there is no such report; those of the disk.
    pub fn add_version_of(&mut self, id: i64, held: &Report, reason: VersionReason) -> Result<i64> {
        self.edit(|edit| insert(edit, id, held, reason))
    }

    /// What a version says.
    ///
    /// # Errors
    /// [`StoreError::NotThere`] when it has been thinned out; [`StoreError::Damaged`].
    pub fn version_report(&self, version: i64) -> Result<Report> {
        report(&self.connection, version)
    }

    /// The finalised version that holds for a report: the newest one.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn finalised(&self, report: i64) -> Result<Option<Version>> {
        let mut all = self.versions(report)?.into_iter();
        Ok(all.find(|version| version.reason == VersionReason::Finalised))
    }

    /// The ids of all finalised versions, with the reports they are of.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn all_finalised(&self) -> Result<Vec<(i64, i64)>> {
        let mut query = self.connection.prepare_cached(
            "SELECT v.id, v.report_id FROM versions v JOIN reports r ON r.id = v.report_id
             WHERE v.seal IS NOT NULL AND r.deleted_at IS NULL",
        )?;
        let ids = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }

    /// The final and published reports without a finalised version: they were finalised by a program
    /// that kept none.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn without_seal(&self) -> Result<Vec<i64>> {
        let mut query = self.connection.prepare_cached(
            "SELECT id FROM reports WHERE state IN (?1, ?2) AND deleted_at IS NULL AND NOT EXISTS
                 (SELECT 1 FROM versions WHERE report_id = reports.id AND seal IS NOT NULL)",
        )?;
        let states = params![EnumText(ReportState::Final), EnumText(ReportState::Published)];
        let ids = query.query_map(states, |row| row.get(0))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }

    /// Whether a finalised version still is what its hash was made over.
    ///
    /// # Errors
    /// [`StoreError::NotThere`] when there is no such version; those of the disk.
    pub fn is_intact(&self, version: i64) -> Result<bool> {
        let (name, made_at, seal): (String, String, Option<Vec<u8>>) = self.connection.query_row(
            "SELECT name, made_at, seal FROM versions WHERE id = ?1",
            [version],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
        match content(&self.connection, version) {
            Ok(parts) => Ok(seal.is_some_and(|held| held == sealed(&parts, &name, &made_at))),
            Err(StoreError::Damaged { .. } | StoreError::NotThere) => Ok(false),
            Err(error) => Err(error),
        }
    }
}

/// What a version says.
pub(crate) fn report(connection: &Connection, version: i64) -> Result<Report> {
    report_of(&content(connection, version)?)
}

/// Removes the versions of which not all is there as it was written; gives how many.
pub(crate) fn drop_unsound(edit: &Connection) -> Result<usize> {
    let mut parts = edit.prepare("SELECT id, sha256, bytes FROM main.version_parts")?;
    let mut rows = parts.query([])?;
    let mut unsound = Vec::new();
    while let Some(row) = rows.next()? {
        let (id, hash, bytes): (i64, Vec<u8>, Vec<u8>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if !expanded(&bytes).is_ok_and(|part| Sha256::digest(part.as_bytes()).to_vec() == hash) {
            unsound.push(id);
        }
    }
    for id in unsound {
        edit.execute("DELETE FROM main.version_parts WHERE id = ?1", [id])?;
    }
    let dropped = edit.execute(
        "DELETE FROM main.versions WHERE EXISTS
             (SELECT 1 FROM json_each(versions.parts) AS part WHERE NOT EXISTS
                 (SELECT 1 FROM main.version_parts AS held
                  WHERE held.id = part.value AND held.report_id = versions.report_id))",
        [],
    )?;
    Ok(dropped)
}

/// Keeps the state before the first edit of a day.
pub(crate) fn before_edit(edit: &Connection, report: i64) -> Result<()> {
    let today = now();
    match newest(edit, report)? {
        Some(made_at) if made_at.get(..10) == today.get(..10) => Ok(()),
        _ => add_where_readable(edit, report, VersionReason::DayBegun),
    }
}

/// Keeps the state after ten minutes of edits.
pub(crate) fn after_edit(edit: &Connection, report: i64) -> Result<()> {
    let due = newest(edit, report)?.and_then(|made_at| {
        let made_at = DateTime::parse_from_rfc3339(&made_at).ok()?;
        Some(chrono::Local::now().fixed_offset() - made_at >= EDITED)
    });
    match due {
        Some(false) => Ok(()),
        _ => add_where_readable(edit, report, VersionReason::WhileEditing),
    }
}

/// A report with a value nobody can read has no version, and can be edited all the same.
pub(crate) fn add_where_readable(edit: &Connection, id: i64, reason: VersionReason) -> Result<()> {
    match add(edit, id, reason) {
        Ok(_) | Err(StoreError::Damaged { .. }) => Ok(()),
        Err(error) => Err(error),
    }
}

pub(crate) fn add(edit: &Connection, id: i64, reason: VersionReason) -> Result<i64> {
    insert(edit, id, &stored::load(edit, id)?.report, reason)
}

fn insert(edit: &Connection, id: i64, held: &Report, reason: VersionReason) -> Result<i64> {
    let parts = parts_of(held)?;
    let mut ids = Vec::new();
    for part in &parts {
        ids.push(part_id(edit, id, part)?);
    }
    let (name, made_at) = (held.full_title(), now());
    let seal = (reason == VersionReason::Finalised).then(|| sealed(&parts, &name, &made_at));
    edit.prepare_cached(
        "INSERT INTO versions (report_id, number, reason, who, made_at, name, parts, seal)
         SELECT ?1, coalesce(max(number), 0) + 1, ?2, ?3, ?4, ?5, ?6, ?7
         FROM versions WHERE report_id = ?1",
    )?
    .execute(params![
        id,
        EnumText(reason),
        settings::who(edit)?,
        made_at,
        name,
        Json(&ids),
        seal
    ])?;
    let version = edit.last_insert_rowid();
    thin(edit, id)?;
    Ok(version)
}

fn thin(edit: &Connection, report: i64) -> Result<()> {
    let held = versions(edit, report)?;
    let now = chrono::Local::now().fixed_offset();
    // A time nobody can read is as good as today's.
    let made_at = |version: &Version| DateTime::parse_from_rfc3339(&version.made_at).unwrap_or(now);
    let ages: Vec<_> = held.iter().map(|version| (made_at(version), version.reason)).collect();
    let gone = given_up(&ages, now);
    if gone.is_empty() {
        return Ok(());
    }
    for version in gone.iter().filter_map(|at| held.get(*at)) {
        edit.execute("DELETE FROM versions WHERE id = ?1", [version.id])?;
    }
    edit.execute(
        "DELETE FROM version_parts WHERE report_id = ?1 AND id NOT IN
             (SELECT value FROM versions, json_each(versions.parts) WHERE report_id = ?1)",
        [report],
    )?;
    Ok(())
}

fn newest(connection: &Connection, report: i64) -> Result<Option<String>> {
    let mut query = connection.prepare_cached(
        "SELECT made_at FROM versions WHERE report_id = ?1 ORDER BY number DESC LIMIT 1",
    )?;
    Ok(query.query_row([report], |row| row.get(0)).optional()?)
}

fn versions(connection: &Connection, report: i64) -> Result<Vec<Version>> {
    let mut query = connection.prepare_cached(
        "SELECT id, number, reason, who, made_at, hex(seal) FROM versions
         WHERE report_id = ?1 ORDER BY number DESC",
    )?;
    Ok(query.query_map([report], version)?.collect::<rusqlite::Result<_>>()?)
}

fn version(row: &Row<'_>) -> rusqlite::Result<Version> {
    let seal: String = row.get(5)?;
    Ok(Version {
        id: row.get(0)?,
        number: row.get(1)?,
        reason: row.get::<_, EnumText<_>>(2)?.0,
        who: row.get(3)?,
        made_at: row.get(4)?,
        seal: (!seal.is_empty()).then(|| seal.to_lowercase()),
    })
}

fn part_id(edit: &Connection, report: i64, part: &str) -> Result<i64> {
    let hash = Sha256::digest(part.as_bytes()).to_vec();
    let held = edit
        .prepare_cached("SELECT id FROM version_parts WHERE report_id = ?1 AND sha256 = ?2")?
        .query_row(params![report, hash], |row| row.get(0))
        .optional()?;
    if let Some(id) = held {
        return Ok(id);
    }
    let bytes = compressed(part)?;
    edit.prepare_cached(
        "INSERT INTO version_parts (report_id, sha256, bytes) VALUES (?1, ?2, ?3)",
    )?
    .execute(params![report, hash, bytes])?;
    Ok(edit.last_insert_rowid())
}

const CELLS: &str = "cells";
const LABELS: &str = "labels";
const CHAPTERS: &str = "chapters";

/// The head, the figures, the labels, and each chapter, as JSON.
fn parts_of(report: &Report) -> Result<Vec<String>> {
    let mut head = match serde_json::to_value(report).map_err(unwritable)? {
        Value::Object(head) => head,
        other => return Err(unwritable(serde::de::Error::custom(other))),
    };
    let mut parts = vec![head.remove(CELLS), head.remove(LABELS)];
    if let Some(Value::Array(chapters)) = head.remove(CHAPTERS) {
        parts.extend(chapters.into_iter().map(Some));
    }
    parts.insert(0, Some(Value::Object(head)));
    let text = |part: Option<Value>| {
        serde_json::to_string(&part.unwrap_or(Value::Null)).map_err(unwritable)
    };
    parts.into_iter().map(text).collect()
}

fn report_of(parts: &[String]) -> Result<Report> {
    let unreadable = |error: serde_json::Error| StoreError::Damaged { source: error.into() };
    let value = |text: &String| serde_json::from_str::<Value>(text).map_err(unreadable);
    let mut values = parts.iter().map(value).collect::<Result<Vec<Value>>>()?.into_iter();
    let mut whole = match values.next() {
        Some(Value::Object(head)) => head,
        _ => Map::new(),
    };
    for name in [CELLS, LABELS] {
        if let Some(value) = values.next().filter(|value| !value.is_null()) {
            whole.insert(name.to_owned(), value);
        }
    }
    whole.insert(CHAPTERS.to_owned(), values.collect());
    serde_json::from_value(Value::Object(whole)).map_err(unreadable)
}

/// The parts of a version as they were written.
fn content(connection: &Connection, version: i64) -> Result<Vec<String>> {
    let ids: Vec<i64> = connection
        .prepare_cached("SELECT parts FROM versions WHERE id = ?1")?
        .query_row([version], |row| row.get::<_, Json<_>>(0))?
        .0;
    let mut part = connection.prepare_cached("SELECT bytes FROM version_parts WHERE id = ?1")?;
    let mut parts = Vec::new();
    for id in ids {
        let bytes: Vec<u8> = part.query_row([id], |row| row.get(0))?;
        parts.push(expanded(&bytes)?);
    }
    Ok(parts)
}

fn sealed(parts: &[String], name: &str, made_at: &str) -> Vec<u8> {
    let mut hash = Sha256::new();
    for line in parts.iter().map(String::as_str).chain([name, made_at]) {
        hash.update(line.as_bytes());
        hash.update(b"\n");
    }
    hash.finalize().to_vec()
}

fn unwritable(error: serde_json::Error) -> StoreError {
    StoreError::Other { source: error.into() }
}
