//! Checking the reports of a folder, one folder at a time.

use super::Session;
use crate::batch::{BatchProgress, BatchResult, check_folder};
use crate::failure::{Code, Failure};
use crate::paths::{TYPED_OR_CHOSEN, whole_path};
use std::sync::Arc;

impl Session {
    /// Checks every report of a folder, in the place of one that is being checked; none when it was
    /// called off. Its table can be exported afterwards.
    ///
    /// # Errors
    /// When the folder can't be read.
    pub fn check_folder(
        &self,
        folder: &str,
        progress: &(dyn Fn(BatchProgress) + Sync),
    ) -> Result<Option<BatchResult>, Failure> {
        // Before anything is waited for: it can be called off from the first moment on.
        let token = self.tasks().batch.restart();
        let folder = whole_path(folder, TYPED_OR_CHOSEN)?;
        self.flush()?;
        match check_folder(self.forms(), &self.rules(), &folder, &token, progress) {
            Ok(checked) => {
                self.lock().batch = Some(Arc::new(checked.clone()));
                Ok(Some(checked))
            }
            Err(failure) if failure.code == Code::Stopped => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    /// Calls off the checking of a folder.
    pub fn cancel_batch(&self) {
        self.tasks().batch.cancel();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_is_called_off_leaves_nothing_to_export() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("通知.txt"), "请准时参加会议。").unwrap();
        let session = Session::open(&folder.path().join("data"));
        let path = folder.path().display().to_string();
        let called_off = session.check_folder(&path, &|_| session.cancel_batch()).unwrap();
        assert!(called_off.is_none());
        assert!(session.export_batch("/x.pdf", false).is_err());
    }
}
