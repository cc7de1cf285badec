//! Rules on figures in the text against the tables. A figure in prose has a scope — the whole region
//! or the office, new or with what was carried in, all or some — so both readings are tried, and
//! where the scope is not sure nothing is said.

pub(super) mod carried_told;
pub(super) mod cases_told;
pub(super) mod documents_told;
pub(super) mod fee_untold;
pub(super) mod handled_told;
pub(super) mod parts_told;
mod quantity;
pub(super) mod requests_told;
pub(super) mod says_none;
pub(super) mod scope;
mod words;
