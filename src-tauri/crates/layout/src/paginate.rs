//! Lines and tables → pages: what comes on which page.
//!
//! A heading never stands last on a page; no row of a table is parted and its head is repeated;
//! signature and date never stand alone, the pitch of lines is adjusted instead (GB/T 9704-2012,
//! 7.3.5.4), and so it is for a line or two left over.

use super::measures::*;
use super::page::Run;
use super::table::{LaidTable, TablePart};

/// Least space between a table and the text that follows it, in mm.
const BELOW_TABLE: f64 = 1.5;
/// Millimetres that don't count.
const TOLERANCE: f64 = 1e-6;
/// Rows of a table that stay together at the foot and at the top of a page.
const ROWS_TOGETHER: usize = 2;
/// Lines of text that go with a signature to the next page.
const LINES_TOGETHER: usize = 2;

/// A line of text; its runs stand on a baseline at 0, from the type area's left edge.
#[derive(Clone, Debug, Default)]
pub(super) struct TextLine {
    pub runs: Vec<Run>,
    /// Not last on a page.
    pub keep: bool,
    /// A heading begins here: its text and level.
    pub entry: Option<(String, u8)>,
    /// A rule to write on, from and to.
    pub rule: Option<(f64, f64)>,
}

impl TextLine {
    pub fn blank() -> Self {
        TextLine::default()
    }

    pub fn is_blank(&self) -> bool {
        self.runs.is_empty() && self.rule.is_none()
    }
}

/// What flows over the pages.
pub(super) enum Flowing<'a> {
    Line(TextLine),
    Table(LaidTable<'a>),
    /// What follows stands on new pages, in this area.
    Turn(Area),
}

/// What stands on a page, from top to bottom.
#[derive(Clone, Debug)]
pub(super) enum Unit {
    Line(TextLine),
    /// A part of the table at this index.
    Table(usize, TablePart),
}

#[derive(Clone, Debug)]
pub(super) struct PageContent {
    pub area: Area,
    pub units: Vec<Unit>,
    /// From line to line, in mm.
    pub pitch: f64,
}

impl PageContent {
    fn new(area: Area) -> Self {
        PageContent { area, units: Vec::new(), pitch: area.pitch() }
    }

    /// The upper edge of each unit from the top of the type area, and where a line after the last
    /// one would begin.
    pub fn tops(&self, tables: &[LaidTable<'_>]) -> (Vec<f64>, f64) {
        let mut y = 0.0;
        let mut tops = Vec::with_capacity(self.units.len());
        for unit in &self.units {
            tops.push(y);
            y = match unit {
                Unit::Line(_) => y + self.pitch,
                Unit::Table(table, part) => {
                    let height = tables.get(*table).map_or(0.0, |table| table.height(part));
                    on_grid(y + height, self.pitch)
                }
            };
        }
        (tops, y)
    }
}

/// The first line of the grid that a table ending at `bottom` leaves free.
fn on_grid(bottom: f64, pitch: f64) -> f64 {
    ((bottom + BELOW_TABLE) / pitch - TOLERANCE).ceil() * pitch
}

/// Pages filled so far.
struct Pages<'a> {
    tables: Vec<LaidTable<'a>>,
    done: Vec<PageContent>,
    open: PageContent,
    y: f64,
}

/// Fills pages with what flows, and sets `closing` behind the last of it.
pub(super) fn paginate<'a>(
    flowing: Vec<Flowing<'a>>,
    closing: Vec<TextLine>,
) -> (Vec<PageContent>, Vec<LaidTable<'a>>) {
    let open = PageContent::new(UPRIGHT);
    let mut pages = Pages { tables: Vec::new(), done: Vec::new(), open, y: 0.0 };
    let mut kept: Vec<TextLine> = Vec::new();
    for item in flowing {
        match item {
            Flowing::Line(line) if line.keep => kept.push(line),
            Flowing::Line(line) => {
                pages.room_for((kept.len() + 1) as f64 * pages.pitch());
                kept.drain(..).for_each(|heading| pages.line(heading));
                pages.line(line);
            }
            Flowing::Table(table) => {
                let first = TablePart { head: false, rows: 0..least_rows(&table, 0) };
                pages.room_for(kept.len() as f64 * pages.pitch() + table.height(&first));
                kept.drain(..).for_each(|heading| pages.line(heading));
                pages.table(table);
            }
            Flowing::Turn(area) => {
                pages.room_for(kept.len() as f64 * pages.pitch());
                kept.drain(..).for_each(|heading| pages.line(heading));
                pages.turn_to(area);
            }
        }
    }
    pages.room_for(kept.len() as f64 * pages.pitch());
    kept.into_iter().for_each(|heading| pages.line(heading));
    pages.close(closing);
    pages.done.push(pages.open);
    (pages.done, pages.tables)
}

/// The row up to which a table has to stand together when it starts with this one.
fn least_rows(table: &LaidTable<'_>, start: usize) -> usize {
    let body = start.max(table.head_rows());
    (body + ROWS_TOGETHER..table.rows())
        .find(|row| table.may_part_above(*row, start))
        .unwrap_or(table.rows())
}

impl<'a> Pages<'a> {
    /// A new page, unless there is this much room or the page is empty.
    fn room_for(&mut self, height: f64) {
        if self.y + height > self.open.area.height + TOLERANCE && !self.open.units.is_empty() {
            self.turn();
        }
    }

    fn turn(&mut self) {
        let next = PageContent::new(self.open.area);
        self.done.push(std::mem::replace(&mut self.open, next));
        self.y = 0.0;
    }

    fn turn_to(&mut self, area: Area) {
        if !self.open.units.is_empty() {
            self.turn();
        }
        self.open = PageContent::new(area);
    }

    fn pitch(&self) -> f64 {
        self.open.area.pitch()
    }

    fn line(&mut self, line: TextLine) {
        self.room_for(self.pitch());
        self.open.units.push(Unit::Line(line));
        self.y += self.pitch();
    }

    fn table(&mut self, table: LaidTable<'a>) {
        let index = self.tables.len();
        let mut start = 0;
        while start < table.rows() {
            let part = |end: usize| TablePart { head: start > 0, rows: start..end };
            let fits =
                |end: usize| self.y + table.height(&part(end)) <= self.open.area.height + TOLERANCE;
            let ends = (start + 1..=table.rows())
                .filter(|end| *end == table.rows() || table.may_part_above(*end, start));
            let mut end = ends.take_while(|end| fits(*end)).last().unwrap_or(start);
            let least = least_rows(&table, start);
            if end < least && !self.open.units.is_empty() && self.y > 0.0 && !self.only_headings() {
                self.turn();
                continue;
            }
            // Nowhere to part it well: as much as fits, and a row too high for any page alone.
            if end == start {
                let fitting = (start + 1..=table.rows()).take_while(|end| fits(*end)).last();
                end = fitting.unwrap_or(start + 1);
            }
            let left = table.rows() - end;
            if left > 0 && left < ROWS_TOGETHER && end > start + 2 * ROWS_TOGETHER {
                let earlier = end - (ROWS_TOGETHER - left);
                end = if table.may_part_above(earlier, start) { earlier } else { end };
            }
            let part = part(end);
            self.y = on_grid(self.y + table.height(&part), self.pitch());
            self.open.units.push(Unit::Table(index, part));
            start = end;
            if start < table.rows() {
                self.turn();
            }
        }
        self.tables.push(table);
    }

    /// Whether the page has nothing but lines that must not be parted from what comes.
    fn only_headings(&self) -> bool {
        self.open.units.iter().all(|unit| matches!(unit, Unit::Line(line) if line.keep))
    }

    /// Sets signature and date behind the text, with at least some of it on their page.
    fn close(&mut self, closing: Vec<TextLine>) {
        if closing.is_empty() {
            self.take_back();
            return;
        }
        match self.closer(&self.open.units, closing.len()) {
            Some(pitch) => self.open.pitch = pitch,
            None => self.carry_over(),
        }
        self.open.units.extend(closing.into_iter().map(Unit::Line));
    }

    /// The widest pitch at which this and so many more lines stand on a page.
    fn closer(&self, units: &[Unit], more: usize) -> Option<f64> {
        let area = self.open.area;
        let pitches =
            (area.lines..=area.lines + LINES_ADJUSTED).map(|lines| area.height / f64::from(lines));
        pitches.into_iter().find(|pitch| {
            let sheet = PageContent { area, units: units.to_vec(), pitch: *pitch };
            sheet.tops(&self.tables).1 + more as f64 * pitch <= area.height + TOLERANCE
        })
    }

    /// A line or two never stand alone on the last page when the page before has room for them set
    /// closer.
    fn take_back(&mut self) {
        let few = self.open.units.len() <= LINES_TOGETHER
            && self.open.units.iter().all(|unit| matches!(unit, Unit::Line(_)));
        let Some(before) = self.done.last().filter(|page| few && page.area == self.open.area)
        else {
            return;
        };
        let Some(pitch) = self.closer(&before.units, self.open.units.len()) else { return };
        let alone = std::mem::take(&mut self.open.units);
        if let Some(before) = self.done.pop() {
            self.open = PageContent { pitch, ..before };
        }
        self.open.units.extend(alone);
    }

    /// Takes the last lines or rows of the open page to a new one.
    fn carry_over(&mut self) {
        let mut carried: Vec<Unit> = Vec::new();
        let last_rows = match self.open.units.last_mut() {
            Some(Unit::Table(table, part)) => self.tables.get(*table).and_then(|laid| {
                let cut = part.rows.end.checked_sub(ROWS_TOGETHER)?;
                let parts = cut >= part.rows.start + ROWS_TOGETHER
                    && cut > laid.head_rows()
                    && laid.may_part_above(cut, part.rows.start);
                let carried = TablePart { head: true, rows: cut..part.rows.end };
                parts.then(|| {
                    part.rows.end = cut;
                    Unit::Table(*table, carried)
                })
            }),
            _ => None,
        };
        if let Some(rows) = last_rows {
            carried.push(rows);
        } else {
            let count = match self.open.units.last() {
                Some(Unit::Table(..)) => 1,
                _ => LINES_TOGETHER,
            };
            for _ in 0..count {
                carried.extend(self.open.units.pop());
            }
            while matches!(self.open.units.last(), Some(Unit::Line(line)) if line.keep) {
                carried.extend(self.open.units.pop());
            }
            carried.reverse();
        }
        if self.open.units.is_empty() {
            self.open.units = carried;
            return;
        }
        let lines = self.open.units.len() as u32;
        let text_only = self.open.units.iter().all(|unit| matches!(unit, Unit::Line(_)));
        let area = self.open.area;
        if text_only && (area.lines - LINES_ADJUSTED..=area.lines).contains(&lines) {
            self.open.pitch = area.height / f64::from(lines);
        }
        self.turn();
        self.open.units = carried;
    }
}
