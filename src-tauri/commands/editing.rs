//! The writing page: one report, its edits, its findings.

use super::{Answer, TheDesk};
use crate::desk::{self, CellEdit, Edited, News, TextEdit, Writing};
use crate::failure::Failure;
use gongkai_check::{Finding, RuleHelp};
use gongkai_model::progress::ReportState;

#[tauri::command(async)]
pub fn open_report(desk: TheDesk, id: i64) -> Answer<Writing> {
    desk.with(|desk| desk.writing(id))
}

/// Writes what has been edited to the disk; the answer is the time of saving: `10:32`.
#[tauri::command(async)]
pub fn keep(desk: TheDesk, id: i64) -> Answer<String> {
    desk.with(|desk| Ok(desk::clock(&desk.report(id)?.stored.saved_at)))
}

#[tauri::command(async)]
pub fn edit_cells(desk: TheDesk, id: i64, edits: Vec<CellEdit>, going_on: bool) -> Answer<Edited> {
    desk.at_once(|desk| desk.edit_cells(id, edits, going_on))
}

/// Fills in a table from the clipboard by its labels.
#[tauri::command(async)]
pub fn paste_table(desk: TheDesk, id: i64, html: String, text: String) -> Answer<Edited> {
    desk.at_once(|desk| desk.paste_table(id, &html, &text))
}

#[tauri::command(async)]
pub fn edit_text(desk: TheDesk, id: i64, edit: TextEdit, going_on: bool) -> Answer<Edited> {
    desk.at_once(|desk| desk.edit_text(id, edit, going_on))
}

#[tauri::command(async)]
pub fn confirm_taken_over(desk: TheDesk, id: i64) -> Answer<Edited> {
    desk.at_once(|desk| desk.confirm_taken_over(id))
}

#[tauri::command(async)]
pub fn apply_fix(desk: TheDesk, id: i64, key: String) -> Answer<Edited> {
    desk.at_once(|desk| desk.apply_fix(id, &key))
}

#[tauri::command(async)]
pub fn undo(desk: TheDesk, id: i64) -> Answer<Edited> {
    desk.at_once(|desk| desk.undo(id))
}

#[tauri::command(async)]
pub fn redo(desk: TheDesk, id: i64) -> Answer<Edited> {
    desk.at_once(|desk| desk.redo(id))
}

/// Writes the reason for a finding that wants one.
#[tauri::command(async)]
pub fn give_reason(desk: TheDesk, id: i64, key: String, text: String) -> Answer<News> {
    desk.with(|desk| {
        desk.writable(id)?;
        let finding = desk.findings(id)?.into_iter().find(|finding| finding.key == key);
        let finding =
            finding.ok_or_else(|| Failure::refused("这个问题已经不在了，请看现在的问题列表。"))?;
        let who = desk.who.clone();
        for former in finding.keys().skip(1) {
            desk.store.remove_reason(id, former)?;
        }
        desk.store.set_reason(id, &key, &finding.rule, &text, &who)?;
        desk.reasons_anew(id)?;
        desk.news(id)
    })
}

#[tauri::command(async)]
pub fn take_back_reason(desk: TheDesk, id: i64, key: String) -> Answer<News> {
    desk.with(|desk| {
        desk.writable(id)?;
        let finding = desk.findings(id)?.into_iter().find(|finding| finding.key == key);
        for key in finding.iter().flat_map(Finding::keys).chain([key.as_str()]) {
            desk.store.remove_reason(id, key)?;
        }
        desk.reasons_anew(id)?;
        desk.news(id)
    })
}

/// `sure`: the user has said that it is meant, where that is asked.
#[tauri::command(async)]
pub fn set_state(desk: TheDesk, id: i64, state: ReportState, sure: bool) -> Answer<Edited> {
    desk.with(|desk| {
        desk.set_state(id, state, sure)?;
        desk.answer(id, Default::default(), false)
    })
}

/// Marks a final report as published on a day, at an address.
#[tauri::command(async)]
pub fn publish(desk: TheDesk, id: i64, date: String, address: String) -> Answer<Edited> {
    desk.with(|desk| {
        desk.publish(id, &date, &address)?;
        desk.answer(id, Default::default(), false)
    })
}

/// The help of a rule: what it looks at, why, on which basis.
#[tauri::command(async)]
pub fn explain_rule(rule: String) -> Answer<RuleHelp> {
    let rule = gongkai_check::rules().iter().find(|known| known.name == rule);
    Ok(rule.ok_or_else(|| Failure::refused("没有这条规则的说明。"))?.explained())
}
