//! Marks → lines of a page.

use super::content_stream::Mark;

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
    let mut end = first.left;
    for mark in &marks {
        if mark.left - end > 0.3 * mark.size {
            out.text.push(' ');
        }
        out.text.push_str(&mark.text);
        end = mark.right;
    }
    Some(out)
}
