//! Where a report can be signed by computer: at its signature and date for the organ, behind
//! 单位负责人（签字） for the person in charge. Told from the laid-out pages, which stay as they are.
//!
//! **Deliberately absent**: signatures, and what a signed field shows.

use crate::measures::{AREA_WIDTH, LEFT, PAPER_HEIGHT, POINT, TOP};
use crate::page::{Page, Pages, Run, Source};
use gongkai_model::document::Role;

/// The largest seal of the country in mm (国发〔1999〕25号).
const LARGEST_SEAL: f64 = 60.0;
/// Room for the words of the organ's signature, left of everything, in mm.
const WORDS: f64 = 48.0;
/// The line to sign on, in mm, and the room above and below it.
const LINE: f64 = 50.0;
const ABOVE_LINE: f64 = 14.0;
const BELOW_LINE: f64 = 2.0;
/// Between the line to sign on and the words beside it, in mm.
const GAP: f64 = 2.0;

/// Whose signature a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signer {
    /// The organ whose report it is.
    Organ,
    /// 单位负责人
    Person,
}

impl Signer {
    /// Both.
    pub const ALL: [Signer; 2] = [Signer::Organ, Signer::Person];

    /// The name of its field in a PDF.
    pub fn field(self) -> &'static str {
        match self {
            Signer::Organ => "organ",
            Signer::Person => "person",
        }
    }

    /// What its field is called to whoever hears the page.
    pub fn called(self) -> &'static str {
        match self {
            Signer::Organ => "单位电子签名",
            Signer::Person => "单位负责人电子签名",
        }
    }

    /// Where in a field of this size (mm) the words of a signature stand.
    pub fn words(self, width: f64, height: f64) -> FieldBox {
        match self {
            Signer::Organ => FieldBox { x: 0.0, y: 0.0, width: WORDS.min(width), height },
            Signer::Person => {
                let x = (LINE + GAP).min(width);
                FieldBox { x, y: 0.0, width: width - x, height }
            }
        }
    }

    /// Where in a field of this size (mm) the middle of a seal or of a name signed by hand stands,
    /// from its upper left corner.
    pub fn picture(self, width: f64, height: f64) -> (f64, f64) {
        match self {
            Signer::Organ => (width - LARGEST_SEAL / 2.0, height / 2.0),
            Signer::Person => (LINE / 2.0, height / 2.0),
        }
    }
}

/// A rectangle, in mm from an upper left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct FieldBox {
    /// Its left edge.
    pub x: f64,
    /// Its upper edge.
    pub y: f64,
    /// Along the lines of the text.
    pub width: f64,
    /// Across the lines of the text.
    pub height: f64,
}

/// A place to sign.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SignatureField {
    /// Whose signature it takes.
    pub signer: Signer,
    /// From 0.
    pub page: usize,
    /// The text of its page is written up the paper, and so is the field's.
    pub turned: bool,
    /// From the upper left corner of the paper held so that its text is upright; without width and
    /// height where nothing can be seen of it.
    pub place: FieldBox,
}

impl Pages {
    /// The places to sign of a report's pages: always one of the organ, unseen where the report has
    /// neither signature nor date; one of the person in charge where that line is asked for.
    pub fn signature_fields(&self) -> Vec<SignatureField> {
        let person = self.closing(|of| of == Source::Signatory).map(|runs| {
            let place = behind_signatory(&runs.runs);
            SignatureField { signer: Signer::Person, place, ..runs.field() }
        });
        let signed = |of| matches!(of, Source::Block(_, Role::Signature | Role::Date));
        let organ = match self.closing(signed) {
            Some(runs) => SignatureField { place: around(&runs.runs), ..runs.field() },
            None => SignatureField {
                signer: Signer::Organ,
                page: self.pages.len().saturating_sub(1),
                turned: false,
                place: FieldBox::default(),
            },
        };
        person.into_iter().chain([organ]).collect()
    }

    /// What of the last page that has any of it shows a source.
    fn closing(&self, of: impl Fn(Source) -> bool) -> Option<Closing<'_>> {
        self.pages.iter().enumerate().rev().find_map(|(at, page)| {
            let runs: Vec<&Run> = page.runs.iter().filter(|run| of(run.of)).collect();
            (!runs.is_empty()).then_some(Closing { at, page, runs })
        })
    }
}

struct Closing<'a> {
    at: usize,
    page: &'a Page,
    runs: Vec<&'a Run>,
}

impl Closing<'_> {
    fn field(&self) -> SignatureField {
        SignatureField {
            signer: Signer::Organ,
            page: self.at,
            turned: self.page.sideways,
            place: FieldBox::default(),
        }
    }
}

/// A run's left edge and baseline on the paper held so that it is upright.
fn held(run: &Run) -> (f64, f64) {
    match run.turned {
        false => (run.x, run.y),
        true => (PAPER_HEIGHT - run.y, run.x),
    }
}

/// Room for the largest seal in the middle of signature and date, and for words left of both.
fn around(runs: &[&Run]) -> FieldBox {
    let edges = |run: &&Run| (held(run).0, held(run).0 + run.width);
    let left = runs.iter().map(|run| edges(run).0).fold(f64::MAX, f64::min);
    let right = runs.iter().map(|run| edges(run).1).fold(f64::MIN, f64::max);
    let em = runs.iter().map(|run| run.size * POINT).fold(0.0, f64::max);
    let top = runs.iter().map(|run| held(run).1).fold(f64::MAX, f64::min) - em;
    let bottom = runs.iter().map(|run| held(run).1).fold(f64::MIN, f64::max);
    let middle = ((left + right) / 2.0, (top + bottom) / 2.0);
    let half = LARGEST_SEAL / 2.0;
    let x = (left.min(middle.0 - half) - WORDS).max(0.0);
    let height = LARGEST_SEAL;
    FieldBox { x, y: middle.1 - half, width: middle.0 + half - x, height }
}

/// The line behind 单位负责人（签字）, and what is free right of it.
fn behind_signatory(runs: &[&Run]) -> FieldBox {
    let x = runs.iter().map(|run| held(run).0 + run.width).fold(0.0, f64::max);
    let baseline = runs.first().map_or(0.0, |run| held(run).1);
    let right = match runs.first().is_some_and(|run| run.turned) {
        false => LEFT + AREA_WIDTH,
        true => PAPER_HEIGHT - TOP,
    };
    let height = ABOVE_LINE + BELOW_LINE;
    FieldBox { x, y: baseline - ABOVE_LINE, width: (right - x).max(LINE), height }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::PAPER_WIDTH;
    use crate::samples::{sample, shipped, wide_table};
    use crate::{PageOptions, Seal, lay_out};
    use gongkai_compose::document;
    use gongkai_model::document::{Block, Table};
    use gongkai_model::form::Forms;

    fn options() -> [PageOptions; 3] {
        [Seal::None, Seal::Space, Seal::Stamp].map(|seal| PageOptions {
            seal,
            signature_line: true,
            ..PageOptions::default()
        })
    }

    #[test]
    fn a_field_lies_around_signature_and_date_and_one_on_the_line_to_sign() {
        for options in options() {
            let pages = lay_out(&document(&sample(), &Forms::official()), &options, &shipped());
            let [person, organ] = pages.signature_fields()[..] else { panic!() };
            assert_eq!((person.signer, organ.signer), (Signer::Person, Signer::Organ));
            assert_eq!((person.page, organ.page), (pages.pages.len() - 1, pages.pages.len() - 1));
            let runs = &pages.pages.last().unwrap().runs;
            let date = runs.iter().filter(|run| matches!(run.of, Source::Block(_, Role::Date)));
            let date: Vec<&Run> = date.collect();
            let (first, last) = (date.first().unwrap(), date.last().unwrap());
            let (across, down) = Signer::Organ.picture(organ.place.width, organ.place.height);
            let middle = (organ.place.x + across, organ.place.y + down);
            // A stamp stands between the two, which are then not centred on each other.
            let within = first.x < middle.0 && middle.0 < last.x + last.width;
            assert!(within || options.seal == Seal::Stamp, "{options:?}");
            assert!((middle.1 - first.y).abs() < 21.0, "a seal covers the date");
            let words = Signer::Organ.words(organ.place.width, organ.place.height);
            let signed =
                |run: &&Run| matches!(run.of, Source::Block(_, Role::Signature | Role::Date));
            let left = runs.iter().filter(signed).map(|run| run.x).fold(f64::MAX, f64::min);
            assert!(organ.place.x + words.x + words.width <= left, "words stand beside, not upon");
            let line = pages.pages.last().unwrap().strokes.last().unwrap();
            assert!((person.place.x - line.x1).abs() < 0.1);
            assert!(person.place.y < line.y1 && line.y1 < person.place.y + person.place.height);
            for field in [person, organ] {
                assert!(field.place.x >= 0.0 && field.place.x + field.place.width <= PAPER_WIDTH);
            }
        }
    }

    #[test]
    fn a_report_without_signature_and_date_has_a_field_nobody_sees() {
        let mut report = sample();
        (report.signature, report.date, report.organ) = (Some(String::new()), None, None);
        let mut document = document(&report, &Forms::official());
        document.blocks.retain(|block| {
            let closing = [Role::Signature, Role::Date];
            !matches!(block, Block::Paragraph(paragraph) if closing.contains(&paragraph.role))
        });
        let fields = lay_out(&document, &PageOptions::default(), &shipped()).signature_fields();
        let [organ] = fields[..] else { panic!() };
        assert_eq!((organ.signer, organ.place), (Signer::Organ, FieldBox::default()));
    }

    #[test]
    fn on_a_turned_page_the_field_lies_where_its_text_does() {
        let mut document = document(&sample(), &Forms::official());
        document.sideways = true;
        let table = Table { sideways: true, ..wide_table(4) };
        document.blocks.insert(3, Block::Table(table));
        let options = PageOptions { signature_line: true, ..PageOptions::default() };
        let pages = lay_out(&document, &options, &shipped());
        for field in pages.signature_fields() {
            assert!(field.turned);
            assert!(field.place.x + field.place.width <= PAPER_HEIGHT);
            assert!(field.place.y + field.place.height <= PAPER_WIDTH + 10.0);
        }
    }
}
