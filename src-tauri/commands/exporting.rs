//! The report as files of several kinds at once: all of them, or none.

use super::{Answer, TheDesk};
use crate::failure::{Code, Failure};
use gongkai_export::FileFormat;
use gongkai_layout::PageOptions;
use gongkai_platform::files;
use gongkai_platform::fonts::{self, Choice};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use ts_rs::TS;

/// A kind of file the window offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ExportFormat {
    Pdf,
    Docx,
    Html,
    Xlsx,
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

/// Writes the report as files of these kinds beside `path`. Each has been read back and compared
/// before the first is written; where one of them is there already, none is, unless told to. Gives
/// their paths.
#[tauri::command(async)]
pub fn export_files(
    desk: TheDesk,
    id: i64,
    formats: Vec<ExportFormat>,
    options: PageOptions,
    path: String,
    overwrite: bool,
) -> Answer<Vec<String>> {
    let path = Path::new(path.trim());
    if !path.is_absolute() {
        return Err(Failure::refused("请填文件的完整路径，或点“更改…”选择位置。"));
    }
    let targets: Vec<(ExportFormat, PathBuf)> =
        formats.into_iter().map(|format| (format, target(path, format))).collect();
    let there: Vec<String> =
        targets.iter().filter(|(_, path)| path.exists()).map(|(_, path)| name(path)).collect();
    if !overwrite && !there.is_empty() {
        let sentence = format!("“{}”已经有了，没有覆盖。", there.join("”“"));
        return Err(Failure { code: Code::Exists, ..Failure::refused(sentence) });
    }
    let (report, example, forms) = desk.with(|desk| {
        let open = desk.report(id)?;
        Ok((open.stored.report.clone(), open.example, desk.forms.clone()))
    })?;
    let options = PageOptions { example, ..options };
    let fonts = fonts::find(Choice::System)?;
    let mut made = Vec::new();
    for (format, path) in targets {
        let bytes = match format.file() {
            Some(format) => gongkai_export::file(&report, &forms, format, &options, &fonts)?,
            None => gongkai_export::print(&report, &forms, &options, &fonts)?.pdf,
        };
        made.push((path, bytes));
    }
    let mut written = Vec::new();
    for (path, bytes) in made {
        files::write_whole(&path, &bytes, overwrite)?;
        written.push(path);
    }
    desk.with(|desk| {
        let shown = written.iter().map(|path| path.display().to_string()).collect();
        desk.written.extend(written);
        Ok(shown)
    })
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
