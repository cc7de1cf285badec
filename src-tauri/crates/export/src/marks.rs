//! Where on the pages the findings are: at the cells and at the lines of text they are about.
//!
//! **Deliberately absent**: how a mark looks, which is the window's.

use gongkai_check::Finding;
use gongkai_layout::glyphs::is_invisible;
use gongkai_layout::measures::POINT;
use gongkai_layout::{Page, Pages, Run, Source};
use gongkai_model::document::{Block, Document};
use gongkai_model::place::TextRange;
use std::ops::Range;

/// A place on a page with what was found there. Lengths in mm from the paper's upper left corner.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// From 0.
    pub page: usize,
    /// Left edge, in mm from the left of the page.
    pub x: f64,
    /// Upper edge, in mm from the top of the page.
    pub y: f64,
    /// In mm.
    pub width: f64,
    /// In mm.
    pub height: f64,
    /// Indexes of the findings, in their order.
    pub findings: Vec<usize>,
}

/// The marks of findings on pages laid out from `document`, page by page. What is about the report as
/// a whole has none.
pub fn marks(pages: &Pages, document: &Document, findings: &[Finding]) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    let mut add = |mark: Mark, finding: usize| {
        let same = |other: &&mut Mark| {
            (other.page, other.x, other.y, other.width) == (mark.page, mark.x, mark.y, mark.width)
        };
        match marks.iter_mut().find(same) {
            Some(other) if other.findings.contains(&finding) => {}
            Some(other) => other.findings.push(finding),
            None => marks.push(Mark { findings: vec![finding], ..mark }),
        }
    };
    for (number, finding) in findings.iter().enumerate() {
        for (at, page) in pages.pages.iter().enumerate() {
            let about = |id: &Option<_>| id.as_ref().is_some_and(|id| finding.cells.contains(id));
            for figure in page.figures.iter().filter(|figure| about(&figure.cell)) {
                let (x, y, width, height) = (figure.x, figure.y, figure.width, figure.height);
                add(Mark { page: at, x, y, width, height, findings: Vec::new() }, number);
            }
        }
        for span in &finding.spans {
            let piece = span.at.as_ref().and_then(|piece| shown(piece, document));
            let lines = piece.map(|(block, characters)| lines(pages, block, characters));
            lines.into_iter().flatten().for_each(|mark| add(mark, number));
        }
    }
    marks.sort_by(|a, b| a.page.cmp(&b.page).then(a.y.total_cmp(&b.y)).then(a.x.total_cmp(&b.x)));
    marks
}

/// Blanks and what has no width: pages do not draw them, so they are not counted.
fn is_visible(c: &char) -> bool {
    !c.is_whitespace() && !is_invisible(*c)
}

/// The block that shows a piece of the report, and which of its visible characters it is.
fn shown(piece: &TextRange, document: &Document) -> Option<(usize, Range<usize>)> {
    document.blocks.iter().enumerate().find_map(|(index, block)| {
        let Block::Paragraph(paragraph) = block else { return None };
        let characters = paragraph.source.as_ref()?.shown(piece)?;
        let visible = |count: usize| paragraph.text.chars().take(count).filter(is_visible).count();
        Some((index, visible(characters.at)..visible(characters.end())))
    })
}

/// The pieces of lines these characters of a block stand on.
fn lines(pages: &Pages, block: usize, characters: Range<usize>) -> Vec<Mark> {
    let mut marks: Vec<(f64, Mark)> = Vec::new();
    let mut before = 0;
    for (at, page) in pages.pages.iter().enumerate() {
        for run in runs_of(page, block) {
            let count = run.text.chars().filter(is_visible).count();
            let from = characters.start.clamp(before, before + count) - before;
            let to = characters.end.clamp(before, before + count) - before;
            before += count;
            if from == to {
                continue;
            }
            // Runs are evenly set.
            let part = |number: usize| run.width * number as f64 / count as f64;
            let em = run.size * POINT;
            let (left, right) = (part(from), part(to));
            let (x, y, width, height) = match run.turned {
                false => (run.x + left, run.y - 0.9 * em, right - left, 1.1 * em),
                true => (run.x - 0.9 * em, run.y - right, 1.1 * em, right - left),
            };
            let line = if run.turned { run.x } else { run.y };
            match marks.last_mut() {
                Some((last, mark)) if mark.page == at && *last == line => {
                    let bottom = (mark.y + mark.height).max(y + height);
                    let end = (mark.x + mark.width).max(x + width);
                    (mark.x, mark.y) = (mark.x.min(x), mark.y.min(y));
                    (mark.width, mark.height) = (end - mark.x, bottom - mark.y);
                }
                _ => {
                    marks.push((line, Mark { page: at, x, y, width, height, findings: vec![] }));
                }
            }
        }
    }
    marks.into_iter().map(|(_, mark)| mark).collect()
}

fn runs_of(page: &Page, block: usize) -> impl Iterator<Item = &Run> {
    page.runs.iter().filter(move |run| matches!(run.of, Source::Block(of, _) if of == block))
}

#[cfg(test)]
mod tests {
    use super::super::pages;
    use super::*;
    use gongkai_check::{Level, Span};
    use gongkai_compose::document;
    use gongkai_layout::PageOptions;
    use gongkai_layout::samples::sample;
    use gongkai_layout::samples::shipped;
    use gongkai_model::form::{CellId, Forms};
    use gongkai_model::place::{Characters, Place};
    use gongkai_model::report::Report;

    fn finding(cells: &[&str], at: Option<TextRange>) -> Finding {
        let span = |at| Span { chapter: String::new(), text: String::new(), at: Some(at) };
        Finding {
            rule: "rule".into(),
            level: Level::Error,
            unfilled: false,
            message: "一句话。".into(),
            cells: cells.iter().map(|id| CellId::from(*id)).collect(),
            last_cells: Vec::new(),
            spans: at.into_iter().map(span).collect(),
            place: None,
            left: None,
            right: None,
            fix: None,
            key: String::new(),
            former_key: None,
        }
    }

    /// Where these words stand in a chapter, each time.
    fn all(report: &Report, chapter: &str, words: &str) -> Vec<TextRange> {
        let place = Place::chapter(chapter);
        let chapter = &report.chapters[report.chapter_at(&place).unwrap()];
        let paragraphs = chapter.paragraphs.iter().enumerate();
        let of = |paragraph, text: &str, at| TextRange {
            place: place.clone(),
            paragraph: Some(paragraph),
            characters: Characters::of_bytes(text, at..at + words.len()),
        };
        let all = paragraphs.flat_map(|(paragraph, text)| {
            text.match_indices(words).map(move |(at, _)| (paragraph, text, at))
        });
        all.map(|(paragraph, text, at)| of(paragraph, text, at)).collect()
    }

    #[test]
    fn marks_stand_at_cells_and_lines_once_for_several_findings() {
        let (forms, mut report) = (Forms::official(), sample());
        let words = "“以公开为常态、不公开为例外”";
        let improvement = &mut report.chapters[4].paragraphs;
        improvement.push(format!("　　先说{words}，再说 {words}。"));
        let pages = pages(&report, &forms, &PageOptions::default(), &shipped());
        let [.., first, second] = &all(&report, "improvement", words)[..] else { panic!() };
        let gone = TextRange { paragraph: Some(99), ..second.clone() };
        let findings = [
            finding(&["requests/new/total", "requests/new/other"], None),
            finding(&["requests/new/total"], Some(second.clone())),
            finding(&[], Some(gone)),
            finding(&[], Some(first.clone())),
        ];
        let marks = marks(&pages, &document(&report, &forms), &findings);
        let cell = |id: &str| {
            let figures = pages.pages.iter().enumerate();
            let mut places =
                figures.flat_map(|(at, page)| page.figures.iter().map(move |figure| (at, figure)));
            let wanted = CellId::from(id);
            places.find(|(_, figure)| figure.cell.as_ref() == Some(&wanted)).unwrap()
        };
        let (page, total) = cell("requests/new/total");
        let both = marks.iter().find(|mark| mark.findings == [0, 1]).unwrap();
        assert_eq!((both.page, both.x, both.y), (page, total.x, total.y));
        assert!(marks.iter().any(|mark| mark.findings == [0]));
        assert!(marks.iter().all(|mark| !mark.findings.contains(&2)));
        // The words stand in several places, twice in this paragraph: each has its own mark.
        let of = |finding: usize| marks.iter().find(|mark| mark.findings == [finding]).unwrap();
        let (earlier, later) = (of(3), of(1));
        assert!((earlier.page, earlier.y) <= (later.page, later.y));
        assert_ne!((earlier.x, earlier.y), (later.x, later.y));
        let text: Vec<&Mark> = marks.iter().filter(|mark| mark.findings == [1]).collect();
        let heading = pages.outline.iter().find(|entry| entry.text.starts_with("五、")).unwrap();
        assert!(!text.is_empty());
        for mark in &text {
            assert!(mark.page >= heading.page && mark.x > 27.0 && mark.x + mark.width < 185.0);
            assert!(mark.height > 5.0 && mark.height < 12.0);
        }
        let em = 5.56;
        let wide: f64 = text.iter().map(|mark| mark.width).sum();
        assert!((12.0..17.0).contains(&(wide / em)), "{}", wide / em);
    }

    #[test]
    fn findings_of_the_rules_have_their_marks() {
        let (forms, report) = (Forms::official(), sample());
        let settings = gongkai_check::Settings::default();
        let findings = gongkai_check::check(&gongkai_check::Case {
            forms: &forms,
            report: &report,
            last: None,
            last_unconfirmed: false,
            published: false,
            settings: &settings,
            today: None,
        });
        let pages = pages(&report, &forms, &PageOptions::default(), &shipped());
        let marks = marks(&pages, &document(&report, &forms), &findings);
        for (at, finding) in findings.iter().enumerate() {
            let marked = marks.iter().any(|mark| mark.findings.contains(&at));
            assert!(marked || finding.cells.is_empty(), "{}", finding.message);
        }
        assert!(marks.len() > 10);
    }
}
