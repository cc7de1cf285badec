//! The characters and ruled lines of a written page, as its operators place them.

use super::codes::{Coding, Fonts, LARGEST_STREAM, page_fonts};
use gongkai_layout::measures::{BAR, PAPER_HEIGHT, POINT};
use lopdf::content::{Content, Operation};
use lopdf::{Document as File, ObjectId};
use std::collections::HashMap;

/// A character on the page: its place in mm from the upper left corner, of the paper held so that
/// its text is upright.
#[derive(Debug)]
pub(super) struct Character<'a> {
    pub(super) text: &'a str,
    pub(super) x: f64,
    pub(super) width: f64,
    pub(super) baseline: f64,
    pub(super) size: f64,
    pub(super) turned: bool,
    /// The numbered piece of the page (MCID) it belongs to; none for an artifact.
    pub(super) piece: Option<i64>,
}

#[derive(Debug, Default)]
pub(super) struct PageContent<'a> {
    pub(super) characters: Vec<Character<'a>>,
    /// Its text is turned on the paper.
    pub(super) turned: bool,
    /// (y, from, to) and (x, from, to), in mm; the upright ones from left to right.
    pub(super) horizontal: Vec<(f64, f64, f64)>,
    pub(super) vertical: Vec<(f64, f64, f64)>,
}

impl Character<'_> {
    /// The middle of what is seen of it.
    pub(super) fn middle(&self) -> (f64, f64) {
        (self.x + self.width / 2.0, self.baseline - 0.3 * self.size)
    }
}

impl PageContent<'_> {
    /// Takes in the page's lines, by their ends in mm from the paper's lower left corner, as they lie
    /// when the paper is held so that its text is upright.
    pub(super) fn rule(&mut self, lines: impl Iterator<Item = (Point, Point)>) {
        let turned = self.turned;
        let held = |(right, up): Point| match turned {
            false => (right, PAPER_HEIGHT - up),
            true => (up, right),
        };
        for (from, to) in lines {
            let (from, to) = (held(from), held(to));
            if (from.1 - to.1).abs() < 0.01 {
                self.horizontal.push((from.1, from.0.min(to.0), from.0.max(to.0)));
            } else {
                self.vertical.push((from.0, from.1.min(to.1), from.1.max(to.1)));
            }
        }
        self.vertical.sort_by(|a, b| a.0.total_cmp(&b.0));
    }
}

/// Every page's characters and rules; none where the file is not what a PDF should be.
pub(super) fn sheets<'a>(
    file: &File,
    codings: &'a HashMap<ObjectId, Coding>,
) -> Option<Vec<PageContent<'a>>> {
    let mut out = Vec::new();
    for page in file.page_iter() {
        let fonts = page_fonts(file, page)?;
        let mut content = Vec::new();
        for id in file.get_page_contents(page) {
            let stream = file.get_object(id).ok()?.as_stream().ok()?;
            content.extend(stream.get_plain_content_with_limit(LARGEST_STREAM).ok()?);
        }
        out.push(Reader::new(&fonts, codings).read(&content)?);
    }
    Some(out)
}

/// A position or a size of the page's own, in mm from the paper's lower left corner.
pub(super) type Point = (f64, f64);

/// Follows the operators of a page.
struct Reader<'f, 'a> {
    fonts: &'f Fonts,
    codings: &'a HashMap<ObjectId, Coding>,
    sheet: PageContent<'a>,
    /// The marked content that is open: its number, or none for an artifact.
    piece: Option<Option<i64>>,
    coding: Option<&'a Coding>,
    /// Of the type and between characters, in points.
    size: f64,
    spacing: f64,
    /// Where the next character stands, as in [`Character`].
    x: f64,
    baseline: f64,
    turned: bool,
    /// The line being drawn, and its thickness in points.
    from: Point,
    to: Point,
    thickness: f64,
    rules: Vec<(Point, Point)>,
}

impl<'f, 'a> Reader<'f, 'a> {
    fn new(fonts: &'f Fonts, codings: &'a HashMap<ObjectId, Coding>) -> Self {
        Reader {
            fonts,
            codings,
            sheet: PageContent::default(),
            piece: None,
            coding: None,
            size: 0.0,
            spacing: 0.0,
            x: 0.0,
            baseline: 0.0,
            turned: false,
            from: (0.0, 0.0),
            to: (0.0, 0.0),
            thickness: 0.0,
            rules: Vec::new(),
        }
    }

    /// None where there is an operator that the program does not write.
    fn read(mut self, content: &[u8]) -> Option<PageContent<'a>> {
        for operation in Content::decode(content).ok()?.operations {
            self.operation(&operation)?;
        }
        self.sheet.rule(std::mem::take(&mut self.rules).into_iter());
        Some(self.sheet)
    }

    fn operation(&mut self, operation: &Operation) -> Option<()> {
        let numbers: Vec<f64> =
            operation.operands.iter().filter_map(|n| n.as_float().ok()).map(f64::from).collect();
        match (operation.operator.as_str(), numbers.as_slice()) {
            ("Tf", [points]) => {
                let name = operation.operands.first()?.as_name().ok()?;
                self.coding = self.codings.get(self.fonts.get(name)?);
                self.size = *points;
            }
            ("BMC" | "BDC", _) if self.piece.is_some() => return None,
            ("BMC", _) => self.piece = Some(None),
            ("BDC", _) => {
                let properties = operation.operands.get(1)?.as_dict().ok()?;
                self.piece = Some(Some(properties.get(b"MCID").ok()?.as_i64().ok()?));
            }
            ("EMC", _) => self.piece = None,
            ("Tc", [points]) => self.spacing = *points,
            ("Tm", [1.0, 0.0, 0.0, 1.0, right, up]) => {
                (self.x, self.baseline) = (right * POINT, PAPER_HEIGHT - up * POINT);
                self.turned = false;
            }
            // Held so that this text is upright, the paper's lower left corner is its upper left.
            ("Tm", [0.0, 1.0, -1.0, 0.0, right, up]) => {
                (self.x, self.baseline) = (up * POINT, right * POINT);
                self.turned = true;
                self.sheet.turned = true;
            }
            ("Tj", _) => self.text(operation.operands.first()?.as_str().ok()?)?,
            // Any other way to show text is none of ours.
            ("TJ" | "'" | "\"" | "Td" | "TD" | "T*" | "Tm", _) => return None,
            ("m", [x, y]) => self.from = (*x * POINT, *y * POINT),
            ("l", [x, y]) => self.to = (*x * POINT, *y * POINT),
            ("w", [points]) => self.thickness = *points,
            // A bar of a chart parts no cells.
            ("S", _) if self.thickness < BAR => self.rules.push((self.from, self.to)),
            _ => {}
        }
        Some(())
    }

    /// Characters shown by their codes of two bytes.
    fn text(&mut self, codes: &[u8]) -> Option<()> {
        let coding = self.coding?;
        for code in codes.chunks(2) {
            let [high, low] = code else { return None };
            let code = u16::from_be_bytes([*high, *low]);
            let width = coding.widths.get(&code).copied().unwrap_or(1000.0);
            let width = width / 1000.0 * self.size * POINT;
            self.sheet.characters.push(Character {
                text: coding.text.get(&code)?,
                x: self.x,
                width,
                baseline: self.baseline,
                size: self.size * POINT,
                turned: self.turned,
                // All there is belongs to the document or is an artifact.
                piece: self.piece?,
            });
            self.x += width + self.spacing * POINT;
        }
        Some(())
    }
}
