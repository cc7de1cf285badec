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

#[cfg(test)]
mod tests {
    use super::*;

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
