//! Why a command could not do its work, and what the program ends with.

use std::fmt::Display;

/// Nothing 必须改.
pub const DONE: u8 = 0;
/// Something 必须改.
pub const FAULTY: u8 = 1;
const UNREADABLE: u8 = 2;
const UNWRITTEN: u8 = 3;

/// One sentence and the exit code.
pub struct Failure {
    pub sentence: String,
    pub exit: u8,
}

/// What was given can't be read, or is no use.
pub fn unreadable(cause: impl Display) -> Failure {
    Failure { sentence: cause.to_string(), exit: UNREADABLE }
}

/// What was asked for can't be written.
pub fn unwritten(cause: impl Display) -> Failure {
    Failure { sentence: cause.to_string(), exit: UNWRITTEN }
}
