//! What a rule is, and how its doc comment becomes the help the program shows.

use super::brief::Brief;
use super::{Finding, Level};
use serde::{Serialize, Serializer};
use ts_rs::TS;

/// A rule of the check list.
#[derive(Clone, Copy, Debug, Serialize, TS)]
pub struct Rule {
    /// Stable name; stored with reasons and settings.
    pub name: &'static str,
    /// Its name in Chinese.
    pub title: &'static str,
    /// The levels its findings can have, highest first.
    pub levels: &'static [Level],
    #[serde(serialize_with = "without_margin")]
    pub(super) help: &'static str,
    /// It judges one year by the other, so without last year's report it finds nothing.
    #[serde(skip)]
    #[ts(skip)]
    pub against_last_year: bool,
    #[serde(skip)]
    #[ts(skip)]
    pub(super) find: fn(&Brief, &mut Vec<Finding>),
}

impl Rule {
    /// Its help as Markdown, under the headings 查什么, 为什么, 依据, 正确, 错误.
    pub fn help(&self) -> String {
        unindented(self.help)
    }
}

/// A doc comment without the blank after its slashes.
fn unindented(comment: &str) -> String {
    comment.lines().fold(String::new(), |mut text, line| {
        text.push_str(line.strip_prefix(' ').unwrap_or(line));
        text.push('\n');
        text
    })
}

fn without_margin<S: Serializer>(help: &&'static str, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_str(&unindented(help))
}

/// Declares a rule's constant `RULE`. The doc comment before it is the help shown to the user.
macro_rules! rule {
    ($(#[doc = $line:literal])* $name:literal, $title:literal, [$($level:ident),+], $find:path) => {
        $crate::check::rule::rule! {
            $(#[doc = $line])*
            $name, $title, [$($level),+], $find, against_last_year: false
        }
    };
    ($(#[doc = $line:literal])* $name:literal, $title:literal, [$($level:ident),+], $find:path,
        against_last_year: $against:literal) => {
        $(#[doc = $line])*
        pub(in crate::check) const RULE: $crate::check::Rule = $crate::check::Rule {
            name: $name,
            title: $title,
            levels: &[$($crate::check::Level::$level),+],
            help: concat!($($line, "\n"),*),
            against_last_year: $against,
            find: $find,
        };
    };
}
pub(super) use rule;
