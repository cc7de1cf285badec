//! 采购数量与金额不符。

use crate::builder::FindingBuilder;
use crate::context::CheckContext;
use crate::rule::{has_figure, rule};
use crate::{Finding, Level};

rule! {
    /// 有采购项目就有金额，有金额就有项目。
    ///
    /// ## 查什么
    /// 2019年格式表二：采购项目数量与采购总金额，一个是0而另一个不是。
    ///
    /// ## 为什么
    /// 多半漏填了一格。
    ///
    /// ## 依据
    /// 国办公开办函〔2019〕60号，表二第二十条第（九）项。
    ///
    /// ## 正确
    /// 采购项目3，采购总金额495（万元）。
    ///
    /// ## 错误
    /// 采购项目3，采购总金额0。
    "projects_without_amount", "采购数量与金额不符", [Explain], find,
    applies: |form, _| has_figure(form, "disclosure/procurement/projects")
}

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    for form in context.cells.ending("/projects") {
        let amount = form.id.beside("amount");
        let (Some(projects), Some(sum)) =
            (context.cells.number(form.id.as_str()), context.cells.number(amount.as_str()))
        else {
            continue;
        };
        if projects.is_zero() != sum.is_zero() {
            let message = format!(
                "{}：采购项目数量是{projects}，采购总金额是{sum}",
                context.cells.row_of(&form.id)
            );
            let found = FindingBuilder::new(&RULE, Level::Explain, message);
            out.push(found.cells([form.id.clone(), amount]).of(context));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::Fixture;

    #[test]
    fn projects_cost_something() {
        let fixture = Fixture::new("2019").zeros();
        assert!(fixture.of("projects_without_amount").is_empty());
        let one = fixture.set("disclosure/procurement/projects", 3);
        assert_eq!(one.of("projects_without_amount").len(), 1);
        assert!(
            one.set("disclosure/procurement/amount", 495).of("projects_without_amount").is_empty()
        );
    }
}
