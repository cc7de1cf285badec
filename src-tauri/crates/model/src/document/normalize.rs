//! Characters as they are meant: without the traces that extraction, web pages and PDFs leave.
//!
//! **Deliberately absent**: corrections of what the author wrote (釆 for 采 stays).

use unicode_normalization::UnicodeNormalization;

/// Radicals of the supplement (U+2E80…) that NFKC leaves alone, and the characters they stand for;
/// from Unicode's EquivalentUnifiedIdeograph.
const RADICALS: &[(char, char)] = &[
    ('⺠', '民'),
    ('⺟', '母'),
    ('⻅', '见'),
    ('⻉', '贝'),
    ('⻋', '车'),
    ('⻓', '长'),
    ('⻔', '门'),
    ('⻘', '青'),
    ('⻚', '页'),
    ('⻛', '风'),
    ('⻜', '飞'),
    ('⻝', '食'),
    ('⻢', '马'),
    ('⻥', '鱼'),
    ('⻦', '鸟'),
    ('⻨', '麦'),
    ('⻩', '黄'),
    ('⻬', '齐'),
    ('⻮', '齿'),
    ('⻰', '龙'),
    ('⻄', '西'),
    ('⻆', '角'),
    ('⻁', '虎'),
    ('⺫', '目'),
    ('⺝', '月'),
    ('⺡', '水'),
];

/// Text as the user would type it: radicals made characters again, invisible characters taken out,
/// no blanks beside Chinese characters or punctuation, one blank elsewhere.
pub fn text(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut blank = false;
    for c in raw.chars().filter_map(visible) {
        if c.is_whitespace() {
            blank = true;
            continue;
        }
        if blank && out.chars().next_back().is_some_and(|before| is_latin(before) && is_latin(c)) {
            out.push(' ');
        }
        blank = false;
        out.push(c);
    }
    out
}

/// Letters, figures and half-width marks, between which a blank means something.
fn is_latin(c: char) -> bool {
    c.is_ascii() || (c as u32) < 0x250
}

/// A character of the block nearly all text is written in; it is its own plainest form.
pub fn is_chinese(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

fn visible(c: char) -> Option<char> {
    match c {
        '!'..='~' => Some(c),
        _ if is_chinese(c) => Some(c),
        '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}'
        | '\u{ad}' => None,
        _ if c.is_control() => c.is_whitespace().then_some(' '),
        // What is no character of any text (U+FDD0 to U+FDEF, and the last two of each plane).
        '\u{fdd0}'..='\u{fdef}' => None,
        _ if u32::from(c) & 0xfffe == 0xfffe => None,
        '\u{2f00}'..='\u{2fdf}' | '\u{f900}'..='\u{faff}' => c.nfkc().next(),
        '\u{2e80}'..='\u{2eff}' => {
            let known = RADICALS.iter().find(|(radical, _)| *radical == c);
            known.map(|(_, meant)| *meant).or_else(|| c.nfkc().next())
        }
        _ => Some(c),
    }
}

/// What is compared when labels are matched: letters, figures and characters only, in their
/// plainest form.
pub fn key(raw: &str) -> String {
    key_of(&text(raw))
}

/// [`key`] of what [`text`] made.
fn key_of(text: &str) -> String {
    let settled = |c: char| c.is_ascii() || is_chinese(c) || "（）、，。：；“”《》".contains(c);
    if text.chars().all(settled) {
        return plainest(text.chars());
    }
    plainest(text.nfkc())
}

fn plainest(text: impl Iterator<Item = char>) -> String {
    text.filter(|c| is_chinese(*c) || c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// [`key`] without the numbering at its beginning: the same for `（一）予以公开`, `一、予以公开` and
/// `予以公开`.
pub fn label_key(raw: &str) -> String {
    let text = text(raw);
    let rest = super::numbering(&text).and_then(|(_, end)| text.get(end..)).unwrap_or(&text);
    key_of(rest)
}

/// How alike two keys are: 1 the same, 0 nothing in common (1 − edit distance ÷ longer length).
pub fn similarity(a: &str, b: &str) -> f64 {
    strsim::normalized_levenshtein(a, b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traces_of_extraction_do_no_harm() {
        assert_eq!(text(" 2020 年，⽅⽬ ⾦⻓\u{200b} "), "2020年，方目金长");
        assert_eq!(text("OA  办公 Word 2019 版"), "OA办公Word 2019版");
        assert_eq!(key("３.危及“三安全 一稳定”"), "3危及三安全一稳定");
        assert_eq!(label_key("（七） 总 计"), "总计");
        assert_eq!(label_key("1. 属于国家秘密"), label_key("属于国家秘密"));
    }

    proptest::proptest! {
        #[test]
        fn what_needs_no_normalising_has_the_same_key(
            raw in "[（）、，。：；“”《》 0-9A-Za-z.%#\\-一-龥]{0,40}",
        ) {
            let normalised = plainest(text(&raw).nfkc());
            proptest::prop_assert_eq!(key(&raw), normalised);
        }
    }

    #[test]
    fn likeness_counts_edits() {
        assert_eq!(similarity("总计", "总计"), 1.0);
        assert_eq!(similarity("政府集中釆购", "政府集中采购"), 1.0 - 1.0 / 6.0);
        assert_eq!(similarity("", "总计"), 0.0);
        assert_eq!(similarity("甲乙", "丙丁"), 0.0);
    }
}
