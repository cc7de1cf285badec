//! What a report **is**: one definition for each edition (格式) of the official form.
//!
//! Entry grid, totals, checks, comparison, recognition and printed tables all walk these
//! definitions. A new edition is one new file and one line in [`Forms::official`]. Nothing in this
//! module knows a filled-in report.

pub(crate) mod between;
mod edition_2019;
mod edition_2021;
mod grid;
mod law;
mod tables;

pub use between::Between;
pub use grid::{Grid, GridCell, GridContent, LabelKind};
pub use law::{Across, Equation, Law, Side, Term, When};

use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fmt;
use std::sync::OnceLock;
use ts_rs::TS;

/// The stable name of one figure, `<table>/<row>/<column>`, for example
/// `requests/carried_in/natural_person`. The same id means the same figure in every edition.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(transparent)]
pub struct CellId(String);

impl CellId {
    /// Joins the parts of a path, leaving out empty ones: `("cases", "", "reconsideration/upheld")`.
    pub fn new(table: &str, row: &str, column: &str) -> Self {
        CellId(
            [table, row, column]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join("/"),
        )
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The figure of the same row in another column.
    pub fn beside(&self, column: &str) -> CellId {
        let row = self.0.rsplit_once('/').map_or("", |(row, _)| row);
        CellId(format!("{row}/{column}"))
    }

    /// The table this figure stands in: the part before the first `/`.
    pub fn table(&self) -> &str {
        self.0.split('/').next().unwrap_or_default()
    }
}

impl fmt::Display for CellId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl From<&str> for CellId {
    fn from(id: &str) -> Self {
        CellId(id.to_owned())
    }
}

/// What kind of figure a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A whole number of 件, 0 or more.
    Count,
    /// A whole number that may be negative (本年增/减).
    Change,
    /// A decimal amount, 0 or more; its unit is what the form says (万元), or none.
    Amount,
}

/// A printed label, and other wordings that mean the same in real files.
#[derive(Clone, Debug, Default)]
pub struct Label {
    pub text: &'static str,
    pub aliases: &'static [&'static str],
}

impl From<&'static str> for Label {
    fn from(text: &'static str) -> Self {
        Label { text, aliases: &[] }
    }
}

impl Label {
    /// The official wording first, then the aliases.
    pub fn wordings(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.text).chain(self.aliases.iter().copied())
    }
}

/// A column of a table, or a head over several columns.
#[derive(Clone, Debug)]
pub struct Column {
    /// Part of the cell's id; empty for a head that is not part of it (申请人情况).
    pub id: &'static str,
    pub label: Label,
    pub kind: Kind,
    /// Grid columns a leaf takes up, 1 or more.
    pub span: u16,
    pub children: Vec<Column>,
}

impl Column {
    pub fn new(id: &'static str, label: impl Into<Label>) -> Self {
        Column { id, label: label.into(), kind: Kind::Count, span: 1, children: Vec::new() }
    }

    pub fn head(id: &'static str, label: impl Into<Label>, children: Vec<Column>) -> Self {
        Column { children, ..Column::new(id, label) }
    }

    pub fn of(mut self, kind: Kind) -> Self {
        self.kind = kind;
        self
    }

    pub fn spanning(mut self, span: u16) -> Self {
        self.span = span;
        self
    }
}

/// A row of a table, or a label beside several rows.
#[derive(Clone, Debug)]
pub struct Row {
    /// Part of the cell's id; empty for a label that is not part of it (三、本年度办理结果).
    pub id: &'static str,
    pub label: Label,
    /// How messages name the row: `一`, `三（七）`.
    pub short: &'static str,
    /// The label is written from top to bottom.
    pub vertical: bool,
    pub children: Vec<Row>,
}

impl Row {
    pub fn new(id: &'static str, short: &'static str, label: impl Into<Label>) -> Self {
        Row { id, label: label.into(), short, vertical: false, children: Vec::new() }
    }

    pub fn group(
        id: &'static str,
        short: &'static str,
        label: impl Into<Label>,
        children: Vec<Row>,
    ) -> Self {
        Row { children, ..Row::new(id, short, label) }
    }

    pub fn vertical(mut self) -> Self {
        self.vertical = true;
        self
    }

    pub fn aliases(mut self, aliases: &'static [&'static str]) -> Self {
        self.label.aliases = aliases;
        self
    }
}

/// A part of a table with a head of its own. Table 2 has one for each item of article 20.
#[derive(Clone, Debug)]
pub struct Block {
    /// A row across the whole table (第二十条第（一）项).
    pub title: Option<Label>,
    /// The cell over the row labels and left of the column heads; none where rows have no label.
    pub corner: Option<Label>,
    /// Grid columns the row labels take up; 0 for a single row without a label.
    pub stub: u16,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
}

/// One of the report's tables.
#[derive(Clone, Debug)]
pub struct TableForm {
    /// First part of the ids of its cells.
    pub id: &'static str,
    /// Short name for messages: 表三.
    pub name: &'static str,
    /// Widths of the grid columns, in thousandths of the table's width.
    pub widths: Vec<u16>,
    pub blocks: Vec<Block>,
    /// What must hold between its figures, of one year or of two.
    pub laws: Vec<Law>,
}

/// A row of figures with its full path.
#[derive(Clone, Debug)]
pub struct RowLeaf<'a> {
    /// Ids of the row and its groups, joined by `.`.
    pub id: String,
    pub row: &'a Row,
    /// From the outermost group down to the row itself.
    pub path: Vec<&'a Row>,
}

/// A column of figures with its full path.
#[derive(Clone, Debug)]
pub struct ColumnLeaf<'a> {
    /// Ids of the column and its heads, joined by `/`.
    pub id: String,
    pub column: &'a Column,
    /// From the outermost head down to the column itself.
    pub path: Vec<&'a Column>,
}

impl Block {
    /// The rows that hold figures, from top to bottom.
    pub fn row_leaves(&self) -> Vec<RowLeaf<'_>> {
        fn walk<'a>(rows: &'a [Row], path: &[&'a Row], out: &mut Vec<RowLeaf<'a>>) {
            for row in rows {
                let mut path = path.to_vec();
                path.push(row);
                if row.children.is_empty() {
                    let ids: Vec<_> =
                        path.iter().map(|r| r.id).filter(|id| !id.is_empty()).collect();
                    out.push(RowLeaf { id: ids.join("."), row, path });
                } else {
                    walk(&row.children, &path, out);
                }
            }
        }
        let mut out = Vec::new();
        walk(&self.rows, &[], &mut out);
        out
    }

    /// The columns that hold figures, from left to right.
    pub fn column_leaves(&self) -> Vec<ColumnLeaf<'_>> {
        fn walk<'a>(columns: &'a [Column], path: &[&'a Column], out: &mut Vec<ColumnLeaf<'a>>) {
            for column in columns {
                let mut path = path.to_vec();
                path.push(column);
                if column.children.is_empty() {
                    let ids: Vec<_> =
                        path.iter().map(|c| c.id).filter(|id| !id.is_empty()).collect();
                    out.push(ColumnLeaf { id: ids.join("/"), column, path });
                } else {
                    walk(&column.children, &path, out);
                }
            }
        }
        let mut out = Vec::new();
        walk(&self.columns, &[], &mut out);
        out
    }
}

/// One figure of the form, with what is known of it before it is filled in.
#[derive(Clone, Debug)]
pub struct FigureForm {
    pub id: CellId,
    pub kind: Kind,
    /// `行政许可 · 本年处理决定数量`, for messages.
    pub name: String,
}

impl TableForm {
    /// Every figure of the table, row by row.
    pub fn figures(&self) -> Vec<FigureForm> {
        let mut out = Vec::new();
        for block in &self.blocks {
            let columns = block.column_leaves();
            for row in block.row_leaves() {
                for column in &columns {
                    out.push(FigureForm {
                        id: CellId::new(self.id, &row.id, &column.id),
                        kind: column.column.kind,
                        name: figure_name(&row, column),
                    });
                }
            }
        }
        out
    }
}

/// Names a figure by row and column, without the explanations in brackets of the official labels.
fn figure_name(row: &RowLeaf<'_>, column: &ColumnLeaf<'_>) -> String {
    let rows = row.path.iter().filter(|r| !r.id.is_empty()).map(|r| plain(r.label.text));
    let columns = column.path.iter().filter(|c| !c.id.is_empty()).map(|c| plain(c.label.text));
    rows.chain(columns).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// A label without an explanation of six characters or more in brackets.
pub fn plain(label: &str) -> String {
    match label.find('（') {
        Some(at) if at > 0 && label[at..].chars().count() > 6 => label[..at].to_owned(),
        _ => label.to_owned(),
    }
}

/// A chapter of the report.
#[derive(Clone, Debug)]
pub struct ChapterForm {
    /// Stable name: `overview`, `disclosure` …
    pub id: &'static str,
    /// `一`, `二` …
    pub number: &'static str,
    /// Heading in the template; its aliases are other official wordings, never to be flagged.
    pub heading: Label,
    /// The table that stands in it.
    pub table: Option<&'static str>,
    /// Longest text asked for, in characters.
    pub longest: Option<usize>,
}

/// How well a figure of one edition compares with one of the edition before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Comparable {
    /// One to one.
    Yes,
    /// Roughly: 口径变化.
    Changed,
    /// Not at all, but shown side by side: 不可比.
    No,
    /// The newer edition has no such figure: 新格式无此项.
    Dropped,
    /// The older edition had no such figure.
    New,
}

impl Comparable {
    /// As it is said beside a figure; empty where there is nothing to say.
    pub fn label(self) -> &'static str {
        match self {
            Comparable::Yes => "",
            Comparable::Changed => "口径变化",
            Comparable::No => "不可比",
            Comparable::Dropped => "新格式无此项",
            Comparable::New => "旧格式无此项",
        }
    }
}

/// Which figures of the edition before stand for which figures of this one. Figures with the same
/// id need no link.
#[derive(Clone, Debug)]
pub struct Link {
    /// `table/row` (then it holds for every column both have) or the id of a cell. Several are added up.
    pub now: &'static [&'static str],
    pub before: &'static [&'static str],
    pub how: Comparable,
}

/// One edition of the official form.
#[derive(Clone, Debug)]
pub struct Edition {
    pub id: &'static str,
    /// The document that introduced it.
    pub document: &'static str,
    /// First report year it is for.
    pub first_year: i32,
    /// Last report year, or none while it is in force.
    pub last_year: Option<i32>,
    pub chapters: Vec<ChapterForm>,
    pub tables: Vec<TableForm>,
    /// Differences from the edition before; empty for the first.
    pub links: Vec<Link>,
}

impl Edition {
    pub fn table(&self, id: &str) -> Option<&TableForm> {
        self.tables.iter().find(|table| table.id == id)
    }

    pub fn chapter(&self, id: &str) -> Option<&ChapterForm> {
        self.chapters.iter().find(|chapter| chapter.id == id)
    }

    /// Every figure of the form, in its order.
    pub fn figures(&self) -> Vec<FigureForm> {
        self.tables.iter().flat_map(TableForm::figures).collect()
    }

    pub fn figure(&self, id: &CellId) -> Option<FigureForm> {
        self.table(id.table())?.figures().into_iter().find(|figure| figure.id == *id)
    }

    /// Every equation of every table.
    pub fn equations(&self) -> Vec<Equation> {
        self.tables.iter().flat_map(TableForm::equations).collect()
    }
}

/// An edition's figures and equations, written out once for all reports that follow it.
#[derive(Clone, Debug)]
pub struct WrittenOut {
    /// Every figure of the form, in its order.
    pub figures: Vec<FigureForm>,
    pub equations: Vec<Equation>,
    /// The place of each figure in `figures`.
    pub places: HashMap<CellId, usize>,
}

impl WrittenOut {
    fn of(edition: &Edition) -> Self {
        let figures = edition.figures();
        let places = figures.iter().enumerate().map(|(at, f)| (f.id.clone(), at)).collect();
        WrittenOut { figures, equations: edition.equations(), places }
    }
}

/// All editions the program knows, oldest first.
#[derive(Clone, Debug)]
pub struct Forms {
    editions: Vec<Edition>,
    written_out: Vec<OnceLock<WrittenOut>>,
    /// From each edition to each.
    between: Vec<OnceLock<Between>>,
}

impl Forms {
    /// The editions in force since 2019. A new one is one more line here.
    pub fn official() -> Self {
        Forms::of(vec![edition_2019::edition(), edition_2021::edition()])
    }

    /// These editions, oldest first.
    pub fn of(editions: Vec<Edition>) -> Self {
        Forms {
            written_out: vec![OnceLock::new(); editions.len()],
            between: vec![OnceLock::new(); editions.len().pow(2)],
            editions,
        }
    }

    pub fn editions(&self) -> &[Edition] {
        &self.editions
    }

    pub fn edition(&self, id: &str) -> Option<&Edition> {
        self.editions.iter().find(|edition| edition.id == id)
    }

    /// The figures and equations of an edition.
    pub fn written_out(&self, edition: &str) -> Option<&WrittenOut> {
        let at = self.editions.iter().position(|known| known.id == edition)?;
        let edition = self.editions.get(at)?;
        Some(self.written_out.get(at)?.get_or_init(|| WrittenOut::of(edition)))
    }

    /// How the figures of one edition belong to those of another.
    pub fn between(&self, this: &str, last: &str) -> Option<&Between> {
        let place = |id: &str| self.editions.iter().position(|edition| edition.id == id);
        let slot = self.between.get(place(this)? * self.editions.len() + place(last)?)?;
        if slot.get().is_none() {
            // Two threads may both work it out; the first one's is kept.
            let _ = slot.set(Between::editions(self, this, last)?);
        }
        slot.get()
    }

    /// The edition prescribed for a report year; none for 2018 and before, when no form existed.
    pub fn for_year(&self, year: i32) -> Option<&Edition> {
        self.editions
            .iter()
            .rev()
            .find(|e| e.first_year <= year && e.last_year.is_none_or(|last| year <= last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_as_many_as_the_form_has() {
        let forms = Forms::official();
        let count = |edition: &str, table: &str| {
            forms.edition(edition).unwrap().table(table).unwrap().figures().len()
        };
        assert_eq!(
            [count("2019", "disclosure"), count("2019", "requests"), count("2019", "cases")],
            [22, 161, 15]
        );
        assert_eq!(
            [count("2021", "disclosure"), count("2021", "requests"), count("2021", "cases")],
            [10, 175, 15]
        );
    }

    #[test]
    fn every_id_is_unique_within_an_edition() {
        for edition in Forms::official().editions() {
            let mut ids: Vec<_> = edition.figures().into_iter().map(|f| f.id).collect();
            let all = ids.len();
            ids.sort();
            ids.dedup();
            assert_eq!(ids.len(), all);
        }
    }

    #[test]
    fn the_year_gives_the_edition() {
        let forms = Forms::official();
        assert!(forms.for_year(2018).is_none());
        assert_eq!(forms.for_year(2019).unwrap().id, "2019");
        assert_eq!(forms.for_year(2020).unwrap().id, "2019");
        assert_eq!(forms.for_year(2021).unwrap().id, "2021");
        assert_eq!(forms.for_year(2040).unwrap().id, "2021");
    }
}
