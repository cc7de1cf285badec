//! What a word processor has to be told to come to the same pages: it breaks lines and pages itself,
//! so only what it would do otherwise is here.
//!
//! **Deliberately absent**: where each character stands.

use super::arrange::{Arranged, arrange};
use super::glyphs::glyphs;
use super::heading::heading_font;
use super::line::width;
use super::measures::{Area, INDENT};
use super::options::PageOptions;
use super::page::Source;
use super::paginate::{PageContent, Unit};
use super::paragraph::body;
use super::table::LaidTable;
pub use super::table::{CellPlan, SPARE, TablePlan};
use crate::fonts::{Faces, FontSet};
use gongkai_model::document::{Block, Document, Role};
use std::collections::{BTreeMap, BTreeSet};

/// By the index of its block, what is not left to the word processor. Lengths in mm.
#[derive(Debug, Default)]
pub struct Plan {
    /// The lines of titles of more than one.
    pub titles: BTreeMap<usize, Vec<String>>,
    /// Measures and page breaks of the tables.
    pub tables: BTreeMap<usize, TablePlan>,
    /// Blocks that begin a page although the page before has room left.
    pub turns: BTreeSet<usize>,
    /// Blocks on turned pages.
    pub sideways: BTreeSet<usize>,
    /// From line to line, of paragraphs that begin on a page where that is not the usual pitch.
    pub pitches: BTreeMap<usize, f64>,
    /// What each character is set closer by of headings whose stops are squeezed to fit one line.
    pub closer: BTreeMap<usize, f64>,
    /// What stays free between a table and the paragraph under it on the same page.
    pub below: BTreeMap<usize, f64>,
    /// The lines from the end of the text on, and from line to line of them.
    pub closing: Vec<ClosingLine>,
    /// From line to line of the closing lines, in mm.
    pub closing_pitch: f64,
}

/// A line after the text; from the left edge of the type area.
#[derive(Debug)]
pub enum ClosingLine {
    /// An empty line.
    Blank,
    /// The line to sign on, and where its rule ends.
    Signatory {
        /// Where it begins, in mm.
        left: f64,
        /// Where its rule ends, in mm.
        end: f64,
    },
    /// A line of the signature or the date.
    Of {
        /// Index of the paragraph in the document.
        block: usize,
        /// Signature or date.
        role: Role,
        /// This line of it.
        text: String,
        /// Where it begins, in mm.
        left: f64,
        /// Where it ends, in mm.
        right: f64,
    },
}

impl ClosingLine {
    /// Whether both are lines of one signature.
    pub fn same_block(&self, other: &ClosingLine) -> bool {
        match (self, other) {
            (ClosingLine::Of { block, .. }, ClosingLine::Of { block: other, .. }) => block == other,
            _ => false,
        }
    }
}

impl Plan {
    /// Whether the block is the signature or the date behind the text.
    pub fn closes(&self, at: usize) -> bool {
        let of = |line: &ClosingLine| matches!(line, ClosingLine::Of { block, .. } if *block == at);
        self.closing.iter().any(of)
    }
}

/// Lays the document out and tells what of it is to be kept.
pub fn plan(document: &Document, options: &PageOptions, fonts: &FontSet) -> Plan {
    let mut faces = Faces::new(fonts);
    let Arranged { sheets, tables, .. } = arrange(document, options, &mut faces);
    let mut plan = Plan {
        titles: titles(document, &sheets),
        closer: closer(document, &sheets, &mut faces),
        ..Plan::default()
    };
    let mut starts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut begun: BTreeSet<usize> = BTreeSet::new();
    let mut room = 0.0;
    for (at, sheet) in sheets.iter().enumerate() {
        let (tops, end) = sheet.tops(&tables);
        let first = sheet.units.first().and_then(|unit| block_of(unit, &tables));
        if let Some(block) = first.filter(|block| at > 0 && !begun.contains(block))
            && room >= sheet.area.pitch()
            && !sheet.area.turned
        {
            plan.turns.insert(block);
        }
        room = sheet.area.height - end;
        for (place, unit) in sheet.units.iter().enumerate() {
            let Some(block) = block_of(unit, &tables) else { continue };
            if begun.insert(block) && sheet.pitch != sheet.area.pitch() {
                plan.pitches.insert(block, sheet.pitch);
            }
            if sheet.area.turned {
                plan.sideways.insert(block);
            }
            let Unit::Table(index, part) = unit else { continue };
            if part.rows.start > 0 {
                starts.entry(*index).or_default().push(part.rows.start);
            }
            let height = tables.get(*index).map_or(0.0, |table| table.height(part));
            if let (Some(top), Some(next)) = (tops.get(place), tops.get(place + 1)) {
                plan.below.insert(block, next - top - height);
            }
        }
    }
    for (index, table) in tables.iter().enumerate() {
        plan.tables.insert(table.block(), table.plan(starts.remove(&index).unwrap_or_default()));
    }
    if let Some(sheet) = sheets.last() {
        plan.closing = closing(sheet);
        plan.closing_pitch = sheet.pitch;
    }
    plan
}

fn block_of(unit: &Unit, tables: &[LaidTable<'_>]) -> Option<usize> {
    match unit {
        Unit::Table(index, _) => Some(tables.get(*index)?.block()),
        Unit::Line(line) => match line.runs.first()?.of {
            Source::Block(block, _) => Some(block),
            _ => None,
        },
    }
}

fn titles(document: &Document, sheets: &[PageContent]) -> BTreeMap<usize, Vec<String>> {
    let mut titles: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for unit in sheets.iter().flat_map(|sheet| &sheet.units) {
        if let Unit::Line(line) = unit
            && let Some(Source::Block(block, Role::Title)) = line.runs.first().map(|run| run.of)
        {
            let text = line.runs.iter().map(|run| run.text.as_str()).collect();
            titles.entry(block).or_default().push(text);
        }
    }
    titles.retain(|block, lines| match document.blocks.get(*block) {
        // A character that no font has is not drawn as itself.
        Some(Block::Paragraph(title)) => lines.len() > 1 && lines.concat() == title.text.trim(),
        _ => false,
    });
    titles
}

/// A word processor need not squeeze stops as the layout does.
fn closer(
    document: &Document,
    sheets: &[PageContent],
    faces: &mut Faces<'_>,
) -> BTreeMap<usize, f64> {
    let mut lines: BTreeMap<usize, (usize, Area)> = BTreeMap::new();
    for sheet in sheets {
        for unit in &sheet.units {
            if let Unit::Line(line) = unit
                && let Some(Source::Block(block, Role::Heading(_))) =
                    line.runs.first().map(|run| run.of)
            {
                lines.entry(block).or_insert((0, sheet.area)).0 += 1;
            }
        }
    }
    let closer = lines.into_iter().filter_map(|(block, (lines, area))| {
        let Some(Block::Paragraph(heading)) = document.blocks.get(block) else { return None };
        let Role::Heading(level) = heading.role else { return None };
        let style = body(heading_font(level), &area);
        let glyphs = glyphs(heading.text.trim(), style, faces, &mut Vec::new());
        let over = width(&glyphs) + INDENT * area.advance() - area.width;
        let count = glyphs.len().saturating_sub(1).max(1) as f64;
        (lines == 1 && over > 0.0).then(|| (block, (over + SPARE) / count))
    });
    closer.collect()
}

/// The lines behind the text on the last page.
fn closing(sheet: &PageContent) -> Vec<ClosingLine> {
    let mut lines: Vec<ClosingLine> = sheet.units.iter().rev().map_while(closing_line).collect();
    lines.reverse();
    lines
}

fn closing_line(unit: &Unit) -> Option<ClosingLine> {
    let Unit::Line(line) = unit else { return None };
    if line.is_blank() {
        return Some(ClosingLine::Blank);
    }
    let (first, last) = (line.runs.first()?, line.runs.last()?);
    match first.of {
        Source::Signatory => {
            Some(ClosingLine::Signatory { left: first.x, end: line.rule.map_or(first.x, |r| r.1) })
        }
        Source::Block(block, role @ (Role::Signature | Role::Date)) => Some(ClosingLine::Of {
            block,
            role,
            text: line.runs.iter().map(|run| run.text.as_str()).collect(),
            left: first.x,
            right: last.x + last.width,
        }),
        _ => None,
    }
}
