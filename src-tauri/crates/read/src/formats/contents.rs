//! What is seen of a file before it is read: what it is packed in, what is in there, and how it
//! begins. Every kind of file is told by it.
//!
//! **Deliberately absent**: which kinds there are.

use std::io::Cursor;

const ZIP: &[u8] = b"PK\x03\x04";
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// Bytes at the beginning that are looked at, and of these where a PDF says that it is one.
const HEAD: usize = 4096;
const HEAD_OF_PDF: usize = 1024;

/// A file that is looked at.
pub(super) struct Contents<'a> {
    /// Of its name, in small letters and without the dot.
    pub ending: &'a str,
    pub packed: Packed<'a>,
    /// Its beginning in small letters, without the zeros of UTF-16.
    head: Vec<u8>,
}

/// What a file is packed in.
pub(super) enum Packed<'a> {
    Zip(Box<zip::ZipArchive<Cursor<&'a [u8]>>>),
    BrokenZip,
    Compound(cfb::CompoundFile<Cursor<&'a [u8]>>),
    BrokenCompound,
    /// Protected by a password as Office does it.
    Locked,
    Pdf,
    /// A file of another kind by its first bytes; what it is, in the user's words.
    Foreign(&'static str),
    Plain,
}

impl<'a> Contents<'a> {
    pub fn of(bytes: &'a [u8], ending: &'a str) -> Self {
        let head: Vec<u8> =
            bytes.iter().take(HEAD).map(u8::to_ascii_lowercase).filter(|byte| *byte != 0).collect();
        let packed = packed(bytes, &head);
        Contents { ending, packed, head }
    }

    /// Whether it is packed and has this in it: a part or a folder (`xl/`) of a zip file, a stream
    /// (`/Book`) of a compound file.
    pub fn has(&self, name: &str) -> bool {
        match &self.packed {
            Packed::Zip(archive) if name.ends_with('/') => {
                archive.file_names().flatten().any(|part| part.starts_with(name))
            }
            Packed::Zip(archive) => archive.index_for_name(name).is_some(),
            Packed::Compound(file) => file.exists(name),
            _ => false,
        }
    }

    pub fn is_plain(&self) -> bool {
        matches!(self.packed, Packed::Plain)
    }

    /// Whether this stands at its beginning, in small letters.
    pub fn begins_with(&self, words: &[u8]) -> bool {
        contains(&self.head, words)
    }
}

fn contains(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|window| window == words)
}

fn packed<'a>(bytes: &'a [u8], head: &[u8]) -> Packed<'a> {
    if bytes.starts_with(ZIP) {
        return zip::ZipArchive::new(Cursor::new(bytes))
            .map_or(Packed::BrokenZip, |archive| Packed::Zip(Box::new(archive)));
    }
    if bytes.starts_with(COMPOUND) {
        return compound(bytes);
    }
    if contains(bytes.get(..HEAD_OF_PDF).unwrap_or(bytes), b"%PDF-") {
        return Packed::Pdf;
    }
    foreign(bytes, head).map_or(Packed::Plain, Packed::Foreign)
}

/// A container of Microsoft's older programs; encrypted files of the newer ones are in one, too.
fn compound(bytes: &[u8]) -> Packed<'_> {
    let Ok(file) = cfb::CompoundFile::open(Cursor::new(bytes)) else {
        return Packed::BrokenCompound;
    };
    match file.exists("/EncryptedPackage") || file.exists("/EncryptionInfo") {
        true => Packed::Locked,
        false => Packed::Compound(file),
    }
}

/// Kinds of files people choose by mistake.
fn foreign(bytes: &[u8], head: &[u8]) -> Option<&'static str> {
    const OTHERS: &[(&[u8], &str)] = &[
        (b"\x89PNG", "图片"),
        (b"\xff\xd8\xff", "图片"),
        (b"GIF8", "图片"),
        (b"II*\0", "图片"),
        (b"MM\0*", "图片"),
        (b"RIFF", "图片、录音或录像"),
        (b"{\\rtf", " RTF 文件"),
        (b"Rar!", "压缩包"),
        (b"7z\xbc\xaf\x27\x1c", "压缩包"),
        (b"\x1f\x8b", "压缩包"),
        (b"MZ", "程序"),
        (b"\x7fELF", "程序"),
    ];
    let of_word = [&b"mso-application progid=\"word"[..], b"<w:worddocument", b"<pkg:package"];
    let other = OTHERS.iter().find(|(mark, _)| bytes.starts_with(mark));
    let word = || of_word.iter().any(|mark| contains(head, mark)).then_some(" Word XML 文件");
    other.map(|(_, what)| *what).or_else(word)
}
