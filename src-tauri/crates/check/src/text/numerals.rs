//! Writing a figure the way another one is written: 16, 十六, １６, 1,408.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// The number in the writing of a figure of the text; none where that writing can't hold it.
pub(crate) fn written_like(figure: &str, number: Decimal) -> Option<String> {
    let number = number.normalize();
    if number.is_sign_negative() && !number.is_zero() {
        return None;
    }
    let digits = number.to_string();
    let first = figure.chars().find(|c| !c.is_whitespace())?;
    if first.is_ascii_digit() {
        return Some(if figure.contains(',') { grouped(&digits) } else { digits });
    }
    if ('０'..='９').contains(&first) {
        let wide = |c: char| match c {
            '0'..='9' => char::from_u32(c as u32 + 0xfee0).unwrap_or(c),
            '.' => '．',
            other => other,
        };
        return Some(digits.chars().map(wide).collect());
    }
    let whole = number.to_u64().filter(|_| number.is_integer())?;
    match whole {
        2 if figure != "二" => Some("两".to_owned()),
        _ => chinese(whole),
    }
}

/// 1,408.
fn grouped(digits: &str) -> String {
    let (whole, rest) = digits.split_once('.').map_or((digits, None), |(a, b)| (a, Some(b)));
    let mut out = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    match rest {
        Some(rest) => format!("{out}.{rest}"),
        None => out,
    }
}

/// Up to 九千九百九十九.
fn chinese(number: u64) -> Option<String> {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |n: u64| usize::try_from(n).ok().and_then(|at| DIGITS.get(at)).copied();
    if number > 9_999 {
        return None;
    }
    if number < 10 {
        return digit(number).map(str::to_owned);
    }
    let mut out = String::new();
    let mut gap = false;
    for (place, name) in [(1_000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let here = number / place % 10;
        if here == 0 {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            out.push('零');
        }
        gap = false;
        // 十五, not 一十五.
        if !(here == 1 && place == 10 && out.is_empty()) {
            out.push_str(digit(here)?);
        }
        out.push_str(name);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_keeps_its_writing() {
        for (figure, number, written) in [
            ("15", "16", "16"),
            ("1,480", "1408", "1,408"),
            ("１５", "16", "１６"),
            ("十五", "16", "十六"),
            ("五", "10", "十"),
            ("五", "2", "两"),
            ("一百", "1040", "一千零四十"),
            ("一百", "205", "二百零五"),
            ("12.5", "0.8", "0.8"),
        ] {
            assert_eq!(written_like(figure, number.parse().unwrap()).as_deref(), Some(written));
        }
        assert_eq!(written_like("五", "12000".parse().unwrap()), None);
        assert_eq!(written_like("五", "1.5".parse().unwrap()), None);
        assert_eq!(written_like("5", "-3".parse().unwrap()), None);
    }
}
