//! What a kind of file that is written has to say of itself, and what it is written from.

use crate::error::NotWritten;
use crate::verify::document::whole;
use gongkai_layout::{FontSet, PageOptions};
use gongkai_model::document::{Document, normalize};
use gongkai_model::form::Forms;
use gongkai_model::report::Report;

/// A kind of file a report is written as.
pub struct FileFormat {
    /// Its stable name, as the window asks for it: `docx`.
    pub name: &'static str,
    /// What the window and messages call it: `Word`.
    pub called: &'static str,
    /// Endings of its files' names, the one that is given first, in small letters and without the
    /// dot.
    pub endings: &'static [&'static str],
    /// Makes the file's bytes and reads them back.
    pub(crate) write: fn(&Source<'_>) -> Result<Vec<u8>, NotWritten>,
}

/// What a file is written from.
pub(crate) struct Source<'a> {
    pub report: &'a Report,
    pub forms: &'a Forms,
    /// The report composed.
    pub document: Document,
    pub options: &'a PageOptions,
    pub fonts: &'a FontSet,
}

impl FileFormat {
    /// The ending a file of this kind is given, without the dot.
    pub fn ending(&self) -> &'static str {
        self.endings.first().copied().unwrap_or_default()
    }

    /// Writes the report as a file of this kind; a Word file and the official page have the pages of
    /// these choices and fonts. What was written has been read back and compared.
    ///
    /// # Errors
    /// When it can't be made, or what is read back differs from the report.
    pub fn file(
        &self,
        report: &Report,
        forms: &Forms,
        options: &PageOptions,
        fonts: &FontSet,
    ) -> Result<Vec<u8>, NotWritten> {
        let document = gongkai_compose::document(report, forms);
        whole(report, &document).map_err(|place| NotWritten::Different { place })?;
        (self.write)(&Source { report, forms, document, options, fonts })
    }
}

impl Source<'_> {
    /// Hands out a file that knows no merged cells when its report, not its grid, reads back the same:
    /// figure by figure and chapter by chapter.
    pub fn same_report(&self, bytes: Vec<u8>, ending: &str) -> Result<Vec<u8>, NotWritten> {
        let again = gongkai_read::report(&bytes, &format!("年报.{ending}"), self.forms);
        let again = again.map_err(|_| NotWritten::File)?.report;
        let other = self.report.cells.iter().find(|(id, cell)| again.figure(id) != cell.figure);
        if let Some((id, _)) = other {
            return Err(NotWritten::Different { place: id.as_str().to_owned() });
        }
        let texts = |report: &Report| -> Vec<(String, String)> {
            let chapters = report.chapters.iter();
            chapters.map(|c| (c.heading.clone(), normalize::text(&c.paragraphs.concat()))).collect()
        };
        let (written, back) = (texts(self.report), texts(&again));
        match written.iter().find(|chapter| !back.contains(chapter)) {
            Some((heading, _)) => Err(NotWritten::Different { place: heading.clone() }),
            None => Ok(bytes),
        }
    }
}
