//! What the codes of a written PDF's fonts mean and how wide their characters are.

use lopdf::{Document as File, Object, ObjectId};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// A stream of a written PDF is never larger than this (bytes).
pub(super) const LARGEST_STREAM: usize = 64 * 1024 * 1024;

/// What a font's codes mean and how wide they are (thousandths of the type size).
#[derive(Default)]
pub(super) struct Coding {
    pub(super) text: HashMap<u16, String>,
    pub(super) widths: HashMap<u16, f64>,
}

/// The fonts of a page by their names.
pub(super) type Fonts = HashMap<Vec<u8>, ObjectId>;

/// What the codes of every font mean.
pub(super) fn codings(file: &File) -> Option<HashMap<ObjectId, Coding>> {
    let mut codings = HashMap::new();
    for page in file.page_iter() {
        for id in page_fonts(file, page)?.into_values() {
            if let Entry::Vacant(slot) = codings.entry(id) {
                slot.insert(coding(file, id)?);
            }
        }
    }
    Some(codings)
}

pub(super) fn page_fonts(file: &File, page: ObjectId) -> Option<Fonts> {
    let resources = file.get_dictionary(page).ok()?.get_deref(b"Resources", file).ok()?;
    let fonts = resources.as_dict().ok()?.get_deref(b"Font", file).ok()?.as_dict().ok()?;
    fonts.iter().map(|(name, font)| Some((name.clone(), font.as_reference().ok()?))).collect()
}

fn coding(file: &File, font: ObjectId) -> Option<Coding> {
    let font = file.get_dictionary(font).ok()?;
    let table = font.get_deref(b"ToUnicode", file).ok()?.as_stream().ok()?;
    let table = table.get_plain_content_with_limit(LARGEST_STREAM).ok()?;
    let descendants = font.get_deref(b"DescendantFonts", file).ok()?.as_array().ok()?;
    let descendant = file.dereference(descendants.first()?).ok()?.1.as_dict().ok()?;
    let widths = match descendant.get_deref(b"W", file) {
        Ok(widths) => widths.as_array().ok()?.as_slice(),
        Err(_) => &[],
    };
    Some(Coding { text: to_unicode(&String::from_utf8_lossy(&table))?, widths: by_code(widths)? })
}

/// `[first [w w …] first [w …]]` (ISO 32000-1, 9.7.4.3).
fn by_code(list: &[Object]) -> Option<HashMap<u16, f64>> {
    let mut out = HashMap::new();
    for pair in list.chunks(2) {
        let [first, widths] = pair else { return None };
        let first = u16::try_from(first.as_i64().ok()?).ok()?;
        for (at, width) in widths.as_array().ok()?.iter().enumerate() {
            let code = first.checked_add(u16::try_from(at).ok()?)?;
            out.insert(code, f64::from(width.as_float().ok()?));
        }
    }
    Some(out)
}

/// The codes of a ToUnicode table: `<code> <text>` and `<first> <last> <text>` within its sections
/// (ISO 32000-1, 9.10.3).
fn to_unicode(table: &str) -> Option<HashMap<u16, String>> {
    let mut out = HashMap::new();
    let mut words = table.split_whitespace().peekable();
    let mut section = "";
    while let Some(word) = words.next() {
        match word {
            "beginbfchar" | "beginbfrange" => section = word,
            "endbfchar" | "endbfrange" => section = "",
            _ if section == "beginbfchar" && word.starts_with('<') => {
                out.insert(number(word)?, utf16(words.next()?)?);
            }
            _ if section == "beginbfrange" && word.starts_with('<') => {
                let (first, last) = (number(word)?, number(words.next()?)?);
                let units = units(words.next()?)?;
                for code in first..=last {
                    let mut units = units.clone();
                    let end = units.last_mut()?;
                    *end = end.checked_add(code - first)?;
                    out.insert(code, String::from_utf16(&units).ok()?);
                }
            }
            _ => {}
        }
    }
    Some(out)
}

fn number(word: &str) -> Option<u16> {
    u16::from_str_radix(word.trim_matches(['<', '>']), 16).ok()
}

fn units(word: &str) -> Option<Vec<u16>> {
    let digits = word.trim_matches(['<', '>']);
    let starts = (0..digits.len()).step_by(4);
    starts.map(|at| u16::from_str_radix(digits.get(at..at + 4)?, 16).ok()).collect()
}

fn utf16(word: &str) -> Option<String> {
    String::from_utf16(&units(word)?).ok()
}
