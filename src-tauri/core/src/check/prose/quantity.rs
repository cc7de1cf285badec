//! Figures with their units as Chinese prose writes them: 15件, 十五件, 1,408条, 近300条, 70余条.

use regex::Regex;
use rust_decimal::Decimal;
use std::ops::Range;
use std::sync::LazyLock;

/// A number of things in a text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Quantity {
    /// From the figure's first character to the end of the unit, in bytes.
    pub range: Range<usize>,
    pub value: Decimal,
    /// Not 近300条, not 70余条, not 3万条.
    pub exact: bool,
    /// 件, 条 …
    pub unit: String,
}

static QUANTITY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?P<about>近|约|超过?|逾|将近|不少于|至少|每)?(?P<n>[0-9][0-9,]*(?:\.[0-9]+)?|[零〇一二两三四五六七八九十百千]+)(?P<more>余|多|几|万|亿)*(?P<unit>件次|人次|件|条|份|宗|起|个|次|项|部|篇)(?P<around>以上|左右|上下)?",
    )
    .expect("a fixed pattern")
});

/// Every quantity of a text (without blanks, half-width digits), in order.
pub(super) fn quantities(text: &str) -> Vec<Quantity> {
    let mut out = Vec::new();
    let numeral = |c: char| c.is_ascii_digit() || "零〇一二两三四五六七八九十百千".contains(c);
    if !text.contains(numeral) {
        return out;
    }
    for found in QUANTITY.captures_iter(text) {
        let (Some(number), Some(unit)) = (found.name("n"), found.name("unit")) else { continue };
        let Some(value) = value(number.as_str()) else { continue };
        let vague = ["about", "more", "around"].iter().any(|name| found.name(name).is_some());
        // 10-20件, 第3条, 10%: a range, an ordinal, a share.
        let before = text.get(..number.start()).and_then(|text| text.chars().next_back());
        let joined = before.is_some_and(|c| "-—－~～至到第.".contains(c));
        out.push(Quantity {
            range: number.start()..unit.end(),
            value,
            exact: !vague && !joined,
            unit: unit.as_str().to_owned(),
        });
    }
    out
}

fn value(text: &str) -> Option<Decimal> {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return text.replace(',', "").parse().ok();
    }
    let mut sum: u32 = 0;
    let mut digit: Option<u32> = None;
    for c in text.chars() {
        let place = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            '零' | '〇' => {
                digit = None;
                continue;
            }
            '两' => {
                digit = Some(2);
                continue;
            }
            c => {
                let at = "一二三四五六七八九".chars().position(|other| other == c)?;
                // 二三件 is no number.
                if digit.is_some() {
                    return None;
                }
                digit = u32::try_from(at + 1).ok();
                continue;
            }
        };
        sum = sum.checked_add(digit.take().unwrap_or(1).checked_mul(place)?)?;
    }
    sum.checked_add(digit.unwrap_or(0)).map(Decimal::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_as_prose_writes_them() {
        let read = |text: &str| -> Vec<(String, bool, String)> {
            let told = quantities(text).into_iter();
            told.map(|q| (q.value.to_string(), q.exact, q.unit)).collect()
        };
        let one = |value: &str, exact, unit: &str| vec![(value.to_owned(), exact, unit.to_owned())];
        assert_eq!(read("共15件"), one("15", true, "件"));
        assert_eq!(read("一百零五条"), one("105", true, "条"));
        assert_eq!(read("十二件"), one("12", true, "件"));
        assert_eq!(read("1,408条"), one("1408", true, "条"));
        assert_eq!(read("近300条"), one("300", false, "条"));
        assert_eq!(read("70余条"), one("70", false, "条"));
        assert_eq!(read("3万条"), one("3", false, "条"));
        assert_eq!(read("第47条"), one("47", false, "条"));
        assert!(read("二三件").is_empty());
        assert!(read("99999999999999999999999999999999999999件").is_empty());
    }
}
