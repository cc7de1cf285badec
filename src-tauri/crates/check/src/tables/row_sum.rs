//! 行合计不符。

use crate::Finding;
use crate::arithmetic::every_unequal_is_an_error;
use crate::context::CheckContext;
use crate::rule::rule;

rule! {
    /// 表三每一行的总计必须是六类申请人之和。
    ///
    /// ## 查什么
    /// 逐行核对：自然人＋商业企业＋科研机构＋社会公益组织＋法律服务机构＋其他＝总计。
    ///
    /// ## 为什么
    /// 上级平台和检查组先看的就是行列合计。
    ///
    /// ## 依据
    /// 政府信息公开工作年度报告格式，表三“申请人情况”。
    ///
    /// ## 正确
    /// 自然人3，商业企业2，其余0，总计5。
    ///
    /// ## 错误
    /// 一：自然人（3）＋商业企业（2）＋其余各项（0）＝5；总计（6），相差1
    "row_sum", "行合计不符", [Error], find
}

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    every_unequal_is_an_error(context, &RULE, out);
}

#[cfg(test)]
mod tests {
    use crate::fixture::Fixture;

    #[test]
    fn every_row_is_added_up() {
        let found = Fixture::new("2019")
            .zeros()
            .set("requests/other_handling/natural_person", 3)
            .set("requests/other_handling/business", 2)
            .set("requests/other_handling/total", 6)
            .of("row_sum");
        let [finding] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!(
            finding.message,
            "三（六）：自然人（3）＋商业企业（2）＋其余各项（0）＝5；总计（6），相差1"
        );
        assert_eq!(finding.cells.len(), 7);
    }

    #[test]
    fn a_row_that_adds_up_is_silent() {
        let fixture = Fixture::new("2019").set("requests/new/business", 2).totals();
        assert!(fixture.of("row_sum").is_empty());
    }
}
