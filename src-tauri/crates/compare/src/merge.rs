//! Three states of one report: the one two people began with, what came back from the other, and what it
//! is now. What differs is told place by place, with who changed it; what is taken over is put into the
//! report as it is now.
//!
//! **Deliberately absent**: taking over anything by itself. What the other copy does not give (未读到, a
//! chapter that is gone) is no difference.

use crate::text::{Segment, pieces};
use gongkai_model::form::CellId;
use gongkai_model::place::Place;
use gongkai_model::report::{Cell, Chapter, Figure, Report};
use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::{BTreeMap, BTreeSet};
use std::hash::Hasher;
use std::ops::Range;
use ts_rs::TS;

/// Who changed a place since both began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ChangedBy {
    /// The other copy alone.
    Theirs,
    /// Both, and not to the same.
    Both,
    /// The report as it is now alone.
    Ours,
}

impl ChangedBy {
    /// None where both are the same.
    fn of<T: PartialEq>(base: &T, theirs: &T, ours: &T) -> Option<ChangedBy> {
        match (theirs == ours, theirs == base, ours == base) {
            (true, ..) => None,
            (false, true, _) => Some(ChangedBy::Ours),
            (false, false, true) => Some(ChangedBy::Theirs),
            (false, false, false) => Some(ChangedBy::Both),
        }
    }
}

/// A figure that differs.
#[derive(Clone, Debug, PartialEq)]
pub struct CellMerge {
    /// Its id.
    pub cell: CellId,
    /// Who changed it.
    pub by: ChangedBy,
    /// What both began with.
    pub base: Cell,
    /// What the other copy says.
    pub theirs: Cell,
    /// What it is now.
    pub ours: Cell,
}

/// Which words of a place differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MergePart {
    /// Title, signature, date, or the heading of a chapter.
    Whole,
    /// Paragraphs: where they stand now, and where in the other copy.
    Paragraphs {
        /// In the report as it is now.
        ours: Range<usize>,
        /// In the other copy.
        theirs: Range<usize>,
    },
    /// A chapter the other copy alone has.
    NewChapter,
}

/// Words that differ.
#[derive(Clone, Debug, PartialEq)]
pub struct TextMerge {
    /// Where: in the report as it is now, in the other copy where only that has it.
    pub place: Place,
    /// Which words there.
    pub part: MergePart,
    /// Who changed them.
    pub by: ChangedBy,
    /// What both began with, a paragraph each.
    pub base: Vec<String>,
    /// What the other copy says.
    pub theirs: Vec<String>,
    /// What it says now.
    pub ours: Vec<String>,
}

impl TextMerge {
    /// What both began with becoming what the other copy says.
    pub fn their_pieces(&self) -> Vec<Segment> {
        pieces(&self.base, &self.theirs)
    }

    /// What both began with becoming what it says now.
    pub fn our_pieces(&self) -> Vec<Segment> {
        pieces(&self.base, &self.ours)
    }

    /// The difference by a name that stays as long as the other copy stays: what is done about it is
    /// noted under it.
    pub fn key(&self) -> String {
        let mut sum = fnv::FnvHasher::default();
        for text in self.base.iter().chain([&String::new()]).chain(&self.theirs) {
            sum.write(text.as_bytes());
            sum.write_u8(0);
        }
        let part = match self.part {
            MergePart::Whole => "whole",
            MergePart::Paragraphs { .. } => "text",
            MergePart::NewChapter => "chapter",
        };
        format!("{part} {} {:016x}", self.place, sum.finish())
    }
}

/// What differs between three states of a report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Merge {
    /// Figures, in the order of their ids.
    pub cells: Vec<CellMerge>,
    /// Words, from the title to the date.
    pub texts: Vec<TextMerge>,
    /// Figures the other copy does not give.
    pub unread: usize,
    /// Headings of chapters the other copy does not have.
    pub lost: Vec<String>,
}

/// Puts the three beside each other. `base` is what both began with; where nobody knows, `ours` itself.
pub fn merge(base: &Report, theirs: &Report, ours: &Report) -> Merge {
    let mut out = Merge::default();
    cells(base, theirs, ours, &mut out);
    let title = |report: &Report| vec![report.full_title().trim().to_owned()];
    whole(Place::Title, [title(base), title(theirs), title(ours)], &mut out);
    let [before, other, now] = [&base.preface, &theirs.preface, &ours.preface];
    paragraphs(&Place::Preface, before, other, now, &mut out);
    chapters(base, theirs, ours, &mut out);
    let line = |text: &Option<String>| {
        let text = text.as_deref().map(str::trim).filter(|text| !text.is_empty());
        text.map(str::to_owned).into_iter().collect::<Vec<String>>()
    };
    for (place, of) in [
        (Place::Signature, (|report| &report.signature) as fn(&Report) -> &Option<String>),
        (Place::Date, |report| &report.date),
    ] {
        whole(place, [base, theirs, ours].map(|report| line(of(report))), &mut out);
    }
    out
}

fn cells(base: &Report, theirs: &Report, ours: &Report, out: &mut Merge) {
    if theirs.edition != ours.edition {
        out.unread = ours.cells.len();
        return;
    }
    let ids: BTreeSet<&CellId> = theirs.cells.keys().chain(ours.cells.keys()).collect();
    let said = |cell: &Cell| match cell.figure {
        // On paper both are an empty cell.
        Figure::Blank | Figure::Unread if cell.note.is_none() => (Figure::Blank, None),
        figure => (figure, cell.note.clone()),
    };
    for id in ids {
        let of = |report: &Report| report.cells.get(id).cloned().unwrap_or_default();
        let [base, theirs, ours] = [base, theirs, ours].map(of);
        if theirs.figure == Figure::Unread {
            out.unread += usize::from(ours.figure != Figure::Unread);
            continue;
        }
        if let Some(by) = ChangedBy::of(&said(&base), &said(&theirs), &said(&ours)) {
            out.cells.push(CellMerge { cell: id.clone(), by, base, theirs, ours });
        }
    }
}

fn whole(place: Place, [base, theirs, ours]: [Vec<String>; 3], out: &mut Merge) {
    if let Some(by) = ChangedBy::of(&base, &theirs, &ours) {
        out.texts.push(TextMerge { place, part: MergePart::Whole, by, base, theirs, ours });
    }
}

/// The chapter of another copy that is this one.
fn same_chapter(report: &Report, chapter: &Chapter, taken: &[usize]) -> Option<usize> {
    let same = |other: &Chapter| match (&chapter.id, &other.id) {
        (Some(id), Some(other)) => id == other,
        (None, None) => chapter.heading.trim() == other.heading.trim(),
        _ => false,
    };
    let mut free = report.chapters.iter().enumerate().filter(|(at, _)| !taken.contains(at));
    free.find(|(_, other)| same(other)).map(|(at, _)| at)
}

fn chapters(base: &Report, theirs: &Report, ours: &Report, out: &mut Merge) {
    let empty = Chapter::default();
    let (mut of_base, mut of_theirs) = (Vec::new(), Vec::new());
    for (index, chapter) in ours.chapters.iter().enumerate() {
        let place = ours.place_of_chapter(index);
        let before = same_chapter(base, chapter, &of_base);
        of_base.extend(before);
        let before = before.and_then(|at| base.chapters.get(at)).unwrap_or(&empty);
        let Some(at) = same_chapter(theirs, chapter, &of_theirs) else {
            out.lost.push(format!("{}{}", numbered(chapter), chapter.heading));
            continue;
        };
        of_theirs.push(at);
        let Some(other) = theirs.chapters.get(at) else { continue };
        let headings = [before, other, chapter].map(|one| vec![one.heading.trim().to_owned()]);
        whole(place.clone(), headings, out);
        let [before, other, now] = [before, other, chapter].map(|one| &one.paragraphs);
        paragraphs(&place, before, other, now, out);
    }
    for (index, chapter) in theirs.chapters.iter().enumerate() {
        if of_theirs.contains(&index) || same_chapter(base, chapter, &of_base).is_some() {
            continue;
        }
        let heading = format!("{}{}", numbered(chapter), chapter.heading);
        out.texts.push(TextMerge {
            place: theirs.place_of_chapter(index),
            part: MergePart::NewChapter,
            by: ChangedBy::Theirs,
            base: Vec::new(),
            theirs: [heading].into_iter().chain(chapter.paragraphs.iter().cloned()).collect(),
            ours: Vec::new(),
        });
    }
}

fn numbered(chapter: &Chapter) -> String {
    match chapter.number.trim() {
        "" => String::new(),
        number => format!("{number}、"),
    }
}

/// Paragraphs that say something, with their indices.
fn saying(paragraphs: &[String]) -> (Vec<usize>, Vec<&str>) {
    let texts = paragraphs.iter().map(|text| text.trim()).enumerate();
    texts.filter(|(_, text)| !text.is_empty()).unzip()
}

fn paragraphs(place: &Place, base: &[String], theirs: &[String], ours: &[String], out: &mut Merge) {
    let [(_, before), (at_theirs, other), (at_ours, now)] = [base, theirs, ours].map(saying);
    for [in_base, in_theirs, in_ours] in unstable(&before, &other, &now) {
        let [base, other, now] = [
            before.get(in_base).unwrap_or_default(),
            other.get(in_theirs.clone()).unwrap_or_default(),
            now.get(in_ours.clone()).unwrap_or_default(),
        ];
        if let Some(by) = ChangedBy::of(&base, &other, &now) {
            let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
            out.texts.push(TextMerge {
                place: place.clone(),
                part: MergePart::Paragraphs {
                    ours: held(&at_ours, in_ours, ours.len()),
                    theirs: held(&at_theirs, in_theirs, theirs.len()),
                },
                by,
                base: owned(base),
                theirs: owned(other),
                ours: owned(now),
            });
        }
    }
}

/// The paragraphs themselves, of those that say something.
fn held(indices: &[usize], range: Range<usize>, length: usize) -> Range<usize> {
    let from = indices.get(range.start).copied().unwrap_or(length);
    match range.is_empty() {
        true => from..from,
        false => from..indices.get(range.end - 1).map_or(length, |last| last + 1),
    }
}

/// Where the three are not all the same: ranges of base, theirs, ours. Where as many paragraphs stand on
/// all sides, each is a range of its own.
fn unstable(base: &[&str], theirs: &[&str], ours: &[&str]) -> Vec<[Range<usize>; 3]> {
    let (to_theirs, to_ours) = (matches(base, theirs), matches(base, ours));
    let mut out = Vec::new();
    let mut from = [0, 0, 0];
    let common = (0..base.len())
        .filter_map(|at| Some([at, *to_theirs.get(&at)?, *to_ours.get(&at)?]))
        .chain([[base.len(), theirs.len(), ours.len()]]);
    for to in common {
        let ranges = [0, 1, 2].map(|side: usize| match (from.get(side), to.get(side)) {
            (Some(&from), Some(&to)) => from..to,
            _ => 0..0,
        });
        let [a, b, c] = &ranges;
        match a.len() == b.len() && b.len() == c.len() {
            true => out.extend(
                (0..a.len())
                    .map(|at| [a, b, c].map(|range| range.start + at..range.start + at + 1)),
            ),
            false => out.push(ranges),
        }
        from = to.map(|at| at + 1);
    }
    out
}

/// The paragraphs of the first that stand in the second, too.
fn matches(first: &[&str], second: &[&str]) -> BTreeMap<usize, usize> {
    let mut out = BTreeMap::new();
    for op in capture_diff_slices(Algorithm::Myers, first, second) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            out.extend((0..len).map(|at| (old_index + at, new_index + at)));
        }
    }
    out
}

/// Takes these words of the other copy over.
pub fn take_texts(ours: &mut Report, theirs: &Report, taken: &[&TextMerge]) {
    let mut taken = taken.to_vec();
    // From the last on, so that the paragraphs before keep their places.
    taken.sort_by_key(|one| match &one.part {
        MergePart::Paragraphs { ours, .. } => std::cmp::Reverse(ours.start),
        _ => std::cmp::Reverse(0),
    });
    for one in taken {
        match &one.part {
            MergePart::Whole => take_whole(ours, theirs, one),
            MergePart::NewChapter => take_chapter(ours, theirs, &one.place),
            MergePart::Paragraphs { ours: range, theirs: from } => {
                take_paragraphs(ours, theirs, one, range, from);
            }
        }
    }
}

fn take_whole(ours: &mut Report, theirs: &Report, one: &TextMerge) {
    let text = one.theirs.first().cloned();
    match &one.place {
        Place::Title => ours.title = theirs.title.clone().or(text),
        Place::Signature => ours.signature = text,
        Place::Date => ours.date = text,
        place => {
            if let (Some(held), Some(text)) = (ours.text_mut(place, None), text) {
                *held = text;
            }
        }
    }
}

/// Behind the chapter it follows in the other copy.
fn take_chapter(ours: &mut Report, theirs: &Report, place: &Place) {
    let Some(index) = theirs.chapter_at(place) else { return };
    let Some(chapter) = theirs.chapters.get(index) else { return };
    let before = theirs.chapters.get(..index).unwrap_or_default().iter().rev();
    let after = before.filter_map(|one| same_chapter(ours, one, &[])).next();
    ours.chapters.insert(after.map_or(0, |at| at + 1), chapter.clone());
}

fn take_paragraphs(
    ours: &mut Report,
    theirs: &Report,
    one: &TextMerge,
    range: &Range<usize>,
    from: &Range<usize>,
) {
    if one.place == Place::Preface {
        let end = range.end.min(ours.preface.len());
        ours.preface.splice(range.start.min(end)..end, one.theirs.iter().cloned());
        return;
    }
    let Some(index) = ours.chapter_at(&one.place) else { return };
    let Some(table_at) = ours.chapters.get(index).and_then(|held| {
        let other = theirs.chapters.get(same_chapter(theirs, held, &[])?)?;
        Some(other.table_at)
    }) else {
        return;
    };
    let Some(chapter) = ours.chapters.get_mut(index) else { return };
    let end = range.end.min(chapter.paragraphs.len());
    let start = range.start.min(end);
    let gone = end.min(chapter.table_at).saturating_sub(start);
    let come = match table_at {
        // The other copy may have lost its table: they stay on the side they are on.
        0 if (1..=chapter.table_at).contains(&end) => one.theirs.len(),
        0 => 0,
        // They stand before or behind the table as in the other copy.
        _ => from.end.min(table_at).saturating_sub(from.start).min(one.theirs.len()),
    };
    chapter.paragraphs.splice(start..end, one.theirs.iter().cloned());
    chapter.table_at = chapter.table_at - gone + come;
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_model::form::Forms;

    fn report(paragraphs: &[&str]) -> Report {
        let forms = Forms::official();
        let edition = forms.editions().last().unwrap();
        let mut report = Report::blank(edition, "青铜镇人民政府", 2026);
        report.chapters[0].paragraphs = paragraphs.iter().map(|text| (*text).to_owned()).collect();
        report
    }

    fn told(merge: &Merge) -> Vec<(ChangedBy, String, String, String)> {
        let texts = merge.texts.iter();
        texts.map(|t| (t.by, t.base.concat(), t.theirs.concat(), t.ours.concat())).collect()
    }

    #[test]
    fn each_side_s_changes_are_told_apart() {
        let base = report(&["甲。", "乙。", "丙。", "丁。", "戊。"]);
        let theirs = report(&["甲一。", "乙。", "丙。", "丁三。", "戊。", "己。"]);
        let ours = report(&["甲。", "乙二。", "丙。", "丁四。", "戊。"]);
        let merged = merge(&base, &theirs, &ours);
        let expected = [
            (ChangedBy::Theirs, "甲。", "甲一。", "甲。"),
            (ChangedBy::Ours, "乙。", "乙。", "乙二。"),
            (ChangedBy::Both, "丁。", "丁三。", "丁四。"),
            (ChangedBy::Theirs, "", "己。", ""),
        ];
        let expected = expected.map(|(by, a, b, c)| (by, a.to_owned(), b.to_owned(), c.to_owned()));
        assert_eq!(told(&merged), expected);
        let mut taken = ours.clone();
        let theirs_alone: Vec<&TextMerge> =
            merged.texts.iter().filter(|one| one.by == ChangedBy::Theirs).collect();
        take_texts(&mut taken, &theirs, &theirs_alone);
        let paragraphs = &taken.chapters[0].paragraphs;
        assert_eq!(*paragraphs, ["甲一。", "乙二。", "丙。", "丁四。", "戊。", "己。"]);
    }

    #[test]
    fn all_of_it_taken_over_is_the_other_copy() {
        let base = report(&["甲。", "乙。", "丙。"]);
        let mut theirs = report(&["新。", "甲。", "丙改。", "丁。"]);
        theirs.title = Some("青铜镇2026年年报".into());
        theirs.preface = vec!["引言。".into()];
        theirs.date = Some("2027年1月20日".into());
        theirs.chapters[4].heading = "存在的问题".into();
        let extra =
            Chapter {
                heading: "附".into(), paragraphs: vec!["一。".into()], ..Chapter::default()
            };
        theirs.chapters.push(extra);
        let ours = report(&["甲。", "", "乙。", "丙。"]);
        let merged = merge(&base, &theirs, &ours);
        assert!(merged.texts.iter().all(|one| one.by == ChangedBy::Theirs), "{merged:#?}");
        let mut taken = ours.clone();
        take_texts(&mut taken, &theirs, &merged.texts.iter().collect::<Vec<_>>());
        assert_eq!(merge(&base, &theirs, &taken), Merge::default());
        assert_eq!(taken.chapters.len(), theirs.chapters.len());
    }

    #[test]
    fn paragraphs_stay_on_their_side_of_the_table() {
        let mut base = report(&[]);
        base.chapters[1].paragraphs = vec!["前。".into(), "后。".into()];
        base.chapters[1].table_at = 1;
        let mut theirs = base.clone();
        theirs.chapters[1].paragraphs = vec!["前。".into(), "前二。".into(), "后改。".into()];
        theirs.chapters[1].table_at = 2;
        let merged = merge(&base, &theirs, &base);
        let mut taken = base.clone();
        take_texts(&mut taken, &theirs, &merged.texts.iter().collect::<Vec<_>>());
        assert_eq!(taken.chapters[1].paragraphs, theirs.chapters[1].paragraphs);
        assert_eq!(taken.chapters[1].table_at, 2);
    }

    #[test]
    fn figures_that_were_not_read_and_chapters_that_are_gone_are_no_change() {
        let mut base = report(&["甲。"]);
        let cell: CellId = "requests/new/business".into();
        let other: CellId = "requests/new/research".into();
        base.cells.insert(cell.clone(), Cell::typed(3));
        base.cells.insert(other.clone(), Cell::typed(1));
        let mut theirs = base.clone();
        theirs.cells.insert(cell.clone(), Cell::typed(Figure::Unread));
        theirs.cells.insert(other.clone(), Cell::typed(2));
        theirs.chapters.remove(5);
        let merged = merge(&base, &theirs, &base);
        assert_eq!(merged.cells.len(), 1);
        assert_eq!((merged.cells[0].cell.clone(), merged.cells[0].by), (other, ChangedBy::Theirs));
        assert_eq!((merged.unread, merged.lost.len()), (1, 1));
        assert!(merged.texts.is_empty(), "{merged:#?}");
    }
}
