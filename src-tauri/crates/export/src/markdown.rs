//! [`Document`] → Markdown, which any editor shows and `read` reads back.
//!
//! Markdown knows no merged cells: a label stands in its first cell and the others stay empty.

use gongkai_model::document::{Block, Document, Role, Table};

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
