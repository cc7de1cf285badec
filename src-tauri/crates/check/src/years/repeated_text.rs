//! 文字与上年雷同。

use crate::builder::FindingBuilder;
use crate::context::CheckContext;
use crate::rule::rule;
use crate::{Finding, Level};
use gongkai_compare::Known;
use gongkai_model::place::Place;

rule! {
    /// 文字要写今年的情况，不能照抄上年。
    ///
    /// ## 查什么
    /// 各章文字与上年同章的重复率（连续8个字以上相同的部分所占的比例，年份、数字、序号、标点不计）：80%以上需说明，60%以上提示，都可以在设置里改；第五章从严，60%以上就需说明。
    ///
    /// ## 为什么
    /// 内容雷同是通报的重点。
    ///
    /// ## 依据
    /// 国办公开办函〔2021〕30号：不得出现年年雷同现象；条例第四十七条。
    ///
    /// ## 正确
    /// 同样的工作写出今年的做法和数字。
    ///
    /// ## 错误
    /// 只改了年份和几个数字。
    "repeated_text", "文字与上年雷同", [Explain, Hint], find, against_last_year: true
}

/// Shorter chapters are alike every year: 无.
const SHORTEST: usize = 60;

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    let Some(last) = context.case.last else { return };
    let settings = context.case.settings;
    for chapter in &context.case.report.chapters {
        let id = chapter.id.as_deref().unwrap_or_default();
        let strict = id == "improvement";
        if !(strict || id == "overview") {
            continue;
        }
        let Some(before) = last.chapter(id) else { continue };
        let length: usize = chapter.paragraphs.iter().map(|text| text.chars().count()).sum();
        if length < SHORTEST {
            continue;
        }
        let known = Known::of(&before.paragraphs);
        let rate = known.rate(&chapter.paragraphs) * 100.0;
        let explain = match strict {
            true => settings.repeat_explain.min(settings.repeat_hint),
            false => settings.repeat_explain,
        };
        let level = match rate {
            _ if rate >= f64::from(explain) => Level::Explain,
            _ if rate >= f64::from(settings.repeat_hint) => Level::Hint,
            _ => continue,
        };
        let number = context.cells.number_of(id);
        let message = format!(
            "第{number}章“{}”与上年的重复率是{rate:.0}%（年份、数字、标点不计）",
            chapter.heading
        );
        let repeated = context.passages.iter().filter(|passage| {
            let own = [passage.text.clone()];
            passage.chapter == id && passage.text.chars().count() >= 20 && known.rate(&own) >= 0.8
        });
        let found = repeated.fold(FindingBuilder::new(&RULE, level, message), |found, passage| {
            found.whole(passage)
        });
        out.push(found.place(Place::chapter(id)).of(context));
    }
}

#[cfg(test)]
mod tests {
    use crate::Level;
    use crate::fixture::Fixture;

    const LAST: &str = "（一）主动公开。2025年，围绕群众关心的教育、医疗、养老等事项，公开信息312条，更新办事指南18份，办理情况可以随时查询，群众办事更加方便。";

    fn levels(chapter: &str, now: &str) -> Vec<Level> {
        let fixture =
            Fixture::new("2021").text(chapter, &[now]).last("2021").text_last(chapter, &[LAST]);
        fixture.of("repeated_text").into_iter().map(|finding| finding.level).collect()
    }

    #[test]
    fn only_the_year_and_the_figures_changed() {
        let now = LAST.replace("2025", "2026").replace("312", "340").replace("18份", "21份");
        assert_eq!(levels("overview", &now), [Level::Explain]);
        assert!(levels("other", &now).is_empty());
    }

    #[test]
    fn chapter_five_counts_strictly() {
        let now = format!("{LAST}今年另把三十八项办事指南改成一页纸，由社区服务站当面讲解。");
        assert_eq!(levels("overview", &now), [Level::Hint]);
        assert_eq!(levels("improvement", &now), [Level::Explain]);
    }

    #[test]
    fn a_text_of_this_year() {
        let now = "今年把三十八项办事指南改成一页纸，由社区服务站当面讲解，居民不出小区就能办事；又在集市日设流动窗口，解答申请公开的疑问，全年到场二十四次，当场答复居民提问一百余个。";
        assert!(levels("improvement", now).is_empty());
    }
}
