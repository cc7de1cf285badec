//! The words of a report by their places.

use crate::place::{Place, TextRange};
use crate::report::Report;

impl TextRange {
    /// The words that stand there; none where the report has no such text or a shorter one.
    pub fn of<'r>(&self, report: &'r Report) -> Option<&'r str> {
        self.characters.of(report.text(&self.place, self.paragraph)?)
    }
}

impl Report {
    /// Where the chapter at this index of the report stands.
    pub fn place_of_chapter(&self, index: usize) -> Place {
        let id = |at: usize| self.chapters.get(at).and_then(|chapter| chapter.id.as_deref());
        let own = id(index);
        let nth = (0..index).filter(|at| id(*at) == own).count();
        Place::Chapter { id: own.unwrap_or_default().to_owned(), nth }
    }

    /// The index of the chapter at this place; none outside the chapters, and where the report has
    /// no such chapter.
    pub fn chapter_at(&self, place: &Place) -> Option<usize> {
        let Place::Chapter { id, nth } = place else { return None };
        let named = |chapter: &str| chapter == id;
        let chapters = self.chapters.iter().enumerate();
        let mut own =
            chapters.filter(|(_, chapter)| named(chapter.id.as_deref().unwrap_or_default()));
        own.nth(*nth).map(|(index, _)| index)
    }

    /// A text as the report holds it: a paragraph of preface or chapter, without a paragraph the
    /// heading of the chapter, the title, signature or date. None where nothing is held; a title that
    /// is none stands for the official one.
    pub fn text(&self, place: &Place, paragraph: Option<usize>) -> Option<&str> {
        let text = match (place, paragraph) {
            (Place::Title, None) => self.title.as_ref(),
            (Place::Preface, Some(at)) => self.preface.get(at),
            (Place::Chapter { .. }, at) => {
                let chapter = self.chapters.get(self.chapter_at(place)?)?;
                at.map_or(Some(&chapter.heading), |at| chapter.paragraphs.get(at))
            }
            (Place::Signature, None) => self.signature.as_ref(),
            (Place::Date, None) => self.date.as_ref(),
            (Place::Title | Place::Signature | Place::Date, Some(_)) | (Place::Preface, None) => {
                None
            }
        };
        text.map(String::as_str)
    }

    /// [`Report::text`], to be changed.
    pub fn text_mut(&mut self, place: &Place, paragraph: Option<usize>) -> Option<&mut String> {
        match (place, paragraph) {
            (Place::Title, None) => self.title.as_mut(),
            (Place::Preface, Some(at)) => self.preface.get_mut(at),
            (Place::Chapter { .. }, at) => {
                let index = self.chapter_at(place)?;
                let chapter = self.chapters.get_mut(index)?;
                match at {
                    Some(at) => chapter.paragraphs.get_mut(at),
                    None => Some(&mut chapter.heading),
                }
            }
            (Place::Signature, None) => self.signature.as_mut(),
            (Place::Date, None) => self.date.as_mut(),
            (Place::Title | Place::Signature | Place::Date, Some(_)) | (Place::Preface, None) => {
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::Characters;
    use crate::report::Chapter;

    fn chapter(id: Option<&str>, paragraphs: &[&str]) -> Chapter {
        Chapter {
            id: id.map(str::to_owned),
            heading: "标题".to_owned(),
            paragraphs: paragraphs.iter().map(|text| (*text).to_owned()).collect(),
            ..Chapter::default()
        }
    }

    fn report() -> Report {
        Report {
            title: Some("年报".to_owned()),
            preface: vec!["引言。".to_owned()],
            chapters: vec![
                chapter(Some("overview"), &["甲", "促销费用，促销费。"]),
                chapter(None, &["乙"]),
                chapter(Some("overview"), &["丙"]),
                chapter(None, &["丁"]),
            ],
            date: Some("2027年1月20日".to_owned()),
            ..Report::default()
        }
    }

    #[test]
    fn every_chapter_has_a_place_of_its_own() {
        let report = report();
        let places: Vec<Place> = (0..4).map(|index| report.place_of_chapter(index)).collect();
        assert_eq!(places[0], Place::chapter("overview"));
        assert_eq!(places[2], Place::Chapter { id: "overview".to_owned(), nth: 1 });
        assert_eq!(places[3], Place::Chapter { id: String::new(), nth: 1 });
        for (index, place) in places.iter().enumerate() {
            assert_eq!(report.chapter_at(place), Some(index));
        }
        assert_eq!(report.chapter_at(&Place::chapter("cases")), None);
        assert_eq!(report.chapter_at(&Place::Title), None);
        assert_eq!((places[0].chapter_id(), places[1].chapter_id()), (Some("overview"), None));
        assert_eq!(places[2].to_string(), "overview 1");
    }

    #[test]
    fn texts_are_found_by_their_places() {
        let mut report = report();
        let overview = Place::chapter("overview");
        for (place, paragraph, text) in [
            (&Place::Title, None, Some("年报")),
            (&Place::Title, Some(0), None),
            (&Place::Preface, Some(0), Some("引言。")),
            (&Place::Preface, Some(1), None),
            (&Place::Preface, None, None),
            (&overview, None, Some("标题")),
            (&overview, Some(0), Some("甲")),
            (&overview, Some(9), None),
            (&Place::chapter("cases"), Some(0), None),
            (&Place::Signature, None, None),
            (&Place::Date, None, Some("2027年1月20日")),
        ] {
            assert_eq!(report.text(place, paragraph), text, "{place}");
            assert_eq!(
                report.text_mut(place, paragraph).map(|text| text.as_str()),
                text,
                "{place}"
            );
        }
        let characters = Characters { at: 5, length: 3 };
        let range = TextRange { place: overview, paragraph: Some(1), characters };
        assert_eq!(range.of(&report), Some("促销费"));
        let beyond = Characters { at: 7, length: 3 };
        assert_eq!(TextRange { characters: beyond, ..range }.of(&report), None);
    }
}
