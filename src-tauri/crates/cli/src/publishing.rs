//! `publish`: all files a report is published with, in one folder.

use crate::answer::Publication;
use crate::failure::{DONE, Failure, unwritten};
use crate::files::{draft, font_set, free, print, print_json, save};
use crate::options::{Out, Page};
use crate::printing::options;
use gongkai_app::export::{publication_files, publication_text};
use gongkai_model::form::Forms;
use std::path::Path;

/// Writes the files into the folder `out` names; none where one of them is there, unless forced.
pub fn publish(
    forms: &Forms,
    json: bool,
    file: &Path,
    page: &Page,
    out: Out,
) -> Result<u8, Failure> {
    let draft = draft(forms, file)?;
    let fonts = font_set(page.fonts)?;
    let report = &draft.report;
    let files = publication_files(report, forms, &options(page), &fonts, "").map_err(unwritten)?;
    let text = publication_text(report, forms).map_err(unwritten)?;
    let targets = files
        .iter()
        .map(|(name, bytes)| (Out { out: out.out.join(name), force: out.force }, bytes));
    let targets: Vec<(Out, &Vec<u8>)> = targets.collect();
    for (target, _) in &targets {
        free(&target.out, target.force)?;
    }
    std::fs::create_dir_all(&out.out).map_err(|_| {
        unwritten(format!("不能建立文件夹“{}”；请换一个位置再试。", out.out.display()))
    })?;
    for (target, bytes) in &targets {
        save(target, bytes)?;
    }
    let paths: Vec<String> =
        targets.iter().map(|(target, _)| target.out.display().to_string()).collect();
    match json {
        true => print_json(&Publication { files: &paths, html: &text.html, plain: &text.plain }),
        false => print(&(paths.join("\n") + "\n")),
    }
    Ok(DONE)
}
