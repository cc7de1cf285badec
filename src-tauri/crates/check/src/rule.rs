//! What a rule is, and how its doc comment becomes the help the program shows.

use super::context::CheckContext;
use super::{Finding, Level};
use gongkai_model::form::{Edition, Forms};
use serde::{Serialize, Serializer};
use ts_rs::TS;

/// A rule of the check list.
#[derive(Clone, Copy, Debug, Serialize)]
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
    pub against_last_year: bool,
    /// Of which forms and report years it judges something. A rule that judges equations of the
    /// forms says nothing here: the forms say which of them have such an equation.
    #[serde(skip)]
    pub(super) applies: fn(&Edition, i32) -> bool,
    #[serde(skip)]
    pub(super) find: fn(&CheckContext, &mut Vec<Finding>),
}

/// The help of a rule in its parts, for a page that draws them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct RuleHelp {
    /// What it comes to, in one sentence.
    pub says: String,
    /// What is looked at, why, on which basis, right and wrong examples; in this order.
    pub sections: Vec<HelpSection>,
}

/// A part of a rule's help under its heading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct HelpSection {
    /// `查什么`, `为什么`, `依据`, `正确` or `错误`.
    pub heading: String,
    /// Its figures and sentences are made up; they are not the user's.
    pub example: bool,
    /// One a line, without marks.
    pub paragraphs: Vec<String>,
}

impl Rule {
    /// Its help as Markdown, under the headings 查什么, 为什么, 依据, 正确, 错误.
    pub fn help(&self) -> String {
        unindented(self.help)
    }

    /// Whether there is anything for it to judge in reports of this form and year. Of a report
    /// without tables or without a year nothing is left out.
    pub fn applies_to(&self, edition: Option<&Edition>, year: Option<i32>, forms: &Forms) -> bool {
        let Some(edition) = edition else {
            return true;
        };
        let judges = |edition: &Edition| {
            let written = forms.expanded(edition);
            written.is_some_and(|form| form.equations.iter().any(|e| e.rule == self.name))
        };
        let of_equations = forms.editions().iter().any(judges);
        (!of_equations || judges(edition)) && (self.applies)(edition, year.unwrap_or(i32::MAX))
    }

    /// Its help in parts.
    pub fn explained(&self) -> RuleHelp {
        let mut explained = RuleHelp { says: String::new(), sections: Vec::new() };
        for line in self.help.lines().map(str::trim).filter(|line| !line.is_empty()) {
            if let Some(heading) = line.strip_prefix("## ") {
                explained.sections.push(HelpSection {
                    heading: heading.to_owned(),
                    example: matches!(heading, "正确" | "错误"),
                    paragraphs: Vec::new(),
                });
            } else if let Some(section) = explained.sections.last_mut() {
                section.paragraphs.push(line.to_owned());
            } else {
                explained.says.push_str(line);
            }
        }
        explained
    }
}

/// Whether the form has this figure.
pub(super) fn has_figure(edition: &Edition, cell: &str) -> bool {
    edition.figure(&cell.into()).is_some()
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
    ($(#[doc = $line:literal])* $name:literal, $title:literal, [$($level:ident),+], $find:path
        $(, $option:ident: $value:expr)*) => {
        $(#[doc = $line])*
        pub(in crate) const RULE: $crate::Rule = $crate::Rule {
            $($option: $value,)*
            ..$crate::rule::rule_of(
                $name,
                $title,
                &[$($crate::Level::$level),+],
                concat!($($line, "\n"),*),
                $find,
            )
        };
    };
}
pub(super) use rule;

/// A rule for every report, judging it by itself.
pub(super) const fn rule_of(
    name: &'static str,
    title: &'static str,
    levels: &'static [Level],
    help: &'static str,
    find: fn(&CheckContext, &mut Vec<Finding>),
) -> Rule {
    Rule { name, title, levels, help, against_last_year: false, applies: |_, _| true, find }
}
