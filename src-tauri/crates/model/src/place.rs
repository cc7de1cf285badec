//! Where in a report something stands: the place, the paragraph, the characters.
//!
//! Characters are Unicode scalar values, counted from 0 and never bytes, so that the same numbers hold
//! in the store, in the window and here. **Deliberately absent**: looking for words. Whoever has found
//! something says where it is; nobody searches for it again.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::Range;
use ts_rs::TS;

/// A part of a report that holds words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Place {
    /// 标题
    Title,
    /// What stands between the title and chapter 一.
    Preface,
    /// A chapter, or where it would stand in a report that lacks it.
    Chapter {
        /// The form's id (`overview` …); empty for a chapter the form does not have.
        id: String,
        /// How many chapters with this id stand before it; 0 in a report as the form has it.
        nth: usize,
    },
    /// 署名
    Signature,
    /// 成文日期
    Date,
}

impl Place {
    /// The chapter the form has under this id.
    pub fn chapter(id: &str) -> Self {
        Place::Chapter { id: id.to_owned(), nth: 0 }
    }

    /// The id of the chapter; none outside the chapters and for a chapter the form does not have.
    pub fn chapter_id(&self) -> Option<&str> {
        match self {
            Place::Chapter { id, .. } if !id.is_empty() => Some(id),
            _ => None,
        }
    }
}

/// `title`, `preface`, `signature`, `date`, or the id of the chapter, behind it its number where
/// there are several: `overview`, `overview 1`.
impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Title => out.write_str("title"),
            Place::Preface => out.write_str("preface"),
            Place::Chapter { id, nth: 0 } => out.write_str(id),
            Place::Chapter { id, nth } => write!(out, "{id} {nth}"),
            Place::Signature => out.write_str("signature"),
            Place::Date => out.write_str("date"),
        }
    }
}

/// Characters that follow each other in a text.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS,
)]
#[ts(export)]
pub struct Characters {
    /// How many characters stand before them.
    pub at: usize,
    /// How many they are.
    pub length: usize,
}

impl Characters {
    /// All characters of a text.
    pub fn all(text: &str) -> Self {
        Characters { at: 0, length: text.chars().count() }
    }

    /// The characters these bytes of `text` are; bytes that begin or end within a character are taken
    /// to its beginning.
    pub fn of_bytes(text: &str, bytes: Range<usize>) -> Self {
        let count = |range: Range<usize>| text.get(range).map_or(0, |text| text.chars().count());
        let start = text.floor_char_boundary(bytes.start);
        let end = text.floor_char_boundary(bytes.end).max(start);
        Characters { at: count(0..start), length: count(start..end) }
    }

    /// How many characters stand before their end.
    pub fn end(self) -> usize {
        self.at.saturating_add(self.length)
    }

    /// Their bytes in `text`; none where it has not so many characters.
    pub fn bytes(self, text: &str) -> Option<Range<usize>> {
        let mut starts =
            text.char_indices().map(|(byte, _)| byte).chain([text.len()]).skip(self.at);
        let start = starts.next()?;
        let end = match self.length.checked_sub(1) {
            Some(last) => starts.nth(last)?,
            None => start,
        };
        Some(start..end)
    }

    /// The characters themselves; none where `text` has not so many.
    pub fn of(self, text: &str) -> Option<&str> {
        text.get(self.bytes(text)?)
    }

    /// Whether both have a character in common.
    pub fn overlap(self, other: Characters) -> bool {
        self.at < other.end() && other.at < self.end()
    }
}

/// A piece of a report's words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
pub struct TextRange {
    /// The part of the report it stands in.
    pub place: Place,
    /// Which paragraph of the preface or the chapter, from 0; none in title, signature and date, and
    /// for the heading of a chapter.
    pub paragraph: Option<usize>,
    /// Which characters of that text.
    #[serde(flatten)]
    pub characters: Characters,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_range_has_four_fields_on_the_wire() {
        let characters = Characters { at: 5, length: 3 };
        let range = TextRange { place: Place::chapter("cases"), paragraph: None, characters };
        let wire =
            r#"{"place":{"is":"chapter","id":"cases","nth":0},"paragraph":null,"at":5,"length":3}"#;
        assert_eq!(serde_json::to_string(&range).unwrap(), wire);
        assert_eq!(serde_json::from_str::<TextRange>(wire).unwrap(), range);
        let title = serde_json::to_string(&Place::Title).unwrap();
        assert_eq!(title, r#"{"is":"title"}"#);
    }

    #[test]
    fn overlapping() {
        let of = |at, length| Characters { at, length };
        assert!(of(2, 3).overlap(of(4, 1)) && of(4, 1).overlap(of(2, 3)));
        assert!(!of(2, 3).overlap(of(5, 1)) && !of(2, 0).overlap(of(2, 0)));
    }

    proptest! {
        /// Bytes and characters lead to each other.
        #[test]
        fn characters_are_counted_as_the_text_has_them(text: String, at in 0..40usize, length in 0..20usize) {
            let characters = Characters { at, length };
            let expected: String = text.chars().skip(at).take(length).collect();
            match characters.bytes(&text) {
                Some(bytes) => {
                    prop_assert_eq!(&text[bytes.clone()], expected);
                    prop_assert_eq!(Characters::of_bytes(&text, bytes), characters);
                }
                None => prop_assert!(text.chars().count() < at + length),
            }
        }
    }
}
