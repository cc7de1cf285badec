//! The pages as they will be printed, and the PDF.

use super::{Answer, TheDesk};
use crate::desk::{Checked, Laid};
use crate::failure::Failure;
use chrono::Datelike;
use gongkai_check::{Finding, Level};
use gongkai_layout::{FontRole, FontSet, PageOptions, Pages};
use gongkai_model::document::Document;
use gongkai_model::form::Forms;
use gongkai_model::place::Place;
use gongkai_model::report::written_date;
use gongkai_platform::files;
use gongkai_platform::fonts::{self, Choice};
use serde::Serialize;
use std::path::{Path, PathBuf};
use tauri::Manager;
use tauri_plugin_dialog::DialogExt;
use ts_rs::TS;

/// A role of the page and the font it is set in.
#[derive(Clone, Debug, Serialize, TS)]
pub struct FontLine {
    pub role: String,
    pub used: String,
    /// It stands in for the official font, which is not installed.
    pub stands_in: bool,
}

/// A place on a page where something was found, in mm from the paper's upper left corner.
#[derive(Clone, Debug, Serialize, TS)]
pub struct PageMark {
    /// From 0.
    pub page: usize,
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
    /// The gravest first.
    pub notes: Vec<MarkNote>,
}

/// What was found there.
#[derive(Clone, Debug, Serialize, TS)]
pub struct MarkNote {
    pub level: Level,
    pub message: String,
    /// Where it is put right.
    pub place: Option<Place>,
}

/// What the printing page shows.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Printing {
    /// As the pages were laid out.
    pub options: PageOptions,
    pub organ: String,
    pub year: i32,
    pub pages: usize,
    pub fonts: Vec<FontLine>,
    /// Characters no font has; with one of them nothing is written.
    pub missing: String,
    /// Where the PDF would go.
    pub path: String,
    pub date: Option<String>,
    /// Today, when it may be the document's date.
    pub date_suggested: Option<String>,
    /// Findings 必须改 and 未填 still open.
    pub errors: u32,
    /// Where on the pages the open findings are.
    pub marks: Vec<PageMark>,
}

/// A PDF that was written.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Exported {
    pub path: String,
    pub kilobytes: usize,
    pub pages: usize,
    pub substituted: Vec<FontLine>,
}

fn font_lines(fonts: &FontSet) -> Vec<FontLine> {
    FontRole::ALL
        .into_iter()
        .filter_map(|role| {
            let font = fonts.font(role)?;
            Some(FontLine {
                role: role.label().to_owned(),
                used: font.name().to_owned(),
                stands_in: font.is_substitute(),
            })
        })
        .collect()
}

/// The title as a file name on any system.
pub(super) fn file_name(title: &str) -> String {
    let name: String = title
        .chars()
        .filter(|c| !c.is_control() && !r#"\/:*?"<>|"#.contains(*c))
        .take(100)
        .collect();
    let name = name.trim().trim_end_matches('.');
    if name.is_empty() { "年报.pdf".to_owned() } else { format!("{name}.pdf") }
}

/// Sets the report on pages.
#[tauri::command(async)]
pub fn lay_out<R: tauri::Runtime>(
    app: tauri::AppHandle<R>,
    desk: TheDesk,
    id: i64,
    options: PageOptions,
) -> Answer<Printing> {
    let fonts = fonts::find(Choice::System)?;
    let folder = app.path().document_dir().or_else(|_| app.path().home_dir()).unwrap_or_default();
    let today = chrono::Local::now().date_naive();
    desk.with(|desk| {
        let checked = desk.checked(id)?;
        let errors = checked.errors + checked.unfilled;
        let open = desk.report(id)?;
        let options = PageOptions { example: open.example, ..options };
        let report = open.stored.report.clone();
        let year = report.year.unwrap_or_default();
        let organ = open.organ.name.clone();
        let pages = gongkai_export::pages(&report, &desk.forms, &options, &fonts);
        let printing = Printing {
            options,
            organ,
            year,
            pages: pages.pages.len(),
            fonts: font_lines(&fonts),
            missing: pages.missing.iter().collect(),
            path: folder.join(file_name(&report.full_title())).display().to_string(),
            date: report.date.clone(),
            date_suggested: (today.year() > year).then(|| written_date(today)),
            errors,
            marks: page_marks(&pages, &gongkai_compose::document(&report, &desk.forms), &checked),
        };
        desk.laid = Some(Laid { id, pages, fonts });
        Ok(printing)
    })
}

/// The marks of what is open; what has been explained is not marked.
fn page_marks(pages: &Pages, document: &Document, checked: &Checked) -> Vec<PageMark> {
    let open = checked.findings.iter().filter(|line| !line.settled);
    let findings: Vec<Finding> = open.map(|line| line.finding.clone()).collect();
    let marks = gongkai_export::marks(pages, document, &findings).into_iter().map(|mark| {
        let mut notes: Vec<MarkNote> = mark
            .findings
            .iter()
            .filter_map(|at| findings.get(*at))
            .map(|finding| MarkNote {
                level: finding.level,
                message: finding.message.clone(),
                place: finding.place.clone(),
            })
            .collect();
        notes.sort_by_key(|note| note.level);
        let gongkai_export::Mark { page, x, y, width, height, .. } = mark;
        PageMark { page, x, y, width, height, notes }
    });
    marks.collect()
}

/// A page as last laid out, drawn; `number` counts from 0.
#[tauri::command(async)]
pub fn page_image(desk: TheDesk, id: i64, number: usize) -> Answer<String> {
    desk.with(|desk| {
        let laid = desk.laid.as_ref().filter(|laid| laid.id == id);
        let page = laid.and_then(|laid| Some((laid, laid.pages.pages.get(number)?)));
        let (laid, page) =
            page.ok_or_else(|| Failure::refused("这一页已经不在了，请重新打开预览。"))?;
        Ok(gongkai_export::svg(page, &laid.fonts))
    })
}

/// Asks where the PDF is to go; none when the user turns away.
#[tauri::command(async)]
pub fn choose_pdf<R: tauri::Runtime>(
    app: tauri::AppHandle<R>,
    suggested: String,
) -> Option<String> {
    let suggested = Path::new(&suggested);
    let mut dialog = app.dialog().file().set_title("导出 PDF").add_filter("PDF", &["pdf"]);
    if let Some(folder) = suggested.parent().filter(|folder| folder.is_dir()) {
        dialog = dialog.set_directory(folder);
    }
    if let Some(name) = suggested.file_name() {
        dialog = dialog.set_file_name(name.to_string_lossy());
    }
    let chosen = dialog.blocking_save_file()?.into_path().ok()?;
    Some(chosen.to_string_lossy().into_owned())
}

/// A whole path with this ending.
pub(super) fn target(path: &str, ending: &str) -> Answer<PathBuf> {
    let mut path = PathBuf::from(path.trim());
    if !path.is_absolute() {
        return Err(Failure::refused("请填文件的完整路径，或点“更改…”选择位置。"));
    }
    if !path.extension().is_some_and(|held| held.eq_ignore_ascii_case(ending)) {
        path.as_mut_os_string().push(format!(".{ending}"));
    }
    Ok(path)
}

/// Writes the PDF, which has been read back and compared before.
#[tauri::command(async)]
pub fn export_pdf(
    desk: TheDesk,
    id: i64,
    options: PageOptions,
    path: String,
    overwrite: bool,
) -> Answer<Exported> {
    let path = target(&path, "pdf")?;
    let fonts = fonts::find(Choice::System)?;
    let task = desk.stops.begin();
    let (report, example) = desk.with(|desk| {
        let open = desk.report(id)?;
        Ok((open.stored.report.clone(), open.example))
    })?;
    let options = PageOptions { example, ..options };
    let printed = gongkai_export::print(&report, &Forms::official(), &options, &fonts)?;
    task.wanted()?;
    desk.with(|desk| {
        files::write_whole(&path, &printed.pdf, overwrite)?;
        desk.written.insert(path.clone());
        Ok(Exported {
            path: path.display().to_string(),
            kilobytes: printed.pdf.len().div_ceil(1024),
            pages: printed.pages.pages.len(),
            substituted: font_lines(&fonts).into_iter().filter(|font| font.stands_in).collect(),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_becomes_a_file_name_of_any_system() {
        assert_eq!(file_name("青铜镇人民政府2026年年报"), "青铜镇人民政府2026年年报.pdf");
        assert_eq!(file_name("甲/乙:丙?\n"), "甲乙丙.pdf");
        assert_eq!(file_name(" .. "), "年报.pdf");
        assert_eq!(file_name("../../etc/x"), "....etcx.pdf");
    }
}
