//! Opening the store of a county: 200 organs with eight years of reports each.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a measure ends where it cannot go on")]

use criterion::{Criterion, criterion_group, criterion_main};
use gongkai_model::form::Forms;
use gongkai_model::organ::OrganKind;
use gongkai_model::progress::ReportState;
use gongkai_model::report::{Cell, Report};
use gongkai_store::{Change, Store, VersionReason};
use std::hint::black_box;
use std::path::Path;

const ORGANS: i64 = 200;
const YEARS: std::ops::Range<i32> = 2019..2027;

fn fill(folder: &Path) {
    let forms = Forms::official();
    let mut store = Store::open(folder).unwrap();
    for organ in 0..ORGANS {
        let name = format!("第{organ}号机关");
        let id = store.add_organ(&name, OrganKind::Department).unwrap();
        for year in YEARS {
            let mut report = Report::blank(forms.for_year(year).unwrap(), &name, year);
            for (at, cell) in report.cells.values_mut().enumerate() {
                *cell = Cell::typed((organ + i64::from(year) + at as i64) % 97);
            }
            for chapter in &mut report.chapters {
                chapter.paragraphs = vec!["本年度主动公开政府信息。".repeat(20); 3];
            }
            store.create(id, &report, ReportState::Published, None).unwrap();
        }
    }
}

fn bench(bench: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path());
    bench.bench_function("store/open_and_list_1600", |b| {
        b.iter(|| {
            let store = Store::open_or_salvage(folder.path(), true).unwrap();
            let list = store.list().unwrap();
            assert_eq!(list.len(), 1600);
            black_box((store.organs().unwrap(), list));
        });
    });
    let mut store = Store::open(folder.path()).unwrap();
    let id = store.list().unwrap()[0].id;
    bench.bench_function("store/list_1600", |b| b.iter(|| black_box(store.list().unwrap())));
    bench.bench_function("store/report", |b| b.iter(|| black_box(store.report(id).unwrap())));
    let mut number = 0;
    bench.bench_function("store/save_one_cell", |b| {
        b.iter(|| {
            // A new figure each time: one that is there already is not written again.
            number += 1;
            let cells = [("requests/new/total".into(), Cell::typed(number))].into();
            store.keep(id, &Change { cells, ..Change::default() }).unwrap()
        });
    });
    bench.bench_function("store/version", |b| {
        b.iter(|| store.add_version(id, VersionReason::BeforeHandOver).unwrap());
    });
    let backup = folder.path().join("备份.db");
    bench.bench_function("store/backup_1600", |b| b.iter(|| store.backup(&backup).unwrap()));
    bench.bench_function("store/examine_1600", |b| b.iter(|| store.examine().unwrap()));
}

/// A year of work on one report: a version every day, each with another figure and another sentence.
fn long_past(bench: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path());
    let mut store = Store::open(folder.path()).unwrap();
    let ids: Vec<i64> = store.list().unwrap().iter().map(|one| one.id).step_by(8).collect();
    for (nth, id) in ids.iter().cycle().take(ids.len() * 30).enumerate() {
        let cells = [("requests/new/total".into(), Cell::typed(nth as i64))].into();
        store.keep(*id, &Change { cells, ..Change::default() }).unwrap();
        store.add_version(*id, VersionReason::BeforeHandOver).unwrap();
    }
    drop(store);
    bench.bench_function("store/open_with_long_past", |b| {
        b.iter(|| black_box(Store::open_or_salvage(folder.path(), true).unwrap()));
    });
}

criterion_group!(benches, bench, long_past);
criterion_main!(benches);
