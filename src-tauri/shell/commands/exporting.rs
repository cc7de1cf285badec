//! The report as files of several kinds at once.

use super::{Answer, TheSession, aside};
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
