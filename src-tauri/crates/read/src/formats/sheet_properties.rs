//! What the parts of an Excel workbook (.xlsx) say beside the values of its cells: rows and columns
//! that are hidden, formulas without a stored result, raised and struck words.
//!
//! **Deliberately absent**: the values; the library reads them.

use super::grid::{UNREADABLE, trimmed};
use super::package::Package;
use super::raised::Shift;
use super::sheet::{Place, Unseen};
use super::xml::{self, Element};
use crate::Unreadable;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::HashMap;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

/// What the file is, in the user's words.
pub(super) const KIND: &str = " Excel 文件";

/// What a workbook's parts say, each unpacked once within bounds, since the library sets none.
pub(super) struct Properties {
    /// Bytes of the longest part.
    pub longest: usize,
    /// The workbook once more, where its parts have names the library does not find.
    pub repacked: Option<Vec<u8>>,
    /// Parts that say more than values, by name.
    sheets: HashMap<String, Vec<u8>>,
    /// The part of each sheet by its name.
    parts: HashMap<String, String>,
    /// Shared texts that have raised or struck words, by number.
    shared: HashMap<usize, String>,
}

/// What a sheet says beside its values.
#[derive(Default)]
pub(super) struct Own {
    pub hidden: Unseen,
    /// What cells say otherwise than by their value.
    pub texts: Vec<(Place, String)>,
}

impl Properties {
    pub fn of(package: &mut Package<'_>) -> Result<Self, Unreadable> {
        let mut out = Properties {
            longest: 0,
            repacked: None,
            sheets: HashMap::new(),
            parts: HashMap::new(),
            shared: HashMap::new(),
        };
        let plain = package.names_are_plain();
        let mut copy = (!plain).then(|| zip::ZipWriter::new(Cursor::new(Vec::new())));
        let (mut book, mut relations) = (Element::default(), Element::default());
        for name in package.names() {
            let Some(part) = package.part(&name)? else { continue };
            out.longest = out.longest.max(part.len());
            if let Some(copy) = &mut copy {
                let stored =
                    SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
                let written = copy.start_file(name.as_str(), stored).map_err(|_| ());
                let written = written.and_then(|()| copy.write_all(&part).map_err(|_| ()));
                written.map_err(|()| Unreadable::Damaged(KIND))?;
            }
            let has = |word: &[u8]| part.windows(word.len()).any(|window| window == word);
            let name = name.to_ascii_lowercase();
            match name.as_str() {
                "xl/workbook.xml" => book = xml::parse(&part, KIND).unwrap_or_default(),
                "xl/_rels/workbook.xml.rels" => {
                    relations = xml::parse(&part, KIND).unwrap_or_default();
                }
                "xl/sharedstrings.xml" if has(b"vertAlign") || has(b"strike") => {
                    out.shared = shared(&part);
                }
                _ if name.starts_with("xl/worksheets/") && name.ends_with(".xml") => {
                    out.sheets.insert(name, part);
                }
                _ => {}
            }
        }
        if let Some(copy) = copy {
            let whole = copy.finish().map_err(|_| Unreadable::Damaged(KIND))?;
            out.repacked = Some(whole.into_inner());
        }
        for sheet in book.child("sheets").into_iter().flat_map(Element::elements) {
            let target = relations.elements().find(|relation| {
                relation.attribute("Id").is_some()
                    && relation.attribute("Id") == sheet.attribute("id")
            });
            if let (Some(name), Some(target)) =
                (sheet.attribute("name"), target.and_then(|t| t.attribute("Target")))
            {
                let target = target.replace('\\', "/").to_ascii_lowercase();
                let target = match target.strip_prefix('/') {
                    Some(whole) => whole.to_owned(),
                    None => format!("xl/{target}"),
                };
                out.parts.insert(name.to_owned(), target);
            }
        }
        Ok(out)
    }

    /// What a sheet of this name says beside its values.
    pub fn sheet(&mut self, name: &str) -> Result<Own, Unreadable> {
        let part = self.parts.get(name).and_then(|part| self.sheets.remove(part));
        let part = part.unwrap_or_default();
        let has = |word: &[u8]| part.windows(word.len()).any(|window| window == word);
        let says = !self.shared.is_empty()
            || [&b"hidden="[..], b"<f>", b"<f ", b":f>", b"<f/>", b"width=\"0\"", b"vertAlign"]
                .iter()
                .any(|word| has(word));
        if says { own(&part, &self.shared) } else { Ok(Own::default()) }
    }
}

fn attribute(start: &BytesStart<'_>, wanted: &str) -> Option<String> {
    let found =
        start.attributes().with_checks(false).flatten().find(|a| a.key.as_ref() == wanted)?;
    Some(found.value.to_string())
}

fn is_on(start: &BytesStart<'_>, name: &str) -> bool {
    attribute(start, name).is_some_and(|value| matches!(value.trim(), "1" | "true" | "on"))
}

/// A cell being read.
#[derive(Default)]
struct Open {
    place: Option<Place>,
    is_shared: bool,
    has_formula: bool,
    in_value: bool,
    value: String,
}

fn own(part: &[u8], shared: &HashMap<usize, String>) -> Result<Own, Unreadable> {
    let encoding = encoding_rs::Encoding::for_bom(part).map_or(encoding_rs::UTF_8, |(e, _)| e);
    let (text, _, _) = encoding.decode(part);
    let mut reader = Reader::from_str(&text);
    let mut out = Own::default();
    let mut cell = Open::default();
    let (mut row, mut column) = (0u32, 0u32);
    loop {
        let event = reader.read_event().map_err(|_| Unreadable::Damaged(KIND))?;
        let empty = matches!(event, Event::Empty(_));
        match event {
            Event::Start(start) | Event::Empty(start) => match start.local_name().as_ref() {
                "col" => {
                    let number = |name| attribute(&start, name)?.trim().parse::<u32>().ok();
                    let no_width = attribute(&start, "width").is_some_and(|w| w.trim() == "0");
                    if (is_on(&start, "hidden") || no_width)
                        && let Some((first, last)) = number("min").zip(number("max"))
                    {
                        out.hidden.columns.add(first.saturating_sub(1), last.saturating_sub(1));
                    }
                }
                "row" => {
                    let own = attribute(&start, "r").and_then(|r| r.trim().parse::<u32>().ok());
                    row = own.map_or(row.saturating_add(1), |own| own);
                    column = 0;
                    if is_on(&start, "hidden") {
                        out.hidden.rows.add(row.saturating_sub(1), row.saturating_sub(1));
                    }
                }
                "c" => {
                    let named = attribute(&start, "r").and_then(|name| place(&name));
                    let at = named.unwrap_or((row.saturating_sub(1), column));
                    column = at.1.saturating_add(1);
                    let is_shared = attribute(&start, "t").is_some_and(|kind| kind == "s");
                    cell = Open { place: Some(at), is_shared, ..Open::default() };
                    if empty {
                        cell.place = None;
                    }
                }
                "f" => cell.has_formula = true,
                "v" => cell.in_value = !empty,
                _ => {}
            },
            Event::Text(text) if cell.in_value => cell.value.push_str(&text.into_inner()),
            Event::End(end) => match end.local_name().as_ref() {
                "v" => cell.in_value = false,
                "c" => {
                    let cell = std::mem::take(&mut cell);
                    let Some(at) = cell.place else { continue };
                    let value = cell.value.trim();
                    if cell.has_formula && value.is_empty() {
                        out.texts.push((at, UNREADABLE.to_owned()));
                    } else if cell.is_shared
                        && let Some(text) = value.parse().ok().and_then(|at: usize| shared.get(&at))
                    {
                        out.texts.push((at, text.clone()));
                    }
                }
                _ => {}
            },
            Event::Eof => return Ok(out),
            _ => {}
        }
    }
}

/// `AB12` → its row and column.
fn place(name: &str) -> Option<Place> {
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (letters, row) = name.split_at_checked(letters.min(4))?;
    let column = letters
        .bytes()
        .fold(0u32, |sum, letter| sum * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1);
    Some((row.parse::<u32>().ok()?.checked_sub(1)?, column.checked_sub(1)?))
}

/// The shared texts with raised, lowered or struck words, as plain text; struck ones are left out.
fn shared(part: &[u8]) -> HashMap<usize, String> {
    let Ok(root) = xml::parse(part, KIND) else { return HashMap::new() };
    let texts = root.elements().filter(|element| &*element.name == "si").enumerate();
    let marked = texts.filter_map(|(at, text)| {
        let mut odd = false;
        let mut said = String::new();
        for run in text.elements().filter(|run| &*run.name == "r") {
            let words: String =
                run.elements().filter(|e| &*e.name == "t").map(Element::text).collect();
            let properties = run.child("rPr");
            let shift = properties.and_then(|p| Shift::named(p.value_of("vertAlign")?));
            let struck = properties.is_some_and(|p| p.is_on("strike"));
            odd |= shift.is_some() || struck;
            match shift {
                _ if struck => {}
                Some(shift) => said.push_str(&shift.written(&words)),
                None => said.push_str(&words),
            }
        }
        odd.then(|| (at, trimmed(&said).to_owned()))
    });
    marked.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_without_result_is_not_blank() {
        let sheet = "<x:worksheet><x:cols><x:col min='2' max='3' hidden='1'/></x:cols><x:sheetData>\
            <x:row r='3' hidden='1'><x:c r='A3'><x:f>1+1</x:f></x:c><x:c><x:f>1</x:f><x:v>1</x:v>\
            </x:c><x:c r='AA3'><x:f>1</x:f><x:v/></x:c></x:row></x:sheetData></x:worksheet>";
        let own = own(sheet.as_bytes(), &HashMap::new()).unwrap();
        let texts = [((2, 0), UNREADABLE.to_owned()), ((2, 26), UNREADABLE.to_owned())];
        assert_eq!(own.texts, texts);
        assert!(!own.hidden.rows.is_empty() && !own.hidden.columns.is_empty());
    }
}
