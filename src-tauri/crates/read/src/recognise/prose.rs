//! Lines of text → paragraphs. In plain text and PDFs a paragraph is broken over lines, often with
//! empty lines and page numbers between; nothing but joining is done here.

use super::lines::Line;
use crate::pattern::pattern;
use gongkai_model::document::{heading_level, numbering};
use regex_lite::Regex;
use std::sync::LazyLock;

/// Width of the lines of a text that was broken at a fixed width, in characters; wider lines are
/// paragraphs of their own.
const WIDEST_BREAK: usize = 60;

static PAGE_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:[-—–－]{1,2}\s*[0-9０-９]{1,3}\s*[-—–－]{1,2}|第\s*[0-9０-９]{1,3}\s*页(?:[,，/]?\s*共\s*[0-9０-９]{1,3}\s*页)?|[0-9０-９]{1,3}\s*/\s*[0-9０-９]{1,3})$",
    )
});

static LIST_ITEM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九十]{1,2}[，,]|注[：:]|附件?[：:])",
    )
});

/// `— 3 —`, `第3页`: never part of the report, wherever it stands.
pub(super) fn is_page_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_numeric() || "-—–－第".contains(c))
        && text.ends_with(|c: char| c.is_numeric() || "-—–－页".contains(c))
        && PAGE_NUMBER.is_match(text)
}

/// Joins lines to paragraphs. `stands_alone` says of a line that it is never part of a longer
/// paragraph (the name of the office, a date).
pub(super) fn paragraphs(
    lines: &[&Line],
    broken_lines: bool,
    stands_alone: &dyn Fn(&str) -> bool,
) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    if !broken_lines {
        let texts = lines.iter().map(|line| line.text.clone());
        return texts.filter(|text| !text.is_empty() && !is_page_number(text)).collect();
    }
    let width = break_width(lines);
    let mut open = false;
    for line in lines {
        let text = line.text.as_str();
        if text.is_empty() || is_page_number(text) || is_lone_number(text) {
            continue;
        }
        let alone = stands_alone(text);
        let begins = alone
            || heading_level(text).is_some()
            || numbering(text).is_some()
            || is_list_item(text)
            || line.indent >= 2;
        match out.last_mut() {
            Some(paragraph) if open && !begins => paragraph.push_str(text),
            _ => out.push(text.to_owned()),
        }
        open = !alone && runs_on(text, width) && heading_level(text).is_none();
    }
    // A blank lost at a break between Latin words is the only thing joining can change.
    out
}

/// 一是, 第二，, 注：, 附件：
fn is_list_item(text: &str) -> bool {
    text.starts_with(|c| "一二三四五六七八九十第注附".contains(c)) && LIST_ITEM.is_match(text)
}

fn is_lone_number(text: &str) -> bool {
    text.chars().count() <= 3 && text.chars().all(|c| c.is_ascii_digit())
}

/// The width the lines were broken at, if they were: most lines that stop in mid-sentence are
/// about as long.
fn break_width(lines: &[&Line]) -> Option<usize> {
    let open: Vec<usize> = lines
        .iter()
        .filter(|line| !line.text.is_empty() && !ends_sentence(&line.text))
        .map(|line| line.text.chars().count())
        .collect();
    let longest = lines.iter().map(|line| line.text.chars().count()).max()?;
    let full = open.iter().filter(|length| **length + 4 >= longest).count();
    (longest <= WIDEST_BREAK && full >= 3).then_some(longest)
}

/// Whether the paragraph goes on in the next line.
fn runs_on(text: &str, width: Option<usize>) -> bool {
    let length = text.chars().count();
    match width {
        Some(width) if length + 2 < width => !ends_sentence(text) && !is_short_answer(text),
        Some(_) => !text.ends_with(['。', '！', '？']),
        None => !ends_sentence(text) && !is_short_answer(text),
    }
}

/// 无, 无其他需要报告的事项: a whole paragraph without a full stop.
fn is_short_answer(text: &str) -> bool {
    text.starts_with('无') && text.chars().count() <= 20
}

fn ends_sentence(text: &str) -> bool {
    text.ends_with(['。', '！', '？', '；', '：', '”', '）', ')', ':', ';', '…', '》', '!', '?'])
}
