//! A text of numbered paragraphs as it is being written: 一、（一） 1.（1）. What a key or a button makes of
//! text and caret. A paragraph's level is told by its own number, as everywhere.
//!
//! **Deliberately absent**: the report. A text comes in and goes out; who writes it where is not known.

use super::numbering;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Numbers beyond this are left as they are written.
const MOST: usize = 99;

/// A text and the selection in it, counted as the window counts: in UTF-16 units from the beginning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SelectedText {
    /// Paragraphs, parted by line feeds.
    pub text: String,
    /// Where the selection begins.
    pub from: usize,
    /// Where it ends; not before `from`.
    pub to: usize,
}

/// What is to be made of a text.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(tag = "make", rename_all = "snake_case")]
#[ts(export)]
pub enum Shaping {
    /// The text was typed or pasted where this one stood before. Where paragraphs came or went and the
    /// numbers were in order, they are in order again; a sequence the writer keeps otherwise stays theirs.
    Follow {
        /// The text that stood there.
        before: String,
    },
    /// The paragraphs of the selection get this level: 0 without a number, 1 to 4 for 一、（一） 1.（1）.
    Level {
        /// 0 to 4.
        level: u8,
    },
    /// The paragraphs of the selection move up by one.
    Up,
    /// The paragraphs of the selection move down by one.
    Down,
    /// All numbers are put in order.
    Renumber,
}

/// A paragraph's number and what stands around it.
struct Number<'a> {
    level: u8,
    /// Blanks and an opening bracket.
    open: &'a str,
    number: &'a str,
    close: &'a str,
}

impl Number<'_> {
    /// Characters before the words of the paragraph.
    fn length(&self) -> usize {
        [self.open, self.number, self.close].map(|part| part.chars().count()).iter().sum()
    }

    /// The number itself, in the manner of the one that stands there.
    fn counted(&self, count: usize) -> String {
        if self.level <= 2 {
            return chinese(count);
        }
        let digits = count.to_string();
        let wide = self.number.chars().any(|c| ('０'..='９').contains(&c));
        if !wide {
            return digits;
        }
        digits
            .bytes()
            .filter_map(|digit| "０１２３４５６７８９".chars().nth(usize::from(digit - b'0')))
            .collect()
    }
}

/// 1 to 99 as they are written: 九、十、十一、二十.
fn chinese(count: usize) -> String {
    let digit = |n: usize| "一二三四五六七八九".chars().nth(n.wrapping_sub(1)).into_iter();
    let (tens, ones) = (count / 10, count % 10);
    let mut out = String::new();
    if tens > 1 {
        out.extend(digit(tens));
    }
    if tens > 0 {
        out.push('十');
    }
    out.extend(digit(ones));
    out
}

fn numbered(paragraph: &str) -> Option<Number<'_>> {
    let blank = paragraph.len() - paragraph.trim_start().len();
    let (level, end) = numbering(&paragraph[blank..])?;
    let (head, _) = paragraph.split_at(blank + end);
    let close = head.chars().next_back()?.len_utf8();
    let bracket = head[blank..].chars().next().filter(|c| matches!(c, '（' | '('));
    let (open, rest) = head.split_at(blank + bracket.map_or(0, char::len_utf8));
    let (number, close) = rest.split_at(rest.len() - close);
    Some(Number { level, open, number, close })
}

/// The characters a paragraph's number takes.
fn prefix(paragraph: &str) -> usize {
    numbered(paragraph).map_or(0, |number| number.length())
}

fn without_prefix(paragraph: &str) -> String {
    paragraph.chars().skip(prefix(paragraph)).collect()
}

/// The level a paragraph's own number gives it: 1 to 4 for 一、（一） 1.（1）, 0 without one.
pub fn level(paragraph: &str) -> u8 {
    numbered(paragraph).map_or(0, |number| number.level)
}

/// Whether the numbers of these paragraphs follow each other.
pub fn in_order(paragraphs: &[String]) -> bool {
    sequence(paragraphs) == paragraphs
}

/// The paragraphs with the numbers that follow from their places: below a higher level they begin anew.
fn sequence(paragraphs: &[String]) -> Vec<String> {
    let mut counts = [0usize; 5];
    let mut next = Vec::with_capacity(paragraphs.len());
    for paragraph in paragraphs {
        let Some(number) = numbered(paragraph) else {
            next.push(paragraph.clone());
            continue;
        };
        let mut here = 0;
        for (level, count) in counts.iter_mut().enumerate() {
            match level.cmp(&usize::from(number.level)) {
                std::cmp::Ordering::Less => {}
                std::cmp::Ordering::Equal => {
                    *count += 1;
                    here = *count;
                }
                std::cmp::Ordering::Greater => *count = 0,
            }
        }
        next.push(if here > MOST {
            paragraph.clone()
        } else {
            let words = without_prefix(paragraph);
            format!("{}{}{}{words}", number.open, number.counted(here), number.close)
        });
    }
    next
}

/// A place in paragraphs: which of them, and how many characters stand before it there.
type Place = (usize, usize);

/// The paragraphs of a text and the two ends of its selection.
struct Selected {
    paragraphs: Vec<String>,
    from: Place,
    to: Place,
}

impl Selected {
    fn new(text: &SelectedText) -> Self {
        let paragraphs: Vec<String> = text.text.split('\n').map(str::to_owned).collect();
        let (from, to) = (place(&paragraphs, text.from), place(&paragraphs, text.to));
        Selected { paragraphs, from, to }
    }

    /// With each end behind as many paragraphs and as many words as in `self`.
    fn text(self) -> SelectedText {
        let (from, to) = (offset(&self.paragraphs, self.from), offset(&self.paragraphs, self.to));
        SelectedText { text: self.paragraphs.join("\n"), from, to }
    }

    /// Other paragraphs in the place of these, one for one: an end that stands in the words stays there.
    fn replaced(self, paragraphs: Vec<String>) -> Self {
        let moved = |(at, column): Place| {
            let before = self.paragraphs.get(at).map_or(0, |one| prefix(one));
            let after = paragraphs.get(at).map_or(0, |one| prefix(one));
            (at, if column < before { column.min(after) } else { column - before + after })
        };
        let (from, to) = (moved(self.from), moved(self.to));
        Selected { paragraphs, from, to }
    }

    fn in_sequence(self) -> Self {
        let next = sequence(&self.paragraphs);
        self.replaced(next)
    }

    fn with_level(self, level: u8) -> Self {
        let new = match level {
            1 => "一、",
            2 => "（一）",
            3 => "1.",
            4 => "（1）",
            _ => "",
        };
        let chosen = self.from.0..=self.to.0;
        let each = self.paragraphs.iter().enumerate().map(|(at, paragraph)| {
            if chosen.contains(&at) {
                format!("{new}{}", without_prefix(paragraph).trim_start())
            } else {
                paragraph.clone()
            }
        });
        let next = each.collect();
        self.replaced(next).in_sequence()
    }

    /// Numbers that were in order follow.
    fn moved(mut self, up: bool) -> Self {
        let (first, last) = (self.from.0, self.to.0);
        let ordered = in_order(&self.paragraphs);
        let Some(block) = self.paragraphs.get_mut(if up {
            first.wrapping_sub(1)..last + 1
        } else {
            first..last + 2
        }) else {
            return self;
        };
        if up {
            block.rotate_left(1);
            (self.from.0, self.to.0) = (first - 1, last - 1);
        } else {
            block.rotate_right(1);
            (self.from.0, self.to.0) = (first + 1, last + 1);
        }
        if ordered { self.in_sequence() } else { self }
    }
}

fn place(paragraphs: &[String], units: usize) -> Place {
    let mut left = units;
    for (at, paragraph) in paragraphs.iter().enumerate() {
        let length: usize = paragraph.encode_utf16().count();
        if left <= length {
            return (at, characters(paragraph, left));
        }
        left -= length + 1;
    }
    let last = paragraphs.len().saturating_sub(1);
    (last, paragraphs.get(last).map_or(0, |one| one.chars().count()))
}

/// The characters that begin before so many UTF-16 units.
fn characters(text: &str, units: usize) -> usize {
    let mut passed = 0;
    text.chars()
        .take_while(|c| {
            let before = passed < units;
            passed += c.len_utf16();
            before
        })
        .count()
}

fn offset(paragraphs: &[String], (at, column): Place) -> usize {
    let units = |text: &String| text.encode_utf16().count();
    let before: usize = paragraphs.iter().take(at).map(|one| units(one) + 1).sum();
    let within =
        paragraphs.get(at).map_or(0, |one| one.chars().take(column).map(char::len_utf16).sum());
    before + within
}

/// What a key or a button makes of a text.
pub fn shaped(text: SelectedText, shaping: &Shaping) -> SelectedText {
    let selected = Selected::new(&text);
    match shaping {
        Shaping::Follow { before } => {
            let before: Vec<String> = before.split('\n').map(str::to_owned).collect();
            if before.len() == selected.paragraphs.len() || !in_order(&before) {
                return text;
            }
            selected.in_sequence().text()
        }
        Shaping::Level { level } => selected.with_level(*level).text(),
        Shaping::Up => selected.moved(true).text(),
        Shaping::Down => selected.moved(false).text(),
        Shaping::Renumber => selected.in_sequence().text(),
    }
}

/// What is pasted, as paragraphs and nothing else: no indents, bullets, tabs, soft breaks, signs that
/// can't be seen, or empty lines.
pub fn pasted(text: &str) -> String {
    let lines = text.replace("\r\n", "\n");
    let lines = lines.split(['\r', '\n', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']);
    let mut out: Vec<String> = Vec::new();
    for line in lines {
        let seen: String = line.chars().filter(|c| !unseen(*c)).collect();
        let line = seen.trim_start_matches(|c: char| c.is_whitespace() || is_bullet(c)).trim_end();
        let number: String = line.chars().take(prefix(line)).collect();
        let words = without_prefix(line);
        let plain = number + words.trim_start();
        let pieces = plain.split(['\t', '\u{a0}']).filter(|piece| !piece.is_empty());
        let plain = pieces.collect::<Vec<_>>().join(" ");
        if !plain.is_empty() {
            out.push(plain);
        }
    }
    out.join("\n")
}

/// Control signs, soft hyphens, signs without width, and the mark of an object.
fn unseen(c: char) -> bool {
    (c.is_control() && c != '\t')
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' | '\u{fffc}')
}

/// What Word puts before the points of a list, in its own fonts too.
fn is_bullet(c: char) -> bool {
    matches!(c, '·' | '•' | '●' | '▪' | '◆' | '\u{f06c}' | '\u{f0b7}' | '\u{f0a7}' | '\u{f0d8}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str = "（一）甲\n正文\n1.子\n2.丑\n（二）乙";

    fn at(text: &str, from: usize) -> SelectedText {
        SelectedText { text: text.to_owned(), from, to: from }
    }

    /// The place of words, as the window counts.
    fn place_of(text: &str, words: &str) -> usize {
        text[..text.find(words).unwrap()].encode_utf16().count()
    }

    fn behind(text: &SelectedText) -> String {
        String::from_utf16(&text.text.encode_utf16().skip(text.from).collect::<Vec<_>>()).unwrap()
    }

    fn followed(before: &str, after: &str) -> String {
        shaped(at(after, 0), &Shaping::Follow { before: before.to_owned() }).text
    }

    fn lines(text: &str) -> Vec<String> {
        text.split('\n').map(str::to_owned).collect()
    }

    #[test]
    fn a_paragraph_s_level_is_told_by_its_number() {
        let texts = [
            "一、甲",
            "（十二）甲",
            "(3)甲",
            "3.甲",
            "３．甲",
            "3.5万元",
            "2026年，",
            "甲",
            "　（一）甲",
        ];
        assert_eq!(texts.map(level), [1, 2, 4, 3, 3, 0, 0, 0, 2]);
    }

    #[test]
    fn numbers_follow_when_a_numbered_paragraph_comes_in_or_goes() {
        let come = TEXT.replace("正文", "正文\n（二）新");
        assert_eq!(followed(TEXT, &come), "（一）甲\n正文\n（二）新\n1.子\n2.丑\n（三）乙");
        assert_eq!(followed(TEXT, "1.子\n2.丑\n（二）乙"), "1.子\n2.丑\n（一）乙");
    }

    #[test]
    fn numbers_begin_anew_below_a_higher_level_and_keep_their_manner() {
        let text = "(一)甲\n１．子\n１．丑\n（一）乙\n1、寅\n（1）卯\n（1）辰";
        let made = shaped(at(text, 0), &Shaping::Renumber).text;
        assert_eq!(made, "(一)甲\n１．子\n２．丑\n（二）乙\n1、寅\n（1）卯\n（2）辰");
    }

    #[test]
    fn numbers_past_ten_are_counted_as_they_are_written() {
        let many = vec!["（一）项"; 21].join("\n");
        let made = lines(&shaped(at(&many, 0), &Shaping::Renumber).text);
        assert_eq!(
            [9, 10, 19, 20].map(|n| made[n].as_str()),
            ["（十）项", "（十一）项", "（二十）项", "（二十一）项"]
        );
        let more = vec!["1.项"; 101].join("\n");
        assert_eq!(
            lines(&shaped(at(&more, 0), &Shaping::Renumber).text)[98..],
            ["99.项", "1.项", "1.项"]
        );
    }

    #[test]
    fn a_sequence_that_is_the_writer_s_own_is_left() {
        let own = "（三）甲\n（五）乙";
        assert!(!in_order(&lines(own)));
        assert_eq!(followed(own, &format!("{own}\n新")), "（三）甲\n（五）乙\n新");
        let typed = TEXT.replace('甲', "甲甲");
        assert_eq!(followed(TEXT, &typed), typed);
    }

    #[test]
    fn a_paragraph_gets_its_level_and_the_caret_stays_in_its_words() {
        let made = shaped(at(TEXT, place_of(TEXT, "文")), &Shaping::Level { level: 2 });
        assert_eq!(made.text, "（一）甲\n（二）正文\n1.子\n2.丑\n（三）乙");
        assert!(behind(&made).starts_with('文'));
        let back = shaped(made, &Shaping::Level { level: 0 });
        assert_eq!(back.text, TEXT);
        assert!(behind(&back).starts_with('文'));
    }

    #[test]
    fn a_paragraph_moves_with_its_caret_and_the_numbers_stay_in_order() {
        let moved = shaped(at(TEXT, place_of(TEXT, "丑")), &Shaping::Up);
        assert_eq!(moved.text, "（一）甲\n正文\n1.丑\n2.子\n（二）乙");
        assert!(behind(&moved).starts_with('丑'));
        assert_eq!(shaped(at(TEXT, 0), &Shaping::Up).text, TEXT);
        assert_eq!(shaped(at(TEXT, TEXT.encode_utf16().count()), &Shaping::Down).text, TEXT);
        let two = SelectedText { to: place_of(TEXT, "丑"), ..at(TEXT, place_of(TEXT, "子")) };
        assert_eq!(shaped(two, &Shaping::Down).text, "（一）甲\n正文\n（二）乙\n1.子\n2.丑");
        let own = shaped(at("（三）甲\n乙", 0), &Shaping::Down);
        assert_eq!(own.text, "乙\n（三）甲");
    }

    #[test]
    fn a_character_of_two_units_is_one() {
        let text = "𠮷𠮷\n甲";
        let made = shaped(at(text, 2), &Shaping::Level { level: 3 });
        assert_eq!((made.text.as_str(), made.from), ("1.𠮷𠮷\n甲", 4));
    }

    #[test]
    fn what_word_copies_comes_in_as_paragraphs_alone() {
        let copied = "　　（一）\t主动公开\r\n\r\n\u{a0}\u{a0}全年\u{200b}公开\u{b}第二段  \n·\t条目\n甲\t\t乙";
        assert_eq!(pasted(copied), "（一）主动公开\n全年公开\n第二段\n条目\n甲 乙");
    }

    proptest! {
        #[test]
        fn no_text_fails_and_no_paragraph_is_lost(
            text in "[（）()一十1３.、\n 甲𠮷]{0,40}",
            from in 0usize..50,
            more in 0usize..10,
        ) {
            let words = |text: &str| {
                let mut words: Vec<String> = lines(text).iter().map(|one| without_prefix(one)).collect();
                words.sort();
                words
            };
            let given = SelectedText { text: text.clone(), from, to: from + more };
            for shaping in [Shaping::Renumber, Shaping::Up, Shaping::Down] {
                let made = shaped(given.clone(), &shaping);
                prop_assert_eq!(words(&made.text), words(&text));
                let length = made.text.encode_utf16().count();
                prop_assert!(made.from <= made.to && made.to <= length);
            }
            let made = shaped(given, &Shaping::Level { level: 4 });
            prop_assert_eq!(lines(&made.text).len(), lines(&text).len());
        }
    }
}
