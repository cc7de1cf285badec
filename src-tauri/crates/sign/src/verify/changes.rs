//! What happened to a file after a signature: the file as it was signed against the file as it is.
//!
//! Nothing but further signatures and what proves them later may be added: a value and an appearance
//! of an empty signature field, a new signature field on its page, a store of certificates (DSS), and
//! the date and the program of the last writing. Anything else is a change, whatever it is meant for. **Deliberately absent**: what the change does to the pages.

use lopdf::{Dictionary, Document, Object, ObjectId};

/// What of a form changes with a further signature: its fields, and fonts for those that show text.
const FORM: [&[u8]; 4] = [b"Fields", b"SigFlags", b"DR", b"DA"];

/// What happened after a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changes {
    /// Nothing.
    None,
    /// Further signatures were added.
    FormFilling,
    /// Something else.
    Other,
}

/// What happened between two states of a file; `appended` is what follows the first.
pub(super) fn changes(
    before: &Document,
    after: &Document,
    appended: &[u8],
    start: usize,
) -> Changes {
    if appended.is_empty() {
        return Changes::None;
    }
    let same_root = before.trailer.get(b"Root").ok() == after.trailer.get(b"Root").ok();
    let only_added = is_an_update(appended, start)
        && same_root
        && !after.trailer.has(b"Encrypt")
        && before.objects.iter().all(|(id, object)| {
            let now = after.objects.get(id);
            now.is_some_and(|now| now == object || is_allowed(before, after, *id, object, now))
        });
    if only_added { Changes::FormFilling } else { Changes::Other }
}

/// Whether what was appended is an update of the file: it ends as one does, and its table of objects
/// lies in it.
fn is_an_update(appended: &[u8], start: usize) -> bool {
    let text = appended.trim_ascii_end();
    let place = || {
        let rest = text.strip_suffix(b"%%EOF")?.trim_ascii_end();
        let digits = rest.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
        let (rest, digits) = rest.split_at_checked(rest.len() - digits)?;
        rest.trim_ascii_end().ends_with(b"startxref").then_some(())?;
        std::str::from_utf8(digits).ok()?.parse::<usize>().ok()
    };
    place().is_some_and(|place| place >= start)
}

fn is_allowed(
    before: &Document,
    after: &Document,
    id: ObjectId,
    object: &Object,
    now: &Object,
) -> bool {
    if let (Object::Array(old), Object::Array(new)) = (object, now) {
        return only_fields_follow(after, old, new);
    }
    let (Ok(old), Ok(new)) = (dictionary(object), dictionary(now)) else { return false };
    // The library keeps streams that hold objects beside the objects themselves.
    if [b"XRef".as_slice(), b"ObjStm"].iter().any(|kind| old.has_type(kind)) {
        return true;
    }
    if is_signature_field(old) {
        return !old.has(b"V") && same_but(old, new, &[b"V", b"AP"]);
    }
    let catalog = before.trailer.get(b"Root").and_then(Object::as_reference).ok() == Some(id);
    if catalog {
        let added: [&[u8]; 4] = [b"AcroForm", b"DSS", b"Extensions", b"Version"];
        return same_but(old, new, &added) && form_grew(after, old, new);
    }
    if old.has_type(b"Page") {
        return same_but(old, new, &[b"Annots"]) && grew(after, old, new, b"Annots");
    }
    if is_form(before, id) {
        return same_but(old, new, &FORM) && grew(after, old, new, b"Fields");
    }
    let described = before.trailer.get(b"Info").and_then(Object::as_reference).ok() == Some(id);
    described && same_but(old, new, &[b"ModDate", b"Producer"])
}

fn dictionary(object: &Object) -> lopdf::Result<&Dictionary> {
    match object {
        Object::Stream(stream) => Ok(&stream.dict),
        other => other.as_dict(),
    }
}

fn is_signature_field(field: &Dictionary) -> bool {
    field.get(b"FT").and_then(Object::as_name).is_ok_and(|kind| kind == b"Sig")
}

/// Whether two dictionaries are the same but for these entries.
fn same_but(old: &Dictionary, new: &Dictionary, but: &[&[u8]]) -> bool {
    let counts = |(key, _): &(&Vec<u8>, &Object)| !but.contains(&key.as_slice());
    let (old_entries, new_entries) = (old.iter().filter(counts), new.iter().filter(counts));
    old_entries.count() == new_entries.count()
        && old.iter().filter(counts).all(|(key, value)| new.get(key).is_ok_and(|now| now == value))
}

/// Whether the form, where the catalog holds it itself, grew by signature fields alone.
fn form_grew(after: &Document, old: &Dictionary, new: &Dictionary) -> bool {
    match (old.get(b"AcroForm"), new.get(b"AcroForm")) {
        (Ok(Object::Dictionary(old)), Ok(Object::Dictionary(new))) => {
            same_but(old, new, &FORM) && grew(after, old, new, b"Fields")
        }
        (Ok(old), Ok(new)) => old == new,
        (Err(_), Err(_)) => true,
        _ => false,
    }
}

/// Whether a list is the same but for signature fields at its end.
fn grew(after: &Document, old: &Dictionary, new: &Dictionary, key: &[u8]) -> bool {
    let list = |holder: &Dictionary| match holder.get(key) {
        Ok(Object::Array(all)) => Some(all.clone()),
        Ok(_) => None,
        Err(_) => Some(Vec::new()),
    };
    let (Some(old), Some(new)) = (list(old), list(new)) else {
        return old.get(key).ok() == new.get(key).ok();
    };
    only_fields_follow(after, &old, &new)
}

/// Whether a list is another one with signature fields behind it.
fn only_fields_follow(after: &Document, old: &[Object], new: &[Object]) -> bool {
    let signs = |object: &Object| {
        let id = object.as_reference().ok();
        id.and_then(|id| after.get_dictionary(id).ok()).is_some_and(is_signature_field)
    };
    let added = new.get(old.len()..);
    new.starts_with(old) && added.is_some_and(|added| added.iter().all(signs))
}

fn is_form(file: &Document, id: ObjectId) -> bool {
    let form = file.catalog().and_then(|catalog| catalog.get(b"AcroForm"));
    form.and_then(Object::as_reference).is_ok_and(|form| form == id)
}
