//! The encoding of a page: by its mark, as it declares, or as it turns out to be.
//!
//! **Deliberately absent**: what the page says.

use crate::Unreadable;
use encoding_rs::Encoding;

/// Where a declaration of the encoding is looked for, in bytes from the beginning.
const DECLARATION: usize = 8192;

/// The page's text: by its mark, as UTF-8 where it is, as declared, or as it turns out to be.
pub(super) fn decode(
    bytes: &[u8],
    declared: Option<&'static Encoding>,
) -> Result<String, Unreadable> {
    let plain = !bytes.contains(&0) && Encoding::for_bom(bytes).is_none();
    if plain && std::str::from_utf8(bytes).is_err() {
        let declared = declared.or_else(|| declaration(bytes));
        if let Some(encoding) = declared.filter(|encoding| encoding.is_ascii_compatible()) {
            // Pages declared as gb2312 hold characters of GB18030.
            let gb = encoding == encoding_rs::GBK;
            let encoding = if gb { encoding_rs::GB18030 } else { encoding };
            let (text, _, damaged) = encoding.decode(bytes);
            let odd = text.chars().filter(|c| *c == '\u{fffd}').count();
            if !damaged || odd * 200 <= text.chars().count() {
                return Ok(text.into_owned());
            }
        }
    }
    crate::formats::encoding::decode(bytes)
}

/// The encoding named in a `<meta>` or in the XML declaration.
fn declaration(bytes: &[u8]) -> Option<&'static Encoding> {
    let head: String =
        bytes.iter().take(DECLARATION).map(|b| char::from(b.to_ascii_lowercase())).collect();
    let mut rest = head.as_str();
    loop {
        let (at, length) = ["charset", "encoding"]
            .iter()
            .filter_map(|word| Some((rest.find(word)?, word.len())))
            .min()?;
        rest = rest.get(at + length..)?;
        let Some(value) = rest.trim_start().strip_prefix('=') else { continue };
        let value = value.trim_start_matches(|c: char| c.is_whitespace() || "\"'".contains(c));
        let end = value.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:".contains(c)));
        let name = value.get(..end.unwrap_or(value.len()))?;
        if let Some(encoding) = Encoding::for_label(name.as_bytes()) {
            return Some(encoding);
        }
    }
}
