//! All editions of the form: which is for which year, and what of one stands for what of another.

use super::append_only::AppendOnly;
use super::extra_rows::with_extra_rows;
use super::invalid::{self, InvalidForm};
use super::{
    CellId, Edition, EditionMapping, Equation, ExtraRows, FigureForm, edition_2019, edition_2021,
};
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

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
    /// With rows of other editions, as reports hold them.
    extended: AppendOnly<(Edition, Expanded)>,
    /// From each edition that was compared to the other.
    mappings: AppendOnly<Mapped>,
}

/// How two editions belong together.
#[derive(Clone, Debug)]
struct Mapped {
    this: Edition,
    last: Edition,
    mapping: Option<EditionMapping>,
}

impl Forms {
    /// The editions in force since 2019. A new one is one more line here. That their ids are right is
    /// held by a test: it takes longer than a program of a second may wait at its start.
    pub fn official() -> Self {
        Forms::unchecked(vec![edition_2019::edition(), edition_2021::edition()])
    }

    /// These editions, oldest first; each is for the years up to the next one's.
    ///
    /// # Errors
    /// Where an id in their definitions stands for nothing, or for two things.
    pub fn of(editions: Vec<Edition>) -> Result<Self, InvalidForm> {
        invalid::valid(&editions)?;
        Ok(Forms::unchecked(editions))
    }

    fn unchecked(editions: Vec<Edition>) -> Self {
        Forms {
            expanded: vec![OnceLock::new(); editions.len()],
            extended: AppendOnly::default(),
            mappings: AppendOnly::default(),
            editions,
        }
    }

    /// All editions, oldest first.
    pub fn editions(&self) -> &[Edition] {
        &self.editions
    }

    /// The edition of this id.
    pub fn edition(&self, id: &str) -> Option<&Edition> {
        self.editions.iter().find(|edition| edition.id == id)
    }

    /// The edition of this id with those rows of other editions in which a report holds a cell; the
    /// edition itself where there are none.
    pub fn edition_holding<'c>(
        &self,
        id: &str,
        held: impl Iterator<Item = &'c CellId> + Clone,
    ) -> Option<&Edition> {
        let edition = self.edition(id)?;
        let own = self.expanded(edition)?;
        if held.clone().all(|cell| own.places.contains_key(cell)) {
            return Some(edition);
        }
        let held: HashSet<&CellId> = held.collect();
        let whole = with_extra_rows(edition, &self.editions, &|cell| held.contains(cell));
        if whole.extra == ExtraRows::default() {
            return Some(edition);
        }
        let same = |(known, _): &(Edition, Expanded)| known.is_same(&whole);
        let (edition, _) =
            self.extended.find_or_add(same, || (whole.clone(), Expanded::of(&whole)));
        Some(edition)
    }

    /// The figures and equations of one of the editions, or of one with the rows of a report.
    pub fn expanded(&self, edition: &Edition) -> Option<&Expanded> {
        if edition.extra != ExtraRows::default() {
            let same = |(known, _): &(Edition, Expanded)| known.is_same(edition);
            let make = || (edition.clone(), Expanded::of(edition));
            return Some(&self.extended.find_or_add(same, make).1);
        }
        let at = self.editions.iter().position(|known| known.id == edition.id)?;
        let edition = self.editions.get(at)?;
        Some(self.expanded.get(at)?.get_or_init(|| Expanded::of(edition)))
    }

    /// How the figures of one edition belong to those of another.
    pub fn mapping(&self, this: &Edition, last: &Edition) -> Option<&EditionMapping> {
        let same = |mapped: &Mapped| mapped.this.is_same(this) && mapped.last.is_same(last);
        let make = || Mapped {
            this: this.clone(),
            last: last.clone(),
            mapping: EditionMapping::editions(&self.editions, this, last),
        };
        self.mappings.find_or_add(same, make).mapping.as_ref()
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
    fn every_id_of_the_official_editions_stands_for_something() {
        Forms::of(Forms::official().editions().to_vec()).unwrap();
    }

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
