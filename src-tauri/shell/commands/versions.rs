//! The past of a report: its versions and the trail of its states.

use super::{Answer, TheSession, aside};
use gongkai_app::{Edited, TakenBack, VersionDifference, VersionsView};

#[tauri::command]
pub async fn versions(session: TheSession<'_>, id: i64) -> Answer<VersionsView> {
    aside(&session, move |session| session.versions(id)).await
}

/// Two versions side by side; none stands for what the report says now.
#[tauri::command]
pub async fn compare_versions(
    session: TheSession<'_>,
    id: i64,
    before: Option<i64>,
    after: Option<i64>,
) -> Answer<VersionDifference> {
    aside(&session, move |session| session.compare_versions(id, before, after)).await
}

/// Sets a version on pages; the answer is how many there are.
#[tauri::command]
pub async fn lay_out_version(session: TheSession<'_>, id: i64, version: i64) -> Answer<usize> {
    aside(&session, move |session| session.lay_out_version(id, version)).await
}

/// Takes a version back, or a chapter or figure of it.
#[tauri::command]
pub async fn take_back(
    session: TheSession<'_>,
    id: i64,
    version: i64,
    taken: TakenBack,
) -> Answer<Edited> {
    aside(&session, move |session| session.take_back(id, version, &taken)).await
}

/// Writes the trail of the report's states as a PDF.
#[tauri::command]
pub async fn export_trail(
    session: TheSession<'_>,
    id: i64,
    path: String,
    overwrite: bool,
) -> Answer<String> {
    aside(&session, move |session| session.export_trail(id, &path, overwrite)).await
}
