//! What the window asks while a text is written. The report is not touched: what comes back is sent
//! as an edit.

use gongkai_model::document::paragraphs::{self, SelectedText, Shaping};

/// What a key or a button makes of the numbered paragraphs of a text.
#[tauri::command(async)]
pub fn shape_text(text: SelectedText, shaping: Shaping) -> SelectedText {
    paragraphs::shaped(text, &shaping)
}

/// What was copied elsewhere, as paragraphs without indents, bullets and signs that can't be seen.
#[tauri::command(async)]
pub fn clean_pasted(text: String) -> String {
    paragraphs::pasted(&text)
}
