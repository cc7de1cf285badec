//! Report, check list, comparison and blank form as a [`Document`](gongkai_model::document::Document).
//!
//! **Deliberately absent**: pages and files.

pub mod check_list;
pub mod comparison;
mod report;
mod review_copy;
mod trail;

pub use check_list::{CheckListInput, FinalVersion, GivenReason, check_list, folder_list};
pub use comparison::{Compared, comparison};
pub use report::document;
pub use review_copy::{REVIEW_LIST, review_list};
pub use trail::{TrailRow, trail};
