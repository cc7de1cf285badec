//! The form without figures, for filling in by hand: printed as any report is.

use super::printing::target;
use super::{Answer, TheDesk};
use crate::failure::Failure;
use gongkai_export::Printed;
use gongkai_layout::{FontSet, PageOptions};
use gongkai_model::form::{Edition, Forms};
use gongkai_model::report::Report;
use gongkai_platform::files;
use gongkai_platform::fonts::{self, Choice};
use serde::Serialize;
use tauri::Manager;
use ts_rs::TS;

/// A form that can be printed without figures.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct BlankForm {
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

fn printed(edition: &Edition, forms: &Forms, fonts: &FontSet) -> Answer<Printed> {
    Ok(gongkai_export::print(&blank(edition), forms, &PageOptions::default(), fonts)?)
}

/// The forms there are, the one in force first.
#[tauri::command(async)]
pub fn blank_forms<R: tauri::Runtime>(
    app: tauri::AppHandle<R>,
    desk: TheDesk,
) -> Answer<Vec<BlankForm>> {
    let folder = app.path().document_dir().or_else(|_| app.path().home_dir()).unwrap_or_default();
    desk.with(|desk| {
        let form = |edition: &Edition| BlankForm {
            edition: edition.id.to_owned(),
            document: edition.document.to_owned(),
            path: folder
                .join(format!("年报空白表格（{}年格式）.pdf", edition.id))
                .display()
                .to_string(),
        };
        Ok(desk.forms.editions().iter().rev().map(form).collect())
    })
}

/// Writes the PDF of a form without figures; gives its path.
#[tauri::command(async)]
pub fn export_blank_form(
    desk: TheDesk,
    edition: String,
    path: String,
    overwrite: bool,
) -> Answer<String> {
    let path = target(&path, "pdf")?;
    let fonts = fonts::find(Choice::System)?;
    desk.with(|desk| {
        let edition = desk.forms.edition(&edition);
        let edition = edition.ok_or_else(|| Failure::refused("没有这种格式，请另选一种。"))?;
        let printed = printed(edition, &desk.forms, &fonts)?;
        files::write_whole(&path, &printed.pdf, overwrite)?;
        desk.written.insert(path.clone());
        Ok(path.display().to_string())
    })
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
