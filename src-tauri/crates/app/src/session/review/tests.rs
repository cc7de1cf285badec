use super::*;
use crate::report::{CellEdit, How};
use crate::session::TextEdit;
use gongkai_compare::ChangedBy;
use gongkai_model::report::Figure;
use std::io::{Cursor, Read as _, Write as _};
use std::path::PathBuf;

const CELL: &str = "requests/new/business";

fn example() -> (tempfile::TempDir, Session, i64) {
    let folder = tempfile::tempdir().unwrap();
    let session = Session::open(&folder.path().join("data"));
    let id = session.sound_example().unwrap();
    (folder, session, id)
}

fn view(session: &Session, id: i64) -> ReviewView {
    session.review(id, Path::new("")).unwrap()
}

fn sent(folder: &tempfile::TempDir, session: &Session, id: i64) -> PathBuf {
    let path = folder.path().join("送审稿.docx");
    session.send_for_review(id, "请李局审", path.to_str().unwrap(), true).unwrap();
    path
}

/// The file with its parts changed.
fn changed(file: &Path, change: impl Fn(&str, String) -> String) -> PathBuf {
    let mut read = zip::ZipArchive::new(std::fs::File::open(file).unwrap()).unwrap();
    let mut written = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..read.len() {
        let mut part = read.by_index(at).unwrap();
        let (name, mut text) = (part.name().unwrap().into_owned(), String::new());
        part.read_to_string(&mut text).unwrap();
        written.start_file(&name, zip::write::SimpleFileOptions::default()).unwrap();
        written.write_all(change(&name, text).as_bytes()).unwrap();
    }
    let path = file.with_file_name("取回.docx");
    std::fs::write(&path, written.finish().unwrap().into_inner()).unwrap();
    path
}

/// A word of the text put in the place of another.
fn replaced(file: &Path, from: &str, to: &str) -> PathBuf {
    changed(file, |name, text| match name {
        "word/document.xml" => {
            assert!(text.contains(from), "{from}");
            text.replacen(from, to, 1)
        }
        _ => text,
    })
}

#[test]
fn a_copy_that_comes_back_as_it_was_sent_differs_nowhere() {
    let (folder, session, id) = example();
    let file = sent(&folder, &session, id);
    session.read_returned(id, &file).unwrap();
    let returned = view(&session, id).returned.unwrap();
    assert!(returned.cells.is_empty() && returned.texts.is_empty(), "{returned:#?}");
    assert!(returned.said.is_empty(), "{:?}", returned.said);
    assert!(returned.base.starts_with("第 "));
}

#[test]
fn while_it_is_out_for_review_it_says_how_it_differs() {
    let (folder, session, id) = example();
    assert!(view(&session, id).status.is_none());
    sent(&folder, &session, id);
    let status = view(&session, id).status.unwrap();
    assert_eq!((status.why.as_str(), status.changed.as_str()), ("请李局审", ""));
    let edit = CellEdit { cell: CELL.into(), text: "7".to_owned(), how: How::Typed };
    let edited = session.edit_cells(id, vec![edit], false).unwrap();
    // The figure, and the totals that follow from it.
    assert!(edited.review.unwrap().changed.starts_with("改了 "));
    session.end_review(id).unwrap();
    assert!(view(&session, id).status.is_none());
    assert!(session.end_review(id).is_err());
}

#[test]
fn each_difference_is_taken_over_alone_and_undone() {
    let (folder, session, id) = example();
    let report = |session: &Session| session.snapshot(id).unwrap().stored.report.clone();
    let before = report(&session);
    let text = before.chapters[0].paragraphs.last().unwrap().clone();
    let file = sent(&folder, &session, id);
    let (first, _) = text.char_indices().nth(1).unwrap();
    let words = format!("{}改{}", &text[..first], &text[first..]);
    let back = replaced(&file, &text, &words);
    // Typed here meanwhile: another paragraph, and a figure.
    let other = TextEdit::After { chapter: 5, text: "这边改的。".to_owned() };
    session.edit_text(id, other, false).unwrap();
    session.read_returned(id, &back).unwrap();
    let returned = view(&session, id).returned.unwrap();
    let theirs: Vec<_> = returned.texts.iter().filter(|t| t.by == ChangedBy::Theirs).collect();
    assert_eq!(theirs.len(), 1, "{returned:#?}");
    assert!(returned.texts.iter().any(|one| one.by == ChangedBy::Ours));
    let now = report(&session);
    session.take_returned(id, &[theirs[0].key.clone()]).unwrap();
    let taken = report(&session);
    assert_eq!(taken.chapters[0].paragraphs.last().unwrap(), &words);
    assert_eq!(taken.chapters[5], now.chapters[5]);
    assert!(session.take_returned(id, &[theirs[0].key.clone()]).is_err());
    session.undo(id).unwrap();
    assert_eq!(report(&session), now);
    // Turned down it stays listed, after a restart, too.
    session.reject_returned(id, vec![theirs[0].key.clone()], true).unwrap();
    session.flush().unwrap();
    let folder_of_data = folder.path().join("data");
    drop(session);
    let session = Session::open(&folder_of_data);
    let returned = view(&session, id).returned.unwrap();
    assert!(returned.texts.iter().any(|one| one.rejected), "{returned:#?}");
    assert_eq!(report(&session), now);
}

#[test]
fn figures_come_back_with_their_totals_and_where_both_changed_both_are_shown() {
    let (folder, session, id) = example();
    let put = |text: &str| {
        let edit = CellEdit { cell: CELL.into(), text: text.to_owned(), how: How::Typed };
        session.edit_cells(id, vec![edit], false).unwrap();
    };
    put("3141");
    let file = sent(&folder, &session, id);
    let back = replaced(&file, ">3141<", ">27<");
    session.read_returned(id, &back).unwrap();
    let cell = || {
        let returned = view(&session, id).returned.unwrap();
        returned.cells.into_iter().find(|one| one.cell.as_str() == CELL).unwrap()
    };
    let found = cell();
    assert_eq!((found.by, found.base.as_str()), (ChangedBy::Theirs, "3141"));
    assert_eq!((found.theirs.as_str(), found.ours.as_str()), ("27", "3141"));
    put("5");
    assert_eq!((cell().by, cell().ours), (ChangedBy::Both, "5".to_owned()));
    session.take_returned(id, &[found.key]).unwrap();
    let report = session.snapshot(id).unwrap().stored.report.clone();
    assert_eq!(report.figure(&CELL.into()), Figure::from(27));
    let total = report.cells[&"requests/new/total".into()].clone();
    assert_eq!(total.origin, gongkai_model::report::Origin::Computed);
}

#[test]
fn comments_become_notes_at_their_place() {
    let (folder, session, id) = example();
    let file = sent(&folder, &session, id);
    let text = session.snapshot(id).unwrap().stored.report.chapters[0].paragraphs[0].clone();
    let comments = "<w:comments xmlns:w=\"x\"><w:comment w:id=\"0\" w:author=\"李局\" \
        w:date=\"2027-01-20T10:00:00Z\"><w:p><w:r><w:t>写短些</w:t></w:r></w:p></w:comment></w:comments>";
    let back = changed(&file, |name, part| match name {
        "word/document.xml" => {
            let run = format!("<w:t xml:space=\"preserve\">{text}</w:t></w:r>");
            assert!(part.contains(&run));
            part.replacen(&run, &format!("{run}<w:r><w:commentReference w:id=\"0\"/></w:r>"), 1)
        }
        // A part of the file in the place of another that is not read.
        "word/fontTable3.xml" | "word/fontTable.xml" => part,
        _ => part,
    });
    let mut file = std::fs::OpenOptions::new().read(true).write(true).open(&back).unwrap();
    let mut added = zip::ZipWriter::new_append(&mut file).unwrap();
    added.start_file("word/comments.xml", zip::write::SimpleFileOptions::default()).unwrap();
    added.write_all(comments.as_bytes()).unwrap();
    added.finish().unwrap();
    for _ in 0..2 {
        // Read twice, a note is one.
        session.read_returned(id, &back).unwrap();
    }
    let notes = view(&session, id).notes;
    assert_eq!(notes.len(), 1, "{notes:?}");
    assert_eq!((notes[0].who.as_str(), notes[0].text.as_str()), ("李局", "写短些"));
    assert_eq!(notes[0].place, Some(gongkai_model::place::Place::chapter("overview")));
    assert!(session.tick_note(id, notes[0].id, true).unwrap()[0].done);
    assert!(session.tick_note(id, 99, true).is_err());
}

#[test]
fn what_is_no_copy_of_this_report_is_refused_with_a_sentence() {
    let (folder, session, id) = example();
    let last = session.snapshot(id).unwrap().last.as_ref().unwrap().id;
    let other = folder.path().join("去年.docx");
    let path = folder.path().join("去年").display().to_string();
    let options = gongkai_layout::PageOptions::default();
    session.export_files(last, &["docx".to_owned()], options, &path, true).unwrap();
    let refused = session.read_returned(id, &other).unwrap_err();
    assert!(refused.sentence.contains("不是这份年报的审改稿"), "{}", refused.sentence);
    let refused = session.read_returned_words(id, "无关的话。").unwrap_err();
    assert!(refused.sentence.ends_with('。'), "{}", refused.sentence);
    assert!(view(&session, id).returned.is_none());
    assert!(session.take_returned(id, &[]).is_err());

    // The tables deleted: the figures stay as they are, and it is said.
    let file = sent(&folder, &session, id);
    let before = session.snapshot(id).unwrap().stored.report.clone();
    let back = changed(&file, |name, text| match name {
        "word/document.xml" => {
            let mut out = String::new();
            for (at, piece) in text.split("<w:tbl>").enumerate() {
                match at {
                    0 => out.push_str(piece),
                    _ => out.push_str(piece.split_once("</w:tbl>").unwrap().1),
                }
            }
            out
        }
        _ => text,
    });
    session.read_returned(id, &back).unwrap();
    let returned = view(&session, id).returned.unwrap();
    assert!(returned.said.iter().any(|said| said.contains("没有这份年报的表格")), "{returned:#?}");
    assert!(returned.cells.is_empty() && returned.texts.is_empty(), "{returned:#?}");
    assert_eq!(session.snapshot(id).unwrap().stored.report, before);
}
