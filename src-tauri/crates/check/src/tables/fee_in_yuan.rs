//! 收费金额像是以元为单位。

use crate::builder::FindingBuilder;
use crate::context::CheckContext;
use crate::rule::{has_figure, rule};
use crate::{Finding, Level};
use gongkai_model::form::CellId;
use gongkai_model::organ::OrganKind;
use rust_decimal::Decimal;

rule! {
    /// 行政事业性收费的单位是万元。
    ///
    /// ## 查什么
    /// 2021年格式表二：收费金额是上年的1000倍以上；或者部门、乡镇超过10万（即10亿元）。
    ///
    /// ## 为什么
    /// 把元当万元填，数字就大了一万倍。
    ///
    /// ## 依据
    /// 国办公开办函〔2021〕30号，表二第二十条第（八）项：本年收费金额（单位：万元）。
    ///
    /// ## 正确
    /// 收费32000元，填3.2。
    ///
    /// ## 错误
    /// 收费320000元，填320000。
    "fee_in_yuan", "收费金额像是以元为单位", [Explain], find,
    applies: |form, _| has_figure(form, "disclosure/fees/amount")
}

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    let cell: CellId = "disclosure/fees/amount".into();
    let Some(amount) = context.cells.number(cell.as_str()).filter(|amount| *amount > Decimal::ZERO)
    else {
        return;
    };
    let last = context.cells.last_number(&cell).filter(|last| *last > Decimal::ZERO);
    let organ = context.case.report.organ.as_deref().unwrap_or_default();
    let kind = match context.case.published {
        true => OrganKind::suggested_by(organ),
        false => context.case.settings.kind,
    };
    let times = last.and_then(|last| amount.checked_div(last));
    let large = amount > Decimal::from(100_000)
        && matches!(kind, OrganKind::Department | OrganKind::Township);
    let message = match times {
        Some(times) if times >= Decimal::ONE_THOUSAND => {
            format!("行政事业性收费{amount}万元，是上年的{}倍，像是以元为单位填的", times.round())
        }
        _ if large => format!("行政事业性收费{amount}万元，请看单位是不是万元"),
        _ => return,
    };
    let last_cells =
        context.cells.last_figure(&cell).map(|last| last.cells.to_vec()).unwrap_or_default();
    let found = FindingBuilder::new(&RULE, Level::Explain, message).cells([cell]);
    out.push(found.last_cells(last_cells).of(context));
}

#[cfg(test)]
mod tests {
    use crate::fixture::Fixture;

    #[test]
    fn an_amount_in_yuan() {
        let fixture = Fixture::new("2021").last("2021").set_last("disclosure/fees/amount", 3);
        assert_eq!(fixture.clone().set("disclosure/fees/amount", 32000).of("fee_in_yuan").len(), 1);
        assert!(fixture.set("disclosure/fees/amount", 320).of("fee_in_yuan").is_empty());
        let large = Fixture::new("2021").set("disclosure/fees/amount", 320_000);
        assert_eq!(large.of("fee_in_yuan").len(), 1);
        let decimal = Fixture::new("2021").set_decimal("disclosure/fees/amount", "96171.6");
        assert!(decimal.of("fee_in_yuan").is_empty());
    }
}
