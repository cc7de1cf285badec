//! What a cell of a table says: a figure, nothing, or something that is no single figure.

use crate::pattern::pattern;
use gongkai_model::document::normalize;
use gongkai_model::form::Kind;
use gongkai_model::report::{Figure, said_unread};
use regex_lite::{Captures, Match, Regex};
use rust_decimal::Decimal;
use std::str::FromStr;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

static FIGURE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?<sign>[+\-−])?(?<digits>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?<part>\.[0-9]+)?(?<rest>(?:万元|元|件|个|项|份|条|次|宗|起)?(?:[((].+[))])?)$",
    )
});
static CHANGE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?<word>增加|增|减少|减)(?<digits>[0-9]+)(?:件|个|项)?$"));

/// A figure, and the marks of a note behind it: raised and circled digits, `*`, `[1]`, 注1.
static MARKED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?<figure>.*[0-9０-９])(?:[²³¹⁰⁴-⁹₀-₉①-⒇❶-➓*＊※]|[\[［〔【][0-9０-９a-zA-Z]{1,3}[\]］〕】]|注[0-9０-９①-⑳]{0,2})+$",
    )
});

/// A digit raised, lowered or circled: of a mark, never of a figure.
fn is_mark(c: char) -> bool {
    matches!(c, '²' | '³' | '¹' | '⁰' | '⁴'..='⁹' | '₀'..='₉' | '①'..='⒇' | '❶'..='➓')
}

/// What a cell says without the marks of its note; none where it has no such mark.
fn without_marks(text: &str) -> Option<String> {
    if !text.contains(|c| is_mark(c) || "*＊※]］〕】注".contains(c)) {
        return None;
    }
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let figure = MARKED.captures(&text)?["figure"].to_owned();
    (!figure.contains(is_mark)).then_some(figure)
}

/// The longest remark behind a figure, its unit and brackets with it, in characters.
const LONGEST_REST: usize = 44;

/// The parts of a figure, if the whole text is one.
fn parts(plain: &str) -> Option<Captures<'_>> {
    if !plain.starts_with(|c: char| c.is_ascii_digit() || "+-−".contains(c)) {
        return None;
    }
    let short = |rest: Match<'_>| rest.as_str().chars().count() <= LONGEST_REST;
    FIGURE.captures(plain).filter(|found| found.name("rest").is_none_or(short))
}

/// A change in words: 减4.
fn change(plain: &str) -> Option<Captures<'_>> {
    if !plain.starts_with(['增', '减']) {
        return None;
    }
    CHANGE.captures(plain)
}

/// Digits alone, as nearly every cell says.
fn is_whole(plain: &str) -> bool {
    !plain.is_empty() && plain.bytes().all(|byte| byte.is_ascii_digit())
}

/// Marks real offices write for nothing. They stay what they are: not a 0.
fn is_nothing(text: &str) -> bool {
    matches!(text, "/" | "\\" | "-" | "--" | "—" | "——" | "－" | "–" | "无")
}

/// Reads a cell: the figure, and the whole text where it says more than the figure.
///
/// `""` is blank; `/` and the like are blank with a note; `22（其中修订16件）` is 22 with a note;
/// `减4` is −4 where the form counts changes; `+2/-1` is no single figure and so 未读到, with a note.
pub fn figure(raw: &str, kind: Kind) -> (Figure, Option<String>) {
    if let Some(plain) = without_marks(raw) {
        let read = figure(&plain, kind).0;
        return (read, Some(raw.chars().filter(|c| !c.is_whitespace()).collect()));
    }
    if raw.contains(is_mark) {
        return (Figure::Unread, Some(raw.trim().to_owned()));
    }
    let shown = without_blanks(raw);
    // Two paragraphs of a cell are two things: 1 over 2 is not 12.
    let lines: Vec<&str> = raw.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let meet = |pair: &[&str]| matches!(pair, [above, below] if above.ends_with(char::is_numeric) && below.starts_with(char::is_numeric));
    if lines.windows(2).any(meet) {
        let lines: Vec<String> = lines.into_iter().map(normalize::text).collect();
        // Parted by a mark: with a blank between they would come out of a file written as one.
        return (Figure::Unread, Some(lines.join("／")));
    }
    let plain: String = shown.nfkc().filter(|c| !c.is_whitespace()).collect();
    if plain.is_empty() {
        return (Figure::Blank, None);
    }
    if let Some(found) = said_unread(&shown) {
        return (Figure::Unread, found.map(str::to_owned));
    }
    if is_nothing(&shown) || is_nothing(&plain) {
        return (Figure::Blank, Some(shown));
    }
    if is_whole(&plain)
        && let Ok(number) = Decimal::from_str(&plain)
    {
        return (Figure::Number(number), None);
    }
    if let Some(found) = parts(&plain) {
        let part = |name: &str| found.name(name).map_or("", |m| m.as_str());
        let minus = if part("sign").is_empty() || part("sign") == "+" { "" } else { "-" };
        let digits = part("digits").replace(',', "");
        let number = Decimal::from_str(&format!("{minus}{digits}{}", part("part")));
        if let Ok(number) = number {
            let says_more = part("sign") == "+" || !part("rest").is_empty();
            return (Figure::Number(number), says_more.then_some(shown));
        }
    }
    if kind == Kind::Change
        && let Some(found) = change(&plain)
        && let Ok(number) = Decimal::from_str(&found["digits"])
    {
        let number = if found["word"].starts_with('减') { -number } else { number };
        return (Figure::Number(number), Some(shown));
    }
    (Figure::Unread, Some(shown))
}

/// As labels are compared: without blanks and the traces extraction leaves.
fn without_blanks(raw: &str) -> String {
    normalize::text(raw).chars().filter(|c| !c.is_whitespace()).collect()
}

/// Whether a piece of a table row is the content of a figure's cell rather than a label.
pub fn is_figure(piece: &str) -> bool {
    if let Some(plain) = without_marks(piece) {
        return is_figure(&plain);
    }
    if piece.contains(is_mark) {
        return false;
    }
    let plain: String = piece.nfkc().filter(|c| !c.is_whitespace()).collect();
    if plain.is_empty() || plain.chars().count() > 60 {
        return false;
    }
    is_whole(&plain)
        || is_nothing(&plain)
        || said_unread(piece).is_some()
        || parts(&plain).is_some()
        || change(&plain).is_some()
        || (plain.chars().any(|c| c.is_ascii_digit())
            && plain.chars().all(|c| c.is_ascii_digit() || "+-/.,".contains(c))
            && !plain.ends_with(['.', ',']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_say_figures_nothing_or_neither() {
        let note = |text: &str| Some(text.to_owned());
        let number = |text: &str| Figure::Number(text.parse().unwrap());
        for (raw, kind, expected) in [
            ("12", Kind::Count, (number("12"), None)),
            (" 1 2 ", Kind::Count, (number("12"), None)),
            ("１２", Kind::Count, (number("12"), None)),
            ("1,234", Kind::Count, (number("1234"), None)),
            ("96171.60", Kind::Amount, (number("96171.60"), None)),
            ("", Kind::Count, (Figure::Blank, None)),
            ("/", Kind::Count, (Figure::Blank, note("/"))),
            ("无", Kind::Count, (Figure::Blank, note("无"))),
            ("-18", Kind::Change, (number("-18"), None)),
            ("+3", Kind::Change, (number("3"), note("+3"))),
            ("减4", Kind::Change, (number("-4"), note("减4"))),
            ("增3", Kind::Change, (number("3"), note("增3"))),
            ("减4", Kind::Count, (Figure::Unread, note("减4"))),
            ("+2/-1", Kind::Change, (Figure::Unread, note("+2/-1"))),
            ("495（万元）", Kind::Amount, (number("495"), note("495（万元）"))),
            ("251000元", Kind::Amount, (number("251000"), note("251000元"))),
            ("22（其中修订16件）", Kind::Count, (number("22"), note("22（其中修订16件）"))),
            (
                "2\u{200b}2（其中⽅⾯\u{ad}1件）",
                Kind::Count,
                (number("22"), note("22（其中方面1件）")),
            ),
            ("1\n2", Kind::Count, (Figure::Unread, note("1／2"))),
            ("1／2", Kind::Count, (Figure::Unread, note("1／2"))),
            ("未读到", Kind::Count, (Figure::Unread, None)),
            ("未读到（约3）", Kind::Count, (Figure::Unread, note("约3"))),
            ("未读到\n（约3）", Kind::Count, (Figure::Unread, note("约3"))),
            ("\n12\n", Kind::Count, (number("12"), None)),
            ("12a", Kind::Count, (Figure::Unread, note("12a"))),
            ("266¹", Kind::Count, (number("266"), note("266¹"))),
            ("3 ①", Kind::Count, (number("3"), note("3①"))),
            ("0[2]", Kind::Count, (number("0"), note("0[2]"))),
            ("19*注1", Kind::Count, (number("19"), note("19*注1"))),
            ("¹²", Kind::Count, (Figure::Unread, note("¹²"))),
            ("1²3", Kind::Count, (Figure::Unread, note("1²3"))),
            (
                "1234567890123456789012345678901234567890",
                Kind::Count,
                (Figure::Unread, note("1234567890123456789012345678901234567890")),
            ),
        ] {
            assert_eq!(figure(raw, kind), expected, "{raw}");
        }
    }

    #[test]
    fn labels_are_not_figures() {
        for label in ["1.属于国家秘密", "1.", "一、", "总计", "（七）总计", "2020年", ""]
        {
            assert!(!is_figure(label), "{label}");
        }
        for figure in ["0", "495（万元）", "减4", "+2/-1", "1,234", "0.5", "/"] {
            assert!(is_figure(figure), "{figure}");
        }
    }
}
