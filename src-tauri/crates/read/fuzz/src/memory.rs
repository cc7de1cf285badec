//! Counts what is allocated and ends the program where it is more than a file may cost.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Most bytes held at one time while a file is read.
pub const MOST: usize = 512 * 1024 * 1024;

static HELD: AtomicUsize = AtomicUsize::new(0);
static BEFORE: AtomicUsize = AtomicUsize::new(0);

/// From here on the next file is counted.
pub fn begin() {
    BEFORE.store(HELD.load(Ordering::Relaxed), Ordering::Relaxed);
}

pub struct Counted;

impl Counted {
    fn take(&self, size: usize) {
        let held = HELD.fetch_add(size, Ordering::Relaxed) + size;
        if held.saturating_sub(BEFORE.load(Ordering::Relaxed)) > MOST {
            eprintln!("more than {MOST} bytes of memory for one file");
            std::process::abort();
        }
    }
}

// SAFETY: every call goes on to the system's allocator unchanged; counting touches no memory of
// it.
#[expect(unsafe_code, reason = "memory is counted where it is given")]
unsafe impl GlobalAlloc for Counted {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        self.take(layout.size());
        // SAFETY: as it was called.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        self.take(layout.size());
        // SAFETY: as it was called.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        HELD.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: as it was called.
        unsafe { System.dealloc(memory, layout) }
    }
}
