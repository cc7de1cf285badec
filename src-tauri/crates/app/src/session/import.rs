//! Files come in, one after the other or several at once: shown, put right, stored.
//!
//! **Deliberately absent**: overwriting unasked. A report that is there is replaced only if the user
//! has said so.

use super::Session;
use super::new_report::confirm_year;
use super::organs::comes_back;
use crate::failure::{Code, Failure};
use crate::import::{
    FileSurvey, ImportOutcome, ImportPreview, ImportStatus, ImportTarget, ImportView, files_below,
    name_of,
};
use crate::report::{CellEdit, CellEntry, organ_named, organ_or_new, removed_organ};
use gongkai_model::form::Forms;
use gongkai_model::progress::ReportState;
use gongkai_model::report::Report;
use gongkai_platform::files;
use gongkai_platform::walk::{FilesFound, WalkLimits};
use gongkai_store::{Store, StoreError, VersionReason};
use std::path::{Path, PathBuf};
use std::sync::Arc;

impl Session {
    /// Recognises a file and shows it. An answer that came after the user turned to something else is
    /// dropped.
    ///
    /// # Errors
    /// When the file can't be read or holds no report, or the user turned away.
    pub fn preview_file(&self, path: &Path) -> Result<ImportView, Failure> {
        self.preview(|forms| Ok(ImportPreview::of(forms, &name_of(path), files::read(path)?)?))
    }

    /// What was copied in another program: its mark-up, where it gave any, and its words.
    ///
    /// # Errors
    /// When it holds no report, or the user turned away.
    pub fn preview_paste(&self, html: &str, text: &str) -> Result<ImportView, Failure> {
        self.preview(|forms| Ok(ImportPreview::pasted(forms, html, text)?))
    }

    fn preview(
        &self,
        read: impl FnOnce(&Forms) -> Result<ImportPreview, Failure>,
    ) -> Result<ImportView, Failure> {
        let token = self.tasks().import.restart();
        self.flush()?;
        let preview = read(self.forms())?;
        let view = preview.view(self.forms());
        let mut state = self.lock();
        if token.is_cancelled() {
            return Err(Failure::refused("已停止读取。"));
        }
        state.import.shown = Some(Arc::new(preview));
        Ok(view)
    }

    /// The file being read is not wanted any more.
    pub fn cancel_preview(&self) {
        self.tasks().import.cancel();
    }

    /// Puts figures of the file right that were read wrongly.
    ///
    /// # Errors
    /// When no file is shown any more.
    pub fn correct_import(
        &self,
        edits: Vec<CellEdit>,
        going_on: bool,
    ) -> Result<ImportStatus, Failure> {
        self.with_shown(|forms, preview| preview.correct(forms, edits, going_on))
    }

    /// Takes the last correction back.
    ///
    /// # Errors
    /// When no file is shown any more.
    pub fn take_back_correction(&self) -> Result<ImportStatus, Failure> {
        self.with_shown(|forms, preview| {
            preview.take_back(forms);
            CellEntry::default()
        })
    }

    fn with_shown(
        &self,
        work: impl FnOnce(&Forms, &mut ImportPreview) -> CellEntry,
    ) -> Result<ImportStatus, Failure> {
        let mut state = self.lock();
        let shown = state.import.shown.as_mut().ok_or_else(file_gone)?;
        let preview = Arc::make_mut(shown);
        let entry = work(self.forms(), preview);
        Ok(preview.status(self.forms(), entry))
    }

    /// Stores the file last shown as the report of an organ and year; gives the report's id.
    ///
    /// # Errors
    /// When no file is shown any more, a report is there already, it is asked whether the year is
    /// meant, or the store can't be used.
    pub fn accept_import(&self, target: ImportTarget) -> Result<i64, Failure> {
        let shown = self.lock().import.shown.clone().ok_or_else(file_gone)?;
        let stored = self.import(shown.clone(), target)?;
        let held = &mut self.lock().import.shown;
        if held.as_ref().is_some_and(|held| Arc::ptr_eq(held, &shown)) {
            *held = None;
        }
        Ok(stored)
    }

    /// The files that may be reports among these files and in these folders, to be surveyed.
    ///
    /// # Errors
    /// When one of the paths can't be read.
    pub fn files_to_survey(&self, paths: &[PathBuf]) -> Result<FilesFound, Failure> {
        let found = files_below(paths, WalkLimits::IMPORT)?;
        self.flush()?;
        self.lock().import.surveyed.clear();
        Ok(found)
    }

    /// What one of several files is. A file that can't be read is an answer, no failure.
    ///
    /// # Errors
    /// Why the store can't be used.
    pub fn survey_file(&self, path: &Path) -> Result<FileSurvey, Failure> {
        let name = name_of(path);
        let read = files::read(path).map_err(Failure::from);
        let read = read.and_then(|bytes| Ok(ImportPreview::of(self.forms(), &name, bytes)?));
        let preview = match read {
            Ok(preview) => preview,
            Err(failure) => return Ok(FileSurvey::refused(path, &name, failure.sentence)),
        };
        let (organ, year, scope) = {
            let report = preview.report();
            (report.organ.clone().unwrap_or_default(), report.year, report.scope)
        };
        let (known, held) = self.store().run(move |store| {
            let known = organ_named(store, &organ)?;
            let held = match (&known, year) {
                (Some(known), Some(year)) => store.find(known.id, year, scope)?.is_some(),
                _ => false,
            };
            Ok((known, held))
        })?;
        let survey = FileSurvey::of(self.forms(), path, &preview, known, held);
        self.lock().import.surveyed.insert(path.to_owned(), Arc::new(preview));
        Ok(survey)
    }

    /// Stores one of several files.
    ///
    /// # Errors
    /// What is asked before it is done.
    pub fn accept_surveyed(
        &self,
        path: &Path,
        target: ImportTarget,
    ) -> Result<ImportOutcome, Failure> {
        let shown = path.display().to_string();
        let preview = self.lock().import.surveyed.get(path).cloned();
        let Some(preview) = preview else {
            let why_not = Some("这个文件已经不在列表里了，请重新选择。".to_owned());
            return Ok(ImportOutcome { path: shown, id: None, why_not });
        };
        match self.import(preview, target) {
            Ok(id) => {
                self.lock().import.surveyed.remove(path);
                Ok(ImportOutcome { path: shown, id: Some(id), why_not: None })
            }
            Err(failure) if failure.code == Code::Asks => Err(failure),
            Err(failure) => {
                let why = if failure.code == Code::Exists {
                    "这个单位已有这一年的年报，没有替换。".to_owned()
                } else {
                    failure.sentence
                };
                Ok(ImportOutcome { path: shown, id: None, why_not: Some(why) })
            }
        }
    }

    /// Stores a file as the report of an organ and year, its original with it.
    fn import(&self, preview: Arc<ImportPreview>, target: ImportTarget) -> Result<i64, Failure> {
        let ImportTarget { year, scope, .. } = target;
        let (organ, id, replaced) = self.change(move |store| stored(store, &preview, &target))?;
        if replaced {
            self.forget_steps(id);
        }
        self.report_view(id)?;
        self.bring_over(organ, year, scope)?;
        Ok(id)
    }

    /// Writes the very file a report was imported from, as a copy in a folder of its own, for another
    /// program to open.
    ///
    /// # Errors
    /// When the report came from no file, or the copy can't be written.
    pub fn original_copy(&self, id: i64) -> Result<PathBuf, Failure> {
        let original = self.store().run(move |store| Ok(store.source(id)?))?;
        let (name, bytes) =
            original.ok_or_else(|| Failure::refused("这份年报不是从文件导入的，没有原文件。"))?;
        let copy = self.copies().write(&name, &bytes)?;
        self.lock().written.add(copy.clone());
        Ok(copy)
    }
}

fn file_gone() -> Failure {
    Failure::refused("要存入的文件已经不在了，请重新选择文件。")
}

/// What was finalised is replaced by no file: it is taken back to a draft first.
fn may_be_replaced(store: &Store, id: i64, year: i32) -> Result<(), Failure> {
    let what = match store.report(id)?.state {
        ReportState::Final => "定稿",
        ReportState::Published => "公布",
        ReportState::Draft | ReportState::Imported => return Ok(()),
    };
    Err(Failure::refused(format!(
        "{year} 年的年报已经{what}，没有用文件替换它；确实要替换，请先打开那份年报，点“退回草稿”，再导入。"
    )))
}

/// Gives the ids of organ and report, and whether it took the place of one that was there.
fn stored(
    store: &mut Store,
    preview: &ImportPreview,
    target: &ImportTarget,
) -> Result<(i64, i64, bool), Failure> {
    let name = target.organ.trim().to_owned();
    let organ = match organ_named(store, &name)? {
        Some(organ) => Some(organ),
        None => removed_organ(store, &name)?,
    };
    let held = match organ {
        Some(organ) => store.find(organ.id, target.year, target.scope)?,
        None => None,
    };
    if let Some(id) = held {
        may_be_replaced(store, id, target.year)?;
    }
    if held.is_some() && !target.replace {
        return Err(StoreError::Exists.into());
    }
    if !target.sure
        && let Some(question) = comes_back(store, &name)?
    {
        return Err(Failure::asks(question));
    }
    confirm_year(target.year, preview.report().year, target.sure)?;
    let report = Report {
        organ: Some(name.clone()),
        year: Some(target.year),
        scope: target.scope,
        ..preview.report().clone()
    };
    let source = Some((preview.name.as_str(), preview.bytes.as_slice()));
    let organ = organ_or_new(store, &name, target.kind)?;
    let Some(id) = held else {
        return Ok((organ, store.create(organ, &report, ReportState::Imported, source)?, false));
    };
    store.replace(id, &report, source, VersionReason::BeforeImport)?;
    store.set_state(id, ReportState::Imported, "")?;
    Ok((organ, id, true))
}
