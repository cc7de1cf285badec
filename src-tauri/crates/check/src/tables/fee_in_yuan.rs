//! 收费金额像是以元为单位。

use crate::builder::FindingBuilder;
use crate::context::CheckContext;
use crate::rule::{has_figure, rule};
use crate::{Applicability, Finding, Fix, Level};
use gongkai_model::form::CellId;
use gongkai_model::organ::OrganKind;
use gongkai_model::report::{Cell, Figure};
use rust_decimal::Decimal;

rule! {
    /// 行政事业性收费的单位是万元。
    ///
    /// ## 查什么
    /// 2021年格式表二：导入的文件里收费金额写明以元、千元或亿元为单位；收费金额是上年的1000倍以上；或者部门、乡镇超过10万（即10亿元）。
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
    if let Some(given) = context.case.report.cells.get(&cell).and_then(given_otherwise) {
        out.push(given.finding(cell).of(context));
        return;
    }
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

/// An amount the file gives in another unit, as it stands there.
struct Given<'a> {
    /// `32000元`
    said: &'a str,
    number: Decimal,
    in_wan: Decimal,
}

/// An amount that is not read because of its unit: its note says it.
fn given_otherwise(cell: &Cell) -> Option<Given<'_>> {
    let said = cell.note.as_deref().filter(|_| cell.figure == Figure::Unread)?;
    let text: String = said.chars().filter(|c| !",，（()）".contains(*c)).collect();
    let (before, _) = text.split_once('元')?;
    let digits = before.trim_end_matches(['十', '百', '千', '万', '亿']);
    let number: Decimal = digits.parse().ok()?;
    let unit = before.get(digits.len()..)?.chars().map(|c| match c {
        '十' => 10,
        '百' => 100,
        '千' => 1000,
        '万' => 10_000,
        _ => 100_000_000_i64,
    });
    let times = Decimal::from(unit.product::<i64>());
    let in_wan = number.checked_mul(times)?.checked_div(Decimal::from(10_000))?;
    Some(Given { said, number, in_wan: in_wan.normalize() })
}

impl Given<'_> {
    fn finding(&self, cell: CellId) -> FindingBuilder {
        let Given { said, number, in_wan } = self;
        let message = format!(
            "行政事业性收费写的是{said}，格式的单位是万元：折合{in_wan}万元；如果单位写错了，就是{number}万元"
        );
        let fix = Fix {
            label: format!("填{in_wan}"),
            applicability: Applicability::Review,
            cells: vec![(cell.clone(), Cell::typed(Figure::Number(*in_wan)))],
            texts: Vec::new(),
        };
        FindingBuilder::new(&RULE, Level::Explain, message).cells([cell]).fix(fix)
    }
}

#[cfg(test)]
mod tests {
    use super::{Cell, Figure};
    use crate::fixture::Fixture;

    #[test]
    fn an_amount_given_in_yuan() {
        for (note, in_wan) in
            [("32000元", "3.2"), ("32,000（元）", "3.2"), ("320千元", "32"), ("0.5亿元", "5000")]
        {
            let mut fixture = Fixture::new("2021");
            let cell = Cell { figure: Figure::Unread, note: Some(note.into()), ..Cell::default() };
            fixture.report.cells.insert("disclosure/fees/amount".into(), cell);
            let found = fixture.of("fee_in_yuan");
            assert!(
                found[0].message.contains(&format!("折合{in_wan}万元")),
                "{}",
                found[0].message
            );
            let fixed = fixture.fix(&found);
            assert_eq!(
                fixed.report.figure(&"disclosure/fees/amount".into()),
                Figure::Number(in_wan.parse().unwrap())
            );
            assert!(fixed.of("fee_in_yuan").is_empty());
        }
    }

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
