//! 缺少表格。

use crate::builder::FindingBuilder;
use crate::context::CheckContext;
use crate::rule::rule;
use crate::{Finding, Level};
use gongkai_model::form::{Edition, FigureForm};
use gongkai_model::place::Place;
use gongkai_model::report::Figure;

rule! {
    /// 第二、三、四章的表格一张也不能少。
    ///
    /// ## 查什么
    /// 格式规定的每张表是否都在。文件里没有读到一个数的，就是没有这张表。
    ///
    /// ## 为什么
    /// 三张表是年报的主要内容，上级平台按表汇总，少一张就等于没有报。
    ///
    /// ## 依据
    /// 国办公开办函〔2019〕60号、〔2021〕30号所附格式。
    ///
    /// ## 正确
    /// 没有收到申请的，表三各格填0。
    ///
    /// ## 错误
    /// 第三章只写“本年没有收到申请”，没有表格。
    "missing_table", "缺少表格", [Error], find
}

/// No figure of the table was found in the file the report came from.
pub(super) fn is_missing(context: &CheckContext, table: &str) -> bool {
    let of_table = |form: &&FigureForm| form.id.table() == table;
    let mut figures = context.cells.forms.iter().filter(of_table).peekable();
    figures.peek().is_some()
        && figures.all(|form| context.case.report.figure(&form.id) == Figure::Unread)
}

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    let case = context.case;
    // Text alone, of a year whose form has tables.
    let text_only = context.edition.is_none();
    let prescribed = || case.report.year.and_then(|year| case.forms.for_year(year));
    let Some(edition): Option<&Edition> = context.edition.or_else(prescribed) else { return };
    for chapter in &edition.chapters {
        let Some(table) = chapter.table.filter(|table| text_only || is_missing(context, table))
        else {
            continue;
        };
        let name = edition.tables.iter().find(|one| one.id == table).map_or("", |one| one.name);
        let message = format!("第{}章没有表格：{name}要逐格填写，没有的填0", chapter.number);
        let found = FindingBuilder::new(&RULE, Level::Error, message).about(table);
        out.push(found.place(Place::chapter(chapter.id)).of(context));
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::Fixture;
    use gongkai_model::place::Place;

    fn without(tables: &[&str]) -> Fixture {
        let mut fixture = Fixture::new("2021").zeros();
        for (id, cell) in &mut fixture.report.cells {
            if tables.contains(&id.table()) {
                cell.figure = gongkai_model::report::Figure::Unread;
            }
        }
        fixture
    }

    #[test]
    fn a_table_of_which_no_figure_was_read_is_missing() {
        assert!(without(&[]).of("missing_table").is_empty());
        let found = without(&["requests"]).of("missing_table");
        assert_eq!(found.len(), 1);
        assert!(found[0].message.starts_with("第三章没有表格"), "{}", found[0].message);
        assert_eq!(found[0].place, Some(Place::chapter("requests")));
        let fixture = without(&["requests", "cases"]);
        assert_eq!(fixture.of("missing_table").len(), 2);
        assert!(fixture.of("unread").is_empty(), "told once");
        assert_eq!(fixture.published().of("missing_table").len(), 2);
        let fixture = without(&["requests"]).set("requests/new/total", 0);
        assert!(fixture.of("missing_table").is_empty());
        assert_eq!(fixture.of("unread").len(), 1);
    }

    #[test]
    fn text_alone_lacks_every_table_where_the_year_has_a_form() {
        let mut fixture = Fixture::new("2021");
        fixture.report.edition = None;
        fixture.report.cells.clear();
        assert_eq!(fixture.of("missing_table").len(), 3);
        fixture.report.year = Some(2018);
        assert!(fixture.of("missing_table").is_empty());
    }
}
