//! 章节没有内容。

use crate::builder::FindingBuilder;
use crate::context::{CheckContext, NEVER_EMPTY};
use crate::rule::rule;
use crate::{Finding, Level};
use gongkai_model::place::Place;

rule! {
    /// 第五章要写具体问题和改进措施，不能空着。
    ///
    /// ## 查什么
    /// 第一章、第五章是不是空的或只写“无”；第五章不足50字、只有问题没有措施、只有措施没有问题的，要求说明。
    ///
    /// ## 为什么
    /// 第五章写“无”等于没有报告；检查组首先看这一章。
    ///
    /// ## 依据
    /// 国办公开办函〔2021〕30号：“存在的主要问题及改进情况”要写具体问题和有效措施，不得敷衍。
    ///
    /// ## 正确
    /// 写明问题一、问题二，再写针对每个问题的措施。
    ///
    /// ## 错误
    /// 五、存在的主要问题及改进情况 无。
    "empty", "章节没有内容", [Error, Explain], find
}

/// Shortest chapter on problems and measures, in characters.
const SHORTEST: usize = 50;
const PROBLEMS: [&str; 16] = [
    "问题",
    "不足",
    "薄弱",
    "差距",
    "有待",
    "不够",
    "短板",
    "欠缺",
    "弱项",
    "困难",
    "不高",
    "不强",
    "滞后",
    "单一",
    "不规范",
    "不深",
];
const MEASURES: [&str; 16] = [
    "改进",
    "措施",
    "下一步",
    "今后",
    "将",
    "加强",
    "整改",
    "进一步",
    "完善",
    "提升",
    "强化",
    "加大",
    "推进",
    "健全",
    "落实",
    "提高",
];

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    for id in NEVER_EMPTY {
        let Some(chapter) = context.case.report.chapter(id) else { continue };
        let number = context.cells.number_of(id);
        // A chapter that stands there twice is empty only when both are.
        let inside = || context.passages.iter().filter(|passage| passage.chapter == id);
        let text: String = inside().map(|passage| passage.text.as_str()).collect();
        let length = text.chars().filter(|c| c.is_alphanumeric()).count();
        let nothing = length == 0 || (length <= 12 && text.starts_with('无'));
        // The text of an imported file may have been lost on the way.
        let level =
            if context.case.published && length == 0 { Level::Explain } else { Level::Error };
        let mut say = |level, message: String| {
            let found = FindingBuilder::new(&RULE, level, message);
            let found = found.unfilled(length == 0 && !context.case.published);
            let found = match inside().next() {
                Some(_) => inside().fold(found, FindingBuilder::whole),
                None => found.line(context, Place::chapter(id), &chapter.heading),
            };
            out.push(found.of(context));
        };
        if nothing {
            say(level, format!("第{number}章“{}”没有内容", chapter.heading));
        } else if id == "overview" {
            continue;
        } else if length < SHORTEST {
            say(Level::Explain, format!("第{number}章只有{length}个字，问题和措施都没有写具体"));
        } else if !MEASURES.iter().any(|word| text.contains(word)) {
            say(Level::Explain, format!("第{number}章只写了问题，没有写改进措施"));
        } else if !PROBLEMS.iter().any(|word| text.contains(word)) {
            say(Level::Explain, format!("第{number}章没有写存在的问题"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Level;
    use crate::fixture::Fixture;

    fn five(text: &str) -> Vec<Level> {
        let overview = "本年主动公开政府信息若干条，公开目录及时更新。";
        let fixture =
            Fixture::new("2021").text("overview", &[overview]).text("improvement", &[text]);
        fixture.of("empty").into_iter().map(|finding| finding.level).collect()
    }

    #[test]
    fn chapter_five_says_something() {
        assert_eq!(five(""), [Level::Error]);
        assert_eq!(five("无。"), [Level::Error]);
        assert_eq!(five("信息公开还不够及时，今后改进。"), [Level::Explain]);
        let problems = "公开目录更新不及时、栏目设置不合理的问题仍然存在。".repeat(3);
        assert_eq!(five(&problems), [Level::Explain]);
        assert!(five(&format!("{problems}下一步将按月核对目录。")).is_empty());
    }
}
