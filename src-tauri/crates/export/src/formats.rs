//! The kinds of files a report is written as: the one table of them. The window, the command line and
//! the tests walk it.

use super::format::FileFormat;
use super::{csv, docx, html, json, markdown, ofd, print, xlsx};

/// Every kind of file a report is written as, in the order they are offered in.
pub const FORMATS: &[FileFormat] =
    &[docx::FORMAT, html::FORMAT, xlsx::FORMAT, markdown::FORMAT, print::FORMAT, ofd::FORMAT];

/// Every kind of file its figures alone are written as; none is read as a report.
pub const FIGURES: &[FileFormat] = &[json::FORMAT, csv::FORMAT];

/// The official page, which has choices of its own.
pub const OFFICIAL_PAGE: &FileFormat = &print::FORMAT;

/// The kind of this name.
pub fn format_named(name: &str) -> Option<&'static FileFormat> {
    all().find(|format| format.name == name)
}

/// The kind a file name's ending asks for.
pub fn format_of_ending(ending: &str) -> Option<&'static FileFormat> {
    let ending = ending.to_ascii_lowercase();
    all().find(|format| format.endings.contains(&ending.as_str()))
}

fn all() -> impl Iterator<Item = &'static FileFormat> {
    FORMATS.iter().chain(FIGURES)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn kinds_are_told_apart_by_name_and_ending_and_can_be_read() {
        let names: BTreeSet<&str> = all().map(|format| format.name).collect();
        assert_eq!(names.len(), all().count());
        let endings: Vec<&str> =
            FORMATS.iter().flat_map(|format| format.endings).copied().collect();
        assert_eq!(endings.iter().collect::<BTreeSet<_>>().len(), endings.len());
        for ending in &endings {
            assert!(gongkai_read::endings().contains(ending), "{ending}");
        }
        assert!(FIGURES.iter().all(|format| !endings.contains(&format.ending())));
        assert_eq!(format_of_ending("HTM").map(|format| format.name), Some("html"));
        assert!(format_of_ending("zip").is_none() && format_named("zip").is_none());
    }
}
