//! 没有写信息处理费。

use crate::builder::FindingBuilder;
use crate::context::CheckContext;
use crate::rule::{has_figure, rule};
use crate::{Finding, Level};
use gongkai_model::place::Place;

rule! {
    /// 第六章要报告收取信息处理费的情况。
    ///
    /// ## 查什么
    /// 2021年格式：第六章没有提到信息处理费。
    ///
    /// ## 为什么
    /// 格式明确要求在这一章报告；没有收取的也写一句。它不是表二的行政事业性收费。
    ///
    /// ## 依据
    /// 国办公开办函〔2021〕30号，“六、其他需要报告的事项”；政府信息公开信息处理费管理办法。
    ///
    /// ## 正确
    /// 2026年未收取信息处理费。
    ///
    /// ## 错误
    /// 无。
    "fee_untold", "没有写信息处理费", [Hint], find,
    applies: |form, _| has_figure(form, "disclosure/fees/amount")
}

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    // The statement came with the form that asks for the fees' amount.
    if !context.cells.has(&"disclosure/fees/amount".into()) {
        return;
    }
    let report = context.case.report;
    let Some(chapter) = report.chapter("other") else { return };
    let told =
        report.chapters.iter().flat_map(|c| &c.paragraphs).any(|text| text.contains("处理费"));
    // An empty chapter of a report half written says nothing yet.
    let empty = chapter.paragraphs.iter().all(|text| text.trim().is_empty());
    if !told && (context.filled || !empty) {
        let message = "第六章没有写收取信息处理费的情况，没有收取的也要写一句";
        let found = FindingBuilder::new(&RULE, Level::Hint, message);
        out.push(found.line(context, Place::chapter("other"), &chapter.heading).of(context));
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::Fixture;

    #[test]
    fn the_fee_is_told() {
        assert_eq!(Fixture::new("2021").text("other", &["无。"]).of("fee_untold").len(), 1);
        let told = Fixture::new("2021").text("other", &["本年未收取信息处理费。"]);
        assert!(told.of("fee_untold").is_empty());
        assert!(Fixture::new("2019").text("other", &["无"]).of("fee_untold").is_empty());
    }
}
