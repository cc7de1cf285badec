//! 错别字。

use crate::builder::FindingBuilder;
use crate::context::CheckContext;
use crate::rule::rule;
use crate::{Applicability, Finding, Fix, Level};
use aho_corasick::AhoCorasick;
use gongkai_model::place::{Characters, Place};
use std::ops::Range;
use std::sync::LazyLock;

rule! {
    /// 常见的错别字和重复的词。
    ///
    /// ## 查什么
    /// 标题、各章文字和表格项目里有没有词表中的错字；词表可以在设置里增加。
    ///
    /// ## 为什么
    /// 公开的文件写错字，最伤公信力。
    ///
    /// ## 依据
    /// 《通用规范汉字表》；党政机关公文处理工作条例：文字精练、准确。
    ///
    /// ## 正确
    /// 政府集中采购；促消费活动；依申请公开
    ///
    /// ## 错误
    /// 政府集中釆购（釆音biàn）；促销费活动；依申清公开
    "wrong_characters", "错别字", [Explain], find
}

/// A wrong word, the right one, and the characters before or behind that make it no error.
struct Word<'a> {
    wrong: &'a str,
    right: &'a str,
    not_before: &'a str,
    not_behind: &'a str,
}

/// The words of a list and what finds them all in one pass.
struct List<'a> {
    words: Vec<Word<'a>>,
    finder: Option<AhoCorasick>,
}

/// Columns parted by tabs: 错, 对, 前面是这些字不算, 后面是这些字不算.
static WORDS: LazyLock<List<'static>> = LazyLock::new(|| {
    let words = include_str!("../words/wrong.txt")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .filter_map(|line| {
            let mut columns = line.split('\t').map(str::trim);
            let (wrong, right) = (columns.next()?, columns.next()?);
            let not_behind = columns.next().unwrap_or_default();
            let not_before = columns.next().unwrap_or_default();
            Some(Word { wrong, right, not_before, not_behind })
        })
        .collect();
    List::new(words)
});

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    let own =
        context.case.settings.words.iter().filter(|pair| !pair.wrong.is_empty()).map(|pair| Word {
            wrong: &pair.wrong,
            right: &pair.right,
            not_before: "",
            not_behind: "",
        });
    look(context, &WORDS, out);
    let own = List::new(own.collect());
    if !own.words.is_empty() {
        look(context, &own, out);
    }
}

/// Whether a text has one of the shipped list's words.
pub(crate) fn has_wrong_characters(text: &str) -> bool {
    WORDS.in_text(text).next().is_some()
}

/// Looks for a list's words in title, headings, labels and text.
fn look(context: &CheckContext, list: &List, out: &mut Vec<Finding>) {
    let report = context.case.report;
    let found = |word: &Word| {
        let message = format!("“{}”应为“{}”", word.wrong, word.right);
        FindingBuilder::new(&RULE, Level::Explain, message)
    };
    if let Some(title) = &report.title {
        let words = list.in_text(title);
        out.extend(words.map(|(word, piece)| {
            found(word).piece_of_line(context, Place::Title, title, Some(piece)).of(context)
        }));
    }
    for (index, chapter) in report.chapters.iter().enumerate() {
        let (place, text) = (report.place_of_chapter(index), &chapter.heading);
        let words = list.in_text(text);
        out.extend(words.map(|(word, piece)| {
            found(word).piece_of_line(context, place.clone(), text, Some(piece)).of(context)
        }));
    }
    for (cell, label) in &report.labels {
        let words = list.in_text(label);
        out.extend(words.map(|(word, _)| found(word).row_label(context, cell, label).of(context)));
    }
    for passage in &context.passages {
        for (word, range) in list.places(&passage.text) {
            let fix = Fix {
                label: format!("改为“{}”", word.right),
                // What is wrong in most texts may be right in this one.
                applicability: Applicability::Review,
                cells: Vec::new(),
                texts: vec![passage.fix(range.clone(), word.right)],
            };
            out.push(found(word).span(passage, range).fix(fix).of(context));
        }
    }
}

impl<'a> List<'a> {
    fn new(words: Vec<Word<'a>>) -> Self {
        // A list too large for one pass can't be typed.
        let finder = AhoCorasick::new(words.iter().map(|word| word.wrong)).ok();
        List { words, finder }
    }

    /// The words of the list a text holds, each once and where it first stands.
    fn in_text<'t>(
        &self,
        text: &'t str,
    ) -> impl Iterator<Item = (&Word<'a>, Characters)> + use<'_, 'a, 't> {
        let mut places: Vec<_> = self.found(text).collect();
        places.sort_by_key(|(at, range)| (*at, range.start));
        places.dedup_by_key(|(at, _)| *at);
        places.into_iter().filter_map(|(at, range)| {
            Some((self.words.get(at)?, Characters::of_bytes(text, range)))
        })
    }

    /// Every place of a text where one of the words stands.
    fn places(&self, text: &str) -> impl Iterator<Item = (&Word<'a>, Range<usize>)> {
        let found = self.found(text).filter_map(|(at, range)| Some((self.words.get(at)?, range)));
        found.collect::<Vec<_>>().into_iter()
    }

    fn found<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, Range<usize>)> + 't {
        let finder = self.finder.iter();
        let found = finder.flat_map(move |finder| finder.find_overlapping_iter(text));
        found.map(|found| (found.pattern().as_usize(), found.range())).filter(|(at, range)| {
            let before = text.get(..range.start).and_then(|before| before.chars().next_back());
            let behind = text.get(range.end..).and_then(|behind| behind.chars().next());
            self.words.get(*at).is_some_and(|word| {
                !before.is_some_and(|c| word.not_before.contains(c))
                    && !behind.is_some_and(|c| word.not_behind.contains(c))
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::WordPair;
    use crate::fixture::Fixture;
    use gongkai_model::place::Place;

    fn found(text: &str) -> Vec<String> {
        let found = Fixture::new("2021").text("overview", &[text]).of("wrong_characters");
        found.into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn wrong_words_of_the_list() {
        assert_eq!(found("举办促销费活动。"), ["“促销费”应为“促消费”"]);
        assert_eq!(found("政府集中釆购。"), ["“釆”应为“采”"]);
        assert_eq!(found("及时公开政府信息信息。"), ["“信息信息”应为“信息”"]);
    }

    #[test]
    fn right_words_that_look_alike() {
        for text in [
            "促销费用由企业承担。",
            "政府信息信息化平台。",
            "由公开申请申请人补正。",
            "达到目的的措施。",
        ] {
            assert!(found(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn two_wrong_words_of_a_sentence_are_two_findings() {
        let text = "举办促销费活动，又办促销费活动。";
        let found =
            |text: &str| Fixture::new("2021").text("overview", &[text]).of("wrong_characters");
        let [first, second] = found(text).try_into().unwrap();
        assert_ne!(first.key, second.key);
        let place =
            |finding: &crate::Finding| finding.fix.as_ref().unwrap().texts[0].at.characters.at;
        assert_eq!((place(&first), place(&second)), (2, 10));
        // Reasons of older databases are stored under what the sentence alone gave.
        let alone = found("举办促销费活动，又办促消费活动。");
        assert_eq!(alone[0].former_key.as_deref(), Some("00d90e658524c4d8"));
    }

    #[test]
    fn labels_of_the_tables_and_the_user_s_own_words() {
        let mut fixture = Fixture::new("2019");
        fixture
            .report
            .labels
            .insert("disclosure/procurement/projects".into(), "政府集中釆购".into());
        assert_eq!(fixture.of("wrong_characters")[0].place, Some(Place::chapter("disclosure")));
        fixture.settings.words = vec![WordPair { wrong: "青桐".into(), right: "青铜".into() }];
        let fixture = fixture.text("other", &["青桐镇无其他事项。"]);
        assert_eq!(fixture.of("wrong_characters")[1].message, "“青桐”应为“青铜”");
    }
}
