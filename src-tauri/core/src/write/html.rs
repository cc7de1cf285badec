//! Document → a web page for the office's site: headings, paragraphs, tables with the scope of each
//! head. No script, no style sheet, no class: nothing a content system would strip.

use super::file::{NotWritten, checked, same};
use crate::document::spoken::Scope;
use crate::document::{Block, Document, Role, Table, TableCell};
use crate::read;
use std::fmt::Write;

/// Writes the page, in UTF-8. What was written has been read back and compared.
///
/// # Errors
/// When what is read back differs from the document.
pub fn html(document: &Document) -> Result<Vec<u8>, NotWritten> {
    let title = document.blocks.iter().find_map(|block| match block {
        Block::Paragraph(paragraph) if paragraph.role == Role::Title => {
            Some(escaped(&paragraph.text))
        }
        _ => None,
    });
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n<title>{}</title>\n</head>\n<body>\n",
        title.unwrap_or_default()
    );
    for (block, level) in document.blocks.iter().zip(document.spoken_levels()) {
        match block {
            Block::Paragraph(paragraph) => {
                let text = escaped(&paragraph.text).replace('\n', "<br>");
                let line = match paragraph.role {
                    Role::Title => format!("<h1 align=\"center\">{text}</h1>"),
                    Role::Heading(_) => {
                        let level = level.unwrap_or(2);
                        format!("<h{level}>{text}</h{level}>")
                    }
                    Role::Body => format!("<p>{text}</p>"),
                    Role::Signature | Role::Date => format!("<p align=\"right\">{text}</p>"),
                };
                let _ = writeln!(out, "{line}");
            }
            Block::Table(table) => write_table(table, &mut out),
        }
    }
    out.push_str("</body>\n</html>\n");
    let out = out.into_bytes();
    checked(out, read::html::read, |read| same(document, read))
}

fn write_table(table: &Table, out: &mut String) {
    out.push_str("<table border=\"1\" cellspacing=\"0\" cellpadding=\"4\" width=\"100%\">\n");
    for row in 0..table.rows {
        out.push_str("<tr>");
        for cell in table.cells.iter().filter(|cell| cell.row == row) {
            let span = |name: &str, span: u16| match span {
                0 | 1 => String::new(),
                span => format!(" {name}=\"{span}\""),
            };
            let spans = span("rowspan", cell.row_span) + &span("colspan", cell.column_span);
            let text = escaped(&cell.text).replace('\n', "<br>");
            let _ = if cell.label {
                write!(out, "<th scope=\"{}\"{spans}>{text}</th>", scope(table, cell))
            } else {
                write!(out, "<td align=\"center\"{spans}>{text}</td>")
            };
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</table>\n");
}

fn scope(table: &Table, head: &TableCell) -> &'static str {
    match (table.scope(head), head.row_span > 1, head.column_span > 1) {
        (Scope::Row, true, _) => "rowgroup",
        (Scope::Row, false, _) => "row",
        (Scope::Column, _, true) => "colgroup",
        (Scope::Column, _, false) => "col",
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() && c != '\n' => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Paragraph;
    use crate::write::file::tests::reports;

    #[test]
    fn headings_skip_no_level() {
        let headings = [(1, "一、甲"), (3, "1.乙"), (4, "（1）丙"), (1, "二、丁"), (4, "（1）戊")];
        let paragraph =
            |role, text: &str| Block::Paragraph(Paragraph { role, text: text.to_owned() });
        let mut blocks = vec![paragraph(Role::Title, "年报")];
        blocks.extend(headings.map(|(level, text)| paragraph(Role::Heading(level), text)));
        let page = html(&Document { blocks, ..Document::default() }).unwrap();
        let page = String::from_utf8(page).unwrap();
        let ends = page.match_indices("</h").filter_map(|(at, _)| page[at + 3..].chars().next());
        let levels: String = ends.filter(char::is_ascii_digit).collect();
        assert_eq!(levels, "123423");
    }

    #[test]
    fn every_head_has_its_scope_and_nothing_else_is_there() {
        for document in reports() {
            let page = String::from_utf8(html(&document).unwrap()).unwrap();
            assert!(page.contains("<th scope=\"rowgroup\" rowspan="), "{page}");
            assert!(page.contains("<th scope=\"colgroup\" colspan=\"5\">"));
            assert!(page.contains("&lt;甲&gt; &amp; 乙"));
            for stripped in ["<script", "style=", "class=", "<div"] {
                assert!(!page.contains(stripped));
            }
        }
    }
}
