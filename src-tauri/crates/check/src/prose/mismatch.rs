//! A figure of the text that the tables do not bear out as a finding: what the rules of this folder that
//! compare figures say of it.

use crate::builder::FindingBuilder;
use crate::context::CheckContext;
use crate::finding::{Applicability, Finding, Fix, Level};
use crate::marks::mark;
use crate::passage::Passage;
use crate::rule::Rule;
use crate::text::counted::Family;
use crate::text::mention::Mention;
use crate::text::numerals::written_like;
use gongkai_model::form::CellId;
use gongkai_model::place::Place;
use rust_decimal::Decimal;
use std::ops::Range;

/// Writes what a family's figures are found with.
pub(super) fn report(context: &CheckContext, rule: &Rule, family: Family, out: &mut Vec<Finding>) {
    for told in
        context.mentions().iter().filter(|told| told.family == family && told.parts.is_empty())
    {
        out.push(told.finding(context, rule));
    }
}

/// Parts told in the text that do not add up to the whole told beside them.
pub(super) fn report_parts(context: &CheckContext, rule: &Rule, out: &mut Vec<Finding>) {
    for told in context.mentions().iter().filter(|told| !told.parts.is_empty()) {
        let Some(passage) = context.passages.get(told.passage) else { continue };
        let parts: Vec<String> = told.parts.iter().map(ToString::to_string).collect();
        let sum = told
            .parts
            .iter()
            .fold(Decimal::ZERO, |sum, part| sum.checked_add(*part).unwrap_or(sum));
        let message = format!("各部分{}＝{sum}，总数是{}", parts.join("＋"), told.value);
        let found = FindingBuilder::new(rule, told.level, message).sides(sum, told.value);
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
    context.mentions().iter().filter(|told| !told.parts.is_empty()).any(|told| here(&told))
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
        let found =
            FindingBuilder::new(rule, self.level, message).sides(value, number).cells(cells);
        let found = found.span(passage, range);
        match self.fix(passage) {
            Some(fix) => found.fix(fix).of(context),
            None => found.of(context),
        }
    }

    fn received(&self, context: &CheckContext, unit: &str) -> String {
        let number = |cell: &str| context.cells.number(cell).unwrap_or_default();
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
