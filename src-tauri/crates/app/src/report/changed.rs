//! How much of a report is otherwise than it was, in words.

use gongkai_model::form::CellId;
use gongkai_model::report::Report;
use std::collections::BTreeSet;

/// How many figures and paragraphs differ, each counted once.
pub(crate) fn changed(before: &Report, after: &Report) -> (usize, usize) {
    let cells: BTreeSet<&CellId> = before.cells.keys().chain(after.cells.keys()).collect();
    let said = |report: &Report, cell: &CellId| {
        report.cells.get(cell).map(|held| (held.figure, held.note.clone())).unwrap_or_default()
    };
    let cells = cells.into_iter().filter(|cell| said(before, cell) != said(after, cell)).count();
    let paragraphs = |report: &Report| -> Vec<String> {
        let single = [&report.title, &report.signature, &report.date].into_iter().flatten();
        let chapters = report.chapters.iter();
        let words = chapters.flat_map(|one| [&one.heading].into_iter().chain(&one.paragraphs));
        single.chain(&report.preface).chain(words).cloned().collect()
    };
    let missing = |from: &[String], of: &[String]| {
        let mut left = from.to_vec();
        let gone = |paragraph: &&String| match left.iter().position(|one| one == *paragraph) {
            Some(at) => {
                left.swap_remove(at);
                false
            }
            None => true,
        };
        of.iter().filter(gone).count()
    };
    let (before, after) = (paragraphs(before), paragraphs(after));
    (cells, missing(&before, &after).max(missing(&after, &before)))
}

/// `改了 12 格、3 段`
pub(crate) fn changed_words((cells, paragraphs): (usize, usize)) -> String {
    match (cells, paragraphs) {
        (0, 0) => "没有改动".to_owned(),
        (cells, 0) => format!("改了 {cells} 格"),
        (0, paragraphs) => format!("改了 {paragraphs} 段"),
        (cells, paragraphs) => format!("改了 {cells} 格、{paragraphs} 段"),
    }
}
