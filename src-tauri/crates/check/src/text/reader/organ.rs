//! Whose figures are told: the office's, its region's, another organ's.

use super::Reader;
use crate::marks::mark;
use crate::text::lexicon::Word;
use crate::text::said::{Said, Whole};

/// What the names of offices end with.
const OFFICES: [&str; 13] = [
    "局",
    "厅",
    "委",
    "委员会",
    "办",
    "镇",
    "乡",
    "街道",
    "街道办",
    "街道办事处",
    "中心",
    "支队",
    "大队",
];

/// Words that end like a name: 收办, 城乡.
const NO_OFFICES: [&str; 28] = [
    "收办",
    "经办",
    "交办",
    "转办",
    "承办",
    "督办",
    "代办",
    "补办",
    "应办",
    "需办",
    "待办",
    "在办",
    "已办",
    "新办",
    "共办",
    "联办",
    "申办",
    "举办",
    "开办",
    "城乡",
    "城镇",
    "布局",
    "格局",
    "大局",
    "全局",
    "总局",
    "该局",
    "公开办",
];

/// What stands before the name of an office that has not done itself what is told.
const NOT_THE_SUBJECT: [char; 9] = ['向', '与', '对', '同', '给', '经', '合', '按', '为'];

impl<'t, F: FnMut(Said<'t>) -> Option<Whole>> Reader<'t, F> {
    /// 全县, 本机关.
    pub(super) fn whose_word(&mut self, at: usize, word: Word) {
        if self.text_before(at).ends_with(['在', '居', '列']) {
            return;
        }
        let token = self.tokens.all.get(at).map(|token| token.range.clone());
        let text = token.and_then(|range| self.tokens.text.get(range)).unwrap_or_default();
        let whole_town = ["全镇", "全乡"].contains(&text)
            && self.whose.organ.trim_end_matches("人民政府").ends_with(['镇', '乡']);
        let region = word == Word::Region && !whole_town;
        self.state.elsewhere = false;
        match self.whose.government.filter(|_| !self.whose.consolidated) {
            // 全县 may be what the table counts, 县政府办公室 some of it.
            Some(kind) if region => {
                let mut begins = text.chars();
                let own = begins.next() == Some('全') && begins.next() == Some(kind);
                self.state.perhaps = own || text == "各级" && !self.state.region;
                self.state.region = !self.state.perhaps;
            }
            government => {
                let some = text == "办公室" || text.ends_with("本级");
                self.state.perhaps = false;
                self.state.region = match government {
                    Some(_) => some,
                    None => region != self.whose.consolidated,
                };
            }
        }
    }

    /// The name of another office stands right before a word: 县水利局收到.
    pub(super) fn named_organ(&self, at: usize, word: Word) -> bool {
        if matches!(word, Word::Outcome(_) | Word::Region | Word::Office) {
            return false;
        }
        let before = self.text_before(at);
        let start = before.char_indices().rev().take(14).take_while(|(_, c)| {
            mark(*c).is_none() && !c.is_ascii() && !['年', '月', '日'].contains(c)
        });
        let start = start.last().map_or(before.len(), |(at, _)| at);
        let name = before.get(start..).unwrap_or_default();
        let Some(end) = OFFICES.iter().filter(|end| name.ends_with(**end)).max_by_key(|e| e.len())
        else {
            return false;
        };
        let stem = name.get(..name.len() - end.len()).unwrap_or_default();
        let own =
            |c: char| ['我', '本', '该', '全', '各', '市', '县', '区', '省', '州'].contains(&c);
        let short = stem.chars().next_back().is_none_or(own);
        let last: Vec<char> = name.chars().rev().take(end.chars().count() + 2).collect();
        let last: String = last.into_iter().rev().collect();
        !short
            && !NO_OFFICES.iter().any(|word| name.ends_with(word))
            && !name.contains(NOT_THE_SUBJECT)
            && !self.whose.is_named(&last)
    }
}
