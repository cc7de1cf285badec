//! 未经复议直接起诉。

use crate::builder::FindingBuilder;
use crate::context::CheckContext;
use crate::rule::rule;
use crate::{Finding, Level};
use rust_decimal::Decimal;

/// First year the law asks for reconsideration first.
const SINCE: i32 = 2024;

rule! {
    /// 2024年起，对不予公开不服的要先申请行政复议。
    ///
    /// ## 查什么
    /// 2024年及以后的年报，未经复议直接起诉的总计大于0时提示核对。
    ///
    /// ## 为什么
    /// 行政复议法修订后，政府信息公开中不予公开的案件复议前置；仍有直接起诉的，要看是不是填错了列。
    ///
    /// ## 依据
    /// 行政复议法（2023年修订，2024年1月1日起施行）第二十三条。
    ///
    /// ## 正确
    /// 案件先经复议，填在“复议后起诉”。
    ///
    /// ## 错误
    /// 不予公开引起的诉讼，填在“未经复议直接起诉”。
    "direct_suit", "未经复议直接起诉", [Hint], find,
    applies: |_, year| year >= SINCE
}

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    let cell = "cases/direct_suit/total";
    let number = context.cells.number(cell).filter(|number| *number > Decimal::ZERO);
    if let (Some(number), Some(SINCE..)) = (number, context.case.report.year) {
        let message = format!(
            "未经复议直接起诉{number}件：2024年起不予公开的案件先经行政复议，请核对是否填错了列"
        );
        out.push(FindingBuilder::new(&RULE, Level::Hint, message).cells([cell.into()]).of(context));
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::Fixture;

    #[test]
    fn since_2024() {
        let mut fixture = Fixture::new("2021").set("cases/direct_suit/total", 2);
        assert!(fixture.of("direct_suit").is_empty());
        fixture.report.year = Some(2024);
        assert_eq!(fixture.of("direct_suit").len(), 1);
    }
}
