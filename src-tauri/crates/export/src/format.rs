//! What a kind of file that is written has to say of itself, and what it is written from.

use crate::error::NotWritten;
use crate::verify::document::whole;
use gongkai_layout::{FontSet, PageOptions};
use gongkai_model::document::Document;
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
