//! The pages as they will be printed, and the PDF.

use super::report_files::{ExportFormat, formats};
use crate::failure::Failure;
use crate::page_preview::PagePreview;
use crate::paths::{path_with_ending, pdf_name};
use crate::report::{Checked, OpenReport, unread_notice};
use crate::session::Session;
use chrono::Datelike;
use gongkai_check::{Finding, Level};
use gongkai_layout::{FontRole, FontSet, PageOptions, Pages};
use gongkai_model::document::Document;
use gongkai_model::place::Place;
use gongkai_model::report::written_date;
use gongkai_platform::fonts::{self, Choice};
use serde::Serialize;
use std::path::Path;
use std::sync::Arc;
use ts_rs::TS;

/// A role of the page and the font it is set in.
#[derive(Clone, Debug, Serialize, TS)]
pub struct FontLine {
    /// What it is for: 标题 …
    pub role: String,
    /// The font's name.
    pub used: String,
    /// It stands in for the official font, which is not installed.
    pub stands_in: bool,
}

/// A place on a page where something was found, in mm from the paper's upper left corner.
#[derive(Clone, Debug, Serialize, TS)]
pub struct PageMark {
    /// From 0.
    pub page: usize,
    /// Its left edge.
    pub x: f64,
    /// Its upper edge.
    pub y: f64,
    /// In mm.
    pub width: f64,
    /// In mm.
    pub height: f64,
    /// The gravest first.
    pub notes: Vec<MarkNote>,
}

/// What was found there.
#[derive(Clone, Debug, Serialize, TS)]
pub struct MarkNote {
    /// How grave it is.
    pub level: Level,
    /// What was found, in one sentence.
    pub message: String,
    /// Where it is put right.
    pub place: Option<Place>,
}

/// What the printing page shows.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct PrintView {
    /// As the pages were laid out.
    pub options: PageOptions,
    /// Name of the office.
    pub organ: String,
    /// The report year.
    pub year: i32,
    /// How many pages there are.
    pub pages: usize,
    /// The fonts they are set in.
    pub fonts: Vec<FontLine>,
    /// Characters no font has; with one of them nothing is written.
    pub missing: String,
    /// Where the PDF would go.
    pub path: String,
    /// The document date as written.
    pub date: Option<String>,
    /// Today, when it may be the document's date.
    pub date_suggested: Option<String>,
    /// Findings 必须改 and 未填 still open.
    pub errors: u32,
    /// What is said of cells that were not read; none where all were.
    pub unread: Option<String>,
    /// Where on the pages the open findings are.
    pub marks: Vec<PageMark>,
    /// What stands above the text of each page: `草稿`.
    pub mark: Option<&'static str>,
    /// The kinds of files the report can be written as.
    pub formats: Vec<ExportFormat>,
}

/// A PDF that was written.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ExportedPdf {
    /// Where it lies.
    pub path: String,
    /// Its size, rounded up.
    pub kilobytes: usize,
    /// How many pages it has.
    pub pages: usize,
    /// The fonts that stand in for official ones.
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

impl Session {
    /// Sets the report on pages, for [`Session::page_image`]. `folder`: where the PDF would go.
    ///
    /// # Errors
    /// When the report can't be opened, or there are no fonts.
    pub fn lay_out(
        &self,
        id: i64,
        options: PageOptions,
        folder: &Path,
    ) -> Result<PrintView, Failure> {
        let fonts = fonts::find(Choice::System)?;
        let open = self.flushed_snapshot(id)?;
        let checked = open.check(self.forms(), &self.rules());
        let options = open.page_options(options);
        let report = &open.stored.report;
        let year = report.year.unwrap_or_default();
        let today = chrono::Local::now().date_naive();
        let pages = gongkai_export::pages(report, self.forms(), &options, &fonts);
        let view = PrintView {
            options,
            organ: open.organ.name.clone(),
            year,
            pages: pages.pages.len(),
            fonts: font_lines(&fonts),
            missing: pages.missing.iter().collect(),
            path: folder.join(pdf_name(&report.full_title())).display().to_string(),
            date: report.date.clone(),
            date_suggested: (today.year() > year).then(|| written_date(today)),
            errors: checked.errors + checked.unfilled,
            unread: unread_notice(report, self.forms()),
            marks: page_marks(&pages, &gongkai_compose::document(report, self.forms()), &checked),
            mark: options.mark(),
            formats: formats(),
        };
        self.lock().pages = Some(Arc::new(PagePreview { id, pages, fonts }));
        Ok(view)
    }

    /// A page as last laid out, drawn as SVG; `number` counts from 0.
    ///
    /// # Errors
    /// When another report has been laid out since, or there is no such page.
    pub fn page_image(&self, id: i64, number: usize) -> Result<String, Failure> {
        let laid_out = self.lock().pages.clone().filter(|laid_out| laid_out.id == id);
        let page = laid_out.as_ref().and_then(|laid_out| laid_out.pages.pages.get(number));
        let (laid_out, page) = laid_out
            .as_ref()
            .zip(page)
            .ok_or_else(|| Failure::refused("这一页已经不在了，请重新打开预览。"))?;
        Ok(gongkai_export::svg(page, &laid_out.fonts))
    }

    /// Writes the PDF, which has been read back and compared before.
    ///
    /// # Errors
    /// When the report can't be opened, what is read back differs, the file can't be written, or it
    /// was called off.
    pub fn export_pdf(
        &self,
        id: i64,
        options: PageOptions,
        path: &str,
        overwrite: bool,
    ) -> Result<ExportedPdf, Failure> {
        let path = path_with_ending(path, "pdf")?;
        let fonts = fonts::find(Choice::System)?;
        let token = self.tasks().exports.token();
        let open = self.flushed_snapshot(id)?;
        let options = open.page_options(options);
        let version = open.finalised.as_ref().map(|held| format!("定稿{}", held.described()));
        let printed = gongkai_export::print_final(
            &open.stored.report,
            self.forms(),
            &options,
            &fonts,
            &version.unwrap_or_default(),
        )?;
        Ok(ExportedPdf {
            path: self.write_export(&path, &printed.pdf, overwrite, &token)?,
            kilobytes: printed.pdf.len().div_ceil(1024),
            pages: printed.pages.pages.len(),
            substituted: font_lines(&fonts).into_iter().filter(|font| font.stands_in).collect(),
        })
    }

    /// A snapshot of what the store has, too: nothing is handed out that could still be lost.
    pub(crate) fn flushed_snapshot(&self, id: i64) -> Result<Arc<OpenReport>, Failure> {
        self.flush()?;
        self.snapshot(id)
    }
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
