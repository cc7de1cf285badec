//! Document → a web page for the office's site: headings, paragraphs, tables with the scope of each
//! head. No script and no class. What the page looks like is said at each element, because content
//! systems keep that and drop a style sheet; the one in the page's head is for paper alone, and
//! nothing is lost without it. Borders and alignment are said once more as attributes, for systems
//! that keep nothing else.

use crate::error::NotWritten;
use crate::escape::escaped;
use crate::format::{FileFormat, Source};
use crate::verify::document::{checked, same};
use gongkai_layout::is_flush_label;
use gongkai_model::document::accessibility::Scope;
use gongkai_model::document::{Block, Document, Role, Table, TableCell};
use std::fmt::Write;

/// On paper: the official margins, a table on one page where it fits, no row parted between pages,
/// the heads of a table repeated.
const ON_PAPER: &str = "@page{size:A4;margin:37mm 26mm 35mm 28mm}\n\
    @media print{\n\
    body{max-width:none!important;padding:0!important}\n\
    h1,h2,h3,h4,h5{break-after:avoid}\n\
    div{overflow:visible!important}\n\
    table{min-width:0!important;font-size:9pt!important;break-inside:avoid}\n\
    th,td{padding:1pt 2pt!important}\n\
    thead{display:table-header-group}\n\
    tr{break-inside:avoid}\n\
    }\n";
const FANG_SONG: &str = "font-family:仿宋_GB2312,仿宋,FangSong,STFangsong,serif";
const KAI_TI: &str = "font-family:楷体_GB2312,楷体,KaiTi,STKaiti,serif";
const HEI_TI: &str = "font-family:黑体,SimHei,STHeiti,sans-serif";
const BIAO_SONG: &str = "font-family:方正小标宋简体,FZXiaoBiaoSong-B05S,宋体,SimSun,serif";
const SONG_TI: &str = "font-family:宋体,SimSun,STSong,serif";
/// The least width of a column of a table, in pixels.
const LEAST_COLUMN: u32 = 48;
/// A text of 16 pt (3号); a long address breaks rather than reach beyond a telephone's screen.
const TEXT: &str =
    "margin:0;font-size:16pt;font-weight:normal;line-height:1.8;overflow-wrap:anywhere";

/// A web page.
pub(crate) const FORMAT: FileFormat =
    FileFormat { name: "html", called: "网页", endings: &["html", "htm"], write };

fn write(source: &Source<'_>) -> Result<Vec<u8>, NotWritten> {
    html(&source.document)
}

/// Writes the page, in UTF-8. What was written has been read back and compared.
///
/// # Errors
/// When what is read back differs from the document.
pub fn html(document: &Document) -> Result<Vec<u8>, NotWritten> {
    let title = document.blocks.iter().find_map(|block| match block {
        Block::Paragraph(paragraph) if paragraph.role == Role::Title => {
            Some(escaped(&paragraph.text, &['\n']))
        }
        _ => None,
    });
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<title>{}</title>\n<style>\n{ON_PAPER}</style>\n</head>\n<body style=\"max-width:800px;margin:0 auto;padding:16px;color:#000;background:#fff\">\n",
        title.unwrap_or_default()
    );
    for (block, level) in document.blocks.iter().zip(document.spoken_levels()) {
        match block {
            Block::Paragraph(paragraph) => {
                let text = escaped(&paragraph.text, &['\n']).replace('\n', "<br>");
                let (tag, align, style) = match paragraph.role {
                    Role::Title => {
                        let large =
                            "margin:0 0 1em;font-size:22pt;font-weight:normal;line-height:1.4";
                        ("h1".to_owned(), "center", format!("{large};{BIAO_SONG}"))
                    }
                    Role::Heading(own) => {
                        let font = match own {
                            1 => HEI_TI,
                            2 => KAI_TI,
                            _ => FANG_SONG,
                        };
                        let style = format!("{TEXT};text-indent:2em;{font}");
                        (format!("h{}", level.unwrap_or(2)), "left", style)
                    }
                    Role::Body => {
                        ("p".to_owned(), "justify", format!("{TEXT};text-indent:2em;{FANG_SONG}"))
                    }
                    Role::Signature | Role::Date => {
                        ("p".to_owned(), "right", format!("{TEXT};padding-right:2em;{FANG_SONG}"))
                    }
                };
                let _ = writeln!(
                    out,
                    "<{tag} align=\"{align}\" style=\"{style};text-align:{align}\">{text}</{tag}>"
                );
            }
            Block::Table(table) => write_table(table, &mut out),
        }
    }
    out.push_str("</body>\n</html>\n");
    let out = out.into_bytes();
    checked(out, gongkai_read::html::read, |read| same(document, read))
}

/// A table as wide as the page; on a screen narrower than its columns need, it scrolls for itself.
fn write_table(table: &Table, out: &mut String) {
    let _ = writeln!(
        out,
        "<div style=\"overflow-x:auto;margin:0.5em 0\">\n\
         <table border=\"1\" rules=\"all\" cellspacing=\"0\" cellpadding=\"4\" width=\"100%\" \
         bordercolor=\"#000000\" style=\"width:100%;min-width:{}px;border-collapse:collapse;\
         border:1px solid #000;font-size:14px;line-height:1.4;{SONG_TI}\">",
        u32::from(table.columns) * LEAST_COLUMN
    );
    if !table.widths.is_empty() {
        out.push_str("<colgroup>");
        for width in &table.widths {
            let _ = write!(out, "<col width=\"{:.1}%\">", f64::from(*width) / 10.0);
        }
        out.push_str("</colgroup>\n");
    }
    // Heads are a part of their own only where none of them reaches beyond it.
    let head = table.head_rows;
    let reaches = |cell: &TableCell| cell.row < head && cell.row + cell.row_span.max(1) > head;
    let head = if table.cells.iter().any(reaches) { 0 } else { head.min(table.rows) };
    for (part, rows) in [("thead", 0..head), ("tbody", head..table.rows)] {
        if rows.is_empty() {
            continue;
        }
        let _ = writeln!(out, "<{part}>");
        rows.for_each(|row| write_row(table, row, out));
        let _ = writeln!(out, "</{part}>");
    }
    out.push_str("</table>\n</div>\n");
}

fn write_row(table: &Table, row: u16, out: &mut String) {
    out.push_str("<tr>");
    for cell in table.cells.iter().filter(|cell| cell.row == row) {
        let span = |name: &str, span: u16| match span {
            0 | 1 => String::new(),
            span => format!(" {name}=\"{span}\""),
        };
        let spans = span("rowspan", cell.row_span) + &span("colspan", cell.column_span);
        let align = if is_flush_label(table, cell) { "left" } else { "center" };
        let vertical =
            if cell.vertical { ";writing-mode:vertical-rl;white-space:nowrap" } else { "" };
        let look = format!(
            " align=\"{align}\" valign=\"middle\" style=\"border:1px solid #000;padding:4px;\
             text-align:{align};vertical-align:middle;font-weight:normal;\
             overflow-wrap:anywhere{vertical}\""
        );
        let text = escaped(&cell.text, &['\n']).replace('\n', "<br>");
        let _ = if cell.label {
            write!(out, "<th scope=\"{}\"{spans}{look}>{text}</th>", scope(table, cell))
        } else {
            write!(out, "<td{spans}{look}>{text}</td>")
        };
    }
    out.push_str("</tr>\n");
}

fn scope(table: &Table, head: &TableCell) -> &'static str {
    match (table.scope(head), head.row_span > 1, head.column_span > 1) {
        (Scope::Row, true, _) => "rowgroup",
        (Scope::Row, false, _) => "row",
        (Scope::Column, _, true) => "colgroup",
        (Scope::Column, _, false) => "col",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::reports;
    use gongkai_model::document::Paragraph;

    #[test]
    fn headings_skip_no_level() {
        let headings = [(1, "一、甲"), (3, "1.乙"), (4, "（1）丙"), (1, "二、丁"), (4, "（1）戊")];
        let paragraph = |role, text: &str| Block::Paragraph(Paragraph::new(role, text));
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
            assert!(page.contains("<th scope=\"colgroup\" colspan=\"5\" "));
            assert!(page.contains("&lt;甲&gt; &amp; 乙"));
            for stripped in ["<script", "class=", "id="] {
                assert!(!page.contains(stripped));
            }
        }
    }

    /// Every element of the page's body as it is written: its name and what stands in its tag.
    fn elements(page: &str) -> Vec<(&str, &str)> {
        let (_, body) = page.split_once("</head>").unwrap();
        let tags = body.split('<').skip(1).filter(|tag| !tag.starts_with('/'));
        let tags = tags.filter_map(|tag| Some(tag.split_once('>')?.0));
        tags.map(|tag| tag.split_once(' ').unwrap_or((tag, ""))).collect()
    }

    #[test]
    fn what_content_systems_keep_says_how_the_page_looks() {
        for document in reports() {
            let page = String::from_utf8(html(&document).unwrap()).unwrap();
            for (name, said) in elements(&page) {
                let asks: &[&str] = match name {
                    "p" | "h2" | "h3" if said.contains("right") => &["padding-right:2em"],
                    "p" | "h2" | "h3" => &["text-indent:2em", "font-size:16pt", "font-family:"],
                    "h1" => &["text-align:center", "font-size:22pt"],
                    "div" => &["overflow-x:auto"],
                    // Without any style the borders are single ones too.
                    "table" => &["border-collapse:collapse", "border=\"1\"", "rules=\"all\""],
                    "th" | "td" => &["border:1px solid", "text-align:", "align=\""],
                    _ => &[],
                };
                for ask in asks {
                    assert!(said.contains(ask), "{name} {said}: {ask}");
                }
            }
            let flush = page.split("<th ").find(|th| th.contains("四、结转下年度继续办理"));
            assert!(flush.unwrap().contains("align=\"left\""));
            assert!(page.contains("writing-mode:vertical-rl"));
        }
    }

    #[test]
    fn a_content_system_that_keeps_no_style_still_shows_the_same_report() {
        for document in reports() {
            let page = String::from_utf8(html(&document).unwrap()).unwrap();
            let (head, body) = page.split_once("</head>").unwrap();
            let mut kept = head.split("<style>").next().unwrap().to_owned();
            for part in body.split(" style=\"") {
                kept.push_str(if kept.contains("<body") {
                    part.split_once('"').map_or(part, |(_, rest)| rest)
                } else {
                    part
                });
            }
            assert!(!kept.contains("style"));
            let read = gongkai_read::html::read(kept.as_bytes()).unwrap();
            assert_eq!(same(&document, &read), Ok(()));
        }
    }
}
