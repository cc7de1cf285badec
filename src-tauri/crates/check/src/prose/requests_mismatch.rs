//! 文中收件数与表三不符。

use crate::Finding;
use crate::context::CheckContext;
use crate::prose::mismatch;
use crate::rule::rule;
use crate::text::counted::Family;

rule! {
    /// 文中写的收件数，应当对得上表三。
    ///
    /// ## 查什么
    /// “收到（受理、新收、收办）申请N件”，应等于表三本年新收总计，或本年新收＋上年结转。全市、下级、其中一部分、往年的数字和约数不比。
    ///
    /// ## 为什么
    /// 同一份年报里两个数字，总有一个是错的。
    ///
    /// ## 依据
    /// 政府信息公开工作年度报告格式：文字与数据一致。
    ///
    /// ## 正确
    /// 受理3259件，表三本年新收3259；或新收12、上年结转1，文中写收办13件。
    ///
    /// ## 错误
    /// 收到申请15件，表三本年新收12、上年结转1。
    "requests_told", "文中收件数与表三不符", [Explain], find
}

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    mismatch::report(context, &RULE, Family::Received, out);
}

#[cfg(test)]
mod tests {
    use crate::fixture::Fixture;

    fn found(text: &str) -> usize {
        Fixture::busy_year().text("overview", &[text]).of("requests_told").len()
    }

    #[test]
    fn both_readings_are_right() {
        for text in [
            "全年受理政府信息公开申请3259件，答复3278件（含上年度结转77件，另有58件顺延到下年度答复）。",
            "收办政府信息公开申请3336件。",
            "全市共收到政府信息公开申请9000件。",
            "收到政府信息公开申请3259件，其中网络申请3000件，信函申请259件。",
            "2020年收到政府信息公开申请2000件。",
            "共收到近3000件公开申请。",
            "收到群众来信15件。",
            "受理政务服务申请88888件。",
        ] {
            assert_eq!(found(text), 0, "{text}");
        }
    }

    #[test]
    fn a_figure_that_is_neither() {
        assert_eq!(found("全年收到政府信息公开申请3295件。"), 1);
        assert_eq!(found("全年共收到公民、法人提出的公开申请十五件。"), 1);
    }
}
