//! Rows as they stand on the pages of a database, whatever tree the pages belong to.

use super::bytes::{number, short, varint};
use super::pages::{Pages, SIZE};
use rusqlite::types::Value;
use std::collections::HashSet;

/// A row; whose it is its shape tells.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    /// Of a table with row numbers.
    pub rowid: Option<i64>,
    pub values: Vec<Value>,
    /// A text of it has bytes that are no characters.
    pub spoiled: bool,
}

const TABLE_LEAF: u8 = 13;
const TABLE_INTERIOR: u8 = 5;
const INDEX_LEAF: u8 = 10;
const INDEX_INTERIOR: u8 = 2;

/// Gives every row to `take`; says whether rows may be missing.
pub(super) fn each_row(pages: &Pages, mut take: impl FnMut(Row)) -> bool {
    let mut chained = HashSet::new();
    let mut others = Vec::new();
    let mut gap = false;
    for at in (1..=pages.count).filter(|at| !pages.is_free(*at)) {
        let Some(page) = pages.page(at) else {
            gap = true;
            continue;
        };
        let head = if at == 1 { 100 } else { 0 };
        match page.get(head).copied() {
            Some(TABLE_INTERIOR) => {}
            Some(kind @ (TABLE_LEAF | INDEX_LEAF | INDEX_INTERIOR)) => {
                let mut leaf = Leaf { pages, page, head, kind, chained: &mut chained };
                gap |= !leaf.rows(&mut take);
            }
            _ => others.push(at),
        }
    }
    // What is no part of a tree goes on a row that began elsewhere, or was damaged.
    gap || others.iter().any(|at| !chained.contains(at))
}

/// A page of rows.
struct Leaf<'p> {
    pages: &'p Pages,
    page: &'p [u8],
    head: usize,
    kind: u8,
    /// Pages on which rows go on.
    chained: &'p mut HashSet<usize>,
}

impl Leaf<'_> {
    /// Whether all of the page was understood.
    fn rows(&mut self, take: &mut impl FnMut(Row)) -> bool {
        let first = self.head + if self.kind == INDEX_INTERIOR { 12 } else { 8 };
        let Some(count) = short(self.page, self.head + 3) else { return false };
        let mut used = first + count * 2;
        let mut whole = true;
        let mut before = None;
        for nth in 0..count.min((SIZE - first) / 2) {
            let read = short(self.page, first + nth * 2).and_then(|at| self.cell(at));
            let Some((row, bytes)) = read else {
                whole = false;
                continue;
            };
            // Numbers of rows rise from one to the next.
            whole &= row.rowid.is_none() || before.flatten() < row.rowid;
            before = Some(row.rowid);
            used += bytes;
            take(row);
        }
        whole && self.unused().is_some_and(|unused| used + unused == SIZE)
    }

    /// Bytes of the page no row takes.
    fn unused(&self) -> Option<usize> {
        let (mut block, begin) =
            (short(self.page, self.head + 1)?, short(self.page, self.head + 5)?);
        let begin = if begin == 0 { SIZE } else { begin };
        let first = self.head + if self.kind == INDEX_INTERIOR { 12 } else { 8 };
        let after = first + short(self.page, self.head + 3)? * 2;
        let mut unused = begin.checked_sub(after)? + usize::from(*self.page.get(self.head + 7)?);
        while block != 0 {
            unused += short(self.page, block + 2)?;
            let next = short(self.page, block)?;
            if next != 0 && next <= block {
                return None;
            }
            block = next;
        }
        Some(unused)
    }

    /// A row, and how many bytes of the page it takes.
    fn cell(&mut self, at: usize) -> Option<(Row, usize)> {
        let start = if self.kind == INDEX_INTERIOR { at + 4 } else { at };
        let (length, mut next) = varint(self.page, start)?;
        let length = usize::try_from(length).ok()?;
        let mut rowid = None;
        if self.kind == TABLE_LEAF {
            let (id, after) = varint(self.page, next)?;
            (rowid, next) = (Some(id), after);
        }
        let here = self.here(length);
        let mut payload = self.page.get(next..next + here)?.to_vec();
        next += here;
        if here < length {
            let mut on = number(self.page, next)?;
            next += 4;
            while payload.len() < length {
                let page = self.pages.page(on)?;
                self.chained.insert(on);
                let left = (length - payload.len()).min(SIZE - 4);
                payload.extend_from_slice(page.get(4..4 + left)?);
                on = number(page, 0)?;
            }
            // A chain that goes on beyond its row is another's.
            if on != 0 {
                return None;
            }
        }
        let (values, spoiled) = values(&payload)?;
        Some((Row { rowid, values, spoiled }, (next - at).max(4)))
    }

    /// How many bytes of a row this long stand on the page itself.
    fn here(&self, length: usize) -> usize {
        let least = (SIZE - 12) * 32 / 255 - 23;
        let most = if self.kind == TABLE_LEAF { SIZE - 35 } else { (SIZE - 12) * 64 / 255 - 23 };
        if length <= most {
            return length;
        }
        let some = least + (length - least) % (SIZE - 4);
        if some <= most { some } else { least }
    }
}

/// The values of a row, and whether a text among them was spoiled.
fn values(payload: &[u8]) -> Option<(Vec<Value>, bool)> {
    let (head, mut at) = varint(payload, 0)?;
    let head = usize::try_from(head).ok()?;
    let mut next = head;
    let mut spoiled = false;
    let mut values = Vec::new();
    while at < head {
        let (kind, after) = varint(payload, at)?;
        at = after;
        let length = match kind {
            0 | 8 | 9 => 0,
            1..=4 => usize::try_from(kind).ok()?,
            5 => 6,
            6 | 7 => 8,
            12.. => usize::try_from((kind - 12) / 2).ok()?,
            _ => return None,
        };
        let bytes = payload.get(next..next.checked_add(length)?)?;
        next += length;
        values.push(match kind {
            0 => Value::Null,
            8 => Value::Integer(0),
            9 => Value::Integer(1),
            1..=6 => Value::Integer(integer(bytes)),
            7 => Value::Real(f64::from_be_bytes(bytes.try_into().ok()?)),
            _ if kind % 2 == 0 => Value::Blob(bytes.to_vec()),
            _ => {
                let text = String::from_utf8_lossy(bytes);
                spoiled |= text.len() != bytes.len() || text.as_bytes() != bytes;
                Value::Text(text.into_owned())
            }
        });
    }
    (at == head && next == payload.len()).then_some((values, spoiled))
}

fn integer(bytes: &[u8]) -> i64 {
    let negative = bytes.first().is_some_and(|first| first & 0x80 != 0);
    bytes.iter().fold(if negative { -1 } else { 0 }, |value, byte| value << 8 | i64::from(*byte))
}
