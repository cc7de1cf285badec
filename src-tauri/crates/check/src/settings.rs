//! What an office may set about the rules. No setting turns off a 必须改.

use gongkai_model::organ::{DueDate, OrganKind};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use ts_rs::TS;

/// A wrong wording and the right one, as in the list of wrong characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WordPair {
    /// What must not stand in a report.
    pub wrong: String,
    /// What stands there rightly.
    pub right: String,
}

/// Thresholds, dates and lists. What a stored file leaves out has its usual value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Settings {
    /// The kind of office whose report it is.
    pub kind: OrganKind,
    /// A date of this office's own; none for that of its kind.
    pub due: Option<DueDate>,
    /// Local dates by kind of office; the usual one holds where there is none.
    #[ts(type = "Partial<Record<OrganKind, DueDate>>")]
    pub dues: BTreeMap<OrganKind, DueDate>,
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
            dues: BTreeMap::new(),
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
        self.due.unwrap_or_else(|| self.due_of(self.kind))
    }

    /// The date that holds for offices of a kind.
    pub fn due_of(&self, kind: OrganKind) -> DueDate {
        self.dues.get(&kind).copied().unwrap_or_else(|| DueDate::usual(kind))
    }

    /// The settings as a file that can be handed to other offices. What is one office's own — its
    /// kind and its own date — stays out.
    pub fn to_file(&self) -> String {
        let own = Settings { kind: OrganKind::default(), due: None, ..self.clone() };
        let mut file = serde_json::to_value(own).unwrap_or_default();
        if let Some(file) = file.as_object_mut() {
            file.shift_remove("kind");
            file.shift_remove("due");
            file.shift_insert(0, FILE_MARK.to_owned(), env!("CARGO_PKG_VERSION").into());
        }
        serde_json::to_string_pretty(&file).unwrap_or_default() + "\n"
    }

    /// Reads such a file, of this or an older or newer version of the program.
    ///
    /// # Errors
    /// One Chinese sentence: it is no such file, or which of its values can't be.
    pub fn from_file(text: &str) -> Result<Self, String> {
        let text = text.trim_start_matches('\u{feff}');
        let file: serde_json::Value = serde_json::from_str(text).map_err(|cause| {
            format!("这不是规则设置文件：第{}行读不懂；请重新导出一份。", cause.line())
        })?;
        if file.get(FILE_MARK).is_none() {
            return Err("这不是规则设置文件；请选择从本程序的“设置”里导出的文件。".to_owned());
        }
        let settings: Settings = serde_json::from_value(file)
            .map_err(|_| "规则设置文件里有的内容不对；请重新导出一份。".to_owned())?;
        settings.possible()?;
        Ok(settings)
    }

    /// # Errors
    /// One Chinese sentence that names the first value that can't be.
    pub fn possible(&self) -> Result<(), String> {
        let within = |name: &str, value: u32, most: u32| match value {
            1.. if value <= most => Ok(()),
            _ => Err(format!("“{name}”是{value}，应当在1到{most}之间。")),
        };
        within("变动的百分比", self.jump_percent, 10_000)?;
        within("变动的数量", self.jump_at_least, 1_000_000)?;
        within("需说明的重复率", self.repeat_explain, 100)?;
        within("提示的重复率", self.repeat_hint, 100)?;
        if let Some(longest) = self.longest_overview {
            within("总体情况的字数", longest, 100_000)?;
        }
        if let Some(kind) = self.dues.iter().find(|(_, due)| !due.is_a_day()).map(|(kind, _)| kind)
        {
            return Err(format!("{}的期限不是一年中的一天。", kind.label()));
        }
        for (at, pair) in self.words.iter().enumerate() {
            if pair.wrong.trim().is_empty() || pair.wrong == pair.right {
                return Err(format!("词表第{}行应当是两个不同的词：错的、对的。", at + 1));
            }
        }
        Ok(())
    }
}

/// The key by which a settings file is known; its value is the version that wrote it.
const FILE_MARK: &str = "公开年报规则设置";

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
    fn settings_are_handed_to_other_offices() {
        let mut own = Settings {
            kind: OrganKind::County,
            due: Some(DueDate { month: 1, day: 20 }),
            jump_percent: 30,
            longest_overview: Some(1500),
            words: vec![WordPair { wrong: "青桐".into(), right: "青铜".into() }],
            ..Settings::default()
        };
        own.dues.insert(OrganKind::Township, DueDate { month: 1, day: 15 });
        own.hidden_hints.insert("jump".to_owned());
        let file = own.to_file();
        let read = Settings::from_file(&file).unwrap();
        assert_eq!(read, Settings { kind: OrganKind::default(), due: None, ..own });
        assert_eq!(read.due_of(OrganKind::Township), DueDate { month: 1, day: 15 });
        assert_eq!(read.due_of(OrganKind::County), DueDate::usual(OrganKind::County));
    }

    #[test]
    fn a_file_that_can_t_be_says_what_is_wrong() {
        let refused = |text: &str| Settings::from_file(text).unwrap_err();
        assert!(refused("你好").contains("第1行"));
        assert!(refused("{}").contains("不是规则设置文件"));
        let with = |what: &str| refused(&format!("{{\"{FILE_MARK}\": \"1\", {what}}}"));
        assert!(with(r#""jump_percent": 0"#).contains("变动的百分比"));
        assert!(with(r#""repeat_hint": "多""#).contains("内容不对"));
        assert!(with(r#""dues": {"county": {"month": 2, "day": 30}}"#).contains("期限"));
        assert!(with(r#""words": [{"wrong": "甲", "right": "甲"}]"#).contains("词表第1行"));
    }

    #[test]
    fn an_older_settings_file_still_reads() {
        let settings: Settings = serde_json::from_str(r#"{"jump_percent": 30}"#).unwrap();
        assert_eq!(settings, Settings { jump_percent: 30, ..Settings::default() });
    }
}
