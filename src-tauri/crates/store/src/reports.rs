//! Table `reports`: which reports there are, how far they have come, and the whole of each.

use crate::column::{FigureText, Word};
use crate::organs::one;
use crate::{Result, Store, StoreError, Texts, cells, labels, now, sources, texts};
use gongkai_model::report::{Report, Scope};
use rusqlite::{Connection, OptionalExtension, Row, params};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How far a report has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 草稿
    #[default]
    Draft,
    /// 已定稿
    Final,
    /// 已公布
    Published,
    /// 导入: an earlier report taken from a file.
    Imported,
}

impl State {
    pub fn label(self) -> &'static str {
        match self {
            State::Draft => "草稿",
            State::Final => "已定稿",
            State::Published => "已公布",
            State::Imported => "导入",
        }
    }
}

/// The figures of the small charts on the start page; none where the report has no such figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Trend {
    /// 本年新收, 总计
    #[ts(type = "string | null")]
    pub received: Option<Decimal>,
    /// 三（七）总计, 总计
    #[ts(type = "string | null")]
    pub handled: Option<Decimal>,
    /// 行政复议 and 行政诉讼 of both kinds, added up
    #[ts(type = "string | null")]
    pub disputes: Option<Decimal>,
}

/// How many findings of a report are open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// 必须改
    pub errors: u32,
    /// 需说明, not yet settled
    pub explains: u32,
    /// 未填
    pub unfilled: u32,
}

/// When and where a report was published, as the user has noted it; empty where it was not told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Publication {
    /// `2027年1月24日`
    pub date: String,
    /// Address of the web page.
    pub address: String,
}

/// A report as the start page lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Listed {
    #[ts(type = "number")]
    pub id: i64,
    #[ts(type = "number")]
    pub organ_id: i64,
    pub year: i32,
    pub scope: Scope,
    pub edition: Option<String>,
    pub state: State,
    /// It came from a file.
    pub imported: bool,
    /// Local time with offset: `2027-01-20T10:32:05+08:00`.
    pub saved_at: String,
    /// Findings 必须改, 需说明 not yet settled, and 未填; none when not checked since the last edit.
    pub open_errors: Option<u32>,
    pub open_explains: Option<u32>,
    pub open_unfilled: Option<u32>,
    pub trend: Trend,
    pub publication: Publication,
}

/// A report with what is kept about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    pub id: i64,
    pub organ_id: i64,
    pub state: State,
    pub report: Report,
    /// Local time with offset: `2027-01-20T10:32:05+08:00`.
    pub saved_at: String,
    /// Name of the file it was imported from.
    pub source_name: Option<String>,
    pub publication: Publication,
}

const LIST: &str = "
    SELECT r.id, r.organ_id, r.year, r.scope, r.edition, r.state,
           r.state = 'imported' OR EXISTS (SELECT 1 FROM sources WHERE report_id = r.id),
           r.saved_at, r.open_errors, r.open_explains, r.open_unfilled,
           (SELECT figure FROM cells WHERE report_id = r.id AND cell = 'requests/new/total'),
           (SELECT figure FROM cells WHERE report_id = r.id AND cell = 'requests/total/total'),
           (SELECT figure FROM cells WHERE report_id = r.id AND cell = 'cases/reconsideration/total'),
           (SELECT figure FROM cells WHERE report_id = r.id AND cell = 'cases/direct_suit/total'),
           (SELECT figure FROM cells
            WHERE report_id = r.id AND cell = 'cases/suit_after_reconsideration/total'),
           r.published_on, r.published_at
    FROM reports r JOIN organs o ON o.id = r.organ_id
    WHERE (r.deleted_at IS NOT NULL) = ?1 AND o.removed_at IS NULL
    ORDER BY r.organ_id, r.year DESC, r.scope DESC";

impl Store {
    /// All reports but deleted ones: by organ, the latest year first.
    pub fn list(&self) -> Result<Vec<Listed>> {
        self.listed(false)
    }

    /// The deleted reports, which [`Store::restore`] brings back.
    pub fn deleted(&self) -> Result<Vec<Listed>> {
        self.listed(true)
    }

    fn listed(&self, deleted: bool) -> Result<Vec<Listed>> {
        let mut query = self.connection.prepare_cached(LIST)?;
        let list = query.query_map([deleted], listed)?.collect::<rusqlite::Result<_>>()?;
        Ok(list)
    }

    /// The whole report with this id, with its three states of a figure.
    pub fn report(&self, id: i64) -> Result<Stored> {
        let connection = &self.connection;
        let mut query = connection.prepare_cached(
            "SELECT organ_id, year, scope, edition, state, saved_at,
                    (SELECT name FROM sources WHERE report_id = id), published_on, published_at
             FROM reports WHERE id = ?1 AND deleted_at IS NULL",
        )?;
        let mut stored = query.query_row([id], |row| {
            let report = Report {
                year: Some(row.get(1)?),
                scope: row.get::<_, Word<_>>(2)?.0,
                edition: row.get(3)?,
                ..Report::default()
            };
            Ok(Stored {
                id,
                organ_id: row.get(0)?,
                state: row.get::<_, Word<_>>(4)?.0,
                report,
                saved_at: row.get(5)?,
                source_name: row.get(6)?,
                publication: publication(row, 7)?,
            })
        })?;
        let (organ, texts) = texts::load(connection, id)?;
        texts.write_into(&mut stored.report);
        stored.report.organ = organ;
        stored.report.cells = cells::load(connection, id)?;
        stored.report.labels = labels::load(connection, id)?;
        Ok(stored)
    }

    /// Keeps a new report, and the name and bytes of the file it came from.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when the organ has a report of this year and scope,
    /// [`StoreError::WithoutYear`] when the report names no year.
    pub fn create(
        &mut self,
        organ_id: i64,
        report: &Report,
        state: State,
        source: Option<(&str, &[u8])>,
    ) -> Result<i64> {
        let year = report.year.ok_or(StoreError::WithoutYear)?;
        self.edit(|edit| {
            edit.execute(
                "INSERT INTO reports (organ_id, year, scope, edition, state, saved_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![organ_id, year, Word(report.scope), report.edition, Word(state), now()],
            )?;
            let id = edit.last_insert_rowid();
            write_parts(edit, id, report, source)?;
            Ok(id)
        })
    }

    /// Puts another report in the place of this one. A `source` replaces the file kept with it;
    /// without one that file stays. Gives the time of saving.
    ///
    /// # Errors
    /// As for [`Store::create`].
    pub fn replace(
        &mut self,
        id: i64,
        report: &Report,
        source: Option<(&str, &[u8])>,
    ) -> Result<String> {
        let year = report.year.ok_or(StoreError::WithoutYear)?;
        self.edit(|edit| {
            let saved_at = touch(edit, id)?;
            edit.execute(
                "UPDATE reports SET year = ?2, scope = ?3, edition = ?4 WHERE id = ?1",
                params![id, year, Word(report.scope), report.edition],
            )?;
            cells::clear(edit, id)?;
            write_parts(edit, id, report, source)?;
            Ok(saved_at)
        })
    }

    /// Notes how many findings are open, for the start page. Every edit forgets the counts.
    pub fn set_counts(&mut self, id: i64, counts: Counts) -> Result<()> {
        self.edit(|edit| count(edit, id, counts))
    }

    pub fn set_state(&mut self, id: i64, state: State) -> Result<()> {
        self.edit(|edit| {
            one(edit.execute(
                "UPDATE reports SET state = ?2 WHERE id = ?1 AND deleted_at IS NULL",
                params![id, Word(state)],
            )?)
        })
    }

    /// Notes that a report was published, when and where.
    pub fn publish(&mut self, id: i64, publication: &Publication) -> Result<()> {
        self.edit(|edit| {
            one(edit.execute(
                "UPDATE reports SET state = ?2, published_on = ?3, published_at = ?4
                 WHERE id = ?1 AND deleted_at IS NULL",
                params![id, Word(State::Published), publication.date, publication.address],
            )?)
        })
    }

    /// Takes a report out of sight; [`Store::restore`] brings it back.
    pub fn delete(&mut self, id: i64) -> Result<()> {
        self.edit(|edit| {
            one(edit.execute(
                "UPDATE reports SET deleted_at = ?2 WHERE id = ?1 AND deleted_at IS NULL",
                params![id, now()],
            )?)
        })
    }

    /// Takes back [`Store::delete`].
    ///
    /// # Errors
    /// [`StoreError::Exists`] when another report has taken its place since.
    pub fn restore(&mut self, id: i64) -> Result<()> {
        self.edit(|edit| {
            one(edit.execute("UPDATE reports SET deleted_at = NULL WHERE id = ?1", [id])?)
        })
    }

    /// Takes back [`Store::delete`]; the report that has taken its place since is deleted in its turn.
    pub fn restore_instead(&mut self, id: i64) -> Result<()> {
        self.edit(|edit| {
            edit.execute(
                "UPDATE reports SET deleted_at = ?2
                 WHERE deleted_at IS NULL AND (organ_id, year, scope) =
                       (SELECT organ_id, year, scope FROM reports WHERE id = ?1)",
                params![id, now()],
            )?;
            one(edit.execute("UPDATE reports SET deleted_at = NULL WHERE id = ?1", [id])?)
        })
    }

    /// The report of this organ, year and scope.
    pub fn find(&self, organ_id: i64, year: i32, scope: Scope) -> Result<Option<i64>> {
        let mut query = self.connection.prepare_cached(
            "SELECT id FROM reports
             WHERE organ_id = ?1 AND year = ?2 AND scope = ?3 AND deleted_at IS NULL",
        )?;
        Ok(query.query_row(params![organ_id, year, Word(scope)], |row| row.get(0)).optional()?)
    }
}

/// Sets the time of saving, which it gives, and forgets the counts, which are no longer true.
pub(crate) fn touch(edit: &Connection, id: i64) -> Result<String> {
    let saved_at = now();
    let changed = edit
        .prepare_cached(
            "UPDATE reports SET saved_at = ?2,
                    open_errors = NULL, open_explains = NULL, open_unfilled = NULL
             WHERE id = ?1 AND deleted_at IS NULL",
        )?
        .execute(params![id, saved_at])?;
    one(changed)?;
    Ok(saved_at)
}

pub(crate) fn count(edit: &Connection, id: i64, counts: Counts) -> Result<()> {
    let Counts { errors, explains, unfilled } = counts;
    let counted = edit
        .prepare_cached(
            "UPDATE reports SET open_errors = ?2, open_explains = ?3, open_unfilled = ?4
             WHERE id = ?1 AND deleted_at IS NULL",
        )?
        .execute(params![id, errors, explains, unfilled])?;
    one(counted)
}

fn write_parts(
    edit: &Connection,
    id: i64,
    report: &Report,
    source: Option<(&str, &[u8])>,
) -> Result<()> {
    cells::save(edit, id, report.cells.iter())?;
    labels::save(edit, id, &report.labels)?;
    texts::save(edit, id, report.organ.as_deref(), &Texts::of(report))?;
    if let Some((name, bytes)) = source {
        sources::save(edit, id, name, bytes)?;
    }
    Ok(())
}

/// The publication in these two columns.
fn publication(row: &Row<'_>, at: usize) -> rusqlite::Result<Publication> {
    Ok(Publication { date: row.get(at)?, address: row.get(at + 1)? })
}

fn listed(row: &Row<'_>) -> rusqlite::Result<Listed> {
    let figure = |column: usize| -> rusqlite::Result<Option<Decimal>> {
        Ok(row.get::<_, FigureText>(column)?.0.number())
    };
    let cases = [figure(13)?, figure(14)?, figure(15)?];
    let disputes = cases
        .into_iter()
        .flatten()
        .try_fold(None::<Decimal>, |sum, part| sum.unwrap_or_default().checked_add(part).map(Some))
        .flatten();
    Ok(Listed {
        id: row.get(0)?,
        organ_id: row.get(1)?,
        year: row.get(2)?,
        scope: row.get::<_, Word<_>>(3)?.0,
        edition: row.get(4)?,
        state: row.get::<_, Word<_>>(5)?.0,
        imported: row.get(6)?,
        saved_at: row.get(7)?,
        open_errors: row.get(8)?,
        open_explains: row.get(9)?,
        open_unfilled: row.get(10)?,
        trend: Trend { received: figure(11)?, handled: figure(12)?, disputes },
        publication: publication(row, 16)?,
    })
}
