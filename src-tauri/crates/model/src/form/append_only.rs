//! A list that only grows and can be added to through a shared reference: what is worked out once is
//! lent for as long as the list lives.

use std::sync::OnceLock;

/// Entries in the order they were added in; each stays where it is.
#[derive(Clone, Debug)]
pub(super) struct AppendOnly<T>(OnceLock<Box<(T, AppendOnly<T>)>>);

impl<T> Default for AppendOnly<T> {
    fn default() -> Self {
        AppendOnly(OnceLock::new())
    }
}

impl<T> AppendOnly<T> {
    /// The entry that is wanted; made and added where there is none. Two threads that make the same
    /// one add it once.
    pub fn find_or_add(&self, wanted: impl Fn(&T) -> bool, make: impl Fn() -> T) -> &T {
        let mut at = self;
        loop {
            let (entry, rest) = &**at.0.get_or_init(|| Box::new((make(), AppendOnly::default())));
            if wanted(entry) {
                return entry;
            }
            at = rest;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::AppendOnly;

    #[test]
    fn what_is_there_is_lent_and_what_is_not_is_made_once() {
        let list = AppendOnly::default();
        let of =
            |number: u32| list.find_or_add(|(held, _)| *held == number, || (number, number * 2));
        let first = of(1);
        assert_eq!((of(2).1, of(3).1), (4, 6));
        assert!(std::ptr::eq(first, of(1)));
        std::thread::scope(|scope| {
            let threads: Vec<_> =
                (0..4).map(|_| scope.spawn(|| std::ptr::from_ref(of(9)) as usize)).collect();
            let places: Vec<usize> = threads.into_iter().map(|one| one.join().unwrap()).collect();
            assert!(places.windows(2).all(|pair| pair[0] == pair[1]));
        });
    }
}
