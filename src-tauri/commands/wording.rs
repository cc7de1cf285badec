//! The text chapters: quoting figures, last year's text, the aspects, search and replace.

use super::{Answer, TheDesk};
use crate::desk::{Edited, FoundWords, Replaced, TextEdit};
use gongkai_model::form::CellId;
use gongkai_model::place::TextRange;

/// Puts a figure of the tables in the place of U+FFFC in the text.
#[tauri::command(async)]
pub fn quote_figure(desk: TheDesk, id: i64, edit: TextEdit, cell: CellId) -> Answer<Edited> {
    desk.with(|desk| desk.quote_figure(id, edit, cell))
}

/// Without a chapter: the preface.
#[tauri::command(async)]
pub fn take_last_text(desk: TheDesk, id: i64, chapter: Option<usize>) -> Answer<Edited> {
    desk.with(|desk| desk.take_last_text(id, chapter))
}

#[tauri::command(async)]
pub fn tick_aspect(desk: TheDesk, id: i64, aspect: String, on: bool) -> Answer<Edited> {
    desk.with(|desk| desk.tick_aspect(id, aspect, on))
}

#[tauri::command(async)]
pub fn find_words(desk: TheDesk, id: i64, words: String) -> Answer<Vec<FoundWords>> {
    desk.with(|desk| desk.find_words(id, &words))
}

#[tauri::command(async)]
pub fn replace_words(
    desk: TheDesk,
    id: i64,
    places: Vec<TextRange>,
    left: Vec<TextRange>,
    words: String,
    replacement: String,
) -> Answer<Replaced> {
    desk.with(|desk| desk.replace_words(id, &places, &left, &words, &replacement))
}
