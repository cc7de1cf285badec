//! The text chapters: quoting figures, last year's text, the aspects, search and replace.

use super::{Answer, TheSession};
use gongkai_app::{Edited, FoundWords, Replaced, TextEdit};
use gongkai_model::form::CellId;
use gongkai_model::place::TextRange;

/// Puts a figure of the tables in the place of U+FFFC in the text.
#[tauri::command(async)]
pub fn quote_figure(session: TheSession, id: i64, edit: TextEdit, cell: CellId) -> Answer<Edited> {
    session.quote_figure(id, edit, cell)
}

/// Without a chapter: the preface.
#[tauri::command(async)]
pub fn take_last_text(session: TheSession, id: i64, chapter: Option<usize>) -> Answer<Edited> {
    session.take_last_text(id, chapter)
}

#[tauri::command(async)]
pub fn tick_aspect(session: TheSession, id: i64, aspect: String, on: bool) -> Answer<Edited> {
    session.tick_aspect(id, aspect, on)
}

#[tauri::command(async)]
pub fn find_words(session: TheSession, id: i64, words: String) -> Answer<Vec<FoundWords>> {
    session.find_words(id, &words)
}

#[tauri::command(async)]
pub fn replace_words(
    session: TheSession,
    id: i64,
    places: Vec<TextRange>,
    left: Vec<TextRange>,
    words: String,
    replacement: String,
) -> Answer<Replaced> {
    session.replace_words(id, &places, &left, &words, &replacement)
}
