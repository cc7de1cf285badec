//! The writing page: one report, its edits, its findings.

use super::{Answer, TheSession, aside};
use gongkai_app::{CellEdit, Checked, Edited, Failure, ReportView, TextEdit};
use gongkai_check::{self as check, RuleHelp};
use gongkai_model::progress::ReportState;

#[tauri::command]
pub async fn open_report(session: TheSession<'_>, id: i64) -> Answer<ReportView> {
    aside(&session, move |session| session.report_view(id)).await
}

/// Writes what has been edited to the disk; the answer is the time of saving: `10:32`.
#[tauri::command]
pub async fn keep(session: TheSession<'_>, id: i64) -> Answer<String> {
    aside(&session, move |session| session.save(id)).await
}

#[tauri::command(async)]
pub fn edit_cells(
    session: TheSession,
    id: i64,
    edits: Vec<CellEdit>,
    going_on: bool,
) -> Answer<Edited> {
    session.edit_cells(id, edits, going_on)
}

/// Fills in a table from the clipboard by its labels.
#[tauri::command]
pub async fn paste_table(
    session: TheSession<'_>,
    id: i64,
    html: String,
    text: String,
) -> Answer<Edited> {
    aside(&session, move |session| session.paste_table(id, &html, &text)).await
}

#[tauri::command(async)]
pub fn edit_text(session: TheSession, id: i64, edit: TextEdit, going_on: bool) -> Answer<Edited> {
    session.edit_text(id, edit, going_on)
}

#[tauri::command(async)]
pub fn confirm_taken_over(session: TheSession, id: i64) -> Answer<Edited> {
    session.confirm_taken_over(id)
}

#[tauri::command(async)]
pub fn apply_fix(session: TheSession, id: i64, key: String) -> Answer<Edited> {
    session.apply_fix(id, &key)
}

#[tauri::command(async)]
pub fn undo(session: TheSession, id: i64) -> Answer<Edited> {
    session.undo(id)
}

#[tauri::command(async)]
pub fn redo(session: TheSession, id: i64) -> Answer<Edited> {
    session.redo(id)
}

/// Writes the reason for a finding that wants one.
#[tauri::command]
pub async fn give_reason(
    session: TheSession<'_>,
    id: i64,
    key: String,
    text: String,
) -> Answer<Checked> {
    aside(&session, move |session| session.give_reason(id, &key, &text)).await
}

#[tauri::command]
pub async fn take_back_reason(session: TheSession<'_>, id: i64, key: String) -> Answer<Checked> {
    aside(&session, move |session| session.take_back_reason(id, &key)).await
}

/// `sure`: the user has said that it is meant, where that is asked; `why`: what takes a final report
/// back to a draft.
#[tauri::command]
pub async fn set_state(
    session: TheSession<'_>,
    id: i64,
    state: ReportState,
    sure: bool,
    why: String,
) -> Answer<Edited> {
    aside(&session, move |session| session.set_state(id, state, sure, &why)).await
}

/// Marks a final report as published on a day, at an address.
#[tauri::command]
pub async fn publish(
    session: TheSession<'_>,
    id: i64,
    date: String,
    address: String,
) -> Answer<Edited> {
    aside(&session, move |session| session.publish(id, &date, &address)).await
}

/// The help of a rule: what it looks at, why, on which basis.
#[tauri::command(async)]
pub fn explain_rule(rule: String) -> Answer<RuleHelp> {
    let rule = check::rules().iter().find(|known| known.name == rule);
    Ok(rule.ok_or_else(|| Failure::refused("没有这条规则的说明。"))?.explained())
}
