//! 上年的改进措施没有下文。

use crate::builder::FindingBuilder;
use crate::context::CheckContext;
use crate::rule::rule;
use crate::{Finding, Level};
use gongkai_model::place::Place;
use gongkai_model::report::Chapter;

rule! {
    /// 去年说要改进的，今年要有交代。
    ///
    /// ## 查什么
    /// 上年第五章写了改进措施，而今年第一章、第五章都没有提到上年的问题或整改。
    ///
    /// ## 为什么
    /// 年年写打算、年年不交代，就是雷同的开始。
    ///
    /// ## 依据
    /// 国办公开办函〔2021〕30号：写明改进情况。
    ///
    /// ## 正确
    /// 针对上年提出的目录更新不及时，今年建立了月度核对。
    ///
    /// ## 错误
    /// 今年只写新的打算。
    "improvements_forgotten", "上年的改进措施没有下文", [Hint], find, against_last_year: true
}

const MENTIONS: [&str; 12] = [
    "上年",
    "去年",
    "上一年",
    "上年度",
    "整改",
    "针对",
    "问题得到",
    "已解决",
    "改进情况如下",
    "改进情况：",
    "持续改进",
    "补齐",
];

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    let Some(last) = context.case.last else { return };
    let text =
        |chapter: Option<&Chapter>| chapter.map(|c| c.paragraphs.concat()).unwrap_or_default();
    let promised = text(last.chapter("improvement"));
    if !["将", "下一步", "今后", "进一步"].iter().any(|word| promised.contains(word)) {
        return;
    }
    let report = context.case.report;
    let now = text(report.chapter("overview")) + &text(report.chapter("improvement"));
    let last_year = report.year.map(|year| format!("{}年", year.saturating_sub(1)));
    let mentioned = MENTIONS.iter().any(|word| now.contains(word))
        || last_year.is_some_and(|year| now.contains(&year));
    if !now.is_empty() && !mentioned {
        let message = "上年第五章提出了改进措施，今年没有提到落实情况".to_owned();
        let heading = report.chapter("improvement").map_or("", |chapter| chapter.heading.as_str());
        let found = FindingBuilder::new(&RULE, Level::Hint, message);
        out.push(found.line(context, Place::chapter("improvement"), heading).of(context));
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::Fixture;

    #[test]
    fn promises_of_last_year() {
        let fixture = Fixture::new("2021")
            .last("2021")
            .text_last("improvement", &["目录更新不及时，下一步将按月核对。"]);
        let silent = fixture.clone().text("improvement", &["人手不够，今后加强培训。"]);
        assert_eq!(silent.of("improvements_forgotten").len(), 1);
        let told = fixture.text("improvement", &["针对目录更新不及时，已按月核对。"]);
        assert!(told.of("improvements_forgotten").is_empty());
    }
}
