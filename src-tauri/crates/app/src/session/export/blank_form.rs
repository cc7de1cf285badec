//! The form without figures, for filling in by hand: printed as any report is.

use crate::failure::Failure;
use crate::paths::path_with_ending;
use crate::session::Session;
use gongkai_export::Printed;
use gongkai_layout::{FontSet, PageOptions};
use gongkai_model::document::Document;
use gongkai_model::form::{Edition, Forms};
use gongkai_model::report::Report;
use gongkai_platform::fonts::{self, Choice};
use serde::Serialize;
use std::path::Path;
use ts_rs::TS;

/// A form that can be printed without figures.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct BlankForm {
    /// Id of the edition.
    pub edition: String,
    /// The document that introduced it.
    pub document: String,
    /// Where the PDF would go.
    pub path: String,
}

fn blank(edition: &Edition) -> Report {
    let named = Report::blank(edition, "", edition.first_year);
    Report { organ: None, year: None, signature: None, ..named }
}

fn printed(edition: &Edition, forms: &Forms, fonts: &FontSet) -> Result<Printed, Failure> {
    Ok(gongkai_export::print(&blank(edition), forms, &PageOptions::default(), fonts)?)
}

impl Session {
    /// The forms there are, the one in force first. `folder`: where a PDF would go.
    pub fn blank_forms(&self, folder: &Path) -> Vec<BlankForm> {
        let form = |edition: &Edition| BlankForm {
            edition: edition.id.to_owned(),
            document: edition.document.to_owned(),
            path: folder
                .join(format!("年报空白表格（{}年格式）.pdf", edition.id))
                .display()
                .to_string(),
        };
        self.forms().editions().iter().rev().map(form).collect()
    }

    /// Writes the PDF of a form without figures; gives its path.
    ///
    /// # Errors
    /// When there is no such edition, or the file can't be written.
    pub fn export_blank_form(
        &self,
        edition: &str,
        path: &str,
        overwrite: bool,
    ) -> Result<String, Failure> {
        let path = path_with_ending(path, "pdf")?;
        let token = self.tasks().exports.token();
        let printed = printed(
            self.edition_of_blank_form(edition)?,
            self.forms(),
            &fonts::find(Choice::System)?,
        )?;
        self.write_export(&path, &printed.pdf, overwrite, &token)
    }

    fn edition_of_blank_form(&self, edition: &str) -> Result<&Edition, Failure> {
        let edition = self.forms().edition(edition);
        edition.ok_or_else(|| Failure::refused("没有这种格式，请另选一种。"))
    }

    /// The form of an edition without figures.
    pub(super) fn blank_form(&self, edition: &str) -> Result<Document, Failure> {
        let report = blank(self.edition_of_blank_form(edition)?);
        Ok(gongkai_compose::document(&report, self.forms()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_printed_without_figures() {
        let forms = Forms::official();
        let fonts = fonts::find(Choice::System).unwrap();
        for edition in forms.editions() {
            let printed = printed(edition, &forms, &fonts).unwrap();
            assert!(printed.pdf.starts_with(b"%PDF"));
            let figures = printed.pages.pages.iter().flat_map(|page| &page.figures);
            assert_eq!(figures.count(), edition.figures().len());
        }
    }
}
