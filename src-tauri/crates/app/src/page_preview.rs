//! The pages last laid out.

use gongkai_layout::{FontSet, Pages};

/// A report on pages, for drawing them one by one.
pub(crate) struct PagePreview {
    pub id: i64,
    pub pages: Pages,
    pub fonts: FontSet,
}
