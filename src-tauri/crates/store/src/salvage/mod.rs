//! What can be read of a damaged database, put into a new one. The damaged file is set aside as it is;
//! nothing is written into it. Rows are read from its pages one by one, without its indexes and the
//! inner pages of its trees; what is missing is filled from versions and the newest good backup.
//!
//! **Deliberately absent**: guesses. A figure nobody can read is 未读到.

mod bytes;
mod leaves;
mod outcome;
mod pages;
mod rescued;
mod rows;
mod settle;
mod shapes;
mod wal;

pub use outcome::{Earlier, Outcome, Salvaged, SalvagedReport, Words};
pub(crate) use rescued::{forget, keep, last, log_is_broken, rescue};
