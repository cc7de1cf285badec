//! The regular expressions that stand in the source.

use regex_lite::Regex;

/// The pattern, ready to match.
#[expect(clippy::expect_used, reason = "it stands in the source, and the tests build every one")]
pub(crate) fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a fixed pattern")
}
