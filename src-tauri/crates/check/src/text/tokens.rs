//! A paragraph as a row of words, figures and marks.

use super::lexicon::{Word, words};
use super::quantity::{Quantity, quantities};
use crate::marks::{CuttingMark, mark_at};
use crate::passage::Passage;
use std::ops::Range;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    Word(Word),
    /// Index of the figure.
    Figure(usize),
    CuttingMark(CuttingMark),
    /// Words that are not in the list.
    Text,
}

#[derive(Clone, Debug)]
pub(super) struct Token {
    pub range: Range<usize>,
    pub kind: Kind,
}

pub(super) struct Tokens<'a> {
    pub text: &'a str,
    pub all: Vec<Token>,
    pub figures: Vec<Quantity>,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(passage: &'a Passage) -> Self {
        let text = passage.text.as_str();
        let figures = quantities(text);
        let mut all = Vec::with_capacity(text.len() / 6);
        let mut from = 0;
        let mut words = words(text).peekable();
        let mut next_figure = 0;
        loop {
            let figure = figures.get(next_figure);
            // A word that a figure begins within is none: 二 in 二十件.
            while words.peek().is_some_and(|(word, _)| {
                word.start < from
                    || figure.is_some_and(|f| word.start < f.range.end && word.end > f.range.start)
            }) {
                words.next();
            }
            let word = words.peek();
            let figure_first = match (figure, word) {
                (Some(figure), Some((word, _))) => figure.range.start < word.start,
                (figure, _) => figure.is_some(),
            };
            let (range, kind) = match (figure, word) {
                (Some(figure), _) if figure_first => {
                    next_figure += 1;
                    (figure.range.clone(), Kind::Figure(next_figure - 1))
                }
                (_, Some((range, word))) => (range.clone(), Kind::Word(*word)),
                _ => break,
            };
            gap(text, from..range.start, &mut all);
            from = range.end;
            // A blank behind a figure parts it from what follows.
            all.push(Token { range, kind });
            if matches!(kind, Kind::Figure(_)) && passage.blank_before(from) {
                all.push(Token { range: from..from, kind: Kind::CuttingMark(CuttingMark::Clause) });
            }
        }
        gap(text, from..text.len(), &mut all);
        Tokens { text, all, figures }
    }

    pub(super) fn word(&self, at: usize) -> Option<Word> {
        match self.all.get(at)?.kind {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }
}

/// Marks and other words between two words of the list.
fn gap(text: &str, range: Range<usize>, out: &mut Vec<Token>) {
    let Some(between) = text.get(range.clone()) else { return };
    let mut from = range.start;
    for (at, character) in between.char_indices() {
        let at = range.start + at;
        let Some(mark) = mark_at(text, at, character) else { continue };
        if at > from {
            out.push(Token { range: from..at, kind: Kind::Text });
        }
        from = at + character.len_utf8();
        out.push(Token { range: at..from, kind: Kind::CuttingMark(mark) });
    }
    if range.end > from {
        out.push(Token { range: from..range.end, kind: Kind::Text });
    }
}
