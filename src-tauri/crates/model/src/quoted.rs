//! Figures of the tables quoted in the text, which stay right when the table changes.
//!
//! The text itself always holds the figure in plain characters, so everything that reads, checks,
//! compares or prints it needs to know nothing of quotations. What is kept beside the text is only
//! where a figure stands and which one it is. **Deliberately absent**: how they are shown and chosen.

use crate::document::numbering;
use crate::form::CellId;
use crate::place::Characters;
use crate::report::{Chapter, Figure, Quoted, Report};
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// What stands in the text for a figure. Blank and 未读到 are no 0: they are said, in words that
/// don't pass the check for what is left to fill in.
pub fn words(figure: Figure) -> String {
    match figure {
        Figure::Number(number) => number.to_string(),
        Figure::Blank => "【待填】".to_owned(),
        Figure::Unread => "【未读到，待填】".to_owned(),
    }
}

impl Report {
    /// The same report with every quoted figure as the tables have it now.
    pub fn with_quoted(mut self) -> Self {
        let mut chapters = std::mem::take(&mut self.chapters);
        for chapter in &mut chapters {
            chapter.quoted.sort_by_key(|quoted| (quoted.paragraph, quoted.characters));
            // Paragraph, and by how much what follows has moved in it.
            let mut moved: (usize, isize) = (0, 0);
            chapter.quoted.retain_mut(|quoted| {
                let Some(paragraph) = chapter.paragraphs.get_mut(quoted.paragraph) else {
                    return false;
                };
                if moved.0 != quoted.paragraph {
                    moved = (quoted.paragraph, 0);
                }
                let stands = &mut quoted.characters;
                stands.at = stands.at.saturating_add_signed(moved.1);
                let told = words(self.figure(&quoted.cell));
                let Some(range) = stands.bytes(paragraph) else { return false };
                let length = told.chars().count();
                moved.1 += length as isize - stands.length as isize;
                stands.length = length;
                if paragraph.get(range.clone()) != Some(&told) {
                    paragraph.replace_range(range, &told);
                }
                true
            });
        }
        self.chapters = chapters;
        self
    }
}

impl Chapter {
    /// Finds the quoted figures of `before` again in a text that was edited: moved or renumbered
    /// paragraphs take theirs along, and one that was edited itself is a quotation no more.
    pub fn follow(&mut self, before: &Chapter) {
        self.quoted = follow(&before.paragraphs, &before.quoted, &self.paragraphs);
    }

    /// Puts a figure in the place of the marker, which is taken out; false without one.
    pub fn quote(&mut self, marker: char, cell: CellId, figure: Figure) -> bool {
        let mut places = self.paragraphs.iter().enumerate();
        let Some((paragraph, byte)) =
            places.find_map(|(index, text)| Some((index, text.find(marker)?)))
        else {
            return false;
        };
        let Some(text) = self.paragraphs.get_mut(paragraph) else { return false };
        let told = words(figure);
        let at = text.get(..byte).map_or(0, |text| text.chars().count());
        text.replace_range(byte..byte + marker.len_utf8(), &told);
        let length = told.chars().count();
        for quoted in &mut self.quoted {
            if quoted.paragraph == paragraph && quoted.characters.at > at {
                quoted.characters.at = (quoted.characters.at + length).saturating_sub(1);
            }
        }
        self.quoted.push(Quoted { cell, paragraph, characters: Characters { at, length } });
        self.quoted.sort_by_key(|quoted| (quoted.paragraph, quoted.characters));
        true
    }
}

fn follow(before: &[String], quoted: &[Quoted], now: &[String]) -> Vec<Quoted> {
    if quoted.is_empty() {
        return Vec::new();
    }
    // Paragraphs that are the same but for their number and place.
    let mut taken = vec![false; now.len()];
    let kept: Vec<Option<usize>> = before
        .iter()
        .map(|text| {
            let same = |(at, other): (usize, &String)| !taken[at] && body(other) == body(text);
            let found = now.iter().enumerate().position(same)?;
            taken[found] = true;
            Some(found)
        })
        .collect();
    let rest = |all: &[String], left: &dyn Fn(usize) -> bool| -> Rest {
        let mut rest = Rest::default();
        for (index, text) in all.iter().enumerate().filter(|(index, _)| left(*index)) {
            rest.starts.push((index, rest.marks.len()));
            rest.marks.extend(text.chars());
            rest.marks.push('\n');
        }
        rest
    };
    let old = rest(before, &|index| kept.get(index).is_some_and(Option::is_none));
    let new = rest(now, &|index| taken.get(index) == Some(&false));
    let same = common(&old.marks, &new.marks);
    let mut out: Vec<Quoted> = Vec::new();
    for one in quoted {
        let Characters { at: stood, length } = one.characters;
        let found = match kept.get(one.paragraph) {
            Some(Some(paragraph)) => {
                let number = |texts: &[String], at: usize| {
                    texts
                        .get(at)
                        .map_or(0, |text| text.chars().count() - body(text).chars().count())
                };
                let (from, to) = (number(before, one.paragraph), number(now, *paragraph));
                (stood >= from).then(|| (*paragraph, stood - from + to))
            }
            _ => old.place(one.paragraph, stood).and_then(|start| {
                let end = start + length;
                let (from, to, _) = *same
                    .iter()
                    .find(|(from, _, length)| *from <= start && end <= from + length)?;
                new.paragraph(start - from + to)
            }),
        };
        let Some((paragraph, at)) = found else { continue };
        let characters = Characters { at, length };
        let alone = now.get(paragraph).is_some_and(|text| stands_alone(text, at, length));
        let apart = out
            .iter()
            .all(|other| other.paragraph != paragraph || !other.characters.overlap(characters));
        if alone && apart {
            out.push(Quoted { paragraph, characters, ..one.clone() });
        }
    }
    out.sort_by_key(|quoted| (quoted.paragraph, quoted.characters));
    out
}

/// A figure with another digit right beside it is another figure.
fn stands_alone(text: &str, at: usize, length: usize) -> bool {
    let marks: Vec<char> = text.chars().collect();
    let digit = |at: Option<usize>| {
        at.and_then(|at| marks.get(at))
            .is_some_and(|mark| mark.is_numeric() && !"一二三四五六七八九十〇".contains(*mark))
    };
    let first = digit(Some(at)) && digit(at.checked_sub(1));
    let last = digit((at + length).checked_sub(1)) && digit(Some(at + length));
    !first && !last
}

/// A paragraph without its number.
fn body(text: &str) -> &str {
    let numbered = numbering(text).map_or(0, |(_, length)| length);
    text.get(numbered..).unwrap_or(text)
}

/// Paragraphs as one text.
#[derive(Default)]
struct Rest {
    marks: Vec<char>,
    /// Index of each paragraph, and where it begins.
    starts: Vec<(usize, usize)>,
}

impl Rest {
    fn place(&self, paragraph: usize, at: usize) -> Option<usize> {
        let (_, start) = self.starts.iter().find(|(index, _)| *index == paragraph)?;
        Some(start + at)
    }

    fn paragraph(&self, place: usize) -> Option<(usize, usize)> {
        let (index, start) = self.starts.iter().rev().find(|(_, start)| *start <= place)?;
        Some((*index, place - start))
    }
}

/// Largest product of lengths that is compared mark by mark.
const MARKS: usize = 4_000_000;

/// Runs both texts have, as where they begin in each and how long they are.
fn common(old: &[char], new: &[char]) -> Vec<(usize, usize, usize)> {
    let most = old.len().min(new.len());
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let tail = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    let tail = tail.min(most - head);
    let mut out = vec![(0, 0, head)];
    let middle = |marks: &[char]| marks[head..marks.len() - tail].to_vec();
    let (from, to) = (middle(old), middle(new));
    if from.len().saturating_mul(to.len()) <= MARKS {
        for op in capture_diff_slices(Algorithm::Myers, &from, &to) {
            if let DiffOp::Equal { old_index, new_index, len } = op {
                out.push((head + old_index, head + new_index, len));
            }
        }
    }
    out.push((old.len() - tail, new.len() - tail, tail));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Forms;
    use crate::report::Cell;

    const MARKER: char = '\u{fffc}';
    const NEW: &str = "requests/new/total";
    const OUT: &str = "requests/carried_out/total";

    fn quoting(paragraphs: &[&str]) -> Report {
        let forms = Forms::official();
        let mut report = Report::blank(forms.edition("2021").unwrap(), "青铜镇人民政府", 2026);
        report.cells.insert(NEW.into(), Cell::typed(12));
        report.chapters[0].paragraphs = paragraphs.iter().map(|text| (*text).to_owned()).collect();
        for cell in [NEW, OUT] {
            let figure = report.figure(&cell.into());
            report.chapters[0].quote(MARKER, cell.into(), figure);
        }
        report
    }

    fn edited(report: &Report, text: &[&str]) -> Report {
        let mut now = report.clone();
        now.chapters[0].paragraphs = text.iter().map(|text| (*text).to_owned()).collect();
        now.chapters[0].follow(&report.chapters[0]);
        now.cells.insert(NEW.into(), Cell::typed(1305));
        now.with_quoted()
    }

    #[test]
    fn a_quoted_figure_follows_the_table_and_a_blank_one_is_said() {
        let report = quoting(&["收到\u{fffc}件，结转\u{fffc}件。"]);
        assert_eq!(report.chapters[0].paragraphs, ["收到12件，结转【待填】件。"]);
        let mut now = report.clone();
        now.cells.insert(NEW.into(), Cell::typed(7));
        let unread = Cell { figure: Figure::Unread, ..Cell::default() };
        now.cells.insert(OUT.into(), unread);
        let now = now.with_quoted();
        assert_eq!(now.chapters[0].paragraphs, ["收到7件，结转【未读到，待填】件。"]);
        let mut back = now.clone();
        back.cells.insert(OUT.into(), Cell::typed(0));
        let back = back.with_quoted();
        assert_eq!(back.chapters[0].paragraphs, ["收到7件，结转0件。"]);
        assert_eq!(back.clone().with_quoted(), back);
    }

    #[test]
    fn edits_around_a_quoted_figure_leave_it_one() {
        let report = quoting(&["甲。", "收到\u{fffc}件，结转\u{fffc}件。"]);
        for (edit, expected) in [
            (
                vec!["甲。", "今年收到12件，结转【待填】件。"],
                vec!["甲。", "今年收到1305件，结转【待填】件。"],
            ),
            (vec!["收到12件，结转【待填】件。乙"], vec!["收到1305件，结转【待填】件。乙"]),
            (
                vec!["甲。", "收到12件，", "结转【待填】件。"],
                vec!["甲。", "收到1305件，", "结转【待填】件。"],
            ),
            (
                vec!["收到12件，结转【待填】件。", "甲。"],
                vec!["收到1305件，结转【待填】件。", "甲。"],
            ),
            (
                vec!["甲。", "（二）收到12件，结转【待填】件。"],
                vec!["甲。", "（二）收到1305件，结转【待填】件。"],
            ),
            (
                vec!["乙。", "共收到12件，又结转【待填】件！"],
                vec!["乙。", "共收到1305件，又结转【待填】件！"],
            ),
        ] {
            assert_eq!(edited(&report, &edit).chapters[0].paragraphs, expected);
        }
    }

    #[test]
    fn a_figure_that_was_edited_is_the_writer_s_own() {
        let report = quoting(&["收到\u{fffc}件。"]);
        for edit in ["收到123件。", "收到1件。", "收到2件。", "收到312件。", "收到件。", ""]
        {
            let now = edited(&report, &[edit]);
            assert_eq!(now.chapters[0].paragraphs, [edit]);
            assert!(now.chapters[0].quoted.is_empty(), "{edit}");
        }
    }

    #[test]
    fn places_that_are_not_there_are_let_go() {
        let mut report = quoting(&["收到\u{fffc}件。"]);
        report.chapters[0].quoted[0].characters.at = 99;
        assert!(report.clone().with_quoted().chapters[0].quoted.is_empty());
        report.chapters[0].paragraphs.clear();
        assert!(report.with_quoted().chapters[0].quoted.is_empty());
        assert!(!Chapter::default().quote(MARKER, NEW.into(), Figure::Blank));
    }
}
