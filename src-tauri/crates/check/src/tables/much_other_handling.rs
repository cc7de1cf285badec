//! 其他处理偏多。

use crate::builder::FindingBuilder;
use crate::context::CheckContext;
use crate::rule::{has_figure, rule};
use crate::{Finding, Level};
use rust_decimal::Decimal;

rule! {
    /// 其他处理多，要看看是不是应当归入前面各项。
    ///
    /// ## 查什么
    /// 2019年格式表三：（六）其他处理超过（七）总计的十分之一。
    ///
    /// ## 为什么
    /// 能归入前五类的要归入，“其他”太多说明归类不细。
    ///
    /// ## 依据
    /// 国办公开办函〔2019〕60号填报说明。
    ///
    /// ## 正确
    /// 总计100，其他处理5。
    ///
    /// ## 错误
    /// 总计100，其他处理40。
    "much_other_handling", "其他处理偏多", [Hint], find,
    applies: |form, _| has_figure(form, "requests/other_handling/total")
}

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    let (other, total) = ("requests/other_handling/total", "requests/total/total");
    let (Some(others), Some(all)) = (context.cells.number(other), context.cells.number(total))
    else {
        return;
    };
    let tenfold = others.checked_mul(Decimal::TEN).unwrap_or(Decimal::MAX);
    if all > Decimal::ZERO && tenfold > all {
        let message = format!(
            "（六）其他处理{others}件，超过（七）总计{all}件的十分之一，请看能否归入前五项"
        );
        let found =
            FindingBuilder::new(&RULE, Level::Hint, message).cells([other.into(), total.into()]);
        out.push(found.of(context));
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::Fixture;

    #[test]
    fn more_than_a_tenth() {
        let fixture = Fixture::new("2019").set("requests/total/total", 100);
        let some = fixture.clone().set("requests/other_handling/total", 10);
        assert!(some.of("much_other_handling").is_empty());
        assert_eq!(
            fixture.set("requests/other_handling/total", 11).of("much_other_handling").len(),
            1
        );
    }
}
