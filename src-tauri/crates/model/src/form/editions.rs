//! Editions of the form: their chapters, what of one edition stands for what of another, and which
//! edition is for which year.

use super::invalid::{self, InvalidForm};
use super::{
    CellId, EditionMapping, Equation, FigureForm, Label, TableForm, edition_2019, edition_2021,
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::OnceLock;
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

    /// The figure of this id.
    pub fn figure(&self, id: &CellId) -> Option<FigureForm> {
        self.table(id.table())?.figures().into_iter().find(|figure| figure.id == *id)
    }
}

/// An edition's figures and equations, written out once for all reports that follow it.
#[derive(Clone, Debug)]
pub struct Expanded {
    /// Every figure of the form, in its order.
    pub figures: Vec<FigureForm>,
    /// Every equation of every table.
    pub equations: Vec<Equation>,
    /// The place of each figure in `figures`.
    pub places: HashMap<CellId, usize>,
}

impl Expanded {
    fn of(edition: &Edition) -> Self {
        let figures = edition.figures();
        let places = figures.iter().enumerate().map(|(at, f)| (f.id.clone(), at)).collect();
        Expanded { figures, equations: edition.equations(), places }
    }
}

/// All editions the program knows, oldest first.
#[derive(Clone, Debug)]
pub struct Forms {
    editions: Vec<Edition>,
    expanded: Vec<OnceLock<Expanded>>,
    /// From each edition to each.
    mappings: Vec<OnceLock<EditionMapping>>,
}

impl Forms {
    /// The editions in force since 2019. A new one is one more line here.
    #[expect(clippy::expect_used, reason = "they stand in the source, and every test builds them")]
    pub fn official() -> Self {
        Forms::of(vec![edition_2019::edition(), edition_2021::edition()])
            .expect("the tests build these very editions")
    }

    /// These editions, oldest first; each is for the years up to the next one's.
    ///
    /// # Errors
    /// Where an id in their definitions stands for nothing, or for two things.
    pub fn of(editions: Vec<Edition>) -> Result<Self, InvalidForm> {
        invalid::valid(&editions)?;
        Ok(Forms {
            expanded: vec![OnceLock::new(); editions.len()],
            mappings: vec![OnceLock::new(); editions.len().pow(2)],
            editions,
        })
    }

    /// All editions, oldest first.
    pub fn editions(&self) -> &[Edition] {
        &self.editions
    }

    /// The edition of this id.
    pub fn edition(&self, id: &str) -> Option<&Edition> {
        self.editions.iter().find(|edition| edition.id == id)
    }

    /// The figures and equations of an edition.
    pub fn expanded(&self, edition: &str) -> Option<&Expanded> {
        let at = self.editions.iter().position(|known| known.id == edition)?;
        let edition = self.editions.get(at)?;
        Some(self.expanded.get(at)?.get_or_init(|| Expanded::of(edition)))
    }

    /// How the figures of one edition belong to those of another.
    pub fn mapping(&self, this: &str, last: &str) -> Option<&EditionMapping> {
        let place = |id: &str| self.editions.iter().position(|edition| edition.id == id);
        let slot = self.mappings.get(place(this)? * self.editions.len() + place(last)?)?;
        if slot.get().is_none() {
            // Two threads may both work it out; the first one's is kept.
            let _ = slot.set(EditionMapping::editions(self, this, last)?);
        }
        slot.get()
    }

    /// The edition prescribed for a report year; none for 2018 and before, when no form existed.
    pub fn for_year(&self, year: i32) -> Option<&Edition> {
        self.editions.iter().rev().find(|edition| edition.first_year <= year)
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
