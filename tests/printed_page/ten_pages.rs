//! A report of ten pages, measured with a ruler that is not ours: poppler's boxes of words, and its
//! picture of the page number. Every measure of GB/T 9704-2012 is met within a tenth of a millimetre.

use super::{Line, OPTIONS, Word, fonts, lines, poppler, reports, words};
use gongkai_export::{Printed, print};
use gongkai_layout::Page;
use gongkai_layout::measures::POINT;
use gongkai_model::form::Forms;

const NEAR: f64 = 0.1;
/// 天头, 订口, 版心 (5.2.2) and the grid in it (5.2.3), in mm.
const TOP: f64 = 37.0;
const LEFT: f64 = 28.0;
const RIGHT: f64 = LEFT + 156.0;
const BOTTOM: f64 = TOP + 225.0;
const PITCH: f64 = 225.0 / 22.0;
const ADVANCE: f64 = 156.0 / 28.0;
/// 3号 and 4号 as type sizes in mm.
const BODY: f64 = 15.75 * POINT;
const NUMBER: f64 = 14.0 * POINT;
/// How much of a character's box lies above the baseline: what all Chinese fonts share.
const ABOVE: f64 = 0.86;

fn printed() -> Printed {
    let printed = print(&reports::ten_pages(), &Forms::official(), &OPTIONS, &fonts()).unwrap();
    assert_eq!(printed.pages.pages.len(), 10);
    printed
}

fn near(measured: f64, wanted: f64, what: &str) {
    assert!((measured - wanted).abs() < NEAR, "{what}: {measured} for {wanted}");
}

/// The pages of nothing but lines of text: 22 of them.
fn text_pages(printed: &Printed) -> Vec<(&Page, Vec<Line>)> {
    let pages = printed.pages.pages.iter().map(|page| (page, lines(page)));
    let full = |(page, lines): &(&Page, Vec<Line>)| page.strokes.is_empty() && lines.len() == 22;
    let full: Vec<_> = pages.filter(full).collect();
    assert!(full.len() >= 4, "{} pages of text", full.len());
    full
}

/// How far above the baseline the font says it reaches, in parts of the type size.
fn ascent(pdf: &[u8], font: &str) -> f64 {
    let text = String::from_utf8_lossy(pdf);
    let (_, rest) = text.split_once(&format!("{font}/Ascent ")).unwrap();
    rest.split(|c: char| !c.is_ascii_digit()).next().unwrap().parse::<f64>().unwrap() / 1000.0
}

#[test]
fn lines_stand_on_the_grid_and_fill_the_type_area() {
    let printed = printed();
    let words = words(&printed.pdf);
    let ascent = ascent(&printed.pdf, "FandolFang-Regular");
    let mut measured = 0;
    for (page, lines) in text_pages(&printed) {
        let words = &words[page.number - 1];
        for (at, line) in lines.iter().enumerate() {
            let Line { baseline, text, left, right, plain } = line;
            let place = format!("page {} line {}: {text}", page.number, at + 1);
            // The characters' boxes stand in the middle of 22 equal strips of the type area.
            let wanted = TOP + (at as f64 + 0.5) * PITCH + (ABOVE - 0.5) * BODY;
            near(*baseline, wanted, &place);
            let indented = (left - LEFT).abs() > NEAR;
            near(*left, LEFT + if indented { 2.0 * ADVANCE } else { 0.0 }, &place);
            let stop = text.ends_with(['，', '。', '、', '”']);
            let ends = lines.get(at + 1).is_none_or(|next| (next.left - LEFT).abs() > NEAR);
            if !stop && !ends {
                near(*right, RIGHT, &place);
            }
            // The same of poppler, wherever the line is one word in one font.
            let same = |word: &&Word| word.text == *text && (word.top - wanted).abs() < PITCH;
            let Some(word) = words.iter().find(same).filter(|_| *plain) else { continue };
            near(word.bottom - word.top, BODY, &place);
            near(word.top + ascent * BODY, wanted, &place);
            near(word.left, *left, &place);
            near(word.right, *right, &place);
            measured += 1;
        }
        let box_of =
            |line: &Line| (line.baseline - ABOVE * BODY, line.baseline + (1.0 - ABOVE) * BODY);
        let air = (PITCH - BODY) / 2.0;
        near(box_of(&lines[0]).0, TOP + air, "the first line's upper edge");
        near(box_of(&lines[21]).1, BOTTOM - air, "the last line's lower edge");
    }
    assert!(measured >= 40, "{measured} lines measured by poppler");
}

/// The upper edge in mm of what is drawn between these edges (mm), as poppler paints it.
fn painted_top(pdf: &[u8], page: usize, left: f64, right: f64) -> f64 {
    /// Twenty dots a millimetre.
    const DOTS: f64 = 508.0 / 25.4;
    let (above, high) = (BOTTOM + 1.0, 15.0);
    let dots = |length: f64| ((length * DOTS).round() as u32).to_string();
    let page = page.to_string();
    let (x, y, width, height) = (dots(left), dots(above), dots(right - left), dots(high));
    let arguments = [
        "-r", "508", "-gray", "-f", &page, "-l", &page, "-x", &x, "-y", &y, "-W", &width, "-H",
        &height,
    ];
    let picture = picture(&arguments, pdf);
    let wide: usize = width.parse().unwrap();
    let row = picture.chunks(wide).position(|row| row.iter().any(|dot| *dot < 128));
    above + row.expect("something is drawn") as f64 / DOTS
}

/// The dots of a picture (PGM: three words of head, then a byte a dot).
fn picture(arguments: &[&str], pdf: &[u8]) -> Vec<u8> {
    let told = poppler("pdftoppm", arguments, pdf, &[]);
    let mut breaks = 0;
    let head = told.iter().position(|byte| {
        breaks += usize::from(*byte == b'\n');
        breaks == 3
    });
    told[head.unwrap() + 1..].to_vec()
}

#[test]
fn page_numbers_stand_seven_millimetres_below_one_character_from_the_edge() {
    let printed = printed();
    for (at, words) in words(&printed.pdf).iter().enumerate() {
        let number = at + 1;
        let below = || words.iter().filter(|word| word.top > BOTTOM);
        let shown: Vec<&str> = below().map(|word| word.text.as_str()).collect();
        assert_eq!(shown.concat(), format!("—{number}—"));
        let left = below().map(|word| word.left).fold(f64::MAX, f64::min);
        let right = below().map(|word| word.right).fold(0.0, f64::max);
        match number % 2 {
            1 => near(right, RIGHT - NUMBER, "odd pages at the right"),
            _ => near(left, LEFT + NUMBER, "even pages at the left"),
        }
        near(painted_top(&printed.pdf, number, left, left + NUMBER), BOTTOM + 7.0, "the dash");
    }
}
