//! 项目减成了负数。

use crate::builder::FindingBuilder;
use crate::context::CheckContext;
use crate::rule::{has_figure, rule};
use crate::{Finding, Level};
use rust_decimal::Decimal;

rule! {
    /// 项目数量减少不能超过原有的数量。
    ///
    /// ## 查什么
    /// 2019年格式表二：上一年项目数量＋本年增/减≥0。
    ///
    /// ## 为什么
    /// 减掉的比原有的还多，必有一个数错了，常见的是把减少后的数填进了增减格。
    ///
    /// ## 依据
    /// 国办公开办函〔2019〕60号，表二第二十条第（五）（六）（八）项。
    ///
    /// ## 正确
    /// 上一年项目16，本年增/减-2。
    ///
    /// ## 错误
    /// 上一年项目16，本年增/减-18。
    "items_below_zero", "项目减成了负数", [Error], find,
    applies: |form, _| has_figure(form, "disclosure/licensing/prior_items")
}

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    for form in context.cells.ending("/prior_items") {
        let change = form.id.beside("net_change");
        let (Some(prior), Some(by)) =
            (context.cells.number(form.id.as_str()), context.cells.number(change.as_str()))
        else {
            continue;
        };
        let Some(left) = prior.checked_add(by).filter(|left| *left < Decimal::ZERO) else {
            continue;
        };
        let message = format!(
            "{}：上一年项目数量（{prior}）＋本年增/减（{by}）＝{left}，不能小于0",
            context.cells.row_of(&form.id)
        );
        let found =
            FindingBuilder::new(&RULE, Level::Error, message).cells([form.id.clone(), change]);
        out.push(found.sides(left, Decimal::ZERO).of(context));
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::Fixture;

    #[test]
    fn no_more_is_taken_away_than_there_was() {
        let fixture = Fixture::new("2019").set("disclosure/penalty/prior_items", 16);
        let wrong = fixture.clone().set("disclosure/penalty/net_change", -18);
        assert_eq!(
            wrong.of("items_below_zero")[0].message,
            "行政处罚：上一年项目数量（16）＋本年增/减（-18）＝-2，不能小于0"
        );
        assert!(
            fixture.set("disclosure/penalty/net_change", -16).of("items_below_zero").is_empty()
        );
    }
}
