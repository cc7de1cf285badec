//! The signature fields of a PDF, and the signatures in them.
//!
//! **Deliberately absent**: whether a signature is good.

use lopdf::{Dictionary, Document, Object, ObjectId};
use std::collections::HashSet;

/// Most fields of a form looked at, and how deep they may stand in each other.
const MOST_FIELDS: usize = 10_000;
const DEEPEST: usize = 20;
/// Most marks of signatures looked at, and the largest message behind one, in bytes.
const MOST_TRACES: usize = 200;
const LARGEST_MESSAGE: usize = 1024 * 1024;

/// A signature as it stands in a file.
#[derive(Clone, Debug)]
pub(crate) struct Signature {
    /// The field's name.
    pub field: String,
    /// The signed pieces, as start and length.
    pub range: [usize; 4],
    /// The message, with the zeros that fill its place.
    pub message: Vec<u8>,
    /// ETSI.CAdES.detached and the like.
    pub kind: Vec<u8>,
    /// When it was signed, as it says itself.
    pub time: Option<String>,
    /// Why, as it says itself.
    pub reason: Option<String>,
}

impl Signature {
    /// The pieces of the file that are signed: none where they don't lie in it, don't begin with it,
    /// or leave out anything but the message.
    pub fn pieces<'a>(&self, file: &'a [u8]) -> Option<[&'a [u8]; 2]> {
        let [start, length, second, rest] = self.range;
        let end = second.checked_add(rest)?;
        let gap = file.get(length..second)?;
        let digits = gap.strip_prefix(b"<")?.strip_suffix(b">")?;
        let written: Vec<u8> =
            digits.iter().filter(|digit| !digit.is_ascii_whitespace()).copied().collect();
        let same = start == 0 && from_hex(&written)? == self.message;
        same.then_some([file.get(..length)?, file.get(second..end)?])
    }

    /// Where what it covers ends.
    pub fn end(&self) -> usize {
        let [_, _, second, rest] = self.range;
        second.saturating_add(rest)
    }
}

/// Signatures whose bytes stand in a file, whether its form still leads to them or not: where a file
/// was damaged or a signature taken out of the form, it was there all the same.
pub(crate) fn traces(file: &[u8]) -> Vec<Signature> {
    const MARK: &[u8] = b"/ByteRange";
    let starts = file.windows(MARK.len()).enumerate().filter(|(_, part)| *part == MARK);
    let starts = starts.take(MOST_TRACES);
    let trace = |at: usize| {
        let after = file.get(at + MARK.len()..)?.trim_ascii_start().strip_prefix(b"[")?;
        let numbers = after.split(|byte| *byte == b']').next()?;
        let numbers = std::str::from_utf8(numbers.get(..80.min(numbers.len()))?).ok()?;
        let numbers: Option<Vec<usize>> =
            numbers.split_whitespace().map(|number| number.parse().ok()).collect();
        let range: [usize; 4] = numbers?.try_into().ok()?;
        let gap = file.get(range[1]..range[2]).filter(|gap| gap.len() <= LARGEST_MESSAGE)?;
        let message = from_hex(gap.strip_prefix(b"<")?.strip_suffix(b">")?)?;
        let (field, kind) = (String::new(), Vec::new());
        Some(Signature { field, range, message, kind, time: None, reason: None })
    };
    starts.filter_map(|(at, _)| trace(at)).collect()
}

fn from_hex(digits: &[u8]) -> Option<Vec<u8>> {
    let value = |digit: u8| char::from(digit).to_digit(16);
    let (pairs, rest) = digits.as_chunks::<2>();
    let bytes = pairs.iter().map(|[high, low]| Some((value(*high)? * 16 + value(*low)?) as u8));
    rest.is_empty().then(|| bytes.collect())?
}

/// All signatures of a file, in the order they were given.
pub(crate) fn signatures(file: &Document) -> Vec<Signature> {
    let mut found: Vec<Signature> = fields(file)
        .into_iter()
        .filter_map(|field| {
            let value = file.get_dictionary(field.id).ok()?.get_deref(b"V", file).ok()?;
            signature(file, field.name, value.as_dict().ok()?)
        })
        .collect();
    found.sort_by_key(Signature::end);
    found
}

fn signature(file: &Document, field: String, value: &Dictionary) -> Option<Signature> {
    let range = value.get_deref(b"ByteRange", file).ok()?.as_array().ok()?;
    let range: Vec<usize> = range
        .iter()
        .map(|number| number.as_i64().ok().and_then(|number| usize::try_from(number).ok()))
        .collect::<Option<_>>()?;
    let said = |key: &[u8]| value.get_deref(key, file).ok().and_then(text);
    Some(Signature {
        field,
        range: range.try_into().ok()?,
        message: value.get_deref(b"Contents", file).ok()?.as_str().ok()?.to_vec(),
        kind: value.get_deref(b"SubFilter", file).and_then(Object::as_name).ok()?.to_vec(),
        time: said(b"M"),
        reason: said(b"Reason"),
    })
}

/// A text string (ISO 32000-1, 7.9.2.2).
fn text(object: &Object) -> Option<String> {
    lopdf::decode_text_string(object).ok()
}

/// A field for a signature.
#[derive(Clone, Debug)]
struct Field {
    id: ObjectId,
    name: String,
}

/// The signature fields of a form, wherever in it they stand.
fn fields(file: &Document) -> Vec<Field> {
    let form = file.catalog().and_then(|catalog| catalog.get_deref(b"AcroForm", file));
    let top = form.and_then(Object::as_dict).and_then(|form| form.get_deref(b"Fields", file));
    let mut open: Vec<(ObjectId, String, bool, usize)> =
        references(top.ok()).into_iter().rev().map(|id| (id, String::new(), false, 0)).collect();
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    while let Some((id, above, inherited, depth)) = open.pop() {
        if !seen.insert(id) || seen.len() > MOST_FIELDS || depth > DEEPEST {
            continue;
        }
        let Ok(field) = file.get_dictionary(id) else { continue };
        let own = field.get_deref(b"T", file).ok().and_then(text);
        let name = match own {
            Some(own) if above.is_empty() => own,
            Some(own) => format!("{above}.{own}"),
            None => above,
        };
        let kind = field.get_deref(b"FT", file).and_then(Object::as_name);
        let signs = kind.map_or(inherited, |kind| kind == b"Sig");
        let kids = references(field.get_deref(b"Kids", file).ok());
        open.extend(kids.into_iter().rev().map(|kid| (kid, name.clone(), signs, depth + 1)));
        if signs {
            found.push(Field { id, name });
        }
    }
    found
}

fn references(array: Option<&Object>) -> Vec<ObjectId> {
    let all = array.and_then(|array| array.as_array().ok()).into_iter().flatten();
    all.filter_map(|object| object.as_reference().ok()).collect()
}

/// The field of this name: its widget, and whether it has been signed.
pub(crate) fn free_field(file: &Document, name: &str) -> Option<(ObjectId, bool)> {
    let field = fields(file).into_iter().find(|field| field.name == name)?;
    Some((field.id, file.get_dictionary(field.id).ok()?.has(b"V")))
}
