//! XML → a small tree of elements by local name. Entities a document defines are never expanded.

use crate::Unreadable;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Deepest nesting; tables in text boxes in tables of a real document reach 60.
const DEEPEST: usize = 200;
/// Most elements of a part; a long report has fifty thousand.
const MOST_ELEMENTS: usize = 600_000;
/// Most attributes kept of an element, and of a whole part.
const MOST_ATTRIBUTES: usize = 64;
const MOST_ATTRIBUTES_OF_ALL: usize = 1_000_000;

#[derive(Debug, Default)]
pub(super) struct Element {
    /// Without its prefix.
    pub name: Box<str>,
    attributes: Vec<(Box<str>, Box<str>)>,
    pub children: Vec<Node>,
}

#[derive(Debug)]
pub(super) enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    /// An attribute by its local name.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| &**key == name).map(|(_, value)| &**value)
    }

    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    pub fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| &*element.name == name)
    }

    /// `<w:x w:val="…"/>`: the value of a child.
    pub fn value_of(&self, name: &str) -> Option<&str> {
        self.child(name)?.attribute("val")
    }

    /// A switch: there and not `0` or `false`.
    pub fn is_on(&self, name: &str) -> bool {
        let value = |element: &Element| {
            !matches!(element.attribute("val"), Some("0" | "false" | "off" | "none"))
        };
        self.child(name).is_some_and(value)
    }

    pub fn text(&self) -> String {
        let texts = self.children.iter().filter_map(|node| match node {
            Node::Text(text) => Some(text.as_str()),
            Node::Element(_) => None,
        });
        texts.collect()
    }
}

/// Reads a part; `kind` is what the whole file is, for messages.
pub(super) fn parse(bytes: &[u8], kind: &'static str) -> Result<Element, Unreadable> {
    let encoding = encoding_rs::Encoding::for_bom(bytes).map_or(encoding_rs::UTF_8, |(e, _)| e);
    let (text, _, _) = encoding.decode(bytes);
    let mut reader = Reader::from_str(&text);
    let mut open = vec![Element::default()];
    let mut left = (MOST_ELEMENTS, MOST_ATTRIBUTES_OF_ALL);
    let mut counted = |start: &BytesStart<'_>| -> Result<Element, Unreadable> {
        let element = element(start);
        let rest = left.0.checked_sub(1).zip(left.1.checked_sub(element.attributes.len()));
        left = rest.ok_or(Unreadable::Excessive)?;
        Ok(element)
    };
    loop {
        match reader.read_event().map_err(|_| Unreadable::Damaged(kind))? {
            Event::Start(start) => {
                if open.len() > DEEPEST {
                    return Err(Unreadable::Excessive);
                }
                open.push(counted(&start)?);
            }
            Event::Empty(start) => {
                let element = counted(&start)?;
                push(&mut open, Node::Element(element));
            }
            Event::End(_) => {
                if let Some(element) = open.pop().filter(|_| !open.is_empty()) {
                    push(&mut open, Node::Element(element));
                } else {
                    return Err(Unreadable::Damaged(kind));
                }
            }
            Event::Text(text) => push_text(&mut open, &text.into_inner()),
            Event::CData(text) => push_text(&mut open, &text.into_inner()),
            Event::GeneralRef(reference) => {
                let meant = match reference.resolve_char_ref() {
                    Ok(Some(c)) => Some(c),
                    _ => match &*reference {
                        "lt" => Some('<'),
                        "gt" => Some('>'),
                        "amp" => Some('&'),
                        "quot" => Some('"'),
                        "apos" => Some('\''),
                        _ => None,
                    },
                };
                if let Some(c) = meant {
                    push_text(&mut open, c.encode_utf8(&mut [0; 4]));
                }
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    // A part cut off in the middle is damaged; half a report would look like a whole one.
    match (open.pop(), open.is_empty()) {
        (Some(root), true) => root
            .children
            .into_iter()
            .find_map(|node| match node {
                Node::Element(element) => Some(element),
                Node::Text(_) => None,
            })
            .ok_or(Unreadable::Damaged(kind)),
        _ => Err(Unreadable::Damaged(kind)),
    }
}

fn element(start: &BytesStart<'_>) -> Element {
    let mut attributes = Vec::new();
    for attribute in start.attributes().with_checks(false).take(MOST_ATTRIBUTES).flatten() {
        let local = attribute.key.local_name();
        if attribute.key.as_ref().starts_with("xmlns") {
            continue;
        }
        let value = quick_xml::escape::unescape(&attribute.value)
            .map_or_else(|_| attribute.value.to_string(), |value| value.into_owned());
        attributes.push((local.as_ref().into(), value.into_boxed_str()));
    }
    Element { name: start.local_name().as_ref().into(), attributes, children: Vec::new() }
}

fn push(open: &mut [Element], node: Node) {
    if let Some(parent) = open.last_mut() {
        parent.children.push(node);
    }
}

fn push_text(open: &mut [Element], text: &str) {
    if text.is_empty() {
        return;
    }
    if let Some(parent) = open.last_mut() {
        match parent.children.last_mut() {
            Some(Node::Text(before)) => before.push_str(text),
            _ => parent.children.push(Node::Text(text.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_not_expanded_and_bounds_hold() {
        let bomb = "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><x>1&b;&#65;&lt;</x>";
        assert_eq!(parse(bomb.as_bytes(), "").unwrap().text(), "1A<");
        let deep = "<a>".repeat(1000) + &"</a>".repeat(1000);
        assert_eq!(parse(deep.as_bytes(), "").unwrap_err(), Unreadable::Excessive);
        let wide = format!("<a>{}</a>", format!("<b{}/>", " c=''".repeat(60)).repeat(20_000));
        assert_eq!(parse(wide.as_bytes(), "").unwrap_err(), Unreadable::Excessive);
        for damaged in ["<a><b></a>", "<a>", "", "plain", "<a></a></b>"] {
            assert_eq!(parse(damaged.as_bytes(), "x").unwrap_err(), Unreadable::Damaged("x"));
        }
    }

    #[test]
    fn utf_16_is_read_by_its_mark() {
        let mut bytes = vec![0xff, 0xfe];
        bytes.extend("<w:t w:val=\"甲&amp;\">乙</w:t>".encode_utf16().flat_map(u16::to_le_bytes));
        let element = parse(&bytes, "").unwrap();
        assert_eq!((element.attribute("val"), element.text().as_str()), (Some("甲&"), "乙"));
    }
}
