//! Every write, sync, truncation, rename and removal of the program's work on its data fails once: it says
//! so in a sentence, nothing that was kept is lost, and no backup is half there.

#![cfg(target_os = "linux")]
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails where it cannot go on")]

use gongkai_app::{BackupReason, Failure, Session};
use gongkai_store::Store;
use gongkai_store::backup::{self, FOLDER, OpenedBackup};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

const HOME: &str = "GONGKAI_FAULTS_HOME";
const CELL: &str = "requests/new/natural_person";
/// Beyond so many calls of a kind on one thread nothing new is done.
const MOST: usize = 70;

/// What fails, and how.
const CALLS: [(&str, &str); 8] = [
    ("write", "ENOSPC"),
    ("pwrite64", "EIO"),
    ("fsync", "EIO"),
    ("fdatasync", "EIO"),
    ("ftruncate", "EIO"),
    ("rename", "EACCES"),
    ("unlink", "EACCES"),
    ("copy_file_range", "ENOSPC"),
];

/// What of the output may be lost: it is written with the calls that fail.
fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

fn typed(session: &Session, id: i64, number: u64) -> Result<(), Failure> {
    let edit = serde_json::json!({ "cell": CELL, "text": number.to_string(), "how": "typed" });
    session.edit_cells(id, vec![serde_json::from_value(edit).unwrap()], false)?;
    session.flush()
}

/// The program in which a call fails.
fn work(home: &Path) {
    let folder = home.join("data");
    let session = Session::open_known(&folder, true);
    session.reopen(&folder, true);
    let told = |done: Result<(), Failure>| match done {
        Ok(()) => true,
        Err(failure) => {
            say(&format!("failed {}", failure.sentence));
            false
        }
    };
    let mut id = 0;
    told(session.start().map(|start| {
        id = start.reports.iter().max_by_key(|one| one.listed.year).unwrap().listed.id;
    }));
    for number in 1..=4 {
        if told(typed(&session, id, number)) {
            say(&format!("kept {number}"));
        }
        match number {
            1 => drop(told(session.back_up(BackupReason::Asked).map(drop))),
            2 => {
                let backup = backup::list(&folder.join(FOLDER)).into_iter().next();
                if let Some(backup) = backup {
                    let back = session.restore_all(&backup.path.display().to_string());
                    if told(back) {
                        say("restored");
                    }
                }
            }
            _ => {}
        }
    }
    told(session.back_up_on_closing());
    told(session.flush());
    session.close();
    say("done");
}

fn run(home: &Path, fault: Option<(&str, &str, usize)>) -> String {
    let mut strace = Command::new("strace");
    strace.args(["-f", "-qq", "-o", "/dev/null"]);
    if let Some((call, error, nth)) = fault {
        strace.args(["-e", &format!("trace={call}")]);
        strace.args(["-e", &format!("inject={call}:error={error}:when={nth}")]);
    }
    let output = strace
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "what_fails_once_is_said_and_loses_nothing", "--nocapture"])
        .env(HOME, home)
        .env("TMPDIR", home.join("temporary"))
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    // Output may fail, too, which ends the program of the test before or after its work.
    assert!(
        output.status.success() || !said.contains("kept") || said.contains("done"),
        "{fault:?}: {said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    said
}

/// What the program said had failed.
fn failures(said: &str) -> Vec<&str> {
    said.lines().filter_map(|line| line.strip_prefix("failed ")).collect()
}

/// The data are whole, and what was said to be kept is there.
fn check(home: &Path, said: &str, fault: &str) {
    assert!(!said.contains("程序自己出了错"), "{fault}: {said}");
    for sentence in failures(said) {
        assert!(sentence.ends_with('。'), "{fault}: {sentence}");
    }
    let store = Store::open(&home.join("data")).unwrap();
    store.examine_all().unwrap_or_else(|error| panic!("{fault}: {error} after {said}"));
    let newest = store.list().unwrap().into_iter().max_by_key(|one| one.year).unwrap();
    let figure = store.report(newest.id).unwrap().report.cells[&CELL.into()].printed();
    let kept = said.lines().filter_map(|line| line.strip_prefix("kept ")).next_back();
    let kept: u64 = kept.map_or(0, |number| number.parse().unwrap());
    // The last edit may be there without having been said, and after the second there is a restore.
    let figure: u64 = figure.parse().unwrap_or_default();
    let back = if kept <= 2 || said.contains("restored") { 1 } else { kept };
    assert!(figure >= kept || figure == back, "{fault}: {figure} after {said}");
    for backup in backup::list(&home.join("data").join(FOLDER)) {
        assert!(OpenedBackup::open(&backup.path).is_ok(), "{fault}: {}", backup.path.display());
    }
}

#[test]
fn what_fails_once_is_said_and_loses_nothing() {
    if let Some(home) = std::env::var_os(HOME) {
        return work(Path::new(&home));
    }
    let works = Command::new("strace").args(["-qq", "-o", "/dev/null", "true"]).status();
    if !works.is_ok_and(|status| status.success()) {
        println!("There is no strace here, or it may not trace: skipped.");
        return;
    }
    let made = || {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir(home.path().join("temporary")).unwrap();
        let session = Session::open(&home.path().join("data"));
        session.open_example().unwrap();
        session.close();
        home
    };
    let home = made();
    let said = run(home.path(), None);
    assert!(said.contains("kept 4") && said.contains("done"), "{said}");
    assert!(failures(&said).is_empty(), "{said}");
    check(home.path(), &said, "nothing failed");
    let (mut runs, mut told) = (0, 0);
    for (call, error) in CALLS {
        let mut unharmed = 0;
        for nth in 1..=MOST {
            let home = made();
            let said = run(home.path(), Some((call, error, nth)));
            check(home.path(), &said, &format!("{call} {nth}"));
            runs += 1;
            told += usize::from(!failures(&said).is_empty());
            // Where nothing fails any more there are no more calls of this kind.
            unharmed = if failures(&said).is_empty() { unharmed + 1 } else { 0 };
            if unharmed == 12 {
                break;
            }
        }
    }
    println!("{runs} runs with a call that failed, {told} of them said so");
    assert!(told > 20);
}
