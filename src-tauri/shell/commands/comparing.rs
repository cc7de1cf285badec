//! Years of one office side by side.

use super::{Answer, TheSession, aside, documents};
use gongkai_app::{ComparisonView, export};
use gongkai_model::form::CellId;

/// Compares these reports, or this one with the nearest before.
#[tauri::command]
pub async fn compare_reports<R: tauri::Runtime>(
    app: tauri::AppHandle<R>,
    session: TheSession<'_>,
    id: i64,
    ids: Option<Vec<i64>>,
) -> Answer<ComparisonView> {
    let ids = ids.unwrap_or_default();
    let mut view = aside(&session, move |session| session.compare(id, &ids)).await?;
    view.file = documents(&app).join(export::pdf_name(&view.file)).display().to_string();
    Ok(view)
}

/// Writes why a figure changed; an empty text takes the reason away.
#[tauri::command]
pub async fn explain_change(
    session: TheSession<'_>,
    ids: Vec<i64>,
    cell: CellId,
    text: String,
) -> Answer<ComparisonView> {
    aside(&session, move |session| session.explain_change(&ids, &cell, &text)).await
}

/// Puts the change and its reason into 总体情况; the answer is the report that has it now.
#[tauri::command]
pub async fn take_over_reason(session: TheSession<'_>, ids: Vec<i64>, cell: CellId) -> Answer<i64> {
    aside(&session, move |session| session.take_over_reason(&ids, &cell)).await
}

/// Writes the comparison as it is shown: a PDF or, by the ending, a workbook.
#[tauri::command]
pub async fn export_comparison(
    session: TheSession<'_>,
    ids: Vec<i64>,
    cells: Vec<CellId>,
    path: String,
    ending: String,
    overwrite: bool,
) -> Answer<String> {
    aside(&session, move |session| {
        session.export_comparison(&ids, &cells, &path, &ending, overwrite)
    })
    .await
}
