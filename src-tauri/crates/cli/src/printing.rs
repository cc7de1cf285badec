//! `pdf`, `pages`, `convert`: the official page, and files of other kinds.

use crate::answer;
use crate::failure::{DONE, Failure, unwritten};
use crate::files::{draft, ending, font_set, free, json, print_json, save};
use crate::options::{Out, Page};
use gongkai_export::{FIGURES, FORMATS, OFFICIAL_PAGE, format_of_ending};
use gongkai_layout::{PageOptions, Seal};
use gongkai_model::form::Forms;
use gongkai_read::Draft;
use std::path::Path;

pub fn pdf(forms: &Forms, file: &Path, page: &Page, out: &Out) -> Result<u8, Failure> {
    let draft = draft(forms, file)?;
    free(&out.out, out.force)?;
    let fonts = font_set(page.fonts)?;
    let printed =
        gongkai_export::print(&draft.report, forms, &options(page), &fonts).map_err(unwritten)?;
    save(out, &printed.pdf)?;
    tell_unread(&draft, forms);
    for font in &printed.substituted {
        eprintln!("本机没有公文{}字体，用“{}”代替。", font.label, font.used);
    }
    Ok(DONE)
}

pub fn pages(forms: &Forms, file: &Path, page: &Page) -> Result<u8, Failure> {
    let draft = draft(forms, file)?;
    let document = gongkai_compose::document(&draft.report, forms);
    print_json(&gongkai_layout::lay_out(&document, &options(page), &font_set(page.fonts)?));
    Ok(DONE)
}

pub fn convert(forms: &Forms, file: &Path, page: &Page, out: &Out) -> Result<u8, Failure> {
    let draft = draft(forms, file)?;
    free(&out.out, out.force)?;
    save(out, &converted(forms, &draft, page, &out.out)?)?;
    tell_unread(&draft, forms);
    Ok(DONE)
}

/// A file that was written of a report with unread cells says so in those cells.
fn tell_unread(draft: &Draft, forms: &Forms) {
    if let Some(notice) = gongkai_app::unread_notice(&draft.report, forms) {
        eprintln!("{notice}");
    }
}

pub(crate) fn options(page: &Page) -> PageOptions {
    let seal = if page.seal_space { Seal::Space } else { Seal::None };
    PageOptions { seal, signature_line: page.signature_line, ..PageOptions::default() }
}

fn converted(forms: &Forms, draft: &Draft, page: &Page, path: &Path) -> Result<Vec<u8>, Failure> {
    let ending = ending(path);
    if ending == "json" {
        return Ok(json(&answer::Read::of(draft)).into_bytes());
    }
    let others = FORMATS.iter().chain(FIGURES).filter(|format| format.name != OFFICIAL_PAGE.name);
    let format = format_of_ending(&ending).filter(|format| format.name != OFFICIAL_PAGE.name);
    let format = format.ok_or_else(|| {
        let endings: Vec<String> = others.map(|format| format!(".{}", format.ending())).collect();
        unwritten(format!("不能转成“.{ending}”；输出文件的扩展名可以是 {}。", endings.join("、")))
    })?;
    let fonts = font_set(page.fonts)?;
    format.file(&draft.report, forms, &options(page), &fonts).map_err(unwritten)
}
