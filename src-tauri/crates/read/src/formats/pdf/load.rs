//! A PDF's objects, loaded within bounds. The library reads an object at each place the file names,
//! and unpacks whole streams of objects while it loads: each within a bound, but however many of
//! them there are, and however often they name the same place. So everything read is counted here,
//! as it is read; and as what it tries to read in vain can't be counted, it is given a time.

use crate::Unreadable;
use lopdf::{Document as File, LoadOptions, Object, ObjectId, Stream};
use std::cell::Cell;
use std::sync::atomic::{AtomicIsize, AtomicU8, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

/// What the file is, in the user's words.
pub(super) const KIND: &str = " PDF 文件";
/// Largest stream of objects unpacked, in bytes.
const LARGEST_STREAM: usize = 8 * 1024 * 1024;
/// Most words of a file and of its streams of objects together. A scanned report of 20 MB has a
/// million, by chance.
const MOST_WORDS: usize = 1_600_000;
/// So many bytes without a blank count as a word.
const LONG_WORD: usize = 16;
/// Most bytes of streams taken out of the file.
const LARGEST_STREAMS: usize = 200 * 1024 * 1024;

/// Longest time for loading; a report takes some milliseconds.
const PATIENCE: Duration = Duration::from_secs(8);
/// What the library may take of the stack, in bytes: as much as on a thread of the system's.
const STACK: usize = 8 * 1024 * 1024;

thread_local! {
    /// Words and bytes that may still be read; the library's filter has no other memory.
    static LEFT: Cell<(usize, usize)> = const { Cell::new((0, 0)) };
}

/// Loads that were given up and still run: nothing but their end stops the library.
struct GivenUp(AtomicIsize);

static GIVEN_UP: GivenUp = GivenUp(AtomicIsize::new(0));
/// Most of them at a time; while there are so many, no further file is begun.
const MOST_GIVEN_UP: isize = 4;

/// What has become of a load.
const RUNNING: u8 = 0;
const LEFT_ALONE: u8 = 1;
const ENDED: u8 = 2;

/// Loads a file's objects, within bounds of time and memory.
///
/// # Errors
/// Where it is damaged, locked, or more than any report.
pub fn load(bytes: &[u8]) -> Result<File, Unreadable> {
    load_within(bytes, PATIENCE, &GIVEN_UP)
}

/// On a thread of its own, which is left to itself, and counted, when the time is over.
fn load_within(
    bytes: &[u8],
    patience: Duration,
    given_up: &'static GivenUp,
) -> Result<File, Unreadable> {
    if given_up.0.load(Ordering::Relaxed) >= MOST_GIVEN_UP {
        return Err(Unreadable::Excessive);
    }
    let (done, loaded) = mpsc::channel();
    let bytes = bytes.to_vec();
    let state = Arc::new(AtomicU8::new(RUNNING));
    let of_thread = state.clone();
    let work = move || {
        done.send(load_counted(&bytes)).unwrap_or_default();
        if of_thread.swap(ENDED, Ordering::Relaxed) == LEFT_ALONE {
            given_up.0.fetch_sub(1, Ordering::Relaxed);
        }
    };
    if thread::Builder::new().stack_size(STACK).spawn(work).is_err() {
        return Err(Unreadable::Excessive);
    }
    loaded.recv_timeout(patience).unwrap_or_else(|_| {
        if state.swap(LEFT_ALONE, Ordering::Relaxed) == RUNNING {
            given_up.0.fetch_add(1, Ordering::Relaxed);
        }
        Err(Unreadable::Excessive)
    })
}

fn load_counted(bytes: &[u8]) -> Result<File, Unreadable> {
    let options = LoadOptions {
        filter: Some(counted),
        max_decompressed_size: Some(LARGEST_STREAM),
        ..LoadOptions::default()
    };
    LEFT.set((MOST_WORDS, LARGEST_STREAMS));
    let loaded = std::panic::catch_unwind(|| {
        spend(bytes.iter().filter(|byte| is_apart(**byte)).count(), 0);
        File::load_mem_with_options(bytes, options)
    });
    match loaded {
        Ok(loaded) => loaded.map_err(|error| match error {
            lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_) => {
                Unreadable::Password(KIND)
            }
            lopdf::Error::Decompress(_) => Unreadable::Excessive,
            _ => Unreadable::Damaged(KIND),
        }),
        Err(thrown) => Err(thrown.downcast().map_or(Unreadable::Damaged(KIND), |said| *said)),
    }
}

/// Throws where nothing is left: it is the only way out of the library.
fn spend(words: usize, bytes: usize) {
    let (words_left, bytes_left) = LEFT.get();
    match words_left.checked_sub(words).zip(bytes_left.checked_sub(bytes)) {
        Some(left) => LEFT.set(left),
        None => std::panic::resume_unwind(Box::new(Unreadable::Excessive)),
    }
}

/// Counts an object the library has read; a stream of objects before it is taken apart.
fn counted(id: ObjectId, object: &mut Object) -> Option<(ObjectId, Object)> {
    let Object::Stream(stream) = object else {
        spend(parts(object), 0);
        return Some((id, object.clone()));
    };
    spend(stream.dict.len(), stream.content.len());
    if stream.dict.has_type(b"ObjStm") {
        spend(words_within(stream), 0);
    }
    // A stream stands in no other: the library keeps the one it has.
    Some((id, Object::Null))
}

fn long(word: &[u8]) -> usize {
    1 + word.len() / LONG_WORD
}

fn parts(object: &Object) -> usize {
    match object {
        Object::Array(all) => 1 + all.iter().map(parts).sum::<usize>(),
        Object::Dictionary(all) => {
            1 + all.iter().map(|(key, value)| long(key) + parts(value)).sum::<usize>()
        }
        Object::Name(text) | Object::String(text, _) => long(text),
        _ => 1,
    }
}

/// The words of a stream's objects, each read from its place to its end.
fn words_within(stream: &Stream) -> usize {
    let Ok(content) = stream.get_plain_content_with_limit(LARGEST_STREAM) else { return 0 };
    spend(0, content.len());
    let first = stream.dict.get(b"First").and_then(Object::as_i64).ok();
    let first = first.and_then(|first| usize::try_from(first).ok()).unwrap_or(0);
    let index = String::from_utf8_lossy(content.get(..first).unwrap_or_default()).into_owned();
    let places = index.split_whitespace().skip(1).step_by(2);
    let mut words = 0;
    for place in places.filter_map(|place| place.parse::<usize>().ok()) {
        words += 1 + words_of_object(content.get(first + place..).unwrap_or_default());
        if words > MOST_WORDS {
            break;
        }
    }
    words
}

/// The words of the object that begins here.
fn words_of_object(bytes: &[u8]) -> usize {
    let (mut words, mut depth, mut text) = (0, 0usize, 0usize);
    let mut said = false;
    let mut before = b' ';
    for (at, &byte) in bytes.iter().enumerate() {
        words += usize::from(is_apart(byte) || at % LONG_WORD == LONG_WORD - 1);
        match byte {
            _ if before == b'\\' && text > 0 => {}
            b'(' => text += 1,
            b')' => text = text.saturating_sub(1),
            _ if text > 0 => {}
            b'[' | b'<' => depth += 1,
            b']' | b'>' => depth = depth.saturating_sub(1),
            _ => {}
        }
        said = said || !is_apart(byte) || byte == b'(';
        if depth == 0 && text == 0 && said && is_apart(byte) {
            break;
        }
        before = if before == b'\\' { b' ' } else { byte };
    }
    words
}

/// Blanks and the marks that part words.
fn is_apart(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ' | b'(' | b')' | b'<' | b'>' | b'[')
        || matches!(byte, b']' | b'{' | b'}' | b'/' | b'%')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file whose every object is said to be at the same place, where this stands.
    fn all_at_one_place(content: &str, objects: usize) -> Vec<u8> {
        let mut file = format!("%PDF-1.4\n3 0 obj {content}\n");
        let catalog = file.len();
        file += "1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n";
        let pages = file.len();
        file += "2 0 obj <</Type/Pages/Kids[]/Count 0>> endobj\n";
        let table = file.len();
        file += &format!("xref\n0 {}\n0000000000 65535 f \n", objects + 3);
        file += &format!("{catalog:010} 00000 n \n{pages:010} 00000 n \n");
        file += &format!("{:010} 00000 n \n", 9).repeat(objects);
        file += &format!("trailer <</Size {}/Root 1 0 R>>\n", objects + 3);
        file += &format!("startxref\n{table}\n%%EOF\n");
        file.into_bytes()
    }

    #[test]
    fn a_long_text_counts_as_often_as_it_is_read() {
        let text = format!("({}) endobj", "a".repeat(1 << 16));
        assert!(load_counted(&all_at_one_place(&text, 10)).is_ok());
        let refused = load_counted(&all_at_one_place(&text, 500));
        assert_eq!(refused.unwrap_err(), Unreadable::Excessive);
    }

    #[test]
    fn what_is_read_in_vain_is_given_up() {
        let unclosed = format!("<{}", "a".repeat(1 << 20));
        let file = all_at_one_place(&unclosed, 100);
        let refused = load_within(&file, Duration::from_millis(50), &GIVEN_UP);
        assert_eq!(refused.unwrap_err(), Unreadable::Excessive);
    }

    #[test]
    fn no_more_loads_are_left_to_themselves_than_the_limit_and_all_of_them_end() {
        static OWN: GivenUp = GivenUp(AtomicIsize::new(0));
        let unclosed = all_at_one_place(&format!("<{}", "a".repeat(1 << 16)), 6);
        for _ in 0..MOST_GIVEN_UP + 3 {
            assert!(load_within(&unclosed, Duration::ZERO, &OWN).is_err());
        }
        let running = OWN.0.load(Ordering::Relaxed);
        assert!((1..=MOST_GIVEN_UP).contains(&running), "{running}");
        let until = std::time::Instant::now() + Duration::from_secs(60);
        while OWN.0.load(Ordering::Relaxed) > 0 && std::time::Instant::now() < until {
            thread::sleep(Duration::from_millis(20));
        }
        let sound = all_at_one_place("(text) endobj", 1);
        assert!(load_within(&sound, PATIENCE, &OWN).is_ok());
    }
}
