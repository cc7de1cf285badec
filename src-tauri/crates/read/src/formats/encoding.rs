//! Bytes → text, in whichever encoding they turn out to be.
//!
//! **Deliberately absent**: what a page declares of itself; that is the web page reader's.

use crate::Unreadable;

/// The text of bytes in UTF-8, UTF-16 or a Chinese encoding.
///
/// # Errors
/// Where they are no text in any of them.
pub(super) fn decode(bytes: &[u8]) -> Result<String, Unreadable> {
    let (text, damaged) = if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        let (text, damaged) =
            encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default());
        (text.into_owned(), damaged)
    } else if let Some(text) = utf16_without_mark(bytes) {
        (text, false)
    } else if let Ok(text) = std::str::from_utf8(bytes) {
        (text.to_owned(), false)
    } else {
        let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
        detector.feed(bytes, true);
        let guess = detector.guess(Some(b"cn"), chardetng::Utf8Detection::Allow);
        // A Chinese office's file is GB18030 unless the guess is clearly another Chinese encoding.
        let encoding = if guess == encoding_rs::BIG5 { guess } else { encoding_rs::GB18030 };
        let (text, _, damaged) = encoding.decode(bytes);
        (text.into_owned(), damaged)
    };
    let odd = text
        .chars()
        .filter(|c| *c == '\u{fffd}' || (c.is_control() && !"\t\r\n\u{c}\u{b}".contains(*c)))
        .count();
    let all = text.chars().count();
    // A few broken characters do no harm; a file full of them is not text.
    if odd * 50 > all || (damaged && odd * 200 > all) {
        return Err(Unreadable::NotText);
    }
    Ok(text)
}

/// The text of bytes that make sense as UTF-16 only, in either order; no other encoding of a text has
/// zeros in it.
fn utf16_without_mark(bytes: &[u8]) -> Option<String> {
    if !bytes.len().is_multiple_of(2) || !bytes.contains(&0) {
        return None;
    }
    // Letters, figures, Chinese characters and their marks.
    let usual = |c: char| {
        matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{a0}' | '\u{b7}')
            || matches!(c, '\u{2000}'..='\u{206f}' | '\u{2460}'..='\u{24ff}' | '\u{3000}'..='\u{303f}')
            || matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
    };
    [encoding_rs::UTF_16LE, encoding_rs::UTF_16BE].into_iter().find_map(|encoding| {
        let (text, damaged) = encoding.decode_without_bom_handling(bytes);
        let odd = text.chars().filter(|c| !usual(*c)).count();
        (!damaged && odd * 20 <= text.chars().count()).then(|| text.into_owned())
    })
}
