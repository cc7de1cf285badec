//! 留着旧年份。

use crate::builder::FindingBuilder;
use crate::context::CheckContext;
use crate::pattern::pattern;
use crate::rule::rule;
use crate::{Applicability, Finding, Fix, Level};
use gongkai_model::document::numbering;
use regex::Regex;
use std::sync::LazyLock;

rule! {
    /// 写今年工作的句子里不能留着去年的年份。
    ///
    /// ## 查什么
    /// 段首、句首写“2025年，”之类，年份早于报告年度，而句中没有比较、起止日期、文件名称等合理用法；表格所在各章写“截至2025年底”。
    ///
    /// ## 为什么
    /// 照着去年的稿子改，最容易漏改年份。
    ///
    /// ## 依据
    /// 国办公开办函〔2021〕30号：内容准确。
    ///
    /// ## 正确
    /// 2026年，我镇公开信息312条，比2025年增加20条。
    ///
    /// ## 错误
    /// 2026年年报写：2025年，我镇公开信息312条。
    "old_year_left", "留着旧年份", [Explain, Hint], find
}

static OPENING: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(20[0-9]{2})年度?(?:[，,]|我|本|全|市|县|区|镇|乡|局|该)"));
/// 截至2021年底 in a chapter with a table, whose figures stand at the end of the report year.
static UNTIL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"截[至止](20[0-9]{2})年(?:年?底|末|12月)"));
/// With one of these in the sentence another year is right: comparisons, beginnings and ends,
/// names of laws, plans and events, accounts of the year before that are due this year.
const RIGHT: [&str; 39] = [
    "比",
    "较",
    "增长",
    "上年",
    "去年",
    "上一年",
    "以来",
    "自",
    "截至",
    "截止",
    "修订",
    "施行",
    "印发",
    "颁布",
    "《",
    "〔",
    "规划",
    "成立",
    "建成",
    "之前",
    "以前",
    "届",
    "荣获",
    "获评",
    "结转",
    "年初",
    "年度报告",
    "年报",
    "审计",
    "决算",
    "预算",
    "曾",
    "将",
    "计划",
    "拟",
    "下一步",
    "考核",
    "通报",
    "评估",
];

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    let Some(year) = context.case.report.year else { return };
    for passage in &context.passages {
        let form = context.edition.and_then(|edition| edition.chapter(passage.chapter));
        if form.is_some_and(|form| form.table.is_some())
            && let Some(found) = UNTIL.captures(&passage.text)
            && let (Some(whole), Ok(old)) = (found.get(0), found[1].parse::<i32>())
            && old < year
            && !passage.text.contains(&format!("{year}年"))
        {
            let message = format!("“{}”：报告年度是{year}年，请看是不是没有改过来", whole.as_str());
            let found = FindingBuilder::new(&RULE, Level::Explain, message);
            out.push(found.span(passage, whole.range()).of(context));
        }
        let numbered = numbering(&passage.text).map_or(0, |(_, end)| end);
        for sentence in passage.sentences() {
            let text = passage.text.get(sentence.clone()).unwrap_or_default();
            let skip = if sentence.start == 0 { numbered } else { 0 };
            let bare = text.get(skip..).unwrap_or_default();
            if !bare.starts_with("20") {
                continue;
            }
            let Some(found) = OPENING.captures(bare) else { continue };
            let old = found[1].parse::<i32>().ok().filter(|old| *old < year);
            let Some(old) = old else { continue };
            if bare.contains(&year.to_string()) || RIGHT.iter().any(|word| bare.contains(word)) {
                continue;
            }
            let level =
                if sentence.start == 0 && old == year - 1 { Level::Explain } else { Level::Hint };
            let message = format!("句首写的是{old}年，报告年度是{year}年，请看是不是没有改过来");
            let from = sentence.start + skip;
            let fix = Fix {
                label: format!("改为{year}年"),
                applicability: Applicability::Review,
                cells: Vec::new(),
                texts: vec![passage.fix(from..from + "2000年".len(), format!("{year}年"))],
            };
            let found =
                FindingBuilder::new(&RULE, level, message).span(passage, from..sentence.end);
            out.push(found.fix(fix).of(context));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::Fixture;

    fn found(text: &str) -> usize {
        let mut fixture = Fixture::new("2021").text("overview", &[text]);
        fixture.report.year = Some(2026);
        fixture.of("old_year_left").len()
    }

    #[test]
    fn another_year_s_work_told_as_this_year_s() {
        assert_eq!(found("2025年，我镇公开信息312条。"), 1);
        assert_eq!(found("（一）主动公开。2025年度本镇公开信息312条。"), 1);
    }

    #[test]
    fn the_end_of_another_year_beside_a_table() {
        let of = |chapter: &str, text: &str| {
            let mut fixture = Fixture::new("2021").text(chapter, &[text]);
            fixture.report.year = Some(2026);
            fixture.of("old_year_left").len()
        };
        assert_eq!(of("requests", "截至2025年底，本镇没有收到公开申请。"), 1);
        assert_eq!(of("requests", "截至2026年底，本镇没有收到公开申请。"), 0);
        assert_eq!(of("overview", "截至2025年底已建成专区12处。"), 0);
    }

    #[test]
    fn other_years_in_their_right_place() {
        for text in [
            "2026年，我镇公开信息312条。",
            "2025年，我镇公开信息300条，2026年增至312条。",
            "2027年，我镇将改进工作。",
            "2025年我镇部门决算按时公开。",
            "2019年修订的条例自5月15日起施行。",
            "2025年12月设立专栏。",
            "2025年，信息公开工作获评优秀，比上年提高。",
        ] {
            assert_eq!(found(text), 0, "{text}");
        }
    }
}
