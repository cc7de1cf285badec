//! 标点不规范。

use crate::builder::FindingBuilder;
use crate::context::CheckContext;
use crate::passage::Passage;
use crate::pattern::pattern;
use crate::rule::rule;
use crate::{Applicability, Finding, Fix, Level};
use gongkai_model::document::numbering;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

rule! {
    /// 中文之间用全角标点，引号、括号、书名号成对。
    ///
    /// ## 查什么
    /// 汉字之间的半角逗号、分号、冒号、括号；不成对的“”（）《》。
    ///
    /// ## 为什么
    /// 半角标点多半是从别处粘贴来的。
    ///
    /// ## 依据
    /// GB/T 15834-2011《标点符号用法》。
    ///
    /// ## 正确
    /// 提高认识，增强主动性
    ///
    /// ## 错误
    /// 提高认识,增强主动性；青铜招商”微信公众号
    "punctuation", "标点不规范", [Hint], find
}

static HALF: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"[\p{Han}”》）][,;:?!]\p{Han}|[\p{Han}”》）][,;:?!]$|\p{Han}[,;:?!][“《（]")
});
static BRACKETED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\p{Han}(\([^()（）]*\p{Han}[^()（）]*\))"));
static NUMERALS: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\([一二三四五六七八九十\d]+\)$"));
/// So many places are pointed at and mended at a time.
const MOST_PLACES: usize = 200;
const PAIRS: [(char, char, &str); 3] =
    [('“', '”', "引号"), ('（', '）', "括号"), ('《', '》', "书名号")];

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    let mut from = 0;
    while let Some(first) = context.passages.get(from) {
        let same = context.passages.iter().skip(from).take_while(|p| p.place == first.place);
        let inside: Vec<&Passage> = same.collect();
        from += inside.len();
        half_width(context, &inside, out);
        for passage in inside {
            unpaired(context, passage, out);
        }
    }
}

/// All half-width marks of a chapter in one finding.
fn half_width(context: &CheckContext, inside: &[&Passage], out: &mut Vec<Finding>) {
    let mut places: Vec<(&Passage, Range<usize>)> = Vec::new();
    let marked = |passage: &&&Passage| passage.text.contains([',', ';', ':', '?', '!', '(']);
    for passage in inside.iter().filter(marked) {
        let whole = HALF.find_iter(&passage.text).map(|found| found.range());
        let brackets = BRACKETED
            .captures_iter(&passage.text)
            .filter_map(|found| found.get(1))
            .filter(|found| !NUMERALS.is_match(found.as_str()))
            .map(|found| found.range());
        places.extend(whole.chain(brackets).map(|range| (*passage, range)));
    }
    let Some((first, range)) = places.first() else { return };
    let pointed = places.get(..MOST_PLACES).unwrap_or(&places);
    let message = format!(
        "有{}处半角标点，中文之间要用全角，例如“{}”",
        places.len(),
        first.original(range.clone())
    );
    let texts = pointed.iter().map(|(passage, range)| {
        let held = passage.original(range.clone()).chars();
        let wide: String = held.map(full_width).filter(|c| !c.is_whitespace()).collect();
        passage.fix(range.clone(), wide)
    });
    let fix = Fix {
        label: "改为全角标点".to_owned(),
        applicability: Applicability::Safe,
        cells: Vec::new(),
        texts: texts.collect(),
    };
    let found = pointed
        .iter()
        .fold(FindingBuilder::new(&RULE, Level::Hint, message), |found, (p, range)| {
            found.span(p, range.clone())
        });
    out.push(found.fix(fix).of(context));
}

fn full_width(c: char) -> char {
    match c {
        ',' => '，',
        ';' => '；',
        ':' => '：',
        '?' => '？',
        '!' => '！',
        '(' => '（',
        ')' => '）',
        other => other,
    }
}

fn unpaired(context: &CheckContext, passage: &Passage, out: &mut Vec<Finding>) {
    let from = numbering(&passage.text).map_or(0, |(_, end)| end);
    for (open, close, name) in PAIRS {
        let mut opened: Vec<usize> = Vec::new();
        let mut alone: Option<usize> = None;
        let mut before = ' ';
        for (at, c) in passage.text.char_indices().filter(|(at, _)| *at >= from) {
            let c = if open == '（' { full_width(c) } else { c };
            if c == open {
                opened.push(at);
            } else if c == close && opened.pop().is_none() {
                // 1） and 一） number the points of a list.
                let listed = c == '）'
                    && (before.is_ascii_digit() || "一二三四五六七八九十".contains(before));
                alone = alone.or((!listed).then_some(at));
            }
            before = c;
        }
        let Some(at) = alone.or(opened.first().copied()) else { continue };
        // A quotation over several paragraphs opens each of them and closes only the last.
        if alone.is_none() && open == '“' && at == from {
            continue;
        }
        let mark = if alone.is_some() { close } else { open };
        let message = format!("{name}不成对：多了或少了一个{mark}");
        let found = FindingBuilder::new(&RULE, Level::Hint, message);
        out.push(found.span(passage, around(&passage.text, at)).of(context));
    }
}

/// The character at `at` with up to six on both sides.
fn around(text: &str, at: usize) -> Range<usize> {
    let (before, behind) = (text.get(..at).unwrap_or_default(), text.get(at..).unwrap_or_default());
    let begin = before.char_indices().rev().nth(5).map_or(0, |(at, _)| at);
    let end = behind.char_indices().nth(7).map_or(text.len(), |(behind, _)| at + behind);
    begin..end
}

#[cfg(test)]
mod tests {
    use crate::fixture::Fixture;

    fn found(text: &str) -> Vec<String> {
        let found = Fixture::new("2019").text("overview", &[text]).of("punctuation");
        found.into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn half_width_marks_between_characters() {
        let fixture = Fixture::new("2019")
            .text("overview", &["提高认识, 增强主动性(重点)。", "规范流程,更新"]);
        let [finding] = fixture.of("punctuation").try_into().unwrap();
        assert_eq!(finding.message, "有3处半角标点，中文之间要用全角，例如“识, 增”");
        assert_eq!(finding.fix.unwrap().texts[0].replace, "识，增");
        for right in ["(一)进一步完善制度", "1,408条", "14:30召开", "OA,Word", "见(一)"]
        {
            assert!(found(right).is_empty(), "{right}");
        }
    }

    #[test]
    fn marks_without_their_partner() {
        let one = found("通过青铜招商”微信公众号发布。");
        assert_eq!(one, ["引号不成对：多了或少了一个”"]);
        assert_eq!(found("根据《条例要求。").len(), 1);
        for right in ["（1）积极推动“三性并举”。", "1）主动公开；2）依申请公开", "“引文跨段"]
        {
            assert!(found(right).is_empty(), "{right}");
        }
    }
}
