//! Rules within the tables.

pub(super) mod balance;
pub(super) mod blank;
pub(super) mod case_sum;
pub(super) mod direct_suit;
pub(super) mod disclosed_more_than_total;
pub(super) mod fee_in_yuan;
pub(super) mod items_below_zero;
pub(super) mod missing_table;
pub(super) mod much_other_handling;
pub(super) mod not_a_count;
pub(super) mod projects_without_amount;
pub(super) mod results_sum;
pub(super) mod row_sum;
pub(super) mod rules_not_allowed;
pub(super) mod total_is_a_sum;
pub(super) mod unread;
