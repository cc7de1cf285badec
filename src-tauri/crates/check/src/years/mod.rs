//! Rules between two years.

pub(super) mod all_the_same;
pub(super) mod carry_over;
pub(super) mod improvements_forgotten;
pub(super) mod in_force;
pub(super) mod items;
pub(super) mod jump;
pub(super) mod old_year_left;
pub(super) mod pending;
pub(super) mod repeated_text;
