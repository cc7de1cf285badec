//! Why a command could not do its work, and what the program ends with.

use std::fmt::Display;

/// Nothing 必须改.
pub const DONE: u8 = 0;
/// Something 必须改, or a signature that is not good.
pub const FAULTY: u8 = 1;
const UNREADABLE: u8 = 2;
const UNWRITTEN: u8 = 3;
const KEY_REFUSED: u8 = 4;

/// One sentence and the exit code.
pub struct Failure {
    pub sentence: String,
    pub exit: u8,
}

/// What was given can't be read, or is no use.
pub fn unreadable(cause: impl Display) -> Failure {
    Failure { sentence: cause.to_string(), exit: UNREADABLE }
}

/// A key, its password or its token was refused, or else what was asked for can't be done.
pub fn unsigned(cause: gongkai_app::Failure) -> Failure {
    let exit = if cause.code == gongkai_app::Code::Key { KEY_REFUSED } else { UNREADABLE };
    Failure { sentence: cause.sentence, exit }
}

/// What was asked for can't be written.
pub fn unwritten(cause: impl Display) -> Failure {
    Failure { sentence: cause.to_string(), exit: UNWRITTEN }
}
