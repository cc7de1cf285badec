//! Layout alone, and layout, PDF and reading back, of a report of six pages and more.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a measure ends where it cannot go on")]

#[path = "../../../../tests/shipped/mod.rs"]
mod shipped;
mod six_pages;

use criterion::{Criterion, criterion_group, criterion_main};
use gongkai_compose::document;
use gongkai_export::{format_named, print, svg};
use gongkai_layout::{PageOptions, lay_out};
use gongkai_model::form::Forms;
use shipped::shipped;
use six_pages::report;
use std::hint::black_box;

fn page(criterion: &mut Criterion) {
    let (forms, fonts, options) = (Forms::official(), shipped(), PageOptions::default());
    let report = report(&forms, 0);
    let pages = lay_out(&document(&report, &forms), &options, &fonts);
    assert_eq!(pages.pages.len(), 6);
    criterion.bench_function("排版：六页", |bencher| {
        let document = document(&report, &forms);
        bencher.iter(|| lay_out(black_box(&document), &options, &fonts));
    });
    criterion.bench_function("排版、写 PDF、读回核对：六页", |bencher| {
        bencher.iter(|| print(black_box(&report), &forms, &options, &fonts));
    });
    // At most twice the time of a PDF.
    let ofd = format_named("ofd").expect("a kind of file");
    criterion.bench_function("排版、写 OFD、读回核对：六页", |bencher| {
        bencher.iter(|| ofd.file(black_box(&report), &forms, &options, &fonts));
    });
    criterion.bench_function("预览：一页", |bencher| {
        bencher.iter(|| svg(black_box(&pages.pages[0]), &fonts));
    });
}

criterion_group!(benches, page);
criterion_main!(benches);
