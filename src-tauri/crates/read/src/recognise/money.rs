//! In which unit of money an amount is given where the form wants 万元: told by the cell, by the
//! head over it or its label, or by the line over the table (单位：元).
//!
//! **Deliberately absent**: converting. What was given in 元 is never a figure in 万元.

use gongkai_model::document::normalize;
use unicode_normalization::UnicodeNormalization;

/// The unit of the form.
pub(super) const OF_FORM: &str = "万元";
/// Longest line over a table that names its unit, in characters.
const LONGEST_LINE: usize = 20;

/// The unit heads and labels name, as one key: 本年收费金额（单位：元）.
pub(super) fn in_labels(key: &str) -> Option<String> {
    const BEFORE: [&str; 5] = ["单位", "金额", "收费", "人民币", "总额"];
    let at = key.match_indices('元').map(|(at, _)| at);
    let mut units = at.filter_map(|at| {
        let (before, unit) = split(key.get(..at)?);
        BEFORE.iter().any(|word| before.ends_with(word)).then(|| format!("{unit}元"))
    });
    units.next_back()
}

/// The unit a line over a table names: 单位：元.
pub(super) fn in_line(text: &str) -> Option<String> {
    let key = normalize::key(text);
    let short = key.chars().count() <= LONGEST_LINE && key.contains("单位");
    short.then(|| in_labels(&key)).flatten()
}

/// The unit a cell itself names behind its figure: 32000元, 3.2（万元）.
pub(super) fn in_cell(text: &str) -> Option<String> {
    let text: String = text.nfkc().filter(|c| !c.is_whitespace() && !"()".contains(*c)).collect();
    let (before, _) = text.split_once('元')?;
    let (figure, unit) = split(before);
    figure.ends_with(|c: char| c.is_ascii_digit()).then(|| format!("{unit}元"))
}

/// What stands before 元, without the 万, 千 or 亿 right before it, and that.
fn split(text: &str) -> (&str, &str) {
    let rest = text.trim_end_matches(['十', '百', '千', '万', '亿']);
    text.split_at(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_told_where_they_stand() {
        for (text, unit) in [
            ("本年收费金额（单位：元）", Some("元")),
            ("本年收费金额（单位：万元）", Some("万元")),
            ("信息内容本年收费金额（元）行政事业性收费", Some("元")),
            ("行政事业性收费（千元）", Some("千元")),
            ("本年收费金额", None),
            ("元旦收费", None),
        ] {
            assert_eq!(in_labels(&normalize::key(text)).as_deref(), unit, "{text}");
        }
        assert_eq!(in_line("（单位：元）").as_deref(), Some("元"));
        assert_eq!(in_line("单位：件"), None);
        for (text, unit) in [
            ("32000元", Some("元")),
            ("3.2 万元", Some("万元")),
            ("32000（元）", Some("元")),
            ("３２０００元", Some("元")),
            ("3.2万元（32000元）", Some("万元")),
            ("0.1亿元", Some("亿元")),
            ("32000", None),
        ] {
            assert_eq!(in_cell(text).as_deref(), unit, "{text}");
        }
    }
}
