//! Reports of our own with every sort of figure real cells hold: what must come back from a file.

use gongkai_model::form::{Edition, Forms, Kind};
use gongkai_model::report::{Cell, Figure, Report};
use rust_decimal::Decimal;

/// What a cell says on paper, and the figure in it; none where it holds no single figure.
type Said = (&'static str, Option<Figure>);

fn number(value: i64, scale: u32) -> Option<Figure> {
    Some(Figure::Number(Decimal::new(value, scale)))
}

fn counts() -> [Said; 11] {
    [
        ("", Some(Figure::Blank)),
        ("0", number(0, 0)),
        ("1234567", number(1_234_567, 0)),
        ("22（其中修订16件）", number(22, 0)),
        ("/", Some(Figure::Blank)),
        ("3", number(3, 0)),
        ("—", Some(Figure::Blank)),
        ("无", Some(Figure::Blank)),
        ("12件", number(12, 0)),
        ("100001", number(100_001, 0)),
        ("-", Some(Figure::Blank)),
    ]
}

fn changes() -> [Said; 6] {
    [
        ("-18", number(-18, 0)),
        ("+3", number(3, 0)),
        ("减4", number(-4, 0)),
        ("+2/-1", None),
        ("增3", number(3, 0)),
        ("0", number(0, 0)),
    ]
}

fn amounts() -> [Said; 4] {
    [
        ("96171.6", number(961_716, 1)),
        ("495（万元）", number(495, 0)),
        ("251000元", number(251_000, 0)),
        ("0.05", number(5, 2)),
    ]
}

fn cell((said, figure): Said) -> Cell {
    let plain = matches!(figure, Some(Figure::Number(number)) if number.to_string() == said);
    let note = (!said.is_empty() && !plain).then(|| said.to_owned());
    Cell { note, ..Cell::typed(figure.unwrap_or(Figure::Unread)) }
}

/// The report of an edition, for its first year.
pub fn report(edition: &Edition) -> Report {
    let mut report = Report::blank(edition, "青铜镇人民政府", edition.first_year);
    for (at, figure) in edition.figures().into_iter().enumerate() {
        let said = match figure.kind {
            Kind::Count => counts()[at % 11],
            Kind::Change => changes()[at % 6],
            Kind::Amount => amounts()[at % 4],
        };
        report.cells.insert(figure.id, cell(said));
    }
    let texts = [
        ("overview", "（一）主动公开。全年公布信息312条，更新办事指南18份；2、3月集中清理1次。"),
        (
            "improvement",
            "个别科室公布信息不够及时。下一步将把公布时限写入岗位职责，每季度检查一次。",
        ),
        ("other", "本年度未收取信息处理费。"),
    ];
    for (id, text) in texts {
        let chapter = report.chapters.iter_mut().find(|c| c.id.as_deref() == Some(id));
        chapter.expect("a chapter of every edition").paragraphs = vec![text.to_owned()];
    }
    report.date = Some(format!("{}年1月20日", edition.first_year + 1));
    report
}

pub fn reports(forms: &Forms) -> Vec<Report> {
    forms.editions().iter().map(report).collect()
}
