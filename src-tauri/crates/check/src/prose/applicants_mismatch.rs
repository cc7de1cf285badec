//! 文中申请人情况与表三不符。

use crate::Finding;
use crate::context::CheckContext;
use crate::prose::mismatch;
use crate::rule::rule;
use crate::text::counted::Family;

rule! {
    /// 文中写的各类申请人的件数，应当对得上表三。
    ///
    /// ## 查什么
    /// “自然人N件”“商业企业N件”等应等于表三相应的列；“法人或其他组织N件”应等于五列之和。前面写的是收件数，比本年新收；写的是答复数，比总计。
    ///
    /// ## 为什么
    /// 同一份年报里两个数字，总有一个是错的。
    ///
    /// ## 依据
    /// 政府信息公开工作年度报告格式：文字与数据一致。
    ///
    /// ## 正确
    /// 收到申请15件，其中自然人12件、商业企业3件；表三本年新收自然人12、商业企业3。
    ///
    /// ## 错误
    /// 收到申请15件，其中自然人11件；表三本年新收自然人12。
    "applicants_told", "文中申请人情况与表三不符", [Explain], find
}

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    mismatch::report(context, &RULE, Family::Applicants, out);
}
