//! What was salvaged out of a damaged database, for the user; and what of it the reports that were open
//! meanwhile still know.
//!
//! **Deliberately absent**: how it is salvaged; that is the store's.

use super::Session;
use crate::failure::Failure;
use crate::report::{OpenReport, clock_time};
use gongkai_model::form::{CellId, Forms};
use gongkai_model::report::Scope;
use gongkai_store::{
    Change, Earlier, Outcome, Salvaged, SalvagedReport, Store, StoreError, Texts, Words,
};
use serde::Serialize;
use std::collections::BTreeSet;
use std::sync::Arc;
use ts_rs::TS;

/// How much of a report was salvaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SalvageKind {
    /// 完整
    Whole,
    /// 部分
    Partly,
    /// 用较早的
    Earlier,
    /// 没有读出
    Lost,
}

/// What was salvaged of a report.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SalvageLine {
    /// Of the report.
    #[ts(type = "number")]
    pub id: i64,
    /// Name of the office.
    pub organ: String,
    /// The report year; none where nothing told it.
    pub year: Option<i32>,
    /// Whose work it counts.
    pub scope: Scope,
    /// How much.
    pub kind: SalvageKind,
    /// What became of it, in a sentence; empty where it is whole.
    pub said: String,
    /// Names of the figures that are 未读到 now.
    pub cells: Vec<String>,
}

/// What was salvaged.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct SalvageView {
    /// What happened, in a sentence.
    pub said: String,
    /// The folder in which the damaged files lie.
    pub aside: String,
    /// What is not whole first.
    pub lines: Vec<SalvageLine>,
    /// What else is gone, in a sentence; empty where nothing is.
    pub also: String,
}

impl Session {
    /// What the last salvage gave, until [`Session::forget_salvaged`].
    ///
    /// # Errors
    /// Why the store can't be used.
    pub fn salvaged(&self) -> Result<Option<SalvageView>, Failure> {
        let forms = self.shared_forms();
        self.store().read(None, move |store| {
            Ok(store.salvaged()?.map(|salvaged| view(&forms, store, salvaged)))
        })
    }

    /// Forgets what the last salvage gave: the user has seen it.
    ///
    /// # Errors
    /// Why the store can't be used.
    pub fn forget_salvaged(&self) -> Result<(), Failure> {
        self.store().run(|store| Ok(store.forget_salvaged()?))
    }

    /// Writes reports that were open while the database was salvaged, and were not salvaged whole: in
    /// memory they are as they were.
    pub(super) fn refill_salvaged(&self, open: Vec<Arc<OpenReport>>) -> Result<(), Failure> {
        self.store().run(move |store| {
            let Some(mut salvaged) = store.salvaged()? else { return Ok(()) };
            for one in salvaged.reports.iter_mut().filter(|one| one.outcome != Outcome::Whole) {
                let Some(open) = open.iter().find(|open| open.stored.id == one.id) else {
                    continue;
                };
                let report = &open.stored.report;
                let (cells, texts) = (report.cells.clone(), Some(Texts::of(report)));
                match store.keep(one.id, &Change { cells, texts, ..Change::default() }) {
                    Ok(_) => one.outcome = Outcome::Whole,
                    Err(StoreError::NotThere) => {}
                    Err(error) => return Err(error.into()),
                }
            }
            Ok(store.set_salvaged(&salvaged)?)
        })
    }
}

/// In a sentence, for the start page.
pub(super) fn told(salvaged: &Salvaged) -> String {
    let count = |kind| salvaged.reports.iter().filter(|one| kind_of(&one.outcome) == kind).count();
    let counts: Vec<String> = [
        (SalvageKind::Whole, "完整"),
        (SalvageKind::Partly, "部分"),
        (SalvageKind::Earlier, "用了较早的"),
        (SalvageKind::Lost, "没有读出"),
    ]
    .into_iter()
    .filter(|(kind, _)| count(*kind) > 0)
    .map(|(kind, word)| format!("{word} {} 份", count(kind)))
    .collect();
    format!("数据文件损坏，已原样移开，年报重新读出：{}。", counts.join("，"))
}

fn view(forms: &Forms, store: &Store, salvaged: Salvaged) -> SalvageView {
    let mut lines: Vec<SalvageLine> =
        salvaged.reports.iter().map(|one| line(forms, store, one)).collect();
    lines.sort_by_key(|line| line.kind == SalvageKind::Whole);
    let backup = match &salvaged.backup {
        Some(at) => format!("手边最近的备份是 {} 的。", clock_time(at)),
        None => "手边没有好的备份。".to_owned(),
    };
    let also = match salvaged.lost_versions {
        0 => String::new(),
        lost => format!("另有 {lost} 个旧版本没有读出。"),
    };
    SalvageView {
        said: format!("{}：{}{backup}", clock_time(&salvaged.at), told(&salvaged)),
        aside: salvaged.aside,
        lines,
        also,
    }
}

fn line(forms: &Forms, store: &Store, one: &SalvagedReport) -> SalvageLine {
    let cells = match &one.outcome {
        Outcome::Partly { cells, .. } => {
            let lost: BTreeSet<&CellId> = cells.iter().collect();
            let held = store.report(one.id).map(|held| held.report).unwrap_or_default();
            // In the order of the form.
            let all = gongkai_compare::compare(forms, &held, &held).cells.into_iter();
            all.filter(|one| lost.contains(&one.cell)).map(|one| one.name).collect()
        }
        _ => Vec::new(),
    };
    SalvageLine {
        id: one.id,
        organ: one.organ.clone(),
        year: one.year,
        scope: one.scope,
        kind: kind_of(&one.outcome),
        said: said(&one.outcome),
        cells,
    }
}

fn kind_of(outcome: &Outcome) -> SalvageKind {
    match outcome {
        Outcome::Whole => SalvageKind::Whole,
        Outcome::Partly { .. } => SalvageKind::Partly,
        Outcome::Earlier { .. } => SalvageKind::Earlier,
        Outcome::Lost => SalvageKind::Lost,
    }
}

fn said(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Whole => String::new(),
        Outcome::Partly { cells, words } => {
            let figures = match cells.len() {
                0 => "数字都在".to_owned(),
                lost => format!("{lost} 格没有读出，现在是“未读到”"),
            };
            let words = match words {
                Words::Whole => "文字都在".to_owned(),
                Words::Spoiled => "文字里有读不出的字，现在是“�”".to_owned(),
                Words::Earlier { from } => format!("文字没有读出，用了{}", earlier(from)),
                Words::Lost => "文字没有读出，要重新写".to_owned(),
            };
            format!("{figures}；{words}。")
        }
        Outcome::Earlier { from } => {
            format!("没有读出，用了{}，后来的改动要重新填。", earlier(from))
        }
        Outcome::Lost => "没有读出，以前的版本和备份里也没有，要重新导入或编写。".to_owned(),
    }
}

fn earlier(from: &Earlier) -> String {
    let what = if from.backup { "备份" } else { "版本" };
    format!(" {} 的{what}", clock_time(&from.at))
}

#[cfg(test)]
mod tests {
    use crate::Session;
    use crate::report::{CellEdit, How};
    use gongkai_store::{FILE, SET_ASIDE, Store};
    use std::fs;

    const CELL: &str = "requests/new/natural_person";

    fn typed(session: &Session, id: i64, text: &str) {
        let edit = CellEdit { cell: CELL.into(), text: text.to_owned(), how: How::Typed };
        session.edit_cells(id, vec![edit], false).unwrap();
    }

    /// Makes the figure in the file no figure.
    fn spoil(file: &std::path::Path, figure: &str) {
        let mut bytes = fs::read(file).unwrap();
        let at = bytes.windows(figure.len()).position(|text| text == figure.as_bytes()).unwrap();
        bytes[at] = b'x';
        fs::write(file, bytes).unwrap();
    }

    #[test]
    fn a_figure_nobody_can_read_is_unread_and_listed() {
        let folder = tempfile::tempdir().unwrap();
        let session = Session::open(folder.path());
        let id = session.sound_example().unwrap();
        typed(&session, id, "7654321");
        session.flush().unwrap();
        session.close();
        let file = folder.path().join(FILE);
        spoil(&file, "7654321");
        let before = fs::read(&file).unwrap();
        let session = Session::open(folder.path());
        let failed = session.report_view(id).unwrap_err();
        assert!(failed.sentence.contains("原样移开"), "{}", failed.sentence);
        assert!(session.report_view(id).is_ok());
        let figure =
            |session: &Session| session.snapshot(id).unwrap().stored.report.figure(&CELL.into());
        assert_eq!(figure(&session), gongkai_model::report::Figure::Unread);
        let start = session.start().unwrap();
        assert!(start.salvaged.unwrap().contains("部分 1 份"));
        let view = session.salvaged().unwrap().unwrap();
        let line = &view.lines[0];
        assert_eq!(line.cells.len(), 1, "{view:?}");
        assert!(line.cells[0].contains("新收") && line.said.contains("1 格没有读出"), "{line:?}");
        assert!(fs::read(std::path::Path::new(&view.aside).join(FILE)).unwrap() == before);
        session.forget_salvaged().unwrap();
        assert!(session.salvaged().unwrap().is_none());
        assert!(session.start().unwrap().salvaged.is_none());
        assert!(folder.path().join(SET_ASIDE).is_dir());
    }

    #[test]
    fn what_is_open_in_memory_is_put_back() {
        let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let session = Session::open(folder.path());
        let id = session.sound_example().unwrap();
        typed(&session, id, "7654321");
        session.report_view(id).unwrap();
        // The disk spoils a figure under the running program.
        let to = other.path().to_owned();
        let spoilt = move |open: Option<&mut Store>| {
            let open = open.unwrap();
            open.write_back()?;
            fs::copy(open.folder().join(FILE), to.join(FILE)).unwrap();
            spoil(&to.join(FILE), "7654321");
            Ok(Store::open(&to)?)
        };
        session.store().exchange(spoilt).unwrap();
        session.store().run(move |store| Ok(store.report(id).map(drop)?)).unwrap_err();
        assert_eq!(session.salvaged().unwrap().unwrap().lines[0].cells.len(), 1);
        session.flush().unwrap();
        session.close_all();
        let held = session.snapshot(id).unwrap();
        assert_eq!(held.stored.report.cells[&CELL.into()].printed(), "7654321");
        let view = session.salvaged().unwrap().unwrap();
        assert!(view.lines.iter().all(|line| line.cells.is_empty()), "{view:?}");
    }
}
