//! Chapters side by side: what was added and removed, and how much of the text is last year's.

use gongkai_model::form::Forms;
use gongkai_model::place::Place;
use gongkai_model::report::{Chapter, Report};
use serde::{Deserialize, Serialize};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::HashSet;
use ts_rs::TS;

/// A chapter beside last year's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct TextChange {
    /// The form's number of the chapter (`一`), whatever number was printed; `引言` for the preface.
    pub chapter: String,
    /// Where it stands in this report, or in the other one where this one lacks it.
    pub place: Place,
    /// Without its number; this report's where both have one.
    pub heading: String,
    /// See [`repeat_rate`].
    pub repeat_rate: f64,
    /// The same in whole per cent.
    pub repeat_percent: u32,
    /// Last year's text becoming this year's; paragraphs end with a line feed.
    pub pieces: Vec<Segment>,
}

/// Which of the two texts a segment belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SegmentKind {
    /// In both.
    Same,
    /// In this report alone.
    Added,
    /// In the other report alone.
    Removed,
}

/// A run of text that is the same, added or removed as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Segment {
    /// Which text it is of.
    pub kind: SegmentKind,
    /// Not empty.
    pub text: String,
}

pub(super) fn changes(forms: &Forms, this: &Report, last: &Report) -> Vec<TextChange> {
    let mut out = Vec::new();
    if !(this.preface.is_empty() && last.preface.is_empty()) {
        let rate = repeat_rate(&this.preface, &last.preface);
        out.push(TextChange {
            chapter: "引言".to_owned(),
            place: Place::Preface,
            heading: String::new(),
            repeat_rate: rate,
            repeat_percent: percent(rate),
            pieces: pieces(&last.preface, &this.preface),
        });
    }
    let mut left: Vec<(usize, &Chapter)> = last.chapters.iter().enumerate().collect();
    for (index, chapter) in this.chapters.iter().enumerate() {
        let same = |(_, other): &(usize, &Chapter)| match (&chapter.id, &other.id) {
            (Some(id), Some(other)) => id == other,
            (None, None) => chapter.heading == other.heading,
            _ => false,
        };
        let other = left.iter().position(same).map(|at| left.remove(at));
        let before = other.map(|(_, other)| other.paragraphs.as_slice()).unwrap_or_default();
        out.push(change(forms, this, (index, chapter), &chapter.paragraphs, before));
    }
    out.extend(left.into_iter().map(|gone| change(forms, last, gone, &[], &gone.1.paragraphs)));
    out
}

fn change(
    forms: &Forms,
    report: &Report,
    (index, chapter): (usize, &Chapter),
    now: &[String],
    before: &[String],
) -> TextChange {
    let form = report.edition_in(forms).zip(chapter.id.as_deref());
    let number = form.and_then(|(edition, id)| edition.chapter(id)).map(|form| form.number);
    let rate = repeat_rate(now, before);
    TextChange {
        chapter: number.map_or_else(|| chapter.number.clone(), str::to_owned),
        place: report.place_of_chapter(index),
        heading: chapter.heading.clone(),
        repeat_rate: rate,
        repeat_percent: percent(rate),
        pieces: pieces(before, now),
    }
}

/// A rate from 0 to 1 in whole per cent.
pub fn percent(rate: f64) -> u32 {
    // Within 0 and 100.
    (rate.clamp(0.0, 1.0) * 100.0).round() as u32
}

/// Length, in characters, from which on a common run counts as repeated.
const RUN: usize = 8;

/// How much of a text is last year's, from 0 to 1: the share of its characters that stand in runs
/// of eight or more that last year's text has, too, wherever it has them. Blanks, punctuation and
/// numbering don't count, and all figures are alike: neither a new year, nor new figures, nor new
/// order makes a text new.
pub fn repeat_rate(now: &[String], before: &[String]) -> f64 {
    Known::of(before).rate(now)
}

/// A text of last year's, ready to be compared with many of this year's.
pub struct Known {
    letters: Vec<char>,
    runs: HashSet<u64>,
}

impl Known {
    /// What is known of last year's paragraphs.
    pub fn of(before: &[String]) -> Self {
        let letters = letters(before);
        Known { runs: letters.windows(RUN).map(fingerprint).collect(), letters }
    }

    /// See [`repeat_rate`].
    pub fn rate(&self, now: &[String]) -> f64 {
        let (now, before) = (letters(now), &self.letters);
        if now.is_empty() || before.is_empty() {
            return 0.0;
        }
        if now.len() < RUN || before.len() < RUN {
            return if now == *before { 1.0 } else { 0.0 };
        }
        let mut repeated = 0;
        let mut counted_to = 0;
        for (at, run) in now.windows(RUN).enumerate() {
            if self.runs.contains(&fingerprint(run)) {
                repeated += at + RUN - counted_to.max(at);
                counted_to = at + RUN;
            }
        }
        repeated as f64 / now.len() as f64
    }
}

fn fingerprint(run: &[char]) -> u64 {
    run.iter().fold(0xcbf2_9ce4_8422_2325, |key, &c| {
        (key ^ u64::from(c as u32)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// A text's letters for comparison: without numbering, blanks and punctuation, every figure as one
/// `0`.
fn letters(paragraphs: &[String]) -> Vec<char> {
    let mut out: Vec<char> = Vec::new();
    for paragraph in paragraphs {
        let paragraph = paragraph.trim();
        let numbered =
            gongkai_model::document::numbering(paragraph).map_or(0, |(_, length)| length);
        let mut in_figure = false;
        for character in paragraph.get(numbered..).unwrap_or_default().chars() {
            let figure = character.is_ascii_digit() || ('０'..='９').contains(&character);
            if figure && !in_figure {
                out.push('0');
            }
            // 1,408 and 3.5 are one figure; blanks inside a figure come from extraction.
            let inside = in_figure && (",.".contains(character) || character.is_whitespace());
            if character.is_alphabetic() && !figure {
                out.push(character);
            }
            in_figure = figure || inside;
        }
    }
    out
}

/// Largest product of lengths that is compared mark by mark.
const MARKS: usize = 1_000_000;

/// Last year's text becoming this year's: first clause by clause, then mark by mark within
/// clauses that changed but are still recognisable.
pub fn pieces(before: &[String], now: &[String]) -> Vec<Segment> {
    let (before, now) = (joined(before), joined(now));
    let (old, new) = (clauses(&before), clauses(&now));
    let mut out = Pieces::default();
    let mut changed = (String::new(), String::new());
    for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
        if let DiffOp::Equal { old_index, len, .. } = op {
            out.changed(&mut changed);
            out.push(SegmentKind::Same, &old[old_index..old_index + len].concat());
        } else {
            changed.0.push_str(&old[op.old_range()].concat());
            changed.1.push_str(&new[op.new_range()].concat());
        }
    }
    out.changed(&mut changed);
    out.0
}

#[derive(Default)]
struct Pieces(Vec<Segment>);

impl Pieces {
    fn push(&mut self, kind: SegmentKind, text: &str) {
        match self.0.last_mut() {
            _ if text.is_empty() => {}
            Some(last) if last.kind == kind => last.text.push_str(text),
            _ => self.0.push(Segment { kind, text: text.to_owned() }),
        }
    }

    /// Clauses of last year in whose place others stand now.
    fn changed(&mut self, (old, new): &mut (String, String)) {
        let (old, new) = (std::mem::take(old), std::mem::take(new));
        let (from, to) = (marks(&old), marks(&new));
        let comparable = from.len().saturating_mul(to.len()) <= MARKS;
        let runs = if comparable { common_runs(&from, &to) } else { Vec::new() };
        let kept: usize = runs.iter().map(|(_, _, length)| length).sum();
        if kept * 3 < from.len().max(to.len()) {
            self.push(SegmentKind::Removed, &old);
            self.push(SegmentKind::Added, &new);
            return;
        }
        let (mut a, mut b) = (0, 0);
        for (at, to_at, length) in runs.into_iter().chain([(from.len(), to.len(), 0)]) {
            self.push(SegmentKind::Removed, &from[a..at].concat());
            self.push(SegmentKind::Added, &to[b..to_at].concat());
            self.push(SegmentKind::Same, &from[at..at + length].concat());
            (a, b) = (at + length, to_at + length);
        }
    }
}

/// The characters of a text, each figure as a whole.
fn marks(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let figure = rest.bytes().take_while(|b| b.is_ascii_digit() || b",.".contains(b)).count();
        let length = if first.is_ascii_digit() { figure } else { first.len_utf8() };
        let (mark, after) = rest.split_at(length);
        out.push(mark);
        rest = after;
    }
    out
}

/// Common runs of at least two marks (or at either end), so that what changed reads as words and
/// not as scattered letters.
fn common_runs(from: &[&str], to: &[&str]) -> Vec<(usize, usize, usize)> {
    capture_diff_slices(Algorithm::Myers, from, to)
        .into_iter()
        .filter_map(|op| match op {
            DiffOp::Equal { old_index, new_index, len } => Some((old_index, new_index, len)),
            _ => None,
        })
        .filter(|&(old, new, length)| {
            length > 1
                || (old == 0 && new == 0)
                || (old + length == from.len() && new + length == to.len())
        })
        .collect()
}

fn joined(paragraphs: &[String]) -> String {
    paragraphs.iter().fold(String::new(), |mut text, paragraph| {
        text.push_str(paragraph);
        text.push('\n');
        text
    })
}

fn clauses(text: &str) -> Vec<&str> {
    text.split_inclusive(|c| "，。；：、！？\n".contains(c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(now: &str, before: &str) -> f64 {
        repeat_rate(&[now.to_owned()], &[before.to_owned()])
    }

    #[test]
    fn a_new_year_new_figures_and_new_numbers_do_not_make_a_text_new() {
        let last = "（一）2025年，本机关共收到政府信息公开申请12件，均已按时答复。";
        let this = "（三）2026 年，本机关共收到政府信息公开申请 1,408 件；均已按时答复。";
        assert_eq!(rate(this, last), 1.0);
    }

    #[test]
    fn a_text_of_one_s_own_is_not_repeated() {
        let last = "加强队伍建设，组织业务培训，压实各科室责任，及时更新公开目录。";
        let this = "今年把办事指南改成一页纸，居民在社区服务站就能当场查到所需材料。";
        assert_eq!(rate(this, last), 0.0);
    }

    #[test]
    fn half_a_text_repeated_counts_half() {
        let last = "一是加强队伍建设组织全员培训工作。";
        let this = "一是加强队伍建设组织全员培训工作。把办事指南改成一页纸方便居民查阅使用。";
        let rate = rate(this, last);
        assert!((0.4..0.6).contains(&rate), "{rate}");
    }

    #[test]
    fn short_and_empty_texts_have_a_rate_too() {
        assert_eq!(rate("无", "无。"), 1.0);
        assert_eq!(rate("无", ""), 0.0);
        assert_eq!(repeat_rate(&[], &[]), 0.0);
    }

    #[test]
    fn differences_read_as_words() {
        let last = ["全年收到申请12件，均已按时办结。".to_owned()];
        let this = ["全年收到申请15件，均已按时办结。新增专栏。".to_owned()];
        let told: Vec<_> =
            pieces(&last, &this).into_iter().map(|piece| (piece.kind, piece.text)).collect();
        let expected = [
            (SegmentKind::Same, "全年收到申请"),
            (SegmentKind::Removed, "12"),
            (SegmentKind::Added, "15"),
            (SegmentKind::Same, "件，均已按时办结。"),
            (SegmentKind::Added, "新增专栏。"),
            (SegmentKind::Same, "\n"),
        ];
        assert_eq!(told, expected.map(|(kind, text)| (kind, text.to_owned())));
    }

    #[test]
    fn the_pieces_are_the_two_texts() {
        let last = ["甲乙丙，丁戊己。".to_owned(), "庚辛。".to_owned()];
        let this = ["甲乙子，丁戊己！".to_owned(), "壬癸。".to_owned(), String::new()];
        let pieces = pieces(&last, &this);
        let side = |gone: SegmentKind| -> String {
            pieces.iter().filter(|p| p.kind != gone).map(|p| p.text.as_str()).collect()
        };
        assert_eq!(side(SegmentKind::Added), joined(&last));
        assert_eq!(side(SegmentKind::Removed), joined(&this));
    }
}
