//! [`Document`] → Markdown, which any editor shows and `read` reads back.
//!
//! Markdown knows no merged cells: a label stands in its first cell and the others stay empty. What
//! in a text would be a mark has a backslash before it.

use crate::error::NotWritten;
use crate::format::{FileFormat, Source};
use crate::verify::document::{checked, first_difference};
use gongkai_model::document::{Block, Document, Role, Table, normalize};

/// Text with marks.
pub(crate) const FORMAT: FileFormat =
    FileFormat { name: "markdown", called: "Markdown", endings: &["md"], write };

fn write(source: &Source<'_>) -> Result<Vec<u8>, NotWritten> {
    let document = &source.document;
    let bytes = markdown(document).into_bytes();
    checked(bytes, gongkai_read::text::read, |read| {
        first_difference(&lines_written(document), &lines_read(read))
    })
}

/// What each line says, cell by cell.
fn lines_written(document: &Document) -> Vec<String> {
    let lines = document.blocks.iter().flat_map(|block| match block {
        Block::Paragraph(paragraph) => vec![normalize::text(&in_one_line(&paragraph.text))],
        Block::Table(table) => grid(table)
            .into_iter()
            .map(|row| {
                let cells = row.into_iter().map(|cell| normalize::text(&in_one_line(cell)));
                cells.fold(String::new(), |line, cell| line + "\t" + &cell)
            })
            .collect(),
    });
    lines.filter(|line| !line.is_empty()).collect()
}

fn lines_read(document: &Document) -> Vec<String> {
    let texts = document.blocks.iter().filter_map(|block| match block {
        Block::Paragraph(paragraph) => Some(&paragraph.text),
        Block::Table(_) => None,
    });
    let lines = texts.map(|text| {
        let cells: Vec<String> = text.split('\t').map(normalize::text).collect();
        cells.join("\t")
    });
    lines.filter(|line| !line.is_empty()).collect()
}

/// Writes a document as Markdown in UTF-8.
pub fn markdown(document: &Document) -> String {
    let mut parts: Vec<String> = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Paragraph(paragraph) => {
                let mark = match paragraph.role {
                    Role::Title => "# ",
                    Role::Heading(1) => "## ",
                    Role::Heading(2) => "### ",
                    Role::Heading(_) | Role::Body | Role::Signature | Role::Date => "",
                };
                let text = escaped(&paragraph.text, BEGIN_OF_PARAGRAPH);
                // A mark without words would be words.
                if !text.trim().is_empty() {
                    parts.push(format!("{mark}{text}"));
                }
            }
            Block::Table(table) => parts.push(rows(table)),
        }
    }
    parts.join("\n\n") + "\n"
}

/// The text on one line, without what is no character of any text.
fn in_one_line(text: &str) -> String {
    let kept = |c: char| !(c.is_control() || matches!(c, '\u{fdd0}'..='\u{fdef}' | '\u{feff}'));
    let line = |c: char| {
        if matches!(c, '\n' | '\r' | '\t' | '\u{b}'..='\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
        {
            ' '
        } else {
            c
        }
    };
    text.chars().map(line).filter(|c| kept(*c)).collect()
}

/// What is a mark where a paragraph begins, and where a cell does.
const BEGIN_OF_PARAGRAPH: &str = "#-+>=:";
const BEGIN_OF_CELL: &str = "#";

/// A text in which no mark is left: a backslash stands before each.
fn escaped(text: &str, at_begin: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut begun = false;
    for c in in_one_line(text).chars() {
        if "\\`*_|<[~".contains(c) || (!begun && at_begin.contains(c)) {
            out.push('\\');
        }
        begun |= !c.is_whitespace();
        out.push(c);
    }
    out
}

/// What each place of a table says, row by row.
fn grid(table: &Table) -> Vec<Vec<&str>> {
    let mut grid = vec![vec![""; table.columns as usize]; table.rows as usize];
    for cell in &table.cells {
        let place =
            grid.get_mut(cell.row as usize).and_then(|row| row.get_mut(cell.column as usize));
        if let Some(place) = place {
            *place = &cell.text;
        }
    }
    grid
}

fn rows(table: &Table) -> String {
    let row = |row: Vec<&str>| {
        // A row of strokes alone would be the line under a head.
        let strokes = row.iter().all(|cell| cell.chars().all(|c| "-=+: ".contains(c)));
        let at_begin = if strokes { BEGIN_OF_PARAGRAPH } else { BEGIN_OF_CELL };
        let cells: Vec<String> = row.into_iter().map(|cell| escaped(cell, at_begin)).collect();
        format!("| {} |", cells.join(" | "))
    };
    let mut lines: Vec<String> = grid(table).into_iter().map(row).collect();
    // The line under the head is what makes it a table for Markdown.
    lines.insert(1.min(lines.len()), format!("|{}", " --- |".repeat(table.columns as usize)));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_model::form::Forms;
    use gongkai_model::report::{Cell, Report};

    #[test]
    fn a_quoted_figure_is_written_as_a_figure_and_nothing_else() {
        let forms = Forms::official();
        let mut report = Report::blank(forms.edition("2021").unwrap(), "青铜镇人民政府", 2026);
        report.cells.insert("requests/new/total".into(), Cell::typed(12));
        report.chapters[0].paragraphs = vec!["收到\u{fffc}件。".into()];
        let figure = report.figure(&"requests/new/total".into());
        report.chapters[0].quote('\u{fffc}', "requests/new/total".into(), figure);
        let text = markdown(&gongkai_compose::document(&report, &forms));
        let back = gongkai_read::report(text.as_bytes(), "年报.md", &forms).unwrap().report;
        assert_eq!(back.chapters[0].paragraphs, ["收到12件。"]);
        assert!(back.chapters[0].quoted.is_empty());
    }
}
