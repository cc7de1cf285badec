//! The form without figures, for filling in by hand.

use super::{Answer, TheSession, aside, documents};
use gongkai_app::export::BlankForm;

/// The forms there are, the one in force first.
#[tauri::command(async)]
pub fn blank_forms<R: tauri::Runtime>(
    app: tauri::AppHandle<R>,
    session: TheSession,
) -> Vec<BlankForm> {
    session.blank_forms(&documents(&app))
}

/// Writes the PDF of a form without figures; gives its path.
#[tauri::command]
pub async fn export_blank_form(
    session: TheSession<'_>,
    edition: String,
    path: String,
    overwrite: bool,
) -> Answer<String> {
    aside(&session, move |session| session.export_blank_form(&edition, &path, overwrite)).await
}
