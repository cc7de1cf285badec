//! What is done to the texts besides typing: quoting a figure, beginning with last year's text,
//! ticking an aspect, finding words and putting others in their place.

use super::Inner;
use super::edit::{Edited, Named, TextEdit};
use crate::failure::Failure;
use gongkai_model::form::CellId;
use gongkai_model::place::{Characters, Place, TextRange};
use gongkai_model::report::Report;
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
    pub at: TextRange,
    pub before: String,
    pub words: String,
    pub behind: String,
}

/// The answer to words being replaced.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Replaced {
    pub edited: Edited,
    /// The words that were left, where they stand now, in the order they were named in.
    pub left: Vec<FoundWords>,
}

impl Inner {
    /// Puts a figure of the tables where the marker stands in the text of an edit.
    pub fn quote_figure(
        &mut self,
        id: i64,
        edit: TextEdit,
        cell: CellId,
    ) -> Result<Edited, Failure> {
        let held = self.report(id)?.stored.report.clone();
        let known = self.edition(&held).is_some_and(|edition| edition.figure(&cell).is_some());
        if !known {
            return Err(Failure::refused("这份年报的表格里没有这个数。"));
        }
        let place = match &edit {
            TextEdit::Before { chapter, .. } | TextEdit::After { chapter, .. } => *chapter,
            _ => return Err(Failure::refused("只能在章节的文字里引用表格的数。")),
        };
        let mut report = held.clone();
        self.put(&mut report, edit)?;
        let figure = report.figure(&cell);
        let chapter = report.chapters.get_mut(place).ok_or(StoreError::NotThere)?;
        chapter.follow(held.chapters.get(place).ok_or(StoreError::NotThere)?);
        if !chapter.quote(MARKER, cell, figure) {
            return Err(Failure::refused("没有找到插入的位置，请把光标放到文字里再试一次。"));
        }
        self.commit(id, report, Named::once("引用数字"))
    }

    /// Begins a chapter, or without one the preface, with last year's text; the figures it quotes are
    /// this year's.
    pub fn take_last_text(&mut self, id: i64, chapter: Option<usize>) -> Result<Edited, Failure> {
        let mut report = self.report(id)?.stored.report.clone();
        let last = self.report(id)?.last.as_ref().map(|last| last.report.clone());
        let Some(chapter) = chapter else {
            let preface = last.map(|last| last.preface).unwrap_or_default();
            if preface.is_empty() {
                return Err(Failure::refused("上年没有写引言。"));
            }
            report.preface = preface;
            return self.commit(id, report, Named::once("以上年文字为底稿"));
        };
        let this = report.chapters.get_mut(chapter).ok_or(StoreError::NotThere)?;
        let last = last.as_ref().zip(this.id.as_deref()).and_then(|(last, id)| last.chapter(id));
        let last = last.ok_or_else(|| Failure::refused("上年这一章没有文字。"))?;
        this.paragraphs = last.paragraphs.clone();
        this.table_at = last.table_at;
        this.quoted = last.quoted.clone();
        if let Some(edition) = self.edition(&report) {
            let edition = edition.clone();
            if let Some(this) = report.chapters.get_mut(chapter) {
                this.quoted.retain(|quoted| edition.figure(&quoted.cell).is_some());
            }
        }
        self.commit(id, report, Named::once("以上年文字为底稿"))
    }

    /// Ticks an aspect of 总体情况 as told of, or takes the tick away.
    pub fn tick_aspect(&mut self, id: i64, aspect: String, on: bool) -> Result<Edited, Failure> {
        let mut report = self.report(id)?.stored.report.clone();
        let overview = report.chapters.iter_mut().find(|c| c.id.as_deref() == Some("overview"));
        let ticked = &mut overview.ok_or(StoreError::NotThere)?.ticked;
        ticked.retain(|held| *held != aspect);
        if on {
            ticked.push(aspect);
        }
        self.commit(id, report, Named::once("勾选写到的方面"))
    }

    /// Every place where these words stand in preface and chapters; figures quoted from the tables
    /// are not looked at.
    pub fn find_words(&mut self, id: i64, words: &str) -> Result<Vec<FoundWords>, Failure> {
        Ok(found(&self.report(id)?.stored.report, words))
    }

    /// Puts other words in these places, all in one step, and says where the words in the places left
    /// stand then. A place where other words stand by now, or a quoted figure, is passed over.
    pub fn replace_words(
        &mut self,
        id: i64,
        places: &[TextRange],
        left: &[TextRange],
        words: &str,
        with: &str,
    ) -> Result<Replaced, Failure> {
        let mut report = self.report(id)?.stored.report.clone();
        let known = found(&report, words);
        let mut places: Vec<&TextRange> =
            places.iter().filter(|place| known.iter().any(|one| one.at == **place)).collect();
        // From the last one on: the places before it stay where they are.
        places.sort_by_key(|place| Reverse(place.characters));
        let mut replaced: Vec<&TextRange> = Vec::new();
        for place in places {
            let Some(text) = report.text_mut(&place.place, place.paragraph) else { continue };
            let Some(bytes) = place.characters.bytes(text) else { continue };
            text.replace_range(bytes, with);
            replaced.push(place);
        }
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
        Ok(Replaced { edited: self.commit(id, report, Named::once("替换文字"))?, left })
    }

    /// Adds paragraphs at the end of 总体情况.
    pub fn add_to_overview(&mut self, id: i64, paragraphs: Vec<String>) -> Result<Edited, Failure> {
        let mut report = self.report(id)?.stored.report.clone();
        let overview = report.chapters.iter_mut().find(|c| c.id.as_deref() == Some("overview"));
        overview.ok_or(StoreError::NotThere)?.paragraphs.extend(paragraphs);
        self.commit(id, report, Named::once("写入总体情况"))
    }
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
    use crate::desk::{CellEdit, How};
    use gongkai_model::organ::OrganKind;
    use gongkai_model::report::Scope;

    const NEW: &str = "requests/new/natural_person";

    /// A desk with an empty report of 2026 on it.
    fn desk() -> (tempfile::TempDir, Inner, i64) {
        let folder = tempfile::tempdir().unwrap();
        let mut desk = Inner::open(folder.path()).unwrap();
        let organ = desk.organ_named("青铜镇人民政府", OrganKind::Township).unwrap();
        let id = desk.new_report(organ, 2026, Scope::Own, true).unwrap();
        (folder, desk, id)
    }

    fn after(chapter: usize, text: &str) -> TextEdit {
        TextEdit::After { chapter, text: text.to_owned() }
    }

    fn type_figure(desk: &mut Inner, text: &str) {
        let edit = CellEdit { cell: NEW.into(), text: text.to_owned(), how: How::Typed };
        let id = 1;
        desk.edit_cells(id, vec![edit], false).unwrap();
    }

    fn text(desk: &mut Inner, id: i64) -> Vec<String> {
        desk.report(id).unwrap().stored.report.chapters[0].paragraphs.clone()
    }

    #[test]
    fn a_quoted_figure_follows_its_cell_and_goes_back_with_it() {
        let (_folder, mut desk, id) = desk();
        desk.quote_figure(id, after(0, "收到申请\u{fffc}件。"), NEW.into()).unwrap();
        assert_eq!(text(&mut desk, id), ["收到申请【待填】件。"]);
        type_figure(&mut desk, "12");
        assert_eq!(text(&mut desk, id), ["收到申请12件。"]);
        // What is typed around it leaves it a quotation; the store keeps it.
        desk.edit_text(id, after(0, "今年收到申请12件。"), false).unwrap();
        desk.clear();
        type_figure(&mut desk, "7");
        assert_eq!(text(&mut desk, id), ["今年收到申请7件。"]);
        desk.undo(id).unwrap();
        assert_eq!(text(&mut desk, id), ["今年收到申请12件。"]);
        assert_eq!(desk.report(id).unwrap().stored.report.figure(&NEW.into()), 12.into());
        desk.undo(id).unwrap();
        desk.undo(id).unwrap();
        desk.undo(id).unwrap();
        assert!(text(&mut desk, id).is_empty());
    }

    #[test]
    fn a_place_or_figure_that_is_not_there_is_refused() {
        let (_folder, mut desk, id) = desk();
        assert!(desk.quote_figure(id, after(0, "没有位置"), NEW.into()).is_err());
        assert!(desk.quote_figure(id, after(0, "\u{fffc}"), "no/such/cell".into()).is_err());
        let title = TextEdit::Title { text: "\u{fffc}".to_owned() };
        assert!(desk.quote_figure(id, title, NEW.into()).is_err());
        assert!(text(&mut desk, id).is_empty());
    }

    #[test]
    fn words_are_replaced_where_confirmed_and_come_back_with_one_step() {
        let (_folder, mut desk, id) = desk();
        desk.edit_text(id, after(0, "2025年收到12件，比2025年少。\n2025年底。"), false).unwrap();
        let found = desk.find_words(id, "2025").unwrap();
        assert_eq!(found.len(), 3);
        assert_eq!(
            (found[1].before.as_str(), found[1].behind.as_str()),
            ("2025年收到12件，比", "年少。")
        );
        let (places, left) =
            ([&found[0], &found[2]].map(|one| one.at.clone()), [found[1].at.clone()]);
        let replaced = desk.replace_words(id, &places, &left, "2025", "二〇二六").unwrap();
        assert_eq!(text(&mut desk, id), ["二〇二六年收到12件，比2025年少。", "二〇二六年底。"]);
        desk.undo(id).unwrap();
        let moved = |with: &str, desk: &mut Inner| {
            let replaced = desk.replace_words(id, &places, &left, "2025", with).unwrap();
            desk.undo(id).unwrap();
            replaced.left[0].clone()
        };
        assert_eq!(replaced.left[0].before, "二〇二六年收到12件，比");
        let longer = moved("2026年度的", &mut desk);
        assert_eq!((longer.at.characters.at, longer.words.as_str()), (15, "2025"));
        assert_eq!(longer.before, "026年度的年收到12件，比");
        desk.replace_words(id, &places, &left, "2025", "2026").unwrap();
        assert_eq!(text(&mut desk, id), ["2026年收到12件，比2025年少。", "2026年底。"]);
        desk.undo(id).unwrap();
        assert_eq!(text(&mut desk, id), ["2025年收到12件，比2025年少。", "2025年底。"]);
        assert!(desk.find_words(id, " ").unwrap().is_empty());
    }

    #[test]
    fn a_quoted_figure_is_not_replaced_and_follows_the_words_around_it() {
        let (_folder, mut desk, id) = desk();
        type_figure(&mut desk, "12");
        desk.quote_figure(id, after(0, "收到\u{fffc}件，办结12件。"), NEW.into()).unwrap();
        let found = desk.find_words(id, "12").unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].behind, "件。");
        desk.replace_words(id, &[found[0].at.clone()], &[], "12", "11").unwrap();
        type_figure(&mut desk, "30");
        assert_eq!(text(&mut desk, id), ["收到30件，办结11件。"]);
    }

    #[test]
    fn last_year_s_text_quotes_this_year_s_figures() {
        let (_folder, mut desk, id) = desk();
        type_figure(&mut desk, "12");
        desk.quote_figure(id, after(0, "收到\u{fffc}件。"), NEW.into()).unwrap();
        let organ = desk.report(id).unwrap().organ.id;
        let next = desk.new_report(organ, 2027, Scope::Own, true).unwrap();
        desk.take_last_text(next, Some(0)).unwrap();
        assert_eq!(text(&mut desk, next), ["收到【待填】件。"]);
        desk.undo(next).unwrap();
        assert!(text(&mut desk, next).is_empty());
        assert!(desk.take_last_text(next, Some(1)).is_ok());
        assert!(desk.take_last_text(id, Some(0)).is_err());
    }

    #[test]
    fn an_aspect_is_ticked_by_hand() {
        let (_folder, mut desk, id) = desk();
        let edited = desk.tick_aspect(id, "监督保障".to_owned(), true).unwrap();
        let aspects = &edited.texts.unwrap()[0].aspects;
        let of = |name: &str| aspects.iter().find(|aspect| aspect.name == name).unwrap();
        assert!(of("监督保障").ticked && !of("主动公开").ticked);
        let edited = desk.tick_aspect(id, "监督保障".to_owned(), false).unwrap();
        assert!(edited.texts.unwrap()[0].aspects.iter().all(|aspect| !aspect.ticked));
    }

    #[test]
    fn the_preface_begins_with_last_year_s() {
        let folder = tempfile::tempdir().unwrap();
        let mut desk = Inner::open(folder.path()).unwrap();
        let id = desk.sound().unwrap();
        desk.edit_text(id, TextEdit::Preface { text: String::new() }, false).unwrap();
        desk.take_last_text(id, None).unwrap();
        let open = desk.report(id).unwrap();
        let last = open.last.as_ref().unwrap().report.preface.clone();
        assert!(!last.is_empty());
        assert_eq!(open.stored.report.preface, last);
        desk.undo(id).unwrap();
        assert!(desk.report(id).unwrap().stored.report.preface.is_empty());
    }
}
