//! 总数像是加出来的。

use crate::builder::FindingBuilder;
use crate::context::CheckContext;
use crate::rule::{has_figure, rule};
use crate::{Finding, Level};
use gongkai_model::form::CellId;
use rust_decimal::Decimal;

rule! {
    /// 对外公开总数量不是本年新制作与本年新公开之和。
    ///
    /// ## 查什么
    /// 2019年格式表二：规章、规范性文件两行，两个数都大于0，而总数量恰好等于两数之和。
    ///
    /// ## 为什么
    /// 新制作的文件公开了也算新公开，相加就重复了；总数量应是历年累计对外公开的件数。
    ///
    /// ## 依据
    /// 国办公开办函〔2019〕60号，表二第二十条第（一）项。
    ///
    /// ## 正确
    /// 新制作5，新公开136，总数量210。
    ///
    /// ## 错误
    /// 新制作5，新公开136，总数量141（＝5＋136）。
    "total_is_a_sum", "总数像是加出来的", [Explain], find,
    applies: |form, _| has_figure(form, "disclosure/rules/newly_made")
}

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    for form in context.cells.ending("/newly_made") {
        let (disclosed, total) =
            (form.id.beside("newly_disclosed"), form.id.beside("total_disclosed"));
        let number = |cell: &CellId| context.cells.number(cell.as_str());
        let (Some(made), Some(new), Some(all)) =
            (number(&form.id), number(&disclosed), number(&total))
        else {
            continue;
        };
        if made > Decimal::ZERO && new > Decimal::ZERO && made.checked_add(new) == Some(all) {
            let message = format!(
                "{}：对外公开总数量（{all}）恰好是本年新制作（{made}）＋本年新公开（{new}），像是误加出来的",
                context.cells.row_of(&total)
            );
            let found = FindingBuilder::new(&RULE, Level::Explain, message);
            out.push(found.cells([form.id.clone(), disclosed, total]).sides(all, all).of(context));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::Fixture;

    #[test]
    fn a_total_that_is_the_sum_of_the_two_before_it() {
        let fixture = Fixture::new("2019")
            .set("disclosure/normative_documents/newly_made", 5)
            .set("disclosure/normative_documents/newly_disclosed", 136);
        let sum = fixture.clone().set("disclosure/normative_documents/total_disclosed", 141);
        assert_eq!(sum.of("total_is_a_sum")[0].cells.len(), 3);
        let other = fixture.set("disclosure/normative_documents/total_disclosed", 210);
        assert!(other.of("total_is_a_sum").is_empty());
        let one = Fixture::new("2019").zeros().set("disclosure/rules/newly_disclosed", 4);
        assert!(one.set("disclosure/rules/total_disclosed", 4).of("total_is_a_sum").is_empty());
    }
}
