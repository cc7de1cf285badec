//! The past of a report: its versions and the trail of its states, shown, compared, taken back.
//!
//! **Deliberately absent**: when a version is kept; the store keeps one with what it precedes.

use super::Session;
use super::export::ListFormat;
use super::export::check_list_file;
use crate::failure::Failure;
use crate::page_preview::PagePreview;
use crate::paths::{TYPED_OR_CHOSEN, whole_path};
use crate::report::{Edited, StepName, changed, changed_words, clock_time};
use gongkai_compare::TextChange;
use gongkai_layout::PageOptions;
use gongkai_model::form::{CellId, Forms};
use gongkai_model::place::Place;
use gongkai_model::report::{Cell, Report};
use gongkai_platform::fonts::{self, Choice};
use gongkai_store::{Store, StoreError, TrailEntry, TrailStep, Version, VersionReason};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use ts_rs::TS;

/// A version in the list.
#[derive(Clone, Debug, Serialize, TS)]
pub struct VersionLine {
    /// Its id.
    #[ts(type = "number")]
    pub id: i64,
    /// Counted from 1 within its report.
    #[ts(type = "number")]
    pub number: i64,
    /// `今天`, `昨天`, `2027年1月20日`
    pub day: String,
    /// `14:20`
    pub time: String,
    /// Why it was kept, in words.
    pub reason: String,
    /// Who worked at it.
    pub who: String,
    /// What changed since the version before: `改了 12 格、3 段`.
    pub changed: String,
    /// Of a finalised version: its SHA-256.
    pub seal: Option<String>,
}

/// A step in the trail of a report.
#[derive(Clone, Debug, Serialize, TS)]
pub struct TrailLine {
    /// `定稿`
    pub step: String,
    /// Who took it.
    pub who: String,
    /// `2027-01-20 14:20`
    pub at: String,
    /// Why, in the user's words; empty where none were asked for.
    pub why: String,
    /// Number of the version that belongs to it.
    #[ts(type = "number | null")]
    pub version: Option<i64>,
}

/// What the page of versions shows.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct VersionsView {
    /// Name of the office.
    pub organ: String,
    /// The report year.
    pub year: i32,
    /// What is taken back may be put in.
    pub writable: bool,
    /// The newest first.
    pub versions: Vec<VersionLine>,
    /// The first first.
    pub trail: Vec<TrailLine>,
}

/// A figure that differs.
#[derive(Clone, Debug, Serialize, TS)]
pub struct CellDifference {
    /// Its id.
    pub cell: CellId,
    /// `行政许可 · 本年处理决定数量`
    pub name: String,
    /// In the earlier one, as it is shown: blank `空`, unread `未读到`.
    pub before: String,
    /// In the later one.
    pub after: String,
}

/// Two versions of a report, or one and what it is now, side by side.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct VersionDifference {
    /// The figures that differ.
    pub cells: Vec<CellDifference>,
    /// The chapters that differ.
    pub texts: Vec<TextChange>,
}

/// What of a version is taken back.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(tag = "is", rename_all = "snake_case")]
#[ts(export)]
pub enum TakenBack {
    /// All of it.
    All,
    /// One chapter, or the preface.
    Chapter {
        /// Where it stands in the version.
        place: Place,
    },
    /// One figure.
    Cell {
        /// Its id.
        cell: CellId,
    },
}

fn reason(reason: VersionReason) -> &'static str {
    match reason {
        VersionReason::DayBegun => "当天动笔之前",
        VersionReason::WhileEditing => "编写中",
        VersionReason::BeforeImport => "导入之前",
        VersionReason::BeforeReplacement => "被替换之前",
        VersionReason::BeforeRestore => "取回之前",
        VersionReason::BeforeDeletion => "删除之前",
        VersionReason::BeforeHandOver => "送审",
        VersionReason::Finalised => "定稿",
        VersionReason::FromBackup => "取自备份",
    }
}

fn step(step: TrailStep) -> &'static str {
    match step {
        TrailStep::Begun => "草稿",
        TrailStep::SentForReview => "送审",
        TrailStep::ReviewEnded => "审毕",
        TrailStep::Finalised => "定稿",
        TrailStep::Published => "公布",
        TrailStep::Returned => "退回",
    }
}

fn day_and_time(moment: &str) -> (String, String) {
    let Ok(at) = chrono::DateTime::parse_from_rfc3339(moment) else {
        return (String::new(), moment.to_owned());
    };
    let at = at.with_timezone(&chrono::Local);
    let day = match (chrono::Local::now().date_naive() - at.date_naive()).num_days() {
        0 => "今天".to_owned(),
        1 => "昨天".to_owned(),
        _ => gongkai_model::report::written_date(at.date_naive()),
    };
    (day, at.format("%H:%M").to_string())
}

/// The versions with what changed from each to the next.
fn lines(store: &Store, id: i64) -> Result<Vec<VersionLine>, Failure> {
    let mut before: Option<Report> = None;
    let mut lines = Vec::new();
    for Version { id, number, reason: why, who, made_at, seal } in
        store.versions(id)?.into_iter().rev()
    {
        // One nobody can read any more is listed all the same.
        let report = store.version_report(id).ok();
        let (day, time) = day_and_time(&made_at);
        let changed = match (&before, &report) {
            (Some(before), Some(report)) => changed_words(changed(before, report)),
            (_, None) => "读不出来".to_owned(),
            (None, Some(_)) => String::new(),
        };
        before = report.or(before);
        lines.push(VersionLine {
            id,
            number,
            day,
            time,
            reason: reason(why).to_owned(),
            who,
            changed,
            seal,
        });
    }
    lines.reverse();
    Ok(lines)
}

fn trail(entries: Vec<TrailEntry>) -> Vec<TrailLine> {
    let line = |TrailEntry { step: taken, who, at, why, version }| TrailLine {
        step: step(taken).to_owned(),
        who,
        at: clock_time(&at),
        why,
        version,
    };
    entries.into_iter().map(line).collect()
}

pub(super) fn difference(forms: &Forms, before: &Report, after: &Report) -> VersionDifference {
    let compared = gongkai_compare::compare(forms, after, before);
    let shown = |text: &Option<String>, unread: bool| match text {
        _ if unread => "未读到".to_owned(),
        Some(text) if text.is_empty() => "空".to_owned(),
        Some(text) => text.clone(),
        None => "无此项".to_owned(),
    };
    let cells = compared.cells.into_iter().filter_map(|one| {
        let earlier = shown(&one.last, one.last_unread);
        let later = shown(&one.this, one.this_unread);
        (earlier != later).then_some(CellDifference {
            cell: one.cell,
            name: one.name,
            before: earlier,
            after: later,
        })
    });
    let differs = |text: &TextChange| {
        text.pieces.iter().any(|piece| piece.kind != gongkai_compare::SegmentKind::Same)
    };
    VersionDifference {
        cells: cells.collect(),
        texts: compared.texts.into_iter().filter(differs).collect(),
    }
}

/// Puts what is taken of a version into the report.
fn put(report: &mut Report, version: &Report, taken: &TakenBack) -> Result<(), Failure> {
    let gone = || Failure::refused("这个版本里没有这一处，请选别的版本。");
    match taken {
        TakenBack::All => {
            let emptied = report.cells.keys().filter(|cell| !version.cells.contains_key(*cell));
            let emptied: Vec<CellId> = emptied.cloned().collect();
            *report = version.clone();
            report.cells.extend(emptied.into_iter().map(|cell| (cell, Cell::default())));
        }
        TakenBack::Chapter { place: Place::Preface } => report.preface = version.preface.clone(),
        TakenBack::Chapter { place } => {
            let chapter = version.chapter_at(place).and_then(|at| version.chapters.get(at));
            let chapter = chapter.ok_or_else(gone)?.clone();
            match report.chapter_at(place).and_then(|at| report.chapters.get_mut(at)) {
                Some(held) => *held = chapter,
                None => report.chapters.push(chapter),
            }
        }
        TakenBack::Cell { cell } => {
            let held = version.cells.get(cell).cloned().unwrap_or_default();
            report.cells.insert(cell.clone(), held);
        }
    }
    Ok(())
}

impl Session {
    /// The versions of a report and the trail of its states.
    ///
    /// # Errors
    /// When it is gone, or the store can't be used.
    pub fn versions(&self, id: i64) -> Result<VersionsView, Failure> {
        let open = self.snapshot(id)?;
        let (versions, entries) =
            self.store().run(move |store| Ok((lines(store, id)?, store.trail(id)?)))?;
        Ok(VersionsView {
            organ: open.organ.name.clone(),
            year: open.stored.report.year.unwrap_or_default(),
            writable: open.writable().is_ok(),
            versions,
            trail: trail(entries),
        })
    }

    /// What a version says; without one, what the report says now.
    fn version_report(&self, id: i64, version: Option<i64>) -> Result<Report, Failure> {
        match version {
            None => Ok(self.flushed_snapshot(id)?.stored.report.clone()),
            Some(version) => self.store().run(move |store| {
                let of_report = store.versions(id)?.iter().any(|one| one.id == version);
                let held = of_report.then(|| store.version_report(version));
                Ok(held.ok_or(StoreError::NotThere)??)
            }),
        }
    }

    /// Two versions side by side; none stands for what the report says now.
    ///
    /// # Errors
    /// When one has been thinned out, or the store can't be used.
    pub fn compare_versions(
        &self,
        id: i64,
        before: Option<i64>,
        after: Option<i64>,
    ) -> Result<VersionDifference, Failure> {
        let (before, after) = (self.version_report(id, before)?, self.version_report(id, after)?);
        Ok(difference(self.forms(), &before, &after))
    }

    /// Sets a version on pages, for [`Session::page_image`]; gives how many there are.
    ///
    /// # Errors
    /// When it has been thinned out, or there are no fonts.
    pub fn lay_out_version(&self, id: i64, version: i64) -> Result<usize, Failure> {
        let fonts = fonts::find(Choice::System)?;
        let report = self.version_report(id, Some(version))?;
        let pages = gongkai_export::pages(&report, self.forms(), &PageOptions::default(), &fonts);
        let count = pages.pages.len();
        self.lock().pages = Some(Arc::new(PagePreview { id, pages, fonts }));
        Ok(count)
    }

    /// Takes a version back, or a chapter or figure of it, as one step of undo; the state before is
    /// kept as a version.
    ///
    /// # Errors
    /// When the report is final, the version has been thinned out or has not this place, or the
    /// store can't be used.
    pub fn take_back(&self, id: i64, version: i64, taken: &TakenBack) -> Result<Edited, Failure> {
        let now = self.snapshot(id)?;
        now.writable()?;
        let held = self.version_report(id, Some(version))?;
        let of_form = |one: &Report| (one.edition.clone(), one.organ.clone(), one.labels.clone());
        if matches!(taken, TakenBack::All) && of_form(&now.stored.report) != of_form(&held) {
            return self.take_back_another_form(id, held);
        }
        self.store().run(move |store| Ok(store.add_version(id, VersionReason::BeforeRestore)?))?;
        let edited = self.edit(id, |editing| {
            let mut report = editing.copy();
            if report.edition != held.edition {
                return Err(Failure::refused(
                    "这个版本是另一种格式的，不能只取一部分；请取回全部，或者看它的页面，照着填。",
                ));
            }
            put(&mut report, &held, taken)?;
            match taken {
                TakenBack::All => editing.commit_as_it_is(report, StepName::once("取回版本")),
                _ => editing.commit(report, StepName::once("取回版本")),
            }
        })?;
        self.flush()?;
        Ok(edited)
    }

    /// What no step of undo could hold: the version takes the place of the report as an import does,
    /// and the state before is the newest version.
    fn take_back_another_form(&self, id: i64, held: Report) -> Result<Edited, Failure> {
        self.change(move |store| {
            Ok(store.replace(id, &held, None, VersionReason::BeforeRestore)?)
        })?;
        self.forget_steps(id);
        self.edit(id, |editing| Ok(editing.answer(BTreeMap::new(), true)))
    }

    /// Writes the trail of a report's states as a PDF; gives its path.
    ///
    /// # Errors
    /// When the report is gone, or the file can't be written.
    pub fn export_trail(&self, id: i64, path: &str, overwrite: bool) -> Result<String, Failure> {
        let path = whole_path(path, TYPED_OR_CHOSEN)?;
        let token = self.tasks().exports.token();
        let open = self.flushed_snapshot(id)?;
        let view = self.versions(id)?;
        let seal = |number: Option<i64>| {
            let version = view.versions.iter().find(|one| Some(one.number) == number)?;
            version.seal.clone()
        };
        let rows = view.trail.iter().map(|line| gongkai_compose::TrailRow {
            step: line.step.clone(),
            who: line.who.clone(),
            at: line.at.clone(),
            why: line.why.clone(),
            version: line.version,
            hash: seal(line.version),
        });
        let list =
            gongkai_compose::trail(&open.stored.report.full_title(), &rows.collect::<Vec<_>>());
        let bytes = check_list_file(&list, &view.organ, ListFormat::Pdf)?;
        self.write_export(&path, &bytes, overwrite, &token)
    }

    /// The finalised versions that are no longer what their hashes were made over, and final reports
    /// that differ from theirs, each as a sentence; what was finalised before versions were kept gets
    /// its version now. The store is asked for one after the other, so
    /// that others go on meanwhile.
    ///
    /// # Errors
    /// Why the store can't be used.
    pub fn differing_finalised(&self) -> Result<Vec<String>, Failure> {
        let without = self.store().run(|store| Ok(store.without_seal()?))?;
        for id in &without {
            let id = *id;
            self.store().run(move |store| {
                match store.add_version(id, VersionReason::Finalised) {
                    // One with a value nobody can read has no version.
                    Ok(_) | Err(StoreError::Damaged { .. }) => Ok(()),
                    Err(error) => Err(error.into()),
                }
            })?;
        }
        if !without.is_empty() {
            self.close_all();
        }
        let all = self.store().run(|store| Ok(store.all_finalised()?))?;
        let mut told = Vec::new();
        for (version, id) in all {
            told.extend(self.store().run(move |store| differing(store, version, id))?);
        }
        Ok(told)
    }
}

fn differing(store: &mut Store, version: i64, id: i64) -> Result<Option<String>, Failure> {
    use gongkai_model::progress::ReportState;
    let intact = store.is_intact(version)?;
    let holds = store.finalised(id)?.is_some_and(|one| one.id == version);
    let Ok(stored) = store.report(id) else { return Ok(None) };
    let title = stored.report.full_title();
    if !intact {
        return Ok(Some(format!(
            "“{title}”的定稿和它的校验值对不上，存下以后被改动过；请在“恢复”里选定稿当天的备份核对。"
        )));
    }
    let is_final = matches!(stored.state, ReportState::Final | ReportState::Published);
    if holds && is_final && store.version_report(version)? != stored.report {
        return Ok(Some(format!(
            "“{title}”现在的内容和定稿不一样；导出的是定稿，请在“版本”里对比，要改就先退回草稿。"
        )));
    }
    Ok(None)
}

#[cfg(test)]
mod tests;
