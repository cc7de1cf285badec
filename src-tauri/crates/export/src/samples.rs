//! Reports that are hard to write, for tests.

use gongkai_model::document::Document;
use gongkai_model::form::Forms;
use gongkai_model::report::{Cell, Figure, Report};

/// A report of each edition, with awkward figures.
pub fn reports() -> Vec<Document> {
    let forms = Forms::official();
    let notes = ["22（其中修订16件）", "/", "495（万元）", "减4", "<甲> & 乙", "+2/-1"];
    forms
        .editions()
        .iter()
        .map(|edition| {
            let mut report = Report::blank(edition, "青铜镇人民政府", 2026);
            report.chapters[0].paragraphs = vec!["（一）主动公开。<甲> & 乙“丙”。".into()];
            report.date = Some("2027年1月20日".into());
            for (at, cell) in report.cells.values_mut().enumerate() {
                *cell = match at % 5 {
                    0 => Cell::typed(at as i64 * 37_137),
                    1 => Cell::typed(0),
                    2 => Cell::default(),
                    3 => Cell::typed(Figure::Number(rust_decimal::Decimal::new(961_716, 1))),
                    _ => Cell {
                        note: notes.get(at / 5 % notes.len()).map(|note| (*note).to_owned()),
                        ..Cell::typed(22)
                    },
                };
            }
            gongkai_compose::document(&report, &forms)
        })
        .collect()
}
