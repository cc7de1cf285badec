//! What is written is read back the same, whatever shape its text has taken on the way: Markdown,
//! tabs, one cell a line, words parted by blanks, lines broken at a fixed width, with the noise of
//! text extraction.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails where it cannot go on")]

use gongkai_model::document::{Block, Document, Role, Table};
use gongkai_model::form::{CellId, Forms, Kind};
use gongkai_model::report::{Cell, Figure, Report};
use gongkai_read::Draft;

use proptest::prelude::*;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

const SENTENCES: [&str; 8] = [
    "本机关围绕群众关心的供水、道路和养老事项，及时公布办理进度。",
    "全年通过政府网站和便民服务大厅公布信息312条，更新办事指南18份。",
    "对收到的每一件申请，均由专人登记、审核和答复，没有超过法定期限的情形。",
    "年内修订了公开指南，重新核对了机构职能和联系方式。",
    "开展业务培训4次，参加人员126人次。",
    "个别科室公布信息不够及时，解读材料形式单一。",
    "下一步将把公布时限写入岗位职责，每季度检查一次。",
    "新建的查询终端已在六个社区投入使用，办理情况可随时查询。",
];

fn texts() -> impl Strategy<Value = Vec<String>> {
    let paragraph = prop::collection::vec(prop::sample::select(&SENTENCES[..]), 1..5)
        .prop_map(|sentences| sentences.concat());
    prop::collection::vec(paragraph, 1..4).prop_map(|paragraphs| {
        let numbered = paragraphs.into_iter().zip(["一", "二", "三", "四"]);
        numbered.map(|(text, number)| format!("（{number}）{text}")).collect()
    })
}

fn figure(kind: Kind, blanks: bool) -> impl Strategy<Value = Figure> {
    let number = match kind {
        Kind::Count => (0i64..2_000_000).prop_map(Decimal::from).boxed(),
        Kind::Change => (-500i64..500).prop_map(Decimal::from).boxed(),
        Kind::Amount => (0i64..90_000_000).prop_map(|n| Decimal::new(n, 2)).boxed(),
    };
    prop_oneof![
        4 => Just(Figure::from(0)),
        4 => number.prop_map(Figure::Number),
        u32::from(blanks) * 2 => Just(Figure::Blank),
    ]
}

fn report(edition: &'static str, blanks: bool) -> impl Strategy<Value = Report> {
    let forms = Forms::official();
    let form = forms.edition(edition).unwrap().clone();
    let figures: Vec<_> =
        form.figures().into_iter().map(|f| (Just(f.id), figure(f.kind, blanks))).collect();
    let year = if edition == "2019" { 2020 } else { 2026 };
    (figures, texts(), texts()).prop_map(move |(figures, overview, improvement)| {
        let mut report = Report::blank(&form, "青铜镇人民政府", year);
        for (id, figure) in figures {
            report.cells.insert(id, Cell { figure, ..Cell::default() });
        }
        for chapter in &mut report.chapters {
            chapter.paragraphs = match chapter.id.as_deref() {
                Some("overview") => overview.clone(),
                Some("improvement") => improvement.clone(),
                Some("other") => vec!["无其他需要报告的事项。".to_owned()],
                _ => Vec::new(),
            };
        }
        report.date = Some(format!("{}年1月20日", year + 1));
        report
    })
}

fn either(blanks: bool) -> impl Strategy<Value = Report> {
    prop_oneof![report("2019", blanks), report("2021", blanks)]
}

fn read_back(text: &str) -> Draft {
    let document = gongkai_read::document(text.as_bytes(), "年报.md").unwrap();
    gongkai_read::recognise(&document, &Forms::official()).unwrap()
}

fn figures(report: &Report) -> BTreeMap<CellId, Figure> {
    report.cells.iter().map(|(id, cell)| (id.clone(), cell.figure)).collect()
}

fn assert_same(read: &Draft, written: &Report) {
    let (back, wanted) = (figures(&read.report), figures(written));
    let other: Vec<_> = wanted.iter().filter(|(id, figure)| back.get(id) != Some(figure)).collect();
    assert_eq!(other, [], "{:?}", read.doubts);
    assert_same_text(read, written);
}

fn assert_same_text(read: &Draft, written: &Report) {
    assert_eq!(read.report.full_title(), written.full_title());
    assert_eq!(read.report.organ, written.organ);
    assert_eq!(read.report.year, written.year);
    assert_eq!(read.report.edition, written.edition);
    let texts = |report: &Report| {
        let chapters = report.chapters.iter();
        chapters
            .map(|c| (c.id.clone(), c.heading.clone(), c.paragraphs.clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(texts(&read.report), texts(written));
    assert_eq!((&read.report.signature, &read.report.date), (&written.signature, &written.date));
    assert_eq!(read.unmatched, [""; 0]);
}

/// A text file as extractions make them: lines of `width` characters, table rows as `row` writes
/// them.
fn as_text(document: &Document, width: usize, row: &dyn Fn(&[&str]) -> String) -> String {
    let mut out = String::new();
    for block in &document.blocks {
        match block {
            Block::Paragraph(paragraph) => {
                let chars: Vec<char> = paragraph.text.chars().collect();
                for line in chars.chunks(width) {
                    out.extend(line);
                    out.push_str("\n\n");
                }
            }
            Block::Table(table) => out.push_str(&table_rows(table, row)),
        }
    }
    out
}

fn table_rows(table: &Table, row: &dyn Fn(&[&str]) -> String) -> String {
    let line = |number| {
        let cells = table.cells.iter().filter(|cell| cell.row == number);
        row(&cells.map(|cell| cell.text.as_str()).collect::<Vec<_>>())
    };
    (0..table.rows).map(line).collect()
}

fn with_tabs(cells: &[&str]) -> String {
    format!("\t{}\n", cells.join("\t"))
}

fn one_a_line(cells: &[&str]) -> String {
    cells.iter().map(|cell| format!("\t{cell}\n")).collect::<String>() + "\n"
}

/// Labels broken after eight characters, figures parted by blanks behind them.
fn parted_by_blanks(cells: &[&str]) -> String {
    let (figures, labels): (Vec<&str>, Vec<&str>) =
        cells.iter().partition(|cell| cell.parse::<Decimal>().is_ok());
    let mut lines = String::new();
    for label in labels {
        for piece in label.chars().collect::<Vec<_>>().chunks(8) {
            lines.extend(piece);
            lines.push('\n');
        }
    }
    format!("{lines}{}\n\n", figures.join(" "))
}

fn full_width(line: &str) -> String {
    let widen = |c: char| match c {
        '0'..='9' => char::from_u32(c as u32 + 0xfee0).unwrap_or(c),
        _ => c,
    };
    line.chars().map(widen).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn markdown_is_read_back_the_same(report in either(true)) {
        let document = gongkai_compose::document(&report, &Forms::official());
        assert_same(&read_back(&gongkai_export::markdown(&document)), &report);
    }

    #[test]
    fn rows_with_tabs_are_read_back_the_same(report in either(true)) {
        let document = gongkai_compose::document(&report, &Forms::official());
        assert_same(&read_back(&as_text(&document, 200, &with_tabs)), &report);
    }

    #[test]
    fn one_cell_a_line_is_read_back_the_same(report in either(true)) {
        let document = gongkai_compose::document(&report, &Forms::official());
        assert_same(&read_back(&as_text(&document, 200, &one_a_line)), &report);
    }

    #[test]
    fn figures_parted_by_blanks_are_read_back_the_same(report in either(false)) {
        let document = gongkai_compose::document(&report, &Forms::official());
        let read = read_back(&as_text(&document, 28, &parted_by_blanks));
        prop_assert_eq!(figures(&read.report), figures(&report));
    }

    #[test]
    fn noise_of_extraction_does_no_harm(report in report("2021", true)) {
        let document = gongkai_compose::document(&report, &Forms::official());
        let noisy = as_text(&document, 200, &with_tabs)
            .replace("总计", "总 计")
            .replace("2026年", "2026 年")
            .replace("三、收到", "[bookmark: bookmark29]三、收到")
            .replace("五、存在的主要问题及改进情况", "— 4 —\n\n#### **五、存在的主要问题及改进情况**")
            .replace('行', "⾏")
            .replace("1月20日", "1 月 20 日");
        let noisy: String = noisy
            .lines()
            .map(|line| match line.starts_with('\t') {
                true => full_width(line) + "\n",
                false => line.to_owned() + "\n",
            })
            .collect();
        assert_same(&read_back(&noisy), &report);
    }

    #[test]
    fn no_text_at_all_makes_it_panic(
        text in "(?s).{0,400}",
        tail in prop::sample::select(&["", "\t0\t0\n", "一、总体情况\n二、\n三、\n"][..]),
    ) {
        if let Ok(document) = gongkai_read::document(format!("{text}{tail}").as_bytes(), "a.txt") {
            let _ = gongkai_read::recognise(&document, &Forms::official());
        }
    }

    #[test]
    fn no_bytes_at_all_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        if let Ok(document) = gongkai_read::document(&bytes, "a.txt") {
            let _ = gongkai_read::recognise(&document, &Forms::official());
        }
    }
}

#[test]
fn a_report_of_before_2019_is_text_without_figures() {
    let text = "青铜镇人民政府2017年政府信息公开工作年度报告\n\n本报告由青铜镇人民政府编制。\n\n一、概述\n\n2017年公布信息120条。\n\n二、依申请公开情况\n\n全年收到申请3件。\n\n青铜镇人民政府\n\n2018年3月1日\n";
    let draft = read_back(text);
    let report = &draft.report;
    assert_eq!((report.year, report.edition.as_deref()), (Some(2017), None));
    assert!(report.cells.is_empty());
    let chapters: Vec<_> =
        report.chapters.iter().map(|c| (c.number.as_str(), c.heading.as_str())).collect();
    assert_eq!(chapters, [("一", "概述"), ("二", "依申请公开情况")]);
    assert_eq!(report.chapters[1].paragraphs, ["全年收到申请3件。"]);
    assert_eq!(report.preface, ["本报告由青铜镇人民政府编制。"]);
    assert_eq!(report.date.as_deref(), Some("2018年3月1日"));
}

#[test]
fn what_is_no_report_gets_a_sentence() {
    let text =
        "关于召开防汛工作会议的通知\n\n各村（社区）：\n\n定于6月3日上午召开会议，请准时参加。\n";
    let document = gongkai_read::document(text.as_bytes(), "通知.txt").unwrap();
    let refused = gongkai_read::recognise(&document, &Forms::official()).unwrap_err();
    assert_eq!(refused, gongkai_read::Unreadable::NoReport);
}

#[test]
fn headings_stay_headings_in_markdown() {
    let forms = Forms::official();
    let report = Report::blank(forms.edition("2021").unwrap(), "青铜镇人民政府", 2026);
    let document = gongkai_compose::document(&report, &forms);
    let heading =
        |block: &&Block| matches!(block, Block::Paragraph(p) if p.role == Role::Heading(1));
    let headings = document.blocks.iter().filter(heading).count();
    assert_eq!(gongkai_export::markdown(&document).matches("\n## ").count(), headings);
}

/// A report as a web page's text gives it when it is copied: chrome around it, a table of contents,
/// cells that ran together.
#[test]
fn what_stands_around_a_report_is_not_taken_for_it() {
    let forms = Forms::official();
    let mut report = Report::blank(forms.edition("2021").unwrap(), "青铜镇人民政府", 2026);
    for figure in forms.edition("2021").unwrap().figures() {
        report.cells.insert(figure.id, Cell::typed(0));
    }
    report.chapters[0].paragraphs = vec![SENTENCES.concat()];
    report.chapters[5].paragraphs = vec!["无".to_owned()];
    report.date = Some("2027年1月20日".to_owned());
    let body = as_text(&gongkai_compose::document(&report, &forms), 200, &with_tabs);
    let page = format!(
        "首页 > 政务公开 > 年报\n发布时间：2027-01-21 来源：办公室 浏览次数：12\n{}\n打印本页 关闭窗口\n",
        body.replacen(
            "一、总体情况",
            "目录\n一、总体情况……1\n二、主动公开政府信息情况……3\n一、总体情况",
            1
        )
    );
    let read = read_back(&page);
    assert_eq!(figures(&read.report), figures(&report));
    assert_eq!(read.report.chapters, {
        let mut chapters = report.chapters.clone();
        chapters.iter_mut().for_each(|chapter| chapter.table_at = 0);
        chapters
    });
    assert_eq!(read.report.preface, [""; 0]);
    assert_eq!(read.report.date, report.date);
    assert_eq!(read.unmatched.len(), 3, "{:?}", read.unmatched);
}

/// The awkward rows of real files, each with what may be read of it.
#[test]
fn awkward_rows_are_read_right_or_not_at_all() {
    let table = |rows: &str| {
        format!(
            "青铜镇人民政府2026年政府信息公开工作年度报告\n一、总体情况\n正常。\n三、收到和处理政府信息公开申请情况\n申请人情况\n自然人 法人或其他组织 总计\n商业企业 科研机构 社会公益组织 法律服务机构 其他\n{rows}\n五、存在的主要问题及改进情况\n无。\n六、其他需要报告的事项\n无。\n"
        )
    };
    let row = |rows: &str, row: &str| -> Vec<String> {
        let draft = read_back(&table(rows));
        [
            "natural_person",
            "business",
            "research",
            "public_welfare",
            "legal_service",
            "other",
            "total",
        ]
        .iter()
        .map(|column| match draft.report.figure(&CellId::new("requests", row, column)) {
            Figure::Unread => "?".to_owned(),
            Figure::Blank => "_".to_owned(),
            Figure::Number(number) => number.to_string(),
        })
        .collect()
    };
    let joined = |rows: &str, id: &str| row(rows, id).join(" ");
    let unread = "? ? ? ? ? ? ?";
    for (rows, id, expected) in [
        ("一、本年新收政府信息公开申请数量 64 0 0 2 0 4 70", "new", "64 0 0 2 0 4 70"),
        ("一、本年新收政府信息公开申请数量640020470", "new", "64 0 0 2 0 4 70"),
        ("一、本年新收政府信息公开申请数量\t640020470", "new", "64 0 0 2 0 4 70"),
        ("（七）总计\t1120000130", "total", unread),
        ("（七）总计 1 2 3", "total", unread),
        ("（七）总计 1 2 3 4 5 6 7 8", "total", unread),
        ("（七）总计\t/\t-\t无\t0\t\t0\t0", "total", "_ _ _ 0 _ 0 0"),
        ("2.重复申请 0 0 0 0 0 0 0\n总计 0 0 0 0 0 0 0", "total", "0 0 0 0 0 0 0"),
        // A page number among figures on lines of their own.
        ("（七）总计\n1\n0\n0\n5\n0\n0\n0\n\n1\n", "total", unread),
        // The old single row in a table of 2021.
        ("（六）其他处理 3 0 0 0 0 0 3", "other_handling", "3 0 0 0 0 0 3"),
        ("3.其他 3 0 0 0 0 0 3", "other_handling.other", "3 0 0 0 0 0 3"),
        // Pieces of other labels between the two lines of one, as pdftotext sets them.
        (
            "本 （四）\n      1.本机关不掌握\n三、    4 0 0 0 0 0 4\n      相关政府信息",
            "unavailable.not_held",
            "4 0 0 0 0 0 4",
        ),
        // Labels in a heap, figures in a heap.
        (
            "2.重复申请\n3.要求提供公开出版物\n0 0 0 0 0 0 0\n1 0 0 0 0 0 1",
            "not_processed.publication",
            unread,
        ),
        // The lower half of a label without its upper half proves nothing.
        ("息公开申请数量 1 0 0 0 0 0 1", "new", unread),
    ] {
        assert_eq!(joined(rows, id), expected, "{rows}");
    }
}
