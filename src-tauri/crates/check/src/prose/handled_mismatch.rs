//! 文中办结数与表三不符。

use crate::Finding;
use crate::context::CheckContext;
use crate::prose::mismatch;
use crate::rule::rule;
use crate::text::counted::Family;

rule! {
    /// 文中写的答复、办结件数，应当对得上表三（七）总计。
    ///
    /// ## 查什么
    /// “答复（办结、办复）N件”应等于（七）总计，或（七）总计－上年结转（只说今年的）；“办理N件”也可以是本年新收，或本年新收＋上年结转。其中的部分、“予以公开答复”等不比。
    ///
    /// ## 为什么
    /// 同一份年报里两个数字，总有一个是错的。
    ///
    /// ## 依据
    /// 政府信息公开工作年度报告格式：文字与数据一致。
    ///
    /// ## 正确
    /// 答复3278件（含上年度结转77件），表三（七）总计3278。
    ///
    /// ## 错误
    /// 答复3287件，表三（七）总计3278。
    "handled_told", "文中办结数与表三不符", [Explain], find
}

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    mismatch::report(context, &RULE, Family::Handled, out);
}

#[cfg(test)]
mod tests {
    use crate::fixture::Fixture;

    fn found(text: &str) -> usize {
        Fixture::busy_year().text("overview", &[text]).of("handled_told").len()
    }

    #[test]
    fn the_total_and_its_parts() {
        for text in [
            "受理政府信息公开申请3259件，答复3278件（含上年度结转77件，另有58件顺延到下年度答复）。",
            "受理政府信息公开申请3259件，办结3278件，其中予以公开2000件，不予公开12件。",
            "办理政府信息公开申请3336件。",
            "收到公开申请3259件，予以公开答复2000件，不予公开答复12件。",
            "全年累计接（转）工单58件，办结58件，办结率100%。",
            "收到政府信息公开申请3259件，其中网络申请100件，答复98件。",
        ] {
            assert_eq!(found(text), 0, "{text}");
        }
        assert_eq!(found("受理政府信息公开申请3259件，答复3287件。"), 1);
    }
}
