//! The texts of a report, each edited as a whole.

use super::Session;
use crate::failure::Failure;
use crate::report::{Edited, StepName, StepPlace};
use gongkai_model::form::Forms;
use gongkai_model::report::Report;
use gongkai_store::StoreError;
use serde::Deserialize;
use ts_rs::TS;

/// What the user wrote somewhere; paragraphs are parted by line feeds.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(tag = "field", rename_all = "snake_case")]
#[ts(export)]
pub enum TextEdit {
    /// The title; the official one is not kept.
    Title {
        /// As typed.
        text: String,
    },
    /// What stands before the first chapter.
    Preface {
        /// As typed.
        text: String,
    },
    /// The signature line.
    Signature {
        /// As typed.
        text: String,
    },
    /// The document date.
    Date {
        /// As typed.
        text: String,
    },
    /// What stands before the table of a chapter.
    Before {
        /// Number of the chapter in the report, from 0.
        chapter: usize,
        /// As typed.
        text: String,
    },
    /// What stands behind it; the whole text of a chapter without a table.
    After {
        /// Number of the chapter in the report, from 0.
        chapter: usize,
        /// As typed.
        text: String,
    },
}

impl TextEdit {
    fn place(&self) -> StepPlace {
        match self {
            TextEdit::Title { .. } => StepPlace::Title,
            TextEdit::Preface { .. } => StepPlace::Preface,
            TextEdit::Signature { .. } => StepPlace::Signature,
            TextEdit::Date { .. } => StepPlace::Date,
            TextEdit::Before { chapter, .. } => StepPlace::BeforeTable(*chapter),
            TextEdit::After { chapter, .. } => StepPlace::AfterTable(*chapter),
        }
    }
}

impl Session {
    /// Puts words into their place.
    ///
    /// # Errors
    /// When the report can't be opened, is final or has no such chapter.
    pub fn edit_text(&self, id: i64, edit: TextEdit, going_on: bool) -> Result<Edited, Failure> {
        self.edit(id, |editing| {
            let mut report = editing.copy();
            let name = StepName::at("改文字", edit.place(), going_on);
            put(&mut report, editing.forms, edit)?;
            editing.commit(report, name)
        })
    }
}

/// Puts the words of an edit into a report.
///
/// # Errors
/// When it has no such chapter.
pub(super) fn put(report: &mut Report, forms: &Forms, edit: TextEdit) -> Result<(), Failure> {
    match edit {
        TextEdit::Title { text } => {
            report.title = None;
            let official = report.full_title();
            report.title = some(text).filter(|title| *title != official);
        }
        TextEdit::Preface { text } => report.preface = paragraphs(&text),
        TextEdit::Signature { text } => report.signature = some(text),
        TextEdit::Date { text } => report.date = some(text),
        TextEdit::Before { chapter, text } => {
            let chapter = report.chapters.get_mut(chapter).ok_or(StoreError::NotThere)?;
            let at = chapter.table_at.min(chapter.paragraphs.len());
            let behind = chapter.paragraphs.split_off(at);
            chapter.paragraphs = paragraphs(&text);
            chapter.table_at = chapter.paragraphs.len();
            chapter.paragraphs.extend(behind);
        }
        TextEdit::After { chapter, text } => {
            let edition = report.edition_in(forms);
            let chapter = report.chapters.get_mut(chapter).ok_or(StoreError::NotThere)?;
            let with_table = edition
                .zip(chapter.id.as_deref())
                .and_then(|(edition, id)| edition.chapter(id))
                .is_some_and(|form| form.table.is_some());
            let keep = if with_table { chapter.table_at } else { 0 };
            chapter.paragraphs.truncate(keep);
            chapter.paragraphs.extend(paragraphs(&text));
            chapter.table_at = keep.min(chapter.paragraphs.len());
        }
    }
    Ok(())
}

fn paragraphs(text: &str) -> Vec<String> {
    text.lines().map(|line| line.trim_end().to_owned()).filter(|line| !line.is_empty()).collect()
}

fn some(text: String) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
