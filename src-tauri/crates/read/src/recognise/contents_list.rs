//! Lists of contents: headings of chapters under each other, with or without the numbers of their
//! pages. They are no text of the report, wherever they stand.

use super::headings::Headings;
use super::lines::Line;
use crate::pattern::pattern;
use regex_lite::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Fewest headings that make a list.
const FEWEST: usize = 3;

/// Takes the lists out.
pub(super) fn take_out(lines: &mut Vec<Line>, headings: &Headings) {
    let entries: Vec<Option<Entry>> = lines.iter().map(|line| entry(line, headings)).collect();
    let mut out: BTreeSet<usize> = BTreeSet::new();
    let mut at = 0;
    while at < lines.len() {
        let end = end_of_list(lines, &entries, at);
        let list: Vec<&Entry> = entries.get(at..end).into_iter().flatten().flatten().collect();
        let mut later = entries.iter().skip(end).flatten();
        let comes_again = |entry: &&&Entry| later.any(|other| other.chapter == entry.chapter);
        let numbered = list.iter().filter(|entry| entry.numbered).count();
        let is_list = list.len() >= FEWEST
            && (numbered >= FEWEST || list.iter().take_while(comes_again).count() == list.len());
        if is_list {
            out.extend(at..end);
        }
        at = end.max(at + 1);
    }
    let mut at = 0;
    lines.retain(|_| {
        at += 1;
        !out.contains(&(at - 1))
    });
}

/// A line that names a chapter and nothing else.
struct Entry {
    chapter: &'static str,
    /// The number of its page stands behind it.
    numbered: bool,
}

fn entry(line: &Line, headings: &Headings) -> Option<Entry> {
    static PAGE: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"[\s.…·．\-—_]*[（(]?(?:第|[Pp])?[0-9０-９]{1,3}页?[）)]?$"));
    let text = line.text.as_str();
    let whole = headings.exactly(text);
    let page = || PAGE.find(text).and_then(|page| text.get(..page.start()));
    match whole {
        Some(chapter) => Some(Entry { chapter, numbered: false }),
        None => Some(Entry { chapter: headings.exactly(page()?)?, numbered: true }),
    }
}

/// Where the list that begins at a line ends: only blank lines, and lesser headings with the numbers
/// of their pages, stand in it.
fn end_of_list(lines: &[Line], entries: &[Option<Entry>], from: usize) -> usize {
    let mut end = from;
    let numbered = matches!(entries.get(from), Some(Some(Entry { numbered: true, .. })));
    for at in from..lines.len() {
        let (Some(line), Some(entry)) = (lines.get(at), entries.get(at)) else { break };
        let same = entry.as_ref().is_some_and(|entry| entry.numbered == numbered);
        let lesser = numbered && entry.is_none() && line.text.ends_with(char::is_numeric);
        if same {
            end = at + 1;
        } else if at == from || !(line.is_blank() || lesser) {
            break;
        }
    }
    end
}
