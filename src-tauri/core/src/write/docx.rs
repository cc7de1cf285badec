//! Document → a Word file as offices expect it in Word and WPS: page and grid of GB/T 9704-2012,
//! fonts by name, heading styles, indents of two characters, tables with merged cells and fixed
//! widths, page numbers outside on odd and even pages.
//!
//! The few parts of the file are written as they are: a library would hide the very settings the
//! standard asks for.

use super::file::{NotWritten, checked, same};
use crate::document::{Block, Document, Paragraph, Role, Table, TableCell};
use crate::read;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::write::{SimpleFileOptions, ZipWriter};

/// Width of the type area, in twentieths of a point (156 mm).
const AREA_WIDTH: u32 = 8845;
/// What a character of 16 pt is set closer by, so that 28 of them fill 156 mm: a quarter of a point.
const CLOSER: &str = "<w:spacing w:val=\"-5\"/>";
const NAMESPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// Writes the file. What was written has been read back and compared.
///
/// # Errors
/// When what is read back differs from the document.
pub fn docx(document: &Document) -> Result<Vec<u8>, NotWritten> {
    let main = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let types = format!(
        "{HEAD}<Types xmlns=\"{PACKAGE}/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Override PartName=\"/word/document.xml\" ContentType=\"{main}.document.main+xml\"/>\
         <Override PartName=\"/word/styles.xml\" ContentType=\"{main}.styles+xml\"/>\
         <Override PartName=\"/word/settings.xml\" ContentType=\"{main}.settings+xml\"/>\
         <Override PartName=\"/word/footer1.xml\" ContentType=\"{main}.footer+xml\"/>\
         <Override PartName=\"/word/footer2.xml\" ContentType=\"{main}.footer+xml\"/></Types>"
    );
    let relations = |all: &[(&str, &str)]| {
        let mut out = format!("{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\">");
        for (at, (kind, target)) in all.iter().enumerate() {
            let id = at + 1;
            let _ = write!(
                out,
                "<Relationship Id=\"rId{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>"
            );
        }
        out + "</Relationships>"
    };
    let parts = [
        ("[Content_Types].xml", types),
        ("_rels/.rels", relations(&[("officeDocument", "word/document.xml")])),
        (
            "word/_rels/document.xml.rels",
            relations(&[
                ("styles", "styles.xml"),
                ("settings", "settings.xml"),
                ("footer", "footer1.xml"),
                ("footer", "footer2.xml"),
            ]),
        ),
        ("word/document.xml", body(document)),
        ("word/styles.xml", styles()),
        (
            "word/settings.xml",
            format!(
                "{HEAD}<w:settings xmlns:w=\"{NAMESPACE}\"><w:evenAndOddHeaders/></w:settings>"
            ),
        ),
        ("word/footer1.xml", footer("right", "right")),
        ("word/footer2.xml", footer("left", "left")),
    ];
    let bytes = packed(&parts).map_err(|_| NotWritten::File)?;
    checked(bytes, read::docx::read, |read| same(document, read))
}

fn packed(parts: &[(&str, String)]) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default())?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

fn body(document: &Document) -> String {
    let mut out =
        format!("{HEAD}<w:document xmlns:w=\"{NAMESPACE}\" xmlns:r=\"{OFFICE}\"><w:body>");
    for (at, block) in document.blocks.iter().enumerate() {
        match block {
            Block::Paragraph(paragraph) => {
                let begins_end = matches!(paragraph.role, Role::Signature | Role::Date)
                    && !at.checked_sub(1).and_then(|at| document.blocks.get(at)).is_some_and(
                        |before| matches!(before, Block::Paragraph(p) if p.role == Role::Signature),
                    );
                write_paragraph(paragraph, begins_end, &mut out);
            }
            Block::Table(table) => write_table(table, &mut out),
        }
    }
    // A4; 37, 26, 35 and 28 mm; 22 lines. The 28 characters of a line come of their spacing: in a
    // grid of characters LibreOffice gives each two places where it is wider than one.
    out.push_str(
        "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId3\"/>\
         <w:footerReference w:type=\"even\" r:id=\"rId4\"/>\
         <w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
         <w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1985\" w:left=\"1587\" w:header=\"851\" w:footer=\"1389\" w:gutter=\"0\"/>\
         <w:docGrid w:type=\"lines\" w:linePitch=\"580\"/></w:sectPr>\
         </w:body></w:document>",
    );
    out
}

fn write_paragraph(paragraph: &Paragraph, begins_end: bool, out: &mut String) {
    let (style, properties) = match paragraph.role {
        Role::Title => ("Title", ""),
        Role::Heading(1) => ("1", ""),
        Role::Heading(2) => ("2", ""),
        Role::Heading(3) => ("3", ""),
        Role::Heading(_) => ("4", ""),
        Role::Body => ("Text", ""),
        // Two characters from the right edge; the date's first two to the right of the signature's.
        Role::Signature | Role::Date => (
            "a",
            "<w:keepLines/><w:ind w:rightChars=\"200\" w:right=\"632\"/><w:jc w:val=\"right\"/>",
        ),
    };
    let before = if begins_end { "<w:spacing w:before=\"580\"/>" } else { "" };
    let (keep, rest) = match properties.strip_prefix("<w:keepLines/>") {
        Some(rest) => ("<w:keepLines/>", rest),
        None => ("", properties),
    };
    let _ = write!(
        out,
        "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{keep}{before}{rest}</w:pPr>{}</w:p>",
        runs(&paragraph.text)
    );
}

/// Text as runs, its line breaks kept.
fn runs(text: &str) -> String {
    let mut out = String::new();
    for (at, line) in text.split('\n').enumerate() {
        let line_break = if at > 0 { "<w:br/>" } else { "" };
        if !line_break.is_empty() || !line.is_empty() {
            let text = escaped(line);
            let _ = write!(
                out,
                "<w:r><w:rPr><w:rFonts w:hint=\"eastAsia\"/></w:rPr>{line_break}<w:t xml:space=\"preserve\">{text}</w:t></w:r>"
            );
        }
    }
    out
}

fn write_table(table: &Table, out: &mut String) {
    let columns = usize::from(table.columns.max(1));
    let widths: Vec<u32> = if table.widths.len() == columns {
        table.widths.iter().map(|width| u32::from(*width) * AREA_WIDTH / 1000).collect()
    } else {
        vec![AREA_WIDTH / columns as u32; columns]
    };
    out.push_str(
        "<w:tbl><w:tblPr><w:tblW w:w=\"8845\" w:type=\"dxa\"/><w:jc w:val=\"center\"/><w:tblBorders>",
    );
    for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
        let _ =
            write!(out, "<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>");
    }
    out.push_str(
        "</w:tblBorders><w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"40\" w:type=\"dxa\"/>\
         <w:right w:w=\"40\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>",
    );
    for width in &widths {
        let _ = write!(out, "<w:gridCol w:w=\"{width}\"/>");
    }
    out.push_str("</w:tblGrid>");
    for row in 0..table.rows {
        out.push_str("<w:tr><w:trPr><w:cantSplit/>");
        out.push_str(if row < table.head_rows { "<w:tblHeader/>" } else { "" });
        out.push_str("</w:trPr>");
        let mut reaching: Vec<&TableCell> = table
            .cells
            .iter()
            .filter(|c| c.row <= row && row < c.row.saturating_add(c.row_span.max(1)))
            .collect();
        reaching.sort_by_key(|cell| cell.column);
        for cell in reaching {
            write_cell(cell, row, &widths, out);
        }
        out.push_str("</w:tr>");
    }
    out.push_str("</w:tbl>");
}

fn write_cell(cell: &TableCell, row: u16, widths: &[u32], out: &mut String) {
    let span = usize::from(cell.column_span.max(1));
    let width: u32 = widths.iter().skip(usize::from(cell.column)).take(span).sum();
    let _ = write!(out, "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>");
    if span > 1 {
        let _ = write!(out, "<w:gridSpan w:val=\"{span}\"/>");
    }
    let begins = cell.row == row;
    if cell.row_span > 1 {
        out.push_str(if begins { "<w:vMerge w:val=\"restart\"/>" } else { "<w:vMerge/>" });
    }
    if cell.vertical {
        out.push_str("<w:textDirection w:val=\"tbRlV\"/>");
    }
    out.push_str("<w:vAlign w:val=\"center\"/></w:tcPr>");
    let text = if begins { cell.text.as_str() } else { "" };
    let left = cell.label && text.chars().count() > 12;
    let style = if left { "TableText" } else { "TableFigure" };
    let _ =
        write!(out, "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{}</w:p></w:tc>", runs(text));
}

/// A foot with the page number between one-em dashes, one character from the outer edge.
fn footer(align: &str, side: &str) -> String {
    let run = |inside: &str| {
        format!(
            "<w:r><w:rPr><w:rFonts w:ascii=\"宋体\" w:hAnsi=\"宋体\" w:eastAsia=\"宋体\"/><w:sz w:val=\"28\"/></w:rPr>{inside}</w:r>"
        )
    };
    let text = |text: &str| run(&format!("<w:t xml:space=\"preserve\">{text}</w:t>"));
    let field = |kind: &str| run(&format!("<w:fldChar w:fldCharType=\"{kind}\"/>"));
    format!(
        "{HEAD}<w:ftr xmlns:w=\"{NAMESPACE}\"><w:p><w:pPr><w:ind w:{side}Chars=\"100\" w:{side}=\"280\"/><w:jc w:val=\"{align}\"/></w:pPr>{}{}{}{}{}{}{}</w:p></w:ftr>",
        text("— "),
        field("begin"),
        run("<w:instrText xml:space=\"preserve\"> PAGE </w:instrText>"),
        field("separate"),
        text("1"),
        field("end"),
        text(" —"),
    )
}

fn styles() -> String {
    // Name, fonts, size in half points, paragraph, outline level.
    let fonts = |east: &str, latin: &str| {
        format!(
            "<w:rFonts w:ascii=\"{latin}\" w:hAnsi=\"{latin}\" w:cs=\"{latin}\" w:eastAsia=\"{east}\"/>"
        )
    };
    let style = |id: &str, name: &str, paragraph: &str, run: &str| {
        format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn w:val=\"a\"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
        )
    };
    let fang = fonts("仿宋_GB2312", "Times New Roman");
    let indent = "<w:ind w:firstLineChars=\"200\" w:firstLine=\"632\"/>";
    let heading = |level: u8| format!("<w:keepNext/>{indent}<w:outlineLvl w:val=\"{level}\"/>");
    let table = fonts("仿宋_GB2312", "宋体");
    let mut out = format!(
        "{HEAD}<w:styles xmlns:w=\"{NAMESPACE}\"><w:docDefaults><w:rPrDefault><w:rPr>{fang}{CLOSER}<w:sz w:val=\"32\"/><w:szCs w:val=\"32\"/><w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>\
         <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"a\"><w:name w:val=\"Normal\"/><w:qFormat/><w:pPr><w:widowControl w:val=\"0\"/><w:spacing w:line=\"580\" w:lineRule=\"exact\"/><w:jc w:val=\"both\"/></w:pPr></w:style>"
    );
    out += &style("Text", "报告正文", indent, "");
    out += &style(
        "Title",
        "Title",
        "<w:spacing w:before=\"0\" w:after=\"580\" w:line=\"700\" w:lineRule=\"exact\"/><w:jc w:val=\"center\"/>",
        &(fonts("方正小标宋简体", "Times New Roman")
            + "<w:spacing w:val=\"0\"/><w:sz w:val=\"44\"/><w:szCs w:val=\"44\"/>"),
    );
    out += &style("1", "heading 1", &heading(0), &fonts("黑体", "Times New Roman"));
    out += &style("2", "heading 2", &heading(1), &fonts("楷体_GB2312", "Times New Roman"));
    out += &style("3", "heading 3", &heading(2), "");
    out += &style("4", "heading 4", &heading(3), "");
    for (id, name, align) in
        [("TableFigure", "表格数字", "center"), ("TableText", "表格文字", "left")]
    {
        out += &style(
            id,
            name,
            &format!(
                "<w:snapToGrid w:val=\"0\"/><w:spacing w:line=\"260\" w:lineRule=\"atLeast\"/><w:jc w:val=\"{align}\"/>"
            ),
            &format!("{table}<w:spacing w:val=\"0\"/><w:sz w:val=\"20\"/><w:szCs w:val=\"20\"/>"),
        );
    }
    out + "</w:styles>"
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\t' => out.push('\t'),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::file::tests::reports;

    #[test]
    fn a_report_of_each_edition_is_written_and_reads_back() {
        for document in reports() {
            let bytes = docx(&document).unwrap();
            let read = read::docx::read(&bytes).unwrap();
            let roles = |document: &Document| -> Vec<Role> {
                let roles = document.blocks.iter().filter_map(|block| match block {
                    Block::Paragraph(p) if !matches!(p.role, Role::Signature | Role::Date) => {
                        Some(p.role)
                    }
                    _ => None,
                });
                roles.collect()
            };
            let (before, after) = (roles(&document), roles(&read));
            assert_eq!(before[..], after[..before.len()]);
            assert_eq!(bytes, docx(&document).unwrap(), "the same document gives the same bytes");
        }
    }

    #[test]
    fn an_empty_document_is_no_file() {
        assert_eq!(docx(&Document::default()), Err(NotWritten::File));
    }
}
