//! One filled-in report: whose, of which year, its figures and its text.
//!
//! Nothing here changes a figure but [`Report::with_totals`], which fills in the totals the program
//! computes, and never touches one the user or a file has given.

use crate::form::{CellId, Edition, FigureForm, Forms};
use crate::place::Characters;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;
use std::str::FromStr;
use ts_rs::TS;
use unicode_normalization::UnicodeNormalization;

/// What a cell holds. Blank, 0 and 未读到 are three different things, everywhere.
///
/// On the wire: `null` 未读到, `""` blank, otherwise an exact decimal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Figure {
    /// Nothing was filled in.
    #[default]
    Blank,
    /// The file it was imported from did not give it (未读到).
    Unread,
    /// An exact decimal; counts are whole numbers, amounts 万元.
    Number(Decimal),
}

impl Figure {
    /// The number; none for blank and 未读到.
    pub fn number(self) -> Option<Decimal> {
        match self {
            Figure::Number(number) => Some(number),
            Figure::Blank | Figure::Unread => None,
        }
    }
}

impl From<i64> for Figure {
    fn from(number: i64) -> Self {
        Figure::Number(number.into())
    }
}

impl Serialize for Figure {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        match self {
            Figure::Unread => out.serialize_none(),
            Figure::Blank => out.serialize_some(""),
            Figure::Number(number) => out.serialize_some(&number.to_string()),
        }
    }
}

impl<'de> Deserialize<'de> for Figure {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        match Option::<String>::deserialize(source)? {
            None => Ok(Figure::Unread),
            Some(text) if text.is_empty() => Ok(Figure::Blank),
            Some(text) => Decimal::from_str(&text)
                .map(Figure::Number)
                .map_err(|_| serde::de::Error::custom(format!("not a figure: {text}"))),
        }
    }
}

/// How a figure came into the report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Entered by the user.
    #[default]
    Typed,
    /// A total the program computed.
    Computed,
    /// A total the user set against the computed one.
    Overridden,
    /// Taken over from last year's report and not yet confirmed.
    TakenOver,
    /// As printed in an imported file; never recomputed.
    Imported,
}

/// One cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Cell {
    /// What it holds.
    #[ts(type = "string | null")]
    pub figure: Figure,
    /// The cell's whole text where it says more than the figure: `495（万元）`, `减4`, `/`.
    pub note: Option<String>,
    /// How the figure came into the report.
    pub origin: Origin,
}

impl Cell {
    /// A cell the user has filled in.
    pub fn typed(figure: impl Into<Figure>) -> Self {
        Cell { figure: figure.into(), note: None, origin: Origin::Typed }
    }

    /// Whether a file or the user has said anything for it; a blank nobody has filled in, or that was
    /// emptied, is nothing.
    pub fn is_held(&self) -> bool {
        *self != Cell::default()
    }

    /// What stands in the cell on paper: the note where there is one, else the figure; nothing for a
    /// blank. A cell that was not read says so, with what was found there: `未读到（约3）`.
    pub fn printed(&self) -> String {
        match (&self.note, self.figure) {
            (None, Figure::Unread) => UNREAD.to_owned(),
            (Some(note), Figure::Unread) => format!("{UNREAD}（{note}）"),
            (Some(note), _) => note.clone(),
            (None, Figure::Number(number)) => number.to_string(),
            (None, Figure::Blank) => String::new(),
        }
    }
}

/// What a written file says in a cell that was not read; read again, it is unread again.
pub const UNREAD: &str = "未读到";

/// What was found in a cell that says of itself that it was not read: nothing, or the text it was
/// written with; none for any other text.
pub fn said_unread(text: &str) -> Option<Option<&str>> {
    let rest = text.trim().strip_prefix(UNREAD)?;
    match rest {
        "" => Some(None),
        rest => Some(Some(rest.strip_prefix('（')?.strip_suffix('）')?)),
    }
}

/// Whose work a government's report counts.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS,
)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// 本机关
    #[default]
    Own,
    /// 汇总: a government with its departments and townships.
    Consolidated,
}

/// A figure quoted in a chapter's text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Quoted {
    /// The figure it shows.
    pub cell: CellId,
    /// Index of the paragraph it stands in.
    pub paragraph: usize,
    /// Where it stands in the paragraph; 1 character or more.
    #[serde(flatten)]
    pub characters: Characters,
}

/// A chapter with its text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Chapter {
    /// The form's id of the chapter it is by its heading (`overview` …); none for one the form
    /// does not have.
    pub id: Option<String>,
    /// `一` as printed; empty where the file had none.
    pub number: String,
    /// What stands behind the number where it is not the official `、`: `.` in `一.总体情况`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub mark: Option<String>,
    /// Without its number.
    pub heading: String,
    /// One string a paragraph, with its own numbering: `（一）主动公开`.
    pub paragraphs: Vec<String>,
    /// How many paragraphs stand before the chapter's table; the others stand behind it.
    #[serde(default)]
    pub table_at: usize,
    /// Figures of the tables its text quotes, in their order.
    #[serde(default)]
    pub quoted: Vec<Quoted>,
    /// Aspects of 总体情况 the user has ticked as told of.
    #[serde(default)]
    pub ticked: Vec<String>,
}

/// An annual report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Report {
    /// As printed; none when it is to be the official one, see [`Report::full_title`].
    pub title: Option<String>,
    /// Full name of the office (机关全称).
    pub organ: Option<String>,
    /// The year it reports on.
    pub year: Option<i32>,
    /// The edition its tables follow; none for 2018 and before, which have text only.
    pub edition: Option<String>,
    /// Whose work it counts.
    #[serde(default)]
    pub scope: Scope,
    /// Its figures; a cell that is not there is blank.
    pub cells: BTreeMap<CellId, Cell>,
    /// Row labels of an imported file that read otherwise than the form's, under the first cell of
    /// their row: 政府集中釆购.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: BTreeMap<CellId, String>,
    /// What stands between the title and chapter 一.
    pub preface: Vec<String>,
    /// In the order they are printed in.
    pub chapters: Vec<Chapter>,
    /// 署名
    pub signature: Option<String>,
    /// 成文日期 as written: `2027年1月20日`. See [`Report::document_date`].
    pub date: Option<String>,
}

impl Report {
    /// The edition its figures are in, of those there are, with the rows it holds and the form does
    /// not have.
    pub fn edition_in<'f>(&self, forms: &'f Forms) -> Option<&'f Edition> {
        let held = self.cells.iter().filter(|(_, cell)| cell.is_held()).map(|(id, _)| id);
        forms.edition_holding(self.edition.as_deref()?, held)
    }

    /// An empty report of this edition: every chapter with its official heading, every cell blank.
    pub fn blank(edition: &Edition, organ: &str, year: i32) -> Self {
        let chapters = edition.chapters.iter().map(|chapter| Chapter {
            id: Some(chapter.id.to_owned()),
            number: chapter.number.to_owned(),
            heading: chapter.heading.text.to_owned(),
            ..Chapter::default()
        });
        let cells = edition.figures().into_iter().map(|figure| (figure.id, Cell::default()));
        Report {
            organ: Some(organ.to_owned()),
            year: Some(year),
            edition: Some(edition.id.to_owned()),
            cells: cells.collect(),
            chapters: chapters.collect(),
            signature: Some(organ.to_owned()),
            ..Report::default()
        }
    }

    /// The figure of a cell; a cell the report does not have is blank.
    pub fn figure(&self, id: &CellId) -> Figure {
        self.cells.get(id).map(|cell| cell.figure).unwrap_or_default()
    }

    /// The number of a cell; none where it is blank or 未读到.
    pub fn number(&self, id: &CellId) -> Option<Decimal> {
        self.figure(id).number()
    }

    /// The first chapter with this id of the form.
    pub fn chapter(&self, id: &str) -> Option<&Chapter> {
        self.chapters.iter().find(|chapter| chapter.id.as_deref() == Some(id))
    }

    /// The cells of its form that were not read, in the form's order.
    pub fn unread(&self, forms: &Forms) -> Vec<FigureForm> {
        let form = self.edition_in(forms).and_then(|edition| forms.expanded(edition));
        let figures = form.map(|form| form.figures.as_slice()).unwrap_or_default();
        let unread = |form: &&FigureForm| self.figure(&form.id) == Figure::Unread;
        figures.iter().filter(unread).cloned().collect()
    }

    /// The title as printed, or the official one:
    /// `<机关全称><YYYY>年政府信息公开工作年度报告`.
    pub fn full_title(&self) -> String {
        self.title.clone().unwrap_or_else(|| {
            let organ = self.organ.as_deref().unwrap_or_default();
            let year = self.year.map(|year| format!("{year}年")).unwrap_or_default();
            format!("{organ}{year}政府信息公开工作年度报告")
        })
    }

    /// 成文日期, when what is written is a day of the calendar (`2027年1月20日`).
    pub fn document_date(&self) -> Option<NaiveDate> {
        parse_date(self.date.as_deref()?)
    }

    /// The same report with every total of the form that is not given by user or file computed
    /// from its parts: the sum of the figures there are, or blank where there are none. Applying
    /// it twice changes nothing more.
    pub fn with_totals(mut self, edition: &Edition) -> Self {
        // The total of totals depends on other totals: row sums first give the whole column,
        // so the declared order of the laws is the order of computing.
        for equation in edition.equations().iter().filter(|e| e.computes) {
            let [total] = equation.right.as_slice() else { continue };
            let given = self.cells.get(&total.cell).is_some_and(|cell| {
                cell.origin != Origin::Computed
                    && (cell.figure != Figure::Blank || cell.origin == Origin::Imported)
            });
            if given {
                continue;
            }
            let parts: Vec<Figure> =
                equation.left.iter().map(|term| self.figure(&term.cell)).collect();
            let sum: Option<Decimal> = if parts.contains(&Figure::Unread) {
                None
            } else {
                parts
                    .iter()
                    .filter_map(|part| part.number())
                    .try_fold((Decimal::ZERO, false), |(sum, _), part| {
                        sum.checked_add(part).map(|sum| (sum, true))
                    })
                    .and_then(|(sum, any)| any.then_some(sum))
            };
            let figure = sum.map_or(Figure::Blank, Figure::Number);
            self.cells
                .insert(total.cell.clone(), Cell { figure, note: None, origin: Origin::Computed });
        }
        self
    }
}

/// Reads `2027年1月20日`, `2027-01-20`, `2027.1.20` or `二〇二七年一月二十日`, of full width or not, with
/// blanks in it or not; none when it is no day of the calendar.
pub fn parse_date(text: &str) -> Option<NaiveDate> {
    let parts: Vec<u32> = text
        .nfkc()
        .collect::<String>()
        .split(['年', '月', '日', '-', '.', '/', '(', ')'])
        .map(|part| part.chars().filter(|c| !c.is_whitespace()).collect::<String>())
        .filter(|part| !part.is_empty())
        .map(|part| number(&part))
        .collect::<Option<_>>()?;
    match parts.as_slice() {
        [year, month, day] => NaiveDate::from_ymd_opt(*year as i32, *month, *day),
        _ => None,
    }
}

/// Arabic figures, a year digit by digit (二〇二七), or a number up to 99 (二十一).
fn number(text: &str) -> Option<u32> {
    const DIGITS: &str = "〇一二三四五六七八九";
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let digit = |c: char| match c {
        '○' | '零' | 'O' => Some(0),
        _ => DIGITS.chars().position(|digit| digit == c).map(|at| at as u32),
    };
    match text.split_once('十') {
        Some((tens, ones)) => {
            let part = |text: &str, empty: u32| match text.chars().collect::<Vec<_>>().as_slice() {
                [] => Some(empty),
                [one] => digit(*one),
                _ => None,
            };
            Some(part(tens, 1)? * 10 + part(ones, 0)?)
        }
        None if text.chars().count() <= 4 => {
            text.chars().try_fold(0, |number, c| Some(number * 10 + digit(c)?))
        }
        None => None,
    }
}

/// Writes a day as the standard asks: Arabic figures, full year, no leading zeros (GB/T 9704-2012,
/// 7.3.5.4).
pub fn written_date(date: NaiveDate) -> String {
    date.format("%Y年%-m月%-d日").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Forms;

    fn blank() -> (Forms, Report) {
        let forms = Forms::official();
        let report = Report::blank(forms.edition("2021").unwrap(), "青铜镇人民政府", 2026);
        (forms, report)
    }

    #[test]
    fn totals_are_computed_from_the_figures_there_are() {
        let (forms, mut report) = blank();
        report.cells.insert("requests/new/natural_person".into(), Cell::typed(12));
        report.cells.insert("requests/disclosed/natural_person".into(), Cell::typed(5));
        report.cells.insert("requests/partly/business".into(), Cell::typed(7));
        let report = report.with_totals(forms.edition("2021").unwrap());
        assert_eq!(report.figure(&"requests/new/total".into()), 12.into());
        assert_eq!(report.figure(&"requests/total/natural_person".into()), 5.into());
        assert_eq!(report.figure(&"requests/total/total".into()), 12.into());
        assert_eq!(report.figure(&"requests/carried_in/total".into()), Figure::Blank);
    }

    #[test]
    fn a_total_given_by_user_or_file_stays() {
        for origin in [Origin::Overridden, Origin::Imported] {
            let (forms, mut report) = blank();
            let total = Cell { figure: 9.into(), note: None, origin };
            report.cells.insert("requests/new/natural_person".into(), Cell::typed(12));
            report.cells.insert("requests/new/total".into(), total.clone());
            let report = report.with_totals(forms.edition("2021").unwrap());
            assert_eq!(report.cells[&"requests/new/total".into()], total);
        }
    }

    #[test]
    fn a_total_of_unread_parts_is_not_made_up() {
        let (forms, mut report) = blank();
        let unread = Cell { figure: Figure::Unread, ..Cell::default() };
        report.cells.insert("requests/new/natural_person".into(), unread);
        report.cells.insert("requests/new/business".into(), Cell::typed(3));
        let report = report.with_totals(forms.edition("2021").unwrap());
        assert_eq!(report.figure(&"requests/new/total".into()), Figure::Blank);
    }

    #[test]
    fn figures_keep_their_three_states_on_the_wire() {
        let figures = [Figure::Unread, Figure::Blank, 0.into()];
        let wire = serde_json::to_string(&figures).unwrap();
        assert_eq!(wire, r#"[null,"","0"]"#);
        assert_eq!(serde_json::from_str::<[Figure; 3]>(&wire).unwrap(), figures);
    }

    #[test]
    fn what_was_not_read_says_so_on_paper_and_can_be_told_from_any_other_text() {
        let unread = |note: Option<&str>| Cell {
            figure: Figure::Unread,
            note: note.map(str::to_owned),
            origin: Origin::Imported,
        };
        for note in [None, Some("约3"), Some("19 4"), Some("（见）附件")] {
            let printed = unread(note).printed();
            assert_eq!(said_unread(&printed), Some(note), "{printed}");
        }
        for other in ["", "0", "未读", "未读到的3件"] {
            assert_eq!(said_unread(other), None, "{other}");
        }
    }

    #[test]
    fn dates_are_days_of_the_calendar() {
        let day = NaiveDate::from_ymd_opt(2021, 1, 21);
        assert_eq!(parse_date("2021年1月21日"), day);
        assert_eq!(parse_date("2021 年 01 月 21 日"), day);
        assert_eq!(parse_date("二〇二一年一月二十一日"), day);
        assert_eq!(parse_date("２０２１．１．２１"), day);
        assert_eq!(parse_date("（二○二一年一月廿一日）"), None);
        assert_eq!(parse_date("2021年2月30日"), None);
        assert_eq!(written_date(day.unwrap()), "2021年1月21日");
    }
}
