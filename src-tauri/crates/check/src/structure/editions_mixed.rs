//! 表格与年度不符。

use crate::builder::FindingBuilder;
use crate::context::CheckContext;
use crate::rule::rule;
use crate::wording::wrong_characters::has_wrong_characters;
use crate::{Finding, Level};
use gongkai_model::document::normalize;
use gongkai_model::form::{CellId, Edition};
use gongkai_model::place::Place;

rule! {
    /// 年报要用当年规定的格式。
    ///
    /// ## 查什么
    /// 各表用的是哪一种格式，与报告年度规定的是不是同一种；导入的表格里，项目的名称是不是改动过；有没有格式里没有的一行（照原样保留，参加合计，只作提示）。
    ///
    /// ## 为什么
    /// 用了旧格式的表，新格式要求的数字就没有报。
    ///
    /// ## 依据
    /// 国办公开办函〔2021〕30号自2021年年报起使用，此前用国办公开办函〔2019〕60号。
    ///
    /// ## 正确
    /// 2021年及以后的年报用2021年格式。
    ///
    /// ## 错误
    /// 2022年年报仍用2019年格式的表。
    "editions_mixed", "表格与年度不符", [Explain, Hint], find
}

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    let (Some(edition), Some(year)) = (context.edition, context.case.report.year) else { return };
    let Some(prescribed) = context.case.forms.for_year(year) else { return };
    if prescribed.id != edition.id {
        let message = format!(
            "{year}年年报规定用{}的格式，各表用的是{}的格式",
            prescribed.document, edition.document
        );
        out.push(
            FindingBuilder::new(&RULE, Level::Explain, message)
                .place(Place::chapter("disclosure"))
                .of(context),
        );
    }
    for (cells, label) in extra_rows(context, edition) {
        let message = format!(
            "表格里有{}格式没有的一行“{label}”：照原样保留，合计时算在内；不用时可以去掉",
            edition.document
        );
        out.push(FindingBuilder::new(&RULE, Level::Hint, message).cells(cells).of(context));
    }
    for (cell, label) in &context.case.report.labels {
        let Some(official) = changed(edition, cell, label) else { continue };
        let message = format!("表格项目“{label}”与格式不同，应为“{official}”");
        let found = FindingBuilder::new(&RULE, Level::Explain, message).cells([cell.clone()]);
        out.push(found.row_label(context, cell, label).of(context));
    }
}

/// The rows the form does not have, each with its cells and its label.
fn extra_rows<'e>(context: &CheckContext, edition: &'e Edition) -> Vec<(Vec<CellId>, &'e str)> {
    let mut rows: Vec<(Vec<CellId>, &str)> = Vec::new();
    for row in &edition.extra.added {
        let in_row = |id: &CellId| {
            id.as_str().strip_prefix(row.as_str()).is_some_and(|rest| rest.starts_with('/'))
        };
        let cells: Vec<CellId> =
            context.cells.forms.iter().map(|form| form.id.clone()).filter(in_row).collect();
        let table = cells.first().and_then(|cell| edition.table(cell.table()));
        let label = table.zip(cells.first()).and_then(|(table, cell)| table.extra_row(cell));
        rows.extend(label.map(|label| (cells, label)));
    }
    rows
}

/// The official label of a cell's row where a printed one says something else. A part of it is what
/// a page break left, more than it is a unit; a wrong character has its own rule.
fn changed<'e>(edition: &'e Edition, cell: &CellId, label: &str) -> Option<&'e str> {
    let table = edition.table(cell.table())?;
    let row = cell.as_str().split('/').nth(1)?;
    let leaves = table.blocks.iter().flat_map(|block| block.row_leaves());
    let official = &leaves.into_iter().find(|leaf| leaf.id == row)?.row.label;
    let printed = normalize::label_key(label);
    let same = official.wordings().map(normalize::label_key).any(|wording| {
        wording.contains(&printed) || printed.contains(&wording) && !wording.is_empty()
    });
    (!same && !has_wrong_characters(label)).then_some(official.text)
}

#[cfg(test)]
mod tests {
    use crate::Level;
    use crate::fixture::Fixture;
    use gongkai_model::report::Cell;

    #[test]
    fn a_row_of_the_other_form_is_told_and_counts_in_the_sum() {
        let mut fixture = Fixture::new("2021").zeros();
        fixture.report.cells.retain(|id, _| !id.as_str().contains("other_handling"));
        for (column, figure) in [("business", 3), ("total", 3)] {
            let id = format!("requests/other_handling/{column}");
            fixture.report.cells.insert(id.as_str().into(), Cell::typed(figure));
        }
        let found = fixture.of("editions_mixed");
        let [finding] = found.as_slice() else { panic!("{found:?}") };
        assert!(finding.message.contains("“（六）其他处理”"), "{}", finding.message);
        assert_eq!((finding.level, finding.cells.len()), (Level::Hint, 7));
        let sums = fixture.of("results_sum");
        assert_eq!(sums.len(), 2, "{sums:?}");
        assert!(sums[0].message.contains("三（六）（3）"), "{}", sums[0].message);
        let sound = fixture.set("requests/total/business", 3).set("requests/total/total", 3);
        assert!(sound.of("results_sum").is_empty());
    }

    #[test]
    fn labels_of_an_imported_table() {
        let labelled = |cell: &str, label: &str| {
            let mut fixture = Fixture::new("2021");
            fixture.report.labels.insert(cell.into(), label.into());
            fixture.of("editions_mixed").into_iter().map(|f| f.message).collect::<Vec<_>>()
        };
        let penalty = "disclosure/penalty/decisions";
        assert_eq!(labelled(penalty, "行政处理"), ["表格项目“行政处理”与格式不同，应为“行政处罚”"]);
        for (cell, label) in [
            (penalty, "行政 处罚"),
            (penalty, "处罚"),
            (penalty, "行政处罚（件）"),
            ("disclosure/normative_documents/issued", "行政规范姓文件"),
        ] {
            assert!(labelled(cell, label).is_empty(), "{label}");
        }
    }

    #[test]
    fn the_year_prescribes_the_tables() {
        assert!(Fixture::new("2021").of("editions_mixed").is_empty());
        let mut fixture = Fixture::new("2019");
        fixture.report.year = Some(2022);
        assert_eq!(
            fixture.of("editions_mixed")[0].message,
            "2022年年报规定用国办公开办函〔2021〕30号的格式，各表用的是国办公开办函〔2019〕60号的格式"
        );
    }
}
