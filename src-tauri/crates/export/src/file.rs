//! The files written for others, by their kind: each is read back and compared before it is handed
//! out.
//!
//! **Deliberately absent**: how any kind of file is made.

use super::{docx, html, markdown, xlsx};
use crate::error::NotWritten;
use gongkai_layout::{FontSet, PageOptions};
use gongkai_model::document::normalize;
use gongkai_model::form::Forms;
use gongkai_model::report::{Figure, Report};
use serde::{Deserialize, Serialize};

/// A kind of file a report is written as; the official page (PDF) is [`super::print`]'s.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileFormat {
    Docx,
    Html,
    Xlsx,
    Markdown,
}

impl FileFormat {
    pub const ALL: [FileFormat; 4] =
        [FileFormat::Docx, FileFormat::Html, FileFormat::Xlsx, FileFormat::Markdown];

    /// The ending of its files' names, without the dot.
    pub fn ending(self) -> &'static str {
        match self {
            FileFormat::Docx => "docx",
            FileFormat::Html => "html",
            FileFormat::Xlsx => "xlsx",
            FileFormat::Markdown => "md",
        }
    }

    /// The kind a file name's ending asks for.
    pub fn of_ending(ending: &str) -> Option<Self> {
        let ending = ending.to_ascii_lowercase();
        let ending = if ending == "htm" { "html" } else { ending.as_str() };
        Self::ALL.into_iter().find(|format| format.ending() == ending)
    }
}

/// Writes the report as a file of this kind; a Word file has the pages of these choices and fonts.
/// What was written has been read back and compared.
///
/// # Errors
/// When what is read back differs from the report.
pub fn file(
    report: &Report,
    forms: &Forms,
    format: FileFormat,
    options: &PageOptions,
    fonts: &FontSet,
) -> Result<Vec<u8>, NotWritten> {
    let document = gongkai_compose::document(report, forms);
    match format {
        FileFormat::Docx => docx(&document, options, fonts),
        FileFormat::Html => html(&document),
        FileFormat::Xlsx => xlsx(&document),
        FileFormat::Markdown => {
            let bytes = markdown(&document).into_bytes();
            same_report(report, &bytes, forms)?;
            Ok(bytes)
        }
    }
}

/// Markdown knows no merged cells, so its report is compared, not its grid: figure by figure and
/// chapter by chapter. An unread cell is written as a blank one.
fn same_report(report: &Report, bytes: &[u8], forms: &Forms) -> Result<(), NotWritten> {
    let again = gongkai_read::document(bytes, "年报.md")
        .and_then(|read| gongkai_read::recognise(&read, forms));
    let again = again.map_err(|_| NotWritten::File)?.report;
    let other = report
        .cells
        .iter()
        .find(|(id, cell)| cell.figure != Figure::Unread && again.figure(id) != cell.figure);
    if let Some((id, _)) = other {
        return Err(NotWritten::Different { place: id.as_str().to_owned() });
    }
    let texts = |report: &Report| -> Vec<(String, String)> {
        let chapters = report.chapters.iter();
        chapters.map(|c| (c.heading.clone(), normalize::text(&c.paragraphs.concat()))).collect()
    };
    let (written, back) = (texts(report), texts(&again));
    match written.iter().find(|chapter| !back.contains(chapter)) {
        Some((heading, _)) => Err(NotWritten::Different { place: heading.clone() }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_model::report::Cell;

    #[test]
    fn a_quoted_figure_is_written_as_a_figure_and_nothing_else() {
        let forms = Forms::official();
        let mut report = Report::blank(forms.edition("2021").unwrap(), "青铜镇人民政府", 2026);
        report.cells.insert("requests/new/total".into(), Cell::typed(12));
        report.chapters[0].paragraphs = vec!["收到\u{fffc}件。".into()];
        let figure = report.figure(&"requests/new/total".into());
        report.chapters[0].quote('\u{fffc}', "requests/new/total".into(), figure);
        let text = markdown(&gongkai_compose::document(&report, &forms));
        let back = gongkai_read::report(text.as_bytes(), "年报.md", &forms).unwrap().report;
        assert_eq!(back.chapters[0].paragraphs, ["收到12件。"]);
        assert!(back.chapters[0].quoted.is_empty());
    }
}
