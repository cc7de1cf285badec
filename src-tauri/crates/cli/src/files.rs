//! What all commands do with files, fonts and standard output.

use crate::failure::{Failure, unreadable, unwritten};
use crate::options::{Fonts, Out};
use gongkai_layout::FontSet;
use gongkai_model::form::Forms;
use gongkai_platform::{files, fonts};
use gongkai_read::Draft;
use serde::Serialize;
use std::io::Write;
use std::path::Path;

/// The report in a file.
pub fn draft(forms: &Forms, path: &Path) -> Result<Draft, Failure> {
    gongkai_app::read_report(forms, path).map_err(unreadable)
}

/// The text of a file of settings or words.
pub fn text(path: &Path) -> Result<String, Failure> {
    let bytes = files::read(path).map_err(unreadable)?;
    String::from_utf8(bytes).map_err(|_| {
        let path = path.display();
        unreadable(format!("“{path}”的编码不是 UTF-8，请另存为 UTF-8 编码的文本后再用。"))
    })
}

pub fn font_set(fonts: Fonts) -> Result<FontSet, Failure> {
    let choice = match fonts {
        Fonts::System => fonts::Choice::System,
        Fonts::Bundled => fonts::Choice::Bundled,
    };
    fonts::find(choice).map_err(unwritten)
}

/// The ending of a path in small letters, empty where it has none.
pub fn ending(path: &Path) -> String {
    path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// Says at once that the output file exists, not after the work is done.
pub fn free(out: &Path, force: bool) -> Result<(), Failure> {
    match !force && out.exists() {
        true => Err(unwritten(format!(
            "“{}”已经存在，没有覆盖；请换一个文件名，或加上 --force。",
            out.display()
        ))),
        false => Ok(()),
    }
}

pub fn save(out: &Out, bytes: &[u8]) -> Result<(), Failure> {
    files::write_whole(&out.out, bytes, out.force).map_err(unwritten)
}

pub fn json(answer: &impl Serialize) -> String {
    serde_json::to_string_pretty(answer).unwrap_or_default() + "\n"
}

pub fn print_json(answer: &impl Serialize) {
    print(&json(answer));
}

/// A closed pipe (`| head`) is no failure.
pub fn print(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}
