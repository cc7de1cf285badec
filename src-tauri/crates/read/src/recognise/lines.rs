//! A document as lines: what stands beside each other in it, whether its file has real tables,
//! cells parted by tabs, or words parted by blanks. Recognition walks these and needs no format.

use crate::Unreadable;
use crate::figures::is_figure;
use crate::limits::Limits;
use gongkai_model::document::{Block, Document, Role, normalize};

/// How a line's pieces came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A paragraph or a line of plain text.
    Text,
    /// A line of plain text with tabs.
    Cells,
    /// A row of a real table.
    Row,
}

#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Number of the block in the document it comes from.
    pub block: usize,
    pub shape: Shape,
    pub role: Role,
    /// The whole line, cleaned.
    pub text: String,
    /// Blanks before the text, in characters; a paragraph of its own where there are many.
    pub indent: usize,
    pub tokens: Vec<Token>,
}

/// One piece of a table row.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Label(String),
    /// The content of a figure's cell.
    Figure(String),
    /// A cell with nothing in it.
    Empty,
}

impl Line {
    pub fn is_blank(&self) -> bool {
        self.shape == Shape::Text && self.text.is_empty()
    }

    pub fn labels(&self) -> impl Iterator<Item = &str> {
        self.tokens.iter().filter_map(|token| match token {
            Token::Label(label) => Some(label.as_str()),
            Token::Figure(_) | Token::Empty => None,
        })
    }

    pub fn figures(&self) -> usize {
        self.tokens.iter().filter(|token| matches!(token, Token::Figure(_))).count()
    }
}

/// # Errors
/// [`Unreadable::TooLong`] for more than any report has.
pub(super) fn lines(document: &Document) -> Result<Vec<Line>, Unreadable> {
    Limits::within(document)?;
    let mut out = Vec::new();
    for (block, content) in document.blocks.iter().enumerate() {
        match content {
            Block::Paragraph(paragraph) => out.push(line(block, paragraph.role, &paragraph.text)),
            Block::Table(table) => {
                for row in table.cells.chunk_by(|a, b| a.row == b.row) {
                    let pieces: Vec<&str> = row.iter().map(|cell| cell.text.as_str()).collect();
                    out.push(Line {
                        block,
                        shape: Shape::Row,
                        role: Role::Body,
                        text: normalize::text(&pieces.join(" ")),
                        indent: 0,
                        tokens: pieces.into_iter().map(cell).collect(),
                    });
                }
            }
        }
    }
    Ok(out)
}

fn line(block: usize, role: Role, raw: &str) -> Line {
    let text = normalize::text(raw);
    let indent =
        raw.chars().take_while(|c| c.is_whitespace()).map(|c| if c == '\u{3000}' { 2 } else { 1 });
    let indent = indent.sum();
    let (shape, tokens) = if raw.contains('\t') {
        // One tab at the beginning is how some extractions mark any cell.
        let cells = raw.strip_prefix('\t').unwrap_or(raw);
        (Shape::Cells, cells.split('\t').map(cell).collect())
    } else {
        (Shape::Text, words(raw))
    };
    Line { block, shape, role, text, indent, tokens }
}

fn cell(raw: &str) -> Token {
    let text = normalize::text(raw);
    match text {
        _ if text.is_empty() => Token::Empty,
        _ if is_figure(raw) => Token::Figure(raw.trim().to_owned()),
        _ => Token::Label(text),
    }
}

/// Words parted by blanks; figures only count at the end of the line, also where they are stuck to
/// the label.
fn words(raw: &str) -> Vec<Token> {
    let words: Vec<&str> = raw.split_whitespace().collect();
    let figures = words.iter().rev().take_while(|word| is_figure(word)).count();
    let labels = words.len() - figures;
    let mut out = Vec::with_capacity(words.len() + 1);
    for (at, word) in words.into_iter().enumerate() {
        if at >= labels {
            out.push(Token::Figure(word.to_owned()));
        } else if at + 1 == labels
            && let Some((label, digits)) = stuck(word)
        {
            out.push(Token::Label(normalize::text(label)));
            out.push(Token::Figure(digits.to_owned()));
        } else {
            out.push(Token::Label(normalize::text(word)));
        }
    }
    out
}

/// `（七）总计0000000`: a label and the digits at its end, three or more.
fn stuck(word: &str) -> Option<(&str, &str)> {
    let label = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = word.get(label.len()..)?;
    let chinese = label.chars().next_back().is_some_and(|c| !c.is_ascii());
    (chinese && digits.len() >= 3 && !label.ends_with('第')).then_some((label, digits))
}
