//! Web pages (.html, .htm) and pages saved whole (.mht) → [`Document`]. Nothing is run or fetched.
//!
//! A page is cut into tags and text in one pass ([`markup`]) and its blocks are built on the way:
//! time grows with the page's length only, however its tags are nested.
//!
//! **Deliberately absent**: telling the report from the page around it. Navigation stays in as
//! paragraphs; what a browser does not show (scripts, styles, hidden parts) is left out.

mod archive;
mod builder;
mod declared;
mod elements;
mod fields;
mod hidden;
mod inline;
mod markup;

use super::contents::Contents;
use super::format::{Container, Format};
use crate::Unreadable;
use archive::Archive;
use builder::Builder;
use declared::decode;
use gongkai_model::document::Document;

/// Elements a page, or a piece of one, may begin with.
const OF_PAGES: &[&[u8]] = &[
    b"html", b"head", b"body", b"meta", b"title", b"style", b"script", b"link", b"base", b"table",
    b"div", b"p", b"h1", b"h2", b"h3", b"center", b"span", b"font", b"section", b"article",
    b"main", b"xml", b"form", b"b", b"strong",
];
/// Web pages, and pages saved whole.
pub(super) const FORMAT: Format = Format {
    name: "html",
    called: "网页",
    endings: &["html", "htm", "xhtml", "mht", "mhtml"],
    container: Container::Plain,
    is,
    read,
};

fn is(file: &Contents<'_>) -> bool {
    let named = FORMAT.endings.contains(&file.ending);
    let saved = || file.has_field(b"mime-version") || file.has_field(b"content-type");
    // Text with tables of pages in it (Markdown) begins with words, or with what lays them out.
    let text = ["md", "txt"].contains(&file.ending);
    let begins = || file.first_element().is_some_and(|name| OF_PAGES.contains(&name));
    let whole = || [&b"<html"[..], b"<!doctype html"].iter().any(|mark| file.mentions(mark));
    let is_page = || match (text, file.first_element()) {
        (true, None) => false,
        (true, Some(_)) if file.ending == "md" => whole() && begins(),
        _ => begins() || whole(),
    };
    file.is_plain() && (named || saved() || is_page())
}

/// Reads a page in its declared encoding, or in the one it turns out to be in.
///
/// # Errors
/// Where it is damaged, locked, empty, or more than any report.
pub fn read(bytes: &[u8]) -> Result<Document, Unreadable> {
    let archive = Archive::of(bytes);
    let main = archive.as_ref().and_then(Archive::main);
    let text = match main {
        Some(page) => decode(&page.bytes, page.encoding)?,
        None => decode(bytes, None)?,
    };
    let mut builder = Builder { archive: archive.as_ref(), ..Builder::default() };
    builder.page(&text)?;
    builder.finish()?;
    if builder.blocks.is_empty() {
        return Err(Unreadable::Empty);
    }
    Ok(Document { blocks: builder.blocks, passed_over: builder.passed_over, ..Document::default() })
}

/// The blocks of a piece of a page that stands in another kind of file.
pub(super) fn fragment(text: &str) -> Result<Document, Unreadable> {
    let mut builder = Builder::default();
    builder.page(text)?;
    builder.finish()?;
    Ok(Document { blocks: builder.blocks, passed_over: builder.passed_over, ..Document::default() })
}

#[cfg(test)]
mod tests;
