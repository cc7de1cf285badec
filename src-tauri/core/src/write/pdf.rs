//! Pages → PDF: what is drawn on each page, in the order it is read.
//!
//! Fonts are embedded by `pdf_fonts`; outline, metadata and what makes the file one to keep are
//! added by `pdf_finish`. The same pages and fonts give the same bytes.

use super::NotPrinted;
use super::fonts::FontSet;
use super::layout::measures::POINT;
use super::layout::page::{Page, Pages, Rule, Run};
use super::pdf_finish::finish;
use super::pdf_fonts::{Embedded, embed};
use lopdf::{Dictionary, Document as File, Object, ObjectId, Stream, dictionary};
use std::fmt::{self, Write};

/// Writes pages as a PDF; `author` is the organ.
pub(super) fn write(pages: &Pages, fonts: &FontSet, author: &str) -> Result<Vec<u8>, NotPrinted> {
    let mut file = File::with_version("1.7");
    let embedded = embed(&mut file, pages, fonts)?;
    let mut named = Dictionary::new();
    for (face, layer, id) in embedded.fonts() {
        named.set(font_name(face, layer), id);
    }
    let resources = file.add_object(dictionary! { "Font" => named });
    let tree = file.new_object_id();
    // A document that is all turned is turned back for whoever reads it on a screen; on paper
    // nothing changes.
    let all_sideways = pages.pages.iter().all(|page| page.sideways);
    let mut page_ids: Vec<ObjectId> = Vec::with_capacity(pages.pages.len());
    for page in &pages.pages {
        let content = Content::of(page, pages.height, &embedded);
        let content = file.add_object(Stream::new(Dictionary::new(), content.into_bytes()));
        let mut entries = dictionary! {
            "Type" => "Page",
            "Parent" => tree,
            "MediaBox" => vec![
                0.into(), 0.into(), points(pages.width).into(), points(pages.height).into(),
            ],
            "Resources" => resources,
            "Contents" => content,
        };
        if all_sideways {
            entries.set("Rotate", 90);
        }
        page_ids.push(file.add_object(entries));
    }
    let kids: Vec<Object> = page_ids.iter().map(|id| (*id).into()).collect();
    let count = page_ids.len() as i64;
    file.objects
        .insert(tree, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }.into());
    finish(file, tree, pages, &page_ids, author)
}

fn font_name(face: u16, layer: u16) -> String {
    format!("F{face}L{layer}")
}

fn points(length: f64) -> f32 {
    (length / POINT) as f32
}

/// The operators of a page (ISO 32000-1, annex A).
struct Content<'a> {
    out: String,
    /// Height of the paper: pages count from its upper edge, the file from its lower one.
    height: f64,
    embedded: &'a Embedded,
}

impl<'a> Content<'a> {
    fn of(page: &Page, height: f64, embedded: &'a Embedded) -> String {
        let mut content = Content { out: String::with_capacity(16 * 1024), height, embedded };
        content.rules(&page.rules);
        content.runs(&page.runs);
        content.out
    }

    fn operator(&mut self, operator: fmt::Arguments<'_>) {
        // Writing into a string can't fail.
        let _ = self.out.write_fmt(operator);
        self.out.push('\n');
    }

    fn point(&self, x: f64, y: f64) -> (Number, Number) {
        (Number(x / POINT), Number((self.height - y) / POINT))
    }

    fn rules(&mut self, rules: &[Rule]) {
        let mut thickness = None;
        for rule in rules {
            if thickness != Some(rule.thickness) {
                self.operator(format_args!("{} w", Number(rule.thickness)));
                thickness = Some(rule.thickness);
            }
            let ((x1, y1), (x2, y2)) = (self.point(rule.x1, rule.y1), self.point(rule.x2, rule.y2));
            self.operator(format_args!("{x1} {y1} m {x2} {y2} l S"));
        }
    }

    fn runs(&mut self, runs: &[Run]) {
        self.operator(format_args!("BT"));
        let mut set: Option<(u16, u16, f64)> = None;
        let mut spacing = 0.0;
        for run in runs {
            if spacing != run.spacing {
                self.operator(format_args!("{} Tc", Number(run.spacing / POINT)));
                spacing = run.spacing;
            }
            let matrix = if run.turned { "0 1 -1 0" } else { "1 0 0 1" };
            let (x, y) = self.point(run.x, run.y);
            self.operator(format_args!("{matrix} {x} {y} Tm"));
            for (layer, codes) in self.pieces(run) {
                if set != Some((run.face, layer, run.size)) {
                    let name = font_name(run.face, layer);
                    self.operator(format_args!("/{name} {} Tf", Number(run.size)));
                    set = Some((run.face, layer, run.size));
                }
                self.operator(format_args!("<{codes}> Tj"));
            }
        }
        self.operator(format_args!("ET"));
    }

    /// The codes of a run in pieces of one layer each: nearly always one.
    fn pieces(&self, run: &Run) -> Vec<(u16, String)> {
        let mut pieces: Vec<(u16, String)> = Vec::with_capacity(1);
        for character in run.text.chars() {
            let Some((layer, code)) = self.embedded.code(run.face, character) else { continue };
            if pieces.last().is_none_or(|(last, _)| *last != layer) {
                pieces.push((layer, String::with_capacity(run.text.len() * 4 / 3)));
            }
            if let Some((_, codes)) = pieces.last_mut() {
                let _ = write!(codes, "{code:04X}");
            }
        }
        pieces
    }
}

/// A number as the file holds it: to the ten-thousandth, without an exponent.
struct Number(f64);

impl fmt::Display for Number {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = (self.0 * 10_000.0).round() as i64;
        let (whole, rest) = (parts.unsigned_abs() / 10_000, parts.unsigned_abs() % 10_000);
        if parts < 0 {
            out.write_char('-')?;
        }
        match rest {
            0 => write!(out, "{whole}"),
            _ => {
                let digits = format!("{rest:04}");
                write!(out, "{whole}.{}", digits.trim_end_matches('0'))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_plain() {
        for (number, shown) in [
            (0.0, "0"),
            (-0.00001, "0"),
            (15.75, "15.75"),
            (-3.00049, "-3.0005"),
            (841.8898, "841.8898"),
            (1e9, "1000000000"),
        ] {
            assert_eq!(Number(number).to_string(), shown);
        }
    }
}
