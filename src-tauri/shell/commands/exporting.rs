//! The report as files of several kinds at once, and what it is published with.

use super::{Answer, TheSession, aside};
use gongkai_app::export::PublicationFiles;
use gongkai_layout::PageOptions;

/// Writes the report as files of these kinds beside `path`, all of them or none; gives their paths.
#[tauri::command]
pub async fn export_files(
    session: TheSession<'_>,
    id: i64,
    formats: Vec<String>,
    options: PageOptions,
    path: String,
    overwrite: bool,
) -> Answer<Vec<String>> {
    aside(&session, move |session| session.export_files(id, &formats, options, &path, overwrite))
        .await
}

/// Writes all files a final report is published with into a folder of its own beside `path`.
#[tauri::command]
pub async fn export_publication(
    session: TheSession<'_>,
    id: i64,
    options: PageOptions,
    path: String,
    overwrite: bool,
) -> Answer<PublicationFiles> {
    aside(&session, move |session| session.export_publication(id, options, &path, overwrite)).await
}
