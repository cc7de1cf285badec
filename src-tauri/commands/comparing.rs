//! Years of one office side by side.

use super::printing::{file_name, target};
use super::{Answer, TheDesk};
use crate::desk::ComparingView;
use crate::failure::Failure;
use gongkai_model::form::CellId;
use gongkai_platform::files;
use gongkai_platform::fonts::{self, Choice};
use tauri::Manager;

/// Compares these reports, or this one with the nearest before.
#[tauri::command(async)]
pub fn compare_reports<R: tauri::Runtime>(
    app: tauri::AppHandle<R>,
    desk: TheDesk,
    id: i64,
    ids: Option<Vec<i64>>,
) -> Answer<ComparingView> {
    let folder = app.path().document_dir().or_else(|_| app.path().home_dir()).unwrap_or_default();
    let mut view = desk.with(|desk| desk.comparing(id, ids.as_deref()))?;
    view.file = folder.join(file_name(&view.file)).display().to_string();
    Ok(view)
}

/// Writes why a figure changed; an empty text takes the reason away.
#[tauri::command(async)]
pub fn explain_change(
    desk: TheDesk,
    ids: Vec<i64>,
    cell: CellId,
    text: String,
) -> Answer<ComparingView> {
    desk.with(|desk| desk.explain_change(&ids, &cell, &text))
}

/// Puts the change and its reason into 总体情况; the answer is the report that has it now.
#[tauri::command(async)]
pub fn take_over_reason(desk: TheDesk, ids: Vec<i64>, cell: CellId) -> Answer<i64> {
    desk.with(|desk| desk.take_over_reason(&ids, &cell))
}

/// Writes the comparison as it is shown: a PDF or, by the ending, a workbook.
#[tauri::command(async)]
pub fn export_comparison(
    desk: TheDesk,
    ids: Vec<i64>,
    cells: Vec<CellId>,
    path: String,
    ending: String,
    overwrite: bool,
) -> Answer<String> {
    if !["pdf", "xlsx"].contains(&ending.as_str()) {
        return Err(Failure::refused("对比只能导出为 PDF 或 Excel。"));
    }
    let path = target(&path, &ending)?;
    desk.with(|desk| {
        let fonts = || Ok(fonts::find(Choice::System)?);
        let bytes = desk.comparison_file(&ids, &cells, &ending, fonts)?;
        files::write_whole(&path, &bytes, overwrite)?;
        desk.written.insert(path.clone());
        Ok(path.display().to_string())
    })
}
