//! Containers around what is mutated, so that a changed byte does not fail at a checksum or an
//! offset: parts → zip, streams → compound file, objects → PDF with a true table of places. Bytes
//! that already begin as such a file go to the reader as they are.

use std::io::{Cursor, Write};
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

/// Begins a part: `\n=== name\n`.
const MARK: &[u8] = b"=== ";

/// Parts by name, in their order.
fn parts(bytes: &[u8]) -> Vec<(String, &[u8])> {
    let mut starts: Vec<usize> = Vec::new();
    for at in 0..bytes.len() {
        let begins = at == 0 || bytes[at - 1] == b'\n';
        if begins && bytes[at..].starts_with(MARK) {
            starts.push(at);
        }
    }
    let mut out = Vec::new();
    for (number, start) in starts.iter().enumerate() {
        let end = starts.get(number + 1).copied().unwrap_or(bytes.len());
        let part = &bytes[start + MARK.len()..end];
        let head = part.iter().position(|byte| *byte == b'\n').unwrap_or(part.len());
        let name = String::from_utf8_lossy(&part[..head]).trim().to_owned();
        let body = part.get(head + 1..).unwrap_or_default();
        out.push((name, body));
    }
    out
}

pub fn zipped(bytes: &[u8]) -> Vec<u8> {
    if bytes.starts_with(b"PK") {
        return bytes.to_vec();
    }
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, body) in parts(bytes) {
        if zip.start_file(name, stored).is_ok() {
            let _ = zip.write_all(body);
        }
    }
    zip.finish().map(Cursor::into_inner).unwrap_or_default()
}

/// Streams of a compound file; each body has a line feed of the mark's at its end.
pub fn compound(bytes: &[u8]) -> Vec<u8> {
    if bytes.starts_with(b"\xd0\xcf") {
        return bytes.to_vec();
    }
    let Ok(mut file) = cfb::CompoundFile::create(Cursor::new(Vec::new())) else {
        return Vec::new();
    };
    for (name, body) in parts(bytes) {
        // The library that writes the container gives up on some names; it is not what is tried.
        let plain =
            (1..=31).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric());
        if !plain || file.exists(format!("/{name}")) {
            continue;
        }
        if let Ok(mut stream) = file.create_stream(format!("/{name}")) {
            let _ = stream.write_all(body);
        }
    }
    let _ = file.flush();
    file.into_inner().into_inner()
}

/// Objects (`1 0 obj … endobj`) with head, places and trailer around them; object 1 is the root.
pub fn pdf(bytes: &[u8]) -> Vec<u8> {
    if bytes.starts_with(b"%PDF") {
        return bytes.to_vec();
    }
    let mut out = b"%PDF-1.7\n".to_vec();
    let head = out.len();
    out.extend_from_slice(bytes);
    let mut places: Vec<(u32, usize)> = Vec::new();
    for at in head..out.len() {
        let begins = at == head || out[at - 1] == b'\n';
        let digits = out[at..].iter().take(6).take_while(|byte| byte.is_ascii_digit()).count();
        if begins && digits > 0 && out[at + digits..].starts_with(b" 0 obj") {
            let number =
                out[at..at + digits].iter().fold(0, |sum, b| sum * 10 + u32::from(b - b'0'));
            places.push((number, at));
        }
    }
    let table = out.len() + 1;
    out.extend_from_slice(b"\nxref\n0 1\n0000000000 65535 f \n");
    for (number, place) in &places {
        out.extend_from_slice(format!("{number} 1\n{place:010} 00000 n \n").as_bytes());
    }
    let size = places.iter().map(|(number, _)| number + 1).max().unwrap_or(1);
    let end = format!("trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n");
    out.extend_from_slice(end.as_bytes());
    out
}
