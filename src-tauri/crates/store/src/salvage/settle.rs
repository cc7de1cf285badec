//! What is missing of each report filled from what is earlier: its newest version, the newest backup.
//! A figure is filled only where the earlier state is known to be the last one; else it is 未读到.

use super::outcome::{Earlier, Outcome, SalvagedReport, Words};
use super::rows::Missing;
use crate::column::{EnumText, now};
use crate::error::{Result, StoreError};
use crate::stored::{self, write_parts};
use crate::texts::Texts;
use crate::trail::TrailStep;
use crate::{cells, texts, versions};
use chrono::DateTime;
use gongkai_model::form::{CellId, Edition, Forms};
use gongkai_model::progress::ReportState;
use gongkai_model::report::{Cell, Figure, Origin, Report, Scope};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{BTreeMap, BTreeSet};

/// The new database, with the backup attached to it as `backup`.
pub(super) struct Rescue<'a> {
    pub db: &'a Connection,
    /// The backup opened by itself, and when it was made.
    pub backup: Option<(&'a Connection, String)>,
    /// Nothing was written after the backup.
    pub backup_is_last: bool,
    pub missing: &'a Missing,
    pub forms: Forms,
}

/// An earlier state of a report.
struct Source {
    report: Report,
    from: Earlier,
    /// When the report had been saved last, where that is known.
    saved_at: Option<String>,
    /// The whole backup is the last state.
    last: bool,
}

/// What the row of a report says.
struct Head {
    organ: String,
    year: i32,
    scope: Scope,
    edition: Option<String>,
    saved_at: Option<String>,
}

impl Rescue<'_> {
    /// Fills what is missing of every report there is a trace of.
    ///
    /// # Errors
    /// The new database can't be written.
    pub fn settle(&self) -> Result<Vec<SalvagedReport>> {
        self.name_organs()?;
        let mut settled = Vec::new();
        for id in self.traced()? {
            settled.push(self.settle_report(id)?);
        }
        if self.missing.any {
            settled.extend(self.of_backup_alone()?);
        }
        self.name_organs()?;
        settled.retain(|one| one.outcome != Outcome::Whole || self.is_shown(one.id));
        Ok(settled)
    }

    fn is_shown(&self, id: i64) -> bool {
        let sql = "SELECT 1 FROM reports r JOIN organs o ON o.id = r.organ_id
                   WHERE r.id = ?1 AND r.deleted_at IS NULL AND o.removed_at IS NULL";
        self.db.query_row(sql, [id], |_| Ok(())).is_ok()
    }

    /// Reports of which any row is there.
    fn traced(&self) -> Result<BTreeSet<i64>> {
        let mut query = self.db.prepare(
            "SELECT id FROM main.reports UNION SELECT report_id FROM main.cells
             UNION SELECT report_id FROM main.texts UNION SELECT report_id FROM main.sources
             UNION SELECT report_id FROM main.versions",
        )?;
        let ids = query.query_map([], |row| row.get(0))?;
        let mut ids: BTreeSet<i64> = ids.collect::<rusqlite::Result<_>>()?;
        ids.extend(self.missing.cells.keys());
        Ok(ids)
    }

    fn settle_report(&self, id: i64) -> Result<SalvagedReport> {
        let sources = self.sources(id)?;
        let Some(head) = self.head(id, &sources)? else {
            for table in ["cells", "texts", "labels", "reasons", "sources", "steps", "trail"] {
                self.db.execute(&format!("DELETE FROM main.{table} WHERE report_id = ?1"), [id])?;
            }
            let (organ, scope) = (String::new(), Scope::Own);
            return Ok(SalvagedReport { id, organ, year: None, scope, outcome: Outcome::Lost });
        };
        let outcome = self.outcome(id, &head, &sources)?;
        let Head { organ, year, scope, .. } = head;
        Ok(SalvagedReport { id, organ, year: Some(year), scope, outcome })
    }

    fn outcome(&self, id: i64, head: &Head, sources: &[Source]) -> Result<Outcome> {
        let mut kept = cells::load(self.db, id)?;
        let strays = self.remove_strays(id, &mut kept)?;
        let words = match texts::load(self.db, id) {
            Ok((_, words)) => Some(words),
            Err(StoreError::NotThere) => None,
            Err(error) => return Err(error),
        };
        let spoiled = self.missing.spoiled.contains(&id);
        let lost = self.lost_cells(id, head, &kept, strays);
        if lost.is_empty() && words.is_some() && !spoiled {
            return Ok(Outcome::Whole);
        }
        let read = words.as_ref().filter(|_| !spoiled);
        if let Some(last) = sources.iter().find(|source| source.is_last(head, &kept, read)) {
            write_parts(self.db, id, &last.report, None)?;
            self.take_beside(id, last)?;
            return Ok(Outcome::Whole);
        }
        if kept.is_empty() && words.is_none() {
            return match sources.first() {
                Some(newest) => {
                    write_parts(self.db, id, &newest.report, None)?;
                    self.take_beside(id, newest)?;
                    Ok(Outcome::Earlier { from: newest.from.clone() })
                }
                None => {
                    self.leave_unread(id, &lost)?;
                    self.write_words(id, head, &self.blank(head))?;
                    Ok(Outcome::Lost)
                }
            };
        }
        self.leave_unread(id, &lost)?;
        let words = match (words, sources.first()) {
            (Some(_), _) if spoiled => Words::Spoiled,
            (Some(_), _) => Words::Whole,
            (None, Some(newest)) => {
                self.write_words(id, head, &newest.report)?;
                Words::Earlier { from: newest.from.clone() }
            }
            (None, None) => {
                self.write_words(id, head, &self.blank(head))?;
                Words::Lost
            }
        };
        Ok(Outcome::Partly { cells: lost, words })
    }

    /// The cells known to be lost, and where rows are missing every cell of the form that is not there.
    fn lost_cells(
        &self,
        id: i64,
        head: &Head,
        kept: &BTreeMap<CellId, Cell>,
        strays: bool,
    ) -> Vec<CellId> {
        let mut lost = self.missing.cells.get(&id).cloned().unwrap_or_default();
        if let Some(edition) = self.edition(head) {
            // With the rows of other editions the office had.
            let edition = self.forms.edition_holding(edition.id, kept.keys()).unwrap_or(edition);
            let figures: BTreeSet<CellId> =
                edition.figures().into_iter().map(|figure| figure.id).collect();
            lost.retain(|cell| figures.contains(cell));
            if self.missing.any || strays {
                lost.extend(figures);
            }
        }
        lost.retain(|cell| !kept.contains_key(cell));
        lost.into_iter().collect()
    }

    /// Removes figures under names no form has: the name of another was spoilt.
    fn remove_strays(&self, id: i64, kept: &mut BTreeMap<CellId, Cell>) -> Result<bool> {
        let editions = self.forms.editions().iter();
        let known: BTreeSet<CellId> =
            editions.flat_map(Edition::figures).map(|figure| figure.id).collect();
        let strays: Vec<CellId> =
            kept.keys().filter(|cell| !known.contains(cell)).cloned().collect();
        for cell in &strays {
            kept.remove(cell);
            let sql = "DELETE FROM main.cells WHERE report_id = ?1 AND cell = ?2";
            self.db.execute(sql, params![id, cell.as_str()])?;
        }
        Ok(!strays.is_empty())
    }

    fn edition(&self, head: &Head) -> Option<&Edition> {
        self.forms.edition(head.edition.as_deref()?)
    }

    fn leave_unread(&self, id: i64, lost: &[CellId]) -> Result<()> {
        let unread = Cell { figure: Figure::Unread, note: None, origin: Origin::Imported };
        cells::save(self.db, id, lost.iter().map(|cell| (cell, &unread)))
    }

    fn blank(&self, head: &Head) -> Report {
        match self.edition(head) {
            Some(edition) => Report::blank(edition, &head.organ, head.year),
            None => Report { organ: Some(head.organ.clone()), ..Report::default() },
        }
    }

    fn write_words(&self, id: i64, head: &Head, report: &Report) -> Result<()> {
        texts::save(self.db, id, Some(&head.organ), &Texts::of(report))
    }

    /// What is kept beside a report, from the backup it was taken from.
    fn take_beside(&self, id: i64, source: &Source) -> Result<()> {
        if !source.from.backup {
            return Ok(());
        }
        for table in ["sources", "reasons", "trail", "notes", "version_parts", "versions"] {
            self.db.execute(
                &format!(
                    "INSERT OR IGNORE INTO main.{table}
                     SELECT * FROM backup.{table} WHERE report_id = ?1"
                ),
                [id],
            )?;
        }
        Ok(())
    }

    /// Earlier states of a report, the newest first.
    fn sources(&self, id: i64) -> Result<Vec<Source>> {
        let mut sources = Vec::new();
        let newest: Option<(i64, String)> = self
            .db
            .prepare_cached(
                "SELECT id, made_at FROM main.versions WHERE report_id = ?1
                 ORDER BY number DESC LIMIT 1",
            )?
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        if let Some((version, made_at)) = newest {
            let report = versions::report(self.db, version)?;
            let from = Earlier { backup: false, at: made_at };
            sources.push(Source { report, from, saved_at: None, last: false });
        }
        if let Some((backup, made_at)) = &self.backup
            && let Ok(held) = stored::load(backup, id)
        {
            let from = Earlier { backup: true, at: made_at.clone() };
            let (saved_at, last) = (Some(held.saved_at), self.backup_is_last);
            sources.push(Source { report: held.report, from, saved_at, last });
        }
        sources.sort_by_key(|source| std::cmp::Reverse(time(&source.from.at)));
        Ok(sources)
    }

    /// The row of a report, made anew where it is lost; none where nothing tells its year.
    fn head(&self, id: i64, sources: &[Source]) -> Result<Option<Head>> {
        if let Some(head) = self.stored_head(id)? {
            if self.missing.states.contains(&id) {
                self.set_state(id)?;
            }
            return Ok(Some(head));
        }
        let of_backup =
            "INSERT OR IGNORE INTO main.reports SELECT * FROM backup.reports WHERE id = ?1";
        if self.db.execute(of_backup, [id])? == 0 {
            let words = texts::load(self.db, id).ok();
            let newest = sources.first().map(|source| &source.report);
            let year = newest.and_then(|report| report.year).or_else(|| {
                let (_, words) = words.as_ref()?;
                year_of(words.title.as_deref()?)
            });
            let organ = newest.and_then(|report| report.organ.clone());
            let organ = organ.or_else(|| words.as_ref().and_then(|(organ, _)| organ.clone()));
            let Some(year) = year else { return Ok(None) };
            let edition = match newest {
                Some(report) => report.edition.clone(),
                None => self.forms.for_year(year).map(|edition| edition.id.to_owned()),
            };
            let organ = self.organ_named(&organ.unwrap_or_default(), id)?;
            let scope = newest.map(|report| report.scope).unwrap_or_default();
            self.insert_head(id, organ, year, scope, edition.as_deref())?;
        }
        self.set_state(id)?;
        // When it was last saved nobody knows any more.
        let head = self.stored_head(id)?;
        Ok(head.map(|head| Head { saved_at: None, ..head }))
    }

    fn insert_head(
        &self,
        id: i64,
        organ: i64,
        year: i32,
        scope: Scope,
        edition: Option<&str>,
    ) -> Result<()> {
        let insert = |deleted_at: Option<String>| {
            self.db.execute(
                "INSERT OR IGNORE INTO main.reports
                     (id, organ_id, year, scope, edition, state, saved_at, deleted_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, 'draft', ?6, ?7)",
                params![id, organ, year, EnumText(scope), edition, now(), deleted_at],
            )
        };
        if insert(None)? == 0 {
            insert(Some(now()))?;
        }
        Ok(())
    }

    fn stored_head(&self, id: i64) -> Result<Option<Head>> {
        let mut query = self.db.prepare_cached(
            "SELECT o.name, r.year, r.scope, r.edition, r.saved_at FROM main.reports r
             LEFT JOIN main.organs o ON o.id = r.organ_id WHERE r.id = ?1",
        )?;
        let head = query.query_row([id], |row| {
            Ok(Head {
                organ: row.get::<_, Option<String>>(0)?.unwrap_or_default(),
                year: row.get(1)?,
                scope: row.get::<_, EnumText<_>>(2)?.0,
                edition: row.get(3)?,
                saved_at: row.get(4)?,
            })
        });
        Ok(head.optional()?)
    }

    /// How far a report has come by its trail.
    fn set_state(&self, id: i64) -> Result<()> {
        let mut query = self.db.prepare_cached(
            "SELECT step FROM main.trail WHERE report_id = ?1 ORDER BY id DESC LIMIT 1",
        )?;
        let last = query.query_row([id], |row| Ok(row.get::<_, EnumText<TrailStep>>(0)?.0));
        let state = match last.optional()? {
            Some(TrailStep::Finalised) => ReportState::Final,
            Some(TrailStep::Published) => ReportState::Published,
            Some(TrailStep::Returned | TrailStep::SentForReview | TrailStep::ReviewEnded) => {
                ReportState::Draft
            }
            Some(TrailStep::Begun) | None => return Ok(()),
        };
        let sql = "UPDATE main.reports SET state = ?2 WHERE id = ?1";
        self.db.execute(sql, params![id, EnumText(state)])?;
        Ok(())
    }

    fn organ_named(&self, name: &str, report: i64) -> Result<i64> {
        let name = match name {
            "" => format!("名称没有读出的单位 {report}"),
            name => name.to_owned(),
        };
        let held = self
            .db
            .query_row("SELECT id FROM main.organs WHERE name = ?1", [&name], |row| row.get(0))
            .optional()?;
        if let Some(id) = held {
            return Ok(id);
        }
        self.db.execute(
            "INSERT INTO main.organs (name, kind)
             VALUES (?1, coalesce((SELECT kind FROM backup.organs WHERE name = ?1), 'department'))",
            [&name],
        )?;
        Ok(self.db.last_insert_rowid())
    }

    /// Gives the offices of reports that have lost them their rows back.
    fn name_organs(&self) -> Result<()> {
        let lost = "SELECT DISTINCT organ_id FROM main.reports
                    WHERE organ_id NOT IN (SELECT id FROM main.organs)";
        self.db.execute(
            &format!(
                "INSERT OR IGNORE INTO main.organs SELECT * FROM backup.organs WHERE id IN ({lost})"
            ),
            [],
        )?;
        let mut query = self.db.prepare(&format!(
            "SELECT organ_id, (SELECT t.organ FROM main.texts t JOIN main.reports r ON r.id = t.report_id
                               WHERE r.organ_id = lost.organ_id AND t.organ <> '' LIMIT 1)
             FROM ({lost}) lost"
        ))?;
        let lost: Vec<(i64, Option<String>)> = query
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        for (id, name) in lost {
            let unread = format!("名称没有读出的单位 {id}");
            let named = |name: &str| {
                let sql = "INSERT OR IGNORE INTO main.organs (id, name, kind) VALUES (?1, ?2, 'department')";
                self.db.execute(sql, params![id, name])
            };
            if name.is_none_or(|name| named(&name).is_ok_and(|put| put == 0)) {
                named(&unread)?;
            }
        }
        Ok(())
    }

    /// Reports of which the backup alone has a trace.
    fn of_backup_alone(&self) -> Result<Vec<SalvagedReport>> {
        let Some((_, made_at)) = &self.backup else { return Ok(Vec::new()) };
        self.db.execute_batch(
            "INSERT OR IGNORE INTO main.settings SELECT * FROM backup.settings;
             INSERT OR IGNORE INTO main.organs SELECT * FROM backup.organs;
             INSERT OR IGNORE INTO main.sources SELECT * FROM backup.sources
                 WHERE report_id IN (SELECT id FROM main.reports);",
        )?;
        let mut query = self.db.prepare(
            "SELECT id FROM backup.reports WHERE id NOT IN (SELECT id FROM main.reports)",
        )?;
        let ids: Vec<i64> =
            query.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        let mut taken = Vec::new();
        for id in ids {
            let sql =
                "INSERT OR IGNORE INTO main.reports SELECT * FROM backup.reports WHERE id = ?1";
            if self.db.execute(sql, [id])? == 0 {
                continue;
            }
            for table in TABLES {
                let sql = format!(
                    "INSERT OR IGNORE INTO main.{table} SELECT * FROM backup.{table} WHERE report_id = ?1"
                );
                self.db.execute(&sql, [id])?;
            }
            if let Some(Head { organ, year, scope, .. }) = self.stored_head(id)? {
                let from = Earlier { backup: true, at: made_at.clone() };
                let outcome = Outcome::Earlier { from };
                taken.push(SalvagedReport { id, organ, year: Some(year), scope, outcome });
            }
        }
        Ok(taken)
    }
}

/// Tables that hold a report beside its own row.
const TABLES: [&str; 11] = [
    "cells",
    "texts",
    "labels",
    "sources",
    "reasons",
    "trail",
    "steps",
    "notes",
    "returned_copies",
    "version_parts",
    "versions",
];

impl Source {
    /// Whether it is the very state that was lost: made later than the last edit, of which time stands in
    /// seconds, and in everything that was read the same.
    fn is_last(&self, head: &Head, kept: &BTreeMap<CellId, Cell>, words: Option<&Texts>) -> bool {
        let Some(saved_at) = &head.saved_at else { return false };
        let saved_then = self.saved_at.as_ref().is_none_or(|saved| saved == saved_at);
        let later = time(&self.from.at) > time(saved_at) && time(saved_at).is_some();
        (self.last || (saved_then && later))
            && kept.iter().all(|(id, cell)| self.report.figure(id) == cell.figure)
            && words.is_none_or(|words| *words == Texts::of(&self.report))
    }
}

fn time(text: &str) -> Option<DateTime<chrono::FixedOffset>> {
    DateTime::parse_from_rfc3339(text).ok()
}

/// The year in a title.
fn year_of(title: &str) -> Option<i32> {
    let (before, _) = title.split_once('年')?;
    let digits: String = before.chars().rev().take_while(char::is_ascii_digit).collect();
    let year = digits.chars().rev().collect::<String>().parse().ok()?;
    (2000..=2100).contains(&year).then_some(year)
}
