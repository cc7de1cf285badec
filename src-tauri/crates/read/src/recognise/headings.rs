//! The chapters' headings as they are looked for in a file: by their words, exactly or nearly.

use super::elsewhere::is_name_of_table;
use super::labels::{NEAR, RowLabel};
use gongkai_model::document::{normalize, numbering};
use gongkai_model::form::ChapterForm;

/// A chapter heading found in a line.
pub(super) struct Heading {
    /// The form's chapter.
    pub chapter: &'static str,
    /// `一` as printed, or empty.
    pub number: String,
    /// What stands behind the number where it is not `、`.
    pub mark: Option<String>,
    pub heading: String,
    /// Text that stood behind the heading on the same line.
    pub rest: String,
}

/// Every wording of every chapter's heading, as keys.
pub(super) struct Headings {
    keys: Vec<(&'static str, String)>,
}

impl Headings {
    pub fn of(chapters: &[ChapterForm]) -> Self {
        let wordings = chapters.iter().flat_map(|chapter| {
            chapter.heading.wordings().map(|w| (chapter.id, normalize::key(w)))
        });
        let mut keys: Vec<_> = wordings.collect();
        keys.sort();
        keys.dedup();
        Headings { keys }
    }

    /// The chapter a line names with a heading's own words and its number, and nothing else.
    pub fn exactly(&self, text: &str) -> Option<&'static str> {
        let (level, end) = numbering(text).unwrap_or((0, 0));
        let words = normalize::key(text.get(end..)?);
        let named = |(_, key): &&(&str, String)| *key == words && matches!(level, 0 | 1);
        self.keys.iter().find(named).map(|(chapter, _)| *chapter)
    }
}

/// Finds a chapter's heading by its words; its number may be wrong or missing. A numbering of a
/// lower level (（四）主动公开政府信息情况) makes it none.
pub(super) fn heading(headings: &Headings, rows: &[RowLabel], text: &str) -> Option<Heading> {
    const LONGEST: usize = 45;
    let (level, end) = numbering(text).unwrap_or((0, 0));
    if !matches!(level, 0 | 1) || is_name_of_table(text) {
        return None;
    }
    let number: String = text.chars().take_while(|c| "一二三四五六七八九十".contains(*c)).collect();
    let number = if level == 1 { number } else { String::new() };
    let words = text.get(end..).unwrap_or_default();
    let mark = text.get(number.len()..end).filter(|mark| level == 1 && *mark != "、");
    let found = |chapter, words: &str, rest: &str| Heading {
        chapter,
        number: number.clone(),
        mark: mark.map(str::to_owned),
        heading: words.trim().to_owned(),
        rest: rest.trim().to_owned(),
    };

    // 六、其他需要报告的事项：无
    let exact = headings.keys.iter().find_map(|(chapter, key)| {
        let (head, rest) = words.split_at(end_of_key(words, key)?);
        let rest = rest.trim_start_matches(['：', ':', '。', ' ', '；']);
        (rest.is_empty() || level == 1).then(|| found(*chapter, head, rest))
    });
    if exact.is_some() {
        return exact;
    }

    let key = normalize::key(words);
    let length = text.chars().count();
    let sentence = words.trim_end_matches(['。', '：', ':']).contains(['。', '，', '；', '：']);
    // 无其他需要报告的事项。 is the chapter's text.
    let answer = level == 0 && (words.ends_with('。') || words.starts_with(['无', '没']));
    if length > LONGEST || sentence || answer || key.chars().count() < 4 {
        return None;
    }
    if rows.iter().any(|row| row.is_named(&key)) {
        return None;
    }
    let enough = if level == 1 { 0.58 } else { NEAR };
    let mut best: Option<(f64, &'static str)> = None;
    for (chapter, wording) in &headings.keys {
        let likeness = normalize::similarity(&key, wording);
        if likeness >= enough && best.is_none_or(|(other, _)| likeness > other) {
            best = Some((likeness, chapter));
        }
    }
    best.map(|(_, chapter)| found(chapter, words.trim_end_matches(['。', '：', ':']), ""))
}

/// Where a heading's key ends when `text` begins with it, blanks and punctuation apart.
fn end_of_key(text: &str, wanted: &str) -> Option<usize> {
    let mut wanted = wanted.chars().peekable();
    for (at, c) in text.char_indices() {
        let key = normalize::key(c.encode_utf8(&mut [0; 4]));
        for c in key.chars() {
            if wanted.next() != Some(c) {
                return None;
            }
        }
        if wanted.peek().is_none() {
            return Some(at + c.len_utf8());
        }
    }
    None
}
