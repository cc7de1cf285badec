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
    #[serde(skip)]
    #[ts(skip)]
    pub(super) find: fn(&Brief, &mut Vec<Finding>),
}

impl Rule {
    /// Its help as Markdown, under the headings 查什么, 为什么, 依据, 正确, 错误.
    pub fn help(&self) -> String {
        self.help.lines().map(|line| line.strip_prefix(' ').unwrap_or(line)).fold(
            String::new(),
            |mut help, line| {
                help.push_str(line);
                help.push('\n');
                help
            },
        )
    }
}

impl Rule {
    /// It judges one year by another, so without last year's report it finds nothing.
    pub fn compares_years(&self) -> bool {
        const COMPARING: [&str; 8] = [
            "carry_over",
            "in_force",
            "items",
            "pending",
            "jump",
            "all_the_same",
            "repeated_text",
            "improvements_forgotten",
        ];
        COMPARING.contains(&self.name)
    }
}

fn without_margin<S: Serializer>(help: &&'static str, out: S) -> Result<S::Ok, S::Error> {
    let margin = Rule { name: "", title: "", levels: &[], help, find: |_, _| {} };
    out.serialize_str(&margin.help())
}

/// Declares a rule's constant `RULE`. The doc comment before it is the help shown to the user.
macro_rules! rule {
    ($(#[doc = $line:literal])* $name:literal, $title:literal, [$($level:ident),+], $find:path) => {
        $(#[doc = $line])*
        pub(in crate::check) const RULE: $crate::check::Rule = $crate::check::Rule {
            name: $name,
            title: $title,
            levels: &[$($crate::check::Level::$level),+],
            help: concat!($($line, "\n"),*),
            find: $find,
        };
    };
}
pub(super) use rule;
