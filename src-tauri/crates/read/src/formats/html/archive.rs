//! A page saved whole (.mht, MIME HTML): the pages among its parts.

use encoding_rs::Encoding;

/// Deepest nesting of parts in parts.
const DEEPEST: usize = 4;
/// Most parts looked at.
const MOST_PARTS: usize = 500;

/// A page taken out of an archive.
pub(super) struct Page {
    pub bytes: Vec<u8>,
    /// As its head declares.
    pub encoding: Option<&'static Encoding>,
    /// Names other pages call it by.
    location: String,
    id: String,
}

/// The pages of an archive, the one that shows the others first.
pub(super) struct Archive {
    pages: Vec<Page>,
}

impl Archive {
    /// None when the bytes are no archive or one without a page.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let head: Vec<u8> = bytes.iter().take(2048).map(u8::to_ascii_lowercase).collect();
        let contains = |needle: &[u8]| head.windows(needle.len()).any(|window| window == needle);
        let starts_as_page = bytes.trim_ascii_start().starts_with(b"<");
        if starts_as_page || !contains(b"mime-version:") && !contains(b"content-type:") {
            return None;
        }
        let mut pages = Vec::new();
        gather(bytes, 0, &mut pages);
        (!pages.is_empty()).then_some(Archive { pages })
    }

    pub fn main(&self) -> Option<&Page> {
        self.pages.first()
    }

    /// The page a frame's `src` names: by its id, its address, or the end of its address.
    pub fn named(&self, source: &str) -> Option<&Page> {
        let source = source.trim().split('#').next().unwrap_or_default();
        let end = source.trim_start_matches(['.', '/']);
        let id = source.strip_prefix("cid:");
        self.pages.iter().skip(1).find(|page| match id {
            Some(id) => page.id == id,
            None => !end.is_empty() && page.location.ends_with(end),
        })
    }
}

fn gather(bytes: &[u8], depth: usize, out: &mut Vec<Page>) {
    let Some((head, body)) = split_head(bytes) else { return };
    let kind = field(&head, "content-type").unwrap_or_default();
    if let Some(boundary) = parameter(&kind, "boundary").filter(|_| depth < DEEPEST) {
        for piece in pieces(body, &boundary) {
            gather(piece, depth + 1, out);
        }
        return;
    }
    let name = kind.trim().to_ascii_lowercase();
    if !name.starts_with("text/html") && !name.starts_with("application/xhtml") {
        return;
    }
    let coding = field(&head, "content-transfer-encoding").unwrap_or_default();
    let bytes = match coding.trim().to_ascii_lowercase().as_str() {
        "quoted-printable" => unquoted(body),
        "base64" => from_base64(body),
        _ => body.to_vec(),
    };
    let encoding =
        parameter(&kind, "charset").and_then(|name| Encoding::for_label(name.as_bytes()));
    let text = |name| field(&head, name).unwrap_or_default().trim().to_owned();
    let id = text("content-id").trim_matches(['<', '>']).to_owned();
    out.push(Page { bytes, encoding, location: text("content-location"), id });
}

/// Head (unfolded) and body of a part.
fn split_head(bytes: &[u8]) -> Option<(String, &[u8])> {
    let bytes = bytes.trim_ascii_start();
    let find = |mark: &[u8]| {
        let window = bytes.get(..bytes.len().min(65_536))?;
        window.windows(mark.len()).position(|w| w == mark).map(|at| (at, at + mark.len()))
    };
    let (end, body) = match (find(b"\r\n\r\n"), find(b"\n\n")) {
        (Some(a), Some(b)) => a.min(b),
        (a, b) => a.or(b)?,
    };
    let head = String::from_utf8_lossy(bytes.get(..end)?).replace("\r\n", "\n");
    Some((head.replace("\n ", " ").replace("\n\t", " "), bytes.get(body..)?))
}

fn field(head: &str, name: &str) -> Option<String> {
    head.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.to_owned())
    })
}

/// A parameter of a head's field: `boundary="…"`.
fn parameter(value: &str, name: &str) -> Option<String> {
    value.split(';').skip(1).find_map(|parameter| {
        let (key, value) = parameter.split_once('=')?;
        let value = value.trim().trim_matches('"');
        (key.trim().eq_ignore_ascii_case(name) && !value.is_empty()).then(|| value.to_owned())
    })
}

/// The parts between the boundaries.
fn pieces<'a>(body: &'a [u8], boundary: &str) -> Vec<&'a [u8]> {
    let mark = format!("--{boundary}").into_bytes();
    let mut out = Vec::new();
    let mut from: Option<usize> = None;
    let mut at = 0;
    while let Some(rest) = body.get(at..).filter(|rest| !rest.is_empty()) {
        let length = rest.iter().position(|b| *b == b'\n').map_or(rest.len(), |end| end + 1);
        if rest.starts_with(&mark) {
            if let Some(piece) = from.and_then(|from| body.get(from..at)) {
                out.push(piece);
            }
            from = Some(at + length);
            if out.len() >= MOST_PARTS {
                return out;
            }
        }
        at += length;
    }
    // A file that was cut off has no closing boundary.
    if let Some(piece) = from.and_then(|from| body.get(from..)) {
        out.push(piece);
    }
    out
}

fn unquoted(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != b'=' {
            out.push(byte);
            continue;
        }
        match after {
            [b'\r', b'\n', behind @ ..] | [b'\n', behind @ ..] => rest = behind,
            [high, low, behind @ ..] => {
                match (char::from(*high).to_digit(16), char::from(*low).to_digit(16)) {
                    (Some(high), Some(low)) => {
                        out.push((high * 16 + low) as u8);
                        rest = behind;
                    }
                    _ => out.push(byte),
                }
            }
            _ => out.push(byte),
        }
    }
    out
}

fn from_base64(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len() / 4 * 3);
    let (mut bits, mut count) = (0u32, 0);
    for byte in body {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => continue,
        };
        bits = (bits << 6 | u32::from(value)) & 0xff_ffff;
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
        }
    }
    out
}
