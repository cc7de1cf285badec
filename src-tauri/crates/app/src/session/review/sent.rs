//! A copy for review is written and sent; until it is over the report says so, and how it differs.

use crate::failure::Failure;
use crate::import::name_of;
use crate::paths::path_with_ending;
use crate::session::Session;
use gongkai_export::ReviewCopy;
use gongkai_layout::PageOptions;
use gongkai_model::report::Report;
use gongkai_platform::files::FileError;
use gongkai_platform::fonts::{self, Choice};
use gongkai_store::VersionReason;
use std::hash::Hasher;

/// By which a version is known in a file.
pub(super) fn fingerprint(report: &Report) -> String {
    let mut sum = fnv::FnvHasher::default();
    sum.write(serde_json::to_string(report).unwrap_or_default().as_bytes());
    format!("{:016x}", sum.finish())
}

impl Session {
    /// Writes the copy for review and notes that it was sent; gives where it lies. A version keeps what
    /// was sent.
    ///
    /// # Errors
    /// When it is no draft, the file can't be written, or the store can't be used; then it was not sent.
    pub fn send_for_review(
        &self,
        id: i64,
        why: &str,
        path: &str,
        overwrite: bool,
    ) -> Result<String, Failure> {
        let path = path_with_ending(path, "docx")?;
        let token = self.tasks().exports.token();
        let open = self.flushed_snapshot(id)?;
        open.writable()?;
        if !overwrite && path.exists() {
            return Err(FileError::Exists { name: name_of(&path) }.into());
        }
        let (version, number, held) = self.store().run(move |store| {
            let version = store.add_version(id, VersionReason::BeforeHandOver)?;
            let all = store.versions(id)?;
            let number = all.iter().find(|one| one.id == version).map(|one| one.number);
            Ok((version, number.unwrap_or_default(), store.version_report(version)?))
        })?;
        let fonts = fonts::find(Choice::System)?;
        let now = chrono::Local::now().format("%Y-%m-%d %H:%M");
        let line = format!("送审稿 第{number}版 {now}");
        let review =
            ReviewCopy { line: &line, list: &self.review_list(&open), mark: &fingerprint(&held) };
        let options = open.page_options(PageOptions::default());
        let options = PageOptions { draft: true, ..options };
        let document = gongkai_compose::document(&held, self.forms());
        let bytes = gongkai_export::review_docx(&document, &review, &options, &fonts)?;
        let written = self.write_export(&path, &bytes, overwrite, &token)?;
        let why = why.trim().to_owned();
        self.change(move |store| Ok(store.send_for_review(id, version, &why)?))?;
        Ok(written)
    }

    /// The review is over: the report is a draft as any other, and what came back is put aside. The notes
    /// stay.
    ///
    /// # Errors
    /// When it is not out for review, or the store can't be used.
    pub fn end_review(&self, id: i64) -> Result<(), Failure> {
        if self.snapshot(id)?.sent.is_none() {
            return Err(Failure::refused("这份年报现在没有送审。"));
        }
        self.change(move |store| {
            store.end_review(id)?;
            Ok(store.forget_returned(id)?)
        })
    }
}
