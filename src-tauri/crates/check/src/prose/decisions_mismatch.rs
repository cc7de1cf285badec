//! 文中许可处罚收费数与表二不符。

use crate::Finding;
use crate::context::CheckContext;
use crate::prose::mismatch;
use crate::rule::rule;
use crate::text::counted::Family;

rule! {
    /// 文中写的许可、处罚、强制、收费和集中采购的数字，应当对得上表二。
    ///
    /// ## 查什么
    /// “行政许可N件”“行政处罚N件”“行政强制N件”应等于表二处理决定数量，“行政事业性收费N万元”应等于收费金额，“没有收费”而金额大于0；2019年格式的项目数量、增减和集中采购也比。说的是公开、公示多少件的，只提示。
    ///
    /// ## 为什么
    /// 同一份年报里两个数字，总有一个是错的。
    ///
    /// ## 依据
    /// 政府信息公开工作年度报告格式：文字与数据一致。
    ///
    /// ## 正确
    /// 作出行政处罚决定23件，表二行政处罚23。
    ///
    /// ## 错误
    /// 作出行政处罚决定25件，表二行政处罚23。
    "decisions_told", "文中许可处罚收费数与表二不符", [Explain, Hint], find
}

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    mismatch::report(context, &RULE, Family::Decisions, out);
}
