//! Backups: made by themselves and on wish, here and in a second place; looked through before they are
//! restored, all or one report; and the one file that carries everything to another computer.
//!
//! **Deliberately absent**: how a backup is made and which are kept; that is the store's.

use super::Session;
use super::versions::{CellDifference, difference};
use crate::failure::{Code, Failure};
use crate::paths::{TYPED_OR_CHOSEN, path_with_ending, whole_path};
use crate::report::{changed, changed_words};
use crate::report::{organ_named, organ_or_new};
use chrono::{Local, NaiveDate, NaiveDateTime, TimeDelta};
use fnv::FnvHasher;
use gongkai_model::form::Forms;
use gongkai_model::organ::OrganKind;
use gongkai_model::progress::ReportState;
use gongkai_model::report::{Report, Scope, written_date};
use gongkai_store::backup::{self, Backup, BackupReason, OpenedBackup};
use gongkai_store::{ReportSummary, Store, StoreError, VersionReason};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::hash::Hasher;
use std::path::{Path, PathBuf};
use ts_rs::TS;

/// Key of the second place in the store's settings.
const BACKUP: &str = "backup";
/// The last good backup is older than this: it is said.
const OLD: TimeDelta = TimeDelta::days(7);
/// The second place has not been seen for this long: it is said.
const UNSEEN: TimeDelta = TimeDelta::days(30);

/// Where backups go besides the data folder.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct SecondPlace {
    /// The folder the user chose; none was chosen.
    folder: Option<PathBuf>,
    /// The day it was last there.
    seen: Option<NaiveDate>,
}

impl SecondPlace {
    /// A folder of its own in the chosen one, so that the rotation meets no other computer's backups.
    fn backups(&self, data: &Path) -> Option<PathBuf> {
        let mut of_folder = FnvHasher::default();
        of_folder.write(data.to_string_lossy().as_bytes());
        let user = ["COMPUTERNAME", "HOSTNAME", "USERNAME", "USER"]
            .iter()
            .find_map(|name| std::env::var(name).ok())
            .unwrap_or_default();
        let name = format!("公开年报备份 {user}-{:08x}", of_folder.finish() & 0xffff_ffff);
        Some(self.folder.as_ref()?.join(gongkai_platform::files::possible_name(&name)))
    }
}

/// A backup in the list.
#[derive(Clone, Debug, Serialize, TS)]
pub struct BackupLine {
    /// The file.
    pub path: String,
    /// `2027年1月20日`
    pub day: String,
    /// `14:20`
    pub time: String,
    /// Why it was made, in words.
    pub reason: String,
    /// It lies in the second place.
    pub second: bool,
    /// Its size, rounded up.
    #[ts(type = "number")]
    pub kilobytes: u64,
}

/// What the page of backups shows.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct BackupsView {
    /// Of both places, the newest first.
    pub backups: Vec<BackupLine>,
    /// When and where the last good one was made, in a sentence.
    pub last: String,
    /// The second place, or empty.
    pub second: String,
    /// The second place is there now.
    pub second_there: bool,
}

/// What restoring would do to a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RestoreKind {
    /// The backup has it, and now there is none.
    ComesBack,
    /// It would be another.
    Changes,
    /// The backup has none: it would be gone.
    Goes,
}

/// A report that restoring would change.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RestoreLine {
    /// Name of the office.
    pub organ: String,
    /// The report year.
    pub year: i32,
    /// Whose work it counts.
    pub scope: Scope,
    /// What would happen to it.
    pub kind: RestoreKind,
    /// The same in words: `改了 12 格、3 段`.
    pub change: String,
    /// The figures that differ, in the backup and now.
    pub cells: Vec<CellDifference>,
}

/// What restoring a backup would change.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct RestoreView {
    /// The backup.
    pub path: String,
    /// When it was made, or the name of another computer's file.
    pub name: String,
    /// The reports that would be others.
    pub lines: Vec<RestoreLine>,
    /// How many would stay as they are.
    pub same: usize,
}

fn reason(reason: BackupReason) -> &'static str {
    match reason {
        BackupReason::Daily => "每天第一次打开",
        BackupReason::Closing => "关闭程序时",
        BackupReason::Upgrade => "升级之前",
        BackupReason::Restore => "恢复之前",
        BackupReason::Asked => "手动",
    }
}

fn line(backup: Backup, second: bool) -> BackupLine {
    BackupLine {
        day: written_date(backup.made_at.date()),
        time: backup.made_at.format("%H:%M").to_string(),
        reason: reason(backup.reason).to_owned(),
        second,
        kilobytes: backup.path.metadata().map_or(0, |file| file.len().div_ceil(1024)),
        path: backup.path.display().to_string(),
    }
}

/// `2027年1月20日 14:20 的备份`, or the name of a file that is none by its name.
fn named(file: &Path) -> String {
    match backup::of(file) {
        Some(backup) => {
            let day = written_date(backup.made_at.date());
            format!("{day} {} 的备份", backup.made_at.format("%H:%M"))
        }
        None => format!("文件“{}”", file.file_name().unwrap_or(file.as_os_str()).to_string_lossy()),
    }
}

/// What a backup has of a report, by name of the office, year and scope.
type Held = BTreeMap<(String, i32, Scope), ReportSummary>;

fn held(store: &Store) -> Result<Held, Failure> {
    let names: BTreeMap<i64, String> =
        store.organs()?.into_iter().map(|organ| (organ.id, organ.name)).collect();
    let key = |one: &ReportSummary| {
        (names.get(&one.organ_id).cloned().unwrap_or_default(), one.year, one.scope)
    };
    Ok(store.list()?.into_iter().map(|one| (key(&one), one)).collect())
}

fn preview(forms: &Forms, now: &Store, then: &Store) -> Result<(Vec<RestoreLine>, usize), Failure> {
    let (of_now, of_then) = (held(now)?, held(then)?);
    let mut lines = Vec::new();
    let mut same = 0;
    let line = |(organ, year, scope): &(String, i32, Scope), kind, change: String| RestoreLine {
        organ: organ.clone(),
        year: *year,
        scope: *scope,
        kind,
        change,
        cells: Vec::new(),
    };
    for (key, earlier) in &of_then {
        let Some(later) = of_now.get(key) else {
            lines.push(line(key, RestoreKind::ComesBack, "现在没有，会回来".to_owned()));
            continue;
        };
        let (before, after) = (then.report(earlier.id)?, now.report(later.id)?);
        match changed(&before.report, &after.report) {
            (0, 0) if before.state == after.state => same += 1,
            (0, 0) => lines.push(line(key, RestoreKind::Changes, "状态不同".to_owned())),
            counts => {
                let words = format!("备份以后{}", changed_words(counts));
                let cells = difference(forms, &before.report, &after.report).cells;
                lines.push(RestoreLine { cells, ..line(key, RestoreKind::Changes, words) });
            }
        }
    }
    for key in of_now.keys().filter(|key| !of_then.contains_key(*key)) {
        lines.push(line(key, RestoreKind::Goes, "备份里没有，全部恢复后就没有了".to_owned()));
    }
    Ok((lines, same))
}

/// Opens a backup, or the file of another computer.
fn opened(path: &Path) -> Result<OpenedBackup, Failure> {
    OpenedBackup::open(path).map_err(|error| match error {
        StoreError::Foreign | StoreError::Damaged { .. } => Failure {
            sentence: "选的文件不是“公开年报”的备份，或者已经损坏，没有用它；请选别的备份。"
                .to_owned(),
            ..Failure::from(error)
        },
        other => other.into(),
    })
}

impl Session {
    fn second_place(&self) -> Result<SecondPlace, Failure> {
        let set = self.store().run(|store| Ok(store.setting(BACKUP)?))?;
        Ok(set.and_then(|value| serde_json::from_value(value).ok()).unwrap_or_default())
    }

    fn set_second_place(&self, place: &SecondPlace) -> Result<(), Failure> {
        let value = serde_json::to_value(place)?;
        self.store().run(move |store| Ok(store.set_setting(BACKUP, &value)?))
    }

    fn data_folder(&self) -> Result<PathBuf, Failure> {
        self.store().run(|store| Ok(store.folder().to_owned()))
    }

    /// The backups of both places.
    ///
    /// # Errors
    /// Why the store can't be used.
    pub fn backups(&self) -> Result<BackupsView, Failure> {
        let (data, place) = (self.data_folder()?, self.second_place()?);
        let here = backup::list(&data.join(backup::FOLDER));
        let there = place.backups(&data).map(|folder| backup::list(&folder)).unwrap_or_default();
        let last = match here.first().or(there.first()) {
            Some(last) => format!(
                "最近一次备份：{}，在“{}”。",
                last.made_at.format("%Y-%m-%d %H:%M"),
                last.path.parent().unwrap_or(&last.path).display()
            ),
            None => "还没有备份。".to_owned(),
        };
        let mut all: Vec<(Backup, bool)> = here.into_iter().map(|one| (one, false)).collect();
        all.extend(there.into_iter().map(|one| (one, true)));
        all.sort_by_key(|(backup, _)| std::cmp::Reverse(backup.made_at));
        Ok(BackupsView {
            backups: all.into_iter().map(|(one, second)| line(one, second)).collect(),
            last,
            second_there: place.folder.as_ref().is_some_and(|folder| folder.is_dir()),
            second: place.folder.map(|folder| folder.display().to_string()).unwrap_or_default(),
        })
    }

    /// Makes a backup, checks it, and copies it to the second place where that is there. The store is
    /// held for the copying alone.
    ///
    /// # Errors
    /// Why it can't be written; the backups there are stay.
    pub fn back_up(&self, why: BackupReason) -> Result<PathBuf, Failure> {
        let mut place = self.second_place()?;
        let (copied, to, data, changes) = self.store().run(move |store| {
            let to = backup::new_file(&store.folder().join(backup::FOLDER), why)?;
            let changes = store.changes();
            Ok((store.copy_for_backup(&to)?, to, store.folder().to_owned(), changes))
        })?;
        if let Err(error) = copied.finish() {
            // What is damaged is the copy, or what it was made of.
            self.store().run(|store| Ok(store.examine()?))?;
            return Err(error.into());
        }
        backup::rotate(&data.join(backup::FOLDER), &to);
        self.lock().backed_up = Some(changes);
        if place.folder.as_ref().is_some_and(|folder| folder.is_dir())
            && let Some(folder) = place.backups(&data)
        {
            backup::copy_into(&to, &folder)?;
            backup::rotate(&folder, &to);
            let today = Some(Local::now().date_naive());
            if place.seen != today {
                place.seen = today;
                self.set_second_place(&place)?;
            }
        }
        Ok(to)
    }

    /// Makes the backup of the day, unless there is one.
    ///
    /// # Errors
    /// As for [`Session::back_up`].
    pub fn back_up_daily(&self) -> Result<(), Failure> {
        let data = self.data_folder()?;
        let changes = self.store().run(|store| Ok(store.changes()))?;
        self.lock().backed_up.get_or_insert(changes);
        let newest = backup::list(&data.join(backup::FOLDER)).into_iter().next();
        let today = Local::now().date_naive();
        if newest.is_none_or(|newest| newest.made_at.date() != today) {
            self.back_up(BackupReason::Daily)?;
        }
        Ok(())
    }

    /// Makes a backup where something has changed since the last one; called where the program ends.
    ///
    /// # Errors
    /// As for [`Session::back_up`].
    pub fn back_up_on_closing(&self) -> Result<(), Failure> {
        let changes = self.store().run(|store| Ok(store.changes()))?;
        let known = self.lock().backed_up;
        if known.is_some_and(|known| known != changes) {
            self.back_up(BackupReason::Closing)?;
        }
        Ok(())
    }

    /// What is to be said of the backups: the last good one is old, or the second place has not been
    /// seen for long.
    ///
    /// # Errors
    /// Why the store can't be used.
    pub fn backup_reminders(&self) -> Result<Vec<String>, Failure> {
        let (data, place) = (self.data_folder()?, self.second_place()?);
        let here = backup::newest_good(&data.join(backup::FOLDER));
        let now = Local::now().naive_local();
        Ok(reminders(here.map(|one| one.made_at), &place, now))
    }

    /// Sets the second place, or with an empty path none; a backup goes there at once.
    ///
    /// # Errors
    /// When the folder is not there, or can't be written.
    pub fn choose_second_place(&self, path: &str) -> Result<BackupsView, Failure> {
        if path.trim().is_empty() {
            self.set_second_place(&SecondPlace::default())?;
            return self.backups();
        }
        let folder = whole_path(path, TYPED_OR_CHOSEN)?;
        if !folder.is_dir() {
            return Err(Failure::refused("没有这个文件夹，请插好移动盘或先建好文件夹，再选它。"));
        }
        let before = self.second_place()?;
        self.set_second_place(&SecondPlace { folder: Some(folder), seen: None })?;
        if let Err(failure) = self.back_up(BackupReason::Asked) {
            self.set_second_place(&before)?;
            return Err(failure);
        }
        self.backups()
    }

    /// What restoring this backup, or the file of another computer, would change.
    ///
    /// # Errors
    /// When it can't be read, or was written by a later version.
    pub fn preview_backup(&self, path: &str) -> Result<RestoreView, Failure> {
        let file = whole_path(path, TYPED_OR_CHOSEN)?;
        let then = opened(&file)?;
        let forms = self.shared_forms();
        let (lines, same) = self.store().run(move |store| preview(&forms, store, &then))?;
        Ok(RestoreView { path: file.display().to_string(), name: named(&file), lines, same })
    }

    /// Puts everything a backup holds in the place of what is here; the state before is a backup
    /// itself.
    ///
    /// # Errors
    /// When either can't be read or written; then everything stays.
    pub fn restore_all(&self, path: &str) -> Result<(), Failure> {
        let then = opened(&whole_path(path, TYPED_OR_CHOSEN)?)?;
        let place = self.second_place()?;
        self.back_up(BackupReason::Restore)?;
        self.change(move |store| Ok(store.restore_all(&then)?))?;
        self.forget_all_steps();
        self.set_second_place(&place)?;
        self.read_settings();
        Ok(())
    }

    /// Takes one report out of a backup: as a version of the one there is, and put in its place where
    /// that may be written; gives what was done in a sentence.
    ///
    /// # Errors
    /// When the backup can't be read or has no such report, or the store can't be used.
    pub fn restore_one(
        &self,
        path: &str,
        organ: &str,
        year: i32,
        scope: Scope,
    ) -> Result<String, Failure> {
        let then = opened(&whole_path(path, TYPED_OR_CHOSEN)?)?;
        let key = (organ.to_owned(), year, scope);
        let (done, id) = self.change(move |store| {
            let earlier = held(&then)?.remove(&key).ok_or(StoreError::NotThere)?;
            let report = then.report(earlier.id)?.report;
            let kind = organ_named(&then, &key.0)?.map_or(OrganKind::County, |organ| organ.kind);
            restore_into(store, &key, kind, earlier.state, &report)
        })?;
        self.forget_steps(id);
        Ok(done)
    }

    /// Writes everything into one file, for another computer; gives its path.
    ///
    /// # Errors
    /// When there is such a file already, or it can't be written.
    pub fn move_out(&self, path: &str, overwrite: bool) -> Result<String, Failure> {
        let path = path_with_ending(path, "db")?;
        if path.exists() && !overwrite {
            let sentence = "这个文件已经有了，要换掉它吗？".to_owned();
            return Err(Failure { code: Code::Exists, ..Failure::refused(sentence) });
        }
        let to = path.clone();
        let copied = self.store().run(move |store| Ok(store.copy_for_backup(&to)?))?;
        copied.finish()?;
        self.lock().written.add(path.clone());
        Ok(path.display().to_string())
    }
}

fn restore_into(
    store: &mut Store,
    (organ, year, scope): &(String, i32, Scope),
    kind: OrganKind,
    state: ReportState,
    report: &Report,
) -> Result<(String, i64), Failure> {
    let organ_id = organ_or_new(store, organ, kind)?;
    let Some(id) = store.find(organ_id, *year, *scope)? else {
        let id = store.create(organ_id, report, state, None)?;
        return Ok((format!("{year} 年年报已经恢复。"), id));
    };
    store.add_version_of(id, report, VersionReason::FromBackup)?;
    let now = store.report(id)?;
    if matches!(now.state, ReportState::Final | ReportState::Published) {
        let told =
            format!("{year} 年年报已经定稿，没有改动；备份里的那份存成了一个版本，在“版本”里看。");
        return Ok((told, id));
    }
    store.replace(id, report, None, VersionReason::BeforeRestore)?;
    Ok((format!("{year} 年年报已经恢复，恢复之前的样子存成了一个版本。"), id))
}

fn reminders(last: Option<NaiveDateTime>, place: &SecondPlace, now: NaiveDateTime) -> Vec<String> {
    let mut said = Vec::new();
    match last {
        Some(last) if now - last <= OLD => {}
        Some(last) => said.push(format!(
            "最近一次好的备份是 {}，已经超过一周；请在“备份与恢复”里点“立即备份”。",
            written_date(last.date())
        )),
        None => said.push("还没有一份好的备份；请在“备份与恢复”里点“立即备份”。".to_owned()),
    }
    if let (Some(folder), Some(seen)) = (&place.folder, place.seen)
        && now.date() - seen > UNSEEN
    {
        said.push(format!(
            "备份的第二处“{}”自 {} 以后没有见到；请插上移动盘或连上共享文件夹，再点“立即备份”。",
            folder.display(),
            written_date(seen)
        ));
    }
    said
}

#[cfg(test)]
mod tests;
