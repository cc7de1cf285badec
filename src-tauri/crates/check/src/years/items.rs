//! 项目数量与上年接不上。

use crate::arithmetic::unequal;
use crate::context::CheckContext;
use crate::rule::rule;
use crate::{Finding, Level};

rule! {
    /// 上一年项目数量，应当能从上年年报推算出来。
    ///
    /// ## 查什么
    /// 2019年格式表二：上年年报的上一年项目数量＋上年年报的本年增/减＝本年年报的上一年项目数量。
    ///
    /// ## 为什么
    /// 同一个数字出现在两份年报里，不一致的要说明原因（权责清单调整、统计口径变化等）。
    ///
    /// ## 依据
    /// 国办公开办函〔2019〕60号，表二第二十条第（五）（六）（八）项。
    ///
    /// ## 正确
    /// 上年项目16项、增2项，本年填上一年项目数量18。
    ///
    /// ## 错误
    /// 上年项目16项、增2项，本年填上一年项目数量16。
    "items", "项目数量与上年接不上", [Explain], find, against_last_year: true
}

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    for unequal in unequal(context, &RULE) {
        out.push(unequal.finding(&RULE, Level::Explain).of(context));
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::Fixture;

    #[test]
    fn last_year_s_items_and_their_change_give_this_year_s_items() {
        let fixture = Fixture::new("2019")
            .set("disclosure/penalty/prior_items", 16)
            .last("2019")
            .set_last("disclosure/penalty/prior_items", 16)
            .set_last("disclosure/penalty/net_change", 2);
        let found = fixture.of("items");
        let [finding] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!(
            finding.message,
            "行政处罚：上年“上一年项目数量”（16）＋上年“本年增/减”（2）＝18；本年“上一年项目数量”（16），相差2"
        );
        assert_eq!(finding.last_cells.len(), 2);
    }

    #[test]
    fn a_form_without_items_is_silent() {
        let fixture =
            Fixture::new("2021").zeros().last("2019").set_last("disclosure/penalty/net_change", 2);
        assert!(fixture.of("items").is_empty());
    }
}
