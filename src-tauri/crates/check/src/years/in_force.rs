//! 现行有效件数与上年接不上。

use crate::arithmetic::unequal;
use crate::context::CheckContext;
use crate::rule::rule;
use crate::{Finding, Level};

rule! {
    /// 现行有效的文件数，应当能从上年推算出来。
    ///
    /// ## 查什么
    /// 规章、行政规范性文件两行：上年现行有效件数＋本年制发件数－本年废止件数＝本年现行有效件数。
    ///
    /// ## 为什么
    /// 对不上，多半是漏报了制发或废止。但机构改革、集中清理、到期自动失效也会使它对不上，所以只要求写明原因。
    ///
    /// ## 依据
    /// 政府信息公开工作年度报告格式（2021年），表二第二十条第（一）项。
    ///
    /// ## 正确
    /// 上年“现行有效件数”（5）＋本年“本年制发件数”（2）－本年“本年废止件数”（1）＝6；本年“现行有效件数”（6）
    ///
    /// ## 错误
    /// 同上，而本年现行有效件数填了7，又没有说明原因。
    "in_force", "现行有效件数与上年接不上", [Explain], find, against_last_year: true
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
    fn last_year_s_figure_and_this_year_s_changes_give_this_year_s_figure() {
        let fixture = Fixture::new("2021")
            .set("disclosure/rules/issued", 2)
            .set("disclosure/rules/repealed", 1)
            .set("disclosure/rules/in_force", 7);
        let found =
            fixture.clone().last("2021").set_last("disclosure/rules/in_force", 5).of("in_force");
        let [finding] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!(
            finding.message,
            "规章：上年“现行有效件数”（5）＋本年“本年制发件数”（2）－本年“本年废止件数”（1）＝6；本年“现行有效件数”（7），相差1"
        );
        let right = fixture.last("2021").set_last("disclosure/rules/in_force", 6);
        assert!(right.of("in_force").is_empty());
    }

    #[test]
    fn the_total_disclosed_of_edition_2019_is_no_figure_in_force() {
        let fixture = Fixture::new("2021")
            .set("disclosure/rules/in_force", 7)
            .last("2019")
            .set_last("disclosure/rules/total_disclosed", 5);
        assert!(fixture.of("in_force").is_empty());
    }
}
