//! The parts of an OFD: documents, their pages with the templates these are laid on, and how text is
//! painted (7.4 to 7.9).

use super::numbers::numbers;
use super::paint::{Paints, collect};
use crate::Unreadable;
use crate::formats::package::Package;
use crate::formats::xml::{self, Element};
use std::collections::HashMap;
use std::rc::Rc;

/// What the file is, for messages.
pub(super) const KIND: &str = " OFD 文件";
/// Most pages read.
const MOST_PAGES: usize = 200;
/// A4 in mm.
const PAPER: [f64; 4] = [0.0, 0.0, 210.0, 297.0];

/// A page with what it is laid on, in the order it is painted.
pub(super) struct PageParts {
    /// Left, top, width and height of the paper, in mm.
    pub paper: [f64; 4],
    pub contents: Vec<Rc<Element>>,
    pub paints: Rc<Paints>,
}

/// The pages of all documents of a file.
pub(super) fn pages(package: &mut Package<'_>) -> Result<Vec<PageParts>, Unreadable> {
    let entry = part(package, "OFD.xml")?.ok_or(Unreadable::Damaged(KIND))?;
    let mut out = Vec::new();
    for body in entry.elements().filter(|element| &*element.name == "DocBody") {
        let Some(root) = body.child("DocRoot").map(Element::text) else { continue };
        let root = resolved("", &root);
        let document = part(package, &root)?.ok_or(Unreadable::Damaged(KIND))?;
        let folder = root.rsplit_once('/').map_or("", |(folder, _)| folder);
        document_pages(package, folder, &document, &mut out)?;
    }
    Ok(out)
}

fn document_pages(
    package: &mut Package<'_>,
    folder: &str,
    document: &Element,
    out: &mut Vec<PageParts>,
) -> Result<(), Unreadable> {
    let common = document.child("CommonData").ok_or(Unreadable::Damaged(KIND))?;
    let mut paints = Paints::default();
    for place in common.elements().filter(|e| matches!(&*e.name, "PublicRes" | "DocumentRes")) {
        if let Some(resources) = part(package, &resolved(folder, &place.text()))? {
            collect(&resources, &mut paints);
        }
    }
    let paints = Rc::new(paints);
    let mut templates: HashMap<&str, (&str, Rc<Element>)> = HashMap::new();
    for template in common.elements().filter(|e| &*e.name == "TemplatePage") {
        let named = template.attribute("ID").zip(template.attribute("BaseLoc"));
        let Some((id, place)) = named else { continue };
        if let Some(content) = part(package, &resolved(folder, place))? {
            let order = template.attribute("ZOrder").unwrap_or("Background");
            templates.insert(id, (order, Rc::new(content)));
        }
    }
    let usual = common.child("PageArea").and_then(paper).unwrap_or(PAPER);
    let all = document.child("Pages").ok_or(Unreadable::Damaged(KIND))?;
    for page in all.elements().filter(|element| &*element.name == "Page") {
        if out.len() >= MOST_PAGES {
            break;
        }
        let place = page.attribute("BaseLoc").ok_or(Unreadable::Damaged(KIND))?;
        let place = resolved(folder, place);
        let page = Rc::new(part(package, &place)?.ok_or(Unreadable::Damaged(KIND))?);
        let mut contents = Vec::new();
        let mut above = Vec::new();
        for used in page.elements().filter(|element| &*element.name == "Template") {
            let template = used.attribute("TemplateID").and_then(|id| templates.get(id));
            let Some((order, content)) = template else { continue };
            match used.attribute("ZOrder").unwrap_or(order) {
                "Foreground" => above.push(content.clone()),
                _ => contents.push(content.clone()),
            }
        }
        contents.push(page.clone());
        contents.append(&mut above);
        let paper = page.child("Area").and_then(paper).unwrap_or(usual);
        out.push(PageParts { paper, contents, paints: paints.clone() });
    }
    Ok(())
}

/// A part; none where it is not there.
fn part(package: &mut Package<'_>, name: &str) -> Result<Option<Element>, Unreadable> {
    match package.part(name)? {
        Some(bytes) => xml::parse(&bytes, KIND).map(Some),
        None => Ok(None),
    }
}

fn paper(area: &Element) -> Option<[f64; 4]> {
    let paper: [f64; 4] = numbers(&area.child("PhysicalBox")?.text()).try_into().ok()?;
    (paper[2] > 1.0 && paper[3] > 1.0).then_some(paper)
}

/// A place in the package, from the folder of the part that names it; one with a stroke before it
/// from the top.
fn resolved(folder: &str, place: &str) -> String {
    let place = place.trim();
    let from = if place.starts_with('/') { "" } else { folder };
    let mut steps: Vec<&str> = Vec::new();
    for step in from.split('/').chain(place.split('/')) {
        match step {
            "" | "." => {}
            ".." => _ = steps.pop(),
            step => steps.push(step),
        }
    }
    steps.join("/")
}
