//! A document as lines: what stands beside each other in it, whether its file has real tables,
//! cells parted by tabs, or words parted by blanks. Recognition walks these and needs no format.

use crate::Unreadable;
use crate::figures::is_figure;
use crate::limits::Limits;
use gongkai_model::document::{Block, Document, Role, TableCell, normalize};
use gongkai_model::form::{CellId, Kind};

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
    /// Where each of them stands in its table, if there is a grid.
    pub places: Vec<Place>,
    /// It stands in a table whose heads are known, its figures in the form's order.
    pub in_order: bool,
    /// The figures its contents are, where the heads over them tell; none of them on a line of such
    /// heads.
    pub cells: Option<Vec<(CellId, Kind)>>,
}

/// Columns and rows of a table from a cell's first on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub row: usize,
    pub column: usize,
    /// 1 or more
    pub rows: usize,
    /// 1 or more
    pub columns: usize,
}

impl Place {
    fn of(cell: &TableCell) -> Self {
        let at_least_one = |span: u16| usize::from(span.max(1));
        Place {
            row: usize::from(cell.row),
            column: usize::from(cell.column),
            rows: at_least_one(cell.row_span),
            columns: at_least_one(cell.column_span),
        }
    }

    /// The first column behind it.
    pub fn end(&self) -> usize {
        self.column + self.columns
    }

    pub fn covers(&self, column: usize) -> bool {
        (self.column..self.end()).contains(&column)
    }
}

/// One piece of a table row.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Label(String),
    /// The content of a figure's cell.
    Figure(String),
    /// A cell with nothing in it.
    Empty,
    /// The place of a figure that cannot be told from its neighbour's; what stands there.
    Unclear(String),
    /// The place of a figure whose column the table has not.
    Absent,
}

impl Line {
    pub fn is_blank(&self) -> bool {
        self.shape == Shape::Text && self.text.is_empty()
    }

    pub fn labels(&self) -> impl Iterator<Item = &str> {
        self.tokens.iter().filter_map(|token| match token {
            Token::Label(label) => Some(label.as_str()),
            _ => None,
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
    // Lines that began with a tab.
    let mut marked = Vec::new();
    for (block, content) in document.blocks.iter().enumerate() {
        match content {
            Block::Paragraph(paragraph) => {
                if paragraph.text.starts_with('\t') {
                    marked.push(out.len());
                }
                out.push(line(block, paragraph.role, &paragraph.text));
            }
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
                        places: row.iter().map(Place::of).collect(),
                        in_order: false,
                        cells: None,
                    });
                }
            }
        }
    }
    for at in &marked {
        give_back_first_cell(&mut out, *at, &marked);
    }
    Ok(out)
}

/// One tab at the beginning is how some extractions mark any cell; beside a line of one cell more,
/// it stands behind a blank one.
fn give_back_first_cell(lines: &mut [Line], at: usize, marked: &[usize]) {
    let cells = |line: &Line| (line.shape == Shape::Cells).then_some(line.tokens.len());
    let beside = [at.checked_sub(1), at.checked_add(1)].into_iter().flatten();
    let beside = beside.filter(|at| marked.binary_search(at).is_err());
    let Some(count) = lines.get(at).and_then(cells) else { return };
    let mut beside = beside.filter_map(|at| lines.get(at).and_then(cells));
    if count > 1
        && beside.any(|other| other == count + 1)
        && let Some(line) = lines.get_mut(at)
    {
        line.tokens.insert(0, Token::Empty);
        line.places = places(line.tokens.len());
    }
}

/// Cells beside each other, none of them merged.
fn places(count: usize) -> Vec<Place> {
    (0..count).map(|column| Place { row: 0, column, rows: 1, columns: 1 }).collect()
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
    let places = match shape {
        Shape::Cells => places(tokens.len()),
        _ => Vec::new(),
    };
    Line { block, shape, role, text, indent, tokens, places, in_order: false, cells: None }
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
