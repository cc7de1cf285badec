//! Versions taken back, compared, sealed; and what a long past costs.

use super::*;
use crate::report::{CellEdit, How};
use crate::session::TextEdit;
use gongkai_model::progress::ReportState;

const CELL: &str = "requests/new/natural_person";

fn example() -> (tempfile::TempDir, Session, i64) {
    let folder = tempfile::tempdir().unwrap();
    let session = Session::open(folder.path());
    let id = session.sound_example().unwrap();
    (folder, session, id)
}

fn typed(session: &Session, id: i64, text: &str) {
    let edit = CellEdit { cell: CELL.into(), text: text.to_owned(), how: How::Typed };
    session.edit_cells(id, vec![edit], false).unwrap();
    session.flush().unwrap();
}

fn report(session: &Session, id: i64) -> Report {
    session.snapshot(id).unwrap().stored.report.clone()
}

#[test]
fn yesterday_s_state_comes_back_whole_or_in_part_as_one_step_of_undo() {
    let (_folder, session, id) = example();
    let before = report(&session, id);
    typed(&session, id, "77");
    let text = TextEdit::After { chapter: 5, text: "改写了。".to_owned() };
    session.edit_text(id, text, false).unwrap();
    session.flush().unwrap();
    let spoilt = report(&session, id);
    let view = session.versions(id).unwrap();
    assert_eq!(view.versions.len(), 1);
    assert_eq!((view.versions[0].day.as_str(), view.versions[0].number), ("今天", 1));
    let version = view.versions[0].id;
    let differs = session.compare_versions(id, Some(version), None).unwrap();
    let cell = differs.cells.iter().find(|one| one.cell == CELL.into()).unwrap();
    assert_eq!(cell.after, "77");
    assert_eq!(differs.texts.len(), 1);

    let taken = TakenBack::Cell { cell: CELL.into() };
    session.take_back(id, version, &taken).unwrap();
    let part = report(&session, id);
    assert_eq!(part.figure(&CELL.into()), before.figure(&CELL.into()));
    assert_eq!(part.chapters, spoilt.chapters);
    let taken = TakenBack::Chapter { place: differs.texts[0].place.clone() };
    session.take_back(id, version, &taken).unwrap();
    assert_eq!(report(&session, id), before);
    session.undo(id).unwrap();
    session.undo(id).unwrap();
    assert_eq!(report(&session, id), spoilt);

    session.take_back(id, version, &TakenBack::All).unwrap();
    assert_eq!(report(&session, id), before);
    session.undo(id).unwrap();
    assert_eq!(report(&session, id), spoilt);
    session.flush().unwrap();
    let view = session.versions(id).unwrap();
    assert_eq!(view.versions[0].reason, "取回之前");
    assert!(view.versions.iter().any(|one| one.changed.starts_with("改了 ")), "{view:?}");
    let gone = session.take_back(id, 4711, &TakenBack::All).unwrap_err();
    assert!(gone.sentence.ends_with('。'));
}

#[test]
fn a_final_report_goes_back_with_a_reason_and_its_trail_is_told_and_printed() {
    let (folder, session, id) = example();
    let copy = folder.path().join("送审稿.docx").display().to_string();
    session.send_for_review(id, " 请科长审 ", &copy, false).unwrap();
    session.set_state(id, ReportState::Final, true, "").unwrap();
    let open = session.snapshot(id).unwrap();
    let finalised = open.finalised.clone().unwrap();
    assert_eq!((finalised.number, finalised.hash.len()), (2, 64));
    let version = session.versions(id).unwrap().versions[0].id;
    assert!(session.take_back(id, version, &TakenBack::All).is_err());
    assert!(session.send_for_review(id, "", &copy, true).is_err());

    let path = folder.path().join("年报.pdf").display().to_string();
    session.export_pdf(id, PageOptions::default(), &path, false).unwrap();
    let pdf = std::fs::read(&path).unwrap();
    assert!(String::from_utf8_lossy(&pdf).contains(&finalised.hash));
    let list = folder.path().join("核对单.pdf").display().to_string();
    session.export_check_list(id, &list, false).unwrap();
    let trail = folder.path().join("状态.pdf").display().to_string();
    session.export_trail(id, &trail, false).unwrap();

    let refused = session.set_state(id, ReportState::Draft, true, "  ").unwrap_err();
    assert!(refused.sentence.contains("原因"), "{}", refused.sentence);
    session.set_state(id, ReportState::Draft, true, "金额写错").unwrap();
    assert!(session.snapshot(id).unwrap().finalised.is_none());
    let steps: Vec<(String, String)> =
        session.versions(id).unwrap().trail.into_iter().map(|line| (line.step, line.why)).collect();
    let wanted = [("草稿", ""), ("送审", "请科长审"), ("定稿", ""), ("退回", "金额写错")];
    assert_eq!(steps, wanted.map(|(step, why)| (step.to_owned(), why.to_owned())));
    assert!(session.differing_finalised().unwrap().is_empty());
}

#[test]
fn a_version_of_another_form_comes_back_whole_with_its_labels() {
    let (_folder, session, id) = example();
    let before = report(&session, id);
    let forms = session.shared_forms();
    let year = before.year.unwrap();
    let mut other = Report::blank(forms.edition("2019").unwrap(), "青铜镇人民政府", year);
    other.labels.insert("disclosure/fees/amount".into(), "收费（旧称）".to_owned());
    let put = other.clone();
    session
        .change(move |store| Ok(store.replace(id, &put, None, VersionReason::BeforeImport)?))
        .unwrap();
    session.forget_steps(id);
    let version = session.versions(id).unwrap().versions[0].id;
    let taken = TakenBack::Cell { cell: CELL.into() };
    assert!(session.take_back(id, version, &taken).unwrap_err().sentence.contains("另一种格式"));
    session.take_back(id, version, &TakenBack::All).unwrap();
    assert_eq!(report(&session, id), before);
    let newest = session.versions(id).unwrap().versions[0].id;
    session.take_back(id, newest, &TakenBack::All).unwrap();
    session.close_all();
    assert_eq!(report(&session, id), other);
}

#[test]
fn of_a_long_past_no_more_is_read_at_opening_than_the_last_steps() {
    let (_folder, session, id) = example();
    for number in 0..100 {
        let text = format!("第{number}次改写，本年度主动公开政府信息。").repeat(100);
        let edit = TextEdit::After { chapter: number % 2 * 5, text };
        session.edit_text(id, edit, false).unwrap();
        session.flush().unwrap();
    }
    let steps = session.store().run(move |store| Ok(store.steps(id)?)).unwrap().unwrap();
    assert!((100_000..=256 * 1024 + 100).contains(&steps.len()), "{}", steps.len());
    session.close_all();
    assert!(session.report_view(id).unwrap().steps.undo.is_some());
}

#[test]
fn what_was_finalised_before_there_were_versions_gets_its_own() {
    let (_folder, session, id) = example();
    // The example's last year is published without ever having been finalised here.
    let last = session.snapshot(id).unwrap().last.as_ref().unwrap().id;
    assert!(session.snapshot(last).unwrap().finalised.is_none());
    assert!(session.differing_finalised().unwrap().is_empty());
    assert_eq!(session.snapshot(last).unwrap().finalised.clone().unwrap().number, 1);
    session.differing_finalised().unwrap();
    assert_eq!(session.versions(last).unwrap().versions.len(), 1);
}

#[test]
fn a_final_report_changed_from_outside_is_told_and_printed_as_it_was_finalised() {
    let (_folder, session, id) = example();
    session.set_state(id, ReportState::Final, true, "").unwrap();
    let before = report(&session, id);
    session
        .change(move |store| {
            let cells = [(CELL.into(), Cell::typed(4711))].into();
            Ok(store.keep(id, &gongkai_store::Change { cells, ..Default::default() })?)
        })
        .unwrap();
    assert_eq!(report(&session, id), before);
    let told = session.differing_finalised().unwrap();
    assert!(told.len() == 1 && told[0].contains("和定稿不一样"), "{told:?}");
}
