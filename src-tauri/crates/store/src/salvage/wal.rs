//! The frames of a log. SQLite stops at the first bad one and forgets all after it; here each is
//! checked from what the one before it says, so that a bad one costs its page alone.

use super::bytes::number;
use std::collections::HashMap;
use std::ops::Range;

const HEAD: usize = 32;
const FRAME: usize = 24;
/// The log's sums are over words of this machine's order where it ends in 0, of the other in 1.
const MAGIC: usize = 0x377f_0682;

/// What a log holds.
#[derive(Default)]
pub(super) struct Wal {
    /// Where the newest state of a page stands; none where that frame is bad.
    pub pages: HashMap<usize, Option<Range<usize>>>,
    /// Pages of the database after it; none where the log holds nothing whole.
    pub size: Option<usize>,
    /// SQLite would forget edits that stand in it whole.
    pub broken: bool,
}

struct Frame {
    page: usize,
    /// Pages of the database where an edit ends here, else 0.
    size: usize,
    good: bool,
    at: Range<usize>,
}

/// Reads a log of pages of this size, up to the last edit it holds whole.
pub(super) fn read(log: &[u8], page_size: usize) -> Wal {
    let frames = frames(log, page_size);
    let Some(last) = frames.iter().rposition(|frame| frame.good && frame.size > 0) else {
        return Wal::default();
    };
    let mut wal = Wal { size: frames.get(last).map(|frame| frame.size), ..Wal::default() };
    for frame in frames.iter().take(last + 1) {
        wal.pages.insert(frame.page, frame.good.then(|| frame.at.clone()));
    }
    let head = log.get(..24).unwrap_or_default();
    let bad = frames.iter().position(|frame| !frame.good);
    // The edit it belongs to ends, and another does after it: it was waited for, and is no torn end.
    let ends = bad.and_then(|bad| {
        frames.iter().enumerate().skip(bad).find(|(_, frame)| frame.size > 0).map(|(at, _)| at)
    });
    wal.broken = Some(sum((0, 0), head, is_big(log))) != stored(log, 24)
        || ends.is_some_and(|ends| ends < last);
    wal
}

fn frames(log: &[u8], page_size: usize) -> Vec<Frame> {
    let big = is_big(log);
    let (Some(of_head), Some(of_first), Some(mut seed)) =
        (log.get(16..24), log.get(HEAD + 8..HEAD + 16), stored(log, 24))
    else {
        return Vec::new();
    };
    let mut frames = Vec::new();
    for frame in log.get(HEAD..).unwrap_or_default().chunks_exact(FRAME + page_size) {
        let (head, page) = frame.split_at(FRAME);
        let (Some(number_of), Some(size), Some(own)) =
            (number(head, 0), number(head, 4), stored(head, 16))
        else {
            break;
        };
        let good = sum(sum(seed, head.get(..8).unwrap_or_default(), big), page, big) == own;
        let salts = head.get(8..16);
        if !good && salts != Some(of_head) && salts != Some(of_first) {
            break;
        }
        let at = HEAD + frames.len() * (FRAME + page_size) + FRAME;
        frames.push(Frame { page: number_of, size, good, at: at..at + page_size });
        seed = own;
    }
    frames
}

fn is_big(log: &[u8]) -> bool {
    number(log, 0) == Some(MAGIC + 1)
}

fn stored(bytes: &[u8], at: usize) -> Option<(u32, u32)> {
    Some((u32::try_from(number(bytes, at)?).ok()?, u32::try_from(number(bytes, at + 4)?).ok()?))
}

/// The sums over these bytes, going on from others.
fn sum((mut one, mut other): (u32, u32), bytes: &[u8], big: bool) -> (u32, u32) {
    let word = |bytes: &[u8; 4]| match big {
        true => u32::from_be_bytes(*bytes),
        false => u32::from_le_bytes(*bytes),
    };
    let (words, _) = bytes.as_chunks::<4>();
    for pair in words.chunks_exact(2) {
        if let [first, second] = pair {
            one = one.wrapping_add(word(first)).wrapping_add(other);
            other = other.wrapping_add(word(second)).wrapping_add(one);
        }
    }
    (one, other)
}
