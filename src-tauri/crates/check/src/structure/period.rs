//! 统计期限不对。

use crate::builder::FindingBuilder;
use crate::context::CheckContext;
use crate::pattern::pattern;
use crate::rule::rule;
use crate::{Finding, Level};
use regex::Regex;
use std::sync::LazyLock;

rule! {
    /// 统计期限是报告年度的1月1日至12月31日。
    ///
    /// ## 查什么
    /// 文中写了统计期限的，起止日期是不是报告年度的1月1日和12月31日。
    ///
    /// ## 为什么
    /// 期限沿用上年的没有改，或者写成了成文那天，数字就对不上年度。
    ///
    /// ## 依据
    /// 条例第五十条；政府信息公开工作年度报告格式：数据统计截至当年12月31日。
    ///
    /// ## 正确
    /// 本报告所列数据的统计期限自2026年1月1日起，至2026年12月31日止。
    ///
    /// ## 错误
    /// 2026年年报写：统计期限自2025年1月1日起至2025年12月31日止。
    "period", "统计期限不对", [Explain], find
}

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    static PERIOD: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(20[0-9]{2})年([0-9]{1,2})月([0-9]{1,2})日(?:起)?[，,]?(?:至|到|—+|-|－|～|~)(?:(20[0-9]{2})年)?([0-9]{1,2})月([0-9]{1,2})日",
        )
    });
    let Some(year) = context.case.report.year else { return };
    for passage in &context.passages {
        for found in PERIOD.captures_iter(&passage.text) {
            let Some(whole) = found.get(0) else { continue };
            let sentence = passage.sentence_around(whole.start());
            if !["统计", "本报告", "本年报", "数据"].iter().any(|word| sentence.contains(word))
            {
                continue;
            }
            let number = |at: usize| found.get(at).and_then(|m| m.as_str().parse::<i32>().ok());
            let until = number(4).or(number(1));
            let right = [number(1), number(2), number(3), until, number(5), number(6)]
                == [Some(year), Some(1), Some(1), Some(year), Some(12), Some(31)];
            if !right {
                let message = format!(
                    "统计期限写的是{}，{year}年年报应为{year}年1月1日至{year}年12月31日",
                    whole.as_str()
                );
                let found = FindingBuilder::new(&RULE, Level::Explain, message);
                out.push(found.span(passage, whole.range()).of(context));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::Fixture;

    fn found(text: &str) -> usize {
        Fixture::new("2021").text("overview", &[text]).of("period").len()
    }

    #[test]
    fn the_period_is_the_report_year() {
        assert_eq!(found("本报告所列数据的统计期限自2021年1月1日起，至2021年12月31日止。"), 0);
        assert_eq!(found("数据统计期限为2021年1月1日至12月31日。"), 0);
        assert_eq!(found("本报告所列数据的统计期限自2020年1月1日起至2020年12月31日止。"), 1);
        assert_eq!(found("本报告中的数据从2021年1月1日至2022年1月10日。"), 1);
        assert_eq!(found("宣传周活动自2021年5月3日至5月9日举办。"), 0);
    }
}
