//! 有空白格。

use crate::builder::FindingBuilder;
use crate::context::CheckContext;
use crate::rule::rule;
use crate::{Applicability, Finding, Fix, Level};
use gongkai_model::form::CellId;
use gongkai_model::report::{Cell, Figure, Origin};

rule! {
    /// 没有的填0，不能空着。
    ///
    /// ## 查什么
    /// 各表中没有填数字的格子；“填 0”一次填满本表的全部空白。还没有填完不算错，填完才能定稿。导入的往年年报只作提示。
    ///
    /// ## 为什么
    /// 空白说不清是没有，还是漏填；上级平台不收空白。
    ///
    /// ## 依据
    /// 政府信息公开工作年度报告格式：没有相应数据的填“0”。
    ///
    /// ## 正确
    /// 没有行政强制决定，填0。
    ///
    /// ## 错误
    /// 没有行政强制决定，空着，或填“无”“/”。
    "blank", "有空白格", [Error, Hint], find
}

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    let Some(edition) = context.edition else { return };
    let level = if context.case.published { Level::Hint } else { Level::Error };
    for table in &edition.tables {
        let blank: Vec<CellId> = context
            .cells
            .forms
            .iter()
            .filter(|form| form.id.table() == table.id && is_to_fill(context, &form.id))
            .map(|form| form.id.clone())
            .collect();
        let message = match blank.as_slice() {
            [] => continue,
            [only] => format!("{}未填：没有的填0", context.cells.name(only)),
            [first, ..] => format!(
                "{}未填{}格（第一个是{}）：没有的填0",
                table.name,
                blank.len(),
                context.cells.name(first)
            ),
        };
        let cells = blank.iter().filter_map(|cell| Some((cell.clone(), zero(context, cell)?)));
        let fix = Fix {
            label: "填 0".to_owned(),
            // The button is named after what the user says by it.
            applicability: Applicability::Safe,
            cells: cells.collect(),
            texts: Vec::new(),
        };
        let mut found = FindingBuilder::new(&RULE, level, message).cells(blank);
        found = found.unfilled(!context.case.published);
        if !context.case.published {
            found = found.fix(fix);
        }
        out.push(found.of(context));
    }
}

/// A blank that somebody has to fill; totals come by themselves.
fn is_to_fill(context: &CheckContext, cell: &CellId) -> bool {
    let held = context.case.report.cells.get(cell);
    held.is_none_or(|held| held.figure == Figure::Blank && held.origin != Origin::Computed)
}

/// What fills a blank: a total stays one the program computes, and none is set to 0 against its
/// parts.
fn zero(context: &CheckContext, cell: &CellId) -> Option<Cell> {
    let mut totals = context
        .cells
        .equations
        .iter()
        .filter(|e| e.computes && e.right.iter().any(|term| term.cell == *cell))
        .peekable();
    if totals.peek().is_none() {
        return Some(Cell::typed(0));
    }
    let nothing =
        totals.flat_map(|e| &e.left).all(|term| match context.case.report.figure(&term.cell) {
            Figure::Blank => true,
            Figure::Number(number) => number.is_zero(),
            Figure::Unread => false,
        });
    nothing.then(|| Cell { figure: 0.into(), note: None, origin: Origin::Computed })
}

#[cfg(test)]
mod tests {
    use crate::Level;
    use crate::fixture::Fixture;

    #[test]
    fn all_blanks_of_a_table_are_filled_at_once() {
        let found = Fixture::new("2021").of("blank");
        let counts: Vec<_> = found.iter().map(|finding| finding.cells.len()).collect();
        assert_eq!(counts, [10, 175, 15]);
        assert!(found.iter().all(|finding| finding.level == Level::Error && finding.unfilled));
        let fillable = Fixture::new("2021").totals().of("blank");
        assert_eq!(fillable.iter().map(|f| f.cells.len()).collect::<Vec<_>>(), [10, 144, 12]);
        let filled = Fixture::new("2021").fix(&found).totals();
        assert!(filled.of("blank").is_empty());
        let changed = filled.set("requests/new/business", 4).totals();
        assert_eq!(changed.report.number(&"requests/new/total".into()), Some(4.into()));
    }

    #[test]
    fn a_total_is_not_set_to_0_against_its_parts() {
        let found = Fixture::new("2021").zeros().set("cases/direct_suit/upheld", 2);
        let found = found.blank("cases/direct_suit/total").of("blank");
        assert_eq!(found[0].message, "未经复议直接起诉 · 总计未填：没有的填0");
        assert!(found[0].fix.as_ref().unwrap().cells.is_empty());
    }

    #[test]
    fn in_a_published_report_a_blank_is_a_hint_and_nothing_is_offered() {
        let found =
            Fixture::new("2021").zeros().blank("requests/new/total").published().of("blank");
        assert_eq!((found[0].level, &found[0].fix), (Level::Hint, &None));
    }
}
