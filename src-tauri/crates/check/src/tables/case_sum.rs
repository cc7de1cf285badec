//! 复议诉讼合计不符。

use crate::Finding;
use crate::arithmetic::every_unequal_is_an_error;
use crate::context::CheckContext;
use crate::rule::rule;

rule! {
    /// 表四每一组的总计必须是四种结果之和。
    ///
    /// ## 查什么
    /// 行政复议、未经复议直接起诉、复议后起诉三组，逐组核对：结果维持＋结果纠正＋其他结果＋尚未审结＝总计。三组之间没有总计。
    ///
    /// ## 为什么
    /// 四种结果没有遗漏也不重叠，合计不符一定有一处错了。
    ///
    /// ## 依据
    /// 政府信息公开工作年度报告格式，表四。
    ///
    /// ## 正确
    /// 行政复议：维持2，纠正1，其他0，尚未审结1，总计4。
    ///
    /// ## 错误
    /// 行政复议：结果维持（2）＋结果纠正（1）＋其他结果（0）＋尚未审结（1）＝4；总计（3），相差1
    "case_sum", "复议诉讼合计不符", [Error], find
}

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    every_unequal_is_an_error(context, &RULE, out);
}

#[cfg(test)]
mod tests {
    use crate::fixture::Fixture;

    #[test]
    fn a_group_is_named() {
        let found = Fixture::new("2021")
            .zeros()
            .set("cases/direct_suit/upheld", 2)
            .set("cases/direct_suit/total", 3)
            .of("case_sum");
        let [finding] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!(
            finding.message,
            "未经复议直接起诉：结果维持（2）＋结果纠正（0）＋其他结果（0）＋尚未审结（0）＝2；总计（3），相差1"
        );
        assert_eq!(finding.cells.len(), 5);
        assert_eq!(finding.place, Some(gongkai_model::place::Place::chapter("cases")));
    }

    #[test]
    fn the_groups_have_no_sum_in_common() {
        let fixture = Fixture::new("2021")
            .zeros()
            .set("cases/reconsideration/upheld", 1)
            .set("cases/suit_after_reconsideration/upheld", 5)
            .totals();
        assert!(fixture.of("case_sum").is_empty());
    }
}
