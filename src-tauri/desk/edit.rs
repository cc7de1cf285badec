//! Edits of a report: each is checked for being a figure at all, saved at once, and answered with
//! the totals and findings that follow from it.

use super::filling::{self, CellEdit, Filling, How, Refused};
use super::history::Step;
use super::look::{self, News, TextFacts};
use super::{Inner, Steps};
use crate::failure::Failure;
use gongkai_check::Stale;
use gongkai_model::entry;
use gongkai_model::form::{CellId, Kind};

use gongkai_model::report::{Cell, Figure, Origin, Report};
use gongkai_store::{Change, Publication, State, StoreError, Texts};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// What the user wrote somewhere; paragraphs are parted by line feeds.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(tag = "field", rename_all = "snake_case")]
#[ts(export)]
pub enum TextEdit {
    Title {
        text: String,
    },
    Preface {
        text: String,
    },
    Signature {
        text: String,
    },
    Date {
        text: String,
    },
    /// What stands before the table of the chapter with this number in the report, from 0.
    Before {
        chapter: usize,
        text: String,
    },
    /// What stands behind it; the whole text of a chapter without a table.
    After {
        chapter: usize,
        text: String,
    },
}

/// The answer to an edit.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Edited {
    /// Every cell that is different now, totals too.
    pub cells: BTreeMap<CellId, Cell>,
    pub refused: Vec<Refused>,
    /// One sentence about a paste that did not go in as it was.
    pub said: Option<String>,
    pub news: News,
    /// What is known of the texts, when they changed.
    pub texts: Option<Vec<TextFacts>>,
    pub steps: Steps,
    /// The whole report, when more than cells changed.
    pub report: Option<Report>,
    pub full_title: String,
    pub state: State,
    pub publication: Publication,
}

/// What an edit is called, and which place it belongs to.
pub(super) struct Named {
    label: &'static str,
    place: Option<String>,
    going_on: bool,
}

impl Named {
    pub(super) fn once(label: &'static str) -> Self {
        Named { label, place: None, going_on: false }
    }
}

fn paragraphs(text: &str) -> Vec<String> {
    text.lines().map(|line| line.trim_end().to_owned()).filter(|line| !line.is_empty()).collect()
}

fn some(text: String) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// What became of a table pasted by its labels.
fn told(filled: usize, unread: usize, odd: usize, unmatched: usize, totals: usize) -> String {
    let mut said = format!("按标签填入 {filled} 格");
    if unread > 0 {
        said.push_str(&format!("；{unread} 格没有读准，没有动"));
    }
    if odd > 0 {
        said.push_str(&format!("；{odd} 格不是能填的数，原来的数没有动"));
    }
    if unmatched > 0 {
        said.push_str(&format!("；{unmatched} 行不是这几张表的项目"));
    }
    if totals > 0 {
        said.push_str(&format!("；{totals} 个总计与粘贴的不同，请看问题"));
    }
    said + "。"
}

impl Inner {
    /// Puts figures into cells. What is no figure is refused and leaves its cell as it was; typed on,
    /// as it was before the first key: the beginning of `45.5` is another figure.
    pub fn edit_cells(
        &mut self,
        id: i64,
        edits: Vec<CellEdit>,
        going_on: bool,
    ) -> Result<Edited, Failure> {
        let mut report = self.report(id)?.stored.report.clone();
        let kinds = self.kinds(&report);
        let mut filling = Filling::default();
        let (label, place) = match edits.as_slice() {
            [only] if only.how != How::Pasted => ("填数", Some(only.cell.to_string())),
            many if many.iter().any(|edit| edit.how == How::Pasted) => ("粘贴", None),
            many if many.iter().all(|edit| edit.text.is_empty()) => ("清空", None),
            _ => ("填数", None),
        };
        if let Some(place) = &place
            && !going_on
        {
            self.writable(id)?;
            let begun = Step { label, place: Some(place.clone()), cells: Vec::new(), texts: None };
            self.histories.entry(id).or_default().push(begun, false);
        }
        for edit in edits {
            let Some(kind) = kinds.get(&edit.cell) else { continue };
            let held = report.cells.get(&edit.cell).cloned().unwrap_or_default();
            let deliberate = edit.how == How::Deliberate;
            if held.origin == Origin::Computed && !deliberate {
                // A paste over a whole table holds the totals, too; they are computed anyway.
                continue;
            }
            let Some(figure) = filling.figure(&edit, *kind) else { continue };
            let over = deliberate
                && figure != Figure::Blank
                && matches!(held.origin, Origin::Computed | Origin::Overridden);
            let origin = if over { Origin::Overridden } else { Origin::Typed };
            report.cells.insert(edit.cell, Cell { figure, note: None, origin });
        }
        if let Some(place) = &place
            && !filling.refused.is_empty()
            && let Some(entry) = self.histories.entry(id).or_default().of(place)
        {
            for (cell, before, _) in &entry.cells {
                report.cells.insert(cell.clone(), before.clone());
            }
        }
        let going_on = place.is_some();
        let edited = self.commit(id, report, Named { label, place, going_on })?;
        Ok(Edited { said: filling.told(), refused: filling.refused, ..edited })
    }

    /// Puts the figures of a table with labels into the cells they belong to; what is no figure leaves
    /// its cell as it was.
    pub fn paste_table(&mut self, id: i64, html: &str, text: &str) -> Result<Edited, Failure> {
        let mut report = self.report(id)?.stored.report.clone();
        let kinds = self.kinds(&report);
        let edition = self
            .edition(&report)
            .ok_or_else(|| Failure::refused("这份年报没有统一表格，没有地方可粘贴。"))?;
        let found = gongkai_read::pasted_table(html, text, &self.forms, edition)?;
        let mut refused = Vec::new();
        let mut totals = Vec::new();
        let (mut filled, mut unread) = (0, 0);
        for (cell, pasted) in found.cells {
            let held = report.cells.get(&cell).cloned().unwrap_or_default();
            if held.origin == Origin::Computed {
                totals.push((cell, pasted.figure));
                continue;
            }
            let why = match (pasted.figure, kinds.get(&cell)) {
                (Figure::Number(number), Some(kind)) => {
                    entry::figure(&number.to_string(), *kind).err().map(str::to_owned)
                }
                (Figure::Unread, _) => {
                    let doubt = found.doubts.iter().find(|doubt| doubt.cell == cell);
                    unread += usize::from(doubt.is_some());
                    doubt.map(|doubt| doubt.why.clone())
                }
                _ => None,
            };
            match why {
                Some(why) => refused.push(Refused { cell, why }),
                None => {
                    filled += 1;
                    report.cells.insert(cell, Cell { origin: Origin::Typed, ..pasted });
                }
            }
        }
        let mut edited = self.commit(id, report, Named::once("粘贴表格"))?;
        let report = &self.report(id)?.stored.report;
        let differ = totals.iter().filter(|(cell, total)| report.figure(cell) != *total).count();
        edited.said = Some(match (filled, found.doubts.first()) {
            (0, Some(doubt)) => doubt.why.clone(),
            (0, None) if !refused.is_empty() => filling::none_taken(refused.len()),
            (0, None) => "粘贴的内容里没有认出这几张表的项目，也不是数字，没有粘贴。".to_owned(),
            _ => {
                let odd = refused.len() - unread;
                told(filled, found.doubts.len(), odd, found.unmatched.len(), differ)
            }
        });
        Ok(Edited { refused, ..edited })
    }

    fn kinds(&self, report: &Report) -> BTreeMap<CellId, Kind> {
        let edition = self.edition(report);
        let figures = edition.map(|edition| edition.figures()).unwrap_or_default();
        figures.into_iter().map(|figure| (figure.id, figure.kind)).collect()
    }

    /// Puts words into their place.
    pub fn edit_text(
        &mut self,
        id: i64,
        edit: TextEdit,
        going_on: bool,
    ) -> Result<Edited, Failure> {
        let mut report = self.report(id)?.stored.report.clone();
        let place = match &edit {
            TextEdit::Before { chapter, .. } => format!("before {chapter}"),
            TextEdit::After { chapter, .. } => format!("after {chapter}"),
            TextEdit::Title { .. } => "title".to_owned(),
            TextEdit::Preface { .. } => "preface".to_owned(),
            TextEdit::Signature { .. } => "signature".to_owned(),
            TextEdit::Date { .. } => "date".to_owned(),
        };
        self.put(&mut report, edit)?;
        self.commit(id, report, Named { label: "改文字", place: Some(place), going_on })
    }

    /// Puts the words of an edit into a report.
    pub(super) fn put(&self, report: &mut Report, edit: TextEdit) -> Result<(), Failure> {
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
                let edition = report.edition.as_deref().and_then(|e| self.forms.edition(e));
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

    /// Takes the figures brought over from last year as this year's.
    pub fn confirm_taken_over(&mut self, id: i64) -> Result<Edited, Failure> {
        let mut report = self.report(id)?.stored.report.clone();
        for cell in report.cells.values_mut().filter(|cell| cell.origin == Origin::TakenOver) {
            cell.origin = Origin::Typed;
        }
        self.commit(id, report, Named::once("确认结转数"))
    }

    /// Does what the finding with this key offers.
    pub fn apply_fix(&mut self, id: i64, key: &str) -> Result<Edited, Failure> {
        let findings = self.findings(id)?;
        let fix = findings
            .into_iter()
            .find(|finding| finding.key == key)
            .and_then(|finding| finding.fix)
            .ok_or_else(|| Failure::refused("这个问题已经不在了，请看现在的问题列表。"))?;
        let mut report = self.report(id)?.stored.report.clone();
        fix.apply(&mut report).map_err(|Stale| {
            Failure::refused("这处文字已经改过，没有再改；请看现在的问题列表。")
        })?;
        self.commit(id, report, Named::once("一键改正"))
    }

    pub fn undo(&mut self, id: i64) -> Result<Edited, Failure> {
        self.writable(id)?;
        match self.histories.entry(id).or_default().undo() {
            Some(step) => {
                self.turn(id, &step, |(cell, before, _)| (cell, before), |texts| &texts.0)
            }
            None => self.answer(id, BTreeMap::new(), false),
        }
    }

    pub fn redo(&mut self, id: i64) -> Result<Edited, Failure> {
        self.writable(id)?;
        match self.histories.entry(id).or_default().redo() {
            Some(step) => self.turn(id, &step, |(cell, _, after)| (cell, after), |texts| &texts.1),
            None => self.answer(id, BTreeMap::new(), false),
        }
    }

    fn turn(
        &mut self,
        id: i64,
        step: &Step,
        cell: impl Fn(&(CellId, Cell, Cell)) -> (&CellId, &Cell),
        texts: impl Fn(&(Texts, Texts)) -> &Texts,
    ) -> Result<Edited, Failure> {
        let mut report = self.report(id)?.stored.report.clone();
        for (cell, held) in step.cells.iter().map(cell) {
            report.cells.insert(cell.clone(), held.clone());
        }
        if let Some(both) = &step.texts {
            texts(both).clone().write_into(&mut report);
        }
        let (changed, worded) = self.save(id, report)?;
        let cells = changed.into_iter().map(|(cell, _, after)| (cell, after)).collect();
        self.answer(id, cells, worded.is_some())
    }

    /// Why nothing may be changed, if so.
    pub fn writable(&mut self, id: i64) -> Result<(), Failure> {
        match self.report(id)?.stored.state {
            State::Final | State::Published => {
                Err(Failure::refused("这份年报已经定稿，不能改动；要改，请先点“退回草稿”。"))
            }
            State::Draft | State::Imported => Ok(()),
        }
    }

    /// Computes the totals, saves what differs and notes the step.
    pub(super) fn commit(
        &mut self,
        id: i64,
        report: Report,
        named: Named,
    ) -> Result<Edited, Failure> {
        self.writable(id)?;
        let mut report = match self.edition(&report) {
            Some(edition) => report.with_totals(edition),
            None => report,
        };
        for (chapter, held) in
            report.chapters.iter_mut().zip(&self.report(id)?.stored.report.chapters)
        {
            if chapter.quoted == held.quoted && chapter.paragraphs != held.paragraphs {
                chapter.follow(held);
            }
        }
        let report = report.with_quoted();
        let (cells, texts) = self.save(id, report)?;
        let changed = cells.iter().map(|(cell, _, after)| (cell.clone(), after.clone())).collect();
        let worded = texts.is_some();
        if !cells.is_empty() || worded {
            let step = Step { label: named.label, place: named.place, cells, texts };
            self.histories.entry(id).or_default().push(step, named.going_on);
        }
        self.answer(id, changed, worded)
    }

    /// Puts the report on the desk and notes the differences for the store.
    #[allow(clippy::type_complexity, reason = "cells and texts, each before and after")]
    fn save(
        &mut self,
        id: i64,
        report: Report,
    ) -> Result<(Vec<(CellId, Cell, Cell)>, Option<(Texts, Texts)>), Failure> {
        let held = self.report(id)?.stored.report.clone();
        let before = |cell: &CellId| held.cells.get(cell).cloned().unwrap_or_default();
        let cells: Vec<(CellId, Cell, Cell)> = report
            .cells
            .iter()
            .filter(|(cell, after)| before(cell) != **after)
            .map(|(cell, after)| (cell.clone(), before(cell), after.clone()))
            .collect();
        let (was, is) = (Texts::of(&held), Texts::of(&report));
        let texts = (was != is).then_some((was, is));
        self.note(
            id,
            Change {
                cells: cells.iter().map(|(id, _, after)| (id.clone(), after.clone())).collect(),
                texts: texts.as_ref().map(|(_, is)| is.clone()),
                counts: None,
            },
        );
        if let Some(open) = self.open.get_mut(&id) {
            open.stored.report = report;
        }
        Ok((cells, texts))
    }

    /// What the window is told after an edit.
    pub fn answer(
        &mut self,
        id: i64,
        cells: BTreeMap<CellId, Cell>,
        worded: bool,
    ) -> Result<Edited, Failure> {
        let news = self.news(id)?;
        let texts = if worded { Some(self.text_facts(id)?) } else { None };
        let steps = self.histories.entry(id).or_default().steps();
        let stored = &self.report(id)?.stored;
        Ok(Edited {
            cells,
            refused: Vec::new(),
            said: None,
            news,
            texts,
            steps,
            report: worded.then(|| stored.report.clone()),
            full_title: stored.report.full_title(),
            state: stored.state,
            publication: look::proposed(stored),
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::desk::{CellEdit, Desk, How, TextEdit};
    use gongkai_check::Stale;
    use gongkai_model::form::CellId;
    use gongkai_model::place::Place;
    use gongkai_model::report::Figure;

    /// Typed key by key: what the program holds afterwards.
    fn typed(desk: &Desk, id: i64, texts: &[&str]) -> (Figure, usize) {
        let cell: CellId = "requests/new/natural_person".into();
        let mut refused = 0;
        for (at, text) in texts.iter().enumerate() {
            let text = (*text).to_owned();
            let edit = CellEdit { cell: cell.clone(), text, how: How::Typed };
            let edited = desk.at_once(|desk| desk.edit_cells(id, vec![edit], at > 0)).unwrap();
            refused = edited.refused.len();
        }
        (desk.at_once(|desk| Ok(desk.report(id)?.stored.report.figure(&cell))).unwrap(), refused)
    }

    #[test]
    fn an_entry_that_is_no_figure_leaves_the_old_one_and_its_totals() {
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::open(folder.path());
        let id = desk.with(|desk| desk.sound()).unwrap();
        let total = || {
            let total = "requests/new/total".into();
            desk.at_once(|desk| Ok(desk.report(id)?.stored.report.figure(&total))).unwrap()
        };
        assert_eq!(typed(&desk, id, &["8"]), (8.into(), 0));
        let before = total();
        assert_eq!(typed(&desk, id, &["4", "45", "45.", "45.5"]), (8.into(), 1));
        assert_eq!(total(), before);
        assert_eq!(typed(&desk, id, &["-", "-3"]), (8.into(), 1));
        // Mended, it is taken; Esc takes back this entry and nothing before it.
        assert_eq!(typed(&desk, id, &["4", "4x", "4", "47"]), (47.into(), 0));
        desk.at_once(|desk| desk.undo(id)).unwrap();
        assert_eq!(total(), before);
        typed(&desk, id, &["-", "-3"]);
        desk.at_once(|desk| desk.undo(id)).unwrap();
        assert_eq!(total(), before);
        // The very figure that stands there is an entry, too.
        typed(&desk, id, &["8"]);
        desk.at_once(|desk| desk.undo(id)).unwrap();
        assert_eq!(total(), before);
    }

    #[test]
    fn a_fix_goes_to_its_own_place_and_not_into_changed_text() {
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::open(folder.path());
        let id = desk.with(|desk| desk.sound()).unwrap();
        let text = "促销费用由企业承担，举办促销费活动,又办促销费活动,共两次。";
        let edit = |text: &str| TextEdit::After { chapter: 5, text: text.to_owned() };
        desk.at_once(|desk| desk.edit_text(id, edit(text), false)).unwrap();
        let paragraph = |desk: &Desk| {
            let report = desk.at_once(|desk| Ok(desk.report(id)?.stored.report.clone())).unwrap();
            report.chapters[5].paragraphs[0].clone()
        };
        let found = |rule: &str| {
            let mut found = desk.at_once(|desk| desk.findings(id)).unwrap();
            found.retain(|finding| {
                finding.rule == rule && finding.place == Some(Place::chapter("other"))
            });
            found
        };
        let both = found("wrong_characters");
        assert_eq!(both.len(), 2);
        desk.at_once(|desk| desk.apply_fix(id, &both[1].key)).unwrap();
        assert_eq!(paragraph(&desk), text.replace("又办促销费", "又办促消费"));
        // Two places of one fix, each moved by none of the others.
        let marks = found("punctuation").remove(0);
        desk.at_once(|desk| desk.apply_fix(id, &marks.key)).unwrap();
        assert_eq!(paragraph(&desk).matches('，').count(), 3);
        assert!(!paragraph(&desk).contains(','));

        let fix = found("wrong_characters").remove(0).fix.unwrap();
        desk.at_once(|desk| desk.edit_text(id, edit("新的文字。"), false)).unwrap();
        let mut report = desk.at_once(|desk| Ok(desk.report(id)?.stored.report.clone())).unwrap();
        assert_eq!(fix.apply(&mut report), Err(Stale));
        assert_eq!(report.chapters[5].paragraphs, ["新的文字。"]);
    }
}
