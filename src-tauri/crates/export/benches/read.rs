//! How long it takes to read last year's report from a file, from its bytes to the recognised
//! figures: what this program writes, and what LibreOffice and Chromium made of the same reports.
//! Aim: .docx and .html under 30 ms, a PDF of six pages under 300 ms.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a measure ends where it cannot go on")]

#[path = "../../../../tests/shipped/mod.rs"]
mod shipped;

use criterion::{Criterion, criterion_group, criterion_main};
use gongkai_model::form::Forms;

use shipped::shipped;
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

fn files(forms: &Forms) -> Vec<(String, Vec<u8>)> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/corpus");
    let (options, fonts) = (gongkai_layout::PageOptions::default(), shipped());
    let mut files = Vec::new();
    for year in ["2019", "2021"] {
        let text = std::fs::read(corpus.join(format!("{year}.md"))).expect("the corpus");
        let draft = gongkai_read::document(&text, "年报.md")
            .and_then(|document| gongkai_read::recognise(&document, forms))
            .expect("a report");
        for format in gongkai_export::FORMATS {
            let bytes = format.file(&draft.report, forms, &options, &fonts).expect("a file");
            files.push((format!("{year}.own.{}", format.ending()), bytes));
        }
    }
    let kept = std::fs::read_dir(corpus.join("files")).expect("the corpus").flatten();
    for path in kept.map(|entry| entry.path()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        files.push((name, std::fs::read(&path).expect("a file")));
    }
    files.sort();
    files
}

fn reading(bench: &mut Criterion) {
    let forms = Forms::official();
    let mut group = bench.benchmark_group("read");
    group.sample_size(20).measurement_time(Duration::from_secs(2));
    for (name, bytes) in files(&forms) {
        group.bench_function(&name, |b| {
            b.iter(|| {
                let document = gongkai_read::document(black_box(&bytes), &name);
                document.and_then(|document| gongkai_read::recognise(&document, &forms))
            });
        });
    }
    group.finish();
}

criterion_group!(benches, reading);
criterion_main!(benches);
