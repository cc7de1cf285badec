//! The shipped fonts, for tests and benchmarks that lay pages out.

use gongkai_layout::{Font, FontSet};
use std::path::Path;
use std::sync::Arc;

pub fn shipped() -> FontSet {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../fonts");
    let load = |name: &str| {
        let path = folder.join(format!("{name}.otf"));
        let bytes = std::fs::read(&path).expect("run `cargo xtask fonts`");
        Font::new(Arc::new(bytes), 0, true).expect("a usable font")
    };
    FontSet::new(["xiaobiaosong", "fangsong", "kaiti", "heiti", "songti"].map(load), Vec::new())
}
