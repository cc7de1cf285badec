//! Word and WPS documents (.docx) → [`Document`]: what a reader of the printed page would read, in
//! its order. Text deleted under tracked changes, hidden text and tables of contents are left out;
//! the numbers of lists are written out.
//!
//! **Deliberately absent**: macros, embedded objects, links to other files. They are never opened.

mod numbering;
mod styles;

use super::contents::Contents;
use super::format::{Container, Format};
use super::grid::{self, Content, DEEPEST, Grid, trimmed};
use super::package::Package;
use super::xml::{self, Element};
use crate::Unreadable;
use gongkai_model::document::{Block, Document};
use numbering::Numbering;
use styles::Styles;

/// Word's files since 2007.
pub(super) const FORMAT: Format = Format {
    name: "docx",
    called: " Word 文件",
    endings: &["docx", "wps"],
    container: Container::Zip,
    is,
    read,
};
const KIND: &str = FORMAT.called;

/// A package of parts that is nothing else may be one whose text lies elsewhere.
fn is(file: &Contents<'_>) -> bool {
    let others = ["xl/", "ppt/", "OFD.xml", "content.xml"];
    let other = || others.iter().any(|other| file.has(other));
    file.has("word/") || (file.has("[Content_Types].xml") && !other())
}

/// Reads a document.
///
/// # Errors
/// Where it is damaged, locked, empty, or more than any report.
pub fn read(bytes: &[u8]) -> Result<Document, Unreadable> {
    let mut package = Package::open(bytes, KIND)?;
    let main = main_part(&mut package)?;
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let beside = |name: &str| {
        if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
    };
    let Some(document) = package.part(&main)? else {
        return Err(if package.has("content.xml") {
            Unreadable::NotSupported(" ODT 文件")
        } else {
            Unreadable::Damaged(KIND)
        });
    };
    let mut part = |name: &str| -> Result<Element, Unreadable> {
        let bytes = package.part(&beside(name))?;
        Ok(bytes.and_then(|bytes| xml::parse(&bytes, KIND).ok()).unwrap_or_default())
    };
    let styles = Styles::of(&part("styles.xml")?);
    let numbering = Numbering::of(&part("numbering.xml")?);
    let root = xml::parse(&document, KIND)?;
    let body = root.child("body").ok_or(Unreadable::Damaged(KIND))?;
    let mut reader = Reader { styles, numbering, fields: Vec::new(), depth: 0 };
    let mut blocks = Vec::new();
    reader.blocks(body, &mut blocks)?;
    let blank = |block: &Block| matches!(block, Block::Paragraph(p) if trimmed(&p.text).is_empty());
    if blocks.iter().all(blank) {
        return Err(Unreadable::Empty);
    }
    blocks.retain(|block| !blank(block));
    Ok(Document { blocks, ..Document::default() })
}

/// The main part's name, by the package's relations.
fn main_part(package: &mut Package<'_>) -> Result<String, Unreadable> {
    const USUAL: &str = "word/document.xml";
    if package.has(USUAL) {
        return Ok(USUAL.to_owned());
    }
    let relations = package.part("_rels/.rels")?.and_then(|bytes| xml::parse(&bytes, KIND).ok());
    let target = relations.as_ref().and_then(|root| {
        let is_main = |e: &&Element| {
            e.attribute("Type").is_some_and(|kind| kind.ends_with("/officeDocument"))
        };
        root.elements().find(is_main)?.attribute("Target")
    });
    Ok(target.map_or(USUAL, |target| target.trim_start_matches('/')).to_owned())
}

/// A field being read: its instruction, then its result.
struct Field {
    instruction: String,
    in_result: bool,
}

impl Field {
    /// Results that are not the author's text.
    fn is_left_out(&self) -> bool {
        let first = self.instruction.split_whitespace().next().unwrap_or_default();
        matches!(first, "TOC" | "PAGE" | "NUMPAGES" | "SECTIONPAGES" | "INDEX")
    }
}

struct Reader {
    styles: Styles,
    numbering: Numbering,
    fields: Vec<Field>,
    /// Tables and text boxes open.
    depth: usize,
}

/// A paragraph's text, and what stands in boxes anchored in it.
#[derive(Default)]
struct Run {
    text: String,
    boxes: Vec<Block>,
}

impl Reader {
    fn blocks(&mut self, parent: &Element, out: &mut Vec<Block>) -> Result<(), Unreadable> {
        for element in parent.elements() {
            match &*element.name {
                "p" => self.paragraph(element, out)?,
                "tbl" => {
                    let table = self.table(element)?;
                    out.extend(table);
                }
                "del" | "moveFrom" | "sdtPr" | "sectPr" => {}
                "AlternateContent" => {
                    if let Some(chosen) = alternative(element) {
                        self.blocks(chosen, out)?;
                    }
                }
                _ => self.blocks(element, out)?,
            }
        }
        Ok(())
    }

    fn paragraph(&mut self, element: &Element, out: &mut Vec<Block>) -> Result<(), Unreadable> {
        let empty = Element::default();
        let properties = element.child("pPr").unwrap_or(&empty);
        let style = self.styles.of_paragraph(properties);
        let mut run = Run::default();
        self.inline(element, &mut run)?;
        let role = style.role;
        let mut lines: Vec<String> = run.text.split('\n').map(|l| trimmed(l).to_owned()).collect();
        // A paragraph whose mark is deleted and that says nothing has no number of its own.
        let says = lines.iter().any(|line| !line.is_empty());
        if says
            && let Some(number) = self.numbering.next(properties, &style)
            && let Some(first) = lines.iter_mut().find(|line| !line.is_empty())
        {
            first.insert_str(0, &number);
        }
        out.extend(lines.iter().map(|line| grid::paragraph(line, role)));
        out.append(&mut run.boxes);
        Ok(())
    }

    /// Text of runs, wherever they stand in the paragraph.
    fn inline(&mut self, parent: &Element, out: &mut Run) -> Result<(), Unreadable> {
        for element in parent.elements() {
            match &*element.name {
                "r" if is_hidden(element) => {}
                "t" => self.push(&element.text(), out),
                "tab" | "ptab" => self.push("\t", out),
                "br" | "cr" => {
                    let page = matches!(element.attribute("type"), Some("page" | "column"));
                    self.push(if page { " " } else { "\n" }, out);
                }
                "noBreakHyphen" => self.push("-", out),
                "sym" => {
                    let code =
                        element.attribute("char").and_then(|c| u32::from_str_radix(c, 16).ok());
                    // Symbol fonts keep their signs in a private area: no text.
                    let sign = code.and_then(char::from_u32);
                    if let Some(c) = sign.filter(|c| !('\u{e000}'..='\u{f8ff}').contains(c)) {
                        self.push(c.encode_utf8(&mut [0; 4]), out);
                    }
                }
                "fldChar" => self.field(element.attribute("fldCharType").unwrap_or_default()),
                "instrText" => {
                    if let Some(field) = self.fields.last_mut().filter(|field| !field.in_result) {
                        field.instruction.push_str(&element.text());
                    }
                }
                "fldSimple" => {
                    let instruction = element.attribute("instr").unwrap_or_default().to_owned();
                    if !(Field { instruction, in_result: true }).is_left_out() {
                        self.inline(element, out)?;
                    }
                }
                "pPr" | "rPr" | "del" | "moveFrom" | "delText" | "delInstrText" | "rt"
                | "footnoteReference" | "endnoteReference" | "commentReference"
                | "annotationRef" | "sdtPr" | "object" => {}
                "AlternateContent" => {
                    if let Some(chosen) = alternative(element) {
                        self.inline(chosen, out)?;
                    }
                }
                "txbxContent" => {
                    self.deeper(|reader| {
                        let mut boxes = Vec::new();
                        reader.blocks(element, &mut boxes)?;
                        out.boxes.append(&mut boxes);
                        Ok(())
                    })?;
                }
                _ => self.inline(element, out)?,
            }
        }
        Ok(())
    }

    fn push(&mut self, text: &str, out: &mut Run) {
        let unseen = self.fields.iter().any(|field| !field.in_result || field.is_left_out());
        if !unseen {
            out.text.push_str(text);
        }
    }

    fn field(&mut self, step: &str) {
        match step {
            "begin" if self.fields.len() < 1000 => {
                self.fields.push(Field { instruction: String::new(), in_result: false });
            }
            "separate" => {
                if let Some(field) = self.fields.last_mut() {
                    field.in_result = true;
                }
            }
            "end" => {
                self.fields.pop();
            }
            _ => {}
        }
    }

    fn deeper(
        &mut self,
        inside: impl FnOnce(&mut Self) -> Result<(), Unreadable>,
    ) -> Result<(), Unreadable> {
        if self.depth >= DEEPEST {
            return Err(Unreadable::Excessive);
        }
        self.depth += 1;
        let done = inside(self);
        self.depth -= 1;
        done
    }

    fn table(&mut self, table: &Element) -> Result<Vec<Block>, Unreadable> {
        let mut cells: Vec<Cell> = Vec::new();
        // For each column at which a cell of the row above ends in a merge: that cell.
        let mut open: Vec<(usize, usize)> = Vec::new();
        self.deeper(|reader| {
            let mut rows = Vec::new();
            through(table, "tr", &mut rows);
            for (row, element) in rows.into_iter().enumerate() {
                open = reader.row(row, element, &open, &mut cells)?;
            }
            Ok(())
        })?;
        let mut grid = Grid::default();
        for cell in cells {
            grid.place((cell.row, cell.column), (cell.row_span, cell.column_span), cell.content)?;
        }
        Ok(grid.finish())
    }

    /// Reads a row; `above` are the merged cells that reach down to it (column, index in `cells`).
    fn row(
        &mut self,
        row: usize,
        element: &Element,
        above: &[(usize, usize)],
        cells: &mut Vec<Cell>,
    ) -> Result<Vec<(usize, usize)>, Unreadable> {
        let mut open = Vec::new();
        if element.child("trPr").is_some_and(|properties| properties.child("del").is_some()) {
            return Ok(above.to_vec());
        }
        let number = |properties: Option<&Element>, name: &str| -> usize {
            let value = properties.and_then(|p| p.value_of(name)?.trim().parse().ok());
            value.unwrap_or(0).min(grid::MOST_COLUMNS + 1)
        };
        let mut column = number(element.child("trPr"), "gridBefore");
        let mut found = Vec::new();
        through(element, "tc", &mut found);
        for cell in found {
            let properties = cell.child("tcPr");
            let column_span = number(properties, "gridSpan").max(1);
            let merge = properties.and_then(|properties| properties.child("vMerge"));
            let goes_on = merge.is_some_and(|m| m.attribute("val").is_none_or(|v| v == "continue"));
            // The older mark of cells merged within a row.
            let beside = properties
                .and_then(|p| p.child("hMerge"))
                .is_some_and(|m| m.attribute("val").is_none_or(|v| v == "continue"));
            let reached = above.iter().find(|(at, _)| *at == column).copied();
            let mut content = Content::default();
            self.blocks(cell, &mut content.blocks)?;
            let continued = reached.filter(|_| goes_on).and_then(|(_, at)| {
                let cell = cells.get_mut(at)?;
                cell.row_span = row + 1 - cell.row;
                Some(at)
            });
            if let Some(at) = continued {
                open.push((column, at));
            } else if let Some(before) = cells.last_mut().filter(|c| beside && c.row == row) {
                before.column_span += column_span;
                before.content.blocks.append(&mut content.blocks);
            } else {
                content.vertical = properties
                    .and_then(|p| p.value_of("textDirection"))
                    .is_some_and(|direction| direction.starts_with("tb") || direction == "btLr");
                if merge.is_some() {
                    open.push((column, cells.len()));
                }
                cells.push(Cell { row, column, row_span: 1, column_span, content });
            }
            column += column_span;
            if column > grid::MOST_COLUMNS || row >= grid::MOST_ROWS {
                return Err(Unreadable::Excessive);
            }
        }
        Ok(open)
    }
}

struct Cell {
    row: usize,
    column: usize,
    row_span: usize,
    column_span: usize,
    content: Content,
}

/// The children of this name, also those inside content controls and tracked insertions.
fn through<'a>(parent: &'a Element, name: &str, out: &mut Vec<&'a Element>) {
    for element in parent.elements() {
        match &*element.name {
            found if found == name => out.push(element),
            "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" | "smartTag" => {
                through(element, name, out);
            }
            _ => {}
        }
    }
}

/// What a program of today shows of alternatives.
fn alternative(element: &Element) -> Option<&Element> {
    element.child("Choice").or_else(|| element.child("Fallback"))
}

fn is_hidden(run: &Element) -> bool {
    run.child("rPr")
        .is_some_and(|properties| properties.is_on("vanish") || properties.child("del").is_some())
}

#[cfg(test)]
mod tests;
