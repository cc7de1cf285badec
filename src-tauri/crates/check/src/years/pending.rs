//! 上年未审结案件不见了。

use crate::builder::FindingBuilder;
use crate::context::CheckContext;
use crate::rule::rule;
use crate::{Finding, Level};

rule! {
    /// 上年没有审结的案件，今年应当出现。
    ///
    /// ## 查什么
    /// 表四三组逐组核对：上年尚未审结的件数，不应多于本年这一组的总计。
    ///
    /// ## 为什么
    /// 去年没有审结的，今年要么审结、要么仍未审结，都在今年的总计里。
    ///
    /// ## 依据
    /// 政府信息公开工作年度报告格式，表四。
    ///
    /// ## 正确
    /// 上年尚未审结2，本年总计3。
    ///
    /// ## 错误
    /// 上年尚未审结2，本年总计0。
    "pending", "上年未审结案件不见了", [Hint], find, against_last_year: true
}

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    for form in context.cells.ending("/pending") {
        let total = form.id.beside("total");
        let (Some(before), Some(now)) =
            (context.cells.last_number(&form.id), context.cells.number(total.as_str()))
        else {
            continue;
        };
        if before > now {
            let group = context.cells.row_of(&form.id);
            let message = format!("{group}：上年尚未审结{before}件，本年总计只有{now}件");
            let found = FindingBuilder::new(&RULE, Level::Hint, message).cells([total]);
            let last = context
                .cells
                .last_figure(&form.id)
                .map(|last| last.cells.to_vec())
                .unwrap_or_default();
            out.push(found.last_cells(last).sides(before, now).of(context));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::Fixture;

    #[test]
    fn cases_do_not_vanish() {
        let fixture =
            Fixture::new("2021").last("2019").set_last("cases/reconsideration/pending", 2);
        let gone = fixture.clone().set("cases/reconsideration/total", 0);
        assert_eq!(gone.of("pending")[0].message, "行政复议：上年尚未审结2件，本年总计只有0件");
        assert!(fixture.set("cases/reconsideration/total", 2).of("pending").is_empty());
    }
}
