//! Rules between two years.

pub(super) mod carry_over;
pub(super) mod in_force;
pub(super) mod items;
