//! The pages as they will be printed, and the PDF.

use super::{Answer, TheSession, aside, asked, documents};
use crate::print_dialog;
use gongkai_app::export::{ExportedPdf, PagesToPrint, PrintSource, PrintView};
use gongkai_layout::PageOptions;
use std::path::Path;
use tauri::Manager;
use tauri_plugin_dialog::DialogExt;

/// Sets the report on pages.
#[tauri::command]
pub async fn lay_out<R: tauri::Runtime>(
    app: tauri::AppHandle<R>,
    session: TheSession<'_>,
    id: i64,
    options: PageOptions,
) -> Answer<PrintView> {
    let folder = documents(&app);
    aside(&session, move |session| session.lay_out(id, options, &folder)).await
}

/// The pages of a report, a list, a comparison or a blank form as they go to the printer.
#[tauri::command]
pub async fn pages_to_print(session: TheSession<'_>, source: PrintSource) -> Answer<PagesToPrint> {
    aside(&session, move |session| session.pages_to_print(&source)).await
}

/// Opens the system's print dialog for the pages the window has ready; `title` is what the job is
/// called.
#[tauri::command]
pub async fn open_print_dialog<R: tauri::Runtime>(
    window: tauri::WebviewWindow<R>,
    title: String,
) -> Answer<()> {
    let folder = documents(window.app_handle());
    asked(move || print_dialog::open(&window, &title, &folder)).await?
}

/// A page as last laid out, drawn; `number` counts from 0.
#[tauri::command]
pub async fn page_image(session: TheSession<'_>, id: i64, number: usize) -> Answer<String> {
    aside(&session, move |session| session.page_image(id, number)).await
}

/// Asks where the PDF is to go; none when the user turns away.
#[tauri::command]
pub async fn choose_pdf<R: tauri::Runtime>(
    app: tauri::AppHandle<R>,
    suggested: String,
) -> Answer<Option<String>> {
    asked(move || {
        let suggested = Path::new(&suggested);
        let mut dialog = app.dialog().file().set_title("导出 PDF").add_filter("PDF", &["pdf"]);
        if let Some(folder) = suggested.parent().filter(|folder| folder.is_dir()) {
            dialog = dialog.set_directory(folder);
        }
        if let Some(name) = suggested.file_name() {
            dialog = dialog.set_file_name(name.to_string_lossy());
        }
        let chosen = dialog.blocking_save_file()?.into_path().ok()?;
        Some(chosen.to_string_lossy().into_owned())
    })
    .await
}

/// Writes the PDF, which has been read back and compared before.
#[tauri::command]
pub async fn export_pdf(
    session: TheSession<'_>,
    id: i64,
    options: PageOptions,
    path: String,
    overwrite: bool,
) -> Answer<ExportedPdf> {
    aside(&session, move |session| session.export_pdf(id, options, &path, overwrite)).await
}
