//! What a user types or pastes into a cell. **Deliberately absent**: leniency for the notes and
//! marks that files hold, which is `read`'s business; here a person is present and can be asked.

use crate::form::Kind;
use crate::report::Figure;
use rust_decimal::Decimal;
use std::str::FromStr;
use unicode_normalization::UnicodeNormalization;

/// Digits before the point beyond which a figure is taken for a slip.
const LONGEST: usize = 12;
/// Digits behind the point of an amount in 万元; the last is a tenth of a 元.
const FINEST: usize = 6;

/// What is typed can be the beginning of a figure when it has one of these. Whether it is one, and
/// which, says [`figure`].
pub const CHARACTERS: &str = "0123456789０１２３４５６７８９+＋-－−增减.．";

/// Reads what was typed: full-width digits, blanks and thousands separators do no harm.
///
/// # Errors
/// One sentence that says what the cell takes.
pub fn figure(typed: &str, kind: Kind) -> Result<Figure, &'static str> {
    let plain: String =
        typed.nfkc().filter(|c| !c.is_whitespace() && *c != ',').collect::<String>();
    if plain.is_empty() {
        return Ok(Figure::Blank);
    }
    let (minus, digits) = match plain.strip_prefix(['-', '−', '减']) {
        Some(rest) => (true, rest),
        None => (false, plain.strip_prefix(['+', '增']).unwrap_or(&plain)),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let number = whole.chars().chain(part.chars()).all(|c| c.is_ascii_digit());
    if !number || whole.is_empty() || digits.ends_with('.') {
        return Err(match kind {
            Kind::Count => "这里只能填 0 或正整数；没有就填 0。",
            Kind::Change => "这里只能填整数，减少的前面加“-”；没有就填 0。",
            Kind::Amount => "这里只能填数字，可以有小数点；没有就填 0。",
        });
    }
    match kind {
        Kind::Count if minus => return Err("这里不能是负数。"),
        Kind::Amount if minus => return Err("金额不能是负数。"),
        Kind::Count | Kind::Change if !part.is_empty() => {
            return Err("这里只能填整数，不能有小数。");
        }
        Kind::Amount if part.len() > FINEST => return Err("小数最多六位。"),
        _ => {}
    }
    if whole.trim_start_matches('0').len() > LONGEST {
        return Err("这个数太大，最多十二位。");
    }
    let sign = if minus { "-" } else { "" };
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let point = if part.is_empty() { "" } else { "." };
    Decimal::from_str(&format!("{sign}{whole}{point}{part}"))
        .map(Figure::Number)
        .map_err(|_| "这不是一个数。")
}

/// What a pasted cell was taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meant {
    /// What stands in it, letter by letter.
    AsWritten,
    /// A mark that stands for nothing: `-`, `—`, `/`, `无`.
    Blank,
    /// A clear figure with what it counts behind it: `3件`.
    Unit,
}

/// Units that may stand behind a count, and behind an amount in 万元; `元` would be another figure.
const COUNTED: [&str; 17] = [
    "件次", "人次", "件", "条", "份", "次", "人", "项", "个", "起", "宗", "封", "篇", "部", "例",
    "批", "家",
];
const OF_AMOUNTS: [&str; 1] = ["万元"];

/// Reads one cell of a pasted range: what [`figure`] takes, a mark for nothing, a figure with its unit.
///
/// # Errors
/// As [`figure`].
pub fn pasted(text: &str, kind: Kind) -> Result<(Figure, Meant), &'static str> {
    let plain: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
    let dashes = |c: char| matches!(c, '-' | '−' | '–' | '—' | '―' | '─' | '/');
    if plain == "无" || (!plain.is_empty() && plain.chars().all(dashes)) {
        return Ok((Figure::Blank, Meant::Blank));
    }
    let units: &[&str] = if kind == Kind::Amount { &OF_AMOUNTS } else { &COUNTED };
    let bare = units.iter().find_map(|unit| plain.strip_suffix(unit));
    match bare.filter(|bare| bare.ends_with(|c: char| c.is_ascii_digit())) {
        Some(bare) => Ok((figure(bare, kind)?, Meant::Unit)),
        None => Ok((figure(text, kind)?, Meant::AsWritten)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pasted_cell_is_taken_as_it_is_meant() {
        let count = |text| pasted(text, Kind::Count);
        for nothing in ["-", "—", "——", " / ", "／", "－", "无", "–"] {
            assert_eq!(count(nothing), Ok((Figure::Blank, Meant::Blank)), "{nothing}");
        }
        for three in ["3件", "３ 件", "3条", "3人次"] {
            assert_eq!(count(three), Ok((3.into(), Meant::Unit)), "{three}");
        }
        assert_eq!(count("1,203件"), Ok((1203.into(), Meant::Unit)));
        assert_eq!(count("12"), Ok((12.into(), Meant::AsWritten)));
        assert_eq!(count(""), Ok((Figure::Blank, Meant::AsWritten)));
        assert_eq!(pasted("-3件", Kind::Change), Ok(((-3).into(), Meant::Unit)));
        let amount = pasted("2.5万元", Kind::Amount).unwrap();
        assert_eq!((amount.0.number().unwrap().to_string(), amount.1), ("2.5".into(), Meant::Unit));
    }

    #[test]
    fn what_is_not_clear_in_a_paste_is_refused() {
        for odd in ["约3件", "3-5件", "-3件", "件", "三件", "3.5件", "3件（含转办）", "=A1", "1件2"]
        {
            assert!(pasted(odd, Kind::Count).is_err(), "{odd}");
        }
        // A figure in another unit is another figure.
        assert!(pasted("25000元", Kind::Amount).is_err());
        assert!(pasted("3件", Kind::Amount).is_err());
    }

    #[test]
    fn no_figure_lacks_the_characters_of_figures() {
        for (typed, kind) in [
            ("１２", Kind::Count),
            ("减4", Kind::Change),
            ("−1", Kind::Change),
            ("9.5", Kind::Amount),
        ] {
            assert!(
                figure(typed, kind).is_ok() && typed.contains(|c| CHARACTERS.contains(c)),
                "{typed}"
            );
        }
        for typed in ["a", "三", "。", "=A"] {
            assert!(!typed.contains(|c| CHARACTERS.contains(c)), "{typed}");
        }
    }

    #[test]
    fn figures_are_read_as_they_come_from_keyboards_and_spreadsheets() {
        let count = |typed| figure(typed, Kind::Count);
        assert_eq!(count(""), Ok(Figure::Blank));
        assert_eq!(count(" \u{3000}"), Ok(Figure::Blank));
        assert_eq!(count("0"), Ok(0.into()));
        assert_eq!(count("１２"), Ok(12.into()));
        assert_eq!(count("1,234"), Ok(1234.into()));
        assert_eq!(count("1，234"), Ok(1234.into()));
        assert_eq!(count(" 3 5 "), Ok(35.into()));
        assert_eq!(count("007"), Ok(7.into()));
        assert_eq!(figure("-18", Kind::Change), Ok((-18).into()));
        assert_eq!(figure("减4", Kind::Change), Ok((-4).into()));
        assert_eq!(figure("+3", Kind::Change), Ok(3.into()));
        let amount = figure("96171.60", Kind::Amount).unwrap().number().unwrap();
        assert_eq!(amount.to_string(), "96171.60");
    }

    #[test]
    fn what_is_no_figure_of_the_kind_is_refused_with_a_sentence() {
        for typed in ["-1", "1.5", "无", "/", "-", "=A1+B1", "12件", "1e5", "9999999999999", "。"]
        {
            let why = figure(typed, Kind::Count).expect_err(typed);
            assert!(why.ends_with('。'), "{why}");
        }
        assert!(figure("1.", Kind::Amount).is_err());
        assert!(figure(".5", Kind::Amount).is_err());
        assert!(figure("-0.5", Kind::Amount).is_err());
        assert!(figure("+2/-1", Kind::Change).is_err());
    }
}
