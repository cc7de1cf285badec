//! The name of a figure.

use serde::{Deserialize, Serialize};
use std::fmt;
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

    /// The id as it is stored.
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
