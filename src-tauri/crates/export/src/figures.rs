//! The figures of a report, one by one, each with the labels the form gives it: what files of figures
//! alone are written from.

use gongkai_model::form::{CellId, Forms};
use gongkai_model::report::{Figure, Report};

/// A figure with its labels.
pub(crate) struct LabelledFigure<'a> {
    pub cell: CellId,
    /// `表三`
    pub table: &'static str,
    /// From the outermost group to the row itself.
    pub row: Vec<&'static str>,
    /// From the outermost head to the column itself.
    pub column: Vec<&'static str>,
    pub figure: Figure,
    /// The cell's whole text where it says more than the figure.
    pub note: Option<&'a str>,
}

/// Every figure of a report, in the order of the form; none where the report has no form.
pub(crate) fn figures<'a>(report: &'a Report, forms: &Forms) -> Vec<LabelledFigure<'a>> {
    let Some(edition) = report.edition_in(forms) else { return Vec::new() };
    let mut out = Vec::new();
    for table in &edition.tables {
        for block in &table.blocks {
            let columns = block.column_leaves();
            for row in block.row_leaves() {
                let title = block.title.as_ref().map(|title| title.text);
                let labels = row.path.iter().map(|row| row.label.text);
                let labels: Vec<&str> =
                    title.into_iter().chain(labels).filter(|label| !label.is_empty()).collect();
                for column in &columns {
                    let cell = CellId::new(table.id, &row.id, &column.id);
                    let heads = column.path.iter().map(|column| column.label.text);
                    out.push(LabelledFigure {
                        table: table.name,
                        row: labels.clone(),
                        column: heads.filter(|head| !head.is_empty()).collect(),
                        figure: report.figure(&cell),
                        note: report.cells.get(&cell).and_then(|cell| cell.note.as_deref()),
                        cell,
                    });
                }
            }
        }
    }
    out
}
