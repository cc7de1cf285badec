//! 不是件数。

use crate::builder::FindingBuilder;
use crate::context::CheckContext;
use crate::rule::rule;
use crate::{Finding, Level};
use gongkai_model::form::Kind;

rule! {
    /// 件数是0或正整数；增减数可以是负数；金额可以有小数，但不能是负数。
    ///
    /// ## 查什么
    /// 逐格核对数字的种类。
    ///
    /// ## 为什么
    /// 半件申请、负数件公文都不存在，多半是按错了键，或把金额填到了件数格里。
    ///
    /// ## 依据
    /// 政府信息公开工作年度报告格式，各表指标的计量单位。
    ///
    /// ## 正确
    /// 行政许可本年处理决定数量12；行政事业性收费96171.6万元；本年增/减-18。
    ///
    /// ## 错误
    /// 行政许可本年处理决定数量1.5；本年新收-1件。
    "not_a_count", "不是件数", [Error], find
}

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    for (form, now, _) in context.cells.both_years() {
        let Some(number) = now.number() else { continue };
        let broken = !number.fract().is_zero();
        let negative = number.is_sign_negative() && !number.is_zero();
        let why = match form.kind {
            Kind::Count if negative => "件数不能是负数",
            Kind::Count if broken => "件数必须是整数",
            Kind::Change if broken => "增减数必须是整数",
            Kind::Amount if negative => "金额不能是负数",
            Kind::Count | Kind::Change | Kind::Amount => continue,
        };
        let message = format!("{}填了{number}：{why}", form.name);
        out.push(
            FindingBuilder::new(&RULE, Level::Error, message).cells([form.id.clone()]).of(context),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::Fixture;

    #[test]
    fn each_kind_of_figure_has_its_own_bounds() {
        let found = Fixture::new("2019")
            .zeros()
            .set("requests/new/total", -1)
            .set_decimal("disclosure/penalty/decisions", "1.5")
            .set_decimal("disclosure/penalty/net_change", "0.5")
            .set("disclosure/procurement/amount", -2)
            .of("not_a_count");
        let messages: Vec<_> = found.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "行政处罚 · 本年增/减填了0.5：增减数必须是整数",
                "行政处罚 · 处理决定数量填了1.5：件数必须是整数",
                "政府集中采购 · 采购总金额填了-2：金额不能是负数",
                "一、本年新收政府信息公开申请数量 · 总计填了-1：件数不能是负数",
            ]
        );
    }

    #[test]
    fn signed_changes_and_broken_amounts_are_right() {
        let fixture = Fixture::new("2019")
            .zeros()
            .set("disclosure/coercion/net_change", -18)
            .set_decimal("disclosure/procurement/amount", "96171.6")
            .set_decimal("requests/new/total", "3.0");
        assert!(fixture.of("not_a_count").is_empty());
    }
}
