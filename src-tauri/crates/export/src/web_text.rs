//! A document as a text for the editor of a web site, which takes it from the clipboard: the web page's
//! content without its head, and plain words for editors that keep nothing else.

use crate::error::NotWritten;
use crate::html::html;
use gongkai_model::document::{Block, Document, Table};

/// A text in both kinds a clipboard holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebText {
    /// Elements with their look said at each.
    pub html: String,
    /// A paragraph a line; a table row a line, its cells parted by tabs.
    pub plain: String,
}

/// The document as a text for a web editor.
///
/// # Errors
/// When the web page it is taken from does not read back the same.
pub fn web_text(document: &Document) -> Result<WebText, NotWritten> {
    let page = String::from_utf8(html(document)?).map_err(|_| NotWritten::File)?;
    let inner = page.split_once("<body").and_then(|(_, rest)| rest.split_once('>'));
    let inner = inner.and_then(|(_, rest)| rest.rsplit_once("</body>"));
    let (content, _) = inner.ok_or(NotWritten::File)?;
    let lines = document.blocks.iter().map(|block| match block {
        Block::Paragraph(paragraph) => paragraph.text.replace('\n', ""),
        Block::Table(table) => rows(table),
    });
    Ok(WebText {
        html: content.trim().to_owned(),
        plain: lines.collect::<Vec<_>>().join("\n") + "\n",
    })
}

fn rows(table: &Table) -> String {
    let row = |row: u16| {
        let cells = table.cells.iter().filter(|cell| cell.row == row);
        cells.map(|cell| cell.text.replace('\n', "")).collect::<Vec<_>>().join("\t")
    };
    (0..table.rows).map(row).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::reports;

    #[test]
    fn both_texts_hold_the_report_and_no_page_around_it() {
        for document in reports() {
            let text = web_text(&document).unwrap();
            assert!(text.html.starts_with("<h1 ") && text.html.contains("<table "));
            for head in ["<html", "<head", "<body", "<style", "@page"] {
                assert!(!text.html.contains(head), "{head}");
            }
            let read = gongkai_read::html::read(text.html.as_bytes()).unwrap();
            assert_eq!(crate::verify::document::same(&document, &read), Ok(()));
            assert!(text.plain.contains("<甲> & 乙“丙”。"));
            assert!(text.plain.lines().any(|line| line.starts_with("四、结转下年度继续办理\t")));
        }
    }
}
