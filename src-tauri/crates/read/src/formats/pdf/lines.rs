//! Marks → lines of a page.

use super::content_stream::Mark;
use crate::formats::grid::UNREADABLE;
use crate::formats::raised::Shift;

/// Up to so much of another's size a character is small, and so far from its line it stands beside
/// it, in parts of its size.
const SMALL: f64 = 0.85;
const BESIDE: f64 = 0.12;
/// Digits that overlap by so much of their size are not of one figure.
const MOST_OVERLAP: f64 = 0.3;

/// A line of a page.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub text: String,
    pub left: f64,
    pub right: f64,
    pub baseline: f64,
    pub size: f64,
    /// Width of its last character.
    pub last: f64,
}

/// Gathers marks into lines, from top to bottom.
pub(super) fn gathered(mut marks: Vec<Mark>) -> Vec<Line> {
    marks.sort_by(|a, b| a.baseline.total_cmp(&b.baseline));
    let mut groups: Vec<Vec<Mark>> = Vec::new();
    for mark in marks {
        let near = groups.last().and_then(|group| group.first()).is_some_and(|first: &Mark| {
            (mark.baseline - first.baseline).abs() <= 0.45 * mark.size.max(first.size)
        });
        match groups.last_mut().filter(|_| near) {
            Some(group) => group.push(mark),
            None => groups.push(vec![mark]),
        }
    }
    groups.into_iter().filter_map(line).collect()
}

fn line(mut marks: Vec<Mark>) -> Option<Line> {
    marks.sort_by(|a, b| a.left.total_cmp(&b.left));
    let first = marks.first()?;
    let mut out = Line {
        text: String::new(),
        left: first.left,
        right: marks.iter().map(|mark| mark.right).fold(first.right, f64::max),
        last: marks.last().map_or(0.0, |mark| mark.right - mark.left),
        baseline: first.baseline,
        size: marks.iter().map(|mark| mark.size).fold(0.0, f64::max),
    };
    let main = marks.iter().max_by(|a, b| a.size.total_cmp(&b.size))?;
    let mut before: Option<&Mark> = None;
    for mark in &marks {
        let shift = shifted(mark, main);
        if let Some(before) = before {
            if mark.left - before.right > 0.3 * mark.size {
                out.text.push(' ');
            } else if shift.is_none() && shifted(before, main).is_none() && apart(before, mark) {
                out.text.push_str(UNREADABLE);
            }
        }
        match shift {
            Some(shift) => out.text.push_str(&shift.written(&mark.text)),
            None => out.text.push_str(&mark.text),
        }
        before = Some(mark);
    }
    Some(out)
}

fn is_digit(mark: &Mark) -> bool {
    mark.text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A small digit beside the line of the larger ones: the mark of a note.
fn shifted(mark: &Mark, main: &Mark) -> Option<Shift> {
    if !is_digit(mark) || mark.size > SMALL * main.size {
        return None;
    }
    let height = (main.baseline - mark.baseline) / main.size;
    if height > BESIDE { Some(Shift::Raised) } else { (height < -BESIDE).then_some(Shift::Lowered) }
}

/// Whether two digits side by side are of different figures: they overlap, or they differ in size.
fn apart(before: &Mark, mark: &Mark) -> bool {
    let smaller = before.size.min(mark.size);
    let over = before.string != mark.string && before.right - mark.left > MOST_OVERLAP * smaller;
    let differ = smaller < SMALL * before.size.max(mark.size);
    is_digit(before) && is_digit(mark) && (over || differ)
}
