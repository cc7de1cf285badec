//! 无权制定规章。

use crate::builder::FindingBuilder;
use crate::context::CheckContext;
use crate::rule::{has_figure, rule};
use crate::{Finding, Level};
use gongkai_model::form::CellId;
use gongkai_model::organ::OrganKind;
use rust_decimal::Decimal;

rule! {
    /// 县级以下机关没有规章制定权。
    ///
    /// ## 查什么
    /// 2021年格式表二：规章一行大于0，而本单位不是设区的市以上人民政府。
    ///
    /// ## 为什么
    /// 最常见的是把规范性文件填到了规章一行。
    ///
    /// ## 依据
    /// 立法法第九十一条、第九十三条。
    ///
    /// ## 正确
    /// 县农业农村局：规章0，行政规范性文件3。
    ///
    /// ## 错误
    /// 县农业农村局：规章3。
    "rules_not_allowed", "无权制定规章", [Explain, Hint], find,
    applies: |form, _| has_figure(form, "disclosure/rules/in_force")
}

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    let cells =
        ["issued", "repealed", "in_force"].map(|column| CellId::new("disclosure", "rules", column));
    if !context.cells.has(&cells[2]) {
        return;
    }
    let some: Vec<CellId> = cells
        .into_iter()
        .filter(|cell| {
            context.cells.number(cell.as_str()).is_some_and(|number| number > Decimal::ZERO)
        })
        .collect();
    let organ = context.case.report.organ.as_deref().unwrap_or_default();
    let kind = match context.case.published {
        true => OrganKind::suggested_by(organ),
        false => context.case.settings.kind,
    };
    if some.is_empty() || kind.may_make_rules() {
        return;
    }
    // A department of a city or a province may count rules its government made on its draft.
    let below = matches!(kind, OrganKind::County | OrganKind::Township)
        || organ.contains('县')
        || organ.ends_with("街道办事处");
    let level = if below { Level::Explain } else { Level::Hint };
    let message = "规章一行大于0：县级以下机关和政府部门一般无权制定规章，请看是不是行政规范性文件";
    out.push(FindingBuilder::new(&RULE, level, message).cells(some).of(context));
}

#[cfg(test)]
mod tests {
    use crate::Level;
    use crate::fixture::Fixture;

    use gongkai_model::organ::OrganKind;

    #[test]
    fn a_county_makes_no_rules() {
        let mut fixture = Fixture::new("2021").set("disclosure/rules/in_force", 3);
        fixture.settings.kind = OrganKind::Township;
        assert_eq!(fixture.of("rules_not_allowed")[0].level, Level::Explain);
        fixture.settings.kind = OrganKind::Department;
        fixture.report.organ = Some("青铜市发展和改革委员会".into());
        assert_eq!(fixture.of("rules_not_allowed")[0].level, Level::Hint);
        fixture.settings.kind = OrganKind::Prefecture;
        assert!(fixture.of("rules_not_allowed").is_empty());
    }
}
