//! Shapes real files have, each read right through reader and recognition: mark-up of word
//! processors, tables without headings, tables of another edition, added columns, repeated labels.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails where it cannot go on")]

mod shipped;

use gongkai_model::document::{Block, Document, TableCell};
use gongkai_model::form::{CellId, Forms};
use gongkai_model::report::{Cell, Figure, Report};
use gongkai_read::Draft;

use shipped::shipped;

const COLUMNS: [&str; 7] =
    ["natural_person", "business", "research", "public_welfare", "legal_service", "other", "total"];

fn draft(bytes: &[u8], name: &str) -> Draft {
    let document = gongkai_read::document(bytes, name).unwrap_or_else(|e| panic!("{name}: {e}"));
    gongkai_read::recognise(&document, &Forms::official()).unwrap_or_else(|e| panic!("{name}: {e}"))
}

fn row(draft: &Draft, row: &str) -> String {
    let figures = COLUMNS.iter().map(|column| {
        match draft.report.figure(&CellId::new("requests", row, column)) {
            Figure::Unread => "?".to_owned(),
            Figure::Blank => "_".to_owned(),
            Figure::Number(number) => number.to_string(),
        }
    });
    figures.collect::<Vec<_>>().join(" ")
}

fn page(rows: &str) -> Vec<u8> {
    format!(
        "<h1>青铜镇人民政府2026年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>正常。</p>\
         <p>三、收到和处理政府信息公开申请情况</p><table>{rows}</table>\
         <p>六、其他需要报告的事项</p><p>无。</p>"
    )
    .into_bytes()
}

/// The heads of table 3 as a word processor pastes them: every line a paragraph of its own.
const HEADS: &str = "<tr><td rowspan=3 colspan=3><p>（本列数据的勾稽关系为：第一项加第二项之和，</p>\
    <p>等于第三项加第四项之和）</p></td><td colspan=7><p><span>申请人</span><span>情况</span></p></td></tr>\
    <tr><td rowspan=2><p>自然</p><p>人</p></td><td colspan=5>法人或其他组织</td><td rowspan=2>总计</td></tr>\
    <tr><td><p>商业</p><p>企业</p></td><td><p>科研</p><p>机构</p></td><td>社会公益<br>组织</td><td>法律服务机构</td><td>其他</td></tr>";

fn filled(edition: &str, year: i32) -> Report {
    let forms = Forms::official();
    let mut report = Report::blank(forms.edition(edition).unwrap(), "青铜镇人民政府", year);
    for (at, figure) in forms.edition(edition).unwrap().figures().into_iter().enumerate() {
        report.cells.insert(figure.id, Cell::typed(at as i64));
    }
    report
}

fn assert_all(draft: &Draft, report: &Report) {
    for (id, cell) in &report.cells {
        assert_eq!(draft.report.figure(id), cell.figure, "{id}");
    }
}

#[test]
fn pasted_mark_up_with_fillers_and_figures_in_pieces() {
    let cells = "<td><p><span>1</span><span>2</span></p></td><td>&nbsp;0&nbsp;</td><td>&nbsp;</td>\
        <td><p>&nbsp;</p><p>3</p></td><td>０</td><td>1,234</td><td><b>1</b><o:p>249</o:p></td>";
    let rows = format!(
        "{HEADS}<tr><td colspan=3><p>一、本年新收政府信息</p><p>公开申请数量</p></td>{cells}</tr>"
    );
    assert_eq!(row(&draft(&page(&rows), "年报.html"), "new"), "12 0 _ 3 0 1234 1249");
}

#[test]
fn added_blank_columns_and_repeated_labels() {
    let one = "<td>1</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td><td>1</td>";
    let rows = format!(
        "{HEADS}<tr><td colspan=3>一、本年新收政府信息公开申请数量</td>{one}<td></td></tr>\
         <tr><td colspan=3>二、上年结转政府信息公开申请数量</td>{one}<td>&nbsp;</td></tr>\
         <tr><td>三、本年度办理结果</td><td>（三）不予公开</td><td>1.属于国家秘密</td>{one}</tr>\
         <tr><td>三、本年度办理结果</td><td>（三）不予公开</td><td>2.其他法律行政法规禁止公开</td>{one}</tr>\
         <tr><td>三、本年度办理结果</td><td colspan=2>（七）总计</td>{one}</tr>"
    );
    let draft = draft(&page(&rows), "年报.html");
    for id in ["new", "carried_in", "refused.state_secret", "refused.prohibited_by_law", "total"] {
        assert_eq!(row(&draft, id), "1 0 0 0 0 0 1", "{id}");
    }
}

/// As editors of web sites leave a table: a head that should reach down stands above empty cells.
#[test]
fn heads_that_nobody_merged_downward() {
    for edition in ["2019", "2021"] {
        let report = filled(edition, 2025);
        let mut document = gongkai_compose::document(&report, &Forms::official());
        let mut parted = 0;
        for block in &mut document.blocks {
            let Block::Table(table) = block else { continue };
            let mut below = Vec::new();
            let heads = table.head_rows;
            for cell in &mut table.cells {
                if cell.row > 0 && cell.row_span > 1 && cell.row + cell.row_span <= heads {
                    for row in cell.row + 1..cell.row + cell.row_span {
                        below.push(TableCell {
                            row,
                            text: String::new(),
                            row_span: 1,
                            ..cell.clone()
                        });
                    }
                    cell.row_span = 1;
                }
            }
            parted += below.len();
            table.cells.extend(below);
            table.cells.sort_by_key(|cell| (cell.row, cell.column));
        }
        assert_eq!(parted, 7, "two in table 3, five in table 4");
        assert_all(&draft(&gongkai_export::html(&document).unwrap(), "年报.html"), &report);
        assert_all(
            &draft(
                &gongkai_export::docx(
                    &document,
                    &gongkai_layout::PageOptions::default(),
                    &shipped(),
                )
                .unwrap(),
                "年报.docx",
            ),
            &report,
        );
    }
}

/// The table of the cases as three tables, each under the head of its part.
#[test]
fn cases_in_a_table_for_each_head() {
    let five = "<tr><td>结果维持</td><td>结果纠正</td><td>其他结果</td><td>尚未审结</td><td>总计</td></tr>";
    let part = |head: &str, figures: &str| {
        let cells = figures.split(' ').map(|figure| format!("<td>{figure}</td>"));
        let cells: String = cells.collect();
        format!("<h3>{head}</h3><table>{five}<tr>{cells}</tr></table>")
    };
    let page = |parts: &str| {
        format!(
            "<h1>青铜镇人民政府2026年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>正常。</p>\
             <p>四、政府信息公开行政复议、行政诉讼情况</p>{parts}<p>六、其他需要报告的事项</p><p>无。</p>"
        )
    };
    let cases = |draft: &Draft, row: &str| {
        let columns = ["upheld", "corrected", "other_outcome", "pending", "total"];
        columns.map(|column| draft.report.figure(&CellId::new("cases", row, column)))
    };
    let numbers = |figures: [i64; 5]| figures.map(|figure| Figure::Number(figure.into()));
    let parts = part("行政复议", "27 10 9 15 61")
        + &part("行政诉讼（未经复议直接起诉）", "3 0 0 0 3")
        + &part("行政诉讼（复议后起诉）", "8 0 1 1 10");
    let whole = draft(page(&parts).as_bytes(), "年报.html");
    assert_eq!(cases(&whole, "reconsideration"), numbers([27, 10, 9, 15, 61]));
    assert_eq!(cases(&whole, "direct_suit"), numbers([3, 0, 0, 0, 3]));
    assert_eq!(cases(&whole, "suit_after_reconsideration"), numbers([8, 0, 1, 1, 10]));
    // More figures than the head has columns are nobody's.
    let odd = draft(page(&part("行政复议", "27 10 9 15 61 0 0 ")).as_bytes(), "年报.html");
    assert_eq!(cases(&odd, "reconsideration"), [Figure::Unread; 5]);
}

/// Rows cut in two by the end of a page, at every character of every label but its number's: the figures stay with
/// either half, and the empty cells of the other are never taken for blanks.
#[test]
fn rows_that_a_page_cut_in_two() {
    let forms = Forms::official();
    let report = filled("2021", 2025);
    let document = gongkai_compose::document(&report, &forms);
    let place = document
        .blocks
        .iter()
        .position(|block| matches!(block, Block::Table(table) if table.rows > 20));
    let place = place.unwrap();
    let Block::Table(table) = &document.blocks[place] else { panic!() };
    let (mut read, mut all) = (0, 0);
    for row in table.head_rows..table.rows {
        let label = table.cells.iter().rfind(|cell| cell.row == row && cell.label).unwrap();
        let length = label.text.chars().count();
        for (cut, figures_above) in (2..length).flat_map(|cut| [(cut, true), (cut, false)]) {
            let half = |above: bool| {
                let mut half = table.clone();
                half.cells.retain(|cell| match above {
                    true => cell.row <= row,
                    false => cell.row >= row,
                });
                for cell in half.cells.iter_mut().filter(|cell| cell.row == row) {
                    if cell.column == label.column {
                        let text = cell.text.chars();
                        cell.text = match above {
                            true => text.take(cut).collect(),
                            false => text.skip(cut).collect(),
                        };
                    } else if cell.label && !above || !cell.label && above != figures_above {
                        cell.text = String::new();
                    }
                }
                half.rows = if above { row + 1 } else { table.rows };
                Block::Table(half)
            };
            let mut parted = document.clone();
            parted.blocks.splice(place..=place, [half(true), half(false)]);
            let draft = gongkai_read::recognise(&parted, &forms).unwrap();
            for (id, cell) in &report.cells {
                let found = draft.report.figure(id);
                let right = found == cell.figure;
                assert!(right || found == Figure::Unread, "{}|{cut} {id}: {found:?}", label.text);
                if id.as_str().starts_with("requests/") {
                    all += 1;
                    read += usize::from(right);
                }
            }
        }
    }
    assert!(read * 1000 >= all * 999, "{read} of {all}");
}

/// A file whose labels come in heaps, broken and out of order, before heaps of figures: none of
/// them is certain, though each would fit.
#[test]
fn labels_in_heaps_are_nobodys() {
    let text = "青铜镇人民政府2025年政府信息公开工作年度报告\n\n三、收到和处理政府信息公开申请情况\n\n\
        | 4.保护第三方合法权益 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |\n\n（三）不\n予公开\n5.属于三类内部事务信\n息\n\
        1.本机关不掌握相关政\n府信息\n\n| 2 | 0 | 0 | 0 | 0 | 0 | 2 |\n\n\
        | 6.属于四类过程性信息 | 3 | 0 | 0 | 0 | 0 | 0 | 3 |\n\n| 4 | 0 | 0 | 0 | 0 | 0 | 4 |\n\n\
        （四）无2.没有现成信息需要另\n法提供行制作\n3.补正后申请内容仍不\n明确\n\n\
        | 5 | 0 | 0 | 0 | 0 | 0 | 5 |\n\n六、其他需要报告的事项\n\n无\n";
    let draft = draft(text.as_bytes(), "年报.md");
    assert_eq!(row(&draft, "refused.third_party_rights"), "1 0 0 0 0 0 1");
    assert_eq!(row(&draft, "refused.deliberative"), "3 0 0 0 0 0 3");
    for unsure in ["refused.internal_affairs", "unavailable.not_held", "unavailable.still_unclear"]
    {
        assert_eq!(row(&draft, unsure), "? ? ? ? ? ? ?", "{unsure}");
    }
}

/// A PDF without ruled lines, its labels broken over narrow lines: `2.其他` is the beginning of
/// another row than `3.其他`, and what stands before `1.` is none of its label.
#[test]
fn beginnings_of_labels_beside_figures_are_not_taken_for_others() {
    let text = "青铜镇人民政府2025年政府信息公开工作年度报告\n\n三、收到和处理政府信息公开申请情况\n\
        1.属于国家秘密 1 0 0 0 0 0 1\n2.其他 2 0 0 0 0 0 2\n法律行\n政法规\n禁止公开\n\
        5.要求\n行政机\n关确认\n或重新\n出具已\n获取信\n息\n（六） 1.申请 3 0 0 0 0 0 3\n\
        其他处 人无正\n理 当理由\n3.其他 4 0 0 0 0 0 4\n（七）总计 5 0 0 0 0 0 5\n\
        六、其他需要报告的事项\n无\n";
    let draft = draft(text.as_bytes(), "年报.txt");
    assert_eq!(row(&draft, "refused.state_secret"), "1 0 0 0 0 0 1");
    assert_eq!(row(&draft, "other_handling.other"), "4 0 0 0 0 0 4");
    assert_eq!(row(&draft, "total"), "5 0 0 0 0 0 5");
    let unsure =
        ["refused.prohibited_by_law", "not_processed.reissue", "other_handling.overdue_correction"];
    for unsure in unsure {
        assert_eq!(row(&draft, unsure), "? ? ? ? ? ? ?", "{unsure}");
    }
}

#[test]
fn an_old_single_row_of_other_handling_in_a_new_table() {
    let figures = "<td>3</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td><td>3</td>";
    let rows = format!(
        "{HEADS}<tr><td colspan=3>一、本年新收政府信息公开申请数量</td>{figures}</tr>\
         <tr><td>三、本年度办理结果</td><td colspan=2>（六）其他处理</td>{figures}</tr>"
    );
    let draft = draft(&page(&rows), "年报.html");
    assert_eq!(draft.report.edition.as_deref(), Some("2021"));
    assert_eq!(row(&draft, "other_handling"), "3 0 0 0 0 0 3");
    // It stands for the form's own rows: the office has nothing to be read in them.
    let own = |id: &CellId| id.as_str().starts_with("requests/other_handling.");
    assert!(!draft.report.cells.keys().any(own));
}

#[test]
fn tables_of_2019_in_a_later_year_are_read_as_what_they_are() {
    let report = filled("2019", 2023);
    let bytes = gongkai_export::docx(
        &gongkai_compose::document(&report, &Forms::official()),
        &gongkai_layout::PageOptions::default(),
        &shipped(),
    )
    .unwrap();
    let draft = draft(&bytes, "年报.docx");
    assert_eq!((draft.report.year, draft.report.edition.as_deref()), (Some(2023), Some("2019")));
    assert_all(&draft, &report);
}

fn tables_only(document: &Document) -> Document {
    let tables = document.blocks.iter().filter(|block| matches!(block, Block::Table(_)));
    Document { blocks: tables.cloned().collect(), ..Document::default() }
}

#[test]
fn a_bare_workbook_without_title_and_headings() {
    for edition in ["2019", "2021"] {
        let report = filled(edition, 2025);
        let document = tables_only(&gongkai_compose::document(&report, &Forms::official()));
        let draft = draft(&gongkai_export::xlsx(&document).unwrap(), "表.xlsx");
        assert_eq!((draft.report.year, draft.report.organ.as_deref()), (None, None));
        assert_eq!(draft.report.edition.as_deref(), Some(edition));
        assert_all(&draft, &report);
    }
}

#[test]
fn one_table_alone_in_a_document_or_a_text() {
    let forms = Forms::official();
    let report = filled("2021", 2025);
    let mut document = tables_only(&gongkai_compose::document(&report, &forms));
    document.blocks.drain(..1);
    document.blocks.truncate(1);
    let draft = draft(
        &gongkai_export::docx(&document, &gongkai_layout::PageOptions::default(), &shipped())
            .unwrap(),
        "表三.docx",
    );
    assert_eq!(draft.sources.len(), 175);
    for (id, cell) in report.cells.iter().filter(|(id, _)| id.table() == "requests") {
        assert_eq!(draft.report.figure(id), cell.figure, "{id}");
    }
}

#[test]
fn a_few_rows_that_every_edition_has_are_of_the_one_in_force() {
    let text = "一、本年新收政府信息公开申请数量\t1\t0\t0\t0\t0\t0\t1\n二、上年结转政府信息公开申请数量\t0\t0\t0\t0\t0\t0\t0\n（七）总计\t1\t0\t0\t0\t0\t0\t1\n";
    let draft = draft(text.as_bytes(), "粘贴.txt");
    assert_eq!(draft.report.edition.as_deref(), Some("2021"));
    assert_eq!(row(&draft, "new"), "1 0 0 0 0 0 1");
}

#[test]
fn a_table_of_something_else_is_no_report() {
    let text = "姓名\t总计\t其他\n张三\t1\t2\n李四\t3\t4\n自然人\t5\t6\n";
    let document = gongkai_read::document(text.as_bytes(), "表.txt").unwrap();
    let refused = gongkai_read::recognise(&document, &Forms::official());
    assert_eq!(refused.unwrap_err(), gongkai_read::Unreadable::NoReport);
}

#[test]
fn characters_of_pdf_fonts_are_read_as_what_they_mean() {
    let text = "⻘铜镇⼈⺠政府2026年政府信息公开⼯作年度报告\n三、收到和处理政府信息公开申请情况\n⼀、本年新收政府信息公开申请数量\t1\t0\t0\t0\t0\t0\t1\n（七）总计\t1\t0\t0\t0\t0\t0\t1\n六、其他需要报告的事项\n⽆\n";
    let draft = draft(text.as_bytes(), "年报.txt");
    assert_eq!(draft.report.organ.as_deref(), Some("青铜镇人民政府"));
    assert_eq!(row(&draft, "new"), "1 0 0 0 0 0 1");
}

/// A word in the place of a figure, beside the blank cells of a merged label: no figure moves.
#[test]
fn a_word_in_the_place_of_a_figure_moves_no_other() {
    let cells = |label: &str, figures: &str| {
        let figures: String =
            figures.split(' ').map(|figure| format!("<td>{figure}</td>")).collect();
        format!("<tr><td>{label}</td><td></td><td></td>{figures}</tr>")
    };
    for (figures, expected) in [
        ("9 2 0 0 0 若干 11", "9 2 0 0 0 ? 11"),
        ("9 若干 0 0 0 0 若干", "9 ? 0 0 0 0 ?"),
        ("9 2 0 0 0 0 11", "9 2 0 0 0 0 11"),
    ] {
        let rows = format!(
            "{HEADS}{}{}",
            cells("一、本年新收政府信息公开申请数量", figures),
            cells("二、上年结转政府信息公开申请数量", "1 0 0 0 0 0 1")
        );
        let draft = draft(&page(&rows), "年报.html");
        assert_eq!(row(&draft, "new"), expected);
        assert_eq!(row(&draft, "carried_in"), "1 0 0 0 0 0 1");
        let text = format!(
            "# 青铜镇人民政府2026年政府信息公开工作年度报告\n\n## 三、收到和处理政府信息公开申请情况\n\n\
             | 一、本年新收政府信息公开申请数量 |  |  | {} |\n\
             | 二、上年结转政府信息公开申请数量 |  |  | 1 | 0 | 0 | 0 | 0 | 0 | 1 |\n",
            figures.replace(' ', " | ")
        );
        assert_eq!(row(&self::draft(text.as_bytes(), "年报.md"), "new"), expected);
    }
}

/// The blank cells before the next row's label are that row's and fill up no other.
#[test]
fn a_row_too_short_takes_no_blank_cell_of_the_next() {
    let text = "# 青铜镇人民政府2026年政府信息公开工作年度报告\n\n## 三、收到和处理政府信息公开申请情况\n\n\
         |  |  | 5.属于三类内部事务信息 | 若干 | … | 0 | 0 | 3 |\n\
         |  |  | 6.属于四类过程性信息 | 2 | 0 | 0 | 0 | 0 | 0 | 2 |\n";
    let draft = draft(text.as_bytes(), "年报.md");
    assert_eq!(row(&draft, "refused.internal_affairs"), "? ? ? ? ? ? ?");
    assert_eq!(row(&draft, "refused.deliberative"), "2 0 0 0 0 0 2");
}
