//! What an office may set about the rules. No setting turns off a 必须改.

use crate::organ::{DueDate, OrganKind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use ts_rs::TS;

/// A wrong wording and the right one, as in the list of wrong characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WordPair {
    pub wrong: String,
    pub right: String,
}

/// Thresholds, dates and lists. What a stored file leaves out has its usual value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Settings {
    pub kind: OrganKind,
    /// A local date; none for the usual one of this kind of office.
    pub due: Option<DueDate>,
    /// A figure jumps when it moves by more than this many per cent …
    pub jump_percent: u32,
    /// … and by at least this many.
    pub jump_at_least: u32,
    /// Per cent of a chapter's text like last year's from which on a reason is asked for.
    pub repeat_explain: u32,
    /// The same, for a hint.
    pub repeat_hint: u32,
    /// Longest 总体情况 in characters; none for what the form says.
    pub longest_overview: Option<u32>,
    /// Rules whose hints are not shown.
    pub hidden_hints: BTreeSet<String>,
    /// Wrong words besides those the program knows.
    pub words: Vec<WordPair>,
    /// Full names of other offices, whose names should not stand in this one's report.
    pub other_organs: Vec<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            kind: OrganKind::default(),
            due: None,
            jump_percent: 50,
            jump_at_least: 10,
            repeat_explain: 80,
            repeat_hint: 60,
            longest_overview: None,
            hidden_hints: BTreeSet::new(),
            words: Vec::new(),
            other_organs: Vec::new(),
        }
    }
}

impl Settings {
    /// The date that holds for this office.
    pub fn due_date(&self) -> DueDate {
        self.due.unwrap_or_else(|| DueDate::usual(self.kind))
    }
}

/// Reads a word list as a user writes it: on each line the wrong word, blanks or a tab, the right
/// one; empty lines and lines beginning with `#` don't count.
///
/// # Errors
/// One Chinese sentence that names the first line without two different words.
pub fn read_words(list: &str) -> Result<Vec<WordPair>, String> {
    let lines = list.trim_start_matches('\u{feff}').lines().enumerate();
    lines
        .map(|(at, line)| (at + 1, line.trim()))
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
        .map(|(number, line)| {
            let words: Vec<&str> = line.split_whitespace().collect();
            match words.as_slice() {
                [wrong, right] if wrong != right => {
                    Ok(WordPair { wrong: (*wrong).to_owned(), right: (*right).to_owned() })
                }
                _ => Err(format!(
                    "词表第{number}行“{line}”应当是两个不同的词：错的、对的，中间用空格隔开。"
                )),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_list_names_its_wrong_line() {
        let words = read_words("# 本局常错\n青桐 青铜\n\n证服\t政府\n").unwrap();
        assert_eq!(words[1], WordPair { wrong: "证服".into(), right: "政府".into() });
        assert_eq!(
            read_words("青桐 青铜\n证服"),
            Err("词表第2行“证服”应当是两个不同的词：错的、对的，中间用空格隔开。".to_owned())
        );
    }

    #[test]
    fn an_older_settings_file_still_reads() {
        let settings: Settings = serde_json::from_str(r#"{"jump_percent": 30}"#).unwrap();
        assert_eq!(settings, Settings { jump_percent: 30, ..Settings::default() });
    }
}
