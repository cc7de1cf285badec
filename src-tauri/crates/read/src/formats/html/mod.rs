//! Web pages (.html, .htm) and pages saved whole (.mht) → [`Document`]. Nothing is run or fetched.
//!
//! A page is cut into tags and text in one pass ([`markup`]) and its blocks are built on the way:
//! time grows with the page's length only, however its tags are nested.
//!
//! **Deliberately absent**: telling the report from the page around it. Navigation stays in as
//! paragraphs; what a browser does not show (scripts, styles, hidden parts) is left out.

mod archive;
mod hidden;
mod inline;
mod markup;

use super::contents::Contents;
use super::format::{Container, Format};
use super::grid::{self, Content, DEEPEST, Grid, trimmed};
use crate::Unreadable;
use crate::limits::Limits;
use archive::Archive;
use encoding_rs::Encoding;
use gongkai_model::document::{Block, Document, Role};
use hidden::Hidden;
use inline::{Choice, LONGEST_SHEET, LONGEST_TOLD, Shifted};
use markup::{Piece, Tag, pieces};
use std::collections::HashSet;

/// Where a declaration of the encoding is looked for, in bytes from the beginning.
const DECLARATION: usize = 8192;
/// Longest paragraph kept in one piece, in bytes.
const LONGEST: usize = 2_000_000;
/// Deepest nesting of hidden parts, lists and headings that is kept track of.
const MOST_OPEN: usize = 200;

/// Elements a page, or a piece of one, may begin with.
const OF_PAGES: &[&[u8]] = &[
    b"html", b"head", b"body", b"meta", b"title", b"style", b"script", b"link", b"base", b"table",
    b"div", b"p", b"h1", b"h2", b"h3", b"center", b"span", b"font", b"section", b"article",
    b"main", b"xml", b"form", b"b", b"strong",
];
/// Most frames of a page that are read, and how deep they stand in each other.
const MOST_FRAMES: usize = 30;
const DEEPEST_FRAME: usize = 3;

/// Web pages, and pages saved whole.
pub(super) const FORMAT: Format = Format {
    name: "html",
    called: "网页",
    endings: &["html", "htm", "xhtml", "mht", "mhtml"],
    container: Container::Plain,
    is,
    read,
};

fn is(file: &Contents<'_>) -> bool {
    let named = FORMAT.endings.contains(&file.ending);
    let saved = || file.has_field(b"mime-version") || file.has_field(b"content-type");
    let begins = || file.first_element().is_some_and(|name| OF_PAGES.contains(&name));
    let whole = || [&b"<html"[..], b"<!doctype html"].iter().any(|mark| file.mentions(mark));
    file.is_plain() && (named || saved() || begins() || whole())
}

/// Reads a page in its declared encoding, or in the one it turns out to be in.
///
/// # Errors
/// Where it is damaged, locked, empty, or more than any report.
pub fn read(bytes: &[u8]) -> Result<Document, Unreadable> {
    let archive = Archive::of(bytes);
    let main = archive.as_ref().and_then(Archive::main);
    let text = match main {
        Some(page) => decode(&page.bytes, page.encoding)?,
        None => decode(bytes, None)?,
    };
    let mut builder = Builder { archive: archive.as_ref(), ..Builder::default() };
    builder.page(&text)?;
    builder.finish()?;
    if builder.blocks.is_empty() {
        return Err(Unreadable::Empty);
    }
    Ok(Document { blocks: builder.blocks, passed_over: builder.passed_over, ..Document::default() })
}

/// The blocks of a piece of a page that stands in another kind of file.
pub(super) fn fragment(text: &str) -> Result<Document, Unreadable> {
    let mut builder = Builder::default();
    builder.page(text)?;
    builder.finish()?;
    Ok(Document { blocks: builder.blocks, passed_over: builder.passed_over, ..Document::default() })
}

/// The page's text: by its mark, as UTF-8 where it is, as declared, or as it turns out to be.
fn decode(bytes: &[u8], declared: Option<&'static Encoding>) -> Result<String, Unreadable> {
    let plain = !bytes.contains(&0) && Encoding::for_bom(bytes).is_none();
    if plain && std::str::from_utf8(bytes).is_err() {
        let declared = declared.or_else(|| declaration(bytes));
        if let Some(encoding) = declared.filter(|encoding| encoding.is_ascii_compatible()) {
            // Pages declared as gb2312 hold characters of GB18030.
            let gb = encoding == encoding_rs::GBK;
            let encoding = if gb { encoding_rs::GB18030 } else { encoding };
            let (text, _, damaged) = encoding.decode(bytes);
            let odd = text.chars().filter(|c| *c == '\u{fffd}').count();
            if !damaged || odd * 200 <= text.chars().count() {
                return Ok(text.into_owned());
            }
        }
    }
    super::text::decode(bytes)
}

/// The encoding named in a `<meta>` or in the XML declaration.
fn declaration(bytes: &[u8]) -> Option<&'static Encoding> {
    let head: String =
        bytes.iter().take(DECLARATION).map(|b| char::from(b.to_ascii_lowercase())).collect();
    let mut rest = head.as_str();
    loop {
        let (at, length) = ["charset", "encoding"]
            .iter()
            .filter_map(|word| Some((rest.find(word)?, word.len())))
            .min()?;
        rest = rest.get(at + length..)?;
        let Some(value) = rest.trim_start().strip_prefix('=') else { continue };
        let value = value.trim_start_matches(|c: char| c.is_whitespace() || "\"'".contains(c));
        let end = value.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:".contains(c)));
        let name = value.get(..end.unwrap_or(value.len()))?;
        if let Some(encoding) = Encoding::for_label(name.as_bytes()) {
            return Some(encoding);
        }
    }
}

/// Builds the blocks of a page.
#[derive(Default)]
struct Builder<'a> {
    /// Where the pages of frames are.
    archive: Option<&'a Archive>,
    frames: usize,
    frame_depth: usize,
    blocks: Vec<Block>,
    passed_over: Vec<String>,
    /// Names of classes and of elements that style sheets hide: `.class`, `#id`.
    unshown: HashSet<String>,
    /// The style sheet being read.
    sheet: Option<String>,
    shifted: Option<Shifted>,
    choice: Option<Choice>,
    limits: Limits,
    tables: Vec<OpenTable>,
    /// The paragraph being read.
    text: String,
    /// Open headings, innermost last.
    headings: Vec<Role>,
    lists: Vec<List>,
    /// White space stands as it is written.
    preformatted: usize,
    hidden: Option<Hidden>,
}

/// A table being read.
#[derive(Default)]
struct OpenTable {
    grid: Grid,
    cell: Option<OpenCell>,
    /// Lists open when it began: it ends them.
    lists: usize,
    headings: usize,
}

#[derive(Default)]
struct OpenCell {
    row_span: usize,
    column_span: usize,
    content: Content,
}

/// A list being read: the number its next item gets, where it has numbers.
struct List {
    next: Option<u32>,
}

/// Elements that begin and end paragraphs.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];
/// Elements a browser shows nothing of, or nothing that is part of the page's text.
const UNSHOWN: &[&str] = &[
    "script", "style", "title", "noscript", "template", "datalist", "iframe", "object", "svg",
    "math", "audio", "video", "canvas", "noembed", "noframes", "del", "s", "strike", "button",
];
/// Elements without content.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param",
    "source", "track", "wbr",
];

impl Builder<'_> {
    /// Takes a page in.
    fn page(&mut self, text: &str) -> Result<(), Unreadable> {
        for piece in pieces(text) {
            match piece {
                Piece::Start(tag) => self.start(&tag)?,
                Piece::End(name) => self.end(&name)?,
                Piece::Text(text) => self.text(&text)?,
            }
        }
        Ok(())
    }

    fn start(&mut self, tag: &Tag) -> Result<(), Unreadable> {
        let name = tag.name.as_str();
        if let Some(hidden) = &mut self.hidden {
            if !hidden.ends_at_start(name) {
                return Ok(());
            }
            self.reveal();
        }
        if BLOCKS.contains(&name) {
            self.flush()?;
        }
        let void = VOID.contains(&name);
        let unshown = UNSHOWN.contains(&name);
        if !void && (unshown || self.hides(tag)) {
            return self.hide(tag, unshown);
        }
        self.inline_start(tag);
        match name {
            "br" => self.text.push('\n'),
            "pre" => self.preformatted += 1,
            "h1" => self.open_heading(Role::Title),
            "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = name.bytes().next_back().map_or(1, |digit| digit.saturating_sub(b'1'));
                self.open_heading(Role::Heading(level.min(4)));
            }
            "ul" | "menu" | "dir" | "dl" => self.open_list(None),
            "ol" => self.open_numbered_list(tag),
            "li" => self.number_item(tag),
            "table" => {
                if self.tables.len() >= DEEPEST {
                    return Err(Unreadable::Excessive);
                }
                self.tables.push(OpenTable {
                    lists: self.lists.len(),
                    headings: self.headings.len(),
                    ..OpenTable::default()
                });
            }
            "tr" => {
                self.close_cell()?;
                if let Some(table) = self.tables.last_mut() {
                    table.grid.row()?;
                }
            }
            "td" | "th" => {
                self.close_cell()?;
                self.open_cell(tag);
            }
            "frame" => self.frame(tag)?,
            _ => {}
        }
        Ok(())
    }

    fn open_numbered_list(&mut self, tag: &Tag) {
        let style = tag.attribute("style").unwrap_or_default();
        let plain = tag.attribute("type").is_none_or(|kind| kind == "1");
        let first = tag.attribute("start").and_then(|n| n.trim().parse().ok()).unwrap_or(1);
        self.open_list((plain && !style.contains("none")).then_some(first));
    }

    /// The number of a list's item, with a mark by which it is told from what is written.
    fn number_item(&mut self, tag: &Tag) {
        let given = tag.attribute("value").and_then(|n| n.trim().parse().ok());
        if let Some(next) = self.lists.last_mut().and_then(|list| list.next.as_mut()) {
            let number = given.unwrap_or(*next);
            *next = number.saturating_add(1);
            self.text.push_str(&format!("{number}.\u{2060}"));
        }
    }

    fn open_cell(&mut self, tag: &Tag) {
        let Some(table) = self.tables.last_mut() else { return };
        let span = |name| {
            let value = tag.attribute(name)?;
            let digits = value.trim().bytes().take_while(u8::is_ascii_digit).count();
            value.trim().get(..digits.min(9))?.parse::<usize>().ok()
        };
        let vertical = tag.attribute("style").is_some_and(|style| {
            style.contains("writing-mode") && !style.contains("horizontal-tb")
        });
        let content = Content { label: tag.name == "th", vertical, ..Content::default() };
        table.cell = Some(OpenCell {
            row_span: span("rowspan").unwrap_or(1),
            column_span: span("colspan").unwrap_or(1),
            content,
        });
    }

    fn end(&mut self, name: &str) -> Result<(), Unreadable> {
        if let Some(hidden) = &mut self.hidden {
            if !hidden.ends_at_end(name) {
                return Ok(());
            }
            let own = hidden.name == name;
            self.reveal();
            if own {
                return Ok(());
            }
        }
        self.inline_end(name);
        if BLOCKS.contains(&name) {
            self.flush()?;
        }
        match name {
            "pre" => self.preformatted = self.preformatted.saturating_sub(1),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let kept = self.tables.last().map_or(0, |table| table.headings);
                if self.headings.len() > kept {
                    self.headings.pop();
                }
            }
            "ul" | "menu" | "dir" | "dl" | "ol" => {
                let kept = self.tables.last().map_or(0, |table| table.lists);
                if self.lists.len() > kept {
                    self.lists.pop();
                }
            }
            "td" | "th" | "tr" => self.close_cell()?,
            "table" => self.close_table()?,
            _ => {}
        }
        Ok(())
    }

    fn open_heading(&mut self, role: Role) {
        if self.headings.len() < MOST_OPEN {
            self.headings.push(role);
        }
    }

    fn open_list(&mut self, next: Option<u32>) {
        if self.lists.len() < MOST_OPEN {
            self.lists.push(List { next });
        }
    }

    fn text(&mut self, text: &str) -> Result<(), Unreadable> {
        if let Some(hidden) = &mut self.hidden {
            if let Some(said) = hidden.said.as_mut().filter(|said| said.len() < LONGEST_TOLD) {
                said.push_str(text);
            }
            if let Some(sheet) = self.sheet.as_mut().filter(|sheet| sheet.len() < LONGEST_SHEET) {
                sheet.push_str(text);
            }
            return Ok(());
        }
        if let Some(choice) = &mut self.choice {
            choice.text(text);
            return Ok(());
        }
        if self.text.len() > LONGEST {
            self.flush()?;
        }
        if self.preformatted > 0 {
            self.text.push_str(&text.replace("\r\n", "\n").replace('\r', "\n"));
            return Ok(());
        }
        // Blanks and breaks of the mark-up are one blank, as a browser shows them.
        for c in text.chars() {
            if matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
                if !self.text.ends_with([' ', '\n']) {
                    self.text.push(' ');
                }
            } else {
                self.text.push(c);
            }
        }
        Ok(())
    }

    /// Ends the paragraph.
    fn flush(&mut self) -> Result<(), Unreadable> {
        if self.text.is_empty() {
            return Ok(());
        }
        self.write_shifted();
        let text = std::mem::take(&mut self.text);
        let role = self.headings.last().copied().unwrap_or_default();
        let blocks = match self.tables.last_mut() {
            Some(OpenTable { cell: Some(cell), .. }) => &mut cell.content.blocks,
            // Text in a table but in no cell is shown before it: with what stands around.
            _ => match self.tables.iter_mut().rev().skip(1).find_map(|t| t.cell.as_mut()) {
                Some(cell) => &mut cell.content.blocks,
                None => &mut self.blocks,
            },
        };
        for line in text.split('\n') {
            // The number of a list's item goes when the item says its own.
            let line = match line.split_once(".\u{2060}") {
                Some((number, own)) if number.bytes().all(|b| b.is_ascii_digit()) => {
                    let own = trimmed(own);
                    if own.is_empty() || gongkai_model::document::numbering(own).is_some() {
                        own.to_owned()
                    } else {
                        format!("{number}.{own}")
                    }
                }
                _ => line.to_owned(),
            };
            let line = trimmed(&line);
            if !line.is_empty() {
                self.limits.add_line(line)?;
                blocks.push(grid::paragraph(line, role));
            }
        }
        Ok(())
    }

    fn close_cell(&mut self) -> Result<(), Unreadable> {
        self.flush()?;
        if let Some(table) = self.tables.last_mut() {
            self.lists.truncate(table.lists);
            self.headings.truncate(table.headings);
            if let Some(cell) = table.cell.take() {
                self.limits.add(0, 1)?;
                table.grid.cell(cell.row_span, cell.column_span, cell.content)?;
            }
        }
        Ok(())
    }

    fn close_table(&mut self) -> Result<(), Unreadable> {
        self.close_cell()?;
        let Some(table) = self.tables.pop() else { return Ok(()) };
        let blocks = table.grid.finish();
        match self.tables.iter_mut().rev().find_map(|table| table.cell.as_mut()) {
            Some(cell) => cell.content.blocks.extend(blocks),
            None => self.blocks.extend(blocks),
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<(), Unreadable> {
        self.reveal();
        self.flush()?;
        while !self.tables.is_empty() {
            self.close_table()?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
