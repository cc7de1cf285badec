//! 办理结果合计不符。

use crate::Finding;
use crate::arithmetic::every_unequal_is_an_error;
use crate::context::CheckContext;
use crate::rule::rule;

rule! {
    /// 表三每一列的（七）总计必须是各项办理结果之和。
    ///
    /// ## 查什么
    /// 七列逐列核对：（一）予以公开＋（二）部分公开＋（三）至（六）下的各项＝（七）总计。
    ///
    /// ## 为什么
    /// （七）总计就是本年办结的件数，漏加或多加一项，这一列的收办也就不符。
    ///
    /// ## 依据
    /// 政府信息公开工作年度报告格式，表三“三、本年度办理结果”。
    ///
    /// ## 正确
    /// （一）5件，（三）1.属于国家秘密2件，其余为0，（七）总计7件。
    ///
    /// ## 错误
    /// 三（一）（5）＋三（三）1（2）＋其余各项（0）＝7；三（七）（8），相差1
    "results_sum", "办理结果合计不符", [Error], find
}

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    every_unequal_is_an_error(context, &RULE, out);
}

#[cfg(test)]
mod tests {
    use crate::fixture::Fixture;

    #[test]
    fn zeros_are_left_out_of_the_sum_but_not_of_the_cells() {
        let found = Fixture::new("2021")
            .zeros()
            .set("requests/disclosed/research", 5)
            .set("requests/refused.state_secret/research", 2)
            .set("requests/total/research", 8)
            .of("results_sum");
        let [finding] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!(
            finding.message,
            "科研机构列：三（一）（5）＋三（三）1（2）＋其余各项（0）＝7；三（七）（8），相差1"
        );
        assert_eq!(finding.cells.len(), 22);
    }

    #[test]
    fn computed_totals_are_right() {
        let fixture = Fixture::new("2019").set("requests/disclosed/research", 5).totals();
        assert!(fixture.of("results_sum").is_empty());
    }
}
