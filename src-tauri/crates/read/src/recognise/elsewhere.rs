//! Tables of the form that stand in no chapter of theirs: behind the signature as 附表, on sheets of
//! their own, before the title.
//!
//! **Deliberately absent**: tables a chapter has of its own beside the form's; they are its text.

use super::labels::RowLabel;
use super::lines::{Line, Shape, Token};
use super::title;
use super::vocabulary::Vocabulary;
use gongkai_model::document::normalize;
use std::collections::{BTreeMap, BTreeSet};

/// Rows that make a table of the form of what has others' labels, too.
const FEWEST_ROWS: usize = 3;
/// Lines above a table that may be its name, and the longest of them in characters.
const MOST_NAMES: usize = 4;
const LONGEST_NAME: usize = 45;

/// What stands elsewhere, by the numbers of its blocks.
#[derive(Debug, Default)]
pub(super) struct Elsewhere {
    tables: BTreeSet<usize>,
    names: BTreeSet<usize>,
}

impl Elsewhere {
    pub fn has_table(&self, line: &Line) -> bool {
        self.tables.contains(&line.block)
    }

    /// Whether a line is the name of such a table (附表1) or its unit.
    pub fn has_name(&self, line: &Line) -> bool {
        self.names.contains(&line.block)
    }

    pub fn is_empty(&self) -> bool {
        self.tables.is_empty()
    }

    /// Looks through what is in no chapter with a table for tables the chapters have not; of each
    /// section whether its chapter has a table, and its lines.
    pub fn of(
        front: &[&Line],
        sections: &[(bool, &[&Line])],
        rows: &[RowLabel],
        vocabulary: &Vocabulary,
    ) -> Self {
        let mut found = Elsewhere::default();
        let own = sections.iter().filter(|(has_table, _)| *has_table);
        let other = sections.iter().filter(|(has_table, _)| !has_table);
        let places = std::iter::once(front).chain(other.map(|(_, lines)| *lines));
        let runs: Vec<(&[&Line], &[&Line])> =
            places.flat_map(|lines| runs(lines, vocabulary)).collect();
        if runs.is_empty() {
            return found;
        }
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        for (_, lines) in own {
            count(lines, rows, &mut known);
        }
        for (names, run) in runs {
            let mut here = BTreeMap::new();
            count(run, rows, &mut here);
            let whole = here.iter().max_by_key(|(_, count)| **count);
            if whole
                .is_some_and(|(table, count)| *count >= FEWEST_ROWS && !known.contains_key(table))
            {
                found.tables.extend(run.iter().map(|line| line.block));
                found.names.extend(names.iter().map(|line| line.block));
            }
        }
        found
    }
}

/// Lines that may be tables, each with what may be their names above.
fn runs<'l, 's>(
    lines: &'s [&'l Line],
    vocabulary: &Vocabulary,
) -> Vec<(&'s [&'l Line], &'s [&'l Line])> {
    let is_row = |line: &Line| {
        let labels = || line.labels().all(|label| vocabulary.covers(label));
        line.shape == Shape::Row || line.in_order || !line.is_blank() && labels()
    };
    let mut out = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let rest = lines.get(at..).unwrap_or_default();
        let within = rest.iter().take_while(|line| is_row(line) || line.is_blank()).count();
        let run = rest.get(..within).unwrap_or_default();
        // Figures without a label, or labels without figures, are no part of it.
        let first = run.iter().position(|line| line.labels().next().is_some());
        let last = run.iter().rposition(|line| line.figures() > 0);
        if let (Some(first), Some(last)) = (first, last)
            && let Some(run) = run.get(first..=last)
        {
            let above = lines.get(..at + first).unwrap_or_default();
            let names = above.iter().rev().take(MOST_NAMES);
            let names = names.take_while(|line| line.is_blank() || is_name(line)).count();
            out.push((above.get(above.len() - names..).unwrap_or_default(), run));
        }
        at += within.max(1);
    }
    out
}

/// 附表1, 表二 主动公开政府信息情况: told by its beginning.
pub(super) fn is_name_of_table(text: &str) -> bool {
    const BEGINNINGS: [&str; 5] = ["附表", "附件", "附：", "附:", "续表"];
    let text = text.trim_start_matches(['（', '(']);
    let table = text.strip_prefix('表').and_then(|rest| rest.chars().next());
    let numbered = table.is_some_and(|c| c.is_numeric() || "一二三四".contains(c));
    numbered || BEGINNINGS.iter().any(|beginning| text.starts_with(beginning))
}

/// The name of a table, its unit (单位：件), or the office that filled it in.
fn is_name(line: &Line) -> bool {
    const BEGINNINGS: [&str; 4] = ["单位：", "单位:", "填报", "（单位"];
    let text = line.text.as_str();
    let begins = BEGINNINGS.iter().any(|beginning| text.starts_with(beginning));
    let ends = text.ends_with("情况") || text.ends_with('表');
    let short = text.chars().count() <= LONGEST_NAME && !text.contains('。');
    short && !title::is_date(text) && (begins || ends || is_name_of_table(text))
}

/// How many rows of each table of the form stand in lines.
fn count(lines: &[&Line], rows: &[RowLabel], found: &mut BTreeMap<String, usize>) {
    for line in lines.iter().filter(|line| line.figures() > 0) {
        if let Some(cells) = &line.cells {
            let table = cells.first().map(|(id, _)| id.table().to_owned());
            *found.entry(table.unwrap_or_default()).or_default() += cells.len();
            continue;
        }
        let label = line.tokens.iter().rev().find_map(|token| match token {
            Token::Label(label) => Some(normalize::label_key(label)),
            _ => None,
        });
        let row = label.and_then(|label| rows.iter().find(|row| row.is_named(&label)));
        if let Some(row) = row {
            *found.entry(row.table().to_owned()).or_default() += 1;
        }
    }
}
