//! Rules over a filled-in report (勾稽关系 and the rest): what an inspector would find, found before.
//!
//! One rule is one file: its help, its constant, its function, its tests; [`rules`] is the one list
//! of them. Sums, balances and links to last year are not written here but in the form: the rules
//! `balance`, `carry_over` … judge the form's equations. A rule does no I/O and cannot fail; where
//! it is not sure it hints or is silent. **Deliberately absent**: anything that changes a figure.
//! A [`Fix`] is an offer; the user takes it or leaves it.

mod arithmetic;
mod brief;
mod finding;
mod passage;
mod prose;
mod rule;
mod settings;
mod structure;
mod tables;
#[cfg(test)]
mod trial;
mod wording;
mod years;

pub use finding::{Finding, Fix, Level, Span, TextFix, Verdict, verdict};
pub use rule::Rule;
pub use settings::{Settings, WordPair};

use crate::form::Forms;
use crate::report::Report;
use brief::Brief;
use chrono::NaiveDate;

/// What is checked: a report, last year's beside it, and under which settings.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    pub forms: &'a Forms,
    pub report: &'a Report,
    /// Last year's report of the same office and scope.
    pub last: Option<&'a Report>,
    /// Last year's figures come from a file and nobody has confirmed them.
    pub last_unconfirmed: bool,
    /// An old report as it was published: nothing is to be finalised, so blanks are only hints.
    pub published: bool,
    pub settings: &'a Settings,
    /// None where the day must not matter.
    pub today: Option<NaiveDate>,
}

/// Every rule, in the order of the check list.
const RULES: &[Rule] = &[
    tables::balance::RULE,
    tables::results_sum::RULE,
    tables::row_sum::RULE,
    tables::case_sum::RULE,
    tables::not_a_count::RULE,
    tables::blank::RULE,
    tables::unread::RULE,
    tables::disclosed_more_than_total::RULE,
    tables::total_is_a_sum::RULE,
    tables::items_below_zero::RULE,
    tables::projects_without_amount::RULE,
    tables::much_other_handling::RULE,
    tables::rules_not_allowed::RULE,
    tables::fee_in_yuan::RULE,
    tables::direct_suit::RULE,
    years::carry_over::RULE,
    years::in_force::RULE,
    years::items::RULE,
    years::pending::RULE,
    years::jump::RULE,
    years::all_the_same::RULE,
    years::repeated_text::RULE,
    years::old_year_left::RULE,
    years::improvements_forgotten::RULE,
    prose::says_none::RULE,
    prose::requests_told::RULE,
    prose::handled_told::RULE,
    prose::carried_told::RULE,
    prose::cases_told::RULE,
    prose::documents_told::RULE,
    prose::parts_told::RULE,
    prose::fee_untold::RULE,
    structure::chapters::RULE,
    structure::editions_mixed::RULE,
    structure::title::RULE,
    structure::heading_levels::RULE,
    structure::heading_cut_off::RULE,
    structure::date::RULE,
    structure::deadline::RULE,
    structure::period::RULE,
    structure::aspects::RULE,
    structure::length::RULE,
    structure::empty::RULE,
    wording::placeholders::RULE,
    wording::wrong_characters::RULE,
    wording::quotations::RULE,
    wording::punctuation::RULE,
    wording::private_facts::RULE,
    wording::other_organ::RULE,
];

pub fn rules() -> &'static [Rule] {
    RULES
}

/// Runs every rule. Findings come by level, then by their place in the report.
pub fn check(case: &Case) -> Vec<Finding> {
    let brief = Brief::new(case);
    let mut findings = Vec::new();
    for rule in RULES {
        (rule.find)(&brief, &mut findings);
    }
    findings.retain(|finding| {
        finding.level != Level::Hint || !case.settings.hidden_hints.contains(&finding.rule)
    });
    findings.sort_by_cached_key(|finding| (finding.level, brief.position(finding)));
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_rule_explains_itself_under_the_same_headings() {
        let headings = ["查什么", "为什么", "依据", "正确", "错误"];
        for rule in rules() {
            let help = rule.help();
            let found: Vec<_> = help.lines().filter_map(|line| line.strip_prefix("## ")).collect();
            assert_eq!(found, headings, "{}", rule.name);
            assert!(!rule.title.is_empty() && !rule.levels.is_empty(), "{}", rule.name);
        }
    }

    #[test]
    fn rules_have_names_of_their_own() {
        let names: BTreeSet<_> = rules().iter().map(|rule| rule.name).collect();
        assert_eq!(names.len(), rules().len());
    }

    #[test]
    fn every_law_of_the_form_has_its_rule() {
        for edition in Forms::official().editions() {
            for equation in edition.equations() {
                assert!(rules().iter().any(|rule| rule.name == equation.rule), "{}", equation.rule);
            }
        }
    }
}
