//! What people have put into a Word file besides its text: comments with the words they are about, and
//! the mark a copy for review was sent out with.
//!
//! **Deliberately absent**: changes that are tracked. Their text is read as if they were accepted.

use super::{KIND, main_part, through};
use crate::Unreadable;
use crate::formats::package::Package;
use crate::formats::xml::{self, Element};
use std::collections::BTreeMap;

/// Name of the property a copy for review is known by.
pub const REVIEW_MARK: &str = "gongkai-review";
/// Most comments, and longest words of one.
const MOST_COMMENTS: usize = 2_000;
const LONGEST: usize = 4_000;

/// A comment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comment {
    /// Its author.
    pub who: String,
    /// When, as the file has it: `2027-01-20T10:32:05Z`; empty where it has not.
    pub at: String,
    /// What it says.
    pub text: String,
    /// The words it is about; empty where it stands at a place.
    pub quoted: String,
    /// The paragraph it begins in.
    pub paragraph: String,
    /// In a table: the cells of its row.
    pub row: Vec<String>,
    /// In a table: which of them it stands in.
    pub column: usize,
}

/// What a file holds besides its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Review {
    /// What it was sent out with.
    pub mark: Option<String>,
    /// In the order of the text.
    pub comments: Vec<Comment>,
}

/// Reads what a document holds besides its text.
///
/// # Errors
/// Where it is damaged, or locked.
pub fn review(bytes: &[u8]) -> Result<Review, Unreadable> {
    let mut package = Package::open(bytes, KIND)?;
    let main = main_part(&mut package)?;
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let mut part = |name: &str| -> Result<Option<Element>, Unreadable> {
        Ok(package.part(name)?.and_then(|bytes| xml::parse(&bytes, KIND).ok()))
    };
    let mark = part("docProps/custom.xml")?.as_ref().and_then(mark);
    let mut review = Review { mark, ..Review::default() };
    let Some(said) = part(&format!("{folder}/comments.xml"))? else { return Ok(review) };
    let Some(document) = part(&main)? else { return Ok(review) };
    let mut anchors = Anchors::default();
    anchors.blocks(&document);
    let mut comments: BTreeMap<&str, &Element> = BTreeMap::new();
    for comment in said.elements().filter(|element| &*element.name == "comment") {
        comments.extend(comment.attribute("id").map(|id| (id, comment)));
    }
    for id in anchors.order.iter().take(MOST_COMMENTS) {
        let (Some(comment), Some(at)) = (comments.remove(id.as_str()), anchors.found.remove(id))
        else {
            continue;
        };
        let named = |name: &str| comment.attribute(name).unwrap_or_default().to_owned();
        let mut texts = Vec::new();
        Anchors::default().texts(comment, &mut texts);
        let text: String = texts.join("\n").trim().chars().take(LONGEST).collect();
        review.comments.push(Comment { who: named("author"), at: named("date"), text, ..at });
    }
    Ok(review)
}

fn mark(properties: &Element) -> Option<String> {
    let mut all = properties.elements();
    let own = all.find(|property| property.attribute("name") == Some(REVIEW_MARK))?;
    own.child("lpwstr").map(|value| value.text().trim().to_owned())
}

/// Where comments stand, by their ids.
#[derive(Default)]
struct Anchors {
    found: BTreeMap<String, Comment>,
    order: Vec<String>,
}

/// A paragraph while it is read.
#[derive(Default)]
struct Text {
    text: String,
    /// Comments begun, with the length of the text before them.
    open: Vec<(String, usize)>,
    /// Comments that stand in it, with what they are about.
    begun: Vec<(String, String)>,
}

impl Anchors {
    fn blocks(&mut self, parent: &Element) -> Vec<String> {
        let mut texts = Vec::new();
        self.texts(parent, &mut texts);
        texts
    }

    fn texts(&mut self, parent: &Element, out: &mut Vec<String>) {
        for element in parent.elements() {
            match &*element.name {
                "p" => {
                    let text = self.paragraph(element);
                    out.push(text);
                }
                "tbl" => self.table(element),
                "del" | "moveFrom" | "sdtPr" => {}
                _ => self.texts(element, out),
            }
        }
    }

    fn table(&mut self, table: &Element) {
        let mut rows = Vec::new();
        through(table, "tr", &mut rows);
        for row in rows {
            let mut cells = Vec::new();
            through(row, "tc", &mut cells);
            let mut inside: Vec<(usize, usize)> = Vec::new();
            let mut texts = Vec::new();
            for (column, cell) in cells.into_iter().enumerate() {
                let before = self.order.len();
                texts.push(self.blocks(cell).concat().trim().to_owned());
                inside.extend((before..self.order.len()).map(|at| (at, column)));
            }
            for (at, column) in inside {
                let Some(id) = self.order.get(at) else { continue };
                if let Some(comment) = self.found.get_mut(id).filter(|one| one.row.is_empty()) {
                    comment.row.clone_from(&texts);
                    comment.column = column;
                }
            }
        }
    }

    fn paragraph(&mut self, element: &Element) -> String {
        let mut read = Text::default();
        inline(element, &mut read);
        // What runs on into the next paragraph is about the rest of this one.
        for (id, from) in std::mem::take(&mut read.open) {
            let rest = read.text.get(from..).unwrap_or_default().to_owned();
            read.begun.push((id, rest));
        }
        let paragraph = read.text.trim().to_owned();
        for (id, quoted) in read.begun {
            if !self.found.contains_key(&id) {
                self.order.push(id.clone());
                let quoted = quoted.trim().to_owned();
                let comment =
                    Comment { quoted, paragraph: paragraph.clone(), ..Comment::default() };
                self.found.insert(id, comment);
            }
        }
        paragraph
    }
}

fn inline(parent: &Element, out: &mut Text) {
    for element in parent.elements() {
        let id = || element.attribute("id").unwrap_or_default().to_owned();
        match &*element.name {
            "t" => out.text.push_str(&element.text()),
            "commentRangeStart" => out.open.push((id(), out.text.len())),
            "commentRangeEnd" => {
                let id = id();
                if let Some(at) = out.open.iter().position(|(open, _)| *open == id) {
                    let (id, from) = out.open.swap_remove(at);
                    let quoted = out.text.get(from..).unwrap_or_default().to_owned();
                    out.begun.push((id, quoted));
                }
            }
            "commentReference" => {
                let id = id();
                let known = out.begun.iter().any(|(begun, _)| *begun == id)
                    || out.open.iter().any(|(open, _)| *open == id);
                if !known {
                    out.begun.push((id, String::new()));
                }
            }
            // In what is deleted there may be the mark of a comment.
            "pPr" | "rPr" | "moveFrom" | "delText" | "instrText" | "rt" => {}
            _ => inline(element, out),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::docx::tests::zipped;

    #[test]
    fn comments_say_what_they_are_about() {
        let document = "<w:document xmlns:w=\"x\"><w:body>\
            <w:p><w:r><w:t>收到</w:t></w:r><w:del><w:commentRangeStart w:id=\"0\"/>\
            <w:r><w:delText>旧</w:delText></w:r></w:del><w:ins><w:r><w:t>十二</w:t></w:r></w:ins>\
            <w:r><w:t>件</w:t></w:r><w:commentRangeEnd w:id=\"0\"/>\
            <w:r><w:commentReference w:id=\"0\"/></w:r><w:r><w:t>。</w:t></w:r></w:p>\
            <w:tbl><w:tr><w:tc><w:p><w:r><w:t>规章</w:t></w:r></w:p></w:tc>\
            <w:tc><w:p><w:r><w:t>3</w:t></w:r><w:r><w:commentReference w:id=\"4\"/></w:r></w:p></w:tc></w:tr></w:tbl>\
            </w:body></w:document>";
        let comments = "<w:comments xmlns:w=\"x\">\
            <w:comment w:id=\"4\" w:author=\"李局\"><w:p><w:r><w:t>再核</w:t></w:r></w:p></w:comment>\
            <w:comment w:id=\"0\" w:author=\"王科\" w:date=\"2027-01-20T10:00:00Z\">\
            <w:p><w:r><w:t>写数字</w:t></w:r></w:p><w:p><w:r><w:t>谢谢</w:t></w:r></w:p></w:comment></w:comments>";
        let custom = format!(
            "<Properties><property name=\"{REVIEW_MARK}\"><vt:lpwstr>甲</vt:lpwstr></property></Properties>"
        );
        let file = zipped(&[
            ("word/document.xml", document),
            ("word/comments.xml", comments),
            ("docProps/custom.xml", &custom),
        ]);
        let read = review(&file).unwrap();
        assert_eq!(read.mark.as_deref(), Some("甲"));
        let [first, second] = read.comments.as_slice() else { panic!("{read:?}") };
        assert_eq!((first.who.as_str(), first.text.as_str()), ("王科", "写数字\n谢谢"));
        assert_eq!((first.quoted.as_str(), first.paragraph.as_str()), ("十二件", "收到十二件。"));
        assert_eq!(
            (second.row.as_slice(), second.column),
            (["规章", "3"].map(String::from).as_slice(), 1)
        );
        assert!(review(&file[..40]).is_err());
    }
}
