//! A program that is killed while it saves leaves the report whole: as before the edit, or after.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails where it cannot go on")]

use gongkai_model::form::Forms;
use gongkai_model::organ::OrganKind;
use gongkai_model::progress::ReportState;
use gongkai_model::report::{Cell, Report};
use gongkai_store::{Store, VersionReason};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

const FOLDER: &str = "GONGKAI_KILLED_TEST_FOLDER";

/// Every figure and the text are `number`.
fn report(number: i64) -> Report {
    let forms = Forms::official();
    let mut report = Report::blank(forms.edition("2021").unwrap(), "青铜镇人民政府", 2026);
    for cell in report.cells.values_mut() {
        *cell = Cell::typed(number);
    }
    report.preface = vec![number.to_string().repeat(2000)];
    report
}

/// The program that will be killed: saves one whole report after another, for ever.
fn save_for_ever(folder: &Path) -> ! {
    let mut store = Store::open(folder).unwrap();
    let id = store.list().unwrap()[0].id;
    for number in 1.. {
        store.replace(id, &report(number), None, VersionReason::BeforeReplacement).unwrap();
        println!("saved {number}");
    }
    unreachable!()
}

#[test]
fn a_killed_program_leaves_a_whole_report() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        save_for_ever(Path::new(&folder));
    }
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(folder.path()).unwrap();
    let organ = store.add_organ("青铜镇人民政府", OrganKind::Township).unwrap();
    let id = store.create(organ, &report(0), ReportState::Draft, None).unwrap();
    drop(store);

    for round in 0..6 {
        let mut program = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "a_killed_program_leaves_a_whole_report", "--nocapture"])
            .env(FOLDER, folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(program.stdout.take().unwrap()).lines();
        let mut saved = lines.map_while(Result::ok).filter_map(|line| {
            line.split_once("saved ").and_then(|(_, number)| number.parse::<i64>().ok())
        });
        let told = saved.next().expect("the program saves");
        std::thread::sleep(Duration::from_millis(3 * round + 1));
        program.kill().unwrap();
        program.wait().unwrap();
        let told = saved.last().unwrap_or(told);

        let store = Store::open(folder.path()).unwrap();
        let kept = store.report(id).unwrap().report;
        let number = kept.preface[0].len() / 2000;
        let number: i64 = kept.preface[0][..number].parse().unwrap();
        assert_eq!(kept, report(number));
        assert!(number == told || number == told + 1, "kept {number}, told {told}");
    }
}
