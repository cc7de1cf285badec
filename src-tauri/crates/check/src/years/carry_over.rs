//! 结转数与上年不符。

use crate::arithmetic::unequal;
use crate::context::CheckContext;
use crate::rule::rule;
use crate::{Finding, Level};

rule! {
    /// 上年结转到今年的件数，两份年报必须一样。
    ///
    /// ## 查什么
    /// 表三七列逐列核对：上年年报的四、结转下年度继续办理＝本年年报的二、上年结转。上年数字是导入后尚未确认的，只要求说明。
    ///
    /// ## 为什么
    /// 同一批申请，去年年底说还有几件没办完，今年年初就应当接着办几件。
    ///
    /// ## 依据
    /// 政府信息公开工作年度报告格式，表三第二项与第四项。
    ///
    /// ## 正确
    /// 上年“四”（2）；本年“二”（2）
    ///
    /// ## 错误
    /// 总计列：上年“四”（2）；本年“二”（1），相差1
    "carry_over", "结转数与上年不符", [Error, Explain], find, against_last_year: true
}

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    let level = if context.case.last_unconfirmed { Level::Explain } else { Level::Error };
    for unequal in unequal(context, &RULE) {
        out.push(unequal.finding(&RULE, level).of(context));
    }
}

#[cfg(test)]
mod tests {
    use crate::Level;
    use crate::fixture::Fixture;

    #[test]
    fn the_cells_of_both_years_are_named() {
        let fixture = Fixture::new("2021")
            .set("requests/carried_in/total", 1)
            .last("2019")
            .set_last("requests/carried_out/total", 2);
        let found = fixture.of("carry_over");
        let [finding] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!(finding.message, "总计列：上年“四”（2）；本年“二”（1），相差1");
        assert_eq!(finding.level, Level::Error);
        assert_eq!(finding.cells, ["requests/carried_in/total".into()]);
        assert_eq!(finding.last_cells, ["requests/carried_out/total".into()]);
        assert_eq!(fixture.unconfirmed().of("carry_over")[0].level, Level::Explain);
    }

    #[test]
    fn without_last_year_there_is_nothing_to_compare() {
        assert!(
            Fixture::new("2021").set("requests/carried_in/total", 1).of("carry_over").is_empty()
        );
    }
}
