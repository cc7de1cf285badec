//! A page's content → marks with their places, and ruled lines. In points, from the upper left.

use super::fonts::{Font, Fonts, number};
use super::paint::{self, Paint};
use crate::Unreadable;
use crate::limits::MOST_CHARACTERS;
use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document as File, Object, ObjectId, Stream};
use std::rc::Rc;

/// Deepest nesting of drawings in drawings.
const DEEPEST: usize = 8;
/// Most operations of a whole file.
const MOST_OPERATIONS: usize = 3_000_000;
/// Most bytes of content of a page or a drawing, and of a whole file; a full page has a hundred
/// thousand.
const LARGEST_CONTENT: usize = 2 * 1024 * 1024;
const LARGEST_CONTENTS: usize = 32 * 1024 * 1024;

/// A character.
#[derive(Clone, Debug)]
pub(in crate::formats) struct Mark {
    pub text: String,
    pub left: f64,
    pub right: f64,
    pub baseline: f64,
    pub size: f64,
    /// How bright it is, from 0 (black) to 1; none where its colour is not known.
    pub light: Option<f64>,
    /// Which way it runs; none for slanted ones.
    pub way: Option<Way>,
    /// The number of the string it is of.
    pub string: usize,
}

/// Which way text runs on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::formats) enum Way {
    Right,
    Down,
    Left,
    Up,
}

/// A filled area, a picture among them.
#[derive(Clone, Copy, Debug)]
pub(in crate::formats) struct Fill {
    /// Left, top, right, bottom.
    pub sides: [f64; 4],
    pub light: Option<f64>,
    /// So many marks were there before it.
    pub behind: usize,
}

impl Mark {
    pub fn middle(&self) -> (f64, f64) {
        ((self.left + self.right) / 2.0, self.baseline - 0.35 * self.size)
    }
}

/// A ruled line: its place across, and from where to where.
#[derive(Clone, Copy, Debug)]
pub(in crate::formats) struct Rule {
    pub at: f64,
    pub from: f64,
    pub to: f64,
}

#[derive(Debug, Default)]
pub(in crate::formats) struct Sheet {
    pub height: f64,
    pub marks: Vec<Mark>,
    pub across: Vec<Rule>,
    pub down: Vec<Rule>,
    /// Opaque areas, in the order they are painted.
    pub fills: Vec<Fill>,
    /// Areas that a remark strikes out.
    pub struck: Vec<[f64; 4]>,
    /// Some of its content makes no sense.
    pub broken: bool,
    /// Words that are there and not seen, or shown as void, to be told.
    pub passed_over: Vec<String>,
}

/// What may still be spent on a file.
#[derive(Default)]
pub(super) struct Budget {
    operations: usize,
    bytes: usize,
    marks: usize,
}

#[derive(Clone, Copy)]
pub(in crate::formats) struct Matrix(pub [f64; 6]);

impl Matrix {
    pub const ONE: Matrix = Matrix([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// First `self`, then `then`.
    pub fn then(self, then: Matrix) -> Matrix {
        let [a, b, c, d, e, f] = self.0;
        let [g, h, i, j, k, l] = then.0;
        Matrix([
            a * g + b * i,
            a * h + b * j,
            c * g + d * i,
            c * h + d * j,
            e * g + f * i + k,
            e * h + f * j + l,
        ])
    }

    pub fn place(self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }

    fn of(operands: &[Object]) -> Option<Matrix> {
        let numbers: Vec<f64> = operands.iter().map(number).collect::<Option<_>>()?;
        numbers.try_into().ok().map(Matrix)
    }
}

#[derive(Clone)]
pub(super) struct State {
    pub matrix: Matrix,
    font: Rc<Font>,
    size: f64,
    character_space: f64,
    word_space: f64,
    scale: f64,
    leading: f64,
    rise: f64,
    mode: i64,
    pub paint: Paint,
    line_paint: Paint,
    /// What is painted outside is not seen.
    pub clip: Option<[f64; 4]>,
}

impl State {
    fn new() -> Self {
        State {
            matrix: Matrix::ONE,
            font: Rc::default(),
            size: 0.0,
            character_space: 0.0,
            word_space: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
            mode: 0,
            paint: Paint::default(),
            line_paint: Paint::default(),
            clip: None,
        }
    }
}

/// Reads a page; where most of its text runs another way than to the right, it is turned.
pub(super) fn sheet(
    file: &File,
    page: ObjectId,
    fonts: &mut Fonts,
    budget: &mut Budget,
) -> Result<Sheet, Unreadable> {
    let sheet = turned(file, page, 0, fonts, budget)?;
    let most =
        |way| sheet.marks.iter().filter(|m| m.way == Some(way)).count() * 2 > sheet.marks.len();
    let quarters = [(Way::Up, 1), (Way::Left, 2), (Way::Down, 3)];
    match quarters.into_iter().find(|(way, _)| most(*way)) {
        Some((_, quarters)) => turned(file, page, quarters * 90, fonts, budget),
        None => Ok(sheet),
    }
}

fn turned(
    file: &File,
    page: ObjectId,
    turn: i64,
    fonts: &mut Fonts,
    budget: &mut Budget,
) -> Result<Sheet, Unreadable> {
    let (matrix, height) = frame(file, page, turn);
    let mut walk = Walk {
        file,
        fonts,
        budget,
        sheet: Sheet { height, ..Sheet::default() },
        state: State { matrix, ..State::new() },
        unseen: Vec::new(),
        strings: 0,
        clips: false,
        saved: Vec::new(),
        text: Matrix::ONE,
        line: Matrix::ONE,
        path: Vec::new(),
        point: None,
        begin: None,
    };
    let none = Dictionary::new();
    let resources = inherited(file, page, b"Resources").and_then(|object| object.as_dict().ok());
    let content = file
        .get_page_content_with_limit(page, LARGEST_CONTENT)
        .map_err(|_| Unreadable::Excessive)?;
    walk.content(&content, resources.unwrap_or(&none), 0)?;
    walk.annotations(page, matrix)?;
    let marks = walk.sheet.marks.len();
    walk.budget.marks += marks;
    Ok(walk.sheet)
}

/// An entry of a page or of the nodes above it.
fn inherited<'a>(file: &'a File, page: ObjectId, key: &[u8]) -> Option<&'a Object> {
    let mut node = file.get_dictionary(page).ok()?;
    for _ in 0..32 {
        if let Ok(found) = node.get_deref(key, file) {
            return Some(found);
        }
        node = node.get_deref(b"Parent", file).ok()?.as_dict().ok()?;
    }
    None
}

/// The matrix that turns the page upright with its upper left corner at 0, 0, and its height.
fn frame(file: &File, page: ObjectId, turn: i64) -> (Matrix, f64) {
    let corners = [b"CropBox".as_slice(), b"MediaBox"].iter().find_map(|key| {
        let corners = inherited(file, page, key)?.as_array().ok()?;
        let corner = |object| number(file.dereference(object).ok()?.1);
        let numbers: Vec<f64> = corners.iter().map(corner).collect::<Option<_>>()?;
        <[f64; 4]>::try_from(numbers).ok()
    });
    let [x1, y1, x2, y2] = corners.unwrap_or([0.0, 0.0, 595.0, 842.0]);
    let (left, right) = (x1.min(x2), x1.max(x2));
    let (bottom, top) = (y1.min(y2), y1.max(y2));
    let turned = inherited(file, page, b"Rotate").and_then(number).unwrap_or(0.0);
    match (turned as i64 + turn).rem_euclid(360) {
        90 => (Matrix([0.0, 1.0, 1.0, 0.0, -bottom, -left]), right - left),
        180 => (Matrix([-1.0, 0.0, 0.0, 1.0, right, -bottom]), top - bottom),
        270 => (Matrix([0.0, -1.0, -1.0, 0.0, top, right]), right - left),
        _ => (Matrix([1.0, 0.0, 0.0, -1.0, -left, top]), top - bottom),
    }
}

pub(super) struct Walk<'a> {
    pub file: &'a File,
    fonts: &'a mut Fonts,
    budget: &'a mut Budget,
    pub sheet: Sheet,
    pub state: State,
    saved: Vec<State>,
    text: Matrix,
    line: Matrix,
    /// Pieces of the open path, in page places.
    pub path: Vec<((f64, f64), (f64, f64))>,
    pub point: Option<(f64, f64)>,
    pub begin: Option<(f64, f64)>,
    /// For each open part with a mark of its own whether it is not seen.
    unseen: Vec<bool>,
    /// Strings shown so far.
    pub strings: usize,
    /// The open path becomes the clip.
    pub clips: bool,
}

impl Walk<'_> {
    fn content(
        &mut self,
        content: &[u8],
        resources: &Dictionary,
        depth: usize,
    ) -> Result<(), Unreadable> {
        self.budget.bytes += content.len();
        if self.budget.bytes > LARGEST_CONTENTS {
            return Err(Unreadable::Excessive);
        }
        let Ok(content) = Content::decode(content) else {
            self.sheet.broken = true;
            return Ok(());
        };
        self.budget.operations += content.operations.len();
        if self.budget.operations > MOST_OPERATIONS {
            return Err(Unreadable::Excessive);
        }
        let kept = self.saved.len();
        for operation in &content.operations {
            self.operation(operation, resources, depth)?;
            if self.budget.marks + self.sheet.marks.len() > MOST_CHARACTERS {
                return Err(Unreadable::TooLong);
            }
        }
        self.saved.truncate(kept);
        Ok(())
    }

    fn operation(
        &mut self,
        operation: &Operation,
        resources: &Dictionary,
        depth: usize,
    ) -> Result<(), Unreadable> {
        let operands = operation.operands.as_slice();
        let at = |index: usize| operands.get(index).and_then(number).unwrap_or(0.0);
        match operation.operator.as_str() {
            "q" if self.saved.len() < 500 => self.saved.push(self.state.clone()),
            "Q" => {
                if let Some(state) = self.saved.pop() {
                    self.state = state;
                }
            }
            "cm" => {
                if let Some(matrix) = Matrix::of(operands) {
                    self.state.matrix = matrix.then(self.state.matrix);
                }
            }
            "Do" => self.draw(operands, resources, depth)?,
            "BT" => (self.text, self.line) = (Matrix::ONE, Matrix::ONE),
            "Tf" => {
                self.state.size = at(1);
                let name = operands.first().and_then(|name| name.as_name().ok());
                let fonts = resources.get_deref(b"Font", self.file).and_then(Object::as_dict);
                let font = name.and_then(|name| fonts.ok()?.get(name).ok());
                self.state.font =
                    font.map(|font| self.fonts.get(self.file, font)).unwrap_or_default();
            }
            "Tc" => self.state.character_space = at(0),
            "Tw" => self.state.word_space = at(0),
            "Tz" => self.state.scale = at(0) / 100.0,
            "TL" => self.state.leading = at(0),
            "Ts" => self.state.rise = at(0),
            "Tr" => self.state.mode = at(0) as i64,
            "Td" => self.next_line(at(0), at(1)),
            "TD" => {
                self.state.leading = -at(1);
                self.next_line(at(0), at(1));
            }
            "Tm" => {
                if let Some(matrix) = Matrix::of(operands) {
                    (self.text, self.line) = (matrix, matrix);
                }
            }
            "T*" => self.next_line(0.0, -self.state.leading),
            "BMC" | "BDC" if self.unseen.len() < 500 => {
                let unseen = paint::is_unseen(self.file, operands, resources);
                self.unseen.push(unseen);
            }
            "EMC" => {
                self.unseen.pop();
            }
            "gs" => {
                let states = resources.get_deref(b"ExtGState", self.file).and_then(Object::as_dict);
                let name = operands.first().and_then(|name| name.as_name().ok());
                let state = name.and_then(|name| states.ok()?.get_deref(name, self.file).ok());
                if let Some(state) = state.and_then(|state| state.as_dict().ok()) {
                    self.state.paint.transparent(self.file, state, b"ca");
                    self.state.line_paint.transparent(self.file, state, b"CA");
                }
            }
            "Tj" => self.show(operands.first()),
            "'" => {
                self.next_line(0.0, -self.state.leading);
                self.show(operands.first());
            }
            "\"" => {
                self.state.word_space = at(0);
                self.state.character_space = at(1);
                self.next_line(0.0, -self.state.leading);
                self.show(operands.get(2));
            }
            "TJ" => {
                for piece in operands.first().and_then(|o| o.as_array().ok()).into_iter().flatten()
                {
                    match number(piece) {
                        Some(back) => self.advance(-back / 1000.0 * self.state.size),
                        None => self.show(Some(piece)),
                    }
                }
            }
            operator => {
                let (fill, line) = (&mut self.state.paint, &mut self.state.line_paint);
                if !fill.set(self.file, operator, operands, resources, false)
                    && !line.set(self.file, operator, operands, resources, true)
                {
                    self.path(operator, operands);
                }
            }
        }
        Ok(())
    }

    fn draw(
        &mut self,
        operands: &[Object],
        resources: &Dictionary,
        depth: usize,
    ) -> Result<(), Unreadable> {
        let name = operands.first().and_then(|name| name.as_name().ok());
        let drawings = resources.get_deref(b"XObject", self.file).and_then(Object::as_dict);
        let stream = name
            .and_then(|name| drawings.ok()?.get_deref(name, self.file).ok())
            .and_then(|object| object.as_stream().ok());
        let Some(stream) = stream.filter(|_| depth < DEEPEST) else { return Ok(()) };
        let is_form =
            stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|n| n == b"Form");
        if !is_form {
            return Ok(());
        }
        self.form(stream, resources, depth)
    }

    /// Begins with a state of its own, for what stands on the page beside its content.
    pub fn start_anew(&mut self, matrix: Matrix) {
        self.saved.clear();
        self.unseen.clear();
        self.state = State { matrix, ..State::new() };
        (self.text, self.line) = (Matrix::ONE, Matrix::ONE);
    }

    /// Draws a drawing of its own.
    pub fn form(
        &mut self,
        stream: &Stream,
        resources: &Dictionary,
        depth: usize,
    ) -> Result<(), Unreadable> {
        let own = stream.dict.get_deref(b"Resources", self.file).and_then(Object::as_dict);
        let Ok(content) = stream.get_plain_content_with_limit(LARGEST_CONTENT) else {
            // What unpacks to more was unpacked up to there.
            self.budget.bytes += LARGEST_CONTENT;
            return Ok(());
        };
        let matrix = stream.dict.get_deref(b"Matrix", self.file).and_then(Object::as_array);
        let before = self.state.clone();
        let texts = (self.text, self.line);
        if let Some(matrix) = matrix.ok().and_then(|numbers| Matrix::of(numbers)) {
            self.state.matrix = matrix.then(self.state.matrix);
        }
        self.content(&content, own.unwrap_or(resources), depth + 1)?;
        self.state = before;
        (self.text, self.line) = texts;
        Ok(())
    }

    pub fn is_unseen(&self) -> bool {
        self.unseen.contains(&true)
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.line = Matrix([1.0, 0.0, 0.0, 1.0, x, y]).then(self.line);
        self.text = self.line;
    }

    /// Moves on by so much of text space, before scaling.
    fn advance(&mut self, by: f64) {
        let step = if self.state.font.vertical {
            Matrix([1.0, 0.0, 0.0, 1.0, 0.0, by])
        } else {
            Matrix([1.0, 0.0, 0.0, 1.0, by * self.state.scale, 0.0])
        };
        self.text = step.then(self.text);
    }

    fn show(&mut self, string: Option<&Object>) {
        let Some(Ok(string)) = string.map(Object::as_str) else { return };
        self.strings += 1;
        let font = self.state.font.clone();
        for code in font.codes(string) {
            let space = if code.is_space { self.state.word_space } else { 0.0 };
            let glyph = code.width / 1000.0 * self.state.size;
            // 3: not painted, 7: clipping only.
            if !matches!(self.state.mode, 3 | 7)
                && !self.is_unseen()
                && !code.text.trim().is_empty()
            {
                self.mark(code.text, glyph, font.vertical);
            }
            if font.vertical {
                let down = self.state.size + self.state.character_space + space;
                self.advance(-down);
            } else {
                self.advance(glyph + self.state.character_space + space);
            }
        }
    }

    fn mark(&mut self, text: String, width: f64, vertical: bool) {
        let matrix = self.text.then(self.state.matrix);
        let size = self.state.size;
        let (from, to) = if vertical {
            let base = -0.88 * size;
            (matrix.place(-width / 2.0, base), matrix.place(width / 2.0, base))
        } else {
            let rise = self.state.rise;
            let width = width * self.state.scale;
            (matrix.place(0.0, rise), matrix.place(width, rise))
        };
        let (foot, head) = (matrix.place(0.0, 0.0), matrix.place(0.0, size));
        let height = ((head.0 - foot.0).powi(2) + (head.1 - foot.1).powi(2)).sqrt();
        let places = [from.0, from.1, to.0, to.1, height];
        if places.iter().any(|place| !place.is_finite()) || !(0.5..500.0).contains(&height) {
            return;
        }
        let (left, right) = (from.0.min(to.0), from.0.max(to.0));
        let baseline = (from.1 + to.1) / 2.0;
        let way = if vertical { Some(Way::Right) } else { way((to.0 - from.0, to.1 - from.1)) };
        let paint = if self.state.mode == 1 { &self.state.line_paint } else { &self.state.paint };
        let (light, string) = (paint.light(), self.strings);
        let mark = Mark { text, left, right, baseline, size: height, light, way, string };
        let (x, y) = mark.middle();
        let outside =
            |[left, top, right, bottom]: [f64; 4]| x < left || x > right || y < top || y > bottom;
        if self.state.clip.is_none_or(|clip| !outside(clip)) {
            self.sheet.marks.push(mark);
        }
    }
}

/// Which way a step leads.
pub(in crate::formats) fn way((x, y): (f64, f64)) -> Option<Way> {
    /// A slant no straight line has: five degrees.
    const SLANT: f64 = 0.0875;
    let (across, down) = (x.abs(), y.abs());
    if down <= SLANT * across {
        Some(if x >= 0.0 { Way::Right } else { Way::Left })
    } else if across <= SLANT * down {
        Some(if y > 0.0 { Way::Down } else { Way::Up })
    } else {
        None
    }
}
