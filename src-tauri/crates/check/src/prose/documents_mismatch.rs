//! 文中文件数与表二不符。

use crate::Finding;
use crate::context::CheckContext;
use crate::prose::mismatch;
use crate::rule::rule;
use crate::text::counted::Family;

rule! {
    /// 文中写的规范性文件件数，应当对得上表二。
    ///
    /// ## 查什么
    /// 2021年格式：制发（制定、印发）、废止、现行有效的行政规范性文件N件，应等于表二相应的数。全市、下级的数字和“公开规范性文件N件”不比。
    ///
    /// ## 为什么
    /// 同一份年报里两个数字，总有一个是错的。
    ///
    /// ## 依据
    /// 政府信息公开工作年度报告格式：文字与数据一致。
    ///
    /// ## 正确
    /// 制发行政规范性文件3件，表二本年制发件数3。
    ///
    /// ## 错误
    /// 制发行政规范性文件5件，表二本年制发件数3。
    "documents_told", "文中文件数与表二不符", [Explain], find
}

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    mismatch::report(context, &RULE, Family::Documents, out);
}

#[cfg(test)]
mod tests {
    use crate::fixture::Fixture;

    fn found(text: &str) -> usize {
        let fixture = Fixture::new("2021")
            .set("disclosure/normative_documents/issued", 3)
            .set("disclosure/normative_documents/repealed", 1)
            .set("disclosure/normative_documents/in_force", 12);
        fixture.text("overview", &[text]).of("documents_told").len()
    }

    #[test]
    fn documents_in_the_text() {
        for text in [
            "制发行政规范性文件3件，废止规范性文件1件，现行有效规范性文件12件。",
            "印发3件行政规范性文件。",
            "公开规范性文件25件。",
            "全县制发行政规范性文件30件。",
            "印发通知20份。",
        ] {
            assert_eq!(found(text), 0, "{text}");
        }
        assert_eq!(found("制发行政规范性文件5件，废止2件行政规范性文件。"), 2);
    }
}
