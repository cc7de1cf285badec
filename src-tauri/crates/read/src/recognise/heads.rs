//! The heads over a row: its own, or those another edition has over the row of the same name. Under
//! the latter its figures mean something else, however many they are.

use gongkai_model::document::normalize;
use gongkai_model::form::{Block, Column};

/// The heads a row may stand under, as keys.
#[derive(Clone, Debug, Default)]
pub(super) struct Heads {
    own: Vec<String>,
    /// Heads of other editions, with what they are called there.
    others: Vec<(String, &'static str)>,
}

impl Heads {
    /// A row's own heads.
    pub fn of(block: &Block) -> Self {
        let own = all(block).into_iter().map(|(key, _)| key).collect();
        Heads { own, others: Vec::new() }
    }

    /// Learns the heads another edition has over the row of the same name.
    pub fn learn(&mut self, other: &Block) {
        for (head, text) in all(other) {
            let known = self.own.iter().any(|own| own.contains(head.as_str()))
                || self.others.iter().any(|(other, _)| *other == head);
            if !known {
                self.others.push((head, text));
            }
        }
    }

    /// Whether these labels name the columns: two heads of a row's own, or the only one.
    pub fn stand_in(&self, labels: &str) -> bool {
        let found = self.own.iter().filter(|head| labels.contains(head.as_str())).count();
        found >= self.own.len().clamp(1, 2)
    }

    /// What the labels before a row's figures say of its heads: nothing, that they are its own, or
    /// which head of another edition stands there.
    pub fn among(&self, labels: &str) -> Option<Result<(), &'static str>> {
        let own = self.own.iter().filter(|head| labels.contains(head.as_str())).count();
        let mut others = self.others.iter().filter(|(head, _)| labels.contains(head.as_str()));
        match (own, others.next()) {
            (_, Some((_, head))) if 1 + others.count() > own => Some(Err(head)),
            (0, _) => None,
            _ => Some(Ok(())),
        }
    }
}

/// Every wording of every head of a block, with its official one.
fn all(block: &Block) -> Vec<(String, &'static str)> {
    fn walk(columns: &[Column], out: &mut Vec<(String, &'static str)>) {
        for column in columns {
            let wordings = column.label.wordings().map(normalize::key);
            out.extend(wordings.filter(|key| !key.is_empty()).map(|key| (key, column.label.text)));
            walk(&column.children, out);
        }
    }
    let mut out = Vec::new();
    walk(&block.columns, &mut out);
    out
}
