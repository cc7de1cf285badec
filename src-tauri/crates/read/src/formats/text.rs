//! Plain text and Markdown → [`Document`]: one paragraph a line, cells of a table row parted by
//! tabs. The encoding is found out; marks of Markdown and of text extraction are taken off. In
//! Markdown a backslash before a mark says that it is none.
//!
//! **Deliberately absent**: what the lines mean.

use super::contents::Contents;
use super::encoding::decode;
use super::format::{Container, Format};
use crate::Unreadable;
use crate::limits::Limits;
use crate::pattern::pattern;
use gongkai_model::document::{Block, Document, Paragraph, Role};
use regex_lite::Regex;
use std::borrow::Cow;
use std::sync::LazyLock;

/// Text in any encoding offices use.
pub(super) const FORMAT: Format = Format {
    name: "text",
    called: "文本文件",
    endings: &["txt", "md"],
    container: Container::Plain,
    is,
    read,
};

/// Whatever is not packed and nothing else.
fn is(file: &Contents<'_>) -> bool {
    file.is_plain()
}

/// Reads text in UTF-8, UTF-16, or a Chinese encoding (GBK, GB18030, Big5).
///
/// # Errors
/// Where it is no text, empty, or more than any report.
pub fn read(bytes: &[u8]) -> Result<Document, Unreadable> {
    let text = decode(bytes)?;
    if text.chars().all(|c| c.is_whitespace() || c.is_control()) {
        return Err(Unreadable::Empty);
    }
    // A return alone ends a line as well.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = if is_markdown(&text) { set_aside(&text) } else { text };
    let mut blocks = Vec::new();
    let mut limits = Limits::default();
    let mut passed_over = Vec::new();
    let mut left = Some(text.as_str());
    while let Some(rest) = left {
        let parted = rest.split_once(['\n', '\u{c}', '\u{2028}']);
        let line = parted.map_or(rest, |(line, _)| line);
        let table = table_of_page(rest, line);
        let said = match table {
            Some((before, ..)) => before,
            None => line,
        };
        left = match table {
            Some((_, _, behind)) => Some(behind),
            None => parted.map(|(_, behind)| behind),
        };
        limits.add_line(line)?;
        let words = without_tags(said);
        // Nothing but tags is no line.
        let tags_alone = words.trim().is_empty() && (table.is_some() || !said.trim().is_empty());
        if !tags_alone && !is_rule(&words) {
            blocks.push(Block::Paragraph(Paragraph::new(
                Role::Body,
                put_back(&unmarked(&words), ""),
            )));
        }
        if let Some((_, table, _)) = table {
            let found = super::html::fragment(&put_back(table, "\\"))?;
            blocks.extend(found.blocks);
            passed_over.extend(found.passed_over);
        }
    }
    Ok(Document { blocks, broken_lines: true, passed_over, ..Document::default() })
}

/// The characters a backslash stands before, in their order, and the first of as many that are no
/// characters of any text (U+FDD0 to U+FDEF).
const MARKS: &str = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
const FIRST_STAND_IN: u32 = 0xfdd0;

/// Whether a text is Markdown: it has a heading or the line under the head of a table.
fn is_markdown(text: &str) -> bool {
    text.lines().any(|line| {
        let behind = line.trim_start_matches('#');
        let heading = (1..=6).contains(&(line.len() - behind.len())) && behind.starts_with(' ');
        heading || (line.starts_with('|') && line.contains("---") && is_rule(line))
    })
}

/// Text in which each mark behind a backslash is a stand-in, so that it is not taken for a mark.
fn set_aside(text: &str) -> String {
    let stand_in = |c: char| {
        let at = MARKS.chars().position(|mark| mark == c)?;
        char::from_u32(FIRST_STAND_IN + u32::try_from(at).ok()?)
    };
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match chars.peek().copied().filter(|_| c == '\\').and_then(stand_in) {
            Some(stand_in) => {
                chars.next();
                out.push(stand_in);
            }
            None => out.push(c),
        }
    }
    out
}

/// Text with the marks in place of their stand-ins, `before` before each: in a page a backslash is one.
fn put_back(text: &str, before: &str) -> String {
    let mark = |c: char| {
        let at = u32::from(c).checked_sub(FIRST_STAND_IN)?;
        MARKS.chars().nth(usize::try_from(at).ok()?)
    };
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match mark(c) {
            Some(mark) => out.extend(before.chars().chain([mark])),
            None => out.push(c),
        }
    }
    out
}

/// The table of a page (HTML) that begins on a line, as text recognised in pictures has it, between
/// what is before it on the line and what is behind it.
fn table_of_page<'t>(text: &'t str, line: &str) -> Option<(&'t str, &'t str, &'t str)> {
    const END: &str = "</table>";
    let (at, _) = line.match_indices('<').find(|(at, _)| {
        let after = |tag: &str| line.get(at + tag.len()..).unwrap_or_default().chars().next();
        let tag = line.get(*at..at + 6);
        tag.filter(|tag| tag.eq_ignore_ascii_case("<table"))
            .is_some_and(|tag| after(tag).is_none_or(|c| c == '>' || c.is_whitespace()))
    })?;
    let (before, begins) = text.split_at_checked(at)?;
    // Up to its end; tables within it are read with it.
    let mut depth = 0usize;
    for (at, _) in begins.match_indices('<') {
        let tag = begins.get(at..).unwrap_or_default();
        let is = |word: &str| tag.get(..word.len()).is_some_and(|t| t.eq_ignore_ascii_case(word));
        if is("<table") {
            depth += 1;
        } else if is(END) {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                let (table, behind) = begins.split_at_checked(at + END.len())?;
                return Some((before, table, behind));
            }
        }
    }
    Some((before, begins, ""))
}

/// A line without the tags of a page that lay it out; a break stays one.
fn without_tags(line: &str) -> Cow<'_, str> {
    static TAGS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)</?(?:html|head|body|div|center|p|span|h[1-6]|b|strong|figure|section|font)(?:\s[^<>]*)?/?>",
        )
    });
    static BREAKS: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)<br\s*/?>"));
    if !line.contains('<') {
        return Cow::Borrowed(line);
    }
    let words = TAGS.replace_all(line, "");
    Cow::Owned(BREAKS.replace_all(&words, "\n").into_owned())
}

/// A line that only draws: `|---|---|`, `-----`, `=====`.
fn is_rule(line: &str) -> bool {
    let drawn = line.chars().filter(|c| "-=_".contains(*c)).count();
    drawn >= 3 && line.chars().all(|c| "-=_|:+ \t".contains(c))
}

/// A row with figures whose cells are parted by `|`, as text copied from web pages has it. Where two
/// stand together, cells were merged, and nobody knows which.
fn is_parted(line: &str) -> bool {
    line.contains(" | ") && !line.contains("||") && line.split('|').any(crate::figures::is_figure)
}

/// The line without marks of Markdown and extraction; a Markdown table row becomes cells parted
/// by tabs.
fn unmarked(line: &str) -> String {
    let line = without_bookmarks(line);
    let trimmed = line.trim();
    let framed = trimmed.len() > 1 && trimmed.starts_with('|') && trimmed.ends_with('|');
    if !framed && !is_parted(trimmed) {
        return plain(&line);
    }
    let inner = trimmed.strip_prefix('|').unwrap_or(trimmed);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    let cells = inner.split('|').map(|cell| plain(cell.trim()));
    format!("\t{}", cells.collect::<Vec<_>>().join("\t"))
}

/// Without `[bookmark: …]`, which extraction from Word leaves behind.
fn without_bookmarks(line: &str) -> String {
    const MARK: &str = "[bookmark:";
    const LONGEST_NAME: usize = 80;
    let mut parts = line.split(MARK);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once(']') {
            Some((name, after)) if name.chars().count() <= LONGEST_NAME => out.push_str(after),
            _ => out.extend([MARK, part]),
        }
    }
    out
}

/// Without the marks of headings and of heavy print.
fn plain(line: &str) -> String {
    let trimmed = line.trim();
    let hashes = trimmed.chars().take_while(|c| *c == '#').count();
    let after = trimmed.get(hashes..).unwrap_or_default();
    let heading = (1..=6).contains(&hashes) && (after.starts_with(' ') || !after.is_ascii());
    let line = if heading { after.trim_start() } else { line };
    line.replace("**", "").replace("__", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(bytes: &[u8]) -> Vec<String> {
        let blocks = read(bytes).unwrap().blocks;
        blocks
            .into_iter()
            .map(|block| match block {
                Block::Paragraph(paragraph) => paragraph.text,
                Block::Table(_) => unreachable!("plain text has no tables"),
            })
            .collect()
    }

    #[test]
    fn encodings_are_found_out() {
        let text = "青铜镇人民政府2026年政府信息公开工作年度报告";
        let gb = encoding_rs::GB18030.encode(text).0.into_owned();
        let mut utf16 = vec![0xff, 0xfe];
        utf16.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        let mut marked = b"\xef\xbb\xbf".to_vec();
        marked.extend(text.as_bytes());
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in [text.as_bytes(), &gb, &utf16, &marked, &little, &big] {
            assert_eq!(lines(bytes), [text]);
        }
    }

    #[test]
    fn a_line_ends_with_whatever_its_program_writes() {
        for end in ["\n", "\r", "\r\n"] {
            let text = ["一、总体情况", "正文", "", "规章\t0"].join(end);
            assert_eq!(lines(text.as_bytes()), ["一、总体情况", "正文", "", "规章\t0"]);
        }
    }

    #[test]
    fn marks_of_markdown_and_extraction_are_taken_off() {
        let text =
            "## **一. 总体情况**\n[bookmark: _GoBack]五、问题\n|---|---|\n| 规章 | 0 | | 2 |\n";
        assert_eq!(lines(text.as_bytes()), ["一. 总体情况", "五、问题", "\t规章\t0\t\t2", ""]);
        let parted = "规章 | 0 | 1 |\n首页 | 政务公开 |\n规章 | 0 | ||";
        assert_eq!(
            lines(parted.as_bytes()),
            ["\t规章\t0\t1", "首页 | 政务公开 |", "规章 | 0 | ||"]
        );
    }

    #[test]
    fn a_mark_behind_a_backslash_is_text_in_markdown() {
        let marked =
            "# 标题\n\\# 甲 \\*\\*乙\\*\\* \\| 1 \\|\n\\---\n| a\\|b | c:\\d\\\\ |\n\\<table>";
        let read = ["标题", "# 甲 **乙** | 1 |", "---", "\ta|b\tc:\\d\\", "<table>"];
        assert_eq!(lines(marked.as_bytes()), read);
        // Elsewhere a backslash is one.
        assert_eq!(lines(b"\\\\server\\_x"), ["\\\\server\\_x"]);
    }

    #[test]
    fn tables_of_pages_within_text_are_tables() {
        let text = "# 标题\n<table><tr><td>甲<td>1</table>\n尾";
        let blocks = read(text.as_bytes()).unwrap().blocks;
        assert_eq!(crate::formats::grid::tests::drawn(&blocks), ["甲@0 1@1"]);
        assert!(matches!(&blocks[0], Block::Paragraph(p) if p.text == "标题"));
        assert!(matches!(blocks.last(), Some(Block::Paragraph(p)) if p.text == "尾"));
    }

    #[test]
    fn tags_around_words_and_tables_are_none_of_them() {
        let text = "<h1>标题</h1>\n<html><body><table><tr><td>甲<td>1</table></body></html>\n<div align=center>\n尾 1 < 2\n</div>";
        let blocks = read(text.as_bytes()).unwrap().blocks;
        let said = |block: &Block| match block {
            Block::Paragraph(paragraph) => paragraph.text.clone(),
            Block::Table(_) => "表".to_owned(),
        };
        assert_eq!(blocks.iter().map(said).collect::<Vec<_>>(), ["标题", "表", "尾 1 < 2"]);
    }

    #[test]
    fn what_is_not_text_is_refused() {
        let noise: Vec<u8> =
            (0..4000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert_eq!(read(&noise).unwrap_err(), Unreadable::NotText);
        assert_eq!(read(b" \n\t\r\n").unwrap_err(), Unreadable::Empty);
    }
}
