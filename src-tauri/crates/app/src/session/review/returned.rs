//! A copy that came back: read, put beside what was sent and what the report says now, and taken over
//! place by place.

use super::sent::fingerprint;
use crate::failure::Failure;
use crate::import::name_of;
use crate::report::StepName;
use crate::session::Session;
use gongkai_compare::{CellMerge, ChangedBy, Merge, MergePart, Segment, TextMerge};
use gongkai_model::document::{Block, Document};
use gongkai_model::form::{CellId, Edition, Forms};
use gongkai_model::place::Place;
use gongkai_model::report::{Cell, Figure, Origin, Report};
use gongkai_platform::files;
use gongkai_read::docx::{Comment, Review};
use gongkai_store::{Note, Store, TrailStep, Version};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::path::Path;
use ts_rs::TS;

/// A copy that came back, as it is kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct ReturnedCopy {
    /// Name of its file.
    name: String,
    report: Report,
    /// The version both began with.
    base: Option<Report>,
    /// That version in words.
    base_name: String,
    /// What could not be compared, a sentence each.
    said: Vec<String>,
    /// Differences that were turned down, by their keys.
    rejected: BTreeSet<String>,
}

/// A figure that differs.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ReturnedCell {
    /// By which it is taken over.
    pub key: String,
    /// Its id.
    pub cell: CellId,
    /// `行政许可 · 本年处理决定数量`
    pub name: String,
    /// Who changed it.
    pub by: ChangedBy,
    /// What was sent, as it is shown: blank `空`.
    pub base: String,
    /// What came back.
    pub theirs: String,
    /// What it is now.
    pub ours: String,
    /// It was turned down.
    pub rejected: bool,
}

/// Words that differ.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ReturnedText {
    /// By which they are taken over.
    pub key: String,
    /// Where they stand.
    pub place: Place,
    /// `一、总体情况`, `标题`
    pub name: String,
    /// Who changed them.
    pub by: ChangedBy,
    /// What was sent becoming what came back.
    pub theirs: Vec<Segment>,
    /// What was sent becoming what it says now.
    pub ours: Vec<Segment>,
    /// They were turned down.
    pub rejected: bool,
}

/// A copy that came back beside what was sent and what the report says now.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ReturnedView {
    /// Name of its file.
    pub name: String,
    /// What both began with; empty where nobody knows.
    pub base: String,
    /// What could not be compared, a sentence each.
    pub said: Vec<String>,
    /// Figures that differ.
    pub cells: Vec<ReturnedCell>,
    /// Words that differ, from the title to the date.
    pub texts: Vec<ReturnedText>,
}

fn cell_key(one: &CellMerge) -> String {
    format!("cell {} {}", one.cell, shown(&one.theirs))
}

fn shown(cell: &Cell) -> String {
    match (cell.figure, cell.printed()) {
        (Figure::Unread, _) => "未读到".to_owned(),
        (_, text) if text.is_empty() => "空".to_owned(),
        (_, text) => text,
    }
}

impl ReturnedCopy {
    fn merged(&self, ours: &Report) -> Merge {
        gongkai_compare::merge(self.base.as_ref().unwrap_or(ours), &self.report, ours)
    }

    /// Beside what the report says now.
    pub(super) fn view(&self, forms: &Forms, ours: &Report) -> ReturnedView {
        let merged = self.merged(ours);
        let edition = ours.edition_in(forms);
        let figures = edition.map(Edition::figures).unwrap_or_default();
        let called = |id: &CellId| {
            let own = figures.iter().find(|figure| figure.id == *id);
            own.map_or_else(|| id.to_string(), |figure| figure.name.clone())
        };
        let rejected = |key: &String| self.rejected.contains(key);
        let cells = merged.cells.iter().map(|one| {
            let key = cell_key(one);
            ReturnedCell {
                rejected: rejected(&key),
                name: called(&one.cell),
                cell: one.cell.clone(),
                by: one.by,
                base: shown(&one.base),
                theirs: shown(&one.theirs),
                ours: shown(&one.ours),
                key,
            }
        });
        let texts = merged.texts.iter().map(|one| {
            let key = one.key();
            ReturnedText {
                rejected: rejected(&key),
                name: place_name(one, ours, &self.report),
                place: one.place.clone(),
                by: one.by,
                theirs: one.their_pieces(),
                ours: one.our_pieces(),
                key,
            }
        });
        ReturnedView {
            name: self.name.clone(),
            base: self.base_name.clone(),
            said: self.said.clone(),
            cells: cells.collect(),
            texts: texts.collect(),
        }
    }
}

fn place_name(one: &TextMerge, ours: &Report, theirs: &Report) -> String {
    let report = if one.part == MergePart::NewChapter { theirs } else { ours };
    match &one.place {
        Place::Title => "标题".to_owned(),
        Place::Preface => "引言".to_owned(),
        Place::Signature => "署名".to_owned(),
        Place::Date => "成文日期".to_owned(),
        place => {
            let at = report.chapter_at(place);
            let chapter = at.and_then(|at| report.chapters.get(at));
            let named = |chapter: &gongkai_model::report::Chapter| {
                let number = chapter.number.trim();
                let mark = if number.is_empty() { "" } else { "、" };
                format!("{number}{mark}{}", chapter.heading)
            };
            chapter.map(named).unwrap_or_default()
        }
    }
}

/// What is read of a file that came back.
struct Read {
    name: String,
    report: Report,
    review: Review,
    said: Vec<String>,
}

/// The words behind the report are not of the report.
fn without_list(mut document: Document) -> Document {
    let begins = |block: &Block| match block {
        Block::Paragraph(paragraph) => paragraph.text.trim() == gongkai_compose::REVIEW_LIST,
        Block::Table(_) => false,
    };
    if let Some(at) = document.blocks.iter().rposition(begins) {
        document.blocks.truncate(at);
    }
    document
}

fn read(forms: &Forms, name: &str, bytes: &[u8]) -> Result<Read, Failure> {
    let document = without_list(gongkai_read::document(bytes, name)?);
    let said = document.passed_over.clone();
    let report = gongkai_read::recognise(&document, forms)?.report;
    // Only Word files have comments; of any other nothing is lost.
    let review = gongkai_read::docx::review(bytes).unwrap_or_default();
    Ok(Read { name: name.to_owned(), report, review, said })
}

/// Refuses what is no copy of this report.
fn is_of(read: &Read, ours: &Report, known: bool) -> Result<(), Failure> {
    let words = |text: &Option<String>| {
        text.as_deref().unwrap_or_default().split_whitespace().collect::<String>()
    };
    let other_year = read.report.year.is_some() && read.report.year != ours.year;
    let (theirs, own) = (words(&read.report.organ), words(&ours.organ));
    let other_organ = !theirs.is_empty() && theirs != own;
    if !known && (other_year || other_organ) {
        return Err(Failure::refused(format!(
            "这个文件是“{}”，不是这份年报的审改稿，没有取回；请选对文件。",
            read.report.full_title().trim()
        )));
    }
    Ok(())
}

/// The version a copy began as: by its mark, else the one sent last.
fn base(store: &Store, id: i64, mark: Option<&str>) -> Result<Option<(Version, Report)>, Failure> {
    let versions = store.versions(id)?;
    let held = |version: &Version| {
        let report = store.version_report(version.id).ok()?;
        Some((version.clone(), report))
    };
    if let Some(mark) = mark {
        let mut all = versions.iter().filter_map(held);
        return Ok(all.find(|(_, report)| fingerprint(report) == mark));
    }
    let trail = store.trail(id)?;
    let sent = trail.iter().rev().find(|entry| entry.step == TrailStep::SentForReview);
    let sent = sent.and_then(|entry| entry.version);
    Ok(versions.iter().find(|version| Some(version.number) == sent).and_then(held))
}

impl Session {
    /// The copy that came back last.
    pub(super) fn returned(&self, id: i64) -> Result<Option<ReturnedCopy>, Failure> {
        let kept = self.store().run(move |store| Ok(store.returned_copy(id)?))?;
        Ok(kept.and_then(|kept| serde_json::from_str(&kept).ok()))
    }

    /// Reads a file that came back and keeps it beside the report; nothing of it is taken over.
    ///
    /// # Errors
    /// When it can't be read, is no report, or is of another office or year.
    pub fn read_returned(&self, id: i64, path: &Path) -> Result<(), Failure> {
        self.keep_read(id, &name_of(path), &files::read(path)?)
    }

    /// The same of words that were pasted: of a scan, a mail.
    ///
    /// # Errors
    /// As [`Session::read_returned`].
    pub fn read_returned_words(&self, id: i64, words: &str) -> Result<(), Failure> {
        self.keep_read(id, "粘贴的文字.txt", words.as_bytes())
    }

    fn keep_read(&self, id: i64, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        let open = self.flushed_snapshot(id)?;
        open.writable()?;
        let ours = open.stored.report.clone();
        let mut read = read(self.forms(), name, bytes)?;
        let mark = read.review.mark.clone();
        let found = self.store().run(move |store| {
            let of_mark = base(store, id, mark.as_deref())?;
            match (of_mark, mark) {
                (Some(found), mark) => Ok(Some((found, mark.is_some()))),
                (None, Some(_)) => Ok(base(store, id, None)?.map(|found| (found, false))),
                (None, None) => Ok(None),
            }
        })?;
        is_of(&read, &ours, found.as_ref().is_some_and(|(_, known)| *known))?;
        let base = found.map(|((version, report), _)| (version.number, report));
        self.say(&mut read, &ours);
        let notes: Vec<Note> =
            read.review.comments.iter().map(|one| note(one, &read.report, self.forms())).collect();
        let copy = ReturnedCopy {
            name: read.name,
            report: read.report,
            base_name: base.as_ref().map_or(String::new(), |(number, _)| format!("第 {number} 版")),
            base: base.map(|(_, report)| report),
            said: read.said,
            rejected: BTreeSet::new(),
        };
        let copy = serde_json::to_string(&copy)?;
        self.store().run(move |store| Ok(store.keep_returned(id, &copy, &notes)?))
    }

    /// What of it can't be compared.
    fn say(&self, read: &mut Read, ours: &Report) {
        let merged = gongkai_compare::merge(ours, &read.report, ours);
        let all = ours.edition_in(self.forms()).map_or(0, |edition| edition.figures().len());
        if all > 0 && merged.unread >= all {
            read.said.push(
                "这个文件里没有这份年报的表格，数字没有对照，也不会改动；文字照常对照。".to_owned(),
            );
        } else if merged.unread > 0 {
            let sentence = format!("表格里有 {} 格没有读到，这些格没有对照。", merged.unread);
            read.said.push(sentence);
        }
        for heading in &merged.lost {
            read.said.push(format!("这个文件里没有“{heading}”这一章，这一章没有对照。"));
        }
    }

    /// Takes these differences over, as one step of undo.
    ///
    /// # Errors
    /// When one of them is no longer there, the report is final, or the store can't be used.
    pub fn take_returned(&self, id: i64, keys: &[String]) -> Result<(), Failure> {
        let copy = self.returned(id)?.ok_or_else(none_returned)?;
        self.edit(id, |editing| {
            let mut report = editing.copy();
            let merged = copy.merged(&report);
            let wanted = |key: &String| keys.contains(key);
            let cells: Vec<&CellMerge> =
                merged.cells.iter().filter(|one| wanted(&cell_key(one))).collect();
            let texts: Vec<&TextMerge> =
                merged.texts.iter().filter(|one| wanted(&one.key())).collect();
            if cells.len() + texts.len() < keys.len() {
                return Err(Failure::refused("这一处已经变了，没有采纳；请看现在的对照。"));
            }
            gongkai_compare::take_texts(&mut report, &copy.report, &texts);
            let report = take_cells(report, &cells, editing.edition());
            editing.commit(report, StepName::once("采纳审改"))
        })?;
        self.flush()
    }

    /// Turns these differences down, or thinks better of it; the report stays as it is.
    ///
    /// # Errors
    /// When nothing has come back, or the store can't be used.
    pub fn reject_returned(
        &self,
        id: i64,
        keys: Vec<String>,
        rejected: bool,
    ) -> Result<(), Failure> {
        let mut copy = self.returned(id)?.ok_or_else(none_returned)?;
        match rejected {
            true => copy.rejected.extend(keys),
            false => copy.rejected.retain(|key| !keys.contains(key)),
        }
        let copy = serde_json::to_string(&copy)?;
        self.store().run(move |store| Ok(store.keep_returned(id, &copy, &[])?))
    }
}

fn none_returned() -> Failure {
    Failure::refused("还没有取回审改稿，请先选文件。")
}

/// Figures as they came back. A total that follows from its parts stays one the program computes.
fn take_cells(mut report: Report, taken: &[&CellMerge], edition: Option<&Edition>) -> Report {
    let equations = edition.map(Edition::equations).unwrap_or_default();
    let is_total = |cell: &CellId| {
        let mut computed = equations.iter().filter(|equation| equation.computes);
        computed.any(|equation| equation.right.iter().any(|term| term.cell == *cell))
    };
    let put = |report: &mut Report, one: &CellMerge, origin: Origin| {
        let Cell { figure, note, .. } = one.theirs.clone();
        report.cells.insert(one.cell.clone(), Cell { figure, note, origin });
    };
    let (totals, parts): (Vec<&CellMerge>, Vec<&CellMerge>) =
        taken.iter().partition(|one| is_total(&one.cell));
    for one in parts {
        put(&mut report, one, Origin::Typed);
    }
    if let Some(edition) = edition {
        report = report.with_totals(edition);
    }
    for one in totals {
        if report.figure(&one.cell) != one.theirs.figure {
            put(&mut report, one, Origin::Overridden);
        }
    }
    report
}

/// A comment as a note at its place.
fn note(comment: &Comment, report: &Report, forms: &Forms) -> Note {
    let cell = cell_of(comment, report, forms);
    let place = match &cell {
        Some(cell) => chapter_of(cell, report, forms),
        None => place_of(&comment.paragraph, report),
    };
    Note {
        id: 0,
        place,
        cell,
        quoted: comment.quoted.clone(),
        text: comment.text.clone(),
        who: comment.who.clone(),
        at: comment.at.replace('T', " ").trim_end_matches('Z').to_owned(),
        done: false,
    }
}

/// Where this paragraph stands in the report.
fn place_of(paragraph: &str, report: &Report) -> Option<Place> {
    let own = |text: &String| !paragraph.is_empty() && text.trim() == paragraph;
    if report.full_title().contains(paragraph) && !paragraph.is_empty() {
        return Some(Place::Title);
    }
    if report.preface.iter().any(own) {
        return Some(Place::Preface);
    }
    let mut chapters = report.chapters.iter().enumerate();
    let chapter = chapters.find(|(_, chapter)| {
        let heading = chapter.heading.trim();
        chapter.paragraphs.iter().any(own) || !heading.is_empty() && paragraph.ends_with(heading)
    });
    if let Some((index, _)) = chapter {
        return Some(report.place_of_chapter(index));
    }
    let last = [(&report.signature, Place::Signature), (&report.date, Place::Date)];
    last.into_iter().find(|(text, _)| text.as_ref().is_some_and(own)).map(|(_, place)| place)
}

/// The figure a comment in a table is about: of the row with the same words, the one at its place; where
/// it stands at the words of the row, the first.
fn cell_of(comment: &Comment, report: &Report, forms: &Forms) -> Option<CellId> {
    let words = |text: &String| text.split_whitespace().collect::<String>();
    let says = |texts: &[String]| -> Vec<String> {
        texts.iter().map(words).filter(|text| !text.is_empty()).collect()
    };
    let wanted = says(&comment.row);
    let before = says(comment.row.get(..comment.column).unwrap_or_default()).len();
    let document = gongkai_compose::document(report, forms);
    let tables = document.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        Block::Paragraph(_) => None,
    });
    for table in tables {
        for row in 0..table.rows {
            let cells: Vec<_> = table.cells.iter().filter(|cell| cell.row == row).collect();
            let said: Vec<_> = cells.iter().filter(|cell| !words(&cell.text).is_empty()).collect();
            let texts: Vec<String> = said.iter().map(|cell| words(&cell.text)).collect();
            // What is merged with the rows above stands in the file's row without words.
            if wanted.is_empty() || !texts.ends_with(&wanted) && !wanted.ends_with(&texts) {
                continue;
            }
            let skipped = texts.len().saturating_sub(wanted.len());
            let at = said.get(before + skipped).and_then(|cell| cell.figure.clone());
            if let Some(found) = at.or_else(|| cells.iter().find_map(|cell| cell.figure.clone())) {
                return Some(found);
            }
        }
    }
    None
}

fn chapter_of(cell: &CellId, report: &Report, forms: &Forms) -> Option<Place> {
    let edition = report.edition_in(forms)?;
    let chapter = edition.chapters.iter().find(|chapter| chapter.table == Some(cell.table()))?;
    Some(Place::chapter(chapter.id))
}
