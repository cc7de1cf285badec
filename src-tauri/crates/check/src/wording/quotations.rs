//! 引用法规有误。

use crate::builder::FindingBuilder;
use crate::context::CheckContext;
use crate::pattern::pattern;
use crate::rule::rule;
use crate::{Finding, Level};
use regex::Regex;
use std::sync::LazyLock;

rule! {
    /// 条例的名称、文号和原则要引用准确。
    ///
    /// ## 查什么
    /// 《中华人民共和国政府信息公开条例》有没有漏写“政府”；有没有引用已被代替的格式文件或旧条例的国务院令；文号的年份是不是用六角括号；“以公开为常态、不公开为例外”有没有写成“公开为原则”。
    ///
    /// ## 为什么
    /// 引用错误说明没有对照新条例修改。
    ///
    /// ## 依据
    /// 中华人民共和国国务院令第711号；条例第五条；GB/T 9704-2012 7.2.5：年份用六角括号“〔〕”括入。
    ///
    /// ## 正确
    /// 以公开为常态、不公开为例外；国办公开办函〔2021〕30号
    ///
    /// ## 错误
    /// 公开为原则，不公开为例外；国办公开办函[2021]30号；国务院令第492号
    "quotations", "引用法规有误", [Explain, Hint], find
}

static NAME: LazyLock<Regex> = LazyLock::new(|| pattern(r"《(?:中华人民共和国)?信息公开条例》"));
static BRACKETS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"[\[［【](?P<year>(?:19|20)[0-9]{2})[\]］】][0-9]{1,4}号"));
static PRINCIPLE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"公开[为是](?:基本)?原则[，,、；]?不公开[为是]例外"));

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    // The number alone, 〔2019〕60号: the words before it vary.
    let superseded: Vec<(&str, &str)> = context
        .case
        .forms
        .editions()
        .iter()
        .filter(|edition| context.edition.is_some_and(|own| own.first_year > edition.first_year))
        .filter_map(|edition| {
            Some((edition.document.get(edition.document.find('〔')?..)?, edition.document))
        })
        .collect();
    for passage in &context.passages {
        let text = passage.text.as_str();
        let mut say = |level, message: String, range: std::ops::Range<usize>| {
            out.push(FindingBuilder::new(&RULE, level, message).span(passage, range).of(context));
        };
        for found in NAME.find_iter(text) {
            let message = format!("{}漏了“政府”二字", found.as_str());
            say(Level::Explain, message, found.range());
        }
        if let Some(at) = text.find("第492号") {
            let sentence = passage.sentence_around(at);
            if !["修订", "原", "旧", "废止"].iter().any(|word| sentence.contains(word)) {
                let message = "国务院令第492号是修订前的条例，现行的是第711号".to_owned();
                say(Level::Explain, message, at..at + "第492号".len());
            }
        }
        for (number, document) in &superseded {
            if let Some(at) = text.find(number) {
                let own = context.edition.map_or("", |edition| edition.document);
                let message = format!("{document}的格式已由{own}代替");
                say(Level::Explain, message, at..at + number.len());
            }
        }
        let bracketed = text.contains(['[', '［', '【']).then(|| BRACKETS.captures_iter(text));
        for found in bracketed.into_iter().flatten() {
            let Some(whole) = found.get(0) else { continue };
            let year = found.name("year").map_or("", |year| year.as_str());
            let message = format!("文号“{}”的年份要用六角括号：〔{year}〕", whole.as_str());
            say(Level::Hint, message, whole.range());
        }
        let principle = text.contains("例外").then(|| PRINCIPLE.find_iter(text));
        for found in principle.into_iter().flatten() {
            let message =
                format!("“{}”与条例不同，条例第五条是“以公开为常态、不公开为例外”", found.as_str());
            say(Level::Hint, message, found.range());
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Level;
    use crate::fixture::Fixture;

    fn found(edition: &str, text: &str) -> Vec<Level> {
        let found = Fixture::new(edition).text("overview", &[text]).of("quotations");
        found.into_iter().map(|finding| finding.level).collect()
    }

    #[test]
    fn wrong_quotations() {
        assert_eq!(found("2021", "按照《中华人民共和国信息公开条例》要求。"), [Level::Explain]);
        assert_eq!(found("2021", "（国务院令第492号）"), [Level::Explain]);
        assert_eq!(found("2021", "国办公开办函〔2019〕60号"), [Level::Explain]);
        assert_eq!(found("2021", "国办公开办函[2021]30号"), [Level::Hint]);
        assert_eq!(found("2019", "坚持“公开为原则，不公开为例外”。"), [Level::Hint]);
        assert_eq!(found("2019", "坚持“公开是原则，不公开是例外”。"), [Level::Hint]);
    }

    #[test]
    fn right_quotations() {
        for text in [
            "《中华人民共和国政府信息公开条例》（国务院令第711号）",
            "坚持以公开为常态、不公开为例外。",
            "国办公开办函〔2021〕30号",
        ] {
            assert!(found("2021", text).is_empty(), "{text}");
        }
        assert!(found("2019", "国办公开办函〔2019〕60号").is_empty());
    }
}
