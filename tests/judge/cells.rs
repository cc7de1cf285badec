//! Breaking figures: every cell of every sum, balance and link in turn. What must then be found is
//! written down here a second time, from the domain's table of checks and not from the form.

use super::Break;
use super::reports::{APPLICANTS, OUTCOMES, Papers, counts_documents, results};
use gongkai_model::form::{CellId, Forms, Kind};
use gongkai_model::report::{Cell, Figure, Origin};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// A rule and the cells its finding names; those of last year's report begin with `last:`.
pub type Wanted = (&'static str, BTreeSet<String>);

fn set(cells: impl IntoIterator<Item = String>) -> BTreeSet<String> {
    cells.into_iter().collect()
}

/// Everything that must hold for a cell.
fn laws(papers: &Papers, cell: &str) -> Vec<Wanted> {
    let last = papers.last.as_ref();
    let last_documents = last.is_some_and(counts_documents);
    let last_items = last.is_some() && !last_documents;
    let parts: Vec<&str> = cell.split('/').collect();
    let [table, row, column] = parts.as_slice() else { return Vec::new() };
    let mut out: Vec<Wanted> = Vec::new();
    let in_column = |row: &str| format!("requests/{row}/{column}");
    match *table {
        "requests" => {
            let columns = APPLICANTS.iter().chain(&["total"]);
            out.push(("row_sum", set(columns.map(|column| format!("requests/{row}/{column}")))));
            let results = results(&papers.report);
            if results.iter().any(|result| result == row) || *row == "total" {
                let rows = results.iter().map(String::as_str).chain(["total"]);
                out.push(("results_sum", set(rows.map(in_column))));
            }
            let balance = ["new", "carried_in", "total", "carried_out"];
            if balance.contains(row) {
                out.push(("balance", set(balance.map(in_column))));
            }
            if *row == "carried_in" && last.is_some() {
                let before = format!("last:requests/carried_out/{column}");
                out.push(("carry_over", set([cell.to_owned(), before])));
            }
        }
        "cases" => {
            let columns = OUTCOMES.iter().chain(&["total"]);
            out.push(("case_sum", set(columns.map(|column| format!("cases/{row}/{column}")))));
        }
        _ => {
            let id = |column: &str| format!("disclosure/{row}/{column}");
            if ["issued", "repealed", "in_force"].contains(column) && last_documents {
                let own = ["issued", "repealed", "in_force"].map(id);
                let before = format!("last:{}", id("in_force"));
                out.push(("in_force", set(own.into_iter().chain([before]))));
            }
            if *column == "prior_items" && last_items && !counts_documents(&papers.report) {
                let before = ["prior_items", "net_change"].map(|c| format!("last:{}", id(c)));
                out.push(("items", set(before.into_iter().chain([cell.to_owned()]))));
            }
        }
    }
    out
}

/// What must hold for a cell of last year's report.
fn last_laws(papers: &Papers, cell: &str) -> Vec<Wanted> {
    let parts: Vec<&str> = cell.split('/').collect();
    match parts.as_slice() {
        ["requests", "carried_out", column] => {
            vec![(
                "carry_over",
                set([format!("requests/carried_in/{column}"), format!("last:{cell}")]),
            )]
        }
        ["disclosure", row, "in_force"] => laws(papers, &format!("disclosure/{row}/issued")),
        ["disclosure", row, "prior_items" | "net_change"] => {
            laws(papers, &format!("disclosure/{row}/prior_items"))
        }
        _ => Vec::new(),
    }
}

/// Whose report it is makes no difference to the figures, and broken zeros are like other figures:
/// sums are broken in the governments' reports, every other way a cell can be wrong in those
/// without last year's.
pub fn breaks(forms: &Forms, papers: &Papers) -> Vec<Break> {
    let mut out = Vec::new();
    if papers.scale == 0 || !papers.settings.kind.is_government() {
        return out;
    }
    let thorough = papers.scale == 1 && papers.last.is_none();
    let edition = papers.report.edition_in(forms);
    for form in edition.map(|edition| edition.figures()).unwrap_or_default() {
        let cell = form.id.as_str();
        let laws = laws(papers, cell);
        let there = papers.report.number(&form.id).unwrap_or_default();
        let broken = |figure: Figure, what: &str, wanted: Vec<Wanted>| {
            let mut papers = papers.clone();
            let origin = Origin::Typed;
            papers.report.cells.insert(form.id.clone(), Cell { figure, note: None, origin });
            Break { what: format!("{cell} {what}"), papers, wanted, allowed: &[] }
        };
        out.push(broken(Figure::Number(there + Decimal::ONE), "+1", laws.clone()));
        if !thorough {
            continue;
        }
        let alone = |rule| (rule, set([cell.to_owned()]));
        // What is not filled in yet breaks no sum.
        out.push(broken(Figure::Blank, "空白", vec![alone("blank")]));
        out.push(broken(Figure::Unread, "未读到", vec![alone("unread")]));
        let with_laws = || laws.iter().cloned().chain([alone("not_a_count")]).collect::<Vec<_>>();
        if form.kind != Kind::Change {
            let below = broken(Figure::from(-1), "-1", with_laws());
            out.push(Break { allowed: &["items_below_zero"], ..below });
        }
        if form.kind != Kind::Amount {
            out.push(broken(Figure::Number(there + Decimal::new(5, 1)), "+0.5", with_laws()));
        }
    }
    let last = papers.last.as_ref();
    let cells: Vec<CellId> =
        last.map(|last| last.cells.keys().cloned().collect()).unwrap_or_default();
    for id in cells {
        let wanted = last_laws(papers, id.as_str());
        let Some(there) = last.and_then(|last| last.number(&id)).filter(|_| !wanted.is_empty())
        else {
            continue;
        };
        let mut papers = papers.clone();
        if let Some(last) = &mut papers.last {
            last.cells.insert(id.clone(), Cell::typed(Figure::Number(there + Decimal::ONE)));
        }
        out.push(Break { what: format!("上年 {id} +1"), papers, wanted, allowed: &[] });
    }
    out.retain(|broken| !broken.wanted.is_empty());
    out
}
