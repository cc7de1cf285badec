//! The pieces of WordprocessingML that all parts of the file are written with.

use crate::escape::escaped;
use std::fmt::Write as _;

pub(super) const NAMESPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
pub(super) const OFFICE: &str =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
pub(super) const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// Twentieths of a point of a length in mm.
pub(super) fn twips(length: f64) -> i64 {
    (length / 25.4 * 1440.0).round() as i64
}

/// The characters of a run set closer by so many mm.
pub(super) fn closer(by: f64) -> String {
    format!("<w:spacing w:val=\"-{}\"/>", (by / 25.4 * 1440.0).ceil())
}

/// Text as runs, its line breaks kept; `look` is what the runs have besides.
pub(super) fn runs(text: &str, look: &str) -> String {
    let mut out = String::new();
    for (at, line) in text.split('\n').enumerate() {
        let line_break = if at > 0 { "<w:br/>" } else { "" };
        if !line_break.is_empty() || !line.is_empty() {
            let text = escaped(line, &['\t']);
            let fonts = match look.contains("<w:rFonts") {
                true => "",
                false => "<w:rFonts w:hint=\"eastAsia\"/>",
            };
            let _ = write!(
                out,
                "<w:r><w:rPr>{fonts}{look}</w:rPr>{line_break}<w:t xml:space=\"preserve\">{text}</w:t></w:r>"
            );
        }
    }
    out
}
