//! A piece of work for each of many items, on all processors.

use rayon::prelude::*;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A piece of work ended in a panic: the program itself is at fault, and the log has where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Panicked;

/// Does a piece of work for each item, on as many threads as there are processors; the answers come
/// in the order of the items. `done` is told after each how many are done, from several threads.
///
/// None for the items that were not begun before `is_cancelled` said to stop.
pub fn map<T: Sync, R: Send>(
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
    done: impl Fn(usize) + Sync,
    is_cancelled: &(impl Fn() -> bool + Sync),
) -> Vec<Option<Result<R, Panicked>>> {
    let finished = AtomicUsize::new(0);
    let one = |item: &T| {
        if is_cancelled() {
            return None;
        }
        let answer = std::panic::catch_unwind(AssertUnwindSafe(|| work(item)));
        done(finished.fetch_add(1, Ordering::Relaxed) + 1);
        Some(answer.map_err(|_| Panicked))
    };
    // Each for itself: one may take a thousand times as long as another.
    items.par_iter().with_max_len(1).map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicBool;

    #[test]
    fn every_item_is_worked_on_once_and_in_order() {
        let items: Vec<u32> = (0..1000).collect();
        let counted = AtomicUsize::new(0);
        let count = |_| {
            counted.fetch_add(1, Ordering::Relaxed);
        };
        let answers = map(&items, |item| item * 2, count, &|| false);
        let expected: Vec<_> = items.iter().map(|item| Some(Ok(item * 2))).collect();
        assert_eq!(answers, expected);
        assert_eq!(counted.load(Ordering::Relaxed), 1000);
    }

    #[test]
    fn work_that_is_called_off_begins_nothing_more() {
        let items: Vec<u32> = (0..1000).collect();
        let cancelled = AtomicBool::new(false);
        let stop = |done| {
            cancelled.fetch_or(done >= 10, Ordering::Relaxed);
        };
        let answers = map(&items, |item| *item, stop, &|| cancelled.load(Ordering::Relaxed));
        assert_eq!(answers.len(), 1000);
        let begun = answers.iter().flatten().count();
        assert!((10..500).contains(&begun), "{begun}");
    }

    #[test]
    fn a_panic_is_told_of_its_item_and_the_others_are_done() {
        let items: Vec<u32> = (0..100).collect();
        let work =
            |item: &u32| if *item == 40 { panic!("a fault of the program's own") } else { *item };
        let answers = map(&items, work, |_| {}, &|| false);
        assert_eq!(answers[40], Some(Err(Panicked)));
        assert_eq!(answers.iter().flatten().flatten().count(), 99);
    }
}
