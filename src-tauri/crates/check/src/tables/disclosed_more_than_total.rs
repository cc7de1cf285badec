//! 新公开多于总数。

use crate::builder::FindingBuilder;
use crate::context::CheckContext;
use crate::rule::{has_figure, rule};
use crate::{Finding, Level};

rule! {
    /// 对外公开总数量不应少于本年新公开数量。
    ///
    /// ## 查什么
    /// 2019年格式表二：规章、规范性文件两行，对外公开总数量≥本年新公开数量。
    ///
    /// ## 为什么
    /// 总数量包括以前公开的，少于今年新公开的就说不通；也可能两格填反了。
    ///
    /// ## 依据
    /// 国办公开办函〔2019〕60号，表二第二十条第（一）项。
    ///
    /// ## 正确
    /// 新公开3，总数量25。
    ///
    /// ## 错误
    /// 新公开25，总数量3。
    "disclosed_more_than_total", "新公开多于总数", [Explain], find,
    applies: |form, _| has_figure(form, "disclosure/rules/newly_disclosed")
}

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    for form in context.cells.ending("/newly_disclosed") {
        let total = form.id.beside("total_disclosed");
        let (Some(new), Some(all)) =
            (context.cells.number(form.id.as_str()), context.cells.number(total.as_str()))
        else {
            continue;
        };
        if all < new {
            let message = format!(
                "{}：对外公开总数量（{all}）少于本年新公开数量（{new}）",
                context.cells.row_of(&total)
            );
            let found =
                FindingBuilder::new(&RULE, Level::Explain, message).cells([form.id.clone(), total]);
            out.push(found.sides(new, all).of(context));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::Fixture;

    #[test]
    fn the_total_includes_what_is_new() {
        let fixture = Fixture::new("2019").set("disclosure/rules/newly_disclosed", 25);
        let wrong = fixture.clone().set("disclosure/rules/total_disclosed", 3);
        assert_eq!(
            wrong.of("disclosed_more_than_total")[0].message,
            "规章：对外公开总数量（3）少于本年新公开数量（25）"
        );
        let right = fixture.set("disclosure/rules/total_disclosed", 25);
        assert!(right.of("disclosed_more_than_total").is_empty());
    }
}
