//! What the window shows of a report: the form it follows, last year beside it, the findings, and
//! how much of the text is last year's.

use super::progress::Progress;
use super::{Guide, Inner, Steps};
use crate::failure::Failure;
use gongkai_check::{Case, Finding, Settings, Verdict};
use gongkai_compare::Segment;
use gongkai_model::form::{CellId, Comparable, Edition, Grid};
use gongkai_model::place::Place;
use gongkai_model::report::{Chapter, Report, written_date};
use gongkai_store::{Change, Counts, Organ, Publication, Reason, State, Stored};
use serde::Serialize;
use std::collections::BTreeMap;
use ts_rs::TS;

/// A chapter of the form.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ChapterView {
    pub id: String,
    pub number: String,
    pub heading: String,
    pub table: Option<String>,
    pub longest: Option<usize>,
}

/// An edition as the window draws it.
#[derive(Clone, Debug, Serialize, TS)]
pub struct FormView {
    pub edition: String,
    /// The document that introduced it.
    pub document: String,
    pub chapters: Vec<ChapterView>,
    pub tables: Vec<Grid>,
    pub names: BTreeMap<CellId, String>,
}

impl FormView {
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
        }
    }
}

/// Last year's figure under a cell.
#[derive(Clone, Debug, Serialize, TS)]
pub struct LastFigure {
    /// `""` blank, null none.
    pub text: Option<String>,
    pub comparable: Comparable,
}

/// Last year's report beside this one.
#[derive(Clone, Debug, Serialize, TS)]
pub struct LastYear {
    #[ts(type = "number")]
    pub id: i64,
    pub year: i32,
    pub edition: Option<String>,
    /// Its figures come from a file and nobody has confirmed them.
    pub unconfirmed: bool,
    /// By this year's cells.
    pub cells: BTreeMap<CellId, LastFigure>,
    pub preface: Vec<String>,
    pub chapters: Vec<Chapter>,
}

/// A finding, and the reason written for it.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct FindingLine {
    pub finding: Finding,
    pub reason: Option<Reason>,
    pub settled: bool,
}

/// All findings and what they mean together.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Checked {
    pub verdict: Verdict,
    /// `还有 3 项必须改、2 项需说明、1 项未填`
    pub sentence: String,
    pub findings: Vec<FindingLine>,
    /// Those that are wrong, not those merely not filled in.
    pub errors: u32,
    /// Those without a reason.
    pub explains: u32,
    pub hints: u32,
    /// Those merely not filled in yet; while there is one, the report is not final.
    pub unfilled: u32,
    pub progress: Progress,
    /// What leads through the example; none for any other report.
    pub guide: Option<Guide>,
}

/// The same, as far as the window does not know it: findings it has seen are only named.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct News {
    pub verdict: Verdict,
    pub sentence: String,
    pub errors: u32,
    pub explains: u32,
    pub hints: u32,
    pub unfilled: u32,
    pub progress: Progress,
    pub guide: Option<Guide>,
    /// The keys of all findings, in order.
    pub keys: Vec<String>,
    /// Those that are new, or have another reason than before.
    pub findings: Vec<FindingLine>,
}

/// What is known of a chapter's text.
#[derive(Clone, Debug, Serialize, TS)]
pub struct TextFacts {
    /// Which chapter it is.
    pub place: Place,
    /// Characters without blanks.
    pub characters: usize,
    pub longest: Option<usize>,
    /// From 0 to 1; none without last year's text.
    pub repeat_rate: Option<f64>,
    /// Last year's text becoming this year's.
    pub pieces: Vec<Segment>,
    /// What 总体情况 is to tell of; none for other chapters.
    pub aspects: Vec<gongkai_check::Aspect>,
}

/// A report as it lies open.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Writing {
    #[ts(type = "number")]
    pub id: i64,
    pub organ: Organ,
    /// It is the bundled example.
    pub example: bool,
    pub report: Report,
    pub full_title: String,
    pub form: Option<FormView>,
    pub last: Option<LastYear>,
    pub state: State,
    /// `10:32`
    pub saved_at: String,
    pub checked: Checked,
    pub texts: Vec<TextFacts>,
    pub steps: Steps,
    /// Name of the file it was imported from.
    pub source: Option<String>,
    /// When and where it was published; before that, what is proposed.
    pub publication: Publication,
}

/// The time of day of a stored moment; with the day when it was not today.
pub fn clock(moment: &str) -> String {
    match chrono::DateTime::parse_from_rfc3339(moment) {
        Ok(at) => {
            let at = at.with_timezone(&chrono::Local);
            let today = at.date_naive() == chrono::Local::now().date_naive();
            at.format(if today { "%H:%M" } else { "%Y-%m-%d %H:%M" }).to_string()
        }
        Err(_) => moment.to_owned(),
    }
}

/// ` 3 项必须改、2 项需说明`; none where nothing is open.
pub(super) fn still_open(errors: u32, explains: u32, unfilled: u32) -> Option<String> {
    let parts = [(errors, "必须改"), (explains, "需说明"), (unfilled, "未填")];
    let parts = parts.iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> = parts.map(|(count, what)| format!("{count} 项{what}")).collect();
    (!parts.is_empty()).then(|| format!(" {}", parts.join("、")))
}

/// When and where a report was published; today for one that is final.
pub(super) fn proposed(stored: &Stored) -> Publication {
    let mut publication = stored.publication.clone();
    if stored.state == State::Final && publication.date.is_empty() {
        publication.date = written_date(chrono::Local::now().date_naive());
    }
    publication
}

impl Inner {
    pub fn writing(&mut self, id: i64) -> Result<Writing, Failure> {
        let checked = self.checked(id)?;
        self.tell(id, &checked.findings);
        let texts = self.text_facts(id)?;
        let steps = self.histories.entry(id).or_default().steps();
        self.report(id)?;
        let open = self.open.get(&id).ok_or(gongkai_store::StoreError::NotThere)?;
        let report = &open.stored.report;
        let last = open.last.as_ref().map(|last| {
            let changes = gongkai_compare::compare(&self.forms, report, &last.report).cells;
            let cells = changes
                .into_iter()
                .filter(|change| change.comparable != Comparable::Dropped)
                .map(|change| {
                    let last = LastFigure { text: change.last, comparable: change.comparable };
                    (change.cell, last)
                })
                .collect();
            LastYear {
                id: last.id,
                year: last.report.year.unwrap_or_default(),
                edition: last.report.edition.clone(),
                unconfirmed: last.state == State::Imported,
                cells,
                preface: last.report.preface.clone(),
                chapters: last.report.chapters.clone(),
            }
        });
        Ok(Writing {
            id,
            organ: open.organ.clone(),
            example: open.example,
            full_title: report.full_title(),
            form: self.edition(report).map(FormView::of),
            last,
            state: open.stored.state,
            saved_at: clock(&open.stored.saved_at),
            checked,
            texts,
            steps,
            source: open.stored.source_name.clone(),
            publication: proposed(&open.stored),
            report: report.clone(),
        })
    }

    /// Runs the rules over an open report.
    pub fn findings(&mut self, id: i64) -> Result<Vec<Finding>, Failure> {
        self.report(id)?;
        let open = self.open.get(&id).ok_or(gongkai_store::StoreError::NotThere)?;
        let settings =
            Settings { kind: open.organ.kind, due: open.organ.due, ..self.settings.clone() };
        Ok(gongkai_check::check(&Case {
            forms: &self.forms,
            report: &open.stored.report,
            last: open.last.as_ref().map(|last| &last.report),
            last_unconfirmed: open.last.as_ref().is_some_and(|last| last.state == State::Imported),
            published: matches!(open.stored.state, State::Imported | State::Published),
            settings: &settings,
            today: Some(chrono::Local::now().date_naive()),
        }))
    }

    /// The findings, those the window knows by name only.
    pub fn news(&mut self, id: i64) -> Result<News, Failure> {
        let Checked {
            verdict,
            sentence,
            findings,
            errors,
            explains,
            hints,
            unfilled,
            progress,
            guide,
        } = self.checked(id)?;
        let keys = findings.iter().map(|line| line.finding.key.clone()).collect();
        let known = self.tell(id, &findings);
        let findings = findings
            .into_iter()
            .filter(|line| known.get(&line.finding.key) != Some(line))
            .collect();
        Ok(News {
            verdict,
            sentence,
            errors,
            explains,
            hints,
            unfilled,
            progress,
            guide,
            keys,
            findings,
        })
    }

    /// Notes what the window is told, and gives what it knew before.
    fn tell(&mut self, id: i64, findings: &[FindingLine]) -> BTreeMap<String, FindingLine> {
        let Some(open) = self.open.get_mut(&id) else { return BTreeMap::new() };
        let told = findings.iter().map(|line| (line.finding.key.clone(), line.clone()));
        std::mem::replace(&mut open.told, told.collect())
    }

    /// The findings with their reasons; the start page's counts are brought up to date.
    pub fn checked(&mut self, id: i64) -> Result<Checked, Failure> {
        let findings = self.findings(id)?;
        let open = self.open.get(&id).ok_or(gongkai_store::StoreError::NotThere)?;
        let example = open.example;
        let mut reasons: BTreeMap<String, Reason> = open
            .reasons
            .iter()
            .cloned()
            .map(|reason| (reason.key.clone(), Reason { at: clock(&reason.at), ..reason }))
            .collect();
        let settled = |finding: &Finding| finding.keys().any(|key| reasons.contains_key(key));
        let verdict = gongkai_check::verdict(&findings, &settled);
        let lines: Vec<FindingLine> = findings
            .into_iter()
            .map(|finding| {
                let reason = finding.keys().find_map(|key| reasons.remove(key));
                let settled = reason.is_some() && finding.level != gongkai_check::Level::Error;
                FindingLine { finding, reason, settled }
            })
            .collect();
        let open = || lines.iter().filter(|line| !line.settled).map(|line| &line.finding);
        let count = |level| open().filter(|one| one.level == level && !one.unfilled).count() as u32;
        let [errors, explains, hints] = [
            gongkai_check::Level::Error,
            gongkai_check::Level::Explain,
            gongkai_check::Level::Hint,
        ]
        .map(count);
        let unfilled = open().filter(|finding| finding.unfilled).count() as u32;
        let sentence = match still_open(errors, explains, unfilled) {
            Some(what) => format!("还有{what}"),
            None => "可以定稿".to_owned(),
        };
        let counts = Counts { errors, explains, unfilled };
        self.note(id, Change { counts: Some(counts), ..Change::default() });
        let guide = example.then(|| Guide::of(&lines));
        let progress = self.progress(id, &lines)?;
        let findings = lines;
        Ok(Checked {
            verdict,
            sentence,
            findings,
            errors,
            explains,
            hints,
            unfilled,
            progress,
            guide,
        })
    }

    /// Characters, repeat rate and differences of each chapter's text.
    pub fn text_facts(&mut self, id: i64) -> Result<Vec<TextFacts>, Failure> {
        self.report(id)?;
        let open = self.open.get(&id).ok_or(gongkai_store::StoreError::NotThere)?;
        let report = &open.stored.report;
        let mut changes: BTreeMap<String, gongkai_compare::TextChange> = match &open.last {
            Some(last) => gongkai_compare::compare(&self.forms, report, &last.report)
                .texts
                .into_iter()
                .map(|change| (change.id.clone(), change))
                .collect(),
            None => BTreeMap::new(),
        };
        let edition = self.edition(report);
        let facts = report.chapters.iter().enumerate().map(|(index, chapter)| {
            let id = chapter.id.clone().unwrap_or_default();
            let change = changes.remove(&id);
            let written: String = chapter.paragraphs.concat();
            let had = open.last.as_ref().and_then(|last| last.report.chapter(&id));
            let compared = had.is_some_and(|had| !had.paragraphs.is_empty()) && !written.is_empty();
            TextFacts {
                characters: written.chars().filter(|c| !c.is_whitespace()).count(),
                longest: edition.and_then(|e| e.chapter(&id)).and_then(|form| form.longest),
                repeat_rate: change.as_ref().filter(|_| compared).map(|change| change.repeat_rate),
                pieces: change.map(|change| change.pieces).unwrap_or_default(),
                aspects: match edition {
                    Some(edition) if id == "overview" => {
                        gongkai_check::aspects(edition, report, open.organ.kind)
                    }
                    _ => Vec::new(),
                },
                place: report.place_of_chapter(index),
            }
        });
        Ok(facts.collect())
    }
}
