//! Elements of a page by what they are to its text.
//!
//! **Deliberately absent**: elements that are nothing special.

/// Elements that begin and end paragraphs.
pub(super) const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];
/// Elements a browser shows nothing of, or nothing that is part of the page's text.
pub(super) const UNSHOWN: &[&str] = &[
    "script", "style", "title", "noscript", "template", "datalist", "iframe", "object", "svg",
    "math", "audio", "video", "canvas", "noembed", "noframes", "del", "s", "strike", "button",
];
/// Elements without content.
pub(super) const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param",
    "source", "track", "wbr",
];
