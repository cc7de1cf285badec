//! 560 damaged databases, always the same: none of them locks a report out that can be read, none makes
//! a figure another, and more is read than SQLite's own `.recover` reads.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails where it cannot go on")]

use gongkai_model::form::{CellId, Forms};
use gongkai_model::organ::OrganKind;
use gongkai_model::progress::ReportState;
use gongkai_model::report::{Cell, Figure, Report};
use gongkai_store::{Change, FILE, Store, StoreError, VersionReason};
use rusqlite::Connection;
use rusqlite::config::DbConfig;
use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const LOG: &str = "gongkai.db-wal";
const REPORTS: i64 = 4;
const PAGE: usize = 4096;

/// The same numbers in every run.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Truncated,
    BytesFlipped,
    PagesZeroed,
    PagesOverwritten,
    LogMissing,
    LogFlipped,
    LogForeign,
    HeadSpoilt,
    Foreign,
    Older,
}

const KINDS: [(Kind, usize); 10] = [
    (Kind::Truncated, 80),
    (Kind::BytesFlipped, 140),
    (Kind::PagesZeroed, 120),
    (Kind::PagesOverwritten, 60),
    (Kind::LogMissing, 20),
    (Kind::LogFlipped, 40),
    (Kind::LogForeign, 20),
    (Kind::HeadSpoilt, 40),
    (Kind::Foreign, 10),
    (Kind::Older, 30),
];

/// A database and its log, and what the reports in them say.
#[derive(Clone)]
struct Whole {
    file: Vec<u8>,
    log: Vec<u8>,
    figures: Figures,
    /// Without the log.
    before: Figures,
}

type Figures = BTreeMap<(i64, CellId), Figure>;

fn report(number: i64) -> Report {
    let forms = Forms::official();
    let edition = forms.edition(if number % 2 == 0 { "2021" } else { "2019" }).unwrap();
    let year = if number % 2 == 0 { 2026 } else { 2020 };
    let mut report = Report::blank(edition, &format!("第{number}号机关"), year);
    for (at, cell) in report.cells.values_mut().enumerate() {
        // Every tenth is blank, every fourteenth 未读到.
        *cell = match at {
            at if at % 10 == 3 => Cell::default(),
            at if at % 14 == 5 => Cell { figure: Figure::Unread, ..Cell::default() },
            at => Cell::typed(number * 100_000 + at as i64 * 7),
        };
    }
    for chapter in &mut report.chapters {
        chapter.paragraphs =
            vec![format!("第{number}号机关主动公开政府信息。").repeat(40); 3];
    }
    report
}

fn read(store: &Store) -> Figures {
    let mut figures = Figures::new();
    for one in store.list().unwrap() {
        let report = store.report(one.id).unwrap().report;
        figures.extend(report.cells.iter().map(|(id, cell)| ((one.id, id.clone()), cell.figure)));
    }
    figures
}

/// As a program that is killed leaves it, some edits in the file and some in the log.
fn whole() -> Whole {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(folder.path()).unwrap();
    for number in 1..=REPORTS {
        let organ = store.add_organ(&format!("第{number}号机关"), OrganKind::Township).unwrap();
        let file = vec![number as u8; 9_000];
        store.create(organ, &report(number), ReportState::Draft, Some(("a.doc", &file))).unwrap();
    }
    store.add_version(2, VersionReason::BeforeHandOver).unwrap();
    store.write_back().unwrap();
    let before = read(&store);
    for number in 1..=REPORTS {
        let cells = [("requests/new/natural_person".into(), Cell::typed(number + 40))].into();
        store.keep(number, &Change { cells, ..Change::default() }).unwrap();
    }
    let [file, log] = [FILE, LOG].map(|name| fs::read(folder.path().join(name)).unwrap());
    Whole { file, log, figures: read(&store), before }
}

/// One without a log, which most are.
fn written_back(whole: &Whole) -> Whole {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), whole);
    drop(Store::open(folder.path()).unwrap());
    Whole { file: fs::read(folder.path().join(FILE)).unwrap(), log: Vec::new(), ..whole.clone() }
}

/// As the first version of the program had it, with these reports' figures.
fn older(whole: &Whole) -> Whole {
    let folder = tempfile::tempdir().unwrap();
    let old = Connection::open(folder.path().join(FILE)).unwrap();
    old.execute_batch(include_str!("../migrations/0001.sql")).unwrap();
    old.pragma_update(None, "user_version", 1).unwrap();
    write(&folder.path().join("new"), whole);
    let new = folder.path().join("new").join(FILE);
    old.execute("ATTACH ?1 AS new", [new.to_str().unwrap()]).unwrap();
    old.execute_batch(
        "INSERT INTO organs SELECT * FROM new.organs;
         INSERT INTO reports SELECT id, organ_id, year, scope, edition, state, saved_at, NULL, NULL,
             deleted_at FROM new.reports;
         INSERT INTO cells SELECT * FROM new.cells; INSERT INTO texts SELECT * FROM new.texts;
         DETACH new;",
    )
    .unwrap();
    old.close().unwrap();
    Whole { file: fs::read(folder.path().join(FILE)).unwrap(), log: Vec::new(), ..whole.clone() }
}

fn write(folder: &Path, whole: &Whole) {
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join(FILE), &whole.file).unwrap();
    if !whole.log.is_empty() {
        fs::write(folder.join(LOG), &whole.log).unwrap();
    }
}

fn damage(kind: Kind, bytes: &mut Whole, numbers: &mut Numbers) {
    let length = bytes.file.len();
    let pages = length / PAGE;
    match kind {
        Kind::Truncated => bytes.file.truncate(1 + numbers.next(length - 1)),
        Kind::BytesFlipped | Kind::Older => {
            for _ in 0..=numbers.next(40) {
                bytes.file[numbers.next(length)] ^= 1 << numbers.next(8);
            }
        }
        Kind::PagesZeroed => {
            for _ in 0..=numbers.next(3) {
                let page = numbers.next(pages);
                bytes.file[page * PAGE..(page + 1) * PAGE].fill(0);
            }
        }
        Kind::PagesOverwritten => {
            // A piece of one page stands in the middle of another.
            let (from, to) = (numbers.next(pages) * PAGE, numbers.next(pages) * PAGE);
            bytes.file.copy_within(from..from + PAGE / 2, to + numbers.next(PAGE / 2));
        }
        Kind::LogMissing => bytes.log.clear(),
        Kind::LogFlipped => {
            let length = bytes.log.len();
            bytes.log[numbers.next(length)] ^= 1 << numbers.next(8);
        }
        Kind::LogForeign => bytes.log = whole().log,
        Kind::HeadSpoilt => {
            for _ in 0..=numbers.next(20) {
                bytes.file[numbers.next(100)] = numbers.next(256) as u8;
            }
        }
        Kind::Foreign => bytes.file = (0..length).map(|_| numbers.next(256) as u8).collect(),
    }
}

/// Figures that stand as they were, as they were before the log, with a digit spoilt on the disk, and
/// others.
#[derive(Default)]
struct Compared {
    right: usize,
    earlier: usize,
    spoilt: usize,
    wrong: Vec<String>,
}

fn compared(whole: &Whole, now: &Figures) -> Compared {
    let mut compared = Compared::default();
    for (cell, figure) in now {
        let before = whole.figures.get(cell);
        if before == Some(figure) {
            compared.right += 1;
        } else if whole.before.get(cell) == Some(figure) {
            compared.earlier += 1;
        } else if before.is_some_and(|before| is_spoilt(*before, *figure)) {
            compared.spoilt += 1;
        } else if *figure != Figure::Unread {
            compared.wrong.push(format!("{cell:?}: {before:?} is {figure:?}"));
        }
    }
    compared
}

/// A bit of one digit makes it another, which nobody can know.
fn is_spoilt(before: Figure, now: Figure) -> bool {
    let (Figure::Number(before), Figure::Number(now)) = (before, now) else { return false };
    let (before, now) = (before.to_string(), now.to_string());
    // A first digit that became 0 is gone.
    let now = format!("{now:0>width$}", width = before.len());
    before.bytes().zip(now.bytes()).filter(|(one, other)| one != other).count() <= 2
}

/// What SQLite reads of it by itself, row after row until it gives up.
fn plainly_read(folder: &Path) -> Figures {
    let mut figures = Figures::new();
    let Ok(read) = Connection::open(folder.join(FILE)) else { return figures };
    read_figures(&read, "SELECT report_id, cell, figure FROM cells", &mut figures);
    figures
}

fn read_figures(from: &Connection, sql: &str, figures: &mut Figures) {
    let Ok(mut query) = from.prepare(sql) else { return };
    let rows = query.query_map([], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, Option<String>>(2)?))
    });
    for (report, cell, figure) in rows.into_iter().flatten().map_while(Result::ok) {
        let figure = match figure.as_deref() {
            None => Figure::Unread,
            Some("") => Figure::Blank,
            Some(text) => text.parse().map_or(Figure::Unread, Figure::Number),
        };
        figures.insert((report, CellId::from(cell.as_str())), figure);
    }
}

/// SQLite's own command, where it is on this computer and can recover; Debian's is built without that.
fn sqlite3() -> Option<String> {
    let name = std::env::var("SQLITE3").unwrap_or_else(|_| "sqlite3".to_owned());
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &whole());
    let works = recovered(&name, folder.path()).is_some_and(|figures| !figures.is_empty());
    works.then_some(name)
}

/// What SQLite's own command reads of it.
fn recovered(sqlite3: &str, folder: &Path) -> Option<Figures> {
    let mut recover = Command::new(sqlite3)
        .arg(folder.join(FILE))
        .arg(".recover")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let out = folder.join("recovered.db");
    let mut sql = Vec::new();
    recover.stdout.take()?.read_to_end(&mut sql).ok()?;
    recover.wait().ok()?;
    let read = Connection::open(&out).ok()?;
    read.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, false).ok()?;
    let _ = read.execute_batch(&String::from_utf8_lossy(&sql));
    let mut figures = Figures::new();
    for sql in [
        "SELECT report_id, cell, figure FROM cells",
        "SELECT c0, c1, c2 FROM lost_and_found WHERE nfield = 5 AND id IS NULL",
    ] {
        read_figures(&read, sql, &mut figures);
    }
    Some(figures)
}

/// What came of the databases of a kind.
#[derive(Default)]
struct Sums {
    databases: usize,
    opened: usize,
    figures: usize,
    right: usize,
    earlier: usize,
    spoilt: usize,
    plain: usize,
    recovered: usize,
    recovered_others: usize,
}

#[test]
fn no_damage_locks_a_readable_report_out() {
    let mut numbers = Numbers(17);
    let with_log = whole();
    let alone = written_back(&with_log);
    let old = older(&alone);
    let mut sums: BTreeMap<Kind, Sums> = BTreeMap::new();
    let tool = sqlite3();
    for (kind, count) in KINDS {
        for round in 0..count {
            let mut bytes = match kind {
                Kind::LogMissing | Kind::LogFlipped | Kind::LogForeign => with_log.clone(),
                Kind::Older => old.clone(),
                _ => alone.clone(),
            };
            damage(kind, &mut bytes, &mut numbers);
            let folder = tempfile::tempdir().unwrap();
            write(folder.path(), &bytes);
            let copy = folder.path().join("copy");
            write(&copy, &bytes);
            let said = tool.as_ref().and_then(|sqlite3| recovered(sqlite3, &copy));
            let said = [said.unwrap_or_default(), plainly_read(&copy)];
            let sum = sums.entry(kind).or_default();
            one(kind, round, folder.path(), &bytes, &said, sum);
        }
    }
    print(&sums, tool.is_some());
    let total = |of: fn(&Sums) -> usize| sums.values().map(of).sum::<usize>();
    assert!(total(|sum| sum.databases) >= 500);
    assert!(total(|sum| sum.right) > total(|sum| sum.plain));
    if tool.is_some() {
        assert!(total(|sum| sum.right) >= total(|sum| sum.recovered));
    } else {
        println!("No `sqlite3` here can `.recover`: skipped comparing with it.");
    }
}

fn one(
    kind: Kind,
    round: usize,
    folder: &Path,
    bytes: &Whole,
    [recovered, plain]: &[Figures; 2],
    sum: &mut Sums,
) {
    let what = format!("{kind:?} {round}");
    sum.databases += 1;
    sum.figures += bytes.figures.len();
    let by_sqlite = compared(bytes, recovered);
    let plain = compared(bytes, plain).right;
    sum.plain += plain;
    sum.recovered += by_sqlite.right;
    sum.recovered_others += by_sqlite.earlier + by_sqlite.spoilt + by_sqlite.wrong.len();
    match Store::open_or_salvage(folder, true) {
        Ok(store) => {
            let store = match store.examine_all() {
                Ok(()) => store,
                Err(error) => {
                    assert!(matches!(error, StoreError::Damaged { .. }), "{what}: {error:?}");
                    store.abandon().unwrap();
                    Store::salvage_now(folder).unwrap()
                }
            };
            store.examine_all().unwrap();
            sum.opened += 1;
            let compared = compared(bytes, &read(&store));
            assert!(compared.wrong.is_empty(), "{what}: {:?}", compared.wrong);
            sum.right += compared.right;
            sum.earlier += compared.earlier;
            sum.spoilt += compared.spoilt;
            // A value that is found later than the upgrade is set aside as it is after it.
            if store.salvaged().unwrap().is_some() && kind != Kind::Older {
                assert!(
                    lies_aside(folder, &bytes.file),
                    "{what}: the damaged file is not as it was"
                );
            }
        }
        Err(error) => {
            let read = by_sqlite.right.max(plain);
            assert_eq!(read, 0, "{what}: {error}, and SQLite reads {read} figures");
            assert_eq!(fs::read(folder.join(FILE)).unwrap(), bytes.file, "{what}");
        }
    }
}

fn lies_aside(folder: &Path, bytes: &[u8]) -> bool {
    let aside = fs::read_dir(folder.join(gongkai_store::SET_ASIDE)).unwrap().flatten();
    let files: Vec<PathBuf> = aside.map(|one| one.path().join(FILE)).collect();
    files.iter().any(|file| fs::read(file).is_ok_and(|held| held == bytes))
}

fn print(sums: &BTreeMap<Kind, Sums>, tool: bool) {
    println!(
        "damage, databases, opened, figures read, earlier, a digit spoilt, by SQLite, by .recover, others"
    );
    for (kind, sum) in sums {
        let share = |of: usize| of as f64 * 100.0 / sum.figures as f64;
        println!(
            "{kind:?}, {}, {}, {:.1} %, {}, {}, {:.1} %, {:.1} %, {}",
            sum.databases,
            sum.opened,
            share(sum.right),
            sum.earlier,
            sum.spoilt,
            share(sum.plain),
            if tool { share(sum.recovered) } else { f64::NAN },
            sum.recovered_others
        );
    }
}
