//! Figures of the text against the tables: what every rule of this folder that compares them does.

use super::clauses::of_passage;
use super::counted::disclosure::NO_FEES;
use super::counted::{Cells, Counted, Family, Reading, counted};
use super::lexicon::Word;
use super::marks::mark;
use super::numerals::written_like;
use super::quantity::quantities;
use super::reader::{Reader, Whose};
use super::said::{Said, Topic};
use super::tokens::{Kind, Tokens};
use super::words::Words;
use crate::context::CheckContext;
use crate::finding::Found;
use crate::passage::Passage;
use crate::{Applicability, Finding, Fix, Level, Rule};
use gongkai_model::document::numbering;
use gongkai_model::form::CellId;
use gongkai_model::place::Place;
use rust_decimal::Decimal;
use std::ops::Range;

/// A figure of the text that none of its readings in the tables bears out.
pub(crate) struct Mention {
    passage: usize,
    family: Family,
    level: Level,
    range: Range<usize>,
    numeral: Option<Range<usize>>,
    from: usize,
    value: Decimal,
    unit: &'static str,
    said: String,
    readings: Vec<(Reading, Decimal)>,
    /// The text's own whole that its parts do not add up to, instead of readings.
    parts: Vec<Decimal>,
}

/// The chapters that tell of requests, cases and documents, and the preface.
const TOLD: [&str; 5] = ["overview", "disclosure", "requests", "cases", "other"];

/// Words without which a paragraph tells of nothing the tables count.
const TABLES: Words = Words::ASKED
    .or(Words::OPEN)
    .or(Words::CARRIED)
    .or(Words::RECONSIDERED)
    .or(Words::SUED)
    .or(Words::DOCUMENTS)
    .or(Words::DECIDED);

impl Cells for CheckContext<'_> {
    fn has(&self, cell: &CellId) -> bool {
        CheckContext::has(self, cell)
    }

    fn number(&self, cell: &CellId) -> Option<Decimal> {
        CheckContext::number(self, cell.as_str())
    }

    fn rows(&self, row: &str) -> Vec<String> {
        let rows = self.figures.iter().filter_map(|form| {
            let id = form.id.as_str().strip_prefix("requests/")?.strip_suffix("/total")?;
            let rest = id.strip_prefix(row)?;
            (rest.is_empty() || rest.starts_with('.')).then(|| id.to_owned())
        });
        rows.collect()
    }
}

/// Reads all figures of the text and keeps those that the tables do not bear out.
pub(crate) fn told(context: &CheckContext) -> Vec<Mention> {
    let report = context.case.report;
    let whose = Whose::of(report);
    let mut out = Vec::new();
    let mut heading = Topic::None;
    let mut place: Option<&Place> = None;
    for (number, passage) in context.passages.iter().enumerate() {
        if passage.place != Place::Preface && !TOLD.contains(&passage.chapter) {
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
        let told = of_passage(&context.cuts, number).is_none_or(|words| words.any(TABLES));
        if !told && heading == Topic::None {
            continue;
        }
        let tokens = Tokens::new(passage);
        let mut lists = Lists::default();
        let topic = Reader::new(&tokens, report.year, whose, heading, |said: Said| {
            let counted = counted(&said, context);
            lists.take(&said, counted.as_ref());
            // Chapter 六 tells of the fees for answers.
            let counted = counted.filter(|c| passage.chapter != "other" || c.said != NO_FEES)?;
            let whole = counted.whole();
            out.extend(compare(context, number, &said, counted));
            whole
        })
        .read();
        out.extend(lists.judge(context, number));
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

/// The number of a reading; none while a cell of it is blank or unread.
fn number_of(context: &CheckContext, reading: &Reading) -> Option<Decimal> {
    let sum = |cells: &[CellId]| {
        cells
            .iter()
            .try_fold(Decimal::ZERO, |sum, cell| sum.checked_add(context.number(cell.as_str())?))
    };
    sum(&reading.plus)?.checked_sub(sum(&reading.minus)?)
}

fn compare(
    context: &CheckContext,
    passage: usize,
    said: &Said,
    counted: Counted,
) -> Option<Mention> {
    let readings: Option<Vec<(Reading, Decimal)>> = counted
        .readings
        .into_iter()
        .map(|reading| number_of(context, &reading).map(|number| (reading, number)))
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

/// Writes what a family's figures are found with.
pub(super) fn report(context: &CheckContext, rule: &Rule, family: Family, out: &mut Vec<Finding>) {
    for told in context.told().iter().filter(|told| told.family == family && told.parts.is_empty())
    {
        out.push(told.finding(context, rule));
    }
}

/// Parts told in the text that do not add up to the whole told beside them.
pub(super) fn report_parts(context: &CheckContext, rule: &Rule, out: &mut Vec<Finding>) {
    for told in context.told().iter().filter(|told| !told.parts.is_empty()) {
        let Some(passage) = context.passages.get(told.passage) else { continue };
        let parts: Vec<String> = told.parts.iter().map(ToString::to_string).collect();
        let sum = told
            .parts
            .iter()
            .fold(Decimal::ZERO, |sum, part| sum.checked_add(*part).unwrap_or(sum));
        let message = format!("各部分{}＝{sum}，总数是{}", parts.join("＋"), told.value);
        let found = Found::new(rule, told.level, message).sides(sum, told.value);
        out.push(found.span(passage, told.range.clone()).of(context));
    }
}

/// Whether parts told here are reported already.
pub(super) fn parts_at(context: &CheckContext, passage: &Passage, listed: &Range<usize>) -> bool {
    let here = |told: &&Mention| {
        context.passages.get(told.passage).is_some_and(|other| std::ptr::eq(other, passage))
            && told.range.start < listed.end
            && told.range.end > listed.start
    };
    context.told().iter().filter(|told| !told.parts.is_empty()).any(|told| here(&told))
}

impl Mention {
    fn finding(&self, context: &CheckContext, rule: &Rule) -> Finding {
        let passage = &context.passages[self.passage];
        let (first, number) = &self.readings[0];
        let (unit, value) = match self.unit {
            "元" => ("万元", self.value / Decimal::from(10_000)),
            "" if first.plus.iter().any(|cell| cell.as_str().ends_with("/amount")) => {
                ("万元", self.value)
            }
            "" => ("件", self.value),
            unit => (unit, self.value),
        };
        let value = value.normalize();
        let number = number.normalize();
        let table = match first.plus.iter().chain(&first.minus).next().map(CellId::table) {
            Some("disclosure") => "表二",
            Some("cases") => "表四",
            _ => "表三",
        };
        let side = match (self.family, self.readings.as_slice()) {
            (Family::Received, _) => self.received(context, unit),
            (Family::Handled, _) => format!("表三（七）总计是{number}{unit}"),
            (Family::Carried, [_, (_, other), ..]) => {
                format!("表三二、上年结转总计是{other}{unit}，四、结转下年度总计是{number}{unit}")
            }
            (Family::Carried, _)
                if first.plus.iter().any(|cell| cell.as_str().contains("carried_in")) =>
            {
                format!("表三二、上年结转是{number}{unit}")
            }
            (Family::Carried, _) => format!("表三四、结转下年度是{number}{unit}"),
            (Family::Documents | Family::Decisions, _) => format!("{table}是{number}{unit}"),
            _ => format!("{table}合计是{number}{unit}"),
        };
        let range = self.place(passage);
        let words = passage.original(range.clone());
        // Words cut short on the left.
        let left = passage.text.get(self.from..range.start).unwrap_or_default();
        let cut = left.chars().any(|c| mark(c).is_none());
        let words = if cut { format!("…{words}") } else { words.to_owned() };
        let message = match self.numeral {
            Some(_) => format!(
                "{}“{words}”：文中{}{value}{unit}，{side}；请核对文字和表格",
                place(passage),
                self.said
            ),
            None => format!("{}说“{words}”，{side}；请核对文字和表格", place(passage)),
        };
        let mut cells: Vec<CellId> = Vec::new();
        for cell in
            self.readings.iter().flat_map(|(reading, _)| reading.plus.iter().chain(&reading.minus))
        {
            if !cells.contains(cell) {
                cells.push(cell.clone());
            }
        }
        let found = Found::new(rule, self.level, message).sides(value, number).cells(cells);
        let found = found.span(passage, range);
        match self.fix(passage) {
            Some(fix) => found.fix(fix).of(context),
            None => found.of(context),
        }
    }

    fn received(&self, context: &CheckContext, unit: &str) -> String {
        let number = |cell: &str| context.number(cell).unwrap_or_default();
        let (new, carried) = (number("requests/new/total"), number("requests/carried_in/total"));
        let both = new.checked_add(carried).unwrap_or(new);
        format!("表三本年新收是{new}{unit}，加上年结转{carried}{unit}是{both}{unit}")
    }

    /// The figure with the words before it that say it.
    fn place(&self, passage: &Passage) -> Range<usize> {
        let end = self.range.end;
        let same = passage.sentence_around(self.from) == passage.sentence_around(self.range.start);
        let before = match same {
            true => passage.text.get(self.from..self.range.start).unwrap_or_default(),
            false => "",
        };
        let skip = before.char_indices().rev().nth(19).map_or(0, |(at, _)| at);
        let before = before.get(skip..).unwrap_or_default();
        let before = before.trim_start_matches(|c| mark(c).is_some());
        self.range.start - before.len()..end
    }

    /// The figure as the table has it; none where two numbers are as likely.
    fn fix(&self, passage: &Passage) -> Option<Fix> {
        let numeral = self.numeral.clone()?;
        let (_, mut number) = self.readings.first()?.clone();
        if self.family == Family::Carried && self.readings.len() > 1 || self.level == Level::Hint {
            return None;
        }
        if self.unit == "元" {
            let behind = passage.text.get(numeral.end..self.range.end)?;
            number = match behind {
                "万元" => number,
                "元" => number.checked_mul(10_000.into())?,
                _ => return None,
            };
        } else if passage.text.get(numeral.end..self.range.end)? != self.unit {
            return None;
        }
        let written = written_like(passage.original(numeral.clone()), number)?;
        Some(Fix {
            label: format!("正文改为 {written}"),
            applicability: Applicability::Review,
            cells: Vec::new(),
            texts: vec![passage.fix(numeral, written)],
        })
    }
}

/// `第一章`, `引言`.
fn place(passage: &Passage) -> String {
    match passage.place {
        Place::Preface => passage.label.to_owned(),
        _ => format!("第{}章", passage.label),
    }
}

/// Figures of seasons and ways in a sentence, which add up to the whole.
#[derive(Default)]
struct Lists {
    sentences: Vec<List>,
}

#[derive(Default)]
struct List {
    sentence: usize,
    /// The sentence is about requests.
    requests: bool,
    /// 一季度, 网络 with its number.
    parts: Vec<(String, bool, Decimal)>,
    range: Range<usize>,
    /// The whole told in the sentence.
    whole: Option<Decimal>,
}

impl Lists {
    fn take(&mut self, said: &Said, counted: Option<&Counted>) {
        let sentence = said.state.sentence;
        let requests = said.state.topic == Topic::Requests;
        if !requests && said.state.topic != Topic::None || said.numeral.is_none() {
            return;
        }
        if self.sentences.last().is_none_or(|list| list.sentence != sentence) {
            self.sentences.push(List { sentence, ..List::default() });
        }
        let Some(list) = self.sentences.last_mut() else { return };
        list.requests |= requests;
        if let Some(counted) = counted {
            if counted.family == Family::Received {
                list.whole = Some(said.value);
            }
            return;
        }
        let words = || {
            said.words.iter().filter_map(|one| match one.kind {
                Kind::Word(word) => Some((word, one.text)),
                _ => None,
            })
        };
        let other = |w: Word| {
            matches!(
                w,
                Word::Handled
                    | Word::Result(_)
                    | Word::Carried
                    | Word::Left
                    | Word::Some
                    | Word::About
                    | Word::Applicant(_)
                    | Word::Other
            )
        };
        let named = words().rfind(|(word, _)| matches!(word, Word::Season | Word::Way));
        if let Some((word, text)) = named
            && !words().any(|(word, text)| other(word) && !text.starts_with("其他"))
            && said.unit != "元"
        {
            if list.parts.is_empty() {
                list.range = said.from..said.range.end;
            }
            list.range.end = said.range.end;
            list.parts.push((text.to_owned(), word == Word::Season, said.value));
        }
    }

    fn judge(&self, context: &CheckContext, passage: usize) -> Vec<Mention> {
        let mut out = Vec::new();
        for list in &self.sentences {
            for seasons in [true, false] {
                out.extend(list.judge(context, passage, seasons));
            }
        }
        out
    }
}

impl List {
    /// All quarters, both halves, or three ways at least.
    fn complete(parts: &[&(String, bool, Decimal)], seasons: bool) -> bool {
        let has = |word: &str| parts.iter().filter(|(text, ..)| text.contains(word)).count() == 1;
        match seasons {
            true => {
                let quarters =
                    ["一季度", "二季度", "三季度", "四季度"].iter().all(|quarter| has(quarter));
                quarters && parts.len() == 4 || has("上半年") && has("下半年") && parts.len() == 2
            }
            false => parts.len() >= 3,
        }
    }

    fn judge(&self, context: &CheckContext, passage: usize, seasons: bool) -> Option<Mention> {
        let parts: Vec<_> = self.parts.iter().filter(|(_, season, _)| *season == seasons).collect();
        if parts.len() < 2 || !self.requests {
            return None;
        }
        let figures: Vec<Decimal> = parts.iter().map(|(.., value)| *value).collect();
        let sum = figures.iter().try_fold(Decimal::ZERO, |sum, part| sum.checked_add(*part))?;
        let complete = Self::complete(&parts, seasons);
        let told = |value, readings, parts| Mention {
            passage,
            family: Family::Received,
            level: Level::Explain,
            range: self.range.clone(),
            numeral: None,
            from: self.range.start,
            value,
            unit: "",
            said: String::new(),
            readings,
            parts,
        };
        if let Some(whole) = self.whole {
            let uneven = sum > whole || complete && sum != whole;
            return uneven.then(|| told(whole, Vec::new(), figures));
        }
        let cell = |row: &str| CellId::new("requests", row, "total");
        let new = Reading { plus: vec![cell("new")], minus: Vec::new() };
        let both = Reading { plus: vec![cell("new"), cell("carried_in")], minus: Vec::new() };
        let readings =
            [new, both].map(|reading| number_of(context, &reading).map(|number| (reading, number)));
        let readings: Vec<(Reading, Decimal)> = readings.into_iter().collect::<Option<_>>()?;
        let borne_out =
            readings.iter().any(|(_, number)| *number == sum || !complete && *number > sum);
        (!borne_out).then(|| told(sum, readings, Vec::new()))
    }
}
