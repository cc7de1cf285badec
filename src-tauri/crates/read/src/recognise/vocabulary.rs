//! Every label of the form, of every edition: what tells pieces of a table from prose, and one
//! edition from another.

use gongkai_model::document::normalize;
use gongkai_model::form::{Column, Edition, Forms, Label, Row, TableForm};

/// Longest piece of text looked at as a label, in characters.
pub(super) const LONGEST_LABEL: usize = 120;

/// Every label of every edition, to tell pieces of a table from prose.
pub(super) struct Vocabulary {
    labels: Vec<String>,
    /// The labels from each of their characters on, ascending.
    ends: Vec<Vec<char>>,
}

impl Vocabulary {
    pub fn of(forms: &Forms) -> Self {
        let tables = forms.editions().iter().flat_map(tables);
        let mut labels: Vec<String> =
            tables.flat_map(|(_, labels)| labels).flat_map(|label| label.keys).collect();
        labels.sort();
        labels.dedup();
        let from = |label: &str, at: usize| label.get(at..).unwrap_or_default().chars().collect();
        let ends_of = |label: &str| -> Vec<Vec<char>> {
            label.char_indices().map(|(at, _)| from(label, at)).collect()
        };
        let mut ends: Vec<Vec<char>> = labels.iter().flat_map(|label| ends_of(label)).collect();
        ends.sort();
        ends.dedup();
        Vocabulary { labels, ends }
    }

    /// Whether a piece of text is made of labels or of parts of labels only.
    pub fn covers(&self, piece: &str) -> bool {
        let key: Vec<char> = normalize::key(piece).chars().take(LONGEST_LABEL + 1).collect();
        if key.is_empty() {
            return true;
        }
        if key.len() > LONGEST_LABEL {
            return false;
        }
        let shortest = if key.len() <= 2 { 1 } else { 2 };
        let mut reached = vec![true];
        reached.resize(key.len() + 1, false);
        for from in 0..key.len() {
            if reached.get(from) == Some(&true) {
                let longest = self.longest(key.get(from..).unwrap_or_default());
                let ends = reached.iter_mut().take(from + longest + 1).skip(from + shortest);
                ends.for_each(|at| *at = true);
            }
        }
        reached.last() == Some(&true)
    }

    /// How many characters at the beginning of a key are a part of a label.
    fn longest(&self, key: &[char]) -> usize {
        let behind = self.ends.partition_point(|end| end.as_slice() < key);
        let shared = |end: &Vec<char>| end.iter().zip(key).take_while(|(a, b)| a == b).count();
        let neighbours = self.ends.iter().skip(behind.saturating_sub(1)).take(2);
        neighbours.map(shared).max().unwrap_or(0)
    }

    /// Whether a covered piece of text is enough to tell that a table begins: a whole label of at
    /// least three characters stands in it, or eight characters of labels.
    pub fn begins_table(&self, piece: &str) -> bool {
        let key = normalize::key(piece);
        key.chars().count() >= 8
            || self.labels.iter().any(|l| l.chars().count() >= 3 && key.contains(l.as_str()))
    }
}

/// A label of a table, whatever its place: a title, a corner, a head, a row with its numbering.
pub(super) struct TableLabel {
    /// As the form has it.
    pub text: &'static str,
    /// Each of its wordings as a key, at least one.
    pub keys: Vec<String>,
}

/// The labels of an edition's tables, by the id of the table.
pub(super) fn tables(edition: &Edition) -> Vec<(&'static str, Vec<TableLabel>)> {
    fn columns<'a>(all: &'a [Column], out: &mut Vec<&'a Label>) {
        for column in all {
            out.push(&column.label);
            columns(&column.children, out);
        }
    }
    fn rows<'a>(all: &'a [Row], out: &mut Vec<&'a Label>) {
        for row in all {
            out.push(&row.label);
            rows(&row.children, out);
        }
    }
    let of_table = |table: &TableForm| {
        let mut labels: Vec<&Label> = Vec::new();
        for block in &table.blocks {
            labels.extend(block.title.iter().chain(&block.corner));
            columns(&block.columns, &mut labels);
            rows(&block.rows, &mut labels);
        }
        let keys = |label: &Label| -> Vec<String> {
            label.wordings().map(normalize::key).filter(|key| !key.is_empty()).collect()
        };
        let mut labels: Vec<TableLabel> =
            labels.into_iter().map(|l| TableLabel { text: l.text, keys: keys(l) }).collect();
        labels.retain(|label| !label.keys.is_empty());
        labels.sort_by(|a, b| a.keys.cmp(&b.keys));
        labels.dedup_by(|a, b| a.keys == b.keys);
        (table.id, labels)
    };
    edition.tables.iter().map(of_table).collect()
}
