//! 未读到。

use super::missing_table;
use crate::builder::FindingBuilder;
use crate::context::CheckContext;
use crate::rule::rule;
use crate::{Finding, Level};
use gongkai_model::form::CellId;
use gongkai_model::report::Figure;

rule! {
    /// 文件里没有读到的数字，不是0，也不是空白。
    ///
    /// ## 查什么
    /// 导入时没有读到的格子。往年年报只作提示；要定稿的年报必须补上。
    ///
    /// ## 为什么
    /// 文件缺页、断行时，程序宁可说没读到，也不替人填数。
    ///
    /// ## 依据
    /// 政府信息公开工作年度报告格式：各表每格都要有数据。
    ///
    /// ## 正确
    /// 对照原件，把未读到的格子补上。
    ///
    /// ## 错误
    /// 不看原件，直接当作0。
    "unread", "未读到", [Error, Hint], find
}

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    let Some(edition) = context.edition else { return };
    let level = if context.case.published { Level::Hint } else { Level::Error };
    for table in &edition.tables {
        if missing_table::is_missing(context, table.id) {
            continue;
        }
        let unread: Vec<CellId> = context
            .cells
            .both_years()
            .filter(|(form, now, _)| *now == Figure::Unread && form.id.table() == table.id)
            .map(|(form, ..)| form.id.clone())
            .collect();
        let message = match unread.as_slice() {
            [] => continue,
            [only] => format!("{}在文件里未读到：请对照原件补上", context.cells.name(only)),
            [first, ..] => format!(
                "{}有{}格在文件里未读到（第一个是{}）：请对照原件补上",
                table.name,
                unread.len(),
                context.cells.name(first)
            ),
        };
        out.push(FindingBuilder::new(&RULE, level, message).cells(unread).of(context));
    }
}

#[cfg(test)]
mod tests {
    use crate::Level;
    use crate::fixture::Fixture;

    #[test]
    fn unread_is_no_blank() {
        let fixture = Fixture::new("2019").zeros().unread("disclosure/fees/prior_items");
        assert!(fixture.of("blank").is_empty());
        let found = fixture.of("unread");
        assert_eq!(
            found[0].message,
            "行政事业性收费 · 上一年项目数量在文件里未读到：请对照原件补上"
        );
        assert_eq!(found[0].level, Level::Error);
        assert_eq!(fixture.published().of("unread")[0].level, Level::Hint);
    }
}
