//! Files out: the official page, files of other kinds, check lists, comparisons, blank forms. Whatever
//! takes long is done on a snapshot, and nothing is written once it has been called off.

mod blank_form;
mod check_list;
mod pages;
mod printing;
mod publication;
mod report_files;

pub use crate::paths::pdf_name;
pub use blank_form::BlankForm;
pub use check_list::{ListFormat, check_list_file};
pub use pages::{ExportedPdf, FontLine, MarkNote, PageMark, PrintView};
pub use printing::{PagesToPrint, PrintSource};
pub use publication::{PublicationFiles, publication_files, publication_text};
pub use report_files::ExportFormat;

use crate::cancellation::CancellationToken;
use crate::failure::Failure;
use crate::session::Session;
use gongkai_platform::files;
use std::path::{Path, PathBuf};

impl Session {
    /// The path of a file, if it was written in this run.
    ///
    /// # Errors
    /// When it was not, or is gone.
    pub fn written_file(&self, path: &str) -> Result<PathBuf, Failure> {
        let path = PathBuf::from(path);
        if !self.lock().written.contains(&path) {
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
