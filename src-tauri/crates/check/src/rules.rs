//! Every rule, and a report judged by all of them.

use crate::case::{Case, not_last};
use crate::context::CheckContext;
use crate::finding::{Finding, Level};
use crate::rule::Rule;
use crate::{builder, prose, structure, tables, wording, years};

/// Every rule, in the order of the check list.
const RULES: &[Rule] = &[
    tables::balance::RULE,
    tables::results_sum::RULE,
    tables::row_sum::RULE,
    tables::case_sum::RULE,
    tables::not_a_count::RULE,
    tables::blank::RULE,
    tables::missing_table::RULE,
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
    prose::requests_mismatch::RULE,
    prose::handled_mismatch::RULE,
    prose::results_mismatch::RULE,
    prose::applicants_mismatch::RULE,
    prose::carried_mismatch::RULE,
    prose::cases_mismatch::RULE,
    prose::documents_mismatch::RULE,
    prose::decisions_mismatch::RULE,
    prose::parts_mismatch::RULE,
    prose::fee_unmentioned::RULE,
    structure::chapters::RULE,
    structure::editions_mixed::RULE,
    structure::title::RULE,
    structure::heading_levels::RULE,
    structure::heading_cut_off::RULE,
    structure::date::RULE,
    structure::deadline::RULE,
    structure::unsigned::RULE,
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

/// Every rule, in the order of the check list.
pub fn rules() -> &'static [Rule] {
    RULES
}

/// Runs every rule. Findings come by level, then by their place in the report.
pub fn check(case: &Case) -> Vec<Finding> {
    let last = case.last.filter(|last| not_last(case.report, last, true).is_none());
    let case = &Case { last, ..*case };
    let context = CheckContext::new(case);
    let mut findings = Vec::new();
    for rule in RULES {
        (rule.find)(&context, &mut findings);
    }
    builder::tell_apart(&mut findings);
    findings.retain(|finding| {
        finding.level != Level::Hint || !case.settings.hidden_hints.contains(&finding.rule)
    });
    findings.sort_by_cached_key(|finding| (finding.level, context.position(finding)));
    findings
}
