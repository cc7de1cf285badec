//! Several years side by side, a column each.
//!
//! The latest year's form gives the rows; which figures of the other years stand for which of it is
//! known from the editions' links.

use super::figures::{Line, change, edition, lines, names, signed, written};
use super::text::{self, TextChange};
use gongkai_model::form::{CellId, Comparable, ExtraRows, Forms};
use gongkai_model::report::{Figure, Report};
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::HashMap;
use ts_rs::TS;

/// A figure of one year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct YearFigure {
    /// An exact decimal, `""` for blank; none where that year's form has no such figure, or it was
    /// not read from the file.
    pub text: Option<String>,
    /// It was not read from the file of its year.
    pub unread: bool,
    /// With the latest year's.
    pub comparable: Comparable,
}

/// One figure over the years.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct YearsRow {
    /// The figure's id in the latest year's edition; in an older one's where only that has it.
    pub cell: CellId,
    /// Id of its table: `requests`.
    pub table: String,
    /// `行政许可 · 本年处理决定数量`
    pub name: String,
    /// A figure a year, in the order of the years.
    pub figures: Vec<YearFigure>,
    /// Latest year − the one before it, an exact decimal; none where they don't compare.
    pub change: Option<String>,
    /// The change in per cent, to one decimal; none where the earlier figure is 0.
    pub percent: Option<f64>,
    /// The change with its sign, `+3` or `−3`; empty where there is none.
    pub signed_change: String,
    /// The change in per cent with its sign, `+12.5%`; empty where there is none.
    pub signed_percent: String,
    /// The latest year and the one before it differ.
    pub moved: bool,
    /// Figures that compare differ.
    pub changed: bool,
    /// 口径变化, 不可比 and the like, with the years it is true of; empty where all compare.
    pub remark: String,
}

/// Years side by side.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Years {
    /// The earliest first.
    pub years: Vec<i32>,
    /// In the order of the latest year's form; figures only older ones have stand at their tables'
    /// ends.
    pub rows: Vec<YearsRow>,
    /// The latest year's text beside that of the one before it.
    pub texts: Vec<TextChange>,
}

impl Years {
    /// The rows' cells, those that changed most first.
    pub fn by_amount(&self) -> Vec<CellId> {
        self.ordered(|row| (Decimal::ZERO, amount(row)))
    }

    /// The rows' cells, those that changed most in per cent first: from nothing to something is more
    /// than any per cent, and with the same per cent the amount counts.
    pub fn by_percent(&self) -> Vec<CellId> {
        self.ordered(|row| {
            let percent = row.percent.and_then(Decimal::from_f64).map(|percent| percent.abs());
            let amount = amount(row);
            let from_nothing = if amount.is_zero() { Decimal::ZERO } else { Decimal::MAX };
            (percent.unwrap_or(from_nothing), amount)
        })
    }

    fn ordered(&self, size: impl Fn(&YearsRow) -> (Decimal, Decimal)) -> Vec<CellId> {
        let mut rows: Vec<(&YearsRow, (Decimal, Decimal))> =
            self.rows.iter().map(|row| (row, size(row))).collect();
        rows.sort_by_key(|(_, size)| Reverse(*size));
        rows.into_iter().map(|(row, _)| row.cell.clone()).collect()
    }
}

/// How far a figure moved; 0 where that can't be told.
fn amount(row: &YearsRow) -> Decimal {
    row.change.as_deref().and_then(|change| change.parse().ok()).unwrap_or(Decimal::ZERO).abs()
}

/// The form of a report with its rows; none for a report without tables.
type Form<'f> = Option<(&'static str, &'f ExtraRows)>;

fn form<'f>(forms: &'f Forms, report: &Report) -> Form<'f> {
    edition(forms, report).map(|edition| (edition.id, &edition.extra))
}

/// A row on its way: which cells of the latest form, and of each other one.
struct Merged<'f> {
    cell: CellId,
    now: Vec<CellId>,
    others: HashMap<Form<'f>, (Vec<CellId>, Comparable)>,
}

/// Compares reports of one office, given the earliest first; the last one is the latest.
pub fn over_years(forms: &Forms, reports: &[&Report]) -> Years {
    let Some((this, others)) = reports.split_last() else { return Years::default() };
    let rows = merged(forms, this, others);
    let names = names(reports.iter().map(|report| edition(forms, report)));
    let last = others.last();
    let rows = rows.into_iter().map(|row| {
        let figures: Vec<(Option<Figure>, Comparable)> = others
            .iter()
            .map(|other| row.of(forms, this, other))
            .chain([(Line::figure(&row.now, this), Comparable::Yes)])
            .collect();
        let before = last.map(|last| row.of(forms, this, last));
        let changed =
            before.and_then(|(before, how)| change(Line::figure(&row.now, this), before, how));
        let (change, percent) = changed.unzip();
        let percent = percent.flatten();
        YearsRow {
            signed_change: change.as_deref().map(signed).unwrap_or_default(),
            signed_percent: percent
                .map(|percent| format!("{}%", signed(&percent.to_string())))
                .unwrap_or_default(),
            moved: change.as_ref().is_some_and(|change| change != "0"),
            table: row.cell.table().to_owned(),
            name: names.get(&row.cell).map_or_else(|| row.cell.to_string(), Clone::clone),
            changed: differ(&figures),
            remark: remark(reports, &figures),
            figures: figures
                .into_iter()
                .map(|(figure, comparable)| YearFigure {
                    text: written(figure),
                    unread: figure == Some(Figure::Unread),
                    comparable,
                })
                .collect(),
            change,
            percent,
            cell: row.cell,
        }
    });
    Years {
        rows: rows.collect(),
        texts: last.map(|last| text::changes(forms, this, last)).unwrap_or_default(),
        years: reports.iter().map(|report| report.year.unwrap_or_default()).collect(),
    }
}

fn merged<'f>(forms: &'f Forms, this: &Report, others: &[&Report]) -> Vec<Merged<'f>> {
    let now = edition(forms, this);
    let mut rows: Vec<Merged<'f>> = Vec::new();
    let mut seen: Vec<Form<'f>> = Vec::new();
    for report in std::iter::once(this).chain(others.iter().copied()) {
        let other = edition(forms, report);
        let form = form(forms, report);
        if seen.contains(&form) {
            continue;
        }
        seen.push(form);
        let mut at = 0;
        for line in lines(forms, now, other) {
            let known = rows.iter().position(|row| row.cell == line.cell && row.now == line.now);
            let place = known.unwrap_or_else(|| {
                let row = Merged {
                    cell: line.cell.clone(),
                    now: line.now.clone(),
                    others: HashMap::new(),
                };
                rows.insert(at, row);
                at
            });
            at = place + 1;
            rows[place].others.insert(form, (line.before, line.how));
        }
    }
    rows
}

impl Merged<'_> {
    /// What another year says in this row, and how it compares with the latest.
    fn of(&self, forms: &Forms, this: &Report, other: &Report) -> (Option<Figure>, Comparable) {
        let held = form(forms, other);
        match self.others.get(&held) {
            Some((cells, how)) => (Line::figure(cells, other), *how),
            // A row that only another edition asks for: the same cells, when the form is the same.
            None if held == form(forms, this) && !self.now.is_empty() => {
                (Line::figure(&self.now, other), Comparable::Yes)
            }
            None if self.now.is_empty() => (None, Comparable::Dropped),
            None => (None, Comparable::New),
        }
    }
}

fn differ(figures: &[(Option<Figure>, Comparable)]) -> bool {
    let mut compared = figures
        .iter()
        .filter(|(_, how)| matches!(how, Comparable::Yes | Comparable::Changed))
        .filter_map(|(figure, _)| *figure);
    let first = compared.next();
    compared.any(|figure| Some(figure) != first)
}

fn remark(reports: &[&Report], figures: &[(Option<Figure>, Comparable)]) -> String {
    let mut parts = Vec::new();
    for how in [Comparable::Changed, Comparable::No, Comparable::Dropped, Comparable::New] {
        let years: Vec<String> = reports
            .iter()
            .zip(figures)
            .filter(|(_, (_, one))| *one == how)
            .filter_map(|(report, _)| Some(report.year?.to_string()))
            .collect();
        match (years.is_empty(), reports.len()) {
            (true, _) => {}
            (_, ..=2) => parts.push(how.label().to_owned()),
            _ if how == Comparable::Dropped => parts.push(how.label().to_owned()),
            _ => parts.push(format!("{}年{}", years.join("、"), how.label())),
        }
    }
    parts.join("；")
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_model::report::Cell;

    fn report(edition: &str, year: i32, cells: &[(&str, i64)]) -> Report {
        let forms = Forms::official();
        let mut report = Report::blank(forms.edition(edition).unwrap(), "青铜镇人民政府", year);
        for (cell, number) in cells {
            report.cells.insert((*cell).into(), Cell::typed(*number));
        }
        report
    }

    fn row(years: &Years, cell: &str) -> YearsRow {
        let mut rows = years.rows.iter().filter(|row| row.cell.as_str() == cell);
        let row = rows.next().unwrap().clone();
        assert!(rows.next().is_none(), "{cell} twice");
        row
    }

    fn texts(row: &YearsRow) -> Vec<Option<&str>> {
        row.figures.iter().map(|figure| figure.text.as_deref()).collect()
    }

    #[test]
    fn two_years_say_what_the_comparison_of_two_says() {
        let forms = Forms::official();
        for (this, last) in [("2021", "2021"), ("2021", "2019"), ("2019", "2021")] {
            let last = report(last, 2020, &[("requests/new/total", 12)]);
            let this = report(this, 2021, &[("requests/new/total", 15)]);
            let years = over_years(&forms, &[&last, &this]);
            let two = super::super::compare(&forms, &this, &last).cells;
            assert_eq!(years.rows.len(), two.len());
            for cell in two {
                let same = years.rows.iter().find(|row| {
                    row.cell == cell.cell
                        && texts(row) == [cell.last.as_deref(), cell.this.as_deref()]
                        && row.change == cell.change
                        && row.percent == cell.percent
                });
                assert!(same.is_some(), "{cell:?}");
            }
        }
    }

    #[test]
    fn a_change_has_its_sign_and_the_largest_stands_first() {
        let forms = Forms::official();
        let cells =
            ["requests/new/natural_person", "requests/new/business", "requests/new/research"];
        let [most, little, fresh] = cells;
        let last = report("2021", 2020, &[(most, 300), (little, 4), (fresh, 0)]);
        let this = report("2021", 2021, &[(most, 270), (little, 6), (fresh, 9)]);
        let years = over_years(&forms, &[&last, &this]);
        let told = |cell| {
            let row = row(&years, cell);
            (row.signed_change, row.signed_percent, row.moved)
        };
        assert_eq!(told(most), ("−30".into(), "−10%".into(), true));
        assert_eq!(told(little), ("+2".into(), "+50%".into(), true));
        assert_eq!(told(fresh), ("+9".into(), String::new(), true));
        assert_eq!(told("requests/new/other"), (String::new(), String::new(), false));
        let order = |cells: Vec<CellId>| -> Vec<String> {
            cells.iter().map(|cell| cell.as_str().to_owned()).take(3).collect()
        };
        assert_eq!(order(years.by_amount()), [most, fresh, little]);
        assert_eq!(order(years.by_percent()), [fresh, little, most]);
        assert_eq!(years.by_amount().len(), years.rows.len());
    }

    #[test]
    fn a_change_is_exact() {
        let changed = |now: &str, before: &str| {
            let figure = |text: &str| Some(Figure::Number(text.parse().unwrap()));
            change(figure(now), figure(before), Comparable::Yes).map(|(change, _)| signed(&change))
        };
        for (now, before, shown) in [
            ("13", "9", "+4"),
            ("0", "2", "−2"),
            ("9", "9", "0"),
            ("-3", "2", "−5"),
            ("3.2", "2.85", "+0.35"),
            ("96171.60", "96171.6", "0"),
            ("316441", "0.1", "+316440.9"),
            ("900719925474099301", "900719925474099300", "+1"),
        ] {
            assert_eq!(changed(now, before).as_deref(), Some(shown), "{now} {before}");
        }
    }

    #[test]
    fn years_of_both_editions_stand_in_one_row() {
        let forms = Forms::official();
        let cell = "requests/new/total";
        let [a, b, c, d] =
            [("2019", 2019, 7), ("2019", 2020, 9), ("2021", 2021, 12), ("2021", 2022, 15)]
                .map(|(edition, year, figure)| report(edition, year, &[(cell, figure)]));
        let years = over_years(&forms, &[&a, &b, &c, &d]);
        assert_eq!(years.years, [2019, 2020, 2021, 2022]);
        let new = row(&years, cell);
        assert_eq!(texts(&new), [Some("7"), Some("9"), Some("12"), Some("15")]);
        assert_eq!((new.change.as_deref(), new.percent), (Some("3"), Some(25.0)));
        assert!(new.changed && new.remark.is_empty());
    }

    #[test]
    fn one_old_row_is_the_sum_of_three_new_ones_in_every_year() {
        let forms = Forms::official();
        let parts = [
            ("requests/other_handling.overdue_correction/total", 3),
            ("requests/other_handling.other/total", 2),
        ];
        let old = report("2019", 2020, &[("requests/other_handling/total", 4)]);
        let middle = report("2021", 2021, &parts);
        let this = report("2021", 2022, &parts[..1]);
        let years = over_years(&forms, &[&old, &middle, &this]);
        let whole = row(&years, "requests/other_handling/total");
        assert_eq!(texts(&whole), [Some("4"), Some("5"), Some("3")]);
        assert_eq!(whole.change.as_deref(), Some("-2"));
        let part = row(&years, "requests/other_handling.other/total");
        assert_eq!(texts(&part), [None, Some("2"), Some("")]);
        assert_eq!(part.remark, "2020年旧格式无此项");
    }

    #[test]
    fn what_does_not_compare_is_said_in_words() {
        let forms = Forms::official();
        let old = report(
            "2019",
            2020,
            &[("disclosure/rules/newly_made", 2), ("disclosure/procurement/projects", 5)],
        );
        let this = report("2021", 2021, &[("disclosure/rules/issued", 3)]);
        let two = over_years(&forms, &[&old, &this]);
        assert_eq!(row(&two, "disclosure/rules/issued").remark, "口径变化");
        assert_eq!(row(&two, "disclosure/rules/in_force").remark, "不可比");
        let dropped = row(&two, "disclosure/procurement/projects");
        assert_eq!((dropped.remark.as_str(), dropped.changed), ("新格式无此项", false));
        assert_eq!(texts(&dropped), [Some("5"), None]);
        let later = report("2021", 2022, &[]);
        let three = over_years(&forms, &[&old, &this, &later]);
        assert_eq!(row(&three, "disclosure/rules/issued").remark, "2020年口径变化");
        assert_eq!(row(&three, "disclosure/procurement/projects").remark, "新格式无此项");
    }

    #[test]
    fn unread_and_blank_stay_what_they_are() {
        let forms = Forms::official();
        let cell = "requests/new/total";
        let mut old = report("2021", 2021, &[]);
        let unread = Cell { figure: Figure::Unread, ..Cell::default() };
        old.cells.insert(cell.into(), unread);
        let this = report("2021", 2022, &[(cell, 0)]);
        let new = row(&over_years(&forms, &[&old, &this]), cell);
        assert!(new.figures[0].unread && new.figures[0].text.is_none());
        assert_eq!((new.figures[1].text.as_deref(), new.change.as_deref()), (Some("0"), None));
        assert!(over_years(&forms, &[]).rows.is_empty());
        assert_eq!(over_years(&forms, &[&this]).rows.len(), 200);
    }
}
