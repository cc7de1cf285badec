//! A PDF whose table of objects is wrong, cut off, or elsewhere than it says: the objects are looked
//! for one by one, as viewers do, and a table of their places is put behind them.
//!
//! **Deliberately absent**: repair of the objects themselves.

use std::collections::BTreeMap;

/// Highest number of an object.
const HIGHEST: usize = 1_000_000;

/// The file with a table of its objects; none where it has no object that begins a document.
pub(super) fn repaired(bytes: &[u8]) -> Option<Vec<u8>> {
    let begin = find(bytes, b"%PDF-")?;
    let bytes = bytes.get(begin..)?;
    let mut places: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    let mut at = 0;
    while let Some(next) = bytes.get(at..).and_then(|rest| find(rest, b" obj")) {
        let end = at + next;
        at = end + 4;
        let Some((generation, before)) = number_before(bytes, end) else { continue };
        let Some(blank) = before.checked_sub(1).filter(|at| is_blank(bytes, *at)) else { continue };
        let Some((number, begin)) = number_before(bytes, blank) else { continue };
        if number <= HIGHEST && generation <= 65_535 {
            places.insert(number, (begin, generation));
        }
    }
    let root = places.iter().rev().find_map(|(number, (place, generation))| {
        let object = bytes.get(*place..)?;
        let object = object.get(..find(object, b"endobj")?)?;
        let catalog = find(object, b"/Catalog").is_some() && find(object, b"/Pages").is_some();
        catalog.then(|| format!("{number} {generation} R"))
    });
    let root = root.or_else(|| named(bytes, b"/Root"))?;
    let locked =
        named(bytes, b"/Encrypt").map(|lock| format!("/Encrypt {lock}")).unwrap_or_default();
    let id = find(bytes, b"/ID").and_then(|at| {
        let list = bytes.get(at..)?;
        list.get(..=list.iter().position(|b| *b == b']')?)
    });
    let mut out = bytes.to_vec();
    out.extend(b"\n");
    let table = out.len();
    out.extend(b"xref\n0 1\n0000000000 65535 f \n");
    for (number, (place, generation)) in &places {
        out.extend(format!("{number} 1\n{place:010} {generation:05} n \n").bytes());
    }
    let size = places.keys().next_back()? + 1;
    out.extend(format!("trailer\n<</Size {size}/Root {root}{locked}").bytes());
    out.extend(id.filter(|_| !locked.is_empty()).unwrap_or_default());
    out.extend(format!(">>\nstartxref\n{table}\n%%EOF\n").bytes());
    Some(out)
}

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    let first = *word.first()?;
    let mut at = 0;
    loop {
        at += bytes.get(at..)?.iter().position(|b| *b == first)?;
        if bytes.get(at..)?.starts_with(word) {
            return Some(at);
        }
        at += 1;
    }
}

fn is_blank(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_some_and(u8::is_ascii_whitespace)
}

/// The number that ends here, and where it begins.
fn number_before(bytes: &[u8], end: usize) -> Option<(usize, usize)> {
    let digits = bytes.get(..end)?.iter().rev().take(10).take_while(|b| b.is_ascii_digit()).count();
    let begin = end - digits;
    let text = std::str::from_utf8(bytes.get(begin..end)?).ok()?;
    Some((text.parse().ok()?, begin))
}

/// The object a trailer names last under this key: `12 0 R`.
fn named(bytes: &[u8], key: &[u8]) -> Option<String> {
    let mut found = None;
    let mut at = 0;
    while let Some(next) = bytes.get(at..).and_then(|rest| find(rest, key)) {
        at += next + key.len();
        let rest = bytes.get(at..(at + 24).min(bytes.len()))?;
        let words: Vec<&[u8]> =
            rest.split(|b| b.is_ascii_whitespace()).filter(|word| !word.is_empty()).collect();
        if let [number, generation, end, ..] = words.as_slice()
            && end.starts_with(b"R")
            && [number, generation].iter().all(|word| word.iter().all(u8::is_ascii_digit))
        {
            let text = |word: &[u8]| String::from_utf8_lossy(word).into_owned();
            found = Some(format!("{} {} R", text(number), text(generation)));
        }
    }
    found
}
