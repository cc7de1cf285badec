//! Figures of requests: table 3.

use super::{Counted, Family, Reading, Sayings};
use crate::text::lexicon::Word;
use crate::text::said::Whole;
use crate::text::tokens::Kind;
use gongkai_model::form::CellId;

const NEW: &str = "new";
const IN: &str = "carried_in";
const OUT: &str = "carried_out";
const TOTAL: &str = "total";

impl Sayings<'_> {
    pub(super) fn requests(&self) -> Option<Counted> {
        let state = &self.said.state;
        if !self.in_cases()
            || state.season
            || self.has(|w| w == Word::Season || w == Word::Item && !self.none())
        {
            return None;
        }
        if let Some((at, Word::Other)) =
            self.last(|w| matches!(w, Word::Other | Word::Request | Word::About))
            && !self.text(at).is_empty()
        {
            return None;
        }
        let carried = self.carried();
        if self.none() {
            return carried;
        }
        let results = self.results();
        let left = self.has(|w| matches!(w, Word::Carried | Word::Left | Word::NextYear));
        let applicants = !self.columns().is_empty();
        if !results.is_empty() {
            // 上年结转的不予公开3件 is a part of a part.
            return if left || self.has(|w| w == Word::Way) { None } else { self.result(&results) };
        }
        if left {
            return carried;
        }
        if self.has(|w| w == Word::Nothing) {
            return None;
        }
        if self.has(|w| w == Word::Way) {
            return None;
        }
        if applicants {
            return self.applicants();
        }
        self.whole_told()
    }

    /// The columns the applicants in the words stand for; 总计 without any.
    fn columns(&self) -> Vec<&'static str> {
        let mut out: Vec<&'static str> = Vec::new();
        for (_, word) in &self.words {
            if let Word::Applicant(columns) = word {
                for column in *columns {
                    if !out.contains(column) {
                        out.push(column);
                    }
                }
            }
        }
        out
    }

    fn row(&self, row: &str, columns: &[&'static str]) -> Vec<CellId> {
        let columns = if columns.is_empty() { &[TOTAL][..] } else { columns };
        let rows = self.cells.rows(row);
        rows.iter()
            .flat_map(|row| columns.iter().map(move |column| CellId::new("requests", row, column)))
            .collect()
    }

    /// The rows of results said, 其他 among other results.
    fn results(&self) -> Vec<(usize, &'static str)> {
        let mut out: Vec<(usize, &'static str)> = Vec::new();
        let listed = matches!(self.said.state.listed, Some(Word::Result(_)));
        for (at, word) in &self.words {
            match word {
                Word::Result("other") if listed => out.push((*at, "other_handling")),
                Word::Result("other") => {}
                Word::Result(row) => out.push((*at, row)),
                // 公开8件、部分公开2件.
                Word::Open
                    if self.said.state.part.is_some() || listed || self.said.state.results =>
                {
                    let alone = self.words.iter().all(|(other, word)| {
                        other == at || matches!(word, Word::Filler | Word::Among | Word::And)
                    });
                    if alone {
                        out.push((*at, "disclosed"));
                    }
                }
                _ => {}
            }
        }
        // 属于国家秘密不予公开: the row, not its group.
        let within: Vec<&str> =
            out.iter().map(|(_, row)| *row).filter(|row| row.contains('.')).collect();
        let group = |row: &str| {
            within.iter().any(|sub| sub.strip_prefix(row).is_some_and(|rest| rest.starts_with('.')))
        };
        out.iter().filter(|(_, row)| !group(row)).copied().collect()
    }

    fn result(&self, results: &[(usize, &'static str)]) -> Option<Counted> {
        let (first, last) = (results.first()?, results.last()?);
        let fits = |w: Word| {
            matches!(
                w,
                Word::Handled
                    | Word::Dealt
                    | Word::Result(_)
                    | Word::Request
                    | Word::Asked
                    | Word::Applicant(_)
                    | Word::Open
                    | Word::Among
                    | Word::Case
            )
        };
        // 予以公开文件120条 is no request.
        if self.said.unit == "条"
            && self.has(|w| w == Word::Filler)
            && !self.said.behind
            && self.said.words.iter().any(|one| one.text.contains("信息"))
        {
            return None;
        }
        if !self.close(last.0, fits) {
            return None;
        }
        // Several rows must be joined: 部分公开和不予公开3件.
        let between = self.said.words.get(first.0..last.0).unwrap_or_default();
        let joined = between.iter().any(|one| match one.kind {
            Kind::CuttingMark(_) => true,
            Kind::Word(word) => word == Word::And,
            _ => false,
        });
        if results.len() > 1 && !joined {
            return None;
        }
        let columns = self.columns();
        let sum = |rows: &[&str], columns: &[&'static str]| {
            Reading::of(rows.iter().flat_map(|row| self.row(row, columns)))
        };
        let rows: Vec<&str> = results.iter().map(|(_, row)| *row).collect();
        let mut readings = vec![sum(&rows, &columns)];
        // The group, too, when it is named beside the row: 因国家秘密等不予公开3件.
        if rows.len() == 1 {
            for (_, word) in &self.words {
                if let Word::Result(group) = word
                    && rows.iter().all(|row| row != group)
                    && self.said.words.iter().any(|one| one.text == "等")
                {
                    readings.push(sum(&[group], &columns));
                }
            }
            if rows == ["other_handling"] && self.text(last.0).starts_with("其") {
                readings.push(sum(&["other_handling.other"], &columns));
            }
        }
        // 自然人申请12件，予以公开8件: theirs, or all.
        if columns.is_empty()
            && let Some(Word::Applicant(applicants)) = self.said.state.listed
            && self.said.state.part.is_some()
        {
            readings.push(sum(&rows, applicants));
        }
        let said: Vec<&str> = results.iter().map(|(at, _)| self.text(*at)).collect();
        Counted::new(Family::Results, said.join("、"), self.known(readings))
    }

    /// 上年结转, 结转下年度, 结转.
    fn carried(&self) -> Option<Counted> {
        let (at, word) = self.last(|w| matches!(w, Word::Carried | Word::Left | Word::NextYear))?;
        // 继续办理 behind 结转 is no word of its own.
        let first =
            self.words.iter().find(|(_, w)| matches!(w, Word::Carried)).map_or(at, |(at, _)| *at);
        let year = |at: usize, word: Word| match word {
            Word::LastYear => Some(-1),
            Word::NextYear => Some(1),
            Word::ThisYear if at > first => Some(0),
            Word::Year => {
                let before = at.checked_sub(1).map_or("", |at| self.text(at));
                let digits =
                    before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
                let number = before.get(before.len() - digits..)?.parse::<i32>().ok()?;
                self.said.state.year_from(number)
            }
            _ => None,
        };
        let years: Vec<i32> = self.words.iter().filter_map(|(at, word)| year(*at, *word)).collect();
        let (last, next) = (years.iter().any(|y| *y == -1 || *y == 0), years.contains(&1));
        let others = |w: Word| {
            matches!(
                w,
                Word::Some | Word::Way | Word::Compared | Word::More | Word::Less | Word::Case
            )
        };
        if self.has(others) {
            return None;
        }
        let columns = self.columns();
        let reading = |row: &str| Reading::of(self.row(row, &columns));
        let transferred = word == Word::Carried || first != at;
        let readings = match (last, next) {
            (true, false) => vec![reading(IN)],
            (false, true) => vec![reading(OUT)],
            // 由上年结转转入下年.
            (true, true) => return None,
            (false, false)
                if transferred && self.text(at) == "结转"
                    || self.text(first) == "结转" && !next =>
            {
                vec![reading(OUT), reading(IN)]
            }
            (false, false) if word == Word::Left => vec![reading(OUT)],
            (false, false) => return None,
        };
        // 答复13件，其中2件为上年结转: the others of last year may be those that are left.
        if let (true, Some(_), Some((Whole::Handled, _))) =
            (self.has(|w| w == Word::Among), self.said.state.part, self.said.state.whole)
        {
            let number =
                |row: &str| self.row(row, &[]).first().and_then(|cell| self.cells.number(cell));
            let (carried_in, left) = (number(IN)?, number(OUT)?);
            let fewest = carried_in.checked_sub(left)?;
            if last && self.said.behind && (fewest..carried_in).contains(&self.said.value) {
                return None;
            }
        }
        let said = if last {
            "上年结转"
        } else if next {
            "结转下年度"
        } else {
            self.text(first)
        };
        Counted::new(Family::Carried, said, self.known(readings))
    }

    fn applicants(&self) -> Option<Counted> {
        let (at, _) = self.last(|w| matches!(w, Word::Applicant(_)))?;
        let fits = |w: Word| {
            matches!(
                w,
                Word::Asked
                    | Word::Request
                    | Word::Received
                    | Word::Applicant(_)
                    | Word::Open
                    | Word::Handled
                    | Word::Dealt
                    | Word::Among
                    | Word::Taken
            )
        };
        if !self.close(at, fits)
            || self.has(|w| matches!(w, Word::Some | Word::About | Word::OtherCases))
        {
            return None;
        }
        let columns = self.columns();
        let handled = self.has(|w| matches!(w, Word::Handled | Word::Dealt));
        let received = self.has(|w| w == Word::Received);
        let new = Reading::of(self.row(NEW, &columns));
        let both = Reading::of(self.row(NEW, &columns).into_iter().chain(self.row(IN, &columns)));
        let total = Reading::of(self.row(TOTAL, &columns));
        let number =
            |row: &str| self.row(row, &[]).first().and_then(|cell| self.cells.number(cell));
        let readings = match (handled, self.said.state.whole) {
            (true, _) => vec![total],
            (false, Some((Whole::Handled, _))) => vec![total],
            (false, Some((Whole::Received, whole))) if Some(whole) == number(NEW) => vec![new],
            (false, Some((Whole::Received, _))) => vec![new, both],
            (false, None) if received => vec![new, both],
            (false, None) => vec![new, both, total],
        };
        let said: Vec<&str> = self
            .words
            .iter()
            .filter(|(_, w)| matches!(w, Word::Applicant(_)))
            .map(|(at, _)| self.text(*at))
            .collect();
        Counted::new(
            Family::Applicants,
            format!("{}申请", said.join("、").trim_end_matches("申请")),
            self.known(readings),
        )
    }

    /// 收到, 答复, 办理, or 申请 alone.
    fn whole_told(&self) -> Option<Counted> {
        let some = |w: Word| {
            matches!(
                w,
                Word::Some | Word::About | Word::OtherCases | Word::Published | Word::LastYear
            )
        };
        if self.has(some) {
            return None;
        }
        let verb =
            self.last(|w| matches!(w, Word::Received | Word::Taken | Word::Handled | Word::Dealt));
        let (at, word) = match verb {
            Some(verb) => verb,
            // 一季度3件、二季度4件……全年15件.
            None if self.said.state.listing => {
                self.last(|w| matches!(w, Word::Whole | Word::ThisYear | Word::Request))?
            }
            None => self.last(|w| matches!(w, Word::Request | Word::Asked))?,
        };
        let fits = |w: Word| {
            matches!(
                w,
                Word::Asked
                    | Word::Request
                    | Word::Received
                    | Word::Open
                    | Word::Disclosure
                    | Word::Handled
                    | Word::Office
            )
        };
        // 收到群众通过来信提出的政府信息公开申请: the last word tells enough.
        let named = self.last(|w| w == Word::Request).map_or(at, |(named, _)| named.max(at));
        if !self.close(named, fits) {
            return None;
        }
        if let Some(part) = self.said.state.part {
            // 收到15件，其中已答复11件.
            let right_behind = matches!(word, Word::Handled)
                && (self.has(|w| w == Word::Among) || part.sum.is_zero())
                && matches!(self.said.state.whole, Some((Whole::Received, whole)) if part.whole == Some(whole));
            if !right_behind {
                return None;
            }
        }
        let cell = |row: &str| self.row(row, &[]);
        let new = Reading::of(cell(NEW));
        let both = Reading::of(cell(NEW).into_iter().chain(cell(IN)));
        let total = Reading::of(cell(TOTAL));
        let own = Reading { plus: cell(TOTAL), minus: cell(IN) };
        let received = self.has(|w| w == Word::Received);
        let (family, readings) = match word {
            Word::Handled if received && self.has(|w| w == Word::And) => {
                (Family::Handled, vec![total, new, both, own])
            }
            Word::Handled => (Family::Handled, vec![total, own]),
            Word::Dealt => (Family::Handled, vec![total, both, new, own]),
            Word::Taken => (Family::Received, vec![both, new]),
            Word::Received => (Family::Received, vec![new, both]),
            _ => (Family::Received, vec![new, both, total]),
        };
        // None told against some in the table is the business of says_none.
        if family == Family::Received && self.said.value.is_zero() {
            return None;
        }
        let text = match word {
            Word::Request | Word::Asked | Word::Whole | Word::ThisYear => "申请",
            _ => self.text(at),
        };
        Counted::new(family, text, self.known(readings))
    }
}
