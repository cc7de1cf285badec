//! Compiles a regular expression written in the source, which cannot fail.

use regex_lite::Regex;

/// The pattern, ready to match.
#[expect(clippy::expect_used, reason = "it stands in the source, and the tests build every one")]
pub(crate) fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a fixed pattern")
}
