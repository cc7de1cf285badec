//! The title over one or several lines: it parts at words — organ, year, name of the report — and
//! its lines are balanced (GB/T 9704-2012, 7.3.1: 回行时要做到词意完整、排列对称、长短适宜).

use super::balance::{Measure, balanced};
use super::glyphs::{Glyph, may_part};
use super::line::{Line, break_lines, width};

/// Beyond this many characters it is no title but a text, and is broken like one.
const LONGEST: usize = 160;
const MOST_LINES: usize = 8;
/// What parting costs where no word ends.
const INSIDE_A_WORD: f64 = 30.0;
/// What the figures of a year are written in.
const DIGITS: &str = "0123456789０１２３４５６７８９〇○零一二三四五六七八九";
/// A line of fewer characters is a stray one.
const STRAY: f64 = 3.5;

/// Breaks a title into lines of at most `room` mm; `place` is the width of one of its characters.
pub(super) fn title_lines(glyphs: &[Glyph], room: f64, place: f64) -> Vec<Line> {
    let whole = width(glyphs);
    if whole <= room || glyphs.len() > LONGEST {
        return break_lines(glyphs, room, 0.0, place, false);
    }
    let costs = parting_costs(glyphs);
    let fewest = (whole / room).ceil().max(2.0) as usize;
    let measure = Measure { room, place, stray: STRAY, full: false };
    balanced(glyphs, &costs, fewest..=MOST_LINES, measure)
        .unwrap_or_else(|| break_lines(glyphs, room, 0.0, place, false))
}

/// What it costs to part before each glyph; none where it is forbidden.
fn parting_costs(glyphs: &[Glyph]) -> Vec<Option<f64>> {
    let text: Vec<char> = glyphs.iter().map(|glyph| glyph.character).collect();
    let year = text.windows(5).position(|window| match window {
        [digits @ .., '年'] => digits.iter().all(|c| DIGITS.contains(*c)),
        _ => false,
    });
    // 2026年 and 2026年度 alike.
    let behind_year = year.map(|year| year + 5 + usize::from(text.get(year + 5) == Some(&'度')));
    let name =
        ["政府信息公开", "政务信息公开", "信息公开"].iter().find_map(|name| find(&text, name));
    let name = name.unwrap_or(text.len());
    let allowed =
        |at: usize| match (at.checked_sub(1).and_then(|left| glyphs.get(left)), glyphs.get(at)) {
            (Some(left), Some(right)) => may_part(left, right),
            _ => false,
        };
    // The organ stands before the year, or between the year and the name of the report.
    let ends = [year, behind_year, Some(name), Some(text.len())];
    let cost = |at: usize| {
        let from = ends.iter().flatten().filter(|end| **end < at).max().copied().unwrap_or(0);
        let to =
            ends.iter().flatten().filter(|end| **end > at).min().copied().unwrap_or(text.len());
        if at == name && behind_year == Some(at) {
            1.0
        } else if at == name || (year == Some(at) && at < name) {
            0.0
        } else if year == Some(at) {
            2.0
        } else if behind_year == Some(at) {
            6.0
        } else if at > name {
            within_name(&text, at)
        } else {
            within_organ(text.get(from..to).unwrap_or_default(), at - from)
        }
    };
    (0..text.len()).map(|at| allowed(at).then(|| cost(at))).collect()
}

/// Parting before `at` inside the name of an organ: behind the name of a region, or behind a body.
/// Inside brackets it costs as much again.
fn within_organ(text: &[char], at: usize) -> f64 {
    const BODIES: [&str; 10] = [
        "人民政府",
        "委员会",
        "管理局",
        "办公室",
        "自治区",
        "自治州",
        "自治县",
        "共和国",
        "街道",
        "集团",
    ];
    const ENDS: [&str; 5] = ["人民政府", "委员会", "管理局", "办公室", "办事处"];
    let (before, after) = text.split_at(at);
    if after.len() < 3 || before.len() < 3 {
        return INSIDE_A_WORD;
    }
    let behind = |word: &str| before.ends_with(&word.chars().collect::<Vec<_>>());
    let starts = |word: &str| after.starts_with(&word.chars().collect::<Vec<_>>());
    let cost = if after.starts_with(&['（']) || starts("关于") {
        1.0
    } else if behind("街道") && starts("办事处") {
        INSIDE_A_WORD
    } else if BODIES.iter().any(|body| behind(body)) || behind("关于") {
        2.0
    } else if ENDS.iter().any(|body| starts(body)) {
        12.0
    } else if ends_a_region(before, after) {
        3.0
    } else if behind("局") {
        4.0
    } else if behind("和") || behind("、") {
        6.0
    } else if behind("族") && !behind("民族") {
        24.0
    } else {
        INSIDE_A_WORD
    };
    let bracketed = before.iter().rev().find(|c| "（）".contains(**c)) == Some(&'（');
    if bracketed { 2.0 * cost } else { cost }
}

/// Whether a region's name ends here, and not a word like 城乡, 市场 or 乡村.
fn ends_a_region(before: &[char], after: &[char]) -> bool {
    const REGIONS: &str = "省市县区州盟旗镇乡";
    const NOT_BEFORE: [&str; 9] =
        ["市场", "市政", "市容", "市民", "县域", "区域", "区划", "乡村", "乡镇"];
    let ([.., left, last], [next, ..]) = (before, after) else { return false };
    let word: String = [*last, *next].iter().collect();
    REGIONS.contains(*last) && *left != '城' && !NOT_BEFORE.contains(&word.as_str())
}

/// Parting before `at` inside 政府信息公开工作年度报告.
fn within_name(text: &[char], at: usize) -> f64 {
    let rest: String = text.get(at..).unwrap_or_default().iter().collect();
    let before = [("（", 1.0), ("年度报告", 2.0), ("工作", 4.0), ("信息公开", 8.0)];
    before.iter().find(|(word, _)| rest.starts_with(word)).map_or(INSIDE_A_WORD, |(_, cost)| *cost)
}

fn find(text: &[char], word: &str) -> Option<usize> {
    let word: Vec<char> = word.chars().collect();
    text.windows(word.len()).position(|window| window == word)
}

#[cfg(test)]
mod tests {
    use super::super::glyphs::{Style, glyphs};
    use super::super::measures::{AREA_WIDTH, TITLE_SIZE};
    use super::*;
    use crate::FontRole;
    use crate::fonts::Faces;
    use crate::samples::shipped;

    fn lines(title: &str) -> Vec<String> {
        let fonts = shipped();
        let style = Style::plain(FontRole::XiaoBiaoSong, TITLE_SIZE);
        let glyphs = glyphs(title, style, &mut Faces::new(&fonts), &mut Vec::new());
        title_lines(&glyphs, AREA_WIDTH, style.place)
            .into_iter()
            .map(|line| glyphs[line.glyphs].iter().map(|l| l.character).collect())
            .collect()
    }

    #[test]
    fn a_title_parts_at_words_and_is_balanced() {
        let cases: [(&str, &[&str]); 5] = [
            (
                "青铜市对外经济合作中心2020年度政府信息公开工作年度报告",
                &["青铜市对外经济合作中心2020年度", "政府信息公开工作年度报告"],
            ),
            ("青铜镇人民政府2026年度报告", &["青铜镇人民政府2026年度报告"]),
            (
                "青铜镇人民政府2026年政府信息公开工作年度报告",
                &["青铜镇人民政府2026年", "政府信息公开工作年度报告"],
            ),
            (
                "青铜县市场监督管理和知识产权保护局2026年政府信息公开工作年度报告",
                &["青铜县市场监督管理和知识产权保护局", "2026年政府信息公开工作年度报告"],
            ),
            (
                "青铜峡谷回族自治州青铜市国民经济和社会发展改革委员会信息中心2026年政府信息公开工作年度报告",
                &[
                    "青铜峡谷回族自治州青铜市",
                    "国民经济和社会发展改革委员会信息中心",
                    "2026年政府信息公开工作年度报告",
                ],
            ),
        ];
        for (title, expected) in cases {
            assert_eq!(lines(title), expected);
        }
    }

    #[test]
    fn the_name_of_an_organ_parts_behind_its_regions_and_bodies() {
        let cases = [
            "2026年青铜县商务和投资促进局|",
            "2026年度青铜白族自治州青铜彝族自治县|住房和城乡建设局",
            "青铜白族自治州青铜彝族自治县|住房和城乡建设局2026年|",
            "青铜维吾尔自治区|青铜峡蒙古族自治州乡村振兴局|2026年",
            "青铜维吾尔自治区|青铜峡蒙古族自治州城市更新局|2026年",
            "青铜峡市青铜黎族苗族自治县市场监督管理局|2026年",
            "青铜峡白族自治州青铜峡彝族自治县|青铜街道办事处2026年|",
            "青铜峡新区工业和信息化局|（国有资产监督管理局）2026年|",
            "国家税务总局|青铜峡拉祜族佤族布朗族傣族自治县税务局|2026年",
        ];
        for parted in cases {
            let expected = format!("{parted}政府信息公开工作年度报告");
            assert_eq!(lines(&expected.replace('|', "")).join("|"), expected);
        }
        let others = [
            "青铜县商务和投资促进局|政府信息公开工作年度报告（2026年度）",
            "青铜县商务和投资促进局|政府信息公开工作2026年度报告",
            "青铜县商务和投资促进局二〇二六年|政府信息公开工作年度报告",
            "青铜县商务和投资促进局关于|2026年度政府信息公开工作情况的报告",
        ];
        for expected in others {
            assert_eq!(lines(&expected.replace('|', "")).join("|"), expected);
        }
    }

    #[test]
    fn no_line_of_any_title_is_a_stray_character_or_too_long() {
        for length in 1..60 {
            let title = format!(
                "{}2026年政府信息公开工作年度报告",
                "青铜县局".repeat(15).chars().take(length).collect::<String>()
            );
            let lines = lines(&title);
            assert_eq!(lines.concat(), title);
            for line in &lines {
                assert!((3..=22).contains(&line.chars().count()), "{lines:?}");
            }
        }
    }

    #[test]
    fn a_title_that_is_a_text_is_broken_like_one() {
        assert_eq!(lines(&"字".repeat(500)).concat(), "字".repeat(500));
    }
}
