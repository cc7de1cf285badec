//! A written OFD as its parts say it: fonts, pages, outline.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::HashMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// A part of a written file is never larger than this (bytes).
const LARGEST_PART: u64 = 64 * 1024 * 1024;

pub(super) struct OfdFile {
    pub title: String,
    /// Width and height of the paper.
    pub paper: [f64; 2],
    pub outline: Vec<Heading>,
    /// Font files by the identifiers of the fonts.
    pub fonts: HashMap<u32, Vec<u8>>,
    pub pages: Vec<WrittenPage>,
}

/// An entry of the outline.
#[derive(Debug, PartialEq)]
pub(super) struct Heading {
    pub title: String,
    /// How many others it stands in.
    pub depth: usize,
    /// From 0.
    pub page: usize,
    pub top: f64,
}

#[derive(Default)]
pub(super) struct WrittenPage {
    pub texts: Vec<Text>,
    pub lines: Vec<WrittenLine>,
}

/// A text object, its glyphs' places in mm from the paper's upper left corner.
pub(super) struct Text {
    pub font: u32,
    pub size: f64,
    pub turned: bool,
    pub text: String,
    /// Of each character.
    pub places: Vec<(f64, f64)>,
}

pub(super) struct WrittenLine {
    /// In mm.
    pub thickness: f64,
    pub ends: [f64; 4],
}

impl OfdFile {
    /// None where it is not what an OFD of this program should be.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut zip = ZipArchive::new(Cursor::new(bytes)).ok()?;
        let mut part = |name: &str| -> Option<Vec<u8>> {
            let mut out = Vec::new();
            zip.by_name(name).ok()?.take(LARGEST_PART).read_to_end(&mut out).ok()?;
            Some(out)
        };
        let entry = elements(&part("OFD.xml")?)?;
        let root = text_of(&entry, "DocRoot")?;
        let (folder, _) = root.rsplit_once('/')?;
        let document = elements(&part(root)?)?;
        let paper = numbers(text_of(&document, "PhysicalBox")?)?;
        let places: Vec<(u32, &str)> = document
            .iter()
            .filter(|element| element.name == "Page")
            .map(|page| Some((page.number("ID")?, page.attribute("BaseLoc")?)))
            .collect::<Option<_>>()?;
        let mut pages = Vec::new();
        for (_, place) in &places {
            pages.push(page(&elements(&part(&format!("{folder}/{place}"))?)?)?);
        }
        let resources =
            elements(&part(&format!("{folder}/{}", text_of(&document, "PublicRes")?))?)?;
        let base = resources.first()?.attribute("BaseLoc")?;
        let mut fonts = HashMap::new();
        for pair in resources.windows(2) {
            let [font, file] = pair else { continue };
            if font.name == "Font" && file.name == "FontFile" {
                let file = part(&format!("{folder}/{base}/{}", file.text))?;
                fonts.insert(font.number("ID")?, file);
            }
        }
        Some(OfdFile {
            title: text_of(&entry, "Title")?.to_owned(),
            paper: [*paper.get(2)?, *paper.get(3)?],
            outline: outline(&document, &places)?,
            fonts,
            pages,
        })
    }
}

fn outline(document: &[Element], pages: &[(u32, &str)]) -> Option<Vec<Heading>> {
    let top = document.iter().find(|element| element.name == "Outlines");
    let Some(top) = top.map(|outlines| outlines.depth) else { return Some(Vec::new()) };
    let mut out: Vec<Heading> = Vec::new();
    for element in document {
        match element.name.as_str() {
            "OutlineElem" => out.push(Heading {
                title: element.attribute("Title")?.to_owned(),
                depth: element.depth.checked_sub(top + 1)?,
                page: usize::MAX,
                top: 0.0,
            }),
            "Dest" => {
                let id: u32 = element.number("PageID")?;
                let heading = out.last_mut()?;
                heading.page = pages.iter().position(|page| page.0 == id)?;
                heading.top = element.number("Top")?;
            }
            _ => {}
        }
    }
    Some(out)
}

fn page(elements: &[Element]) -> Option<WrittenPage> {
    let mut page = WrittenPage::default();
    let mut object = elements.first()?;
    for element in elements {
        match element.name.as_str() {
            "TextObject" | "PathObject" => object = element,
            "TextCode" => page.texts.push(text(object, element)?),
            "AbbreviatedData" => lines(object, &element.text, &mut page.lines)?,
            _ => {}
        }
    }
    Some(page)
}

fn text(object: &Element, code: &Element) -> Option<Text> {
    let boundary = numbers(object.attribute("Boundary")?)?;
    let [left, top] = [*boundary.first()?, *boundary.get(1)?];
    let matrix =
        object.attribute("CTM").map_or(Some(vec![1.0, 0.0, 0.0, 1.0, 0.0, 0.0]), numbers)?;
    let [a, b, c, d, e, f] = matrix.try_into().ok()?;
    let steps = code.attribute("DeltaX").map_or(Some(Vec::new()), numbers)?;
    if steps.len() + 1 != code.text.chars().count() {
        return None;
    }
    let (mut x, y): (f64, f64) = (code.number("X")?, code.number("Y")?);
    let mut place = |step: f64| {
        x += step;
        (left + a * x + c * y + e, top + b * x + d * y + f)
    };
    let places = std::iter::once(0.0).chain(steps).map(&mut place).collect();
    let turned = [a, b, c, d] == [0.0, -1.0, 1.0, 0.0];
    if !turned && [a, b, c, d] != [1.0, 0.0, 0.0, 1.0] {
        return None;
    }
    let (font, size) = (object.number("Font")?, object.number("Size")?);
    Some(Text { font, size, turned, text: code.text.clone(), places })
}

/// `M x y L x y`, again and again.
fn lines(object: &Element, data: &str, out: &mut Vec<WrittenLine>) -> Option<()> {
    let boundary = numbers(object.attribute("Boundary")?)?;
    let [left, top] = [*boundary.first()?, *boundary.get(1)?];
    let thickness = object.number("LineWidth")?;
    let words: Vec<&str> = data.split(' ').collect();
    for line in words.chunks(6) {
        let ["M", x1, y1, "L", x2, y2] = line else { return None };
        let number = |word: &str, from: f64| Some(word.parse::<f64>().ok()? + from);
        let ends = [number(x1, left)?, number(y1, top)?, number(x2, left)?, number(y2, top)?];
        out.push(WrittenLine { thickness, ends });
    }
    Some(())
}

fn numbers(text: &str) -> Option<Vec<f64>> {
    text.split(' ').map(|number| number.parse().ok()).collect()
}

/// An element in the order of the part, without its prefix.
#[derive(Default)]
struct Element {
    name: String,
    depth: usize,
    attributes: Vec<(String, String)>,
    text: String,
}

impl Element {
    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    fn number<N: std::str::FromStr>(&self, name: &str) -> Option<N> {
        self.attribute(name)?.parse().ok()
    }
}

fn text_of<'a>(elements: &'a [Element], name: &str) -> Option<&'a str> {
    elements.iter().find(|element| element.name == name).map(|element| element.text.as_str())
}

/// The elements of a part; none where it is no well-formed XML.
fn elements(part: &[u8]) -> Option<Vec<Element>> {
    let mut reader = Reader::from_str(std::str::from_utf8(part).ok()?);
    let mut out: Vec<Element> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) => {
                let at = out.len();
                out.push(element(&start, open.len())?);
                open.push(at);
            }
            Event::Empty(start) => out.push(element(&start, open.len())?),
            Event::End(_) => _ = open.pop(),
            Event::Text(text) => {
                if let Some(element) = open.last().and_then(|at| out.get_mut(*at)) {
                    element.text.push_str(&text.into_inner());
                }
            }
            Event::GeneralRef(reference) => {
                let meant = quick_xml::escape::resolve_predefined_entity(&reference)?;
                let element = open.last().and_then(|at| out.get_mut(*at))?;
                element.text.push_str(meant);
            }
            Event::Eof => return open.is_empty().then_some(out),
            _ => {}
        }
    }
}

fn element(start: &BytesStart<'_>, depth: usize) -> Option<Element> {
    let mut attributes = Vec::new();
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute.ok()?;
        let value = quick_xml::escape::unescape(&attribute.value).ok()?.into_owned();
        attributes.push((attribute.key.local_name().as_ref().to_owned(), value));
    }
    let name = start.local_name().as_ref().to_owned();
    Some(Element { name, depth, attributes, text: String::new() })
}
