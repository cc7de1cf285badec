//! Figures with their units as Chinese prose writes them: 15件, 十五件, 1,408条, 近300条, 70余条, 1.2万件.

use rust_decimal::Decimal;
use std::ops::Range;

/// A number of things in a text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Quantity {
    /// From the figure's first character to the end of the unit, in bytes.
    pub range: Range<usize>,
    /// The figure alone.
    pub numeral: Range<usize>,
    pub value: Decimal,
    /// Not 近300条, 70余条, 几十条, 3万条, 10-20条.
    pub exact: bool,
    /// 件, 条 …
    pub unit: &'static str,
}

impl Quantity {
    /// Its unit is one that requests and cases are counted in.
    pub(crate) fn counts_requests(&self) -> bool {
        ["件", "条", "份", "宗", "起", "个", "次", "例"].contains(&self.unit)
    }
}

const UNITS: [&str; 14] =
    ["件次", "人次", "件", "条", "份", "宗", "起", "个", "次", "项", "部", "篇", "例", "元"];
/// What stands before a figure that is no exact count: about it, a range, an ordinal, one of many.
const ABOUT: [&str; 16] = [
    "近",
    "约",
    "超",
    "超过",
    "逾",
    "不少于",
    "不低于",
    "至少",
    "不足",
    "每",
    "第",
    "-",
    "—",
    "－",
    "～",
    "~",
];
/// The same before 十, 百, 千: 数十件, 几百件, 上千件.
const SOME: [&str; 3] = ["数", "几", "上"];
/// Between figure and unit.
const MORE: [&str; 5] = ["余", "多", "几", "万", "亿"];
const AROUND: [&str; 4] = ["以上", "左右", "上下", "以内"];
/// A unit with one of these behind it is part of another word: 20个工作日, 一次性, 一件事.
const OTHER_WORDS: [(&str, &[&str]); 5] = [
    ("个", &["月", "工作日", "自然日", "小时", "季度", "年度", "百分点"]),
    ("次", &["性", "办"]),
    ("件", &["事"]),
    ("部", &["门", "分", "委"]),
    ("条", &["龙", "例"]),
];
const NUMERALS: &str = "零〇一二两三四五六七八九十百千";

/// Every quantity of a text (without blanks, half-width digits), in order.
pub(crate) fn quantities(text: &str) -> Vec<Quantity> {
    let mut out = Vec::new();
    let mut from = 0;
    while let Some((number, arabic)) = next_number(text, from) {
        from = number.end;
        let figure = text.get(number.clone()).unwrap_or_default();
        let before = text.get(..number.start).unwrap_or_default();
        let mut behind = text.get(number.end..).unwrap_or_default();
        let mut more = Vec::new();
        while let Some(word) = MORE.iter().find(|word| behind.starts_with(**word)) {
            more.push(*word);
            behind = behind.get(word.len()..).unwrap_or_default();
        }
        let Some(unit) = UNITS.iter().copied().find(|unit| behind.starts_with(unit)) else {
            continue;
        };
        let end = text.len() - behind.len() + unit.len();
        let rest = text.get(end..).unwrap_or_default();
        let other_word = OTHER_WORDS
            .iter()
            .any(|(part, ends)| *part == unit && ends.iter().any(|end| rest.starts_with(end)));
        let Some(value) = value(figure, arabic).and_then(|value| times(value, &more)) else {
            continue;
        };
        if other_word {
            continue;
        }
        let together = figure == "一" && unit == "起";
        let round = figure.starts_with(['十', '百', '千']);
        // 收到——15件 is no range.
        let dashes = before.ends_with("——");
        let about = !dashes && ABOUT.iter().any(|word| before.ends_with(word))
            || round && SOME.iter().any(|word| before.ends_with(word))
            || ends_a_range(before)
            || AROUND.iter().any(|word| rest.starts_with(word))
            || rest.starts_with(['-', '—', '－', '~', '～']) && !rest.starts_with("——");
        // 3万条 is rounded, 12.5万元 is a sum of money.
        let whole = more.iter().all(|word| unit == "元" && ["万", "亿"].contains(word));
        let exact = whole && !about && !together;
        out.push(Quantity { range: number.start..end, numeral: number, value, exact, unit });
        from = end;
    }
    out
}

/// 10至, 10件到: not 增至, 收到.
fn ends_a_range(before: &str) -> bool {
    let from = before.strip_suffix(['至', '到']);
    from.and_then(|from| from.chars().next_back()).is_some_and(|c| {
        c.is_ascii_digit() || NUMERALS.contains(c) || UNITS.iter().any(|unit| unit.ends_with(c))
    })
}

/// The next run of numerals from here on, and whether it is in Arabic figures.
fn next_number(text: &str, from: usize) -> Option<(Range<usize>, bool)> {
    let rest = text.get(from..)?;
    let is_numeral = |c: char| c.is_ascii_digit() || NUMERALS.contains(c);
    let start = from + rest.find(is_numeral)?;
    let run = text.get(start..)?;
    let arabic = run.starts_with(|c: char| c.is_ascii_digit());
    if !arabic {
        let ends = |from: usize| {
            let rest = run.get(from..).unwrap_or_default();
            rest.find(|c| !NUMERALS.contains(c)).map_or(run.len(), |at| from + at)
        };
        let first = ends(0);
        // 一万二千, not 三万.
        let behind = first + "万".len();
        let whole = match run.get(first..).is_some_and(|rest| rest.starts_with('万')) {
            true if ends(behind) > behind => ends(behind),
            _ => first,
        };
        return Some((start..start + whole, false));
    }
    let bytes = run.as_bytes();
    let mut length = 0;
    while let Some(byte) = bytes.get(length) {
        let joins = b",.".contains(byte) && bytes.get(length + 1).is_some_and(u8::is_ascii_digit);
        if !byte.is_ascii_digit() && !joins {
            break;
        }
        length += 1;
    }
    Some((start..start + length, true))
}

/// With 万 and 亿 behind the figure.
fn times(value: Decimal, more: &[&str]) -> Option<Decimal> {
    more.iter().try_fold(value, |value, word| match *word {
        "万" => value.checked_mul(10_000.into()),
        "亿" => value.checked_mul(100_000_000.into()),
        _ => Some(value),
    })
}

fn value(text: &str, arabic: bool) -> Option<Decimal> {
    if arabic {
        return text.replace(',', "").parse().ok();
    }
    if let Some((above, below)) = text.split_once('万') {
        let above = value(above, false)?.checked_mul(10_000.into())?;
        return above.checked_add(value(below, false)?);
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

    fn read(text: &str) -> Vec<(String, bool, &'static str)> {
        let told = quantities(text).into_iter();
        told.map(|q| (q.value.normalize().to_string(), q.exact, q.unit)).collect()
    }

    #[test]
    fn figures_as_prose_writes_them() {
        for (text, value, exact, unit) in [
            ("共15件", "15", true, "件"),
            ("一百零五条", "105", true, "条"),
            ("十二件", "12", true, "件"),
            ("一千四百零八件", "1408", true, "件"),
            ("两件", "2", true, "件"),
            ("零件", "0", true, "件"),
            ("1,408条", "1408", true, "条"),
            ("近300条", "300", false, "条"),
            ("70余条", "70", false, "条"),
            ("一万二千零三件", "12003", true, "件"),
            ("收到15件", "15", true, "件"),
            ("增至20件", "20", true, "件"),
            ("申请总数15件", "15", true, "件"),
            ("百余件", "100", false, "件"),
            ("几十件", "10", false, "件"),
            ("数百件", "100", false, "件"),
            ("3万条", "30000", false, "条"),
            ("1.2万余件", "12000", false, "件"),
            ("十五万件", "150000", false, "件"),
            ("300件左右", "300", false, "件"),
            ("不少于4次", "4", false, "次"),
            ("第47条", "47", false, "条"),
            ("2例", "2", true, "例"),
        ] {
            assert_eq!(read(text), [(value.to_owned(), exact, unit)], "{text}");
        }
        let range = read("10-20件");
        assert_eq!(range, [("20".to_owned(), false, "件")]);
        assert!(read("10件至20件").iter().any(|(_, exact, _)| !exact));
    }

    #[test]
    fn what_is_no_quantity() {
        for text in [
            "二三件",
            "99999999999999999999999999999999999999件",
            "20个工作日内",
            "12个部门办结率100%",
            "一次性告知",
            "高效办成一件事",
            "占比35.5%",
            "2026年",
            "3个月",
            "同比增长5个百分点",
        ] {
            let told = read(text);
            assert!(
                told.iter().all(|(_, _, unit)| *unit == "个" && text.contains("部门")),
                "{text}: {told:?}"
            );
        }
        assert_eq!(read("与他人一起申请"), [("1".to_owned(), false, "起")]);
    }
}
