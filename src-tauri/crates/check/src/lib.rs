//! Rules over a filled-in report (勾稽关系 and the rest): what an inspector would find, found before.
//!
//! One rule is one file: its help, its constant, its function, its tests; [`rules()`] is the one list
//! of them. Sums, balances and links to last year are not written here but in the form: the rules
//! `balance`, `carry_over` … judge the form's equations. A rule does no I/O and cannot fail; where
//! it is not sure it hints or is silent. **Deliberately absent**: anything that changes a figure.
//! A [`Fix`] is an offer; the user takes it or leaves it.
//!
//! To add a rule:
//! 1. a file in `tables/`, `years/`, `prose/`, `structure/` or `wording/`, named after what is wrong,
//!    with its help in `rule!` (`applies:` where it is for some forms or years only), its function
//!    and its tests; a `mod` line in the folder's `mod.rs`;
//! 2. a line in the list in `rules.rs`;
//! 3. a way to break a right report so, in `tests/judge/`;
//! 4. `cargo xtask judge rules`: its last line must say 0 missed, 0 extra.

#![warn(missing_docs, clippy::missing_errors_doc)]

mod arithmetic;
mod builder;
mod case;
mod cells;
mod context;
mod finding;
#[cfg(test)]
mod fixture;
mod marks;
mod passage;
mod pattern;
mod prose;
mod published;
mod rule;
mod rules;
mod settings;
mod structure;
mod tables;
#[cfg(test)]
mod tests;
mod text;
mod wording;
mod years;

pub use case::{Case, not_last, same_organ};
pub use finding::{Applicability, Finding, Fix, Level, Span, Stale, TextFix, Verdict, verdict};
pub use published::{FolderLine, NoReport, published, worst_first};
pub use rule::{HelpSection, Rule, RuleHelp};
pub use rules::{check, rules};
pub use settings::{Settings, WordPair, read_words};
pub use structure::aspects::{Aspect, aspects};
