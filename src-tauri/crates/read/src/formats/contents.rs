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
            Packed::Zip(archive) => {
                let name = part_name(name);
                archive.file_names().flatten().any(|part| {
                    let part = part_name(&part);
                    if name.ends_with('/') { part.starts_with(&name) } else { part == name }
                })
            }
            Packed::Compound(file) => file.exists(name),
            _ => false,
        }
    }

    pub fn is_plain(&self) -> bool {
        matches!(self.packed, Packed::Plain)
    }

    /// Whether this stands somewhere at its beginning, in small letters.
    pub fn mentions(&self, words: &[u8]) -> bool {
        contains(&self.head, words)
    }

    /// The name of its first element, in small letters and with its prefix, where it begins with
    /// one; comments, declarations and instructions before it do not count.
    pub fn first_element(&self) -> Option<&[u8]> {
        first_element(&self.head)
    }

    /// Whether it begins with the head of a message, and that names this field.
    pub fn has_field(&self, name: &[u8]) -> bool {
        let is_name = |line: &[u8]| {
            let name = line.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'-').count();
            name > 0 && line.get(name) == Some(&b':')
        };
        let lines = self
            .head
            .trim_ascii_start()
            .split(|byte| *byte == b'\n')
            .map(|line| line.strip_suffix(b"\r").unwrap_or(line));
        // A line that goes on begins with a blank.
        let head = lines
            .take_while(|line| is_name(line) || line.starts_with(b" ") || line.starts_with(b"\t"));
        head.into_iter().any(|line| line.starts_with(name) && line.get(name.len()) == Some(&b':'))
    }
}

/// A part's name as it is looked up: whatever program packed it, it may be in other letters, with
/// the strokes of Windows, or with one before it.
pub(super) fn part_name(name: &str) -> String {
    plain_part_name(name).to_ascii_lowercase()
}

/// The same in its own letters.
pub(super) fn plain_part_name(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches(['.', '/']).to_owned()
}

fn first_element(head: &[u8]) -> Option<&[u8]> {
    let mut rest = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    rest = rest.strip_prefix(b"\xff\xfe").or(rest.strip_prefix(b"\xfe\xff")).unwrap_or(rest);
    loop {
        rest = rest.trim_ascii_start().strip_prefix(b"<")?;
        let end: &[u8] = match rest {
            [b'!', b'-', b'-', ..] => b"-->",
            [b'!' | b'?', ..] => b">",
            _ => {
                let end = rest.iter().position(|b| b.is_ascii_whitespace() || b"/>".contains(b));
                return rest.get(..end.unwrap_or(rest.len())).filter(|name| !name.is_empty());
            }
        };
        let at = rest.windows(end.len()).position(|window| window == end)?;
        rest = rest.get(at + end.len()..)?;
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
    let other = OTHERS.iter().find(|(mark, _)| bytes.trim_ascii_start().starts_with(mark));
    other.map(|(_, what)| *what).or_else(|| match first_element(head)? {
        b"w:worddocument" | b"pkg:package" => Some(" Word XML 文件"),
        b"workbook" | b"ss:workbook" => Some(" Excel XML 文件"),
        b"office:document" => Some(" OpenDocument 文件"),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_element_tells_the_kind_and_no_word_further_on() {
        let word = "<!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif]-->";
        for (text, first) in [
            (format!("<!DOCTYPE html><html><head>{word}"), Some("html")),
            (format!("{word}<HTML>"), Some("html")),
            (format!("\u{feff} <?xml version='1.0'?><table>{word}"), Some("table")),
            (format!("正文<html>{word}"), None),
            (
                "<?xml?><?mso-application progid=\"Word.Document\"?><w:wordDocument>".into(),
                Some("w:worddocument"),
            ),
        ] {
            let file = Contents::of(text.as_bytes(), "");
            let name = file.first_element().map(|name| String::from_utf8_lossy(name).into_owned());
            assert_eq!(name.as_deref(), first, "{text}");
            assert_eq!(file.is_plain(), first != Some("w:worddocument"), "{text}");
        }
        let mail = Contents::of(b"From: x\r\nX-A: b\r\n c\r\nMIME-Version: 1.0\r\n\r\nTo: x", "");
        assert!(mail.has_field(b"mime-version") && !mail.has_field(b"to"));
    }
}
