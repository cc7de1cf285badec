//! Backups made, restored, carried to another computer.

use super::*;
use crate::report::{CellEdit, How};

const CELL: &str = "requests/new/natural_person";

fn typed(session: &Session, id: i64, text: &str) {
    let edit = CellEdit { cell: CELL.into(), text: text.to_owned(), how: How::Typed };
    session.edit_cells(id, vec![edit], false).unwrap();
    session.flush().unwrap();
}

fn printed(session: &Session, id: i64) -> String {
    session.snapshot(id).unwrap().stored.report.cells[&CELL.into()].printed()
}

fn count(session: &Session) -> usize {
    session.backups().unwrap().backups.len()
}

#[test]
fn a_backup_is_made_once_a_day_and_on_closing_after_changes() {
    let folder = tempfile::tempdir().unwrap();
    let session = Session::open(folder.path());
    let id = session.sound_example().unwrap();
    session.back_up_daily().unwrap();
    session.back_up_daily().unwrap();
    assert_eq!(count(&session), 1);
    session.back_up_on_closing().unwrap();
    assert_eq!(count(&session), 1, "nothing has changed");
    assert!(session.backup_reminders().unwrap().is_empty());
    typed(&session, id, "5");
    // The newest of a day takes the place of the others, and carries the edit.
    session.back_up_on_closing().unwrap();
    let view = session.backups().unwrap();
    assert_eq!((view.backups.len(), view.backups[0].reason.as_str()), (1, "关闭程序时"));
    let then = OpenedBackup::open(Path::new(&view.backups[0].path)).unwrap();
    assert_eq!(then.report(id).unwrap().report.cells[&CELL.into()].printed(), "5");
}

#[test]
fn a_restore_is_previewed_and_can_be_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let session = Session::open(folder.path());
    let id = session.sound_example().unwrap();
    typed(&session, id, "5");
    let backup = session.back_up(BackupReason::Asked).unwrap().display().to_string();
    assert!(session.preview_backup(&backup).unwrap().lines.is_empty());
    typed(&session, id, "6");
    let other = session.add_organ("县发展和改革局", OrganKind::Department, false).unwrap();
    session.new_report(other, 2025, Scope::Own, true).unwrap();
    let view = session.preview_backup(&backup).unwrap();
    let kinds: Vec<RestoreKind> = view.lines.iter().map(|line| line.kind).collect();
    assert_eq!(kinds, [RestoreKind::Changes, RestoreKind::Goes]);
    assert_eq!(view.same, 1);
    assert!(view.name.contains('年') && view.name.ends_with(" 的备份"), "{}", view.name);
    assert!(view.lines[0].change.contains("格"), "{view:?}");

    let line = &view.lines[0];
    session.restore_one(&backup, &line.organ, line.year, line.scope).unwrap();
    assert_eq!(printed(&session, id), "5");
    let reasons: Vec<String> =
        session.versions(id).unwrap().versions.into_iter().map(|one| one.reason).collect();
    assert_eq!(reasons[..2], ["取回之前", "取自备份"]);

    typed(&session, id, "7");
    session.restore_all(&backup).unwrap();
    assert_eq!(printed(&session, id), "5");
    assert_eq!(session.start().unwrap().organs.len(), 1);
    let before = session.backups().unwrap().backups.into_iter();
    let before = before.clone().find(|one| one.reason == "恢复之前").unwrap();
    session.restore_all(&before.path).unwrap();
    assert_eq!(printed(&session, id), "7");
    let bad = folder.path().join("坏.db");
    std::fs::write(&bad, "这不是数据库。".repeat(300)).unwrap();
    let refused = session.restore_all(bad.to_str().unwrap()).unwrap_err();
    assert!(refused.sentence.contains("不是“公开年报”的备份"), "{}", refused.sentence);
    assert_eq!(printed(&session, id), "7");
}

#[test]
fn one_file_carries_everything_to_another_computer() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let session = Session::open(here.path());
    let id = session.sound_example().unwrap();
    typed(&session, id, "5");
    let file = session.move_out(&here.path().join("搬").display().to_string(), false).unwrap();
    assert!(file.ends_with("搬.db"));
    assert_eq!(session.move_out(&file, false).unwrap_err().code, Code::Exists);
    let other = Session::open(there.path());
    other.restore_all(&file).unwrap();
    assert_eq!(printed(&other, id), "5");
}

#[test]
fn a_second_place_gets_every_backup_and_is_missed_after_a_month() {
    let (folder, stick) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let session = Session::open(folder.path());
    session.sound_example().unwrap();
    let nowhere = stick.path().join("没有").display().to_string();
    assert!(session.choose_second_place(&nowhere).is_err());
    let view = session.choose_second_place(&stick.path().display().to_string()).unwrap();
    assert!(view.second_there);
    assert_eq!(view.backups.iter().filter(|one| one.second).count(), 1);
    assert!(session.choose_second_place("").unwrap().second.is_empty());

    let at = |day: &str| {
        NaiveDate::parse_from_str(day, "%Y-%m-%d").unwrap().and_hms_opt(9, 0, 0).unwrap()
    };
    let place =
        SecondPlace { folder: Some(stick.path().to_owned()), seen: Some(at("2027-01-01").date()) };
    let said = |last: Option<NaiveDateTime>, now: &str| reminders(last, &place, at(now));
    assert!(said(Some(at("2027-01-30")), "2027-01-31").is_empty());
    assert_eq!(said(Some(at("2027-01-30")), "2027-02-01").len(), 1);
    assert_eq!(said(Some(at("2027-01-01")), "2027-01-09").len(), 1);
    assert_eq!(said(None, "2027-02-09").len(), 2);
}
