//! What is done to the texts besides typing: quoting a figure, beginning with last year's text,
//! ticking an aspect, finding words and putting others in their place.

use super::Session;
use super::text_edit::{TextEdit, put};
use crate::failure::Failure;
use crate::report::{Edited, StepName};
use gongkai_model::form::CellId;
use gongkai_model::place::{Characters, Place, TextRange};
use gongkai_model::report::{Chapter, Report};
use gongkai_store::StoreError;
use serde::Serialize;
use std::cmp::Reverse;
use ts_rs::TS;

/// Stands where a figure is going to be quoted; no text has it.
const MARKER: char = '\u{fffc}';
/// Characters shown on either side of words that were found.
const AROUND: usize = 14;

/// Words that were found, with what stands around them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct FoundWords {
    /// Where they stand.
    pub at: TextRange,
    /// What stands before them.
    pub before: String,
    /// The words themselves.
    pub words: String,
    /// What stands behind them.
    pub behind: String,
}

/// The answer to words being replaced.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Replaced {
    /// The answer to the edit.
    pub edited: Edited,
    /// The words that were left, where they stand now, in the order they were named in.
    pub left: Vec<FoundWords>,
}

impl Session {
    /// Puts a figure of the tables where the marker (U+FFFC) stands in the text of an edit.
    ///
    /// # Errors
    /// When the report can't be opened or is final, or cell, chapter or marker are not there.
    pub fn quote_figure(&self, id: i64, edit: TextEdit, cell: CellId) -> Result<Edited, Failure> {
        self.edit(id, |editing| {
            let known = editing.edition().is_some_and(|edition| edition.figure(&cell).is_some());
            if !known {
                return Err(Failure::refused("这份年报的表格里没有这个数。"));
            }
            let at = match &edit {
                TextEdit::Before { chapter, .. } | TextEdit::After { chapter, .. } => *chapter,
                _ => return Err(Failure::refused("只能在章节的文字里引用表格的数。")),
            };
            let held = editing.report.clone();
            let mut report = editing.copy();
            put(&mut report, editing.forms, edit)?;
            let figure = report.figure(&cell);
            let chapter = report.chapters.get_mut(at).ok_or(StoreError::NotThere)?;
            chapter.follow(held.stored.report.chapters.get(at).ok_or(StoreError::NotThere)?);
            if !chapter.quote(MARKER, cell, figure) {
                return Err(Failure::refused("没有找到插入的位置，请把光标放到文字里再试一次。"));
            }
            editing.commit(report, StepName::once("引用数字"))
        })
    }

    /// Begins a chapter, or without one the preface, with last year's text; the figures it quotes are
    /// this year's.
    ///
    /// # Errors
    /// When the report can't be opened or is final, or last year has no such text.
    pub fn take_last_text(&self, id: i64, chapter: Option<usize>) -> Result<Edited, Failure> {
        self.edit(id, |editing| {
            let mut report = editing.copy();
            let last = editing.report.last.clone();
            let last = last.as_ref().map(|last| &last.report);
            let Some(chapter) = chapter else {
                let preface = last.map(|last| last.preface.clone()).unwrap_or_default();
                if preface.is_empty() {
                    return Err(Failure::refused("上年没有写引言。"));
                }
                report.preface = preface;
                return editing.commit(report, StepName::once("以上年文字为底稿"));
            };
            let edition = report.edition_in(editing.forms);
            let this = report.chapters.get_mut(chapter).ok_or(StoreError::NotThere)?;
            let last = last.zip(this.id.as_deref()).and_then(|(last, id)| last.chapter(id));
            let last = last.ok_or_else(|| Failure::refused("上年这一章没有文字。"))?;
            this.paragraphs = last.paragraphs.clone();
            this.table_at = last.table_at;
            this.quoted = last.quoted.clone();
            if let Some(edition) = edition {
                this.quoted.retain(|quoted| edition.figure(&quoted.cell).is_some());
            }
            editing.commit(report, StepName::once("以上年文字为底稿"))
        })
    }

    /// Ticks an aspect of 总体情况 as told of, or takes the tick away.
    ///
    /// # Errors
    /// When the report can't be opened, is final or has no such chapter.
    pub fn tick_aspect(&self, id: i64, aspect: String, on: bool) -> Result<Edited, Failure> {
        self.edit(id, |editing| {
            let mut report = editing.copy();
            let ticked = &mut overview(&mut report)?.ticked;
            ticked.retain(|held| *held != aspect);
            if on {
                ticked.push(aspect);
            }
            editing.commit(report, StepName::once("勾选写到的方面"))
        })
    }

    /// Every place where these words stand in preface and chapters; figures quoted from the tables
    /// are not looked at.
    ///
    /// # Errors
    /// When the report can't be opened.
    pub fn find_words(&self, id: i64, words: &str) -> Result<Vec<FoundWords>, Failure> {
        Ok(found(&self.snapshot(id)?.stored.report, words))
    }

    /// Puts other words in these places, all in one step, and says where the words in the places left
    /// stand then. A place where other words stand by now, or a quoted figure, is passed over.
    ///
    /// # Errors
    /// When the report can't be opened or is final.
    pub fn replace_words(
        &self,
        id: i64,
        places: &[TextRange],
        left: &[TextRange],
        words: &str,
        with: &str,
    ) -> Result<Replaced, Failure> {
        self.edit(id, |editing| {
            let mut report = editing.copy();
            let replaced = replace(&mut report, places, words, with);
            let by = with.chars().count() as isize - words.chars().count() as isize;
            let moved = left.iter().map(|one| {
                let before = replaced.iter().filter(|place| {
                    (&place.place, place.paragraph) == (&one.place, one.paragraph)
                        && place.characters < one.characters
                });
                let mut one = one.clone();
                let by = by.saturating_mul(before.count() as isize);
                one.characters.at = one.characters.at.saturating_add_signed(by);
                one
            });
            let left = moved.map(|at| around(&report, at)).collect();
            Ok(Replaced { edited: editing.commit(report, StepName::once("替换文字"))?, left })
        })
    }

    /// Adds paragraphs at the end of 总体情况.
    pub(crate) fn add_to_overview(
        &self,
        id: i64,
        paragraphs: Vec<String>,
    ) -> Result<Edited, Failure> {
        self.edit(id, |editing| {
            let mut report = editing.copy();
            overview(&mut report)?.paragraphs.extend(paragraphs);
            editing.commit(report, StepName::once("写入总体情况"))
        })
    }
}

fn overview(report: &mut Report) -> Result<&mut Chapter, Failure> {
    let overview = report.chapters.iter_mut().find(|c| c.id.as_deref() == Some("overview"));
    Ok(overview.ok_or(StoreError::NotThere)?)
}

/// Gives the places where other words stand now.
fn replace<'a>(
    report: &mut Report,
    places: &'a [TextRange],
    words: &str,
    with: &str,
) -> Vec<&'a TextRange> {
    let known = found(report, words);
    let mut places: Vec<&TextRange> =
        places.iter().filter(|place| known.iter().any(|one| one.at == **place)).collect();
    // From the last one on: the places before it stay where they are.
    places.sort_by_key(|place| Reverse(place.characters));
    places.retain(|place| {
        let text = report.text_mut(&place.place, place.paragraph);
        let bytes = text.and_then(|text| Some((place.characters.bytes(text)?, text)));
        bytes.map(|(bytes, text)| text.replace_range(bytes, with)).is_some()
    });
    places
}

/// Every place of preface and chapters where these words stand and no quoted figure.
fn found(report: &Report, words: &str) -> Vec<FoundWords> {
    if words.trim().is_empty() {
        return Vec::new();
    }
    let chapters = report.chapters.iter().enumerate().map(|(index, chapter)| {
        let place = report.place_of_chapter(index);
        (place, &chapter.paragraphs, chapter.quoted.as_slice())
    });
    let texts = std::iter::once((Place::Preface, &report.preface, [].as_slice())).chain(chapters);
    let mut out = Vec::new();
    for (place, paragraphs, quoted) in texts {
        for (paragraph, text) in paragraphs.iter().enumerate() {
            for (at, _) in text.match_indices(words) {
                let characters = Characters::of_bytes(text, at..at + words.len());
                let is_quoted = quoted.iter().any(|quoted| {
                    quoted.paragraph == paragraph && quoted.characters.overlap(characters)
                });
                if !is_quoted {
                    let place = place.clone();
                    let at = TextRange { place, paragraph: Some(paragraph), characters };
                    out.push(around(report, at));
                }
            }
        }
    }
    out
}

/// The words of a place with what stands around them.
fn around(report: &Report, at: TextRange) -> FoundWords {
    let text = report.text(&at.place, at.paragraph).unwrap_or_default();
    let Characters { at: start, length } = at.characters;
    let piece = |from: usize, count: usize| text.chars().skip(from).take(count).collect();
    let from = start.saturating_sub(AROUND);
    FoundWords {
        before: piece(from, start - from),
        words: piece(start, length),
        behind: piece(start + length, AROUND),
        at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{CellEdit, How};
    use gongkai_model::organ::OrganKind;
    use gongkai_model::report::Scope;

    const NEW: &str = "requests/new/natural_person";

    /// A session with an empty report of 2026.
    fn empty_report() -> (tempfile::TempDir, Session, i64) {
        let folder = tempfile::tempdir().unwrap();
        let session = Session::open(folder.path());
        let organ = session.add_organ("青铜镇人民政府", OrganKind::Township, false).unwrap();
        let id = session.new_report(organ, 2026, Scope::Own, true).unwrap();
        (folder, session, id)
    }

    fn after(chapter: usize, text: &str) -> TextEdit {
        TextEdit::After { chapter, text: text.to_owned() }
    }

    fn type_figure(session: &Session, text: &str) {
        let edit = CellEdit { cell: NEW.into(), text: text.to_owned(), how: How::Typed };
        let id = 1;
        session.edit_cells(id, vec![edit], false).unwrap();
    }

    fn text(session: &Session, id: i64) -> Vec<String> {
        session.snapshot(id).unwrap().stored.report.chapters[0].paragraphs.clone()
    }

    #[test]
    fn a_quoted_figure_follows_its_cell_and_goes_back_with_it() {
        let (_folder, session, id) = empty_report();
        session.quote_figure(id, after(0, "收到申请\u{fffc}件。"), NEW.into()).unwrap();
        assert_eq!(text(&session, id), ["收到申请【待填】件。"]);
        type_figure(&session, "12");
        assert_eq!(text(&session, id), ["收到申请12件。"]);
        // What is typed around it leaves it a quotation; the store keeps it.
        session.edit_text(id, after(0, "今年收到申请12件。"), false).unwrap();
        session.close_all();
        type_figure(&session, "7");
        assert_eq!(text(&session, id), ["今年收到申请7件。"]);
        session.undo(id).unwrap();
        assert_eq!(text(&session, id), ["今年收到申请12件。"]);
        assert_eq!(session.snapshot(id).unwrap().stored.report.figure(&NEW.into()), 12.into());
        session.undo(id).unwrap();
        session.undo(id).unwrap();
        session.undo(id).unwrap();
        assert!(text(&session, id).is_empty());
    }

    #[test]
    fn a_place_or_figure_that_is_not_there_is_refused() {
        let (_folder, session, id) = empty_report();
        assert!(session.quote_figure(id, after(0, "没有位置"), NEW.into()).is_err());
        assert!(session.quote_figure(id, after(0, "\u{fffc}"), "no/such/cell".into()).is_err());
        let title = TextEdit::Title { text: "\u{fffc}".to_owned() };
        assert!(session.quote_figure(id, title, NEW.into()).is_err());
        assert!(text(&session, id).is_empty());
    }

    #[test]
    fn words_are_replaced_where_confirmed_and_come_back_with_one_step() {
        let (_folder, session, id) = empty_report();
        session.edit_text(id, after(0, "2025年收到12件，比2025年少。\n2025年底。"), false).unwrap();
        let found = session.find_words(id, "2025").unwrap();
        assert_eq!(found.len(), 3);
        assert_eq!(
            (found[1].before.as_str(), found[1].behind.as_str()),
            ("2025年收到12件，比", "年少。")
        );
        let (places, left) =
            ([&found[0], &found[2]].map(|one| one.at.clone()), [found[1].at.clone()]);
        let replaced = session.replace_words(id, &places, &left, "2025", "二〇二六").unwrap();
        assert_eq!(text(&session, id), ["二〇二六年收到12件，比2025年少。", "二〇二六年底。"]);
        session.undo(id).unwrap();
        assert_eq!(replaced.left[0].before, "二〇二六年收到12件，比");
        let replaced = session.replace_words(id, &places, &left, "2025", "2026年度的").unwrap();
        session.undo(id).unwrap();
        let longer = &replaced.left[0];
        assert_eq!((longer.at.characters.at, longer.words.as_str()), (15, "2025"));
        assert_eq!(longer.before, "026年度的年收到12件，比");
        session.replace_words(id, &places, &left, "2025", "2026").unwrap();
        assert_eq!(text(&session, id), ["2026年收到12件，比2025年少。", "2026年底。"]);
        session.undo(id).unwrap();
        assert_eq!(text(&session, id), ["2025年收到12件，比2025年少。", "2025年底。"]);
        assert!(session.find_words(id, " ").unwrap().is_empty());
    }

    #[test]
    fn a_quoted_figure_is_not_replaced_and_follows_the_words_around_it() {
        let (_folder, session, id) = empty_report();
        type_figure(&session, "12");
        session.quote_figure(id, after(0, "收到\u{fffc}件，办结12件。"), NEW.into()).unwrap();
        let found = session.find_words(id, "12").unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].behind, "件。");
        session.replace_words(id, &[found[0].at.clone()], &[], "12", "11").unwrap();
        type_figure(&session, "30");
        assert_eq!(text(&session, id), ["收到30件，办结11件。"]);
    }

    #[test]
    fn last_year_s_text_quotes_this_year_s_figures() {
        let (_folder, session, id) = empty_report();
        type_figure(&session, "12");
        session.quote_figure(id, after(0, "收到\u{fffc}件。"), NEW.into()).unwrap();
        let organ = session.snapshot(id).unwrap().organ.id;
        let next = session.new_report(organ, 2027, Scope::Own, true).unwrap();
        session.take_last_text(next, Some(0)).unwrap();
        assert_eq!(text(&session, next), ["收到【待填】件。"]);
        session.undo(next).unwrap();
        assert!(text(&session, next).is_empty());
        assert!(session.take_last_text(next, Some(1)).is_ok());
        assert!(session.take_last_text(id, Some(0)).is_err());
    }

    #[test]
    fn an_aspect_is_ticked_by_hand() {
        let (_folder, session, id) = empty_report();
        let edited = session.tick_aspect(id, "监督保障".to_owned(), true).unwrap();
        let aspects = &edited.texts.unwrap()[0].aspects;
        let of = |name: &str| aspects.iter().find(|aspect| aspect.name == name).unwrap();
        assert!(of("监督保障").ticked && !of("主动公开").ticked);
        let edited = session.tick_aspect(id, "监督保障".to_owned(), false).unwrap();
        assert!(edited.texts.unwrap()[0].aspects.iter().all(|aspect| !aspect.ticked));
    }

    #[test]
    fn the_preface_begins_with_last_year_s() {
        let folder = tempfile::tempdir().unwrap();
        let session = Session::open(folder.path());
        let id = session.sound_example().unwrap();
        session.edit_text(id, TextEdit::Preface { text: String::new() }, false).unwrap();
        session.take_last_text(id, None).unwrap();
        let open = session.snapshot(id).unwrap();
        let last = open.last.as_ref().unwrap().report.preface.clone();
        assert!(!last.is_empty());
        assert_eq!(open.stored.report.preface, last);
        session.undo(id).unwrap();
        assert!(session.snapshot(id).unwrap().stored.report.preface.is_empty());
    }
}
