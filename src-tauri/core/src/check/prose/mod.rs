//! Rules on figures in the text against the tables. A figure in prose has a scope — the whole region
//! or the office, new or with what was carried in, all or some — so both readings are tried, and
//! where the scope is not sure nothing is said.

pub(super) mod applicants_told;
pub(super) mod carried_told;
pub(super) mod cases_told;
mod counted;
pub(super) mod decisions_told;
pub(super) mod documents_told;
pub(super) mod fee_untold;
pub(super) mod handled_told;
mod lexicon;
pub(super) mod marks;
mod numerals;
pub(super) mod parts_told;
mod quantity;
mod reader;
pub(super) mod requests_told;
pub(super) mod results_told;
mod said;
pub(super) mod says_none;
pub(super) mod scope;
mod tokens;
pub(super) mod told;
mod words;
