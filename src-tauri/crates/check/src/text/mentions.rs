//! Figures of the text against the tables: what the text says is counted, and the readings of it that
//! the tables do not bear out. **Deliberately absent**: findings; the rules of `prose/` make them.

use super::clauses::{ClauseSpan, of_passage};
use super::counted::disclosure::NO_FEES;
use super::counted::{Cells, Counted, Family, Reading, counted};
use super::lists::Lists;
use super::mention::Mention;
use super::quantity::quantities;
use super::reader::{Reader, Whose};
use super::said::{Said, Topic};
use super::tokens::Tokens;
use super::words::Words;
use crate::cells::ReportCells;
use crate::finding::Level;
use crate::passage::Passage;
use gongkai_model::document::numbering;
use gongkai_model::form::CellId;
use gongkai_model::place::Place;
use gongkai_model::report::Report;
use rust_decimal::Decimal;

/// The chapters that tell of requests, cases and documents, and the preface.
const CHAPTERS: [&str; 5] = ["overview", "disclosure", "requests", "cases", "other"];

/// Words without which a paragraph tells of nothing the tables count.
const TABLES: Words = Words::ASKED
    .or(Words::OPEN)
    .or(Words::CARRIED)
    .or(Words::RECONSIDERED)
    .or(Words::SUED)
    .or(Words::DOCUMENTS)
    .or(Words::DECIDED);

impl Cells for ReportCells<'_> {
    fn has(&self, cell: &CellId) -> bool {
        ReportCells::has(self, cell)
    }

    fn number(&self, cell: &CellId) -> Option<Decimal> {
        ReportCells::number(self, cell.as_str())
    }

    fn rows(&self, row: &str) -> Vec<String> {
        let rows = self.forms.iter().filter_map(|form| {
            let id = form.id.as_str().strip_prefix("requests/")?.strip_suffix("/total")?;
            let rest = id.strip_prefix(row)?;
            (rest.is_empty() || rest.starts_with('.')).then(|| id.to_owned())
        });
        rows.collect()
    }
}

/// Reads all figures of the text and keeps those that the tables do not bear out.
pub(crate) fn mentions(
    report: &Report,
    passages: &[Passage],
    clauses: &[ClauseSpan],
    cells: &ReportCells,
) -> Vec<Mention> {
    let whose = Whose::of(report);
    let mut out = Vec::new();
    let mut heading = Topic::None;
    let mut place: Option<&Place> = None;
    for (number, passage) in passages.iter().enumerate() {
        if passage.place != Place::Preface && !CHAPTERS.contains(&passage.chapter) {
            continue;
        }
        let of_chapter = match passage.chapter {
            "requests" => Topic::Requests,
            "cases" => Topic::Cases,
            _ => Topic::None,
        };
        let is_heading = heads(passage);
        if place != Some(&passage.place) || is_heading {
            (place, heading) = (Some(&passage.place), of_chapter);
        }
        // Nothing the tables count is named in it.
        let told = of_passage(clauses, number).is_none_or(|words| words.any(TABLES));
        if !told && heading == Topic::None {
            continue;
        }
        let tokens = Tokens::new(passage);
        let mut lists = Lists::default();
        let topic = Reader::new(&tokens, report.year, whose, heading, |said: Said| {
            let counted = counted(&said, cells);
            lists.take(&said, counted.as_ref());
            // Chapter 六 tells of the fees for answers.
            let counted = counted.filter(|c| passage.chapter != "other" || c.said != NO_FEES)?;
            let whole = counted.whole();
            out.extend(compare(cells, number, &said, counted));
            whole
        })
        .read();
        out.extend(lists.judge(cells, number));
        if is_heading {
            heading = match topic {
                Topic::Requests | Topic::Cases => topic,
                _ => Topic::None,
            };
        }
    }
    out
}

/// A numbered line of few words is the heading of what follows.
fn heads(passage: &Passage) -> bool {
    let text = passage.text.trim_end_matches(['。', '：', ':']);
    numbering(text).is_some()
        && !text.contains(['。', '，'])
        && text.chars().count() <= 30
        && quantities(text).is_empty()
}

fn compare(cells: &ReportCells, passage: usize, said: &Said, counted: Counted) -> Option<Mention> {
    let readings: Option<Vec<(Reading, Decimal)>> = counted
        .readings
        .into_iter()
        .map(|reading| reading.number(cells).map(|number| (reading, number)))
        .collect();
    let readings = readings?;
    if readings.iter().any(|(_, number)| same(said, *number)) {
        return None;
    }
    // All requests 0 against some told is the business of says_none.
    if counted.family == Family::Received && readings.iter().all(|(_, number)| number.is_zero()) {
        return None;
    }
    Some(Mention {
        passage,
        family: counted.family,
        level: if counted.doubtful || said.state.perhaps { Level::Hint } else { Level::Explain },
        range: said.range.clone(),
        numeral: said.numeral.clone(),
        from: said.from,
        value: said.value,
        unit: said.unit,
        said: counted.said,
        readings,
        parts: Vec::new(),
    })
}

/// Whether the text says this number; a sum of money as exactly as the text tells it.
fn same(said: &Said, number: Decimal) -> bool {
    if said.unit != "元" {
        return said.value == number;
    }
    let ten_thousand = Decimal::from(10_000);
    let Some(table) = number.checked_mul(ten_thousand) else { return false };
    let Some(difference) = table.checked_sub(said.value) else { return false };
    let near = difference.abs().checked_mul(Decimal::TWO).is_some_and(|d| d <= said.last_place());
    // 125,432元 told in full, 12.54万元 in the table.
    let rounded = (said.value / ten_thousand).round_dp(number.scale()) == number;
    near || rounded && number.scale() < 6
}

impl Said<'_> {
    /// The worth of the last place the sum of money is told with.
    fn last_place(&self) -> Decimal {
        let mut worth = Decimal::ONE;
        let mut value = self.value;
        for _ in 0..4 {
            if value.is_zero() || !(value / Decimal::TEN).is_integer() {
                break;
            }
            (value, worth) = (value / Decimal::TEN, worth * Decimal::TEN);
        }
        worth.min(Decimal::from(1_000))
    }
}
