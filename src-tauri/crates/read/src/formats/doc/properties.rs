//! Properties of paragraphs and characters: where they stand, and how they are shown.
//!
//! **Deliberately absent**: styles, and every property that changes no word and no table.

use super::pieces::{long, named, word};
use crate::formats::raised::Shift;

/// Most stretches with properties of their own.
const MOST_RUNS: usize = 500_000;

/// Properties of stretches of the file, by their places.
pub(super) struct Runs<'a> {
    /// Ascending: begin, end, property list.
    runs: Vec<(usize, usize, &'a [u8])>,
}

impl<'a> Runs<'a> {
    /// `entry` is the length of an entry: 13 for paragraphs, 1 for characters.
    pub fn of(main: &'a [u8], table: &[u8], at: usize, entry: usize) -> Self {
        let plan = named(main, table, at).unwrap_or_default();
        let pages = plan.len().saturating_sub(4) / 8;
        let mut runs = Vec::new();
        for page in 0..pages {
            let Some(number) = long(plan, (pages + 1) * 4 + page * 4) else { break };
            let from = (number & 0x003f_ffff) * 512;
            let Some(page) = main.get(from..from + 512) else { continue };
            let count = page.last().map_or(0, |count| usize::from(*count));
            if runs.len() > MOST_RUNS {
                break;
            }
            for run in 0..count {
                let (Some(begin), Some(end)) = (long(page, run * 4), long(page, run * 4 + 4))
                else {
                    break;
                };
                let offset =
                    page.get((count + 1) * 4 + run * entry).map_or(0, |b| usize::from(*b) * 2);
                let list = if offset == 0 { None } else { properties(page, offset, entry > 1) };
                runs.push((begin, end, list.unwrap_or_default()));
            }
        }
        runs.sort_by_key(|run| run.0);
        Runs { runs }
    }

    /// Replaces lists that only say where the whole list stands.
    pub fn look_up(&mut self, long_lists: &'a [u8]) {
        for (_, _, list) in &mut self.runs {
            let mut whole = None;
            each(list, |code, value| {
                if matches!(code, 0x6645 | 0x6646) {
                    whole = long(value, 0).and_then(|at| {
                        let length = usize::from(word(long_lists, at)?);
                        long_lists.get(at.checked_add(2)?..)?.get(..length)
                    });
                }
            });
            *list = whole.unwrap_or(list);
        }
    }

    pub fn at(&self, place: usize) -> &'a [u8] {
        let before = self.runs.partition_point(|(begin, _, _)| *begin <= place);
        let run = before.checked_sub(1).and_then(|at| self.runs.get(at));
        run.filter(|(_, end, _)| place < *end).map_or(&[], |(_, _, list)| list)
    }
}

fn properties(page: &[u8], offset: usize, of_paragraph: bool) -> Option<&[u8]> {
    let length = usize::from(*page.get(offset)?);
    if !of_paragraph {
        return page.get(offset + 1..offset + 1 + length);
    }
    let (from, length) = match length {
        0 => (offset + 2, 2 * usize::from(*page.get(offset + 1)?)),
        length => (offset + 1, 2 * length - 1),
    };
    // The first two bytes name the style.
    page.get(from + 2..from + length)
}

/// Each property of a list: its number and its value.
fn each(list: &[u8], mut take: impl FnMut(u16, &[u8])) {
    let mut rest = list;
    while let Some(code) = word(rest, 0) {
        let after = rest.get(2..).unwrap_or_default();
        let (skip, length) = match code >> 13 {
            0 | 1 => (0, 1),
            2 | 4 | 5 => (0, 2),
            3 => (0, 4),
            7 => (0, 3),
            _ if code == 0xd608 || code == 0xd606 => {
                (2, word(after, 0).map_or(0, |length| usize::from(length).saturating_sub(1)))
            }
            _ => (1, after.first().map_or(0, |length| usize::from(*length))),
        };
        let Some(value) = after.get(skip..skip + length) else { return };
        take(code, value);
        rest = after.get(skip + length..).unwrap_or_default();
    }
}

/// Where a paragraph stands.
#[derive(Default)]
pub(super) struct Place {
    pub in_table: bool,
    pub ends_row: bool,
    pub row: Option<Definition>,
}

/// A row's cells: edges, and how each is merged.
pub(super) struct Definition {
    pub edges: Vec<i32>,
    pub merges: Vec<u16>,
}

pub(super) fn place(list: &[u8]) -> Place {
    let mut out = Place::default();
    each(list, |code, value| match code {
        0x2416 => out.in_table = value.first() == Some(&1),
        0x2417 => out.ends_row = value.first() == Some(&1),
        0xd608 => out.row = definition(value),
        _ => {}
    });
    out
}

fn definition(value: &[u8]) -> Option<Definition> {
    let count = usize::from(*value.first()?);
    let edge = |at: usize| word(value, 1 + at * 2).map(|edge| i32::from(edge as i16));
    let edges: Vec<i32> = (0..=count).map(edge).collect::<Option<_>>()?;
    let merge = |at: usize| word(value, 1 + (count + 1) * 2 + at * 20).unwrap_or(0);
    Some(Definition { edges, merges: (0..count).map(merge).collect() })
}

/// How characters are shown.
#[derive(Default)]
pub(super) struct Letters {
    pub unseen: bool,
    pub shift: Option<Shift>,
}

pub(super) fn shown(list: &[u8]) -> Letters {
    let mut out = Letters::default();
    each(list, |code, value| match code {
        // Deleted under tracked changes; struck out, once or twice; hidden.
        0x0800 | 0x0837 | 0x083c | 0x2a53 => out.unseen |= value.first() == Some(&1),
        0x2a48 => {
            out.shift = match value.first() {
                Some(1) => Some(Shift::Raised),
                Some(2) => Some(Shift::Lowered),
                _ => None,
            };
        }
        _ => {}
    });
    out
}
