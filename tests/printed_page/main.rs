//! The printed page: what a reader that is not ours (poppler) finds in the PDF stands where the page
//! data says, within a tenth of a millimetre, and the official measures hold — for five reports with
//! the faults of published ones, and for reports whose page data are kept as references. Not on
//! Windows: poppler is not at hand there.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails where it cannot go on")]
#![cfg(unix)]

mod references;
mod reports;
mod ten_pages;
#[path = "../reports/mod.rs"]
mod texts;

use gongkai_export::Printed;
use gongkai_export::print;
use gongkai_layout::measures;
use gongkai_layout::{FontRole, FontSet, Page, PageOptions, Seal, Source};
use gongkai_model::form::Forms;
use gongkai_platform::fonts::{Choice, find};
use gongkai_read::{document, recognise};
use std::process::Command;

const OPTIONS: PageOptions =
    PageOptions { seal: Seal::None, signature_line: false, draft: false, example: false };

/// The shipped fonts: the same pages on every computer.
fn fonts() -> FontSet {
    find(Choice::Bundled).expect("run `cargo xtask fonts`")
}

/// Ours, and the published ones where they are at hand; each under its file.
fn printed(seal: Seal) -> impl Iterator<Item = (String, Printed)> {
    let options = PageOptions { seal, signature_line: true, ..OPTIONS };
    let (forms, fonts) = (Forms::official(), fonts());
    texts::REPORTS.into_iter().flat_map(|(name, _)| texts::alike(name)).map(move |path| {
        let document = document(&std::fs::read(&path).unwrap(), "年报.txt").unwrap();
        let report = recognise(&document, &forms).unwrap().report;
        (path.display().to_string(), print(&report, &forms, &options, &fonts).unwrap())
    })
}

/// What a program of poppler says of a PDF; `to` is what stands behind the file's name.
fn poppler(program: &str, arguments: &[&str], pdf: &[u8], to: &[&str]) -> Vec<u8> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), pdf).unwrap();
    let mut command = Command::new(program);
    let output = command.args(arguments).arg(file.path()).args(to).output().expect("poppler-utils");
    assert!(output.status.success(), "{output:?}");
    output.stdout
}

/// A word as poppler sees it, its edges in mm; how far they are from the baseline, its font says.
struct Word {
    text: String,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

/// The words of each page.
fn words(pdf: &[u8]) -> Vec<Vec<Word>> {
    let told = poppler("pdftotext", &["-bbox", "-enc", "UTF-8"], pdf, &["-"]);
    let text = String::from_utf8(told).unwrap();
    let word = |line: &str| {
        let edge = |name: &str| -> Option<f64> {
            let (_, rest) = line.split_once(&format!("{name}=\""))?;
            Some(rest.split('"').next()?.parse::<f64>().ok()? * measures::POINT)
        };
        let (_, rest) = line.split_once('>')?;
        Some(Word {
            text: rest.split("</word").next()?.to_owned(),
            left: edge("xMin")?,
            right: edge("xMax")?,
            top: edge("yMin")?,
            bottom: edge("yMax")?,
        })
    };
    let pages = text.split("<page ").skip(1);
    pages
        .map(|page| page.lines().filter(|l| l.contains("<word ")).filter_map(word).collect())
        .collect()
}

/// A line of the text as the page data has it, in mm.
struct Line {
    baseline: f64,
    text: String,
    left: f64,
    right: f64,
    /// All of it in the font of the text.
    plain: bool,
}

fn lines(page: &Page) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for run in page.runs.iter().filter(|run| matches!(run.of, Source::Block(..))) {
        let plain = run.face == FontRole::FangSong as u16;
        match lines.last_mut() {
            Some(line) if line.baseline == run.y => {
                line.text.push_str(&run.text);
                line.right = run.x + run.width;
                line.plain &= plain;
            }
            _ => lines.push(Line {
                baseline: run.y,
                text: run.text.clone(),
                left: run.x,
                right: run.x + run.width,
                plain,
            }),
        }
    }
    lines
}

#[test]
fn poppler_finds_every_line_where_the_page_data_says() {
    for (name, printed) in printed(Seal::None) {
        let words = words(&printed.pdf);
        assert_eq!(words.len(), printed.pages.pages.len());
        for (page, words) in printed.pages.pages.iter().zip(&words) {
            for Line { text, left, right, .. } in lines(page) {
                let found = words.iter().any(|word| {
                    word.text == text
                        && (word.left - left).abs() < 0.1
                        && (word.right - right).abs() < 0.1
                });
                // A line with wide gaps or blanks is several words to poppler.
                let parts = || words.iter().filter(|word| text.contains(&word.text));
                let starts = parts().any(|word| (word.left - left).abs() < 0.1);
                let ends = parts().any(|word| (word.right - right).abs() < 0.1);
                assert!(found || starts && ends, "{name} {}: {text}", page.number);
            }
        }
    }
}

#[test]
fn a_full_line_fills_the_type_area_and_stands_on_the_grid() {
    for (name, printed) in printed(Seal::Space) {
        let pages = printed.pages.pages;
        for page in &pages {
            // The last ones may be set closer or wider so that the signature stands with text.
            let text_only = page.figures.is_empty() && page.number + 1 < pages.len();
            let mut baselines: Vec<f64> = Vec::new();
            for run in page.runs.iter().filter(|run| run.size == measures::BODY_SIZE) {
                if baselines.last() != Some(&run.y) {
                    baselines.push(run.y);
                }
            }
            for pair in baselines.windows(2).filter(|_| text_only) {
                let steps = (pair[1] - pair[0]) / measures::PITCH;
                assert!((steps - steps.round()).abs() < 0.01, "{name} {}: {steps}", page.number);
            }
            let em = measures::BODY_SIZE * measures::POINT;
            for Line { text, left, right, .. } in lines(page) {
                // Brackets and stops at the ends may show half of themselves outside: their air.
                assert!(left > measures::LEFT - em / 2.0 - 0.1, "{text}");
                assert!(right < measures::LEFT + measures::AREA_WIDTH + em / 2.0 + 0.1, "{text}");
            }
        }
    }
}

#[test]
fn qpdf_and_pdffonts_have_nothing_to_say_against_it() {
    for (name, printed) in printed(Seal::Stamp) {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), &printed.pdf).unwrap();
        let checked = Command::new("qpdf").arg("--check").arg(file.path()).output().expect("qpdf");
        assert!(checked.status.success(), "{name}: {checked:?}");
        let fonts = Command::new("pdffonts").arg(file.path()).output().expect("pdffonts");
        let fonts = String::from_utf8(fonts.stdout).unwrap();
        assert!(fonts.lines().count() > 4, "{name}");
        for font in fonts.lines().skip(2) {
            assert!(font.contains("yes yes yes"), "embedded, cut, with Unicode: {font}");
        }
    }
}
