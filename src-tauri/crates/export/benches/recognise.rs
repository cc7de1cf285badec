//! How long it takes to read a report from text: bytes to document, document to report. Aim: both
//! together under 10 ms.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a measure ends where it cannot go on")]

use criterion::{Criterion, criterion_group, criterion_main};
use gongkai_model::form::Forms;

use gongkai_model::report::{Cell, Report};

use std::hint::black_box;

/// A report of usual length, about 4,000 characters of text and every figure given, as text.
fn text(forms: &Forms, edition: &str, year: i32) -> String {
    let form = forms.edition(edition).expect("an official edition");
    let mut report = Report::blank(form, "青铜镇人民政府", year);
    for (number, figure) in form.figures().into_iter().enumerate() {
        report.cells.insert(figure.id, Cell::typed(number as i64 % 40));
    }
    let sentence =
        "全年通过政府网站和便民服务大厅公布信息312条，更新办事指南18份，办理情况可随时查询。";
    for chapter in &mut report.chapters {
        if matches!(chapter.id.as_deref(), Some("overview" | "improvement")) {
            chapter.paragraphs = vec![sentence.repeat(10); 5];
        }
    }
    gongkai_export::markdown(&gongkai_compose::document(&report, forms))
}

fn recognise(bench: &mut Criterion) {
    let forms = Forms::official();
    for (edition, year) in [("2019", 2020), ("2021", 2026)] {
        let text = text(&forms, edition, year);
        bench.bench_function(&format!("recognise/{edition}"), |b| {
            b.iter(|| {
                let document = gongkai_read::document(black_box(text.as_bytes()), "年报.md");
                document.and_then(|document| gongkai_read::recognise(&document, &forms))
            });
        });
    }
}

criterion_group!(benches, recognise);
criterion_main!(benches);
