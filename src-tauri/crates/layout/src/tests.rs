//! Whole pages: measures, and what stands on which page.

use super::*;
use crate::measures::*;
use crate::samples::{sample, shipped, wide_table};
use gongkai_compose::document;
use gongkai_model::document::{Block, Document, Paragraph, Role, Table};
use gongkai_model::form::Forms;
use gongkai_model::report::{Cell, Report};
use proptest::prelude::*;

/// Hundredths of a millimetre the official measures must be met within.
const NEAR: f64 = 0.1;

fn text(role: Role, text: &str) -> Block {
    Block::Paragraph(Paragraph::new(role, text))
}

fn pages(blocks: Vec<Block>, options: &PageOptions) -> Pages {
    lay_out(&Document { blocks, ..Document::default() }, options, &shipped())
}

fn sample_pages(options: &PageOptions) -> Pages {
    lay_out(&document(&sample(), &Forms::official()), options, &shipped())
}

/// The lines of a page: (baseline, left, right, text), page numbers left out.
fn lines(page: &Page) -> Vec<(f64, f64, f64, String)> {
    let mut lines: Vec<(f64, f64, f64, String)> = Vec::new();
    for run in page.runs.iter().filter(|run| !matches!(run.of, Source::Page)) {
        let right = run.x + run.width;
        match lines.last_mut() {
            Some(line) if (line.0 - run.y).abs() < 0.01 => {
                line.2 = right;
                line.3.push_str(&run.text);
            }
            _ => lines.push((run.y, run.x, right, run.text.clone())),
        }
    }
    lines
}

#[test]
fn a_page_of_text_is_twenty_two_lines_of_twenty_eight_characters() {
    let pages = pages(vec![text(Role::Body, &"政".repeat(28 * 223))], &PageOptions::default());
    assert_eq!(pages.pages.len(), 11);
    let em = BODY_SIZE * POINT;
    for page in &pages.pages[1..10] {
        let lines = lines(page);
        assert_eq!(lines.len(), 22);
        for (at, (baseline, left, right, shown)) in lines.iter().enumerate() {
            let top = TOP + at as f64 * 225.0 / 22.0;
            let expected = top + (225.0 / 22.0 - em) / 2.0 + 0.86 * em;
            assert!((baseline - expected).abs() < NEAR, "{baseline} {expected}");
            assert_eq!(shown.chars().count(), 28);
            assert!((left - 28.0).abs() < NEAR && (right - 184.0).abs() < NEAR, "{left} {right}");
        }
        let last = lines[21].0;
        assert!(last < 37.0 + 225.0 && last > 37.0 + 225.0 - 225.0 / 22.0);
    }
    let first = &lines(&pages.pages[0])[0];
    assert!((first.1 - (28.0 + 2.0 * 156.0 / 28.0)).abs() < NEAR);
}

#[test]
fn page_numbers_stand_right_on_odd_pages_and_left_on_even_ones() {
    let pages = pages(vec![text(Role::Body, &"政".repeat(28 * 40))], &PageOptions::default());
    let em = 14.0 * POINT;
    for page in &pages.pages {
        let runs: Vec<&Run> = page.runs.iter().filter(|run| run.of == Source::Page).collect();
        let shown: String = runs.iter().map(|run| run.text.as_str()).collect();
        assert_eq!(shown, format!("— {} —", page.number));
        let (left, last) = (runs[0].x, runs.last().unwrap());
        if page.number % 2 == 1 {
            assert!((last.x + last.width - (184.0 - em)).abs() < NEAR);
        } else {
            assert!((left - (28.0 + em)).abs() < NEAR);
        }
        // The dash, a third of the type size above the baseline, is 7 mm below the type area.
        let dash_top = runs[0].y - 0.4 * em;
        assert!((dash_top - (262.0 + 7.0)).abs() < 0.6, "{dash_top}");
    }
}

#[test]
fn everything_stands_within_the_type_area_and_figures_within_their_cells() {
    let pages = sample_pages(&PageOptions { seal: Seal::Space, ..PageOptions::default() });
    let half = BODY_SIZE * POINT / 2.0;
    let mut held = 0;
    for page in &pages.pages {
        for run in page.runs.iter().filter(|run| run.of != Source::Page) {
            // Half of a stop or bracket at either end of a line is air.
            assert!(run.x > 28.0 - half - NEAR && run.x + run.width < 184.0 + half + NEAR);
            assert!(run.y > 37.0 && run.y < 262.0, "{run:?}");
            if let Source::Cell(block, row, column) = run.of {
                let at = (block, row, column);
                let inside = |f: &FigureBox| {
                    run.x >= f.x && run.x + run.width <= f.x + f.width && run.y <= f.y + f.height
                };
                let own: Vec<_> = page.figures.iter().filter(|figure| figure.at == at).collect();
                assert!(own.iter().all(|figure| inside(figure)), "{run:?}");
                held += own.len();
                assert!(run.size >= SMALLEST_SIZE);
            }
        }
    }
    assert!(held > 100, "{held} figures stand in cells");
}

#[test]
fn a_table_across_pages_repeats_its_head_and_its_merged_labels() {
    let pages = sample_pages(&PageOptions::default());
    let heads =
        |page: &Page| page.runs.iter().filter(|run| run.text.contains("申请人情况")).count();
    let with_head: Vec<usize> = pages.pages.iter().map(heads).collect();
    assert_eq!(with_head.iter().sum::<usize>(), 2, "{with_head:?}");
    for page in pages.pages.iter().filter(|page| heads(page) > 0) {
        let all: String = page.runs.iter().map(|run| run.text.as_str()).collect();
        assert!(all.contains("三、本"), "{all}");
        assert!(all.contains("本列数据的勾稽关系为"));
    }
    let figures: usize = pages.pages.iter().map(|page| page.figures.len()).sum();
    assert_eq!(figures, 10 + 175 + 15);
}

#[test]
fn a_line_or_two_left_over_go_with_the_page_before() {
    let last_of = |count: usize| {
        let text = text(Role::Body, &"政".repeat(28 * count - 2));
        let pages = pages(vec![text], &PageOptions::default()).pages;
        (pages.len(), lines(pages.last().unwrap()))
    };
    for (count, on_last) in [(22, 22), (23, 23), (24, 24), (44, 22), (46, 24)] {
        let (pages, last) = last_of(count);
        assert_eq!((pages, last.len()), (count.div_ceil(25), on_last));
        assert!(last[on_last - 1].0 < TOP + AREA_HEIGHT, "within the type area");
    }
    let (pages, last) = last_of(25);
    assert_eq!((pages, last.len()), (2, 3), "three lines are a page");
}

#[test]
fn a_heading_never_stands_last_on_a_page() {
    for fill in 15..26 {
        let mut blocks = vec![text(Role::Body, &"政".repeat(28 * fill - 2))];
        blocks.push(text(Role::Heading(1), "二、标题"));
        blocks.push(text(Role::Heading(2), "（一）小标题"));
        blocks.push(text(Role::Body, &"文".repeat(60)));
        for page in pages(blocks, &PageOptions::default()).pages {
            let lines = lines(&page);
            let last = &lines.last().unwrap().3;
            assert!(!last.contains("标题"), "{fill}: {last}");
        }
    }
}

#[test]
fn signature_and_date_never_stand_alone() {
    for seal in [Seal::None, Seal::Space, Seal::Stamp] {
        for fill in 1..46 {
            let blocks = vec![
                text(Role::Body, &"政".repeat(28 * fill - 2)),
                text(Role::Signature, "青铜县市场监督管理局"),
                text(Role::Date, "2027年1月20日"),
            ];
            let pages = pages(blocks, &PageOptions { seal, ..PageOptions::default() });
            let last = lines(pages.pages.last().unwrap());
            assert!(last.len() >= 3, "{seal:?} {fill}: {last:?}");
            assert!(last[0].3.starts_with('政'));
            let [.., signature, date] = last.as_slice() else { panic!() };
            assert_eq!(
                (signature.3.as_str(), date.3.as_str()),
                ("青铜县市场监督管理局", "2027年1月20日")
            );
            assert!(date.0 < 262.0, "{seal:?} {fill}: {}", date.0);
            let count: usize = pages.pages.iter().map(|page| lines(page).len()).sum();
            assert_eq!(count, fill + 2);
        }
    }
}

/// Left and right edge of signature and date, from the type area's right edge, in characters.
fn closing_edges(seal: Seal, signature: &str, date: &str) -> [f64; 4] {
    let blocks =
        vec![text(Role::Body, "正文。"), text(Role::Signature, signature), text(Role::Date, date)];
    let pages = pages(blocks, &PageOptions { seal, ..PageOptions::default() });
    let lines = lines(&pages.pages[0]);
    let [.., signature, date] = lines.as_slice() else { panic!() };
    [signature.1, signature.2, date.1, date.2].map(|x| (184.0 - x) / ADVANCE)
}

#[test]
fn the_three_arrangements_of_signature_and_date() {
    let near = |a: f64, b: f64| assert!((a - b).abs() < 0.02, "{a} is not {b}");
    let (long, short) = ("青铜县市场监督管理局", "县档案局");
    let date = "2027年1月20日";
    let [left, right, date_left, _] = closing_edges(Seal::None, long, date);
    near(right, 2.0);
    near(date_left, left - 2.0);
    // A date longer than the signature: the date two from the edge, the signature moves left.
    let [left, _, date_left, date_right] = closing_edges(Seal::None, short, date);
    near(date_right, 2.0);
    near(left, date_left + 2.0);
    for name in [long, short] {
        let [left, right, date_left, date_right] = closing_edges(Seal::Space, name, date);
        near(date_right, 4.0);
        near(left + right, date_left + date_right);
        let [_, right, _, date_right] = closing_edges(Seal::Stamp, name, date);
        near(date_right, 4.0);
        near(right, 4.0 + STAMP + 2.0);
    }
}

#[test]
fn controls_and_marks_of_direction_have_no_place_and_do_no_harm() {
    let hostile = "政\u{0}府\u{202e}信\u{7}息\u{feff}公\u{200b}开\u{2028}报\u{e0101}告";
    let pages = pages(vec![text(Role::Body, hostile)], &PageOptions::default());
    assert_eq!(lines(&pages.pages[0])[0].3, "政府信息公开报告");
    assert!(pages.missing.is_empty());
}

#[test]
fn a_character_no_font_has_is_told_and_drawn_as_a_mark() {
    let pages = pages(vec![text(Role::Body, "政\u{10fffd}府")], &PageOptions::default());
    assert_eq!(lines(&pages.pages[0])[0].3, "政〓府");
    assert_eq!(pages.missing, ['\u{10fffd}']);
}

#[test]
fn two_hundred_pages_and_an_empty_document_are_laid_out() {
    let long: Vec<Block> = (0..200).map(|_| text(Role::Body, &"政".repeat(28 * 22 - 2))).collect();
    assert_eq!(pages(long, &PageOptions::default()).pages.len(), 200);
    assert_eq!(pages(Vec::new(), &PageOptions::default()).pages.len(), 1);
}

#[test]
fn columns_of_a_table_that_is_no_form_are_as_wide_as_their_content_asks() {
    let pages = pages(vec![Block::Table(wide_table(30))], &PageOptions::default());
    let page = &pages.pages[0];
    let wide = |column: u16| page.figures.iter().find(|f| f.at.2 == column).unwrap().width;
    assert!(((0..7).map(wide).sum::<f64>() - AREA_WIDTH).abs() < NEAR);
    assert!(wide(3) > 2.0 * wide(0) && wide(4) > wide(5), "the sentences have most of the room");
    let figures: Vec<&Run> = page
        .runs
        .iter()
        .filter(|run| matches!(run.of, Source::Cell(_, row, 4) if row > 0))
        .collect();
    assert!(figures.len() > 10, "{}", figures.len());
    assert!(figures.iter().all(|run| run.size == TABLE_SIZE && run.text.len() > 6));
    let heads = pages.pages.iter().filter(|p| p.runs.iter().any(|run| run.text == "事项"));
    assert_eq!(heads.count(), pages.pages.len(), "the head is repeated");
}

#[test]
fn a_wide_table_stands_turned_on_pages_of_its_own_with_its_heading() {
    let table = Table { sideways: true, ..wide_table(40) };
    let blocks = vec![
        text(Role::Body, "表前一段。"),
        text(Role::Heading(1), "二、明细"),
        Block::Table(table),
        text(Role::Body, "表后一段。"),
    ];
    let pages = pages(blocks, &PageOptions::default()).pages;
    let turned: Vec<bool> = pages.iter().map(|page| page.sideways).collect();
    assert!(turned.len() > 3 && turned[1] && !turned[0] && !turned[turned.len() - 1]);
    for page in pages.iter().filter(|page| page.sideways) {
        for run in &page.runs {
            // The page number stands where it stands on any page (8).
            assert_eq!(run.turned, run.of != Source::Page);
            assert!(!run.turned || run.x > LEFT && run.x < LEFT + AREA_WIDTH);
            assert!(!run.turned || run.y < TOP + AREA_HEIGHT && run.y - run.width > TOP - NEAR);
        }
        // The head is at the left edge: the binding side of odd pages, the fore edge of even ones.
        let head = page.runs.iter().find(|run| run.text == "事项").unwrap();
        assert!(page.runs.iter().filter(|r| r.text.starts_with('第')).all(|r| r.x > head.x));
        let strokes = page.strokes.iter().flat_map(|rule| [rule.y1, rule.y2]);
        assert!(strokes.clone().fold(f64::MAX, f64::min) >= TOP - 1e-6);
        assert!(strokes.fold(0.0, f64::max) <= TOP + AREA_HEIGHT + 1e-6);
    }
    assert!(pages[1].runs.iter().any(|run| run.text.contains("二、明细") && run.turned));
    let last = pages.last().unwrap();
    assert!(last.runs.iter().any(|run| run.text.contains("表后") && !run.turned));
}

/// The lines of the cell that says this.
fn lines_of_label(pages: &Pages, label: &str) -> Vec<String> {
    let runs = pages.pages.iter().flat_map(|page| &page.runs);
    let mut cells: Vec<(Source, Vec<(f64, String)>)> = Vec::new();
    for run in runs.filter(|run| matches!(run.of, Source::Cell(..))) {
        if cells.last().is_none_or(|cell| cell.0 != run.of) {
            cells.push((run.of, Vec::new()));
        }
        let Some((_, lines)) = cells.last_mut() else { continue };
        match lines.last_mut() {
            Some((y, text)) if *y == run.y => text.push_str(&run.text),
            _ => lines.push((run.y, run.text.clone())),
        }
    }
    let lines = cells.into_iter().map(|(_, lines)| lines.into_iter().map(|line| line.1).collect());
    lines.into_iter().find(|lines: &Vec<String>| lines.concat() == label).unwrap()
}

#[test]
fn labels_of_the_form_part_between_words_and_behind_stops() {
    let forms = Forms::official();
    let report = Report::blank(forms.edition("2021").unwrap(), "青铜县市场监督管理局", 2026);
    let pages = lay_out(&document(&report, &forms), &PageOptions::default(), &shipped());
    for lines in [
        &["社会", "公益", "组织"][..],
        &["法律", "服务", "机构"],
        &["商业", "企业"],
        &["（本列数据的勾稽关系为：", "第一项加第二项之和，", "等于第三项加第四项之和）"],
        &["（二）部分公开（区分处理的，", "只计这一情形，不计其他情形）"],
        &["5.属于三类内部", "事务信息"],
        &["1.本机关不掌握相关", "政府信息"],
        &["4.无正当理由大量", "反复申请"],
    ] {
        assert_eq!(lines_of_label(&pages, &lines.concat()), lines);
    }
}

#[test]
fn nine_digits_in_every_column_are_legible() {
    let forms = Forms::official();
    for edition in forms.editions() {
        let mut report = Report::blank(edition, "青铜县市场监督管理局", 2026);
        for figure in edition.figures() {
            report.cells.insert(figure.id, Cell::typed(987_654_321));
        }
        let pages = lay_out(&document(&report, &forms), &PageOptions::default(), &shipped());
        for run in pages.pages.iter().flat_map(|p| &p.runs).filter(|r| r.text == "987654321") {
            assert!(run.size >= 8.0, "{} {}", edition.id, run.size);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_character_is_lost_and_none_stands_outside(
        paragraphs in proptest::collection::vec("[政府信息公开，。；“”（）0-9a-z ]{0,120}", 0..12),
        headings in proptest::collection::vec("（[一二三]）[工作情况]{1,30}", 0..6),
    ) {
        let mut blocks: Vec<Block> = Vec::new();
        let mut expected = String::new();
        for (at, paragraph) in paragraphs.iter().enumerate() {
            if let Some(heading) = headings.get(at) {
                blocks.push(text(Role::Heading(2), heading));
                expected.push_str(heading);
            }
            blocks.push(text(Role::Body, paragraph));
            expected.extend(paragraph.split_whitespace());
        }
        let pages = pages(blocks, &PageOptions::default());
        let mut found = String::new();
        let half = BODY_SIZE * POINT / 2.0;
        for run in pages.pages.iter().flat_map(|p| &p.runs).filter(|r| r.of != Source::Page) {
            found.extend(run.text.split_whitespace());
            prop_assert!(run.x > 28.0 - half && run.x + run.width < 184.0 + half + NEAR);
            prop_assert!(run.y > 37.0 && run.y < 262.0);
        }
        prop_assert_eq!(found, expected);
    }
}

#[test]
fn a_cell_keeps_its_own_line_breaks() {
    let mut table = wide_table(2);
    table.cells[8].text = "填报人\n（签字）".into();
    let pages = pages(vec![Block::Table(table.clone())], &PageOptions::default());
    let of = |run: &&Run| run.of == Source::Cell(0, table.cells[8].row, table.cells[8].column);
    let lines: Vec<&Run> = pages.pages.iter().flat_map(|page| &page.runs).filter(of).collect();
    let texts: Vec<&str> = lines.iter().map(|run| run.text.as_str()).collect();
    assert_eq!(texts, ["填报人", "（签字）"]);
}
