//! 收办不符。

use crate::Finding;
use crate::arithmetic::every_unequal_is_an_error;
use crate::context::CheckContext;
use crate::rule::rule;

rule! {
    /// 表三每一列的收与办必须相等。
    ///
    /// ## 查什么
    /// 自然人、五类法人或其他组织、总计共七列，逐列核对：一、本年新收＋二、上年结转＝三（七）总计＋四、结转下年度继续办理。一列填完以后才核对。
    ///
    /// ## 为什么
    /// 收到的每一件申请，年底不是办结了，就是结转下年度；两边不等，一定有一处数字错了。
    ///
    /// ## 依据
    /// 表三左上角：本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和。
    ///
    /// ## 正确
    /// 一（12）＋二（1）＝13；三（七）（12）＋四（1）＝13
    ///
    /// ## 错误
    /// 一（12）＋二（1）＝13；三（七）（11）＋四（1）＝12，相差1
    "balance", "收办不符", [Error], find
}

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    every_unequal_is_an_error(context, &RULE, out);
}

#[cfg(test)]
mod tests {
    use crate::fixture::Fixture;

    #[test]
    fn both_sides_are_written_with_all_four_cells() {
        let found = Fixture::new("2021")
            .set("requests/new/total", 3511)
            .set("requests/carried_in/total", 96)
            .set("requests/total/total", 3486)
            .set("requests/carried_out/total", 122)
            .of("balance");
        let [finding] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!(
            finding.message,
            "总计列：一（3511）＋二（96）＝3607；三（七）（3486）＋四（122）＝3608，相差1"
        );
        assert_eq!(finding.cells.len(), 4);
        assert_eq!(
            (finding.left.as_deref(), finding.right.as_deref()),
            (Some("3607"), Some("3608"))
        );
        assert_eq!(finding.place, Some(gongkai_model::place::Place::chapter("requests")));
    }

    #[test]
    fn a_column_with_a_blank_is_not_judged() {
        let fixture = Fixture::new("2021").zeros().totals().blank("requests/carried_in/other");
        let fixture = fixture.set("requests/new/other", 3).totals();
        assert!(fixture.of("balance").is_empty(), "{:?}", fixture.of("balance"));
        let whole = fixture.set("requests/carried_in/other", 0).totals().of("balance");
        assert_eq!(whole.len(), 2, "the column of 其他 and that of 总计");
    }

    #[test]
    fn a_figure_that_was_not_read_is_not_judged() {
        let fixture = Fixture::new("2021")
            .set("requests/new/other", 3)
            .unread("requests/carried_in/other")
            .set("requests/total/other", 9);
        assert!(fixture.of("balance").is_empty());
    }
}
