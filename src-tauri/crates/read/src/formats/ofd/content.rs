//! The objects of a page → marks with their places, and ruled lines. In points, from the upper left.

use super::numbers::numbers;
use super::paint::{Paints, is_opaque, light};
use super::parts::PageParts;
use crate::Unreadable;
use crate::formats::pdf::{Mark, Matrix, Piece, Sheet, Way, rectangles, way};
use crate::formats::xml::Element;
use crate::limits::MOST_CHARACTERS;

/// Points of a millimetre.
const POINTS: f64 = 72.0 / 25.4;
/// Most bytes of text and paths of a whole file; a full page has a hundred thousand.
const LARGEST_CONTENTS: usize = 32 * 1024 * 1024;
/// Most pieces of a path.
const MOST_PIECES: usize = 60_000;
/// A step to the next character that is no wider than this is the character's width, in parts of its
/// size; a wider one leaves room free.
const WIDEST: f64 = 1.3;

/// What has been spent on a file.
#[derive(Default)]
pub(super) struct Budget {
    bytes: usize,
    marks: usize,
}

/// Reads a page; where most of its text runs another way than to the right, it is turned.
pub(super) fn sheet(page: &PageParts, budget: &mut Budget) -> Result<Sheet, Unreadable> {
    let sheet = turned(page, 0, budget)?;
    let most =
        |way| sheet.marks.iter().filter(|m| m.way == Some(way)).count() * 2 > sheet.marks.len();
    let quarters = [(Way::Up, 1), (Way::Left, 2), (Way::Down, 3)];
    match quarters.into_iter().find(|(way, _)| most(*way)) {
        Some((_, quarters)) => turned(page, quarters, budget),
        None => Ok(sheet),
    }
}

fn turned(page: &PageParts, quarters: u8, budget: &mut Budget) -> Result<Sheet, Unreadable> {
    let [left, top, width, height] = page.paper;
    let held = match quarters {
        1 => Matrix([0.0, 1.0, -1.0, 0.0, height, 0.0]),
        2 => Matrix([-1.0, 0.0, 0.0, -1.0, width, height]),
        3 => Matrix([0.0, -1.0, 1.0, 0.0, 0.0, width]),
        _ => Matrix::ONE,
    };
    let height = if quarters % 2 == 1 { width } else { height };
    let matrix = Matrix([1.0, 0.0, 0.0, 1.0, -left, -top])
        .then(held)
        .then(Matrix([POINTS, 0.0, 0.0, POINTS, 0.0, 0.0]));
    let sheet = Sheet { height: height * POINTS, ..Sheet::default() };
    let mut walk = Walk { matrix, paints: &page.paints, budget, sheet, strings: 0 };
    for content in page.contents.iter().filter_map(|content| content.child("Content")) {
        let layers = || content.elements().filter(|element| &*element.name == "Layer");
        let of = |kind: &'static str| {
            layers().filter(move |layer| layer.attribute("Type").unwrap_or("Body") == kind)
        };
        for layer in of("Background").chain(of("Body")).chain(of("Foreground")) {
            walk.objects(layer, layer.attribute("DrawParam"))?;
        }
    }
    walk.budget.marks += walk.sheet.marks.len();
    Ok(walk.sheet)
}

struct Walk<'a> {
    matrix: Matrix,
    paints: &'a Paints,
    budget: &'a mut Budget,
    sheet: Sheet,
    strings: usize,
}

impl Walk<'_> {
    fn objects(&mut self, parent: &Element, layer: Option<&str>) -> Result<(), Unreadable> {
        for object in parent.elements() {
            if object.attribute("Visible") == Some("false") {
                continue;
            }
            match &*object.name {
                "TextObject" => self.text(object, layer)?,
                "PathObject" => self.path(object, layer)?,
                "PageBlock" => self.objects(object, layer)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn spend(&mut self, bytes: usize) -> Result<(), Unreadable> {
        self.budget.bytes += bytes;
        if self.budget.bytes > LARGEST_CONTENTS {
            return Err(Unreadable::Excessive);
        }
        if self.budget.marks + self.sheet.marks.len() > MOST_CHARACTERS {
            return Err(Unreadable::TooLong);
        }
        Ok(())
    }

    /// From the places of an object to those of the page.
    fn placed(&self, object: &Element) -> Matrix {
        let boundary = numbers(object.attribute("Boundary").unwrap_or_default());
        let left = boundary.first().copied().unwrap_or_default();
        let top = boundary.get(1).copied().unwrap_or_default();
        let own = object.attribute("CTM").and_then(|own| numbers(own).try_into().ok());
        let own = own.map_or(Matrix::ONE, Matrix);
        own.then(Matrix([1.0, 0.0, 0.0, 1.0, left, top])).then(self.matrix)
    }

    fn text(&mut self, object: &Element, layer: Option<&str>) -> Result<(), Unreadable> {
        let number = |name: &str| object.attribute(name).and_then(|n| n.trim().parse::<f64>().ok());
        let filled = object.attribute("Fill") != Some("false");
        let Some(size) = number("Size").filter(|size| size.is_finite() && filled) else {
            return Ok(());
        };
        let glyphs = Glyphs {
            matrix: self.placed(object),
            size,
            scale: number("HScale").unwrap_or(1.0),
            direction: number("CharDirection").unwrap_or(0.0).to_radians(),
            light: light(object, layer, self.paints),
        };
        let (mut x, mut y) = (0.0, 0.0);
        for code in object.elements().filter(|element| &*element.name == "TextCode") {
            let text = code.text();
            let [across, down] = ["DeltaX", "DeltaY"].map(|name| code.attribute(name));
            let bytes = |steps: Option<&str>| steps.map_or(0, str::len);
            self.spend(text.len() + bytes(across) + bytes(down))?;
            let at = |name: &str| code.attribute(name).and_then(|n| n.trim().parse::<f64>().ok());
            (x, y) = (at("X").unwrap_or(x), at("Y").unwrap_or(y));
            let count = text.chars().count();
            let [across, down] = [across, down].map(|steps| steps.map(|s| deltas(s, count)));
            self.strings += 1;
            glyphs.show(&text, (x, y), (across, down), self.strings, &mut self.sheet);
        }
        Ok(())
    }

    fn path(&mut self, object: &Element, layer: Option<&str>) -> Result<(), Unreadable> {
        let data = object.child("AbbreviatedData").map(Element::text).unwrap_or_default();
        self.spend(data.len())?;
        let pieces = pieces(&data, self.placed(object));
        if object.attribute("Fill") == Some("true") {
            if is_opaque(object) {
                let light = light(object, layer, self.paints);
                for sides in rectangles(&pieces) {
                    self.sheet.cover(sides, light);
                }
            }
            self.sheet.fill(pieces.clone());
        }
        if object.attribute("Stroke") != Some("false") {
            self.sheet.stroke(pieces);
        }
        Ok(())
    }
}

/// How the characters of a text object are shown (11.3).
struct Glyphs {
    matrix: Matrix,
    size: f64,
    scale: f64,
    /// How far each is turned, clockwise.
    direction: f64,
    light: Option<f64>,
}

impl Glyphs {
    fn show(
        &self,
        text: &str,
        (mut x, mut y): (f64, f64),
        (across, down): (Option<Vec<f64>>, Option<Vec<f64>>),
        string: usize,
        sheet: &mut Sheet,
    ) {
        let step = |steps: &Option<Vec<f64>>, at: usize| steps.as_ref()?.get(at).copied();
        for (at, character) in text.chars().enumerate() {
            let usual = if character.is_ascii() { 0.5 } else { 1.0 } * self.size * self.scale;
            let right = step(&across, at);
            let widest = WIDEST * self.size * self.scale;
            let width = right.filter(|step| 0.0 < *step && *step <= widest).unwrap_or(usual);
            if !character.is_whitespace() && !character.is_control() {
                self.mark(character, (x, y), width, string, sheet);
            }
            x += right.unwrap_or(if down.is_none() { usual } else { 0.0 });
            y += step(&down, at).unwrap_or(0.0);
        }
    }

    fn mark(
        &self,
        character: char,
        (x, y): (f64, f64),
        width: f64,
        string: usize,
        sheet: &mut Sheet,
    ) {
        let (sin, cos) = self.direction.sin_cos();
        let from = self.matrix.place(x, y);
        let to = self.matrix.place(x + width * cos, y + width * sin);
        let head = self.matrix.place(x + self.size * sin, y - self.size * cos);
        let height = ((head.0 - from.0).powi(2) + (head.1 - from.1).powi(2)).sqrt();
        let places = [from.0, from.1, to.0, to.1, height];
        if places.iter().any(|place| !place.is_finite()) || !(0.5..500.0).contains(&height) {
            return;
        }
        sheet.marks.push(Mark {
            text: character.to_string(),
            left: from.0.min(to.0),
            right: from.0.max(to.0),
            baseline: (from.1 + to.1) / 2.0,
            size: height,
            light: self.light,
            way: way((to.0 - from.0, to.1 - from.1)),
            string,
        });
    }
}

/// Steps between characters; `g 3 4.5` stands for three of 4.5, and the last goes on.
pub(super) fn deltas(steps: &str, most: usize) -> Vec<f64> {
    let mut out: Vec<f64> = Vec::new();
    let mut words = steps.split_whitespace();
    while let Some(word) = words.next().filter(|_| out.len() < most) {
        let number = |word: Option<&str>| word.and_then(|word| word.parse::<f64>().ok());
        let (times, step) = match word {
            "g" | "G" => (number(words.next()).unwrap_or(0.0) as usize, number(words.next())),
            word => (1, number(Some(word))),
        };
        if let Some(step) = step.filter(|step| step.is_finite()) {
            out.extend(std::iter::repeat_n(step, times.min(most - out.len())));
        }
    }
    if let Some(last) = out.last().copied() {
        out.resize(most, last);
    }
    out
}

/// The straight pieces of a path (9.3.1); after a curve the pen is at its end.
fn pieces(data: &str, matrix: Matrix) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let mut words = data.split([' ', ',', '\n', '\r', '\t']).filter(|word| !word.is_empty());
    let mut pen: Option<(f64, f64)> = None;
    let mut begin = None;
    while let Some(word) = words.next().filter(|_| out.len() < MOST_PIECES) {
        let count = match word {
            "S" | "M" | "L" => 2,
            "Q" => 4,
            "B" => 6,
            "A" => 7,
            _ => 0,
        };
        let operands: Vec<f64> =
            words.by_ref().take(count).filter_map(|word| word.parse().ok()).collect();
        let next = match operands.as_slice() {
            [.., x, y] if operands.len() == count => Some(matrix.place(*x, *y)),
            _ => None,
        };
        match word {
            "S" | "M" => (pen, begin) = (next, next),
            "L" | "C" => {
                let to = if word == "C" { begin } else { next };
                out.extend(pen.zip(to));
                pen = to;
            }
            "Q" | "B" | "A" => pen = next,
            _ => {}
        }
    }
    out
}
