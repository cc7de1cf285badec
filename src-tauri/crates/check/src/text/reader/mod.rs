//! Reads a paragraph from left to right and finds out what each of its figures counts.
//!
//! A figure is said by the words before it, from the figure or the comma before on, by those right
//! behind it, or by the clause before. What it is about (requests, cases, documents), whose it is and
//! of which year goes on from clause to clause until other words are said. A
//! figure of which that is not sure is left out.

mod figures;
mod organ;
mod whose;

pub(super) use whose::Whose;

use super::lexicon::Word;
use super::said::{Part, Said, SaidBefore, Topic, Whole};
use super::tokens::{Kind, Tokens};
use crate::marks::CuttingMark;
use rust_decimal::Decimal;
use std::collections::VecDeque;

/// How many words before a figure are kept.
const FARTHEST: usize = 120;

/// Words that are said of requests for disclosure only.
const REQUESTS: [&str; 8] =
    ["上年结转", "上年度结转", "结转下", "结转至下", "部分公开", "不予公开", "不予处理", "自然人"];

/// A bracket that is open.
struct Opened {
    state: SaidBefore,
    lead: Vec<usize>,
    before: Vec<usize>,
    figures: bool,
}

pub(super) struct Reader<'t, F: FnMut(Said<'t>) -> Option<Whole>> {
    tokens: &'t Tokens<'t>,
    whose: Whose<'t>,
    /// The paragraph speaks of 依申请公开 or stands where only requests and cases are told.
    about: bool,
    state: SaidBefore,
    opened: Vec<Opened>,
    /// The words since the last figure or comma.
    lead: Vec<usize>,
    /// The words of the clause before, when it had no figure.
    before: Vec<usize>,
    /// The clause has a figure.
    figures: bool,
    /// What the figures behind 分别 are said by.
    respectively: VecDeque<Vec<usize>>,
    told: F,
}

impl<'t, F: FnMut(Said<'t>) -> Option<Whole>> Reader<'t, F> {
    pub(super) fn new(
        tokens: &'t Tokens<'t>,
        year: Option<i32>,
        whose: Whose<'t>,
        topic: Topic,
        told: F,
    ) -> Self {
        let about = matches!(topic, Topic::Requests | Topic::Cases)
            || ["依申请公开", "公开申请", "申请公开", "信息公开"]
                .iter()
                .any(|w| tokens.text.contains(w));
        Reader {
            tokens,
            whose,
            about,
            state: SaidBefore { topic, year, ..SaidBefore::default() },
            opened: Vec::new(),
            lead: Vec::new(),
            before: Vec::new(),
            figures: false,
            respectively: VecDeque::new(),
            told,
        }
    }

    /// Reads the paragraph; what it is about at its end.
    pub(super) fn read(mut self) -> Topic {
        self.sentence_begins(0);
        let mut at = 0;
        while let Some(token) = self.tokens.all.get(at) {
            let mut next = at + 1;
            match token.kind {
                Kind::CuttingMark(CuttingMark::Sentence) => {
                    self.clause_ends();
                    self.sentence_ends();
                    self.sentence_begins(at + 1);
                }
                Kind::CuttingMark(CuttingMark::Part) => {
                    self.clause_ends();
                    (self.state.part, self.state.season) = (None, false);
                    self.state.elsewhere = false;
                }
                Kind::CuttingMark(CuttingMark::Clause) => self.clause_ends(),
                Kind::CuttingMark(CuttingMark::List | CuttingMark::Colon) | Kind::Text => {
                    self.leads(at)
                }
                Kind::CuttingMark(CuttingMark::Open) => self.opens(at),
                Kind::CuttingMark(CuttingMark::Close) => self.closes(),
                Kind::CuttingMark(CuttingMark::Soft) => {}
                Kind::Word(word) => self.word(at, word),
                Kind::Figure(figure) => next = self.figure(at, figure),
            }
            at = next;
        }
        self.clause_ends();
        self.sentence_ends();
        self.state.topic
    }

    fn sentence_begins(&mut self, at: usize) {
        let rest = self.tokens.all.get(at..).unwrap_or_default();
        let from = rest.first().map_or(self.tokens.text.len(), |token| token.range.start);
        let end = rest.iter().find(|token| token.kind == Kind::CuttingMark(CuttingMark::Sentence));
        let to = end.map_or(self.tokens.text.len(), |token| token.range.start);
        let text = self.tokens.text.get(from..to).unwrap_or_default();
        let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
        if self.state.topic == Topic::None && says(&REQUESTS) {
            self.state.topic = Topic::Requests;
        }
        // Mention like table 4, and not of the cases an office decides or defends.
        let cases = says(&["复议", "诉"])
            && says(&["维持", "纠正", "复议、行政诉讼", "复议后", "未经复议", "被诉", "被提起"])
            && !says(&["办理", "受理", "审理", "代理", "应诉", "各类", "作为"]);
        self.state.results = says(&["部分公开", "不予公开", "不公开"]);
        let open = text.contains("公开") || text.contains("结转") || cases;
        self.state.disclosure = open || self.about;
    }

    fn sentence_ends(&mut self) {
        let SaidBefore {
            topic,
            groups,
            document,
            region,
            perhaps,
            region_told,
            other_work,
            year,
            sentence,
            ..
        } = self.state;
        self.state = SaidBefore {
            topic: if other_work { Topic::Other } else { topic },
            groups,
            document,
            region: region && region_told,
            perhaps: perhaps && region_told,
            region_told,
            year,
            sentence: sentence + 1,
            ..SaidBefore::default()
        };
        self.opened.clear();
    }

    fn clause_ends(&mut self) {
        if self.figures {
            self.before.clear();
            self.lead.clear();
        } else {
            self.nothing();
            self.before = std::mem::take(&mut self.lead);
        }
        self.figures = false;
        self.state.compared = false;
        self.state.cumulative = false;
    }

    fn opens(&mut self, at: usize) {
        let behind_figure = at.checked_sub(1).and_then(|at| self.tokens.all.get(at));
        let behind_figure = behind_figure.is_some_and(|t| matches!(t.kind, Kind::Figure(_)));
        self.opened.push(Opened {
            state: self.state,
            lead: std::mem::take(&mut self.lead),
            before: std::mem::take(&mut self.before),
            figures: self.figures,
        });
        self.figures = false;
        if behind_figure && matches!(self.state.topic, Topic::Requests | Topic::Cases) {
            let whole = self.state.whole.map(|(_, whole)| whole);
            self.state.part = Some(Part { whole, sum: Decimal::ZERO });
        }
    }

    fn closes(&mut self) {
        let Some(opened) = self.opened.pop() else { return };
        // 依申请公开（含咨询）15件 counts other work, too.
        let with_other = !self.figures
            && self.says(&self.lead, |w| w == Word::Among)
            && self.says(&self.lead, |w| w == Word::Other);
        self.clause_ends();
        (self.state, self.lead, self.before) = (opened.state, opened.lead, opened.before);
        self.figures = opened.figures;
        if with_other {
            self.state.topic = Topic::Other;
        }
    }

    fn text_before(&self, at: usize) -> &'t str {
        let start = self.tokens.all.get(at).map_or(0, |token| token.range.start);
        self.tokens.text.get(..start).unwrap_or_default()
    }

    /// The number right before a token: 12 in 12月.
    fn number_before(&self, at: usize) -> Option<(i32, &'t str)> {
        let text = self.text_before(at);
        let digits = text.len() - text.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let number = text.get(text.len() - digits..)?.parse().ok()?;
        Some((number, text.get(..text.len() - digits)?))
    }

    /// Carried over is said near this place: 上年结转, 结转至2027年.
    fn carried_near(&self, at: usize) -> bool {
        let carried = |word: Option<Word>| matches!(word, Some(Word::Carried | Word::Left));
        let behind = (at + 1..at + 5).map_while(|at| match self.tokens.all.get(at)?.kind {
            Kind::CuttingMark(CuttingMark::Clause | CuttingMark::Part | CuttingMark::Sentence)
            | Kind::Figure(_) => None,
            _ => Some(self.tokens.word(at)),
        });
        let before = self.lead.iter().rev().take(4).map(|at| self.tokens.word(*at));
        behind.chain(before).any(carried)
    }

    fn word(&mut self, at: usize, word: Word) {
        let named = self.named_organ(at, word);
        self.state.elsewhere |= named;
        match word {
            Word::Request => self.state.topic = Topic::Requests,
            Word::Asked => {
                let before = at.checked_sub(1).and_then(|at| self.tokens.all.get(at));
                let named = match before.map(|token| token.kind) {
                    Some(Kind::Text) => before
                        .and_then(|token| self.tokens.text.get(token.range.clone()))
                        .is_some_and(|text| text.chars().count() == 1),
                    Some(Kind::Word(
                        Word::Decision(_) | Word::Document(_) | Word::Item | Word::Other,
                    )) => false,
                    _ => true,
                };
                if !named {
                    self.state.topic = Topic::Other;
                } else if self.state.disclosure || self.alone() {
                    self.state.topic = Topic::Requests;
                }
            }
            Word::Group(groups) => {
                let other =
                    self.lead.iter().any(|at| self.tokens.word(*at) == Some(Word::OtherCases));
                let named = self.lead.iter().chain(&self.before).any(|at| {
                    matches!(self.tokens.word(*at), Some(Word::Disclosure | Word::Request))
                });
                if other || self.state.topic == Topic::OtherCases && !named {
                    self.state.topic = Topic::OtherCases;
                } else {
                    self.state.topic = Topic::Cases;
                    self.state.groups = Some(groups);
                }
            }
            Word::Document(document) => {
                (self.state.topic, self.state.document) = (Topic::Documents, Some(document));
            }
            Word::Carried if self.state.topic == Topic::None => {
                let years = |w| matches!(w, Word::LastYear | Word::NextYear | Word::Year);
                let behind = (at + 1..at + 4).filter_map(|at| self.tokens.word(at)).any(years);
                if behind || self.says(&self.lead, years) {
                    self.state.topic = Topic::Requests;
                }
            }
            Word::Made(columns) => self.state.made = Some(columns),
            // 办理行政复议, 各类行政复议: the next 诉讼 is one of them.
            Word::OtherCases => {
                let token = self.tokens.all.get(at).map(|token| token.range.clone());
                let text = token.and_then(|range| self.tokens.text.get(range)).unwrap_or_default();
                if text.contains(['议', '诉']) {
                    self.state.topic = Topic::OtherCases;
                }
            }
            Word::Decision(_) => self.state.topic = Topic::Decisions,
            Word::Fees => self.state.topic = Topic::Fees,
            Word::Procurement => self.state.topic = Topic::Procurement,
            Word::Disclosure if self.state.topic == Topic::Other => self.state.topic = Topic::None,
            Word::Region | Word::Office => self.whose_word(at, word),
            Word::ThisYear => {
                let closes = !self.carried_near(at);
                (self.state.another_year, self.state.this_year) = (false, true);
                self.state.elsewhere &= named;
                if closes {
                    (self.state.season, self.state.part) = (false, None);
                }
            }
            Word::LastYear if !self.carried_near(at) => self.state.another_year = true,
            Word::Year => self.year(at),
            Word::Month => {
                let day =
                    self.tokens.all.get(at + 1).and_then(|t| self.tokens.text.get(t.range.clone()));
                let day = day.is_some_and(|text| text.starts_with(|c: char| c.is_ascii_digit()));
                if let Some((number, before)) = self.number_before(at)
                    && !day
                {
                    let to = before.ends_with(['至', '到', '-', '—', '~', '～']);
                    self.state.season = !(to && number == 12);
                }
            }
            Word::Season => self.state.season = true,
            Word::Whole => (self.state.season, self.state.part) = (false, None),
            Word::Compared => self.state.compared = true,
            // 2026年以来 is this year.
            Word::Since => self.state.years |= !self.this_year_before(at),
            Word::Until => self.state.until = true,
            Word::Cumulative => self.state.cumulative = true,
            Word::Among => {
                let carried = (at + 1..at + 4)
                    .any(|at| matches!(self.tokens.word(at), Some(Word::LastYear | Word::Carried)));
                if !carried || self.text_before(at + 1).ends_with("其中") {
                    let whole = self.state.whole.map(|(_, whole)| whole);
                    self.state.part = Some(Part { whole, sum: Decimal::ZERO });
                }
            }
            _ => {}
        }
        self.leads(at);
    }

    /// Takes a word among those before the next figure; no figure is said by words far before it.
    fn leads(&mut self, at: usize) {
        if self.lead.len() >= FARTHEST {
            self.lead.drain(..FARTHEST / 2);
        }
        self.lead.push(at);
    }

    /// 收到申请: requests of no other kind, in a report on disclosure.
    fn alone(&self) -> bool {
        let last = self.lead.iter().rev().filter_map(|at| self.tokens.word(*at));
        let verb = last.into_iter().find(|word| !matches!(word, Word::Filler | Word::Whole));
        matches!(verb, Some(Word::Received | Word::Taken | Word::Handled | Word::Dealt))
            && self.state.topic == Topic::None
            && !self.says(&self.lead, |w| w == Word::Other)
    }

    /// The report's year stands right before.
    fn this_year_before(&self, at: usize) -> bool {
        let year = at.checked_sub(1).filter(|at| self.tokens.word(*at) == Some(Word::Year));
        let number = year.and_then(|at| self.number_before(at));
        number.is_some_and(|(number, _)| Some(number) == self.state.year)
    }

    fn year(&mut self, at: usize) {
        let Some((number, before)) = self.number_before(at) else { return };
        if !(2000..2100).contains(&number)
            || self.carried_near(at) && Some(number) != self.state.year
        {
            return;
        }
        if Some(number) == self.state.year {
            (self.state.another_year, self.state.this_year) = (false, true);
        } else if before.ends_with(['比', '较', '与', '同', '由', '从', '自']) {
            self.state.compared = true;
        } else {
            self.state.another_year = true;
        }
    }
}
