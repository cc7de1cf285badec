//! The report as files of several kinds at once: all of them, or none.

use super::{PROPOSED, whole_path};
use crate::failure::{Code, Failure};
use crate::session::Session;
use gongkai_export::FileFormat;
use gongkai_layout::{FontSet, PageOptions};
use gongkai_model::form::Forms;
use gongkai_model::report::Report;
use gongkai_platform::fonts::{self, Choice};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use ts_rs::TS;

/// A kind of file the window offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ExportFormat {
    /// The official page.
    Pdf,
    /// Word.
    Docx,
    /// A web page.
    Html,
    /// Excel.
    Xlsx,
    /// Text with marks.
    Markdown,
}

impl ExportFormat {
    fn file(self) -> Option<FileFormat> {
        match self {
            ExportFormat::Pdf => None,
            ExportFormat::Docx => Some(FileFormat::Docx),
            ExportFormat::Html => Some(FileFormat::Html),
            ExportFormat::Xlsx => Some(FileFormat::Xlsx),
            ExportFormat::Markdown => Some(FileFormat::Markdown),
        }
    }

    fn ending(self) -> &'static str {
        self.file().map_or("pdf", FileFormat::ending)
    }
}

/// Where a file of this kind goes: beside the PDF, under the same name.
fn target(path: &Path, format: ExportFormat) -> PathBuf {
    let pdf = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("pdf"));
    let mut out = if pdf { path.with_extension("") } else { path.to_owned() };
    out.as_mut_os_string().push(format!(".{}", format.ending()));
    out
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// A report as a file of this kind, read back and compared.
///
/// # Errors
/// When what is read back differs.
pub fn report_file(
    report: &Report,
    forms: &Forms,
    format: ExportFormat,
    options: &PageOptions,
    fonts: &FontSet,
) -> Result<Vec<u8>, Failure> {
    match format.file() {
        Some(format) => Ok(gongkai_export::file(report, forms, format, options, fonts)?),
        None => Ok(gongkai_export::print(report, forms, options, fonts)?.pdf),
    }
}

impl Session {
    /// Writes the report as files of these kinds beside `path`. Each has been read back and compared
    /// before the first is written; where one of them is there already, none is, unless told to.
    /// Gives their paths.
    ///
    /// # Errors
    /// When the report can't be opened, one of the files is there, what is read back differs, one
    /// can't be written, or it was called off.
    pub fn export_files(
        &self,
        id: i64,
        formats: &[ExportFormat],
        options: PageOptions,
        path: &str,
        overwrite: bool,
    ) -> Result<Vec<String>, Failure> {
        let path = whole_path(path, PROPOSED)?;
        let targets = formats.iter().map(|format| (*format, target(&path, *format)));
        let targets: Vec<(ExportFormat, PathBuf)> = targets.collect();
        let there: Vec<String> =
            targets.iter().filter(|(_, path)| path.exists()).map(|(_, path)| name(path)).collect();
        if !overwrite && !there.is_empty() {
            let sentence = format!("“{}”已经有了，没有覆盖。", there.join("”“"));
            return Err(Failure { code: Code::Exists, ..Failure::refused(sentence) });
        }
        let token = self.tasks().exports.token();
        let open = self.flushed_snapshot(id)?;
        let options = PageOptions { example: open.example, ..options };
        let fonts = fonts::find(Choice::System)?;
        let mut made = Vec::new();
        for (format, path) in targets {
            token.check()?;
            let report = &open.stored.report;
            made.push((path, report_file(report, self.forms(), format, &options, &fonts)?));
        }
        let written =
            made.iter().map(|(path, bytes)| self.write_export(path, bytes, overwrite, &token));
        written.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_lie_beside_the_pdf_under_its_name() {
        let at = |path: &str, format| target(Path::new(path), format).display().to_string();
        assert_eq!(at("/甲/2026.年报.pdf", ExportFormat::Docx), "/甲/2026.年报.docx");
        assert_eq!(at("/甲/2026.年报", ExportFormat::Markdown), "/甲/2026.年报.md");
        assert_eq!(at("/甲/2026.年报.PDF", ExportFormat::Pdf), "/甲/2026.年报.pdf");
    }
}
