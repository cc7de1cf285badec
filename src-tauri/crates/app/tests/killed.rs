//! A program killed at any moment loses nothing it has said to be kept: while it writes, backs up,
//! restores, brings an old database up to date, imports, moves to another folder, closes.
//!
//! Sixty rounds; `cargo xtask torture` goes on for hours.

#![cfg(unix)]
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails where it cannot go on")]

use gongkai_app::{BackupReason, ImportTarget, Session};
use gongkai_model::organ::OrganKind;
use gongkai_model::report::Scope;
use gongkai_store::{FILE, Store};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const WORK: &str = "GONGKAI_KILLED_WORK";
const HOME: &str = "GONGKAI_KILLED_HOME";
const SECONDS: &str = "GONGKAI_TORTURE_SECONDS";
const CELL: &str = "requests/new/natural_person";
const ROUNDS: usize = 60;

const WORKS: [&str; 7] = ["writing", "backup", "restore", "upgrade", "import", "folder", "closing"];

/// The same numbers in every run.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

/// Which folder holds the data: written whole, as the window notes it.
fn data(home: &Path) -> PathBuf {
    home.join(fs::read_to_string(home.join("folder")).unwrap_or_else(|_| "data".to_owned()))
}

fn typed(session: &Session, id: i64, number: u64) {
    let edit = serde_json::json!({ "cell": CELL, "text": number.to_string(), "how": "typed" });
    session.edit_cells(id, vec![serde_json::from_value(edit).unwrap()], false).unwrap();
}

/// The report in hand of the example, and its figure.
fn kept(folder: &Path) -> (i64, u64) {
    let store = Store::open(folder).unwrap();
    store.examine_all().unwrap();
    assert_eq!(store.log_set_aside(), None);
    let listed = store.list().unwrap();
    let newest = listed.iter().filter(|one| one.year < 2030).max_by_key(|one| one.year).unwrap();
    let report = store.report(newest.id).unwrap().report;
    let figure = report.cells[&CELL.into()].printed();
    (newest.id, figure.parse().unwrap_or_default())
}

/// The program that will be killed.
fn work_for_ever(work: &str, home: &Path) -> ! {
    let folder = data(home);
    let (id, first) = kept(&folder);
    let session = Session::open(&folder);
    for number in first + 1.. {
        typed(&session, id, number);
        session.flush().unwrap();
        println!("kept {number}");
        match work {
            "backup" => drop(session.back_up(BackupReason::Asked).unwrap()),
            "restore" => {
                let backup = session.back_up(BackupReason::Asked).unwrap();
                session.restore_all(&backup.display().to_string()).unwrap();
            }
            "import" => import(&session, number),
            "folder" => {
                let home = home.to_owned();
                let name = format!("data{number}");
                let to = home.join(&name);
                let note = move || {
                    let noted = home.join("folder");
                    gongkai_platform::files::write_whole(noted, name.as_bytes(), true).unwrap();
                    Ok(())
                };
                session.move_to(&to, true, note).unwrap();
            }
            "closing" => {
                session.back_up_on_closing().unwrap();
                session.close();
                println!("closed");
                session.reopen(&data(home), true);
            }
            _ => {}
        }
    }
    unreachable!()
}

/// Puts a file in the place of another report again and again.
fn import(session: &Session, number: u64) {
    let text = format!(
        "青铜镇人民政府2030年政府信息公开工作年度报告\n\n一、总体情况\n\n这是第{number}次。\n"
    );
    session.preview_paste("", &text).unwrap();
    let target = ImportTarget {
        organ: "青铜镇人民政府".to_owned(),
        kind: OrganKind::Township,
        year: 2030,
        scope: Scope::Own,
        replace: true,
        sure: true,
    };
    session.accept_import(target).unwrap();
}

/// As an earlier version of the program left it: without the steps and marks that came last.
fn make_old(folder: &Path) {
    let file = rusqlite::Connection::open(folder.join(FILE)).unwrap();
    file.execute_batch(
        "DROP TABLE notes; DROP TABLE returned_copies; DROP TABLE steps; DROP TABLE file_marks;
         PRAGMA user_version = 5;",
    )
    .unwrap();
}

fn round(home: &Path, work: &str, numbers: &mut Numbers) -> u64 {
    let (_, before) = kept(&data(home));
    if work == "upgrade" {
        make_old(&data(home));
    }
    let mut program = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "a_killed_program_loses_nothing", "--nocapture"])
        .env(WORK, work)
        .env(HOME, home)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(program.stdout.take().unwrap()).lines().map_while(Result::ok);
    let mut told = lines.filter_map(|line| {
        line.split_once("kept ").and_then(|(_, number)| number.parse::<u64>().ok())
    });
    let mut last = before;
    if work != "upgrade" {
        last = told.next().expect("the program writes");
    }
    std::thread::sleep(Duration::from_millis(numbers.next(120)));
    assert!(program.try_wait().unwrap().is_none(), "{work}: it ended by itself");
    program.kill().unwrap();
    program.wait().unwrap();
    let last = told.last().unwrap_or(last);
    let (_, now) = kept(&data(home));
    assert!(now == last || now == last + 1, "{work}: kept {now}, told {last}");
    now - before
}

#[test]
fn a_killed_program_loses_nothing() {
    if let (Ok(work), Some(home)) = (std::env::var(WORK), std::env::var_os(HOME)) {
        work_for_ever(&work, Path::new(&home));
    }
    let seconds = std::env::var(SECONDS).ok().and_then(|seconds| seconds.parse().ok());
    let begun = Instant::now();
    let mut numbers = Numbers(seconds.unwrap_or(7));
    let (mut rounds, mut edits) = (0, 0);
    while rounds < ROUNDS || begun.elapsed().as_secs() < seconds.unwrap_or(0) {
        // A new home now and then: the old one grows.
        let home = tempfile::tempdir().unwrap();
        let session = Session::open(&data(home.path()));
        let id = session.open_example().unwrap();
        typed(&session, id, 1);
        session.flush().unwrap();
        session.close();
        for nth in 0..WORKS.len() * 3 {
            edits += round(home.path(), WORKS[nth % WORKS.len()], &mut numbers);
            rounds += 1;
        }
    }
    println!("{rounds} rounds in {} seconds, {edits} edits kept", begun.elapsed().as_secs());
}

/// Closed 0 to 200 ms after the last key: all of it is there, in one file.
#[test]
fn what_is_typed_before_closing_is_kept() {
    let home = tempfile::tempdir().unwrap();
    let folder = data(home.path());
    let session = Session::open(&folder);
    let id = session.open_example().unwrap();
    session.close();
    for round in 1..=200 {
        let session = Session::open(&folder);
        typed(&session, id, round);
        std::thread::sleep(Duration::from_millis(round * 7 % 201));
        typed(&session, id, round + 1000);
        // As the window does when it is closed.
        session.flush().unwrap();
        session.close();
        drop(session);
        assert!(!folder.join("gongkai.db-wal").exists(), "round {round}");
        let file = Store::open(&folder).unwrap();
        let figure = file.report(id).unwrap().report.cells[&CELL.into()].printed();
        assert_eq!(figure, (round + 1000).to_string(), "round {round}");
    }
}
