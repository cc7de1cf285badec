//! What the window shows of a report: the form it follows, last year beside it, the findings, and
//! how much of the text is last year's.

use super::checked::Checked;
use super::history::Steps;
use super::marked_text::{Passage, TextHeading, headings, last_years};
use super::open_report::OpenReport;
use super::review_status::ReviewStatus;
use gongkai_compare::{Segment, TextChange};
use gongkai_model::document::paragraphs;
use gongkai_model::form::{CellId, Comparable, Edition, Forms, Grid};
use gongkai_model::place::Place;
use gongkai_model::progress::ReportState;
use gongkai_model::report::{Chapter, Report, written_date};
use gongkai_store::{Note, Organ, Publication, Stored};
use serde::Serialize;
use std::collections::BTreeMap;
use ts_rs::TS;

/// A chapter of the form.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ChapterView {
    /// Its id in the edition.
    pub id: String,
    /// `一`
    pub number: String,
    /// As the form prints it.
    pub heading: String,
    /// Id of the table that stands in it.
    pub table: Option<String>,
    /// Most characters its text should have.
    pub longest: Option<usize>,
}

/// An edition as the window draws it.
#[derive(Clone, Debug, Serialize, TS)]
pub struct FormView {
    /// Id of the edition.
    pub edition: String,
    /// The document that introduced it.
    pub document: String,
    /// Its chapters, in order.
    pub chapters: Vec<ChapterView>,
    /// Its tables, cell by cell.
    pub tables: Vec<Grid>,
    /// What its figures are called.
    pub names: BTreeMap<CellId, String>,
    /// What is typed into a cell may be the beginning of a figure where it has one of these.
    pub figure_characters: String,
}

impl FormView {
    /// The form of an edition.
    pub fn of(edition: &Edition) -> Self {
        let chapter = |chapter: &gongkai_model::form::ChapterForm| ChapterView {
            id: chapter.id.to_owned(),
            number: chapter.number.to_owned(),
            heading: chapter.heading.text.to_owned(),
            table: chapter.table.map(str::to_owned),
            longest: chapter.longest,
        };
        FormView {
            edition: edition.id.to_owned(),
            document: edition.document.to_owned(),
            chapters: edition.chapters.iter().map(chapter).collect(),
            tables: edition.tables.iter().map(|table| table.grid()).collect(),
            names: edition.figures().into_iter().map(|figure| (figure.id, figure.name)).collect(),
            figure_characters: gongkai_model::entry::CHARACTERS.to_owned(),
        }
    }
}

/// Last year's figure under a cell.
#[derive(Clone, Debug, Serialize, TS)]
pub struct LastFigure {
    /// `""` blank, null none.
    pub text: Option<String>,
    /// Whether this year's counts the same.
    pub comparable: Comparable,
}

/// Last year's report beside this one.
#[derive(Clone, Debug, Serialize, TS)]
pub struct LastYear {
    /// Its report.
    #[ts(type = "number")]
    pub id: i64,
    /// The report year.
    pub year: i32,
    /// The edition it is in.
    pub edition: Option<String>,
    /// Its figures come from a file and nobody has confirmed them.
    pub unconfirmed: bool,
    /// By this year's cells.
    pub cells: BTreeMap<CellId, LastFigure>,
    /// Its preface.
    pub preface: Vec<String>,
    /// Its chapters.
    pub chapters: Vec<Chapter>,
}

/// What is known of a chapter's text.
#[derive(Clone, Debug, Serialize, TS)]
pub struct TextFacts {
    /// Which chapter it is.
    pub place: Place,
    /// Characters without blanks.
    pub characters: usize,
    /// Most characters it should have.
    pub longest: Option<usize>,
    /// In whole per cent; none without last year's text.
    pub repeat_percent: Option<u32>,
    /// The level of each paragraph: 1 to 4 for 一、（一） 1.（1）, 0 without a number.
    pub levels: Vec<u8>,
    /// The numbers before the table follow each other.
    pub before_in_order: bool,
    /// Those behind it do; where there is no table, those of the whole text.
    pub after_in_order: bool,
    /// Last year's text becoming this year's.
    pub pieces: Vec<Segment>,
    /// Its headings, as the page sets them.
    pub headings: Vec<TextHeading>,
    /// Its passages that stand in last year's text, too.
    pub last_years: Vec<Passage>,
    /// What 总体情况 is to tell of; none for other chapters.
    pub aspects: Vec<gongkai_check::Aspect>,
}

/// An open report as the window shows it.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ReportView {
    /// Its id in the store.
    #[ts(type = "number")]
    pub id: i64,
    /// Its office.
    pub organ: Organ,
    /// It is the bundled example.
    pub example: bool,
    /// The report itself.
    pub report: Report,
    /// The title as printed.
    pub full_title: String,
    /// The form it follows; none for a report of 2018 or before.
    pub form: Option<FormView>,
    /// The year before; none where it is not stored.
    pub last: Option<LastYear>,
    /// How far it has come.
    pub state: ReportState,
    /// Why nothing can be kept where the data lie; none where it can.
    pub read_only: Option<String>,
    /// `10:32`
    pub saved_at: String,
    /// What the rules find in it.
    pub checked: Checked,
    /// What is known of its chapters' texts.
    pub texts: Vec<TextFacts>,
    /// By how much cells differ from last year's, `+3` or `−3`; none where they don't, or don't compare.
    pub differences: BTreeMap<CellId, String>,
    /// The report year before this one.
    pub year_before: Option<i32>,
    /// Words one may want to replace in a text that was last year's, each with what to put instead.
    pub year_words: Vec<(String, String)>,
    /// What undo and redo would do now.
    pub steps: Steps,
    /// Name of the file it was imported from.
    pub source: Option<String>,
    /// When and where it was published; before that, what is proposed.
    pub publication: Publication,
    /// Whether it is out for review, and how it differs from what was sent.
    pub review: Option<ReviewStatus>,
    /// What others noted on it.
    pub notes: Vec<Note>,
}

impl LastYear {
    pub(crate) fn of(forms: &Forms, report: &Report, last: &Stored) -> Self {
        let changes = gongkai_compare::changes(forms, report, &last.report).into_iter();
        let changes = changes.filter(|change| change.comparable != Comparable::Dropped);
        let cells = changes.map(|change| {
            (change.cell, LastFigure { text: change.last, comparable: change.comparable })
        });
        LastYear {
            id: last.id,
            year: last.report.year.unwrap_or_default(),
            edition: last.report.edition.clone(),
            unconfirmed: last.state == ReportState::Imported,
            cells: cells.collect(),
            preface: last.report.preface.clone(),
            chapters: last.report.chapters.clone(),
        }
    }
}

impl OpenReport {
    /// By how much each cell differs from last year's, with its sign; without those that do not.
    pub fn differences(&self, forms: &Forms) -> BTreeMap<CellId, String> {
        let Some(last) = &self.last else { return BTreeMap::new() };
        let changes = gongkai_compare::changes(forms, &self.stored.report, &last.report);
        let moved = |change: &String| change != "0";
        let signed = changes.into_iter().filter_map(|one| {
            Some((one.cell, gongkai_compare::signed(&one.change.filter(moved)?)))
        });
        signed.collect()
    }

    /// Characters, repeat rate and differences of each chapter's text.
    pub fn text_facts(&self, forms: &Forms) -> Vec<TextFacts> {
        let report = &self.stored.report;
        let last = self.last.as_ref().map(|last| &last.report);
        let mut changes: BTreeMap<Place, TextChange> = BTreeMap::new();
        for change in last
            .map(|last| gongkai_compare::compare(forms, report, last).texts)
            .into_iter()
            .flatten()
        {
            // What this report lacks comes last, and may stand where another chapter does here.
            changes.entry(change.place.clone()).or_insert(change);
        }
        let edition = self.edition(forms);
        let facts = report.chapters.iter().enumerate().map(|(index, chapter)| {
            let id = chapter.id.clone().unwrap_or_default();
            let place = report.place_of_chapter(index);
            let change = changes.remove(&place);
            let written: String = chapter.paragraphs.concat();
            let has_table =
                edition.and_then(|e| e.chapter(&id)).is_some_and(|form| form.table.is_some());
            let at = if has_table { chapter.table_at.min(chapter.paragraphs.len()) } else { 0 };
            let (before, after) = chapter.paragraphs.split_at(at);
            let had = last.and_then(|last| last.chapter(&id));
            let compared = had.is_some_and(|had| !had.paragraphs.is_empty()) && !written.is_empty();
            TextFacts {
                characters: written.chars().filter(|c| !c.is_whitespace()).count(),
                longest: edition.and_then(|e| e.chapter(&id)).and_then(|form| form.longest),
                repeat_percent: change
                    .as_ref()
                    .filter(|_| compared)
                    .map(|change| change.repeat_percent),
                levels: chapter.paragraphs.iter().map(|one| paragraphs::level(one)).collect(),
                before_in_order: paragraphs::in_order(before),
                after_in_order: paragraphs::in_order(after),
                headings: headings(&chapter.paragraphs),
                last_years: change.as_ref().map(|one| last_years(&one.pieces)).unwrap_or_default(),
                pieces: change.map(|change| change.pieces).unwrap_or_default(),
                aspects: match edition {
                    Some(edition) if id == "overview" => {
                        gongkai_check::aspects(edition, report, self.organ.kind)
                    }
                    _ => Vec::new(),
                },
                place,
            }
        });
        facts.collect()
    }
}

/// When and where a report was published; today for one that is final.
pub(crate) fn proposed_publication(stored: &Stored) -> Publication {
    let mut publication = stored.publication.clone();
    if stored.state == ReportState::Final && publication.date.is_empty() {
        publication.date = written_date(chrono::Local::now().date_naive());
    }
    publication
}
