//! Table `texts`: everything a report says in words.

use crate::column::Json;
use crate::error::Result;
use gongkai_model::report::{Chapter, Report};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

/// The words of a report; the fields are those of [`Report`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Texts {
    /// [`Report::title`]
    pub title: Option<String>,
    /// [`Report::preface`]
    pub preface: Vec<String>,
    /// [`Report::chapters`]
    pub chapters: Vec<Chapter>,
    /// [`Report::signature`]
    pub signature: Option<String>,
    /// [`Report::date`]
    pub date: Option<String>,
}

impl Texts {
    /// The words of this report.
    pub fn of(report: &Report) -> Self {
        Texts {
            title: report.title.clone(),
            preface: report.preface.clone(),
            chapters: report.chapters.clone(),
            signature: report.signature.clone(),
            date: report.date.clone(),
        }
    }

    /// Puts these words in the place of the report's.
    pub fn write_into(self, report: &mut Report) {
        report.title = self.title;
        report.preface = self.preface;
        report.chapters = self.chapters;
        report.signature = self.signature;
        report.date = self.date;
    }
}

/// The office's name as the report gives it, and its words.
pub(crate) fn load(connection: &Connection, report: i64) -> Result<(Option<String>, Texts)> {
    let mut query = connection.prepare_cached(
        "SELECT organ, title, preface, chapters, signature, date FROM texts WHERE report_id = ?1",
    )?;
    Ok(query.query_row([report], |row| {
        let texts = Texts {
            title: row.get(1)?,
            preface: row.get::<_, Json<_>>(2)?.0,
            chapters: row.get::<_, Json<_>>(3)?.0,
            signature: row.get(4)?,
            date: row.get(5)?,
        };
        Ok((row.get(0)?, texts))
    })?)
}

pub(crate) fn save(
    edit: &Connection,
    report: i64,
    organ: Option<&str>,
    texts: &Texts,
) -> Result<()> {
    edit.prepare_cached(
        "INSERT OR REPLACE INTO texts
             (report_id, organ, title, preface, chapters, signature, date)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        report,
        organ,
        texts.title,
        Json(&texts.preface),
        Json(&texts.chapters),
        texts.signature,
        texts.date
    ])?;
    Ok(())
}
