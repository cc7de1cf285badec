//! Files out: the official page, files of other kinds, check lists, comparisons, blank forms. Whatever
//! takes long is done on a snapshot, and nothing is written once it has been called off.

mod blank_form;
mod check_list;
mod pages;
mod report_files;

pub use blank_form::BlankForm;
pub use check_list::{ListFormat, check_list_file};
pub use pages::{ExportedPdf, FontLine, MarkNote, PageMark, PrintView};
pub use report_files::ExportFormat;

pub(crate) use pages::PagePreview;

use crate::cancellation::CancellationToken;
use crate::failure::Failure;
use crate::session::Session;
use gongkai_platform::files;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Where a path is typed beside a button 选择….
pub(crate) const TYPED_OR_CHOSEN: &str = "请填完整路径，或点“选择…”。";
/// Where a path is proposed beside a button 更改….
pub(crate) const PROPOSED: &str = "请填文件的完整路径，或点“更改…”选择位置。";

/// A path as the user has typed it; `refusal` says what to do where it is not whole.
///
/// # Errors
/// The refusal.
pub(crate) fn whole_path(typed: &str, refusal: &str) -> Result<PathBuf, Failure> {
    let path = PathBuf::from(typed.trim());
    match path.is_absolute() {
        true => Ok(path),
        false => Err(Failure::refused(refusal)),
    }
}

/// A proposed path, with this ending whether it was typed or not.
pub(crate) fn path_with_ending(typed: &str, ending: &str) -> Result<PathBuf, Failure> {
    let mut path = whole_path(typed, PROPOSED)?;
    if !path.extension().is_some_and(|held| held.eq_ignore_ascii_case(ending)) {
        path.as_mut_os_string().push(format!(".{ending}"));
    }
    Ok(path)
}

/// A title as the name of a PDF on any system.
pub fn pdf_name(title: &str) -> String {
    let name = files::possible_name(title).chars().take(100).collect::<String>();
    let name = name.trim().trim_end_matches('.');
    if name.is_empty() { "年报.pdf".to_owned() } else { format!("{name}.pdf") }
}

/// Files written in this run, the only ones it opens.
#[derive(Debug, Default)]
pub(crate) struct WrittenFiles(BTreeSet<PathBuf>);

impl WrittenFiles {
    pub fn add(&mut self, path: PathBuf) {
        self.0.insert(path);
    }
}

impl Session {
    /// The path of a file, if it was written in this run.
    ///
    /// # Errors
    /// When it was not, or is gone.
    pub fn written_file(&self, path: &str) -> Result<PathBuf, Failure> {
        let path = PathBuf::from(path);
        if !self.lock().written.0.contains(&path) {
            return Err(Failure::refused("这里只能打开这次导出的文件，请先导出。"));
        }
        match path.metadata() {
            Ok(_) => Ok(path),
            Err(error) => Err(Failure::moved_away(&path, error.to_string())),
        }
    }

    /// Writes a file whole, unless the export has been called off; gives its path.
    pub(crate) fn write_export(
        &self,
        path: &Path,
        bytes: &[u8],
        overwrite: bool,
        token: &CancellationToken,
    ) -> Result<String, Failure> {
        token.check()?;
        files::write_whole(path, bytes, overwrite)?;
        self.lock().written.add(path.to_owned());
        Ok(path.display().to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_becomes_a_file_name_of_any_system() {
        assert_eq!(pdf_name("青铜镇人民政府2026年年报"), "青铜镇人民政府2026年年报.pdf");
        assert_eq!(pdf_name("甲/乙:丙?\n"), "甲乙丙.pdf");
        assert_eq!(pdf_name(" .. "), "年报.pdf");
        assert_eq!(pdf_name("../../etc/x"), "....etcx.pdf");
    }

    #[test]
    fn only_files_of_this_run_are_opened_and_only_while_they_are_there() {
        let folder = tempfile::tempdir().unwrap();
        let session = Session::open(&folder.path().join("data"));
        let path = folder.path().join("年报.pdf");
        let shown = path.display().to_string();
        assert!(session.written_file(&shown).unwrap_err().sentence.contains("这次导出"));
        session.write_export(&path, b"%PDF", false, &CancellationToken::default()).unwrap();
        assert_eq!(session.written_file(&shown).unwrap(), path);
        std::fs::remove_file(&path).unwrap();
        assert!(session.written_file(&shown).unwrap_err().sentence.contains("年报.pdf"));
    }

    #[test]
    fn what_was_called_off_is_not_written() {
        let folder = tempfile::tempdir().unwrap();
        let session = Session::open(&folder.path().join("data"));
        let token = session.tasks().exports.token();
        session.cancel_exports();
        let path = folder.path().join("年报.pdf");
        assert!(session.write_export(&path, b"%PDF", false, &token).is_err());
        assert!(!path.exists());
    }
}
