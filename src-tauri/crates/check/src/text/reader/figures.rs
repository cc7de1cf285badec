//! Finds the words a figure is said by, and hands both on.

use super::Reader;
use crate::marks::CuttingMark;
use crate::text::lexicon::Word;
use crate::text::quantity::Quantity;
use crate::text::said::{Said, SaidWord, Topic, Whole};
use crate::text::tokens::Kind;
use rust_decimal::Decimal;

impl<'t, F: FnMut(Said<'t>) -> Option<Whole>> Reader<'t, F> {
    /// Words of a list cut at its marks and its 和.
    fn members(&self, words: &[usize]) -> Vec<Vec<usize>> {
        let cuts = |at: &usize| {
            let kind = self.tokens.all.get(*at).map(|token| token.kind);
            matches!(kind, Some(Kind::CuttingMark(CuttingMark::List) | Kind::Word(Word::And)))
        };
        let parts = words.split(cuts);
        parts.map(<[usize]>::to_vec).filter(|part| !part.is_empty()).collect()
    }

    /// How many figures follow each other from here on in one list.
    fn figures_from(&self, at: usize) -> usize {
        let rest = self.tokens.all.get(at..).unwrap_or_default();
        let list = rest.iter().take_while(|token| {
            matches!(
                token.kind,
                Kind::Figure(_)
                    | Kind::CuttingMark(CuttingMark::List)
                    | Kind::Word(Word::And | Word::Filler)
            )
        });
        list.filter(|token| matches!(token.kind, Kind::Figure(_))).count()
    }

    /// One of these words is such a word.
    pub(super) fn says(&self, words: &[usize], wanted: impl Fn(Word) -> bool) -> bool {
        words.iter().any(|at| self.tokens.word(*at).is_some_and(&wanted))
    }

    /// The words behind a colon, when they say what the figure counts: 答复情况：公开8件.
    fn said_by(&self, lead: Vec<usize>) -> Vec<usize> {
        let colon = |at: &usize| {
            self.tokens
                .all
                .get(*at)
                .is_some_and(|token| token.kind == Kind::CuttingMark(CuttingMark::Colon))
        };
        let rest = lead.iter().rposition(colon).and_then(|colon| lead.get(colon + 1..));
        match rest {
            Some(rest) if self.says(rest, |w| w == Word::Open || says_much(w)) => rest.to_vec(),
            _ => lead,
        }
    }

    /// Reads a figure; where to read on.
    pub(super) fn figure(&mut self, at: usize, figure: usize) -> usize {
        let mut next = at + 1;
        let lead = std::mem::take(&mut self.lead);
        let lead = self.said_by(lead);
        let Some(quantity) = self.tokens.figures.get(figure) else { return next };
        let mut end = next;
        while self.tokens.all.get(end).is_some_and(|t| matches!(t.kind, Kind::Word(_) | Kind::Text))
        {
            end += 1;
        }
        let cut = !self.tokens.all.get(end).is_some_and(|t| matches!(t.kind, Kind::Figure(_)));
        let behind: Vec<usize> = if cut { (next..end).collect() } else { Vec::new() };
        let mut all = vec![lead.clone()];
        let mut from_behind = false;
        if let Some(words) = self.respectively.pop_front() {
            all = vec![words];
        } else if let Some(place) =
            lead.iter().position(|at| self.tokens.word(*at) == Some(Word::Respectively))
        {
            let members = self.members(lead.get(..place).unwrap_or_default());
            all = Vec::new();
            if members.len() == self.figures_from(at) {
                self.respectively = members.into();
                all.extend(self.respectively.pop_front());
            }
        } else if lead.last().is_some_and(|at| self.tokens.word(*at) == Some(Word::Each)) {
            all = self.members(lead.get(..lead.len() - 1).unwrap_or_default());
        } else if !self.says(&lead, says_much) {
            let documents = self.says(&behind, |w| matches!(w, Word::Document(_)));
            if self.says(&behind, says_much) || documents {
                behind.iter().for_each(|at| {
                    if let Some(word) = self.tokens.word(*at) {
                        self.word(*at, word);
                    }
                });
                self.lead.clear();
                all = vec![lead.iter().chain(&behind).copied().collect()];
                (from_behind, next) = (true, end);
            } else if !self.says(&lead, |w| w != Word::Filler && w != Word::Whole) {
                let outer =
                    self.opened.last().filter(|o| !o.lead.is_empty() && self.before.is_empty());
                let before = match outer {
                    Some(outer) => &outer.lead,
                    None => &self.before,
                };
                let words = before.iter().chain(&lead).copied().collect();
                let outer = outer.is_some();
                all = vec![words];
                if outer && let Some(opened) = self.opened.last_mut() {
                    opened.lead.clear();
                    opened.figures = true;
                }
            }
        } else if let Some(first) = behind.first()
            && matches!(self.tokens.word(*first), Some(Word::Document(_)))
        {
            // 印发3件规范性文件.
            if let Some(Word::Document(document)) = self.tokens.word(*first) {
                (self.state.topic, self.state.document) = (Topic::Documents, Some(document));
            }
            all = vec![lead.iter().copied().chain([*first]).collect()];
        }
        for words in all {
            self.tell(quantity, &words, from_behind);
        }
        self.figures = true;
        self.state.figures = true;
        self.state.region_told |= self.state.region || self.state.perhaps;
        next
    }

    /// Hands a figure on with its words.
    fn tell(&mut self, quantity: &Quantity, words: &[usize], behind: bool) {
        let other = self.says(words, |w| w == Word::Other)
            && !self.says(words, |w| matches!(w, Word::Request | Word::About | Word::Result(_)));
        if other {
            self.state.topic = Topic::Other;
        }
        let from = words.first().and_then(|at| self.tokens.all.get(*at));
        let from = from.map_or(quantity.range.start, |token| token.range.start);
        let kept = self.state.another_year
            || self.state.years
            || self.state.compared
            || self.state.region
            || self.state.elsewhere
            || self.state.cumulative && (self.state.until || !self.state.this_year)
            || !quantity.exact;
        let said = Said {
            range: quantity.range.clone(),
            numeral: Some(quantity.numeral.clone()),
            from: from.min(quantity.range.start),
            value: quantity.value,
            unit: quantity.unit,
            words: self.words_of(words),
            state: self.state,
            behind,
        };
        let kind = said.words.iter().rev().find_map(|said| match said.kind {
            Kind::Word(word @ (Word::Result(_) | Word::Applicant(_) | Word::Outcome(_))) => {
                Some(word)
            }
            _ => None,
        });
        if !kept && let Some(whole) = (self.told)(said) {
            self.state.whole = Some((whole, quantity.value));
        }
        self.state.listing = self.says(words, |w| matches!(w, Word::Season | Word::Way));
        if let Some(kind) = kind
            && kind != Word::Result("other")
        {
            self.state.listed = Some(kind);
        }
        if let Some(part) = &mut self.state.part {
            part.sum = part.sum.checked_add(quantity.value).unwrap_or(part.sum);
            if part.whole == Some(part.sum) {
                self.state.part = None;
            }
        }
    }

    fn words_of(&self, words: &[usize]) -> Vec<SaidWord<'t>> {
        let tokens = words.iter().filter_map(|at| self.tokens.all.get(*at));
        tokens
            .map(|token| SaidWord {
                kind: token.kind,
                text: self.tokens.text.get(token.range.clone()).unwrap_or_default(),
            })
            .collect()
    }

    /// 无结转: a clause without a figure that says there is none of something.
    pub(super) fn nothing(&mut self) {
        let none = self.lead.iter().position(|at| self.tokens.word(*at) == Some(Word::Nothing));
        let state = self.state;
        let about = self.says(&self.lead, |w| w == Word::About);
        if !about
            && self.says(&self.lead, |w| w == Word::Other)
            && !self.says(&self.lead, |w| w == Word::Request)
        {
            self.state.other_work |= !state.figures;
            if !state.figures && state.topic == Topic::Requests && !self.about {
                self.state.topic = Topic::Other;
            }
        }
        if self.says(&self.lead, |w| matches!(w, Word::Request | Word::Group(_))) {
            self.state.other_work = false;
        }
        let Some(none) = none else { return };
        let kept = state.another_year
            || state.years
            || state.compared
            || state.region
            || state.season
            || state.elsewhere;
        let words = self.lead.get(none + 1..).unwrap_or_default();
        let (Some(first), Some(last)) = (self.lead.get(none), words.last()) else { return };
        let place = |at: usize| self.tokens.all.get(at).map(|token| token.range.clone());
        let (Some(first), Some(last)) = (place(*first), place(*last)) else { return };
        if kept {
            return;
        }
        let said = Said {
            range: first.start..last.end,
            numeral: None,
            from: first.start,
            value: Decimal::ZERO,
            unit: "",
            words: self.words_of(words),
            state,
            behind: false,
        };
        (self.told)(said);
    }
}

/// A word that says by itself what a figure counts.
fn says_much(word: Word) -> bool {
    matches!(
        word,
        Word::Received
            | Word::Taken
            | Word::Handled
            | Word::Dealt
            | Word::Carried
            | Word::Left
            | Word::Applicant(_)
            | Word::Group(_)
            | Word::Outcome(_)
            | Word::Made(_)
            | Word::Decision(_)
            | Word::Fees
            | Word::Procurement
            | Word::Way
            | Word::Season
            | Word::Amount
    ) || matches!(word, Word::Result(result) if result != "other")
}
