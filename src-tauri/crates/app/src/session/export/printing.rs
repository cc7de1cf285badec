//! What goes to the printer: the very pages of the preview, drawn one by one.
//!
//! **Deliberately absent**: printers and their dialog, which are the system's.

use crate::failure::Failure;
use crate::session::Session;
use gongkai_layout::PageOptions;
use gongkai_model::form::CellId;
use gongkai_platform::fonts::{self, Choice};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What is printed.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(tag = "is", rename_all = "snake_case")]
#[ts(export)]
pub enum PrintSource {
    /// A report.
    Report {
        /// Its id.
        #[ts(type = "number")]
        id: i64,
        /// As on the preview.
        options: PageOptions,
    },
    /// The check list of a report.
    CheckList {
        /// The id of the report.
        #[ts(type = "number")]
        id: i64,
    },
    /// Years side by side.
    Comparison {
        /// The ids of their reports.
        #[ts(type = "number[]")]
        ids: Vec<i64>,
        /// The rows, by their cells.
        cells: Vec<CellId>,
    },
    /// A form without figures.
    BlankForm {
        /// Id of its edition.
        edition: String,
    },
}

/// Pages on their way to the printer.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct PagesToPrint {
    /// The title of what they show: what the print job is called.
    pub title: String,
    /// Each drawn as SVG, A4.
    pub pages: Vec<String>,
}

impl Session {
    /// The pages of this as they go to the printer.
    ///
    /// # Errors
    /// When it is gone, there are no fonts, a character is in no font, or a cell says more than a page
    /// holds.
    pub fn pages_to_print(&self, source: &PrintSource) -> Result<PagesToPrint, Failure> {
        let (document, options) = match source {
            PrintSource::Report { id, options } => {
                let open = self.flushed_snapshot(*id)?;
                let document = gongkai_compose::document(&open.stored.report, self.forms());
                (document, open.page_options(*options))
            }
            PrintSource::CheckList { id } => {
                (self.check_list(&*self.flushed_snapshot(*id)?), PageOptions::default())
            }
            PrintSource::Comparison { ids, cells } => {
                (self.comparison_document(ids, cells)?, PageOptions::default())
            }
            PrintSource::BlankForm { edition } => {
                (self.blank_form(edition)?, PageOptions::default())
            }
        };
        let fonts = fonts::find(Choice::System)?;
        let pages = gongkai_export::printable(&document, &options, &fonts)?;
        let drawn = pages.pages.iter().map(|page| gongkai_export::svg(page, &fonts));
        Ok(PagesToPrint { title: pages.title.clone(), pages: drawn.collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_model::progress::ReportState;

    #[test]
    fn each_of_them_has_pages_and_a_draft_says_so_until_it_is_final() {
        let folder = tempfile::tempdir().unwrap();
        let session = Session::open(folder.path());
        let id = session.sound_example().unwrap();
        let report = PrintSource::Report { id, options: PageOptions::default() };
        let says = |words: &str| {
            let printed = session.pages_to_print(&report).unwrap();
            let marked = |page: &String| page.contains(&format!("data-text=\"{words}\""));
            printed.pages.iter().filter(|page| marked(page)).count()
        };
        let pages = session.pages_to_print(&report).unwrap().pages.len();
        assert!(pages > 1);
        assert_eq!(says("草稿"), pages);
        session.set_state(id, ReportState::Final, true, "").unwrap();
        assert_eq!(says("草稿"), 0);

        let edition = session.forms().editions().last().unwrap().id.to_owned();
        let last = session.snapshot(id).unwrap().last.as_ref().unwrap().id;
        let view = session.compare(id, &[]).unwrap();
        let cells: Vec<CellId> = view.compared.rows.iter().map(|row| row.cell.clone()).collect();
        for source in [
            PrintSource::CheckList { id },
            PrintSource::Comparison { ids: vec![id, last], cells },
            PrintSource::BlankForm { edition },
        ] {
            let printed = session.pages_to_print(&source).unwrap();
            assert!(!printed.title.is_empty() && !printed.pages.is_empty(), "{source:?}");
            assert!(printed.pages.iter().all(|page| page.starts_with("<svg")));
        }
    }
}
