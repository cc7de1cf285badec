//! One edition of the form: its chapters, its tables, and what of the edition before its figures
//! stand for.

use super::{CellId, FigureForm, Label, TableForm};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

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

/// In what the rows of a report's form differ from its edition's; in nothing for the edition itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ExtraRows {
    /// Rows of other editions, as `table/row`.
    pub added: Vec<String>,
    /// Rows of the edition that an added one stands for and the report says nothing in.
    pub left_out: Vec<String>,
}

/// Which figures of the edition before stand for which figures of this one. Figures with the same
/// id need no link.
#[derive(Clone, Debug)]
pub struct Link {
    /// `table/row` (then it holds for every column both have) or the id of a cell. Several are added up.
    pub now: &'static [&'static str],
    /// The same of the edition before.
    pub before: &'static [&'static str],
    /// How well they compare.
    pub how: Comparable,
}

/// One edition of the official form.
#[derive(Clone, Debug)]
pub struct Edition {
    /// Stable name, stored with every report that follows it.
    pub id: &'static str,
    /// The document that introduced it.
    pub document: &'static str,
    /// First report year it is for.
    pub first_year: i32,
    /// Its chapters, in their order.
    pub chapters: Vec<ChapterForm>,
    /// Its tables, in their order.
    pub tables: Vec<TableForm>,
    /// Differences from the edition before; empty for the first.
    pub links: Vec<Link>,
    /// Rows a report has otherwise; none for the form itself.
    pub extra: ExtraRows,
}

impl Edition {
    /// The table of this id.
    pub fn table(&self, id: &str) -> Option<&TableForm> {
        self.tables.iter().find(|table| table.id == id)
    }

    /// The chapter of this id.
    pub fn chapter(&self, id: &str) -> Option<&ChapterForm> {
        self.chapters.iter().find(|chapter| chapter.id == id)
    }

    /// Every figure of the form, in its order.
    pub fn figures(&self) -> Vec<FigureForm> {
        self.tables.iter().flat_map(TableForm::figures).collect()
    }

    /// Whether it has the same rows as another of the same id.
    pub(super) fn is_same(&self, other: &Edition) -> bool {
        self.id == other.id && self.extra == other.extra
    }

    /// The figure of this id.
    pub fn figure(&self, id: &CellId) -> Option<FigureForm> {
        self.table(id.table())?.figures().into_iter().find(|figure| figure.id == *id)
    }
}
