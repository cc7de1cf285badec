//! Lines and tables of all pages → blocks in reading order, without page numbers, heads and feet.

use super::content_stream::Sheet;
use super::lines::{Line, gathered};
use super::ruled_lines::{Area, areas};
use crate::Unreadable;
use crate::formats::grid::Grid;
use gongkai_model::document::{Block, Paragraph, Role};
use std::collections::HashMap;

/// The part of a page, at its top and bottom, in which heads, feet and page numbers stand.
const MARGIN: f64 = 0.12;
/// A line so much larger than most is a title.
const TITLE: f64 = 1.25;

/// What stands on a page, from top to bottom.
enum Item {
    Line(Line),
    Table(Area),
}

impl Item {
    fn top(&self) -> f64 {
        match self {
            Item::Line(line) => line.baseline - line.size,
            Item::Table(area) => area.top(),
        }
    }
}

pub(super) fn blocks(sheets: Vec<Sheet>) -> Result<Vec<Block>, Unreadable> {
    let mut pages: Vec<(f64, Vec<Item>)> = sheets
        .into_iter()
        .map(|mut sheet| {
            let tables = areas(&mut sheet).into_iter().map(Item::Table);
            let mut items: Vec<Item> = tables.collect();
            items.extend(gathered(std::mem::take(&mut sheet.marks)).into_iter().map(Item::Line));
            items.sort_by(|a, b| a.top().total_cmp(&b.top()));
            (sheet.height, items)
        })
        .collect();
    without_heads_and_feet(&mut pages);
    let lines = || {
        pages.iter().flat_map(|(_, items)| items).filter_map(|item| match item {
            Item::Line(line) => Some(line),
            Item::Table(_) => None,
        })
    };
    let usual = median(lines().map(|line| line.size).collect());
    let margin = {
        let body =
            lines().filter(|line| line.size <= usual * TITLE && line.text.chars().count() > 12);
        body.map(|line| line.left).min_by(f64::total_cmp).unwrap_or(0.0)
    };
    let mut out = Vec::new();
    let mut open: Option<Vec<Area>> = None;
    for (_, items) in pages {
        for (at, item) in items.into_iter().enumerate() {
            match item {
                Item::Line(line) => {
                    finish(&mut open, &mut out)?;
                    out.push(Block::Paragraph(written(&line, usual, margin)));
                }
                Item::Table(area) => {
                    let goes_on = at == 0
                        && open
                            .as_ref()
                            .and_then(|o| o.last())
                            .is_some_and(|o| o.goes_on_in(&area));
                    if !goes_on {
                        finish(&mut open, &mut out)?;
                    }
                    open.get_or_insert_default().push(area);
                }
            }
        }
    }
    finish(&mut open, &mut out)?;
    Ok(out)
}

fn written(line: &Line, usual: f64, margin: f64) -> Paragraph {
    let title = usual > 0.0 && line.size >= usual * TITLE;
    let indented = line.left - margin >= 1.4 * line.size;
    let text = if indented && !title { format!("　　{}", line.text) } else { line.text.clone() };
    Paragraph::new(if title { Role::Title } else { Role::Body }, text)
}

/// Ends a table: its pages' parts one below the other, their columns brought together.
fn finish(open: &mut Option<Vec<Area>>, out: &mut Vec<Block>) -> Result<(), Unreadable> {
    let Some(mut parts) = open.take() else { return Ok(()) };
    for at in 1..parts.len() {
        if let Some((before, [below, ..])) = parts.split_at_mut_checked(at)
            && let Some(above) = before.last_mut()
        {
            above.join_parted_row(below);
        }
    }
    let mut columns: Vec<f64> = parts.iter().flat_map(|part| part.columns.clone()).collect();
    columns.sort_by(f64::total_cmp);
    columns.dedup_by(|b, a| *b - *a <= 4.0);
    let mut grid = Grid::default();
    let mut first = 0;
    for part in &parts {
        part.place(&mut grid, first, &columns)?;
        first += part.rows.len().saturating_sub(1);
    }
    out.extend(grid.finish());
    Ok(())
}

fn median(mut sizes: Vec<f64>) -> f64 {
    sizes.sort_by(f64::total_cmp);
    sizes.get(sizes.len() / 2).copied().unwrap_or(0.0)
}

/// Takes off page numbers, and lines that stand on several pages in the same place at the edge.
fn without_heads_and_feet(pages: &mut [(f64, Vec<Item>)]) {
    let key = |line: &Line| {
        let text: String =
            line.text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
        (text, (line.baseline / 3.0).round() as i64)
    };
    let at_edge = |height: f64, line: &Line| {
        line.baseline < MARGIN * height || line.baseline > (1.0 - MARGIN) * height
    };
    let mut times: HashMap<(String, i64), usize> = HashMap::new();
    for (height, items) in pages.iter() {
        for item in items {
            if let Item::Line(line) = item
                && at_edge(*height, line)
            {
                *times.entry(key(line)).or_default() += 1;
            }
        }
    }
    let count = pages.len();
    for (height, items) in pages {
        let height = *height;
        items.retain(|item| match item {
            Item::Line(line) if at_edge(height, line) => {
                let same = times.get(&key(line)).copied().unwrap_or(0);
                !(is_page_number(&line.text) || (same >= 2 && same * 2 > count))
            }
            _ => true,
        });
    }
}

/// `— 3 —`, `3`, `第 3 页`, `3 / 6`
fn is_page_number(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let rest = text.chars().all(|c| c.is_ascii_digit() || " -—–－_/·第页共,，".contains(c));
    rest && (1..=6).contains(&digits)
}
