//! HTML text → tags and text, as a browser cuts them: the rules of the standard are the library's,
//! which reads in one pass and builds no tree. Of a tag only the attributes a report needs are kept,
//! however many it has.
//!
//! **Deliberately absent**: nesting. That is `super`'s, as far as it matters for a report.

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

/// A piece of a page.
#[derive(Debug, PartialEq)]
pub(super) enum Piece {
    Start(Tag),
    /// Name in lower case.
    End(String),
    Text(String),
}

#[derive(Debug, Default, PartialEq)]
pub(super) struct Tag {
    /// In lower case.
    pub name: String,
    attributes: Vec<(&'static str, String)>,
}

/// The attributes that are kept.
const KEPT: [&str; 12] = [
    "class", "colspan", "hidden", "id", "rowspan", "selected", "src", "srcdoc", "start", "style",
    "type", "value",
];

impl Tag {
    /// The value of one of the attributes that are kept; empty when it has none.
    pub fn attribute(&self, wanted: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(name, _)| *name == wanted);
        found.map(|(_, value)| value.as_str())
    }
}

/// Cuts a page into pieces.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = Piece> {
    let mut open = Tag::default();
    let mut kept = false;
    let mut emitter = CallbackEmitter::new(move |event: CallbackEvent<'_>, _: Span<()>| {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                open = Tag { name: written(name), attributes: Vec::new() };
            }
            CallbackEvent::AttributeName { name } => {
                let known = KEPT.into_iter().find(|known| known.as_bytes() == name);
                let first = known.filter(|known| open.attribute(known).is_none());
                open.attributes.extend(first.map(|known| (known, String::new())));
                kept = first.is_some();
            }
            CallbackEvent::AttributeValue { value } => {
                if let Some((_, empty)) = open.attributes.last_mut().filter(|_| kept) {
                    *empty = written(value);
                }
            }
            CallbackEvent::CloseStartTag { .. } => {
                return Some(Piece::Start(std::mem::take(&mut open)));
            }
            CallbackEvent::EndTag { name } => return Some(Piece::End(written(name))),
            CallbackEvent::String { value } => return Some(Piece::Text(written(value))),
            CallbackEvent::Comment { .. }
            | CallbackEvent::Doctype { .. }
            | CallbackEvent::Error(_) => {}
        }
        None
    });
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(text, emitter).flatten()
}

fn written(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<String> {
        let shown = pieces(text).map(|piece| match piece {
            Piece::Start(tag) => format!("<{}>", tag.name),
            Piece::End(name) => format!("</{name}>"),
            Piece::Text(text) => text,
        });
        shown.collect()
    }

    #[test]
    fn pages_are_cut_as_a_browser_cuts_them() {
        assert_eq!(
            cut(
                "<!DOCTYPE html><P class=a>1 < 2<br/>&nbsp;&#8212;&#x4e00;&amp;&foo;</P><!-- <td> -->尾"
            ),
            ["<p>", "1 < 2", "<br>", "\u{a0}—一&&foo;", "</p>", "尾"]
        );
        assert_eq!(
            cut("<script>if (a < b) '</p>'</SCRIPT>后<![if !supportLists]>一、<![endif]>"),
            ["<script>", "if (a < b) '</p>'", "</script>", "后", "一、"]
        );
        assert_eq!(cut("<td title='a>b' x=\">\">1<td"), ["<td>", "1"]);
        assert_eq!(cut("<"), ["<"]);
    }

    #[test]
    fn attributes_are_found_by_name_in_any_quotes() {
        let tag = |text| match pieces(text).next() {
            Some(Piece::Start(tag)) => tag,
            other => panic!("{other:?}"),
        };
        let cell = tag("<TD rowspan = '2' COLSPAN=3 hidden style=\"a:b&quot;\"/>");
        assert_eq!(cell.attribute("rowspan"), Some("2"));
        assert_eq!(cell.attribute("colspan"), Some("3"));
        assert_eq!(cell.attribute("hidden"), Some(""));
        assert_eq!(cell.attribute("style"), Some("a:b\""));
        assert_eq!(cell.attribute("title"), None);
    }
}
