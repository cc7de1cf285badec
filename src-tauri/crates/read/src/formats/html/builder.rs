//! Tags and text of a page → blocks, built on the way: of nesting only what a report needs is kept
//! track of.
//!
//! **Deliberately absent**: what stands within lines; that is `inline`'s.

use super::archive::Archive;
use super::elements::{BLOCKS, UNSHOWN, VOID};
use super::fields::{Choice, LONGEST_SHEET, LONGEST_TOLD, Shifted};
use super::hidden::Hidden;
use super::markup::{Piece, Tag, pieces};
use crate::Unreadable;
use crate::formats::grid::{self, Content, DEEPEST, Grid, trimmed};
use crate::limits::Limits;
use gongkai_model::document::{Block, Role};
use std::collections::HashSet;

/// Longest paragraph kept in one piece, in bytes.
const LONGEST: usize = 2_000_000;
/// Deepest nesting of hidden parts, lists and headings that is kept track of.
const MOST_OPEN: usize = 200;

/// Builds the blocks of a page.
#[derive(Default)]
pub(super) struct Builder<'a> {
    /// Where the pages of frames are.
    pub archive: Option<&'a Archive>,
    pub frames: usize,
    pub frame_depth: usize,
    pub blocks: Vec<Block>,
    pub passed_over: Vec<String>,
    /// Names of classes and of elements that style sheets hide: `.class`, `#id`.
    pub unshown: HashSet<String>,
    /// The style sheet being read.
    pub sheet: Option<String>,
    pub shifted: Option<Shifted>,
    pub choice: Option<Choice>,
    pub limits: Limits,
    pub tables: Vec<OpenTable>,
    /// The paragraph being read.
    pub text: String,
    /// Open headings, innermost last.
    pub headings: Vec<Role>,
    pub lists: Vec<List>,
    /// White space stands as it is written.
    pub preformatted: usize,
    pub hidden: Option<Hidden>,
}

/// A table being read.
#[derive(Default)]
pub(super) struct OpenTable {
    pub grid: Grid,
    pub cell: Option<OpenCell>,
    /// Lists open when it began: it ends them.
    pub lists: usize,
    pub headings: usize,
}

#[derive(Default)]
pub(super) struct OpenCell {
    pub row_span: usize,
    pub column_span: usize,
    pub content: Content,
}

/// A list being read: the number its next item gets, where it has numbers.
pub(super) struct List {
    pub next: Option<u32>,
}

impl Builder<'_> {
    /// Takes a page in.
    pub fn page(&mut self, text: &str) -> Result<(), Unreadable> {
        for piece in pieces(text) {
            match piece {
                Piece::Start(tag) => self.start(&tag)?,
                Piece::End(name) => self.end(&name)?,
                Piece::Text(text) => self.text(&text)?,
            }
        }
        Ok(())
    }

    pub fn start(&mut self, tag: &Tag) -> Result<(), Unreadable> {
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

    pub fn end(&mut self, name: &str) -> Result<(), Unreadable> {
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

    pub fn text(&mut self, text: &str) -> Result<(), Unreadable> {
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
    pub fn flush(&mut self) -> Result<(), Unreadable> {
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

    pub fn close_cell(&mut self) -> Result<(), Unreadable> {
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

    pub fn finish(&mut self) -> Result<(), Unreadable> {
        self.reveal();
        self.flush()?;
        while !self.tables.is_empty() {
            self.close_table()?;
        }
        Ok(())
    }
}
