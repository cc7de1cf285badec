//! Layout alone, and layout, PDF and reading back, of a report of six pages and more.

use criterion::{Criterion, criterion_group, criterion_main};
use gongkai_core::form::Forms;
use gongkai_core::report::{Cell, Report};
use gongkai_core::write::{Font, FontSet, PageOptions, document, lay_out, print, svg};
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;

fn shipped() -> FontSet {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fonts");
    let load = |name: &str| {
        let path = folder.join(format!("{name}.otf"));
        let bytes = std::fs::read(&path).expect("run `cargo xtask fonts`");
        Font::new(Arc::new(bytes), 0, true).expect("a usable font")
    };
    FontSet::new(["xiaobiaosong", "fangsong", "kaiti", "heiti", "songti"].map(load), Vec::new())
}

/// Six pages of made-up text with every figure filled in.
fn report(forms: &Forms) -> Report {
    let edition = forms.edition("2021").expect("the edition in force");
    let mut report = Report::blank(edition, "青铜县市场监督管理局", 2026);
    for (number, figure) in edition.figures().into_iter().enumerate() {
        report.cells.insert(figure.id, Cell::typed((number * 37 % 5000) as i64));
    }
    let sentences = [
        "本机关深入贯彻落实《中华人民共和国政府信息公开条例》，坚持“以公开为常态、不公开为例外”。",
        "全年主动公开政府信息1234条，其中行政规范性文件5件，解读材料23篇，群众满意度98.5%。",
        "畅通依申请公开渠道，当面、信函、网络三种方式均可提交，答复及时率100%。",
        "健全信息发布审核、保密审查、动态调整等制度，做到先审后发、一事一审。",
        "优化网站栏目，整合政务新媒体账号，方便企业和群众查询、下载、办事。",
    ];
    let paragraph = |from: usize, count: usize| -> String {
        (from..from + count).map(|at| sentences[at % sentences.len()]).collect()
    };
    report.chapters[0].paragraphs = vec![
        paragraph(0, 5),
        format!("（一）主动公开情况。{}", paragraph(1, 6)),
        format!("（二）依申请公开情况。{}", paragraph(2, 6)),
        format!("（三）政府信息管理情况。{}", paragraph(3, 6)),
        format!("（四）平台建设情况。{}", paragraph(4, 6)),
        format!("（五）监督保障情况。{}", paragraph(0, 6)),
    ];
    report.chapters[4].paragraphs = vec![paragraph(1, 6), paragraph(2, 6)];
    report.chapters[5].paragraphs = vec!["本年度未收取信息处理费。".to_owned()];
    report.date = Some("2027年1月20日".to_owned());
    report
}

fn page(criterion: &mut Criterion) {
    let (forms, fonts, options) = (Forms::official(), shipped(), PageOptions::default());
    let report = report(&forms);
    let pages = lay_out(&document(&report, &forms), &options, &fonts);
    assert_eq!(pages.pages.len(), 6);
    criterion.bench_function("排版：六页", |bencher| {
        let document = document(&report, &forms);
        bencher.iter(|| lay_out(black_box(&document), &options, &fonts));
    });
    criterion.bench_function("排版、写 PDF、读回核对：六页", |bencher| {
        bencher.iter(|| print(black_box(&report), &forms, &options, &fonts));
    });
    criterion.bench_function("预览：一页", |bencher| {
        bencher.iter(|| svg(black_box(&pages.pages[0]), &fonts));
    });
}

criterion_group!(benches, page);
criterion_main!(benches);
