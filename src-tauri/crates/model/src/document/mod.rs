//! What any file of a report holds: paragraphs, and tables with spans.
//! Readers make a `Document` and know nothing of reports; writers print one. Whether it is a report
//! is found out by `read::recognise`.

pub mod accessibility;
pub mod normalize;
pub mod paragraphs;

use crate::form::CellId;
use crate::place::{Characters, TextRange};
use serde::{Deserialize, Serialize};

/// The line to sign on, which a page may have before the signature.
pub const SIGNATORY: &str = "单位负责人（签字）：";

/// A document as read from a file or about to be written to one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// From top to bottom.
    pub blocks: Vec<Block>,
    /// Its paragraphs are lines as they were broken on a page (plain text, PDF): a sentence may
    /// run on in the next one, and an empty paragraph is an empty line.
    #[serde(default)]
    pub broken_lines: bool,
    /// All its pages are turned: a document of wide tables, to be read with the paper held
    /// sideways.
    #[serde(default)]
    pub sideways: bool,
    /// What its file holds beside it and does not show, or shows as void: hidden sheets, rows and
    /// words, struck figures, watermarks. A sentence each, to be told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passed_over: Vec<String>,
}

/// What a document is made of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Block {
    /// Words on lines of their own.
    Paragraph(Paragraph),
    /// Words in rows and columns.
    Table(Table),
}

/// What a paragraph is. Readers give what the file says of itself and `Body` otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Role {
    /// 标题
    Title,
    /// 1 for 一、 2 for （一） 3 for 1. 4 for （1）
    Heading(u8),
    /// 正文
    #[default]
    Body,
    /// 署名
    Signature,
    /// 成文日期
    Date,
}

/// A paragraph, a heading, or a line at the end.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Paragraph {
    /// Its words, without line breaks but those that are meant.
    pub text: String,
    /// What it is.
    pub role: Role,
    /// Where in the report its words stand; none where it was read from a file, or says what no
    /// report does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<TextSource>,
}

/// The words of a report a paragraph shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextSource {
    /// Where they stand in the report.
    pub range: TextRange,
    /// How many characters of the paragraph stand before them: the number of a heading.
    pub before: usize,
}

impl TextSource {
    /// The characters of the paragraph that show a piece of the report; none where it shows nothing
    /// of it.
    pub fn shown(&self, piece: &TextRange) -> Option<Characters> {
        let (own, wanted) = (self.range.characters, piece.characters);
        let same = (&self.range.place, self.range.paragraph) == (&piece.place, piece.paragraph);
        let at = wanted.at.max(own.at);
        let length = wanted.end().min(own.end()).saturating_sub(at);
        (same && length > 0).then(|| Characters { at: at - own.at + self.before, length })
    }
}

/// A table as a grid; rows and columns count from 0, merged cells stand in it once.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// How many rows the grid has.
    pub rows: u16,
    /// How many columns it has.
    pub columns: u16,
    /// Widths of the columns in thousandths of the table's width; empty where unknown: what they
    /// hold then tells how wide they are.
    pub widths: Vec<u16>,
    /// Rows at the top to repeat on the next page.
    pub head_rows: u16,
    /// Row by row, each row from left to right.
    pub cells: Vec<TableCell>,
    /// Wider than the page is: it stands on pages of its own, turned, with the headings above it.
    #[serde(default)]
    pub sideways: bool,
}

/// A cell of a table; a merged one stands at its upper left place.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TableCell {
    /// Its first row, from 0.
    pub row: u16,
    /// Its first column, from 0.
    pub column: u16,
    /// 1 or more
    pub row_span: u16,
    /// 1 or more
    pub column_span: u16,
    /// What it says; empty where it is blank.
    pub text: String,
    /// A label, not a figure.
    pub label: bool,
    /// The figure of the report it shows, or would if it were not blank; none where it was read from
    /// a file, and in tables that are not the form's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figure: Option<CellId>,
    /// Written from top to bottom.
    pub vertical: bool,
    /// A bar of a chart is drawn in it, this many thousandths of its width long. A table with bars
    /// is a chart: it stands on one page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bar: Option<u16>,
}

impl Paragraph {
    /// A paragraph that shows no words of a report.
    pub fn new(role: Role, text: impl Into<String>) -> Self {
        Paragraph { text: text.into(), role, source: None }
    }
}

/// The heading level a paragraph's own numbering gives it: 1 for `一、`, 2 for `（一）`, 3 for `1.`, 4
/// for `（1）`; none for body text. The number alone does not make a heading: a heading is one line
/// of at most 40 characters without a full stop inside.
pub fn heading_level(text: &str) -> Option<u8> {
    let text = text.trim();
    let level = numbering(text)?.0;
    let inner = text.trim_end_matches(['。', '：', '；', '.']);
    let stops = inner.chars().any(|c| "。；！？".contains(c));
    (!stops && text.chars().count() <= 40).then_some(level)
}

/// The numbering a paragraph begins with: its level and its length in bytes.
pub fn numbering(text: &str) -> Option<(u8, usize)> {
    const CHINESE: &str = "一二三四五六七八九十";
    let opened = text.starts_with(['（', '(']);
    let rest = if opened { &text[text.chars().next()?.len_utf8()..] } else { text };
    let chinese = rest.chars().take_while(|c| CHINESE.contains(*c)).count();
    let arabic = rest.chars().take_while(|c| is_digit(*c)).count();
    let (chinese, length) = match (chinese, arabic) {
        (1..=3, 0) => (true, chinese),
        (0, 1..=2) => (false, arabic),
        _ => return None,
    };
    let mut after = rest.char_indices().skip(length);
    let (at, mark) = after.next()?;
    let end = text.len() - rest.len() + at + mark.len_utf8();
    match (opened, chinese, mark) {
        (true, true, '）' | ')') => Some((2, end)),
        (true, false, '）' | ')') => Some((4, end)),
        (false, true, '、' | '.' | '．') => Some((1, end)),
        // 3.5万元 is a figure, not a third point.
        (false, false, '.' | '．' | '、') if !after.next().is_some_and(|(_, c)| is_digit(c)) => {
            Some((3, end))
        }
        _ => None,
    }
}

/// An Arabic digit, half-width or full-width.
fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::Place;

    #[test]
    fn a_piece_of_the_report_is_shown_where_its_paragraph_has_it() {
        let of = |at, length| TextRange {
            place: Place::chapter("overview"),
            paragraph: None,
            characters: Characters { at, length },
        };
        // 一、总体情况, of a heading with a blank before it.
        let source = TextSource { range: of(1, 4), before: 2 };
        assert_eq!(source.shown(&of(3, 2)), Some(Characters { at: 4, length: 2 }));
        assert_eq!(source.shown(&of(0, 9)), Some(Characters { at: 2, length: 4 }));
        assert_eq!(source.shown(&of(0, 1)), None);
        assert_eq!(source.shown(&TextRange { paragraph: Some(0), ..of(3, 2) }), None);
        assert_eq!(source.shown(&TextRange { place: Place::chapter("other"), ..of(3, 2) }), None);
    }

    #[test]
    fn numbering_gives_the_level() {
        for (text, level) in [
            ("一、总体情况", Some(1)),
            ("（一）主动公开", Some(2)),
            ("(十二) 主动公开", Some(2)),
            ("1.主动公开", Some(3)),
            ("（1）主动公开", Some(4)),
            ("３．主动公开", Some(3)),
            ("3.5万元", None),
            ("2020年，本机关", None),
            ("一是加强学习", None),
        ] {
            assert_eq!(heading_level(text), level, "{text}");
        }
    }

    #[test]
    fn a_numbered_sentence_that_runs_on_is_no_heading() {
        assert_eq!(heading_level("（一）主动公开。全年公开信息25条。"), None);
        assert_eq!(numbering("（一）主动公开。全年公开信息25条。").map(|n| n.0), Some(2));
    }
}
