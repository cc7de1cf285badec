//! Written pages against the document they were made from: every paragraph, every cell.

use super::page::{Character, PageContent};
use super::table::{RuledArea, TableReading, ruled_areas};
use super::text::{different, visible};
use crate::error::NotPrinted;
use gongkai_layout::measures::{AREA_HEIGHT, AREA_WIDTH, LEFT, PITCH, TOP};
use gongkai_model::document::{Block, Document, Role};

/// Lines whose baselines differ by less are one line (mm).
const SAME_LINE: f64 = 0.5;
/// How far the middle of a character may lie before that of the one it follows (mm).
const SAME_PLACE: f64 = 0.05;

/// Compares pages with their document. `extra` stands between the text and the signature without
/// being part of the document.
pub(super) fn compare(
    sheets: &[PageContent<'_>],
    document: &Document,
    extra: &str,
) -> Result<(), NotPrinted> {
    let mut text = String::new();
    let mut tables = document.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        Block::Paragraph(_) => None,
    });
    let mut open: Option<TableReading<'_>> = None;
    for sheet in sheets {
        let areas = ruled_areas(sheet);
        for area in &areas {
            if open.as_ref().is_none_or(TableReading::is_done) {
                open = tables.next().map(TableReading::new);
            }
            let reading = open.as_mut().ok_or_else(|| different("多出一个表格"))?;
            reading.part(sheet, area)?;
        }
        text.push_str(&running_text(sheet, &areas)?);
    }
    if open.is_some_and(|reading| !reading.is_done()) || tables.next().is_some() {
        return Err(different("表格不完整"));
    }
    compare_text(&text, document, extra)
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
fn running_text(sheet: &PageContent<'_>, areas: &[RuledArea]) -> Result<String, NotPrinted> {
    let mut characters: Vec<&Character<'_>> = sheet
        .characters
        .iter()
        .filter(|character| {
            // Turned, the type area lies on its side; what stands upright on such a page is none of
            // its text.
            let (top, bottom) = match sheet.turned {
                false => (TOP, TOP + AREA_HEIGHT),
                true => (LEFT, LEFT + AREA_WIDTH),
            };
            let within = character.baseline > top && character.baseline < bottom + PITCH / 2.0;
            within
                && character.turned == sheet.turned
                && !areas.iter().any(|area| area.holds(character.middle().1))
        })
        .collect();
    characters.sort_by(|a, b| a.baseline.total_cmp(&b.baseline));
    let mut text = String::new();
    for line in characters.chunk_by(|a, b| (a.baseline - b.baseline).abs() < SAME_LINE) {
        // Squeezed characters overlap with their air, so only middles tell the order.
        let in_order = line.windows(2).all(|pair| match pair {
            [left, right] => left.middle().0 < right.middle().0 + SAME_PLACE,
            _ => true,
        });
        if !in_order {
            return Err(different("文字次序"));
        }
        line.iter().for_each(|character| text.push_str(character.text));
    }
    Ok(visible(&text))
}
