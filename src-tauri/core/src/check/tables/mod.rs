//! Rules within the tables.

pub(super) mod balance;
pub(super) mod blank;
pub(super) mod case_sum;
pub(super) mod not_a_count;
pub(super) mod results_sum;
pub(super) mod row_sum;
pub(super) mod unread;
