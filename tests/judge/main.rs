//! The judge of the rules: takes right reports of our own making, breaks one thing at a time, and
//! counts what is found, missed, or found without being there.
//!
//! `cargo xtask judge` prints the table; its last line is `N found, 0 missed, 0 extra`. Extra is
//! every 必须改 that was not meant, and every further finding of the rule that was.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails where it cannot go on")]

mod cells;
mod reports;
mod words;

use cells::Wanted;
use gongkai_check::{Case, Finding, Level, check, rules};
use gongkai_model::form::Forms;
use reports::Papers;
use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;

/// One thing broken in a right report.
pub struct Break {
    /// What was made wrong.
    pub what: String,
    /// The reports it was done to.
    pub papers: Papers,
    /// All that must be found. Without cells: one finding of this rule, whatever cells it names.
    pub wanted: Vec<Wanted>,
    /// Rules that may say something, too.
    pub allowed: &'static [&'static str],
}

#[derive(Default)]
struct Count {
    found: usize,
    missed: usize,
    extra: usize,
}

fn findings(forms: &Forms, papers: &Papers) -> Vec<Finding> {
    check(&Case {
        forms,
        report: &papers.report,
        last: papers.last.as_ref(),
        last_unconfirmed: false,
        published: false,
        settings: &papers.settings,
        today: None,
    })
}

fn cells_of(finding: &Finding) -> BTreeSet<String> {
    let last = finding.last_cells.iter().map(|cell| format!("last:{cell}"));
    finding.cells.iter().map(ToString::to_string).chain(last).collect()
}

/// Judges every break; what went wrong is told in words.
fn judge(forms: &Forms) -> (BTreeMap<String, Count>, Vec<String>) {
    let mut counts: BTreeMap<String, Count> =
        rules().iter().map(|rule| (rule.name.to_owned(), Count::default())).collect();
    let mut faults = Vec::new();
    for papers in reports::all(forms) {
        for finding in findings(forms, &papers) {
            if finding.level != Level::Hint {
                counts.entry(finding.rule.clone()).or_default().extra += 1;
                faults.push(format!("{}: 无错而报 {}", papers.name, finding.message));
            }
        }
        let breaks = cells::breaks(forms, &papers).into_iter().chain(words::breaks(&papers));
        for broken in breaks {
            one(forms, &papers.name, &broken, &mut counts, &mut faults);
        }
    }
    (counts, faults)
}

fn one(
    forms: &Forms,
    name: &str,
    broken: &Break,
    counts: &mut BTreeMap<String, Count>,
    faults: &mut Vec<String>,
) {
    let mut left = findings(forms, &broken.papers);
    for (rule, cells) in &broken.wanted {
        let meant = |finding: &Finding| {
            finding.rule == *rule && (cells.is_empty() || cells_of(finding) == *cells)
        };
        let count = counts.entry((*rule).to_owned()).or_default();
        match left.iter().position(meant) {
            Some(at) => {
                left.remove(at);
                count.found += 1;
            }
            None => {
                count.missed += 1;
                faults.push(format!("{name}: {}: {rule} 没有发现 {cells:?}", broken.what));
            }
        }
    }
    for finding in left {
        let rule = finding.rule.as_str();
        let meant = broken.wanted.iter().any(|(wanted, _)| *wanted == rule);
        if (finding.level == Level::Error || meant) && !broken.allowed.contains(&rule) {
            counts.entry(rule.to_owned()).or_default().extra += 1;
            faults.push(format!("{name}: {}: 多报 {rule} {}", broken.what, finding.message));
        }
    }
}

/// The table, its last line the sum.
fn table(counts: &BTreeMap<String, Count>) -> String {
    let mut out = format!("{:<28}{:>8}{:>8}{:>8}\n", "rule", "found", "missed", "extra");
    let mut sum = Count::default();
    for (rule, count) in counts {
        out += &format!("{rule:<28}{:>8}{:>8}{:>8}\n", count.found, count.missed, count.extra);
        sum.found += count.found;
        sum.missed += count.missed;
        sum.extra += count.extra;
    }
    out + &format!("{} found, {} missed, {} extra", sum.found, sum.missed, sum.extra)
}

fn main() -> ExitCode {
    let (counts, faults) = judge(&Forms::official());
    faults.iter().take(40).for_each(|fault| eprintln!("{fault}"));
    println!("{}", table(&counts));
    let unproved = counts.iter().any(|(_, count)| count.found == 0);
    if faults.is_empty() && !unproved { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_missed_and_nothing_is_extra() {
        let (counts, faults) = judge(&Forms::official());
        let few: Vec<_> = faults.iter().take(20).collect();
        assert!(faults.is_empty(), "{few:#?}\n{}", table(&counts));
        let unproved: Vec<_> = counts.iter().filter(|(_, count)| count.found == 0).collect();
        assert!(
            unproved.is_empty(),
            "{:?}",
            unproved.iter().map(|(rule, _)| rule).collect::<Vec<_>>()
        );
    }
}
