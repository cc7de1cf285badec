//! 标题不完整。

use crate::builder::FindingBuilder;
use crate::context::CheckContext;
use crate::rule::rule;
use crate::{Applicability, Finding, Fix, Level, TextFix};
use gongkai_model::document::{heading_level, normalize};
use std::sync::LazyLock;

rule! {
    /// 标题不能缺字。
    ///
    /// ## 查什么
    /// 各章标题与格式规定的是不是一样（格式中两种写法都算对）；小标题末尾的词是不是写完整了。
    ///
    /// ## 为什么
    /// 缺字的标题一眼就被看见，多半是复制时漏了。
    ///
    /// ## 依据
    /// 政府信息公开工作年度报告格式；各章标题。
    ///
    /// ## 正确
    /// 五、存在的主要问题及改进情况；（一）健全组织机构建设
    ///
    /// ## 错误
    /// 五、存在的问题及改进情况；（一）健全组织机构建；（二）完善信息公开制
    "heading_cut_off", "标题不完整", [Explain, Hint], find
}

/// Ends of headings that are the first half of a word: what stands before, and the half.
static CUT: LazyLock<Vec<&str>> = LazyLock::new(|| {
    include_str!("../words/cut_off.txt")
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
        .collect()
});

fn find(context: &CheckContext, out: &mut Vec<Finding>) {
    for (at, chapter) in context.case.report.chapters.iter().enumerate() {
        let Some(id) = chapter.id.as_deref() else { continue };
        let Some(form) = context.edition.and_then(|edition| edition.chapter(id)) else { continue };
        let heading = normalize::key(&chapter.heading);
        let official: Vec<String> = form.heading.wordings().map(normalize::key).collect();
        if official.contains(&heading) || heading.is_empty() {
            continue;
        }
        let shortened = official.iter().any(|whole| is_part(&heading, whole));
        let (level, what) = match shortened {
            true => (Level::Explain, "少了字"),
            false => (Level::Hint, "与格式不同"),
        };
        let message = format!(
            "第{}章标题“{}”{what}，应为“{}”",
            form.number, chapter.heading, form.heading.text
        );
        let place = context.case.report.place_of_chapter(at);
        let fix = Fix {
            label: "改为规范标题".to_owned(),
            // A heading that says something else may say it on purpose.
            applicability: if shortened { Applicability::Safe } else { Applicability::Review },
            cells: Vec::new(),
            texts: vec![TextFix::whole(
                place.clone(),
                &chapter.heading,
                form.heading.text.to_owned(),
            )],
        };
        let found =
            FindingBuilder::new(&RULE, level, message).line(context, place, &chapter.heading);
        out.push(found.fix(fix).of(context));
    }
    for passage in &context.passages {
        if heading_level(&passage.text).is_none() {
            continue;
        }
        let heading = passage.text.trim_end_matches(['。', '：', '；']);
        if CUT.iter().any(|end| heading.ends_with(end)) {
            let message = format!("小标题“{heading}”末尾的词没有写完");
            let found = FindingBuilder::new(&RULE, Level::Explain, message);
            out.push(found.span(passage, 0..heading.len()).of(context));
        }
    }
}

/// Whether `part` is `whole` with characters left out.
fn is_part(part: &str, whole: &str) -> bool {
    let mut rest = whole.chars();
    part.chars().count() < whole.chars().count()
        && part.chars().all(|c| rest.any(|other| other == c))
}

#[cfg(test)]
mod tests {
    use crate::Level;
    use crate::fixture::Fixture;

    #[test]
    fn headings_cut_off() {
        let mut fixture = Fixture::new("2019").text(
            "overview",
            &[
                "（一）健全组织机构建",
                "正文。",
                "（二）完善信息公开制",
                "正文。",
                "（三）建设信息公开平台",
            ],
        );
        fixture.chapter("improvement").heading = "存在的问题及改进情况。".to_owned();
        fixture.chapter("cases").heading =
            "因政府信息公开工作被申请行政复议、提起行政诉讼情况".to_owned();
        let found = fixture.of("heading_cut_off");
        let messages: Vec<_> = found.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "小标题“（一）健全组织机构建”末尾的词没有写完",
                "小标题“（二）完善信息公开制”末尾的词没有写完",
                "第五章标题“存在的问题及改进情况。”少了字，应为“存在的主要问题及改进情况”",
            ]
        );
        assert!(found.iter().all(|finding| finding.level == Level::Explain));
    }

    #[test]
    fn whole_words_are_silent() {
        let right =
            ["（一）推进体系构建", "（二）落实责任制", "（三）健全工作机制", "（四）抓好党建"];
        assert!(Fixture::new("2019").text("overview", &right).of("heading_cut_off").is_empty());
    }
}
