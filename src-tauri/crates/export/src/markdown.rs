//! [`Document`] → Markdown, which any editor shows and `read` reads back.
//!
//! Markdown knows no merged cells: a label stands in its first cell and the others stay empty.

use crate::error::NotWritten;
use crate::format::{FileFormat, Source};
use gongkai_model::document::{Block, Document, Role, Table};

/// Text with marks.
pub(crate) const FORMAT: FileFormat =
    FileFormat { name: "markdown", called: "Markdown", endings: &["md"], write };

fn write(source: &Source<'_>) -> Result<Vec<u8>, NotWritten> {
    source.same_report(markdown(&source.document).into_bytes(), "md")
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
                parts.push(format!("{mark}{}", paragraph.text.replace('\n', " ")));
            }
            Block::Table(table) => parts.push(rows(table)),
        }
    }
    parts.join("\n\n") + "\n"
}

fn rows(table: &Table) -> String {
    let mut grid = vec![vec![String::new(); table.columns as usize]; table.rows as usize];
    for cell in &table.cells {
        let place =
            grid.get_mut(cell.row as usize).and_then(|row| row.get_mut(cell.column as usize));
        if let Some(place) = place {
            *place = cell.text.replace('|', "\\|").replace('\n', " ");
        }
    }
    let mut lines: Vec<String> =
        grid.iter().map(|row| format!("| {} |", row.join(" | "))).collect();
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
