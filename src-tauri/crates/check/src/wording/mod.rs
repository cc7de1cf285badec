//! Rules on the words of the text.

pub(super) mod other_organ;
pub(super) mod placeholders;
pub(super) mod private_facts;
pub(super) mod punctuation;
pub(super) mod quotations;
pub(super) mod wrong_characters;
