//! Reads a written PDF as any reader would — characters by their codes' ToUnicode tables, places by
//! the operators, cells by the ruled lines — and compares it with the document it was made from.
//!
//! The same once more as a screen reader hears it, by the tree of the document's parts (`heard`).
//!
//! Knows nothing of how pages were laid out. **Deliberately absent**: reading of PDFs others made;
//! that is `read::pdf`.

mod tags;

use super::NotPrinted;
use gongkai_layout::glyphs::is_invisible;
use gongkai_layout::measures::{
    AREA_HEIGHT, AREA_WIDTH, BAR, LEFT, PAPER_HEIGHT, PITCH, POINT, TOP,
};
use gongkai_model::document::{Block, Document, Role, Table};
use lopdf::content::Content;
use lopdf::{Document as File, Object, ObjectId};
use std::collections::{BTreeMap, HashMap};

/// A stream of a written PDF is never larger than this (bytes).
const LARGEST_STREAM: usize = 64 * 1024 * 1024;
/// Lines whose baselines differ by less are one line (mm).
const SAME_LINE: f64 = 0.5;
/// How far the middle of a character may lie before that of the one it follows (mm).
const SAME_PLACE: f64 = 0.05;

/// A character on the page: its place in mm from the upper left corner, of the paper held so that
/// its text is upright.
#[derive(Debug)]
struct Mark<'a> {
    text: &'a str,
    x: f64,
    width: f64,
    baseline: f64,
    size: f64,
    turned: bool,
    /// The numbered piece of the page (MCID) it belongs to; none for an artifact.
    piece: Option<i64>,
}

#[derive(Debug)]
struct Sheet<'a> {
    page: ObjectId,
    marks: Vec<Mark<'a>>,
    /// Its text is turned on the paper.
    turned: bool,
    /// (y, from, to) and (x, from, to), in mm; the upright ones from left to right.
    horizontal: Vec<(f64, f64, f64)>,
    vertical: Vec<(f64, f64, f64)>,
}

/// What a font's codes mean and how wide they are (thousandths of the type size).
#[derive(Default)]
struct Coding {
    text: HashMap<u16, String>,
    widths: HashMap<u16, f64>,
}

/// Compares a written PDF with its document: every paragraph, every cell. `extra` stands between
/// the text and the signature without being part of the document.
pub(super) fn compare(pdf: &[u8], document: &Document, extra: &str) -> Result<(), NotPrinted> {
    let file = File::load_mem(pdf).map_err(|_| NotPrinted::File)?;
    let codings = codings(&file).ok_or(NotPrinted::File)?;
    let sheets = sheets(&file, &codings).ok_or(NotPrinted::File)?;
    let mut text = String::new();
    let mut tables = document.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        Block::Paragraph(_) => None,
    });
    let mut open: Option<Reading<'_>> = None;
    for sheet in &sheets {
        let areas = ruled_areas(sheet);
        for area in &areas {
            if open.as_ref().is_none_or(Reading::is_done) {
                open = tables.next().map(Reading::new);
            }
            let reading = open.as_mut().ok_or_else(|| different("多出一个表格"))?;
            reading.part(sheet, area)?;
        }
        text.push_str(&running_text(sheet, &areas)?);
    }
    if open.is_some_and(|reading| !reading.is_done()) || tables.next().is_some() {
        return Err(different("表格不完整"));
    }
    compare_text(&text, document, extra)?;
    tags::compare(&file, &sheets, document, extra)
}

fn different(place: impl Into<String>) -> NotPrinted {
    NotPrinted::Different { place: place.into() }
}

/// What of a text is on paper: no blanks, no characters without a shape.
fn visible(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !is_invisible(*c)).collect()
}

fn compare_text(found: &str, document: &Document, extra: &str) -> Result<(), NotPrinted> {
    let closes = |role: Role| matches!(role, Role::Signature | Role::Date);
    let paragraphs = document.blocks.iter().filter_map(|block| match block {
        Block::Paragraph(paragraph) => Some((paragraph.role, visible(&paragraph.text))),
        Block::Table(_) => None,
    });
    let (closing, body): (Vec<_>, Vec<_>) = paragraphs.partition(|(role, _)| closes(*role));
    let expected = body.into_iter().chain([(Role::Body, visible(extra))]).chain(closing);
    let mut rest = found;
    for (_, paragraph) in expected {
        rest = rest.strip_prefix(paragraph.as_str()).ok_or_else(|| {
            let start: String = paragraph.chars().take(12).collect();
            different(format!("“{start}”一段"))
        })?;
    }
    if rest.is_empty() { Ok(()) } else { Err(different("多出文字")) }
}

/// Characters outside of tables and within the type area, line by line.
fn running_text(sheet: &Sheet<'_>, areas: &[Area]) -> Result<String, NotPrinted> {
    let mut marks: Vec<&Mark<'_>> = sheet
        .marks
        .iter()
        .filter(|mark| {
            // Turned, the type area lies on its side; what stands upright on such a page is none of
            // its text.
            let (top, bottom) = match sheet.turned {
                false => (TOP, TOP + AREA_HEIGHT),
                true => (LEFT, LEFT + AREA_WIDTH),
            };
            let within = mark.baseline > top && mark.baseline < bottom + PITCH / 2.0;
            within
                && mark.turned == sheet.turned
                && !areas.iter().any(|area| area.holds(mark.middle().1))
        })
        .collect();
    marks.sort_by(|a, b| a.baseline.total_cmp(&b.baseline));
    let mut text = String::new();
    for line in marks.chunk_by(|a, b| (a.baseline - b.baseline).abs() < SAME_LINE) {
        // Squeezed marks overlap with their air, so only middles tell the order.
        let in_order = line.windows(2).all(|pair| match pair {
            [left, right] => left.middle().0 < right.middle().0 + SAME_PLACE,
            _ => true,
        });
        if !in_order {
            return Err(different("文字次序"));
        }
        line.iter().for_each(|mark| text.push_str(mark.text));
    }
    Ok(visible(&text))
}

impl Mark<'_> {
    fn middle(&self) -> (f64, f64) {
        (self.x + self.width / 2.0, self.baseline - 0.3 * self.size)
    }
}

/// A part of a page ruled as a table.
struct Area {
    top: f64,
    bottom: f64,
    left: f64,
    right: f64,
}

impl Area {
    fn holds(&self, y: f64) -> bool {
        self.top - 0.1 < y && y < self.bottom + 0.1
    }
}

/// Where upright rules stand side by side, from top to bottom.
fn ruled_areas(sheet: &Sheet<'_>) -> Vec<Area> {
    let mut upright = sheet.vertical.clone();
    upright.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut areas: Vec<Area> = Vec::new();
    for (x, top, bottom) in upright {
        match areas.last_mut() {
            Some(area) if top <= area.bottom + 0.1 => {
                area.bottom = area.bottom.max(bottom);
                area.left = area.left.min(x);
                area.right = area.right.max(x);
            }
            _ => areas.push(Area { top, bottom, left: x, right: x }),
        }
    }
    areas
}

/// Where upright rules cross this height, from left to right.
fn rules_across(sheet: &Sheet<'_>, y: f64) -> Vec<f64> {
    let across = sheet.vertical.iter().filter(|(_, top, bottom)| *top < y && y < *bottom);
    let mut across: Vec<f64> = across.map(|rule| rule.0).collect();
    across.dedup_by(|a, b| (*a - *b).abs() < 0.05);
    across
}

/// A table being read, part by part.
struct Reading<'a> {
    table: &'a Table,
    next_row: usize,
    /// The cells of each row, from left to right.
    rows: Vec<Vec<usize>>,
    found: Vec<Option<String>>,
}

impl<'a> Reading<'a> {
    fn new(table: &'a Table) -> Self {
        let mut rows = vec![Vec::new(); usize::from(table.rows)];
        for (index, cell) in table.cells.iter().enumerate() {
            let covered = cell.row..cell.row.saturating_add(cell.row_span.max(1));
            for row in covered {
                if let Some(row) = rows.get_mut(usize::from(row)) {
                    row.push((cell.column, index));
                }
            }
        }
        let in_order = |mut row: Vec<(u16, usize)>| -> Vec<usize> {
            row.sort_unstable();
            row.into_iter().map(|(_, index)| index).collect()
        };
        let rows = rows.into_iter().map(in_order).collect();
        Reading { table, next_row: 0, rows, found: vec![None; table.cells.len()] }
    }

    fn is_done(&self) -> bool {
        self.next_row >= usize::from(self.table.rows)
    }

    /// Reads the part of the table in this area: its rows follow those of the part before, with
    /// the head above them.
    fn part(&mut self, sheet: &Sheet<'_>, area: &Area) -> Result<(), NotPrinted> {
        let mut edges: Vec<f64> =
            sheet.horizontal.iter().map(|rule| rule.0).filter(|y| area.holds(*y)).collect();
        edges.sort_by(f64::total_cmp);
        edges.dedup_by(|a, b| (*a - *b).abs() < 0.05);
        let shown = edges.len().saturating_sub(1);
        let head = if self.next_row == 0 { 0 } else { self.repeated(shown) };
        let next = self.next_row;
        let row_at = |y: f64| {
            let at = edges.windows(2).position(|pair| match pair {
                [top, bottom] => *top <= y && y < *bottom,
                _ => false,
            })?;
            Some(if at < head { at } else { next + at - head })
        };
        let mut texts: BTreeMap<usize, String> = BTreeMap::new();
        let inside = |mark: &&Mark| mark.turned == sheet.turned && area.holds(mark.middle().1);
        for mark in sheet.marks.iter().filter(inside) {
            let (x, y) = mark.middle();
            let cell = row_at(y).and_then(|row| self.cell_at(row, rules_across(sheet, y), x));
            let cell = cell.ok_or_else(|| different("表格以外有文字"))?;
            texts.entry(cell).or_default().push_str(mark.text);
        }
        let last = next + shown - head.min(shown);
        for (index, cell) in self.table.cells.iter().enumerate() {
            let rows =
                usize::from(cell.row)..usize::from(cell.row.saturating_add(cell.row_span.max(1)));
            let visible_here = rows.start < last && rows.end > next || rows.start < head;
            if !visible_here {
                continue;
            }
            let found = visible(texts.get(&index).map_or("", String::as_str));
            if found != visible(&cell.text) {
                let (row, column) = (cell.row + 1, cell.column + 1);
                return Err(different(format!("表格第{row}行第{column}列")));
            }
            if let Some(slot) = self.found.get_mut(index) {
                *slot = Some(found);
            }
        }
        if last <= next {
            return Err(different("表格不完整"));
        }
        self.next_row = last;
        if self.is_done() && (last > usize::from(self.table.rows) || self.found.contains(&None)) {
            return Err(different("表格不完整"));
        }
        Ok(())
    }

    /// The cell of a row that lies between the rules around `x`: the row has as many as there are
    /// gaps between rules.
    fn cell_at(&self, row: usize, rules: Vec<f64>, x: f64) -> Option<usize> {
        let cells = self.rows.get(row)?;
        if cells.len() + 1 != rules.len() {
            return None;
        }
        let gap = rules.windows(2).position(|pair| match pair {
            [left, right] => *left <= x && x < *right,
            _ => false,
        })?;
        cells.get(gap).copied()
    }

    /// Rows of the head a further part begins with: all of them, or none where there is not even
    /// room for them.
    fn repeated(&self, shown: usize) -> usize {
        let head = usize::from(self.table.head_rows);
        if shown > head { head } else { 0 }
    }
}

/// The fonts of a page by their names.
type Fonts = HashMap<Vec<u8>, ObjectId>;

/// What the codes of every font mean.
fn codings(file: &File) -> Option<HashMap<ObjectId, Coding>> {
    let mut codings = HashMap::new();
    for page in file.page_iter() {
        for id in page_fonts(file, page)?.into_values() {
            if let std::collections::hash_map::Entry::Vacant(slot) = codings.entry(id) {
                slot.insert(coding(file, id)?);
            }
        }
    }
    Some(codings)
}

/// Every page's characters and rules; none where the file is not what a PDF should be.
fn sheets<'a>(file: &File, codings: &'a HashMap<ObjectId, Coding>) -> Option<Vec<Sheet<'a>>> {
    let mut out = Vec::new();
    for page in file.page_iter() {
        let fonts = page_fonts(file, page)?;
        let mut content = Vec::new();
        for id in file.get_page_contents(page) {
            let stream = file.get_object(id).ok()?.as_stream().ok()?;
            content.extend(stream.get_plain_content_with_limit(LARGEST_STREAM).ok()?);
        }
        out.push(sheet(page, &content, &fonts, codings)?);
    }
    Some(out)
}

fn page_fonts(file: &File, page: ObjectId) -> Option<Fonts> {
    let resources = file.get_dictionary(page).ok()?.get_deref(b"Resources", file).ok()?;
    let fonts = resources.as_dict().ok()?.get_deref(b"Font", file).ok()?.as_dict().ok()?;
    fonts.iter().map(|(name, font)| Some((name.clone(), font.as_reference().ok()?))).collect()
}

fn coding(file: &File, font: ObjectId) -> Option<Coding> {
    let font = file.get_dictionary(font).ok()?;
    let table = font.get_deref(b"ToUnicode", file).ok()?.as_stream().ok()?;
    let table = table.get_plain_content_with_limit(LARGEST_STREAM).ok()?;
    let descendants = font.get_deref(b"DescendantFonts", file).ok()?.as_array().ok()?;
    let descendant = file.dereference(descendants.first()?).ok()?.1.as_dict().ok()?;
    let widths = match descendant.get_deref(b"W", file) {
        Ok(widths) => widths.as_array().ok()?.as_slice(),
        Err(_) => &[],
    };
    Some(Coding { text: to_unicode(&String::from_utf8_lossy(&table))?, widths: by_code(widths)? })
}

/// `[first [w w …] first [w …]]` (ISO 32000-1, 9.7.4.3).
fn by_code(list: &[Object]) -> Option<HashMap<u16, f64>> {
    let mut out = HashMap::new();
    for pair in list.chunks(2) {
        let [first, widths] = pair else { return None };
        let first = u16::try_from(first.as_i64().ok()?).ok()?;
        for (at, width) in widths.as_array().ok()?.iter().enumerate() {
            let code = first.checked_add(u16::try_from(at).ok()?)?;
            out.insert(code, f64::from(width.as_float().ok()?));
        }
    }
    Some(out)
}

/// The codes of a ToUnicode table: `<code> <text>` and `<first> <last> <text>` within its sections
/// (ISO 32000-1, 9.10.3).
fn to_unicode(table: &str) -> Option<HashMap<u16, String>> {
    let mut out = HashMap::new();
    let mut words = table.split_whitespace().peekable();
    let mut section = "";
    while let Some(word) = words.next() {
        match word {
            "beginbfchar" | "beginbfrange" => section = word,
            "endbfchar" | "endbfrange" => section = "",
            _ if section == "beginbfchar" && word.starts_with('<') => {
                out.insert(number(word)?, utf16(words.next()?)?);
            }
            _ if section == "beginbfrange" && word.starts_with('<') => {
                let (first, last) = (number(word)?, number(words.next()?)?);
                let units = units(words.next()?)?;
                for code in first..=last {
                    let mut units = units.clone();
                    let end = units.last_mut()?;
                    *end = end.checked_add(code - first)?;
                    out.insert(code, String::from_utf16(&units).ok()?);
                }
            }
            _ => {}
        }
    }
    Some(out)
}

fn number(word: &str) -> Option<u16> {
    u16::from_str_radix(word.trim_matches(['<', '>']), 16).ok()
}

fn units(word: &str) -> Option<Vec<u16>> {
    let digits = word.trim_matches(['<', '>']);
    let starts = (0..digits.len()).step_by(4);
    starts.map(|at| u16::from_str_radix(digits.get(at..at + 4)?, 16).ok()).collect()
}

fn utf16(word: &str) -> Option<String> {
    String::from_utf16(&units(word)?).ok()
}

/// Follows the operators of a page.
fn sheet<'a>(
    page: ObjectId,
    content: &[u8],
    fonts: &Fonts,
    codings: &'a HashMap<ObjectId, Coding>,
) -> Option<Sheet<'a>> {
    let mut sheet = Sheet {
        page,
        marks: Vec::new(),
        turned: false,
        horizontal: Vec::new(),
        vertical: Vec::new(),
    };
    let mut piece: Option<Option<i64>> = None;
    let mut coding: Option<&'a Coding> = None;
    let (mut size, mut spacing) = (0.0, 0.0);
    let (mut x, mut y) = (0.0, 0.0);
    let mut turned = false;
    let mut from = (0.0, 0.0);
    let mut to = (0.0, 0.0);
    let mut thickness = 0.0;
    let mut rules = Vec::new();
    for operation in Content::decode(content).ok()?.operations {
        let numbers: Vec<f64> =
            operation.operands.iter().filter_map(|n| n.as_float().ok()).map(f64::from).collect();
        match (operation.operator.as_str(), numbers.as_slice()) {
            ("Tf", [points]) => {
                let name = operation.operands.first()?.as_name().ok()?;
                coding = codings.get(fonts.get(name)?);
                size = *points;
            }
            ("BMC" | "BDC", _) if piece.is_some() => return None,
            ("BMC", _) => piece = Some(None),
            ("BDC", _) => {
                let properties = operation.operands.get(1)?.as_dict().ok()?;
                piece = Some(Some(properties.get(b"MCID").ok()?.as_i64().ok()?));
            }
            ("EMC", _) => piece = None,
            ("Tc", [points]) => spacing = *points,
            ("Tm", [1.0, 0.0, 0.0, 1.0, right, up]) => {
                (x, y, turned) = (right * POINT, PAPER_HEIGHT - up * POINT, false);
            }
            // Held so that this text is upright, the paper's lower left corner is its upper left.
            ("Tm", [0.0, 1.0, -1.0, 0.0, right, up]) => {
                (x, y, turned) = (up * POINT, right * POINT, true);
                sheet.turned = true;
            }
            ("Tj", _) => {
                let codes = operation.operands.first()?.as_str().ok()?;
                for code in codes.chunks(2) {
                    let [high, low] = code else { return None };
                    let code = u16::from_be_bytes([*high, *low]);
                    let width = coding?.widths.get(&code).copied().unwrap_or(1000.0);
                    let width = width / 1000.0 * size * POINT;
                    sheet.marks.push(Mark {
                        text: coding?.text.get(&code)?,
                        x,
                        width,
                        baseline: y,
                        size: size * POINT,
                        turned,
                        // All there is belongs to the document or is an artifact.
                        piece: piece?,
                    });
                    x += width + spacing * POINT;
                }
            }
            // Any other way to show text is none of ours.
            ("TJ" | "'" | "\"" | "Td" | "TD" | "T*" | "Tm", _) => return None,
            ("m", [x, y]) => from = (*x * POINT, *y * POINT),
            ("l", [x, y]) => to = (*x * POINT, *y * POINT),
            ("w", [x]) => thickness = *x,
            // A bar of a chart parts no cells.
            ("S", _) if thickness < BAR => rules.push((from, to)),
            _ => {}
        }
    }
    for (from, to) in rules {
        let held = |(right, up): (f64, f64)| match sheet.turned {
            false => (right, PAPER_HEIGHT - up),
            true => (up, right),
        };
        let (from, to) = (held(from), held(to));
        if (from.1 - to.1).abs() < 0.01 {
            sheet.horizontal.push((from.1, from.0.min(to.0), from.0.max(to.0)));
        } else {
            sheet.vertical.push((from.0, from.1.min(to.1), from.1.max(to.1)));
        }
    }
    sheet.vertical.sort_by(|a, b| a.0.total_cmp(&b.0));
    Some(sheet)
}
