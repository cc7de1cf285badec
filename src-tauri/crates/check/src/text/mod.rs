//! How figures in prose are read: words and numbers, sentences and clauses, what a figure counts, and
//! which of them the tables do not bear out. **Deliberately absent**: rules and findings.

pub(crate) mod clauses;
pub(crate) mod counted;
mod lexicon;
mod lists;
pub(crate) mod mention;
pub(crate) mod mentions;
pub(crate) mod numerals;
pub(crate) mod quantity;
mod reader;
mod said;
mod tokens;
pub(crate) mod words;
