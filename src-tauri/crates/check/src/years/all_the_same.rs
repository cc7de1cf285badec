//! 数字与上年全部相同。

use crate::builder::FindingBuilder;
use crate::context::CheckContext;
use crate::rule::rule;
use crate::{Finding, Level};
use gongkai_model::form::{CellId, Comparable};

rule! {
    /// 全部数字都与上年一样，多半是没有填今年的。
    ///
    /// ## 查什么
    /// 两年都有的数字一个不差，而且不全是0。
    ///
    /// ## 为什么
    /// 两年的收件、办件、收费分毫不差，几乎不可能。
    ///
    /// ## 依据
    /// 国办公开办函〔2021〕30号：不得出现年年雷同现象。
    ///
    /// ## 正确
    /// 全是0的单位，两年都是0，不报。
    ///
    /// ## 错误
    /// 收费金额、处罚件数、申请件数与上年完全相同。
    "all_the_same", "数字与上年全部相同", [Explain], find, against_last_year: true
}

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    let mut same: Vec<CellId> = Vec::new();
    let mut last_cells: Vec<CellId> = Vec::new();
    for (form, now, last) in context.cells.both_years() {
        let Some(last) = last.filter(|last| last.how == Comparable::Yes) else { continue };
        match (now.number(), last.figure.number()) {
            (Some(now), Some(before)) if now == before => {
                if !now.is_zero() {
                    same.push(form.id.clone());
                    last_cells.extend(last.cells.iter().cloned());
                }
            }
            (None, None) => {}
            _ => return,
        }
    }
    if !same.is_empty() {
        let message =
            format!("全部数字与上年相同（不是0的有{}个），请看是不是没有填今年的", same.len());
        let found = FindingBuilder::new(&RULE, Level::Explain, message).cells(same);
        out.push(found.last_cells(last_cells).of(context));
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::Fixture;

    #[test]
    fn a_year_like_the_other() {
        let cell = "disclosure/penalty/decisions";
        let fixture = Fixture::new("2021").zeros().last_zeros("2021");
        assert!(fixture.of("all_the_same").is_empty());
        let same = fixture.set(cell, 4).set_last(cell, 4);
        assert_eq!(same.of("all_the_same").len(), 1);
        assert!(same.set(cell, 5).of("all_the_same").is_empty());
    }
}
