//! Rules on figures in the text against the tables. A figure in prose has a scope — the whole region
//! or the office, new or with what was carried in, all or some — so both readings are tried, and
//! where the scope is not sure nothing is said. How prose is read stands in `text/`.

pub(super) mod applicants_mismatch;
pub(super) mod carried_mismatch;
pub(super) mod cases_mismatch;
pub(super) mod decisions_mismatch;
pub(super) mod documents_mismatch;
pub(super) mod fee_unmentioned;
pub(super) mod handled_mismatch;
mod mismatch;
pub(super) mod parts_mismatch;
pub(super) mod requests_mismatch;
pub(super) mod results_mismatch;
pub(super) mod says_none;
