//! The report as files of several kinds at once: all of them, or none.

use crate::failure::{Code, Failure};
use crate::paths::{PROPOSED, whole_path};
use crate::session::Session;
use gongkai_export::{FIGURES, FORMATS, FileFormat, format_named};
use gongkai_layout::PageOptions;
use gongkai_platform::fonts::{self, Choice};
use serde::Serialize;
use std::path::{Path, PathBuf};
use ts_rs::TS;

/// A kind of file the window offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ExportFormat {
    /// By which it is asked for.
    pub name: &'static str,
    /// As it is called beside its box.
    pub called: &'static str,
}

/// Every kind of file a report is written as.
pub(super) fn formats() -> Vec<ExportFormat> {
    let format = |format: &FileFormat| ExportFormat { name: format.name, called: format.called };
    FORMATS.iter().chain(FIGURES).map(format).collect()
}

/// Where a file of this kind goes: beside the PDF, under the same name.
fn target(path: &Path, format: &FileFormat) -> PathBuf {
    let pdf = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("pdf"));
    let mut out = if pdf { path.with_extension("") } else { path.to_owned() };
    out.as_mut_os_string().push(format!(".{}", format.ending()));
    out
}

pub(super) fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
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
        formats: &[String],
        options: PageOptions,
        path: &str,
        overwrite: bool,
    ) -> Result<Vec<String>, Failure> {
        let path = whole_path(path, PROPOSED)?;
        let known = |name: &String| {
            let format =
                format_named(name).ok_or_else(|| Failure::refused("没有这种文件，请重新选择。"))?;
            Ok((format, target(&path, format)))
        };
        let targets =
            formats.iter().map(known).collect::<Result<Vec<(&FileFormat, PathBuf)>, Failure>>()?;
        let there: Vec<String> =
            targets.iter().filter(|(_, path)| path.exists()).map(|(_, path)| name(path)).collect();
        if !overwrite && !there.is_empty() {
            let sentence = format!("“{}”已经有了，没有覆盖。", there.join("”“"));
            return Err(Failure { code: Code::Exists, ..Failure::refused(sentence) });
        }
        let token = self.tasks().exports.token();
        let open = self.flushed_snapshot(id)?;
        let options = open.page_options(options);
        let fonts = fonts::find(Choice::System)?;
        let mut made = Vec::new();
        for (format, path) in targets {
            token.check()?;
            let report = &open.stored.report;
            made.push((path, format.file(report, self.forms(), &options, &fonts)?));
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
        let at = |path: &str, format| {
            target(Path::new(path), format_named(format).unwrap()).display().to_string()
        };
        assert_eq!(at("/甲/2026.年报.pdf", "docx"), "/甲/2026.年报.docx");
        assert_eq!(at("/甲/2026.年报", "markdown"), "/甲/2026.年报.md");
        assert_eq!(at("/甲/2026.年报.PDF", "pdf"), "/甲/2026.年报.pdf");
    }
}
