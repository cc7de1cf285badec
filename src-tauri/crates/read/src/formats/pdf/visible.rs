//! What is seen of a page: words under an opaque area, too pale for their ground, slanted, or struck
//! out are taken off and told.
//!
//! **Deliberately absent**: guessing at what stood there.

use super::content_stream::{Fill, Mark, Rule, Sheet};
use crate::Unreadable;

/// Words that differ less from their ground are not seen, or are a watermark's.
const PALE: f64 = 0.3;
/// Most comparisons of a page.
const MOST_STEPS: usize = 80_000_000;
/// Most sentences of a page, and longest words told.
const MOST_TOLD: usize = 20;
const LONGEST_TOLD: usize = 40;

/// Takes off what is not seen.
pub(super) fn only_seen(sheet: &mut Sheet) -> Result<(), Unreadable> {
    let steps = sheet.marks.len().saturating_mul(sheet.fills.len() + sheet.struck.len() + 1);
    if steps > MOST_STEPS {
        return Err(Unreadable::Excessive);
    }
    let marks = std::mem::take(&mut sheet.marks);
    let mut told = Told::default();
    let mut seen = Vec::with_capacity(marks.len());
    for (at, mark) in marks.into_iter().enumerate() {
        match unseen(at, &mark, sheet) {
            None if is_again(&mark, &seen) => {}
            None => seen.push(mark),
            Some(why) => told.add(why, &mark),
        }
    }
    sheet.marks = seen;
    strike(sheet, &mut told)?;
    sheet.passed_over.extend(told.sentences());
    Ok(())
}

/// Bold is sometimes the same character twice, a hair's breadth apart.
fn is_again(mark: &Mark, seen: &[Mark]) -> bool {
    let near = 0.12 * mark.size;
    seen.iter().rev().take(80).any(|before| {
        before.text == mark.text
            && (before.left - mark.left).abs() < near
            && (before.baseline - mark.baseline).abs() < near
    })
}

fn unseen(at: usize, mark: &Mark, sheet: &Sheet) -> Option<&'static str> {
    let (x, y) = mark.middle();
    let holds = |[left, top, right, bottom]: &[f64; 4]| {
        (*left..=*right).contains(&x) && (*top..=*bottom).contains(&y)
    };
    let over = |fill: &&Fill| holds(&fill.sides);
    if mark.way.is_none() {
        return Some("斜排的文字（水印、印章）没有读");
    }
    let later = sheet.fills.partition_point(|fill| fill.behind <= at);
    let (before, after) = sheet.fills.split_at_checked(later).unwrap_or_default();
    if after.iter().any(|fill| holds(&fill.sides)) {
        return Some("被盖住、看不见的文字没有读");
    }
    if sheet.struck.iter().any(holds) {
        return Some("划去的文字没有读");
    }
    if mark.light.is_none_or(|light| light <= 1.0 - PALE) {
        return None;
    }
    let ground = before.iter().rev().find(over);
    let ground = ground.map_or(Some(1.0), |fill| fill.light);
    let pale = ground.zip(mark.light).is_some_and(|(a, b)| (a - b).abs() < PALE);
    pale.then_some("颜色太浅、看不清的文字（水印）没有读")
}

/// Takes off words a short line is drawn through, and the line with them.
fn strike(sheet: &mut Sheet, told: &mut Told) -> Result<(), Unreadable> {
    let mut marks = std::mem::take(&mut sheet.marks);
    let mut order: Vec<usize> = (0..marks.len()).collect();
    let base = |at: usize| marks.get(at).map_or(0.0, |mark: &Mark| mark.baseline);
    order.sort_by(|a, b| base(*a).total_cmp(&base(*b)));
    let tallest = marks.iter().map(|mark| mark.size).fold(0.0, f64::max);
    let mut struck = vec![false; marks.len()];
    let mut steps = 0;
    let mut kept = Vec::with_capacity(sheet.across.len());
    for rule in std::mem::take(&mut sheet.across) {
        let from = order.partition_point(|at| base(*at) < rule.at);
        let to = order.partition_point(|at| base(*at) < rule.at + 0.6 * tallest);
        let near = order.get(from..to).unwrap_or_default();
        steps += near.len();
        if steps > MOST_STEPS {
            return Err(Unreadable::Excessive);
        }
        let through: Vec<usize> = near
            .iter()
            .copied()
            .filter(|at| marks.get(*at).is_some_and(|m| crosses(&rule, m)))
            .collect();
        let of = || through.iter().filter_map(|at| marks.get(*at));
        let left = of().map(|mark| mark.left).fold(f64::MAX, f64::min);
        let right = of().map(|mark| mark.right).fold(f64::MIN, f64::max);
        let size = of().map(|mark| mark.size).fold(0.0, f64::max);
        if through.is_empty() || rule.to - rule.from > right - left + 0.8 * size {
            kept.push(rule);
            continue;
        }
        for at in through {
            if let Some(place) = struck.get_mut(at) {
                *place = true;
            }
        }
    }
    sheet.across = kept;
    let mut at = 0;
    marks.retain(|mark| {
        let is = struck.get(at).copied().unwrap_or(false);
        at += 1;
        if is {
            told.add("划去的文字没有读", mark);
        }
        !is
    });
    sheet.marks = marks;
    Ok(())
}

/// Whether a line goes through the middle of a character, neither under nor over it.
fn crosses(rule: &Rule, mark: &Mark) -> bool {
    let height = (mark.baseline - rule.at) / mark.size.max(0.1);
    let (x, _) = mark.middle();
    (0.12..=0.55).contains(&height) && rule.from - 0.5 <= x && x <= rule.to + 0.5
}

/// What is taken off, gathered by why and by string.
#[derive(Default)]
struct Told {
    all: Vec<(&'static str, usize, String)>,
}

impl Told {
    fn add(&mut self, why: &'static str, mark: &Mark) {
        let count = self.all.len();
        match self.all.last_mut() {
            Some((last, string, said)) if *last == why && *string == mark.string => {
                let room = said.chars().count() < LONGEST_TOLD;
                said.push_str(if room { &mark.text } else { "" });
            }
            _ if count < MOST_TOLD => self.all.push((why, mark.string, mark.text.clone())),
            _ => {}
        }
    }

    fn sentences(self) -> impl Iterator<Item = String> {
        self.all.into_iter().map(|(why, _, said)| format!("{why}：{said}"))
    }
}
