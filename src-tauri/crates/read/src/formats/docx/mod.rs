//! Word and WPS documents (.docx) → [`Document`]: what a reader of the printed page would read, in
//! its order. Text deleted under tracked changes, hidden text and tables of contents are left out;
//! the numbers of lists are written out.
//!
//! **Deliberately absent**: macros, embedded objects, links to other files. They are never opened.

mod numbering;
mod review;
mod styles;

use super::contents::{Contents, Packed};
use super::format::{Container, Format};
use super::grid::{self, Content, DEEPEST, Grid, trimmed};
use super::package::Package;
use super::raised::Shift;
use super::xml::{self, Element};
use super::{html, text};
use crate::Unreadable;
use gongkai_model::document::{Block, Document};
use numbering::Numbering;
pub use review::{Comment, REVIEW_MARK, Review, review};
use std::collections::HashMap;
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

/// Most documents taken in by a document, and how deep they stand in each other.
const MOST_INSERTED: usize = 50;
const DEEPEST_INSERTED: usize = 3;
/// Most sentences on what is passed over, and longest words told.
const MOST_TOLD: usize = 50;
const LONGEST_TOLD: usize = 60;

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
    nested(bytes, 0)
}

/// Reads a document that stands in so many others.
fn nested(bytes: &[u8], depth: usize) -> Result<Document, Unreadable> {
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
    drop(document);
    let body = root.child("body").ok_or(Unreadable::Damaged(KIND))?;
    let inserted = inserted(&mut package, &main, body, depth)?;
    let mut reader = Reader { styles, numbering, inserted, ..Reader::default() };
    let mut blocks = Vec::new();
    reader.blocks(body, &mut blocks)?;
    let blank = |block: &Block| matches!(block, Block::Paragraph(p) if trimmed(&p.text).is_empty());
    if blocks.iter().all(blank) {
        return Err(Unreadable::Empty);
    }
    blocks.retain(|block| !blank(block));
    Ok(Document { blocks, passed_over: reader.passed_over, ..Document::default() })
}

/// The documents a document takes in whole (altChunk), read, by the names of their relations.
fn inserted(
    package: &mut Package<'_>,
    main: &str,
    body: &Element,
    depth: usize,
) -> Result<HashMap<String, Document>, Unreadable> {
    let mut names = Vec::new();
    through(body, "altChunk", &mut names);
    let mut out = HashMap::new();
    if names.is_empty() || depth >= DEEPEST_INSERTED {
        return Ok(out);
    }
    let (folder, file) = main.rsplit_once('/').unwrap_or(("", main));
    let relations = package.part(&format!("{folder}/_rels/{file}.rels"))?;
    let relations = relations.and_then(|bytes| xml::parse(&bytes, KIND).ok()).unwrap_or_default();
    for id in names.into_iter().take(MOST_INSERTED).filter_map(|chunk| chunk.attribute("id")) {
        let relation = relations.elements().find(|relation| relation.attribute("Id") == Some(id));
        let Some(target) = relation.and_then(|relation| relation.attribute("Target")) else {
            continue;
        };
        let target = match target.strip_prefix('/') {
            Some(whole) => whole.to_owned(),
            None => format!("{folder}/{}", target.trim_start_matches("./")),
        };
        let Some(bytes) = package.part(&target)? else { continue };
        let ending = target.rsplit_once('.').map_or(String::new(), |(_, e)| e.to_ascii_lowercase());
        let contents = Contents::of(&bytes, &ending);
        let document = match is(&contents) {
            true => nested(&bytes, depth + 1),
            false => page_or_text(&bytes, &contents),
        };
        match document {
            Ok(document) => out.insert(id.to_owned(), document),
            Err(Unreadable::Empty) => None,
            Err(other) => return Err(other),
        };
    }
    Ok(out)
}

/// Reads what is taken in and is no document of this kind.
fn page_or_text(bytes: &[u8], contents: &Contents<'_>) -> Result<Document, Unreadable> {
    let formats = [html::FORMAT, text::FORMAT];
    match (formats.iter().find(|format| (format.is)(contents)), &contents.packed) {
        (Some(format), _) => format.read(bytes),
        (None, Packed::Foreign(what)) => Err(Unreadable::NotSupported(what)),
        (None, _) => Err(Unreadable::NotText),
    }
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
    /// It is a list of choices: the one chosen.
    chosen: Option<String>,
}

impl Field {
    /// Results that are not the author's text.
    fn is_left_out(&self) -> bool {
        let first = self.instruction.split_whitespace().next().unwrap_or_default();
        matches!(first, "TOC" | "PAGE" | "NUMPAGES" | "SECTIONPAGES" | "INDEX")
    }
}

#[derive(Default)]
struct Reader {
    styles: Styles,
    numbering: Numbering,
    /// Documents taken in, by the names of their relations.
    inserted: HashMap<String, Document>,
    passed_over: Vec<String>,
    fields: Vec<Field>,
    /// Tables and text boxes open.
    depth: usize,
    /// Something without text stands in the cell being read.
    unreadable: bool,
}

/// A paragraph's text, and what stands in boxes anchored in it.
#[derive(Default)]
struct Run {
    text: String,
    boxes: Vec<Block>,
    /// Something without text stands in it.
    unreadable: bool,
}

impl Reader {
    fn blocks(&mut self, parent: &Element, out: &mut Vec<Block>) -> Result<(), Unreadable> {
        for element in parent.elements() {
            match &*element.name {
                "p" => {
                    self.unreadable |= self.paragraph(element, out)?;
                }
                "sdt" if is_prompt(element) => {}
                "altChunk" => {
                    let id = element.attribute("id").unwrap_or_default();
                    if let Some(document) = self.inserted.remove(id) {
                        out.extend(document.blocks);
                        self.passed_over.extend(document.passed_over);
                    }
                }
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

    /// Reads a paragraph; whether something without text stands in it.
    fn paragraph(&mut self, element: &Element, out: &mut Vec<Block>) -> Result<bool, Unreadable> {
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
        Ok(run.unreadable)
    }

    /// Text of runs, wherever they stand in the paragraph.
    fn inline(&mut self, parent: &Element, out: &mut Run) -> Result<(), Unreadable> {
        for element in parent.elements() {
            match &*element.name {
                "r" if is_hidden(element) => self.pass_over("隐藏", element),
                "r" if is_struck(element) => self.pass_over("划去", element),
                "r" => {
                    let from = out.text.len();
                    self.inline(element, out)?;
                    let name = element.child("rPr").and_then(|p| p.value_of("vertAlign"));
                    if let Some(shift) = name.and_then(Shift::named) {
                        let written = shift.written(out.text.get(from..).unwrap_or_default());
                        out.text.truncate(from);
                        out.text.push_str(&written);
                    }
                }
                "sdt" if is_prompt(element) => {}
                "object" | "pict" | "drawing" => {
                    out.unreadable = true;
                    if &*element.name != "object" {
                        self.inline(element, out)?;
                    }
                }
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
                "fldChar" => self.field(element, out),
                "instrText" => {
                    if let Some(field) = self.fields.last_mut().filter(|field| !field.in_result) {
                        field.instruction.push_str(&element.text());
                    }
                }
                "fldSimple" => {
                    let instruction = element.attribute("instr").unwrap_or_default().to_owned();
                    if !(Field { instruction, in_result: true, chosen: None }).is_left_out() {
                        self.inline(element, out)?;
                    }
                }
                "pPr" | "rPr" | "del" | "moveFrom" | "delText" | "delInstrText" | "rt"
                | "footnoteReference" | "endnoteReference" | "commentReference"
                | "annotationRef" | "sdtPr" => {}
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

    fn field(&mut self, mark: &Element, out: &mut Run) {
        match mark.attribute("fldCharType").unwrap_or_default() {
            "begin" if self.fields.len() < 1000 => {
                let chosen = mark.child("ffData").and_then(chosen);
                self.fields.push(Field { instruction: String::new(), in_result: false, chosen });
            }
            "separate" => {
                if let Some(field) = self.fields.last_mut() {
                    field.in_result = true;
                }
            }
            "end" => {
                let Some(field) = self.fields.pop() else { return };
                // A list of choices keeps its choice beside the text.
                if let Some(chosen) = &field.chosen {
                    self.push(chosen, out);
                }
                out.unreadable |= !field.in_result && field.instruction.trim().starts_with('=');
            }
            _ => {}
        }
    }

    /// Tells of words that are there and not shown, or shown as void.
    fn pass_over(&mut self, how: &str, run: &Element) {
        let mut said = String::new();
        for text in run.elements().filter(|element| &*element.name == "t") {
            said.push_str(&text.text());
        }
        if !said.trim().is_empty() && self.passed_over.len() < MOST_TOLD {
            let said: String = said.trim().chars().take(LONGEST_TOLD).collect();
            self.passed_over.push(format!("{how}的文字没有读：{said}"));
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
        let properties = element.child("trPr");
        if properties.is_some_and(|p| p.child("del").is_some() || p.is_on("hidden")) {
            if properties.is_some_and(|p| p.is_on("hidden")) && self.passed_over.len() < MOST_TOLD {
                self.passed_over.push("表格中隐藏的一行没有读".to_owned());
            }
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
            self.unreadable = false;
            self.blocks(cell, &mut content.blocks)?;
            content.unreadable = std::mem::take(&mut self.unreadable);
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

/// Whether a content control shows its prompt, and holds nothing.
fn is_prompt(control: &Element) -> bool {
    control.child("sdtPr").is_some_and(|properties| properties.is_on("showingPlcHdr"))
}

/// The choice of a list in a form of the older kind.
fn chosen(field: &Element) -> Option<String> {
    let list = field.child("ddList")?;
    let number = |name| list.value_of(name).and_then(|value| value.trim().parse::<usize>().ok());
    let at = number("result").or_else(|| number("default")).unwrap_or(0);
    let mut entries = list.elements().filter(|element| &*element.name == "listEntry");
    entries.nth(at)?.attribute("val").map(str::to_owned)
}

/// What a program of today shows of alternatives.
fn alternative(element: &Element) -> Option<&Element> {
    element.child("Choice").or_else(|| element.child("Fallback"))
}

fn is_hidden(run: &Element) -> bool {
    run.child("rPr")
        .is_some_and(|properties| properties.is_on("vanish") || properties.child("del").is_some())
}

/// Struck words are void, whoever struck them.
fn is_struck(run: &Element) -> bool {
    run.child("rPr")
        .is_some_and(|properties| properties.is_on("strike") || properties.is_on("dstrike"))
}

#[cfg(test)]
mod tests;
