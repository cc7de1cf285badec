//! 文中办理结果与表三不符。

use crate::Finding;
use crate::context::CheckContext;
use crate::prose::mismatch;
use crate::rule::rule;
use crate::text::counted::Family;

rule! {
    /// 文中写的各种办理结果的件数，应当对得上表三。
    ///
    /// ## 查什么
    /// “予以公开N件”“部分公开N件”“不予公开N件”“无法提供N件”“不予处理N件”“其他处理N件”，以及国家秘密、本机关不掌握、重复申请等各项，应等于表三相应的行。
    ///
    /// ## 为什么
    /// 同一份年报里两个数字，总有一个是错的。
    ///
    /// ## 依据
    /// 政府信息公开工作年度报告格式：文字与数据一致。
    ///
    /// ## 正确
    /// 予以公开8件、不予公开3件，表三（一）总计8，（三）各项之和3。
    ///
    /// ## 错误
    /// 不予公开4件，表三（三）各项之和3。
    "results_told", "文中办理结果与表三不符", [Explain], find
}

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    mismatch::report(context, &RULE, Family::Results, out);
}
