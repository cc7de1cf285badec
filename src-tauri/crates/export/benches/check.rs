//! How long all rules take on one report with last year's beside it (aim: under 1 ms), the
//! comparison of the two, and a report of a folder from its file to its findings (aim: a thousand
//! in 20 s).

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a measure ends where it cannot go on")]

#[path = "../../../../tests/shipped/mod.rs"]
mod shipped;

use criterion::{Criterion, criterion_group, criterion_main};
use gongkai_check::{Case, Settings, check, published};
use gongkai_compare::compare;
use gongkai_model::form::Forms;
use gongkai_model::report::{Cell, Origin, Report};
use shipped::shipped;
use std::hint::black_box;

/// A report of usual length: about 2,500 characters of text and every figure given.
fn report(forms: &Forms, edition: &str, year: i32) -> Report {
    let form = forms.edition(edition).expect("an official edition");
    let mut report = Report::blank(form, "青铜镇人民政府", year);
    report.title = Some(report.full_title());
    report.date = Some(format!("{}年1月20日", year + 1));
    for (number, figure) in form.figures().into_iter().enumerate() {
        report.cells.insert(figure.id, Cell::typed((number as i64 + i64::from(year)) % 40));
    }
    for equation in form.equations().iter().filter(|equation| equation.computes) {
        for total in &equation.right {
            let computed = Cell { origin: Origin::Computed, ..Cell::default() };
            report.cells.insert(total.cell.clone(), computed);
        }
    }
    let sentence = |number: i32| {
        format!(
            "{year}年通过政府网站和便民服务大厅公布第{number}批信息{}条，更新办事指南18份，办理情况可随时查询。",
            year % 100 * number
        )
    };
    for chapter in &mut report.chapters {
        if matches!(chapter.id.as_deref(), Some("overview" | "improvement")) {
            chapter.paragraphs =
                (0..5).map(|p| (1..6).map(|s| sentence(p * 10 + s)).collect()).collect();
        }
    }
    report.with_totals(form)
}

fn checking(bench: &mut Criterion) {
    let forms = Forms::official();
    let settings = Settings::default();
    for (edition, before) in [("2021", "2021"), ("2021", "2019"), ("2019", "2019")] {
        let (this, last) = (report(&forms, edition, 2026), report(&forms, before, 2025));
        bench.bench_function(&format!("check/{edition} after {before}"), |b| {
            b.iter(|| {
                check(&Case {
                    forms: &forms,
                    report: black_box(&this),
                    last: Some(&last),
                    last_unconfirmed: false,
                    published: false,
                    settings: &settings,
                    today: None,
                })
            });
        });
        bench.bench_function(&format!("compare/{edition} with {before}"), |b| {
            b.iter(|| compare(&forms, black_box(&this), &last));
        });
    }
}

fn a_folder(bench: &mut Criterion) {
    let (forms, settings) = (Forms::official(), Settings::default());
    let (options, fonts) = (gongkai_layout::PageOptions::default(), shipped());
    let file = |year| {
        let document = gongkai_compose::document(&report(&forms, "2021", year), &forms);
        gongkai_export::docx(&document, &options, &fonts).expect("a report that can be written")
    };
    let files = [("2026.docx", file(2026)), ("2025.docx", file(2025))];
    bench.bench_function("folder/a report and last year's, from file to findings", |b| {
        b.iter(|| {
            let [this, last] = files.each_ref().map(|(name, bytes)| {
                gongkai_read::report(black_box(bytes), name, &forms).expect("a report").report
            });
            published(&forms, &settings, &this, Some(&last))
        });
    });
}

criterion_group!(benches, checking, a_folder);
criterion_main!(benches);
