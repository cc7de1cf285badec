//! HTML text → tags and text, as a browser cuts them. One pass, linear in time whatever the text is.
//!
//! **Deliberately absent**: a tree. Nesting is `super`'s, as far as it matters for a report.

use std::borrow::Cow;

/// A piece of a page.
#[derive(Debug, PartialEq)]
pub(super) enum Piece<'a> {
    Start(Tag<'a>),
    /// Name in lower case.
    End(String),
    Text(Cow<'a, str>),
}

#[derive(Debug, PartialEq)]
pub(super) struct Tag<'a> {
    /// In lower case.
    pub name: String,
    /// Everything between the name and the `>`.
    attributes: &'a str,
}

impl Tag<'_> {
    /// The value of an attribute, with its entities resolved; empty when it has none.
    pub fn attribute(&self, wanted: &str) -> Option<String> {
        let mut rest = self.attributes;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            if rest.is_empty() {
                return None;
            }
            let end = rest
                .char_indices()
                .skip(1)
                .find(|(_, c)| c.is_whitespace() || matches!(c, '=' | '/'))
                .map_or(rest.len(), |(at, _)| at);
            let (name, after) = rest.split_at(end);
            let (value, behind) = match after.trim_start().strip_prefix('=') {
                Some(after) => value(after.trim_start()),
                None => ("", after),
            };
            if name.eq_ignore_ascii_case(wanted) {
                return Some(unescaped(value).into_owned());
            }
            rest = behind;
        }
    }
}

/// An attribute's value and what stands behind it.
fn value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote) {
            return inner.split_once(quote).unwrap_or((inner, ""));
        }
    }
    text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()))
}

/// Cuts a page into pieces.
pub(super) struct Pieces<'a> {
    rest: &'a str,
    /// The element whose content is text up to its end tag.
    raw: Option<String>,
}

pub(super) fn pieces(text: &str) -> Pieces<'_> {
    Pieces { rest: text, raw: None }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        if let Some(name) = self.raw.take() {
            let end = end_of_raw(self.rest, &name);
            let (text, rest) = self.rest.split_at(end);
            self.rest = rest;
            if !text.is_empty() {
                return Some(Piece::Text(Cow::Borrowed(text)));
            }
        }
        loop {
            let first = self.rest.as_bytes().first()?;
            if *first != b'<' {
                let end = self.rest.find('<').unwrap_or(self.rest.len());
                return Some(self.text(end));
            }
            let after = self.rest.get(1..).unwrap_or_default();
            match after.as_bytes().first() {
                Some(b'!') if after.starts_with("!--") => {
                    let inner = after.get(3..).unwrap_or_default();
                    self.rest =
                        inner.find("-->").and_then(|at| inner.get(at + 3..)).unwrap_or_default();
                }
                Some(b'!' | b'?') => self.rest = after.split_once('>').map_or("", |(_, r)| r),
                Some(b'/') => {
                    let inner = after.get(1..).unwrap_or_default();
                    let (name, rest) = inner.split_once('>').unwrap_or((inner, ""));
                    self.rest = rest;
                    return Some(Piece::End(lower_name(name)));
                }
                Some(letter) if letter.is_ascii_alphabetic() => {
                    let end = end_of_tag(after);
                    let (inside, rest) = after.split_at(end);
                    self.rest = rest.get(1..).unwrap_or_default();
                    let name = lower_name(inside);
                    let attributes = inside.get(name.len()..).unwrap_or_default();
                    if RAW.contains(&name.as_str()) {
                        self.raw = Some(name.clone());
                    }
                    return Some(Piece::Start(Tag { name, attributes }));
                }
                _ => {
                    let end = after.find('<').map_or(self.rest.len(), |at| at + 1);
                    return Some(self.text(end));
                }
            }
        }
    }
}

/// Elements whose content is text, whatever stands in it.
const RAW: &[&str] =
    &["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "plaintext"];

impl<'a> Pieces<'a> {
    fn text(&mut self, end: usize) -> Piece<'a> {
        let (text, rest) = self.rest.split_at(end);
        self.rest = rest;
        Piece::Text(unescaped(text))
    }
}

fn lower_name(text: &str) -> String {
    let end = text.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(text.len());
    text.get(..end).unwrap_or_default().to_ascii_lowercase()
}

/// Where the `>` of a tag stands: not inside a quoted value.
fn end_of_tag(text: &str) -> usize {
    let mut quote = None;
    let mut before = b' ';
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'>') => return at,
            (None, b'"' | b'\'') if before == b'=' => quote = Some(byte),
            (None, _) => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    // A quote nobody closes: as if it were none.
    if quote.is_some() { text.find('>').unwrap_or(text.len()) } else { text.len() }
}

fn end_of_raw(text: &str, name: &str) -> usize {
    let mut from = 0;
    while let Some(found) = text.get(from..).and_then(|rest| rest.find("</")) {
        let at = from + found;
        let tag = text.get(at + 2..at + 2 + name.len());
        if tag.is_some_and(|tag| tag.eq_ignore_ascii_case(name)) {
            return at;
        }
        from = at + 2;
    }
    text.len()
}

/// Named characters pages for offices use; what is not among them stays as written.
const NAMED: &[(&str, &str)] = &[
    ("nbsp", "\u{a0}"),
    ("ensp", "\u{2002}"),
    ("emsp", "\u{2003}"),
    ("thinsp", "\u{2009}"),
    ("zwnj", "\u{200c}"),
    ("zwj", "\u{200d}"),
    ("shy", "\u{ad}"),
    ("lt", "<"),
    ("gt", ">"),
    ("amp", "&"),
    ("quot", "\""),
    ("apos", "'"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("laquo", "«"),
    ("raquo", "»"),
    ("lang", "〈"),
    ("rang", "〉"),
    ("mdash", "—"),
    ("ndash", "–"),
    ("minus", "−"),
    ("hellip", "…"),
    ("middot", "·"),
    ("bull", "•"),
    ("times", "×"),
    ("divide", "÷"),
    ("plusmn", "±"),
    ("deg", "°"),
    ("permil", "‰"),
    ("sect", "§"),
    ("para", "¶"),
    ("yen", "¥"),
    ("copy", "©"),
    ("reg", "®"),
    ("trade", "™"),
    ("rarr", "→"),
    ("larr", "←"),
    ("le", "≤"),
    ("ge", "≥"),
    ("ne", "≠"),
    ("plus", "+"),
    ("sol", "/"),
    ("comma", ","),
    ("period", "."),
    ("lpar", "("),
    ("rpar", ")"),
    ("percnt", "%"),
    ("hyphen", "‐"),
    ("dash", "‐"),
    ("horbar", "―"),
];
/// Longest entity, in characters without `&` and `;`.
const LONGEST_ENTITY: usize = 10;

/// Text with its entities resolved.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        match entity(after) {
            Some((meant, length)) => {
                out.push_str(&meant);
                rest = after.get(length..).unwrap_or_default();
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The characters an entity stands for and its length in bytes without the `&`.
fn entity(after: &str) -> Option<(String, usize)> {
    if let Some(number) = after.strip_prefix('#') {
        let (hex, digits) = match number.strip_prefix(['x', 'X']) {
            Some(digits) => (true, digits),
            None => (false, number),
        };
        let valid = |b: &u8| if hex { b.is_ascii_hexdigit() } else { b.is_ascii_digit() };
        let length = digits.bytes().take_while(valid).take(LONGEST_ENTITY).count();
        let code = u32::from_str_radix(digits.get(..length)?, if hex { 16 } else { 10 }).ok()?;
        let used = 1 + usize::from(hex) + length;
        let closed = usize::from(after.get(used..).is_some_and(|rest| rest.starts_with(';')));
        return Some((numbered(code).to_string(), used + closed));
    }
    let length = after.bytes().take_while(u8::is_ascii_alphanumeric).take(LONGEST_ENTITY).count();
    let name = after.get(..length)?;
    let closed = after.get(length..).is_some_and(|rest| rest.starts_with(';'));
    if closed {
        let (_, meant) = NAMED.iter().find(|(known, _)| *known == name)?;
        return Some(((*meant).to_owned(), length + 1));
    }
    // Without the semicolon only the oldest count: `&nbsp`, `&lt`, `&gt`, `&amp`, `&quot`.
    let old = |known: &&(&str, &str)| {
        matches!(known.0, "nbsp" | "lt" | "gt" | "amp" | "quot") && name.starts_with(known.0)
    };
    let (known, meant) = NAMED.iter().find(old)?;
    Some(((*meant).to_owned(), known.len()))
}

/// A character by its number; 128–159 mean Windows' own, as in every browser.
fn numbered(code: u32) -> char {
    match code {
        0x80..=0x9f => {
            let byte = [code as u8];
            let (text, _, _) = encoding_rs::WINDOWS_1252.decode(&byte);
            text.chars().next().unwrap_or('\u{fffd}')
        }
        0 => '\u{fffd}',
        _ => char::from_u32(code).unwrap_or('\u{fffd}'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<String> {
        let shown = pieces(text).map(|piece| match piece {
            Piece::Start(tag) => format!("<{}>", tag.name),
            Piece::End(name) => format!("</{name}>"),
            Piece::Text(text) => text.into_owned(),
        });
        shown.collect()
    }

    #[test]
    fn pages_are_cut_as_a_browser_cuts_them() {
        assert_eq!(
            cut(
                "<!DOCTYPE html><P class=a>1 < 2<br/>&nbsp;&#8212;&#x4e00;&amp;&foo;</P><!-- <td> -->尾"
            ),
            ["<p>", "1 ", "< 2", "<br>", "\u{a0}—一&&foo;", "</p>", "尾"]
        );
        assert_eq!(
            cut("<script>if (a < b) '</p>'</SCRIPT>后<![if !supportLists]>一、<![endif]>"),
            ["<script>", "if (a < b) '</p>'", "</script>", "后", "一、"]
        );
        assert_eq!(cut("<td title='a>b' x=\">\">1<td"), ["<td>", "1", "<td>"]);
        assert_eq!(cut("<"), ["<"]);
    }

    #[test]
    fn attributes_are_found_by_name_in_any_quotes() {
        let tag = |text| match pieces(text).next() {
            Some(Piece::Start(tag)) => tag,
            other => panic!("{other:?}"),
        };
        let cell = tag("<TD rowspan = '2' COLSPAN=3 hidden style=\"a:b&quot;\"/>");
        assert_eq!(cell.attribute("rowspan").as_deref(), Some("2"));
        assert_eq!(cell.attribute("colspan").as_deref(), Some("3"));
        assert_eq!(cell.attribute("hidden").as_deref(), Some(""));
        assert_eq!(cell.attribute("style").as_deref(), Some("a:b\""));
        assert_eq!(cell.attribute("class"), None);
    }
}
