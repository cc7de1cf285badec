//! A signed field appended to a PDF: what was there stays as it is, byte for byte.
//!
//! **Deliberately absent**: fields that are not there yet; a field added after a signature would break
//! that signature for many readers.

use super::appearance::{self, Shown};
use crate::error::NotSigned;
use lopdf::{
    Dictionary, Document, IncrementalDocument, Object, ObjectId, StringFormat, dictionary,
    text_string,
};

/// Bytes kept for the message. With a time stamp one takes some five thousand.
const ROOM: usize = 8192;
/// Stands for a number of the signed range until the file is there: as wide as any.
const UNKNOWN: i64 = 9_999_999_999;

/// What is to be signed, and how it is to look.
pub(crate) struct Wanted<'a> {
    /// The field.
    pub field: ObjectId,
    /// Whose signature it is, as the dictionary says.
    pub name: &'a str,
    pub reason: &'a str,
    /// As PDF writes a date.
    pub time: &'a str,
    pub shown: Shown<'a>,
}

/// A file that lacks nothing but the message.
pub(crate) struct Prepared {
    bytes: Vec<u8>,
    /// Where the message stands, its brackets included.
    gap: std::ops::Range<usize>,
}

impl Prepared {
    /// What is signed.
    pub fn pieces(&self) -> [&[u8]; 2] {
        let part = |range| self.bytes.get::<std::ops::Range<usize>>(range).unwrap_or_default();
        [part(0..self.gap.start), part(self.gap.end..self.bytes.len())]
    }

    /// The signed file.
    pub fn with(mut self, message: &[u8]) -> Result<Vec<u8>, NotSigned> {
        let place = self.bytes.get_mut(self.gap.start + 1..self.gap.end - 1);
        let place = place.filter(|place| message.len() * 2 <= place.len());
        let place = place.ok_or(NotSigned::Different)?;
        for (byte, digits) in message.iter().zip(place.as_chunks_mut::<2>().0) {
            let digit = |value: u8| b"0123456789abcdef".get(usize::from(value)).copied();
            *digits = [byte >> 4, byte & 0x0f].map(|value| digit(value).unwrap_or(b'0'));
        }
        Ok(self.bytes)
    }
}

/// Appends a signature to a file, its message left blank.
pub(crate) fn prepare(
    bytes: &[u8],
    file: Document,
    wanted: &Wanted<'_>,
) -> Result<Prepared, NotSigned> {
    let widget = file.get_dictionary(wanted.field).map_err(|_| NotSigned::NotOurs)?.clone();
    let blank = blank(&file, &widget).ok_or(NotSigned::NotOurs)?;
    let version = file.version.clone();
    let mut update = IncrementalDocument::create_from(bytes.to_vec(), file);
    let appended = &mut update.new_document;
    appended.version = version;
    let shown = appearance::add(appended, &blank, wanted.shown)?;
    let value = appended.add_object(value(wanted));
    let mut widget = widget;
    widget.set("V", value);
    widget.set("AP", dictionary! { "N" => shown });
    appended.set_object(wanted.field, widget);
    let mut out = Vec::with_capacity(bytes.len() + 4 * ROOM);
    update.save_to(&mut out).map_err(|_| NotSigned::Damaged)?;
    ranged(out, bytes.len()).ok_or(NotSigned::Damaged)
}

/// What the field shows before it is signed.
fn blank(file: &Document, widget: &Dictionary) -> Option<Dictionary> {
    let appearance = widget.get_deref(b"AP", file).ok()?.as_dict().ok()?;
    Some(appearance.get_deref(b"N", file).ok()?.as_stream().ok()?.dict.clone())
}

fn value(wanted: &Wanted<'_>) -> Dictionary {
    let [start, rest] = [0, UNKNOWN].map(Object::Integer);
    dictionary! {
        "Type" => "Sig",
        "Filter" => "Adobe.PPKLite",
        "SubFilter" => "ETSI.CAdES.detached",
        "ByteRange" => vec![start, rest.clone(), rest.clone(), rest],
        "Contents" => Object::String(vec![0; ROOM], StringFormat::Hexadecimal),
        "M" => Object::string_literal(wanted.time),
        "Name" => text_string(wanted.name),
        "Reason" => text_string(wanted.reason),
    }
}

/// Writes into the appended part what of the file is signed.
fn ranged(mut bytes: Vec<u8>, before: usize) -> Option<Prepared> {
    let find = |bytes: &[u8], wanted: &[u8]| {
        let within = bytes.get(before..)?;
        within.windows(wanted.len()).position(|part| part == wanted).map(|at| before + at)
    };
    let mark = format!("[0 {UNKNOWN} {UNKNOWN} {UNKNOWN}]");
    let zeros = [b"<".as_slice(), &[b'0'; 2 * ROOM], b">"].concat();
    let (range, start) = (find(&bytes, mark.as_bytes())?, find(&bytes, &zeros)?);
    let gap = start..start + zeros.len();
    let said = format!("[0 {} {} {}]", gap.start, gap.end, bytes.len() - gap.end);
    let said = format!("{said:<width$}", width = mark.len());
    bytes.get_mut(range..range + mark.len())?.copy_from_slice(said.as_bytes());
    Some(Prepared { bytes, gap })
}
