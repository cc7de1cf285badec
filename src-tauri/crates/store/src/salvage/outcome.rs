//! What was salvaged of each report, kept with the salvaged data until the user has seen it.

use gongkai_model::form::CellId;
use gongkai_model::report::Scope;
use serde::{Deserialize, Serialize};

/// What was salvaged out of a damaged database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Salvaged {
    /// When: local time with offset, `2027-01-20T10:32:05+08:00`.
    pub at: String,
    /// The folder in which the damaged files lie, as they were.
    pub aside: String,
    /// When the backup was made that was at hand; none was.
    pub backup: Option<String>,
    /// Every report there is a trace of.
    pub reports: Vec<SalvagedReport>,
    /// Versions that could not be read whole.
    pub lost_versions: usize,
}

/// What was salvaged of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SalvagedReport {
    /// Of the report.
    pub id: i64,
    /// Name of the office, as far as it could be read.
    pub organ: String,
    /// The report year; none where nothing told it.
    pub year: Option<i32>,
    /// Whose work it counts.
    pub scope: Scope,
    /// How much of it.
    pub outcome: Outcome,
}

/// How much of a report was salvaged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Outcome {
    /// All of it, as it was last.
    Whole,
    /// Not all of it.
    Partly {
        /// Figures that could not be read, and are 未读到 now.
        cells: Vec<CellId>,
        /// What became of its words.
        words: Words,
    },
    /// Nothing of it; it is as it was earlier.
    Earlier {
        /// Where it was taken from.
        from: Earlier,
    },
    /// Nothing of it, and there was nothing earlier.
    Lost,
}

/// What became of the words of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Words {
    /// They are all there.
    Whole,
    /// Characters of them could not be read: � stands there now.
    Spoiled,
    /// They are as they were earlier.
    Earlier {
        /// Where they were taken from.
        from: Earlier,
    },
    /// They are gone.
    Lost,
}

/// An earlier state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Earlier {
    /// A backup has it; else a version of the report.
    pub backup: bool,
    /// Local time with offset.
    pub at: String,
}

/// Key of [`Salvaged`] in the settings.
pub(super) const KEY: &str = "salvage";
