//! Figures side by side, with change and per cent.

use gongkai_model::form::Group;
use gongkai_model::form::{CellId, Comparable, Edition, FigureForm, Forms};
use gongkai_model::report::{Figure, Report};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// One row of the comparison.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CellChange {
    /// The figure's id in this report's edition; in the other's where this one does not have it.
    pub cell: CellId,
    /// Id of its table: `requests`.
    pub table: String,
    /// `行政许可 · 本年处理决定数量`
    pub name: String,
    /// An exact decimal, `""` for blank; none where the edition has no such figure, or it was not
    /// read from the file.
    pub last: Option<String>,
    /// As `last`, of this report.
    pub this: Option<String>,
    /// The other report's figure was not read from its file.
    pub last_unread: bool,
    /// This report's figure was not read from its file.
    pub this_unread: bool,
    /// this − last, an exact decimal; none where one of them is no number or they don't compare.
    pub change: Option<String>,
    /// The change in per cent of last, to one decimal; none where last is 0, too.
    pub percent: Option<f64>,
    /// Whether the two figures mean the same.
    pub comparable: Comparable,
}

/// The figure several cells make together: not read as soon as one of them is, blank when all are.
pub fn sum(report: &Report, cells: &[CellId]) -> Figure {
    let mut sum: Option<Decimal> = None;
    for cell in cells {
        match report.figure(cell) {
            Figure::Unread => return Figure::Unread,
            Figure::Blank => {}
            Figure::Number(number) => match sum.unwrap_or_default().checked_add(number) {
                Some(both) => sum = Some(both),
                None => return Figure::Unread,
            },
        }
    }
    sum.map_or(Figure::Blank, Figure::Number)
}

/// Figures of two editions that stand in one row of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    /// The id the row goes by: the newer edition's, or the other's where only that has it whole.
    pub cell: CellId,
    pub now: Vec<CellId>,
    pub before: Vec<CellId>,
    pub how: Comparable,
}

/// Every figure of both editions in its row, table by table: in the order of the first edition, what
/// only the second has at the end of its table.
pub(super) fn lines(forms: &Forms, now: Option<&Edition>, before: Option<&Edition>) -> Vec<Line> {
    let between = now.zip(before).and_then(|(now, before)| forms.mapping(now, before));
    let mut tables: Vec<&str> = Vec::new();
    for table in [now, before].into_iter().flatten().flat_map(|e| &e.tables) {
        if !tables.contains(&table.id) {
            tables.push(table.id);
        }
    }
    let mut out = Vec::new();
    for table in tables {
        let mut told: HashSet<&CellId> = HashSet::new();
        let own = figures_of(now, table);
        let other = figures_of(before, table);
        for figure in &own {
            let group = between.and_then(|between| between.group_of(&figure.id));
            let Some(group) = group else {
                out.push(Line::only_now(&figure.id));
                continue;
            };
            if told.contains(&figure.id) {
                continue;
            }
            told.extend(&group.this);
            out.extend(Line::of(group));
        }
        let dropped = |figure: &&FigureForm| match between {
            None => true,
            Some(between) => between
                .groups()
                .iter()
                .any(|group| group.this.is_empty() && group.last.contains(&figure.id)),
        };
        out.extend(other.iter().filter(dropped).map(|figure| Line::only_before(&figure.id)));
    }
    out
}

impl Line {
    fn only_now(cell: &CellId) -> Self {
        Line {
            cell: cell.clone(),
            now: vec![cell.clone()],
            before: Vec::new(),
            how: Comparable::New,
        }
    }

    fn only_before(cell: &CellId) -> Self {
        let before = vec![cell.clone()];
        Line { cell: cell.clone(), now: Vec::new(), before, how: Comparable::Dropped }
    }

    /// Figures that stand for each other as rows: first the one that compares, then, where one side
    /// splits it up, its parts.
    fn of(group: &Group) -> Vec<Line> {
        let (now, before) = (&group.this, &group.last);
        let whole = match (now.as_slice(), before.as_slice()) {
            ([one], _) => one,
            (_, [one]) => one,
            ([first, ..], _) => first,
            ([], _) => return Vec::new(),
        };
        let line =
            Line { cell: whole.clone(), now: now.clone(), before: before.clone(), how: group.how };
        let mut lines = vec![line];
        let parts = |cells: &'_ [CellId], part: fn(&CellId) -> Line| -> Vec<Line> {
            let split = cells.len() > 1;
            cells.iter().filter(|cell| split && *cell != whole).map(part).collect()
        };
        lines.extend(parts(now, Line::only_now));
        lines.extend(parts(before, Line::only_before));
        lines
    }

    /// What a report says in this row; none where its edition has no such figure.
    pub(super) fn figure(cells: &[CellId], report: &Report) -> Option<Figure> {
        (!cells.is_empty()).then(|| sum(report, cells))
    }
}

/// Every figure of either report's form with its change; figures only the other has stand at the end of
/// their table.
pub fn changes(forms: &Forms, this: &Report, last: &Report) -> Vec<CellChange> {
    let (now, before) = (edition(forms, this), edition(forms, last));
    let names = names([before, now]);
    lines(forms, now, before)
        .into_iter()
        .map(|line| {
            let now = Line::figure(&line.now, this);
            let before = Line::figure(&line.before, last);
            let (change, percent) = change(now, before, line.how).unzip();
            CellChange {
                table: line.cell.table().to_owned(),
                name: names.get(&line.cell).map_or_else(|| line.cell.to_string(), Clone::clone),
                last: written(before),
                this: written(now),
                last_unread: before == Some(Figure::Unread),
                this_unread: now == Some(Figure::Unread),
                change,
                percent: percent.flatten(),
                comparable: line.how,
                cell: line.cell,
            }
        })
        .collect()
}

pub(super) fn edition<'f>(forms: &'f Forms, report: &Report) -> Option<&'f Edition> {
    report.edition_in(forms)
}

/// The names of the figures; where editions differ, the last one's.
pub(super) fn names<'f>(
    editions: impl IntoIterator<Item = Option<&'f Edition>>,
) -> HashMap<CellId, String> {
    let figures = editions.into_iter().flatten().flat_map(Edition::figures);
    figures.map(|figure| (figure.id, figure.name)).collect()
}

/// A change with its sign, as wide as a figure's so that figures stand under each other: `+3`, `−3`,
/// `0`. `change` is an exact decimal.
pub fn signed(change: &str) -> String {
    match change.strip_prefix('-') {
        Some(less) => format!("−{less}"),
        None if change == "0" => change.to_owned(),
        None => format!("+{change}"),
    }
}

/// now − before and its per cent; none where one of them is no number or they don't compare.
pub(super) fn change(
    now: Option<Figure>,
    before: Option<Figure>,
    how: Comparable,
) -> Option<(String, Option<f64>)> {
    if !matches!(how, Comparable::Yes | Comparable::Changed) {
        return None;
    }
    let (now, before) = (now?.number()?, before?.number()?);
    let change = now.checked_sub(before)?;
    Some((change.normalize().to_string(), percent(change, before)))
}

fn figures_of(edition: Option<&Edition>, table: &str) -> Vec<FigureForm> {
    edition.and_then(|e| e.table(table)).map(|table| table.figures()).unwrap_or_default()
}

pub(super) fn written(figure: Option<Figure>) -> Option<String> {
    match figure? {
        Figure::Unread => None,
        Figure::Blank => Some(String::new()),
        Figure::Number(number) => Some(number.to_string()),
    }
}

fn percent(change: Decimal, before: Decimal) -> Option<f64> {
    let share = change.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(before.abs())?;
    share.round_dp(1).to_f64()
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_model::report::Cell;

    fn report(edition: &str, cells: &[(&str, i64)]) -> Report {
        let forms = Forms::official();
        let mut report = Report::blank(forms.edition(edition).unwrap(), "青铜镇人民政府", 2021);
        for (cell, number) in cells {
            report.cells.insert((*cell).into(), Cell::typed(*number));
        }
        report
    }

    fn row(changes: &[CellChange], cell: &str) -> CellChange {
        let mut rows = changes.iter().filter(|change| change.cell.as_str() == cell);
        let row = rows.next().unwrap().clone();
        assert!(rows.next().is_none(), "{cell} twice");
        row
    }

    #[test]
    fn a_row_the_form_does_not_have_is_compared_with_what_it_stands_for() {
        let single = "requests/other_handling/total";
        let parts = ["overdue_correction", "overdue_fee", "other"]
            .map(|part| format!("requests/other_handling.{part}/total"));
        let mixed = report("2021", &[(single, 9)]);
        for (last, change) in [
            (report("2019", &[(single, 4)]), "5"),
            (report("2021", &[(&parts[0], 1), (&parts[1], 0), (&parts[2], 2)]), "6"),
            (report("2021", &[(single, 9)]), "0"),
        ] {
            let changes = changes(&Forms::official(), &mixed, &last);
            assert_eq!(row(&changes, single).change.as_deref(), Some(change));
            let back = self::changes(&Forms::official(), &last, &mixed);
            assert!(!row(&back, single).this_unread);
            assert!(back.iter().any(|row| row.last.as_deref() == Some("9")));
        }
    }

    #[test]
    fn change_and_percent_of_the_same_edition() {
        let last = report("2021", &[("requests/new/total", 12), ("requests/partly/total", 0)]);
        let this = report("2021", &[("requests/new/total", 15), ("requests/partly/total", 3)]);
        let changes = changes(&Forms::official(), &this, &last);
        assert_eq!(changes.len(), 200);
        let new = row(&changes, "requests/new/total");
        assert_eq!((new.change.as_deref(), new.percent), (Some("3"), Some(25.0)));
        let partly = row(&changes, "requests/partly/total");
        assert_eq!((partly.change.as_deref(), partly.percent), (Some("3"), None));
        let blank = row(&changes, "requests/carried_in/total");
        assert_eq!((blank.this.as_deref(), blank.change), (Some(""), None));
    }

    #[test]
    fn every_row_is_the_two_figures_and_their_difference() {
        let forms = Forms::official();
        for edition in forms.editions() {
            let (mut this, mut last) = (report(edition.id, &[]), report(edition.id, &[]));
            let figures = edition.figures();
            for (at, figure) in figures.iter().enumerate() {
                // Every seventh is blank in this year's, every eleventh unread in last year's.
                let number = at as i64;
                if at % 7 != 0 {
                    this.cells.insert(figure.id.clone(), Cell::typed(number * 3 + 1));
                }
                let unread = Cell { figure: Figure::Unread, ..Cell::default() };
                let read = Cell::typed(number * number);
                last.cells.insert(figure.id.clone(), if at % 11 == 0 { unread } else { read });
            }
            let changes = changes(&forms, &this, &last);
            assert_eq!(changes.len(), figures.len());
            for (at, figure) in figures.iter().enumerate() {
                let row = row(&changes, figure.id.as_str());
                let (now, before) = (at as i64 * 3 + 1, at as i64 * at as i64);
                let (blank, unread) = (at % 7 == 0, at % 11 == 0);
                assert_eq!(row.this, Some(if blank { String::new() } else { now.to_string() }));
                assert_eq!(row.last, (!unread).then(|| before.to_string()), "{}", figure.id);
                let change = (!blank && !unread).then(|| (now - before).to_string());
                assert_eq!((row.change, row.last_unread), (change, unread), "{}", figure.id);
            }
        }
    }

    #[test]
    fn the_old_row_of_other_handling_compares_with_the_sum_of_three() {
        let last = report("2019", &[("requests/other_handling/total", 4)]);
        let this = report(
            "2021",
            &[
                ("requests/other_handling.overdue_correction/total", 3),
                ("requests/other_handling.other/total", 3),
            ],
        );
        let changes = changes(&Forms::official(), &this, &last);
        let whole = row(&changes, "requests/other_handling/total");
        assert_eq!((whole.last.as_deref(), whole.this.as_deref()), (Some("4"), Some("6")));
        assert_eq!((whole.percent, whole.comparable), (Some(50.0), Comparable::Yes));
        let part = row(&changes, "requests/other_handling.other/total");
        assert_eq!((part.this.as_deref(), part.last), (Some("3"), None));
        assert_eq!(part.comparable, Comparable::New);
    }

    #[test]
    fn what_does_not_compare_is_shown_without_a_change() {
        let last = report(
            "2019",
            &[
                ("disclosure/rules/newly_made", 2),
                ("disclosure/rules/total_disclosed", 9),
                ("disclosure/procurement/projects", 5),
            ],
        );
        let this =
            report("2021", &[("disclosure/rules/issued", 3), ("disclosure/rules/in_force", 8)]);
        let changes = changes(&Forms::official(), &this, &last);
        let issued = row(&changes, "disclosure/rules/issued");
        assert_eq!((issued.comparable, issued.percent), (Comparable::Changed, Some(50.0)));
        let in_force = row(&changes, "disclosure/rules/in_force");
        assert_eq!((in_force.last.as_deref(), in_force.change), (Some("9"), None));
        assert_eq!(in_force.comparable, Comparable::No);
        let dropped = row(&changes, "disclosure/procurement/projects");
        assert_eq!((dropped.this, dropped.comparable), (None, Comparable::Dropped));
    }

    #[test]
    fn unread_is_neither_blank_nor_zero() {
        let mut last = report("2021", &[]);
        last.cells.insert(
            "requests/new/total".into(),
            Cell { figure: Figure::Unread, ..Cell::default() },
        );
        let this = report("2021", &[("requests/new/total", 5)]);
        let new = row(&changes(&Forms::official(), &this, &last), "requests/new/total");
        assert_eq!((new.last, new.last_unread, new.change), (None, true, None));
    }

    #[test]
    fn a_report_without_tables_still_compares() {
        let last = Report { edition: None, ..report("2019", &[]) };
        let this = report("2019", &[("requests/new/total", 5)]);
        let changes = changes(&Forms::official(), &this, &last);
        assert_eq!(changes.len(), 198);
        assert!(changes.iter().all(|change| change.comparable == Comparable::New));
    }
}
