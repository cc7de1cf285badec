//! What stands within the lines of a page and is more than text: raised marks, fields of forms,
//! parts that are not shown, frames and pictures.
//!
//! **Deliberately absent**: what a script would write.

use super::builder::Builder;
use super::declared::decode;
use super::fields::{Choice, Shifted};
use super::hidden::Hidden;
use crate::Unreadable;
use crate::formats::html::markup::Tag;
use crate::formats::raised::Shift;

/// Most frames of a page that are read, and how deep they stand in each other.
const MOST_FRAMES: usize = 30;
const DEEPEST_FRAME: usize = 3;

/// Most names a style sheet hides that are kept.
const MOST_NAMES: usize = 2000;
/// Most hidden parts told.
const MOST_TOLD: usize = 50;

impl Builder<'_> {
    /// The start of an element within a line.
    pub(super) fn inline_start(&mut self, tag: &Tag) {
        let name = tag.name.as_str();
        if let Some(choice) = &mut self.choice {
            if name == "option" {
                choice.end_option();
                choice.open = Some((tag.attribute("selected").is_some(), String::new()));
            }
            return;
        }
        match name {
            "select" => self.choice = Some(Choice::default()),
            "input" => self.field(tag),
            "img" | "embed" => self.picture(),
            _ => {}
        }
        if let Some(open) = &mut self.shifted {
            open.inside += usize::from(open.name == name);
        } else if let Some(shift) = shift(tag) {
            let from = self.text.len();
            self.shifted = Some(Shifted { name: name.to_owned(), shift, from, inside: 1 });
        }
    }

    pub(super) fn inline_end(&mut self, name: &str) {
        match name {
            "option" => {
                if let Some(choice) = &mut self.choice {
                    choice.end_option();
                }
            }
            "select" | "td" | "th" | "tr" | "table" => {
                if let Some(mut choice) = self.choice.take() {
                    choice.end_option();
                    let shown = choice.selected.or(choice.first).unwrap_or_default();
                    self.text.push_str(shown.trim());
                }
            }
            _ => {}
        }
        let Some(open) = self.shifted.as_mut().filter(|open| open.name == name) else { return };
        open.inside -= 1;
        if open.inside == 0 {
            self.write_shifted();
            self.shifted = None;
        }
    }

    /// Writes what is raised or lowered of the paragraph as plain text.
    pub(super) fn write_shifted(&mut self) {
        if let Some(open) = &mut self.shifted
            && let Some(said) = self.text.get(open.from..)
        {
            let written = open.shift.written(said);
            self.text.truncate(open.from);
            self.text.push_str(&written);
            open.from = 0;
        }
    }

    /// A field of a form: what it holds is what it shows.
    fn field(&mut self, tag: &Tag) {
        let kind = tag.attribute("type").unwrap_or("text").trim().to_ascii_lowercase();
        match kind.as_str() {
            "hidden" | "checkbox" | "radio" | "button" | "submit" | "reset" | "image" | "file" => {}
            _ if self.hides(tag) => {}
            "password" => self.picture(),
            _ => self.text.push_str(tag.attribute("value").unwrap_or_default()),
        }
    }

    /// Something that shows and has no text.
    fn picture(&mut self) {
        if let Some(cell) = self.tables.last_mut().and_then(|table| table.cell.as_mut()) {
            cell.content.unreadable = true;
        }
    }

    /// Begins a part that is not shown.
    pub(super) fn hide(&mut self, tag: &Tag, unshown: bool) -> Result<(), Unreadable> {
        let name = tag.name.as_str();
        if matches!(name, "td" | "th") {
            self.close_cell()?;
        }
        match name {
            "iframe" => self.frame(tag)?,
            "object" | "canvas" | "svg" => self.picture(),
            "style" => self.sheet = Some(String::new()),
            _ => {}
        }
        let in_cell = self.tables.last().is_some_and(|table| table.cell.is_some());
        let told = !self.tables.is_empty() && (!unshown || matches!(name, "del" | "s" | "strike"));
        self.hidden = Some(Hidden {
            name: name.to_owned(),
            inside: 1,
            tables: 0,
            in_cell,
            said: told.then(String::new),
        });
        Ok(())
    }

    /// Ends the part that is not shown.
    pub(super) fn reveal(&mut self) {
        let Some(hidden) = self.hidden.take() else { return };
        if let Some(sheet) = self.sheet.take() {
            hidden_names(&sheet, &mut self.unshown);
        }
        let said = hidden.said.unwrap_or_default();
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        if !said.is_empty() && self.passed_over.len() < MOST_TOLD {
            self.passed_over.push(format!("网页中不显示或者划去的内容没有读：{said}"));
        }
    }

    /// Whether a browser does not show an element by what it says of itself, or its page of it.
    pub(super) fn hides(&self, tag: &Tag) -> bool {
        if tag.attribute("hidden").is_some() {
            return true;
        }
        let named = |mark: char, name: &str| self.unshown.contains(&format!("{mark}{name}"));
        if !self.unshown.is_empty() {
            let classes = tag.attribute("class").unwrap_or_default();
            if classes.split_whitespace().any(|class| named('.', class))
                || tag.attribute("id").is_some_and(|id| named('#', id.trim()))
            {
                return true;
            }
        }
        tag.attribute("style").is_some_and(|style| hides(&squeezed(style)))
    }

    /// The page of a frame, where the frame stands.
    pub(super) fn frame(&mut self, tag: &Tag) -> Result<(), Unreadable> {
        let page = tag.attribute("src").and_then(|source| self.archive?.named(source));
        let text = match (tag.attribute("srcdoc"), page) {
            (Some(own), _) => own.to_owned(),
            (None, Some(page)) => decode(&page.bytes, page.encoding)?,
            (None, None) => return Ok(()),
        };
        if self.frames >= MOST_FRAMES || self.frame_depth >= DEEPEST_FRAME {
            return Err(Unreadable::Excessive);
        }
        self.flush()?;
        let mut inner = Builder {
            archive: self.archive,
            frames: self.frames + 1,
            frame_depth: self.frame_depth + 1,
            limits: std::mem::take(&mut self.limits),
            ..Builder::default()
        };
        inner.page(&text)?;
        inner.finish()?;
        (self.limits, self.frames) = (inner.limits, inner.frames);
        self.passed_over.append(&mut inner.passed_over);
        match self.tables.iter_mut().rev().find_map(|table| table.cell.as_mut()) {
            Some(cell) => cell.content.blocks.append(&mut inner.blocks),
            None => self.blocks.append(&mut inner.blocks),
        }
        Ok(())
    }
}

fn shift(tag: &Tag) -> Option<Shift> {
    if matches!(tag.name.as_str(), "sup" | "sub") {
        return Shift::named(&tag.name);
    }
    let style = squeezed(tag.attribute("style").filter(|style| style.contains("vertical-align"))?);
    let value = style.split("vertical-align:").nth(1)?.split(';').next()?;
    Shift::named(value)
}

fn squeezed(style: &str) -> String {
    style.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// Whether declarations, without blanks and in small letters, hide an element or strike it out.
fn hides(style: &str) -> bool {
    ["display:none", "visibility:hidden", "visibility:collapse", "mso-hide:all", "line-through"]
        .iter()
        .any(|hides| style.contains(hides))
}

/// The classes and elements a style sheet hides by their mere name; what it says for printing or
/// small screens does not count.
fn hidden_names(sheet: &str, out: &mut std::collections::HashSet<String>) {
    let mut outer = 0;
    let mut rest = sheet;
    while let Some((before, after)) = rest.split_once('{') {
        let selector = before.rsplit(['}', ';']).next().unwrap_or(before);
        outer -= before.matches('}').count().min(outer);
        if selector.trim_start().starts_with('@') {
            outer += 1;
            rest = after;
            continue;
        }
        let (body, behind) = after.split_once('}').unwrap_or((after, ""));
        rest = behind;
        if outer > 0 || !hides(&squeezed(body)) {
            continue;
        }
        for name in selector.split(',').map(str::trim) {
            let name = name.rsplit_once("*/").map_or(name, |(_, name)| name.trim());
            let at = name.find(['.', '#']).unwrap_or(name.len());
            let (element, own) = name.split_at(at);
            let plain = |text: &str| text.chars().all(|c| c.is_alphanumeric() || "-_".contains(c));
            let rest = own.get(1..).filter(|rest| !rest.is_empty());
            if plain(element) && rest.is_some_and(plain) && out.len() < MOST_NAMES {
                out.insert(own.to_owned());
            }
        }
    }
}
