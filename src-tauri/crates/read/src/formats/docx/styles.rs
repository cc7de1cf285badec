//! What a paragraph's style says: a heading, a list.

use crate::formats::xml::Element;
use gongkai_model::document::Role;
use std::collections::HashMap;

/// Longest chain of styles based on styles.
const LONGEST_CHAIN: usize = 12;

#[derive(Clone, Debug, Default)]
pub(super) struct Style {
    pub role: Role,
    /// List and level it numbers paragraphs with.
    pub list: Option<(String, usize)>,
}

#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: HashMap<String, Style>,
    usual: Option<String>,
}

/// What one style says by itself.
struct Own<'a> {
    based_on: Option<&'a str>,
    role: Option<Role>,
    list: Option<String>,
    level: Option<usize>,
}

impl Styles {
    pub fn of(root: &Element) -> Self {
        let mut usual = None;
        let mut own: HashMap<&str, Own<'_>> = HashMap::new();
        for style in root.elements().filter(|element| &*element.name == "style") {
            let Some(id) = style.attribute("styleId") else { continue };
            if style.attribute("type") == Some("paragraph")
                && matches!(style.attribute("default"), Some("1" | "true"))
            {
                usual = Some(id.to_owned());
            }
            let properties = style.child("pPr");
            let name = style.value_of("name").unwrap_or_default().to_ascii_lowercase();
            let number = properties.and_then(|p| p.child("numPr"));
            own.insert(
                id,
                Own {
                    based_on: style.value_of("basedOn"),
                    role: named(&name).or_else(|| outlined(properties?)),
                    list: number.and_then(|n| n.value_of("numId")).map(str::to_owned),
                    level: number.and_then(|n| n.value_of("ilvl")?.parse().ok()),
                },
            );
        }
        let by_id = own.keys().map(|id| ((*id).to_owned(), resolved(&own, id))).collect();
        Styles { by_id, usual }
    }

    /// The style of a paragraph with these properties.
    pub fn of_paragraph(&self, properties: &Element) -> Style {
        let id = properties.value_of("pStyle").or(self.usual.as_deref());
        let mut style = id.and_then(|id| self.by_id.get(id)).cloned().unwrap_or_default();
        style.role = outlined(properties).unwrap_or(style.role);
        style
    }
}

fn resolved(own: &HashMap<&str, Own<'_>>, id: &str) -> Style {
    let mut style = Style::default();
    let (mut role, mut list, mut level) = (None, None, None);
    let mut next = Some(id);
    for _ in 0..LONGEST_CHAIN {
        let Some(here) = next.and_then(|id| own.get(id)) else { break };
        role = role.or(here.role);
        list = list.or_else(|| here.list.clone());
        level = level.or(here.level);
        next = here.based_on;
    }
    style.role = role.unwrap_or_default();
    style.list = list.map(|list| (list, level.unwrap_or(0)));
    style
}

fn named(name: &str) -> Option<Role> {
    if matches!(name, "title" | "标题") {
        return Some(Role::Title);
    }
    let level = name.strip_prefix("heading ").or_else(|| name.strip_prefix("标题"))?;
    level
        .trim()
        .parse()
        .ok()
        .filter(|level| (1..=9).contains(level))
        .map(|l: u8| Role::Heading(l.min(4)))
}

fn outlined(properties: &Element) -> Option<Role> {
    let level: u8 = properties.value_of("outlineLvl")?.parse().ok()?;
    Some(if level < 9 { Role::Heading((level + 1).min(4)) } else { Role::Body })
}
