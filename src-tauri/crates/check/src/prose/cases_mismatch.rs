//! 文中复议诉讼数与表四不符。

use crate::Finding;
use crate::context::CheckContext;
use crate::prose::mismatch;
use crate::rule::rule;
use crate::text::counted::Family;

rule! {
    /// 文中写的复议、诉讼件数，应当对得上表四。
    ///
    /// ## 查什么
    /// “行政复议N件”应等于表四行政复议总计；“行政诉讼N件”应等于两组诉讼之和，或其中一组；“维持N件”“纠正N件”应等于所说的那一种案件的相应结果。
    ///
    /// ## 为什么
    /// 同一份年报里两个数字，总有一个是错的。
    ///
    /// ## 依据
    /// 政府信息公开工作年度报告格式：文字与数据一致。
    ///
    /// ## 正确
    /// 行政复议2件，行政诉讼1件；表四行政复议总计2，未经复议直接起诉1，复议后起诉0。
    ///
    /// ## 错误
    /// 行政复议3件，表四行政复议总计2。
    "cases_told", "文中复议诉讼数与表四不符", [Explain], find
}

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    mismatch::report(context, &RULE, Family::Cases, out);
}

#[cfg(test)]
mod tests {
    use crate::fixture::Fixture;

    fn found(text: &str) -> usize {
        let fixture = Fixture::new("2021")
            .set("cases/reconsideration/total", 2)
            .set("cases/direct_suit/total", 1)
            .set("cases/suit_after_reconsideration/total", 3)
            .set("cases/reconsideration/upheld", 1)
            .set("cases/reconsideration/corrected", 0)
            .set("cases/direct_suit/upheld", 1)
            .set("cases/suit_after_reconsideration/upheld", 2)
            .set("cases/direct_suit/corrected", 0)
            .set("cases/suit_after_reconsideration/corrected", 1);
        fixture.text("overview", &[text]).of("cases_told").len()
    }

    #[test]
    fn cases_in_the_text() {
        for text in [
            "因政府信息公开被申请行政复议2件，被提起行政诉讼4件。",
            "信息公开行政诉讼案件1件。",
            "全年办理行政复议案件50件，主动公开文书。",
            "信息公开行政复议维持1件。",
            "因政府信息公开被申请行政复议2件、行政诉讼4件。",
            "因政府信息公开引起的行政复议2件，其中维持1件、尚未审结1件；行政诉讼4件，维持3件，纠正1件。",
            "政府信息公开行政复议、行政诉讼共6件。",
            "全年作为被告的行政诉讼案件30件，均与政府信息公开无关。",
        ] {
            assert_eq!(found(text), 0, "{text}");
        }
        assert_eq!(found("因政府信息公开被申请行政复议3件，被提起行政诉讼5件。"), 2);
        assert_eq!(found("因政府信息公开被申请行政复议3件、行政诉讼5件。"), 2);
        assert_eq!(found("政府信息公开行政复议2件，其中维持2件。"), 1);
        assert_eq!(found("政府信息公开行政诉讼4件，纠正2件，维持5件。"), 2);
    }
}
